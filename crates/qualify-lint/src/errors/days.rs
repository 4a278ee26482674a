//! Conditions become the days on which their answers could differ.

use std::collections::BTreeSet;

use qualify_analysis::{Analysis, default_day};
use qualify_plan::{Date, DateTest, Day, Expr, ExprId, Plan, Predicate, Window};

/// Most days that are looked at.
const MOST: usize = 200;

/// A day like any other, for what does not depend on it.
pub(super) fn any_day() -> Date {
    Date::parse("2026-01-01").unwrap_or_else(|| Date::from_civil(Default::default()))
}

/// The days that stand for all days, as far as a condition alone is concerned; none if there are too many, or if it counts
/// rows since a day: how many days there are to count then is more than the order of days.
///
/// Tests cut the line of days at fixed days and at days that move with today, at each of them or the day after. What a
/// condition can be depends on the order of these cuts alone, and that changes where two of them meet: a fixed day less or
/// more a length, give or take a day. Between two such days one day is as good as another, so these, and the days before and
/// after each of them, are all there is.
pub(super) fn of_condition(plan: &Plan, id: ExprId) -> Vec<Date> {
    if !Analysis::new(plan, any_day()).depends_on_today(id) {
        return vec![any_day()];
    }
    let (mut fixed, mut lengths) = (BTreeSet::new(), BTreeSet::from([0]));
    for expr in below(plan, id) {
        match expr {
            Expr::Test(test) => {
                if let Predicate::Date(asked) = test.predicate {
                    add(asked, &mut fixed, &mut lengths);
                    fixed.extend(default_day(plan, test.subject.fact));
                }
            }
            Expr::Events(test) => match test.rows.window {
                Window::Always => {}
                Window::Within(days) => _ = lengths.insert(i32::try_from(days).unwrap_or(0)),
                Window::Since(_) => return Vec::new(),
            },
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
            for step in [-2, -1, 0, 1, 2] {
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
