//! A table to what its columns hold: how full they are, their values, and which type would read them.
//!
//! This serves to propose declarations to a person, who decides. Verdicts never rest on a guess.

mod collect;
mod dates;
mod guess;

use qualify_plan::Currency;

use crate::leads::guess_key;
use crate::profile::collect::Collector;
use crate::report::{Problems, TableError};
use crate::table::{Row, Table};

/// What the columns of a table hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// How many rows were looked at.
    pub rows: u64,
    /// Whether these are all rows that could be read.
    pub complete: bool,
    /// The columns with a header, in the order of the file; of columns with the same header the first.
    pub columns: Vec<ColumnProfile>,
    /// The headers that an earlier column has too, in the order of the file.
    pub doubled: Vec<String>,
    /// Rows that could not be read.
    pub problems: Problems,
}

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnProfile {
    /// The header.
    pub header: String,
    /// In how many rows there is text.
    pub filled: u64,
    /// Whether every row has a text here that no other row has, compared exactly, as keys are.
    pub is_unique: bool,
    /// How many different values there are, compared folded.
    pub distinct: Distinct,
    /// The different values in their most frequent spelling and how often each occurs, the most frequent first; at
    /// most [`ColumnProfile::KEPT`].
    pub values: Vec<(String, u64)>,
    /// Those of the values that look like gaps, such as `Select` or `N/A`, for `missing when`.
    pub gaps: Vec<(String, u64)>,
    /// Which type would read all other values.
    pub guess: Guess,
}

impl ColumnProfile {
    /// How many different values are kept for each column.
    pub const KEPT: usize = 200;
}

/// How many different values there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distinct {
    /// So many.
    Exactly(usize),
    /// More than are counted.
    MoreThan(usize),
}

/// A type that would read all values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// There are no values to guess from.
    Nothing,
    /// `yes/no`.
    YesNo,
    /// `count`.
    Count,
    /// `number`.
    Number,
    /// `percent`.
    Percent,
    /// `money in CUR`.
    Money(Currency),
    /// `date`, with its format unless it is the usual one.
    Date(Option<String>),
    /// A date whose days and months cannot be told apart: one format of each kind. A person has to say which.
    DateEitherWay(String, String),
    /// `email`.
    Email,
    /// `country`.
    Country,
    /// `one of [..]`, the values by name.
    Choice(Vec<String>),
    /// `list of text` or, if there are few items, `list of [..]`.
    List {
        /// What stands between the items.
        split_by: String,
        /// The items by name, if there are few.
        items: Vec<String>,
    },
    /// `text`.
    Text,
}

impl Profile {
    /// Looks at the first rows of a table.
    pub fn of(mut table: Table, most_rows: u64) -> Result<Self, TableError> {
        let mut collectors: Vec<Collector> = Vec::new();
        let mut rows = 0;
        let mut complete = true;
        while table.advance()? {
            if rows == most_rows {
                complete = false;
                break;
            }
            rows += 1;
            collectors.resize_with(table.headers().len(), Collector::default);
            add_row(&mut collectors, table.row());
        }
        collectors.resize_with(table.headers().len(), Collector::default);
        let (columns, doubled) = finish(table.headers(), collectors, rows);
        Ok(Self { rows, complete, columns, doubled, problems: table.problems().clone() })
    }

    /// The header of the column that most likely holds the keys of leads: one that is unique and is called like a key,
    /// else one that is called so, else the first that is unique and no date.
    pub fn guess_key(&self) -> Option<&str> {
        let unique = || self.columns.iter().filter(|column| column.is_unique);
        let headers = |columns: &mut dyn Iterator<Item = &ColumnProfile>| -> Vec<String> {
            columns.map(|column| column.header.clone()).collect()
        };
        let (all, of_unique) = (headers(&mut self.columns.iter()), headers(&mut unique()));
        let named = guess_key(&of_unique).or_else(|| guess_key(&all));
        match named {
            Some(named) => {
                self.columns.iter().map(|column| column.header.as_str()).find(|header| *header == named)
            }
            None => unique().find(|column| may_be_key(&column.guess)).map(|column| column.header.as_str()),
        }
    }
}

fn add_row(collectors: &mut [Collector], row: Row<'_>) {
    for (index, collector) in collectors.iter_mut().enumerate() {
        collector.add(row.cell(index));
    }
}

/// Texts and whole numbers name things; dates, amounts and lists do not.
fn may_be_key(guess: &Guess) -> bool {
    match guess {
        Guess::Text | Guess::Count | Guess::Email => true,
        Guess::Nothing
        | Guess::YesNo
        | Guess::Number
        | Guess::Percent
        | Guess::Money(_)
        | Guess::Date(_)
        | Guess::DateEitherWay(..)
        | Guess::Country
        | Guess::Choice(_)
        | Guess::List { .. } => false,
    }
}

/// The columns by their first header, and the headers that came up again.
fn finish(headers: &[String], collectors: Vec<Collector>, rows: u64) -> (Vec<ColumnProfile>, Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    let named = headers.iter().zip(collectors).filter(|(header, _)| !header.is_empty());
    let (first, again): (Vec<_>, Vec<_>) =
        named.partition(|(header, _)| seen.insert(qualify_plan::fold(header)));
    let columns = first.into_iter().map(|(header, collector)| collector.finish(header, rows)).collect();
    (columns, again.into_iter().map(|(header, _)| header.clone()).collect())
}

#[cfg(test)]
mod tests;
