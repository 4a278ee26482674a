//! Arrays of texts that are all different, such as addresses, to a dictionary, many at once.
//!
//! ```text
//! array:       "Ana@acme.exampleBo@acme.example"  ends 16, 31
//!              └ no byte but letters, digits and signs: folding makes capitals small, and nothing else
//! dictionary:  "ana@acme.examplebo@acme.example"
//! ```

use std::iter::Peekable;
use std::ops::Range;

use arrow_array::{Array, StringArray};
use qualify_plan::{Codes, ColumnBuilder};

use crate::arrays::FieldCells;
use crate::batch::{Filling, Odd, Read};
use crate::cell::PlainTexts;
use crate::domain::write_domains;
use crate::table::{Span, text_in};

/// How many addresses are looked at at a time.
const AT_ONCE: usize = 16;

/// Fills a column of texts or addresses if none of them has anything but letters, digits and signs of ASCII; else nothing is done.
pub(super) fn fill(
    field: &mut FieldCells<'_>,
    texts: &StringArray,
    codes: &mut Codes,
    odd: &mut Odd<'_>,
) -> bool {
    let Some(kind) = field.reader.plain_texts() else { return false };
    let offsets = texts.value_offsets();
    let (Some(start), Some(end)) = (offsets.first(), offsets.last()) else { return false };
    let start = usize::try_from(*start).unwrap_or(0);
    let all = texts.value_data().get(start..usize::try_from(*end).unwrap_or(0)).unwrap_or_default();
    let is_plain = all.iter().fold(true, |is_plain, byte| is_plain & (0x21..0x7F).contains(byte));
    let (true, Ok(all)) = (is_plain, str::from_utf8(all)) else { return false };
    let nulls = texts.nulls().filter(|nulls| nulls.null_count() > 0);
    let rows = offsets.windows(2).enumerate().map(|(row, ends)| match ends {
        // There may be bytes under a gap.
        [from, to] if nulls.is_none_or(|nulls| nulls.is_valid(row)) => {
            usize::try_from(*from).unwrap_or(0) - start..usize::try_from(*to).unwrap_or(0) - start
        }
        _ => 0..0,
    });
    let empty = field.reader.add_to(codes.dictionary(), "");
    let mut signs = Signs { of: memchr::memchr_iter(b'@', all.as_bytes()).peekable() };
    let marked = rows.map(|range| {
        let is_value = match kind {
            PlainTexts::Any => !range.is_empty(),
            PlainTexts::Addresses => signs.are_of_an_address(&range),
        };
        (range, is_value)
    });
    let marked: Vec<(Range<usize>, bool)> = marked.collect();
    let first = codes.dictionary().add_texts(all, marked.iter().cloned());
    for (((row, line), place), (range, is_value)) in (0..).zip(field.first_row..).zip(first..).zip(&marked) {
        let read = if range.is_empty() {
            codes.push(empty.0);
            empty.1.into()
        } else {
            codes.push(place);
            if *is_value { Read::Known } else { Read::Unreadable }
        };
        if read != Read::Known {
            field.see(read, (row, line), all.get(range.clone()).unwrap_or_default(), odd);
        }
    }
    true
}

/// Fills a column with the places of addresses, or of others with the same domain.
pub(super) fn fill_by_domain(
    field: &mut FieldCells<'_>,
    bytes: &[u8],
    addresses: &[Span],
    filling: &mut Filling<'_>,
) {
    let Filling { column, cache, odd, .. } = filling;
    if let ColumnBuilder::Coded(codes) = &mut **column {
        cache.follow(codes, field.reader);
    }
    let mut rows = 0..;
    for addresses in addresses.chunks(AT_ONCE) {
        let mut domains = [None; AT_ONCE];
        write_domains(&mut domains, bytes, addresses.iter().map(|address| address.range()));
        for ((address, domain), row) in addresses.iter().zip(&domains).zip(rows.by_ref()) {
            let text = || text_in(bytes, *address);
            if let (Some(domain), ColumnBuilder::Coded(codes)) = (domain, &mut **column) {
                let place = cache.place_of_domain(codes, field.reader, *domain, text);
                codes.push(place);
                continue;
            }
            let text = text();
            let read = cache.find(column, field.reader, text).write(column);
            field.see(read, (row, field.first_row + row as u64), text, odd);
        }
    }
}

/// Where the texts of an array stand.
pub(super) fn spans(texts: &StringArray) -> Vec<Span> {
    let nulls = texts.nulls().filter(|nulls| nulls.null_count() > 0);
    let at = |offset: &i32| usize::try_from(*offset).unwrap_or(0);
    let ranges = texts.value_offsets().iter().zip(texts.value_offsets().iter().skip(1));
    let spans = ranges.enumerate().map(|(row, (from, to))| {
        // There may be bytes under a gap.
        let is_known = nulls.is_none_or(|nulls| nulls.is_valid(row));
        if is_known { Span::of(&(at(from)..at(to))) } else { Span::ABSENT }
    });
    spans.collect()
}

/// Where the `@` stand, one after the other.
struct Signs<I: Iterator<Item = usize>> {
    of: Peekable<I>,
}

impl<I: Iterator<Item = usize>> Signs<I> {
    /// Whether a text has one, and something before and behind it. Texts are asked in their order.
    fn are_of_an_address(&mut self, text: &Range<usize>) -> bool {
        while self.of.next_if(|at| *at < text.start).is_some() {}
        let sign = self.of.next_if(|at| *at < text.end);
        let is_one = self.of.next_if(|at| *at < text.end).is_none();
        sign.is_some_and(|at| is_one && text.start < at && at + 1 < text.end)
    }
}
