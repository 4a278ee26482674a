//! Rows of each shape and age become unknown numbers, and what is counted of them becomes constraints on these.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::ops;
use qualify_plan::{AttributeId, Truth, Type};

use super::{Ages, Wanted};
use crate::ladder::Ladder;
use crate::linear::{Column, Constraint, Relation, System};
use crate::shapes::{Measured, Shape};
use crate::solver::Lit;
use crate::survey::Counted;

/// More rows than this on one day or of one value are not told apart.
const MANY: i128 = 1_000_000;

/// Of which ages rows are made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Of those that windows tell apart.
    Few,
    /// Of all that weigh differently.
    All,
}

/// The numbers that an end must lie between, each with the literal that says so.
pub(super) struct Bounds {
    pub(super) at_least: Option<(i128, Lit)>,
    pub(super) at_most: Option<(i128, Lit)>,
}

impl Bounds {
    pub(super) fn of(ends: &[(i128, Lit)], is_true: &dyn Fn(Lit) -> bool) -> Self {
        let reached = ends.iter().rev().find(|(_, lit)| is_true(*lit)).copied();
        let missed = ends.iter().find(|(_, lit)| !is_true(*lit)).map(|(cut, lit)| (cut - 1, !*lit));
        Self { at_least: reached, at_most: missed }
    }
}

type Terms = Vec<(Column, i128)>;

/// Days or distinct values: how many surely, and how many at all, in one stretch of ages or of one cell of values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) sure: Column,
    pub(super) all: Column,
}

/// Rows of one shape in one stretch of ages.
pub(super) struct Batch<'d> {
    pub(super) shape: &'d Shape,
    pub(super) ages: Ages,
    pub(super) count: Column,
    /// By attribute that is summed: the sum of its numbers, in steps.
    pub(super) sums: BTreeMap<AttributeId, Column>,
}

/// The unknowns and constraints of one event, and what they stand for.
pub(super) struct Draft<'d> {
    pub(super) system: System,
    pub(super) tags: BTreeMap<Constraint, Vec<Lit>>,
    pub(super) rows: Vec<Batch<'d>>,
    /// By ladder and first age of a stretch.
    pub(super) days: BTreeMap<(usize, i64), Spread>,
    /// By ladder and what is measured.
    pub(super) values: BTreeMap<(usize, Measured), Spread>,
}

impl<'d> Draft<'d> {
    pub(super) fn of(
        wanted: &Wanted<'d>,
        ages: &[Ages],
        lacking: &dyn Fn(usize) -> Option<bool>,
        choice: Choice,
    ) -> Self {
        let mut draft = Self {
            system: System::new(),
            tags: BTreeMap::new(),
            rows: Vec::new(),
            days: BTreeMap::new(),
            values: BTreeMap::new(),
        };
        draft.add_rows(wanted, ages, choice);
        for (at, ladder) in wanted.ladders().iter().enumerate() {
            match ladder.tally.counted {
                Counted::Rows => draft.count_rows(wanted, ladder),
                Counted::Days => draft.count_days(wanted, at, ladder, ages),
                Counted::Distinct(attribute) => draft.count_values(wanted, at, ladder, attribute),
                Counted::Sum(attribute) => draft.sum(wanted, ladder, attribute, lacking(at)),
            }
        }
        draft
    }

    fn add_rows(&mut self, wanted: &Wanted<'d>, ages: &[Ages], choice: Choice) {
        let shapes = &wanted.stream.shapes;
        let summed: Vec<AttributeId> = wanted
            .ladders()
            .iter()
            .filter_map(|ladder| match ladder.tally.counted {
                Counted::Sum(attribute) => Some(attribute),
                Counted::Rows | Counted::Days | Counted::Distinct(_) => None,
            })
            .collect();
        let mut seen = BTreeSet::new();
        for shape in &shapes.shapes {
            for ages in ages {
                let mut told = wanted.told(shape, *ages);
                let counts = told.iter().any(|told| told.state != Truth::No);
                if choice == Choice::Few {
                    // The youngest of those that differ in their weight alone weighs most.
                    told.iter_mut().for_each(|told| told.weight = 0);
                }
                if !counts || !seen.insert(told) {
                    continue;
                }
                let count = self.system.variable(Some(0), None);
                let mut sums = BTreeMap::new();
                for attribute in &summed {
                    if let Measured::Number { from, to, step } = shapes.measured(shape, *attribute)
                        && !sums.contains_key(attribute)
                    {
                        let sum = self.system.variable(None, None);
                        self.between(sum, count, from.div_euclid(*step), to.div_euclid(*step));
                        sums.insert(*attribute, sum);
                    }
                }
                self.rows.push(Batch { shape, ages: *ages, count, sums });
            }
        }
    }

