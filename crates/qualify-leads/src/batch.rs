//! Rows of a table to leads side by side: the columns of a batch, with keys, lines and what was odd.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use qualify_plan::{Codes, ColumnBuilder, Columns, Decimal, FieldId, Plan, Value};

use crate::cell::{CellReader, CellValue};

/// Some leads of a file. It is filled again and again: what was learnt about cells is of use to the next leads.
#[derive(Debug)]
pub struct LeadBatch {
    /// Their values.
    pub columns: Columns,
    keys: String,
    key_ends: Vec<usize>,
    lines: Vec<u64>,
    /// The cells that are no values of their field's type, lead by lead.
    pub unreadable: Vec<UnreadableCell>,
    /// The fields that are `required` and missing, lead by lead.
    pub required_missing: Vec<(usize, FieldId)>,
    caches: Vec<Cache>,
}

/// A cell that is no value of its field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableCell {
    /// The place of the lead in the batch.
    pub lead: usize,
    /// The field.
    pub field: FieldId,
    /// The cell as it is written.
    pub text: String,
}

impl LeadBatch {
    /// For leads of a plan; empty.
    pub fn new(plan: &Plan) -> Self {
        Self {
            columns: Columns::new(&plan.fields),
            keys: String::new(),
            key_ends: Vec::new(),
            lines: Vec::new(),
            unreadable: Vec::new(),
            required_missing: Vec::new(),
            caches: plan.fields.iter().map(|_| Cache::default()).collect(),
        }
    }

    /// How many leads there are.
    pub fn leads(&self) -> usize {
        self.lines.len()
    }

    /// The key of a lead, trimmed; empty if the cell is.
    pub fn key(&self, lead: usize) -> &str {
        let start = lead.checked_sub(1).and_then(|before| self.key_ends.get(before)).copied().unwrap_or(0);
        let end = self.key_ends.get(lead).copied().unwrap_or(start);
        self.keys.get(start..end).unwrap_or_default()
    }

    /// The line on which the row of a lead starts.
    pub fn line(&self, lead: usize) -> u64 {
        self.lines.get(lead).copied().unwrap_or(0)
    }

    pub(crate) fn clear(&mut self) {
        self.columns.clear();
        self.keys.clear();
        self.key_ends.clear();
        self.lines.clear();
        self.unreadable.clear();
        self.required_missing.clear();
    }

    /// Ends a lead whose columns are filled.
    pub(crate) fn end_lead(&mut self, key: &str, line: u64) {
        self.keys.push_str(key);
        self.key_ends.push(self.keys.len());
        self.lines.push(line);
        self.columns.grown_to(self.lines.len());
    }

    /// Adds a cell of text to the column of a field.
    pub(crate) fn add_text(&mut self, field: usize, reader: &CellReader, text: &str) -> Read {
        let (Some(column), Some(cache)) =
            (self.columns.column(FieldId::from_index(field)), self.caches.get_mut(field))
        else {
            return Read::Missing;
        };
        let read = cache.add(column, reader, text);
        if read == Read::Unreadable {
            self.note_unreadable(field, text);
        }
        read
    }

    /// Adds a value to the column of a field, without looking it up.
    pub(crate) fn add_value(&mut self, field: usize, value: CellValue, text: &str) -> Read {
        let Some(column) = self.columns.column(FieldId::from_index(field)) else { return Read::Missing };
        let read = Read::of(&value);
        match value {
            CellValue::Known(value) => column.push(Some(value)),
            CellValue::Missing | CellValue::Unreadable => column.push_gap(),
        }
        if read == Read::Unreadable {
            self.note_unreadable(field, text);
        }
        read
    }

    /// The column of a field to be filled for many leads at once, with what cells of it were read as before.
    pub(crate) fn filling(&mut self, field: FieldId) -> Option<Filling<'_>> {
        let column = self.columns.column(field)?;
        let (unreadable, required_missing) = (&mut self.unreadable, &mut self.required_missing);
        let odd = Odd { field, first: self.lines.len(), unreadable, required_missing };
        Some(Filling { column, cache: self.caches.get_mut(field.index())?, odd })
    }

    /// Ends leads whose columns are filled: the keys are added by `write`, one for each, to a text and to the list of
    /// where they end.
    pub(crate) fn end_leads(
        &mut self,
        lines: std::ops::Range<u64>,
        write: impl FnOnce(&mut String, &mut Vec<usize>),
    ) {
        self.lines.extend(lines);
        write(&mut self.keys, &mut self.key_ends);
        self.key_ends.resize(self.lines.len(), self.keys.len());
        self.columns.grown_to(self.lines.len());
        // They were noted column by column.
        self.unreadable.sort_by_key(|cell| cell.lead);
        self.required_missing.sort_by_key(|(lead, _)| *lead);
    }

    fn note_unreadable(&mut self, field: usize, text: &str) {
        let (lead, field) = (self.lines.len(), FieldId::from_index(field));
        self.unreadable.push(UnreadableCell { lead, field, text: text.to_owned() });
    }
}

/// A column that is filled for many leads at once.
pub(crate) struct Filling<'b> {
    pub(crate) column: &'b mut ColumnBuilder,
    pub(crate) cache: &'b mut Cache,
    pub(crate) odd: Odd<'b>,
}

