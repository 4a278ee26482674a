//! Values of one kind to numbers in a row, with bits for those that are known.

use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use qualify_plan::{Gaps, Value};

use crate::arrays::FieldCells;
use crate::batch::Odd;
use crate::cell::{CellReader, CellValue};
use crate::table::ParquetCell;

/// Which rows have a value, by bit; none as long as all have one.
struct Bits {
    words: Option<Vec<u64>>,
    rows: usize,
}

impl Bits {
    fn of(nulls: Option<&NullBuffer>, rows: usize) -> Self {
        let words = nulls.map(|nulls| nulls.inner().bit_chunks().iter_padded().collect());
        Self { words, rows }
    }

    fn clear(&mut self, row: usize) {
        let words = self.words.get_or_insert_with(|| vec![u64::MAX; self.rows.div_ceil(64)]);
        if let Some(word) = words.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    fn set(&mut self, row: usize) {
        if let Some(word) = self.words.as_mut().and_then(|words| words.get_mut(row / 64)) {
            *word |= 1 << (row % 64);
        }
    }

    fn add_to(self, gaps: &mut Gaps) {
        match self.words {
            None => gaps.extend_known(self.rows),
            Some(words) => gaps.extend_words(words, self.rows),
        }
    }
}

/// Adds a slot for each value. `convert` says what a value is, and whether that is surely what its text is read as; if
/// not its text is read, and what comes out is put into a slot by `slot`.
pub(super) fn fill<N: Copy, T: Copy>(
    field: &FieldCells<'_>,
    (array, values): (&ArrayRef, &[N]),
    (slots, gaps): (&mut Vec<T>, &mut Gaps),
    odd: &mut Odd<'_>,
    convert: impl Fn(N) -> (T, bool),
    slot: impl Fn(&Value) -> Option<T>,
) {
    let before = slots.len();
    let mut is_sure = true;
    slots.extend(values.iter().map(|value| {
        let (slot, sure) = convert(*value);
        is_sure &= sure;
        slot
    }));
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let mut bits = Bits::of(nulls, values.len());
    let added = slots.get_mut(before..).unwrap_or_default();
    if !is_sure {
        let doubtful = values.iter().zip(added.iter_mut()).enumerate().filter(|(row, (value, _))| {
            !convert(**value).1 && nulls.is_none_or(|nulls| nulls.is_valid(*row))
        });
        let mut cell = ParquetCell::default();
        for (row, (_, place)) in doubtful {
            cell.write(array, row);
            let read = field.reader.read(cell.cell());
            if let CellValue::Known(value) = &read
                && let Some(value) = slot(value)
            {
                *place = value;
                continue;
            }
            bits.clear(row);
            if read == CellValue::Unreadable {
                odd.unreadable(row, cell.cell().text());
            }
            if field.is_required {
                odd.required_missing(row);
            }
        }
    }
    if let Some(nulls) = nulls {
        fill_empty(field.reader, nulls, field.is_required, added, &mut bits, odd, slot);
    }
    bits.add_to(gaps);
}

/// Rows without a value are empty cells, which may say something.
fn fill_empty<T: Copy>(
    reader: &CellReader,
    nulls: &NullBuffer,
    is_required: bool,
    slots: &mut [T],
    bits: &mut Bits,
    odd: &mut Odd<'_>,
    slot: impl Fn(&Value) -> Option<T>,
) {
    let empty = reader.read_text("").known().as_ref().and_then(slot);
    if empty.is_none() && !is_required {
        return;
    }
    for (row, place) in slots.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)) {
        match empty {
            Some(value) => {
                *place = value;
                bits.set(row);
            }
            None => odd.required_missing(row),
        }
    }
}
