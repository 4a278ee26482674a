//! The files of a project folder, for the compiler: nothing outside the folder, nothing that is too large.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use qualify::{FileError, Files};

use crate::seen::Seen;
use crate::stop::reason;

/// Largest file that is read: the limit of the language, 16 MiB.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The folder of a project.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    /// The folder, without links.
    pub(crate) root: PathBuf,
    /// The compiled file: its name for the compiler, and where it is. It was named by the user, so it may be a link.
    pub(crate) main: (String, PathBuf),
    /// The places of the files that were read.
    pub(crate) was_read: RefCell<Vec<PathBuf>>,
    /// The places that were looked at, those without a file too, as they were before that.
    pub(crate) seen: RefCell<Seen>,
}

impl Disk {
    /// The place of a path that the compiler gave.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        match path == self.main.0 {
            true => self.main.1.clone(),
            false => self.root.join(path),
        }
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.seen.borrow_mut().look_at(&self.place(path));
        if path == self.main.0 {
            self.was_read.borrow_mut().push(self.main.1.clone());
            return read(&self.main.1);
        }
        let found = fs::canonicalize(self.root.join(path)).map_err(|error| explain(&error))?;
        if !found.starts_with(&self.root) {
            return Err(FileError::Outside);
        }
        self.was_read.borrow_mut().push(found.clone());
        match kind(&fs::metadata(&found).map_err(|error| explain(&error))?) {
            Kind::File | Kind::Folder => read(&found),
            Kind::Pipe => {
                Err(FileError::Other("it is a pipe, and what rules use stands in files".to_owned()))
            }
            Kind::Device => Err(FileError::Other("it is a device and no file".to_owned())),
        }
    }
}

/// Texts in the place of files on the disk, by place without links.
pub(crate) type Texts = BTreeMap<PathBuf, String>;

/// The files of a folder, some with another text than on the disk.
#[derive(Debug)]
pub(crate) struct Overlay<'a> {
    /// The folder.
    pub(crate) disk: &'a Disk,
    /// The other texts.
    pub(crate) texts: &'a Texts,
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let other = match self.texts.is_empty() {
            true => None,
            false => fs::canonicalize(self.disk.place(path)).ok().and_then(|place| self.texts.get(&place)),
        };
        other.map_or_else(|| self.disk.read(path), |text| Ok(text.clone().into_bytes()))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let about = fs::metadata(path).map_err(|error| explain(&error))?;
    if about.is_dir() {
        return Err(FileError::Other("it is a folder".to_owned()));
    }
    if about.len() > LARGEST {
        return Err(FileError::TooLarge);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| explain(&error))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| explain(&error))?;
    match bytes.len() as u64 > LARGEST {
        true => Err(FileError::TooLarge),
        false => Ok(bytes),
    }
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A pipe: it can be read once, when somebody writes to it.
    Pipe,
    /// A terminal, a disk, a socket: nothing that rules stand in.
    Device,
}

/// Tells files from what only looks like them.
#[cfg(unix)]
pub(crate) fn kind(about: &fs::Metadata) -> Kind {
    use std::os::unix::fs::FileTypeExt as _;
    match about.file_type() {
        file if file.is_file() => Kind::File,
        file if file.is_dir() => Kind::Folder,
        file if file.is_fifo() => Kind::Pipe,
        _ => Kind::Device,
    }
}

/// Tells files from what only looks like them.
#[cfg(not(unix))]
pub(crate) fn kind(about: &fs::Metadata) -> Kind {
    match about.file_type() {
        file if file.is_file() => Kind::File,
        file if file.is_dir() => Kind::Folder,
        _ => Kind::Device,
    }
}

/// Whether two paths lead to one file: by links, or by two names that it has.
#[cfg(unix)]
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    number(one).is_some_and(|one| number(other) == Some(one))
}

/// Whether two paths lead to one file, by links.
#[cfg(not(unix))]
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

fn explain(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound => FileError::NotFound,
        _ => FileError::Other(reason(error)),
    }
}
