//! Points of many leads, each from a lower to an upper end: intervals, sliced into bits.

use qualify_plan::{Comparison, Decimal};

use crate::findings::Points;
use crate::interval::{End, Interval};

use super::bits::{Bits, Truths};
use super::kernels::join;
use super::sliced::Sliced;

/// An interval for each lead.
#[derive(Debug, Clone)]
pub(super) struct Range {
    lo: Sliced,
    /// None if both ends are the same for all leads, or only one of them is asked for.
    hi: Option<Sliced>,
    /// None if all intervals have both ends.
    endless: Option<Endless>,
}

/// Leads whose interval goes on for ever.
#[derive(Debug, Clone)]
struct Endless {
    /// Those without a lower end.
    lowest: Bits,
    /// Those without an upper end.
    highest: Bits,
}

impl Endless {
    fn plus(&mut self, other: &Self) {
        join(&mut self.lowest, &other.lowest, |a, b| a | b);
        join(&mut self.highest, &other.highest, |a, b| a | b);
    }

    fn best_with(mut self, other: &Self) -> Self {
        join(&mut self.lowest, &other.lowest, |a, b| a & b);
        join(&mut self.highest, &other.highest, |a, b| a | b);
        self
    }

    /// The best of these and intervals that have both ends.
    fn upwards(mut self) -> Self {
        self.lowest.fill(0);
        self
    }
}

impl Range {
    /// The same number for all leads.
    pub(super) fn exactly(words: usize, number: i64) -> Self {
        Self { lo: Sliced::constant(words, i128::from(number)), hi: None, endless: None }
    }

    /// An interval for each lead.
    pub(super) fn of(intervals: &[Interval]) -> Self {
        let finite = |end: End| match end {
            End::At(number) => number,
            End::Lowest | End::Highest => 0,
        };
        let lo: Vec<i128> = intervals.iter().map(|interval| finite(interval.lo())).collect();
        let hi: Vec<i128> = intervals.iter().map(|interval| finite(interval.hi())).collect();
        let rows = |is: fn(&Interval) -> bool| -> Bits {
            let of_chunk =
                |chunk: &[Interval]| chunk.iter().rev().fold(0, |word, i| word << 1 | u64::from(is(i)));
            intervals.chunks(64).map(of_chunk).collect()
        };
        let lowest = rows(|i| i.lo() == End::Lowest);
        let highest = rows(|i| i.hi() == End::Highest);
        let any = lowest.iter().chain(&highest).any(|word| *word != 0);
        Self {
            hi: (lo != hi || any).then(|| Sliced::of(&hi)),
            lo: Sliced::of(&lo),
            endless: any.then_some(Endless { lowest, highest }),
        }
    }

    /// An interval for each class of leads. Every lead is in exactly one.
    pub(super) fn of_classes(words: usize, classes: Vec<(Bits, i64, i64)>) -> Self {
        let is_exact = classes.iter().all(|(_, lo, hi)| lo == hi);
        let hi: Vec<(Bits, i64)> = match is_exact {
            true => Vec::new(),
            false => classes.iter().map(|(bits, _, hi)| (bits.clone(), *hi)).collect(),
        };
        let lo: Vec<(Bits, i64)> = classes.into_iter().map(|(bits, lo, _)| (bits, lo)).collect();
        Self {
            lo: Sliced::of_classes(words, &lo),
            hi: (!is_exact).then(|| Sliced::of_classes(words, &hi)),
            endless: None,
        }
    }

    /// Both ends, each by classes.
    pub(super) fn between(words: usize, lo: &[(Bits, i64)], hi: &[(Bits, i64)]) -> Self {
        let end = |classes| Sliced::of_classes(words, classes);
        Self { lo: end(lo), hi: Some(end(hi)), endless: None }
    }

    /// Adds points where a condition holds.
    pub(super) fn add_when(&mut self, points: i64, condition: &Truths) {
        if condition.is_exact() {
            self.lo.add_where(points, condition.surely());
            self.hi.iter_mut().for_each(|hi| hi.add_where(points, condition.surely()));
            return;
        }
        let (least, most) = match points < 0 {
            true => (condition.possibly(), condition.surely()),
            false => (condition.surely(), condition.possibly()),
        };
        self.hi.get_or_insert_with(|| self.lo.clone()).add_where(points, most);
        self.lo.add_where(points, least);
    }

