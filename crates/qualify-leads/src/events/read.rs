//! One table to the rows of one event, sorted by lead.

use std::collections::HashMap;

use qualify_plan::{Event, EventId, Plan, Reading, Row, Type, Value};

use crate::cases::Cases;
use crate::cell::{CellReader, CellValue};
use crate::columns::{Columns, HeaderIndex};
use crate::events::{EventOptions, EventReport, EventRows};
use crate::expected;
use crate::facts::{ColumnReader, FactReaders, Facts};
use crate::leads::no_column;
use crate::report::{TableError, excerpt};
use crate::table::{Headers, Table};

impl EventRows {
    /// Reads all rows of an event, in any order. Memory grows with the rows that are kept.
    pub fn read(
        plan: &Plan,
        event: EventId,
        table: Table,
        options: &EventOptions,
    ) -> Result<Self, TableError> {
        let Some(event) = plan.events.get(event.index()) else {
            return Err(TableError::new(table.name(), "The program has no such event."));
        };
        let mut reader = Reader::new(event, table, options);
        reader.find_columns();
        reader.check_columns()?;
        let used = reader.used();
        reader.table.read_only(used.into_iter());
        while reader.table.advance()? {
            reader.read_row();
        }
        Ok(reader.finish())
    }
}

struct Reader<'p> {
    event: &'p Event,
    table: Table,
    known_headers: usize,
    lead: ColumnReader,
    date: ColumnReader,
    date_cells: CellReader,
    attributes: FactReaders,
    leads: HashMap<String, usize>,
    first_lines: Vec<u64>,
    rows: Vec<(usize, Row)>,
    report: EventReport,
}

impl<'p> Reader<'p> {
    fn new(event: &'p Event, table: Table, options: &EventOptions) -> Self {
        let or = |columns: &[String], usual: &str| {
            if columns.is_empty() { vec![usual.to_owned()] } else { columns.to_vec() }
        };
        let date = Reading { format: event.format.clone(), ..Reading::default() };
        let names = || event.attributes.iter().map(|attribute| attribute.name.clone());
        let required = event.attributes.iter().filter(|attribute| attribute.reading.required);
        Self {
            known_headers: 0,
            lead: ColumnReader::new(or(&event.lead_columns, &options.key)),
            date: ColumnReader::new(or(&event.date_columns, "date")),
            date_cells: CellReader::new(&Type::Date, &date, &options.zone),
            attributes: FactReaders::new(&event.attributes, &options.zone),
            leads: HashMap::new(),
            first_lines: Vec::new(),
            rows: Vec::new(),
            report: EventReport {
                unreadable: names().map(|name| (name, Cases::default())).collect(),
                required_missing: required.map(|attribute| (attribute.name.clone(), 0)).collect(),
                ..EventReport::default()
            },
            event,
            table,
        }
    }

    fn find_columns(&mut self) {
        self.lead.find(&self.table);
        self.date.find(&self.table);
        self.attributes.find_columns(&self.table);
        self.known_headers = self.table.headers().len();
    }

    fn check_columns(&self) -> Result<(), TableError> {
        let lead = ("the lead", "lead column", &self.lead);
        let date = ("the date", "date column", &self.date);
        for (purpose, option, column) in [lead, date] {
            match self.table.header_kind() {
                Headers::Fixed if column.columns().is_empty() => {
                    let purpose = format!("{purpose} of `{}`", self.event.plural);
                    let missing = no_column(&purpose, column.wanted(), self.table.headers());
                    let message = format!(
                        "{missing} Name it in the declaration: `event {}, {option} \"...\"`.",
                        self.event.name
                    );
                    return Err(TableError::new(self.table.name(), message));
                }
                Headers::Fixed | Headers::Growing => {}
            }
        }
        Ok(())
    }

    fn read_row(&mut self) {
        if self.table.headers().len() != self.known_headers {
            self.find_columns();
        }
        let row = self.table.row();
        let line = row.line();
        let key = self.lead.text(row);
        if key.is_empty() {
            self.report.without_lead += 1;
            return;
        }
        let cell = self.date.cell(row);
        let CellValue::Known(Value::Date(date)) = self.date_cells.read(cell) else {
            self.report.without_date.add(line, || no_date(cell.text(), self.event.format.as_deref()));
            return;
        };
        let facts = self.attributes.read(row);
        let lead = self.leads.get(key).copied().unwrap_or_else(|| {
            self.first_lines.push(line);
            self.leads.insert(key.to_owned(), self.first_lines.len() - 1);
            self.first_lines.len() - 1
        });
        self.note(&facts, line);
        self.rows.push((lead, Row { date, values: facts.values }));
    }

    fn note(&mut self, facts: &Facts, line: u64) {
        for (index, text) in &facts.unreadable {
            if let Some((_, cases)) = self.report.unreadable.get_mut(*index) {
                cases.add(line, text);
            }
        }
        for index in &facts.required_missing {
            let name = self.attributes.name(*index);
            if let Some((_, count)) = self.report.required_missing.iter_mut().find(|(other, _)| other == name)
            {
                *count += 1;
            }
        }
    }

    fn finish(mut self) -> EventRows {
        // Stable: the rows of a lead stay in the order of the file.
        self.rows.sort_by_key(|(lead, _)| *lead);
        let mut starts = Vec::with_capacity(self.first_lines.len() + 1);
        for (index, (lead, _)) in self.rows.iter().enumerate() {
            if starts.len() <= *lead {
                starts.push(index);
            }
        }
        starts.push(self.rows.len());
        self.report.rows = self.rows.len() as u64;
        self.report.cautions = self.attributes.cautions(&self.event.attributes);
        self.report.problems = self.table.problems().clone();
        self.report.place = self.table.place();
        self.report.footer_lines = self.table.footer_lines().to_vec();
        let lead = self.lead.columns().first().and_then(|column| self.table.headers().get(*column));
        self.report.lead_column = lead.cloned();
        let columns = self.columns();
        EventRows {
            rows: self.rows.into_iter().map(|(_, row)| row).collect(),
            starts,
            joined: vec![false; self.first_lines.len()],
            leads: self.leads,
            first_lines: self.first_lines,
            report: self.report,
            columns,
        }
    }

    fn columns(&self) -> Columns {
        let index = HeaderIndex::new(self.table.headers());
        Columns::describe(&self.event.attributes, &index, &self.used())
    }

    fn used(&self) -> Vec<usize> {
        let own = self.lead.columns().iter().chain(self.date.columns()).copied();
        self.attributes.columns().chain(own).collect()
    }
}

fn no_date(text: &str, format: Option<&str>) -> String {
    match text.trim() {
        "" => "The row has no date.".into(),
        text => format!("`{}` cannot be read; expected {}.", excerpt(text), expected::date(format)),
    }
}
