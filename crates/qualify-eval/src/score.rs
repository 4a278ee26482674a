//! The lines of a score become points: an interval for each line, then their sum (section 6 of the language).

use std::collections::BTreeMap;

use qualify_plan::{
    AttributeId, Date, Each, EachOf, ExprId, FactRef, Fade, FieldId, FirstOf, Line, Rows, Score, Sign, Table,
    Truth, Value,
};

use crate::events::{self, Surviving, number, possible_values};
use crate::findings::Points;
use crate::interval::{End, Interval};
use crate::ops;
use crate::row::{Assumptions, Evaluation};

/// The points of a score: the sum of its lines, each end clamped to the declared range.
pub(crate) fn points(evaluation: &Evaluation<'_>, score: &Score) -> Points {
    clamped(sum(evaluation, &score.lines), Points { from: score.from, to: score.to })
}

/// A sum with each end moved into the declared range.
pub(crate) fn clamped(sum: Interval, range: Points) -> Points {
    let sum = sum.clamped(i128::from(range.from), i128::from(range.to));
    let whole = |end, limit| match end {
        End::At(points) => i64::try_from(points).unwrap_or(limit),
        End::Lowest | End::Highest => limit,
    };
    Points { from: whole(sum.lo(), range.from), to: whole(sum.hi(), range.to) }
}

/// The points of one line.
pub(crate) fn line(evaluation: &Evaluation<'_>, line: &Line) -> Interval {
    match line {
        Line::When { points, condition } => when(*points, evaluation.truth(*condition, None)),
        Line::Each(each) => for_each(evaluation, each),
        Line::Table(table) => by_table(evaluation, table),
        Line::Score(score) => {
            let points = evaluation.score(*score);
            Interval::between(i128::from(points.from), i128::from(points.to))
        }
        Line::FirstOf(lines) => first_of(lines, |condition| evaluation.truth(condition, None)),
        Line::BestOf(lines) => {
            let values = lines.iter().map(|part| self::line(evaluation, part));
            values.reduce(Interval::best).unwrap_or(Interval::exactly(0))
        }
        Line::Group { cap, lines, .. } => capped(sum(evaluation, lines), *cap),
    }
}

fn sum(evaluation: &Evaluation<'_>, lines: &[Line]) -> Interval {
    lines.iter().map(|part| line(evaluation, part)).fold(Interval::exactly(0), Interval::plus)
}

/// A sum within the cap of its group, to both sides.
pub(crate) fn capped(sum: Interval, cap: i64) -> Interval {
    sum.clamped(-i128::from(cap), i128::from(cap))
}

/// The points of a condition.
pub(crate) fn when(points: i64, truth: Truth) -> Interval {
    let points = i128::from(points);
    match truth {
        Truth::Yes => Interval::exactly(points),
        Truth::Unknown => Interval::between(0, points),
        Truth::No => Interval::exactly(0),
    }
}

/// The points of the first line that holds: all that may be the first, and none if none surely is.
pub(crate) fn first_of(lines: &[FirstOf], mut truth: impl FnMut(ExprId) -> Truth) -> Interval {
    let mut possible: Option<Interval> = None;
    let with = |possible: Option<Interval>, points: i128| {
        let points = Interval::exactly(points);
        possible.map_or(points, |possible| possible.or(points))
    };
    for line in lines {
        match truth(line.condition) {
            Truth::No => {}
            Truth::Unknown => possible = Some(with(possible, i128::from(line.points))),
            Truth::Yes => return with(possible, i128::from(line.points)),
        }
    }
    with(possible, 0)
}

/// Weights summed, times P, rounded down, capped, negated for `subtract`.
pub(crate) fn for_each(evaluation: &Evaluation<'_>, each: &Each) -> Interval {
    let raw = weights(evaluation, each.of, each.fade)
        .times(i128::from(each.points))
        .divided(ops::weight_unit(each.fade));
    let capped = each.cap.map_or(raw, |cap| raw.at_most(i128::from(cap)));
    match each.sign {
        Sign::Add => capped,
        Sign::Subtract => capped.negated(),
    }
}

/// The sum of the weights of what is counted, in [`ops::weight_unit`] parts of one.
pub(crate) fn weights(evaluation: &Evaluation<'_>, of: EachOf, fade: Option<Fade>) -> Interval {
    match of {
        EachOf::Rows(rows) => rows_weights(evaluation, &rows, fade),
        EachOf::Days(rows) => days_weights(evaluation, &rows, fade),
        EachOf::Distinct(attribute, rows) => distinct_weights(evaluation, attribute, &rows, fade),
        EachOf::Field(field) => field_weight(evaluation, field),
    }
}

