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
    /// How the command would end, were it the only round.
    pub(super) ended: Ended,
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
    /// Waits until places look otherwise than they were seen, and says which. None if there will be no more changes.
    fn next(&mut self, seen: &Seen) -> Option<Vec<PathBuf>>;
}

/// Looks at the files again and again.
pub(super) struct Polling;

impl Changes for Polling {
    fn next(&mut self, seen: &Seen) -> Option<Vec<PathBuf>> {
        let mut now = seen.again();
        while now == *seen {
            std::thread::sleep(PAUSE);
            now = seen.again();
        }
        loop {
            std::thread::sleep(REST);
            let later = now.again();
            if later == now {
                return Some(seen.changed(&now));
            }
            now = later;
        }
    }
}

/// Checks, and checks again after each change. Gives the exit code of the last round. A round that cannot be shown is
/// the last one.
///
/// What is missing or cannot be read is waited for, from the first round on. Wrong usage ends the command in the first
/// round: no change of a file mends a flag. Later it is a qualify.toml with a mistake, and the next change may mend it.
pub(super) fn run(
    changes: &mut dyn Changes,
    screen: Screen,
    mut round: impl FnMut() -> Result<Round, Stop>,
) -> Ended {
    let Round { mut ended, mut seen } = round()?;
    if matches!(ended, Err(Stop::Because(Exit::Usage, _))) {
        return ended;
    }
    loop {
        let exit = stop::report(ended);
        terminal::note(&style::quiet("Waiting for changes; Ctrl-C ends."));
        let Some(changed) = changes.next(&seen) else { return Ok(exit) };
        separate(screen, &changed)?;
        Round { ended, seen } = round()?;
    }
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
        fn next(&mut self, seen: &Seen) -> Option<Vec<PathBuf>> {
            let (name, text) = self.changes.pop()?;
            std::fs::write(self.folder.join(name), text).expect("the temporary folder can be written");
            Some(seen.changed(&seen.again()))
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
            let ended = match text.as_str() {
                "" => Err(Stop::unreadable("There is no file.")),
                "bad" => Err(Stop::usage("It is bad.")),
                _ => Ok(Exit::Fine),
            };
            Ok(Round { ended, seen })
        });
        assert_eq!(told, ["", "bad", "good again"]);
        assert!(matches!(ended, Ok(Exit::Fine)));
    }

    #[test]
    fn wrong_usage_ends_the_command_in_the_first_round() {
        let mut changes = Script { folder: Path::new("."), changes: vec![("never", "written")] };
        let usage = || Ok(Round { ended: Err(Stop::usage("No.")), seen: Seen::default() });
        let ended = run(&mut changes, Screen::Shared, usage);
        assert!(matches!(ended, Err(Stop::Because(Exit::Usage, _))));
        assert_eq!(changes.changes.len(), 1);
    }

    #[test]
    fn some_changed_files_are_named() {
        let paths = ["/here/a.rules", "/there/b.rules", "/here/c", "/here/d", "/here/e"].map(PathBuf::from);
        assert_eq!(separator(&paths[..1], Path::new("/here")), "--- a.rules changed ---");
        let named = "--- a.rules, /there/b.rules, c and 2 more changed ---";
        assert_eq!(separator(&paths, Path::new("/here")), named);
    }
}
