//! A stage not met becomes the cheapest way to it: facts to learn and facts to change (section 7.4 of the language).

use std::collections::BTreeSet;

use qualify_plan::print::Stated;
use qualify_plan::{
    Comparison, Conclusion, Decimal, Expr, ExprId, Place, Predicate, RuleId, StageId, Step, Truth, Type,
    Value,
};

use crate::events;
use crate::facts::{ShownFact, measured_type, opposite, shown_fact};
use crate::interval::{End, Interval};
use crate::needs::Needs;
use crate::places::ids;
use crate::row::{Evaluation, declared, is_active, place_truth};

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

/// What it takes to make a condition true: the order compares costs, then changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    cost: u64,
    changes: u64,
}

impl Cost {
    const NOTHING: Self = Self { cost: 0, changes: 0 };
    const LEARN: Self = Self { cost: 1, changes: 0 };
    const CHANGE: Self = Self { cost: 1, changes: 1 };
    const CHANGE_WHO_IT_IS: Self = Self { cost: 100, changes: 1 };
    const IMPOSSIBLE: Self = Self { cost: u64::MAX, changes: u64::MAX };

    fn plus(self, other: Self) -> Self {
        Self {
            cost: self.cost.saturating_add(other.cost),
            changes: self.changes.saturating_add(other.changes),
        }
    }

    fn sum(costs: impl IntoIterator<Item = Self>) -> Self {
        costs.into_iter().fold(Self::NOTHING, Self::plus)
    }
}

/// For each stage above the lead's: the cheapest of its active rules.
pub(crate) fn nearest(evaluation: &Evaluation<'_>, stage: Option<StageId>) -> Vec<Nearest> {
    let plan = evaluation.plan;
    let mut rules = vec![Vec::new(); plan.stages.len()];
    for (id, rule) in ids(plan.rules.len(), RuleId::from_index).zip(&plan.rules) {
        for conclusion in rule.concludes.iter().filter(|_| is_active(rule, evaluation.today)) {
            if let Conclusion::Place(Place::Stage(stage)) = conclusion {
                rules.get_mut(stage.index()).into_iter().for_each(|rules: &mut Vec<RuleId>| rules.push(id));
            }
        }
    }
    let costs = Costs::of(evaluation);
    let by_stage = ids(plan.stages.len(), StageId::from_index).zip(rules);
    let above = by_stage.filter(|(other, _)| stage.is_none_or(|stage| *other > stage));
    above.filter_map(|(stage, rules)| costs.nearest(stage, &rules)).collect()
}

/// What it takes to make each condition true, and what to make it false.
struct Costs<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    to_hold: Vec<Cost>,
    to_fail: Vec<Cost>,
}

impl<'e, 'a> Costs<'e, 'a> {
    /// Goes through the steps once: what a condition needs comes before it.
    fn of(evaluation: &'e Evaluation<'a>) -> Self {
        let unknown = vec![Cost::IMPOSSIBLE; evaluation.plan.exprs.len()];
        let mut costs = Self { evaluation, to_hold: unknown.clone(), to_fail: unknown };
        for step in &evaluation.plan.steps {
            if let Step::Expr(id) = step
                && let Some(expr) = evaluation.plan.exprs.get(id.index())
            {
                let (hold, fail) = costs.of_expr(*id, expr);
                costs.to_hold.get_mut(id.index()).into_iter().for_each(|slot| *slot = hold);
                costs.to_fail.get_mut(id.index()).into_iter().for_each(|slot| *slot = fail);
            }
        }
        costs
    }

    fn cost(&self, id: ExprId, stated: Stated) -> Cost {
        let costs = match stated {
            Stated::AsIs => &self.to_hold,
            Stated::Negated => &self.to_fail,
        };
        costs.get(id.index()).copied().unwrap_or(Cost::IMPOSSIBLE)
    }

