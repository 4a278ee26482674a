//! The cells of one column for many rows of text to the column of a batch. What most cells look like is read where it stands; the
//! others are looked up, and read as [`CellReader::read_text`] says.

use qualify_plan::{ColumnBuilder, Date, Decimal, Gaps, ShortText};

use crate::batch::{Filling, Odd};
use crate::cache::{Cache, Entry, Known};
use crate::caution::Watch;
use crate::cell::CellReader;
use crate::domain::write_domains;
use crate::table::{Span, Spans};

/// How many short texts are looked up at a time: few enough that they need not be moved out of the way.
const CODES: usize = 16;

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
        let rows = if matches!(column, ColumnBuilder::Coded(_)) { CODES } else { 64 };
        for (at, some) in cells.cells.chunks(rows).enumerate() {
            let cells = Chunk { text: cells.text, first: cells.first_row + at * rows, cells: some };
            match column {
                ColumnBuilder::Numbers(..) => self.fill_numbers(cells, column, cache, &mut odd),
                ColumnBuilder::Days(..) => self.fill_days(cells, column, cache, &mut odd),
                ColumnBuilder::Coded(_) => self.fill_codes(cells, column, cache, &mut odd),
            }
        }
    }

    fn fill_numbers(
        &mut self,
        cells: Chunk<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) {
        let are_plain =
            self.reader.reads_digits() && self.watch.as_ref().is_none_or(|watch| !watch.sees_numbers());
        let number = |known| match known {
            Known::Number(number) => Some(number),
            _ => None,
        };
        let mut slots = [0; 64];
        let known = match are_plain {
            true => self.write(&mut slots, cells, column, cache, odd, number_at, number),
            false => self.write(&mut slots, cells, column, cache, odd, |_, _| None, number),
        };
        if let ColumnBuilder::Numbers(units, gaps) = column {
            add(&slots, known, cells.cells.len(), units, gaps);
        }
    }

    fn fill_days(
        &mut self,
        cells: Chunk<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) {
        let day = |known| match known {
            Known::Day(day) => Some(day),
            _ => None,
        };
        let mut slots = [0; 64];
        let known = match self.reader.reads_days() {
            true => self.write(&mut slots, cells, column, cache, odd, day_at, day),
            false => self.write(&mut slots, cells, column, cache, odd, |_, _| None, day),
        };
        if let ColumnBuilder::Days(days, gaps) = column {
            add(&slots, known, cells.cells.len(), days, gaps);
        }
    }

    /// Writes numbers or days, and says which of them are known, by bit. `in_place` says of most cells what they are, and of empty ones
    /// that they are not known.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are looked at apart: what is filled, from what, and how"
    )]
    fn write<T: Copy + Default>(
        &mut self,
        slots: &mut [T; 64],
        cells: Chunk<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
        in_place: impl Fn(&[u8], Span) -> Option<(T, bool)>,
        of_known: impl Fn(Known) -> Option<T>,
    ) -> u64 {
        let mut known = 0;
        for ((row, slot), cell) in slots.iter_mut().enumerate().zip(cells.cells) {
            let (value, is_known) = match in_place(cells.text.as_bytes(), *cell) {
                Some(read) => read,
                None => {
                    let read = self.look_up(cells, (row, *cell), column, cache, odd).and_then(&of_known);
                    (read.unwrap_or_default(), read.is_some())
                }
            };
            *slot = value;
            known |= u64::from(is_known) << row;
        }
        if self.is_required {
            let missing = (0..cells.cells.len()).filter(|row| known >> row & 1 == 0);
            missing.for_each(|row| odd.required_missing(cells.first + row));
        }
        known
    }

    fn fill_codes(
        &mut self,
        cells: Chunk<'_>,
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) {
        if let ColumnBuilder::Coded(codes) = column {
            cache.follow(codes, self.reader);
        }
        let by_domain = self.reader.reads_domains();
        let text = cells.text.as_bytes();
        let ranges = cells.cells.iter().map(|cell| cell.range());
        let mut keys = [None; CODES];
        match by_domain {
            true => write_domains(&mut keys, text, ranges),
            false => {
                keys.iter_mut().zip(ranges).for_each(|(key, range)| *key = ShortText::within(text, &range))
            }
        }
        let mut places = [0; CODES];
        for (row, ((place, key), cell)) in places.iter_mut().zip(&keys).zip(cells.cells).enumerate() {
            if let Some(found) = key.and_then(|key| cache.recent.get(key)) {
                *place = found;
                continue;
            }
            if let (true, Some(domain), ColumnBuilder::Coded(codes)) = (by_domain, *key, &mut *column) {
                let address = || cell.text(cells.text).unwrap_or_default();
                *place = cache.place_of_domain(codes, self.reader, domain, address);
                continue;
            }
            let is_noted;
            (*place, is_noted) = self.place_anew(cells, (row, *cell), column, cache, odd);
            // What is to be noted of each row has to come here again.
            if let (Some(key), false) = (*key, is_noted || cache.is_useless()) {
                cache.recent.keep(key, *place);
            }
        }
        if let ColumnBuilder::Coded(codes) = column {
            codes.extend(places.get(..cells.cells.len()).unwrap_or_default());
        }
    }

    /// The place of any cell, and whether something was noted of it.
    fn place_anew(
        &mut self,
        cells: Chunk<'_>,
        (row, cell): (usize, Span),
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) -> (u32, bool) {
        let (place, entry) = match self.look_up(cells, (row, cell), column, cache, odd) {
            Some(Known::Code(place, entry)) => (place, entry),
            _ => match column {
                ColumnBuilder::Coded(codes) => (codes.gap(), Entry::Missing),
                ColumnBuilder::Numbers(..) | ColumnBuilder::Days(..) => (0, Entry::Missing),
            },
        };
        let is_missing = !matches!(entry, Entry::Value);
        if is_missing && self.is_required {
            odd.required_missing(cells.first + row);
        }
        (place, matches!(entry, Entry::Unreadable) || is_missing && self.is_required)
    }

    /// What any cell is read as; none if it is not there.
    fn look_up(
        &mut self,
        cells: Chunk<'_>,
        (row, cell): (usize, Span),
        column: &mut ColumnBuilder,
        cache: &mut Cache,
        odd: &mut Odd<'_>,
    ) -> Option<Known> {
        let text = cell.text(cells.text)?;
        let known = cache.find(column, self.reader, text);
        match (known, &mut self.watch) {
            (Known::Number(units), Some(watch)) => {
                watch.see_units(self.first_line + (cells.first + row) as u64, text, units);
            }
            (Known::Unreadable | Known::Code(_, Entry::Unreadable), _) => {
                odd.unreadable(cells.first + row, text)
            }
            _ => {}
        }
        Some(known)
    }
}

