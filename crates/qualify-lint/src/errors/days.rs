//! Conditions become the days on which their answers could differ.

use std::collections::BTreeSet;

use qualify_analysis::Analysis;
use qualify_plan::{Date, DateTest, Day, Expr, ExprId, Plan, Predicate, Window};

/// Most days that are looked at.
const MOST: usize = 200;

/// A day like any other, for what does not depend on it.
pub(super) fn any_day() -> Date {
    Date::parse("2026-01-01").unwrap_or_else(|| Date::from_civil(Default::default()))
}

/// The days that stand for all days, as far as a condition alone is concerned; none if there are too many.
pub(super) fn of_condition(plan: &Plan, id: ExprId) -> Vec<Date> {
    if !Analysis::new(plan, any_day()).depends_on_today(id) {
        return vec![any_day()];
    }
    let (mut fixed, mut lengths) = (BTreeSet::new(), BTreeSet::from([0]));
    for expr in below(plan, id) {
        match expr {
            Expr::Test(test) => {
                if let Predicate::Date(test) = test.predicate {
                    add(test, &mut fixed, &mut lengths);
                }
            }
            Expr::Events(test) => {
                if let Window::Within(days) = test.rows.window {
                    lengths.insert(i32::try_from(days).unwrap_or(0));
                }
            }
            Expr::Score(..)
            | Expr::Grade(..)
            | Expr::Place(_)
            | Expr::Rule(_)
            | Expr::Not(_)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::AtLeast(..) => {}
        }
    }
    let mut days = BTreeSet::new();
    for day in fixed {
        for length in &lengths {
            for step in [-1, 0, 1] {
                days.extend([*length, -length].map(|length| day.plus_days(length + step)));
            }
        }
    }
    if days.len() > MOST { Vec::new() } else { days.into_iter().collect() }
}

/// The days and lengths that a test names.
fn add(test: DateTest, fixed: &mut BTreeSet<Date>, lengths: &mut BTreeSet<i32>) {
    match test {
        DateTest::Never => {}
        DateTest::On(day)
        | DateTest::Before(day)
        | DateTest::After(day)
        | DateTest::OnOrBefore(day)
        | DateTest::OnOrAfter(day) => match day {
            Day::Today => {}
            Day::Date(date) => _ = fixed.insert(date),
        },
        DateTest::Between(first, last) => fixed.extend([first, last]),
        DateTest::Within(days) | DateTest::WithinNext(days) | DateTest::MoreThanAgo(days) => {
            lengths.insert(i32::try_from(days).unwrap_or(0));
        }
    }
}

/// All conditions in a condition, each once.
fn below(plan: &Plan, id: ExprId) -> Vec<&Expr> {
    let (mut seen, mut open) = (BTreeSet::from([id]), vec![id]);
    while let Some(id) = open.pop() {
        match plan.exprs.get(id.index()) {
            Some(Expr::Not(part)) => open.extend(seen.insert(*part).then_some(*part)),
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                open.extend(parts.iter().filter(|part| seen.insert(**part)));
            }
            Some(
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Rule(_),
            )
            | None => {}
        }
    }
    seen.into_iter().filter_map(|id| plan.exprs.get(id.index())).collect()
}
