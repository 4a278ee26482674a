//! Every aggregate over sure rows, maybe rows, rows that lack the attribute, and streams that were not collected.

use qualify_eval::testing::Builder;
use qualify_plan::{
    AttributeId, Choices, Comparison, EventTest, FactRef, Measure, Predicate, Row, Rows, Stream, Truth, Type,
    Value, Window,
};

use crate::support::{ago, lead, number, row, truth, whole};

const ANSWERED: AttributeId = AttributeId(0);
const MINUTES: AttributeId = AttributeId(1);
const RESULT: AttributeId = AttributeId(2);
const PRICE: AttributeId = AttributeId(3);

/// The truth of a test on calls that were answered, and of its negation by the comparison.
fn ask(measure: Measure, window: Window, comparison: Comparison<i64>, calls: Stream) -> Truth {
    let mut builder = Builder::default();
    builder.field("refused_on", Type::Date);
    let results = Choices { values: ["sold", "lost"].map(str::to_owned).to_vec(), ordered: false };
    let event = builder.event(
        "call",
        vec![
            ("answered", Type::YesNo, None),
            ("minutes", Type::Count, None),
            ("result", Type::Choice(results), None),
            ("price", Type::Number, None),
        ],
    );
    let answered = builder.test(FactRef::Attribute(event, ANSWERED), Predicate::Yes);
    let rows = Rows { event, filter: Some(answered), window };
    let comparison = match comparison {
        Comparison::Is(v) => Comparison::Is(whole(v)),
        Comparison::AtLeast(v) => Comparison::AtLeast(whole(v)),
        Comparison::MoreThan(v) => Comparison::MoreThan(whole(v)),
        Comparison::AtMost(v) => Comparison::AtMost(whole(v)),
        Comparison::LessThan(v) => Comparison::LessThan(whole(v)),
        Comparison::Between(v, w) => Comparison::Between(whole(v), whole(w)),
    };
    let test = builder.events_test(EventTest { measure, rows, comparison });
    truth(builder, test, &lead(vec![None], vec![calls]))
}

/// The interval of a measure, found by asking: `None` is no end, within -50 to 50.
fn measured(measure: Measure, window: Window, calls: &[Row]) -> (Option<i64>, Option<i64>) {
    interval(measure, window, &Stream::Rows(calls.to_vec()))
}

fn interval(measure: Measure, window: Window, calls: &Stream) -> (Option<i64>, Option<i64>) {
    let ask = |comparison| ask(measure, window, comparison, calls.clone());
    let lo = (-50..=50).rev().find(|n| ask(Comparison::AtLeast(*n)) == Truth::Yes);
    let hi = (-50..=50).find(|n| ask(Comparison::AtMost(*n)) == Truth::Yes);
    (lo, hi)
}

