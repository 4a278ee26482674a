//! A verdict becomes the cells of one row (section 7.5 of the language).

use qualify_plan::{Grade, Outcome, Place, Plan, StageId};

use crate::findings::{Findings, Given, OutcomeFinding, Points, Possible};
use crate::names::{by_name, place_name, stage_name, value_name};
use crate::verdict::Verdict;

/// What a row tells of a verdict, besides the key of the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// `result`: the exit that applies, else the highest stage that is met.
    Result,
    /// `stage`: the highest stage that is met.
    Stage,
    /// `meets`: all stages that are met.
    Meets,
    /// `could_be`: the other results that filling gaps could bring.
    CouldBe,
    /// `status`: open, assumed or settled.
    Status,
    /// `scores`: their points.
    Scores,
    /// `needs`: for each of `could_be` the missing facts that decide it.
    Needs,
    /// `grades`: their possible bands.
    Grades,
    /// `outcomes`: what each is and could become.
    Outcomes,
    /// `could_meet`: the stages that may be met.
    CouldMeet,
    /// `assumed`: the facts that the verdict assumes something about.
    Assumed,
}

impl Column {
    /// All of them, in the order of a whole row.
    pub const ALL: [Self; 11] = [
        Self::Result,
        Self::Stage,
        Self::Meets,
        Self::CouldBe,
        Self::Status,
        Self::Scores,
        Self::Needs,
        Self::Grades,
        Self::Outcomes,
        Self::CouldMeet,
        Self::Assumed,
    ];

    /// Its name in the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Stage => "stage",
            Self::Meets => "meets",
            Self::CouldBe => "could_be",
            Self::Status => "status",
            Self::Scores => "scores",
            Self::Needs => "needs",
            Self::Grades => "grades",
            Self::Outcomes => "outcomes",
            Self::CouldMeet => "could_meet",
            Self::Assumed => "assumed",
        }
    }
}

/// The cell of a verdict; not yet quoted.
pub fn cell(plan: &Plan, verdict: &Verdict, column: Column) -> String {
    let found = &verdict.found;
    match column {
        Column::Result => result(plan, found),
        Column::Stage => stage(plan, found),
        Column::Meets => stages(plan, &found.meets),
        Column::CouldBe => could_be(plan, found),
        Column::Status => verdict.status.name().to_owned(),
        Column::Scores => joined(
            by_name(&plan.scores, &found.scores, |s| &s.name).into_iter().map(|(s, p)| score(&s.name, *p)),
        ),
        Column::Needs => needs(plan, &found.could_be, &verdict.needs),
        Column::Grades => joined(
            by_name(&plan.grades, &found.grades, |g| &g.name).into_iter().map(|(g, bands)| grade(g, bands)),
        ),
        Column::Outcomes => joined(
            by_name(&plan.outcomes, &found.outcomes, |o| &o.name).into_iter().map(|(o, f)| outcome(o, f)),
        ),
        Column::CouldMeet => stages(plan, &found.could_meet),
        Column::Assumed => joined(verdict.assumed.iter()),
    }
}

pub(crate) fn result(plan: &Plan, found: &Findings) -> String {
    found.result.map_or("", |place| place_name(plan, place)).to_owned()
}

pub(crate) fn stage(plan: &Plan, found: &Findings) -> String {
    found.stage.map_or("", |stage| stage_name(plan, stage)).to_owned()
}

pub(crate) fn stages(plan: &Plan, stages: &[StageId]) -> String {
    joined(stages.iter().map(|stage| stage_name(plan, *stage)))
}

pub(crate) fn could_be(plan: &Plan, found: &Findings) -> String {
    joined(found.could_be.iter().map(|place| place_name(plan, *place)))
}

/// `SQL: budget, buying_by;MQL: downloads`
pub(crate) fn needs(plan: &Plan, could_be: &[Place], needs: &[Vec<String>]) -> String {
    let of_places = could_be.iter().zip(needs);
    joined(of_places.map(|(place, needs)| format!("{}: {}", place_name(plan, *place), needs.join(", "))))
}

/// `fit=46`, `fit=30..40`
pub(crate) fn score(name: &str, points: Points) -> String {
    match points.is_exact() {
        true => format!("{name}={}", points.from),
        false => format!("{name}={}..{}", points.from, points.to),
    }
}

/// `size=small|large`
pub(crate) fn grade(grade: &Grade, bands: &[u32]) -> String {
    let names = bands.iter().filter_map(|band| grade.bands.get(*band as usize));
    format!("{}={}", grade.name, names.map(|band| band.name.as_str()).collect::<Vec<_>>().join("|"))
}

/// `play=none (call|conflict)`, `tags=a+b`
pub(crate) fn outcome(outcome: &Outcome, finding: &OutcomeFinding) -> String {
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

pub(crate) fn joined(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(item.as_ref());
    }
    out
}
