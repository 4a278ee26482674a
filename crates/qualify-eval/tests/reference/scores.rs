//! Every kind of line of a score.

use qualify_eval::Points;
use qualify_eval::testing::Builder;
use qualify_plan::{
    AttributeId, BandValue, Choices, Each, EachOf, EventId, ExprId, FactRef, Fade, FieldId, FirstOf, Line,
    Predicate, Row, Rows, Sign, Stream, Table, TableBand, Type, Value, Window,
};

use crate::support::{lead, number, row, verdict, whole};

/// Fields `a` and `b` (yes/no), `n` (a count) and the event `call` with `answered` and `result` (one of two).
struct World {
    builder: Builder,
    a: ExprId,
    b: ExprId,
}

const N: FieldId = FieldId(2);
const ANSWERED: AttributeId = AttributeId(0);
const RESULT: AttributeId = AttributeId(1);

impl World {
    fn new() -> Self {
        let mut builder = Builder::default();
        let a = FactRef::Field(builder.field("a", Type::YesNo));
        let b = FactRef::Field(builder.field("b", Type::YesNo));
        builder.field("n", Type::Count);
        let results = Choices { values: ["sold", "lost"].map(str::to_owned).to_vec(), ordered: false };
        builder.event("call", vec![("answered", Type::YesNo, None), ("result", Type::Choice(results), None)]);
        let (a, b) = (builder.test(a, Predicate::Yes), builder.test(b, Predicate::Yes));
        Self { builder, a, b }
    }

    /// Calls that were answered.
    fn calls(&mut self) -> Rows {
        let answered = self.builder.test(FactRef::Attribute(EventId(0), ANSWERED), Predicate::Yes);
        Rows { event: EventId(0), filter: Some(answered), window: Window::Always }
    }

    fn score(mut self, lines: Vec<Line>, facts: Facts) -> (i64, i64) {
        self.builder.score("fit", -1_000_000, 1_000_000, lines);
        let values = vec![facts.a.map(Value::YesNo), facts.b.map(Value::YesNo), facts.n.map(number)];
        let Points { from, to } = verdict(self.builder, &lead(values, vec![facts.calls])).found.scores[0];
        (from, to)
    }
}

struct Facts {
    a: Option<bool>,
    b: Option<bool>,
    n: Option<i64>,
    calls: Stream,
}

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

fn facts(a: Option<bool>, b: Option<bool>) -> Facts {
    Facts { a, b, n: None, calls: Stream::Rows(vec![]) }
}

fn calls(calls: Vec<Row>) -> Facts {
    Facts { calls: Stream::Rows(calls), ..facts(None, None) }
}

fn call(days: i32, answered: Option<bool>, result: Option<u32>) -> Row {
    row(days, vec![answered.map(Value::YesNo), result.map(Value::Choice)])
}

#[test]
fn points_when() {
    for (points, a, expected) in [
        (10, YES, (10, 10)),
        (10, NO, (0, 0)),
        (10, None, (0, 10)),
        (-5, YES, (-5, -5)),
        (-5, NO, (0, 0)),
        (-5, None, (-5, 0)),
    ] {
        let world = World::new();
        let line = Line::When { points, condition: world.a };
        assert_eq!(world.score(vec![line], facts(a, None)), expected);
    }
}

#[test]
fn first_of_stops_at_the_first_that_is_sure() {
    for (a, b, expected) in [
        (YES, None, (30, 30)),
        (NO, YES, (15, 15)),
        (NO, NO, (0, 0)),
        (NO, None, (0, 15)),
        (None, YES, (15, 30)),
        (None, NO, (0, 30)),
        (None, None, (0, 30)),
    ] {
        let world = World::new();
        let lines =
            vec![FirstOf { points: 30, condition: world.a }, FirstOf { points: 15, condition: world.b }];
        assert_eq!(world.score(vec![Line::FirstOf(lines)], facts(a, b)), expected, "{a:?} {b:?}");
    }
}

