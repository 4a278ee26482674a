//! Leads and events from CSV and JSON Lines to values of a [`Plan`](qualify_plan::Plan).
//!
//! ```text
//! bytes ─► source: decompressed, known to be text ─► table: rows of cells ─► cell: values by the declared types
//!                                                                            ├─► leads: one record a row
//!                                                                            └─► events: rows by lead
//! ```
//!
//! Files are never opened here: whoever calls gives a reader and the path to show. Leads are streamed, one row at a
//! time. Whatever cannot be read is counted and the first cases are kept with their lines: nothing is dropped in
//! silence.

mod arrays;
mod batch;
mod cache;
mod cases;
mod caution;
mod cell;
mod closest;
mod columns;
mod domain;
mod events;
mod expected;
mod facts;
mod inert;
mod input;
mod input_rows;
mod leads;
mod parquet_writer;
mod profile;
mod recent;
mod refuse;
mod report;
mod set_file;
mod source;
mod table;
#[cfg(test)]
mod testing;
mod verdict_csv;
mod zone;

pub use batch::{LeadBatch, UnreadableCell};
pub use cases::Cases;
pub use caution::Caution;
pub use cell::{CellReader, CellValue};
pub use closest::closest;
pub use columns::{Columns, FactColumn};
pub use events::{EventOptions, EventReport, EventRows, Events, Room, ScratchFile, TooManyRows, Unjoined};
pub use expected::expected;
pub use facts::Unreadable;
pub use inert::inert;
pub use input_rows::InputRows;
pub use leads::{LeadOptions, LeadReader, LeadReport, Record, guess_key};
pub use parquet_writer::{Cells, Kind, ParquetWriter};
pub use profile::{ColumnProfile, Distinct, Guess, Profile};
pub use report::{Problem, Problems, TableError};
pub use set_file::set_values;
pub use source::Encoding;
pub use table::{Cell, Format, Headers, Place, Row, Table, TableOptions, is_contained};
pub use verdict_csv::{Texts, VerdictCsv};
pub use zone::Zone;
