//! `never-true` and `overlap` on dates: a pair of tests is an error exactly if no today and no date of a lead, `never` included,
//! meet both; and two rules with them conflict exactly if some do.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test tells of a failure by panicking"
)]

use std::collections::BTreeMap;

use qualify::diagnostics::Code;
use qualify::eval::{Given, evaluate, truths};
use qualify::plan::{Combine, Date, Lead, Outcome, Plan, Truth, Value};

/// Fixed days four days apart, and short lengths: all that can differ does so within three weeks.
const TESTS: &[&str] = &[
    "t after 2026-03-10",
    "t before 2026-03-10",
    "t on or after 2026-03-10",
    "t on or before 2026-03-14",
    "t is 2026-03-14",
    "t between 2026-03-10 and 2026-03-14",
    "t before today",
    "t after today",
    "t on or after today",
    "t within 3 days",
    "t within next 2 days",
    "t more than 2 days ago",
    "t is unknown",
];

fn day(base: Date, by: i32) -> Date {
    base.plus_days(by)
}

/// What the tests of a program answer on a day for a date.
fn answers(plan: &Plan, today: Date, value: Option<Value>) -> Vec<Truth> {
    let mut lead = Lead::empty(plan);
    lead.values[0] = value;
    let all = truths(plan, today, &lead);
    plan.rules.iter().map(|rule| all[rule.truth.index()]).collect()
}

fn compiled(text: &str) -> qualify::Compilation {
    let files = BTreeMap::from([("a.rules".to_owned(), text.as_bytes().to_vec())]);
    qualify::compile(&files, "a.rules")
}

/// The parts of conditions: each test and its negation.
fn parts() -> Vec<String> {
    TESTS.iter().flat_map(|test| [(*test).to_owned(), format!("not {test}")]).collect()
}

fn agrees(field: &str) {
    let parts = parts();
    // One rule for each part tells which parts hold together on some day for some date.
    let rules: String = parts
        .iter()
        .enumerate()
        .map(|(at, part)| format!("rule \"{at:03}\": when {part} then MQL\n"))
        .collect();
    let one_each = compiled(&format!("{field}stages: - Lead - MQL\n{rules}"));
    let plan = one_each.program.unwrap_or_else(|| panic!("{:?}", one_each.diagnostics)).plan;
    let base = Date::parse("2026-03-12").unwrap();
    let mut together = vec![vec![false; parts.len()]; parts.len()];
    for today in -14..=14 {
        for value in (-22..=22).map(|by| Some(Value::Date(day(base, by)))).chain([Some(Value::Never), None]) {
            let answers = answers(&plan, day(base, today), value);
            let yes: Vec<usize> = (0..parts.len()).filter(|at| answers[*at] == Truth::Yes).collect();
            for one in &yes {
                yes.iter().for_each(|other| together[*one][*other] = true);
            }
        }
    }
    for (one, first) in parts.iter().enumerate() {
        for (other, second) in parts.iter().enumerate().skip(one + 1) {
            let text = format!("{field}stages: - Lead - MQL\nwhen {first} and {second} then MQL\n");
            let found = compiled(&text).diagnostics;
            let is_error = found.iter().any(|found| found.code == Code::NeverTrue);
            assert_eq!(is_error, !together[one][other], "{text}{found:?}");
            conflicts(field, first, second, together[one][other]);
        }
    }
}

/// Two rules that each ask one of the tests conflict exactly if some day brings the tests together.
fn conflicts(field: &str, first: &str, second: &str, are_together: bool) {
    let rules = format!("when {first} then desk is east\nwhen {second} and c then desk is west\n");
    let declared = "field c is yes/no\nstages: - Lead - MQL\noutcome desk, one value: - east - west\n";
    let text = format!("{field}{declared}{rules}when c then MQL\n");
    let compilation = compiled(&text);
    let found = &compilation.diagnostics;
    let is_error = found.iter().any(|found| found.code == Code::Overlap);
    assert_eq!((is_error, &compilation.undecided), (are_together, &Vec::new()), "{text}{found:?}");
}

#[test]
fn tests_that_some_day_brings_together_are_no_mistake() {
    agrees("field t is date\n");
}

#[test]
fn a_day_that_stands_in_for_a_missing_one_counts_as_well() {
    agrees("field t is date, missing means 2026-03-12\n");
}

