//! Verdicts as people and programs read them: canonical text, JSON, CSV, the nearest stage.

use qualify_eval::testing::{Builder, today};
use qualify_eval::{csv, evaluate, explain, json};
use qualify_plan::{
    Choices, Combine, Comparison, Conclusion, Currency, DateTest, EventTest, Expr, ExprId, FactRef, Lead,
    Line, Measure, Origin, Place, Plan, Predicate, Rows, StageId, Stream, Type, Value, Values, Window, print,
};

use crate::support::{MQL, lead, number, row, whole};

const SQL: Conclusion = Conclusion::Place(Place::Stage(StageId(2)));

/// Section 7.5's program: two rules, three facts of four.
fn inbound() -> Plan {
    let mut builder = Builder::new(&["Lead", "MQL", "SQL"], &["Disqualified"]);
    let industries = ["software", "Computer Software", "retail"].map(str::to_owned).to_vec();
    let industries = Type::Choice(Choices { values: industries, ordered: false });
    let field = |builder: &mut Builder, name: &str, ty: Type| FactRef::Field(builder.field(name, ty));
    let industry = field(&mut builder, "industry", industries);
    let downloads = FactRef::Field(builder.field_or("downloads", Type::Count, Some(number(0))));
    let budget = field(&mut builder, "budget", Type::Money(Currency::parse("USD").unwrap()));
    let authority = field(&mut builder, "has_authority", Type::YesNo);
    let need = field(&mut builder, "need_confirmed", Type::YesNo);
    let buying_by = field(&mut builder, "buying_by", Type::Date);
    let icp = Predicate::In(builder.set(Values::Choices(vec![0, 1])));
    let icp = builder.test(industry, icp);
    let two = builder.test(downloads, Predicate::Number(Comparison::AtLeast(whole(2))));
    let marketing = builder.expr(Expr::All(vec![icp, two]));
    let authority = builder.test(authority, Predicate::Yes);
    let parts = vec![
        builder.test(budget, Predicate::Number(Comparison::AtLeast(whole(20_000)))),
        authority,
        builder.test(need, Predicate::Yes),
        builder.test(buying_by, Predicate::Date(DateTest::WithinNext(180))),
    ];
    let mql = builder.expr(Expr::Place(Place::Stage(StageId(1))));
    let bant = builder.expr(Expr::AtLeast(3, parts));
    let bant = builder.expr(Expr::All(vec![mql, bant]));
    let play = builder.outcome("play", Combine::OneValue, &["sales_call", "nudge"]);
    let tags = builder.outcome("tags", Combine::KeepAll, &["b", "a"]);
    builder.rule(
        marketing,
        None,
        &[MQL, Conclusion::Outcome(play, 0), Conclusion::Outcome(tags, 0), Conclusion::Outcome(tags, 1)],
    );
    builder.rule(bant, None, &[SQL]);
    let lines =
        [(30, icp), (10, authority)].map(|(points, condition)| Line::When { points, condition }).to_vec();
    let fit = builder.score("fit", 0, 100, lines);
    builder.grade("heat", fit, "cold", &[("warm", 30), ("hot", 40)]);
    let mut plan = builder.finish();
    plan.program.file = "inbound.rules".to_owned();
    plan.program.digest = "sha256:0".to_owned();
    plan.program.rules = vec![Origin { file: "inbound.rules".to_owned(), line: 49 }; 2];
    plan
}

fn ana() -> Lead {
    lead(vec![Some(Value::Choice(1)), Some(number(2)), None, None, None, None], vec![])
}

#[test]
fn json_has_the_keys_of_the_language_in_their_order() {
    let plan = inbound();
    let (verdict, explanation) = (evaluate(&plan, today(), &ana()), explain(&plan, today(), &ana()));
    let unreadable = [json::Unreadable { name: "seats".to_owned(), text: "a few".to_owned() }];
    let reported = json::Reported { key: "L-1041", unreadable: &unreadable, diagnostics: &[] };
    let json = json::verdict(&plan, today(), reported, &verdict, &explanation);
    insta::assert_snapshot!(format!("{json:#}"));
}

#[test]
fn csv_has_a_cell_for_every_column() {
    let plan = inbound();
    let verdict = evaluate(&plan, today(), &ana());
    let cell = |column: csv::Column| format!("{}: {}", column.name(), csv::cell(&plan, &verdict, column));
    let cells: Vec<String> = csv::Column::ALL.into_iter().map(cell).collect();
    insta::assert_snapshot!(cells.join("\n"));
}

