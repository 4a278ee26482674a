//! A verdict and its explanation become JSON (section 7.5 of the language).

use qualify_plan::{
    Conclusion, Date, Decimal, Outcome, OutcomeId, Place, Plan, RuleId, StageId, Truth, Type, Value,
};

use crate::explain::{Explanation, LineFinding, OpenPlace, Reason};
use crate::facts::{Shown, ShownFact};
use crate::findings::{Given, OutcomeFinding, Points, Possible};
use crate::interval::{End, Interval};
use crate::json::value::{Json, object, text};
use crate::names::{by_name, place_name, stage_name, value_name};
use crate::nearest::Nearest;
use crate::verdict::Verdict;

pub mod value;

/// What a reader of leads says about one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported<'a> {
    /// The key.
    pub key: &'a str,
    /// Cells that could not be read.
    pub unreadable: &'a [Unreadable],
    /// Anything else worth saying, such as a required fact that is missing.
    pub diagnostics: &'a [String],
}

/// A cell that could not be read and counts as missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The field.
    pub name: String,
    /// What the cell says.
    pub text: String,
}

/// The verdict as JSON: the keys in the order of the language's definition, numbers exact and without exponent.
pub fn verdict(
    plan: &Plan,
    today: Date,
    reported: Reported<'_>,
    verdict: &Verdict,
    explanation: &Explanation,
) -> Json {
    let found = &verdict.found;
    let place = |place: Option<Place>| place.map_or(Json::Null, |place| text(place_name(plan, place)));
    let stages = |stages: &[StageId]| list(stages, |stage| text(stage_name(plan, *stage)));
    object([
        ("lead", text(reported.key)),
        ("today", text(&today.to_string())),
        ("language", Json::number(plan.language)),
        ("program", program(plan)),
        ("result", place(found.result)),
        ("exit", place(found.exit.map(Place::Exit))),
        ("stage", place(found.stage.map(Place::Stage))),
        ("meets", stages(&found.meets)),
        ("could_meet", stages(&found.could_meet)),
        ("could_be", list(&found.could_be, |place| text(place_name(plan, *place)))),
        ("status", text(verdict.status.name())),
        ("because", list(&explanation.because, |because| reason(plan, because))),
        ("open", list(&explanation.open, |open| open_place(plan, open))),
        (
            "nearest",
            explanation
                .nearest
                .as_ref()
                .map_or(Json::Null, |nearest| list(nearest, |nearest| nearest_stage(plan, nearest))),
        ),
        (
            "outcomes",
            named(&plan.outcomes, &found.outcomes, |o| &o.name, |o, finding| outcome(plan, o, finding)),
        ),
        ("scores", scores(plan, &found.scores, &explanation.scores)),
        ("grades", grades(plan, &found.grades)),
        ("assumed", texts(&verdict.assumed)),
        ("unreadable", list(reported.unreadable, unreadable)),
        ("diagnostics", texts(reported.diagnostics)),
    ])
}

fn program(plan: &Plan) -> Json {
    object([("file", text(&plan.program.file)), ("digest", text(&plan.program.digest))])
}

fn reason(plan: &Plan, reason: &Reason) -> Json {
    let rule = plan.rules.get(reason.rule.index());
    let concludes = rule.map_or(&[][..], |rule| &rule.concludes);
    let because = rule.and_then(|rule| rule.because.as_deref());
    object([
        ("rule", text(rule_name(plan, reason.rule))),
        ("at", text(&origin(plan, reason.rule))),
        ("concludes", list(concludes, |conclusion| text(&conclusion_text(plan, *conclusion)))),
        ("facts", list(&reason.facts, shown_fact)),
        ("text", because.map_or(Json::Null, text)),
    ])
}

fn shown_fact(fact: &ShownFact) -> Json {
    object([("name", text(&fact.name)), ("value", shown(&fact.value)), ("test", text(&fact.test))])
}

fn open_place(plan: &Plan, open: &OpenPlace) -> Json {
    let rules = list(&open.rules, |residual| {
        object([("rule", text(rule_name(plan, residual.rule))), ("residual", text(&residual.text))])
    });
    object([("name", text(place_name(plan, open.place))), ("needs", texts(&open.needs)), ("rules", rules)])
}

fn nearest_stage(plan: &Plan, nearest: &Nearest) -> Json {
    object([
        ("stage", text(stage_name(plan, nearest.stage))),
        ("rule", text(rule_name(plan, nearest.rule))),
        ("learn", texts(&nearest.learn)),
        ("change", list(&nearest.change, |change| text(&change.fact.name))),
    ])
}

fn outcome(plan: &Plan, outcome: &Outcome, finding: &OutcomeFinding) -> Json {
    let name = |value: u32| text(value_name(outcome, value));
    let possible = |possible: &Possible| match possible {
        Possible::Value(value) => name(*value),
        Possible::Conflict => text("conflict"),
        Possible::None => text("none"),
    };
    let could_be = ("could_be", list(&finding.could_be, possible));
    let by = ("by", list(&finding.by, |rule| text(rule_name(plan, *rule))));
    match &finding.given {
        Given::None => object([("value", Json::Null), could_be, by]),
        Given::Value(value) => object([("value", name(*value)), could_be, by]),
        Given::Conflict => object([("value", text("conflict")), could_be, by]),
        Given::All(values) => object([("value", list(values, |value| name(*value))), could_be]),
    }
}

