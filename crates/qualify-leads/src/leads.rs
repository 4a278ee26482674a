//! Rows of a table to leads: a key, and a value or a gap for each field of a plan.

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::{fast, quality};
use qualify_plan::{Fact, FieldId, Plan, Value};

use crate::arrays::add_keys;
use crate::batch::LeadBatch;
use crate::caution::Caution;
use crate::columns::{Columns, HeaderIndex};
use crate::facts::{ColumnReader, FactReaders, Unreadable};
use crate::input_rows::InputRows;
use crate::report::{Problems, TableError, excerpt};
use crate::table::{Headers, Table};
use crate::zone::Zone;

/// What the caller knows about the leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeadOptions {
    /// The header of the column with the keys; without one the key of a lead is the number of its line, or of its row.
    pub key: Option<String>,
    /// Where moments with an offset fall on a day.
    pub zone: Zone,
}

/// One lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key, trimmed; empty if the cell is.
    pub key: String,
    /// The line on which its row starts; of Parquet the number of its row.
    pub line: u64,
    /// By [`FieldId`]; `None` is missing.
    pub values: Vec<Option<Value>>,
    /// The cells that are no values of their field's type, in the order of the fields.
    pub unreadable: Vec<Unreadable>,
    /// The fields that are `required` and missing.
    pub required_missing: Vec<FieldId>,
}

/// What was met while reading leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeadReport {
    /// How many leads were read.
    pub leads: u64,
    /// The first key, if there is one.
    pub first_key: Option<String>,
    /// Leads with an empty key; they are evaluated, and no event rows join them.
    pub without_key: Problems,
    /// Leads whose key an earlier lead has; each is evaluated.
    pub repeated_keys: Problems,
}

/// Leads one after the other, in the order of the file, which is never held in memory.
///
/// To notice repeated keys a hash of 64 bits of each key is kept: about 16 bytes a lead. Two different keys would have
/// to share all 64 bits to be counted as repeated by mistake.
///
/// After an error no more leads come: the file could not be read to its end.
pub struct LeadReader {
    table: Table,
    fields: Vec<Fact>,
    facts: FactReaders,
    key: Option<ColumnReader>,
    /// How many headers were known when columns were last looked up: JSON Lines shows them as it goes.
    known_headers: usize,
    seen_keys: HashSet<u64, fast::FixedState>,
    /// How many leads get their key, if not all do.
    keyed: Option<u64>,
    report: LeadReport,
    failed: bool,
    /// The rows of the last batch as they are written, if somebody wants them.
    rows: Option<InputRows>,
}

impl LeadReader {
    /// Finds the columns of the plan's fields and of the key.
    pub fn new(plan: &Plan, table: Table, options: &LeadOptions) -> Result<Self, TableError> {
        let mut reader = Self {
            fields: plan.fields.clone(),
            facts: FactReaders::new(&plan.fields, &options.zone),
            key: options.key.clone().map(|key| ColumnReader::new(vec![key])),
            known_headers: 0,
            seen_keys: HashSet::default(),
            keyed: None,
            report: LeadReport::default(),
            failed: false,
            rows: None,
            table,
        };
        reader.find_columns();
        reader.check_key()?;
        let used: Vec<usize> = reader.used().collect();
        reader.table.read_only(used.into_iter());
        Ok(reader)
    }

    /// Says that only the keys of the first leads are of use: at least so many get theirs, and where batches are filled the
    /// keys of others are empty, and not looked at for gaps and repetitions.
    pub fn need_keys_of(&mut self, leads: u64) {
        self.keyed = Some(leads);
    }

    /// Says that of addresses in these fields only the domain is of use, and whether there is one: where batches are filled, another
    /// address with the same domain may stand for one.
    pub fn need_only_domains_of(&mut self, fields: &[FieldId]) {
        self.facts.need_only_domains_of(fields);
    }

    /// The column of the keys that are read from now on; none if keys are line numbers.
    fn key_column(&mut self) -> Key {
        let Some(key) = &self.key else { return Key::Line };
        if self.keyed.is_none_or(|keyed| self.report.leads < keyed) {
            return Key::Column(key.columns().first().copied());
        }
        if let Some(table) = self.table.parquet() {
            // Even a fact may read it.
            table.read_only(self.facts.columns());
        }
        Key::Nowhere
    }

    /// From now on the rows of a batch are kept as they are written, with all their columns.
    pub fn keep_rows(&mut self) {
        self.table.read_only(0..self.table.headers().len());
        self.rows = Some(InputRows::default());
    }

