//! The cells of a column, one after the other, to what they have in common.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use qualify_plan::{Decimal, Reading, Type, fold};

use crate::cell::{CellReader, CellValue};
use crate::leads::hash;
use crate::profile::dates::DateFormats;
use crate::profile::{ColumnProfile, Distinct, guess};
use crate::table::Cell;
use crate::zone::Zone;

/// What people and programs write when they have nothing to write, folded.
const GAPS: [&str; 24] = [
    "select",
    "select one",
    "please select",
    "- select -",
    "n/a",
    "#n/a",
    "na",
    "n.a.",
    "nan",
    "null",
    "nil",
    "none",
    "-",
    "--",
    "?",
    "unknown",
    "undefined",
    "unspecified",
    "not specified",
    "not set",
    "not provided",
    "(blank)",
    "tbd",
    "nonexistent",
];

/// Values of more bytes are no names of choices.
const LONGEST_NAME: usize = 160;

/// Values of more bytes are not kept.
const LONGEST_VALUE: usize = 1_000;

/// Gathers one column.
#[derive(Debug, Default)]
pub(super) struct Collector {
    filled: u64,
    values: Counts,
    items: Counts,
    lists: u64,
    json: u64,
    fits: Fits,
    unique: Unique,
}

/// Whether all texts differ; keeps a hash of each as long as they do.
#[derive(Debug, Default)]
struct Unique {
    seen: HashSet<u64>,
    is_broken: bool,
}

impl Unique {
    fn add(&mut self, text: &str) {
        if !self.is_broken && !self.seen.insert(hash(text)) {
            *self = Self { seen: HashSet::new(), is_broken: true };
        }
    }
}

/// How often each text occurs, by its folded form and its spelling; stops at a bound.
#[derive(Debug, Default)]
pub(super) struct Counts {
    by_folded: HashMap<String, BTreeMap<String, u64>>,
    is_full: bool,
    longest: usize,
}

/// How many values each type would read, gaps left out.
#[derive(Debug, Default)]
pub(super) struct Fits {
    /// How many values each of the types read, in the order of [`Kind`].
    read: [u64; Kind::COUNT],
    pub(super) dates: DateFormats,
    pub(super) values: u64,
    pub(super) leading_zeros: u64,
    pub(super) with_percent_sign: u64,
    pub(super) splits: u64,
    pub(super) currency: Option<String>,
    pub(super) with_currency: u64,
}

/// A type that is tried on every value; the order is that of [`READERS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    YesNo,
    Count,
    Number,
    Percent,
    Date,
    Email,
    Country,
}

impl Collector {
    /// Looks at one cell.
    pub(super) fn add(&mut self, cell: Cell<'_>) {
        self.unique.add(cell.text().trim());
        match cell {
            Cell::Absent => {}
            Cell::Text(text) | Cell::Moment(text) if text.trim().is_empty() => {}
            Cell::Text(text) | Cell::Moment(text) => {
                self.filled += 1;
                self.values.add(text.trim());
                self.add_items(text.split(';'));
                if !is_gap(text) {
                    self.fits.add(text.trim());
                }
            }
            Cell::Items(items, text) => {
                self.filled += 1;
                self.lists += 1;
                self.values.add(text);
                self.add_items(items.iter().map(String::as_str));
            }
            Cell::Json(text) => {
                self.filled += 1;
                self.json += 1;
                self.values.add(text);
            }
        }
    }

