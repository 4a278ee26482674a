//! How a command ends: its exit code, and the sentence that says why it could not do its work.

use std::io;
use std::process::ExitCode;

use crate::terminal::{style, text};

/// The exit codes, as `qualify --help` tells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Fine = 0,
    /// Errors in rules, failed examples, files that `fmt` would change.
    Findings = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Input that cannot be read, or output that cannot be written.
    Unreadable = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// There is a sentence to say about it; it may have several lines. See [`Stop::because`] and [`Stop::all`].
    Because(Exit, String),
    /// Everything was said already.
    Said(Exit),
    /// Nobody reads the answer any more.
    PipeClosed,
}

/// How a command ends.
pub(crate) type Ended = Result<Exit, Stop>;

impl Stop {
    /// A sentence in one line, whatever names and words of others are in it.
    pub(crate) fn because(exit: Exit, message: impl AsRef<str>) -> Self {
        Self::Because(exit, text::clean(message.as_ref()).into_owned())
    }

    /// Several of these sentences, each in a line of its own.
    pub(crate) fn all(exit: Exit, messages: &[String]) -> Self {
        let lines: Vec<_> = messages.iter().map(|message| text::clean(message)).collect();
        Self::Because(exit, lines.join("\n"))
    }

    /// Wrong usage or configuration.
    pub(crate) fn usage(message: impl AsRef<str>) -> Self {
        Self::because(Exit::Usage, message)
    }

    /// Input that cannot be read or output that cannot be written.
    pub(crate) fn unreadable(message: impl AsRef<str>) -> Self {
        Self::because(Exit::Unreadable, message)
    }

    /// A failure to write to a target with this name.
    pub(crate) fn writing(target: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::PipeClosed,
            _ => Self::unreadable(format!("{target} cannot be written: {}.", reason(error))),
        }
    }
}

/// How a command ends that knows its exit code before it answers: the code counts also if nobody reads the answer.
pub(crate) fn answered(answer: Result<(), Stop>, exit: Exit) -> Ended {
    match answer {
        Ok(()) | Err(Stop::PipeClosed) => Ok(exit),
        Err(stop) => Err(stop),
    }
}

/// The system's reason in words, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you are not allowed to (permission denied)".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ if words == "Too many levels of symbolic links" => {
            "it is a link that leads back to itself".to_owned()
        }
        _ => {
            let mut letters = words.chars();
            let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        }
    }
}

/// Says why a command stopped, on standard error, and gives the exit code.
pub(crate) fn report(ended: Ended) -> Exit {
    match ended {
        Ok(exit) | Err(Stop::Said(exit)) => exit,
        Err(Stop::PipeClosed) => Exit::Fine,
        Err(Stop::Because(exit, message)) => {
            crate::terminal::note(&format!("{} {message}", style::error("error:")));
            exit
        }
    }
}
