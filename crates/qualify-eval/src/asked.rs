//! The conditions of a plan become what is asked of a lead: ranges of numbers and days, tables of choices, parts in the order
//! of what they cost.

use qualify_plan::{
    Comparison, Date, DateTest, Day, Decimal, EventTest, Expr, ExprId, FactRef, FieldId, GradeId, Place,
    Plan, Predicate, RuleId, ScoreId, Test, Truth, Value, Values,
};

use crate::ops;
use crate::row::{Assumptions, declared, place_truth};

/// What a condition asks of a lead.
#[derive(Debug, Clone)]
pub(crate) enum Asked<'p> {
    /// It is so for every lead.
    Always(Truth),
    /// Whether the lead itself has a value; and the truth for a gap.
    Known(FieldId, Truth),
    /// Whether a number lies between two, in ten-thousandths; else the truth for a gap.
    Number(FieldId, (i64, i64), Truth),
    /// Whether a day lies between two, as numbers of days; and the truth for `never` and for a gap.
    Day(FieldId, (i64, i64), Truth, Truth),
    /// Whether a choice is among these, by its index; and the truth for a gap.
    Choice(FieldId, Vec<bool>, Truth),
    /// Any other test, and its truth for a gap.
    Value(FieldId, &'p Test, Truth),
    /// Rows of an event.
    Rows(&'p EventTest),
    /// The points of a score.
    Points(ScoreId, Comparison<Decimal>),
    /// The bands of a grade that pass.
    Bands(GradeId, &'p [u32]),
    /// What another condition asks.
    Same(ExprId),
    /// `when` and not `unless`.
    Rule(ExprId, Option<ExprId>),
    Not(ExprId),
    All(Vec<ExprId>),
    Any(Vec<ExprId>),
    AtLeast(usize, Vec<ExprId>),
}

impl Asked<'_> {
    /// The field that a test looks at.
    pub(crate) fn field(&self) -> Option<FieldId> {
        match self {
            Self::Known(field, _)
            | Self::Number(field, ..)
            | Self::Day(field, ..)
            | Self::Choice(field, ..)
            | Self::Value(field, ..) => Some(*field),
            Self::Always(_)
            | Self::Rows(_)
            | Self::Points(..)
            | Self::Bands(..)
            | Self::Same(_)
            | Self::Rule(..)
            | Self::Not(_)
            | Self::All(_)
            | Self::Any(_)
            | Self::AtLeast(..) => None,
        }
    }

    /// Whether a test looks at the domain of its field.
    pub(crate) fn is_on_domain(&self) -> bool {
        matches!(self, Self::Value(_, test, _) if test.subject.domain)
    }

    /// The truth of a test for the lead's own value. A value of another type than the test's is no value.
    pub(crate) fn of_value(&self, plan: &Plan, today: Date, value: Option<&Value>) -> Truth {
        let within = |(from, to): (i64, i64), n: i64| Truth::from_bool(from <= n && n <= to);
        match self {
            Self::Always(truth) => *truth,
            Self::Known(_, missing) => value.map_or(*missing, |_| Truth::Yes),
            Self::Number(_, range, missing) => match value {
                Some(Value::Number(number)) => within(*range, number.units()),
                Some(_) => Truth::Unknown,
                None => *missing,
            },
            Self::Day(_, range, never, missing) => match value {
                Some(Value::Date(date)) => within(*range, i64::from(date.day_number())),
                Some(Value::Never) => *never,
                Some(_) => Truth::Unknown,
                None => *missing,
            },
            Self::Choice(_, passing, missing) => match value {
                Some(Value::Choice(choice)) => {
                    Truth::from_bool(passing.get(*choice as usize).copied().unwrap_or(false))
                }
                Some(_) => Truth::Unknown,
                None => *missing,
            },
            Self::Value(_, test, missing) => {
                value.map_or(*missing, |value| ops::passes(&plan.sets, today, test, value))
            }
            Self::Rows(_)
            | Self::Points(..)
            | Self::Bands(..)
            | Self::Same(_)
            | Self::Rule(..)
            | Self::Not(_)
            | Self::All(_)
            | Self::Any(_)
            | Self::AtLeast(..) => Truth::Unknown,
        }
    }

    /// The truth of a test for a text that is the lead's own value.
    pub(crate) fn of_text(&self, plan: &Plan, text: &str) -> Truth {
        match self {
            Self::Always(truth) => *truth,
            Self::Known(..) => Truth::Yes,
            Self::Value(_, test, _) => ops::passes_text(&plan.sets, test, text),
            _ => Truth::Unknown,
        }
    }

    /// The conditions that it is made of.
    pub(crate) fn parts(&self) -> impl Iterator<Item = ExprId> {
        let (one, other, many): (Option<ExprId>, Option<ExprId>, &[ExprId]) = match self {
            Self::Same(part) | Self::Not(part) => (Some(*part), None, &[]),
            Self::Rule(when, unless) => (Some(*when), *unless, &[]),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => (None, None, parts),
            Self::Always(_)
            | Self::Known(..)
            | Self::Number(..)
            | Self::Day(..)
            | Self::Choice(..)
            | Self::Value(..)
            | Self::Rows(_)
            | Self::Points(..)
            | Self::Bands(..) => (None, None, &[]),
        };
        one.into_iter().chain(other).chain(many.iter().copied())
    }

    /// The truth that follows from those of its parts; what has no parts is unknown, unless it is always the same.
    pub(crate) fn of_parts(&self, truth: impl Fn(ExprId) -> Truth) -> Truth {
        let truths = |parts: &[ExprId]| parts.iter().map(|part| truth(*part)).collect::<Vec<_>>();
        match self {
            Self::Always(truth) => *truth,
            Self::Same(part) => truth(*part),
            Self::Not(part) => !truth(*part),
            Self::Rule(when, unless) => truth(*when).min(!unless.map_or(Truth::No, truth)),
            Self::All(parts) => Truth::all(truths(parts)),
            Self::Any(parts) => Truth::any(truths(parts)),
            Self::AtLeast(k, parts) => Truth::at_least(*k, truths(parts)),
            Self::Known(..)
            | Self::Number(..)
            | Self::Day(..)
            | Self::Choice(..)
            | Self::Value(..)
            | Self::Rows(_)
            | Self::Points(..)
            | Self::Bands(..) => Truth::Unknown,
        }
    }

    /// How late it is to be asked.
    pub(crate) fn cost(&self) -> u8 {
        match self {
            Self::Always(_) | Self::Known(..) | Self::Number(..) | Self::Day(..) | Self::Choice(..) => 0,
            Self::Value(..) => 1,
            Self::Same(_)
            | Self::Rule(..)
            | Self::Not(_)
            | Self::All(_)
            | Self::Any(_)
            | Self::AtLeast(..) => 2,
            Self::Points(..) | Self::Bands(..) => 3,
            Self::Rows(_) => 4,
        }
    }
}

/// What each condition asks, by [`ExprId`]. Conditions on rows are asked where the rows are measured, and not here.
pub(crate) fn asked(plan: &Plan, today: Date, assumptions: Assumptions) -> Vec<Asked<'_>> {
    let mut all: Vec<Asked<'_>> =
        plan.exprs.iter().map(|expr| of_expr(plan, today, assumptions, expr)).collect();
    let costs: Vec<u8> = all.iter().map(Asked::cost).collect();
    for asked in &mut all {
        if let Asked::All(parts) | Asked::Any(parts) | Asked::AtLeast(_, parts) = asked {
            parts.sort_by_key(|part| costs.get(part.index()).copied());
        }
    }
    all
}

