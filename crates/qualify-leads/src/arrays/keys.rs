//! An array of keys, or the numbers of rows, to the keys of a batch.

use arrow_array::cast::AsArray;

use crate::batch::LeadBatch;
use crate::leads::Key;
use crate::table::{Arrays, ColumnCells, ParquetCell};

/// Ends the leads of some rows with their keys.
pub(crate) fn add_keys(batch: &mut LeadBatch, arrays: &Arrays, key: Key) {
    let rows = arrays.first_row..arrays.first_row + arrays.rows as u64;
    match key {
        Key::Line => batch.end_leads(rows.clone(), |keys, ends| add_numbers(keys, ends, rows)),
        Key::Column(column) => batch.end_leads(rows, |keys, ends| {
            if let Some(cells) = column.and_then(|column| arrays.column(column)) {
                add_texts(keys, ends, cells);
            }
        }),
        Key::Nowhere => batch.end_leads(rows, |_, _| {}),
    }
}

fn add_numbers(keys: &mut String, ends: &mut Vec<usize>, rows: std::ops::Range<u64>) {
    let mut digits = rows.start.to_string().into_bytes();
    for _ in rows {
        keys.push_str(str::from_utf8(&digits).unwrap_or_default());
        ends.push(keys.len());
        count_on(&mut digits);
    }
}

/// Adds one to a number of digits.
fn count_on(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

fn add_texts(keys: &mut String, ends: &mut Vec<usize>, cells: &ColumnCells) {
    if let ColumnCells::Array(array) = cells
        && let Some(texts) = array.as_string_opt::<i32>()
    {
        for text in texts.iter() {
            keys.push_str(trim(text.unwrap_or_default()));
            ends.push(keys.len());
        }
        return;
    }
    if let ColumnCells::Texts(texts) = cells {
        for row in 0..cells.len() {
            keys.push_str(trim(texts.text(row)));
            ends.push(keys.len());
        }
        return;
    }
    let mut cell = ParquetCell::default();
    for row in 0..cells.len() {
        cells.write(&mut cell, row);
        keys.push_str(trim(cell.cell().text()));
        ends.push(keys.len());
    }
}

/// Most keys have nothing around them.
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}
