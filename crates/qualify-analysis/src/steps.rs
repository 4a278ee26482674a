//! Whole numbers become literals "at least v", one for each value that can be: scores and their lines.
//!
//! ```text
//! value        -5     0     10    30          S >= 10 holds iff the literal at 10 does
//! at least      .     a     b     c           a <- b <- c
//! ```
//!
//! A sum has a step for each *reachable* sum only, so that points in multiples of five cost a fifth. Source: the
//! generalized totalizer of Joshi, Martins and Manquinho, CP 2015.

use std::collections::BTreeSet;

use crate::gates::Circuit;
use crate::solver::Lit;

/// Most values that a quantity may have before it is given up: wider ones are not worth their clauses.
const WIDEST: usize = 4_000;

/// A whole number that depends on literals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: values ascend, all above `least`; each literal implies the one before it.
pub(crate) struct Steps {
    least: i64,
    above: Vec<(i64, Lit)>,
}

impl Steps {
    /// Always the same number.
    pub(crate) fn constant(value: i64) -> Self {
        Self { least: value, above: Vec::new() }
    }

    /// From the literals "at least v", ascending by v; the number is `least` where none of them holds.
    pub(crate) fn new(least: i64, above: Vec<(i64, Lit)>) -> Self {
        Self { least, above }
    }

    /// `points` if the literal holds, else 0.
    pub(crate) fn points_if(points: i64, holds: Lit) -> Self {
        match points {
            0 => Self::constant(0),
            1.. => Self { least: 0, above: vec![(points, holds)] },
            _ => Self { least: points, above: vec![(0, !holds)] },
        }
    }

    /// The largest value.
    pub(crate) fn most(&self) -> i64 {
        self.above.last().map_or(self.least, |(value, _)| *value)
    }

    /// All values, ascending.
    pub(crate) fn values(&self) -> impl Iterator<Item = i64> {
        [self.least].into_iter().chain(self.above.iter().map(|(value, _)| *value))
    }

    /// The literals of all values but the smallest, ascending.
    pub(crate) fn literals(&self) -> impl Iterator<Item = Lit> {
        self.above.iter().map(|(_, lit)| *lit)
    }

    /// The literal of "at least `value`".
    pub(crate) fn at_least(&self, circuit: &Circuit, value: i64) -> Lit {
        if value <= self.least {
            return circuit.yes();
        }
        let at = self.above.partition_point(|(known, _)| *known < value);
        self.above.get(at).map_or(circuit.no(), |(_, lit)| *lit)
    }

    /// The opposite number.
    pub(crate) fn negated(&self) -> Self {
        let values: Vec<i64> = self.values().collect();
        let lower = values.iter().rev().skip(1);
        let above = lower.zip(self.above.iter().rev()).map(|(value, (_, lit))| (-*value, !*lit)).collect();
        Self { least: -self.most(), above }
    }

    /// Moved into a range.
    pub(crate) fn clamped(&self, min: i64, max: i64) -> Self {
        if self.most() <= min {
            return Self::constant(min);
        }
        if self.least >= max {
            return Self::constant(max);
        }
        let least = self.least.max(min);
        let mut above: Vec<(i64, Lit)> = Vec::new();
        for (value, lit) in self.above.iter().filter(|(value, _)| *value > least) {
            let value = (*value).min(max);
            if above.last().is_none_or(|(last, _)| *last < value) {
                above.push((value, *lit));
            }
        }
        Self { least, above }
    }
}

impl Circuit {
    /// The larger of two numbers.
    pub(crate) fn larger(&mut self, a: &Steps, b: &Steps) -> Steps {
        let least = a.least.max(b.least);
        let values: BTreeSet<i64> = a.values().chain(b.values()).filter(|value| *value > least).collect();
        let above = values.into_iter().map(|value| {
            let (a, b) = (a.at_least(self, value), b.at_least(self, value));
            (value, self.or([a, b]))
        });
        Steps { least, above: above.collect() }
    }

    /// The sum of two numbers; none if it has too many values.
    pub(crate) fn sum(&mut self, a: &Steps, b: &Steps) -> Option<Steps> {
        if b.above.is_empty() {
            return Some(shifted(a, b.least));
        }
        if a.above.is_empty() {
            return Some(shifted(b, a.least));
        }
        let (few, many) = if a.above.len() <= b.above.len() { (a, b) } else { (b, a) };
        if few.above.len().saturating_mul(many.above.len()) > 40 * WIDEST {
            return None;
        }
        let sums: BTreeSet<i64> =
            few.values().flat_map(|x| many.values().map(move |y| x.saturating_add(y))).collect();
        if sums.len() > WIDEST {
            return None;
        }
        let mut above = Vec::with_capacity(sums.len());
        for sum in sums.into_iter().skip(1) {
            above.push((sum, self.sum_at_least(few, many, sum)));
        }
        Some(Steps { least: few.least + many.least, above })
    }

    /// One literal for `few + many >= sum`: for some value x of `few`, `few >= x` and `many >= sum - x`.
    fn sum_at_least(&mut self, few: &Steps, many: &Steps, sum: i64) -> Lit {
        let mut ways = Vec::with_capacity(few.above.len() + 1);
        for x in few.values() {
            let (reaches, rest) = (few.at_least(self, x), many.at_least(self, sum - x));
            ways.push(self.and([reaches, rest]));
        }
        self.or(ways)
    }
}

fn shifted(steps: &Steps, by: i64) -> Steps {
    let above = steps.above.iter().map(|(value, lit)| (value.saturating_add(by), *lit)).collect();
    Steps { least: steps.least.saturating_add(by), above }
}
