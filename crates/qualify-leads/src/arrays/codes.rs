//! Arrays of places in a dictionary, and of yes and no, to places in a dictionary that the batches of a group share.
//!
//! ```text
//! array:  2 0 _ 1 2        held: [ "Retail", "software", "" ]        batch:  2 0 3 1 2
//!                                     each read once, and a gap             dictionary: [ Choice(4), Choice(0), gap, gap ]
//! ```

use std::ptr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, BooleanArray, DictionaryArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use qualify_plan::{Codes, ColumnBuilder, Dictionary};

use crate::arrays::FieldCells;
use crate::batch::Odd;
use crate::cache::Entry;
use crate::cell::{CellReader, CellValue};
use crate::table::ParquetCell;

/// What the entries of a dictionary are as values of a field; behind them stands what a gap is.
///
/// INVARIANT: `dictionary` and `kinds` belong to `held`. The dictionary of the array is held, so that no other one can be at its
/// address.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    held: Option<ArrayRef>,
    dictionary: Arc<Dictionary>,
    kinds: Vec<Entry>,
    /// Whether there is anything to be noted for rows with some entry.
    any_noted: bool,
}

impl Entries {
    fn is_of(&self, values: &ArrayRef) -> bool {
        // Not the addresses of the tables of functions, which may differ.
        self.held.as_ref().is_some_and(|held| ptr::addr_eq(Arc::as_ptr(held), Arc::as_ptr(values)))
    }

    /// Reads the entries of a dictionary, each once, and a gap.
    fn read(field: &FieldCells<'_>, held: Option<ArrayRef>, cells: impl Iterator<Item = CellValue>) -> Self {
        let mut dictionary = Dictionary::new();
        let mut kinds = Vec::new();
        for value in cells.chain([field.reader.read_text("")]) {
            kinds.push(Entry::of(&value));
            dictionary.add(value.known());
        }
        let any_noted = kinds.iter().any(|kind| is_noted(field, *kind));
        Self { held, dictionary: Arc::new(dictionary), kinds, any_noted }
    }

    /// The place of a gap.
    fn gap(&self) -> u32 {
        u32::try_from(self.kinds.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }
}

/// Fills a column of places, if the array is one of places or of yes and no; else nothing is done.
pub(super) fn fill(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    column: &mut ColumnBuilder,
    odd: &mut Odd<'_>,
) -> bool {
    let ColumnBuilder::Coded(codes) = column else { return false };
    match array.data_type() {
        DataType::Boolean => fill_flags(field, array, array.as_boolean(), codes, odd),
        DataType::Dictionary(key, _) if **key == DataType::Int32 => {
            let places = array.as_dictionary_opt::<Int32Type>();
            places.is_some_and(|places| fill_places(field, array, places, codes, odd))
        }
        _ => false,
    }
}

fn fill_places(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    places: &DictionaryArray<Int32Type>,
    codes: &mut Codes,
    odd: &mut Odd<'_>,
) -> bool {
    let values = places.values();
    if !field.entries.is_of(values) {
        let reader = field.reader;
        let mut cell = ParquetCell::default();
        let cells = (0..values.len()).map(|entry| entry_of(reader, values, entry, &mut cell));
        *field.entries = Entries::read(field, Some(Arc::clone(values)), cells);
    }
    let gap = field.entries.gap();
    let keys = places.keys().values();
    let shared = Arc::clone(&field.entries.dictionary);
    // Negative places become large ones.
    let place = |key: &i32| (*key as u32).min(gap);
    let is_done = match places.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => codes.share(&shared, keys.iter().map(place)),
        Some(nulls) => {
            let known = words(nulls);
            let of_chunk = |(keys, known): (&[i32], u64)| {
                let mut places = [gap; 64];
                for (row, (slot, key)) in places.iter_mut().zip(keys).enumerate() {
                    *slot = chosen(known, row, place(key), gap);
                }
                places.into_iter().take(keys.len())
            };
            let chunks: Vec<&[i32]> = keys.chunks(64).collect();
            codes.share(&shared, chunks.into_iter().zip(known).flat_map(of_chunk))
        }
    };
    if is_done {
        note(field, array, codes, odd);
    }
    is_done
}

fn entry_of(reader: &CellReader, values: &ArrayRef, entry: usize, cell: &mut ParquetCell) -> CellValue {
    if let Some(texts) = values.as_string_opt::<i32>()
        && texts.is_valid(entry)
    {
        return reader.read_text(texts.value(entry));
    }
    cell.write(values, entry);
    reader.read(cell.cell())
}

fn fill_flags(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    flags: &BooleanArray,
    codes: &mut Codes,
    odd: &mut Odd<'_>,
) -> bool {
    // Columns of one name may be of another kind in another file.
    if field.entries.held.is_some() || field.entries.kinds.is_empty() {
        let cells = ["false", "true"].map(|text| field.reader.read_text(text));
        *field.entries = Entries::read(field, None, cells.into_iter());
    }
    let gap = field.entries.gap();
    let known = flags.nulls().filter(|nulls| nulls.null_count() > 0).map(words);
    let known = known.into_iter().flatten().chain(std::iter::repeat(u64::MAX));
    let of_word = |(at, (word, known)): (usize, (u64, u64))| {
        let rows = (flags.len() - (at * 64).min(flags.len())).min(64);
        (0..rows).map(move |row| chosen(known, row, (word >> row & 1) as u32, gap))
    };
    let words = flags.values().bit_chunks();
    let places = words.iter_padded().zip(known).enumerate().flat_map(of_word);
    let is_done = codes.share(&Arc::clone(&field.entries.dictionary), places);
    if is_done {
        note(field, array, codes, odd);
    }
    is_done
}

/// Which rows are known, 64 at a time.
fn words(nulls: &NullBuffer) -> Vec<u64> {
    nulls.inner().bit_chunks().iter_padded().collect()
}

/// The one or the other by a bit, without a branch: gaps come as they like, and would be guessed wrong.
fn chosen(bits: u64, at: usize, one: u32, other: u32) -> u32 {
    let mask = 0_u32.wrapping_sub((bits >> at & 1) as u32);
    one & mask | other & !mask
}

fn is_noted(field: &FieldCells<'_>, kind: Entry) -> bool {
    match kind {
        Entry::Unreadable => true,
        Entry::Missing => field.is_required,
        Entry::Value => false,
    }
}

/// Notes the rows whose entries are no values.
fn note(field: &FieldCells<'_>, array: &ArrayRef, codes: &Codes, odd: &mut Odd<'_>) {
    if !field.entries.any_noted {
        return;
    }
    let mut cell = ParquetCell::default();
    let first = codes.len() - array.len().min(codes.len());
    for (row, place) in codes.from(first).iter().enumerate() {
        let kind = field.entries.kinds.get(*place as usize);
        let Some(kind) = kind.copied().filter(|kind| is_noted(field, *kind)) else { continue };
        if matches!(kind, Entry::Unreadable) {
            cell.write(array, row);
            odd.unreadable(row, cell.cell().text());
        }
        if field.is_required {
            odd.required_missing(row);
        }
    }
}