    /// Adds an interval to each.
    pub(super) fn plus(&mut self, other: &Self) {
        if self.hi.is_some() || other.hi.is_some() {
            let hi = self.hi.get_or_insert_with(|| self.lo.clone());
            hi.plus(other.hi.as_ref().unwrap_or(&other.lo));
        }
        self.lo.plus(&other.lo);
        match (&mut self.endless, &other.endless) {
            (Some(own), Some(other)) => own.plus(other),
            (None, Some(other)) => self.endless = Some(other.clone()),
            (_, None) => {}
        }
    }

    /// Moves each end into a range.
    pub(super) fn clamp(&mut self, min: i128, max: i128) {
        self.lo.clamp(min, max);
        self.hi.iter_mut().for_each(|hi| hi.clamp(min, max));
        if let Some(endless) = self.endless.take() {
            self.lo.set_where(&endless.lowest, min);
            self.hi.iter_mut().for_each(|hi| hi.set_where(&endless.highest, max));
        }
    }

    /// Keeps the larger lower end and the larger upper end.
    pub(super) fn best_with(&mut self, mut other: Self) {
        if self.hi.is_some() || other.hi.is_some() {
            let hi = self.hi.get_or_insert_with(|| self.lo.clone());
            hi.max_with(other.hi.as_ref().unwrap_or(&other.lo));
        }
        // Every number is larger than an end that is not there.
        if let Some(endless) = &self.endless {
            self.lo.set_where(&endless.lowest, other.lo.floor());
        }
        if let Some(endless) = &other.endless {
            other.lo.set_where(&endless.lowest, self.lo.floor());
        }
        self.lo.max_with(&other.lo);
        self.endless = match (self.endless.take(), other.endless) {
            (Some(own), Some(other)) => Some(own.best_with(&other)),
            (Some(only), None) | (None, Some(only)) => Some(only.upwards()),
            (None, None) => None,
        };
    }

    /// The truth of a comparison with points, for all leads.
    pub(super) fn compare(&self, comparison: Comparison<Decimal>) -> Truths {
        let (lo, hi) = (&self.lo, self.hi.as_ref().unwrap_or(&self.lo));
        let (surely, possibly) = match comparison {
            Comparison::Is(w) => self.within(up(w), down(w)),
            Comparison::AtLeast(w) => (lo.at_least(up(w)), hi.at_least(up(w))),
            Comparison::MoreThan(w) => (lo.at_least(down(w) + 1), hi.at_least(down(w) + 1)),
            Comparison::AtMost(w) => (hi.at_most(down(w)), lo.at_most(down(w))),
            Comparison::LessThan(w) => (hi.at_most(up(w) - 1), lo.at_most(up(w) - 1)),
            Comparison::Between(v, w) => self.within(up(v), down(w)),
        };
        self.truths(surely, possibly)
    }

    /// Whether all numbers lie in one of some stretches that leave room between each other, for all leads.
    pub(super) fn within_any(&self, words: usize, stretches: &[(i128, i128)]) -> Truths {
        let (mut surely, mut possibly) = (vec![0; words], vec![0; words]);
        for (from, to) in stretches {
            let (all, some) = self.within(*from, *to);
            join(&mut surely, &all, |a, b| a | b);
            join(&mut possibly, &some, |a, b| a | b);
        }
        self.truths(surely, possibly)
    }

    fn truths(&self, surely: Bits, possibly: Bits) -> Truths {
        if self.hi.is_some() { Truths::between(surely, possibly) } else { Truths::exact(surely) }
    }

    /// Where all numbers lie between two, and where some do.
    fn within(&self, from: i128, to: i128) -> (Bits, Bits) {
        let (lo, hi) = (&self.lo, self.hi.as_ref().unwrap_or(&self.lo));
        let both = |mut a: Bits, b: &[u64]| {
            join(&mut a, b, |a, b| a & b);
            a
        };
        (both(lo.at_least(from), &hi.at_most(to)), both(hi.at_least(from), &lo.at_most(to)))
    }

    /// The points of one lead.
    pub(super) fn at(&self, lead: usize) -> Points {
        let whole = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
        let hi = self.hi.as_ref().unwrap_or(&self.lo);
        Points { from: whole(self.lo.at(lead)), to: whole(hi.at(lead)) }
    }
}

/// The least number of whole points that is not less.
fn up(points: Decimal) -> i128 {
    -i128::from(-points.units()).div_euclid(i128::from(Decimal::SCALE))
}

/// The largest number of whole points that is not more.
fn down(points: Decimal) -> i128 {
    i128::from(points.units()).div_euclid(i128::from(Decimal::SCALE))
}
