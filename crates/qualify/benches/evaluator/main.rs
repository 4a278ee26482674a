//! Generated programs and leads become times: what the result of one lead costs through the library, by the number of rules.
//!
//! `cargo bench -p qualify --bench evaluator [-- RULES...]` prints, for the evaluator that is prepared once and for the reference,
//! the median over leads of the nanoseconds for one lead, and their ratio; and the mean of one pass over all leads, each asked once, where
//! neither caches nor branches know the lead at hand. Results are compared before any time is printed. The
//! programs and leads are those of the bench of the analysis: rules of 5 to 9 conditions, counts of events, a score of 30 lines;
//! leads know two facts of three and have no rows of events.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark asks the clock, and fails loudly"
)]

#[path = "../analysis/programs.rs"]
mod programs;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use qualify::eval::{Evaluator, evaluate};
use qualify::plan::{Date, Lead, Plan};

/// Leads that are judged.
const LEADS: u64 = 2_000;
/// How often each is judged for one measurement.
const ROUNDS: u32 = 20;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![20, 50, 100, 200, 500, 1_000] } else { asked };
    for rules in sizes {
        measure(rules);
    }
}

fn measure(rules: usize) {
    let text = programs::narrow(7, rules);
    let files = BTreeMap::from([("generated.rules".to_owned(), text.into_bytes())]);
    let compilation = qualify::compile(&files, "generated.rules");
    let program = compilation.program.as_ref();
    let plan: &Plan = &program.unwrap_or_else(|| panic!("{:?}", compilation.diagnostics.first())).plan;
    let today = Date::parse("2026-03-02").expect("a date");
    let leads: Vec<Lead> = (0..LEADS).map(|seed| programs::lead(seed, plan)).collect();
    let mut evaluator = Evaluator::new(plan, today);
    for lead in &leads {
        assert_eq!(evaluator.result(lead), evaluate(plan, today, lead).found.result, "{lead:?}");
    }
    let prepared = median(&leads, ROUNDS, |lead| _ = black_box(evaluator.result(lead)));
    let in_turn = mean_of_pass(&leads, |lead| _ = black_box(evaluator.result(lead)));
    let reference = median(&leads, 1, |lead| _ = black_box(evaluate(plan, today, lead)));
    println!(
        "{rules:>5} rules: prepared {prepared:>9.0} ns a lead, {in_turn:>7.0} in turn   reference, whole verdict {reference:>11.0} ns   {:>6.0} times",
        reference / prepared
    );
}

/// The least of several passes: the mean nanoseconds of a lead.
fn mean_of_pass(leads: &[Lead], mut judge: impl FnMut(&Lead)) -> f64 {
    let passes = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        leads.iter().for_each(&mut judge);
        start.elapsed().as_nanos() as f64 / leads.len() as f64
    });
    passes.fold(f64::INFINITY, f64::min)
}

/// The median over leads of the nanoseconds that one takes.
fn median(leads: &[Lead], rounds: u32, mut judge: impl FnMut(&Lead)) -> f64 {
    let mut all: Vec<f64> = leads
        .iter()
        .map(|lead| {
            let start = Instant::now();
            (0..rounds).for_each(|_| judge(lead));
            start.elapsed().as_nanos() as f64 / f64::from(rounds)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().expect("there are leads")
}
