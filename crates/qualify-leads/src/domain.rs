//! The domain of an address where it stands, 32 bytes at a time.

use std::ops::Range;

use qualify_plan::ShortText;

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHEST: u64 = ONES << 7;

/// What follows the `@` of an address, as it is written. None if the address has anything but letters, digits and signs of ASCII, if
/// it is none, if its domain is long, and near the end of the text.
#[inline]
pub(crate) fn domain_within(text: &[u8], address: &Range<usize>) -> Option<ShortText> {
    let sign = address.start + sign_within(text, address)?;
    if sign == address.start || sign + 1 == address.end {
        return None;
    }
    ShortText::within(text, &(sign + 1..address.end))
}

/// Where the only `@` stands, from the start of an address.
#[inline]
fn sign_within(text: &[u8], address: &Range<usize>) -> Option<usize> {
    let from = text.get(address.start..)?;
    let length = address.end.checked_sub(address.start)?;
    let mut signs = u64::from(signs(from.first_chunk()?, length)?);
    if length > 32 {
        signs |= u64::from(self::signs(from.get(32..)?.first_chunk()?, length - 32)?) << 32;
    }
    (length <= 64 && signs.is_power_of_two()).then_some(signs.trailing_zeros() as usize)
}

/// Where an `@` stands, by bit, among so many bytes; none if one of these is no letter, digit or sign.
#[inline]
fn signs(piece: &[u8; 32], length: usize) -> Option<u32> {
    let (words, _) = piece.as_chunks::<8>();
    let (mut signs, mut odd) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // What adds one to the highest bit of a byte adds nothing to the next, if that bit was not set before.
        let low = word & !HIGHEST;
        let is_sign = !((low ^ (ONES * u64::from(b'@'))) + (HIGHEST - ONES)) & HIGHEST;
        let is_odd = word | (low + ONES) | !(low + ONES * (0x80 - 0x21));
        signs |= bits(is_sign) << (8 * at);
        odd |= bits(is_odd & HIGHEST) << (8 * at);
    }
    let own = u32::MAX.checked_shr(32_u32.saturating_sub(u32::try_from(length).ok()?)).unwrap_or(0);
    (odd & own == 0).then_some(signs & own)
}

/// The highest bits of eight bytes, side by side.
#[inline]
fn bits(highest: u64) -> u32 {
    ((highest >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plainly(address: &str) -> Option<String> {
        let (name, domain) = address.split_once('@')?;
        let is_plain = address.bytes().all(|byte| (0x21..0x7F).contains(&byte));
        let is_address = !name.is_empty() && !domain.is_empty() && !domain.contains('@');
        (is_plain && is_address && domain.len() < 32 && address.len() <= 64).then(|| domain.to_owned())
    }

    proptest! {
        #[test]
        fn domains_are_read_in_place(
            before in "[a@]{0,9}",
            address in "[a-zA-Z.]{0,40}@?[a-zA-Z.~!@]{0,40}|[a-b@\u{7f} \u{1}\0é\u{a0}]{0,9}",
            after in "[@ é]{0,3}",
        ) {
            let text = format!("{before}{address}{after}{}", "@".repeat(64));
            let found = domain_within(text.as_bytes(), &(before.len()..before.len() + address.len()));
            prop_assert_eq!(found, plainly(&address).and_then(|domain| ShortText::of(&domain)));
        }
    }

    #[test]
    fn every_byte_is_plain_or_not() {
        for byte in 0..=u8::MAX {
            let mut text = *b"a@b.example and what else is there to be read?";
            text[4] = byte;
            let expected = (byte != b'@' && (0x21..0x7F).contains(&byte))
                .then(|| ShortText::of(std::str::from_utf8(&[b'b', b'.', byte]).unwrap()).unwrap());
            assert_eq!(domain_within(&text, &(0..5)), expected, "{byte}");
        }
    }
}
