//! A promise and a verdict become: kept, or what came out instead (section 9 of the language).

use qualify_eval::{Given, Possible, Verdict};
use qualify_plan::{Conclusion, GradeId, OutcomeId, Place, Plan, RuleId, ScoreId, StageId, Truth};
use qualify_semantic::PromiseKind;

use super::PromiseResult;
use crate::names::{
    band_name, either, listed, open_outcomes, outcome_value, place_name, possible_name, rule_name,
};

/// Holds a promise against the verdict.
pub(super) fn check(plan: &Plan, verdict: &Verdict, promise: &PromiseKind) -> PromiseResult {
    match holds(plan, verdict, promise) {
        true => PromiseResult::Kept,
        false => PromiseResult::Broken(came_out(plan, verdict, promise)),
    }
}

fn holds(plan: &Plan, verdict: &Verdict, promise: &PromiseKind) -> bool {
    let found = &verdict.found;
    match promise {
        PromiseKind::Result { negated, place } => (found.result == Some(*place)) != *negated,
        PromiseKind::Meets { negated, stages } => {
            stages.iter().all(|stage| found.meets.contains(stage) != *negated)
        }
        PromiseKind::By(rule) => concludes_result(plan, verdict, *rule),
        PromiseKind::Open { place, needs } => match open_needs(verdict, *place) {
            Some(found) => needs.as_ref().is_none_or(|needs| needs == found),
            None => false,
        },
        PromiseKind::OutcomeOpen(outcome) => {
            found.outcomes.get(outcome.index()).is_some_and(|outcome| !outcome.could_be.is_empty())
        }
        PromiseKind::Score(score, from, to) => {
            found.scores.get(score.index()).is_some_and(|points| (points.from, points.to) == (*from, *to))
        }
        PromiseKind::Grade(grade, band) => {
            found.grades.get(grade.index()).is_some_and(|bands| bands.as_slice() == [*band])
        }
        PromiseKind::Outcome(outcome, value) => {
            found.outcomes.get(outcome.index()).is_some_and(|finding| is_given(&finding.given, *value))
        }
        PromiseKind::Stage(stage) => found.stage == Some(*stage),
        PromiseKind::Status(status) => verdict.status.name() == *status,
    }
}

fn concludes_result(plan: &Plan, verdict: &Verdict, rule: RuleId) -> bool {
    let found = &verdict.found;
    let is_yes = found.rules.get(rule.index()) == Some(&Truth::Yes);
    let result = found.result.map(Conclusion::Place);
    let concludes = plan.rules.get(rule.index()).map(|rule| rule.concludes.as_slice()).unwrap_or_default();
    is_yes && result.is_some_and(|result| concludes.contains(&result))
}

fn open_needs(verdict: &Verdict, place: Place) -> Option<&Vec<String>> {
    let at = verdict.found.could_be.iter().position(|could_be| *could_be == place)?;
    verdict.needs.get(at)
}

fn is_given(given: &Given, value: Option<u32>) -> bool {
    match (given, value) {
        (Given::None, None) => true,
        (Given::Value(given), Some(value)) => *given == value,
        (Given::All(given), Some(value)) => given.contains(&value),
        (Given::All(given), None) => given.is_empty(),
        (Given::None | Given::Conflict, Some(_)) | (Given::Value(_) | Given::Conflict, None) => false,
    }
}

/// What came out, as part of a sentence.
fn came_out(plan: &Plan, verdict: &Verdict, promise: &PromiseKind) -> String {
    match promise {
        PromiseKind::Result { .. } => format!("the result is {}", result(plan, verdict)),
        PromiseKind::Meets { .. } => format!("it meets {}", stages(plan, &verdict.found.meets)),
        PromiseKind::By(_) => by(plan, verdict),
        PromiseKind::Open { place, .. } => open(plan, verdict, *place),
        PromiseKind::OutcomeOpen(outcome) | PromiseKind::Outcome(outcome, _) => {
            outcome_text(plan, verdict, *outcome)
        }
        PromiseKind::Score(score, ..) => score_text(plan, verdict, *score),
        PromiseKind::Grade(grade, _) => grade_text(plan, verdict, *grade),
        PromiseKind::Stage(_) => match verdict.found.stage {
            Some(stage) => format!("the stage is {}", place_name(plan, Place::Stage(stage))),
            None => "there is no stage".to_owned(),
        },
        PromiseKind::Status(_) => status(plan, verdict),
    }
}

