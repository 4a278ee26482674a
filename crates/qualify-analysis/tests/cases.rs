//! Programs on which an answer was once wrong, each with the answer that is right.
#![cfg(test)]

use qualify_analysis::{Analysis, Answer, Demand};
use qualify_eval::testing::{Builder, today};
use qualify_plan::{
    Combine, Comparison, Conclusion, Decimal, Each, EachOf, Expr, FactRef, Line, Place, Predicate, RuleId,
    Sign, StageId, Truth, Type,
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
