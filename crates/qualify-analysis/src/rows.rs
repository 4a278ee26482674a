//! Numbers of rows become rows, or the proof that no rows have these numbers.
//!
//! The unknowns are how many rows there are of each shape and age; what a program counts are sums of them. So whether
//! rows exist is a question of whole numbers and linear constraints ([`crate::linear`]), and its answer is exact for
//! counts and sums. For days and distinct values there are further unknowns, and what ties them to the rows is
//! necessary, not always sufficient: rows made of it are confirmed by the evaluator like everything else.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::ops;
use qualify_plan::{
    AttributeId, Date, Decimal, EventId, Fade, FieldId, Plan, Row, Truth, Type, Value, Window,
};

use crate::cells::day;
use crate::ladder::{Ladder, StreamVariables};
use crate::linear::{Column, Constraint, Effort, Relation, Solution, System};
use crate::shapes::{Measured, Shape, attribute_of};
use crate::solver::Lit;
use crate::survey::Counted;

/// More rows than this on one day or of one value are not told apart.
const MANY: i128 = 1_000_000;
/// Most unknowns of one event.
const MOST_COLUMNS: usize = 400;
/// Most rows that are made up.
const MOST_ROWS: i128 = 100_000;
/// Most sums whose rows may lack the number, each of which doubles the cases.
const MOST_SUMS: usize = 4;

/// What became of numbers of rows.
#[derive(Debug, Clone)]
pub(crate) enum Made {
    /// Rows that have them.
    Rows(Vec<Row>),
    /// No rows do; these literals cannot all be true.
    Impossible(Vec<Lit>),
    /// No rows were found for these literals, and there may be some that were not thought of.
    Unlikely(Vec<Lit>),
    /// Not found out.
    Undecided,
}

/// The days since which windows count, by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    /// Not known.
    Unknown,
    /// `never`: everything counts.
    Never,
    /// After a day.
    Day(Date),
}

/// What is asked for.
pub(crate) struct Wanted<'w> {
    pub(crate) plan: &'w Plan,
    pub(crate) today: Date,
    pub(crate) event: EventId,
    pub(crate) stream: &'w StreamVariables,
    /// The quantities that matter.
    pub(crate) ladders: Vec<&'w Ladder>,
    /// Whether a literal is true.
    pub(crate) is_true: &'w dyn Fn(Lit) -> bool,
    pub(crate) since: &'w BTreeMap<FieldId, Since>,
}

/// A stretch of ages between which no window and no weight tells.
#[derive(Debug, Clone, Copy)]
struct Ages {
    first: i64,
    last: i64,
}

impl Ages {
    fn days(self) -> i128 {
        i128::from(self.last - self.first) + 1
    }
}

/// Makes up rows.
pub(crate) fn make(wanted: &Wanted<'_>, effort: &mut Effort) -> Made {
    if wanted.is_met_by_none() {
        return Made::Rows(Vec::new());
    }
    let ages = wanted.ages();
    let sums: Vec<usize> = wanted.sums_with_gaps();
    if sums.len() > MOST_SUMS {
        return Made::Undecided;
    }
    let mut reasons: Vec<Lit> = Vec::new();
    for case in 0..1usize << sums.len() {
        let lacking = |ladder: usize| sums.iter().position(|at| *at == ladder).map(|at| case >> at & 1 == 1);
        // Rows of few ages are often enough, and found at a fraction of the effort.
        let few = Draft::of(wanted, &ages, &lacking, Choice::Few);
        if let Solution::Feasible(values) = few.system.solve(effort)
            && let Some(rows) = few.rows(wanted, &values)
        {
            return Made::Rows(rows);
        }
        let draft = Draft::of(wanted, &ages, &lacking, Choice::All);
        if draft.rows.len() > MOST_COLUMNS {
            return Made::Undecided;
        }
        match draft.system.solve(effort) {
            Solution::Feasible(values) => {
                return draft.rows(wanted, &values).map_or(Made::Undecided, Made::Rows);
            }
            Solution::Infeasible(core) => {
                reasons.extend(core.iter().flat_map(|c| draft.tags.get(c).into_iter().flatten()));
            }
            Solution::Undecided => return Made::Undecided,
        }
    }
    reasons.sort_unstable();
    reasons.dedup();
    if wanted.is_provable() { Made::Impossible(reasons) } else { Made::Unlikely(reasons) }
}

impl<'w> Wanted<'w> {
    fn ladders(&self) -> &[&'w Ladder] {
        &self.ladders
    }

    /// Whether no rows at all are as many as wanted.
    fn is_met_by_none(&self) -> bool {
        let fits = |ends: &[(i128, Lit)]| {
            let bounds = Bounds::of(ends, self.is_true);
            bounds.at_least.is_none_or(|(least, _)| least <= 0)
                && bounds.at_most.is_none_or(|(most, _)| most >= 0)
        };
        self.ladders.iter().all(|ladder| fits(&ladder.lo) && fits(&ladder.hi))
    }