    fn of_expr(&self, id: ExprId, expr: &Expr) -> (Cost, Cost) {
        match expr {
            Expr::Not(part) => (self.cost(*part, Stated::Negated), self.cost(*part, Stated::AsIs)),
            Expr::Place(place) => place_truth(self.evaluation.plan, *place)
                .map_or((Cost::IMPOSSIBLE, Cost::NOTHING), |id| {
                    (self.cost(id, Stated::AsIs), self.cost(id, Stated::Negated))
                }),
            Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) | Expr::Rule(_) => {
                (self.of_parts(expr, Stated::AsIs), self.of_parts(expr, Stated::Negated))
            }
            Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) => {
                let change = self.cost_of_change(expr);
                match self.evaluation.truth(id, None) {
                    Truth::Yes => (Cost::NOTHING, change),
                    Truth::Unknown => (Cost::LEARN, Cost::LEARN),
                    Truth::No => (change, Cost::NOTHING),
                }
            }
        }
    }

    /// The sum of what [`Costs::cheapest_parts`] chooses; an `unless` that may hold costs 1.
    fn of_parts(&self, expr: &Expr, stated: Stated) -> Cost {
        if let (Expr::Rule(id), Stated::AsIs) = (expr, stated) {
            return self.of_rule(*id);
        }
        self.cheapest_parts(expr, stated).map_or(Cost::IMPOSSIBLE, |parts| {
            Cost::sum(parts.into_iter().map(|(part, stated)| self.cost(part, stated)))
        })
    }

    fn of_rule(&self, id: RuleId) -> Cost {
        let Some(rule) = self.evaluation.plan.rules.get(id.index()) else { return Cost::IMPOSSIBLE };
        if !is_active(rule, self.evaluation.today) {
            return Cost::IMPOSSIBLE;
        }
        let unless = match rule.unless.map_or(Truth::No, |unless| self.evaluation.truth(unless, None)) {
            Truth::No => Cost::NOTHING,
            Truth::Unknown => Cost::LEARN,
            Truth::Yes => Cost::CHANGE,
        };
        self.cost(rule.when, Stated::AsIs).plus(unless)
    }

    /// The parts that make a condition (or its negation) true at the lowest cost, in their order; none if nothing does.
    fn cheapest_parts(&self, expr: &Expr, stated: Stated) -> Option<Vec<(ExprId, Stated)>> {
        match (expr, stated) {
            (Expr::Not(part), _) => Some(vec![(*part, opposite(stated))]),
            (Expr::All(parts), Stated::AsIs) | (Expr::Any(parts), Stated::Negated) => {
                self.cheapest(parts, parts.len(), stated)
            }
            (Expr::Any(parts), Stated::AsIs) | (Expr::All(parts), Stated::Negated) => {
                self.cheapest(parts, 1, stated)
            }
            (Expr::AtLeast(k, parts), Stated::AsIs) => self.cheapest(parts, *k as usize, stated),
            (Expr::AtLeast(k, parts), Stated::Negated) => {
                self.cheapest(parts, (parts.len() + 1).saturating_sub(*k as usize), stated)
            }
            (Expr::Place(place), _) => Some(vec![(place_truth(self.evaluation.plan, *place)?, stated)]),
            (Expr::Rule(id), _) => {
                let rule = self.evaluation.plan.rules.get(id.index())?;
                let when = [(rule.when, stated)].into_iter();
                let parts = when.chain(rule.unless.map(|unless| (unless, opposite(stated))));
                match stated {
                    Stated::AsIs => Some(parts.collect()),
                    Stated::Negated if !is_active(rule, self.evaluation.today) => Some(Vec::new()),
                    Stated::Negated => {
                        Some(vec![parts.min_by_key(|(part, stated)| self.cost(*part, *stated))?])
                    }
                }
            }
            (Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..), _) => Some(Vec::new()),
        }
    }

    /// The `count` cheapest parts, the first where costs are equal.
    fn cheapest(&self, parts: &[ExprId], count: usize, stated: Stated) -> Option<Vec<(ExprId, Stated)>> {
        let mut sorted: Vec<usize> = (0..parts.len()).collect();
        sorted.sort_by_key(|at| parts.get(*at).map(|part| self.cost(*part, stated)));
        let mut chosen: Vec<usize> = sorted.get(..count)?.to_vec();
        chosen.sort_unstable();
        Some(chosen.into_iter().filter_map(|at| parts.get(at)).map(|part| (*part, stated)).collect())
    }

    fn cost_of_change(&self, expr: &Expr) -> Cost {
        let Expr::Test(test) = expr else { return Cost::CHANGE };
        match declared(self.evaluation.plan, test.subject.fact).map(|fact| &fact.ty) {
            Some(ty) if ty.is_numeric() => Cost::CHANGE,
            Some(Type::Date | Type::YesNo) => Cost::CHANGE,
            _ => Cost::CHANGE_WHO_IT_IS,
        }
    }

    fn nearest(&self, stage: StageId, rules: &[RuleId]) -> Option<Nearest> {
        let plan = self.evaluation.plan;
        let rule = |id: RuleId| plan.rules.get(id.index());
        let cheapest = rules.iter().copied().min_by_key(|id| {
            (
                rule(*id).map(|rule| self.cost(rule.truth, Stated::AsIs)),
                rule(*id).map(|rule| rule.text.as_str()),
            )
        })?;
        let (learn, change) = self.way(rule(cheapest)?.truth);
        Some(Nearest { stage, rule: cheapest, learn, change })
    }

    /// The facts to learn and to change, following the cheapest parts.
    fn way(&self, truth: ExprId) -> (Vec<String>, Vec<Change>) {
        let mut learn = Needs::new(self.evaluation);
        let mut change = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack = vec![(truth, Stated::AsIs)];
        while let Some((id, stated)) = stack.pop() {
            let holds = match stated {
                Stated::AsIs => self.evaluation.truth(id, None),
                Stated::Negated => !self.evaluation.truth(id, None),
            };
            if holds == Truth::Yes || !seen.insert((id, stated == Stated::Negated)) {
                continue;
            }
            match self.evaluation.plan.exprs.get(id.index()) {
                Some(Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..))
                    if holds == Truth::Unknown =>
                {
                    learn.add(id);
                }
                Some(expr @ (Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..))) => {
                    let gap = gap(self.evaluation, expr, stated);
                    change.extend(shown_fact(self.evaluation, expr, stated).map(|fact| Change { fact, gap }));
                }
                Some(expr) => {
                    let parts = self.cheapest_parts(expr, stated).unwrap_or_default();
                    stack.extend(parts.into_iter().rev());
                }
                None => {}
            }
        }
        (learn.names(), change)
    }
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
