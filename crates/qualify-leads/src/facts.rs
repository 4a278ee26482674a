//! The cells of a row to the values of several facts: the fields of a lead or the attributes of an event.

mod many;

use qualify_plan::{Decimal, Fact, FieldId, Value, fold};

use crate::arrays::{Entries, FieldCells, fill};
use crate::batch::{LeadBatch, Read};
use crate::caution::{Caution, Watch};
use crate::cell::{CellReader, CellValue};
use crate::columns::wanted;
use crate::table::{Arrays, Cell, Headers, Many, Row, Span, Table};
use crate::zone::Zone;
use many::TextField;

/// How many rows of text are read at a time.
const NEAR: usize = 128;

/// A cell that is no value of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The name of the fact.
    pub name: String,
    /// The cell as it is written.
    pub text: String,
}

/// Reads several facts from each row.
pub(crate) struct FactReaders {
    facts: Vec<FactReader>,
    /// Room for the places of the cells of a column.
    spans: Vec<Span>,
}

struct FactReader {
    name: String,
    required: bool,
    column: ColumnReader,
    cells: CellReader,
    watch: Option<Watch>,
    entries: Entries,
}

/// What one row tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// A value or a gap for each fact.
    pub(crate) values: Vec<Option<Value>>,
    /// Index and text of those whose cell is no value.
    pub(crate) unreadable: Vec<(usize, String)>,
    /// Indexes of those that are required and missing.
    pub(crate) required_missing: Vec<usize>,
}

impl FactReaders {
    pub(crate) fn new(facts: &[Fact], zone: &Zone) -> Self {
        let reader = |fact: &Fact| FactReader {
            name: fact.name.clone(),
            required: fact.reading.required,
            column: ColumnReader::new(wanted(fact)),
            cells: CellReader::of(fact, zone),
            watch: Watch::of(&fact.ty),
            entries: Entries::default(),
        };
        Self { facts: facts.iter().map(reader).collect(), spans: Vec::new() }
    }

    /// Finds the columns among the headers that are known by now.
    pub(crate) fn find_columns(&mut self, table: &Table) {
        for fact in &mut self.facts {
            fact.column.find(table);
        }
    }

    /// Says of which facts only the domain is of use.
    pub(crate) fn need_only_domains_of(&mut self, fields: &[FieldId]) {
        for field in fields {
            self.facts.get_mut(field.index()).into_iter().for_each(|fact| fact.cells.need_only_domains());
        }
    }

