//! The cells of one column for many rows of text to the column of a batch. What most cells look like is read where it stands; the
//! others are looked up, and read as [`CellReader::read_text`] says.

use std::ops::Range;

use qualify_plan::{ColumnBuilder, Date, Decimal};

use crate::batch::{Filling, Odd, Read};
use crate::cache::{Cache, Known};
use crate::caution::Watch;
use crate::cell::CellReader;
use crate::table::Spans;

/// How the cells of a field are read.
pub(super) struct TextField<'f> {
    pub(super) reader: &'f CellReader,
    pub(super) is_required: bool,
    pub(super) watch: Option<&'f mut Watch>,
    pub(super) first_line: u64,
}

impl TextField<'_> {
    /// Adds all rows to a column.
    pub(super) fn fill(&mut self, cells: Spans<'_>, filling: Filling<'_>) {
        let Filling { column, cache, mut odd, .. } = filling;
        match column {
            ColumnBuilder::Numbers(..) if self.reader.reads_digits() && !self.sees_numbers() => {
                self.fill_slots(cells, column, cache, &mut odd, number_at);
            }
            ColumnBuilder::Days(..) if self.reader.reads_days() => {
                self.fill_slots(cells, column, cache, &mut odd, day_at);
            }
            _ => self.fill_by_text(cells, column, cache, &mut odd),
        }
    }

    fn sees_numbers(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.sees_numbers())
    }

    /// Numbers and days, mostly read in place.
    fn fill_slots(
        &mut self,
        cells: Spans<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
        in_place: impl Fn(&[u8], &Range<usize>) -> Option<Known>,
    ) {
        for row in 0..cells.rows() {
            let span = cells.get(row);
            let known = span.as_ref().and_then(|span| in_place(cells.text.as_bytes(), span));
            match known {
                Some(known) => _ = known.write(column),
                None => self.add(cells, (row, span), column, cache, odd),
            }
        }
    }

    fn fill_by_text(
        &mut self,
        cells: Spans<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) {
        for row in 0..cells.rows() {
            self.add(cells, (row, cells.get(row)), column, cache, odd);
        }
    }

    /// Any cell.
    fn add(
        &mut self,
        cells: Spans<'_>,
        (row, span): (usize, Option<Range<usize>>),
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) {
        let read = match &span {
            None => {
                column.push_gap();
                Read::Missing
            }
            Some(span) => cache.find_within(column, self.reader, cells.text, span.clone()).write(column),
        };
        if read == Read::Known {
            return;
        }
        let text = span.and_then(|span| cells.text.get(span)).unwrap_or_default();
        match read {
            Read::Number(units) => {
                if let Some(watch) = &mut self.watch {
                    watch.see_units(self.first_line + row as u64, text, units);
                }
            }
            Read::Known => {}
            Read::Missing | Read::Unreadable => {
                if read == Read::Unreadable {
                    odd.unreadable(row, text);
                }
                if self.is_required {
                    odd.required_missing(row);
                }
            }
        }
    }
}

/// A whole number of up to 8 digits, all at once.
#[inline]
fn number_at(text: &[u8], span: &Range<usize>) -> Option<Known> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let length = span.end.wrapping_sub(span.start);
    if !(1..=8).contains(&length) {
        return None;
    }
    let eight = text.get(span.end.checked_sub(8)?..span.end)?.first_chunk::<8>()?;
    // What stands before the number becomes zeros.
    let own = u64::MAX << (8 * (8 - length));
    let digits = (u64::from_le_bytes(*eight) & own | ZEROS & !own) ^ ZEROS;
    let above_nine = digits.wrapping_add(0x7676_7676_7676_7676) | digits;
    if above_nine & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    // The first digit is in the lowest byte: two digits become one number, then two of those, and again.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let number = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    i64::try_from(number).ok().map(|number| Known::Number(number * Decimal::SCALE))
}

/// A day as `YYYY-MM-DD`.
#[inline]
fn day_at(text: &[u8], span: &Range<usize>) -> Option<Known> {
    let ten: &[u8; 10] = text.get(span.clone())?.try_into().ok()?;
    Date::of_bytes(ten).map(|date| Known::Day(date.day_number()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_read_in_place(before in "[0-9,a]{0,12}", cell in "[0-9]{0,9}|[0-9./:a-]{1,4}") {
            let text = format!("{before}{cell}");
            let plainly = cell.parse::<i64>().ok().filter(|_| cell.bytes().all(|byte| byte.is_ascii_digit()));
            match number_at(text.as_bytes(), &(before.len()..text.len())) {
                Some(Known::Number(units)) => prop_assert_eq!(Some(units / Decimal::SCALE), plainly),
                _ => prop_assert!(plainly.is_none() || cell.len() > 8 || text.len() < 8),
            }
        }
    }
}
