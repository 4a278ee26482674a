//! Picks and a program become the same program after an edit.

use qualify_eval::testing::{Picks, today};
use qualify_plan::{
    Comparison, Conclusion, Decimal, Each, EachOf, ExitId, Expr, ExprId, Fade, Line, Place, Plan, Predicate,
    Rows, Step, Values, Window,
};

/// The program after some edits, which may mean nothing, and in other words.
pub(crate) fn edited(picks: &mut Picks, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for _ in 0..picks.below(4) {
        edit(picks, &mut plan);
    }
    plan.exprs.iter_mut().for_each(say_otherwise);
    plan
}

fn edit(picks: &mut Picks, plan: &mut Plan) {
    match picks.below(4) {
        0 | 1 => raise_a_limit(picks, plan),
        2 => {
            let at = picks.below(plan.rules.len());
            if let Some(rule) = plan.rules.get_mut(at) {
                rule.until = Some(today().plus_days(-1));
            }
        }
        _ => {
            for score in &mut plan.scores {
                score.lines.reverse();
                if let Some(Line::When { points, .. }) = score.lines.first_mut() {
                    *points += 1;
                }
            }
        }
    }
}

/// The same condition in other words.
fn say_otherwise(expr: &mut Expr) {
    match expr {
        Expr::AtLeast(1, parts) => *expr = Expr::Any(parts.iter().rev().copied().collect()),
        Expr::AtLeast(k, parts) if *k as usize == parts.len() => *expr = Expr::All(parts.clone()),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => parts.reverse(),
        Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) => {}
        Expr::Rule(_) | Expr::Not(_) => {}
    }
}

fn raise_a_limit(picks: &mut Picks, plan: &mut Plan) {
    let mut limits: Vec<&mut Decimal> = plan
        .exprs
        .iter_mut()
        .filter_map(|expr| match expr {
            Expr::Events(test) => Some(&mut test.comparison),
            Expr::Score(_, comparison) => Some(comparison),
            Expr::Test(test) => match &mut test.predicate {
                Predicate::Number(comparison) => Some(comparison),
                _ => None,
            },
            _ => None,
        })
        .map(|comparison| match comparison {
            Comparison::Is(limit)
            | Comparison::AtLeast(limit)
            | Comparison::MoreThan(limit)
            | Comparison::AtMost(limit)
            | Comparison::LessThan(limit)
            | Comparison::Between(_, limit) => limit,
        })
        .collect();
    let at = picks.below(limits.len());
    if let Some(limit) = limits.get_mut(at)
        && let Some(raised) = Decimal::from_units(i128::from(limit.units() + Decimal::SCALE))
    {
        **limit = raised;
    }
}

/// The program after one edit of any kind that leaves its facts and names as they are, perhaps in other words.
pub(crate) fn changed(picks: &mut Picks, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    match picks.below(12) {
        0 => {}
        1..=3 => edit(picks, &mut plan),
        4 => change_a_set(picks, &mut plan),
        5 => change_a_window(picks, &mut plan),
        6 => change_a_default(picks, &mut plan),
        7 => change_an_exit(picks, &mut plan),
        8 => plan.scores.iter_mut().for_each(|score| change_lines(picks, &mut score.lines)),
        9 => swap_a_list(picks, &mut plan),
        10 => change_a_rule(picks, &mut plan),
        _ => deny_twice(picks, &mut plan),
    }
    if picks.chance(1, 2) {
        plan.exprs.iter_mut().for_each(say_otherwise);
    }
    plan
}

fn change_a_set(picks: &mut Picks, plan: &mut Plan) {
    let at = picks.below(plan.sets.len());
    match plan.sets.get_mut(at).map(|set| &mut set.values) {
        Some(Values::Choices(values)) => drop_or_begin(values, 0),
        Some(Values::Countries(values)) if values.len() > 1 => _ = values.pop(),
        Some(Values::Texts(values)) => drop_or_begin(values, "a".to_owned()),
        Some(Values::Countries(_)) | None => {}
    }
}

/// Takes the last value away; a set with a single one gets another before it if it can.
fn drop_or_begin<T: Ord>(values: &mut Vec<T>, first: T) {
    if values.len() > 1 {
        values.pop();
    } else if values.first().is_some_and(|value| *value > first) {
        values.insert(0, first);
    }
}

fn change_a_window(picks: &mut Picks, plan: &mut Plan) {
    let tests = plan.exprs.iter_mut().filter_map(|expr| match expr {
        Expr::Events(test) => Some(&mut test.rows),
        _ => None,
    });
    let mut rows: Vec<&mut Rows> = tests.collect();
    let at = picks.below(rows.len());
    if let Some(rows) = rows.get_mut(at) {
        rows.window = match rows.window {
            Window::Always => Window::Within(2),
            Window::Within(2) => Window::Within(5),
            Window::Within(_) | Window::Since(_) => Window::Always,
        };
    }
}

