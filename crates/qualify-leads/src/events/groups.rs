//! Parts of rows to the rows of each key, found by the hash of the key.
//!
//! Each part is grouped by itself, by counting: a first walk over it learns its keys and how much room each needs, a second
//! puts every row in its place. Nothing but the keys of one part is ever sorted, by their hashes.
//!
//! ```text
//! entries  03a1.., 0   03a7.., 41   03ff.., 97      hash and start, by hash
//! data     [group]     [group]      [group]         in memory, or in a file from the part's own place on
//!
//! a group  length of the key, key | how many rows | the rows, none if they are too many for a lead
//! ```

use std::mem;
use std::ops::Range;

use crate::events::bytes::Bytes;
use crate::events::layout::Layout;
use crate::events::partitions::{Hashes, PART_BITS, Partitions, part_of};
use crate::events::room::Scratch;

/// The rows of an event by key.
pub(super) struct Groups {
    parts: Vec<Part>,
    hashes: Hashes,
    file: Option<Scratch>,
    /// The group that was read last from the file.
    read: Vec<u8>,
    keys: u64,
    joined_keys: u64,
    joined_rows: u64,
}

struct Part {
    entries: Box<[Entry]>,
    /// For each value of the next bits of a hash, the first entry from which on those with it are; at the end how many entries
    /// there are.
    buckets: Box<[u32]>,
    /// Where the last group ends.
    end: u64,
    /// The line of each key's first row; lines after the four billionth count as that.
    lines: Box<[u32]>,
    joined: Vec<bool>,
    data: Data,
}

/// One key.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    start: u64,
}

enum Data {
    Memory(Vec<u8>),
    /// From this place of the file on.
    Disk(u64),
}

/// Where a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    part: usize,
    group: usize,
}

/// The rows of one key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) key: &'a [u8],
    pub(super) rows: u64,
    /// One row after the other; nothing if there are more than a lead may have.
    pub(super) bytes: Bytes<'a>,
}

/// What is left when all leads have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    /// How many keys are of no lead.
    pub(super) keys: u64,
    /// How many rows joined.
    pub(super) joined_rows: u64,
    /// The first of these keys.
    pub(super) first: Vec<String>,
}

impl Groups {
    /// Groups all rows. Of those in memory each part's are let go when they are grouped, so that never much more is held
    /// than there was before; those in the file are grouped into another.
    pub(super) fn of(mut rows: Partitions<'_>) -> Result<Self, String> {
        rows.end()?;
        let mut file = None;
        if rows.is_on_disk() {
            file = Some(Scratch::new((rows.room().file)()?));
        }
        let mut parts = Vec::with_capacity(rows.parts());
        for part in 0..rows.parts() {
            let layout = Layout::of(&mut rows, part)?;
            let data = match &mut file {
                None => Data::Memory(layout.place(&mut rows, part, 0..layout.groups.len())?),
                Some(file) => {
                    let start = file.length();
                    for groups in layout.pieces(rows.room().memory) {
                        file.add(&layout.place(&mut rows, part, groups)?)?;
                    }
                    Data::Disk(start)
                }
            };
            rows.forget(part);
            parts.push(Part::new(&layout, data));
        }
        let hashes = rows.hashes().clone();
        let keys = parts.iter().map(|part| part.entries.len() as u64).sum();
        Ok(Self { parts, hashes, file, read: Vec::new(), keys, joined_keys: 0, joined_rows: 0 })
    }

    /// What keys are best asked in the order of: rows that are close to each other in memory or on the disk are asked one after
    /// the other then.
    pub(super) fn order(&self, key: &str) -> u64 {
        self.hashes.of(key.as_bytes())
    }

