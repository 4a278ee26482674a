//! The inner loops over leads, compiled once for each kind of processor and chosen when the program runs.
//!
//! They are written so that a compiler turns them into instructions on many values at once: chunks of 64 leads, a byte for each
//! without branches, then one bit of each byte taken into one word.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::bits::{Bits, refill};

/// Which values lie between two, both included.
pub(super) fn within<T: Copy + PartialOrd>(out: &mut Bits, values: &[T], from: T, to: T) {
    dispatch!(Level::new(), simd => within_on(simd, out, values, from, to));
}

#[inline(always)]
fn within_on<S: Simd, T: Copy + PartialOrd>(simd: S, out: &mut Bits, values: &[T], from: T, to: T) {
    let (chunks, rest) = values.as_chunks::<64>();
    out.clear();
    out.resize(values.len().div_ceil(64), 0);
    for (word, chunk) in out.iter_mut().zip(chunks) {
        let mut bytes = [0; 64];
        for (byte, value) in bytes.iter_mut().zip(chunk) {
            *byte = u8::from(from <= *value) & u8::from(*value <= to);
        }
        *word = bit(u8x64::simd_from(simd, bytes), 0);
    }
    if let Some(word) = out.get_mut(chunks.len()) {
        let is_within = |value: &T| u64::from(from <= *value && *value <= to);
        *word = rest.iter().rev().fold(0, |word, value| word << 1 | is_within(value));
    }
}

/// What a table says for each code: a byte of *surely*, and above it one of *possibly*, with a bit for each of up to eight tests.
pub(super) struct Table<'t> {
    pub(super) entries: &'t [u16],
    /// The tests whose bits differ in some entry.
    pub(super) unknown: u8,
}

/// Rows of bits to be written over, one for each test.
pub(super) struct Rows<'r> {
    pub(super) surely: &'r mut [Bits],
    /// Written only for tests that differ.
    pub(super) possibly: &'r mut [Bits],
}

/// Looks codes up in a table: the rows of test `n` say what its bits are for each code.
pub(super) fn look_up(rows: Rows<'_>, table: &Table<'_>, codes: &[u32]) {
    dispatch!(Level::new(), simd => look_up_on(simd, rows, table, codes));
}

#[inline(always)]
fn look_up_on<S: Simd>(simd: S, rows: Rows<'_>, table: &Table<'_>, codes: &[u32]) {
    let Rows { surely, possibly } = rows;
    let words = codes.len().div_ceil(64);
    surely.iter_mut().for_each(|row| refill(row, words, 0));
    let differs = |number: u32| table.unknown >> number & 1 == 1;
    (0..)
        .zip(possibly.iter_mut())
        .filter(|(number, _)| differs(*number))
        .for_each(|(_, row)| refill(row, words, 0));
    let small = Small::of(simd, table.entries);
    let mut short = [u32::MAX; 64];
    let (chunks, rest) = codes.as_chunks::<64>();
    if let Some(room) = short.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    let rest = if rest.is_empty() { None } else { Some(&short) };
    for (at, chunk) in chunks.iter().chain(rest).enumerate() {
        let [is_sure, is_possible] = match &small {
            Some(small) => small.look_up(chunk, table.unknown != 0),
            None => {
                let entries = chunk.map(|code| table.entries.get(code as usize).copied().unwrap_or(0));
                bytes(simd, &entries)
            }
        };
        for (number, row) in (0..).zip(surely.iter_mut()) {
            row.get_mut(at).into_iter().for_each(|word| *word = bit(is_sure, number));
        }
        if table.unknown != 0 {
            for (number, row) in (0..).zip(possibly.iter_mut()).filter(|(number, _)| differs(*number)) {
                row.get_mut(at).into_iter().for_each(|word| *word = bit(is_possible, number));
            }
        }
    }
}

/// A table of up to 256 entries, 64 of them at a time: their lower and upper bytes.
struct Small<S: Simd> {
    parts: [[u8x64<S>; 2]; 4],
    used: usize,
}

impl<S: Simd> Small<S> {
    #[inline(always)]
    fn of(simd: S, table: &[u16]) -> Option<Self> {
        let mut entries = [0; 256];
        entries.get_mut(..table.len())?.copy_from_slice(table);
        let (parts, _) = entries.as_chunks::<64>();
        let none = [u8x64::splat(simd, 0); 2];
        let part = |at: usize| parts.get(at).map_or(none, |entries| bytes(simd, entries));
        Some(Self { parts: [part(0), part(1), part(2), part(3)], used: table.len().div_ceil(64) })
    }

    /// What stands in some places; the upper bytes only if they are asked for. Places beyond the end come out as any byte, but no code
    /// is one.
    #[inline(always)]
    fn look_up(&self, codes: &[u32; 64], are_both: bool) -> [u8x64<S>; 2] {
        let [[first, first_upper], ..] = self.parts;
        let places = u8x64::simd_from(first.simd, codes.map(|code| code as u8));
        let within = places & 63;
        let mut lower = first.swizzle_dyn(within);
        let mut upper = if are_both { first_upper.swizzle_dyn(within) } else { lower };
        for (at, [part, part_upper]) in (0_u8..).zip(&self.parts).take(self.used).skip(1) {
            let is_there = (places & 192).simd_eq(at << 6);
            lower = is_there.select(part.swizzle_dyn(within), lower);
            if are_both {
                upper = is_there.select(part_upper.swizzle_dyn(within), upper);
            }
        }
        [lower, upper]
    }
}

