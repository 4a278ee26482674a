//! Numbers and texts to the fewest bytes, and back.

/// Adds a number: seven bits a byte, the lowest first, and the highest bit says that more follow.
#[inline]
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Adds a number of bytes and then these bytes.
#[inline]
pub(super) fn put_all(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// How many bytes a number takes.
#[inline]
pub(super) fn width(number: u64) -> u64 {
    u64::from((64 - (number | 1).leading_zeros()).div_ceil(7))
}

/// A number that may be negative as one that is not: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.
#[inline]
pub(super) fn folded(number: i64) -> u64 {
    (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned()
}

/// The number that was folded.
#[inline]
pub(super) fn unfolded(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Bytes that are taken from the front. After the last byte come zeros.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The next number.
    #[inline]
    pub(super) fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0_u32);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if *byte < 0x80 {
                break;
            }
            shift += 7;
        }
        number
    }

    /// The next number as a length or a place.
    #[inline]
    pub(super) fn length(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(usize::MAX)
    }

    /// The next so many bytes.
    #[inline]
    pub(super) fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at_checked(length).unwrap_or((self.0, &[]));
        self.0 = rest;
        taken
    }

    /// Bytes that were added with their number.
    #[inline]
    pub(super) fn all(&mut self) -> &'a [u8] {
        let length = self.length();
        self.take(length)
    }

    /// A text that was added with its number of bytes.
    #[inline]
    pub(super) fn text(&mut self) -> &'a str {
        std::str::from_utf8(self.all()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_is_taken(numbers in prop::collection::vec(any::<i64>(), 0..20), text in ".*") {
            let mut out = Vec::new();
            for number in &numbers {
                put(&mut out, folded(*number));
            }
            put_all(&mut out, text.as_bytes());
            let mut bytes = Bytes(&out);
            for number in &numbers {
                prop_assert_eq!(unfolded(bytes.number()), *number);
            }
            prop_assert_eq!(bytes.text(), text);
            prop_assert!(bytes.is_empty());
            prop_assert_eq!(bytes.number(), 0);
        }
    }

    #[test]
    fn small_numbers_are_small() {
        let length = |number| {
            let mut out = Vec::new();
            put(&mut out, folded(number));
            assert_eq!(out.len() as u64, width(folded(number)));
            out.len()
        };
        assert_eq!([0, -1, 63, -64, 64, 8_191, i64::MIN].map(length), [1, 1, 1, 1, 2, 2, 10]);
    }
}
