//! Programs on which an answer was once wrong, each with the answer that is right.
#![cfg(test)]

use qualify_analysis::Analysis;
use qualify_eval::testing::{Builder, today};
use qualify_plan::{Combine, Conclusion, Expr, FactRef, Predicate, RuleId, Type};

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
