//! Changes of files become new rounds of checking, until somebody ends the command.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::seen::Seen;
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal::{self, style, text};

/// How long nothing is looked at between two looks. A look costs one call of the system for each file.
const PAUSE: Duration = Duration::from_millis(300);
/// How long a change has to rest before it counts, so that half of a save is not checked.
const REST: Duration = Duration::from_millis(40);
/// How many changed files are named.
const NAMED: usize = 3;
/// Clears the screen and goes to its upper left corner.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// How one round of checking ended.
pub(super) struct Round {
    /// The exit code, were it the only round.
    pub(super) exit: Exit,
    /// The places that were looked at, as they were before that.
    pub(super) seen: Seen,
}

/// Whether the answer of a round has the screen to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// What was there before is cleared, on a terminal.
    Own,
    /// It comes behind what was there before.
    Shared,
}

/// Tells of changes.
pub(super) trait Changes {
    /// Waits until a place looks otherwise than it was seen: says which do, and how all look then. None if there
    /// will be no more changes.
    fn next(&mut self, seen: &Seen) -> Option<(Vec<PathBuf>, Seen)>;
}

/// Looks at the files again and again.
pub(super) struct Polling;

impl Changes for Polling {
    fn next(&mut self, seen: &Seen) -> Option<(Vec<PathBuf>, Seen)> {
        let mut now = seen.again();
        while now == *seen {
            std::thread::sleep(PAUSE);
            now = seen.again();
        }
        loop {
            std::thread::sleep(REST);
            let later = now.again();
            if later == now {
                return Some((seen.changed(&now), now));
            }
            now = later;
        }
    }
}

/// Checks, and checks again after each change. Gives the exit code of the last round.
pub(super) fn run(
    changes: &mut dyn Changes,
    screen: Screen,
    mut round: impl FnMut() -> Result<Round, Stop>,
) -> Ended {
    let Round { mut exit, mut seen } = round()?;
    terminal::note(&style::quiet("Waiting for changes; Ctrl-C ends."));
    while let Some((changed, now)) = changes.next(&seen) {
        separate(screen, &changed)?;
        match round() {
            Ok(done) => Round { exit, seen } = done,
            Err(Stop::PipeClosed) => return Err(Stop::PipeClosed),
            // Such as a qualify.toml with a mistake: the next change may mend it.
            Err(stop) => {
                exit = stop::report(Err(stop));
                seen = now;
            }
        }
        terminal::note(&style::quiet("Waiting for changes; Ctrl-C ends."));
    }
    Ok(exit)
}

/// Says what changed: standard output stays what the format promises.
fn separate(screen: Screen, changed: &[PathBuf]) -> Result<(), Stop> {
    let line = style::quiet(&separator(changed, &std::env::current_dir().unwrap_or_default()));
    match screen {
        Screen::Own if io::stdout().is_terminal() => terminal::show(&format!("{CLEAR}{line}\n")),
        Screen::Own => terminal::show(&format!("{line}\n")),
        Screen::Shared => {
            terminal::note(&line);
            Ok(())
        }
    }
}

/// `--- inbound.rules changed ---`.
fn separator(changed: &[PathBuf], here: &Path) -> String {
    let mut names: Vec<String> = changed.iter().take(NAMED).map(|path| name(path, here)).collect();
    if changed.len() > NAMED {
        names.push(format!("{} more", changed.len() - NAMED));
    }
    format!("--- {} changed ---", text::list(&names))
}

fn name(path: &Path, here: &Path) -> String {
    let path = path.strip_prefix(here).unwrap_or(path);
    text::clean(&path.display().to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody who makes one change after the other.
    struct Script<'a> {
        folder: &'a Path,
        changes: Vec<(&'static str, &'static str)>,
    }

    impl Changes for Script<'_> {
        fn next(&mut self, seen: &Seen) -> Option<(Vec<PathBuf>, Seen)> {
            let (name, text) = self.changes.pop()?;
            std::fs::write(self.folder.join(name), text).expect("the temporary folder can be written");
            let now = seen.again();
            Some((seen.changed(&now), now))
        }
    }

    #[test]
    fn every_change_brings_a_round_and_the_last_one_counts() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.rules");
        let mut told = Vec::new();
        let mut changes =
            Script { folder: folder.path(), changes: vec![("a.rules", "good again"), ("a.rules", "bad")] };
        let ended = run(&mut changes, Screen::Shared, || {
            let mut seen = Seen::default();
            seen.look_at(&file);
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            told.push(text.clone());
            match text.as_str() {
                "bad" => Err(Stop::Said(Exit::Usage)),
                _ => Ok(Round { exit: Exit::Fine, seen }),
            }
        });
        assert_eq!(told, ["", "bad", "good again"]);
        assert!(matches!(ended, Ok(Exit::Fine)));
    }

    #[test]
    fn a_first_round_that_fails_ends_the_command() {
        let mut changes = Script { folder: Path::new("."), changes: Vec::new() };
        let ended = run(&mut changes, Screen::Shared, || Err(Stop::Said(Exit::Unreadable)));
        assert!(matches!(ended, Err(Stop::Said(Exit::Unreadable))));
    }

    #[test]
    fn some_changed_files_are_named() {
        let paths = ["/here/a.rules", "/there/b.rules", "/here/c", "/here/d", "/here/e"].map(PathBuf::from);
        assert_eq!(separator(&paths[..1], Path::new("/here")), "--- a.rules changed ---");
        let named = "--- a.rules, /there/b.rules, c and 2 more changed ---";
        assert_eq!(separator(&paths, Path::new("/here")), named);
    }
}
