//! One part of the rows to the rows of each of its keys: first a walk that counts, then walks that put rows in their places.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast;

use crate::events::MOST_ROWS;
use crate::events::bytes::{put, put_all, width};
use crate::events::groups::length;
use crate::events::partitions::{Hashes, Partitions};

/// Where each row of a part is to go.
pub(super) struct Layout {
    /// By hash, and those of one hash by key.
    pub(super) groups: Vec<Planned>,
    /// The keys one behind the other.
    keys: Vec<u8>,
    hashes: Hashes,
}

/// One key of a part.
pub(super) struct Planned {
    pub(super) hash: u64,
    key: Range<usize>,
    pub(super) first_line: u64,
    rows: u64,
    /// What its rows take.
    bytes: u64,
    /// Another group of the same hash.
    alike: Option<usize>,
}

impl Layout {
    /// Walks over a part for the first time.
    pub(super) fn of(rows: &mut Partitions<'_>, part: usize) -> Result<Self, String> {
        let hashes = rows.hashes().clone();
        let mut layout = Self { groups: Vec::new(), keys: Vec::new(), hashes };
        let mut found: HashMap<u64, usize, fast::FixedState> = HashMap::default();
        let mut last = 0;
        rows.read(part, |record| {
            if !record.same_key || layout.groups.is_empty() {
                last = layout.find_or_add(&mut found, record.key, record.line);
            }
            if let Some(group) = layout.groups.get_mut(last) {
                group.rows += 1;
                group.bytes += record.row.len() as u64;
            }
        })?;
        let (groups, keys) = (&mut layout.groups, &layout.keys);
        groups.sort_unstable_by(|one, other| {
            let key = |group: &Planned| keys.get(group.key.clone());
            one.hash.cmp(&other.hash).then_with(|| key(one).cmp(&key(other)))
        });
        Ok(layout)
    }

    fn find_or_add(
        &mut self,
        found: &mut HashMap<u64, usize, fast::FixedState>,
        key: &[u8],
        line: u64,
    ) -> usize {
        let hash = self.hashes.of(key);
        let new = self.groups.len();
        let known = found.get(&hash).copied();
        let mut next = known;
        while let Some((at, group)) = next.and_then(|at| Some((at, self.groups.get(at)?))) {
            if self.keys.get(group.key.clone()) == Some(key) {
                return at;
            }
            next = group.alike;
        }
        found.insert(hash, new);
        let start = self.keys.len();
        self.keys.extend_from_slice(key);
        let key = start..self.keys.len();
        self.groups.push(Planned { hash, key, first_line: line, rows: 0, bytes: 0, alike: known });
        new
    }

    /// The groups in pieces that take so much memory at most, or are one group.
    pub(super) fn pieces(&self, memory: usize) -> Vec<Range<usize>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut taken = 0;
        for (at, group) in self.groups.iter().enumerate() {
            let size = group.size();
            match pieces.last_mut() {
                Some(piece) if taken + size <= memory as u64 => piece.end = at + 1,
                Some(_) | None => {
                    taken = 0;
                    pieces.push(at..at + 1);
                }
            }
            taken += size;
        }
        pieces
    }

    /// Walks over a part again and puts the rows of some groups in their places.
    pub(super) fn place(
        &self,
        rows: &mut Partitions<'_>,
        part: usize,
        groups: Range<usize>,
    ) -> Result<Vec<u8>, String> {
        let planned = self.groups.get(groups).unwrap_or_default();
        let size: u64 = planned.iter().map(|group| group.size()).sum();
        let mut data = Vec::with_capacity(length(size));
        // Where the next row of a group goes, none if there are too many rows.
        let mut next: Vec<Option<usize>> = Vec::with_capacity(planned.len());
        let mut first_of: HashMap<u64, usize, fast::FixedState> = HashMap::default();
        for (at, group) in planned.iter().enumerate() {
            first_of.entry(group.hash).or_insert(at);
            put_all(&mut data, self.keys.get(group.key.clone()).unwrap_or_default());
            put(&mut data, group.rows);
            next.push((group.kept() > 0).then_some(data.len()));
            data.resize(data.len() + length(group.kept()), 0);
        }
        let mut last = None;
        let mut is_first = true;
        rows.read(part, |record| {
            if !record.same_key || is_first {
                is_first = false;
                last = self.find(planned, &first_of, record.key);
            }
            let Some(place) = last.and_then(|at: usize| next.get_mut(at)?.as_mut()) else { return };
            if let Some(bytes) = data.get_mut(*place..*place + record.row.len()) {
                bytes.copy_from_slice(record.row);
            }
            *place += record.row.len();
        })?;
        Ok(data)
    }

    fn find(
        &self,
        planned: &[Planned],
        first_of: &HashMap<u64, usize, fast::FixedState>,
        key: &[u8],
    ) -> Option<usize> {
        let hash = self.hashes.of(key);
        let first = *first_of.get(&hash)?;
        let alike = planned.iter().enumerate().skip(first).take_while(|(_, group)| group.hash == hash);
        let mut same = alike.filter(|(_, group)| self.keys.get(group.key.clone()) == Some(key));
        same.next().map(|(at, _)| at)
    }
}

impl Planned {
    /// How many bytes the group takes.
    pub(super) fn size(&self) -> u64 {
        let key = self.key.len() as u64;
        width(key) + key + width(self.rows) + self.kept()
    }

    /// How many of them are rows.
    fn kept(&self) -> u64 {
        if self.rows > MOST_ROWS { 0 } else { self.bytes }
    }
}
