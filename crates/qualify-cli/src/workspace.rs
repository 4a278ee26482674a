//! Where the user stands becomes a project: its folder, its rules, its settings.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use qualify::project::{self, Project};
use qualify::{Compilation, FileError, Files, similar};

use crate::disk::{self, Disk, Kind, Overlay, Texts};
use crate::seen::Seen;
use crate::stop::{Exit, Stop, reason};
use crate::terminal::text;

/// Where to look for the project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// `--project`.
    pub(crate) project: Option<&'a Path>,
    /// The rules file on the command line.
    pub(crate) rules: Option<&'a Path>,
}

/// A project on the disk, or a lone rules file.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The folder that `use` may not leave, without links.
    pub(crate) root: PathBuf,
    /// How to write `root` from where the user stands; empty if that is here, else with a slash at its end.
    prefix: String,
    /// How to write the path of qualify.toml from there.
    config: String,
    config_file: Option<PathBuf>,
    is_named: bool,
    /// What qualify.toml says; nothing without one.
    pub(crate) settings: Project,
    settings_seen: Seen,
    disk: Disk,
}

impl Workspace {
    /// Finds the project: that of `--project`, else the nearest qualify.toml above the rules, else above here.
    pub(crate) fn find(asked: Asked<'_>) -> Result<Self, Stop> {
        Self::find_seen(asked, &mut Seen::default())
    }

    /// The same. Whether it is found or not, `seen` gets the places on which that depends, as they were before.
    pub(crate) fn find_seen(asked: Asked<'_>, seen: &mut Seen) -> Result<Self, Stop> {
        let settings_seen = settings_seen(asked);
        seen.join(&settings_seen);
        let config = find_config(asked)?;
        let settings = config.as_deref().map(read_config).transpose()?.unwrap_or_default();
        let (rules, root) = match (asked.rules, &config) {
            (Some(rules), Some(config)) => (rules.to_owned(), folder_of(config)),
            (Some(rules), None) => (rules.to_owned(), folder_of(rules)),
            (None, Some(config)) => (rules_of(config, &settings)?, folder_of(config)),
            (None, None) => return Err(no_rules()),
        };
        seen.look_at(&rules);
        readable(&rules, asked)?;
        let root = absolute(&root)?;
        let folder = absolute(&folder_of(&rules))?;
        let Ok(inside) = folder.strip_prefix(&root) else {
            let (rules, root) = (rules.display(), root.display());
            return Err(Stop::usage(format!("`{rules}` is not in the folder of the project, `{root}`.")));
        };
        let name = slashes(&inside.join(rules.file_name().unwrap_or_default()));
        let prefix = match &config {
            None if is_pipe(&rules) => prefix_as_typed(&rules),
            _ => prefix_of(&root),
        };
        let disk = Disk {
            root: root.clone(),
            main: (name, rules),
            was_read: RefCell::default(),
            seen: RefCell::default(),
        };
        let config_file = config.clone();
        let config = config.as_deref().map(shown_file).transpose()?.unwrap_or_default();
        let is_named = asked.rules.is_some();
        Ok(Self { root, prefix, config, config_file, is_named, settings, settings_seen, disk })
    }

    /// Compiles the rules.
    pub(crate) fn compile(&self) -> Compilation {
        qualify::compile(&self.disk, &self.disk.main.0)
    }

    /// Compiles the rules with other texts in the place of those on the disk.
    pub(crate) fn compile_with(&self, texts: &Texts) -> Compilation {
        qualify::compile(&Overlay { disk: &self.disk, texts }, &self.disk.main.0)
    }

    /// The bytes of a file of the project.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.disk.read(path)
    }

    /// A path of the project, safe to print, from where the user stands.
    pub(crate) fn shown(&self, path: &str) -> String {
        text::clean(&self.path(path)).into_owned()
    }

    /// The same letter by letter, for programs that open it.
    pub(crate) fn path(&self, path: &str) -> String {
        let prefix = if Path::new(path).is_absolute() { "" } else { &self.prefix };
        format!("{prefix}{path}")
    }

    /// The files of the project, for a compiler that outlives the workspace.
    pub(crate) fn files(&self) -> Disk {
        self.disk.clone()
    }

    /// The file that is compiled, as the compiler calls it.
    pub(crate) fn main(&self) -> &str {
        &self.disk.main.0
    }

    /// Whether there is a qualify.toml.
    pub(crate) fn has_settings(&self) -> bool {
        self.config_file.is_some()
    }

    /// Whether both are one program: the same file, by links too, seen from the same folder of the same project.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let folder = |workspace: &Self| Path::new(workspace.main()).parent().map(Path::to_owned);
        self.root == other.root
            && folder(self) == folder(other)
            && disk::is_same_file(&self.disk.main.1, &other.disk.main.1)
    }

    /// Whether the rules come through a pipe, which can be read once.
    pub(crate) fn is_pipe(&self) -> bool {
        is_pipe(&self.disk.main.1)
    }

    /// Whether the user named the rules, and not qualify.toml.
    pub(crate) fn is_named(&self) -> bool {
        self.is_named
    }

    /// The files that were read so far: qualify.toml, the rules, and what they use.
    pub(crate) fn was_read(&self) -> Vec<PathBuf> {
        self.config_file.iter().chain(self.disk.was_read.borrow().iter()).cloned().collect()
    }

    /// The rules file, as people read it.
    pub(crate) fn rules(&self) -> String {
        self.shown(&self.disk.main.0)
    }

    /// The place on the disk of a path that the compiler gave.
    pub(crate) fn on_disk(&self, path: &str) -> PathBuf {
        self.disk.place(path)
    }

    /// The same without links; nothing if there is no such file.
    pub(crate) fn real(&self, path: &str) -> Option<PathBuf> {
        fs::canonicalize(self.on_disk(path)).ok()
    }

    /// All places that were looked at so far, as they were before that: any qualify.toml, the rules, what they use.
    pub(crate) fn seen(&self) -> Seen {
        let mut seen = self.settings_seen.clone();
        seen.join(&self.disk.seen.borrow());
        seen
    }

    /// As seen by someone who stands in its folder.
    #[cfg(test)]
    pub(crate) fn shown_from_its_root(self) -> Self {
        Self { prefix: String::new(), ..self }
    }

    /// `qualify.toml:3`, as people read it.
    pub(crate) fn setting_place(&self, line: u32) -> String {
        format!("{}:{line}", text::clean(&self.config))
    }
}

