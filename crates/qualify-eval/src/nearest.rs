//! A lead and what it could be become the way from one to the other: facts to learn and facts to change.

use std::collections::BTreeSet;

use qualify_plan::print::Stated;
use qualify_plan::{
    Comparison, Date, Decimal, Expr, Lead, Plan, Predicate, RuleId, StageId, Stream, Truth, Type, Value,
};

use crate::events;
use crate::facts::{ShownFact, measured_type, parts_behind, shown_fact};
use crate::interval::{End, Interval};
use crate::row::{Assumptions, Evaluation, declared};

/// The cheapest way to a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// The stage.
    pub stage: StageId,
    /// The rule that would conclude it.
    pub rule: RuleId,
    /// The missing facts to learn, sorted by code point.
    pub learn: Vec<String>,
    /// The facts that would have to change.
    pub change: Vec<Change>,
}

/// A known fact that would have to change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The fact, and the test that it should pass.
    pub fact: ShownFact,
    /// For numbers, counts and points: how far it is from passing; negative if it is too large.
    pub gap: Option<Gap>,
}

/// A distance between a number and a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// In ten-thousandths.
    pub units: i128,
    /// The type of the number.
    pub ty: Type,
    /// What going as far as that brings.
    pub limit: Limit,
}

/// What a number has to do with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// To come as far as the limit is enough.
    Reach,
    /// It has to go beyond: `> 1000 USD`.
    Pass,
}

/// The way from a lead to another that a rule puts on a stage: what has to be learnt, and which tests have to pass that
/// fail now.
///
/// `reached` differs from `lead` in as few facts as the caller could find; the rule is in Yes for it.
pub fn way(
    plan: &Plan,
    today: Date,
    lead: &Lead,
    reached: &Lead,
    (stage, rule): (StageId, RuleId),
) -> Nearest {
    let before = Evaluation::run(plan, today, lead, Assumptions::Made);
    let after = Evaluation::run(plan, today, reached, Assumptions::Made);
    let change = plan.rules.get(rule.index()).map_or_else(Vec::new, |rule| {
        let mut changes = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack = vec![(rule.truth, Stated::AsIs)];
        while let Some((id, stated)) = stack.pop() {
            if !seen.insert((id, stated == Stated::Negated)) {
                continue;
            }
            let Some(expr) = plan.exprs.get(id.index()) else { continue };
            let parts = parts_behind(&after, expr, stated);
            let fails = match stated {
                Stated::AsIs => before.truth(id, None) == Truth::No,
                Stated::Negated => before.truth(id, None) == Truth::Yes,
            };
            match expr {
                Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) if fails => {
                    let gap = gap(&before, expr, stated);
                    changes.extend(shown_fact(&before, expr, stated).map(|fact| Change { fact, gap }));
                }
                Expr::Place(place) => {
                    stack.extend(crate::row::place_truth(plan, *place).map(|id| (id, stated)));
                }
                _ => stack.extend(parts.into_iter().rev()),
            }
        }
        changes
    });
    // A missing fact with a default fails tests: what it should be says more than that it is missing.
    let mut learn = learnt(plan, lead, reached);
    learn.retain(|name| !change.iter().any(|change: &Change| change.fact.name == *name));
    Nearest { stage, rule, learn, change }
}

/// The names of the facts that one lead lacks and the other has, sorted by code point.
fn learnt(plan: &Plan, lead: &Lead, reached: &Lead) -> Vec<String> {
    let fields = lead.values.iter().zip(&reached.values).zip(&plan.fields);
    let fields = fields.filter(|((before, after), _)| before.is_none() && after.is_some());
    let events = lead.events.iter().zip(&reached.events).zip(&plan.events);
    let events = events
        .filter(|((before, after), _)| **before == Stream::NotCollected && **after != Stream::NotCollected);
    let names =
        fields.map(|(_, field)| field.name.clone()).chain(events.map(|(_, event)| event.plural.clone()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// How far the number of a test is from passing.
fn gap(evaluation: &Evaluation<'_>, expr: &Expr, stated: Stated) -> Option<Gap> {
    let (interval, comparison, ty) = match expr {
        Expr::Test(test) => {
            let Predicate::Number(comparison) = test.predicate else { return None };
            let Some(Value::Number(value)) = evaluation.value(test.subject.fact, None) else { return None };
            let ty = declared(evaluation.plan, test.subject.fact).map(|fact| fact.ty.clone())?;
            (Interval::exactly(i128::from(value.units())), comparison, ty)
        }
        Expr::Events(test) => (
            events::measure(evaluation, test.measure, &test.rows),
            test.comparison,
            measured_type(evaluation.plan, test.measure, test.rows.event),
        ),
        Expr::Score(score, comparison) => (evaluation.score(*score).in_units(), *comparison, Type::Count),
        Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_)
        | Expr::Not(_)
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::AtLeast(..) => return None,
    };
    // Counts go beyond a limit by one more; for other numbers there is no next one to name.
    let step = if ty == Type::Count { Decimal::SCALE } else { 0 };
    let (from, to) = limits(comparison, stated, i128::from(step));
    let more = match (from, interval.hi()) {
        (Some(from), End::At(hi)) if hi < from => Some(from - hi),
        _ => None,
    };
    let fewer = match (to, interval.lo()) {
        (Some(to), End::At(lo)) if lo > to => Some(to - lo),
        _ => None,
    };
    let limit = if ty == Type::Count { Limit::Reach } else { limit_of(comparison, stated) };
    more.or(fewer).map(|units| Gap { units, ty, limit })
}

/// Whether the number in a comparison passes the test itself.
fn limit_of(comparison: Comparison<Decimal>, stated: Stated) -> Limit {
    match (comparison, stated) {
        (Comparison::MoreThan(_) | Comparison::LessThan(_), Stated::AsIs)
        | (Comparison::AtLeast(_) | Comparison::AtMost(_), Stated::Negated) => Limit::Pass,
        (
            Comparison::AtLeast(_) | Comparison::AtMost(_) | Comparison::Is(_) | Comparison::Between(..),
            Stated::AsIs,
        )
        | (
            Comparison::MoreThan(_) | Comparison::LessThan(_) | Comparison::Is(_) | Comparison::Between(..),
            Stated::Negated,
        ) => Limit::Reach,
    }
}

/// The smallest and the largest number that pass, as far as the numbers that pass lie together.
fn limits(comparison: Comparison<Decimal>, stated: Stated, step: i128) -> (Option<i128>, Option<i128>) {
    let units = |number: Decimal| i128::from(number.units());
    match (comparison, stated) {
        (Comparison::AtLeast(w), Stated::AsIs) | (Comparison::LessThan(w), Stated::Negated) => {
            (Some(units(w)), None)
        }
        (Comparison::MoreThan(w), Stated::AsIs) | (Comparison::AtMost(w), Stated::Negated) => {
            (Some(units(w) + step), None)
        }
        (Comparison::AtMost(w), Stated::AsIs) | (Comparison::MoreThan(w), Stated::Negated) => {
            (None, Some(units(w)))
        }
        (Comparison::LessThan(w), Stated::AsIs) | (Comparison::AtLeast(w), Stated::Negated) => {
            (None, Some(units(w) - step))
        }
        (Comparison::Is(w), Stated::AsIs) => (Some(units(w)), Some(units(w))),
        (Comparison::Between(a, b), Stated::AsIs) => (Some(units(a)), Some(units(b))),
        (Comparison::Is(_) | Comparison::Between(..), Stated::Negated) => (None, None),
    }
}
