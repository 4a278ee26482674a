//! Ids become the names that a verdict is written with.

use qualify_plan::{Outcome, Place, Plan, StageId};

/// The name of a stage or exit.
pub(crate) fn place_name(plan: &Plan, place: Place) -> &str {
    match place {
        Place::Stage(stage) => stage_name(plan, stage),
        Place::Exit(exit) => plan.exits.get(exit.index()).map_or("", |exit| &exit.name),
    }
}

/// The name of a stage.
pub(crate) fn stage_name(plan: &Plan, stage: StageId) -> &str {
    plan.stages.get(stage.index()).map_or("", |stage| &stage.name)
}

/// The name of an outcome's value.
pub(crate) fn value_name(outcome: &Outcome, value: u32) -> &str {
    outcome.values.get(value as usize).map_or("", |value| &value.name)
}

/// Declarations with what is found of each, sorted by name.
pub(crate) fn by_name<'a, 'f, D, F>(
    declared: &'a [D],
    found: &'f [F],
    name: impl Fn(&'a D) -> &'a String,
) -> Vec<(&'a D, &'f F)> {
    let mut pairs: Vec<_> = declared.iter().zip(found).collect();
    pairs.sort_by_key(|(declared, _)| name(declared));
    pairs
}