    fn add_items<'a>(&mut self, items: impl Iterator<Item = &'a str>) {
        for item in items.map(str::trim).filter(|item| !item.is_empty() && !is_gap(item)) {
            self.items.add(item);
        }
    }

    /// What the column holds.
    pub(super) fn finish(self, header: &str, rows: u64) -> ColumnProfile {
        let values = self.values.by_frequency();
        let gaps: Vec<_> = values.iter().filter(|(value, _)| is_gap(value)).cloned().collect();
        let names: Vec<_> = values.iter().filter(|(value, _)| !is_gap(value)).cloned().collect();
        let column = guess::Column {
            header: &fold(header).replace(['_', '-'], " "),
            names: &names,
            few: !self.values.is_full && self.values.longest <= LONGEST_NAME,
            items: &self.items.by_frequency(),
            few_items: !self.items.is_full && self.items.longest <= LONGEST_NAME,
            longest_item: self.items.longest,
            lists: self.lists,
            json: self.json,
            fits: &self.fits,
        };
        let guess = guess::guess(&column);
        let count = values.len();
        ColumnProfile {
            header: header.to_owned(),
            filled: self.filled,
            is_unique: !self.unique.is_broken && self.filled == rows && rows > 1,
            distinct: if self.values.is_full { Distinct::MoreThan(count) } else { Distinct::Exactly(count) },
            values,
            gaps,
            guess,
        }
    }
}

impl Counts {
    fn add(&mut self, text: &str) {
        self.longest = self.longest.max(text.len());
        let folded = fold(text);
        let is_new = !self.by_folded.contains_key(&folded);
        if text.len() > LONGEST_VALUE || is_new && self.by_folded.len() == ColumnProfile::KEPT {
            self.is_full = true;
            return;
        }
        let spellings = self.by_folded.entry(folded).or_default();
        if spellings.len() < ColumnProfile::KEPT || spellings.contains_key(text) {
            *spellings.entry(text.to_owned()).or_default() += 1;
        } else if let Some(mut first) = spellings.first_entry() {
            // A value with hundreds of spellings: the first of them stands for the others.
            *first.get_mut() += 1;
        }
    }

    /// The most frequent spelling of each text with the count of all its spellings, the most frequent text first.
    fn by_frequency(&self) -> Vec<(String, u64)> {
        let mut texts: Vec<(String, u64)> = self
            .by_folded
            .values()
            .filter_map(|spellings| {
                // Of equally frequent spellings the first in order.
                let (text, _) = spellings.iter().rev().max_by_key(|(_, count)| **count)?;
                Some((text.clone(), spellings.values().sum()))
            })
            .collect();
        texts.sort_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
        texts
    }
}

/// The types that are tried, without options.
static READERS: LazyLock<[CellReader; Kind::COUNT]> = LazyLock::new(|| {
    let types =
        [Type::YesNo, Type::Count, Type::Number, Type::Percent, Type::Date, Type::Email, Type::Country];
    types.map(|ty| CellReader::new(&ty, &Reading::default(), &Zone::default()))
});

impl Kind {
    const COUNT: usize = 7;
}

impl Fits {
    fn add(&mut self, value: &str) {
        self.values += 1;
        for (reader, count) in READERS.iter().zip(&mut self.read) {
            *count += u64::from(matches!(reader.read_text(value), CellValue::Known(_)));
        }
        self.dates.keep_fitting(value);
        let has_leading_zero =
            value.starts_with('0') && value.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        self.leading_zeros += u64::from(has_leading_zero);
        self.with_percent_sign += u64::from(value.ends_with('%'));
        self.splits += u64::from(value.trim_matches(';').contains(';'));
        self.add_currency(value);
    }

    /// Whether the type reads every value.
    pub(super) fn all(&self, kind: Kind) -> bool {
        self.values > 0 && self.read.get(kind as usize) == Some(&self.values)
    }

    fn add_currency(&mut self, value: &str) {
        let is_code = |code: &&str| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        let first = value.get(..3).filter(is_code);
        let code = first.or_else(|| value.get(value.len().checked_sub(3)?..).filter(is_code));
        if let Some(code) = code
            && self.currency.get_or_insert_with(|| code.to_owned()).as_str() == code
        {
            let number = value.replacen(code, "", 1);
            self.with_currency += u64::from(Decimal::parse_rounded(number.trim()).is_some());
        }
    }
}

/// Whether a value looks like a gap.
fn is_gap(value: &str) -> bool {
    GAPS.contains(&fold(value).as_str())
}

/// The values of a choice by name.
pub(super) fn names(values: &[(String, u64)]) -> Vec<String> {
    let mut names: Vec<String> = values.iter().map(|(value, _)| value.clone()).collect();
    names.sort();
    names
}