fn find_config(asked: Asked<'_>) -> Result<Option<PathBuf>, Stop> {
    if let Some(path) = asked.project {
        let file = if path.is_dir() { path.join(project::FILE_NAME) } else { path.to_owned() };
        return match is_there(&file) && file.file_name().is_some_and(|name| name == project::FILE_NAME) {
            true => readable_config(file).map(Some),
            false => Err(no_project(path)),
        };
    }
    config_candidates(asked).into_iter().find(|file| is_there(file)).map(readable_config).transpose()
}

/// Whether there is something, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A qualify.toml that is there is read or refused. It is never passed over.
fn readable_config(file: PathBuf) -> Result<PathBuf, Stop> {
    let why = match fs::metadata(&file) {
        Ok(about) => match disk::kind(&about) {
            Kind::File => return Ok(file),
            Kind::Folder => "it is a folder".to_owned(),
            Kind::Pipe | Kind::Device => "it is no file".to_owned(),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            "it is a link to a file that is not there".to_owned()
        }
        Err(error) => reason(&error),
    };
    Err(Stop::unreadable(format!("{} cannot be read: {why}.", shown_file(&file)?)))
}

/// Where a qualify.toml may be that nobody named, the nearest first.
fn config_candidates(asked: Asked<'_>) -> Vec<PathBuf> {
    let start = asked.rules.map_or_else(|| PathBuf::from("."), folder_of);
    let start = absolute(&start).unwrap_or_default();
    let folders = start.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    folders.map(|folder| folder.join(project::FILE_NAME)).collect()
}

/// How the settings look before they are read: that file, and those that would come before it.
fn settings_seen(asked: Asked<'_>) -> Seen {
    let mut seen = Seen::default();
    match asked.project {
        Some(path) if path.is_dir() => seen.look_at(&path.join(project::FILE_NAME)),
        Some(path) => seen.look_at(path),
        None => {
            let candidates = config_candidates(asked);
            let above = candidates.iter().position(|file| is_there(file)).unwrap_or(candidates.len());
            candidates.iter().take(above + 1).for_each(|file| seen.look_at(file));
        }
    }
    seen
}

fn no_project(path: &Path) -> Stop {
    let (shown, file) = (path.display(), project::FILE_NAME);
    Stop::usage(match (path.is_dir(), path.exists()) {
        (true, _) => format!("`{shown}` is no project: there is no {file} in it. `qualify init` makes one."),
        (false, true) => {
            format!("`{shown}` is no project: `--project` takes a folder with a {file}, or that file.")
        }
        (false, false) => {
            format!("There is no folder `{shown}`. `--project` takes a folder with a {file}, or that file.")
        }
    })
}

fn read_config(path: &Path) -> Result<Project, Stop> {
    let shown = shown_file(path)?;
    let bytes = fs::read(path)
        .map_err(|error| Stop::unreadable(format!("{shown} cannot be read: {}.", reason(&error))))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Stop::usage(format!("{shown} is not text in UTF-8. Save it as UTF-8.")))?;
    project::parse(&text).map_err(|errors| {
        let lines: Vec<String> =
            errors.iter().map(|error| format!("{shown}:{}: {}", error.line, error.message)).collect();
        Stop::all(Exit::Usage, &lines)
    })
}

/// The path of a file that was found and not named, as the user can open it.
fn shown_file(path: &Path) -> Result<String, Stop> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!("{}{name}", prefix_of(&absolute(&folder_of(path))?)))
}

fn rules_of(config: &Path, settings: &Project) -> Result<PathBuf, Stop> {
    let shown = shown_file(config)?;
    let Some(rules) = &settings.rules else {
        return Err(Stop::usage(format!(
            "{shown} does not say which rules: add `rules = \"inbound.rules\"`."
        )));
    };
    let leaves =
        Path::new(rules).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    match leaves {
        true => Err(Stop::usage(format!(
            "{shown} names the rules `{rules}`, which is outside the project. Give a path inside its folder."
        ))),
        false => Ok(relative(&folder_of(config)).join(rules)),
    }
}