    /// The stretches of ages that matter, youngest first.
    fn ages(&self) -> Vec<Ages> {
        let oldest = i64::from(self.today.day_number()) + 719_528;
        let mut firsts = vec![0];
        for ladder in self.ladders() {
            match ladder.tally.rows.window {
                Window::Within(days) => firsts.push(i64::from(days) + 1),
                Window::Since(field) => {
                    if let Some(Since::Day(date)) = self.since.get(&field) {
                        firsts.push(ops::age(*date, self.today));
                    }
                }
                Window::Always => {}
            }
            match ladder.tally.fade {
                Some(Fade::Over(days)) => firsts.extend(1..=i64::from(days)),
                Some(Fade::HalvingEvery(days)) => firsts.extend((1..=30).map(|n| n * i64::from(days))),
                None => {}
            }
        }
        // `since` a day counts what is after it: the day itself does not count, the days after it do.
        for since in self.since.values() {
            if let Since::Day(date) = since {
                firsts.push(ops::age(*date, self.today) + 1);
            }
        }
        firsts.retain(|first| (0..=oldest).contains(first));
        firsts.sort_unstable();
        firsts.dedup();
        let lasts = firsts.iter().skip(1).map(|next| next - 1).chain([oldest]);
        firsts.iter().copied().zip(lasts).map(|(first, last)| Ages { first, last }).collect()
    }

    /// Sums some of whose rows may lack the number.
    fn sums_with_gaps(&self) -> Vec<usize> {
        let ladders = self.ladders().iter().enumerate();
        let sums = ladders.filter(|(_, ladder)| match ladder.tally.counted {
            Counted::Sum(attribute) => {
                let shapes = &self.stream.shapes;
                let lacks = |shape: &Shape| *shapes.measured(shape, attribute) == Measured::Missing;
                shapes.shapes.iter().any(lacks)
            }
            Counted::Rows | Counted::Days | Counted::Distinct(_) => false,
        });
        sums.map(|(at, _)| at).collect()
    }

    /// Whether the draft says all there is to say, so that no solution means no rows.
    fn is_provable(&self) -> bool {
        let since: Vec<FieldId> = self
            .ladders()
            .iter()
            .filter_map(|ladder| match ladder.tally.rows.window {
                Window::Since(field) => Some(field),
                Window::Always | Window::Within(_) => None,
            })
            .collect();
        let one = since.iter().zip(since.iter().skip(1)).all(|(a, b)| a == b);
        let by_days = |ladder: &&Ladder| ladder.tally.fade.is_some() || ladder.tally.counted == Counted::Days;
        let days = since.is_empty() || !self.ladders().iter().any(by_days);
        self.stream.shapes.complete && one && days
    }

    fn window(&self, ladder: &Ladder, ages: Ages) -> Truth {
        match ladder.tally.rows.window {
            Window::Always => Truth::Yes,
            Window::Within(days) => Truth::from_bool(ages.first <= i64::from(days)),
            Window::Since(field) => match self.since.get(&field) {
                Some(Since::Never) => Truth::Yes,
                Some(Since::Day(date)) => Truth::from_bool(ages.first < ops::age(*date, self.today)),
                Some(Since::Unknown) | None => Truth::Unknown,
            },
        }
    }

    /// All that quantities can tell of a row: rows that are told alike need not be told apart.
    fn told<'s>(&'s self, shape: &'s Shape, ages: Ages) -> Vec<Told<'s>> {
        let told = self.ladders().iter().map(|ladder| {
            let state = self.state(ladder, shape, ages);
            let attribute = attribute_of(ladder.tally.counted).filter(|_| state != Truth::No);
            let by_days = ladder.tally.counted == Counted::Days && state != Truth::No;
            Told {
                state,
                weight: if state == Truth::No { 0 } else { ops::weight(ladder.tally.fade, ages.first) },
                measured: attribute.map(|attribute| self.stream.shapes.measured(shape, attribute)),
                day: by_days.then_some(ages.first),
            }
        });
        told.collect()
    }

    fn state(&self, ladder: &Ladder, shape: &Shape, ages: Ages) -> Truth {
        self.stream.shapes.truth(shape, ladder.tally.rows.filter).min(self.window(ladder, ages))
    }
}

/// Of which ages rows are made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Of those that windows tell apart.
    Few,
    /// Of all that weigh differently.
    All,
}

/// What one quantity can tell of a row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told<'s> {
    state: Truth,
    weight: i128,
    measured: Option<&'s Measured>,
    day: Option<i64>,
}

/// The numbers that an end must lie between, each with the literal that says so.
struct Bounds {
    at_least: Option<(i128, Lit)>,
    at_most: Option<(i128, Lit)>,
}

