//! Rows as they come to parts of a few keys each, in memory or in a file.
//!
//! A key belongs to the part that the highest bits of its hash name, so all rows of a key are in one part, in the order in which
//! they came. When all parts together take more memory than there is room for, everything is moved to a file and the
//! parts go on empty.
//!
//! ```text
//! part 0    [chunk on disk] [chunk on disk] [chunk in memory]
//! part 1    [chunk on disk] [chunk in memory]
//! ...
//! part 255  [chunk on disk] [chunk in memory]
//!
//! a record of a chunk    lines since the last record | 1 + length of the key, key | length of the row, row
//!                                                      or 0: the key of the last record
//! ```

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::RandomState;

use crate::events::bytes::{Bytes, put, put_all};
use crate::events::room::{Room, Scratch};

/// How many bits of a hash name the part.
pub(super) const PART_BITS: u32 = 8;
/// A chunk is not begun anew for a record that fits into so many bytes.
const CHUNK: usize = 256 * 1024;

/// All rows, part by part.
pub(super) struct Partitions<'r> {
    parts: Vec<Part>,
    hashes: Hashes,
    room: Room<'r>,
    held: usize,
    file: Option<Scratch>,
    record: Vec<u8>,
}

#[derive(Default)]
struct Part {
    chunks: Vec<Chunk>,
    last_line: u64,
    last_key: Vec<u8>,
}

/// Whole records.
enum Chunk {
    Memory(Vec<u8>),
    Disk { place: u64, length: usize },
}

/// A row with its line and the bytes of its key.
pub(super) struct Record<'a> {
    pub(super) line: u64,
    pub(super) key: &'a [u8],
    /// Whether the record before it in the part has the same key.
    pub(super) same_key: bool,
    pub(super) row: &'a [u8],
}

impl<'r> Partitions<'r> {
    pub(super) fn new(hashes: Hashes, room: Room<'r>) -> Self {
        let parts = (0..1 << PART_BITS).map(|_| Part::default()).collect();
        Self { parts, hashes, room, held: 0, file: None, record: Vec::new() }
    }

    /// Adds a row. Lines only grow.
    pub(super) fn add(&mut self, line: u64, key: &str, row: &[u8]) -> Result<(), String> {
        let at = part_of(self.hashes.of(key.as_bytes()));
        let Some(part) = self.parts.get_mut(at) else { return Ok(()) };
        self.record.clear();
        put(&mut self.record, line.saturating_sub(part.last_line));
        if key.as_bytes() == part.last_key {
            put(&mut self.record, 0);
        } else {
            put(&mut self.record, 1 + key.len() as u64);
            self.record.extend_from_slice(key.as_bytes());
            part.last_key.clear();
            part.last_key.extend_from_slice(key.as_bytes());
        }
        put_all(&mut self.record, row);
        part.last_line = line;
        part.add(&self.record);
        self.held += self.record.len();
        if self.held > self.room.memory { self.move_out() } else { Ok(()) }
    }

    /// Moves all chunks that are in memory to the file.
    fn move_out(&mut self) -> Result<(), String> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(Scratch::new((self.room.file)()?)),
        };
        for part in &mut self.parts {
            for chunk in &mut part.chunks {
                if let Chunk::Memory(bytes) = chunk {
                    *chunk = Chunk::Disk { place: file.add(bytes)?, length: bytes.len() };
                }
            }
        }
        self.held = 0;
        Ok(())
    }

    /// No more rows come: all of them are in memory, or all are in the file.
    pub(super) fn end(&mut self) -> Result<(), String> {
        if self.file.is_some() { self.move_out() } else { Ok(()) }
    }

    /// Whether rows are in the file.
    pub(super) fn is_on_disk(&self) -> bool {
        self.file.is_some()
    }

    pub(super) fn room(&self) -> &Room<'r> {
        &self.room
    }

    pub(super) fn hashes(&self) -> &Hashes {
        &self.hashes
    }

    /// How many parts there are.
    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Shows the records of a part, in the order in which they came.
    pub(super) fn read(&mut self, part: usize, mut see: impl FnMut(&Record<'_>)) -> Result<(), String> {
        let Some(part) = self.parts.get(part) else { return Ok(()) };
        let (mut line, mut key, mut buffer) = (0, Vec::new(), Vec::new());
        for chunk in &part.chunks {
            let mut bytes = match (chunk, &mut self.file) {
                (Chunk::Memory(bytes), _) => Bytes(bytes),
                (Chunk::Disk { place, length }, Some(file)) => {
                    file.read(*place, *length, &mut buffer)?;
                    Bytes(&buffer)
                }
                (Chunk::Disk { .. }, None) => Bytes(&[]),
            };
            while !bytes.is_empty() {
                line += bytes.number();
                let length = bytes.length();
                if length > 0 {
                    key.clear();
                    key.extend_from_slice(bytes.take(length - 1));
                }
                see(&Record { line, key: &key, same_key: length == 0, row: bytes.all() });
            }
        }
        Ok(())
    }

    /// The records of a part are needed no more.
    pub(super) fn forget(&mut self, part: usize) {
        if let Some(part) = self.parts.get_mut(part) {
            *part = Part::default();
        }
    }
}

impl Part {
    fn add(&mut self, record: &[u8]) {
        match self.chunks.last_mut() {
            Some(Chunk::Memory(bytes)) if bytes.len() + record.len() <= CHUNK => {
                bytes.extend_from_slice(record);
            }
            Some(Chunk::Memory(_) | Chunk::Disk { .. }) | None => {
                self.chunks.push(Chunk::Memory(record.to_vec()));
            }
        }
    }
}

/// The part of a key with this hash.
pub(super) fn part_of(hash: u64) -> usize {
    usize::try_from(hash >> (64 - PART_BITS)).unwrap_or_default()
}

/// The hashes of keys, other ones in each run: nobody can write a file of keys that are all hashed alike.
#[derive(Clone)]
pub(super) struct Hashes {
    state: RandomState,
    /// The bits that are looked at.
    mask: u64,
}

impl Default for Hashes {
    fn default() -> Self {
        Self { state: RandomState::default(), mask: u64::MAX }
    }
}

impl Hashes {
    /// The hash of a key.
    #[inline]
    pub(super) fn of(&self, key: &[u8]) -> u64 {
        let mut state = self.state.build_hasher();
        state.write(key);
        state.finish() & self.mask
    }

    /// Hashes that many keys share.
    #[cfg(test)]
    pub(super) fn poor() -> Self {
        Self { mask: 0x8000_0000_0000_0003, ..Self::default() }
    }
}
