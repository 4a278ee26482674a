//! Parts of rules that others make unnecessary: without any one of them, every lead is judged as before.
#![cfg(test)]

#[path = "brute_force/without.rs"]
mod without;

use qualify_analysis::{Analysis, Comparison, Equivalence, Spot, Whole};
use qualify_eval::testing::{self, Builder, Picks};
use qualify_eval::{Assumptions, findings};
use qualify_plan::{Conclusion, Expr, FactRef, Place, Plan, Predicate, RuleId, StageId, Type};
use without::{spots, without};

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

/// The parts that others make idle, of those that matter inside their rule.
fn idle_beside_others(analysis: &Analysis<'_>, plan: &Plan) -> Vec<(RuleId, Spot)> {
    analysis.idle_in_context(&|rule| {
        let spots = spots(plan, rule);
        let idle = analysis.idle_parts(Whole::from(&plan.rules[rule.index()]), &spots);
        spots.into_iter().filter(|spot| !idle.iter().any(|idle| spot.is_within(idle))).collect()
    })
}

#[test]
fn two_halves_of_a_case_make_the_condition_between_them_idle() {
    let mut builder = Builder::default();
    let flag = |builder: &mut Builder, name: &str| {
        let field = builder.field(name, Type::YesNo);
        builder.test(FactRef::Field(field), Predicate::Yes)
    };
    let (a, b) = (flag(&mut builder, "a"), flag(&mut builder, "b"));
    let both = builder.expr(Expr::All(vec![a, b]));
    let mql = Conclusion::Place(Place::Stage(StageId(1)));
    let narrow = builder.rule(both, None, &[mql]);
    builder.rule(a, None, &[mql]);
    let plan = builder.finish();
    let analysis = Analysis::new(&plan, testing::today());
    let idle = idle_beside_others(&analysis, &plan);
    let found: Vec<_> =
        idle.into_iter().filter(|(rule, _)| *rule == narrow).map(|(_, spot)| spot.path).collect();
    assert_eq!(
        found,
        [vec![1]],
        "`a and b` beside `a`: `b` is idle, and without `a` it would be another rule"
    );
}

#[test]
fn no_lead_misses_a_part_that_others_make_idle() {
    let today = testing::today();
    let mut left_out = 0;
    for seed in 0..16 {
        let mut picks = picks(seed);
        let plan = testing::plan(&mut picks);
        let analysis = Analysis::new(&plan, today);
        let idle = idle_beside_others(&analysis, &plan);
        for (rule, spot) in &idle {
            left_out += 1;
            let less = without(&plan, *rule, spot);
            for _ in 0..30 {
                let lead = testing::lead(&mut picks, &plan);
                let found = |plan: &Plan| {
                    let found = findings(plan, today, &lead, Assumptions::Made);
                    let outcomes: Vec<_> =
                        found.outcomes.into_iter().map(|o| (o.given, o.could_be)).collect();
                    (found.result, found.could_be, found.meets, found.could_meet, outcomes)
                };
                assert_eq!(found(&plan), found(&less), "seed {seed}: {rule:?} {spot:?} of {lead:?}");
            }
            let compared = Comparison::new(&plan, &less, today).equivalent();
            assert!(
                !matches!(compared, Equivalence::Differs(_)),
                "seed {seed}: {rule:?} {spot:?} {compared:?}"
            );
        }
    }
    assert!(left_out > 0, "nothing was left out");
}
