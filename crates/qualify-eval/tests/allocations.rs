//! Asking for the result of one lead takes no memory from the system, once the classes of values were met.
#![cfg(test)]

use allocation_counter::measure;
use qualify_eval::testing::{Builder, today};
use qualify_eval::{Evaluator, evaluate};
use qualify_plan::{
    Choices, Comparison, Conclusion, DateTest, Decimal, EventId, EventTest, Expr, ExprId, FactRef, Lead,
    Line, Measure, Membership, Place, Plan, Predicate, Row, Rows, StageId, Stream, Subject, Test, TextTest,
    Type, Value, Values, Window,
};

fn whole(n: i64) -> Decimal {
    Decimal::whole(n).unwrap()
}

/// A test of each kind, in rules of two, with a score.
fn every_kind() -> Plan {
    let mut builder = Builder::default();
    let choices = Choices { values: ["low", "mid", "high"].map(str::to_owned).to_vec(), ordered: true };
    let visit = builder.event("visit", Vec::new());
    let count = FactRef::Field(builder.field("count", Type::Count));
    let day = FactRef::Field(builder.field("day", Type::Date));
    let title = FactRef::Field(builder.field("title", Type::Text));
    let email = FactRef::Field(builder.field("email", Type::Email));
    let rank = FactRef::Field(builder.field("rank", Type::Choice(choices.clone())));
    let listed = FactRef::Field(builder.field("listed", Type::List(Some(choices))));
    let tags = FactRef::Field(builder.field("tags", Type::List(None)));
    let customer = FactRef::Field(builder.field("customer", Type::YesNo));
    let texts = |of: &[&str]| Values::Texts(of.iter().map(|text| (*text).to_owned()).collect());
    let words = builder.set(texts(&["vp", "vice president"]));
    let domains = builder.set(texts(&["a.io", "b.io"]));
    let some = builder.set(Values::Choices(vec![0, 2]));
    let two_tags = builder.set(texts(&["red", "blue"]));
    let domain = Test { subject: Subject { fact: email, domain: true }, predicate: Predicate::In(domains) };
    let tests = [
        builder.test(count, Predicate::Number(Comparison::AtLeast(whole(2)))),
        builder.test(day, Predicate::Date(DateTest::Within(30))),
        builder.test(title, Predicate::Text(TextTest::HasWord, words)),
        builder.test(title, Predicate::Text(TextTest::Contains, words)),
        builder.expr(Expr::Test(domain)),
        builder.test(rank, Predicate::Rank(Comparison::MoreThan(0))),
        builder.test(rank, Predicate::In(some)),
        builder.test(listed, Predicate::Includes(Membership::All, some)),
        builder.test(tags, Predicate::Includes(Membership::None, two_tags)),
        builder.test(customer, Predicate::Yes),
        builder.test(customer, Predicate::Known),
        builder.events_test(EventTest {
            measure: Measure::Count,
            rows: Rows { event: EventId(visit.0), filter: None, window: Window::Within(30) },
            comparison: Comparison::AtLeast(whole(1)),
        }),
    ];
    let lines = tests.iter().map(|condition| Line::When { points: 5, condition: *condition }).collect();
    let score = builder.score("fit", 0, 100, lines);
    let scored = builder.expr(Expr::Score(score, Comparison::AtLeast(whole(25))));
    let pairs: Vec<ExprId> = tests.windows(2).map(|pair| builder.expr(Expr::All(pair.to_vec()))).collect();
    let many = builder.expr(Expr::AtLeast(3, pairs));
    builder.rule(many, Some(scored), &[Conclusion::Place(Place::Stage(StageId(1)))]);
    builder.rule(scored, None, &[Conclusion::Place(Place::Stage(StageId(2)))]);
    builder.finish()
}

/// Leads with gaps here and there; those of another `series` have other texts.
fn leads(series: usize) -> Vec<Lead> {
    let lead = |at: usize| {
        let text = |some: &[&str]| some.get(at % some.len()).map(|text| format!("{text} {series}-{at}"));
        let email = |some: &[&str]| some.get(at % some.len()).map(|domain| format!("x{series}@{domain}"));
        let values = [
            Some(Value::Number(whole(at as i64 % 4))),
            Some(Value::Date(today().plus_days(-(at as i32 % 50)))),
            text(&["vp of sales", "vice president", "vip"]).map(Value::Text),
            email(&["a.io", "c.io"]).map(Value::Text),
            Some(Value::Choice(at as u32 % 3)),
            Some(Value::Choices(vec![at as u32 % 3, 2])),
            text(&["red", "green"]).map(|tag| Value::Texts(vec![tag, "blue".to_owned()])),
            Some(Value::YesNo(at.is_multiple_of(2))),
        ];
        let row = Row { date: today().plus_days(-(at as i32 % 50)), values: Vec::new() };
        let known =
            |(field, value): (usize, Option<Value>)| value.filter(|_| !(at + field).is_multiple_of(7));
        Lead {
            values: values.into_iter().enumerate().map(known).collect(),
            events: vec![Stream::Rows(vec![row])],
        }
    };
    (0..500).map(lead).collect()
}

#[test]
fn a_lead_takes_no_memory() {
    let plan = every_kind();
    let mut evaluator = Evaluator::new(&plan, today());
    for lead in leads(0) {
        assert_eq!(evaluator.result(&lead), evaluate(&plan, today(), &lead).found.result, "{lead:?}");
    }
    let others = leads(1);
    let taken = measure(|| others.iter().for_each(|lead| _ = evaluator.result(lead)));
    assert_eq!(taken.count_total, 0);
    for lead in others {
        assert_eq!(evaluator.result(&lead), evaluate(&plan, today(), &lead).found.result, "{lead:?}");
    }
}