#[inline(always)]
fn bytes<S: Simd>(simd: S, entries: &[u16; 64]) -> [u8x64<S>; 2] {
    let lower = u8x64::simd_from(simd, entries.map(|entry| entry as u8));
    let upper = u8x64::simd_from(simd, entries.map(|entry| (entry >> 8) as u8));
    [lower, upper]
}

/// Joins the words of a row to those of another.
pub(super) fn join(out: &mut [u64], other: &[u64], join: impl Fn(u64, u64) -> u64) {
    dispatch!(Level::new(), simd => join_on(simd, out, other, join));
}

#[inline(always)]
fn join_on<S: Simd>(_: S, out: &mut [u64], other: &[u64], join: impl Fn(u64, u64) -> u64) {
    for (word, other) in out.iter_mut().zip(other) {
        *word = join(*word, *other);
    }
}

/// Joins the words of some rows to those of one.
pub(super) fn join_all(out: &mut [u64], rows: &[&[u64]], join: impl Fn(u64, u64) -> u64) {
    dispatch!(Level::new(), simd => join_all_on(simd, out, rows, join));
}

/// Eight words of all rows, then the next eight, so that what is joined waits in registers.
#[inline(always)]
fn join_all_on<S: Simd>(simd: S, out: &mut [u64], rows: &[&[u64]], join: impl Fn(u64, u64) -> u64) {
    let (chunks, rest) = out.as_chunks_mut::<8>();
    let whole = chunks.len() * 8;
    for (at, chunk) in chunks.iter_mut().enumerate() {
        let mut joined = *chunk;
        for row in rows {
            if let Some(other) = row.get(at * 8..).and_then(|row| row.first_chunk::<8>()) {
                joined.iter_mut().zip(other).for_each(|(word, other)| *word = join(*word, *other));
            }
        }
        *chunk = joined;
    }
    for row in rows {
        join_on(simd, rest, row.get(whole..).unwrap_or_default(), &join);
    }
}

/// One bit of each of 64 bytes.
#[inline(always)]
fn bit<S: Simd>(bytes: u8x64<S>, number: u32) -> u64 {
    let alone = u8x64::splat(bytes.simd, 1 << number);
    (bytes & alone).simd_eq(alone).to_bitmask()
}

/// The lowest bits of 64 bytes.
pub(super) fn pack(bytes: &[u8; 64]) -> u64 {
    dispatch!(Level::new(), simd => bit(u8x64::simd_from(simd, *bytes), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_is_between_both_ends() {
        let values: Vec<i64> = (0..150).map(|n| n * 37 % 100).collect();
        let mut bits = Bits::new();
        for (from, to) in [(0, 99), (10, 20), (50, 49), (i64::MIN, 3), (97, i64::MAX)] {
            within(&mut bits, &values, from, to);
            for (at, value) in values.iter().enumerate() {
                assert_eq!(
                    qualify_plan::bit(&bits, at),
                    (from..=to).contains(value),
                    "{value} in {from}..={to}"
                );
            }
        }
    }

    #[test]
    fn all_rows_are_joined_word_by_word() {
        let row = |seed: u64| -> Bits { (0..21).map(|at| seed.wrapping_mul(0x9E37_79B9 + at)).collect() };
        let rows: Vec<Bits> = (3..7).map(row).collect();
        for words in [0, 1, 7, 8, 9, 16, 21] {
            let rows: Vec<&[u64]> = rows.iter().map(|row| &row[..words]).collect();
            for count in 0..=rows.len() {
                let mut out = vec![u64::MAX; words];
                join_all(&mut out, &rows[..count], |a, b| a & b);
                for at in 0..words {
                    let plainly = rows[..count].iter().fold(u64::MAX, |word, row| word & row[at]);
                    assert_eq!(out[at], plainly);
                }
            }
        }
    }

    #[test]
    fn each_bit_of_a_table_has_its_row() {
        let said = |entry: u16| entry.wrapping_mul(0x4925) & 0x0707;
        for entries in [3, 64, 65, 128, 200, 256, 257, 300] {
            let table: Vec<u16> = (0..entries).map(said).collect();
            let unknown = table.iter().fold(0, |unknown, entry| unknown | (entry ^ entry >> 8) as u8);
            let codes: Vec<u32> = (0..150).map(|n| n * 7 % u32::from(entries)).collect();
            let (mut surely, mut possibly) = (vec![Bits::new(); 3], vec![Bits::new(); 3]);
            let rows = Rows { surely: &mut surely, possibly: &mut possibly };
            look_up(rows, &Table { entries: &table, unknown }, &codes);
            for test in 0..3 {
                for (at, code) in codes.iter().enumerate() {
                    let entry = table[*code as usize];
                    let message = format!("test {test} of code {code} of {entries}");
                    assert_eq!(qualify_plan::bit(&surely[test], at), entry >> test & 1 == 1, "{message}");
                    if unknown >> test & 1 == 1 {
                        assert_eq!(
                            qualify_plan::bit(&possibly[test], at),
                            entry >> (8 + test) & 1 == 1,
                            "{message}"
                        );
                    }
                }
            }
        }
    }
}
