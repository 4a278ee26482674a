//! Arrays of Parquet to the columns of a batch of leads, column by column.
//!
//! What a cell is read as is told by [`CellReader::read`] of the cell as text, and by nothing else. Most cells of kinds
//! that hold numbers, days and places in a dictionary are known to be read as what they are, and become it without
//! being written as text first; the others, and whatever is not surely of the kind that the field wants, are.

mod codes;
mod days;
mod keys;
mod met;
mod numbers;
mod slots;
#[cfg(test)]
mod tests;
mod texts;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use qualify_plan::ColumnBuilder;

use crate::batch::{Filling, Odd, Read};
use crate::caution::Watch;
use crate::cell::{CellReader, CellValue, PlainTexts};
use crate::table::{Cell, ColumnCells, PageTexts, ParquetCell};

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

/// Fills the column of a field; without cells the field is missing for all rows.
pub(crate) fn fill(
    field: &mut FieldCells<'_>,
    cells: Option<&ColumnCells>,
    rows: usize,
    mut filling: Filling<'_>,
) {
    match cells {
        None => {
            (0..rows).for_each(|_| filling.column.push_gap());
            if field.is_required {
                (0..rows).for_each(|row| filling.odd.required_missing(row));
            }
        }
        Some(ColumnCells::Places(places)) if codes::fill(field, places, &mut filling) => {}
        Some(ColumnCells::Array(array)) if fill_values(field, array, &mut filling) => {}
        Some(ColumnCells::Texts(texts)) if fill_page_texts(field, texts, &mut filling) => {}
        Some(cells) => fill_by_text(field, cells, filling),
    }
}

/// Fills a column of numbers or days from an array of such, or any from texts; else nothing is done.
fn fill_values(field: &mut FieldCells<'_>, array: &ArrayRef, filling: &mut Filling<'_>) -> bool {
    if let Some(texts) = array.as_string_opt::<i32>() {
        fill_texts(field, texts, filling);
        return true;
    }
    let Filling { column, odd, .. } = filling;
    match column {
        ColumnBuilder::Numbers(units, gaps) => {
            let before = units.len();
            let is_filled = numbers::fill(field, array, units, gaps, odd);
            if let (true, Some(watch)) = (is_filled, &mut field.watch) {
                let added = units.get(before..).unwrap_or_default();
                watch.see_numbers(field.first_row, added, |row| array.is_valid(row));
            }
            is_filled
        }
        ColumnBuilder::Days(days, gaps) => days::fill(field, array, days, gaps, odd),
        ColumnBuilder::Coded(_) => false,
    }
}

/// Texts where they stand.
fn fill_page_texts(field: &mut FieldCells<'_>, texts: &PageTexts, filling: &mut Filling<'_>) -> bool {
    if field.reader.reads_domains() {
        texts::fill_by_domain(field, texts.bytes(), texts.spans(), filling);
        return true;
    }
    texts.to_array().is_ok_and(|array| fill_values(field, &array, filling))
}

/// Texts as they are.
fn fill_texts(field: &mut FieldCells<'_>, texts: &StringArray, filling: &mut Filling<'_>) {
    let Filling { column, cache, odd, .. } = filling;
    if field.reader.reads_domains() {
        texts::fill_by_domain(field, texts.value_data(), &texts::spans(texts), filling);
        return;
    }
    if let ColumnBuilder::Coded(codes) = &mut **column
        && (cache.is_useless() || field.reader.plain_texts() == Some(PlainTexts::Addresses))
        && texts::fill(field, texts, codes, odd)
    {
        return;
    }
    for ((row, line), text) in (0..).zip(field.first_row..).zip(texts.iter().map(Option::unwrap_or_default)) {
        let read = cache.find(column, field.reader, text).write(column);
        field.see(read, (row, line), text, odd);
    }
}

/// Cell by cell, each written as text.
fn fill_by_text(field: &mut FieldCells<'_>, cells: &ColumnCells, filling: Filling<'_>) {
    let Filling { column, cache, mut odd, .. } = filling;
    let mut cell = ParquetCell::default();
    for (row, line) in (0..cells.len()).zip(field.first_row..) {
        cells.write(&mut cell, row);
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
