//! A plan and a lead become truths: one pass over the steps of the plan, nothing short-cut.

use std::cell::Cell;
use std::ops::RangeInclusive;

use qualify_plan::{
    Date, Event, Expr, ExprId, Fact, FactRef, FieldId, GradeId, Lead, Place, Plan, Predicate, Row, Rule,
    RuleId, ScoreId, Step, Stream, Test, Truth, Value,
};

use crate::findings::Points;
use crate::{events, ops, score};

/// Whether a missing fact may be taken as its default, as known to be unknown, as the `unknown` line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumptions {
    /// The first evaluation, which gives the verdict.
    Made,
    /// The second evaluation, which decides what the verdict rests on.
    NotMade,
}

/// The truth of every condition and the points of every score for one lead.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) today: Date,
    pub(crate) values: &'a [Option<Value>],
    pub(crate) streams: &'a [Stream],
    pub(crate) assumptions: Assumptions,
    truths: Vec<Truth>,
    scores: Vec<Points>,
    assumed: Cell<bool>,
}

impl<'a> Evaluation<'a> {
    /// Evaluates every step of a plan.
    pub(crate) fn run(plan: &'a Plan, today: Date, lead: &'a Lead, assumptions: Assumptions) -> Self {
        let mut evaluation = Self {
            plan,
            today,
            values: &lead.values,
            streams: &lead.events,
            assumptions,
            truths: vec![Truth::Unknown; plan.exprs.len()],
            scores: plan.scores.iter().map(|score| Points { from: score.from, to: score.to }).collect(),
            assumed: Cell::new(false),
        };
        for step in &plan.steps {
            evaluation.step(*step);
        }
        evaluation
    }

    /// What asks for facts and rows alone: no condition about the lead and no score has an answer.
    pub(crate) fn of_facts(
        plan: &'a Plan,
        today: Date,
        (values, streams): (&'a [Option<Value>], &'a [Stream]),
        assumptions: Assumptions,
    ) -> Self {
        let assumed = Cell::new(false);
        Self { plan, today, values, streams, assumptions, truths: Vec::new(), scores: Vec::new(), assumed }
    }

    /// An evaluation whose truths and points somebody else has found.
    pub(crate) fn of_truths(
        plan: &'a Plan,
        today: Date,
        lead: &'a Lead,
        assumptions: Assumptions,
        (truths, scores): (Vec<Truth>, Vec<Points>),
        assumed: bool,
    ) -> Self {
        let assumed = Cell::new(assumed);
        Self {
            plan,
            today,
            values: &lead.values,
            streams: &lead.events,
            assumptions,
            truths,
            scores,
            assumed,
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Expr(id) => {
                let truth = self.find(id, None);
                if let Some(slot) = self.truths.get_mut(id.index()) {
                    *slot = truth;
                }
            }
            Step::Score(id) => {
                let Some(score) = self.plan.scores.get(id.index()) else { return };
                let points = score::points(self, score);
                if let Some(slot) = self.scores.get_mut(id.index()) {
                    *slot = points;
                }
            }
        }
    }

    /// Whether a default, a gap test or an `unknown` line stood in for a missing fact.
    pub(crate) fn used_assumption(&self) -> bool {
        self.assumed.get()
    }

    /// Notes that something stood in for a missing fact.
    pub(crate) fn assume(&self) {
        self.assumed.set(true);
    }

    /// The truth of a condition about the lead, or about one row of an event.
    pub(crate) fn truth(&self, id: ExprId, row: Option<&Row>) -> Truth {
        match row {
            None => self.truths.get(id.index()).copied().unwrap_or(Truth::Unknown),
            Some(_) => self.find(id, row),
        }
    }

    /// The truth of a stage or exit: its T.
    pub(crate) fn place(&self, place: Place) -> Truth {
        place_truth(self.plan, place).map_or(Truth::No, |id| self.truth(id, None))
    }

    /// The truth of a rule: No if it is not active.
    pub(crate) fn rule(&self, id: RuleId) -> Truth {
        self.plan.rules.get(id.index()).map_or(Truth::No, |rule| self.truth(rule.truth, None))
    }

    /// The points of a score.
    pub(crate) fn score(&self, id: ScoreId) -> Points {
        self.scores.get(id.index()).copied().unwrap_or(Points { from: 0, to: 0 })
    }

    /// The possible bands of a grade, lowest first.
    pub(crate) fn grade(&self, id: GradeId) -> Vec<u32> {
        self.bands(id).into_iter().flatten().collect()
    }

    fn bands(&self, id: GradeId) -> Option<RangeInclusive<u32>> {
        let grade = self.plan.grades.get(id.index())?;
        let points = self.score(grade.score);
        Some(band_of(grade, points.from)..=band_of(grade, points.to))
    }

