//! A program and a part of a rule become the program without that part.

use qualify_analysis::IdlePart;
use qualify_plan::{Expr, ExprId, Plan, Step};

/// The plan with one part of one rule left out.
pub(crate) fn without(plan: &Plan, idle: &IdlePart) -> Plan {
    let mut plan = plan.clone();
    let rule = &plan.rules[idle.rule.index()];
    let (root, truth) = (if idle.in_unless { rule.unless.unwrap() } else { rule.when }, rule.truth);
    let mut added = Vec::new();
    let less = copied(&mut plan, root, &idle.path, &mut added);
    let rule = &mut plan.rules[idle.rule.index()];
    if idle.in_unless {
        rule.unless = Some(less)
    } else {
        rule.when = less
    }
    let at = plan.steps.iter().position(|step| *step == Step::Expr(truth)).unwrap();
    plan.steps.splice(at..at, added.into_iter().map(Step::Expr));
    plan
}

fn copied(plan: &mut Plan, id: ExprId, path: &[usize], added: &mut Vec<ExprId>) -> ExprId {
    let expr = plan.exprs[id.index()].clone();
    let mut change = |plan: &mut Plan, mut parts: Vec<ExprId>| {
        match path {
            [at] => {
                parts.remove(*at);
            }
            [at, rest @ ..] => parts[*at] = copied(plan, parts[*at], rest, added),
            [] => {}
        }
        parts
    };
    let expr = match expr {
        Expr::Not(part) => Expr::Not(change(plan, vec![part])[0]),
        Expr::All(parts) => Expr::All(change(plan, parts)),
        Expr::Any(parts) => Expr::Any(change(plan, parts)),
        Expr::AtLeast(k, parts) => Expr::AtLeast(k, change(plan, parts)),
        other => other,
    };
    plan.exprs.push(expr);
    let id = ExprId::from_index(plan.exprs.len() - 1);
    added.push(id);
    id
}
