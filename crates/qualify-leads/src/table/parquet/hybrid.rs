//! Numbers of a few bits in runs: places in a dictionary, and the levels that tell rows with a value from others.
//!
//! ```text
//! run of one number    varint 2n     | the number, in whole bytes
//! packed numbers       varint 2g + 1 | 8g numbers of so many bits each, lowest bit first
//! ```

use bytes::Bytes;
use fearless_simd::{Level, Simd, dispatch};
use parquet::errors::ParquetError;

/// How many packed numbers stand together: their bits fill whole bytes.
const GROUP: usize = 8;

/// Numbers of up to 32 bits.
pub(super) struct Hybrid {
    data: Bytes,
    at: usize,
    width: usize,
    run: Run,
    /// Packed numbers that were taken out and not given yet.
    ahead: [u32; GROUP],
    given: usize,
}

#[derive(Clone, Copy)]
enum Run {
    Same(u32, usize),
    /// So many, always whole groups.
    Packed(usize),
}

impl Hybrid {
    /// Numbers of so many bits, in runs.
    pub(super) fn in_runs(data: Bytes, width: usize) -> Result<Self, ParquetError> {
        if width > 32 {
            return Err(ParquetError::General("places of more than 32 bits".into()));
        }
        Ok(Self { data, at: 0, width, run: Run::Same(0, 0), ahead: [0; GROUP], given: GROUP })
    }

    /// Numbers of one bit, lowest first, as many as there are.
    pub(super) fn flags(data: Bytes) -> Self {
        let run = Run::Packed(data.len().saturating_mul(GROUP));
        Self { data, at: 0, width: 1, run, ahead: [0; GROUP], given: GROUP }
    }

    /// Fills a slice with the next numbers.
    pub(super) fn take(&mut self, mut out: &mut [u32]) -> Result<(), ParquetError> {
        while !out.is_empty() {
            let ahead = self.ahead.get(self.given..).unwrap_or_default();
            if !ahead.is_empty() {
                let count = ahead.len().min(out.len());
                let (first, rest) = out.split_at_mut(count);
                first.iter_mut().zip(ahead).for_each(|(slot, number)| *slot = *number);
                self.given += count;
                out = rest;
                continue;
            }
            match self.run {
                Run::Same(_, 0) | Run::Packed(0) => {
                    self.run = self.next_run()?;
                }
                Run::Same(number, left) => {
                    let count = left.min(out.len());
                    let (first, rest) = out.split_at_mut(count);
                    first.fill(number);
                    self.run = Run::Same(number, left - count);
                    out = rest;
                }
                Run::Packed(left) => {
                    let there = self.packed_there();
                    let wanted = left.min(out.len()).min(there) / GROUP * GROUP;
                    let packed = self.data.get(self.at..).unwrap_or_default();
                    if wanted > 0 {
                        let (first, rest) = out.split_at_mut(wanted);
                        unpack(packed, self.width, first);
                        out = rest;
                    } else if there > 0 {
                        // The last group of all may be cut.
                        let cut = GROUP - there.min(GROUP);
                        unpack(packed, self.width, &mut self.ahead);
                        self.ahead.copy_within(..GROUP - cut, cut);
                        self.given = cut;
                    } else {
                        return Err(ends_early());
                    }
                    let passed = wanted.max(GROUP);
                    self.at = (self.at + passed / GROUP * self.width).min(self.data.len());
                    self.run = Run::Packed(left - passed);
                }
            }
        }
        Ok(())
    }

    fn next_run(&mut self) -> Result<Run, ParquetError> {
        let (header, read) = varint(&self.data, self.at)?;
        self.at += read;
        let count = header >> 1;
        if header & 1 == 1 {
            return Ok(Run::Packed(count.saturating_mul(GROUP)));
        }
        let bytes = self.width.div_ceil(8);
        let number = self.data.get(self.at..self.at + bytes).ok_or_else(ends_early)?;
        self.at += bytes;
        Ok(Run::Same(number.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)), count))
    }

    /// How many packed numbers there are at most in the bytes that are left.
    fn packed_there(&self) -> usize {
        let bits = self.data.len().saturating_sub(self.at).saturating_mul(8);
        bits.checked_div(self.width).unwrap_or(usize::MAX)
    }
}

/// Takes numbers, whole groups of them, from the front of some bytes; what is not there is 0.
fn unpack(bytes: &[u8], width: usize, out: &mut [u32]) {
    dispatch!(Level::new(), simd => unpack_on(simd, bytes, width, out));
}

