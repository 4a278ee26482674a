//! Linear constraints on whole numbers become numbers that meet them all, or a few constraints that nothing meets.

mod ranges;
mod ratio;
mod simplex;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ranges::{Bound, Ranges, Reasons, closest_to_zero};
use ratio::{ceiling, floor, greatest_divisor};
use simplex::{Outcome, Simplex};

/// How much more effort than the first solution may a smaller one take, at the least and as a multiple.
const THRIFT: (u64, u64) = (100, 8);

/// Whole unknowns with bounds, and constraints on sums of their multiples.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    columns: Vec<(Option<i128>, Option<i128>)>,
    constraints: Vec<Linear>,
}

/// An unknown of a system.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Column(usize);

impl Column {
    /// Where its value stands in a solution.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// A constraint of a system.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Constraint(usize);

/// How a sum relates to its bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Relation {
    AtLeast,
    AtMost,
    Exactly,
}

#[derive(Clone, Debug)]
struct Linear {
    terms: Vec<(Column, i128)>,
    relation: Relation,
    bound: i128,
}

/// What is known about a system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Solution {
    /// A value for each column, small where there is a choice.
    Feasible(Vec<i128>),
    /// Constraints that no numbers within the bounds meet together.
    ///
    /// None of them can be left out, as far as the effort sufficed to see that.
    Infeasible(Vec<Constraint>),
    /// The effort is used up, or a number became too large.
    Undecided,
}

/// How many terms of constraints cost one step to look at once.
const TERMS: usize = 50;

/// How many steps (pivots, branchings, and looking at many constraints) are left.
#[derive(Clone, Debug)]
pub(crate) struct Effort {
    left: u64,
}

impl Effort {
    pub(crate) fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// How many steps are left.
    #[cfg(test)]
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    fn spend(&mut self) -> Option<()> {
        self.spend_on(1)
    }

    fn spend_on(&mut self, steps: usize) -> Option<()> {
        let left = self.left.checked_sub(u64::try_from(steps).ok()?);
        self.left = left.unwrap_or(0);
        left.map(|_| ())
    }
}

impl System {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds an unknown from `low` to `high`, both included.
    pub(crate) fn variable(&mut self, low: Option<i128>, high: Option<i128>) -> Column {
        self.columns.push((low, high));
        Column(self.columns.len() - 1)
    }

    /// Adds a constraint on the sum of some columns times a factor.
    pub(crate) fn constrain(
        &mut self,
        terms: Vec<(Column, i128)>,
        relation: Relation,
        bound: i128,
    ) -> Constraint {
        self.constraints.push(Linear { terms, relation, bound });
        Constraint(self.constraints.len() - 1)
    }

    /// Decides whether whole numbers meet all bounds and constraints.
    pub(crate) fn solve(&self, effort: &mut Effort) -> Solution {
        let before = effort.left;
        let all: Vec<usize> = (0..self.constraints.len()).collect();
        match self.search(&all, effort) {
            Some(Outcome::Found(values)) => {
                Solution::Feasible(self.smaller(values, before - effort.left, effort))
            }
            Some(Outcome::Refuted(reasons)) => {
                let few = self.fewer(kept(&all, reasons), effort);
                Solution::Infeasible(few.into_iter().map(Constraint).collect())
            }
            Some(Outcome::TooDeep) | None => Solution::Undecided,
        }
    }

    /// Decides some of the constraints; none if the effort is used up or a number too large.
    fn search(&self, chosen: &[usize], effort: &mut Effort) -> Option<Outcome> {
        let terms = chosen.iter().filter_map(|number| self.constraints.get(*number)).map(|c| c.terms.len());
        effort.spend_on(terms.sum::<usize>() / TERMS)?;
        let mut table = match Table::new(&self.columns) {
            Ok(table) => table,
            Err(reasons) => return Some(Outcome::Refuted(reasons)),
        };
        for number in chosen {
            if let Err(reasons) = table.constrain(self.constraints.get(*number)?, Reasons::of(*number))? {
                return Some(Outcome::Refuted(reasons));
            }
        }
        table.search(effort)
    }

    /// Leaves out one constraint after the other as long as the rest still leaves nothing.
    ///
    /// Those before `at` are needed: without them, something meets even all the others that are left.
    fn fewer(&self, mut few: Vec<usize>, effort: &mut Effort) -> Vec<usize> {
        let mut at = 0;
        while at < few.len() {
            let mut rest = few.clone();
            rest.remove(at);
            match self.search(&rest, effort) {
                Some(Outcome::Refuted(reasons)) => few = kept(&rest, reasons),
                Some(Outcome::Found(_) | Outcome::TooDeep) | None => at += 1,
            }
        }
        few
    }

    /// Searches for a solution with a smaller sum of distances from zero, halving what it might be.
    ///
    /// Numbers keep the side of zero they are on. Takes a few times the effort of the first solution at most, so not always to the very smallest.
    fn smaller(&self, mut values: Vec<i128>, spent: u64, effort: &mut Effort) -> Vec<i128> {
        let allowed = effort.left.min(spent.saturating_mul(THRIFT.1).saturating_add(THRIFT.0));
        let mut thrift = Effort::new(allowed);
        let at_rest = self.columns.iter().map(|(low, high)| closest_to_zero(*low, *high));
        let Some(mut least) = size(at_rest) else { return values };
        while let Some(most) = size(values.iter().copied()).filter(|most| least < *most) {
            let target = least + (most - least) / 2;
            match self.within(&values, target, &mut thrift) {
                Some(Outcome::Found(found)) => values = found,
                Some(Outcome::Refuted(_)) => least = target + 1,
                Some(Outcome::TooDeep) | None => break,
            }
        }
        effort.left -= allowed - thrift.left;
        values
    }

