//! Which steps of a plan its results need, and how much of each.

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    ExitId, Expr, ExprId, FactRef, FieldId, Line, Place, Plan, Predicate, ScoreId, StageId, Step, Test, Type,
};

use crate::places::ids;
use crate::row::place_truth;

use super::rounding::Rounding;

/// The results that a lead can have: exits, strongest first, then stages, highest first.
pub(super) fn places(plan: &Plan) -> Vec<Place> {
    let exits = ids(plan.exits.len(), ExitId::from_index).map(Place::Exit);
    let stages = ids(plan.stages.len(), StageId::from_index).map(Place::Stage);
    exits.chain(stages.rev()).collect()
}

/// The steps on which results rest, in their order, and as what Unknown counts in each.
pub(super) fn for_results(plan: &Plan) -> Vec<(Step, Rounding)> {
    Needed::for_results(plan).0
}

/// The e-mail fields of which results ask nothing but the domain, and whether there is an address: leads whose addresses have the same
/// domain have the same result.
///
/// ```
/// # let plan = qualify_eval::testing::Builder::default().finish();
/// assert!(qualify_eval::asked_by_domain(&plan).is_empty());
/// ```
pub fn asked_by_domain(plan: &Plan) -> Vec<FieldId> {
    let (_, needed) = Needed::for_results(plan);
    let fields = ids(plan.fields.len(), FieldId::from_index).zip(&plan.fields);
    let fields = fields.filter(|(id, field)| field.ty == Type::Email && !needed.by_value.contains(id));
    fields.map(|(id, _)| id).collect()
}

/// What was found to be needed so far.
struct Needed<'p> {
    plan: &'p Plan,
    exprs: BTreeMap<ExprId, Rounding>,
    scores: BTreeMap<ScoreId, Rounding>,
    /// The fields of which the value itself is asked, and not its domain alone, or whether there is one.
    by_value: BTreeSet<FieldId>,
}

impl<'p> Needed<'p> {
    /// The steps on which results rest, in their order, and what is needed for them.
    fn for_results(plan: &'p Plan) -> (Vec<(Step, Rounding)>, Self) {
        let mut needed =
            Self { plan, exprs: BTreeMap::new(), scores: BTreeMap::new(), by_value: BTreeSet::new() };
        places(plan).into_iter().for_each(|place| needed.place(place, Rounding::Down));
        let mut steps = Vec::new();
        // What a step needs stands before it.
        for step in plan.steps.iter().rev() {
            let rounding = match step {
                Step::Expr(id) => needed.exprs.get(id),
                Step::Score(id) => needed.scores.get(id),
            };
            if let Some(rounding) = rounding.copied() {
                needed.look_into(*step, rounding);
                steps.push((*step, rounding));
            }
        }
        steps.reverse();
        (steps, needed)
    }

    fn place(&mut self, place: Place, rounding: Rounding) {
        if let Some(truth) = place_truth(self.plan, place) {
            self.expr(truth, rounding);
        }
    }

    fn expr(&mut self, id: ExprId, rounding: Rounding) {
        self.exprs.entry(id).and_modify(|all| *all = all.and(rounding)).or_insert(rounding);
    }

    fn score(&mut self, id: ScoreId, rounding: Rounding) {
        self.scores.entry(id).and_modify(|all| *all = all.and(rounding)).or_insert(rounding);
    }

    fn look_into(&mut self, step: Step, rounding: Rounding) {
        let plan = self.plan;
        match step {
            Step::Score(id) => {
                plan.scores.get(id.index()).into_iter().for_each(|score| self.lines(&score.lines, rounding));
            }
            Step::Expr(id) => match plan.exprs.get(id.index()) {
                Some(Expr::Score(score, comparison)) => self.score(*score, rounding.of_points(comparison)),
                Some(Expr::Grade(grade, _)) => {
                    if let Some(grade) = plan.grades.get(grade.index()) {
                        self.score(grade.score, Rounding::None);
                    }
                }
                Some(Expr::Place(place)) => self.place(*place, rounding),
                Some(Expr::Rule(rule)) => {
                    if let Some(rule) = plan.rules.get(rule.index()) {
                        self.expr(rule.when, rounding);
                        rule.unless.into_iter().for_each(|unless| self.expr(unless, rounding.opposite()));
                    }
                }
                Some(Expr::Not(part)) => self.expr(*part, rounding.opposite()),
                Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                    parts.iter().for_each(|part| self.expr(*part, rounding));
                }
                Some(Expr::Test(test)) => self.test(test),
                Some(Expr::Events(_)) | None => {}
            },
        }
    }

    fn test(&mut self, test: &Test) {
        if let FactRef::Field(field) = test.subject.fact
            && !test.subject.domain
            && test.predicate != Predicate::Known
        {
            self.by_value.insert(field);
        }
    }

    fn lines(&mut self, lines: &[Line], rounding: Rounding) {
        for line in lines {
            match line {
                Line::When { points, condition } => {
                    self.expr(*condition, if *points < 0 { rounding.opposite() } else { rounding });
                }
                Line::Score(score) => self.score(*score, rounding),
                // Which line is the first rests on both rows.
                Line::FirstOf(parts) => {
                    parts.iter().for_each(|part| self.expr(part.condition, Rounding::None))
                }
                Line::BestOf(parts) | Line::Group { lines: parts, .. } => self.lines(parts, rounding),
                Line::Table(table) => {
                    self.by_value.insert(table.field);
                }
                // Lists and rows of events, which have no domain.
                Line::Each(_) => {}
            }
        }
    }
}
