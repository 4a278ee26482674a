//! A revision becomes the files of a commit, read through the command `git`.
//!
//! Nothing is checked out and nothing is written: objects are read, in worktrees, sub-folders and bare repositories alike.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use qualify::{FileError, Files};

use crate::stop::Stop;
use crate::terminal::text;

/// Largest file that is read: the limit of the language, 16 MiB.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A repository, seen from a folder in it.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    folder: PathBuf,
    /// The way from the top of the repository to the folder: empty, or with a slash at its end.
    prefix: String,
}

/// A commit of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    /// All digits of its name.
    pub(crate) id: String,
}

impl Commit {
    /// As many digits as people read.
    pub(crate) fn short(&self) -> String {
        self.id.chars().take(10).collect()
    }
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The commit.
    pub(crate) commit: Commit,
    /// Its first parent; none for the first of all, or where a shallow clone ends.
    pub(crate) parent: Option<Commit>,
    /// The day, as its author had it.
    pub(crate) day: String,
    /// The first line of its message.
    pub(crate) subject: String,
}

impl Repository {
    /// The repository of a folder.
    pub(crate) fn of(folder: &Path) -> Result<Self, Stop> {
        let mut repository = Self { folder: folder.to_owned(), prefix: String::new() };
        match repository.ask(&["rev-parse", "--show-prefix"])? {
            Ok(prefix) => {
                repository.prefix = prefix.trim_end_matches('\n').to_owned();
                Ok(repository)
            }
            Err(said) if said.contains("dubious ownership") => Err(Stop::unreadable(format!(
                "git does not trust this repository, as somebody else owns `{}`. `git config --global --add \
                 safe.directory FOLDER` says that you do.",
                folder.display()
            ))),
            Err(_) => Err(Stop::usage(format!(
                "`{}` is in no git repository, so there are no revisions. Two folders or files are compared without: \
                 `qualify diff old.rules new.rules`.",
                folder.display()
            ))),
        }
    }

    /// The commit that a revision names: a branch, a tag, `HEAD~2`, the digits of a commit.
    pub(crate) fn commit(&self, revision: &str) -> Result<Commit, Stop> {
        if revision.trim().is_empty() || revision.starts_with('-') {
            return Err(self.no_revision(revision));
        }
        let wanted = format!("{revision}^{{commit}}");
        match self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])? {
            Ok(id) => Ok(Commit { id: id.trim().to_owned() }),
            Err(_) => Err(self.no_revision(revision)),
        }
    }

    /// The newest commit that both have in their history.
    pub(crate) fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, Stop> {
        match self.ask(&["merge-base", &one.id, &other.id])? {
            Ok(id) => Ok(Commit { id: id.trim().to_owned() }),
            Err(_) if self.is_shallow()? => Err(Stop::unreadable(format!(
                "This clone is shallow, and the commit at which {} and {} parted is not in it. Fetch it with \
                 `git fetch --unshallow`, or in a pipeline with `fetch-depth: 0`; or compare with --direct.",
                one.short(),
                other.short()
            ))),
            Err(_) => Err(Stop::usage(format!(
                "{} and {} have no commit in common. Compare them as they are with --direct.",
                one.short(),
                other.short()
            ))),
        }
    }

    fn is_shallow(&self) -> Result<bool, Stop> {
        Ok(self.ask(&["rev-parse", "--is-shallow-repository"])?.is_ok_and(|told| told.trim() == "true"))
    }

    /// The commits that lead to one, newest first, along first parents; those after `from`, if one is given.
    pub(crate) fn history(
        &self,
        to: &Commit,
        from: Option<&Commit>,
        most: usize,
    ) -> Result<Vec<Entry>, Stop> {
        let range = from.map_or_else(|| to.id.clone(), |from| format!("{}..{}", from.id, to.id));
        let most = format!("--max-count={most}");
        let form = "--format=%H%x00%P%x00%ad%x00%s";
        let told = self.ask(&["log", "--first-parent", "--date=short", &most, form, &range, "--", "."])?;
        let told = told.map_err(|said| failed("log", &said))?;
        Ok(told.lines().filter_map(|line| self.entry(line)).collect())
    }

    fn entry(&self, line: &str) -> Option<Entry> {
        let mut parts = line.split('\0');
        let commit = Commit { id: parts.next()?.to_owned() };
        let parent = parts.next()?.split(' ').next().filter(|id| !id.is_empty());
        let parent = parent.map(|id| Commit { id: id.to_owned() });
        let parent =
            parent.filter(|parent| self.ask(&["cat-file", "-e", &parent.id]).is_ok_and(|told| told.is_ok()));
        Some(Entry {
            commit,
            parent,
            day: parts.next()?.to_owned(),
            subject: text::clean(parts.next()?).into_owned(),
        })
    }

    /// Whether two commits have the same files below the folder.
    pub(crate) fn is_same_tree(&self, one: &Commit, other: &Commit) -> bool {
        let folder = self.prefix.trim_end_matches('/');
        let [one, other] = [one, other].map(|commit| format!("{}:{folder}", commit.id));
        let told = self.ask(&["rev-parse", &one, &other]).ok().and_then(Result::ok);
        let mut trees = told.iter().flat_map(|told| told.lines());
        trees.next().is_some_and(|first| trees.next() == Some(first))
    }

    /// The files of a commit, as seen from the folder of this repository.
    pub(crate) fn files(&self, commit: &Commit) -> CommitFiles {
        CommitFiles { repository: self.clone(), commit: commit.clone() }
    }

    fn no_revision(&self, revision: &str) -> Stop {
        let shown = text::clean(revision);
        let hint = match self.is_shallow() {
            Ok(true) => {
                " This clone is shallow: `git fetch --unshallow`, or in a pipeline `fetch-depth: 0`, brings what is \
                 missing."
            }
            Ok(false) | Err(_) => " `git branch --all` lists the branches.",
        };
        Stop::usage(format!(
            "git knows no commit, branch or tag `{shown}`, and there is no such file or folder.{hint}"
        ))
    }

    /// What git answers, or what it complains of.
    fn ask(&self, words: &[&str]) -> Result<Result<String, String>, Stop> {
        let (answer, complaint) = self.ask_for_bytes(words)?;
        Ok(match answer {
            Some(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            None => Err(complaint),
        })
    }

    fn ask_for_bytes(&self, words: &[impl AsRef<OsStr>]) -> Result<(Option<Vec<u8>>, String), Stop> {
        let output = Command::new("git")
            .arg("-C")
            .arg(&self.folder)
            .args(words)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .stdin(Stdio::null())
            .output();
        match output {
            Ok(output) => {
                let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
                Ok((output.status.success().then_some(output.stdout), complaint))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Stop::unreadable(
                "There is no command `git` here, which reads the other version. Install it, or name two folders or two \
                 files to compare.",
            )),
            Err(error) => {
                Err(Stop::unreadable(format!("`git` cannot be run: {}.", crate::stop::reason(&error))))
            }
        }
    }
}

