//! `check --fix`: fixes that keep every verdict are written, or shown as a diff.

mod mend;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::show::{self, Format};
use super::{exit, is_broken};
use crate::difference;
use crate::output::Output;
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal::{self, style, text};

use mend::{Changed, Checked, Gather, mend};

/// What happens to the new texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// They are written.
    Write,
    /// They are shown as a diff.
    Show,
}

/// Fixes what can be fixed, and tells what was and what is left.
pub(super) fn run(gather: Gather<'_>, format: Format, then: Then) -> Ended {
    let mended = mend(gather)?;
    match then {
        Then::Write => {
            write(&mended.files)?;
            stop::answered(tell(&mended.done, format), Exit::Fine)?;
            show_rest(&mended.checked, format)
        }
        Then::Show if mended.files.is_empty() => show_rest(&mended.checked, format),
        Then::Show => {
            let mut files = mended.files.values();
            stop::answered(files.try_for_each(|file| terminal::show(&difference(file))), Exit::Findings)
        }
    }
}

fn difference(file: &Changed) -> String {
    let fixed = format!("{} (fixed)", file.shown);
    difference::unified((&file.shown, &file.old), (&fixed, &file.new))
}

fn show_rest(checked: &Checked, format: Format) -> Ended {
    let shown = show::show(checked, format);
    if checked.iter().any(|(_, compilation)| is_broken(compilation)) {
        terminal::note("Nothing is fixed as long as there is a mistake in the rules.");
    }
    stop::answered(shown, exit(checked))
}

/// People read what was done before what is left; programs read standard output, so it goes to standard error.
fn tell(done: &[String], format: Format) -> Result<(), Stop> {
    if done.is_empty() {
        return Ok(());
    }
    let line = |done: &String| format!("{} {}\n", style::good("fixed"), text::clean(done));
    let lines: String = done.iter().map(line).collect();
    match format {
        Format::Human => terminal::show(&(lines + "\n")),
        Format::Plain
        | Format::Json
        | Format::Github
        | Format::Gitlab
        | Format::Sarif
        | Format::Junit
        | Format::Markdown => {
            terminal::note(lines.trim_end());
            Ok(())
        }
    }
}

/// All or nothing: no file gets its new text before all new texts are on the disk beside the old ones.
fn write(files: &BTreeMap<PathBuf, Changed>) -> Result<(), Stop> {
    let mut ready = Vec::new();
    for (path, file) in files {
        if std::fs::read(path).ok().as_deref() != Some(file.old.as_bytes()) {
            let shown = &file.shown;
            return Err(Stop::unreadable(format!(
                "{shown} changed while it was checked, so nothing is written. Try again."
            )));
        }
        let mut out = Output::file(path)?;
        out.put(&file.new)?;
        ready.push(out);
    }
    ready.into_iter().try_for_each(Output::finish)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two files with new texts; each path says whether the text that was checked is still on the disk.
    fn written(on_disk: [&str; 2]) -> (Result<(), Stop>, [String; 2]) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let paths = ["a.rules", "b.rules"].map(|name| folder.path().join(name));
        let mut files = BTreeMap::new();
        for (path, text) in paths.iter().zip(on_disk) {
            std::fs::write(path, text).expect("the temporary folder can be written");
            let file = Changed { shown: "it".to_owned(), old: "old".to_owned(), new: "new".to_owned() };
            files.insert(path.clone(), file);
        }
        let ended = write(&files);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left behind");
        (ended, paths.map(|path| std::fs::read_to_string(path).expect("our file")))
    }

    #[test]
    fn new_texts_are_written() {
        let (ended, texts) = written(["old", "old"]);
        assert!(ended.is_ok());
        assert_eq!(texts, ["new", "new"]);
    }

    #[test]
    fn a_file_that_changed_meanwhile_keeps_all_as_they_are() {
        let (ended, texts) = written(["old", "edited"]);
        assert!(matches!(ended, Err(Stop::Because(Exit::Unreadable, _))));
        assert_eq!(texts, ["old", "edited"]);
    }
}