/// Up to 64 cells.
#[derive(Clone, Copy)]
struct Chunk<'a> {
    text: &'a str,
    /// The row of the first.
    first: usize,
    cells: &'a [Span],
}

fn add<T: Copy>(slots: &[T; 64], known: u64, rows: usize, column: &mut Vec<T>, gaps: &mut Gaps) {
    column.extend_from_slice(slots.get(..rows).unwrap_or_default());
    gaps.extend_words([known], rows);
}

/// A whole number of up to 8 digits, all at once; an empty cell is no number, and takes the same time.
#[inline]
fn number_at(text: &[u8], cell: Span) -> Option<(i64, bool)> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    let length = cell.length();
    let eight = text.get(cell.end().checked_sub(8)?..cell.end())?.first_chunk::<8>()?;
    if length > 8 {
        return None;
    }
    // What stands before the number becomes zeros.
    let own = u64::MAX.checked_shl(64 - 8 * length as u32).unwrap_or(0);
    let digits = (u64::from_le_bytes(*eight) & own | ZEROS & !own) ^ ZEROS;
    let above_nine = digits.wrapping_add(0x7676_7676_7676_7676) | digits;
    if above_nine & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    // The first digit is in the lowest byte: two digits become one number, then two of those, and again.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let number = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    Some((number as i64 * Decimal::SCALE, length > 0))
}

/// A day as `YYYY-MM-DD`; an empty cell is no day, and takes the same time.
#[inline]
fn day_at(text: &[u8], cell: Span) -> Option<(i32, bool)> {
    let ten = text.get(cell.start()..)?.first_chunk::<10>()?;
    let day = Date::of_bytes(ten).map_or(i32::MIN, Date::day_number);
    let is_day = (cell.length() == 10) & (day != i32::MIN);
    let is_empty = cell.length() == 0;
    (is_day | is_empty).then_some((if is_day { day } else { 0 }, is_day))
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
            match number_at(text.as_bytes(), Span::of(&(before.len()..text.len()))) {
                Some((units, true)) => prop_assert_eq!(Some(units / Decimal::SCALE), plainly),
                Some((_, false)) => prop_assert!(cell.is_empty()),
                None => prop_assert!(plainly.is_none() || cell.len() > 8 || text.len() < 8),
            }
            prop_assert_eq!(number_at(text.as_bytes(), Span::ABSENT), None);
        }

        #[test]
        fn days_are_read_in_place(cell in "20[0-9]{2}-[01][0-9]-[0-3][0-9]|[0-9-]{0,10}", after in "[0-9,-]{0,12}") {
            let text = format!("{cell}{after}");
            let plainly = Date::parse(&cell).map(Date::day_number);
            match day_at(text.as_bytes(), Span::of(&(0..cell.len()))) {
                Some((day, true)) => prop_assert_eq!(Some(day), plainly),
                Some((_, false)) => prop_assert!(cell.is_empty()),
                None => prop_assert!(plainly.is_none()),
            }
        }
    }
}
