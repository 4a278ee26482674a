//! What went wrong while reading, as sentences with lines.

use std::fmt;
use std::io;

/// Why a whole file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The path as shown to people.
    pub name: String,
    /// The line, if one is to blame.
    pub line: Option<u64>,
    /// Sentences that say what is wrong and what to do.
    pub message: String,
}

impl TableError {
    pub(crate) fn new(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.into(), line: None, message: message.into() }
    }

    pub(crate) fn from_io(name: &str, error: &io::Error) -> Self {
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                "The compressed data ends too early, so the file is not whole. Copy or export it again."
                    .into()
            }
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                format!("The compressed data is damaged ({error}). Copy or export the file again.")
            }
            _ => format!("The file could not be read: {error}."),
        };
        Self::new(name, message)
    }
}

impl fmt::Display for TableError {
    /// `leads.csv:3: ...`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

impl std::error::Error for TableError {}

/// One case that was met while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line on which the row starts, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub message: String,
}

/// Cases of one kind: the first few in full, all of them counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    first: Vec<Problem>,
    count: u64,
}

impl Problems {
    /// How many are kept in full.
    pub const KEPT: usize = 20;

    /// The first ones, in the order of the file.
    pub fn first(&self) -> &[Problem] {
        &self.first
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Counts one more; the message is only made if it is kept.
    pub(crate) fn add(&mut self, line: u64, message: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(Problem { line, message: message() });
        }
    }
}

/// The beginning of a text, short enough for a message, with control characters made visible.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut letters = text.trim().chars();
    let mut out: String = letters.by_ref().take(LONGEST).map(visible).collect();
    if letters.next().is_some() {
        out.push_str("...");
    }
    out
}

fn visible(letter: char) -> char {
    if letter.is_control() { '\u{FFFD}' } else { letter }
}
