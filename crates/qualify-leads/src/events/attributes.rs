//! The cells of a row to the bytes that are kept of them, attribute by attribute.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use qualify_plan::{Event, Fact, Value};

use crate::cases::Cases;
use crate::caution::{Caution, Watch};
use crate::cell::{CellReader, CellValue};
use crate::columns::wanted;
use crate::events::bytes::put;
use crate::events::kept::{GAP, Kept};
use crate::facts::ColumnReader;
use crate::table::{Cell, Row, Table};
use crate::zone::Zone;

/// Reads the attributes of an event.
pub(super) struct Attributes {
    all: Vec<Attribute>,
}

struct Attribute {
    name: String,
    is_required: bool,
    column: ColumnReader,
    cells: CellReader,
    watch: Option<Watch>,
    kept: Kept,
    known: Known,
    unreadable: Cases,
    /// How many rows lack it.
    missing: u64,
}

/// What a cell was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// A value with this code.
    Code(u64),
    Missing,
    Unreadable,
}

impl Attributes {
    pub(super) fn new(event: &Event, zone: &Zone) -> Self {
        let attribute = |fact: &Fact| Attribute {
            name: fact.name.clone(),
            is_required: fact.reading.required,
            column: ColumnReader::new(wanted(fact)),
            cells: CellReader::of(fact, zone),
            watch: Watch::of(&fact.ty),
            kept: Kept::of(&fact.ty),
            known: Known::default(),
            unreadable: Cases::default(),
            missing: 0,
        };
        Self { all: event.attributes.iter().map(attribute).collect() }
    }

    /// Finds the columns among the headers that are known by now.
    pub(super) fn find_columns(&mut self, table: &Table) {
        self.all.iter_mut().for_each(|attribute| attribute.column.find(table));
    }

    /// The columns that are read.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.all.iter().flat_map(|attribute| attribute.column.columns()).copied()
    }

    /// Adds the values of a row.
    pub(super) fn read(&mut self, row: Row<'_>, out: &mut Vec<u8>) {
        self.all.iter_mut().for_each(|attribute| attribute.read(row, out));
    }

    /// For each attribute: its name, and the cells that are no values.
    pub(super) fn unreadable(&self) -> Vec<(String, Cases)> {
        let cases = |attribute: &Attribute| (attribute.name.clone(), attribute.unreadable.clone());
        self.all.iter().map(cases).collect()
    }

    /// For each attribute that is `required`: its name, and how many rows lack it.
    pub(super) fn required_missing(&self) -> Vec<(String, u64)> {
        let required = self.all.iter().filter(|attribute| attribute.is_required);
        required.map(|attribute| (attribute.name.clone(), attribute.missing)).collect()
    }

    /// What to be careful about.
    pub(super) fn cautions(&self, event: &Event) -> Vec<Caution> {
        let watched = self.all.iter().zip(&event.attributes);
        watched
            .filter_map(|(attribute, fact)| Some(attribute.watch.as_ref()?.cautions(fact)))
            .flatten()
            .collect()
    }

    /// What turns bytes into values again.
    pub(super) fn into_kept(self) -> Vec<Kept> {
        self.all.into_iter().map(|attribute| attribute.kept).collect()
    }
}

impl Attribute {
    fn read(&mut self, row: Row<'_>, out: &mut Vec<u8>) {
        let cell = self.column.cell(row);
        let read = match cell {
            Cell::Text(text) => self.read_text(text, out),
            other => {
                let value = self.cells.read(other);
                self.put(value, out)
            }
        };
        match read {
            Read::Code(code) => {
                if let Some(watch) = &mut self.watch {
                    watch.see_units(row.line(), cell.text(), Kept::units(code));
                }
            }
            Read::Missing => self.missing += 1,
            Read::Unreadable => {
                self.missing += 1;
                self.unreadable.add(row.line(), cell.text());
            }
        }
    }

    fn read_text(&mut self, text: &str, out: &mut Vec<u8>) -> Read {
        if let Some(units) = self.cells.plain_number(text) {
            let code = Kept::of_units(units);
            put(out, code);
            return Read::Code(code);
        }
        if let Some(read) = self.known.find(text) {
            put(out, if let Read::Code(code) = read { code } else { GAP });
            return read;
        }
        let value = self.cells.read_text(text);
        if !self.known.has_room(text) {
            return self.put(value, out);
        }
        let read = match value {
            CellValue::Known(value) => Read::Code(self.kept.learn(value)),
            CellValue::Missing => Read::Missing,
            CellValue::Unreadable => Read::Unreadable,
        };
        put(out, if let Read::Code(code) = read { code } else { GAP });
        self.known.add(text, read);
        read
    }

    /// Adds a value that is not to be known again.
    fn put(&self, value: CellValue, out: &mut Vec<u8>) -> Read {
        let read = match &value {
            CellValue::Known(Value::Number(number)) => Read::Code(Kept::of_units(number.units())),
            CellValue::Known(_) => Read::Code(GAP),
            CellValue::Missing => Read::Missing,
            CellValue::Unreadable => Read::Unreadable,
        };
        match value {
            CellValue::Known(value) => self.kept.put(&value, out),
            CellValue::Missing | CellValue::Unreadable => put(out, GAP),
        }
        read
    }
}

/// Cells that were read before, by how they are written: some are written in a million rows, others in one.
#[derive(Default)]
struct Known {
    cells: HashMap<Box<str>, Read, RandomState>,
    bytes: usize,
    asked: u32,
    found: u32,
    /// Cells are so seldom written alike that looking them up costs more than it saves.
    is_useless: bool,
}

impl Known {
    /// How many cells are kept, and how many bytes of them.
    const MOST: usize = 16_384;
    const MOST_BYTES: usize = 1 << 20;
    /// After so many cells it is clear whether keeping them is of use.
    const TRIED: u32 = 65_536;

    fn find(&mut self, text: &str) -> Option<Read> {
        if self.is_useless {
            return None;
        }
        self.asked += 1;
        let found = self.cells.get(text).copied();
        self.found += u32::from(found.is_some());
        if self.asked == Self::TRIED {
            self.is_useless = self.found < Self::TRIED / 4;
            (self.asked, self.found) = (0, 0);
        }
        found
    }

    fn has_room(&self, text: &str) -> bool {
        !self.is_useless && self.cells.len() < Self::MOST && self.bytes + text.len() <= Self::MOST_BYTES
    }

    fn add(&mut self, text: &str, read: Read) {
        self.bytes += text.len();
        self.cells.insert(text.into(), read);
    }
}