    /// `from * count <= sum <= to * count`
    fn between(&mut self, sum: Column, count: Column, from: i128, to: i128) {
        self.system.constrain(vec![(sum, 1), (count, -from)], Relation::AtLeast, 0);
        self.system.constrain(vec![(sum, 1), (count, -to)], Relation::AtMost, 0);
    }

    /// Demands of a sum what the literals say of an end.
    fn bound(&mut self, terms: &Terms, bounds: &Bounds) {
        if let Some((least, lit)) = bounds.at_least {
            self.demand(terms.clone(), Relation::AtLeast, least, lit);
        }
        if let Some((most, lit)) = bounds.at_most {
            self.demand(terms.clone(), Relation::AtMost, most, lit);
        }
    }

    fn demand(&mut self, terms: Terms, relation: Relation, bound: i128, lit: Lit) {
        let constraint = self.system.constrain(terms, relation, bound);
        self.tags.entry(constraint).or_default().push(lit);
    }

    /// The columns of rows that surely count, and of those that may count besides, with their weights.
    fn counted(&self, wanted: &Wanted<'d>, ladder: &Ladder) -> (Terms, Terms) {
        let weight = |ages: Ages| ops::weight(ladder.tally.fade, ages.first);
        let of = |truth: Truth| {
            let rows = self.rows.iter().filter(|rows| wanted.state(ladder, rows.shape, rows.ages) == truth);
            rows.map(|rows| (rows.count, weight(rows.ages))).collect::<Terms>()
        };
        (of(Truth::Yes), of(Truth::Unknown))
    }

    fn count_rows(&mut self, wanted: &Wanted<'d>, ladder: &Ladder) {
        let (sure, maybe) = self.counted(wanted, ladder);
        self.bound(&sure, &Bounds::of(&ladder.lo, wanted.is_true));
        let all = sure.into_iter().chain(maybe).collect();
        self.bound(&all, &Bounds::of(&ladder.hi, wanted.is_true));
    }

    /// Two unknowns between which rows spread: `sure` of those that surely count, `all` of all that may.
    fn spread(&mut self, sure: &[Column], maybe: &[Column], most: Option<i128>, is_own: Own) -> Spread {
        let spread =
            Spread { sure: self.system.variable(Some(0), most), all: self.system.variable(Some(0), most) };
        let times =
            |columns: &[Column], factor: i128| columns.iter().map(|c| (*c, factor)).collect::<Terms>();
        let with =
            |terms: Terms, more: &[(Column, i128)]| terms.into_iter().chain(more.iter().copied()).collect();
        let both: Vec<Column> = sure.iter().chain(maybe).copied().collect();
        let system = &mut self.system;
        system.constrain(with(times(sure, -1), &[(spread.sure, 1)]), Relation::AtMost, 0);
        system.constrain(vec![(spread.sure, 1), (spread.all, -1)], Relation::AtMost, 0);
        system.constrain(with(times(maybe, -1), &[(spread.all, 1), (spread.sure, -1)]), Relation::AtMost, 0);
        if is_own == Own::Yes {
            system.constrain(with(times(sure, 1), &[(spread.sure, -MANY)]), Relation::AtMost, 0);
            system.constrain(with(times(&both, 1), &[(spread.all, -MANY)]), Relation::AtMost, 0);
        }
        spread
    }

