//! One file of leads or events: where it is, how it is written, and a reader of its bytes.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use qualify::leads::{Encoding, Format, Headers, Table, TableOptions};
use qualify::project::{Setting, TableSetting};
use qualify::similar;

use crate::inputs::unreadable;
use crate::progress::Progress;
use crate::stop::{Stop, reason};
use crate::terminal::text;
use crate::workspace::Workspace;

/// What the flags say about a file.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Given<'a> {
    /// The file.
    pub(crate) file: Option<&'a Path>,
    /// `--encoding`.
    pub(crate) encoding: Option<&'a str>,
    /// `--delimiter`.
    pub(crate) delimiter: Option<&'a str>,
    /// `--leads-format`.
    pub(crate) format: Option<&'a str>,
}

/// A file of leads or events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// Its path as shown, and how to read it.
    pub(crate) options: TableOptions,
    /// None for standard input.
    path: Option<PathBuf>,
}

impl Given<'_> {
    /// What flags say, else what the settings say.
    pub(crate) fn words(&self, workspace: &Workspace, settings: &TableSetting) -> Words {
        let set = |setting: &Option<Setting>| {
            setting.as_ref().map(|setting| (setting.text.clone(), workspace.setting_place(setting.line)))
        };
        let words = self.own_words();
        Words {
            encoding: words.encoding.or_else(|| set(&settings.encoding)),
            delimiter: words.delimiter.or_else(|| set(&settings.delimiter)),
            format: words.format.or_else(|| set(&settings.format)),
        }
    }

    fn own_words(&self) -> Words {
        let word = |flag: &str, given: Option<&str>| given.map(|text| (text.to_owned(), flag.to_owned()));
        Words {
            encoding: word("--encoding", self.encoding),
            delimiter: word("--delimiter", self.delimiter),
            format: word("--leads-format", self.format),
        }
    }
}

/// How a file is written, in the user's words, each with the place where it stands.
pub(crate) struct Words {
    encoding: Option<(String, String)>,
    delimiter: Option<(String, String)>,
    format: Option<(String, String)>,
}

/// A word of the user and where it stands: the flag, or file and line.
struct Word<'a> {
    text: &'a str,
    place: &'a str,
}

impl Source {
    /// The file of the flags, else of the settings; none if neither names one.
    pub(crate) fn find(
        workspace: &Workspace,
        given: Given<'_>,
        settings: &TableSetting,
    ) -> Result<Option<Self>, Stop> {
        let words = &given.words(workspace, settings);
        match (given.file, &settings.file) {
            (Some(file), _) => Self::named(file, &file.to_string_lossy(), words).map(Some),
            (None, Some(file)) => {
                Self::named(&workspace.root.join(&file.text), &workspace.shown(&file.text), words).map(Some)
            }
            (None, None) => Ok(None),
        }
    }

    /// The file of the flags.
    pub(crate) fn given(file: &Path, given: Given<'_>) -> Result<Self, Stop> {
        Self::named(file, &file.to_string_lossy(), &given.own_words())
    }

    /// The file at a path, and how people write it.
    pub(crate) fn named(path: &Path, shown: &str, words: &Words) -> Result<Self, Stop> {
        let (path, shown) = match path.as_os_str() == "-" {
            true => (None, "standard input"),
            false => (Some(path.to_owned()), shown),
        };
        let options = TableOptions {
            name: text::clean(shown).into_owned(),
            encoding: read_word(words.encoding.as_ref(), read_encoding)?.unwrap_or_default(),
            delimiter: read_word(words.delimiter.as_ref(), read_delimiter)?,
            format: read_word(words.format.as_ref(), read_format)?.unwrap_or_default(),
        };
        Ok(Self { options, path })
    }

