//! Status, assumptions and needs.

use qualify_eval::testing::{Builder, today};
use qualify_eval::{Status, Verdict};
use qualify_plan::{
    BandValue, Choices, Comparison, Conclusion, EventTest, ExitId, Expr, FactRef, FirstOf, Line, Measure,
    Place, Predicate, Rows, StageId, Stream, Table, TableBand, Type, Value, Values, Window,
};

use crate::support::{MQL, lead, number, row, verdict, whole};

fn industries() -> Type {
    Type::Choice(Choices { values: ["software", "retail"].map(str::to_owned).to_vec(), ordered: false })
}

/// The example of section 7.3: `industry is software and downloads >= 2`, downloads missing means 0.
fn software_and_downloads(industry: Option<u32>, downloads: Option<i64>) -> Verdict {
    let mut builder = Builder::new(&["Lead", "MQL"], &[]);
    let industry_field = FactRef::Field(builder.field("industry", industries()));
    let downloads_field = FactRef::Field(builder.field_or("downloads", Type::Count, Some(number(0))));
    let software = Predicate::In(builder.set(Values::Choices(vec![0])));
    let software = builder.test(industry_field, software);
    let two = builder.test(downloads_field, Predicate::Number(Comparison::AtLeast(whole(2))));
    let both = builder.expr(Expr::All(vec![software, two]));
    builder.rule(both, None, &[MQL]);
    verdict(builder, &lead(vec![industry.map(Value::Choice), downloads.map(number)], vec![]))
}