fn of_expr<'p>(plan: &'p Plan, today: Date, assumptions: Assumptions, expr: &'p Expr) -> Asked<'p> {
    match expr {
        Expr::Test(test) => of_test(plan, today, assumptions, test),
        Expr::Events(test) => Asked::Rows(test),
        Expr::Score(score, comparison) => Asked::Points(*score, *comparison),
        Expr::Grade(grade, passing) => Asked::Bands(*grade, passing),
        Expr::Place(place) => of_place(plan, *place),
        Expr::Rule(rule) => of_rule(plan, today, *rule),
        Expr::Not(part) => Asked::Not(*part),
        Expr::All(parts) => Asked::All(parts.clone()),
        Expr::Any(parts) => Asked::Any(parts.clone()),
        Expr::AtLeast(k, parts) => Asked::AtLeast(*k as usize, parts.clone()),
    }
}

fn of_place<'p>(plan: &Plan, place: Place) -> Asked<'p> {
    place_truth(plan, place).map_or(Asked::Always(Truth::No), Asked::Same)
}

fn of_rule<'p>(plan: &Plan, today: Date, rule: RuleId) -> Asked<'p> {
    match plan.rules.get(rule.index()) {
        Some(rule) if rule.is_in_force(today) => Asked::Rule(rule.when, rule.unless),
        Some(_) | None => Asked::Always(Truth::No),
    }
}

