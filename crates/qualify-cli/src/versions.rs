//! Words on the command line become versions of the rules: commits, the working tree, folders, files.

use std::path::{Path, PathBuf};

use qualify::project::{self, Project};
use qualify::{Compilation, FileError, Files};

use crate::git::{Commit, Repository};
use crate::stop::{Exit, Stop};
use crate::terminal::text;
use crate::workspace::{Asked, Workspace};

/// A version of the rules.
pub(crate) struct Version {
    /// What people call it.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: Box<dyn Files>,
    /// The file to compile.
    pub(crate) main: String,
    /// What its qualify.toml says.
    pub(crate) settings: Project,
    /// Where its files are on the disk; none for a commit.
    on_disk: Option<Workspace>,
}

impl Version {
    /// Compiles it.
    pub(crate) fn compile(&self) -> Compilation {
        qualify::compile(self.files.as_ref(), &self.main)
    }

    /// The places of the files that were read for it.
    pub(crate) fn places(&self, compilation: &Compilation) -> Vec<PathBuf> {
        let Some(workspace) = &self.on_disk else { return Vec::new() };
        let sources = compilation.sources.iter().map(|(_, source)| workspace.on_disk(source.path()));
        sources.chain(workspace.was_read()).collect()
    }
}

/// Which point of a branch is meant by BASE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    /// That at which the other version left it.
    Parting,
    /// Its newest commit.
    Newest,
}

/// Two versions, and the project that says which leads to count.
pub(crate) struct Versions {
    /// Before.
    pub(crate) base: Version,
    /// After.
    pub(crate) head: Version,
    /// Where leads are looked for.
    pub(crate) workspace: Workspace,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// BASE: a revision, `BASE..HEAD`, `BASE...HEAD`, a folder or a file.
    pub(crate) base: &'a str,
    /// HEAD; none is the working tree.
    pub(crate) head: Option<&'a str>,
    /// `--project`.
    pub(crate) project: Option<&'a Path>,
    /// `--rules`.
    pub(crate) rules: Option<&'a Path>,
    /// Of a branch, which commit.
    pub(crate) point: Point,
}

impl Versions {
    /// Finds both versions.
    pub(crate) fn find(wanted: Wanted<'_>) -> Result<Self, Stop> {
        let Some(head) = wanted.head else {
            if let Some((base, head)) = wanted.base.split_once("...") {
                return Self::of_commits(
                    Wanted { base, point: Point::Parting, ..wanted },
                    Some(or_head(head)),
                );
            }
            return match wanted.base.split_once("..").filter(|_| !Path::new(wanted.base).exists()) {
                Some((base, head)) => {
                    Self::of_commits(Wanted { base, point: Point::Newest, ..wanted }, Some(or_head(head)))
                }
                None => Self::of_commits(wanted, None),
            };
        };
        let paths = [wanted.base, head].map(Path::new);
        let is_rules = |path: &&Path| path.extension().is_some_and(|ending| ending == "rules");
        match paths.map(Path::exists) {
            [true, true] => Self::of_paths(paths[0], paths[1]),
            [false, false] => Self::of_commits(wanted, Some(head)),
            // One is here, and the other is a file by its name.
            _ => match paths.iter().copied().find(|path| !path.exists()).filter(is_rules) {
                Some(missing) => {
                    Err(Stop::unreadable(format!("There is no file `{}` to compare.", missing.display())))
                }
                None => Self::of_commits(wanted, Some(head)),
            },
        }
    }

    fn of_commits(wanted: Wanted<'_>, head: Option<&str>) -> Result<Self, Stop> {
        if head.is_none() && Path::new(wanted.base).exists() && is_no_revision(&wanted) {
            return Err(Stop::usage(format!(
                "`{}` is a file or folder. Compare it with a second one: `qualify diff {} OTHER`.",
                text::clean(wanted.base),
                text::clean(wanted.base)
            )));
        }
        let workspace = Workspace::find(Asked { project: wanted.project, rules: wanted.rules })?;
        let repository = Repository::of(&workspace.root)?;
        let newest = repository.commit(or_head(wanted.base))?;
        let other = repository.commit(head.unwrap_or("HEAD"))?;
        let base = match wanted.point {
            Point::Parting => repository.merge_base(&newest, &other)?,
            Point::Newest => newest.clone(),
        };
        let name = if base == newest { or_head(wanted.base).to_owned() } else { base.short() };
        let base = of_commit(&repository, &base, &name, &workspace)?;
        let head = match head {
            Some(head) => of_commit(&repository, &other, head, &workspace)?,
            None => of_disk(&workspace, "the working tree"),
        };
        Ok(Self { base, head, workspace })
    }