    fn find(&self, id: ExprId, row: Option<&Row>) -> Truth {
        let Some(expr) = self.plan.exprs.get(id.index()) else { return Truth::Unknown };
        let truths = |parts: &'a [ExprId]| parts.iter().map(move |part| self.truth(*part, row));
        match expr {
            Expr::Test(test) => self.test(test, row),
            Expr::Events(test) => {
                ops::compare_units(events::measure(self, test.measure, &test.rows), test.comparison)
            }
            Expr::Score(score, comparison) => ops::compare_units(self.score(*score).in_units(), *comparison),
            Expr::Grade(grade, passing) => {
                self.bands(*grade).map_or(Truth::No, |possible| passes(passing, possible))
            }
            Expr::Place(place) => self.place(*place),
            Expr::Rule(rule) => {
                self.plan.rules.get(rule.index()).map_or(Truth::No, |rule| self.when_and_not_unless(rule))
            }
            Expr::Not(part) => !self.truth(*part, row),
            Expr::All(parts) => Truth::all(truths(parts)),
            Expr::Any(parts) => Truth::any(truths(parts)),
            Expr::AtLeast(k, parts) => Truth::at_least(*k as usize, truths(parts)),
        }
    }

    fn when_and_not_unless(&self, rule: &Rule) -> Truth {
        if !rule.is_in_force(self.today) {
            return Truth::No;
        }
        let unless = rule.unless.map_or(Truth::No, |unless| self.truth(unless, None));
        self.truth(rule.when, None).min(!unless)
    }

    fn test(&self, test: &Test, row: Option<&Row>) -> Truth {
        let fact = test.subject.fact;
        if test.predicate == Predicate::Known {
            return self.is_known(fact, row);
        }
        let Some(value) = self.value(fact, row) else { return Truth::Unknown };
        ops::passes(&self.plan.sets, self.today, test, value)
    }

    fn is_known(&self, fact: FactRef, row: Option<&Row>) -> Truth {
        match (self.given(fact, row), self.assumptions) {
            (Some(_), _) => Truth::Yes,
            (None, Assumptions::Made) => {
                self.assume();
                Truth::No
            }
            (None, Assumptions::NotMade) => Truth::Unknown,
        }
    }

    /// The value of a fact: the lead's own, else its default while assumptions are made.
    pub(crate) fn value<'b>(&self, fact: FactRef, row: Option<&'b Row>) -> Option<&'b Value>
    where
        'a: 'b,
    {
        if let Some(value) = self.given(fact, row) {
            return Some(value);
        }
        let default = declared(self.plan, fact)?.default.as_ref()?;
        match self.assumptions {
            Assumptions::Made => {
                self.assume();
                Some(default)
            }
            Assumptions::NotMade => None,
        }
    }

    /// The value of a field.
    pub(crate) fn field(&self, field: FieldId) -> Option<&'a Value> {
        self.value(FactRef::Field(field), None)
    }

    /// The lead's or row's own value, before any default.
    pub(crate) fn given<'b>(&self, fact: FactRef, row: Option<&'b Row>) -> Option<&'b Value>
    where
        'a: 'b,
    {
        match fact {
            FactRef::Field(field) => self.values.get(field.index())?.as_ref(),
            FactRef::Attribute(_, attribute) => row?.values.get(attribute.index())?.as_ref(),
        }
    }
}

/// The declaration of a fact.
pub(crate) fn declared(plan: &Plan, fact: FactRef) -> Option<&Fact> {
    match fact {
        FactRef::Field(field) => plan.fields.get(field.index()),
        FactRef::Attribute(event, attribute) => {
            plan.events.get(event.index()).and_then(|event: &Event| event.attributes.get(attribute.index()))
        }
    }
}

/// The condition that a stage or exit stands for.
pub(crate) fn place_truth(plan: &Plan, place: Place) -> Option<ExprId> {
    match place {
        Place::Stage(stage) => plan.stages.get(stage.index()).map(|stage| stage.truth),
        Place::Exit(exit) => plan.exits.get(exit.index()).map(|exit| exit.truth),
    }
}

/// The band of a grade that holds some points: the one with the largest floor up to them, else `otherwise`.
pub(crate) fn band_of(grade: &qualify_plan::Grade, points: i64) -> u32 {
    let above = grade.bands.partition_point(|band| band.floor.is_none_or(|floor| floor <= points));
    u32::try_from(above.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Whether all bands from one to another pass, or none, or some.
pub(crate) fn passes(passing: &[u32], possible: RangeInclusive<u32>) -> Truth {
    let passes = |band: u32| passing.binary_search(&band).is_ok();
    match (possible.clone().all(passes), possible.clone().any(passes)) {
        (_, false) => Truth::No,
        (true, true) => Truth::Yes,
        (false, true) => Truth::Unknown,
    }
}
