//! Numbers of rows become rows, or the proof that no rows have these numbers.
//!
//! The unknowns are how many rows there are of each shape and age; what a program counts are sums of them. So whether
//! rows exist is a question of whole numbers and linear constraints ([`crate::linear`]), and its answer is exact for
//! counts and sums. For days and distinct values there are further unknowns, and what ties them to the rows is
//! necessary, not always sufficient: rows made of it are confirmed by the evaluator like everything else.

mod draft;
mod made;

use std::collections::BTreeMap;

use qualify_eval::ops;
use qualify_plan::{Date, EventId, Fade, FieldId, Plan, Row, Truth, Window};

use crate::ladder::{Ladder, StreamVariables};
use crate::linear::{Effort, Solution};
use crate::shapes::{Measured, Shape, attribute_of};
use crate::solver::Lit;
use crate::survey::Counted;

use draft::{Bounds, Choice, Draft};

/// Most unknowns of one event.
const MOST_COLUMNS: usize = 400;
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

/// What one quantity can tell of a row.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told<'s> {
    state: Truth,
    weight: i128,
    measured: Option<&'s Measured>,
    day: Option<i64>,
}
