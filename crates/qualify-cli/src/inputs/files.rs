//! The words for leads become files: one, several, or all that fit a pattern.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::inputs::source::{Given, Source, Words};
use crate::stop::Stop;
use crate::terminal::text;
use crate::workspace::Workspace;

/// One file of leads or more, in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeadFiles {
    files: Vec<Source>,
    /// What people call them together.
    name: String,
}

/// How a pattern is compared: `*` stays in its folder and passes over files whose names begin with a point.
const AS_SHELLS_DO: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

impl LeadFiles {
    /// The files of the flags, else of the settings; none if neither names any.
    pub(crate) fn find(
        workspace: &Workspace,
        named: &[PathBuf],
        given: Given<'_>,
    ) -> Result<Option<Self>, Stop> {
        let settings = &workspace.settings.leads;
        let words = given.words(workspace, settings);
        let typed: Vec<String> = named.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        if !named.is_empty() {
            let found = named.iter().zip(&typed).map(|(path, typed)| {
                let shown = |path: &Path| path.to_string_lossy().into_owned();
                sources(path, signs_of(path), typed, &words, shown)
            });
            return Ok(Self::of(found.collect::<Result<Vec<_>, Stop>>()?.concat(), &typed));
        }
        let Some(file) = &settings.file else { return Ok(None) };
        let (path, pattern) = of_project(workspace, &file.text);
        let shown = |path: &Path| match path.strip_prefix(&workspace.root) {
            Ok(inside) => workspace.shown(&inside.to_string_lossy()),
            Err(_) => path.to_string_lossy().into_owned(),
        };
        let typed = workspace.shown(&file.text);
        Ok(Self::of(sources(&path, pattern.as_deref(), &typed, &words, shown)?, &[typed]))
    }

    fn of(found: Vec<Source>, typed: &[String]) -> Option<Self> {
        // A file that is named twice is read once.
        let mut seen = BTreeSet::new();
        let place = |file: &Source| file.path().and_then(|path| fs::canonicalize(path).ok());
        let files = found.into_iter().filter(|file| place(file).is_none_or(|place| seen.insert(place)));
        let files: Vec<Source> = files.collect();
        let name = match (files.as_slice(), typed) {
            ([], _) => return None,
            ([only], _) => only.name().to_owned(),
            (files, [pattern]) => format!("{} ({} files)", text::clean(pattern), files.len()),
            ([first, rest @ ..], _) => {
                format!("{} and {}", first.name(), text::counted(rest.len() as u64, "more file"))
            }
        };
        Some(Self { files, name })
    }

    /// The files.
    pub(crate) fn files(&self) -> &[Source] {
        &self.files
    }

    /// Whether there is more than one.
    pub(crate) fn are_several(&self) -> bool {
        self.files.len() > 1
    }

    /// What people call them: `leads.csv`, `leads/*.csv (12 files)`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes there are to read, as far as one can know.
    pub(crate) fn length(&self) -> u64 {
        self.files.iter().map(Source::length).sum()
    }
}

/// The places of the leads that flags name, else the settings; none where nothing is.
pub(crate) fn places(workspace: &Workspace, named: &[PathBuf]) -> Vec<PathBuf> {
    let found = |path: &Path, pattern: Option<&str>| match pattern.filter(|_| is_missing(path)) {
        Some(pattern) => matches(pattern).unwrap_or_default(),
        None => vec![path.to_owned()],
    };
    match (named, &workspace.settings.leads.file) {
        ([], Some(file)) => {
            let (path, pattern) = of_project(workspace, &file.text);
            found(&path, pattern.as_deref())
        }
        (named, _) => named.iter().flat_map(|path| found(path, signs_of(path))).collect(),
    }
}

/// The path of a file of the project, and the same as a pattern if it is one; the signs of the project's own folder mean nothing.
fn of_project(workspace: &Workspace, text: &str) -> (PathBuf, Option<String>) {
    let root = Pattern::escape(&workspace.root.to_string_lossy());
    let pattern = || Path::new(&root).join(text).to_string_lossy().into_owned();
    (workspace.root.join(text), signs_of(Path::new(text)).map(|_| pattern()))
}

/// The text of a path that has signs of a pattern in it.
fn signs_of(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| text.contains(['*', '?', '[']))
}

/// Whether nothing is there: the name of a file is no pattern, whatever signs it has.
fn is_missing(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err()
}

/// The file of that name, or those that fit if it is a pattern, in the order of their names.
fn sources(
    path: &Path,
    pattern: Option<&str>,
    typed: &str,
    words: &Words,
    shown: impl Fn(&Path) -> String,
) -> Result<Vec<Source>, Stop> {
    let Some(pattern) = pattern.filter(|_| is_missing(path)) else {
        return Ok(vec![Source::named(path, typed, words)?]);
    };
    let typed = text::clean(typed);
    let found = matches(pattern).map_err(|why| {
        Stop::usage(format!(
            "`{typed}` is no pattern of names: {why}. `*` stands for any letters, `?` for one, `[ab]` for one of these."
        ))
    })?;
    if found.is_empty() {
        return Err(Stop::unreadable(format!(
            "`{typed}` fits no file. `*` stands for any letters of a name, `**` for any folders."
        )));
    }
    found.iter().map(|file| Source::named(file, &shown(file), words)).collect()
}

/// The files that fit, in the order of their names.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let found = glob::glob_with(pattern, AS_SHELLS_DO).map_err(|error| error.msg.to_owned())?;
    let mut found: Vec<PathBuf> = found.flatten().filter(|path| !path.is_dir()).collect();
    found.sort();
    Ok(found)
}
