//! The cells of one field become counts: gaps, values of short lists, and spellings that are no value.

use std::collections::BTreeMap;

use qualify_plan::{Fact, Type, Value, fold};

/// How many different spellings of one field are counted; others are no near misses of a short list.
const MOST_SPELLINGS: usize = 1_000;
/// Longest text that may be a spelling of a choice.
const LONGEST: usize = 80;

/// Whether the file has the column of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// It was read.
    Read,
    /// The file has none, so every lead lacks the fact.
    Absent,
}

/// What stands in one field of all leads.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    /// Whether there is anything to read.
    pub(crate) column: Column,
    /// How many leads have no value, those with a cell that is none included.
    pub(crate) missing: u64,
    /// How many have each choice, country, yes and no.
    values: BTreeMap<Value, u64>,
    /// For choices: the cells that are none, by their folded text, with how they are written and how often.
    spellings: BTreeMap<String, (String, u64)>,
    has_choices: bool,
}

impl Tally {
    /// Nothing yet.
    pub(crate) fn of(fact: &Fact) -> Self {
        Self {
            column: Column::Absent,
            missing: 0,
            values: BTreeMap::new(),
            spellings: BTreeMap::new(),
            has_choices: matches!(fact.ty, Type::Choice(_)),
        }
    }

    /// Counts one lead.
    pub(crate) fn add(&mut self, value: Option<&Value>) {
        match value {
            None => self.missing += 1,
            Some(Value::Choice(_) | Value::Country(_) | Value::YesNo(_)) => {
                value.cloned().into_iter().for_each(|value| *self.values.entry(value).or_default() += 1);
            }
            Some(Value::Choices(items)) => {
                for item in items {
                    *self.values.entry(Value::Choice(*item)).or_default() += 1;
                }
            }
            Some(Value::Number(_) | Value::Date(_) | Value::Never | Value::Text(_) | Value::Texts(_)) => {}
        }
    }

    /// Counts a cell that is no value; the lead is counted as one without a value already.
    pub(crate) fn spelt(&mut self, text: &str) {
        if !self.has_choices || text.chars().nth(LONGEST).is_some() {
            return;
        }
        let folded = fold(text);
        if self.spellings.len() < MOST_SPELLINGS || self.spellings.contains_key(&folded) {
            self.spellings.entry(folded).or_insert_with(|| (text.trim().to_owned(), 0)).1 += 1;
        }
    }

    /// How many leads have a choice, country, yes or no.
    pub(crate) fn count(&self, value: &Value) -> u64 {
        self.values.get(value).copied().unwrap_or_default()
    }

    /// Cells that are no value, as they are written, with how often; by their folded text.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = (&str, u64)> {
        self.spellings.values().map(|(text, count)| (text.as_str(), *count))
    }
}
