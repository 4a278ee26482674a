//! Pairs of programs become lines of JSON with our answers, for another solver to check: see `tests/z3/README.md`.
#![cfg(test)]

#[path = "brute_force/programs.rs"]
#[expect(dead_code, reason = "programs of the other size are for the brute force")]
mod programs;

#[path = "brute_force/edits.rs"]
#[expect(dead_code, reason = "edits of other kinds are for the brute force")]
mod edits;

use programs::Profile;
use qualify_analysis::{Analysis, Answer, CONFLICTS, Equivalence, Shift};
use qualify_eval::testing::today;
use qualify_plan::{OutcomeId, Plan};
use serde_json::{Value, json};

/// A number from the environment.
fn number(name: &str, otherwise: u64) -> u64 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let given = std::env::var(name);
    given.ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

#[test]
#[ignore = "its output is for another solver"]
fn write_pairs() {
    let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 1_000));
    for seed in from..from + cases {
        let mut picks = programs::picks(seed);
        let before = programs::program(&mut picks, Profile::WIDE);
        let after = edits::edited(&mut picks, &before);
        let answers = |plan: &Plan| json!({ "plan": plan, "patient": answers(plan, CONFLICTS), "hasty": answers(plan, 1) });
        let line = json!({
            "seed": seed,
            "today": today().to_string(),
            "programs": [answers(&before), answers(&after)],
            "patient": compared(&before, &after, CONFLICTS),
            "hasty": compared(&before, &after, 1),
        });
        println!("{line}");
    }
}

/// What we say about one program.
fn answers(plan: &Plan, conflicts: u64) -> Value {
    let analysis = Analysis::with_budget(plan, today(), conflicts);
    let met = analysis.rules_met();
    let told: Vec<&str> = met.iter().map(told).collect();
    let before = analysis.undecided();
    let redundant: Vec<Value> = analysis
        .redundant(&met)
        .iter()
        .map(|redundant| {
            let by: Vec<usize> = redundant.by.iter().map(|rule| rule.index()).collect();
            json!({ "rule": redundant.rule.index(), "by": by })
        })
        .collect();
    let is_decided = analysis.undecided() == before;
    let desk = analysis.conflicts(OutcomeId(0));
    let pairs: Vec<[usize; 2]> =
        desk.found.iter().map(|conflict| [conflict.rules.0.index(), conflict.rules.1.index()]).collect();
    json!({
        "met": told,
        "redundant": redundant,
        "redundant_decided": is_decided,
        "conflicts": pairs,
        "are_all": desk.are_all,
    })
}

fn told(answer: &Answer) -> &'static str {
    match answer {
        Answer::Never => "never",
        Answer::Lead(_) => "lead",
        Answer::Undecided => "undecided",
    }
}

fn shifted(shift: &Shift) -> &'static str {
    match shift {
        Shift::Never => "never",
        Shift::Moves(_) => "lead",
        Shift::Undecided => "undecided",
    }
}

/// What we say about two programs: whether a lead tells them apart, and which moves there are.
fn compared(before: &Plan, after: &Plan, conflicts: u64) -> Value {
    let comparison = qualify_analysis::Comparison::with_budget(before, after, today(), conflicts);
    let differ = match comparison.equivalent() {
        Equivalence::Equivalent => "never",
        Equivalence::Differs(_) => "lead",
        Equivalence::Undecided => "undecided",
    };
    let transitions: Vec<Value> = comparison
        .changes()
        .results()
        .iter()
        .map(|moved| json!({ "from": moved.from, "to": moved.to, "answer": shifted(&moved.shift) }))
        .collect();
    json!({ "differ": differ, "transitions": transitions })
}
