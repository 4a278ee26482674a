//! The rows of an event become an interval: what is measured of them, as far as it is known (section 5 of the language).

use std::collections::BTreeSet;

use qualify_plan::{
    AttributeId, Date, Decimal, FactRef, Measure, Row, Rows, Stream, Truth, Type, Value, Window,
};

use crate::interval::Interval;
use crate::ops;
use crate::row::{Evaluation, declared};

/// A row that may count: neither its `where` nor its window is No.
pub(crate) struct Surviving<'a> {
    pub(crate) row: &'a Row,
    /// Its `where`.
    pub(crate) filter: Truth,
    /// Its window.
    pub(crate) window: Truth,
}

impl Surviving<'_> {
    /// Whether it surely counts.
    pub(crate) fn is_sure(&self) -> bool {
        self.filter == Truth::Yes && self.window == Truth::Yes
    }
}

/// The rows that may count, in the order of the input; none if the event is not collected.
pub(crate) fn surviving<'a>(
    evaluation: &Evaluation<'a>,
    rows: &Rows,
) -> Option<impl Iterator<Item = Surviving<'a>>> {
    let stream = evaluation.streams.get(rows.event.index()).unwrap_or(&Stream::NotCollected);
    let Stream::Rows(all) = stream else { return None };
    let today = evaluation.today;
    Some(all.iter().filter(move |row| row.date <= today).filter_map(move |row| {
        // Most rows are older than the window. What a condition would assume about them decides nothing, in neither evaluation.
        let window = window(evaluation, rows.window, row.date);
        if window == Truth::No {
            return None;
        }
        let filter = rows.filter.map_or(Truth::Yes, |filter| evaluation.truth(filter, Some(row)));
        (filter != Truth::No).then_some(Surviving { row, filter, window })
    }))
}

fn window(evaluation: &Evaluation<'_>, window: Window, date: Date) -> Truth {
    match window {
        Window::Always => Truth::Yes,
        Window::Within(days) => Truth::from_bool(ops::age(date, evaluation.today) <= i64::from(days)),
        Window::Since(field) => match evaluation.field(field) {
            Some(Value::Never) => Truth::Yes,
            Some(Value::Date(since)) => Truth::from_bool(date > *since),
            _ => Truth::Unknown,
        },
    }
}

/// Measures rows, in ten-thousandths.
pub(crate) fn measure(evaluation: &Evaluation<'_>, measure: Measure, rows: &Rows) -> Interval {
    match measure {
        Measure::Count => in_units(count(evaluation, rows)),
        Measure::Days => in_units(days(evaluation, rows)),
        Measure::Distinct(attribute) => in_units(distinct(evaluation, attribute, rows)),
        Measure::Sum(attribute) => sum(evaluation, attribute, rows),
    }
}

fn in_units(interval: Interval) -> Interval {
    interval.times(i128::from(Decimal::SCALE))
}

fn count(evaluation: &Evaluation<'_>, rows: &Rows) -> Interval {
    let Some(surviving) = surviving(evaluation, rows) else { return Interval::FROM_ZERO };
    let one = |row: Surviving<'_>| Interval::between(i128::from(row.is_sure()), 1);
    surviving.map(one).fold(Interval::exactly(0), Interval::plus)
}

fn days(evaluation: &Evaluation<'_>, rows: &Rows) -> Interval {
    let Some(surviving) = surviving(evaluation, rows) else { return Interval::FROM_ZERO };
    let (mut sure, mut all) = (BTreeSet::<Date>::new(), BTreeSet::<Date>::new());
    for row in surviving {
        all.insert(row.row.date);
        if row.is_sure() {
            sure.insert(row.row.date);
        }
    }
    Interval::between(number(sure.len()), number(all.len()))
}

fn distinct(evaluation: &Evaluation<'_>, attribute: AttributeId, rows: &Rows) -> Interval {
    let fact = FactRef::Attribute(rows.event, attribute);
    let possible = possible_values(evaluation, fact).map_or(i128::MAX, number);
    let Some(surviving) = surviving(evaluation, rows) else { return Interval::FROM_ZERO.at_most(possible) };
    let (mut sure, mut all) = (BTreeSet::<&Value>::new(), BTreeSet::<&Value>::new());
    let (mut lacking, mut sure_lacking) = (0, 0);
    for row in surviving {
        match evaluation.value(fact, Some(row.row)) {
            None => {
                lacking += 1;
                sure_lacking += i128::from(row.is_sure());
            }
            Some(value) => {
                all.insert(value);
                if row.is_sure() {
                    sure.insert(value);
                }
            }
        }
    }
    let lo = number(sure.len()).max(sure_lacking.min(1));
    Interval::between(lo, (number(all.len()) + lacking).min(possible))
}

fn sum(evaluation: &Evaluation<'_>, attribute: AttributeId, rows: &Rows) -> Interval {
    let fact = FactRef::Attribute(rows.event, attribute);
    let any_value = match declared(evaluation.plan, fact).map(|fact| &fact.ty) {
        Some(Type::Count) => Interval::FROM_ZERO,
        _ => Interval::ALL,
    };
    let Some(surviving) = surviving(evaluation, rows) else { return any_value };
    let added = |row: Surviving<'_>| match evaluation.value(fact, Some(row.row)) {
        Some(Value::Number(value)) if row.is_sure() => Interval::exactly(i128::from(value.units())),
        Some(Value::Number(value)) => Interval::between(0, i128::from(value.units())),
        _ => any_value,
    };
    surviving.map(added).fold(Interval::exactly(0), Interval::plus)
}

/// How many values a fact can have, if finitely many.
pub(crate) fn possible_values(evaluation: &Evaluation<'_>, fact: FactRef) -> Option<usize> {
    declared(evaluation.plan, fact).and_then(|fact| fact.ty.value_count())
}

pub(crate) fn number(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}
