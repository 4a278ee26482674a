//! The malformed examples of the language reference: each gives its error at its place, and the rest of the file is
//! checked all the same.
//!
//! In a case, `⟦` stands before the character that the caret is under.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test tells of a failure by panicking"
)]

use std::collections::BTreeMap;

use qualify::diagnostics::Diagnostic;

const DECLARATIONS: &str = r#"stages: - Lead - MQL - SQL
exits: - Disqualified
outcome desk, one value: - east - west
field industry is one of [software, fintech, retail]
field plan is one of [free, trial, team]
field downloads is count
field n is count
field seats is count
field active_seats is count
field employees is count
field budget is money in USD
field job_title is text
field a is one of [x, y]
field b is one of [x, y]
field country is country
set ICP of industry = [software, fintech]
set X of a = [x]
set Y of b = [y]
event visit, plural visits
event call, plural calls: - answered is yes/no - result is count
"#;

/// Number in the reference's table, name, text.
const CASES: &[(u32, &str, &str)] = &[
    (1, "unknown-name", "when ⟦industy in ICP then MQL"),
    (2, "reversed-operator", "when downloads ⟦=> 2 then MQL"),
    (3, "mixed-and-or", "when a in X or b in Y ⟦and n >= 2 then MQL"),
    (4, "unknown-name", "when downloads >= ⟦two then MQL"),
    (5, "comma-in-number", "when budget >= ⟦20,000 USD then MQL"),
    (6, "money-without-currency", "when budget >= ⟦20000 then MQL"),
    (7, "wrong-currency", "when budget >= ⟦20k EUR then MQL"),
    (8, "currency-sign", "when budget >= ⟦$21000 then MQL"),
    (9, "unknown-value", "when industry is ⟦sofware then MQL"),
    (10, "missing-then", "when industry in ICP and downloads >= 2 ⟦MQL"),
    (11, "rule-starts-with-when", "⟦if industry in ICP then MQL"),
    (12, "no-patterns", "when job_title ⟦matches \"^VP\" then MQL"),
    (13, "no-null", "when budget is ⟦null then MQL"),
    (14, "months-differ", "when any visits within ⟦1 month then MQL"),
    (15, "event-is-not-a-number", "when ⟦visits >= 3 then MQL"),
    (16, "bullets-expected", "when all of:\n  ⟦industry in ICP\n  downloads >= 3\nthen MQL"),
    (17, "wrong-depth", "when all of:\n  - industry in ICP\n  ⟦--- downloads >= 2\nthen MQL"),
    (18, "two-words", "when ⟦company size >= 50 then MQL"),
    (19, "circle", "when ⟦SQL then MQL\nwhen MQL then SQL"),
    (22, "points-in-words", "score s from 0 to 10:\n  - ⟦+10 when industry in ICP"),
    (23, "set-is-not-a-condition", "when ⟦ICP and n >= 2 then MQL"),
    (24, "reserved-word", "field ⟦outcome is text"),
    (25, "empty-promise", "⟦example \"nothing\":\n  - n is 2"),
    (26, "unclosed-text", "rule ⟦\"New: when n >= 2 then MQL"),
    (27, "fact-first", "when ⟦50 <= employees <= 200 then MQL"),
    (28, "curly-quotes", "when n >= 7 and industry in ⟦“ICP” then MQL"),
    (29, "unknown-exit", "when n >= 2 then ⟦disqualifed"),
    (
        30,
        "overlapping-bands",
        "score s from 0 to 10:\n  - points by employees: -- below 50: 0 -- 50 to 199: 10 ⟦-- 199 to 500: 20 -- from 501: 0",
    ),
    (31, "gap-in-bands", "score s from 0 to 10:\n  ⟦- points by employees: -- 50 to 199: 10 -- from 300: 5"),
    (32, "comma-before-option", "field z is ⟦text column \"A\""),
    (33, "from-is-a-date", "field z is text, ⟦from \"Industry\""),
    (34, "not-ordered", "when plan ⟦>= trial then MQL"),
    (35, "where-takes-comparison", "when count of calls where ⟦answered >= 3 then MQL"),
    (36, "fact-to-fact", "when active_seats >= ⟦seats then MQL"),
    (37, "bullets-expected", "score s from 0 to 10:\n  ⟦add 10 points when industry in ICP"),
    (
        38,
        "block-in-score",
        "score s from 0 to 10:\n  - add 10 points when ⟦any of:\n    -- industry in ICP\n    -- n >= 2",
    ),
    (39, "wrong-depth", "score s from 0 to 10:\n  - points by employees:\n  ⟦- below 50: 0\n  - from 50: 10"),
];

/// Errors that need a proof about all leads: they are told when nothing else is wrong. Number, name, text, message.
const PROVED: &[(u32, &str, &str, &str)] = &[
    (
        20,
        "never-true",
        "when ⟦n >= 5 and n < 3 then MQL",
        "No lead can meet this: `n` cannot be at least 5 and less than 3.",
    ),
    (
        21,
        "overlap",
        "when employees >= 100 then desk is east\n⟦when country is US then desk is west",
        "`desk` may have one value, and both rules can apply: for example employees 100, country US. Add `unless`, or \
         declare `highest wins`.",
    ),
];

