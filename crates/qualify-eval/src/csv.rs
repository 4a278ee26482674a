//! A verdict becomes the cells of one row (section 7.5 of the language).

use qualify_plan::{Outcome, Place, Plan, StageId};

use crate::findings::{Given, OutcomeFinding, Points, Possible};
use crate::names::{by_name, place_name, stage_name, value_name};
use crate::verdict::Verdict;

/// The columns.
pub const HEADER: [&str; 12] = [
    "key",
    "result",
    "stage",
    "meets",
    "could_be",
    "status",
    "scores",
    "needs",
    "grades",
    "outcomes",
    "could_meet",
    "assumed",
];

/// The cells of a verdict, one for each column of [`HEADER`]; not yet quoted.
pub fn row(plan: &Plan, key: &str, verdict: &Verdict) -> [String; 12] {
    let found = &verdict.found;
    let place = |place: Option<Place>| place.map_or("", |place| place_name(plan, place)).to_owned();
    let stages = |stages: &[StageId]| joined(stages.iter().map(|stage| stage_name(plan, *stage)));
    let needs = found.could_be.iter().zip(&verdict.needs);
    let grades = by_name(&plan.grades, &found.grades, |grade| &grade.name).into_iter();
    [
        key.to_owned(),
        place(found.result),
        place(found.stage.map(Place::Stage)),
        stages(&found.meets),
        joined(found.could_be.iter().map(|place| place_name(plan, *place))),
        verdict.status.name().to_owned(),
        joined(
            by_name(&plan.scores, &found.scores, |s| &s.name).into_iter().map(|(s, p)| score(&s.name, *p)),
        ),
        joined(needs.map(|(place, needs)| format!("{}: {}", place_name(plan, *place), needs.join(", ")))),
        joined(grades.map(|(grade, bands)| {
            let names = bands.iter().filter_map(|band| grade.bands.get(*band as usize));
            format!("{}={}", grade.name, names.map(|band| band.name.as_str()).collect::<Vec<_>>().join("|"))
        })),
        joined(by_name(&plan.outcomes, &found.outcomes, |o| &o.name).into_iter().map(|(o, f)| outcome(o, f))),
        stages(&found.could_meet),
        joined(verdict.assumed.iter()),
    ]
}

/// `fit=46`, `fit=30..40`
fn score(name: &str, points: Points) -> String {
    match points.is_exact() {
        true => format!("{name}={}", points.from),
        false => format!("{name}={}..{}", points.from, points.to),
    }
}

/// `play=none (call|conflict)`, `tags=a+b`
fn outcome(outcome: &Outcome, finding: &OutcomeFinding) -> String {
    let given = match &finding.given {
        Given::Value(value) => value_name(outcome, *value).to_owned(),
        Given::Conflict => "conflict".to_owned(),
        Given::All(values) if !values.is_empty() => {
            values.iter().map(|value| value_name(outcome, *value)).collect::<Vec<_>>().join("+")
        }
        Given::None | Given::All(_) => "none".to_owned(),
    };
    let possible = finding.could_be.iter().map(|possible| match possible {
        Possible::Value(value) => value_name(outcome, *value),
        Possible::Conflict => "conflict",
        Possible::None => "none",
    });
    let possible: Vec<&str> = possible.collect();
    let open = if possible.is_empty() { String::new() } else { format!(" ({})", possible.join("|")) };
    format!("{}={given}{open}", outcome.name)
}

fn joined(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(item.as_ref());
    }
    out
}
