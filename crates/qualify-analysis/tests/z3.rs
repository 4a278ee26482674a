//! Pairs of programs become lines of JSON with our answers, for another solver to check: see `tests/z3/README.md`.
#![cfg(test)]

#[path = "brute_force/programs.rs"]
#[expect(dead_code, reason = "programs of the other size are for the brute force")]
mod programs;

use programs::Profile;
use qualify_analysis::{Analysis, Answer, CONFLICTS, Equivalence};
use qualify_eval::testing::{Picks, today};
use qualify_plan::{Comparison, Decimal, Expr, Line, OutcomeId, Plan, Predicate};
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
        let after = edited(&mut picks, &before);
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

/// What we say about two programs: whether a lead tells them apart, and which moves there are.
fn compared(before: &Plan, after: &Plan, conflicts: u64) -> Value {
    let comparison = qualify_analysis::Comparison::with_budget(before, after, today(), conflicts);
    let differ = match comparison.equivalent() {
        Equivalence::Equivalent => "never",
        Equivalence::Differs(_) => "lead",
        Equivalence::Undecided => "undecided",
    };
    let transitions: Vec<Value> = comparison
        .transitions()
        .iter()
        .map(|moved| json!({ "from": moved.from, "to": moved.to, "answer": told(&moved.answer) }))
        .collect();
    json!({ "differ": differ, "transitions": transitions })
}

/// The program after some edits, which may mean nothing, and in other words.
fn edited(picks: &mut Picks, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for _ in 0..picks.below(4) {
        edit(picks, &mut plan);
    }
    plan.exprs.iter_mut().for_each(say_otherwise);
    plan
}

fn edit(picks: &mut Picks, plan: &mut Plan) {
    match picks.below(4) {
        0 | 1 => raise_a_limit(picks, plan),
        2 => {
            let at = picks.below(plan.rules.len());
            if let Some(rule) = plan.rules.get_mut(at) {
                rule.until = Some(today().plus_days(-1));
            }
        }
        _ => {
            for score in &mut plan.scores {
                score.lines.reverse();
                if let Some(Line::When { points, .. }) = score.lines.first_mut() {
                    *points += 1;
                }
            }
        }
    }
}

/// The same condition in other words.
fn say_otherwise(expr: &mut Expr) {
    match expr {
        Expr::AtLeast(1, parts) => *expr = Expr::Any(parts.iter().rev().copied().collect()),
        Expr::AtLeast(k, parts) if *k as usize == parts.len() => *expr = Expr::All(parts.clone()),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => parts.reverse(),
        Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) => {}
        Expr::Rule(_) | Expr::Not(_) => {}
    }
}

fn raise_a_limit(picks: &mut Picks, plan: &mut Plan) {
    let mut limits: Vec<&mut Decimal> = plan
        .exprs
        .iter_mut()
        .filter_map(|expr| match expr {
            Expr::Events(test) => Some(&mut test.comparison),
            Expr::Score(_, comparison) => Some(comparison),
            Expr::Test(test) => match &mut test.predicate {
                Predicate::Number(comparison) => Some(comparison),
                _ => None,
            },
            _ => None,
        })
        .map(|comparison| match comparison {
            Comparison::Is(limit)
            | Comparison::AtLeast(limit)
            | Comparison::MoreThan(limit)
            | Comparison::AtMost(limit)
            | Comparison::LessThan(limit)
            | Comparison::Between(_, limit) => limit,
        })
        .collect();
    let at = picks.below(limits.len());
    if let Some(limit) = limits.get_mut(at)
        && let Some(raised) = Decimal::from_units(i128::from(limit.units() + Decimal::SCALE))
    {
        **limit = raised;
    }
}