#[test]
fn conditions_are_printed_in_the_words_of_the_language() {
    let mut builder = Builder::default();
    let fact = |builder: &mut Builder, name: &str, ty: Type| FactRef::Field(builder.field(name, ty));
    let plan_field = fact(
        &mut builder,
        "plan",
        Type::Choice(Choices { values: ["free", "no", "5-20"].map(str::to_owned).to_vec(), ordered: true }),
    );
    let usage = fact(&mut builder, "usage", Type::Percent);
    let page = fact(&mut builder, "page", Type::Text);
    let due = fact(&mut builder, "due", Type::Date);
    let visit = builder.event(
        "visit",
        vec![("page", Type::Text, None), ("seen", Type::YesNo, None), ("due", Type::Date, None)],
    );
    let attribute = |at| FactRef::Attribute(visit, qualify_plan::AttributeId(at));
    let texts = |texts: &[&str]| Values::Texts(texts.iter().map(|text| (*text).to_owned()).collect());
    let one = builder.set(texts(&["/pricing"]));
    let two = builder.set(texts(&["a", "b"]));
    let free = builder.set(Values::Choices(vec![0]));
    let some = builder.set(Values::Choices(vec![1, 2]));
    let tests = [
        (plan_field, Predicate::In(free), "plan is free", "plan is not free"),
        (plan_field, Predicate::In(some), "plan in [\"no\", \"5-20\"]", "plan not in [\"no\", \"5-20\"]"),
        (plan_field, Predicate::Rank(Comparison::AtMost(2)), "plan <= \"5-20\"", "not plan <= \"5-20\""),
        (plan_field, Predicate::Known, "plan is known", "plan is unknown"),
        (usage, Predicate::Number(Comparison::AtLeast(whole(80))), "usage >= 80%", "not usage >= 80%"),
        (usage, Predicate::Number(Comparison::Is(whole(80))), "usage is 80%", "usage is not 80%"),
        (
            page,
            Predicate::Text(qualify_plan::TextTest::StartsWith, one),
            "page starts with \"/pricing\"",
            "page not starts with \"/pricing\"",
        ),
        (
            page,
            Predicate::Text(qualify_plan::TextTest::HasWord, two),
            "page has word any of [\"a\", \"b\"]",
            "page not has word any of [\"a\", \"b\"]",
        ),
        (due, Predicate::Date(DateTest::Within(1)), "due within 1 day", "due not within 1 day"),
        (due, Predicate::Date(DateTest::Never), "due is never", "due is not never"),
        (
            due,
            Predicate::Date(DateTest::MoreThanAgo(30)),
            "due more than 30 days ago",
            "not due more than 30 days ago",
        ),
    ];
    for (fact, predicate, expected, negated) in tests {
        let test = builder.test(fact, predicate);
        let not = builder.not(test);
        assert_eq!(print::expr(builder.plan(), test), expected);
        assert_eq!(print::expr(builder.plan(), not), negated);
    }
    let free = builder.test(plan_field, Predicate::In(free));
    let known = builder.test(page, Predicate::Known);
    let hot = builder.test(usage, Predicate::Number(Comparison::MoreThan(whole(1))));
    let or = builder.expr(Expr::Any(vec![free, known]));
    let and = builder.expr(Expr::All(vec![or, hot]));
    let not = builder.not(and);
    let least = builder.expr(Expr::AtLeast(2, vec![free, and, not]));
    let all = builder.expr(Expr::All(vec![least, hot]));
    assert_eq!(print::expr(builder.plan(), and), "(plan is free or page is known) and usage > 1%");
    assert_eq!(print::expr(builder.plan(), not), "not ((plan is free or page is known) and usage > 1%)");
    assert_eq!(
        print::expr(builder.plan(), all),
        "(at least 2 of: plan is free, (plan is free or page is known) and usage > 1%, \
         not ((plan is free or page is known) and usage > 1%)) and usage > 1%"
    );
    let pricing = builder.test(attribute(0), Predicate::Text(qualify_plan::TextTest::StartsWith, one));
    let seen = builder.test(attribute(1), Predicate::Yes);
    let soon = builder.test(attribute(2), Predicate::Date(DateTest::WithinNext(5)));
    let both = builder.expr(Expr::All(vec![pricing, seen]));
    let events = [
        (
            Measure::Count,
            Some(pricing),
            Window::Within(30),
            Comparison::AtLeast(3),
            "count of visits where page starts with \"/pricing\" within 30 days >= 3",
        ),
        (
            Measure::Count,
            Some(seen),
            Window::Always,
            Comparison::AtLeast(3),
            "count of visits where (seen) >= 3",
        ),
        (
            Measure::Count,
            Some(seen),
            Window::Within(14),
            Comparison::AtLeast(1),
            "any visits where seen within 14 days",
        ),
        (
            Measure::Count,
            Some(soon),
            Window::Always,
            Comparison::Is(0),
            "no visits where (due within next 5 days)",
        ),
        (
            Measure::Count,
            Some(both),
            Window::Always,
            Comparison::AtLeast(1),
            "any visits where (page starts with \"/pricing\" and seen)",
        ),
        (
            Measure::Days,
            None,
            Window::Since(qualify_plan::FieldId(3)),
            Comparison::Between(1, 2),
            "days with visits since due between 1 and 2",
        ),
        (
            Measure::Distinct(qualify_plan::AttributeId(0)),
            None,
            Window::Always,
            Comparison::Is(2),
            "count of distinct page in visits is 2",
        ),
    ];
    for (measure, filter, window, comparison, expected) in events {
        let comparison = match comparison {
            Comparison::Is(v) => Comparison::Is(whole(v)),
            Comparison::Between(v, w) => Comparison::Between(whole(v), whole(w)),
            Comparison::AtLeast(v) => Comparison::AtLeast(whole(v)),
            _ => unreachable!(),
        };
        let rows = Rows { event: visit, filter, window };
        let test = builder.events_test(EventTest { measure, rows, comparison });
        assert_eq!(print::expr(builder.plan(), test), expected);
    }
}