    fn of_paths(base: &Path, head: &Path) -> Result<Self, Stop> {
        let (old, new) = (workspace_of(base)?, workspace_of(head)?);
        let [base, head] = [base, head].map(|path| text::clean(&path.to_string_lossy()).into_owned());
        Ok(Self { base: of_disk(&old, &base), head: of_disk(&new, &head), workspace: new })
    }
}

/// A name that is left out is that of the commit that is checked out.
fn or_head(revision: &str) -> &str {
    if revision.is_empty() { "HEAD" } else { revision }
}

fn is_no_revision(wanted: &Wanted<'_>) -> bool {
    let here = Repository::of(Path::new("."));
    here.is_ok_and(|repository| repository.commit(wanted.base).is_err())
}

/// A folder with a qualify.toml, a folder with one file of rules, or a file of rules.
fn workspace_of(path: &Path) -> Result<Workspace, Stop> {
    match path.is_dir() && path.join(project::FILE_NAME).is_file() {
        true => Workspace::find(Asked { project: Some(path), rules: None }),
        false => {
            let rules = only_rules(path).unwrap_or_else(|| path.to_owned());
            Workspace::find(Asked { project: None, rules: Some(&rules) })
        }
    }
}

fn only_rules(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    let mut rules = entries.filter(|path| path.extension().is_some_and(|ending| ending == "rules"));
    let first = rules.next()?;
    rules.next().is_none().then_some(first)
}

fn of_disk(workspace: &Workspace, name: &str) -> Version {
    Version {
        name: name.to_owned(),
        files: Box::new(workspace.files()),
        main: workspace.main().to_owned(),
        settings: workspace.settings.clone(),
        on_disk: Some(workspace.clone()),
    }
}

/// The rules of a commit: those that its qualify.toml names, else those that the one on the disk names.
pub(crate) fn of_commit(
    repository: &Repository,
    commit: &Commit,
    name: &str,
    workspace: &Workspace,
) -> Result<Version, Stop> {
    let files = repository.files(commit);
    let name = text::clean(name).into_owned();
    let settings = match (workspace.has_settings(), files.read(project::FILE_NAME)) {
        (true, Ok(bytes)) => settings(&bytes, &name)?,
        (true, Err(FileError::NotFound)) | (false, _) => Project::default(),
        (true, Err(error)) => {
            return Err(Stop::unreadable(format!(
                "{} of {name} cannot be read: {}.",
                project::FILE_NAME,
                why(&error)
            )));
        }
    };
    let named = settings.rules.as_deref().filter(|_| !workspace.is_named());
    let main = named.unwrap_or(workspace.main()).trim_start_matches("./").to_owned();
    match files.read(&main) {
        Ok(_) => Ok(Version { name, files: Box::new(files), main, settings, on_disk: None }),
        Err(error) => Err(Stop::unreadable(format!(
            "`{}` of {name} cannot be read: {}.",
            text::clean(&main),
            why(&error)
        ))),
    }
}

fn settings(bytes: &[u8], name: &str) -> Result<Project, Stop> {
    let file = project::FILE_NAME;
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Stop::usage(format!("{file} of {name} is not text in UTF-8.")))?;
    project::parse(text).map_err(|errors| {
        let lines: Vec<String> = errors
            .iter()
            .map(|error| format!("{file}:{} of {name}: {}", error.line, error.message))
            .collect();
        Stop::all(Exit::Usage, &lines)
    })
}

fn why(error: &FileError) -> String {
    match error {
        FileError::NotFound => "it is not there".to_owned(),
        FileError::TooLarge => "it is larger than 16 MiB".to_owned(),
        FileError::Outside => "it is outside the project".to_owned(),
        FileError::Other(reason) => reason.clone(),
    }
}