/// Takes note of cells that are no values.
pub(crate) struct Odd<'b> {
    field: FieldId,
    first: usize,
    unreadable: &'b mut Vec<UnreadableCell>,
    required_missing: &'b mut Vec<(usize, FieldId)>,
}

impl Odd<'_> {
    /// Notes that the cell of a lead, counted from the first that is filled, is no value.
    pub(crate) fn unreadable(&mut self, at: usize, text: &str) {
        let lead = self.first + at;
        self.unreadable.push(UnreadableCell { lead, field: self.field, text: text.to_owned() });
    }

    /// Notes that a field that is required is missing.
    pub(crate) fn required_missing(&mut self, at: usize) {
        self.required_missing.push((self.first + at, self.field));
    }
}

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// A number, in ten-thousandths.
    Number(i64),
    /// Another value.
    Known,
    Missing,
    Unreadable,
}

impl Read {
    pub(crate) fn of(value: &CellValue) -> Self {
        match value {
            CellValue::Known(Value::Number(number)) => Self::Number(number.units()),
            CellValue::Known(_) => Self::Known,
            CellValue::Missing => Self::Missing,
            CellValue::Unreadable => Self::Unreadable,
        }
    }
}

/// Cells of one column that were read before, by how they are written.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: HashMap<Box<str>, Known, RandomState>,
    /// The dictionary that the codes are places of.
    dictionary: u64,
    looked_up: u32,
    found: u32,
    /// Cells are so seldom written alike that looking them up costs more than it saves.
    is_useless: bool,
}

/// What a cell was read as.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Known {
    Number(i64),
    Day(i32),
    Code(u32, Read),
    Missing,
    Unreadable,
}

impl Cache {
    /// How many cells are kept.
    const MOST: usize = 8_192;
    /// After so many cells it is clear whether keeping them is of use.
    const TRIED: u32 = 4_096;

    fn add(&mut self, column: &mut ColumnBuilder, reader: &CellReader, text: &str) -> Read {
        self.find(column, reader, text).write(column)
    }

    /// What a cell of text is read as; nothing is added to the column.
    pub(crate) fn find(&mut self, column: &mut ColumnBuilder, reader: &CellReader, text: &str) -> Known {
        if let (ColumnBuilder::Numbers(..), Some(number)) = (&mut *column, reader.plain_number(text)) {
            return Known::Number(number);
        }
        if let ColumnBuilder::Coded(codes) = column {
            self.follow(codes);
        }
        if self.is_useless {
            return self.read(column, reader, text);
        }
        self.looked_up += 1;
        if let Some(known) = self.known.get(text) {
            self.found += 1;
            return *known;
        }
        let known = self.read(column, reader, text);
        self.keep(text, known);
        known
    }

    /// Codes are places in one dictionary; with another they mean nothing.
    fn follow(&mut self, codes: &mut Codes) {
        let dictionary = codes.dictionary().id();
        if self.dictionary != dictionary {
            self.known.clear();
            self.dictionary = dictionary;
        }
    }

    fn read(&self, column: &mut ColumnBuilder, reader: &CellReader, text: &str) -> Known {
        let value = reader.read_text(text);
        match (column, value) {
            (ColumnBuilder::Coded(codes), value) => {
                let read = Read::of(&value);
                Known::Code(codes.dictionary().add(value.known()), read)
            }
            (_, CellValue::Known(Value::Number(number))) => Known::Number(number.units()),
            (_, CellValue::Known(Value::Date(date))) => Known::Day(date.day_number()),
            (_, CellValue::Known(Value::Never)) => Known::Day(qualify_plan::Column::NEVER),
            (_, CellValue::Unreadable) => Known::Unreadable,
            (_, CellValue::Known(_) | CellValue::Missing) => Known::Missing,
        }
    }

    fn keep(&mut self, text: &str, known: Known) {
        if self.looked_up == Self::TRIED && self.found < Self::TRIED / 2 {
            self.is_useless = true;
            self.known = HashMap::default();
        } else if self.known.len() < Self::MOST {
            self.known.insert(text.into(), known);
        }
    }
}

impl Known {
    /// Adds it to the column for which it was read.
    pub(crate) fn write(self, column: &mut ColumnBuilder) -> Read {
        match (self, column) {
            (Self::Number(number), ColumnBuilder::Numbers(units, gaps)) => {
                units.push(number);
                gaps.push(true);
                Read::Number(number)
            }
            (Self::Day(day), ColumnBuilder::Days(days, gaps)) => {
                days.push(day);
                gaps.push(true);
                Read::Known
            }
            (Self::Code(code, read), ColumnBuilder::Coded(codes)) => {
                codes.push(code);
                read
            }
            (Self::Unreadable, column) => {
                column.push_gap();
                Read::Unreadable
            }
            (_, column) => {
                column.push_gap();
                Read::Missing
            }
        }
    }
}

/// The ten-thousandths of a number that is written as nothing but up to 14 digits.
pub(crate) fn digits(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 14 {
        return None;
    }
    let mut number = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number * Decimal::SCALE)
}

#[cfg(test)]
mod tests;
