//! The laws of the language (section 8) hold for random plans and leads.
#![cfg(test)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use qualify_eval::testing::{Gap, Picks, fill_gaps, gaps, lead, plan, today};
use qualify_eval::{
    Assumptions, Findings, Given, OutcomeFinding, Possible, Status, Verdict, evaluate, findings,
};
use qualify_plan::{Expr, FactRef, Lead, Line, Place, Plan, Predicate, Row, Stream, Truth};

/// Checks a law on random plans, leads and fillings; the same ones in every run.
fn law(check: impl Fn(&Plan, &Lead, &mut Picks) -> Result<(), TestCaseError>) {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let cases = std::env::var("LAW_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let picks = |most| proptest::collection::vec(any::<u16>(), 0..most);
    let cases = (picks(3_000), picks(400), picks(200));
    let outcome = runner.run(&cases, |(for_plan, for_lead, for_filling)| {
        let plan = plan(&mut Picks::new(for_plan));
        let lead = lead(&mut Picks::new(for_lead), &plan);
        check(&plan, &lead, &mut Picks::new(for_filling)).map_err(|error| match error {
            TestCaseError::Fail(reason) => {
                let text = qualify_plan::print::plan(&plan);
                TestCaseError::fail(format!("{reason}\n{text}\n{lead:?}"))
            }
            TestCaseError::Reject(_) => error,
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn first(plan: &Plan, lead: &Lead) -> Findings {
    findings(plan, today(), lead, Assumptions::Made)
}

fn second(plan: &Plan, lead: &Lead) -> Findings {
    findings(plan, today(), lead, Assumptions::NotMade)
}

/// Whether the result of a filled lead was foreseen.
fn result_is_foreseen(before: &Findings, after: &Findings) -> bool {
    after.result == before.result || after.result.is_some_and(|place| before.could_be.contains(&place))
}

/// Whether what an outcome became was foreseen.
fn outcome_is_foreseen(before: &OutcomeFinding, after: &OutcomeFinding) -> bool {
    let could_be = |possible| before.could_be.contains(&possible);
    match (&before.given, &after.given) {
        (Given::All(before), Given::All(after)) => {
            let gained = after.iter().filter(|value| !before.contains(value));
            let loses = before.iter().any(|value| !after.contains(value));
            gained.copied().all(|value| could_be(Possible::Value(value)))
                && (!loses || could_be(Possible::None))
        }
        (before, after) if before == after => true,
        (_, Given::None) => could_be(Possible::None),
        (_, Given::Value(value)) => could_be(Possible::Value(*value)),
        (_, Given::Conflict) => could_be(Possible::Conflict),
        (_, Given::All(_)) => false,
    }
}

fn outcomes_are_foreseen(before: &Findings, after: &Findings) -> bool {
    before.outcomes.iter().zip(&after.outcomes).all(|(before, after)| outcome_is_foreseen(before, after))
}

fn is_subset<T: Ord>(part: &[T], whole: &[T]) -> bool {
    part.iter().collect::<BTreeSet<_>>().is_subset(&whole.iter().collect())
}

/// Law 1: whatever is filled.
#[test]
fn no_filling_brings_what_the_second_evaluation_did_not_foresee() {
    law(|plan, lead, picks| {
        let (verdict, before) = (evaluate(plan, today(), lead), second(plan, lead));
        let filled = fill_gaps(picks, plan, lead, |_| true);
        let after = evaluate(plan, today(), &filled);
        prop_assert!(result_is_foreseen(&before, &after.found), "{filled:?}");
        prop_assert!(outcomes_are_foreseen(&before, &after.found), "{filled:?}");
        if verdict.status == Status::Settled {
            prop_assert_eq!(after.status, Status::Settled, "{:?}", filled);
            prop_assert_eq!(after.found.result, verdict.found.result, "{:?}", filled);
            prop_assert!(same_outcomes(&after.found, &verdict.found), "{filled:?}");
        }
        Ok(())
    });
}

fn same_outcomes(a: &Findings, b: &Findings) -> bool {
    let given =
        |found: &Findings| found.outcomes.iter().map(|outcome| outcome.given.clone()).collect::<Vec<_>>();
    given(a) == given(b)
}

/// Law 2: if no assumed fact is filled.
#[test]
fn while_assumptions_stand_only_the_open_can_change() {
    law(|plan, lead, picks| {
        let Verdict { found: before, assumed, .. } = evaluate(plan, today(), lead);
        let filled = fill_gaps(picks, plan, lead, |gap| !assumed.contains(&gap.name(plan)));
        let after = first(plan, &filled);
        prop_assert!(result_is_foreseen(&before, &after), "{filled:?}");
        prop_assert!(is_subset(&after.could_be, &before.could_be), "{filled:?}");
        prop_assert!(outcomes_are_foreseen(&before, &after), "{filled:?}");
        Ok(())
    });
}

/// Law 3: if only facts without default, gap test and `unknown` line are filled.
#[test]
fn plain_facts_only_narrow_what_was_found() {
    law(|plan, lead, picks| {
        let before = first(plan, lead);
        let filled = fill_gaps(picks, plan, lead, |gap| is_plain(plan, gap));
        let after = first(plan, &filled);
        prop_assert!(is_subset(&before.meets, &after.meets), "{filled:?}");
        let could: Vec<_> = before.meets.iter().chain(&before.could_meet).copied().collect();
        prop_assert!(is_subset(&after.meets, &could), "{filled:?}");
        prop_assert!(is_subset(&after.could_meet, &before.could_meet), "{filled:?}");
        prop_assert!(is_within(&after, &before), "{filled:?}");
        Ok(())
    });
}

/// Whether every score's interval is inside the other, and every grade's values among the other's.
fn is_within(inner: &Findings, outer: &Findings) -> bool {
    let scores = inner.scores.iter().zip(&outer.scores);
    let grades = inner.grades.iter().zip(&outer.grades);
    scores.into_iter().all(|(inner, outer)| outer.from <= inner.from && inner.to <= outer.to)
        && grades.into_iter().all(|(inner, outer)| is_subset(inner, outer))
}

/// Whether nothing is ever assumed about the fact of a gap.
fn is_plain(plan: &Plan, gap: Gap) -> bool {
    let fact = match gap {
        Gap::Field(field) => FactRef::Field(field),
        Gap::Attribute(event, _, attribute) => FactRef::Attribute(event, attribute),
        Gap::Event(_) => return true,
    };
    let declared = match fact {
        FactRef::Field(field) => &plan.fields[field.index()],
        FactRef::Attribute(event, attribute) => &plan.events[event.index()].attributes[attribute.index()],
    };
    let is_gap_test = |expr: &Expr| match expr {
        Expr::Test(test) => test.subject.fact == fact && test.predicate == Predicate::Known,
        _ => false,
    };
    declared.default.is_none()
        && !plan.exprs.iter().any(is_gap_test)
        && !plan.scores.iter().any(|score| has_unknown_line(&score.lines, fact))
}

fn has_unknown_line(lines: &[Line], fact: FactRef) -> bool {
    lines.iter().any(|line| match line {
        Line::Table(table) => table.unknown.is_some() && FactRef::Field(table.field) == fact,
        Line::BestOf(lines) | Line::Group { lines, .. } => has_unknown_line(lines, fact),
        Line::When { .. } | Line::Each(_) | Line::Score(_) | Line::FirstOf(_) => false,
    })
}

/// Section 7.3.
#[test]
fn the_second_evaluation_is_never_more_definite() {
    law(|plan, lead, _| {
        let (first, second) = (first(plan, lead), second(plan, lead));
        let definite = first.rules.iter().zip(&second.rules);
        prop_assert!(
            definite.into_iter().all(|(first, second)| *second == Truth::Unknown || first == second)
        );
        prop_assert!(is_within(&first, &second));
        Ok(())
    });
}

/// Section 7.3.
#[test]
fn a_status_says_what_it_promises() {
    law(|plan, lead, _| {
        let verdict = evaluate(plan, today(), lead);
        let second = second(plan, lead);
        prop_assert_eq!(verdict.found.is_open(), verdict.status == Status::Open);
        match verdict.status {
            Status::Open => {}
            Status::Assumed => prop_assert!(!verdict.assumed.is_empty() && second.is_open()),
            Status::Settled => {
                prop_assert!(verdict.assumed.is_empty() && !second.is_open());
                prop_assert_eq!(second.result, verdict.found.result);
                prop_assert!(same_outcomes(&second, &verdict.found));
            }
        }
        Ok(())
    });
}

/// Section 7.4: whoever could be elsewhere needs something, and only what is missing.
#[test]
fn needs_are_gaps_of_the_lead() {
    law(|plan, lead, _| {
        let verdict = evaluate(plan, today(), lead);
        let missing: BTreeSet<String> = gaps(lead).into_iter().map(|gap| gap.name(plan)).collect();
        for needs in &verdict.needs {
            prop_assert!(!needs.is_empty());
            prop_assert!(needs.is_sorted());
            prop_assert!(needs.iter().all(|need| missing.contains(need)), "{needs:?}");
        }
        prop_assert!(verdict.assumed.iter().all(|fact| missing.contains(fact)), "{:?}", verdict.assumed);
        Ok(())
    });
}

/// A lead without gaps is settled, whatever the program.
#[test]
fn without_gaps_nothing_is_open() {
    law(|plan, lead, picks| {
        let mut full = lead.clone();
        while !gaps(&full).is_empty() {
            full = fill_gaps(picks, plan, &full, |_| true);
            if picks.is_used_up() {
                return Ok(());
            }
        }
        let verdict = evaluate(plan, today(), &full);
        prop_assert_eq!(verdict.status, Status::Settled);
        prop_assert!(verdict.found.scores.iter().all(|points| points.is_exact()));
        prop_assert!(verdict.found.could_meet.is_empty());
        Ok(())
    });
}

#[test]
fn the_order_of_rows_and_parts_means_nothing() {
    law(|plan, lead, _| {
        let verdict = evaluate(plan, today(), lead);
        prop_assert_eq!(&verdict, &evaluate(plan, today(), &with_rows_reversed(lead)));
        prop_assert_eq!(&verdict, &evaluate(&with_parts_reversed(plan), today(), lead));
        Ok(())
    });
}

fn with_rows_reversed(lead: &Lead) -> Lead {
    let reversed = |stream: &Stream| match stream {
        Stream::NotCollected => Stream::NotCollected,
        Stream::Rows(rows) => Stream::Rows(rows.iter().rev().cloned().collect::<Vec<Row>>()),
    };
    Lead { values: lead.values.clone(), events: lead.events.iter().map(reversed).collect() }
}

/// Reverses every list whose order means nothing, but not the lines of `first of`.
fn with_parts_reversed(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for expr in &mut plan.exprs {
        if let Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) = expr {
            parts.reverse();
        }
    }
    for score in &mut plan.scores {
        reverse_lines(&mut score.lines);
    }
    plan
}

fn reverse_lines(lines: &mut [Line]) {
    lines.reverse();
    for line in lines {
        match line {
            Line::BestOf(lines) | Line::Group { lines, .. } => reverse_lines(lines),
            Line::Table(table) => table.bands.reverse(),
            Line::When { .. } | Line::Each(_) | Line::Score(_) | Line::FirstOf(_) => {}
        }
    }
}

/// Section 7.1: what is listed fits together.
#[test]
fn a_verdict_does_not_contradict_itself() {
    law(|plan, lead, _| {
        let verdict = evaluate(plan, today(), lead);
        let found = &verdict.found;
        prop_assert_eq!(found.result, found.exit.map(Place::Exit).or(found.stage.map(Place::Stage)));
        prop_assert_eq!(found.stage, found.meets.last().copied());
        prop_assert!(found.meets.is_sorted() && found.could_meet.is_sorted());
        prop_assert!(found.result.is_some_and(|result| !found.could_be.contains(&result)));
        prop_assert_eq!(found.could_be.len(), verdict.needs.len());
        Ok(())
    });
}

#[test]
fn everything_can_be_explained_and_written() {
    law(|plan, lead, _| {
        let verdict = evaluate(plan, today(), lead);
        let explanation = qualify_eval::explain(plan, today(), lead);
        prop_assert_eq!(explanation.because.len(), verdict.found.because.len());
        prop_assert!(
            explanation.because.iter().all(|reason| !reason.facts.is_empty() || verdict.found.exit.is_none())
        );
        let needs: Vec<_> = explanation.open.iter().map(|open| open.needs.clone()).collect();
        prop_assert_eq!(&needs, &verdict.needs);
        prop_assert!(explanation.open.iter().all(|open| !open.rules.is_empty()));
        let reported = qualify_eval::json::Reported { key: "L-1", unreadable: &[], diagnostics: &[] };
        let json = qualify_eval::json::verdict(plan, today(), reported, &verdict, &explanation).to_string();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        Ok(())
    });
}