impl Bounds {
    fn of(ends: &[(i128, Lit)], is_true: &dyn Fn(Lit) -> bool) -> Self {
        let reached = ends.iter().rev().find(|(_, lit)| is_true(*lit)).copied();
        let missed = ends.iter().find(|(_, lit)| !is_true(*lit)).map(|(cut, lit)| (cut - 1, !*lit));
        Self { at_least: reached, at_most: missed }
    }
}

type Terms = Vec<(Column, i128)>;

/// Days or distinct values: how many surely, and how many at all, in one stretch of ages or of one cell of values.
#[derive(Debug, Clone, Copy)]
struct Spread {
    sure: Column,
    all: Column,
}

/// Rows of one shape in one stretch of ages.
struct Batch<'d> {
    shape: &'d Shape,
    ages: Ages,
    count: Column,
    /// By attribute that is summed: the sum of its numbers, in steps.
    sums: BTreeMap<AttributeId, Column>,
}

/// The unknowns and constraints of one event, and what they stand for.
struct Draft<'d> {
    system: System,
    tags: BTreeMap<Constraint, Vec<Lit>>,
    rows: Vec<Batch<'d>>,
    /// By ladder and first age of a stretch.
    days: BTreeMap<(usize, i64), Spread>,
    /// By ladder and what is measured.
    values: BTreeMap<(usize, Measured), Spread>,
}

impl<'d> Draft<'d> {
    fn of(
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

    /// Rows with the numbers of a solution; none if they are too many.
    fn rows(&self, wanted: &Wanted<'d>, values: &[i128]) -> Option<Vec<Row>> {
        let value = |column: Column| values.get(column.index()).copied().unwrap_or(0);
        if self.rows.iter().map(|rows| value(rows.count)).sum::<i128>() > MOST_ROWS {
            return None;
        }
        let mut placed = crate::placed::Placed::default();
        let mut made = Vec::new();
        for rows in &self.rows {
            let mut sums: BTreeMap<AttributeId, i128> =
                rows.sums.iter().map(|(attribute, sum)| (*attribute, value(*sum))).collect();
            let count = value(rows.count);
            for nth in 0..count {
                let mut row = Row { date: wanted.today, values: rows.shape.values.clone() };
                self.share_sums(wanted, rows, &mut sums, count - nth, &mut row);
                self.pick_values(wanted, rows, &value, &mut placed, &mut row);
                row.date = self.pick_day(wanted, rows, &value, &mut placed);
                made.push(row);
            }
        }
        Some(made)
    }

    /// Gives a row its share of what is left of each sum.
    fn share_sums(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        sums: &mut BTreeMap<AttributeId, i128>,
        left: i128,
        row: &mut Row,
    ) {
        for (attribute, sum) in sums {
            let Measured::Number { from, to, step } = wanted.stream.shapes.measured(rows.shape, *attribute)
            else {
                continue;
            };
            let share = sum.div_euclid(left.max(1)).clamp(from.div_euclid(*step), to.div_euclid(*step));
            *sum -= share;
            let slot = row.values.get_mut(attribute.index());
            if let (Some(slot @ Some(_)), Some(number)) = (slot, Decimal::from_units(share * step)) {
                *slot = Some(Value::Number(number));
            }
        }
    }

    /// Lets values differ where distinct values are counted.
    fn pick_values(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        value: &dyn Fn(Column) -> i128,
        placed: &mut crate::placed::Placed,
        row: &mut Row,
    ) {
        let shapes = &wanted.stream.shapes;
        for (at, ladder) in wanted.ladders().iter().enumerate() {
            let Counted::Distinct(attribute) = ladder.tally.counted else { continue };
            let cell = shapes.measured(rows.shape, attribute);
            let state = wanted.state(ladder, rows.shape, rows.ages);
            let Some(spread) = self.values.get(&(at, cell.clone())).filter(|_| state != Truth::No) else {
                continue;
            };
            let (sure, all) = (value(spread.sure), value(spread.all));
            let nth = placed.next((at, cell.clone()), state, sure, all);
            let other = shapes.another(wanted.plan, wanted.today, wanted.event, rows.shape, attribute, nth);
            if let (Some(slot @ Some(_)), Some(other)) = (row.values.get_mut(attribute.index()), other) {
                *slot = Some(other);
            }
            return;
        }
    }

    /// Lets days differ where days are counted.
    fn pick_day(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        value: &dyn Fn(Column) -> i128,
        placed: &mut crate::placed::Placed,
    ) -> Date {
        let today = i128::from(wanted.today.day_number());
        let youngest = today - i128::from(rows.ages.first);
        for (at, ladder) in wanted.ladders().iter().enumerate() {
            let state = wanted.state(ladder, rows.shape, rows.ages);
            let Some(spread) = self.days.get(&(at, rows.ages.first)).filter(|_| state != Truth::No) else {
                continue;
            };
            let nth = placed.next_day((at, rows.ages.first), state, value(spread.sure), value(spread.all));
            return day(youngest - nth);
        }
        day(youngest)
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