#[test]
fn best_of_takes_the_larger_ends() {
    for (a, b, expected) in [(YES, YES, (5, 5)), (YES, None, (3, 5)), (NO, NO, (0, 0)), (None, None, (0, 5))]
    {
        let world = World::new();
        let (three, five) =
            (Line::When { points: 3, condition: world.a }, Line::When { points: 5, condition: world.b });
        assert_eq!(world.score(vec![Line::BestOf(vec![three, five])], facts(a, b)), expected);
    }
    let world = World::new();
    let minus = Line::When { points: -5, condition: world.a };
    assert_eq!(world.score(vec![Line::BestOf(vec![minus])], facts(YES, None)), (-5, -5));
}

#[test]
fn groups_clamp_their_sum_at_both_ends() {
    for (points, expected) in [(8, (10, 10)), (4, (8, 8)), (-8, (-10, -10))] {
        let world = World::new();
        let line = || Line::When { points, condition: world.a };
        let group = Line::Group { title: "g".to_owned(), cap: 10, lines: vec![line(), line()] };
        assert_eq!(world.score(vec![group], facts(YES, None)), expected);
    }
}

fn each(of: EachOf, points: i64) -> Each {
    Each { sign: Sign::Add, points, of, fade: None, cap: None }
}

#[test]
fn points_for_each_row_day_and_value() {
    let rows = || {
        calls(vec![
            call(1, YES, Some(0)),
            call(1, YES, Some(0)),
            call(2, YES, None),
            call(3, None, Some(1)),
            call(4, NO, Some(1)),
        ])
    };
    let score = |of: fn(Rows) -> EachOf| {
        let mut world = World::new();
        let of = of(world.calls());
        world.score(vec![Line::Each(each(of, 10))], rows())
    };
    assert_eq!(score(EachOf::Rows), (30, 40));
    assert_eq!(score(EachOf::Days), (20, 30));
    assert_eq!(score(|rows| EachOf::Distinct(RESULT, rows)), (10, 20));
}

#[test]
fn points_for_each_of_a_count() {
    for (n, cap, expected) in [(Some(3), None, (6, 6)), (Some(3), Some(5), (5, 5)), (None, Some(5), (0, 5))] {
        let line = Line::Each(Each { cap, ..each(EachOf::Field(N), 2) });
        assert_eq!(World::new().score(vec![line], Facts { n, ..facts(None, None) }), expected);
    }
    let line = Line::Each(each(EachOf::Field(N), 2));
    assert_eq!(World::new().score(vec![line], facts(None, None)), (0, 1_000_000));
}

#[test]
fn what_is_subtracted_is_negated_after_the_cap() {
    let mut world = World::new();
    let of = EachOf::Rows(world.calls());
    let line = Each { sign: Sign::Subtract, cap: Some(15), ..each(of, 10) };
    let rows = calls(vec![call(1, YES, None), call(2, YES, None), call(3, None, None)]);
    assert_eq!(world.score(vec![Line::Each(line)], rows), (-15, -15));
}

#[test]
fn streams_that_were_not_collected() {
    let not_collected = || Facts { calls: Stream::NotCollected, ..facts(None, None) };
    let score = |of: fn(Rows) -> EachOf, cap, sign| {
        let mut world = World::new();
        let of = of(world.calls());
        world.score(vec![Line::Each(Each { cap, sign, ..each(of, 10) })], not_collected())
    };
    assert_eq!(score(EachOf::Rows, None, Sign::Add), (0, 1_000_000));
    assert_eq!(score(EachOf::Rows, None, Sign::Subtract), (-1_000_000, 0));
    assert_eq!(score(EachOf::Days, Some(25), Sign::Add), (0, 25));
    assert_eq!(score(|rows| EachOf::Distinct(RESULT, rows), None, Sign::Add), (0, 20));
}