fn of_test<'p>(plan: &'p Plan, today: Date, assumptions: Assumptions, test: &'p Test) -> Asked<'p> {
    let FactRef::Field(field) = test.subject.fact else { return Asked::Always(Truth::Unknown) };
    let default = match assumptions {
        Assumptions::Made => declared(plan, test.subject.fact).and_then(|fact| fact.default.as_ref()),
        Assumptions::NotMade => None,
    };
    let missing = default.map_or(Truth::Unknown, |default| ops::passes(&plan.sets, today, test, default));
    match &test.predicate {
        Predicate::Known => Asked::Known(
            field,
            match assumptions {
                Assumptions::Made => Truth::No,
                Assumptions::NotMade => Truth::Unknown,
            },
        ),
        _ if test.subject.domain => Asked::Value(field, test, missing),
        Predicate::Number(comparison) => Asked::Number(field, between(*comparison), missing),
        Predicate::Date(asked) => {
            let never = Truth::from_bool(*asked == DateTest::Never);
            Asked::Day(field, days(*asked, today), never, missing)
        }
        Predicate::In(set) => match plan.sets.get(set.index()).map(|set| &set.values) {
            Some(Values::Choices(choices)) => {
                let last = choices.last().map_or(0, |last| *last as usize + 1);
                let mut passing = vec![false; last];
                for choice in choices {
                    passing.get_mut(*choice as usize).into_iter().for_each(|slot| *slot = true);
                }
                Asked::Choice(field, passing, missing)
            }
            Some(Values::Countries(_) | Values::Texts(_)) | None => Asked::Value(field, test, missing),
        },
        Predicate::Yes | Predicate::Rank(_) | Predicate::Text(..) | Predicate::Includes(..) => {
            Asked::Value(field, test, missing)
        }
    }
}

/// The numbers that pass, both ends included; none if the first is the larger.
fn between(comparison: Comparison<Decimal>) -> (i64, i64) {
    match comparison {
        Comparison::Is(w) => (w.units(), w.units()),
        Comparison::AtLeast(w) => (w.units(), i64::MAX),
        Comparison::MoreThan(w) => (w.units() + 1, i64::MAX),
        Comparison::AtMost(w) => (i64::MIN, w.units()),
        Comparison::LessThan(w) => (i64::MIN, w.units() - 1),
        Comparison::Between(a, b) => (a.units(), b.units()),
    }
}

/// The whole numbers that pass, both ends included; the first is the larger if there is none.
pub(crate) fn whole_between(comparison: Comparison<Decimal>) -> (i64, i64) {
    let (from, to) = between(comparison);
    let (floor, ceiling) =
        (to.div_euclid(Decimal::SCALE), -(from.saturating_neg().div_euclid(Decimal::SCALE)));
    (if from == i64::MIN { from } else { ceiling }, if to == i64::MAX { to } else { floor })
}

/// The days that pass, both ends included.
fn days(asked: DateTest, today: Date) -> (i64, i64) {
    let today = i64::from(today.day_number());
    let number = |day: Day| match day {
        Day::Today => today,
        Day::Date(date) => i64::from(date.day_number()),
    };
    match asked {
        DateTest::Never => (1, 0),
        DateTest::On(day) => (number(day), number(day)),
        DateTest::Before(day) => (i64::MIN, number(day) - 1),
        DateTest::After(day) => (number(day) + 1, i64::MAX),
        DateTest::OnOrBefore(day) => (i64::MIN, number(day)),
        DateTest::OnOrAfter(day) => (number(day), i64::MAX),
        DateTest::Between(first, last) => (i64::from(first.day_number()), i64::from(last.day_number())),
        DateTest::Within(days) => (today - i64::from(days), today),
        DateTest::WithinNext(days) => (today, today + i64::from(days)),
        DateTest::MoreThanAgo(days) => (i64::MIN, today - i64::from(days) - 1),
    }
}
