//! Programs on which an answer was once wrong, each with the answer that is right.
#![cfg(test)]

use qualify_analysis::{Analysis, Answer, Demand};
use qualify_eval::testing::{Builder, today};
use qualify_plan::{
    AttributeId, Combine, Comparison, Conclusion, Decimal, Each, EachOf, EventId, EventTest, Expr, ExprId,
    FactRef, Line, Measure, Membership, Place, Predicate, Rows, RuleId, Sign, StageId, Truth, Type, Values,
    Window,
};

/// Whoever meets the first and the third rule meets the second, too; all the same the first and the third conflict.
#[test]
fn pairs_of_rules_that_conflict_do_not_hide_behind_each_other() {
    let mut builder = Builder::default();
    let [big, new] = ["big", "new"].map(|name| builder.field(name, Type::YesNo));
    let [big, new] = [big, new].map(|field| builder.test(FactRef::Field(field), Predicate::Yes));
    let either = builder.expr(Expr::Any(vec![big, new]));
    let desk = builder.outcome("desk", Combine::OneValue, &["east", "west", "north"]);
    for (value, when) in [big, either, new].into_iter().enumerate() {
        builder.rule(when, None, &[Conclusion::Outcome(desk, u32::try_from(value).unwrap())]);
    }
    let plan = builder.finish();
    let conflicts = Analysis::new(&plan, today()).conflicts(desk);
    let mut pairs: Vec<(RuleId, RuleId)> = conflicts.found.iter().map(|conflict| conflict.rules).collect();
    pairs.sort_unstable();
    let all = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| (RuleId(a), RuleId(b)));
    assert!(conflicts.are_all);
    assert_eq!(pairs, all);
}

/// Without caps the points of this score are too many to tell apart; that must not be taken for "always the lowest".
#[test]
fn scores_that_are_too_wide_to_look_into_may_have_any_points_of_their_range() {
    let mut builder = Builder::default();
    let seats = builder.field("seats", Type::Count);
    let each = |sign| Line::Each(Each { sign, points: 3, of: EachOf::Field(seats), fade: None, cap: None });
    let wide = builder.score("wide", 0, 9, vec![each(Sign::Add), each(Sign::Subtract)]);
    let sum = builder.score("sum", 0, 20, vec![Line::Score(wide)]);
    let limit = Comparison::AtLeast(Decimal::whole(9).unwrap());
    let when = builder.expr(Expr::Score(sum, limit));
    builder.rule(when, None, &[Conclusion::Place(Place::Stage(StageId(1)))]);
    let plan = builder.finish();
    let analysis = Analysis::new(&plan, today());
    for score in [wide, sum] {
        let (fewest, most) = analysis.score_range(score).unwrap();
        assert!(fewest.points <= 0 && most.points >= 9, "{fewest:?} {most:?}");
    }
    let unknown = analysis.find(&[Demand::Is(plan.rules[0].truth, Truth::Unknown)]);
    assert_ne!(unknown, Answer::Never);
}

/// Whether any row passes a filter.
fn with_rows(builder: &mut Builder, filter: Option<ExprId>, event: EventId) -> ExprId {
    let rows = Rows { event, filter, window: Window::Always };
    let comparison = Comparison::AtLeast(Decimal::whole(1).unwrap());
    builder.events_test(EventTest { measure: Measure::Count, rows, comparison })
}

#[test]
fn rows_may_have_empty_lists_of_texts() {
    let mut builder = Builder::default();
    let event = builder.event("visit", vec![("pages", Type::List(None), None)]);
    let pages = FactRef::Attribute(event, AttributeId(0));
    let none_of = builder.set(Values::Texts(vec!["a".to_owned(), "b".to_owned()]));
    let filter = builder.test(pages, Predicate::Includes(Membership::None, none_of));
    let when = with_rows(&mut builder, Some(filter), event);
    let rule = builder.rule(when, None, &[Conclusion::Place(Place::Stage(StageId(1)))]);
    let plan = builder.finish();
    let answer =
        Analysis::new(&plan, today()).find(&[Demand::Is(plan.rules[rule.index()].truth, Truth::Yes)]);
    assert!(matches!(answer, Answer::Lead(_)), "{answer:?}");
}

/// Rows that nobody collected may give any points, also no points for each.
#[test]
fn no_points_for_each_row_are_open_points_if_rows_are_not_collected() {
    let mut builder = Builder::default();
    let event = builder.event("visit", Vec::new());
    let of = EachOf::Rows(Rows { event, filter: None, window: Window::Always });
    let line = Line::Each(Each { sign: Sign::Add, points: 0, of, fade: None, cap: None });
    let score = builder.score("fit", 0, 9, vec![line]);
    let plan = builder.finish();
    let (_, most) = Analysis::new(&plan, today()).score_range(score).unwrap();
    assert_eq!(most.points, 9);
}

/// Rows are on days: two rows without a day are none. Numbers that are compared with differ.
#[test]
fn there_are_no_rows_without_days() {
    let mut builder = Builder::default();
    let event = builder.event("visit", Vec::new());
    let rows = Rows { event, filter: None, window: Window::Always };
    let [count, days] = [(Measure::Count, 2), (Measure::Days, 1)].map(|(measure, limit)| {
        let comparison = Comparison::AtLeast(Decimal::whole(limit).unwrap());
        builder.events_test(EventTest { measure, rows, comparison })
    });
    let rule = builder.rule(count, Some(days), &[Conclusion::Place(Place::Stage(StageId(1)))]);
    let plan = builder.finish();
    let answer =
        Analysis::new(&plan, today()).find(&[Demand::Is(plan.rules[rule.index()].truth, Truth::Yes)]);
    assert_eq!(answer, Answer::Never);
}
