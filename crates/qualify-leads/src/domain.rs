//! The domains of addresses where they stand, 32 bytes at a time.

use std::ops::Range;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, u8x32};
use qualify_plan::ShortText;

/// Writes what follows the `@` of addresses in a text, as it is written. None if an address has anything but letters, digits and signs of
/// ASCII, if it is none, if it or its domain is long, and near the end of the text.
pub(crate) fn write_domains(
    domains: &mut [Option<ShortText>],
    text: &[u8],
    addresses: impl Iterator<Item = Range<usize>>,
) {
    dispatch!(Level::new(), simd => write_on(simd, domains, text, addresses));
}

#[inline(always)]
fn write_on<S: Simd>(
    simd: S,
    domains: &mut [Option<ShortText>],
    text: &[u8],
    addresses: impl Iterator<Item = Range<usize>>,
) {
    for (slot, address) in domains.iter_mut().zip(addresses) {
        *slot = domain_within(simd, text, &address);
    }
}

#[inline(always)]
fn domain_within<S: Simd>(simd: S, text: &[u8], address: &Range<usize>) -> Option<ShortText> {
    let sign = address.start + sign_within(simd, text, address)?;
    if sign == address.start || sign + 1 == address.end {
        return None;
    }
    ShortText::within(text, &(sign + 1..address.end))
}

/// Where the only `@` stands, from the start of an address.
#[inline(always)]
fn sign_within<S: Simd>(simd: S, text: &[u8], address: &Range<usize>) -> Option<usize> {
    let from = text.get(address.start..)?;
    let length = address.end.checked_sub(address.start)?;
    let mut signs = signs(simd, from.first_chunk()?, length)?;
    if length > 32 {
        signs |= self::signs(simd, from.get(32..)?.first_chunk()?, length - 32)? << 32;
    }
    (length <= 64 && signs.is_power_of_two()).then_some(signs.trailing_zeros() as usize)
}

/// Where an `@` stands, by bit, among so many bytes; none if one of these is no letter, digit or sign.
#[inline(always)]
fn signs<S: Simd>(simd: S, piece: &[u8; 32], length: usize) -> Option<u64> {
    let bytes = u8x32::simd_from(simd, *piece);
    let signs = bytes.simd_eq(u8x32::splat(simd, b'@')).to_bitmask();
    let odd = bytes.simd_lt(u8x32::splat(simd, 0x21)) | bytes.simd_gt(u8x32::splat(simd, 0x7E));
    let own = if length < 32 { (1 << length) - 1 } else { u64::from(u32::MAX) };
    (odd.to_bitmask() & own == 0).then_some(signs & own)
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
            let range = before.len()..before.len() + address.len();
            let mut found = [None];
            write_domains(&mut found, text.as_bytes(), std::iter::once(range));
            prop_assert_eq!(found[0], plainly(&address).and_then(|domain| ShortText::of(&domain)));
        }
    }

    #[test]
    fn every_byte_is_plain_or_not() {
        for byte in 0..=u8::MAX {
            let mut text = *b"a@b.example and what else is there to be read?";
            text[4] = byte;
            let expected = (byte != b'@' && (0x21..0x7F).contains(&byte))
                .then(|| ShortText::of(std::str::from_utf8(&[b'b', b'.', byte]).unwrap()).unwrap());
            let mut found = [None];
            write_domains(&mut found, &text, std::iter::once(0..5));
            assert_eq!(found[0], expected, "{byte}");
        }
    }
}
