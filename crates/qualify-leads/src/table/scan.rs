//! Bytes, 64 at a time, to bitmaps of those that are looked for, and bitmaps to positions.
//!
//! ```text
//! bytes      L - 1 , " A c m e ,   I n c " , 5 \n
//! equal(,)   0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 1 0 0     bit 0 is the first byte
//! positions        3           9           15
//! ```
//!
//! After "Parsing Gigabytes of JSON per Second" (Langdale, Lemire, 2019): compare many bytes at once, then visit only
//! the bits that are set. Which instructions the processor has is found out when the program runs; whatever is called
//! by [`visit_chunks`] must be `#[inline(always)]` to be compiled for them.

use fearless_simd::{Level, Simd, SimdBase, SimdFrom, SimdMask, dispatch, u8x64};

/// How many bytes become one bitmap.
pub(crate) const WIDTH: usize = 64;

/// The bytes before the first that is not UTF-8.
pub(crate) fn valid_text(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_else(|_| match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            str::from_utf8(valid).unwrap_or_default()
        }
    })
}

/// What is done with chunks of bytes.
pub(crate) trait Visit {
    /// Looks at the 64 bytes from an offset; the last chunk is filled up with 255, which is in no text.
    fn visit<S: Simd>(&mut self, at: u32, chunk: Chunk<S>) -> Go;
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Go {
    /// With the next chunk.
    On,
    /// This chunk was the last.
    Stop,
}

/// Shows all bytes, in order, until told to stop.
pub(crate) fn visit_chunks(bytes: &[u8], visitor: &mut impl Visit) {
    dispatch!(Level::new(), simd => chunks(simd, bytes, visitor));
}

#[inline(always)]
fn chunks<S: Simd>(simd: S, bytes: &[u8], visitor: &mut impl Visit) {
    let (whole, rest) = bytes.as_chunks::<WIDTH>();
    let mut at = 0;
    for chunk in whole {
        if visitor.visit(at, Chunk(u8x64::simd_from(simd, *chunk))) == Go::Stop {
            return;
        }
        at += WIDTH as u32;
    }
    if !rest.is_empty() {
        let mut last = [u8::MAX; WIDTH];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        visitor.visit(at, Chunk(u8x64::simd_from(simd, last)));
    }
}

/// 64 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Chunk<S: Simd>(u8x64<S>);

impl<S: Simd> Chunk<S> {
    /// Which bytes are this one.
    #[inline(always)]
    pub(crate) fn equal(self, byte: u8) -> u64 {
        self.0.simd_eq(byte).to_bitmask()
    }

    /// Which bytes are less than this one.
    #[inline(always)]
    pub(crate) fn below(self, byte: u8) -> u64 {
        self.0.simd_lt(byte).to_bitmask()
    }
}

/// Offsets in ascending order, kept and filled again.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    /// Longer than `count`, so that several are written at once.
    all: Vec<u32>,
    count: usize,
}

impl Positions {
    /// Forgets all, and makes room for one position for each of so many bytes.
    pub(crate) fn clear(&mut self, bytes: usize) {
        self.count = 0;
        if self.all.len() < bytes + 2 * WIDTH {
            self.all.resize(bytes + 2 * WIDTH, 0);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    pub(crate) fn get(&self, range: std::ops::Range<usize>) -> &[u32] {
        self.all.get(range).unwrap_or_default()
    }

    /// All of them, and behind them what means nothing.
    pub(crate) fn all(&self) -> &[u32] {
        &self.all
    }

    /// Adds the position of each bit: eight at a time, so that how many there are is guessed wrong rarely.
    #[inline(always)]
    pub(crate) fn push(&mut self, bits: u64, at: u32) {
        const STEP: usize = 8;
        let count = bits.count_ones() as usize;
        let mut bits = bits;
        let mut from = self.count;
        self.count += count;
        while let Some(room) = self.all.get_mut(from..from + STEP) {
            for place in room {
                *place = at.wrapping_add(bits.trailing_zeros());
                bits &= bits.wrapping_sub(1);
            }
            from += STEP;
            if bits == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// For each chunk the bits of a byte, and of those below it.
    struct Found(u8, Vec<(u32, u64, u64)>);

    impl Visit for Found {
        #[inline(always)]
        fn visit<S: Simd>(&mut self, at: u32, chunk: Chunk<S>) -> Go {
            self.1.push((at, chunk.equal(self.0), chunk.below(self.0)));
            Go::On
        }
    }

    fn bits(bytes: &[u8], test: impl Fn(u8) -> bool) -> u64 {
        bytes.iter().enumerate().map(|(index, byte)| u64::from(test(*byte)) << index).sum()
    }

    proptest! {
        #[test]
        fn finds_each_byte_and_lists_its_positions(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0_u8..3], 0..300),
            wanted in prop_oneof![any::<u8>(), 0_u8..3],
        ) {
            let (mut best, mut least) = (Found(wanted, Vec::new()), Found(wanted, Vec::new()));
            visit_chunks(&bytes, &mut best);
            dispatch!(Level::baseline(), simd => chunks(simd, &bytes, &mut least));
            prop_assert_eq!(&best.1, &least.1);
            let mut positions = Positions::default();
            positions.clear(bytes.len());
            for ((at, equal, below), chunk) in best.1.iter().zip(bytes.chunks(WIDTH)) {
                let filled = if chunk.len() < WIDTH { u64::MAX << chunk.len() } else { 0 };
                prop_assert_eq!(equal & !filled, bits(chunk, |b| b == wanted));
                prop_assert_eq!(below & !filled, bits(chunk, |b| b < wanted));
                positions.push(equal & !filled, *at);
            }
            let expected: Vec<u32> = (0..).zip(&bytes).filter(|(_, b)| **b == wanted).map(|(at, _)| at).collect();
            prop_assert_eq!(positions.get(0..positions.len()), expected);
        }
    }
}