fn scores(plan: &Plan, points: &[Points], lines: &[Vec<LineFinding>]) -> Json {
    let found: Vec<_> = points.iter().zip(lines).collect();
    named(
        &plan.scores,
        &found,
        |score| &score.name,
        |_, (points, lines)| {
            object([
                ("from", Json::number(points.from)),
                ("to", Json::number(points.to)),
                ("lines", list(lines, line)),
            ])
        },
    )
}

fn line(line: &LineFinding) -> Json {
    let (from, to) = (end(line.points.lo(), 1), end(line.points.hi(), 1));
    let own = [("line", text(&line.text)), ("from", from), ("to", to), ("needs", texts(&line.needs))];
    let lines = Some(("lines", list(&line.lines, self::line))).filter(|_| !line.lines.is_empty());
    object(own.into_iter().chain(lines))
}

fn grades(plan: &Plan, grades: &[Vec<u32>]) -> Json {
    named(
        &plan.grades,
        grades,
        |grade| &grade.name,
        |grade, bands| {
            list(bands, |band| text(grade.bands.get(*band as usize).map_or("", |band| &band.name)))
        },
    )
}

fn unreadable(cell: &Unreadable) -> Json {
    object([("name", text(&cell.name)), ("text", text(&cell.text))])
}

/// What is known of a fact: `null` if nothing is.
pub fn shown(value: &Shown) -> Json {
    match value {
        Shown::Missing => Json::Null,
        Shown::Given(ty, value) | Shown::Assumed(ty, value) => fact_value(ty, value),
        Shown::Measured(_, interval) => number_or_range(*interval, i128::from(Decimal::SCALE)),
        Shown::Points(points) => number_or_range(points.interval(), 1),
        Shown::Bands(bands) => match bands.as_slice() {
            [one] => text(one),
            several => texts(several),
        },
        Shown::Truth(Truth::Yes) => Json::YesNo(true),
        Shown::Truth(Truth::No) => Json::YesNo(false),
        Shown::Truth(Truth::Unknown) => Json::Null,
    }
}

/// A value: choices as declared, texts folded, dates as `YYYY-MM-DD`, `never` as such.
pub fn fact_value(ty: &Type, value: &Value) -> Json {
    let choice = |index: &u32| match ty {
        Type::Choice(choices) | Type::List(Some(choices)) => {
            choices.values.get(*index as usize).map_or(Json::Null, |name| text(name))
        }
        _ => Json::Null,
    };
    match value {
        Value::Choice(index) => choice(index),
        Value::Country(country) => text(&country.to_string()),
        Value::YesNo(yes) => Json::YesNo(*yes),
        Value::Number(number) => Json::number(number),
        Value::Date(date) => text(&date.to_string()),
        Value::Never => text("never"),
        Value::Text(value) => text(value),
        Value::Texts(values) => texts(values),
        Value::Choices(indexes) => list(indexes, choice),
    }
}

fn number_or_range(interval: Interval, units_in_one: i128) -> Json {
    let (from, to) = (end(interval.lo(), units_in_one), end(interval.hi(), units_in_one));
    if interval.is_exact() { from } else { object([("from", from), ("to", to)]) }
}

/// An end as an exact number; `null` if there is none.
fn end(end: End, units_in_one: i128) -> Json {
    match end {
        End::At(units) => Json::number(exact(units, units_in_one)),
        End::Lowest | End::Highest => Json::Null,
    }
}

/// A number of units as a decimal, without zeros at the end of the fraction.
fn exact(units: i128, units_in_one: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let (units, one) = (units.unsigned_abs(), units_in_one.unsigned_abs().max(1));
    let digits = one.ilog10() as usize;
    let fraction = format!("{:0digits$}", units % one);
    let fraction = if digits == 0 { "" } else { fraction.trim_end_matches('0') };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", units / one)
}

fn list<T>(items: &[T], item: impl Fn(&T) -> Json) -> Json {
    Json::List(items.iter().map(item).collect())
}

fn texts(items: &[String]) -> Json {
    list(items, |item| text(item))
}

/// An object with one key for each declaration, by name, so that moving a declaration changes nothing.
fn named<'a, D, F>(
    declared: &'a [D],
    found: &[F],
    name: impl Fn(&'a D) -> &'a String,
    show: impl Fn(&'a D, &F) -> Json,
) -> Json {
    let pairs = by_name(declared, found, &name).into_iter();
    object(pairs.map(|(declared, found)| (name(declared).as_str(), show(declared, found))))
}

fn rule_name(plan: &Plan, rule: RuleId) -> &str {
    plan.rules.get(rule.index()).map_or("", |rule| &rule.name)
}

/// `file:line`
fn origin(plan: &Plan, rule: RuleId) -> String {
    let origin = plan.program.rules.get(rule.index());
    origin.map_or(String::new(), |origin| format!("{}:{}", origin.file, origin.line))
}

/// `MQL`, `play is sales_call`
fn conclusion_text(plan: &Plan, conclusion: Conclusion) -> String {
    match conclusion {
        Conclusion::Place(place) => place_name(plan, place).to_owned(),
        Conclusion::Outcome(OutcomeId(outcome), value) => {
            let outcome = plan.outcomes.get(outcome as usize);
            outcome.map_or(String::new(), |outcome| {
                format!("{} is {}", outcome.name, value_name(outcome, value))
            })
        }
    }
}
