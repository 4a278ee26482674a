//! Ranges of numbers, and sums of them, become whole numbers that fit, or the constraints that leave none.
//!
//! The simplex is the one for deciding rather than optimising, after Dutertre and de Moura, "A Fast Linear-Arithmetic
//! Solver for DPLL(T)" (CAV 2006): ranges come and go, the table of sums stays. It takes the first candidate always
//! (Bland 1977), so it ends. Branching makes values whole, and the divisor test of the same paper ends branchings that
//! could go on without end. Fractions are exact; what would overflow is given up.

use std::collections::BTreeMap;

use super::Effort;
use super::ranges::{Bound, Range, Ranges, Reasons};
use super::ratio::{Ratio, greatest_divisor};

/// How deep branchings go: where numbers are unbounded, they might go on for ever.
pub(super) const DEEPEST: usize = 250;

/// What became of a search.
pub(super) enum Outcome {
    /// Whole numbers that fit.
    Found(Vec<i128>),
    /// These constraints leave none.
    Refuted(Reasons),
    /// Some branching went too deep, the others found none.
    TooDeep,
}

type Row = BTreeMap<usize, Ratio>;

/// Unknowns that are sums of the others ("basic"), and a value for each unknown.
///
/// The values always agree with the sums, and the unknowns that are no sums always lie in their ranges, at whole
/// numbers: they begin there, and an unknown that stops being a sum stops at the end of its range.
pub(super) struct Simplex {
    columns: usize,
    rows: BTreeMap<usize, Row>,
    values: Vec<Ratio>,
    ranges: Ranges,
}

impl Simplex {
    /// The first `columns` unknowns are at rest; each of the following ones is one of the sums.
    pub(super) fn new(columns: usize, sums: &[Vec<(usize, i128)>], ranges: Ranges) -> Option<Self> {
        let mut values: Vec<Ratio> =
            (0..columns).map(|column| Ratio::whole(ranges.of(column).rest())).collect();
        let mut rows = BTreeMap::new();
        for (sum, unknown) in sums.iter().zip(columns..) {
            let row: Row = sum.iter().map(|(column, factor)| (*column, Ratio::whole(*factor))).collect();
            let value = row.iter().try_fold(Ratio::ZERO, |value, (column, factor)| {
                value.plus(factor.times(*values.get(*column)?)?)
            })?;
            values.push(value);
            rows.insert(unknown, row);
        }
        Some(Self { columns, rows, values, ranges })
    }

    /// Looks for whole numbers that fit; none if the effort is used up or a number too large.
    pub(super) fn search(&mut self, depth: usize, effort: &mut Effort) -> Option<Outcome> {
        if let Err(reasons) = self.fit(effort)? {
            return Some(Outcome::Refuted(reasons));
        }
        let Some((column, value)) = self.fraction() else {
            let values = self.values.iter().take(self.columns);
            return Some(Outcome::Found(values.map(|value| value.as_whole()).collect::<Option<_>>()?));
        };
        if let Some(reasons) = self.rows.iter().find_map(|(basic, row)| self.indivisible(*basic, row)) {
            return Some(Outcome::Refuted(reasons));
        }
        if depth == DEEPEST { Some(Outcome::TooDeep) } else { self.branch(column, value, depth, effort) }
    }

    /// Searches on both sides of a fraction, first on the side of zero: small numbers are wanted.
    ///
    /// A constraint that either side rests on is a reason for both to fail together; the branching itself is none.
    fn branch(&mut self, column: usize, value: Ratio, depth: usize, effort: &mut Effort) -> Option<Outcome> {
        effort.spend()?;
        let bound = |number| Some(Bound { number, reasons: Reasons::NONE });
        let whole = self.ranges.of(column);
        let below = Range { high: bound(value.floor()), ..whole };
        let above = Range { low: bound(value.ceiling()), ..whole };
        let sides = if value.is_above_zero() { [below, above] } else { [above, below] };
        let mut reasons = Some(Reasons::NONE);
        for side in sides {
            self.narrow(column, side)?;
            match self.search(depth + 1, effort)? {
                found @ Outcome::Found(_) => return Some(found),
                Outcome::Refuted(more) => reasons = reasons.map(|reasons| reasons | more),
                Outcome::TooDeep => reasons = None,
            }
        }
        self.ranges.set(column, whole);
        Some(reasons.map_or(Outcome::TooDeep, Outcome::Refuted))
    }

    /// Sets a range, and moves the value into it unless it is a sum's.
    fn narrow(&mut self, unknown: usize, range: Range) -> Option<()> {
        self.ranges.set(unknown, range);
        if self.rows.contains_key(&unknown) {
            return Some(());
        }
        let value = self.value(unknown)?;
        match range.above(value).or(range.below(value)) {
            Some(bound) => self.shift(unknown, Ratio::whole(bound.number).plus(value.negated()?)?),
            None => Some(()),
        }
    }

