//! Rows of tables to the event rows of each lead.
//!
//! ```text
//! table ─► attributes: a few bytes a row ─► partitions: by hash of the key, in memory or in a file
//!                                              └─► groups: the rows of each key ─► streams: rows of values again, lead by lead
//! ```

mod attributes;
mod bytes;
mod groups;
mod kept;
mod layout;
mod partitions;
mod read;
mod room;

use std::fmt;

use qualify_plan::{EventId, Plan, Row, Stream};

use crate::cases::Cases;
use crate::caution::Caution;
use crate::columns::Columns;
use crate::events::bytes::Bytes;
use crate::events::groups::{Group, Groups};
use crate::events::kept::{Kept, take_day};
use crate::report::{Problems, TableError};
use crate::table::Place;
use crate::zone::Zone;

pub use crate::events::room::{Room, ScratchFile};

/// How many event rows one lead has at most, all its events together.
const MOST_ROWS: u64 = 100_000;

/// What the caller knows about event rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventOptions {
    /// The header of the key column of the leads: where an event names no `lead column` it is read from the column of
    /// the same name.
    pub key: String,
    /// Where moments with an offset fall on a day.
    pub zone: Zone,
}

/// The rows of one event, found by lead: in memory, or in a file if they are too many.
pub struct EventRows {
    /// The path of the file they came from, as shown to people.
    name: String,
    groups: Groups,
    attributes: Vec<Kept>,
    report: EventReport,
    columns: Columns,
}

/// What was met while reading the rows of one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventReport {
    /// How many rows are kept.
    pub rows: u64,
    /// Rows that are dropped because their date is missing or unreadable.
    pub without_date: Problems,
    /// The column of the leads' keys.
    pub lead_column: Option<String>,
    /// How many rows are left out because they name no lead: exports have events of accounts and deals too.
    pub without_lead: u64,
    /// For each attribute: its name, and the cells that are no values of its type and so are missing.
    pub unreadable: Vec<(String, Cases)>,
    /// Numbers that may have been meant otherwise.
    pub cautions: Vec<Caution>,
    /// For each attribute that is `required`: its name, and how many rows lack it.
    pub required_missing: Vec<(String, u64)>,
    /// Rows that could not be told apart into cells.
    pub problems: Problems,
    /// The lines at the end that are a report's footer.
    pub footer_lines: Vec<u64>,
    /// What is counted to say where a row stands.
    pub place: Place,
}

/// Rows whose lead was never asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unjoined {
    /// How many rows.
    pub rows: u64,
    /// How many different keys.
    pub keys: u64,
    /// The first of these keys in the file.
    pub first: Vec<String>,
}

impl EventRows {
    /// What was met while reading.
    pub fn report(&self) -> &EventReport {
        &self.report
    }

    /// Which attribute reads which column.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows of leads that did not come up so far.
    pub fn unjoined(&mut self) -> Result<Unjoined, TableError> {
        const SHOWN: usize = 5;
        let left = self.groups.left(SHOWN).map_err(|error| TableError::new(&self.name, error))?;
        Ok(Unjoined { rows: self.report.rows - left.joined_rows, keys: left.keys, first: left.first })
    }

    /// The rows of a key, which has come up from now on; how many they are, and the rows if they are not too many.
    fn join(&mut self, key: &str) -> Result<(u64, Vec<Row>), TableError> {
        let found = self.groups.join(key).map_err(|error| TableError::new(&self.name, error))?;
        let Some(Group { rows, mut bytes, .. }) = found else { return Ok((0, Vec::new())) };
        if rows > MOST_ROWS {
            return Ok((rows, Vec::new()));
        }
        let attributes = &self.attributes;
        let row = |bytes: &mut Bytes<'_>| Row {
            date: take_day(bytes),
            values: attributes.iter().map(|attribute| attribute.take(bytes)).collect(),
        };
        Ok((rows, (0..rows).map(|_| row(&mut bytes)).collect()))
    }
}

/// The rows of all events of a program.
pub struct Events {
    collected: Vec<Option<EventRows>>,
}

/// A lead has more event rows than are evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooManyRows {
    /// The lead's key.
    pub key: String,
    /// How many rows it has.
    pub rows: u64,
}

impl fmt::Display for TooManyRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The lead `{}` has {} event rows, and a lead has {MOST_ROWS} at most. Is this the key of something else, \
             or are the rows older than the rules look back?",
            self.key, self.rows
        )
    }
}

impl std::error::Error for TooManyRows {}

impl Events {
    /// No event of the plan is collected yet.
    pub fn not_collected(plan: &Plan) -> Self {
        Self { collected: plan.events.iter().map(|_| None).collect() }
    }

    /// Adds the rows of an event, which is collected from now on.
    pub fn collect(&mut self, event: EventId, rows: EventRows) {
        if let Some(place) = self.collected.get_mut(event.index()) {
            *place = Some(rows);
        }
    }

    /// The rows of an event, if it is collected.
    pub fn rows(&self, event: EventId) -> Option<&EventRows> {
        self.collected.get(event.index())?.as_ref()
    }

    /// By [`EventId`]: the rows of leads that did not come up so far; nothing of events that are not collected.
    pub fn unjoined(&mut self) -> Result<Vec<Unjoined>, TableError> {
        let unjoined = |event: &mut Option<EventRows>| {
            event.as_mut().map_or_else(|| Ok(Unjoined::default()), EventRows::unjoined)
        };
        self.collected.iter_mut().map(unjoined).collect()
    }

    /// The streams of the lead with this key, by [`EventId`]. All rows are given, also those after today.
    ///
    /// # Errors
    /// Rows that wait in a file cannot be read.
    pub fn streams(&mut self, key: &str) -> Result<Result<Vec<Stream>, TooManyRows>, TableError> {
        let mut count = 0;
        let mut streams = Vec::with_capacity(self.collected.len());
        for event in &mut self.collected {
            streams.push(match event {
                Some(event) => {
                    let (rows, stream) = event.join(key)?;
                    count += rows;
                    Stream::Rows(stream)
                }
                None => Stream::NotCollected,
            });
        }
        match count > MOST_ROWS {
            true => Ok(Err(TooManyRows { key: key.to_owned(), rows: count })),
            false => Ok(Ok(streams)),
        }
    }

    /// The streams of many leads at once, as [`Events::streams`] gives each. Rows that are close to each other are read one after
    /// the other.
    pub fn streams_of(&mut self, keys: &[&str]) -> Result<Vec<Result<Vec<Stream>, TooManyRows>>, TableError> {
        let mut order: Vec<(u64, usize)> = Vec::with_capacity(keys.len());
        let first = self.collected.iter().flatten().next();
        for (at, key) in keys.iter().enumerate() {
            order.push((first.map_or(0, |event| event.groups.order(key)), at));
        }
        order.sort_unstable();
        let mut streams: Vec<_> = keys.iter().map(|_| Ok(Vec::new())).collect();
        for (_, at) in order {
            if let (Some(key), Some(place)) = (keys.get(at), streams.get_mut(at)) {
                *place = self.streams(key)?;
            }
        }
        Ok(streams)
    }
}

#[cfg(test)]
mod tests;