    fn columns(
        &self,
        wanted: &Wanted<'d>,
        ladder: &Ladder,
        truth: Truth,
        of: &dyn Fn(&Batch<'d>) -> bool,
    ) -> Vec<Column> {
        let state = |rows: &Batch<'d>| wanted.state(ladder, rows.shape, rows.ages);
        self.rows.iter().filter(|rows| of(rows) && state(rows) == truth).map(|rows| rows.count).collect()
    }

    fn count_days(&mut self, wanted: &Wanted<'d>, at: usize, ladder: &Ladder, ages: &[Ages]) {
        let (mut lo, mut hi) = (Terms::new(), Terms::new());
        for ages in ages {
            let here = |rows: &Batch<'d>| rows.ages.first == ages.first;
            let sure = self.columns(wanted, ladder, Truth::Yes, &here);
            let maybe = self.columns(wanted, ladder, Truth::Unknown, &here);
            if sure.is_empty() && maybe.is_empty() {
                continue;
            }
            let spread = self.spread(&sure, &maybe, Some(ages.days()), Own::Yes);
            let weight = ops::weight(ladder.tally.fade, ages.first);
            lo.push((spread.sure, weight));
            hi.push((spread.all, weight));
            self.days.insert((at, ages.first), spread);
            self.compare_days(wanted, at, ladder, *ages);
        }
        self.bound(&lo, &Bounds::of(&ladder.lo, wanted.is_true));
        self.bound(&hi, &Bounds::of(&ladder.hi, wanted.is_true));
    }

    /// Days of fewer rows are fewer days.
    fn compare_days(&mut self, wanted: &Wanted<'d>, at: usize, ladder: &Ladder, ages: Ages) {
        let Some(mine) = self.days.get(&(at, ages.first)).copied() else { return };
        let earlier = wanted.ladders().iter().enumerate().take(at);
        for (other, outer) in earlier {
            let Some(theirs) = self.days.get(&(other, ages.first)).copied() else { continue };
            let at_most = |a: &Ladder, b: &Ladder| {
                wanted
                    .stream
                    .shapes
                    .shapes
                    .iter()
                    .all(|shape| wanted.state(a, shape, ages) <= wanted.state(b, shape, ages))
            };
            for (small, large, holds) in
                [(mine, theirs, at_most(ladder, outer)), (theirs, mine, at_most(outer, ladder))]
            {
                if holds {
                    self.system.constrain(vec![(small.sure, 1), (large.sure, -1)], Relation::AtMost, 0);
                    self.system.constrain(vec![(small.all, 1), (large.all, -1)], Relation::AtMost, 0);
                }
            }
        }
    }

    /// Distinct values: the lower end is at least 1 with a row that lacks the value, the upper end takes each such row
    /// for one more value, up to as many as there are.
    fn count_values(&mut self, wanted: &Wanted<'d>, at: usize, ladder: &Ladder, attribute: AttributeId) {
        if ladder.tally.fade.is_some() {
            return;
        }
        let shapes = &wanted.stream.shapes;
        let mut cells: Vec<Measured> =
            shapes.shapes.iter().map(|shape| shapes.measured(shape, attribute).clone()).collect();
        cells.sort();
        cells.dedup();
        let (mut lo, mut hi) = (Terms::new(), Terms::new());
        let mut sure_lacking = Terms::new();
        for cell in &cells {
            let here = |rows: &Batch<'d>| shapes.measured(rows.shape, attribute) == cell;
            let sure = self.columns(wanted, ladder, Truth::Yes, &here);
            let maybe = self.columns(wanted, ladder, Truth::Unknown, &here);
            if *cell == Measured::Missing {
                sure_lacking.extend(sure.iter().map(|column| (*column, 1)));
                hi.extend(sure.into_iter().chain(maybe).map(|column| (column, 1)));
                continue;
            }
            let spread = self.spread(&sure, &maybe, values_in(cell), own(cell, &cells));
            lo.push((spread.sure, 1));
            hi.push((spread.all, 1));
            self.values.insert((at, cell.clone()), spread);
        }
        let bounds = Bounds::of(&ladder.lo, wanted.is_true);
        let with_lacking: Terms = lo.iter().copied().chain(sure_lacking).collect();
        if let Some((least, lit)) = bounds.at_least.filter(|(least, _)| *least >= 1) {
            let terms = if least == 1 { with_lacking.clone() } else { lo.clone() };
            self.demand(terms, Relation::AtLeast, least, lit);
        }
        if let Some((most, lit)) = bounds.at_most {
            let terms = if most <= 0 { with_lacking } else { lo };
            self.demand(terms, Relation::AtMost, most, lit);
        }
        let possible = wanted.possible_values(attribute);
        let bounds = Bounds::of(&ladder.hi, wanted.is_true);
        if let Some((least, lit)) = bounds.at_least {
            self.demand(hi.clone(), Relation::AtLeast, least, lit);
        }
        if let Some((most, lit)) = bounds.at_most.filter(|(most, _)| possible.is_none_or(|n| *most < n)) {
            self.demand(hi, Relation::AtMost, most, lit);
        }
    }

    /// A sum: rows that may count add to the end on their side of zero; a row that lacks the number opens the ends.
    fn sum(&mut self, wanted: &Wanted<'d>, ladder: &Ladder, attribute: AttributeId, lacking: Option<bool>) {
        let shapes = &wanted.stream.shapes;
        let is_count = wanted.type_of(attribute) == Some(Type::Count);
        let (mut lo, mut hi, mut gaps) = (Terms::new(), Terms::new(), Terms::new());
        for rows in &self.rows {
            let state = wanted.state(ladder, rows.shape, rows.ages);
            match (shapes.measured(rows.shape, attribute), rows.sums.get(&attribute)) {
                (_, _) if state == Truth::No => {}
                (Measured::Number { from, step, .. }, Some(sum)) => {
                    if state == Truth::Yes || *from < 0 {
                        lo.push((*sum, *step));
                    }
                    if state == Truth::Yes || *from >= 0 {
                        hi.push((*sum, *step));
                    }
                }
                _ => gaps.push((rows.count, 1)),
            }
        }
        let (lower, upper) = (Bounds::of(&ladder.lo, wanted.is_true), Bounds::of(&ladder.hi, wanted.is_true));
        match lacking {
            Some(true) => {
                self.system.constrain(gaps.clone(), Relation::AtLeast, 1);
                if let Some((_, lit)) = upper.at_most {
                    self.demand(gaps.clone(), Relation::AtMost, 0, lit);
                }
                match is_count {
                    true => self.bound(&lo, &lower),
                    false => {
                        if let Some((_, lit)) = lower.at_least {
                            self.demand(gaps, Relation::AtMost, 0, lit);
                        }
                    }
                }
            }
            Some(false) | None => {
                self.system.constrain(gaps, Relation::Exactly, 0);
                self.bound(&lo, &lower);
                self.bound(&hi, &upper);
            }
        }
    }
}

/// Whether a value of a cell is in no other cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Yes,
    No,
}

