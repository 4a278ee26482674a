//! Random programs and small edits: equal programs are proved equal, and no lead tells apart what was proved equal.
#![cfg(test)]

use qualify_analysis::{Comparison, Equivalence, Shift};
use qualify_eval::testing::{self, Picks};
use qualify_eval::{Assumptions, Findings, findings};
use qualify_plan::{Date, Expr, Lead, Plan};

/// Programs that are compared; more in an optimised build with `ANALYSIS_CASES`.
fn cases() -> u64 {
    option_env!("ANALYSIS_CASES").and_then(|cases| cases.parse().ok()).unwrap_or(150)
}

fn picks(seed: u64) -> Picks {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) as u16
    };
    Picks::new((0..6_000).map(|_| next()).collect())
}

/// One edit that may change verdicts or not.
fn edited(plan: &Plan, picks: &mut Picks) -> Plan {
    let mut plan = plan.clone();
    match picks.below(4) {
        0 => {
            let at = picks.below(plan.rules.len().max(1));
            if let Some(rule) = plan.rules.get_mut(at) {
                rule.unless = None;
            }
        }
        1 => {
            let lists: Vec<usize> = (0..plan.exprs.len())
                .filter(|at| {
                    matches!(plan.exprs[*at], Expr::All(_) | Expr::Any(_))
                        && !plan.stages.iter().any(|s| s.truth.index() == *at)
                })
                .collect();
            if let Some(at) = picks.one(&lists) {
                let swapped = match plan.exprs[*at].clone() {
                    Expr::All(parts) => Expr::Any(parts),
                    Expr::Any(parts) => Expr::All(parts),
                    other => other,
                };
                plan.exprs[*at] = swapped;
            }
        }
        2 => {
            let at = picks.below(plan.rules.len().max(1));
            if let Some(rule) = plan.rules.get_mut(at) {
                rule.from = Some(testing::today().plus_days(1));
            }
        }
        _ => {
            let at = picks.below(plan.fields.len().max(1));
            if let Some(field) = plan.fields.get_mut(at) {
                field.default = None;
            }
        }
    }
    plan
}

type Said = (
    Vec<qualify_plan::StageId>,
    Vec<qualify_plan::StageId>,
    Option<qualify_plan::Place>,
    Vec<qualify_plan::Place>,
    Vec<(qualify_eval::Given, Vec<qualify_eval::Possible>)>,
);

fn said(plan: &Plan, today: Date, lead: &Lead) -> Said {
    let Findings { meets, could_meet, result, could_be, outcomes, .. } =
        findings(plan, today, lead, Assumptions::Made);
    (meets, could_meet, result, could_be, outcomes.into_iter().map(|o| (o.given, o.could_be)).collect())
}

#[test]
fn what_is_proved_equal_is_equal_for_every_lead() {
    let today = testing::today();
    let (mut equal, mut differ, mut undecided) = (0, 0, 0);
    for seed in 0..cases() {
        let mut picks = picks(seed);
        let old = testing::plan(&mut picks);
        let new = edited(&old, &mut picks);
        let leads: Vec<Lead> = (0..40).map(|_| testing::lead(&mut picks, &old)).collect();
        let moved = leads.iter().find(|lead| said(&old, today, lead) != said(&new, today, lead));
        match Comparison::new(&old, &new, today).equivalent() {
            Equivalence::Equivalent => {
                equal += 1;
                assert!(moved.is_none(), "seed {seed}: proved equal, and yet {moved:?}");
            }
            Equivalence::Differs(difference) => {
                differ += 1;
                assert_ne!(
                    said(&old, today, &difference.old),
                    said(&new, today, &difference.new),
                    "seed {seed}"
                );
            }
            Equivalence::Undecided => undecided += 1,
        }
    }
    println!("equal {equal}, differ {differ}, undecided {undecided}");
    // Programs of any kind, many of them with scores that nobody would write.
    assert!(undecided * 6 <= cases(), "{undecided} undecided");
}

#[test]
fn a_program_is_equal_to_itself() {
    let today = testing::today();
    for seed in 0..cases() {
        let plan = testing::plan(&mut picks(seed));
        assert_eq!(Comparison::new(&plan, &plan, today).equivalent(), Equivalence::Equivalent, "seed {seed}");
    }
}

#[test]
fn no_lead_moves_in_a_way_that_was_ruled_out() {
    let today = testing::today();
    for seed in 0..cases() / 3 {
        let mut picks = picks(seed);
        let old = testing::plan(&mut picks);
        let new = edited(&old, &mut picks);
        let leads: Vec<Lead> = (0..40).map(|_| testing::lead(&mut picks, &old)).collect();
        let name = |plan: &Plan, lead: &Lead| match said(plan, today, lead).2 {
            Some(qualify_plan::Place::Stage(id)) => plan.stages[id.index()].name.clone(),
            Some(qualify_plan::Place::Exit(id)) => plan.exits[id.index()].name.clone(),
            None => String::new(),
        };
        let moves: Vec<(String, String)> =
            leads.iter().map(|lead| (name(&old, lead), name(&new, lead))).collect();
        for transition in Comparison::new(&old, &new, today).changes().results() {
            if transition.shift == Shift::Never {
                assert!(
                    !moves.contains(&(transition.from.clone(), transition.to.clone())),
                    "seed {seed} {transition:?}"
                );
            }
        }
    }
}