fn change_a_default(picks: &mut Picks, plan: &mut Plan) {
    let at = picks.below(plan.fields.len());
    if let Some(field) = plan.fields.get_mut(at) {
        field.default = None;
    }
}

fn change_an_exit(picks: &mut Picks, plan: &mut Plan) {
    let of_exits = |conclusion: &&mut Conclusion| matches!(conclusion, Conclusion::Place(Place::Exit(_)));
    let all = plan.rules.iter_mut().flat_map(|rule| &mut rule.concludes).filter(of_exits);
    let mut all: Vec<&mut Conclusion> = all.collect();
    if picks.chance(1, 2) {
        let at = picks.below(plan.exits.len());
        if let Some(truth) = plan.exits.get(at).map(|exit| exit.truth)
            && let Some(Expr::Any(parts)) = plan.exprs.get_mut(truth.index())
        {
            parts.pop();
        }
        return;
    }
    let at = picks.below(all.len());
    if let Some(conclusion) = all.get_mut(at) {
        **conclusion = Conclusion::Place(Place::Exit(ExitId(0)));
    }
}

fn change_lines(picks: &mut Picks, lines: &mut [Line]) {
    for line in lines {
        match line {
            Line::When { points, .. } if picks.chance(1, 3) => *points += 1,
            Line::Each(each) => change_each(picks, each),
            Line::BestOf(lines) | Line::Group { lines, .. } => change_lines(picks, lines),
            Line::When { .. } | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => {}
        }
    }
}

fn change_each(picks: &mut Picks, each: &mut Each) {
    match (picks.below(4), &mut each.of) {
        (0, _) => each.points += 1,
        (1, _) => each.fade = each.fade.is_none().then_some(Fade::Over(5)),
        (2, EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows)) => {
            rows.window = if rows.window == Window::Always { Window::Within(5) } else { Window::Always };
        }
        _ => each.cap = each.cap.map(|cap| cap + 1),
    }
}

fn lists(plan: &Plan) -> Vec<usize> {
    let is_place = |at: usize| {
        let stages = plan.stages.iter().map(|stage| stage.truth);
        stages.chain(plan.exits.iter().map(|exit| exit.truth)).any(|truth| truth.index() == at)
    };
    let is_list = |at: &usize| matches!(plan.exprs.get(*at), Some(Expr::All(_) | Expr::Any(_)));
    (0..plan.exprs.len()).filter(is_list).filter(|at| !is_place(*at)).collect()
}

fn swap_a_list(picks: &mut Picks, plan: &mut Plan) {
    let lists = lists(plan);
    if let Some(expr) = picks.one(&lists).and_then(|at| plan.exprs.get_mut(*at)) {
        *expr = match expr.clone() {
            Expr::All(parts) => Expr::Any(parts),
            Expr::Any(parts) => Expr::All(parts),
            other => other,
        };
    }
}

fn change_a_rule(picks: &mut Picks, plan: &mut Plan) {
    let at = picks.below(plan.rules.len());
    if let Some(rule) = plan.rules.get_mut(at) {
        rule.unless = None;
    }
}

/// `a and b` becomes `not (not a or not b)`, and the like: the same in other words.
fn deny_twice(picks: &mut Picks, plan: &mut Plan) {
    let lists = lists(plan);
    let is_it = |step: &Step, at: usize| matches!(step, Step::Expr(id) if id.index() == at);
    let Some(at) = picks.one(&lists).copied() else { return };
    let Some(place) = plan.steps.iter().position(|step| is_it(step, at)) else { return };
    let Some(Expr::All(parts) | Expr::Any(parts)) = plan.exprs.get(at).cloned() else { return };
    let is_all = matches!(plan.exprs.get(at), Some(Expr::All(_)));
    let mut added = Vec::new();
    let mut add = |plan: &mut Plan, expr: Expr| {
        plan.exprs.push(expr);
        let id = ExprId::from_index(plan.exprs.len() - 1);
        added.push(id);
        id
    };
    let denied: Vec<_> = parts.iter().map(|part| add(plan, Expr::Not(*part))).collect();
    let list = add(plan, if is_all { Expr::Any(denied) } else { Expr::All(denied) });
    if let Some(expr) = plan.exprs.get_mut(at) {
        *expr = Expr::Not(list);
    }
    plan.steps.splice(place..place, added.into_iter().map(Step::Expr));
}