fn field_weight(evaluation: &Evaluation<'_>, field: FieldId) -> Interval {
    match evaluation.field(field) {
        Some(Value::Number(count)) => {
            count.to_whole().map_or(Interval::FROM_ZERO, |n| Interval::exactly(i128::from(n)))
        }
        _ => Interval::FROM_ZERO,
    }
}

fn rows_weights(evaluation: &Evaluation<'_>, rows: &Rows, fade: Option<Fade>) -> Interval {
    let Some(surviving) = events::surviving(evaluation, rows) else { return Interval::FROM_ZERO };
    let weight = |row: Surviving<'_>| {
        let weight = weight_on(evaluation, fade, row.row.date);
        Interval::between(if row.is_sure() { weight } else { 0 }, weight)
    };
    surviving.map(weight).fold(Interval::exactly(0), Interval::plus)
}

fn days_weights(evaluation: &Evaluation<'_>, rows: &Rows, fade: Option<Fade>) -> Interval {
    let Some(surviving) = events::surviving(evaluation, rows) else { return Interval::FROM_ZERO };
    let mut days = BTreeMap::<Date, bool>::new();
    for row in surviving {
        *days.entry(row.row.date).or_default() |= row.is_sure();
    }
    let weight = |(date, sure): (Date, bool)| {
        let weight = weight_on(evaluation, fade, date);
        Interval::between(if sure { weight } else { 0 }, weight)
    };
    days.into_iter().map(weight).fold(Interval::exactly(0), Interval::plus)
}

/// The weight of a value is that of its newest row, which is its largest.
fn distinct_weights(
    evaluation: &Evaluation<'_>,
    attribute: AttributeId,
    rows: &Rows,
    fade: Option<Fade>,
) -> Interval {
    let fact = FactRef::Attribute(rows.event, attribute);
    let possible = possible_values(evaluation, fact);
    let Some(surviving) = events::surviving(evaluation, rows) else {
        let most = possible.map(|n| number(n) * ops::weight_unit(fade));
        return most.map_or(Interval::FROM_ZERO, |most| Interval::between(0, most));
    };
    let (mut sure, mut all) = (BTreeMap::<&Value, i128>::new(), BTreeMap::<&Value, i128>::new());
    let (mut lacking, mut sure_lacking) = (Vec::new(), 0);
    for row in surviving {
        let weight = weight_on(evaluation, fade, row.row.date);
        match evaluation.value(fact, Some(row.row)) {
            None => {
                lacking.push(weight);
                sure_lacking = if row.is_sure() { weight.max(sure_lacking) } else { sure_lacking };
            }
            Some(value) => {
                newest(&mut all, value, weight);
                if row.is_sure() {
                    newest(&mut sure, value, weight);
                }
            }
        }
    }
    let largest = sure.values().copied().max().unwrap_or(0);
    let lo = sure.values().sum::<i128>() + (sure_lacking - largest).max(0);
    let mut weights: Vec<i128> = all.into_values().chain(lacking).collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let hi = weights.iter().take(possible.unwrap_or(usize::MAX)).sum();
    Interval::between(lo, hi)
}

fn newest<'a>(weights: &mut BTreeMap<&'a Value, i128>, value: &'a Value, weight: i128) {
    let known = weights.entry(value).or_default();
    *known = weight.max(*known);
}

fn weight_on(evaluation: &Evaluation<'_>, fade: Option<Fade>, date: Date) -> i128 {
    ops::weight(fade, ops::age(date, evaluation.today))
}

pub(crate) fn by_table(evaluation: &Evaluation<'_>, table: &Table) -> Interval {
    let bands = || table.bands.iter().map(|band| band.points).chain(table.otherwise).map(i128::from);
    let unknown = table.unknown.map(i128::from);
    let known = evaluation.field(table.field).and_then(|value| band_points(table, value));
    match (known, unknown, evaluation.assumptions) {
        (Some(points), _, _) => Interval::exactly(i128::from(points)),
        (None, Some(points), Assumptions::Made) => {
            evaluation.assume();
            Interval::exactly(points)
        }
        (None, None, _) => Interval::around(bands()),
        (None, Some(points), Assumptions::NotMade) => Interval::around(bands().chain([points])),
    }
}

/// The points that a table gives for a known value; none only if no band names it and there is no `otherwise`.
pub fn band_points(table: &Table, value: &Value) -> Option<i64> {
    let band = table.bands.iter().find(|band| ops::is_in_band(&band.value, value));
    band.map(|band| band.points).or(table.otherwise)
}
