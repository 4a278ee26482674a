//! Generated programs become times: what the exact questions cost on one thread, by the number of rules.
//!
//! `cargo bench -p qualify --bench analysis [-- RULES...]` prints one line a question: seconds of processor time and what was
//! found. The programs are those of the design: 40 fields of which 70 % have a default, narrow rules of 5 to 9
//! conditions, related counts of events, a score of 30 lines.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark asks the system what it took, and fails loudly"
)]

mod cost;
mod programs;

use std::collections::BTreeMap;

use cost::{peak_megabytes, processor_seconds};
use qualify::Compilation;
use qualify::analysis::{Analysis, Answer, Demand, Reached, Ways};
use qualify::diagnostics::Code;
use qualify::lints::{Effort, LINTS, Level, Settings};
use qualify::plan::{Date, Lead, Place, Plan, ScoreId, StageId, Truth};

/// Programs with more rules are not asked what takes `--deep`: it is minutes.
const MOST_DEEP: usize = 500;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![200, 1_000, 5_000] } else { asked };
    for rules in sizes {
        let text = programs::narrow(7, rules);
        let start = processor_seconds();
        let (compilation, plan) = compiled(&text);
        println!("{rules} rules, {} bytes: compiled in {:.2} s", text.len(), processor_seconds() - start);
        lints(&compilation, rules);
        measure(&plan);
        println!("  peak memory {} MB", peak_megabytes());
    }
}

fn compiled(text: &str) -> (Compilation, Plan) {
    let files = BTreeMap::from([("generated.rules".to_owned(), text.as_bytes().to_vec())]);
    let compilation = qualify::compile(&files, "generated.rules");
    let Some(program) = &compilation.program else {
        panic!("{:?}", compilation.diagnostics.first().map(|found| &found.message));
    };
    let plan = program.plan.clone();
    (compilation, plan)
}

/// All lints that are on by default, as `qualify check` runs them.
fn lints(compilation: &Compilation, rules: usize) {
    let today = Date::parse("2026-03-02").expect("a date");
    timed("all default lints", || {
        let found = qualify::look(compilation, &Settings::default(), today, None);
        let undecided: u64 = found.undecided.iter().map(|(_, count)| count).sum();
        (format!("{} findings, {} undecided", found.findings.len(), undecided), ())
    });
    idle_conditions("parts that never matter", compilation, Effort::Usual);
    if rules <= MOST_DEEP {
        idle_conditions("and parts that others make idle", compilation, Effort::Deep);
    }
}

/// One lint alone, with all that it has to know.
fn idle_conditions(what: &str, compilation: &Compilation, effort: Effort) {
    let today = Date::parse("2026-03-02").expect("a date");
    let others = LINTS.iter().map(|lint| lint.code()).filter(|code| *code != Code::IdleCondition);
    let alone = others.fold(Settings::default(), |settings, code| settings.with(code, Level::Off));
    let settings = alone.with_effort(effort);
    timed(what, || {
        let found = qualify::look(compilation, &settings, today, None);
        (format!("{}", found.findings.len()), ())
    });
}

fn measure(plan: &Plan) {
    let today = Date::parse("2026-03-02").expect("a date");
    let analysis = Analysis::new(plan, today);
    let met = timed("rules that can be met", || {
        let met = analysis.rules_met();
        (format!("{} of {}", met.iter().filter(|a| matches!(a, Answer::Lead(_))).count(), met.len()), met)
    });
    timed("stages that can be the result", || {
        let stages = (0..plan.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
        let reached = stages.filter(|stage| matches!(analysis.result(*stage), Answer::Lead(_))).count();
        (format!("{reached} of {}", plan.stages.len()), ())
    });
    timed("rules that others imply", || (format!("{}", analysis.redundant(&met).len()), ()));
    timed("range of the score", || {
        let range = analysis.score_range(ScoreId(0)).expect("a score");
        (format!("{} to {}", range.0.points, range.1.points), ())
    });
    timed("limits of the score", || {
        let limits =
            plan.exprs.iter().enumerate().filter(|(_, expr)| matches!(expr, qualify::plan::Expr::Score(..)));
        let never = limits.filter(|(at, _)| {
            let demand = Demand::Is(qualify::plan::ExprId::from_index(*at), Truth::Yes);
            analysis.find(&[demand]) == Answer::Never
        });
        (format!("{} out of reach", never.count()), ())
    });
    nearest(plan, today);
    println!("  undecided: {}", analysis.undecided());
}

/// The nearest ways of 50 leads of which some facts are known.
fn nearest(plan: &Plan, today: Date) {
    let ways = Ways::new(plan, today);
    let leads: Vec<Lead> = (0..50).map(|seed| programs::lead(seed, plan)).collect();
    let found = timed("nearest ways of 50 leads", || {
        let found: Vec<usize> = leads
            .iter()
            .map(|lead| ways.reached(lead).iter().filter(|(_, way)| matches!(way, Reached::Lead(..))).count())
            .collect();
        (format!("{} ways", found.iter().sum::<usize>()), found)
    });
    assert_eq!(found.len(), leads.len());
}

/// Runs a question and prints what it took.
fn timed<T>(what: &str, question: impl FnOnce() -> (String, T)) -> T {
    let start = processor_seconds();
    let (told, answer) = question();
    println!("  {what:<32} {:>8.3} s   {told}", processor_seconds() - start);
    answer
}