    /// The rows of a key, which has come up from now on.
    pub(super) fn join(&mut self, key: &str) -> Result<Option<Group<'_>>, String> {
        let hash = self.hashes.of(key.as_bytes());
        let part = part_of(hash);
        let groups = self.parts.get(part).map_or(0..0, |part| part.candidates(hash));
        for group in groups {
            let place = Place { part, group };
            self.read(place)?;
            let found = self.group(place);
            if found.key == key.as_bytes() {
                let rows = found.rows;
                self.note(place, rows);
                return Ok(Some(self.group(place)));
            }
        }
        Ok(None)
    }

    fn note(&mut self, place: Place, rows: u64) {
        let joined = self.parts.get_mut(place.part).and_then(|part| part.joined.get_mut(place.group));
        if joined.is_some_and(|joined| !mem::replace(joined, true)) {
            self.joined_keys += 1;
            self.joined_rows += rows;
        }
    }

    /// Reads a group from the file, if it is there.
    fn read(&mut self, place: Place) -> Result<(), String> {
        let Some(part) = self.parts.get(place.part) else { return Ok(()) };
        match (&part.data, &mut self.file) {
            (Data::Disk(start), Some(file)) => {
                let (from, to) = part.range(place.group);
                file.read(start + from, length(to - from), &mut self.read)
            }
            (Data::Disk(_) | Data::Memory(_), _) => Ok(()),
        }
    }

    /// A group that is in memory or was read.
    fn group(&self, place: Place) -> Group<'_> {
        let bytes = match self.parts.get(place.part) {
            Some(part) => match &part.data {
                Data::Memory(data) => {
                    let (from, to) = part.range(place.group);
                    data.get(length(from)..length(to)).unwrap_or_default()
                }
                Data::Disk(_) => &self.read,
            },
            None => &[],
        };
        let mut bytes = Bytes(bytes);
        Group { key: bytes.all(), rows: bytes.number(), bytes }
    }

    /// What never joined, with the first keys of it in the file.
    pub(super) fn left(&mut self, shown: usize) -> Result<Left, String> {
        let mut first: Vec<(u32, Place)> = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            for (group, (line, _)) in
                part.lines.iter().zip(&part.joined).enumerate().filter(|(_, (_, joined))| !**joined)
            {
                let at = first.partition_point(|(other, _)| other <= line);
                if at < shown {
                    first.insert(at, (*line, Place { part: index, group }));
                    first.truncate(shown);
                }
            }
        }
        let mut keys = Vec::with_capacity(first.len());
        for (_, place) in first {
            self.read(place)?;
            keys.push(String::from_utf8_lossy(self.group(place).key).into_owned());
        }
        Ok(Left { keys: self.keys - self.joined_keys, joined_rows: self.joined_rows, first: keys })
    }
}

impl Part {
    /// What finds the groups of a layout, which are in `data`.
    fn new(layout: &Layout, data: Data) -> Self {
        let mut entries = Vec::with_capacity(layout.groups.len());
        let mut end = 0;
        for group in &layout.groups {
            entries.push(Entry { hash: group.hash, start: end });
            end += group.size();
        }
        Self {
            buckets: buckets(&entries),
            entries: entries.into(),
            end,
            lines: layout
                .groups
                .iter()
                .map(|group| u32::try_from(group.first_line).unwrap_or(u32::MAX))
                .collect(),
            joined: vec![false; layout.groups.len()],
            data,
        }
    }

    /// The groups of a hash.
    fn candidates(&self, hash: u64) -> Range<usize> {
        let bucket = bucket_of(hash, self.buckets.len() - 1);
        let at = |bucket: usize| self.buckets.get(bucket).map_or(0, |at| *at as usize);
        let all = self.entries.get(at(bucket)..at(bucket + 1)).unwrap_or_default();
        let before = all.iter().take_while(|entry| entry.hash < hash).count();
        let alike = all.iter().skip(before).take_while(|entry| entry.hash == hash).count();
        let first = at(bucket) + before;
        first..first + alike
    }

    /// Where a group begins and ends.
    fn range(&self, group: usize) -> (u64, u64) {
        let start = |at: usize| self.entries.get(at).map_or(self.end, |entry| entry.start);
        (start(group), start(group + 1))
    }
}

/// Where the entries of each bucket begin; about eight are in each.
fn buckets(entries: &[Entry]) -> Box<[u32]> {
    let count = (entries.len() / 8).max(1).next_power_of_two();
    let mut buckets = vec![0; count + 1];
    for (at, entry) in (1..).zip(entries) {
        if let Some(next) = buckets.get_mut(bucket_of(entry.hash, count) + 1) {
            *next = at;
        }
    }
    // A bucket without entries ends where the one before it does.
    let mut end = 0;
    for next in &mut buckets {
        end = end.max(*next);
        *next = end;
    }
    buckets.into()
}

/// The bucket of a hash, of so many: a power of two.
fn bucket_of(hash: u64, count: usize) -> usize {
    let below_part = hash << PART_BITS;
    usize::try_from((u128::from(below_part) * count as u128) >> 64).unwrap_or_default()
}

/// A number of bytes that are in memory.
pub(super) fn length(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
