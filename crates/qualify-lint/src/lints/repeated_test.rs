//! The same condition in three or more rules becomes a finding: named once, it is changed once.

use std::collections::{BTreeMap, BTreeSet};

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{Expr, ExprId, Plan};
use qualify_semantic::hir::{Condition, ConditionKind, FactTest, RowFilter, Test, TestKind, Window};
use qualify_syntax::ast::{Literal, LiteralKind, Predicate, PredicateKind, SetRef, TextOperand};

use crate::words::{listed, read_off, rule_name, shortened};
use crate::{Context, Lint};

/// From so many rules on, a name pays.
const MANY: usize = 3;

/// The lint.
pub(crate) struct RepeatedTest;

impl Lint for RepeatedTest {
    fn code(&self) -> Code {
        Code::RepeatedTest
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let mut places: BTreeMap<ExprId, BTreeMap<usize, Span>> = BTreeMap::new();
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            for condition in parts(std::iter::once(&rule.when).chain(&rule.unless)) {
                if let Some(id) =
                    ctx.source_map.expr(condition.span).filter(|_| is_worth_a_name(ctx, condition))
                {
                    places.entry(id).or_default().entry(at).or_insert(condition.span);
                }
            }
        }
        let mut repeated: Vec<(ExprId, BTreeMap<usize, Span>)> =
            places.into_iter().filter(|(_, rules)| rules.len() >= MANY).collect();
        // What holds others comes before them: it is made of them, so it was lowered after them.
        repeated.reverse();
        let mut told: Vec<(BTreeSet<ExprId>, BTreeSet<usize>)> = Vec::new();
        for (id, rules) in repeated {
            let of: BTreeSet<usize> = rules.keys().copied().collect();
            let is_part = told.iter().any(|(inside, larger)| inside.contains(&id) && *larger == of);
            if !is_part {
                told.push((inside(ctx.plan, id), of));
                out.extend(finding(ctx, &rules));
            }
        }
    }
}

/// Conditions with all that is in them.
fn parts<'a>(conditions: impl Iterator<Item = &'a Condition>) -> Vec<&'a Condition> {
    let mut found = Vec::new();
    let mut open: Vec<&Condition> = conditions.collect();
    while let Some(condition) = open.pop() {
        found.push(condition);
        match &condition.kind {
            ConditionKind::All(parts)
            | ConditionKind::Any(parts)
            | ConditionKind::None(parts)
            | ConditionKind::AtLeast(_, parts) => open.extend(parts),
            ConditionKind::Not(inner) => open.push(inner),
            ConditionKind::Test(_) | ConditionKind::Broken => {}
        }
    }
    found
}

/// Whether a condition says something that a name would spare others to read again: several parts, or a value that
/// somebody chose.
fn is_worth_a_name(ctx: &Context<'_>, condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::All(parts)
        | ConditionKind::Any(parts)
        | ConditionKind::None(parts)
        | ConditionKind::AtLeast(_, parts) => parts.len() >= 2,
        ConditionKind::Not(_) | ConditionKind::Broken => false,
        ConditionKind::Test(id) => ctx.hir.tests.get(id.index()).is_some_and(chooses),
    }
}

fn chooses(test: &Test) -> bool {
    match &test.kind {
        TestKind::Field(FactTest { predicate, .. })
        | TestKind::Attribute(FactTest { predicate, .. })
        | TestKind::Score(_, _, predicate) => predicate.as_ref().is_some_and(has_choice),
        TestKind::Grade(..) | TestKind::Define(_) | TestKind::Place(_) => false,
        TestKind::Events { rows, comparison, .. } => {
            let has_where = rows.filters.iter().any(|filter| matches!(filter, RowFilter::Where(_)));
            let has_days = matches!(&rows.window, Some(Window::Within(length)) if is_chosen(length));
            has_where || has_days || comparison.as_ref().is_some_and(has_choice)
        }
    }
}

fn has_choice(predicate: &Predicate) -> bool {
    use PredicateKind as Kind;
    match &predicate.kind {
        Kind::Known | Kind::Unknown | Kind::Includes(_) | Kind::Day(..) => false,
        Kind::Is(value)
        | Kind::IsNot(value)
        | Kind::Compare(_, value)
        | Kind::Within { length: value, .. }
        | Kind::MoreThanAgo(value)
        | Kind::Text { of: TextOperand::One(value), .. } => is_chosen(value),
        Kind::Between(low, high) => is_chosen(low) || is_chosen(high),
        Kind::In(set)
        | Kind::NotIn(set)
        | Kind::IncludesAny(set)
        | Kind::IncludesAll(set)
        | Kind::IncludesNone(set)
        | Kind::Text { of: TextOperand::AnyOf(set), .. } => {
            matches!(set, SetRef::Values(values, _) if values.len() >= 2)
        }
    }
}

/// A number, an amount, a date or a length; not a value of a short list, and not a constant, which is a name already.
fn is_chosen(literal: &Literal) -> bool {
    match literal.kind {
        LiteralKind::Number(_)
        | LiteralKind::Percent(_)
        | LiteralKind::Money { .. }
        | LiteralKind::Date(_)
        | LiteralKind::Length { .. } => true,
        LiteralKind::Text(_) | LiteralKind::Yes | LiteralKind::No | LiteralKind::Name(_) => false,
    }
}

/// The parts of a condition, itself not included.
fn inside(plan: &Plan, id: ExprId) -> BTreeSet<ExprId> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let parts: &[ExprId] = match plan.exprs.get(next.index()) {
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => parts,
            Some(Expr::Not(part)) => std::slice::from_ref(part),
            Some(
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Rule(_),
            )
            | None => &[],
        };
        open.extend(parts.iter().filter(|part| found.insert(**part)));
    }
    found
}

fn finding(ctx: &Context<'_>, rules: &BTreeMap<usize, Span>) -> Option<Diagnostic> {
    let places = rules.iter().filter_map(|(at, span)| Some((ctx.hir.rules.get(*at)?, *span)));
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(_, span)| *span);
    let (_, first) = places.first()?;
    let text = shortened(&ctx.text(*first));
    let names: Vec<String> = places.iter().take(MANY).map(|(rule, _)| rule_name(rule)).collect();
    let more = if places.len() > MANY { " and others" } else { "" };
    let message = format!(
        "`{text}` stands in {} rules. Name it once, `define ... as {text}`, and use the name: then one change is enough.",
        places.len()
    );
    let known = format!("it stands in {}{more}", listed(&names));
    let finding = read_off(Code::RepeatedTest, *first, format!("condition {text}"), message, known);
    let others =
        places.iter().skip(1).take(MANY).map(|(rule, span)| (*span, format!("also in {}", rule_name(rule))));
    Some(others.fold(finding, |finding, (span, message)| finding.with_related(span, message)))
}
