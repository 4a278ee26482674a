//! Generated programs and edits of them become times: what a review costs on one thread, by the number of rules.
//!
//! `cargo bench -p qualify-review --bench review [-- RULES...]` prints, for each edit, seconds of processor time: for all
//! moves between results with a lead that shows each, and for the whole review with leads as like an ordinary one as
//! can be. The programs are those of the bench of the analysis.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark asks the system what it took, and fails loudly"
)]

#[path = "../../qualify/benches/analysis/cost.rs"]
mod cost;
#[path = "../../qualify/benches/analysis/programs.rs"]
#[expect(dead_code, reason = "leads are for the other bench")]
mod programs;

use std::collections::BTreeMap;

use cost::{peak_megabytes, processor_seconds};
use qualify::analysis::{Comparison, Equivalence, Shift, Transition};
use qualify::plan::Date;
use qualify::project::Gates;
use qualify::{Compilation, Program};
use qualify_review::{Privacy, Request, Review, Side};

type Files = BTreeMap<String, Vec<u8>>;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![200, 1_000] } else { asked };
    for rules in sizes {
        println!("{rules} rules");
        let before = programs::narrow(7, rules);
        for (name, after) in edits(&before) {
            measure(name, &before, &after);
        }
        println!("  peak memory {} MB", peak_megabytes());
    }
}

/// Edits that people make, and some that change nothing.
fn edits(before: &str) -> Vec<(&'static str, String)> {
    let half = before.len() / 2;
    let later =
        |word: &str| before.match_indices(word).map(|(at, _)| at).find(|at| *at > half).expect("such a word");
    let replaced = |at: usize, from: &str, to: &str| {
        let (head, tail) = before.split_at(at);
        format!("{head}{}", tail.replacen(from, to, 1))
    };
    let (declarations, rules) = before.split_at(before.find("rule \"R0\"").expect("a rule"));
    let mut reversed: Vec<&str> = rules.split_inclusive("\nrule ").collect();
    reversed.reverse();
    let reversed: Vec<String> = reversed
        .into_iter()
        .map(|rule| rule.trim_end_matches("rule ").trim_start_matches("rule ").trim().to_owned())
        .map(|rule| format!("rule {rule}\n"))
        .collect();
    let rule = later("then SAL");
    vec![
        ("nothing", before.to_owned()),
        ("rules in another order", format!("{declarations}{}", reversed.concat())),
        ("a rule with another name", replaced(later("rule \"R"), "rule \"R", "rule \"Renamed R")),
        ("a condition more in a rule", replaced(rule, "then SAL", "and flag_2 then SAL")),
        ("a rule for another stage", replaced(rule, "then SAL", "then SQL")),
        ("other points of a line", before.replacen("add 5 points", "add 15 points", 1)),
    ]
}

fn measure(name: &str, before: &str, after: &str) {
    let files =
        [before, after].map(|text| Files::from([("generated.rules".to_owned(), text.as_bytes().to_vec())]));
    let [old, new] = [&files[0], &files[1]].map(|files| qualify::compile(files, "generated.rules"));
    let today = Date::parse("2026-03-02").expect("a date");
    let start = processor_seconds();
    let [from, to] = [&old, &new].map(program);
    let comparison = Comparison::new(&from.plan, &to.plan, today);
    let moves = if comparison.is_unchanged() { Vec::new() } else { moves(&comparison) };
    let shown = moves.iter().filter(|told| matches!(told.shift, Shift::Moves(_))).count();
    let undecided = moves.iter().filter(|told| told.shift == Shift::Undecided).count();
    let first = processor_seconds() - start;
    let start = processor_seconds();
    let side = |name, files, compilation| Side { name, files, main: "generated.rules", compilation };
    let review = Review::of(Request {
        base: &side("before", &files[0], &old),
        head: &side("after", &files[1], &new),
        today,
        counted: None,
        findings: [Vec::new(), Vec::new()],
        gates: [&Gates::default(), &Gates::default()],
        approved: &[],
        privacy: Privacy::Masked,
        steps: &|_| {},
    });
    let whole = processor_seconds() - start;
    println!(
        "  {name:<28} moves {first:>7.3} s ({shown} shown, {undecided} undecided)   whole review {whole:>7.3} s   {:?}",
        review.headline.proof
    );
}

/// The verdict, and all moves between results if there are any.
fn moves(comparison: &Comparison<'_>) -> Vec<Transition> {
    let mut changes = comparison.changes();
    if changes.verdicts() == Equivalence::Equivalent { Vec::new() } else { changes.results() }
}

fn program(compilation: &Compilation) -> &Program {
    compilation.program.as_ref().unwrap_or_else(|| panic!("{:?}", compilation.diagnostics.first()))
}
