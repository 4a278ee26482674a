//! A column of a group, some of its bytes at a time: pages are mostly small, and asking for each by itself costs more than copying it.

use std::io::Read;
use std::sync::{Mutex, PoisonError};

use bytes::{Buf, Bytes};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::file::SharedFile;

/// How many bytes are asked for at a time.
const AT_ONCE: u64 = 1 << 18;

/// The bytes of a column.
pub(super) struct Window {
    file: SharedFile,
    /// Where the column ends.
    end: u64,
    held: Mutex<Held>,
}

/// Bytes of the file, and where they begin.
#[derive(Default)]
struct Held {
    start: u64,
    bytes: Bytes,
}

impl Window {
    pub(super) fn of(file: &SharedFile, chunk: &ColumnChunkMetaData) -> Self {
        let (start, length) = chunk.byte_range();
        let end = start.saturating_add(length).min(file.len());
        Self { file: file.clone(), end, held: Mutex::default() }
    }

    /// The bytes from a place on, at least so many.
    fn bytes(&self, start: u64, least: usize) -> Result<Bytes, ParquetError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(start.wrapping_sub(held.start)).unwrap_or(usize::MAX);
        let rest = held.bytes.len().checked_sub(from);
        if rest.is_none_or(|rest| rest < least.max(1)) {
            let at_once = AT_ONCE.min(self.end.saturating_sub(start));
            let length = usize::try_from(at_once).unwrap_or(usize::MAX).max(least);
            *held = Held { start, bytes: self.file.get_bytes(start, length)? };
            return Ok(held.bytes.clone());
        }
        Ok(held.bytes.slice(from..))
    }
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.file.len()
    }
}

impl ChunkReader for Window {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let held = self.bytes(start, 0)?;
        let behind = start.saturating_add(held.len() as u64);
        // What stands here is the head of a page, which may go on behind what is held.
        Ok(Box::new(held.reader().chain(Behind { file: self.file.clone(), start: behind, reader: None })))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let bytes = self.bytes(start, length)?.slice(..length);
        if start.saturating_add(length as u64) >= self.end {
            // The rest of the group is read with nothing held for this column.
            *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Held::default();
        }
        Ok(bytes)
    }
}

/// The file from a place on, opened when somebody reads it.
struct Behind {
    file: SharedFile,
    start: u64,
    reader: Option<Box<dyn Read>>,
}

impl Read for Behind {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let reader = match &mut self.reader {
            Some(reader) => reader,
            none => none.insert(self.file.get_read(self.start).map_err(std::io::Error::other)?),
        };
        reader.read(buffer)
    }
}