#[test]
fn a_default_makes_a_verdict_assumed() {
    let lead = Some(Place::Stage(StageId(0)));
    let cases = [
        (Some(0), None, Status::Assumed, vec!["downloads"]),
        (Some(1), None, Status::Settled, vec![]),
        (None, None, Status::Assumed, vec!["downloads"]),
        (Some(0), Some(0), Status::Settled, vec![]),
    ];
    for (industry, downloads, status, assumed) in cases {
        let verdict = software_and_downloads(industry, downloads);
        assert_eq!((verdict.found.result, verdict.status, verdict.assumed), (lead, status, owned(&assumed)));
    }
    let open = software_and_downloads(None, Some(2));
    assert_eq!((open.status, open.needs), (Status::Open, vec![owned(&["industry"])]));
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_gap_test_makes_a_verdict_assumed() {
    let mut builder = Builder::default();
    let field = FactRef::Field(builder.field("phone", Type::Text));
    let known = builder.test(field, Predicate::Known);
    builder.rule(known, None, &[MQL]);
    let verdict = verdict(builder, &lead(vec![None], vec![]));
    assert_eq!((verdict.status, verdict.assumed), (Status::Assumed, owned(&["phone"])));
    assert!(verdict.found.could_be.is_empty());
}

#[test]
fn an_unknown_line_makes_a_verdict_assumed() {
    let mut builder = Builder::default();
    let field = builder.field("size", Type::Count);
    let band = TableBand { value: BandValue::Numbers(None, None), points: 10 };
    let table = Table { field, bands: vec![band], otherwise: None, unknown: Some(0) };
    let fit = builder.score("fit", 0, 10, vec![Line::Table(table)]);
    let enough = builder.expr(Expr::Score(fit, Comparison::AtLeast(whole(10))));
    builder.rule(enough, None, &[MQL]);
    let verdict = verdict(builder, &lead(vec![None], vec![]));
    assert_eq!((verdict.status, verdict.assumed), (Status::Assumed, owned(&["size"])));
    assert!(verdict.found.scores[0].is_exact());
}

#[test]
fn an_exit_leaves_only_stronger_exits_open() {
    let mut builder = Builder::default();
    let fields = ["junk", "later", "mql"].map(|name| FactRef::Field(builder.field(name, Type::YesNo)));
    let places = [Place::Exit(ExitId(0)), Place::Exit(ExitId(1)), Place::Stage(StageId(1))];
    for (field, place) in fields.into_iter().zip(places) {
        let test = builder.test(field, Predicate::Yes);
        builder.rule(test, None, &[Conclusion::Place(place)]);
    }
    let could_be = |values: [Option<bool>; 3]| {
        let values = values.map(|value| value.map(Value::YesNo)).to_vec();
        verdict(builder.clone(), &lead(values, vec![])).found.could_be
    };
    assert_eq!(could_be([None, None, None]), places);
    assert_eq!(could_be([None, Some(true), None]), [places[0]]);
    assert_eq!(could_be([Some(true), None, None]), []);
    assert_eq!(could_be([Some(false), None, Some(true)]), [places[1]]);
}

#[test]
fn a_rule_counts_on_its_first_and_its_last_day() {
    let tomorrow = today().plus_days(1);
    let yesterday = today().plus_days(-1);
    let cases = [
        (None, None, true),
        (Some(today()), Some(today()), true),
        (Some(tomorrow), None, false),
        (None, Some(yesterday), false),
    ];
    for (from, until, active) in cases {
        let mut builder = Builder::default();
        let always = builder.expr(Expr::All(vec![]));
        let rule = builder.rule(always, None, &[MQL]);
        let declared = builder.rule_mut(rule).unwrap();
        (declared.from, declared.until) = (from, until);
        assert_eq!(verdict(builder, &lead(vec![], vec![])).found.meets.contains(&StageId(1)), active);
    }
}

#[test]
fn a_score_needs_what_its_open_lines_need() {
    let mut builder = Builder::default();
    let names = ["a", "b", "c", "d", "e"];
    let [a, b, c, d, e] = names.map(|name| {
        let field = FactRef::Field(builder.field(name, Type::YesNo));
        builder.test(field, Predicate::Yes)
    });
    let first = [a, b, c, d].map(|condition| FirstOf { points: 10, condition });
    let clamped = Line::Group {
        title: "always full".to_owned(),
        cap: 5,
        lines: vec![Line::When { points: 5, condition: c }, Line::When { points: 5, condition: e }],
    };
    let [first, same] = [20, 10].map(|points| {
        let mut lines = first.to_vec();
        lines[0].points = points;
        Line::FirstOf(lines)
    });
    let fit = builder.score("fit", 0, 100, vec![first, same, clamped]);
    let enough = builder.expr(Expr::Score(fit, Comparison::AtLeast(whole(30))));
    builder.rule(enough, None, &[MQL]);
    let values = [None, None, Some(true), None, None].map(|value| value.map(Value::YesNo)).to_vec();
    assert_eq!(verdict(builder, &lead(values, vec![])).needs, [owned(&["a", "b"])]);
}

#[test]
fn needs_name_fields_attributes_and_streams() {
    let mut builder = Builder::default();
    let since = builder.field("recycled_on", Type::Date);
    let call = builder.event("call", vec![("result", Type::Text, None)]);
    let visit = builder.event("visit", vec![]);
    let result = FactRef::Attribute(call, qualify_plan::AttributeId(0));
    let sold = Predicate::In(builder.set(Values::Texts(vec!["sold".to_owned()])));
    let sold = builder.test(result, sold);
    let any = |event, filter, window| EventTest {
        measure: Measure::Count,
        rows: Rows { event, filter, window },
        comparison: Comparison::AtLeast(whole(1)),
    };
    let calls = builder.events_test(any(call, Some(sold), Window::Since(since)));
    let visits = builder.events_test(any(visit, None, Window::Always));
    let both = builder.expr(Expr::All(vec![calls, visits]));
    builder.rule(both, None, &[MQL]);
    let rows = Stream::Rows(vec![row(3, vec![None])]);
    let verdict = verdict(builder, &lead(vec![None], vec![rows, Stream::NotCollected]));
    assert_eq!(verdict.needs, [owned(&["calls.result", "recycled_on", "visits"])]);
}
