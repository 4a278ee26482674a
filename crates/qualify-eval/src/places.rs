//! An evaluation becomes findings: stages, exits and the result (section 7.1 of the language).

use qualify_plan::{Conclusion, ExitId, GradeId, Place, Plan, RuleId, ScoreId, StageId, Truth};

use crate::findings::Findings;
use crate::outcomes;
use crate::row::Evaluation;

/// Reads off all that an evaluation finds.
pub(crate) fn findings(evaluation: &Evaluation<'_>) -> Findings {
    let plan = evaluation.plan;
    let rules: Vec<Truth> = ids(plan.rules.len(), RuleId::from_index).map(|id| evaluation.rule(id)).collect();
    let exits = |truth| places_in(evaluation, ids(plan.exits.len(), ExitId::from_index), Place::Exit, truth);
    let stages =
        |truth| places_in(evaluation, ids(plan.stages.len(), StageId::from_index), Place::Stage, truth);
    let (meets, could_meet): (Vec<_>, Vec<_>) =
        (stages(Truth::Yes).collect(), stages(Truth::Unknown).collect());
    let exit = exits(Truth::Yes).next();
    let stage = meets.last().copied();
    let result = exit.map(Place::Exit).or(stage.map(Place::Stage));
    let weaker = |other: &ExitId| exit.is_none_or(|exit| *other < exit);
    let higher = |other: &&StageId| exit.is_none() && stage.is_none_or(|stage| **other > stage);
    let could_be = exits(Truth::Unknown)
        .filter(weaker)
        .map(Place::Exit)
        .chain(could_meet.iter().rev().filter(higher).copied().map(Place::Stage))
        .collect();
    Findings {
        result,
        exit,
        stage,
        could_be,
        because: because(plan, result, &rules),
        outcomes: outcomes::find(evaluation, &rules),
        scores: ids(plan.scores.len(), ScoreId::from_index).map(|id| evaluation.score(id)).collect(),
        grades: ids(plan.grades.len(), GradeId::from_index).map(|id| evaluation.grade(id)).collect(),
        meets,
        could_meet,
        rules,
    }
}

/// All ids of one kind, ascending.
pub(crate) fn ids<Id>(len: usize, id: impl Fn(usize) -> Id) -> impl DoubleEndedIterator<Item = Id> {
    (0..len).map(id)
}

fn places_in<Id: Copy>(
    evaluation: &Evaluation<'_>,
    ids: impl Iterator<Item = Id>,
    place: impl Fn(Id) -> Place,
    truth: Truth,
) -> impl Iterator<Item = Id> {
    ids.filter(move |id| evaluation.place(place(*id)) == truth)
}

fn because(plan: &Plan, result: Option<Place>, rules: &[Truth]) -> Vec<RuleId> {
    let Some(place) = result else { return Vec::new() };
    let mut because: Vec<RuleId> = ids(plan.rules.len(), RuleId::from_index)
        .filter(|id| rules.get(id.index()) == Some(&Truth::Yes) && concludes(plan, *id, place))
        .collect();
    sort_by_text(plan, &mut because);
    because
}

/// Whether a rule concludes a stage or exit.
pub(crate) fn concludes(plan: &Plan, rule: RuleId, place: Place) -> bool {
    let rule = plan.rules.get(rule.index());
    rule.is_some_and(|rule| rule.concludes.contains(&Conclusion::Place(place)))
}

/// Puts rules into the order in which they are listed: that of their text.
pub(crate) fn sort_by_text(plan: &Plan, rules: &mut [RuleId]) {
    rules.sort_by_key(|id| (plan.rules.get(id.index()).map(|rule| rule.text.as_str()), *id));
}
