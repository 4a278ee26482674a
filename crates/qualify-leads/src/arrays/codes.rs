//! Places in the dictionary of a column to places in a dictionary of values that the batches of a group share.
//!
//! ```text
//! places:  2 0 3 1 2      values: [ "Retail", "software", "" ]       each read once, and a gap ─► [ Choice(4), Choice(0), gap, gap ]
//!          └────────────── the same places ─────────────────────────────────────────────────────► 2 0 3 1 2
//! ```

use std::ptr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use qualify_plan::{Column, ColumnBuilder, Dictionary, Gaps};

use crate::arrays::met::MetTexts;
use crate::arrays::{FieldCells, days, numbers};
use crate::batch::{Filling, Odd};
use crate::cache::Entry;
use crate::cell::{CellReader, CellValue};
use crate::table::{ParquetCell, Places};

/// What the entries of a dictionary are as values of a field; behind them stands what a gap is.
///
/// INVARIANT: `dictionary` and `kinds` belong to `held`. The values are held, so that no others can be at their address.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    held: Option<ArrayRef>,
    dictionary: Arc<Dictionary>,
    kinds: Vec<Entry>,
    /// The places in `dictionary` if they are others than in `held`.
    places: Option<Vec<u32>>,
    /// Whether there is anything to be noted for rows with some entry.
    any_noted: bool,
    texts: MetTexts,
}

impl Entries {
    fn are_of(&self, values: &ArrayRef) -> bool {
        // Not the addresses of the tables of functions, which may differ.
        self.held.as_ref().is_some_and(|held| ptr::addr_eq(Arc::as_ptr(held), Arc::as_ptr(values)))
    }

    /// Reads the entries of a dictionary, each once, and a gap.
    fn read(&mut self, field: &mut FieldCells<'_>, values: &ArrayRef, column: &ColumnBuilder) {
        self.held = Some(Arc::clone(values));
        self.kinds.clear();
        self.places = None;
        match values.as_string_opt::<i32>() {
            Some(texts) if self.texts.may_come_again(texts.len()) => {
                self.places = Some(self.texts.meet(field.reader, texts, &mut self.kinds));
                self.dictionary = Arc::clone(&self.texts.dictionary);
            }
            _ => self.dictionary = Arc::new(read(field, values, column, &mut self.kinds)),
        }
        self.any_noted = self.kinds.iter().any(|kind| is_noted(field, *kind));
    }

    /// The places in the dictionary of values.
    fn places(&self, codes: &Arc<Vec<u32>>) -> Arc<Vec<u32>> {
        let Some(places) = &self.places else { return Arc::clone(codes) };
        let place = |code: &u32| places.get(*code as usize).copied().unwrap_or(u32::MAX);
        Arc::new(codes.iter().map(place).collect())
    }
}

/// A dictionary of its own for these values.
fn read(
    field: &mut FieldCells<'_>,
    values: &ArrayRef,
    column: &ColumnBuilder,
    kinds: &mut Vec<Entry>,
) -> Dictionary {
    let cells = match column {
        ColumnBuilder::Numbers(..) => read_numbers(field, values),
        ColumnBuilder::Days(..) => read_days(field, values),
        ColumnBuilder::Coded(_) => None,
    };
    let reader = field.reader;
    let mut dictionary = Dictionary::new();
    match (cells, values.as_string_opt::<i32>()) {
        (Some(cells), _) => cells.into_iter().for_each(|cell| kinds.push(add(&mut dictionary, cell))),
        (None, Some(texts)) => {
            let texts = texts.iter().map(Option::unwrap_or_default);
            kinds.extend(texts.map(|text| reader.add_to(&mut dictionary, text).1));
        }
        (None, None) => read_cells(reader, values, |cell| kinds.push(add(&mut dictionary, cell))),
    }
    kinds.push(reader.add_to(&mut dictionary, "").1);
    dictionary
}

