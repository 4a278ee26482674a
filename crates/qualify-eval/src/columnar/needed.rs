//! Which steps of a plan its results need.

use std::collections::BTreeSet;

use qualify_plan::{
    ExitId, Expr, ExprId, FactRef, FieldId, Line, Place, Plan, Predicate, ScoreId, StageId, Step, Test, Type,
};

use crate::places::ids;
use crate::row::place_truth;

/// The results that a lead can have: exits, strongest first, then stages, highest first.
pub(super) fn places(plan: &Plan) -> Vec<Place> {
    let exits = ids(plan.exits.len(), ExitId::from_index).map(Place::Exit);
    let stages = ids(plan.stages.len(), StageId::from_index).map(Place::Stage);
    exits.chain(stages.rev()).collect()
}

/// The steps on which results rest, in their order.
pub(super) fn for_results(plan: &Plan) -> Vec<Step> {
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
struct Needed<'p> {
    plan: &'p Plan,
    exprs: BTreeSet<ExprId>,
    scores: BTreeSet<ScoreId>,
    /// The fields of which the value itself is asked, and not its domain alone, or whether there is one.
    by_value: BTreeSet<FieldId>,
}

impl<'p> Needed<'p> {
    /// The steps on which results rest, in their order, and what is needed for them.
    fn for_results(plan: &'p Plan) -> (Vec<Step>, Self) {
        let mut needed =
            Self { plan, exprs: BTreeSet::new(), scores: BTreeSet::new(), by_value: BTreeSet::new() };
        places(plan).into_iter().for_each(|place| needed.place(place));
        let mut steps = Vec::new();
        // What a step needs stands before it.
        for step in plan.steps.iter().rev() {
            let is_needed = match step {
                Step::Expr(id) => needed.exprs.contains(id),
                Step::Score(id) => needed.scores.contains(id),
            };
            if is_needed {
                needed.look_into(*step);
                steps.push(*step);
            }
        }
        steps.reverse();
        (steps, needed)
    }

    fn place(&mut self, place: Place) {
        self.exprs.extend(place_truth(self.plan, place));
    }

    fn look_into(&mut self, step: Step) {
        let plan = self.plan;
        match step {
            Step::Score(id) => {
                plan.scores.get(id.index()).into_iter().for_each(|score| self.lines(&score.lines));
            }
            Step::Expr(id) => match plan.exprs.get(id.index()) {
                Some(Expr::Score(score, _)) => {
                    self.scores.insert(*score);
                }
                Some(Expr::Grade(grade, _)) => {
                    self.scores.extend(plan.grades.get(grade.index()).map(|grade| grade.score));
                }
                Some(Expr::Place(place)) => self.place(*place),
                Some(Expr::Rule(rule)) => {
                    let rule = plan.rules.get(rule.index());
                    self.exprs
                        .extend(rule.into_iter().flat_map(|rule| rule.unless.into_iter().chain([rule.when])));
                }
                Some(Expr::Not(part)) => {
                    self.exprs.insert(*part);
                }
                Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                    self.exprs.extend(parts)
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

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            match line {
                Line::When { condition, .. } => {
                    self.exprs.insert(*condition);
                }
                Line::Score(score) => {
                    self.scores.insert(*score);
                }
                Line::FirstOf(parts) => self.exprs.extend(parts.iter().map(|part| part.condition)),
                Line::BestOf(parts) | Line::Group { lines: parts, .. } => self.lines(parts),
                Line::Table(table) => {
                    self.by_value.insert(table.field);
                }
                // Lists and rows of events, which have no domain.
                Line::Each(_) => {}
            }
        }
    }
}