    /// Finds values in all ranges, whole or not, or the reasons why there are none.
    fn fit(&mut self, effort: &mut Effort) -> Option<Result<(), Reasons>> {
        while let Some((basic, bound, rising)) = self.misfit() {
            effort.spend()?;
            let row = self.rows.get(&basic)?;
            let chosen = row
                .iter()
                .find(|(other, factor)| self.stop(**other, factor.is_above_zero() == rising).is_none());
            let Some(other) = chosen.map(|(other, _)| *other) else {
                return Some(Err(self.reasons(row, bound, rising)));
            };
            self.settle(basic, Ratio::whole(bound.number), other)?;
        }
        Some(Ok(()))
    }

    /// The first sum outside of its range, the end it misses, and whether it has to rise.
    fn misfit(&self) -> Option<(usize, Bound, bool)> {
        self.rows.keys().find_map(|basic| {
            let (value, range) = (self.value(*basic)?, self.ranges.of(*basic));
            let too_low = range.above(value).map(|bound| (*basic, bound, true));
            too_low.or_else(|| range.below(value).map(|bound| (*basic, bound, false)))
        })
    }

    /// The end of its range that keeps an unknown that is no sum from rising (or falling), if it has reached it.
    fn stop(&self, unknown: usize, rising: bool) -> Option<Bound> {
        let range = self.ranges.of(unknown);
        let end = if rising { range.high } else { range.low };
        end.filter(|bound| self.value(unknown) == Some(Ratio::whole(bound.number)))
    }

    /// Why a sum cannot reach the end of its range: all its terms are stopped.
    fn reasons(&self, row: &Row, bound: Bound, rising: bool) -> Reasons {
        let stops =
            row.iter().filter_map(|(other, factor)| self.stop(*other, factor.is_above_zero() == rising));
        stops.fold(bound.reasons, |reasons, stop| reasons | stop.reasons)
    }

    /// Brings a sum to a value by moving one of its terms, then makes the term the sum.
    fn settle(&mut self, basic: usize, target: Ratio, other: usize) -> Option<()> {
        let factor = *self.rows.get(&basic)?.get(&other)?;
        let distance = target.plus(self.value(basic)?.negated()?)?;
        self.shift(other, distance.times(factor.inverse()?)?)?;
        self.pivot(basic, other)
    }

    /// Moves an unknown that is no sum, and the sums with it.
    fn shift(&mut self, unknown: usize, by: Ratio) -> Option<()> {
        let value = self.values.get_mut(unknown)?;
        *value = value.plus(by)?;
        for (basic, row) in &self.rows {
            if let Some(factor) = row.get(&unknown) {
                let value = self.values.get_mut(*basic)?;
                *value = value.plus(factor.times(by)?)?;
            }
        }
        Some(())
    }

    /// Solves a row for one of its terms, and puts the solution into the other rows.
    fn pivot(&mut self, basic: usize, other: usize) -> Option<()> {
        let mut row = self.rows.remove(&basic)?;
        let inverse = row.remove(&other)?.inverse()?;
        for factor in row.values_mut() {
            *factor = factor.times(inverse)?.negated()?;
        }
        row.insert(basic, inverse);
        for target in self.rows.values_mut() {
            if let Some(times) = target.remove(&other) {
                add(target, &row, times)?;
            }
        }
        self.rows.insert(other, row);
        Some(())
    }

    /// The first column whose value is not whole.
    fn fraction(&self) -> Option<(usize, Ratio)> {
        let mut values = self.values.iter().take(self.columns).enumerate();
        values.find(|(_, value)| value.as_whole().is_none()).map(|(column, value)| (column, *value))
    }

    /// Why a row has no whole solution: what divides all its open terms does not divide the rest, which is fixed.
    ///
    /// None also where a number is too large.
    fn indivisible(&self, basic: usize, row: &Row) -> Option<Reasons> {
        let common = row.values().try_fold(1_i128, |common, factor| {
            (common / greatest_divisor(common, factor.under())?).checked_mul(factor.under())
        })?;
        let minus_one = Ratio::whole(-1);
        let (mut divisor, mut fixed, mut reasons) = (0, 0_i128, Reasons::NONE);
        for (unknown, factor) in row.iter().chain([(&basic, &minus_one)]) {
            let factor = factor.times(Ratio::whole(common))?.as_whole()?;
            if let Some(only) = self.ranges.of(*unknown).only() {
                fixed = fixed.checked_add(factor.checked_mul(only.number)?)?;
                reasons = reasons | only.reasons;
            } else {
                divisor = greatest_divisor(divisor, factor)?;
            }
        }
        (divisor != 0 && fixed % divisor != 0).then_some(reasons)
    }

    fn value(&self, unknown: usize) -> Option<Ratio> {
        self.values.get(unknown).copied()
    }
}

/// Adds a row so many times.
fn add(target: &mut Row, row: &Row, times: Ratio) -> Option<()> {
    for (unknown, factor) in row {
        let more = factor.times(times)?;
        let sum = target.get(unknown).map_or(Some(more), |factor| factor.plus(more))?;
        if sum.is_zero() {
            target.remove(unknown);
        } else {
            target.insert(*unknown, sum);
        }
    }
    Some(())
}
