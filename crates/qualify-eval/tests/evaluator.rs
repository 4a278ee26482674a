//! The evaluator of results finds what the reference finds, lead after lead.
#![cfg(test)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use qualify_eval::testing::{Builder, Picks, lead, plan, today};
use qualify_eval::{Evaluator, evaluate};
use qualify_plan::{
    Comparison, Conclusion, Decimal, Expr, ExprId, FactRef, Lead, Place, Plan, Predicate, StageId, Step,
    Type, Value,
};

/// How many plans are tried, with four leads each.
fn cases() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let asked = std::env::var("EVALUATOR_CASES").ok().and_then(|cases| cases.parse().ok());
    asked.unwrap_or(3_000)
}

#[test]
fn results_are_those_of_the_reference() {
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]));
    let picks = |most| proptest::collection::vec(any::<u16>(), 0..most);
    let outcome = runner.run(&(picks(3_000), picks(1_500)), |(for_plan, for_leads)| {
        let plan = plan(&mut Picks::new(for_plan));
        let mut picks = Picks::new(for_leads);
        let mut evaluator = Evaluator::new(&plan, today());
        for _ in 0..4 {
            let lead = lead(&mut picks, &plan);
            let expected = evaluate(&plan, today(), &lead).found.result;
            prop_assert_eq!(evaluator.result(&lead), expected, "{:?}", lead);
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// `not not not ... n >= 1`: more than a stack has room for.
fn tower(height: usize) -> Plan {
    let mut builder = Builder::default();
    let field = builder.field("n", Type::Count);
    let at_least_one = Predicate::Number(Comparison::AtLeast(Decimal::whole(1).unwrap()));
    let bottom = builder.test(FactRef::Field(field), at_least_one);
    builder.rule(bottom, None, &[Conclusion::Place(Place::Stage(StageId(1)))]);
    let mut plan = builder.finish();
    let first = plan.exprs.len();
    let below = |at: usize| if at == first { bottom } else { ExprId::from_index(at - 1) };
    plan.exprs.extend((first..first + height).map(|at| Expr::Not(below(at))));
    let truth = plan.rules[0].truth;
    plan.rules[0].when = ExprId::from_index(first + height - 1);
    let at = plan.steps.iter().position(|step| *step == Step::Expr(truth)).unwrap();
    plan.steps.splice(at..at, (first..first + height).map(|at| Step::Expr(ExprId::from_index(at))));
    plan
}

#[test]
fn conditions_may_stand_in_each_other_as_deep_as_they_like() {
    let plan = tower(100_000);
    let mut evaluator = Evaluator::new(&plan, today());
    for (count, stage) in [(0, 0), (1, 1), (0, 0)] {
        let mut lead = Lead::empty(&plan);
        lead.values[0] = Decimal::whole(count).map(Value::Number);
        assert_eq!(evaluator.result(&lead), Some(Place::Stage(StageId(stage))));
    }
}
