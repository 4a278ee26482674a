//! Small programs and all of their leads: every answer of the analysis is as the leads show.
//!
//! `ANALYSIS_CASES=4000 cargo test --release -p qualify-analysis --test brute_force -- --nocapture` asks more.
#![cfg(test)]

#[path = "brute_force/leads.rs"]
mod leads;
#[path = "brute_force/programs.rs"]
mod programs;
#[path = "brute_force/questions.rs"]
mod questions;

use qualify_analysis::{Analysis, CONFLICTS};
use qualify_eval::testing::today;
use questions::{Asking, Tally};

/// A number from the environment.
fn number(name: &str, otherwise: u64) -> u64 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let given = std::env::var(name);
    given.ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

fn ask(conflicts: u64) -> Tally {
    let mut tally = Tally::default();
    let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 60));
    for seed in from..from + cases {
        let plan = programs::program(&mut programs::picks(seed));
        let Some(leads) = leads::leads(&plan) else { continue };
        tally.programs += 1;
        let analysis = Analysis::with_budget(&plan, today(), conflicts);
        let before = tally.disagreements.len();
        let name = format!("seed {seed}");
        let patient = conflicts == CONFLICTS;
        Asking { name, plan: &plan, analysis, leads: &leads, patient, tally: &mut tally }.everything();
        if tally.disagreements.len() > before && before < 3 {
            println!("{}", qualify_plan::print::plan(&plan));
        }
    }
    println!("{conflicts} conflicts: {} programs, {} pairs", tally.programs, tally.pairs);
    for (question, count) in &tally.by_question {
        println!("{question}: {count:?}");
    }
    tally
}

#[test]
fn all_leads_agree() {
    let tally = ask(CONFLICTS);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
}

#[test]
fn all_leads_agree_with_what_little_effort_finds() {
    let tally = ask(1);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
}
