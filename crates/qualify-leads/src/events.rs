//! Rows of tables to the event rows of each lead.

mod read;

use std::collections::HashMap;
use std::fmt;

use qualify_plan::{EventId, Plan, Row, Stream};

use crate::cases::Cases;
use crate::caution::Caution;
use crate::columns::Columns;
use crate::report::Problems;
use crate::table::Place;
use crate::zone::Zone;

/// How many event rows one lead has at most, all its events together.
const MOST_ROWS: usize = 100_000;

/// What the caller knows about event rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventOptions {
    /// The header of the key column of the leads: where an event names no `lead column` it is read from the column of
    /// the same name.
    pub key: String,
    /// Where moments with an offset fall on a day.
    pub zone: Zone,
}

/// The rows of one event, held in memory and found by lead.
///
/// ```text
/// rows    a1 a2 a3 b1 c1 c2      by lead, within a lead in the order of the file
/// starts  0        3  4     6
/// leads   {"a": 0, "b": 1, "c": 2}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRows {
    rows: Vec<Row>,
    starts: Vec<usize>,
    leads: HashMap<String, usize>,
    /// The line of each lead's first row.
    first_lines: Vec<u64>,
    joined: Vec<bool>,
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
    pub fn unjoined(&self) -> Unjoined {
        const SHOWN: usize = 5;
        let mut keys: Vec<(u64, &str, usize)> = Vec::new();
        for (key, lead) in &self.leads {
            if self.joined.get(*lead) == Some(&false) {
                let line = self.first_lines.get(*lead).copied().unwrap_or_default();
                keys.push((line, key, self.of_lead(*lead).len()));
            }
        }
        keys.sort_unstable();
        Unjoined {
            rows: keys.iter().map(|(_, _, rows)| *rows as u64).sum(),
            keys: keys.len() as u64,
            first: keys.iter().take(SHOWN).map(|(_, key, _)| (*key).to_owned()).collect(),
        }
    }

    fn of_lead(&self, lead: usize) -> &[Row] {
        let from = self.starts.get(lead).copied().unwrap_or_default();
        let to = self.starts.get(lead + 1).copied().unwrap_or_default();
        self.rows.get(from..to).unwrap_or_default()
    }

    /// The rows of a key, which has come up from now on.
    fn join(&mut self, key: &str) -> &[Row] {
        let Some(lead) = self.leads.get(key).copied() else {
            return &[];
        };
        if let Some(joined) = self.joined.get_mut(lead) {
            *joined = true;
        }
        self.of_lead(lead)
    }
}

/// The rows of all events of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events {
    collected: Vec<Option<EventRows>>,
}

/// A lead has more event rows than are evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooManyRows {
    /// The lead's key.
    pub key: String,
    /// How many rows it has.
    pub rows: usize,
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
        Self { collected: vec![None; plan.events.len()] }
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

    /// The streams of the lead with this key, by [`EventId`]. All rows are given, also those after today.
    pub fn streams(&mut self, key: &str) -> Result<Vec<Stream>, TooManyRows> {
        let mut count = 0;
        let mut streams = Vec::with_capacity(self.collected.len());
        for event in &mut self.collected {
            let rows = event.as_mut().map(|event| event.join(key));
            count += rows.map_or(0, <[Row]>::len);
            if count > MOST_ROWS {
                continue;
            }
            streams.push(rows.map_or(Stream::NotCollected, |rows| Stream::Rows(rows.to_vec())));
        }
        if count > MOST_ROWS {
            return Err(TooManyRows { key: key.to_owned(), rows: count });
        }
        Ok(streams)
    }
}

#[cfg(test)]
mod tests;