fn no_rules() -> Stop {
    let here: Vec<String> = rules_in(Path::new("."));
    match here.as_slice() {
        [only] => {
            Stop::usage(format!("Which rules? There is no qualify.toml, but there is `{only}`: name it."))
        }
        _ => Stop::usage(
            "Which rules? There is no qualify.toml here or in a folder above. Name a file, such as \
             `inbound.rules`, or make a project with `qualify init leads.csv`.",
        ),
    }
}

/// Says early what is wrong with a file of rules. A pipe is waited for only if the user named it.
fn readable(path: &Path, asked: Asked<'_>) -> Result<(), Stop> {
    if path.as_os_str() == "-" {
        return Err(Stop::usage(
            "Rules are not read from standard input: save them in a file and name it. Leads are, with `--leads -`.",
        ));
    }
    let shown = match asked.rules {
        Some(_) => path.display().to_string(),
        None => shown_file(path).unwrap_or_else(|_| path.display().to_string()),
    };
    let unread =
        |error: io::Error| Stop::unreadable(format!("`{shown}` cannot be read: {}.", reason(&error)));
    match fs::metadata(path) {
        Ok(about) => match disk::kind(&about) {
            Kind::File if is_data(path) => Err(data_as_rules(path)),
            Kind::File => File::open(path).map(drop).map_err(unread),
            Kind::Folder => Err(no_file(path, &shown)),
            Kind::Pipe if asked.rules.is_some() => Ok(()),
            Kind::Pipe => Err(Stop::unreadable(format!(
                "`{shown}` is a pipe, and the rules of a project stand in a file. A pipe can be named on the command line."
            ))),
            Kind::Device => {
                Err(Stop::unreadable(format!("`{shown}` is a device and no file. Name a file of rules.")))
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = folder_of(path);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let names = rules_in(&folder);
            let hint = similar::closest(&name, names.iter().map(String::as_str));
            let hint =
                hint.map(|name| format!(" Did you mean `{}`?", relative(&folder).join(name).display()));
            Err(Stop::unreadable(format!("There is no file `{shown}`.{}", hint.unwrap_or_default())))
        }
        Err(error) => Err(unread(error)),
    }
}

/// Whether a file is data by the ending of its name.
fn is_data(path: &Path) -> bool {
    const ENDINGS: &[&str] =
        &["csv", "tsv", "json", "jsonl", "ndjson", "parquet", "xls", "xlsx", "ods", "numbers"];
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.contains(&ending.as_str())
}

/// A file of leads stands where rules are wanted.
fn data_as_rules(path: &Path) -> Stop {
    let (shown, folder) = (path.display(), folder_of(path));
    let rules = match rules_in(&folder).as_slice() {
        [only] => relative(&folder).join(only),
        _ => PathBuf::from("inbound.rules"),
    };
    Stop::usage(format!(
        "`{shown}` is data, not rules. Name the rules, and the leads with `--leads`: `qualify run {} --leads {shown}`. \
         `qualify init {shown}` writes first rules for them.",
        rules.display()
    ))
}

/// A folder in the place of a file of rules.
fn no_file(folder: &Path, shown: &str) -> Stop {
    Stop::unreadable(match rules_in(folder).as_slice() {
        [only] => format!("`{shown}` is a folder. Name the rules in it: `{}`.", folder.join(only).display()),
        _ => format!(
            "`{shown}` is a folder. Name a file of rules, such as `{}`.",
            folder.join("inbound.rules").display()
        ),
    })
}

fn is_pipe(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| disk::kind(&about) == Kind::Pipe)
}

/// The names of the rules files in a folder, sorted.
fn rules_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".rules")).collect();
    names.sort();
    names
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// `./` and nothing else is the same as nothing.
fn relative(folder: &Path) -> PathBuf {
    if folder == Path::new(".") { PathBuf::new() } else { folder.to_owned() }
}

fn absolute(path: &Path) -> Result<PathBuf, Stop> {
    fs::canonicalize(path).map_err(|error| {
        Stop::unreadable(format!("`{}` cannot be read: {}.", path.display(), reason(&error)))
    })
}

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The folder of a pipe, as it was typed: its place without links, `/proc/4711/fd/`, is another one in each run.
fn prefix_as_typed(path: &Path) -> String {
    match relative(&folder_of(path)) {
        folder if folder.as_os_str().is_empty() => String::new(),
        folder => format!("{}/", folder.display().to_string().trim_end_matches('/')),
    }
}

/// The way from the current folder to `root`, in as few steps as it takes.
fn prefix_of(root: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    if let Ok(below) = root.strip_prefix(&here) {
        return if below.as_os_str().is_empty() { String::new() } else { format!("{}/", slashes(below)) };
    }
    match here.strip_prefix(root) {
        Ok(above) => "../".repeat(above.components().count()),
        Err(_) => format!("{}/", root.display()),
    }
}
