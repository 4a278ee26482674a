//! The fullest columns become a first rule, and a lead that meets it.

use qualify::leads::{ColumnProfile, Guess};
use qualify::plan::{Decimal, print};

use super::{Detail, Field, can_be_named};

/// Choices with more values than these say little about one.
const FEW: std::ops::RangeInclusive<usize> = 2..=12;

/// A rule and its example.
pub(super) struct Proposal {
    pub(super) rule: String,
    /// Where it came from, for the words before it: `, from ...`, or nothing.
    pub(super) origin: &'static str,
    pub(super) example: String,
}

/// A test, and a fact that passes it.
struct Part {
    test: String,
    fact: String,
}

impl Proposal {
    /// A rule on the fullest choice and the fullest number; on whatever there is if these are not.
    pub(super) fn of(fields: &[Field<'_>], detail: Detail) -> Self {
        let parts: Vec<Part> = match detail {
            Detail::Guessed => {
                [fullest(fields, choice), fullest(fields, number)].into_iter().flatten().collect()
            }
            Detail::Texts => Vec::new(),
        };
        let origin = if parts.is_empty() { "" } else { ", from the most frequent values" };
        let parts = if parts.is_empty() { fallback(fields) } else { parts };
        let tests: Vec<&str> = parts.iter().map(|part| part.test.as_str()).collect();
        let facts: String = parts.iter().map(|part| format!("  - {}\n", part.fact)).collect();
        match tests.is_empty() {
            true => Self {
                rule: "when Lead then MQL".to_owned(),
                origin,
                example: fields.first().map_or_else(String::new, |field| {
                    format!("example \"anybody\":\n  - {} is unknown\n  expect MQL", field.name)
                }),
            },
            false => Self {
                rule: format!("when {} then MQL", tests.join(" and ")),
                origin,
                example: format!("example \"a first promise\":\n{facts}  expect MQL"),
            },
        }
    }
}

/// The part of the field that is filled most often; the first of equals.
fn fullest(fields: &[Field<'_>], part: impl Fn(&Field<'_>) -> Option<Part>) -> Option<Part> {
    let mut best: Option<(u64, Part)> = None;
    for field in fields {
        let filled = known(field.column);
        if best.as_ref().is_none_or(|(most, _)| filled > *most)
            && let Some(part) = part(field)
        {
            best = Some((filled, part));
        }
    }
    best.map(|(_, part)| part)
}

fn known(column: &ColumnProfile) -> u64 {
    column.filled.saturating_sub(column.gaps.iter().map(|(_, count)| count).sum())
}

fn choice(field: &Field<'_>) -> Option<Part> {
    let Guess::Choice(values) = &field.column.guess else { return None };
    if !FEW.contains(&values.len()) || !values.iter().all(|value| can_be_named(value)) {
        return None;
    }
    let gaps = || field.column.gaps.iter().map(|(gap, _)| gap);
    let (most, _) = field
        .column
        .values
        .iter()
        .find(|(value, _)| values.contains(value) && gaps().all(|gap| gap != value))?;
    let told = format!("{} is {}", field.name, print::name(most));
    Some(Part { test: told.clone(), fact: told })
}

/// At least the value in the middle, and no less than one.
fn number(field: &Field<'_>) -> Option<Part> {
    match field.column.guess {
        Guess::Count => {}
        Guess::Nothing
        | Guess::YesNo
        | Guess::Number
        | Guess::Percent
        | Guess::Money(_)
        | Guess::Date(_)
        | Guess::DateEitherWay(..)
        | Guess::Email
        | Guess::Country
        | Guess::Choice(_)
        | Guess::List { .. }
        | Guess::Text => return None,
    }
    let read = |(text, count): &(String, u64)| Some((Decimal::parse(text.trim())?.to_whole()?, *count));
    let mut numbers: Vec<(i64, u64)> = field.column.values.iter().filter_map(read).collect();
    numbers.sort_unstable();
    let half = numbers.iter().map(|(_, count)| count).sum::<u64>() / 2;
    let mut seen = 0;
    let middle = numbers.iter().find(|(_, count)| {
        seen += count;
        seen > half
    });
    let middle = middle.map(|(number, _)| *number)?.max(1);
    Some(Part { test: format!("{} >= {middle}", field.name), fact: format!("{} is {middle}", field.name) })
}

/// Whether the fullest column is filled.
fn fallback(fields: &[Field<'_>]) -> Vec<Part> {
    let part = |field: &Field<'_>| {
        let value = match (&field.column.guess, field.declaration.contains(" is text")) {
            (_, true) => field.column.values.iter().map(|(value, _)| value).find(|value| can_be_named(value)),
            (_, false) => None,
        };
        let value = value.map(|value| format!("\"{}\"", value.trim())).filter(|value| value.len() > 2)?;
        Some(Part { test: format!("{} is known", field.name), fact: format!("{} is {value}", field.name) })
    };
    fullest(fields, part).into_iter().collect()
}
