//! One table to the rows of one event, grouped by lead.

use qualify_plan::{Event, EventId, Plan, Reading, Type, Value};

use crate::cell::{CellReader, CellValue};
use crate::columns::{Columns, HeaderIndex};
use crate::events::attributes::Attributes;
use crate::events::groups::Groups;
use crate::events::kept::put_day;
use crate::events::partitions::{Hashes, Partitions};
use crate::events::room::Room;
use crate::events::{EventOptions, EventReport, EventRows};
use crate::expected;
use crate::facts::ColumnReader;
use crate::leads::no_column;
use crate::report::{TableError, excerpt};
use crate::table::{Headers, Table};

impl EventRows {
    /// Reads all rows of an event, in any order. Those that do not fit into the room wait in a file.
    pub fn read(
        plan: &Plan,
        event: EventId,
        table: Table,
        options: &EventOptions,
        room: Room<'_>,
    ) -> Result<Self, TableError> {
        let Some(event) = plan.events.get(event.index()) else {
            return Err(TableError::new(table.name(), "The program has no such event."));
        };
        let mut reader = Reader::new(event, table, options, room);
        reader.find_columns();
        reader.check_columns()?;
        let used = reader.used();
        reader.table.read_only(used.into_iter());
        while reader.table.advance()? {
            reader.read_row()?;
        }
        reader.finish()
    }
}

struct Reader<'p, 'r> {
    event: &'p Event,
    table: Table,
    known_headers: usize,
    lead: ColumnReader,
    date: ColumnReader,
    date_cells: CellReader,
    attributes: Attributes,
    rows: Partitions<'r>,
    /// The row that is being read, as it will be kept.
    row: Vec<u8>,
    report: EventReport,
}

impl<'p, 'r> Reader<'p, 'r> {
    fn new(event: &'p Event, table: Table, options: &EventOptions, room: Room<'r>) -> Self {
        let or = |columns: &[String], usual: &str| {
            if columns.is_empty() { vec![usual.to_owned()] } else { columns.to_vec() }
        };
        let date = Reading { format: event.format.clone(), ..Reading::default() };
        Self {
            known_headers: 0,
            lead: ColumnReader::new(or(&event.lead_columns, &options.key)),
            date: ColumnReader::new(or(&event.date_columns, "date")),
            date_cells: CellReader::new(&Type::Date, &date, &options.zone),
            attributes: Attributes::new(event, &options.zone),
            rows: Partitions::new(Hashes::default(), room),
            row: Vec::new(),
            report: EventReport::default(),
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

    fn read_row(&mut self) -> Result<(), TableError> {
        if self.table.headers().len() != self.known_headers {
            self.find_columns();
        }
        let row = self.table.row();
        let line = row.line();
        let key = self.lead.text(row);
        if key.is_empty() {
            self.report.without_lead += 1;
            return Ok(());
        }
        let cell = self.date.cell(row);
        let CellValue::Known(Value::Date(date)) = self.date_cells.read(cell) else {
            self.report.without_date.add(line, || no_date(cell.text(), self.event.format.as_deref()));
            return Ok(());
        };
        self.row.clear();
        put_day(&mut self.row, date);
        self.attributes.read(row, &mut self.row);
        self.report.rows += 1;
        self.rows.add(line, key, &self.row).map_err(|error| TableError::new(self.table.name(), error))
    }

    fn finish(mut self) -> Result<EventRows, TableError> {
        self.report.unreadable = self.attributes.unreadable();
        self.report.required_missing = self.attributes.required_missing();
        self.report.cautions = self.attributes.cautions(self.event);
        self.report.problems = self.table.problems().clone();
        self.report.place = self.table.place();
        self.report.footer_lines = self.table.footer_lines().to_vec();
        let lead = self.lead.columns().first().and_then(|column| self.table.headers().get(*column));
        self.report.lead_column = lead.cloned();
        let columns = self.columns();
        let name = self.table.name().to_owned();
        Ok(EventRows {
            groups: Groups::of(self.rows).map_err(|error| TableError::new(&name, error))?,
            name,
            attributes: self.attributes.into_kept(),
            report: self.report,
            columns,
        })
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
