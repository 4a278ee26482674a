//! Arrays of places in a dictionary, and of yes and no, to places in the dictionary of a batch.
//!
//! ```text
//! array:  2 0 0 1 2        held: [ "Retail", "software", "" ]        batch:  5 0 0 3 5
//!         └─────── entries: 2 ─► 5, 0 ─► 0, 1 ─► 3, each read once ──────────┘
//! ```

use std::ptr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use qualify_plan::{Codes, ColumnBuilder};

use crate::arrays::FieldCells;
use crate::batch::Odd;
use crate::cache::{Cache, Entry, Known};
use crate::cell::CellValue;
use crate::table::{Cell, ParquetCell};

/// An entry that was not read yet.
const UNREAD: u32 = u32::MAX;

/// Set for entries of which something is to be noted for each row.
const NOTED: u32 = 1 << 31;

/// What the entries of a dictionary are in the dictionary of a batch.
///
/// INVARIANT: `places` belong to `held` and `batch`. The dictionary of the array is held, so that no other one can be
/// at its address.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    held: Option<ArrayRef>,
    batch: u64,
    places: Vec<u32>,
}

impl Entries {
    /// Begins anew if either dictionary is another one.
    fn follow(&mut self, values: &ArrayRef, batch: u64) {
        let is_same = self.held.as_ref().is_some_and(|held| {
            // Not the addresses of the tables of functions, which may differ.
            ptr::addr_eq(Arc::as_ptr(held), Arc::as_ptr(values))
        });
        if !is_same || self.batch != batch {
            self.held = Some(Arc::clone(values));
            self.batch = batch;
            self.places.clear();
            self.places.resize(values.len(), UNREAD);
        }
    }
}

/// Fills a column of places, if the array is one of places or of yes and no; else nothing is done.
pub(super) fn fill(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    column: &mut ColumnBuilder,
    cache: &mut Cache,
    odd: &mut Odd<'_>,
) -> bool {
    match array.data_type() {
        DataType::Boolean => {
            let flags = array.as_boolean();
            let [yes, no, empty] = ["true", "false", ""].map(|text| place(field, column, cache, text));
            let ColumnBuilder::Coded(codes) = column else { return false };
            let all = yes | no | if flags.null_count() > 0 { empty } else { 0 };
            let first = codes.len();
            let nulls = flags.nulls().filter(|nulls| nulls.null_count() > 0);
            let known = words(nulls, flags.len());
            let words = flags.values().bit_chunks();
            for (at, (flags_of, known)) in words.iter_padded().zip(known).enumerate() {
                let rows = (flags.len() - (at * 64).min(flags.len())).min(64);
                codes.extend((0..rows).map(|row| chosen(known, row, chosen(flags_of, row, yes, no), empty)));
            }
            if all & NOTED != 0 {
                note(field, array, codes, first, odd);
            }
            true
        }
        DataType::Dictionary(key, _) if **key == DataType::Int32 => {
            let Some(dictionary) = array.as_dictionary_opt::<Int32Type>() else { return false };
            fill_dictionary(field, (array, dictionary), column, cache, odd)
        }
        _ => false,
    }
}

fn fill_dictionary(
    field: &mut FieldCells<'_>,
    (array, dictionary): (&ArrayRef, &DictionaryArray<Int32Type>),
    column: &mut ColumnBuilder,
    cache: &mut Cache,
    odd: &mut Odd<'_>,
) -> bool {
    let empty = place(field, column, cache, "");
    let ColumnBuilder::Coded(codes) = &mut *column else { return false };
    field.entries.follow(dictionary.values(), codes.dictionary().id());
    let keys = dictionary.keys().values();
    let nulls = dictionary.nulls().filter(|nulls| nulls.null_count() > 0);
    let (first, seen) = gather(&field.entries.places, keys, nulls, empty, codes);
    if seen & NOTED == 0 {
        return true;
    }
    // Some entries were not read yet, or have something to be noted.
    let mut cell = ParquetCell::default();
    for (row, key) in keys.iter().enumerate() {
        let is_unread = |entries: &Entries| entries.places.get(*key as usize) == Some(&UNREAD);
        if is_unread(field.entries) && nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            cell.write(array, row);
            let known = match cell.cell() {
                Cell::Text(text) => place(field, column, cache, text),
                other => {
                    let value = field.reader.read(other);
                    let entry = Entry::of(&value);
                    let ColumnBuilder::Coded(codes) = &mut *column else { return false };
                    marked(field, Known::Code(codes.dictionary().add(value.known()), entry))
                }
            };
            if let Some(place) = field.entries.places.get_mut(*key as usize) {
                *place = known;
            }
        }
    }
    let ColumnBuilder::Coded(codes) = column else { return false };
    codes.truncate(first);
    let (first, seen) = gather(&field.entries.places, keys, nulls, empty, codes);
    if seen & NOTED != 0 {
        note(field, array, codes, first, odd);
    }
    true
}

/// Adds the places of all rows; gives where they begin, and the bits of all of them together.
fn gather(
    places: &[u32],
    keys: &[i32],
    nulls: Option<&NullBuffer>,
    empty: u32,
    codes: &mut Codes,
) -> (usize, u32) {
    let first = codes.len();
    let mut seen = 0;
    let of = |key: &i32| places.get(*key as usize).copied().unwrap_or(UNREAD);
    for (keys, known) in keys.chunks(64).zip(words(nulls, keys.len())) {
        let places = keys.iter().enumerate().map(|(row, key)| {
            let place = if known == u64::MAX { of(key) } else { chosen(known, row, of(key), empty) };
            seen |= place;
            place
        });
        codes.extend(places);
    }
    (first, seen)
}

/// Which rows are known, 64 at a time.
fn words(nulls: Option<&NullBuffer>, rows: usize) -> impl Iterator<Item = u64> {
    let all = nulls.is_none().then(|| std::iter::repeat_n(u64::MAX, rows.div_ceil(64)));
    let some = nulls.map(|nulls| nulls.inner().bit_chunks().iter_padded().collect::<Vec<u64>>());
    all.into_iter().flatten().chain(some.into_iter().flatten())
}

/// The one or the other by a bit, without a branch: gaps come as they like, and would be guessed wrong.
fn chosen(bits: u64, at: usize, one: u32, other: u32) -> u32 {
    let mask = 0_u32.wrapping_sub(u32::from(bits >> at & 1 == 1));
    one & mask | other & !mask
}

/// Takes the marks off, and notes what they are for.
fn note(field: &FieldCells<'_>, array: &ArrayRef, codes: &mut Codes, first: usize, odd: &mut Odd<'_>) {
    let mut cell = ParquetCell::default();
    for (row, place) in codes.from_mut(first).iter_mut().enumerate().filter(|(_, place)| **place & NOTED != 0)
    {
        *place &= !NOTED;
        cell.write(array, row);
        if field.reader.read(cell.cell()) == CellValue::Unreadable {
            odd.unreadable(row, cell.cell().text());
        }
        if field.is_required {
            odd.required_missing(row);
        }
    }
}

/// The place of a text, marked if there is something to be noted.
fn place(field: &FieldCells<'_>, column: &mut ColumnBuilder, cache: &mut Cache, text: &str) -> u32 {
    marked(field, cache.find(column, field.reader, text))
}

fn marked(field: &FieldCells<'_>, known: Known) -> u32 {
    let Known::Code(place, entry) = known else { return UNREAD };
    let is_noted = match entry {
        Entry::Unreadable => true,
        Entry::Missing => field.is_required,
        Entry::Value => false,
    };
    if is_noted { place | NOTED } else { place }
}
