//! Two plans become the proof that they give every lead the same verdict, or a lead for which they do not.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::{Assumptions, Findings, Given, Possible, findings};
use qualify_plan::{Date, DateTest, Day, Expr, Lead, OutcomeId, Place, Plan, Predicate, Value};

use crate::analysis::{Answer, CONFLICTS};
use crate::find::Found;
use crate::join::Joined;
use crate::model::Model;
use crate::solver::{Budget, Lit};
use crate::survey::Depth;
use crate::verdict::{Becoming, Judged, Statement};

/// What is known about two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equivalence {
    /// Every lead gets the same result, the same that it could be, the same stages and outcomes: proved.
    Equivalent,
    /// This lead does not.
    Differs(Box<Difference>),
    /// Not found out within the budget, or it depends on facts that are not the same in both.
    Undecided,
}

/// A lead that two plans judge differently, as each of them sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// For the first plan.
    pub old: Lead,
    /// For the second.
    pub new: Lead,
}

/// A move from one result to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The result by the first plan: the name of a stage or exit.
    pub from: String,
    /// The result by the second plan.
    pub to: String,
    /// The lead that moves so; [`Answer::Never`] is proved.
    pub answer: Answer,
}

/// Whether a plan names days of the calendar: then what is proved on one day may not hold on another. Else dates are only
/// compared with today, and every day is like every other.
pub fn names_days(plan: &Plan) -> bool {
    let is_fixed = |test: &DateTest| match test {
        DateTest::On(day)
        | DateTest::Before(day)
        | DateTest::After(day)
        | DateTest::OnOrBefore(day)
        | DateTest::OnOrAfter(day) => matches!(day, Day::Date(_)),
        DateTest::Between(..) => true,
        DateTest::Never | DateTest::Within(_) | DateTest::WithinNext(_) | DateTest::MoreThanAgo(_) => false,
    };
    let in_tests = plan.exprs.iter().any(|expr| match expr {
        Expr::Test(test) => matches!(&test.predicate, Predicate::Date(date) if is_fixed(date)),
        _ => false,
    });
    let facts = plan.fields.iter().chain(plan.events.iter().flat_map(|event| &event.attributes));
    let in_defaults = facts.into_iter().any(|fact| matches!(fact.default, Some(Value::Date(_))));
    let in_rules = plan.rules.iter().any(|rule| rule.from.is_some() || rule.until.is_some());
    in_tests || in_defaults || in_rules
}

/// Two plans on one day, ready to be compared.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    old: &'a Plan,
    new: &'a Plan,
    today: Date,
    joined: Joined,
    conflicts: u64,
}

impl<'a> Comparison<'a> {
    /// Compares with the ordinary budget.
    pub fn new(old: &'a Plan, new: &'a Plan, today: Date) -> Self {
        Self::with_budget(old, new, today, CONFLICTS)
    }

    /// Compares with so many conflicts for each question.
    pub fn with_budget(old: &'a Plan, new: &'a Plan, today: Date, conflicts: u64) -> Self {
        Self { old, new, today, joined: Joined::new(old, new, today), conflicts }
    }

    /// Facts and events that have one name and are not the same in both plans: leads with different values of them for
    /// the two plans are not shown.
    pub fn unrelated(&self) -> &[String] {
        &self.joined.unrelated
    }

    fn judged(&self, number: usize, plan: &Plan) -> Option<Judged> {
        let side = self.joined.sides.get(number)?;
        Some(Judged {
            stages: side.stages(plan),
            exits: side.exits(plan),
            outcomes: side.outcomes(plan),
            rules: side.rules(plan),
        })
    }

    /// A model of both plans, and what each of them says.
    fn model(&self) -> Option<(Model<'_>, Statements, Statements)> {
        let (old, new) = (self.judged(0, self.old)?, self.judged(1, self.new)?);
        let plan = &self.joined.plan;
        let roots: Vec<_> = old.roots(plan).into_iter().chain(new.roots(plan)).collect();
        let mut model = Model::new(plan, self.today, Depth::Whole, roots, []);
        let old = model.statements(&old);
        let new = model.statements(&new);
        Some((model, old, new))
    }