#[test]
fn what_needs_a_proof_is_told_when_nothing_else_is_wrong() {
    for (number, name, marked, message) in PROVED {
        let place = marked.find('⟦').expect("every case has a mark");
        let (_, diagnostics) = check(&format!("{DECLARATIONS}{}\n", marked.replace('⟦', "")));
        let found: Vec<_> =
            diagnostics.iter().map(|d| (d.code.name(), d.span.start as usize, d.message.as_str())).collect();
        assert_eq!(found, [(*name, DECLARATIONS.len() + place, *message)], "{number}");
    }
}

fn check(text: &str) -> (qualify::diagnostics::Sources, Vec<Diagnostic>) {
    let files = BTreeMap::from([("inbound.rules".to_owned(), text.as_bytes().to_vec())]);
    let compilation = qualify::compile(&files, "inbound.rules");
    (compilation.sources, compilation.diagnostics)
}

fn names(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect()
}

#[test]
fn each_malformed_example_gives_its_error_at_its_place_and_hides_no_other() {
    let mut wrong = Vec::new();
    for (number, name, marked) in CASES {
        let place = marked.find('⟦').expect("every case has a mark");
        let text = format!("{DECLARATIONS}{}\nwhen nothing_like_it >= 1 then MQL\n", marked.replace('⟦', ""));
        let (_, diagnostics) = check(&text);
        let other = ("unknown-name", u32::try_from(text.rfind("nothing_like_it").unwrap()).unwrap());
        let found: Vec<_> = diagnostics.iter().map(|d| (d.code.name(), d.span.start)).collect();
        let expected = (*name, u32::try_from(DECLARATIONS.len() + place).unwrap());
        if found != [expected, other] {
            wrong.push(format!("{number}: expected {:?}, found {found:?}\n{marked}", [expected, other]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_file_with_all_of_them_reports_all_of_them() {
    // Some declare the same score or field, or go round in a circle with the others; without a `then`, 10 runs on
    // into 11, which starts with no word of the language.
    let together = CASES.iter().filter(|(number, ..)| ![10, 19, 30, 31, 32, 33, 37, 38, 39].contains(number));
    let text: String = together.clone().map(|(_, _, text)| format!("{}\n", text.replace('⟦', ""))).collect();
    let (_, diagnostics) = check(&format!("{DECLARATIONS}{text}"));
    let expected: Vec<_> = together.map(|(_, name, _)| *name).collect();
    assert_eq!(names(&diagnostics), expected);
}

#[test]
fn ten_mistakes_are_ten_errors() {
    let text = r#"
stages: - Lead - MQL
field industry is one of [software, retail]
field industry is text
field budget is money in USD
field plan is strng
when industri is retail then MQL
when budget >= 20000 then MQL
when budget => 20k USD then MQL
when industry is retial then MQL
if budget >= 1k USD then MQL
when budget >= 5k USD then Gone
score fit from 0 to 10: - +5 when budget is known
example "empty": - budget is 2k USD
"#;
    let (_, diagnostics) = check(text);
    assert_eq!(
        names(&diagnostics),
        [
            "declared-twice",
            "incomplete",
            "unknown-name",
            "money-without-currency",
            "reversed-operator",
            "unknown-value",
            "rule-starts-with-when",
            "unknown-exit",
            "points-in-words",
            "empty-promise",
        ]
    );
}

#[test]
fn a_name_whose_declaration_is_broken_is_not_called_unknown() {
    let text = "stages: - Lead - MQL\nfield budget is monney\nwhen budget >= 2k USD then MQL\n";
    let (_, diagnostics) = check(text);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
}

#[test]
fn a_rule_that_could_not_be_read_is_not_missed_by_its_examples() {
    let text = "stages: - Lead - MQL\nfield n is count\nrule \"Some\": when n many then MQL\nexample \"e\": - n is 3 expect by \"Some\"\n";
    let (_, diagnostics) = check(text);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
}

#[test]
fn messages_name_files_and_lines() {
    let files = BTreeMap::from([
        (
            "main.rules".to_owned(),
            b"use \"lib/facts.rules\"\nstages: - Lead - MQL\nwhen plan is trail then MQL\n".to_vec(),
        ),
        ("lib/facts.rules".to_owned(), b"\nfield plan is one of [free, trial]\n".to_vec()),
    ]);
    let compilation = qualify::compile(&files, "main.rules");
    let shown: Vec<String> = compilation
        .diagnostics
        .iter()
        .map(|d| qualify::diagnostics::report::plain(&compilation.sources, d))
        .collect();
    assert_eq!(
        shown,
        [
            "error[unknown-value] main.rules:3:14\nwhen plan is trail then MQL\n             ^^^^^\n`trail` is not one of \
          the choices of `plan` (lib/facts.rules:2: free, trial). Did you mean `trial`?\n"
        ]
    );
}