/// As many at a time as surely lie within 64 bits, wherever in a byte they begin.
#[inline(always)]
fn unpack_on<S: Simd>(_: S, bytes: &[u8], width: usize, out: &mut [u32]) {
    match width {
        0..=8 => unpack_by::<8>(bytes, width, out),
        9..=16 => unpack_by::<4>(bytes, width, out),
        _ => unpack_by::<1>(bytes, width, out),
    }
}

#[inline(always)]
fn unpack_by<const AT_ONCE: usize>(bytes: &[u8], width: usize, out: &mut [u32]) {
    let mask = low(width);
    let shifts: [usize; AT_ONCE] = std::array::from_fn(|at| at * width);
    let (pieces, _) = out.as_chunks_mut::<AT_ONCE>();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let bit = at * AT_ONCE * width;
        let word = word(bytes, bit / 8) >> (bit % 8);
        for (slot, shift) in piece.iter_mut().zip(&shifts) {
            *slot = (word >> shift & mask) as u32;
        }
    }
}

/// Eight bytes from a place on; those that are not there are 0.
#[inline(always)]
fn word(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().map_or_else(
        || rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        |eight| u64::from_le_bytes(*eight),
    )
}

/// Bits one after the other.
pub(super) struct Bits {
    data: Bytes,
    at: usize,
    run: BitRun,
}

enum BitRun {
    Same(bool, usize),
    /// From this bit of all.
    Packed(usize, usize),
}

impl Bits {
    /// Bits in runs.
    pub(super) fn in_runs(data: Bytes) -> Self {
        Self { data, at: 0, run: BitRun::Same(false, 0) }
    }

    /// So many bits, lowest first.
    pub(super) fn plain(data: Bytes, count: usize) -> Self {
        Self { data, at: 0, run: BitRun::Packed(0, count) }
    }

    /// The same bit so many times.
    pub(super) fn same(bit: bool, count: usize) -> Self {
        Self { data: Bytes::new(), at: 0, run: BitRun::Same(bit, count) }
    }

    /// Sets the next bits, as many as are asked for, in words of zeros; the first is the lowest.
    pub(super) fn take(&mut self, words: &mut [u64], count: usize) -> Result<(), ParquetError> {
        let mut taken = 0;
        while taken < count {
            let most = (count - taken).min(64);
            let (bits, more) = match &mut self.run {
                BitRun::Same(_, 0) | BitRun::Packed(_, 0) => {
                    self.run = self.next_run()?;
                    continue;
                }
                BitRun::Same(bit, left) => {
                    let more = most.min(*left);
                    *left -= more;
                    (if *bit { low(more) } else { 0 }, more)
                }
                BitRun::Packed(bit, left) => {
                    // The last of all may be cut.
                    let there = self.data.len().saturating_mul(8).saturating_sub(*bit);
                    let more = most.min(*left).min(64 - *bit % 8).min(there);
                    if more == 0 {
                        return Err(ends_early());
                    }
                    let bits = word(&self.data, *bit / 8) >> (*bit % 8) & low(more);
                    *bit += more;
                    *left -= more;
                    (bits, more)
                }
            };
            let (at, shift) = (taken / 64, taken % 64);
            words.get_mut(at).into_iter().for_each(|word| *word |= bits << shift);
            if shift + more > 64 {
                words.get_mut(at + 1).into_iter().for_each(|word| *word |= bits >> (64 - shift));
            }
            taken += more;
        }
        Ok(())
    }

    fn next_run(&mut self) -> Result<BitRun, ParquetError> {
        let (header, read) = varint(&self.data, self.at)?;
        self.at += read;
        let count = header >> 1;
        if header & 1 == 1 {
            let from = self.at * 8;
            self.at = self.at.saturating_add(count);
            return Ok(BitRun::Packed(from, count.saturating_mul(8)));
        }
        let bit = self.data.get(self.at).ok_or_else(ends_early)?;
        self.at += 1;
        Ok(BitRun::Same(bit & 1 == 1, count))
    }
}

/// So many ones.
pub(super) fn low(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

#[inline]
fn varint(data: &[u8], from: usize) -> Result<(usize, usize), ParquetError> {
    // Most are short.
    if let Some(byte @ ..0x80) = data.get(from) {
        return Ok((usize::from(*byte), 1));
    }
    let mut number = 0_u64;
    for (at, byte) in data.get(from..).unwrap_or_default().iter().take(5).enumerate() {
        number |= u64::from(byte & 0x7F) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok((usize::try_from(number).unwrap_or(usize::MAX), at + 1));
        }
    }
    Err(ends_early())
}