#[test]
fn weights_fall_with_age() {
    // Ages 0, 15, 30 and 31 fading over 30 days: 1 + 1/2 + 0 + 0, times 7, rounded down.
    let ages = || calls([0, 15, 30, 31].map(|days| call(days, YES, None)).to_vec());
    let faded = |fade, points, rows| {
        let mut world = World::new();
        let of = EachOf::Rows(world.calls());
        world.score(vec![Line::Each(Each { fade: Some(fade), ..each(of, points) })], rows)
    };
    assert_eq!(faded(Fade::Over(30), 7, ages()), (10, 10));
    // Halving every 15 days: 1 + 1/2 + 1/4 + 1/4 = 2, times 7.
    assert_eq!(faded(Fade::HalvingEvery(15), 7, ages()), (14, 14));
    // Weights are summed before rounding: three thirds make one.
    let thirds = calls(vec![call(2, YES, None), call(2, YES, None), call(2, YES, None)]);
    assert_eq!(faded(Fade::Over(3), 1, thirds), (1, 1));
    // Nothing is left from the thirtieth halving on: 8,192 rows of weight 1 / 2^29, times 10,000, are below 1.
    let old = |days| calls(vec![call(days, YES, None); 8_192]);
    assert_eq!(faded(Fade::HalvingEvery(1), 10_000, old(13)), (10_000, 10_000));
    assert_eq!(faded(Fade::HalvingEvery(1), 10_000, old(29)), (0, 0));
    let many = |days| calls(vec![call(days, YES, None); 60_000]);
    assert_eq!(faded(Fade::HalvingEvery(1), 10_000, many(29)), (1, 1));
    assert_eq!(faded(Fade::HalvingEvery(1), 10_000, many(30)), (0, 0));
}

#[test]
fn a_distinct_value_weighs_as_its_newest_row() {
    let score = |rows: Vec<Row>| {
        let mut world = World::new();
        let of = EachOf::Distinct(RESULT, world.calls());
        let fade = Some(Fade::Over(10));
        world.score(vec![Line::Each(Each { fade, ..each(of, 10) })], calls(rows))
    };
    assert_eq!(score(vec![call(2, YES, Some(0)), call(7, YES, Some(0))]), (8, 8));
    // A newer row that lacks the value may be of the same value: 9 at least; of the other one: 8 + 9.
    assert_eq!(score(vec![call(2, YES, Some(0)), call(1, YES, None)]), (9, 17));
    // An older one adds nothing for sure.
    assert_eq!(score(vec![call(2, YES, Some(0)), call(7, YES, None)]), (8, 11));
    // Never more values than there are choices.
    assert_eq!(score(vec![call(2, YES, None), call(1, YES, None), call(0, YES, None)]), (10, 19));
}

#[test]
fn tables_give_the_points_of_a_band() {
    let table = |otherwise, unknown| {
        let band = |from: Option<i64>, to: Option<i64>, points| TableBand {
            value: BandValue::Numbers(from.map(whole), to.map(whole)),
            points,
        };
        let bands = vec![band(None, Some(4), -5), band(Some(5), Some(9), 10)];
        Line::Table(Table { field: N, bands, otherwise, unknown })
    };
    for (n, unknown, expected) in [
        (Some(0), None, (-5, -5)),
        (Some(4), None, (-5, -5)),
        (Some(5), None, (10, 10)),
        (Some(9), None, (10, 10)),
        (Some(10), None, (20, 20)),
        (None, None, (-5, 20)),
        (None, Some(3), (3, 3)),
        (Some(5), Some(3), (10, 10)),
    ] {
        let found = World::new().score(vec![table(Some(20), unknown)], Facts { n, ..facts(None, None) });
        assert_eq!(found, expected, "{n:?}");
    }
}

#[test]
fn scores_add_other_scores_after_clamping_them() {
    let World { mut builder, a, .. } = World::new();
    let inner = builder.score("inner", 0, 10, vec![Line::When { points: 25, condition: a }]);
    builder.score("outer", 0, 100, vec![Line::Score(inner), Line::Score(inner)]);
    builder.grade("heat", inner, "cold", &[("warm", 5), ("hot", 10)]);
    let values = vec![None, None, None];
    let found = verdict(builder, &lead(values, vec![Stream::Rows(vec![])])).found;
    assert_eq!(found.scores[1], Points { from: 0, to: 20 });
    assert_eq!(found.grades[0], [0, 1, 2]);
}
