//! A score limit and a fact behind that score in one rule become a finding: the fact counts twice.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{Comparison, Expr, ExprId, Line, Plan, ScoreId};
use qualify_semantic::hir::{ConditionKind, Rule};

use crate::words::{read_off, rule_name};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct DoubleCounting;

impl Lint for DoubleCounting {
    fn code(&self) -> Code {
        Code::DoubleCounting
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for rule in &ctx.hir.rules {
            let needed = needed(ctx, rule);
            for (score, limit) in needed.iter().filter_map(|(id, span)| Some((limit(ctx, *id)?, *span))) {
                let rewarded = rewarded(ctx.plan, score);
                let twice = needed.iter().find(|(id, _)| rewarded.contains(id));
                out.extend(twice.and_then(|(_, span)| finding(ctx, rule, score, limit, *span)));
            }
        }
    }
}

/// What a rule needs besides each other: the parts of its `when` that are joined by `and`.
fn needed(ctx: &Context<'_>, rule: &Rule) -> Vec<(ExprId, Span)> {
    let mut found = Vec::new();
    let mut open = vec![&rule.when];
    while let Some(condition) = open.pop() {
        match &condition.kind {
            ConditionKind::All(parts) => open.extend(parts.iter().rev()),
            ConditionKind::Any(_)
            | ConditionKind::None(_)
            | ConditionKind::AtLeast(..)
            | ConditionKind::Not(_)
            | ConditionKind::Test(_)
            | ConditionKind::Broken => {
                found.extend(ctx.source_map.expr(condition.span).map(|id| (id, condition.span)));
            }
        }
    }
    found
}

/// The score of which a condition wants many points.
fn limit(ctx: &Context<'_>, id: ExprId) -> Option<ScoreId> {
    match ctx.plan.exprs.get(id.index())? {
        Expr::Score(score, Comparison::AtLeast(_) | Comparison::MoreThan(_)) => Some(*score),
        Expr::Grade(id, passing) => {
            let grade = ctx.plan.grades.get(id.index())?;
            let bands: Vec<u32> = (0..).take(grade.bands.len()).collect();
            (bands.ends_with(passing) && passing.len() < bands.len()).then_some(grade.score)
        }
        Expr::Score(
            _,
            Comparison::Is(_) | Comparison::AtMost(_) | Comparison::LessThan(_) | Comparison::Between(..),
        )
        | Expr::Test(_)
        | Expr::Events(_)
        | Expr::Place(_)
        | Expr::Rule(_)
        | Expr::Not(_)
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::AtLeast(..) => None,
    }
}

/// The conditions for which a score, or one that is added to it, gives points.
fn rewarded(plan: &Plan, score: ScoreId) -> BTreeSet<ExprId> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut scores = vec![score];
    while let Some(score) = scores.pop() {
        if !seen.insert(score) {
            continue;
        }
        let mut lines: Vec<&Line> =
            plan.scores.get(score.index()).iter().flat_map(|score| &score.lines).collect();
        while let Some(line) = lines.pop() {
            match line {
                Line::When { points, condition } if *points > 0 => _ = found.insert(*condition),
                Line::When { .. } | Line::Each(_) | Line::Table(_) => {}
                Line::Score(score) => scores.push(*score),
                Line::FirstOf(inner) => {
                    found.extend(inner.iter().filter(|line| line.points > 0).map(|line| line.condition));
                }
                Line::BestOf(inner) | Line::Group { lines: inner, .. } => lines.extend(inner),
            }
        }
    }
    found
}

fn finding(ctx: &Context<'_>, rule: &Rule, score: ScoreId, limit: Span, twice: Span) -> Option<Diagnostic> {
    let score = &ctx.plan.scores.get(score.index())?.name;
    let (text, limit_text) = (ctx.text(twice), ctx.text(limit));
    let message = format!(
        "`{text}` counts twice: it gives points in `{score}`, and this rule needs it besides `{limit_text}`. Leave it to the \
         score, or take its points out and set the limit anew."
    );
    let known = format!("{} needs `{text}`, and `{score}` gives points for it", rule_name(rule));
    let subject = format!("condition {text}");
    Some(
        read_off(Code::DoubleCounting, twice, subject, message, known)
            .with_related(limit, "the limit of the score"),
    )
}
