//! Names and values for trees.

use qualify_syntax::ast::*;

use super::trees::{Choices, nowhere};

pub(crate) const EVENTS: [(&str, &str); 2] = [("visit", "visits"), ("call", "outgoing_calls")];

const NAMES: [&str; 12] = [
    "industry",
    "MQL",
    "fit",
    "größe",
    "count_of_seats",
    "label",
    "first",
    "list",
    "one",
    "x",
    "a_name_that_is_as_long_as_the_names_of_columns_in_a_crm",
    "student",
];

const TEXTS: [&str; 6] =
    ["Student", "", "# no comment", "a [b], c: - d", "(x) and y", "Working  professional"];

pub(crate) fn named(text: &str) -> Name {
    Name { text: text.to_owned(), span: nowhere() }
}

pub(crate) fn name(c: &mut Choices<'_>) -> Name {
    named(c.of(&NAMES))
}

/// The name of an event, its plural, or of a filter.
pub(crate) fn event_name(c: &mut Choices<'_>) -> Name {
    named(c.of(&["visit", "visits", "call", "outgoing_calls", "good_calls"]))
}

pub(crate) fn text(c: &mut Choices<'_>) -> Text {
    Text { text: c.of(&TEXTS).to_owned(), span: nowhere() }
}

fn literal_of(kind: LiteralKind) -> Literal {
    Literal { kind, span: nowhere() }
}

pub(crate) fn number(text: &str) -> Literal {
    literal_of(LiteralKind::Number(text.to_owned()))
}

pub(crate) fn date(c: &mut Choices<'_>) -> Literal {
    literal_of(LiteralKind::Date(c.of(&["2026-03-02", "1999-12-31"]).to_owned()))
}

/// A length as it is written.
pub(crate) fn days(c: &mut Choices<'_>) -> Literal {
    let unit = c.of(&[LengthUnit::Days, LengthUnit::Weeks]);
    literal_of(LiteralKind::Length { number: c.of(&["1", "30", "10000"]).to_owned(), unit })
}

/// A length, or a constant.
pub(crate) fn length(c: &mut Choices<'_>) -> Literal {
    if c.way(4) == 0 { literal_of(LiteralKind::Name("look_back".to_owned())) } else { days(c) }
}

/// A number of points, or a constant.
pub(crate) fn points(c: &mut Choices<'_>) -> Literal {
    match c.way(4) {
        0 => literal_of(LiteralKind::Name("hot".to_owned())),
        way => number(["", "1", "20", "10000"][way]),
    }
}

/// A value of a choice: a name or a text.
pub(crate) fn value(c: &mut Choices<'_>) -> Literal {
    literal_of(if c.is() { LiteralKind::Text(text(c).text) } else { LiteralKind::Name(name(c).text) })
}

pub(crate) fn constant(c: &mut Choices<'_>) -> Literal {
    match c.way(8) {
        0 => number(c.of(&["-2000.5", "20k", "1.5M", "123456789"])),
        1 => literal_of(LiteralKind::Percent(c.of(&["80", "-0.5"]).to_owned())),
        2 => literal_of(LiteralKind::Money {
            amount: c.of(&["20k", "-1234567.25"]).to_owned(),
            currency: "EUR".into(),
        }),
        3 => date(c),
        4 => literal_of(LiteralKind::Length { number: "14".to_owned(), unit: LengthUnit::Days }),
        5 => literal_of(LiteralKind::Text(text(c).text)),
        6 => literal_of(LiteralKind::Yes),
        _ => literal_of(LiteralKind::No),
    }
}

pub(crate) fn literal(c: &mut Choices<'_>) -> Literal {
    if c.is() { constant(c) } else { value(c) }
}

pub(crate) fn given(c: &mut Choices<'_>) -> Given {
    if c.is() { Given::List(c.many(0, value), nowhere()) } else { Given::One(literal(c)) }
}

pub(crate) fn set_ref(c: &mut Choices<'_>) -> SetRef {
    if c.is() { SetRef::Values(c.many(1, value), nowhere()) } else { SetRef::Name(name(c)) }
}