    /// Gives the rows of the batch that was filled last, and takes others to write over. They are in its order.
    pub fn swap_rows(&mut self, rows: &mut InputRows) {
        if let Some(kept) = &mut self.rows {
            std::mem::swap(kept, rows);
        }
    }

    /// Watches the keys of an earlier file too, so that keys that come up again in this one are noticed.
    pub fn remember_keys_of(&mut self, earlier: &mut Self) {
        self.seen_keys = std::mem::take(&mut earlier.seen_keys);
    }

    fn find_columns(&mut self) {
        self.facts.find_columns(&self.table);
        if let Some(key) = &mut self.key {
            key.find(&self.table);
        }
        self.known_headers = self.table.headers().len();
    }

    fn check_key(&self) -> Result<(), TableError> {
        match (&self.key, self.table.header_kind()) {
            (Some(key), Headers::Fixed) if key.columns().is_empty() => Err(TableError::new(
                self.table.name(),
                no_column("the keys of the leads", key.wanted(), self.table.headers()),
            )),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// Which field reads which column, and which columns nothing reads. For JSON Lines: as far as names were seen.
    pub fn columns(&self) -> Columns {
        let index = HeaderIndex::new(self.table.headers());
        let used: Vec<usize> = self.used().collect();
        Columns::describe(&self.fields, &index, &used)
    }

    fn used(&self) -> impl Iterator<Item = usize> {
        let key = self.key.iter().flat_map(|key| key.columns()).copied();
        self.facts.columns().chain(key)
    }

    /// Numbers read so far that may have been meant otherwise.
    pub fn cautions(&self) -> Vec<Caution> {
        self.facts.cautions(&self.fields)
    }

    /// What was met so far.
    pub fn report(&self) -> &LeadReport {
        &self.report
    }

    /// The table that is read, with its rows that could not be read.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// From here on every row is read for itself, by the code that all others are measured by.
    #[cfg(test)]
    pub(crate) fn refuse_blocks(&mut self) {
        self.table.refuse_blocks();
    }

    fn read(&mut self) -> Result<Option<Record>, TableError> {
        if !self.table.advance()? {
            return Ok(None);
        }
        if self.table.headers().len() != self.known_headers {
            self.find_columns();
        }
        let row = self.table.row();
        let line = row.line();
        let facts = self.facts.read(row);
        let key = self.key.as_ref().map(|key| key.text(row).to_owned());
        if let Some(key) = &key {
            self.watch_key(key, line);
        }
        self.report.leads += 1;
        let unreadable = facts.unreadable.into_iter();
        Ok(Some(Record {
            key: key.unwrap_or_else(|| line.to_string()),
            line,
            values: facts.values,
            unreadable: unreadable
                .map(|(index, text)| Unreadable { name: self.facts.name(index).to_owned(), text })
                .collect(),
            required_missing: facts.required_missing.into_iter().map(FieldId::from_index).collect(),
        }))
    }

    /// Reads the next leads, at most so many; false if there are none. After an error the leads before it are in the batch. Of Parquet there may be fewer than asked for and
    /// more all the same.
    pub fn fill(&mut self, batch: &mut LeadBatch, most: usize) -> Result<bool, TableError> {
        batch.clear();
        if let Some(rows) = &mut self.rows {
            rows.clear();
            rows.know(self.table.headers());
        }
        if !self.failed && self.table.parquet().is_some() {
            return self.fill_from_arrays(batch, most).inspect_err(|_| self.failed = true);
        }
        while batch.leads() < most && !self.failed {
            if self.fill_from_rows(batch, most) {
                continue;
            }
            match self.table.advance() {
                Ok(true) => self.add_row(batch),
                Ok(false) => break,
                Err(error) => {
                    self.failed = true;
                    return Err(error);
                }
            }
        }
        Ok(batch.leads() > 0)
    }

    /// Side by side, as they are kept: this may end before there are as many as asked for.
    fn fill_from_arrays(&mut self, batch: &mut LeadBatch, most: usize) -> Result<bool, TableError> {
        let key = self.key_column();
        let Some(table) = self.table.parquet() else { return Ok(false) };
        let Some(arrays) = table.take(most)? else { return Ok(false) };
        self.facts.fill_from(&arrays, batch);
        if let Some(rows) = &mut self.rows {
            rows.add_arrays(&arrays);
        }
        add_keys(batch, &arrays, key);
        if matches!(key, Key::Column(_)) {
            (0..arrays.rows)
                .zip(arrays.first_row..)
                .for_each(|(lead, row)| self.watch_key(batch.key(lead), row));
        }
        self.report.leads += arrays.rows as u64;
        Ok(true)
    }

    /// Column by column, the rows that are at hand and plain to see; false if there are none.
    fn fill_from_rows(&mut self, batch: &mut LeadBatch, most: usize) -> bool {
        let first = batch.leads();
        let key = self.key_column();
        let Some(many) = self.table.advance_many(most - first) else { return false };
        let lines = many.first_line..many.first_line + many.rows as u64;
        self.facts.fill_many(many, batch);
        if let Some(rows) = &mut self.rows {
            rows.add_many(many);
        }
        batch.end_leads(lines.clone(), |keys, ends| match key {
            Key::Column(Some(key)) => {
                for text in many.column(key) {
                    keys.push_str(text.unwrap_or_default().trim());
                    ends.push(keys.len());
                }
            }
            Key::Column(None) | Key::Nowhere => {}
            Key::Line => {
                for line in lines.clone() {
                    keys.push_str(&line.to_string());
                    ends.push(keys.len());
                }
            }
        });
        if matches!(key, Key::Column(_)) {
            (first..).zip(lines.clone()).for_each(|(lead, line)| self.watch_key(batch.key(lead), line));
        }
        self.report.leads += lines.end - lines.start;
        true
    }

    fn add_row(&mut self, batch: &mut LeadBatch) {
        if self.table.headers().len() != self.known_headers {
            self.find_columns();
        }
        let is_keyed = self.key_column() != Key::Nowhere;
        let row = self.table.row();
        let line = row.line();
        self.facts.fill(row, batch);
        if let Some(rows) = &mut self.rows {
            rows.know(self.table.headers());
            rows.add(row);
        }
        self.report.leads += 1;
        match &self.key {
            Some(key) if is_keyed => {
                batch.end_lead(key.text(row), line);
                self.watch_key(batch.key(batch.leads() - 1), line);
            }
            Some(_) => batch.end_lead("", line),
            None => batch.end_lead(&line.to_string(), line),
        }
    }

    fn watch_key(&mut self, key: &str, line: u64) {
        if key.is_empty() {
            self.report.without_key.add(line, || "The lead has no key, so no events join it.".into());
        } else if !self.seen_keys.insert(hash(key)) {
            self.report
                .repeated_keys
                .add(line, || format!("An earlier lead has the key `{}` too. Both are kept.", excerpt(key)));
        } else if self.report.first_key.is_none() {
            self.report.first_key = Some(key.to_owned());
        }
    }
}

impl Iterator for LeadReader {
    type Item = Result<Record, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let record = self.read().transpose();
        self.failed = matches!(record, Some(Err(_)));
        record
    }
}

/// Where the keys of leads come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A column, if the file has it.
    Column(Option<usize>),
    /// The numbers of the lines.
    Line,
    /// They are of no use and empty.
    Nowhere,
}

