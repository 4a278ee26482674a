//! Rows of a table to leads side by side: the columns of a batch, with keys, lines and what was odd.

use qualify_plan::{ColumnBuilder, Columns, FieldId, Plan, SharedCodes, Value};

use crate::cache::Cache;
use crate::cell::{CellReader, CellValue};
use crate::facts::Unreadable;
use crate::leads::Record;

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

    /// One lead by itself; its events are not in it.
    pub fn record(&self, plan: &Plan, lead: usize) -> Record {
        let name = |field: FieldId| plan.fields.get(field.index()).map_or("", |field| &field.name).to_owned();
        let unreadable = of_lead(&self.unreadable, lead, |cell| cell.lead).iter();
        let unreadable =
            unreadable.map(|cell| Unreadable { name: name(cell.field), text: cell.text.clone() });
        let missing = of_lead(&self.required_missing, lead, |(lead, _)| *lead);
        Record {
            key: self.key(lead).to_owned(),
            line: self.line(lead),
            values: self
                .columns
                .with_batch(|batch| batch.columns.iter().map(|column| column.value(lead)).collect()),
            unreadable: unreadable.collect(),
            required_missing: missing.iter().map(|(_, field)| *field).collect(),
        }
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
    #[inline]
    pub(crate) fn add_text(&mut self, field: usize, reader: &CellReader, text: &str) -> Read {
        let (Some(column), Some(cache)) =
            (self.columns.column(FieldId::from_index(field)), self.caches.get_mut(field))
        else {
            return Read::Missing;
        };
        let read = cache.find(column, reader, text).write(column);
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
        let (column, shared) = self.columns.column_or_shared(field)?;
        let (unreadable, required_missing) = (&mut self.unreadable, &mut self.required_missing);
        let odd = Odd { field, first: self.lines.len(), unreadable, required_missing };
        Some(Filling { column, shared, cache: self.caches.get_mut(field.index())?, odd })
    }

    /// Ends leads whose columns are filled: the keys are added by `write`, one for each, to a text and to the list of
    /// where they end.
    pub(crate) fn end_leads(
        &mut self,
        lines: std::ops::Range<u64>,
        write: impl FnOnce(&mut String, &mut Vec<usize>),
    ) {
        let first = self.lines.len();
        self.lines.extend(lines);
        write(&mut self.keys, &mut self.key_ends);
        self.key_ends.resize(self.lines.len(), self.keys.len());
        self.columns.grown_to(self.lines.len());
        // Those of these leads were noted column by column.
        from_lead(&mut self.unreadable, first, |cell| cell.lead).sort_by_key(|cell| cell.lead);
        from_lead(&mut self.required_missing, first, |(lead, _)| *lead).sort_by_key(|(lead, _)| *lead);
    }

    fn note_unreadable(&mut self, field: usize, text: &str) {
        let (lead, field) = (self.lines.len(), FieldId::from_index(field));
        self.unreadable.push(UnreadableCell { lead, field, text: text.to_owned() });
    }
}

/// The part about one lead of a list that goes lead by lead.
fn of_lead<T>(all: &[T], lead: usize, of: impl Fn(&T) -> usize) -> &[T] {
    let from = all.partition_point(|item| of(item) < lead);
    let to = all.partition_point(|item| of(item) <= lead);
    all.get(from..to).unwrap_or_default()
}

/// The part from a lead on of a list that goes lead by lead up to it.
fn from_lead<T>(all: &mut [T], lead: usize, of: impl Fn(&T) -> usize) -> &mut [T] {
    let from = all.partition_point(|item| of(item) < lead);
    all.get_mut(from..).unwrap_or_default()
}

/// A column that is filled for many leads at once.
pub(crate) struct Filling<'b> {
    pub(crate) column: &'b mut ColumnBuilder,
    /// What is filled instead of the column if all leads of the batch have places in one dictionary.
    pub(crate) shared: &'b mut SharedCodes,
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

impl<'b> Odd<'b> {
    /// For a list of its own.
    pub(crate) fn aside(
        unreadable: &'b mut Vec<UnreadableCell>,
        required_missing: &'b mut Vec<(usize, FieldId)>,
    ) -> Self {
        Self { field: FieldId::from_index(0), first: 0, unreadable, required_missing }
    }

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

#[cfg(test)]
mod tests;