    /// Searches for a solution on the same sides of zero, whose distances from it come to at most so much.
    fn within(&self, values: &[i128], most: i128, effort: &mut Effort) -> Option<Outcome> {
        let mut system = self.clone();
        let mut terms = Vec::new();
        for (number, ((low, high), value)) in system.columns.iter_mut().zip(values).enumerate() {
            if *value < 0 {
                *high = Some(high.map_or(0, |high| high.min(0)));
                terms.push((Column(number), -1));
            } else {
                *low = Some(low.map_or(0, |low| low.max(0)));
                terms.push((Column(number), 1));
            }
        }
        system.constrain(terms, Relation::AtMost, most);
        let all: Vec<usize> = (0..system.constraints.len()).collect();
        system.search(&all, effort)
    }
}

/// The sum of distances from zero.
fn size(mut values: impl Iterator<Item = i128>) -> Option<i128> {
    values.try_fold(0_i128, |size, value| size.checked_add(value.checked_abs()?))
}

/// Constraints as sums with ranges: sums alike are one, and a sum of one column is the column.
struct Table {
    columns: usize,
    known: BTreeMap<Vec<(usize, i128)>, usize>,
    sums: Vec<Vec<(usize, i128)>>,
    ranges: Ranges,
}

impl Table {
    fn new(columns: &[(Option<i128>, Option<i128>)]) -> Result<Self, Reasons> {
        let mut ranges = Ranges::default();
        for (column, (low, high)) in columns.iter().enumerate() {
            bound(&mut ranges, column, (*low, *high), Reasons::NONE)?;
        }
        Ok(Self { columns: columns.len(), known: BTreeMap::new(), sums: Vec::new(), ranges })
    }

    /// Adds a constraint in lowest terms; an error if it leaves nothing.
    ///
    /// A bound that the common divisor of all factors does not divide is rounded: the sum is a whole multiple of it.
    fn constrain(&mut self, constraint: &Linear, reasons: Reasons) -> Option<Result<(), Reasons>> {
        let terms = merged(&constraint.terms, self.columns)?;
        let divisor = terms.iter().try_fold(0, |divisor, term| greatest_divisor(divisor, term.1))?.max(1);
        let low = ceiling(constraint.bound, divisor);
        let high = floor(constraint.bound, divisor);
        let (low, high) = match constraint.relation {
            Relation::AtLeast => (Some(low), None),
            Relation::AtMost => (None, Some(high)),
            Relation::Exactly => (Some(low), Some(high)),
        };
        let sum =
            self.unknown(terms.into_iter().map(|(column, factor)| (column, factor / divisor)).collect());
        Some(bound(&mut self.ranges, sum, (low, high), reasons))
    }

    /// The unknown that stands for a sum.
    fn unknown(&mut self, sum: Vec<(usize, i128)>) -> usize {
        if let [(column, 1)] = sum.as_slice() {
            return *column;
        }
        let next = self.columns + self.sums.len();
        *self.known.entry(sum).or_insert_with_key(|sum| {
            self.sums.push(sum.clone());
            next
        })
    }

    fn search(mut self, effort: &mut Effort) -> Option<Outcome> {
        let zeros: Vec<Vec<(usize, i128)>> = (self.sums.iter().zip(self.columns..))
            .map(|(sum, unknown)| sum.iter().copied().chain([(unknown, -1)]).collect())
            .collect();
        if let Err(reasons) = self.ranges.propagate(&zeros) {
            return Some(Outcome::Refuted(reasons));
        }
        Simplex::new(self.columns, &self.sums, self.ranges)?.search(0, effort)
    }
}

/// Narrows the range of an unknown.
fn bound(
    ranges: &mut Ranges,
    unknown: usize,
    (low, high): (Option<i128>, Option<i128>),
    reasons: Reasons,
) -> Result<(), Reasons> {
    if let Some(number) = low {
        ranges.raise(unknown, Bound { number, reasons })?;
    }
    if let Some(number) = high {
        ranges.lower(unknown, Bound { number, reasons })?;
    }
    Ok(())
}

/// The terms by column, each column once, those that vanish left out; none if a column is of another system.
fn merged(terms: &[(Column, i128)], columns: usize) -> Option<Vec<(usize, i128)>> {
    let mut sums: BTreeMap<usize, i128> = BTreeMap::new();
    for (column, factor) in terms {
        let sum = sums.entry(column.0).or_default();
        *sum = sum.checked_add(*factor)?;
    }
    if sums.keys().any(|column| *column >= columns) {
        return None;
    }
    Some(sums.into_iter().filter(|(_, factor)| *factor != 0).collect())
}

fn kept(constraints: &[usize], reasons: Reasons) -> Vec<usize> {
    constraints.iter().copied().filter(|constraint| reasons.include(*constraint)).collect()
}
