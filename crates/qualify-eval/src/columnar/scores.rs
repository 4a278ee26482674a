//! The lines of a score become points of many leads: the columnar form of [`crate::score`].

use qualify_plan::{Batch, Each, EachOf, FieldId, FirstOf, Grade, Line, Plan, Rows, Score, Table, Window};

use crate::row::Assumptions;
use crate::{ops, score};

use super::bits::Bits;
use super::kernels::join;
use super::pass::Pass;
use super::range::Range;
use super::values::holding;

/// The points of a score: the sum of its lines, each end clamped to the declared range.
pub(super) fn points(pass: &Pass<'_>, batch: &Batch<'_>, score: &Score) -> Range {
    let mut sum = self::sum(pass, batch, &score.lines);
    sum.clamp(i128::from(score.from), i128::from(score.to));
    sum
}

/// The bands of a grade that pass, as stretches of points; bands that follow each other are one.
pub(super) fn stretches(grade: &Grade, passing: &[u32]) -> Vec<(i128, i128)> {
    let floor = |band: usize| grade.bands.get(band).and_then(|band| band.floor).map(i128::from);
    let mut stretches: Vec<(i128, i128)> = Vec::new();
    for band in passing.iter().map(|band| *band as usize) {
        let from = floor(band).unwrap_or(i128::MIN / 2);
        let to = floor(band + 1).map_or(i128::MAX / 2, |next| next - 1);
        match stretches.last_mut() {
            Some(last) if last.1 + 1 == from => last.1 = to,
            _ => stretches.push((from, to)),
        }
    }
    stretches
}

fn sum(pass: &Pass<'_>, batch: &Batch<'_>, lines: &[Line]) -> Range {
    let mut sum = Range::exactly(pass.words, 0);
    for line in lines {
        match line {
            Line::When { points, condition } => sum.add_when(*points, pass.truths(*condition)),
            _ => sum.plus(&self::line(pass, batch, line)),
        }
    }
    sum
}

fn line(pass: &Pass<'_>, batch: &Batch<'_>, line: &Line) -> Range {
    match line {
        Line::When { .. } => sum(pass, batch, std::slice::from_ref(line)),
        Line::Each(each) => for_each(pass, batch, each),
        Line::Table(table) => by_table(pass, batch, table),
        Line::Score(score) => pass.points(*score).clone(),
        Line::FirstOf(lines) => first_of(pass, lines),
        Line::BestOf(lines) => {
            let ranges = lines.iter().map(|part| self::line(pass, batch, part));
            let best = ranges.reduce(|mut best, other| {
                best.best_with(other);
                best
            });
            best.unwrap_or_else(|| Range::exactly(pass.words, 0))
        }
        Line::Group { cap, lines, .. } => {
            let mut sum = sum(pass, batch, lines);
            sum.clamp(-i128::from(*cap), i128::from(*cap));
            sum
        }
    }
}

/// Rows are looked at lead by lead, as [`score::for_each`] does it.
fn for_each(pass: &Pass<'_>, batch: &Batch<'_>, each: &Each) -> Range {
    let field = match each.of {
        EachOf::Field(field) => Some(field),
        EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows) => since(&rows),
    };
    let mut intervals = Vec::with_capacity(batch.leads);
    pass.rows(batch, field, |evaluation| intervals.push(score::for_each(evaluation, each)));
    Range::of(&intervals)
}

/// The field that the window of some rows looks at.
pub(super) fn since(rows: &Rows) -> Option<FieldId> {
    match rows.window {
        Window::Since(field) => Some(field),
        Window::Always | Window::Within(_) => None,
    }
}

fn by_table(pass: &Pass<'_>, batch: &Batch<'_>, table: &Table) -> Range {
    let Some(column) = batch.columns.get(table.field.index()) else {
        return Range::exactly(pass.words, 0);
    };
    let mut rest = vec![u64::MAX; pass.words];
    let mut classes = Vec::new();
    for band in &table.bands {
        let bits = holding(column, pass.words, &|value| ops::is_in_band(&band.value, value));
        join(&mut rest, &bits, |rest, bits| rest & !bits);
        classes.push((bits, band.points, band.points));
    }
    if let Some(points) = table.otherwise {
        let mut bits = holding(column, pass.words, &|_| true);
        join(&mut bits, &rest, |known, rest| known & rest);
        join(&mut rest, &bits, |rest, bits| rest & !bits);
        classes.push((bits, points, points));
    }
    let (from, to) = of_gap(pass.plan, table, pass.assumptions);
    classes.push((rest, from, to));
    Range::of_classes(pass.words, classes)
}

/// The points of a lead without a value.
fn of_gap(plan: &Plan, table: &Table, assumptions: Assumptions) -> (i64, i64) {
    let default = plan.fields.get(table.field.index()).and_then(|field| field.default.as_ref());
    let assumed = match assumptions {
        Assumptions::Made => default.and_then(|value| score::band_points(table, value)).or(table.unknown),
        Assumptions::NotMade => None,
    };
    if let Some(points) = assumed {
        return (points, points);
    }
    let all = || table.bands.iter().map(|band| band.points).chain(table.otherwise).chain(table.unknown);
    (all().min().unwrap_or(0), all().max().unwrap_or(0))
}

/// The points of the first line that holds. Of all lines that may be the first, the one with the fewest points is the lower end.
fn first_of(pass: &Pass<'_>, lines: &[FirstOf]) -> Range {
    let mut undecided = vec![u64::MAX; pass.words];
    let mut candidates = Vec::with_capacity(lines.len() + 1);
    let mut is_exact = true;
    for line in lines {
        let truths = pass.truths(line.condition);
        let mut may_be_first = undecided.clone();
        join(&mut may_be_first, truths.possibly(), |bits, possibly| bits & possibly);
        join(&mut undecided, truths.surely(), |bits, surely| bits & !surely);
        is_exact &= truths.is_exact();
        candidates.push((may_be_first, line.points));
    }
    candidates.push((undecided, 0));
    if is_exact {
        let classes = candidates.into_iter().map(|(bits, points)| (bits, points, points)).collect();
        return Range::of_classes(pass.words, classes);
    }
    candidates.sort_by_key(|(_, points)| *points);
    let lo = first_each(pass.words, candidates.iter());
    let hi = first_each(pass.words, candidates.iter().rev());
    Range::between(pass.words, &lo, &hi)
}

/// Each lead in the first class that has it, and in no other.
fn first_each<'a>(words: usize, classes: impl Iterator<Item = &'a (Bits, i64)>) -> Vec<(Bits, i64)> {
    let mut taken = vec![0; words];
    let mut alone = |(bits, points): &(Bits, i64)| {
        let mut only = bits.clone();
        join(&mut only, &taken, |bits, taken| bits & !taken);
        join(&mut taken, bits, |taken, bits| taken | bits);
        (only, *points)
    };
    classes.map(&mut alone).collect()
}
