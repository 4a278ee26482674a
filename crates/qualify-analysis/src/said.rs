//! What the evaluator found becomes statements in names that two plans may share.

use std::collections::BTreeSet;

use qualify_eval::{Findings, Given, Possible};
use qualify_plan::{OutcomeId, Place, Plan};

use crate::verdict::{Becoming, Statement};

fn name_of(plan: &Plan, place: Option<Place>) -> Option<String> {
    match place? {
        Place::Stage(id) => plan.stages.get(id.index()).map(|stage| stage.name.clone()),
        Place::Exit(id) => plan.exits.get(id.index()).map(|exit| exit.name.clone()),
    }
}

/// What a verdict says.
pub(crate) fn said(plan: &Plan, found: &Findings) -> BTreeSet<Statement> {
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