#[test]
fn a_residual_keeps_only_what_is_unknown() {
    let mut builder = Builder::default();
    let fields = ["a", "b", "c", "d"].map(|name| FactRef::Field(builder.field(name, Type::YesNo)));
    let tests = fields.map(|field| builder.test(field, Predicate::Yes));
    let least = builder.expr(Expr::AtLeast(2, tests.to_vec()));
    let any = builder.expr(Expr::Any(vec![tests[3], tests[2]]));
    let all = builder.expr(Expr::All(vec![tests[0], least, any]));
    builder.rule(all, Some(tests[1]), &[MQL]);
    let values = [Some(true), None, None, Some(false)].map(|value| value.map(Value::YesNo)).to_vec();
    let explanation = explain(&builder.finish(), today(), &lead(values, vec![]));
    assert_eq!(explanation.open[0].rules[0].text, "(at least 1 of: b, c) and c and not b");
    assert_eq!(explanation.open[0].needs, ["b", "c"]);
}

#[test]
fn a_deep_plan_is_evaluated_and_explained() {
    // Stages that need one another, in a chain longer than any stack is deep.
    let names: Vec<String> = (0..20_000).map(|at| format!("S{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut plan = Builder::new(&["Lead"], &[]).finish();
    let stage = |name: &&str, truth| qualify_plan::Stage {
        name: (*name).to_owned(),
        label: None,
        owner: None,
        truth: ExprId(truth),
    };
    plan.fields = {
        let mut builder = Builder::default();
        builder.field("a", Type::YesNo);
        builder.plan().fields.clone()
    };
    let subject = qualify_plan::Subject { fact: FactRef::Field(qualify_plan::FieldId(0)), domain: false };
    plan.exprs =
        vec![Expr::All(vec![]), Expr::Test(qualify_plan::Test { subject, predicate: Predicate::Yes })];
    plan.stages = vec![stage(&"Lead", 0), stage(&"S", 1)];
    for (at, name) in names.iter().enumerate() {
        plan.exprs.push(Expr::Place(Place::Stage(StageId::from_index(at + 1))));
        plan.exprs.push(Expr::Any(vec![ExprId::from_index(plan.exprs.len() - 1)]));
        plan.stages.push(stage(name, u32::try_from(plan.exprs.len() - 1).unwrap()));
    }
    plan.steps = (0..plan.exprs.len()).map(|at| qualify_plan::Step::Expr(ExprId::from_index(at))).collect();
    let last = StageId::from_index(plan.stages.len() - 1);
    let lead = lead(vec![Some(Value::YesNo(true))], vec![]);
    assert_eq!(evaluate(&plan, today(), &lead).found.stage, Some(last));
}

#[test]
fn the_facts_behind_a_rule_are_those_that_make_it_true() {
    let mut builder = Builder::default();
    let a = FactRef::Field(builder.field("a", Type::YesNo));
    let b = FactRef::Field(builder.field("b", Type::YesNo));
    let visit = builder.event("visit", vec![]);
    let (a, b) = (builder.test(a, Predicate::Yes), builder.test(b, Predicate::Yes));
    let rows = Rows { event: visit, filter: None, window: Window::Within(30) };
    let visits = builder.events_test(EventTest {
        measure: Measure::Count,
        rows,
        comparison: Comparison::AtLeast(whole(1)),
    });
    let any = builder.expr(Expr::Any(vec![a, visits]));
    builder.rule(any, Some(b), &[MQL]);
    let values = vec![None, Some(Value::YesNo(false))];
    let events = vec![Stream::Rows(vec![row(1, vec![]), row(2, vec![])])];
    let explanation = explain(&builder.finish(), today(), &lead(values, events));
    let facts = explanation.because[0].facts.iter();
    let facts: Vec<_> =
        facts.map(|fact| (fact.test.as_str(), json::shown(&fact.value).to_string())).collect();
    assert_eq!(facts, [("any visits within 30 days", "2".to_owned()), ("not b", "false".to_owned())]);
}