fn failed(verb: &str, said: &str) -> Stop {
    let said = said.lines().next().unwrap_or_default();
    Stop::unreadable(format!("`git {verb}` did not work: {}", text::clean(said)))
}

/// The files of a commit below a folder.
#[derive(Debug, Clone)]
pub(crate) struct CommitFiles {
    repository: Repository,
    commit: Commit,
}

impl CommitFiles {
    /// The mode and the size of what is at a path; nothing if there is nothing.
    fn about(&self, place: &str) -> Result<Option<(String, Option<u64>)>, FileError> {
        let tree =
            ["--literal-pathspecs", "ls-tree", "-z", "--long", "--full-tree", &self.commit.id, "--", place];
        let (answer, complaint) = self.repository.ask_for_bytes(&tree).map_err(other)?;
        let Some(answer) = answer else { return Err(FileError::Other(first_line(&complaint))) };
        let told = String::from_utf8_lossy(&answer).into_owned();
        let mut words = told.split(['\t', '\0']).next().unwrap_or_default().split_whitespace();
        let (mode, size) = (words.next().map(str::to_owned), words.nth(2).and_then(|size| size.parse().ok()));
        Ok(mode.map(|mode| (mode, size)))
    }
}

impl Files for CommitFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let place = format!("{}{path}", self.repository.prefix);
        match self.about(&place)? {
            None => return Err(FileError::NotFound),
            Some((mode, _)) if mode == "120000" => {
                return Err(FileError::Other("in this commit it is a link to another file".to_owned()));
            }
            Some((mode, None)) => {
                return Err(FileError::Other(format!("in this commit it is no file (mode {mode})")));
            }
            Some((_, Some(size))) if size > LARGEST => return Err(FileError::TooLarge),
            Some(_) => {}
        }
        let object = format!("{}:{place}", self.commit.id);
        let (answer, complaint) =
            self.repository.ask_for_bytes(&["cat-file", "blob", &object]).map_err(other)?;
        answer.ok_or_else(|| FileError::Other(first_line(&complaint)))
    }
}

fn other(stop: Stop) -> FileError {
    match stop {
        Stop::Because(_, message) => FileError::Other(message),
        Stop::Said(_) | Stop::PipeClosed => FileError::Other("git did not answer".to_owned()),
    }
}

fn first_line(complaint: &str) -> String {
    text::clean(complaint.lines().next().unwrap_or("git did not answer")).into_owned()
}