pub(super) fn ends_early() -> ParquetError {
    ParquetError::EOF("a page ends too early".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers written in runs, some of them packed.
    fn written(runs: &[(bool, u32, usize)], width: usize) -> (Vec<u8>, Vec<u32>) {
        let (mut bytes, mut numbers) = (Vec::new(), Vec::new());
        let mask = low(width);
        for (is_packed, number, count) in runs {
            let header = if *is_packed { count * 2 + 1 } else { count * 2 };
            let mut rest = header;
            while rest >= 0x80 {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            if *is_packed {
                let mut bits: Vec<bool> = Vec::new();
                for at in 0..count * 8 {
                    let one = u64::from(number.wrapping_mul(at as u32 + 1)) & mask;
                    numbers.push(one as u32);
                    bits.extend((0..width).map(|bit| one >> bit & 1 == 1));
                }
                bytes.extend(
                    bits.chunks(8)
                        .map(|eight| eight.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))),
                );
            } else {
                let one = u64::from(*number) & mask;
                bytes.extend(one.to_le_bytes().iter().take(width.div_ceil(8)));
                numbers.extend(std::iter::repeat_n(one as u32, *count));
            }
        }
        (bytes, numbers)
    }

    fn runs() -> impl Strategy<Value = Vec<(bool, u32, usize)>> {
        prop::collection::vec((any::<bool>(), any::<u32>(), 1..70_usize), 1..6)
    }

    proptest! {
        #[test]
        fn numbers_in_runs_come_out(runs in runs(), width in 0..=32_usize, pieces in prop::collection::vec(1..90_usize, 1..9)) {
            let (bytes, numbers) = written(&runs, width);
            let mut hybrid = Hybrid::in_runs(bytes.into(), width).unwrap();
            let (mut got, mut pieces) = (Vec::new(), pieces.iter().cycle());
            while got.len() < numbers.len() {
                let count = (*pieces.next().unwrap()).min(numbers.len() - got.len());
                let mut piece = vec![0; count];
                hybrid.take(&mut piece).unwrap();
                got.extend(piece);
            }
            prop_assert_eq!(got, numbers);
            prop_assert!(hybrid.take(&mut [0]).is_err());
        }

        #[test]
        fn bits_in_runs_come_out(runs in runs(), pieces in prop::collection::vec(1..=320_usize, 1..9)) {
            let (bytes, numbers) = written(&runs, 1);
            let mut bits = Bits::in_runs(bytes.into());
            let (mut got, mut pieces) = (Vec::new(), pieces.iter().cycle());
            while got.len() < numbers.len() {
                let count = (*pieces.next().unwrap()).min(numbers.len() - got.len());
                let mut words = [0; 5];
                bits.take(&mut words, count).unwrap();
                let bit = |at: usize| words[at / 64] >> (at % 64) & 1;
                prop_assert!((count..320).all(|at| bit(at) == 0));
                got.extend((0..count).map(|at| bit(at) as u32));
            }
            prop_assert_eq!(got, numbers);
            prop_assert!(bits.take(&mut [0], 1).is_err());
        }

        #[test]
        fn what_was_cut_is_told(runs in runs(), width in 1..=32_usize, cut in any::<prop::sample::Index>(), piece in 1..200_usize) {
            let (mut bytes, numbers) = written(&runs, width);
            bytes.truncate(cut.index(bytes.len()));
            let mut hybrid = Hybrid::in_runs(bytes.clone().into(), width).unwrap();
            let (mut got, mut room) = (Vec::new(), vec![0; piece]);
            while got.len() <= numbers.len() && hybrid.take(&mut room).is_ok() {
                got.extend_from_slice(&room);
            }
            prop_assert!(got.len() < numbers.len() && numbers.starts_with(&got));
            if width == 1 {
                let mut bits = Bits::in_runs(bytes.into());
                let mut words = [0; 4];
                let mut taken = 0;
                while bits.take(&mut words, piece).is_ok() {
                    let is_right = |at: usize| words[at / 64] >> (at % 64) & 1 == u64::from(numbers[taken + at]);
                    prop_assert!(taken + piece <= numbers.len() && (0..piece).all(is_right));
                    (words, taken) = ([0; 4], taken + piece);
                }
            }
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..40), width in 0..40_usize) {
            if let Ok(mut hybrid) = Hybrid::in_runs(bytes.clone().into(), width) {
                let mut out = [0; 100];
                let _ = (0..50).try_for_each(|_| hybrid.take(&mut out));
            }
            let mut bits = Bits::in_runs(bytes.into());
            let _ = (0..50).try_for_each(|_| bits.take(&mut [0; 2], 100));
        }
    }
}
