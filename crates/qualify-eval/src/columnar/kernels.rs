//! The inner loops over leads, compiled once for each kind of processor and chosen when the program runs.
//!
//! They are written so that a compiler turns them into instructions on many values at once: chunks of 64 leads, a byte for each
//! without branches, then one bit of each byte taken into one word.

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x64};

use super::bits::Bits;

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

/// Looks codes up in a table of bytes: row `n` of the answer has bit `n` of what the table says for each code.
pub(super) fn look_up(rows: &mut [Bits], table: &[u8], codes: &[u32]) {
    dispatch!(Level::new(), simd => look_up_on(simd, rows, table, codes));
}

#[inline(always)]
fn look_up_on<S: Simd>(simd: S, rows: &mut [Bits], table: &[u8], codes: &[u32]) {
    for row in rows.iter_mut() {
        row.clear();
        row.resize(codes.len().div_ceil(64), 0);
    }
    let small = small(simd, table);
    let mut short = [u32::MAX; 64];
    let (chunks, rest) = codes.as_chunks::<64>();
    if let Some(room) = short.get_mut(..rest.len()) {
        room.copy_from_slice(rest);
    }
    let rest = if rest.is_empty() { None } else { Some(&short) };
    for (at, chunk) in chunks.iter().chain(rest).enumerate() {
        let bytes = match small {
            // Places beyond the end come out as any byte, but no code is one.
            Some(small) => small.swizzle_dyn(u8x64::simd_from(simd, chunk.map(|code| code as u8))),
            None => {
                let byte = |code: u32| table.get(code as usize).copied().unwrap_or(0);
                u8x64::simd_from(simd, chunk.map(byte))
            }
        };
        for (number, row) in (0..).zip(rows.iter_mut()) {
            if let Some(word) = row.get_mut(at) {
                *word = bit(bytes, number);
            }
        }
    }
}

/// A table of up to 64 bytes.
#[inline(always)]
fn small<S: Simd>(simd: S, table: &[u8]) -> Option<u8x64<S>> {
    let mut bytes = [0; 64];
    bytes.get_mut(..table.len())?.copy_from_slice(table);
    Some(u8x64::simd_from(simd, bytes))
}

/// One bit of each of 64 bytes.
#[inline(always)]
fn bit<S: Simd>(bytes: u8x64<S>, number: u32) -> u64 {
    let alone = u8x64::splat(bytes.simd, 1 << number);
    (bytes & alone).simd_eq(alone).to_bitmask()
}

/// Packs 64 bytes, each 0 or 1, into a word.
///
/// The product brings bit 0 of byte `i` to bit `56 + i`; no two parts of it meet.
#[inline(always)]
pub(super) fn pack(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (at, eight) in eights.iter().enumerate() {
        word |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    }
    word
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
    fn each_bit_of_a_table_has_its_row() {
        let table = [0b101, 0b010, 0b111, 0];
        let codes: Vec<u32> = (0..150).map(|n| n * 7 % 5).collect();
        let mut rows = vec![Bits::new(); 3];
        look_up(&mut rows, &table, &codes);
        for (bit, row) in rows.iter().enumerate() {
            for (at, code) in codes.iter().enumerate() {
                let told = table.get(*code as usize).is_some_and(|byte| byte >> bit & 1 == 1);
                assert_eq!(qualify_plan::bit(row, at), told, "bit {bit} of code {code}");
            }
        }
    }
}
