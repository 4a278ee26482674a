//! Ids of a plan become the names that people read.

use qualify_eval::{OutcomeFinding, Possible};
use qualify_plan::{GradeId, OutcomeId, Place, Plan, RuleId};

/// The name of a stage or exit.
pub fn place_name(plan: &Plan, place: Place) -> &str {
    match place {
        Place::Stage(stage) => plan.stages.get(stage.index()).map_or("", |stage| &stage.name),
        Place::Exit(exit) => plan.exits.get(exit.index()).map_or("", |exit| &exit.name),
    }
}

/// The label of a stage or exit, if it has one.
pub fn place_label(plan: &Plan, place: Place) -> Option<&str> {
    match place {
        Place::Stage(stage) => plan.stages.get(stage.index())?.label.as_deref(),
        Place::Exit(exit) => plan.exits.get(exit.index())?.label.as_deref(),
    }
}

/// The name of a rule: its own, or its text.
pub fn rule_name(plan: &Plan, rule: RuleId) -> &str {
    plan.rules.get(rule.index()).map_or("", |rule| &rule.name)
}

/// The name of a value of an outcome.
pub fn outcome_value(plan: &Plan, outcome: OutcomeId, value: u32) -> &str {
    let values = plan.outcomes.get(outcome.index()).map(|outcome| outcome.values.as_slice());
    values.unwrap_or_default().get(value as usize).map_or("", |value| &value.name)
}

/// The name of what an outcome could become.
pub fn possible_name(plan: &Plan, outcome: OutcomeId, possible: Possible) -> &str {
    match possible {
        Possible::Value(value) => outcome_value(plan, outcome, value),
        Possible::Conflict => "conflict",
        Possible::None => "none",
    }
}

/// The name of each outcome that could become something else, and the names of what it could become.
pub fn open_outcomes<'p>(plan: &'p Plan, found: &[OutcomeFinding]) -> Vec<(&'p str, Vec<&'p str>)> {
    let all = plan.outcomes.iter().zip(found).enumerate();
    let open = all.filter(|(_, (_, finding))| !finding.could_be.is_empty());
    open.map(|(at, (outcome, finding))| {
        let id = OutcomeId::from_index(at);
        let possible = finding.could_be.iter().map(|possible| possible_name(plan, id, *possible));
        (outcome.name.as_str(), possible.collect())
    })
    .collect()
}

/// The name of a band of a grade.
pub fn band_name(plan: &Plan, grade: GradeId, band: u32) -> &str {
    let bands = plan.grades.get(grade.index()).map(|grade| grade.bands.as_slice());
    bands.unwrap_or_default().get(band as usize).map_or("", |band| &band.name)
}

/// `a`, `a and b`, `a, b and c`; or what to say if there is nothing.
pub fn listed(items: impl IntoIterator<Item = String>, nothing: &str) -> String {
    let items: Vec<String> = items.into_iter().collect();
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => nothing.to_owned(),
    }
}

/// `a`, `a or b`, `a, b or c`; empty if there is nothing.
pub fn either<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
