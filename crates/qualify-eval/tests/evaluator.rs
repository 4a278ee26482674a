//! The evaluator of results finds what the reference finds, lead after lead.
#![cfg(test)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use qualify_eval::testing::{Builder, Picks, lead, plan, today};
use qualify_eval::{Evaluator, evaluate};
use qualify_plan::{
    Comparison, Conclusion, Decimal, ExitId, Expr, ExprId, FactRef, FieldId, Lead, Line, Membership, Place,
    Plan, Predicate, StageId, Step, TextTest, Type, Value, Values,
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

fn agree(plan: &Plan, leads: impl IntoIterator<Item = Lead>) {
    let mut evaluator = Evaluator::new(plan, today());
    for lead in leads {
        assert_eq!(evaluator.result(&lead), evaluate(plan, today(), &lead).found.result, "{lead:?}");
    }
}

fn random_leads(plan: &Plan, count: usize) -> Vec<Lead> {
    let numbers = (0u64..).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as u16);
    let mut picks = Picks::new(numbers.take(count * 40).collect());
    (0..count).map(|_| lead(&mut picks, plan)).collect()
}

fn at_least(n: i64) -> Predicate {
    Predicate::Number(Comparison::AtLeast(Decimal::whole(n).unwrap()))
}

#[test]
fn at_least_so_many_of_many() {
    for k in 0..10 {
        let mut builder = Builder::default();
        let fields: Vec<FieldId> = (0..8).map(|at| builder.field(&format!("n{at}"), Type::Count)).collect();
        let mut parts: Vec<ExprId> =
            fields.iter().map(|field| builder.test(FactRef::Field(*field), at_least(2))).collect();
        let lines = parts.iter().map(|part| Line::When { points: 3, condition: *part }).collect();
        let score = builder.score("points", 0, 20, lines);
        let limit = Decimal::parse("7.5").unwrap();
        parts.push(builder.expr(Expr::Score(score, Comparison::MoreThan(limit))));
        let many = builder.expr(Expr::AtLeast(k, parts));
        let not_many = builder.not(many);
        builder.rule(many, None, &[Conclusion::Place(Place::Stage(StageId(1)))]);
        builder.rule(not_many, None, &[Conclusion::Place(Place::Exit(ExitId(0)))]);
        let plan = builder.finish();
        agree(&plan, random_leads(&plan, 400));
    }
}

#[test]
fn more_tests_on_a_text_than_a_word_has_bits() {
    let mut builder = Builder::default();
    let text = FactRef::Field(builder.field("text", Type::Text));
    let number = FactRef::Field(builder.field("number", Type::Count));
    for at in 0..100 {
        let kind = [TextTest::Contains, TextTest::StartsWith, TextTest::EndsWith, TextTest::HasWord][at % 4];
        let set = builder.set(Values::Texts(vec![format!("w{at}"), format!("w{at} w{}", at + 1)]));
        let found = builder.test(text, Predicate::Text(kind, set));
        let large = builder.test(number, at_least(at as i64));
        let both = builder.expr(Expr::All(vec![found, large]));
        builder.rule(both, None, &[Conclusion::Place(Place::Stage(StageId(at as u32 % 2 + 1)))]);
    }
    let plan = builder.finish();
    let long = "long ".repeat(20);
    let leads = (0..3_000i64).map(|at| {
        let words = [format!("w{} w{}", at % 101, at % 97), format!("{long}w{}", at % 101), String::new()];
        let text = words.get(at as usize % 4).map(|text| Value::Text(text.clone()));
        let number = Decimal::whole(at % 120).map(Value::Number);
        Lead { values: vec![text, number], events: Vec::new() }
    });
    agree(&plan, leads);
}

#[test]
fn classes_without_end_are_met_anew() {
    let mut builder = Builder::default();
    let tags = FactRef::Field(builder.field("tags", Type::List(None)));
    let tag = |at: u32| format!("tag{at}");
    for from in 0..13 {
        let some = builder.set(Values::Texts((from..13.min(from + 3)).map(tag).collect()));
        let membership = [Membership::Any, Membership::All, Membership::None][from as usize % 3];
        let test = builder.test(tags, Predicate::Includes(membership, some));
        builder.rule(test, None, &[Conclusion::Place(Place::Stage(StageId(from % 2 + 1)))]);
    }
    let plan = builder.finish();
    let lead = |bits: u32| {
        let list = (0..13).filter(|at| bits >> at & 1 == 1).map(tag).collect();
        Lead { values: vec![Some(Value::Texts(list))], events: Vec::new() }
    };
    agree(&plan, (0..1 << 13).chain(0..1 << 13).map(lead));
}