    /// Whether every lead gets the same verdict from both: result, `could_be`, `meets`, `could_meet` and outcomes.
    pub fn equivalent(&self) -> Equivalence {
        // A plan is equal to itself, also where its scores are too wide to look into.
        if self.old.without_origin() == self.new.without_origin() {
            return Equivalence::Equivalent;
        }
        let Some((mut model, old, new)) = self.model() else { return Equivalence::Undecided };
        let statements: BTreeSet<&Statement> = old.keys().chain(new.keys()).collect();
        let mut differences: Vec<Lit> = Vec::new();
        for statement in statements {
            let no = model.circuit.no();
            let lit = |of: &Statements| of.get(statement).copied().unwrap_or(no);
            let (old, new) = (lit(&old), lit(&new));
            differences.push(model.circuit.differ(old, new));
        }
        let differ = model.circuit.or(differences);
        let confirm = |lead: &Lead| {
            let (old, new) = self.leads(lead);
            said(self.old, &self.found(self.old, &old)) != said(self.new, &self.found(self.new, &new))
        };
        match model.find(&[differ], &mut Budget::conflicts(self.conflicts), &confirm) {
            Found::Nothing(_) => Equivalence::Equivalent,
            Found::Lead(lead) => {
                let (old, new) = self.leads(&lead);
                Equivalence::Differs(Box::new(Difference { old, new }))
            }
            Found::Undecided => Equivalence::Undecided,
        }
    }

    /// Every move from one result to another: for each pair of different results a lead, or the proof that none moves so.
    ///
    /// Leads are as the first plan sees them.
    pub fn transitions(&self) -> Vec<Transition> {
        let Some((mut model, old, new)) = self.model() else { return Vec::new() };
        let results = |of: &Statements| -> Vec<(String, Lit)> {
            let named = of.iter().filter_map(|(statement, lit)| match statement {
                Statement::Result(name) => Some((name.clone(), *lit)),
                _ => None,
            });
            named.collect()
        };
        let (from, to) = (results(&old), results(&new));
        let mut transitions = Vec::new();
        for (from, before) in &from {
            for (to, after) in to.iter().filter(|(to, _)| to != from) {
                let confirm = |lead: &Lead| {
                    let (old, new) = self.leads(lead);
                    let result = |plan: &Plan, lead: &Lead| name_of(plan, self.found(plan, lead).result);
                    result(self.old, &old).as_ref() == Some(from)
                        && result(self.new, &new).as_ref() == Some(to)
                };
                let found = model.find(&[*before, *after], &mut Budget::conflicts(self.conflicts), &confirm);
                let answer = match found {
                    Found::Lead(lead) => Answer::Lead(self.leads(&lead).0),
                    Found::Nothing(_) => Answer::Never,
                    Found::Undecided => Answer::Undecided,
                };
                transitions.push(Transition { from: from.clone(), to: to.clone(), answer });
            }
        }
        transitions
    }

    fn leads(&self, lead: &Lead) -> (Lead, Lead) {
        (self.joined.lead_of(0, lead), self.joined.lead_of(1, lead))
    }

    fn found(&self, plan: &Plan, lead: &Lead) -> Findings {
        findings(plan, self.today, lead, Assumptions::Made)
    }
}

type Statements = BTreeMap<Statement, Lit>;

fn name_of(plan: &Plan, place: Option<Place>) -> Option<String> {
    match place? {
        Place::Stage(id) => plan.stages.get(id.index()).map(|stage| stage.name.clone()),
        Place::Exit(id) => plan.exits.get(id.index()).map(|exit| exit.name.clone()),
    }
}

/// What the evaluator says of a lead, in the same words.
fn said(plan: &Plan, found: &Findings) -> BTreeSet<Statement> {
    let place = |place: Place| name_of(plan, Some(place)).unwrap_or_default();
    let mut said = BTreeSet::new();
    said.extend(found.result.map(|result| Statement::Result(place(result))));
    said.extend(found.could_be.iter().map(|other| Statement::CouldBe(place(*other))));
    said.extend(found.meets.iter().map(|stage| Statement::Meets(place(Place::Stage(*stage)))));
    said.extend(found.could_meet.iter().map(|stage| Statement::CouldMeet(place(Place::Stage(*stage)))));
    for (at, finding) in found.outcomes.iter().enumerate() {
        let id = OutcomeId::from_index(at);
        let Some(outcome) = plan.outcomes.get(id.index()) else { continue };
        let name = || outcome.name.clone();
        let value = |value: u32| outcome.values.get(value as usize).map_or(String::new(), |v| v.name.clone());
        match &finding.given {
            Given::None => {}
            Given::Value(given) => said.extend([Statement::Outcome(name(), Some(value(*given)))]),
            Given::Conflict => said.extend([Statement::Outcome(name(), None)]),
            Given::All(values) => {
                said.extend(values.iter().map(|given| Statement::Outcome(name(), Some(value(*given)))));
            }
        }
        said.extend(finding.could_be.iter().map(|possible| {
            let becoming = match possible {
                Possible::Value(other) => Becoming::Value(value(*other)),
                Possible::Conflict => Becoming::Conflict,
                Possible::None => Becoming::None,
            };
            Statement::OutcomeCouldBe(name(), becoming)
        }));
    }
    said
}
