//! An array of keys, or the numbers of rows, to the keys of a batch.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use crate::batch::LeadBatch;
use crate::table::{Arrays, ParquetCell};

/// Ends the leads of some rows, with the keys of a column; without one the numbers of the rows are the keys.
pub(crate) fn add_keys(batch: &mut LeadBatch, arrays: &Arrays, column: Option<usize>) {
    let rows = arrays.first_row..arrays.first_row + arrays.rows as u64;
    match column.map(|column| arrays.column(column)) {
        None => batch.end_leads(rows.clone(), |keys, ends| add_numbers(keys, ends, rows)),
        Some(None) => batch.end_leads(rows, |_, _| {}),
        Some(Some(array)) => batch.end_leads(rows, |keys, ends| add_texts(keys, ends, array)),
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

fn add_texts(keys: &mut String, ends: &mut Vec<usize>, array: &ArrayRef) {
    if *array.data_type() == DataType::Utf8 && array.null_count() == 0 {
        for text in array.as_string::<i32>().iter() {
            keys.push_str(trim(text.unwrap_or_default()));
            ends.push(keys.len());
        }
        return;
    }
    let mut cell = ParquetCell::default();
    for row in 0..array.len() {
        cell.write(array, row);
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
