//! Conditions that no lead can meet become errors that say what excludes what.

use std::borrow::Cow;
use std::collections::BTreeSet;

use qualify_analysis::{Analysis, Days, Demand, Depth};
use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Date, ExprId, Plan, Truth};
use qualify_semantic::hir::{Condition, ConditionKind, Scope, TestKind};

use crate::Checkable;
use crate::constants::{Constant, Constants, Finder, attributes_as_fields, constants};
use crate::words::{listed, shortened};

/// Most days that are looked at for one condition.
const MOST_DAYS: usize = 200;
/// Most parts of which it is looked whether each is needed on some day.
const MOST_SHORTENED: usize = 8;

/// All of them, and how many questions could not be decided.
pub(super) fn find(program: &Checkable<'_>) -> (Vec<Diagnostic>, u64) {
    let finder = Finder {
        hir: program.hir,
        plan: program.plan,
        source_map: program.source_map,
        truths: &[Truth::Yes],
        days: &days,
    };
    let Constants { found, undecided } = constants(&finder);
    (found.iter().map(|constant| error(program, constant)).collect(), undecided)
}

fn days(plan: &Plan, condition: ExprId) -> Days {
    Days::of(plan, [condition], Depth::Local, MOST_DAYS)
}

fn error(program: &Checkable<'_>, constant: &Constant<'_>) -> Diagnostic {
    let (who, plan) = match constant.scope {
        Scope::Lead => ("lead".to_owned(), Cow::Borrowed(program.plan)),
        Scope::Row(event) => {
            let name = program.plan.events.get(event.index()).map(|event| event.name.clone());
            (name.unwrap_or_default(), Cow::Owned(attributes_as_fields(program.plan, event)))
        }
    };
    let why = why(program, &plan, constant);
    let subject = format!("condition {}", text(program, constant.condition));
    Diagnostic::new(Code::NeverTrue, constant.condition.span, format!("No {who} can meet this: {why}."))
        .about(subject)
}

fn text(program: &Checkable<'_>, condition: &Condition) -> String {
    let text = program.sources.text(condition.span);
    shortened(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What excludes what.
fn why(program: &Checkable<'_>, plan: &Plan, constant: &Constant<'_>) -> String {
    let parts = match &constant.condition.kind {
        ConditionKind::All(parts) => parts.as_slice(),
        ConditionKind::Any(_)
        | ConditionKind::None(_)
        | ConditionKind::AtLeast(..)
        | ConditionKind::Not(_)
        | ConditionKind::Test(_)
        | ConditionKind::Broken => std::slice::from_ref(constant.condition),
    };
    let core: Vec<&Condition> =
        core(program, plan, constant.expr, parts).into_iter().filter_map(|at| parts.get(at)).collect();
    let told: Option<Vec<(String, String)>> = core.iter().map(|part| told(program, part)).collect();
    match told.as_deref() {
        Some([(fact, one)]) => return format!("`{fact}` cannot be {one}"),
        Some([(fact, one), (other, two)]) if fact == other => {
            return format!("`{fact}` cannot be {one} and {two}");
        }
        Some(_) | None => {}
    }
    let texts: Vec<String> = core.iter().map(|part| format!("`{}`", text(program, part))).collect();
    match texts.as_slice() {
        [] | [_] => "whatever the facts are, it does not hold".to_owned(),
        [_, _] => format!("{} exclude each other", listed(&texts)),
        [..] => format!("{} cannot hold together", listed(&texts)),
    }
}

/// The parts that already exclude each other, whatever the day is.
fn core(program: &Checkable<'_>, plan: &Plan, whole: ExprId, parts: &[Condition]) -> Vec<usize> {
    let demands: Vec<Demand> = parts
        .iter()
        .filter_map(|part| Some(Demand::Is(program.source_map.expr(part.span)?, Truth::Yes)))
        .collect();
    let days = days(plan, whole).days;
    let on_day = |day: &Date, demands: &[Demand]| Analysis::new(plan, *day).excluding(demands, Depth::Local);
    let core: BTreeSet<usize> = days.iter().flat_map(|day| on_day(day, &demands)).collect();
    let mut core: Vec<usize> = core.into_iter().collect();
    if days.len() == 1 || core.len() > MOST_SHORTENED {
        return core;
    }
    // What excludes on one day may be more than what does so on all.
    for at in core.clone() {
        let rest: Vec<usize> = core.iter().copied().filter(|other| *other != at).collect();
        let asked: Vec<Demand> = rest.iter().filter_map(|at| demands.get(*at).cloned()).collect();
        if days.iter().all(|day| !on_day(day, &asked).is_empty()) {
            core = rest;
        }
    }
    core
}

/// A test on a fact as the fact and what it would have to be: `n`, `at least 5`.
fn told(program: &Checkable<'_>, condition: &Condition) -> Option<(String, String)> {
    let ConditionKind::Test(id) = &condition.kind else { return None };
    let test = program.hir.tests.get(id.index())?;
    let fact = match &test.kind {
        TestKind::Field(fact) => &fact.name,
        TestKind::Attribute(fact) => &fact.name,
        TestKind::Score(_, name, _) | TestKind::Grade(_, name, _) => name,
        TestKind::Define(_) | TestKind::Place(_) | TestKind::Events { .. } => return None,
    };
    let text = text(program, condition);
    let asked = text.strip_prefix(fact.text.as_str())?.strip_prefix(' ')?;
    Some((fact.text.clone(), adjective(asked)?))
}

/// `>= 5` as `at least 5`; none for what cannot stand behind "cannot be".
fn adjective(asked: &str) -> Option<String> {
    const WORDS: &[(&str, &str)] = &[
        (">= ", "at least "),
        ("> ", "more than "),
        ("<= ", "at most "),
        ("< ", "less than "),
        ("is not ", "other than "),
        ("is ", ""),
        ("between ", "between "),
        ("in ", "in "),
        ("before ", "before "),
        ("after ", "after "),
        ("on or before ", "on or before "),
        ("on or after ", "on or after "),
        ("within ", "within "),
        ("more than ", "more than "),
    ];
    WORDS.iter().find_map(|(written, said)| Some(format!("{said}{}", asked.strip_prefix(written)?)))
}
