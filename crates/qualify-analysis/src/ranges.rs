//! The lines of a score become the points that matter: more than a cap or a range lets through need not be told apart.

use qualify_eval::ops;
use qualify_plan::{Each, EachOf, Line, Plan, Sign};

/// Most points of one `for each` line that are told apart; lines with more are left open.
const FINEST: i64 = 400;

/// The points between two ends, both included; no end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) from: Option<i64>,
    pub(crate) to: Option<i64>,
}

impl Range {
    fn between(from: i64, to: i64) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    fn plus(self, other: Self) -> Self {
        let plus = |a: Option<i64>, b: Option<i64>| Some(a?.saturating_add(b?));
        Self { from: plus(self.from, other.from), to: plus(self.to, other.to) }
    }

    fn clamped(self, min: i64, max: i64) -> Self {
        let end = |end: Option<i64>, open: i64| Some(end.unwrap_or(open).clamp(min, max));
        Self { from: end(self.from, min), to: end(self.to, max) }
    }
}

/// All points that a line may give, whatever the lead.
pub(crate) fn of_line(plan: &Plan, line: &Line) -> Range {
    match line {
        Line::When { points, .. } => Range::between((*points).min(0), (*points).max(0)),
        Line::Each(each) => of_each(plan, each),
        Line::Table(table) => {
            let points =
                || table.bands.iter().map(|band| band.points).chain(table.otherwise).chain(table.unknown);
            Range::between(points().min().unwrap_or(0), points().max().unwrap_or(0))
        }
        Line::Score(score) => plan
            .scores
            .get(score.index())
            .map_or(Range::between(0, 0), |score| Range::between(score.from, score.to)),
        Line::FirstOf(parts) => {
            let points = || parts.iter().map(|part| part.points).chain([0]);
            Range::between(points().min().unwrap_or(0), points().max().unwrap_or(0))
        }
        Line::BestOf(lines) => {
            let ranges: Vec<Range> = lines.iter().map(|line| of_line(plan, line)).collect();
            // `None` sorts first: right for the lowest end, not for the highest.
            let from = ranges.iter().map(|range| range.from).max().flatten();
            let open = ranges.iter().any(|range| range.to.is_none());
            let to = if open { None } else { ranges.iter().filter_map(|range| range.to).max() };
            if ranges.is_empty() { Range::between(0, 0) } else { Range { from, to } }
        }
        Line::Group { cap, lines, .. } => sum(plan, lines).clamped(-cap, *cap),
    }
}

fn of_each(plan: &Plan, each: &Each) -> Range {
    let most = most_of_each(plan, each);
    match each.sign {
        Sign::Add => Range { from: Some(0), to: most },
        Sign::Subtract => Range { from: most.map(|most| -most), to: Some(0) },
    }
}

/// The most points that a `for each` line can give before `subtract` negates them; no end is `None`.
fn most_of_each(plan: &Plan, each: &Each) -> Option<i64> {
    let possible = match each.of {
        EachOf::Distinct(attribute, rows) => plan
            .events
            .get(rows.event.index())
            .and_then(|event| event.attributes.get(attribute.index()))
            .and_then(|fact| fact.ty.value_count())
            .and_then(|count| i64::try_from(count).ok()?.checked_mul(each.points)),
        EachOf::Rows(_) | EachOf::Days(_) | EachOf::Field(_) => None,
    };
    [each.cap, possible].into_iter().flatten().min()
}

fn sum(plan: &Plan, lines: &[Line]) -> Range {
    lines.iter().map(|line| of_line(plan, line)).fold(Range::between(0, 0), Range::plus)
}

/// For each line of a sum that is clamped to `min..=max`: beyond which points the sum is clamped whatever the others give.
pub(crate) fn of_parts(plan: &Plan, lines: &[Line], min: i64, max: i64) -> Vec<Range> {
    let ranges: Vec<Range> = lines.iter().map(|line| of_line(plan, line)).collect();
    let others = |at: usize| {
        let others = ranges.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, range)| *range);
        others.fold(Range::between(0, 0), Range::plus)
    };
    let wanted = (0..ranges.len()).map(|at| {
        let others = others(at);
        Range {
            from: others.to.map(|most| min.saturating_sub(most)),
            to: others.from.map(|least| max.saturating_sub(least)),
        }
    });
    wanted.collect()
}

/// The points above 0 that a `for each` line can give before `subtract` negates them, ascending, up to where more make
/// no difference; none if there are too many to tell apart.
pub(crate) fn each_points(plan: &Plan, each: &Each, wanted: Range) -> Option<Vec<i64>> {
    let useful = match each.sign {
        Sign::Add => wanted.to,
        Sign::Subtract => wanted.from.map(|from| from.saturating_neg()),
    };
    let most = [most_of_each(plan, each), useful.map(|useful| useful.max(0))].into_iter().flatten().min()?;
    // No points for each of rows that nobody collected are any points.
    if each.points == 0 {
        return Some([most].into_iter().filter(|most| *most > 0).collect());
    }
    let step = if each.fade.is_none() { each.points } else { 1 };
    if most / step > FINEST {
        return None;
    }
    let whole = (1..=most / step).map(|n| n * step);
    let last = (most % step != 0).then_some(most);
    Some(whole.chain(last).collect())
}

/// The sum of weights from which a `for each` line gives at least some points, in parts of a weight.
pub(crate) fn weight_for(each: &Each, points: i64) -> i128 {
    let (points, each_points) = (i128::from(points), i128::from(each.points.max(1)));
    let parts = points * ops::weight_unit(each.fade);
    parts.div_euclid(each_points) + i128::from(parts.rem_euclid(each_points) != 0)
}
