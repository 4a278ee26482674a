//! `never-true` on dates: a pair of tests is an error exactly if no today and no date of a lead, `never` included, meet both.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test tells of a failure by panicking"
)]

use std::collections::BTreeMap;

use qualify::diagnostics::Code;
use qualify::eval::truths;
use qualify::plan::{Date, Lead, Plan, Truth, Value};

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
        }
    }
}

#[test]
fn tests_that_some_day_brings_together_are_no_mistake() {
    agrees("field t is date\n");
}

#[test]
fn a_day_that_stands_in_for_a_missing_one_counts_as_well() {
    agrees("field t is date, missing means 2026-03-12\n");
}
