//! A rule in Yes becomes the facts behind it: names, values, and the tests that they pass.

use std::collections::BTreeSet;

use qualify_plan::print::Stated;
use qualify_plan::{Expr, ExprId, FactRef, Measure, Place, Plan, RuleId, Test, Truth, Type, Value, print};

use crate::events;
use crate::findings::Points;
use crate::interval::Interval;
use crate::needs::Need;
use crate::row::{Evaluation, declared};

/// A fact as it is shown beside a test.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownFact {
    /// The name: of a field, of an event by its plural, of a score, grade, stage or exit.
    pub name: String,
    /// Its `label`.
    pub label: Option<String>,
    /// What is known of it.
    pub value: Shown,
    /// The test in canonical words, negated if it is its negation that holds.
    pub test: String,
}

/// What is known of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Nothing.
    Missing,
    /// A value, the lead's own.
    Given(Type, Value),
    /// A value, from `missing means`.
    Assumed(Type, Value),
    /// What is measured of an event, in ten-thousandths.
    Measured(Type, Interval),
    /// The points of a score.
    Points(Points),
    /// The possible names of a grade, lowest first.
    Bands(Vec<String>),
    /// Whether a stage is met or an exit applies.
    Truth(Truth),
}

/// The facts that make a rule in Yes true, each test once, in the order of the rule.
pub(crate) fn facts_behind(evaluation: &Evaluation<'_>, rule: RuleId) -> Vec<ShownFact> {
    let Some(rule) = evaluation.plan.rules.get(rule.index()) else { return Vec::new() };
    let mut facts = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stack = vec![(rule.truth, Stated::AsIs)];
    while let Some((id, stated)) = stack.pop() {
        if !seen.insert((id, stated == Stated::Negated)) {
            continue;
        }
        match evaluation.plan.exprs.get(id.index()) {
            Some(expr) if is_test(expr) => facts.extend(shown_fact(evaluation, expr, stated)),
            Some(expr) => stack.extend(parts_behind(evaluation, expr, stated).into_iter().rev()),
            None => {}
        }
    }
    facts
}

/// Whether a condition has no parts of its own.
fn is_test(expr: &Expr) -> bool {
    match expr {
        Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) => true,
        Expr::Rule(_) | Expr::Not(_) | Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) => false,
    }
}

/// Those parts of a condition that make it (or its negation) true.
pub(crate) fn parts_behind(
    evaluation: &Evaluation<'_>,
    expr: &Expr,
    stated: Stated,
) -> Vec<(ExprId, Stated)> {
    let wanted = if stated == Stated::AsIs { Truth::Yes } else { Truth::No };
    let parts: Vec<(ExprId, Stated)> = match expr {
        Expr::Not(part) => vec![(*part, opposite(stated))],
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            parts.iter().map(|part| (*part, stated)).collect()
        }
        Expr::Rule(rule) => evaluation.plan.rules.get(rule.index()).map_or(Vec::new(), |rule| {
            let unless = rule.unless.map(|unless| (unless, opposite(stated)));
            [(rule.when, stated)].into_iter().chain(unless).collect()
        }),
        Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) => Vec::new(),
    };
    let makes_true = |(part, part_stated): &(ExprId, Stated)| {
        let truth = evaluation.truth(*part, None);
        if *part_stated == stated { truth == wanted } else { truth == !wanted }
    };
    parts.into_iter().filter(makes_true).collect()
}

fn opposite(stated: Stated) -> Stated {
    match stated {
        Stated::AsIs => Stated::Negated,
        Stated::Negated => Stated::AsIs,
    }
}

/// A test with what is known of its fact; none for conditions with parts.
pub(crate) fn shown_fact(evaluation: &Evaluation<'_>, expr: &Expr, stated: Stated) -> Option<ShownFact> {
    let plan = evaluation.plan;
    let not = |name: &str| if stated == Stated::AsIs { name.to_owned() } else { format!("not {name}") };
    match expr {
        Expr::Test(test) => Some(shown_test(evaluation, test, stated)),
        Expr::Events(test) => {
            let event = plan.events.get(test.rows.event.index())?;
            let interval = events::measure(evaluation, test.measure, &test.rows);
            Some(ShownFact {
                name: event.plural.clone(),
                label: event.label.clone(),
                value: Shown::Measured(measured_type(plan, test.measure, test.rows.event), interval),
                test: print::event_test(plan, test, stated),
            })
        }
        Expr::Score(id, comparison) => {
            let score = plan.scores.get(id.index())?;
            let test = print::score_test(&score.name, *comparison, stated);
            let value = Shown::Points(evaluation.score(*id));
            Some(ShownFact { name: score.name.clone(), label: score.label.clone(), value, test })
        }
        Expr::Grade(id, passing) => {
            let grade = plan.grades.get(id.index())?;
            let bands = evaluation.grade(*id).into_iter();
            let names = bands.filter_map(|band| grade.bands.get(band as usize)).map(|band| band.name.clone());
            let test = print::grade_test(grade, passing, stated);
            let value = Shown::Bands(names.collect());
            Some(ShownFact { name: grade.name.clone(), label: grade.label.clone(), value, test })
        }
        Expr::Place(place) => {
            let (name, label) = match place {
                Place::Stage(id) => plan.stages.get(id.index()).map(|stage| (&stage.name, &stage.label)),
                Place::Exit(id) => plan.exits.get(id.index()).map(|exit| (&exit.name, &exit.label)),
            }?;
            let value = Shown::Truth(evaluation.place(*place));
            Some(ShownFact { name: name.clone(), label: label.clone(), value, test: not(name) })
        }
        Expr::Rule(_) | Expr::Not(_) | Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) => None,
    }
}

fn shown_test(evaluation: &Evaluation<'_>, test: &Test, stated: Stated) -> ShownFact {
    let fact = test.subject.fact;
    let declaration = declared(evaluation.plan, fact);
    let ty = declaration.map_or(Type::Text, |fact| fact.ty.clone());
    let value = match (evaluation.given(fact, None), evaluation.value(fact, None)) {
        (Some(given), _) => Shown::Given(ty, given.clone()),
        (None, Some(assumed)) => Shown::Assumed(ty, assumed.clone()),
        (None, None) => Shown::Missing,
    };
    ShownFact {
        name: Need::Fact(fact).name(evaluation.plan),
        label: declaration.and_then(|fact| fact.label.clone()),
        value,
        test: print::fact_test(evaluation.plan, test, stated),
    }
}

/// The type of what is measured: that of the attribute for a sum, else a count.
pub(crate) fn measured_type(plan: &Plan, measure: Measure, event: qualify_plan::EventId) -> Type {
    match measure {
        Measure::Count | Measure::Days | Measure::Distinct(_) => Type::Count,
        Measure::Sum(attribute) => {
            declared(plan, FactRef::Attribute(event, attribute)).map_or(Type::Number, |fact| fact.ty.clone())
        }
    }
}