    /// Whether it is standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.path.is_none()
    }

    /// Whether it can be opened once more and still has all its bytes.
    pub(crate) fn is_file(&self) -> bool {
        self.path.as_deref().is_some_and(Path::is_file)
    }

    /// The path as shown.
    pub(crate) fn name(&self) -> &str {
        &self.options.name
    }

    /// How many bytes there are to read, as far as one can know.
    pub(crate) fn length(&self) -> u64 {
        let about = self.path.as_deref().and_then(|path| fs::metadata(path).ok());
        about.filter(fs::Metadata::is_file).map_or(0, |about| about.len())
    }

    /// The place of the file on the disk; none for standard input.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads the header.
    pub(crate) fn table(&self, progress: &Progress) -> Result<Table, Stop> {
        let file = self.file()?;
        if let Some(file) = file.as_ref().filter(|file| self.is_parquet(file)) {
            let (file, progress) =
                (file.try_clone().map_err(|error| self.unopened(&error))?, progress.clone());
            let table = Table::of_parquet(file, self.name(), move |bytes| progress.advance(bytes));
            return table.map_err(unreadable);
        }
        let reader: Box<dyn Read + Send> = match file {
            Some(file) => Box::new(progress.watch(file)),
            None => Box::new(progress.watch(io::stdin())),
        };
        let table = Table::open(reader, &self.options).map_err(unreadable)?;
        let Some(given) = self.options.delimiter else { return Ok(table) };
        match splits_nothing(&table, given) {
            Some(other) => Err(Stop::usage(format!(
                "{}: `{}` splits nothing in the header, which has {other} in it. Is the delimiter wrong? If none is \
                 given the header tells.",
                self.name(),
                text::clean(&char::from(given).to_string().replace('\t', "tab")),
            ))),
            None => Ok(table),
        }
    }

    /// Opens the file; none for standard input.
    fn file(&self) -> Result<Option<File>, Stop> {
        let Some(path) = &self.path else { return Ok(None) };
        let name = self.name();
        let about = fs::metadata(path).map_err(|error| explain(path, name, &error))?;
        if about.is_dir() {
            return Err(Stop::unreadable(format!("`{name}` is a folder. Name a file in it.")));
        }
        File::open(path).map(Some).map_err(|error| explain(path, name, &error))
    }

    /// Whether it is Parquet, because somebody says so or by its first bytes. Those of a pipe could not be put back.
    fn is_parquet(&self, file: &File) -> bool {
        match self.options.format {
            Format::Parquet => true,
            Format::Csv | Format::JsonLines => false,
            Format::Auto => {
                let is_file = file.metadata().is_ok_and(|about| about.is_file());
                is_file && first_bytes(file).is_ok_and(|start| Table::is_parquet(&start))
            }
        }
    }

    fn unopened(&self, error: &io::Error) -> Stop {
        Stop::unreadable(format!("`{}` cannot be read: {}.", self.name(), reason(error)))
    }
}

/// The first bytes of a file, which is left at its beginning.
fn first_bytes(mut file: &File) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.take(4).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(start)
}

/// The delimiter that the only header has in it, if another one was given.
fn splits_nothing(table: &Table, given: u8) -> Option<&'static str> {
    let ([only], Headers::Fixed) = (table.headers(), table.header_kind()) else { return None };
    let delimiters = [(b',', "`,`"), (b';', "`;`"), (b'\t', "tabs"), (b'|', "`|`")];
    let mut others = delimiters.into_iter().filter(|(delimiter, _)| *delimiter != given);
    others.find(|(delimiter, _)| only.contains(char::from(*delimiter))).map(|(_, name)| name)
}

fn explain(path: &Path, name: &str, error: &io::Error) -> Stop {
    if error.kind() != io::ErrorKind::NotFound {
        return Stop::unreadable(format!("`{name}` cannot be read: {}.", reason(error)));
    }
    if name.contains(['*', '?']) {
        return Stop::unreadable(format!(
            "There is no file `{name}`. Patterns are for leads: all rows of an event stand in one file."
        ));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let meant = similar::closest(&wanted, names.iter().map(String::as_str));
    let hint = meant.map(|meant| format!(" There is `{}`: did you mean that?", text::clean(meant)));
    Stop::unreadable(format!("There is no file `{name}`.{}", hint.unwrap_or_default()))
}

fn read_word<T>(
    word: Option<&(String, String)>,
    read: impl Fn(&Word<'_>) -> Result<T, Stop>,
) -> Result<Option<T>, Stop> {
    word.map(|(text, place)| read(&Word { text, place })).transpose()
}

fn read_encoding(word: &Word<'_>) -> Result<Encoding, Stop> {
    match word.text.trim().to_lowercase().as_str() {
        "utf-8" | "utf8" => Ok(Encoding::Utf8),
        "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" | "cp1252" => Ok(Encoding::Latin1),
        _ => Err(word.refused("is no encoding that is read here. Write `utf-8` or `latin-1`.")),
    }
}

fn read_delimiter(word: &Word<'_>) -> Result<u8, Stop> {
    match (word.text, word.text.as_bytes()) {
        ("tab" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(*byte),
        _ => Err(word.refused("cannot separate cells. Write one character, such as `;`, or `tab`.")),
    }
}

fn read_format(word: &Word<'_>) -> Result<Format, Stop> {
    match word.text.trim().to_lowercase().as_str() {
        "csv" | "tsv" => Ok(Format::Csv),
        "jsonl" | "ndjson" => Ok(Format::JsonLines),
        "parquet" => Ok(Format::Parquet),
        _ => Err(word.refused("is no format that is read here. Write `csv`, `jsonl` or `parquet`.")),
    }
}

impl Word<'_> {
    fn refused(&self, why: &str) -> Stop {
        Stop::usage(format!("{}: `{}` {why}", self.place, text::clean(self.text)))
    }
}
