//! Arrays of Parquet to the columns of a batch of leads, column by column.
//!
//! What a cell is read as is told by [`CellReader::read`] of the cell as text, and by nothing else. Most cells of kinds
//! that hold numbers, days and places in a dictionary are known to be read as what they are, and become it without
//! being written as text first; the others, and whatever is not surely of the kind that the field wants, are.

mod codes;
mod days;
mod keys;
mod numbers;
mod slots;
#[cfg(test)]
mod tests;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use qualify_plan::ColumnBuilder;

use crate::batch::{Filling, Odd, Read};
use crate::caution::Watch;
use crate::cell::{CellReader, CellValue};
use crate::table::{Cell, ParquetCell};

pub(crate) use codes::Entries;
pub(crate) use keys::add_keys;

/// How the cells of a field are read.
pub(crate) struct FieldCells<'f> {
    pub(crate) reader: &'f CellReader,
    pub(crate) is_required: bool,
    pub(crate) watch: Option<&'f mut Watch>,
    pub(crate) entries: &'f mut Entries,
    /// The number of the first row.
    pub(crate) first_row: u64,
}

impl FieldCells<'_> {
    /// Notes what is odd about a cell that was read.
    #[inline]
    fn see(&mut self, read: Read, (row, line): (usize, u64), text: &str, odd: &mut Odd<'_>) {
        match read {
            Read::Number(units) => {
                if let Some(watch) = &mut self.watch {
                    watch.see_units(line, text, units);
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

/// Fills the column of a field from an array; without one the field is missing for all rows.
pub(crate) fn fill(field: &mut FieldCells<'_>, array: Option<&ArrayRef>, rows: usize, filling: Filling<'_>) {
    let Filling { column, cache, mut odd } = filling;
    let Some(array) = array else {
        (0..rows).for_each(|_| column.push_gap());
        if field.is_required {
            (0..rows).for_each(|row| odd.required_missing(row));
        }
        return;
    };
    match column {
        ColumnBuilder::Numbers(units, gaps) => {
            let before = units.len();
            if numbers::fill(field, array, units, gaps, &mut odd) {
                let added = units.get(before..).unwrap_or_default();
                if let Some(watch) = &mut field.watch {
                    watch.see_numbers(field.first_row, added, |row| array.is_valid(row));
                }
                return;
            }
        }
        ColumnBuilder::Days(days, gaps) => {
            if days::fill(field, array, days, gaps, &mut odd) {
                return;
            }
        }
        ColumnBuilder::Coded(_) => {
            if codes::fill(field, array, column, &mut odd) {
                return;
            }
        }
    }
    match array.as_string_opt::<i32>() {
        Some(texts) => fill_texts(field, texts, Filling { column, cache, odd }),
        None => fill_by_text(field, array, Filling { column, cache, odd }),
    }
}

/// Texts as they are.
fn fill_texts(field: &mut FieldCells<'_>, texts: &StringArray, filling: Filling<'_>) {
    let Filling { column, cache, mut odd } = filling;
    for ((row, line), text) in (0..).zip(field.first_row..).zip(texts.iter().map(Option::unwrap_or_default)) {
        let read = cache.find(column, field.reader, text).write(column);
        field.see(read, (row, line), text, &mut odd);
    }
}

/// Cell by cell, each written as text.
fn fill_by_text(field: &mut FieldCells<'_>, array: &ArrayRef, filling: Filling<'_>) {
    let Filling { column, cache, mut odd } = filling;
    let mut cell = ParquetCell::default();
    for (row, line) in (0..array.len()).zip(field.first_row..) {
        cell.write(array, row);
        let cell = cell.cell();
        let read = match cell {
            Cell::Text(text) => cache.find(column, field.reader, text).write(column),
            Cell::Absent | Cell::Moment(_) | Cell::Items(..) | Cell::Json(_) => {
                push(column, field.reader.read(cell))
            }
        };
        field.see(read, (row, line), cell.text(), &mut odd);
    }
}

fn push(column: &mut ColumnBuilder, value: CellValue) -> Read {
    let read = Read::of(&value);
    column.push(value.known());
    read
}