/// Fills the column of a field with places, if each entry of the dictionary says the same in all rows; else nothing is done.
pub(super) fn fill(field: &mut FieldCells<'_>, places: &Places, filling: &mut Filling<'_>) -> bool {
    // Of numbers in texts it matters how each row writes them, and of percentages how large they all are.
    let is_watched = match places.values.data_type() {
        DataType::Utf8 => !matches!(filling.column, ColumnBuilder::Coded(_)),
        _ => field.watch.as_ref().is_some_and(|watch| watch.sees_numbers()),
    };
    if is_watched || !filling.column.is_empty() {
        return false;
    }
    if !field.entries.are_of(&places.values) {
        // The field is asked while they are read.
        let mut entries = std::mem::take(field.entries);
        entries.read(field, &places.values, filling.column);
        *field.entries = entries;
    }
    if field.entries.any_noted {
        note(field, places, &mut filling.odd);
    }
    filling.shared.set(Arc::clone(&field.entries.dictionary), field.entries.places(&places.codes));
    true
}

/// Entries that are numbers.
fn read_numbers(field: &mut FieldCells<'_>, values: &ArrayRef) -> Option<Vec<CellValue>> {
    let (mut units, mut gaps) = (Vec::new(), Gaps::default());
    let is_unreadable = aside(values.len(), |odd| numbers::fill(field, values, &mut units, &mut gaps, odd))?;
    Some(cells(&Column::Numbers(&units, gaps.known()), &is_unreadable))
}

/// Entries that are days.
fn read_days(field: &mut FieldCells<'_>, values: &ArrayRef) -> Option<Vec<CellValue>> {
    let (mut days, mut gaps) = (Vec::new(), Gaps::default());
    let is_unreadable = aside(values.len(), |odd| days::fill(field, values, &mut days, &mut gaps, odd))?;
    Some(cells(&Column::Days(&days, gaps.known()), &is_unreadable))
}

/// Fills something, and gives which of so many entries are unreadable, by bit; none if nothing was filled.
fn aside(entries: usize, fill: impl FnOnce(&mut Odd<'_>) -> bool) -> Option<Vec<bool>> {
    let (mut unreadable, mut missing) = (Vec::new(), Vec::new());
    let is_filled = fill(&mut Odd::aside(&mut unreadable, &mut missing));
    let mut is_unreadable = vec![false; entries];
    for cell in unreadable {
        is_unreadable.get_mut(cell.lead).into_iter().for_each(|slot| *slot = true);
    }
    is_filled.then_some(is_unreadable)
}

fn cells(column: &Column<'_>, is_unreadable: &[bool]) -> Vec<CellValue> {
    let cell = |(entry, is_unreadable): (usize, &bool)| match column.value(entry) {
        Some(value) => CellValue::Known(value),
        None if *is_unreadable => CellValue::Unreadable,
        None => CellValue::Missing,
    };
    is_unreadable.iter().enumerate().map(cell).collect()
}

/// Any entries, each written as text.
fn read_cells(reader: &CellReader, values: &ArrayRef, mut take: impl FnMut(CellValue)) {
    let mut cell = ParquetCell::default();
    for entry in 0..values.len() {
        cell.write(values, entry);
        take(reader.read(cell.cell()));
    }
}

fn add(dictionary: &mut Dictionary, cell: CellValue) -> Entry {
    let kind = Entry::of(&cell);
    dictionary.add(cell.known());
    kind
}

fn is_noted(field: &FieldCells<'_>, kind: Entry) -> bool {
    match kind {
        Entry::Unreadable => true,
        Entry::Missing => field.is_required,
        Entry::Value => false,
    }
}

/// Notes the rows whose entries are no values.
fn note(field: &FieldCells<'_>, places: &Places, odd: &mut Odd<'_>) {
    let mut cell = ParquetCell::default();
    for (row, place) in places.codes.iter().map(|place| *place as usize).enumerate() {
        let kind = field.entries.kinds.get(place);
        let Some(kind) = kind.copied().filter(|kind| is_noted(field, *kind)) else { continue };
        if matches!(kind, Entry::Unreadable) {
            cell.write(&places.values, place);
            odd.unreadable(row, cell.cell().text());
        }
        if field.is_required {
            odd.required_missing(row);
        }
    }
}
