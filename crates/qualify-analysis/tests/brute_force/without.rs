//! A program and a part of a rule become the program without that part.

use qualify_analysis::Spot;
use qualify_plan::{Expr, ExprId, Plan, RuleId, Step};

/// The spots of all parts of lists in a rule, wholes before their parts.
pub(crate) fn spots(plan: &Plan, rule: RuleId) -> Vec<Spot> {
    let rule = &plan.rules[rule.index()];
    let roots = [(false, Some(rule.when)), (true, rule.unless)];
    let mut found = Vec::new();
    for (in_unless, root) in roots.into_iter().filter_map(|(side, root)| Some((side, root?))) {
        let mut open = vec![(root, Vec::new())];
        while let Some((id, path)) = open.pop() {
            let (parts, is_list) = parts(plan, id);
            for (at, part) in parts.into_iter().enumerate() {
                let longer: Vec<usize> = path.iter().copied().chain([at]).collect();
                if is_list {
                    found.push(Spot { in_unless, path: longer.clone() });
                }
                open.push((part, longer));
            }
        }
    }
    found.sort();
    found
}

/// The parts of a condition, and whether they are a list.
fn parts(plan: &Plan, id: ExprId) -> (Vec<ExprId>, bool) {
    match &plan.exprs[id.index()] {
        Expr::Not(part) => (vec![*part], false),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => (parts.clone(), true),
        Expr::Test(_)
        | Expr::Events(_)
        | Expr::Score(..)
        | Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_) => (Vec::new(), false),
    }
}

/// The plan with one part of one rule left out.
pub(crate) fn without(plan: &Plan, rule: RuleId, spot: &Spot) -> Plan {
    let mut plan = plan.clone();
    let declared = &plan.rules[rule.index()];
    let (root, truth) =
        (if spot.in_unless { declared.unless.unwrap() } else { declared.when }, declared.truth);
    let mut added = Vec::new();
    let less = copied(&mut plan, root, &spot.path, &mut added);
    let declared = &mut plan.rules[rule.index()];
    if spot.in_unless {
        declared.unless = Some(less)
    } else {
        declared.when = less
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
