//! Two scores become how far apart they can be, said to the search: what follows from their lines alone need not be found
//! out sum by sum.
//!
//! Lines that both have are worth the same in both. A line with other points for the same condition makes the scores differ by
//! its points at most, any other line by what it can give. Clamping to one range never widens a difference.

use qualify_plan::{Line, Plan, ScoreId};

use crate::model::Model;
use crate::ranges::{Range, of_line};
use crate::steps::Steps;

/// By how much the second of two numbers is above the first: at least and at most.
type Apart = (i64, i64);

/// How far two scores of a plan can be apart; none if that has no end, or if their ranges are not the same.
fn scores(plan: &Plan, first: ScoreId, second: ScoreId) -> Option<Apart> {
    let (one, other) = (plan.scores.get(first.index())?, plan.scores.get(second.index())?);
    if (one.from, one.to) != (other.from, other.to) {
        return None;
    }
    sums(plan, &one.lines, &other.lines).map(clamped)
}

/// A difference of numbers that are both moved into one range.
fn clamped((least, most): Apart) -> Apart {
    (least.min(0), most.max(0))
}

fn sums(plan: &Plan, first: &[Line], second: &[Line]) -> Option<Apart> {
    let (mut old, mut new): (Vec<&Line>, Vec<&Line>) = (first.iter().collect(), second.iter().collect());
    let mut apart = (0_i64, 0_i64);
    for same in [|_: &Plan, a: &Line, b: &Line| (a == b).then_some((0, 0)), lines] {
        let mut rest = Vec::new();
        for line in old {
            let found = new.iter().enumerate().find_map(|(at, other)| Some((at, same(plan, line, other)?)));
            match found {
                Some((at, by)) => {
                    new.remove(at);
                    apart = (apart.0.checked_add(by.0)?, apart.1.checked_add(by.1)?);
                }
                None => rest.push(line),
            }
        }
        old = rest;
    }
    for line in new {
        let Range { from, to } = of_line(plan, line);
        apart = (apart.0.checked_add(from?)?, apart.1.checked_add(to?)?);
    }
    for line in old {
        let Range { from, to } = of_line(plan, line);
        apart = (apart.0.checked_sub(to?)?, apart.1.checked_sub(from?)?);
    }
    Some(apart)
}

/// How far lines are apart that are about the same.
fn lines(plan: &Plan, first: &Line, second: &Line) -> Option<Apart> {
    match (first, second) {
        (Line::When { points, condition }, Line::When { points: others, condition: same })
            if condition == same =>
        {
            let by = others.checked_sub(*points)?;
            Some((by.min(0), by.max(0)))
        }
        (Line::Group { title, cap, lines }, Line::Group { title: other, cap: same, lines: others })
            if (title, cap) == (other, same) =>
        {
            sums(plan, lines, others).map(clamped)
        }
        (Line::Score(one), Line::Score(other)) => scores(plan, *one, *other),
        (
            Line::When { .. }
            | Line::Each(_)
            | Line::Table(_)
            | Line::Score(_)
            | Line::FirstOf(_)
            | Line::BestOf(_)
            | Line::Group { .. },
            _,
        ) => None,
    }
}

impl Model<'_> {
    /// Says how far two scores can be apart.
    pub(crate) fn relate_scores(&mut self, first: ScoreId, second: ScoreId) {
        let Some((least, most)) = scores(self.plan, first, second) else { return };
        let (Some(one), Some(other)) = (self.points(first).cloned(), self.points(second).cloned()) else {
            return;
        };
        for (one, other) in [(&one.lo, &other.lo), (&one.hi, &other.hi)] {
            self.follows(one, other, least);
            self.follows(other, one, most.saturating_neg());
        }
    }

    /// Says that a number is at least another and so much more, which may be less.
    fn follows(&mut self, number: &Steps, other: &Steps, by: i64) {
        for value in number.values() {
            let reached = number.at_least(&self.circuit, value);
            let follows = other.at_least(&self.circuit, value.saturating_add(by));
            self.circuit.imply(reached, follows);
        }
    }
}