/// The same in every run.
pub(crate) fn hash(key: &str) -> u64 {
    quality::FixedState::default().hash_one(key)
}

/// The sentences for a column that has to be there and is not.
pub(crate) fn no_column(purpose: &str, wanted: &[String], headers: &[String]) -> String {
    let names: Vec<String> = wanted.iter().map(|name| format!("`{name}`")).collect();
    let index = HeaderIndex::new(headers);
    let closest =
        index.closest(wanted).map(|header| format!(" Did you mean `{header}`?")).unwrap_or_default();
    format!(
        "There is no column {} for {purpose}.{closest} The file has {}.",
        names.join(" or "),
        list_headers(headers)
    )
}

/// The headers as part of a sentence, the first of them if there are many.
pub(crate) fn list_headers(headers: &[String]) -> String {
    const SHOWN: usize = 12;
    let named: Vec<String> = headers
        .iter()
        .filter(|header| !header.is_empty())
        .map(|header| format!("`{}`", excerpt(header)))
        .collect();
    let more = named.len().saturating_sub(SHOWN);
    let shown = named.get(..SHOWN).unwrap_or(&named).join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The header that most likely holds the keys of leads, to propose to a person.
pub fn guess_key(headers: &[String]) -> Option<&str> {
    const KEYS: [&str; 14] = [
        "lead id",
        "leadid",
        "prospect id",
        "prospectid",
        "contact id",
        "record id",
        "person id",
        "user id",
        "mql id",
        "id",
        "lead number",
        "key",
        "email",
        "e mail",
    ];
    let plain = |header: &str| qualify_plan::fold(header).replace(['_', '-'], " ");
    KEYS.iter().find_map(|key| headers.iter().find(|header| plain(header) == *key)).map(String::as_str)
}

#[cfg(test)]
mod tests;