fn call(
    days: i32,
    answered: Option<bool>,
    minutes: Option<i64>,
    result: Option<u32>,
    price: Option<i64>,
) -> Row {
    let values =
        vec![answered.map(Value::YesNo), minutes.map(number), result.map(Value::Choice), price.map(number)];
    row(days, values)
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn counts_of_sure_and_maybe_rows() {
    let calls = [
        call(0, YES, None, None, None),
        call(0, YES, None, None, None),
        call(3, None, None, None, None),
        call(3, NO, None, None, None),
    ];
    assert_eq!(measured(Measure::Count, Window::Always, &calls), (Some(2), Some(3)));
    assert_eq!(measured(Measure::Days, Window::Always, &calls), (Some(1), Some(2)));
    assert_eq!(measured(Measure::Count, Window::Within(2), &calls), (Some(2), Some(2)));
    assert_eq!(measured(Measure::Count, Window::Always, &[]), (Some(0), Some(0)));
}

#[test]
fn rows_of_tomorrow_do_not_exist() {
    let calls = [call(-1, YES, None, None, None), call(0, YES, None, None, None)];
    assert_eq!(measured(Measure::Count, Window::Always, &calls), (Some(1), Some(1)));
}

#[test]
fn the_limit_of_a_window_is_inside_it() {
    let calls = [call(30, YES, None, None, None), call(31, YES, None, None, None)];
    assert_eq!(measured(Measure::Count, Window::Within(30), &calls), (Some(1), Some(1)));
}

#[test]
fn since_is_strictly_after_the_day() {
    let calls = || Stream::Rows(vec![call(5, YES, None, None, None), call(6, YES, None, None, None)]);
    for (since, expected) in [
        (Some(Value::Date(ago(6))), Comparison::Is(whole(1))),
        (Some(Value::Date(ago(5))), Comparison::Is(whole(0))),
        (Some(Value::Never), Comparison::Is(whole(2))),
    ] {
        assert_eq!(count_since(since, calls(), expected), Truth::Yes);
    }
    assert_eq!(count_since(None, calls(), Comparison::Is(whole(2))), Truth::Unknown);
    assert_eq!(count_since(None, calls(), Comparison::AtMost(whole(2))), Truth::Yes);
}

fn count_since(since: Option<Value>, calls: Stream, comparison: Comparison<qualify_plan::Decimal>) -> Truth {
    let mut builder = Builder::default();
    let field = builder.field("refused_on", Type::Date);
    let event = builder.event("call", vec![]);
    let rows = Rows { event, filter: None, window: Window::Since(field) };
    let test = builder.events_test(EventTest { measure: Measure::Count, rows, comparison });
    truth(builder, test, &lead(vec![since], vec![calls]))
}

#[test]
fn distinct_values_and_rows_that_lack_them() {
    let distinct = |calls: &[Row]| measured(Measure::Distinct(MINUTES), Window::Always, calls);
    let known = |minutes| call(0, YES, Some(minutes), None, None);
    let lacking = call(0, YES, None, None, None);
    let maybe = |minutes| call(0, None, minutes, None, None);
    assert_eq!(distinct(&[known(1), known(1), known(2)]), (Some(2), Some(2)));
    assert_eq!(distinct(std::slice::from_ref(&lacking)), (Some(1), Some(1)));
    assert_eq!(distinct(&[lacking.clone(), lacking.clone()]), (Some(1), Some(2)));
    assert_eq!(distinct(&[known(1), lacking.clone()]), (Some(1), Some(2)));
    assert_eq!(distinct(&[known(1), maybe(Some(2)), maybe(None)]), (Some(1), Some(3)));
    assert_eq!(distinct(&[maybe(None)]), (Some(0), Some(1)));
}

#[test]
fn there_are_no_more_distinct_values_than_choices() {
    let distinct = |calls: &[Row]| measured(Measure::Distinct(RESULT), Window::Always, calls);
    let lacking = call(0, YES, None, None, None);
    assert_eq!(distinct(&[lacking.clone(), lacking.clone(), lacking]), (Some(1), Some(2)));
}

#[test]
fn sums_of_counts_have_no_upper_end_where_one_is_missing() {
    let sum = |calls: &[Row]| measured(Measure::Sum(MINUTES), Window::Always, calls);
    let (sure, maybe) = (call(0, YES, Some(5), None, None), call(0, None, Some(3), None, None));
    assert_eq!(sum(&[]), (Some(0), Some(0)));
    assert_eq!(sum(&[sure.clone(), sure.clone(), maybe.clone()]), (Some(10), Some(13)));
    assert_eq!(sum(&[sure.clone(), call(0, YES, None, None, None)]), (Some(5), None));
    assert_eq!(sum(&[sure, maybe, call(0, None, None, None, None)]), (Some(5), None));
}

#[test]
fn sums_of_numbers_have_no_end_where_one_is_missing() {
    let sum = |calls: &[Row]| measured(Measure::Sum(PRICE), Window::Always, calls);
    let price = |answered, price| call(0, answered, None, None, Some(price));
    assert_eq!(sum(&[price(YES, 5), price(YES, -2)]), (Some(3), Some(3)));
    assert_eq!(sum(&[price(YES, 5), price(None, -2), price(None, 4)]), (Some(3), Some(9)));
    assert_eq!(sum(&[price(YES, 5), call(0, None, None, None, None)]), (None, None));
}

#[test]
fn what_is_not_collected_may_be_anything() {
    let interval = |measure| interval(measure, Window::Always, &Stream::NotCollected);
    assert_eq!(interval(Measure::Count), (Some(0), None));
    assert_eq!(interval(Measure::Days), (Some(0), None));
    assert_eq!(interval(Measure::Distinct(MINUTES)), (Some(0), None));
    assert_eq!(interval(Measure::Distinct(RESULT)), (Some(0), Some(2)));
    assert_eq!(interval(Measure::Sum(MINUTES)), (Some(0), None));
    assert_eq!(interval(Measure::Sum(PRICE)), (None, None));
}

#[test]
fn intervals_are_compared() {
    // One sure call and one that may count: 1 to 2.
    let calls = || Stream::Rows(vec![call(0, YES, None, None, None), call(0, None, None, None, None)]);
    let (yes, unknown, no) = (Truth::Yes, Truth::Unknown, Truth::No);
    let cases = [
        (Comparison::AtLeast(1), yes),
        (Comparison::AtLeast(2), unknown),
        (Comparison::AtLeast(3), no),
        (Comparison::MoreThan(0), yes),
        (Comparison::MoreThan(1), unknown),
        (Comparison::MoreThan(2), no),
        (Comparison::AtMost(2), yes),
        (Comparison::AtMost(1), unknown),
        (Comparison::AtMost(0), no),
        (Comparison::LessThan(3), yes),
        (Comparison::LessThan(2), unknown),
        (Comparison::LessThan(1), no),
        (Comparison::Is(0), no),
        (Comparison::Is(1), unknown),
        (Comparison::Is(3), no),
        (Comparison::Between(0, 2), yes),
        (Comparison::Between(2, 5), unknown),
        (Comparison::Between(3, 5), no),
    ];
    for (comparison, expected) in cases {
        assert_eq!(ask(Measure::Count, Window::Always, comparison, calls()), expected, "{comparison:?}");
    }
}