/// Cells that came of a default may hold a value that another cell holds, too.
fn own(cell: &Measured, cells: &[Measured]) -> Own {
    let overlaps = |other: &Measured| match (cell, other) {
        (Measured::Number { from, to, .. }, Measured::Number { from: a, to: b, .. }) => {
            cell != other && from <= b && a <= to
        }
        _ => false,
    };
    let is_default = matches!(cell, Measured::Value { cell: usize::MAX, .. });
    if is_default || cells.iter().any(overlaps) { Own::No } else { Own::Yes }
}

/// How many values a cell has; `None` is no end.
fn values_in(cell: &Measured) -> Option<i128> {
    match cell {
        Measured::Missing => Some(0),
        Measured::Number { from, to, step } => Some((to - from) / step.max(&1) + 1),
        Measured::Value { values, .. } => values.and_then(|values| i128::try_from(values).ok()),
    }
}

impl Wanted<'_> {
    fn type_of(&self, attribute: AttributeId) -> Option<Type> {
        let event = self.plan.events.get(self.event.index())?;
        event.attributes.get(attribute.index()).map(|fact| fact.ty.clone())
    }

    fn possible_values(&self, attribute: AttributeId) -> Option<i128> {
        let count = self.type_of(attribute)?.value_count()?;
        i128::try_from(count).ok()
    }
}
