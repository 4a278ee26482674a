//! Picks become a plan: declarations, then scores and places in an order that rules out circles.

use qualify_plan::{Combine, Conclusion, ExitId, OutcomeId, Place, Plan, StageId, Type, Value};

use super::conditions::{Scope, condition, line};
use super::leads::{any_type, value};
use super::{Builder, Picks, today};

/// A small program of any kind that the language has.
pub fn plan(picks: &mut Picks) -> Plan {
    let mut builder = Builder::default();
    declare_facts(picks, &mut builder);
    builder.outcome("desk", Combine::OneValue, &["east", "west"]);
    builder.outcome("speed", Combine::HighestWins, &["slow", "soon", "now"]);
    builder.outcome("tags", Combine::KeepAll, &["red", "blue", "green"]);
    let mut scope = Scope { places: vec![Place::Stage(StageId(0))], ..Scope::default() };
    let mut things = order(picks);
    while let Some(thing) = things.pop() {
        match thing {
            Thing::Score(number) => declare_score(picks, &mut builder, &mut scope, number),
            Thing::Place(place) => {
                for _ in 0..picks.below(4) {
                    conclude(picks, &mut builder, &scope, place, &things);
                }
                scope.places.push(place);
            }
        }
    }
    for _ in 0..picks.below(4) {
        let outcome = outcome(picks);
        add_rule(picks, &mut builder, &scope, vec![outcome]);
    }
    builder.finish()
}

/// A score or a place; each looks only at those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Score(usize),
    Place(Place),
}

fn order(picks: &mut Picks) -> Vec<Thing> {
    let mut things = vec![
        Thing::Place(Place::Stage(StageId(2))),
        Thing::Place(Place::Exit(ExitId(1))),
        Thing::Place(Place::Stage(StageId(1))),
        Thing::Place(Place::Exit(ExitId(0))),
    ];
    for score in 0..picks.below(4) {
        things.insert(picks.below(things.len() + 1), Thing::Score(score));
    }
    let n = things.len();
    things.swap(picks.below(n), picks.below(n));
    things
}

fn declare_facts(picks: &mut Picks, builder: &mut Builder) {
    for at in 0..3 + picks.below(5) {
        let (ty, default) = fact(picks);
        builder.field_or(&format!("field_{at}"), ty, default);
    }
    for at in 0..1 + picks.below(2) {
        let facts = picks.several(0, 3, fact);
        let names: Vec<String> = (0..facts.len()).map(|at| format!("attribute_{at}")).collect();
        let attributes = names.iter().zip(facts).map(|(name, (ty, default))| (name.as_str(), ty, default));
        builder.event(&format!("event_{at}"), attributes.collect());
    }
}

/// A type, and a default perhaps: any value but `never`.
fn fact(picks: &mut Picks) -> (Type, Option<Value>) {
    let ty = any_type(picks);
    let default = picks.chance(1, 4).then(|| value(picks, &ty));
    (ty, default.map(|default| if default == Value::Never { Value::Date(today()) } else { default }))
}

fn declare_score(picks: &mut Picks, builder: &mut Builder, scope: &mut Scope, number: usize) {
    let lines = picks.several(1, 4, |picks| line(picks, builder, scope, 2));
    let (from, to) = (picks.between(-12, 0), picks.between(5, 25));
    let score = builder.score(&format!("score_{number}"), from, to, lines);
    scope.scores.push(score);
    if picks.chance(1, 2) {
        let warm = picks.between(-2, 4);
        let bands = [("warm", warm), ("hot", warm + picks.between(1, 6))];
        scope.grades.push(builder.grade(&format!("grade_{number}"), score, "cold", &bands));
    }
}

/// A rule for a place, and perhaps for an outcome and for a place that comes later.
fn conclude(picks: &mut Picks, builder: &mut Builder, scope: &Scope, place: Place, later: &[Thing]) {
    let mut concludes = vec![Conclusion::Place(place)];
    if picks.chance(1, 3) {
        concludes.push(outcome(picks));
    }
    if let (true, Some(Thing::Place(other))) = (picks.chance(1, 6), picks.one(later)) {
        concludes.push(Conclusion::Place(*other));
    }
    add_rule(picks, builder, scope, concludes);
}

fn outcome(picks: &mut Picks) -> Conclusion {
    let outcome = picks.below(3);
    let values = if outcome == 0 { 2 } else { 3 };
    Conclusion::Outcome(OutcomeId::from_index(outcome), u32::try_from(picks.below(values)).unwrap_or(0))
}

fn add_rule(picks: &mut Picks, builder: &mut Builder, scope: &Scope, concludes: Vec<Conclusion>) {
    let when = condition(picks, builder, scope, 2);
    let unless = picks.chance(1, 4).then(|| condition(picks, builder, scope, 1));
    let rule = builder.rule(when, unless, &concludes);
    let (from, until) = (picks.chance(1, 8), picks.chance(1, 8));
    let days = |picks: &mut Picks| i32::try_from(picks.between(-1, 1)).unwrap_or(0);
    let from = from.then(|| today().plus_days(days(picks)));
    let until = until.then(|| today().plus_days(days(picks)));
    if let Some(rule) = builder.rule_mut(rule) {
        (rule.from, rule.until) = (from, until);
    }
}
