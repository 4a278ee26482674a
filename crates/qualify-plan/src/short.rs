//! Short texts as numbers: a key that is compared and hashed without looking anywhere else.

use std::hash::{Hash, Hasher};
use std::ops::Range;

/// A text of up to 31 bytes: its bytes, and in the last place how many there are. No two texts have the same.
///
/// ```
/// # use qualify_plan::ShortText;
/// assert_eq!(ShortText::of("acme.example"), ShortText::of("acme.example"));
/// assert_ne!(ShortText::of("a"), ShortText::of("a\0"));
/// assert!(ShortText::of(&"a".repeat(32)).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortText([u64; 4]);

impl ShortText {
    /// None if the text is longer.
    #[inline]
    pub fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let length = bytes.len() as u64;
        let ([first, second], [third, fourth]) = match bytes.split_first_chunk::<16>() {
            None => (up_to_15(bytes)?, [0; 2]),
            Some((first, rest)) => {
                let whole = u128::from_le_bytes(*first);
                ([whole as u64, (whole >> 64) as u64], up_to_15(rest)?)
            }
        };
        Some(Self([first, second, third, fourth | length << 56]))
    }
}

impl ShortText {
    /// The text in a range of a longer one, read in one go and without branches; none if it is longer than 31 bytes, or fewer than 32
    /// bytes follow where it begins.
    #[inline]
    pub fn within(text: &[u8], range: &Range<usize>) -> Option<Self> {
        let length = range.end.wrapping_sub(range.start);
        let masks = MASKS.get(length)?;
        let room = text.get(range.start..)?.first_chunk::<32>()?;
        let (words, _) = room.as_chunks::<8>();
        let mut short = [0; 4];
        for ((slot, word), mask) in short.iter_mut().zip(words).zip(masks) {
            *slot = u64::from_le_bytes(*word) & mask;
        }
        let [first, second, third, fourth] = short;
        Some(Self([first, second, third, fourth | (length as u64) << 56]))
    }

    /// A few bits of it that differ for most texts: a place in a small table.
    #[inline]
    pub fn place(self, bits: u32) -> usize {
        let [first, second, third, fourth] = self.0;
        let mixed = (first ^ third.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ (second ^ fourth.rotate_left(41)).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
    }
}

/// For each length, the bits of the bytes that belong to a text.
#[expect(clippy::indexing_slicing, reason = "found when compiled, or not compiled")]
const MASKS: [[u64; 4]; 32] = {
    let mut masks = [[0; 4]; 32];
    let mut length = 0;
    while length < 32 {
        let mut byte = 0;
        while byte < length {
            masks[length][byte / 8] |= 0xFF << (8 * (byte % 8));
            byte += 1;
        }
        length += 1;
    }
    masks
};

impl Hash for ShortText {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|word| state.write_u64(*word));
    }
}

/// Up to 15 bytes, and zeros behind them. Made of two pieces that may overlap, so that nothing is copied byte by byte.
#[inline]
fn up_to_15(bytes: &[u8]) -> Option<[u64; 2]> {
    let length = bytes.len();
    Some(match length {
        0 => [0, 0],
        1..4 => {
            let byte = |at: usize| bytes.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
            [byte(0) | byte(1) | byte(2), 0]
        }
        4..8 => {
            let first = u64::from(u32::from_le_bytes(*bytes.first_chunk()?));
            let last = u64::from(u32::from_le_bytes(*bytes.last_chunk()?));
            [first | last << (8 * (length - 4)), 0]
        }
        8 => [u64::from_le_bytes(*bytes.first_chunk()?), 0],
        9..16 => {
            let last = u64::from_le_bytes(*bytes.last_chunk()?);
            [u64::from_le_bytes(*bytes.first_chunk()?), last >> (8 * (16 - length))]
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_within_others_are_the_same(before in "[ab]{0,9}", text in "[ab\0é]{0,20}", after in "[ab]{0,40}") {
            let all = format!("{before}{text}{after}");
            let range = before.len()..before.len() + text.len();
            if let Some(short) = ShortText::within(all.as_bytes(), &range) {
                prop_assert_eq!(Some(short), ShortText::of(&text));
                prop_assert!(short.place(9) < 512);
            } else {
                prop_assert!(text.len() > 31 || text.len() + after.len() < 32);
            }
        }

        #[test]
        fn short_texts_are_told_apart(text in "[ab\0é]{0,20}", other in "[ab\0é]{0,20}") {
            let plainly = (text.len() < 32).then(|| {
                let mut bytes = text.as_bytes().to_vec();
                bytes.resize(32, 0);
                bytes[31] = text.len() as u8;
                let word = |at: usize| u64::from_le_bytes(bytes[8 * at..8 * at + 8].try_into().unwrap());
                ShortText([word(0), word(1), word(2), word(3)])
            });
            prop_assert_eq!(ShortText::of(&text), plainly);
            let is_same = ShortText::of(&text).is_some() && ShortText::of(&text) == ShortText::of(&other);
            prop_assert_eq!(is_same, text.len() < 32 && text == other);
        }
    }
}