    /// The columns that are read.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.facts.iter().flat_map(|fact| fact.column.columns()).copied()
    }

    /// The name of a fact by its index.
    pub(crate) fn name(&self, index: usize) -> &str {
        self.facts.get(index).map_or("", |fact| &fact.name)
    }

    /// What to be careful about, for the facts that these are.
    pub(crate) fn cautions(&self, facts: &[Fact]) -> Vec<Caution> {
        let watched = self.facts.iter().zip(facts);
        watched.filter_map(|(reader, fact)| Some(reader.watch.as_ref()?.cautions(fact))).flatten().collect()
    }

    /// Reads a row into the columns of a batch. The lead has to be ended yet.
    pub(crate) fn fill(&mut self, row: Row<'_>, batch: &mut LeadBatch) {
        for (index, fact) in self.facts.iter_mut().enumerate() {
            let cell = fact.column.cell(row);
            let read = match cell {
                Cell::Text(text) => batch.add_text(index, &fact.cells, text),
                other => batch.add_value(index, fact.cells.read(other), other.text()),
            };
            match read {
                Read::Number(units) => {
                    if let (Some(watch), Some(number)) =
                        (&mut fact.watch, Decimal::from_units(i128::from(units)))
                    {
                        watch.see(row.line(), cell.text(), &Value::Number(number));
                    }
                }
                Read::Known => {}
                Read::Missing | Read::Unreadable if fact.required => {
                    batch.required_missing.push((batch.leads(), FieldId::from_index(index)));
                }
                Read::Missing | Read::Unreadable => {}
            }
        }
    }

    /// Reads rows of text into the columns of a batch, column by column, so many rows at a time that they stay in the nearest cache.
    /// The leads have to be ended yet.
    pub(crate) fn fill_many(&mut self, many: Many<'_>, batch: &mut LeadBatch) {
        for first in (0..many.rows).step_by(NEAR) {
            let rows = first..many.rows.min(first + NEAR);
            for (index, fact) in self.facts.iter_mut().enumerate() {
                let Some(filling) = batch.filling(FieldId::from_index(index)) else { continue };
                let mut field = TextField {
                    reader: &fact.cells,
                    is_required: fact.required,
                    watch: fact.watch.as_mut(),
                    first_line: many.first_line,
                };
                field.fill(many.spans(fact.column.columns(), rows.clone(), &mut self.spans), filling);
            }
        }
    }

    /// Reads rows side by side into the columns of a batch. The leads have to be ended yet.
    pub(crate) fn fill_from(&mut self, arrays: &Arrays, batch: &mut LeadBatch) {
        for (index, fact) in self.facts.iter_mut().enumerate() {
            let Some(filling) = batch.filling(FieldId::from_index(index)) else { continue };
            let mut cells = FieldCells {
                reader: &fact.cells,
                is_required: fact.required,
                watch: fact.watch.as_mut(),
                entries: &mut fact.entries,
                first_row: arrays.first_row,
            };
            let column = fact.column.columns().first().and_then(|column| arrays.column(*column));
            fill(&mut cells, column, arrays.rows, filling);
        }
    }

    pub(crate) fn read(&mut self, row: Row<'_>) -> Facts {
        let mut facts = Facts { values: Vec::with_capacity(self.facts.len()), ..Facts::default() };
        for (index, fact) in self.facts.iter_mut().enumerate() {
            let cell = fact.column.cell(row);
            let value = match fact.cells.read(cell) {
                CellValue::Known(value) => Some(value),
                CellValue::Missing => None,
                CellValue::Unreadable => {
                    facts.unreadable.push((index, cell.text().to_owned()));
                    None
                }
            };
            if let (Some(watch), Some(value)) = (&mut fact.watch, &value) {
                watch.see(row.line(), cell.text(), value);
            }
            if value.is_none() && fact.required {
                facts.required_missing.push(index);
            }
            facts.values.push(value);
        }
        facts
    }
}

/// Finds the cell of the first column that a row has of those that are wanted.
pub(crate) struct ColumnReader {
    wanted: Vec<String>,
    folded: Vec<String>,
    columns: Vec<usize>,
}

impl ColumnReader {
    pub(crate) fn new(wanted: Vec<String>) -> Self {
        Self { folded: wanted.iter().map(|name| fold(name)).collect(), wanted, columns: Vec::new() }
    }

    /// Where the header is known from the start the first name that it has is read, and no other; objects are asked
    /// for each name in turn.
    pub(crate) fn find(&mut self, table: &Table) {
        self.columns.clear();
        self.columns.extend(self.folded.iter().filter_map(|name| table.find_column(name)));
        match table.header_kind() {
            Headers::Fixed => self.columns.truncate(1),
            Headers::Growing => {}
        }
    }

    /// The names it looks for.
    pub(crate) fn wanted(&self) -> &[String] {
        &self.wanted
    }

    /// The columns found.
    pub(crate) fn columns(&self) -> &[usize] {
        &self.columns
    }

    pub(crate) fn cell<'a>(&self, row: Row<'a>) -> Cell<'a> {
        let mut cells = self.columns.iter().map(|column| row.cell(*column));
        cells.find(|cell| *cell != Cell::Absent).unwrap_or(Cell::Absent)
    }

    /// The trimmed text of the cell, empty if there is none.
    pub(crate) fn text<'a>(&self, row: Row<'a>) -> &'a str {
        self.cell(row).text().trim()
    }
}
