//! Where an answer goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::interrupt::Unfinished;
use crate::stop::{Stop, reason};
use crate::terminal::text;

/// A place to write to. Nothing is at the path of a file before [`Output::finish`].
pub(crate) struct Output {
    name: String,
    sink: Sink,
}

enum Sink {
    Standard(BufWriter<io::Stdout>),
    /// A device or pipe: there is nothing to replace.
    Direct(BufWriter<File>),
    File(Box<Pending>),
}

struct Pending {
    writer: BufWriter<NamedTempFile>,
    target: PathBuf,
    unfinished: Unfinished,
}

impl Output {
    /// Opens a target; none and `-` are standard output.
    pub(crate) fn open(target: Option<&Path>) -> Result<Self, Stop> {
        match target {
            None => Ok(Self::standard()),
            Some(path) if path.as_os_str() == "-" => Ok(Self::standard()),
            Some(path) => Self::file(path),
        }
    }

    /// Standard output.
    pub(crate) fn standard() -> Self {
        Self { name: "Standard output".to_owned(), sink: Sink::Standard(BufWriter::new(io::stdout())) }
    }

    /// A file of that path, through links.
    pub(crate) fn file(path: &Path) -> Result<Self, Stop> {
        let name = format!("`{}`", path.display());
        let fail =
            |error: &io::Error| Stop::unreadable(format!("{name} cannot be written: {}.", reason(error)));
        let target = match (fs::canonicalize(path), fs::read_link(path)) {
            (Ok(target), _) => target,
            (Err(_), Ok(goal)) => {
                let goal = goal.display();
                return Err(Stop::usage(format!(
                    "{name} is a link to `{goal}`, which is not there. Name a file, or mend the link."
                )));
            }
            (Err(_), Err(_)) => path.to_owned(),
        };
        let sink = match fs::metadata(&target) {
            Ok(found) if found.is_dir() => {
                return Err(Stop::usage(format!("{name} is a folder. Name a file in it.")));
            }
            Ok(found) if !found.is_file() => Sink::Direct(BufWriter::new(
                OpenOptions::new().write(true).open(&target).map_err(|e| fail(&e))?,
            )),
            found => Sink::File(Box::new(Pending::new(target, found.ok()).map_err(|e| fail(&e))?)),
        };
        Ok(Self { name, sink })
    }

    /// Whether the answer goes to standard output.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.sink, Sink::Standard(_))
    }

    /// Whether the answer goes to a file that is written whole or not at all.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.sink, Sink::File(_))
    }

    /// Whether the answer is shown on a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_standard() && io::stdout().is_terminal()
    }

    /// What messages call it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Writes a piece of the answer.
    pub(crate) fn put(&mut self, text: &str) -> Result<(), Stop> {
        let name = &self.name;
        writer(&mut self.sink).write_all(text.as_bytes()).map_err(|error| Stop::writing(name, &error))
    }

    /// Writes what is still held back; a file appears under its name now.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        let name = self.name;
        writer(&mut self.sink).flush().map_err(|error| Stop::writing(&name, &error))?;
        match self.sink {
            Sink::Standard(_) | Sink::Direct(_) => Ok(()),
            Sink::File(pending) => pending.persist().map_err(|error| Stop::writing(&name, &error)),
        }
    }
}

/// Refuses to write over a file that is read.
pub(crate) fn keep(target: Option<&Path>, mut read: impl Iterator<Item = PathBuf>) -> Result<(), Stop> {
    let Some((target, place)) = target.and_then(|path| Some((path, fs::canonicalize(path).ok()?))) else {
        return Ok(());
    };
    match read.any(|path| place.is_file() && fs::canonicalize(path).is_ok_and(|path| path == place)) {
        true => Err(Stop::usage(format!(
            "`{}` is read by this run, so the answer cannot be written over it. Name another file.",
            text::clean(&target.to_string_lossy())
        ))),
        false => Ok(()),
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        writer(&mut self.sink).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        writer(&mut self.sink).flush()
    }
}

fn writer(sink: &mut Sink) -> &mut dyn Write {
    match sink {
        Sink::Standard(writer) => writer,
        Sink::Direct(writer) => writer,
        Sink::File(pending) => &mut pending.writer,
    }
}

impl Pending {
    /// A nameless neighbour of the target, with the rights of the file that it replaces.
    fn new(target: PathBuf, replaced: Option<fs::Metadata>) -> io::Result<Self> {
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".qualify-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder)?;
        if let Some(replaced) = replaced {
            if replaced.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            file.as_file().set_permissions(replaced.permissions())?;
        }
        let unfinished = Unfinished::new(file.path());
        Ok(Self { writer: BufWriter::new(file), target, unfinished })
    }

    fn persist(self) -> io::Result<()> {
        let file = self.writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.target).map_err(|error| error.error)?;
        drop(self.unfinished);
        Ok(())
    }
}
