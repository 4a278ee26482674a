//! Any file of bytes to pieces of it that are surely there, and whatever goes wrong with them to one sentence.

use std::cell::Cell;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::report::{TableError, excerpt};

/// What stands at the beginning and at the end of a Parquet file.
pub(crate) const MARK: &[u8; 4] = b"PAR1";

/// The same of files whose list of columns is encrypted.
const ENCRYPTED: &[u8; 4] = b"PARE";

/// The marks, and the length of the list of columns.
const SHORTEST: u64 = 12;

/// A file that several readers read from, whatever kind of file it is. It never gives, nor makes room for, what lies
/// beyond its end: places and lengths come from the file, which may be damaged.
#[derive(Clone)]
pub(crate) struct SharedFile {
    pieces: Arc<dyn Pieces>,
    length: u64,
}

trait Pieces: Send + Sync {
    fn reader(&self, start: u64) -> Result<Box<dyn Read>, ParquetError>;
    fn piece(&self, start: u64, length: usize) -> Result<Bytes, ParquetError>;
}

impl<F: ChunkReader<T: 'static>> Pieces for F {
    fn reader(&self, start: u64) -> Result<Box<dyn Read>, ParquetError> {
        self.get_read(start).map(|reader| Box::new(reader) as Box<dyn Read>)
    }

    fn piece(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        self.get_bytes(start, length)
    }
}

impl SharedFile {
    pub(crate) fn new<F: ChunkReader<T: 'static> + 'static>(file: F) -> Self {
        let length = file.len();
        Self { pieces: Arc::new(file), length }
    }

    /// Looks at both ends of the file.
    pub(super) fn check_marks(&self, name: &str) -> Result<(), TableError> {
        let ends = contained(name, || {
            let short = self.length < SHORTEST;
            let start = self.get_bytes(0, if short { 0 } else { MARK.len() })?;
            Ok((start, self.get_bytes(self.length.saturating_sub(4), if short { 0 } else { MARK.len() })?))
        });
        let (start, end) = ends?;
        let sentence = if self.length < SHORTEST {
            CUT
        } else if start == ENCRYPTED.as_slice() || end == ENCRYPTED.as_slice() {
            "This Parquet file is encrypted, and there is no way to give its keys here. Write it without encryption."
        } else if start != MARK.as_slice() {
            "This is not a Parquet file, which begins with `PAR1`."
        } else if end != MARK.as_slice() {
            CUT
        } else {
            return Ok(());
        };
        Err(TableError::new(name, sentence))
    }
}

const CUT: &str = "The Parquet file is not whole: its end, which tells where the columns are, is missing. Copy or export it \
                   again.";

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for SharedFile {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        if start > self.length {
            return Err(ParquetError::EOF("a place beyond the end of the file".into()));
        }
        self.pieces.reader(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        match start.checked_add(length as u64) {
            Some(end) if end <= self.length => self.pieces.piece(start, length),
            _ => Err(ParquetError::EOF("a place beyond the end of the file".into())),
        }
    }
}

thread_local! {
    static CONTAINS: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is going to be told as a damaged file, so that nothing else need be told of it.
pub fn is_contained() -> bool {
    CONTAINS.get()
}

/// Does what may fail. The reader of Parquet panics at some damaged files instead of telling; that is the same to a
/// person, so it becomes the same sentence. Nothing of what was read from is used afterwards.
pub(super) fn contained<T>(
    name: &str,
    read: impl FnOnce() -> Result<T, ParquetError>,
) -> Result<T, TableError> {
    let before = CONTAINS.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    CONTAINS.set(before);
    match outcome {
        Ok(read) => read.map_err(|error| explain(name, &error)),
        Err(_) => Err(damaged(name, "its parts contradict each other")),
    }
}

/// The sentence for a file that is not what it should be.
pub(super) fn damaged(name: &str, why: &str) -> TableError {
    TableError::new(name, format!("The Parquet file is damaged ({why}). Copy or export it again."))
}

fn explain(name: &str, error: &ParquetError) -> TableError {
    match error {
        ParquetError::External(error) if error.is::<io::Error>() => {
            TableError::new(name, format!("The file could not be read: {error}."))
        }
        ParquetError::NYI(what) => TableError::new(
            name,
            format!(
                "The Parquet file is written in a way that is not read here ({what}). Write it in the usual one."
            ),
        ),
        other => damaged(name, &reason(&other.to_string())),
    }
}

/// What an error says, without the names of the parts that passed it on.
fn reason(text: &str) -> String {
    const PASSED_ON: [&str; 6] = [
        "External: ",
        "Parquet argument error: ",
        "Parquet error: ",
        "Arrow: ",
        "EOF: ",
        "Invalid argument error: ",
    ];
    let mut text = text.lines().next().unwrap_or_default();
    while let Some(rest) = PASSED_ON.iter().find_map(|name| text.strip_prefix(name)) {
        text = rest;
    }
    excerpt(text.trim_end_matches('.'))
}