#[test]
fn what_excludes_what_is_so_on_every_day() {
    let text = "field d is date\nstages: - Lead - MQL\n\
                when d before 2020-01-01 and d within 10 days and d after 2030-01-01 then MQL\n";
    let found = compiled(text).diagnostics;
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.message, "No lead can meet this: `d` cannot be before 2020-01-01 and after 2030-01-01.");
}

/// Small numbers from a seed.
struct Picks(u64);

impl Picks {
    fn below(&mut self, end: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end) as usize
    }

    /// A test of one of two dates, or its negation.
    fn test(&mut self) -> String {
        const ASKED: &[&str] = &[
            "after 2026-03-10",
            "before 2026-03-12",
            "is 2026-03-12",
            "between 2026-03-10 and 2026-03-12",
            "before today",
            "on or after today",
            "within 2 days",
            "within next 3 days",
            "more than 3 days ago",
        ];
        let not = if self.below(4) == 0 { "not " } else { "" };
        let date = ["t", "u"][self.below(2)];
        format!("{not}{date} {}", ASKED[self.below(ASKED.len() as u64)])
    }

    /// A condition of two or three tests.
    fn condition(&mut self) -> String {
        let (one, other, third) = (self.test(), self.test(), self.test());
        match self.below(4) {
            0 => format!("{one} and {other}"),
            1 => format!("({one} or {other}) and {third}"),
            2 => format!("{one} and {other} and {third}"),
            _ => one,
        }
    }

    /// When a rule is in force.
    fn in_force(&mut self) -> &'static str {
        ["", "", "", " from 2026-03-08", " until 2026-03-11", " from 2026-03-12 until 2026-03-14"]
            [self.below(6)]
    }
}

/// Each rule and what it gives, on all days and for all pairs of dates: whether some lead gets two values.
fn some_lead_gets_two_values(plan: &Plan) -> bool {
    let base = Date::parse("2026-03-11").unwrap();
    let dates =
        || (-12..=12).map(move |by| Some(Value::Date(day(base, by)))).chain([Some(Value::Never), None]);
    let pairs: Vec<(Option<Value>, Option<Value>)> =
        dates().flat_map(|t| dates().map(move |u| (t.clone(), u))).collect();
    (-8..=8).any(|today| {
        pairs.iter().any(|(t, u)| {
            let mut lead = Lead::empty(plan);
            (lead.values[0], lead.values[1]) = (t.clone(), u.clone());
            let verdict = evaluate(plan, day(base, today), &lead);
            verdict.found.outcomes.iter().any(|outcome| outcome.given == Given::Conflict)
        })
    })
}

#[test]
fn rules_on_two_dates_conflict_exactly_if_some_day_brings_them_together() {
    let mut told = [0, 0];
    for seed in 0..600 {
        let mut picks = Picks(seed);
        let default = ["", ", missing means 2026-03-11"][picks.below(2)];
        let mut text = format!(
            "field t is date\nfield u is date{default}\nstages: - Lead - MQL\nwhen t is known then MQL\n\
             outcome desk, one value: - east - west\n"
        );
        for value in ["east", "west"] {
            text += &format!("when {} then desk is {value}{}\n", picks.condition(), picks.in_force());
        }
        let compilation = compiled(&text);
        let found = &compilation.diagnostics;
        if found.iter().any(|found| found.code != Code::Overlap) {
            continue; // A rule that no lead can meet.
        }
        assert_eq!(compilation.undecided, [], "{text}");
        // Errors leave no program to ask: the same rules, of which several may speak.
        let spoken = text.replace(", one value", ", keep all");
        let plan = compiled(&spoken).program.unwrap_or_else(|| panic!("{spoken}")).plan;
        let plan = Plan { outcomes: one_value(plan.outcomes.clone()), ..plan };
        let expected = some_lead_gets_two_values(&plan);
        assert_eq!(!found.is_empty(), expected, "{text}{found:?}");
        told[usize::from(expected)] += 1;
    }
    assert!(told.iter().all(|count| *count > 10), "{told:?}");
}

fn one_value(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    outcomes.iter_mut().for_each(|outcome| outcome.combine = Combine::OneValue);
    outcomes
}
