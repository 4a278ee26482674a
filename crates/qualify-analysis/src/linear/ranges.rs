//! Bounds of numbers, and sums of them that are zero, become tighter bounds, each with the constraints it rests on.

use std::ops::BitOr;

use super::ratio::{Ratio, ceiling, floor};

/// How often bounds are passed around: two bounds that push each other up without end would never settle.
const ROUNDS: usize = 4;

/// The constraints something rests on, perhaps with a few too many.
///
/// The last place stands for all constraints from that number on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Reasons(u128);

impl Reasons {
    pub(super) const NONE: Self = Self(0);

    pub(super) fn of(constraint: usize) -> Self {
        Self(1 << constraint.min(127))
    }

    pub(super) fn include(self, constraint: usize) -> bool {
        self.0 & Self::of(constraint).0 != 0
    }
}

impl BitOr for Reasons {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The end of a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bound {
    pub(super) number: i128,
    pub(super) reasons: Reasons,
}

/// What a number may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Range {
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
}

impl Range {
    /// The number of the range closest to zero.
    pub(super) fn rest(self) -> i128 {
        closest_to_zero(self.low.map(|bound| bound.number), self.high.map(|bound| bound.number))
    }

    /// The only number of the range, if there is but one.
    pub(super) fn only(self) -> Option<Bound> {
        let (low, high) = (self.low?, self.high?);
        let reasons = low.reasons | high.reasons;
        (low.number == high.number).then_some(Bound { number: low.number, reasons })
    }

    /// The bound that a value lies below, if it does.
    pub(super) fn above(self, value: Ratio) -> Option<Bound> {
        self.low.filter(|bound| value.floor() < bound.number)
    }

    /// The bound that a value lies above, if it does.
    pub(super) fn below(self, value: Ratio) -> Option<Bound> {
        self.high.filter(|bound| value.ceiling() > bound.number)
    }

    /// That nothing lies in the range, with the reasons.
    fn conflict(self) -> Result<(), Reasons> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.number > high.number => Err(low.reasons | high.reasons),
            _ => Ok(()),
        }
    }
}

/// The ranges of numbered unknowns; one that is not mentioned is free.
#[derive(Debug, Default)]
pub(super) struct Ranges(Vec<Range>);

impl Ranges {
    pub(super) fn of(&self, unknown: usize) -> Range {
        self.0.get(unknown).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, unknown: usize, range: Range) {
        self.change(unknown, |known| *known = range);
    }

    fn change<T>(&mut self, unknown: usize, change: impl FnOnce(&mut Range) -> T) -> Option<T> {
        if self.0.len() <= unknown {
            self.0.resize(unknown + 1, Range::default());
        }
        self.0.get_mut(unknown).map(change)
    }

    /// Raises the low end; says whether that changed it, or why nothing is left.
    pub(super) fn raise(&mut self, unknown: usize, low: Bound) -> Result<bool, Reasons> {
        if self.of(unknown).low.is_some_and(|known| known.number >= low.number) {
            return Ok(false);
        }
        self.change(unknown, |range| range.low = Some(low));
        self.of(unknown).conflict().map(|()| true)
    }

    /// Lowers the high end; says whether that changed it, or why nothing is left.
    pub(super) fn lower(&mut self, unknown: usize, high: Bound) -> Result<bool, Reasons> {
        if self.of(unknown).high.is_some_and(|known| known.number <= high.number) {
            return Ok(false);
        }
        self.change(unknown, |range| range.high = Some(high));
        self.of(unknown).conflict().map(|()| true)
    }

    /// Tightens ranges by sums that are zero, until nothing changes or for a few rounds.
    pub(super) fn propagate(&mut self, sums: &[Vec<(usize, i128)>]) -> Result<(), Reasons> {
        let negated: Vec<Vec<(usize, i128)>> = sums.iter().filter_map(|sum| negated(sum)).collect();
        for _ in 0..ROUNDS {
            let mut changed = false;
            for sum in sums.iter().chain(&negated) {
                changed |= self.tighten(sum)?;
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }

    /// Each term of a sum of zero is at most the negative of the least the other terms come to.
    ///
    /// What would overflow says nothing.
    fn tighten(&mut self, sum: &[(usize, i128)]) -> Result<bool, Reasons> {
        let (mut total, mut reasons, mut endless) = (0_i128, Reasons::NONE, None);
        for (unknown, factor) in sum.iter().copied() {
            match self.least(unknown, factor) {
                Some(bound) => {
                    let Some(sum) = total.checked_add(bound.number) else { return Ok(false) };
                    total = sum;
                    reasons = reasons | bound.reasons;
                }
                None if endless.is_some() => return Ok(false),
                None => endless = Some((unknown, factor)),
            }
        }
        if let Some((unknown, factor)) = endless {
            return self.tighten_term(unknown, factor, Bound { number: total, reasons });
        }
        let mut changed = false;
        for (unknown, factor) in sum.iter().copied() {
            let own = self.least(unknown, factor).map_or(0, |bound| bound.number);
            if let Some(others) = total.checked_sub(own) {
                changed |= self.tighten_term(unknown, factor, Bound { number: others, reasons })?;
            }
        }
        Ok(changed)
    }

    fn tighten_term(&mut self, unknown: usize, factor: i128, others: Bound) -> Result<bool, Reasons> {
        let (Some(most), Some(size)) = (others.number.checked_neg(), factor.checked_abs()) else {
            return Ok(false);
        };
        if factor > 0 {
            self.lower(unknown, Bound { number: floor(most, size), ..others })
        } else if factor < 0 {
            self.raise(unknown, Bound { number: ceiling(others.number, size), ..others })
        } else {
            Ok(false)
        }
    }

    /// The least that an unknown times a factor can be.
    fn least(&self, unknown: usize, factor: i128) -> Option<Bound> {
        let range = self.of(unknown);
        let bound = if factor > 0 { range.low } else { range.high }?;
        Some(Bound { number: bound.number.checked_mul(factor)?, ..bound })
    }
}

fn negated(sum: &[(usize, i128)]) -> Option<Vec<(usize, i128)>> {
    sum.iter().map(|(unknown, factor)| Some((*unknown, factor.checked_neg()?))).collect()
}

/// The number between two ends that is closest to zero.
pub(super) fn closest_to_zero(low: Option<i128>, high: Option<i128>) -> i128 {
    0.max(low.unwrap_or(i128::MIN)).min(high.unwrap_or(i128::MAX))
}
