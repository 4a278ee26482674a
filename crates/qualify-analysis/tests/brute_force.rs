//! Small programs and all of their leads: every answer of the analysis is as the leads show. Large programs and some
//! leads: nothing that is proved is refuted.
//!
//! `ANALYSIS_CASES=4000 cargo test --release -p qualify-analysis --test brute_force -- --nocapture` asks more.
#![cfg(test)]

#[path = "brute_force/changes.rs"]
mod changes;
#[path = "brute_force/context.rs"]
mod context;
#[path = "brute_force/edits.rs"]
#[expect(dead_code, reason = "some edits are for another solver")]
mod edits;
#[path = "brute_force/leads.rs"]
mod leads;
#[path = "brute_force/programs.rs"]
mod programs;
#[path = "brute_force/questions.rs"]
mod questions;
#[path = "brute_force/ways.rs"]
mod ways;
#[path = "brute_force/without.rs"]
mod without;

use changes::Changing;
use context::Within;
use leads::{Leads, Seen};
use programs::Profile;
use qualify_analysis::{Analysis, CONFLICTS};
use qualify_eval::testing::{self, Picks, today};
use qualify_plan::Plan;
use questions::{Asking, Tally};
use ways::Walking;

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
        let plan = programs::program(&mut programs::picks(seed), Profile::SMALL);
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
    print(&format!("{conflicts} conflicts"), &tally);
    tally
}

fn print(what: &str, tally: &Tally) {
    println!("{what}: {} programs, {} pairs", tally.programs, tally.pairs);
    for (question, count) in &tally.by_question {
        println!("{question}: {count:?}");
    }
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

/// Asks what edits do to small programs, and for the nearest ways of their leads.
fn compare(conflicts: u64) -> Tally {
    let mut tally = Tally::default();
    let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 60));
    for seed in from..from + cases {
        let mut picks = programs::picks(seed);
        let old = programs::program(&mut picks, Profile::SMALL);
        for edit in 0..3 {
            let new = edits::changed(&mut picks, &old);
            let Some(domain) = leads::domain(&[&old, &new]) else { continue };
            tally.programs += 1;
            let before = tally.disagreements.len();
            let name = format!("seed {seed} edit {edit}");
            Changing { name, plans: [&old, &new], domain: &domain, conflicts, tally: &mut tally }
                .everything();
            if tally.disagreements.len() > before && before < 3 {
                println!("{}{}", qualify_plan::print::plan(&old), qualify_plan::print::plan(&new));
            }
        }
    }
    print(&format!("changes, {conflicts} conflicts"), &tally);
    tally
}

#[test]
fn all_leads_agree_with_what_a_change_does() {
    let tally = compare(CONFLICTS);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
}

#[test]
fn all_leads_agree_with_what_little_effort_finds_of_a_change() {
    let tally = compare(1);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
}

#[test]
fn no_way_is_nearer_than_the_nearest() {
    let mut tally = Tally::default();
    let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 60));
    for seed in from..from + cases {
        let plan = programs::program(&mut programs::picks(seed), Profile::SMALL);
        let (Some(leads), Some(domain)) = (leads::leads(&plan), leads::domain(&[&plan])) else { continue };
        tally.programs += 1;
        let before = tally.disagreements.len();
        let name = format!("seed {seed}");
        Walking { name, plan: &plan, domain: &domain, leads: &leads, tally: &mut tally }.everything();
        if tally.disagreements.len() > before && before < 3 {
            println!("{}", qualify_plan::print::plan(&plan));
        }
    }
    print("nearest", &tally);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
}

#[test]
fn no_lead_misses_what_others_make_idle() {
    for conflicts in [CONFLICTS, 1] {
        let mut tally = Tally::default();
        let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 60));
        for seed in from..from + cases {
            let plan = programs::program(&mut programs::picks(seed), Profile::SMALL);
            let Some(leads) = leads::leads(&plan) else { continue };
            tally.programs += 1;
            let analysis = Analysis::with_budget(&plan, today(), conflicts);
            let before = tally.disagreements.len();
            let name = format!("seed {seed}");
            Within { name, plan: &plan, analysis, leads: &leads, tally: &mut tally }.everything();
            if tally.disagreements.len() > before && before < 3 {
                println!("{}", qualify_plan::print::plan(&plan));
            }
        }
        print(&format!("beside others, {conflicts} conflicts"), &tally);
        assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
    }
}

/// Random leads, and those that show something with some of their gaps filled.
fn some_leads(picks: &mut Picks, plan: &Plan, analysis: &Analysis<'_>) -> Vec<Seen> {
    let mut leads: Vec<_> = (0..60).map(|_| testing::lead(picks, plan)).collect();
    for lead in analysis.rules_met().into_iter().filter_map(qualify_analysis::Answer::lead) {
        leads.extend((0..8).map(|_| testing::fill_gaps(picks, plan, &lead, |_| true)));
    }
    leads.into_iter().map(|lead| leads::look(plan, lead)).collect()
}

#[test]
fn no_lead_refutes_what_is_proved_of_programs_of_any_kind() {
    for conflicts in [CONFLICTS, 1] {
        let mut tally = Tally::default();
        let (from, cases) = (number("ANALYSIS_FROM", 0), number("ANALYSIS_CASES", 12));
        for seed in from..from + cases {
            let mut picks = programs::picks(seed);
            let plan = testing::plan(&mut picks);
            let analysis = Analysis::with_budget(&plan, today(), conflicts);
            let all = some_leads(&mut picks, &plan, &analysis);
            let leads = Leads { all, complete: false };
            tally.programs += 1;
            let name = format!("seed {seed}");
            if number("ANALYSIS_SHOW", 0) == 1 {
                println!("{name}\n{}", qualify_plan::print::plan(&plan));
            }
            Asking { name, plan: &plan, analysis, leads: &leads, patient: false, tally: &mut tally }
                .everything();
        }
        print(&format!("{conflicts} conflicts, programs of any kind"), &tally);
        assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n"));
    }
}
