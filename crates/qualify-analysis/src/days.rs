//! Conditions become the days of the calendar on which their answers could differ.

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    Date, DateTest, Day, Expr, ExprId, FactRef, Plan, Predicate, RuleId, Test, Value, Window,
};

use crate::local::below;
use crate::survey::{Counted, Depth, Survey};

/// Days that stand for all days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The days, ascending; at least one.
    pub days: Vec<Date>,
    /// Whether every other day is as good as one of them. If not, there are more than were asked for, or the conditions ask how
    /// many days lie between a day of the calendar and today.
    pub are_all: bool,
}

/// A day like any other, for what does not depend on it.
pub fn any_day() -> Date {
    Date::parse("2026-01-01").unwrap_or_else(|| Date::from_civil(Default::default()))
}

impl Days {
    /// The days that stand for all days, as far as some conditions are concerned; no more than `most`, the latest ones.
    ///
    /// Tests cut the line of days at fixed days and at days that move with today, at each of them or the day after. What a
    /// condition can be depends on the order of the cuts that are made for one fact, and that changes where two of them meet: at
    /// a fixed day less or more a length, give or take a day. It changes as well where a rule begins to be in force, and after it
    /// has been. Between two such days one day is as good as another.
    pub fn of(plan: &Plan, roots: impl IntoIterator<Item = ExprId>, depth: Depth, most: usize) -> Self {
        let looked = Looked::at(plan, roots, depth);
        let mut starts = looked.starts_of_rules(plan);
        for (fact, cuts) in &looked.cuts {
            let fixed = cuts.fixed.iter().copied().chain(default_day(plan, *fact));
            for day in fixed {
                for length in &cuts.moving {
                    for step in [-2, -1, 0, 1, 2] {
                        starts.extend(
                            [*length, -length].map(|length| day.plus_days(length.saturating_add(step))),
                        );
                    }
                }
            }
        }
        // One day before all others, and where there are none, any day.
        starts.insert(starts.first().map_or_else(any_day, |first| first.plus_days(-1)));
        let skipped = starts.len().saturating_sub(most);
        Self {
            days: starts.into_iter().skip(skipped).collect(),
            are_all: skipped == 0 && !looked.measures_days,
        }
    }
}

/// Where tests on one fact cut the line of days.
#[derive(Debug, Default)]
struct Cuts {
    /// At these days.
    fixed: BTreeSet<Date>,
    /// So many days before or after today.
    moving: BTreeSet<i32>,
}

/// What some conditions ask that depends on the day.
#[derive(Debug, Default)]
struct Looked {
    cuts: BTreeMap<FactRef, Cuts>,
    rules: BTreeSet<RuleId>,
    /// Whether it matters how many days lie between a day of the calendar and today.
    measures_days: bool,
}

impl Looked {
    fn at(plan: &Plan, roots: impl IntoIterator<Item = ExprId>, depth: Depth) -> Self {
        let survey = Survey::of(plan, any_day(), depth, roots, []);
        let seen = survey.exprs.iter().enumerate().filter(|(_, is_seen)| **is_seen);
        let mut conditions: BTreeSet<ExprId> = seen.map(|(at, _)| ExprId::from_index(at)).collect();
        let tallies = || {
            survey
                .tallies
                .iter()
                .flat_map(|(event, of_event)| of_event.iter().map(move |tally| (*event, tally)))
        };
        conditions.extend(
            tallies().filter_map(|(_, tally)| tally.rows.filter).flat_map(|filter| below(plan, filter)),
        );
        let mut looked = Self::default();
        for condition in conditions {
            looked.add(plan.exprs.get(condition.index()));
        }
        let measured = tallies().flat_map(|(event, tally)| {
            let since = match tally.rows.window {
                Window::Since(field) => Some(FactRef::Field(field)),
                Window::Always | Window::Within(_) => None,
            };
            let values = match tally.counted {
                Counted::Distinct(attribute) => Some(FactRef::Attribute(event, attribute)),
                Counted::Rows | Counted::Days | Counted::Sum(_) => None,
            };
            since.into_iter().chain(values)
        });
        looked.measures_days = measured.into_iter().any(|fact| {
            let is_fixed = looked.cuts.get(&fact).is_some_and(|cuts| !cuts.fixed.is_empty());
            is_fixed || default_day(plan, fact).is_some()
        });
        looked
    }

    fn add(&mut self, condition: Option<&Expr>) {
        match condition {
            Some(Expr::Test(Test { subject, predicate: Predicate::Date(asked) })) => {
                self.cuts.entry(subject.fact).or_default().add(*asked);
            }
            Some(Expr::Rule(rule)) => _ = self.rules.insert(*rule),
            Some(
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Not(_)
                | Expr::All(_)
                | Expr::Any(_)
                | Expr::AtLeast(..),
            )
            | None => {}
        }
    }

    /// The first days on which rules are in force, and the first on which they no longer are.
    fn starts_of_rules(&self, plan: &Plan) -> BTreeSet<Date> {
        let rules = self.rules.iter().filter_map(|rule| plan.rules.get(rule.index()));
        rules
            .flat_map(|rule| rule.from.into_iter().chain(rule.until.map(|until| until.plus_days(1))))
            .collect()
    }
}

impl Cuts {
    fn add(&mut self, asked: DateTest) {
        match asked {
            DateTest::Never => {}
            DateTest::On(day)
            | DateTest::Before(day)
            | DateTest::After(day)
            | DateTest::OnOrBefore(day)
            | DateTest::OnOrAfter(day) => match day {
                Day::Today => _ = self.moving.insert(0),
                Day::Date(date) => _ = self.fixed.insert(date),
            },
            DateTest::Between(first, last) => self.fixed.extend([first, last]),
            DateTest::Within(days) | DateTest::WithinNext(days) | DateTest::MoreThanAgo(days) => {
                self.moving.extend([0, i32::try_from(days).unwrap_or(i32::MAX)]);
            }
        }
    }
}

/// The day of the calendar that stands in for a missing date, if one does.
fn default_day(plan: &Plan, fact: FactRef) -> Option<Date> {
    let declared = match fact {
        FactRef::Field(field) => plan.fields.get(field.index()),
        FactRef::Attribute(event, attribute) => {
            plan.events.get(event.index()).and_then(|event| event.attributes.get(attribute.index()))
        }
    };
    match declared?.default {
        Some(Value::Date(day)) => Some(day),
        _ => None,
    }
}
