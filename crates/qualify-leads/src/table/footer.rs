//! The lines that reports write below their rows, kept apart from leads.
//!
//! A report of Salesforce ends with an empty line and then lines such as `"Copyright (c) 2000-2026 ..."`. Such lines
//! are told from leads with care: they follow an empty row, nothing but such lines follows them, each has text in its
//! first cell only although the header has several, and at least one of them is made of several words.

use std::collections::VecDeque;

use crate::table::split::Cells;

/// How many lines a footer has at most.
const LONGEST: usize = 10;

/// Rows that wait until it is clear whether they are a footer.
#[derive(Debug, Default)]
pub(crate) struct Footer {
    state: State,
    rows: VecDeque<(u64, Cells)>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    AmongRows,
    BehindEmptyRow,
    Releasing,
}

impl Footer {
    /// An empty row was met.
    pub(crate) fn empty_row(&mut self) {
        if self.state == State::AmongRows {
            self.state = State::BehindEmptyRow;
        }
    }

    /// Whether it has nothing to say of a row that has text.
    pub(crate) fn is_far(&self) -> bool {
        self.state == State::AmongRows
    }

    /// Takes the row if it may belong to a footer; otherwise whatever waited has to be taken back first.
    pub(crate) fn holds(&mut self, line: u64, cells: &mut Cells, columns: usize) -> bool {
        if self.state != State::BehindEmptyRow {
            return false;
        }
        let held = columns > 1 && self.rows.len() < LONGEST && is_candidate(cells);
        if held || !self.rows.is_empty() {
            self.rows.push_back((line, std::mem::take(cells)));
        }
        if !held {
            self.state = if self.rows.is_empty() { State::AmongRows } else { State::Releasing };
        }
        held || self.state == State::Releasing
    }

    /// The next row that waited and turned out to be an ordinary one.
    pub(crate) fn release(&mut self) -> Option<(u64, Cells)> {
        if self.state != State::Releasing {
            return None;
        }
        let row = self.rows.pop_front();
        if self.rows.is_empty() {
            self.state = State::AmongRows;
        }
        row
    }

    /// At the end of the file: the lines of the footer, or none if what waited are ordinary rows.
    pub(crate) fn finish(&mut self) -> Vec<u64> {
        let is_footer = self.rows.iter().any(|(_, cells)| has_several_words(&cells.bytes));
        if is_footer {
            self.state = State::AmongRows;
            return self.rows.drain(..).map(|(line, _)| line).collect();
        }
        self.state = if self.rows.is_empty() { State::AmongRows } else { State::Releasing };
        Vec::new()
    }
}

/// Whether only the first cell has text.
fn is_candidate(cells: &Cells) -> bool {
    let first = cells.ends.first().copied().unwrap_or_default();
    let (text, others) = cells.bytes.split_at_checked(first).unwrap_or_default();
    !text.trim_ascii().is_empty() && others.trim_ascii().is_empty()
}

fn has_several_words(text: &[u8]) -> bool {
    text.trim_ascii().contains(&b' ')
}