fn result(plan: &Plan, verdict: &Verdict) -> String {
    verdict.found.result.map_or("none", |place| place_name(plan, place)).to_owned()
}

fn stages(plan: &Plan, stages: &[StageId]) -> String {
    let names = stages.iter().map(|stage| place_name(plan, Place::Stage(*stage)).to_owned());
    listed(names, "no stage")
}

fn by(plan: &Plan, verdict: &Verdict) -> String {
    let rules = verdict.found.because.iter().map(|rule| format!("\"{}\"", rule_name(plan, *rule)));
    format!("the result is {}, by {}", result(plan, verdict), listed(rules, "no rule"))
}

fn open(plan: &Plan, verdict: &Verdict, place: Place) -> String {
    match open_needs(verdict, place) {
        Some(needs) => format!("it needs {}", listed(needs.iter().cloned(), "nothing")),
        None => format!(
            "the result is {} and could be {}",
            result(plan, verdict),
            listed(
                verdict.found.could_be.iter().map(|place| place_name(plan, *place).to_owned()),
                "nothing else"
            )
        ),
    }
}

fn outcome_text(plan: &Plan, verdict: &Verdict, id: OutcomeId) -> String {
    let name = plan.outcomes.get(id.index()).map_or("", |outcome| outcome.name.as_str());
    let Some(finding) = verdict.found.outcomes.get(id.index()) else {
        return format!("{name} is none");
    };
    let values = match &finding.given {
        Given::None => "none".to_owned(),
        Given::Value(value) => outcome_value(plan, id, *value).to_owned(),
        Given::Conflict => "in conflict".to_owned(),
        Given::All(values) => {
            listed(values.iter().map(|value| outcome_value(plan, id, *value).to_owned()), "none")
        }
    };
    let by = listed(finding.by.iter().map(|rule| format!("\"{}\"", rule_name(plan, *rule))), "");
    let by = if by.is_empty() { by } else { format!(", by {by}") };
    let could_be: Vec<String> = finding
        .could_be
        .iter()
        .map(|possible: &Possible| possible_name(plan, id, *possible).to_owned())
        .collect();
    match could_be.is_empty() {
        true => format!("{name} is {values}{by}"),
        false => format!("{name} is {values}{by} and could become {}", could_be.join(" or ")),
    }
}

fn score_text(plan: &Plan, verdict: &Verdict, id: ScoreId) -> String {
    let name = plan.scores.get(id.index()).map_or("", |score| score.name.as_str());
    match verdict.found.scores.get(id.index()) {
        Some(points) if points.from == points.to => format!("{name} is {}", points.from),
        Some(points) => format!("{name} is {} to {}", points.from, points.to),
        None => format!("{name} has no points"),
    }
}

fn grade_text(plan: &Plan, verdict: &Verdict, id: GradeId) -> String {
    let name = plan.grades.get(id.index()).map_or("", |grade| grade.name.as_str());
    let bands = verdict.found.grades.get(id.index()).map(Vec::as_slice).unwrap_or_default();
    let bands: Vec<&str> = bands.iter().map(|band| band_name(plan, id, *band)).collect();
    format!("{name} is {}", bands.join(" or "))
}

fn status(plan: &Plan, verdict: &Verdict) -> String {
    let places = verdict.found.could_be.iter().map(|place| place_name(plan, *place).to_owned());
    let places = (!verdict.found.could_be.is_empty()).then(|| format!("it could be {}", listed(places, "")));
    let outcomes = open_outcomes(plan, &verdict.found.outcomes).into_iter();
    let outcomes = outcomes.map(|(name, values)| format!("{name} could become {}", either(&values)));
    let could_be: Vec<String> = places.into_iter().chain(outcomes).collect();
    let why = match (could_be.is_empty(), verdict.assumed.is_empty()) {
        (false, _) => format!(": {}", listed(could_be, "")),
        (true, false) => {
            format!(": it assumes something about {}", listed(verdict.assumed.iter().cloned(), ""))
        }
        (true, true) => String::new(),
    };
    format!("the status is {}{why}", verdict.status.name())
}
