//! Rules that no lead can surely meet become findings that say which parts exclude each other.

use std::collections::BTreeSet;

use qualify_analysis::{Answer, Demand, Depth};
use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Expr, ExprId, RuleId, Truth};
use qualify_semantic::hir::{Condition, ConditionKind, Rule};

use crate::proofs::proved;
use crate::words::{listed, rule_name, rule_subject, shortened};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct UnreachableRule;

impl Lint for UnreachableRule {
    fn code(&self) -> Code {
        Code::UnreachableRule
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for (at, answer) in ctx.proofs().met().iter().enumerate() {
            let id = RuleId::from_index(at);
            if *answer == Answer::Never && is_active(ctx, id) {
                out.extend(ctx.hir_rule(id).and_then(|rule| finding(ctx, rule)));
            }
        }
    }
}

/// A rule that has ended or not begun meets nobody for that reason.
fn is_active(ctx: &Context<'_>, id: RuleId) -> bool {
    ctx.plan.rules.get(id.index()).is_some_and(|rule| rule.is_in_force(ctx.today))
}

/// A part of a rule, as it must be for the rule to be met.
struct Part<'a> {
    condition: &'a Condition,
    expr: ExprId,
    wanted: Truth,
}

fn finding(ctx: &Context<'_>, rule: &Rule) -> Option<Diagnostic> {
    let parts = parts(ctx, rule);
    let demands: Vec<Demand> = parts.iter().map(|part| Demand::Is(part.expr, part.wanted)).collect();
    let core = ctx.proofs().analysis().excluding(&demands, Depth::Whole);
    let core: Vec<&Part<'_>> = core.into_iter().filter_map(|at| parts.get(at)).collect();
    if let [only] = core.as_slice()
        && is_told_elsewhere(ctx, only)
    {
        return None;
    }
    let texts = |wanted: Truth| -> Vec<String> {
        let parts = core.iter().filter(|part| part.wanted == wanted);
        parts.map(|part| format!("`{}`", shortened(&ctx.text(part.condition.span)))).collect()
    };
    let (needs, exceptions) = (texts(Truth::Yes), texts(Truth::No));
    let why = match (needs.as_slice(), exceptions.as_slice()) {
        ([], []) => "its parts exclude each other".to_owned(),
        ([one], []) => format!("{one} holds for none"),
        ([_, _], []) => format!("{} exclude each other", listed(&needs)),
        ([..], []) => format!("{} cannot hold together", listed(&needs)),
        ([], [..]) => format!("{} always holds, and stands in its `unless`", joined(&exceptions)),
        ([..], [..]) => {
            format!(
                "where {} holds, {} holds too, and stands in its `unless`",
                listed(&needs),
                joined(&exceptions)
            )
        }
    };
    let message = format!(
        "No lead can surely meet {}: {why}. Change one of them, or leave the rule out.",
        rule_name(rule)
    );
    let finding = proved(Code::UnreachableRule, rule.span, rule_subject(rule), message, why);
    Some(
        core.iter()
            .fold(finding, |finding, part| finding.with_related(part.condition.span, "this is one of them")),
    )
}

fn joined(texts: &[String]) -> String {
    texts.join(" or ")
}

/// What must hold for the rule, and what must not.
fn parts<'a>(ctx: &Context<'_>, rule: &'a Rule) -> Vec<Part<'a>> {
    let part = |condition: &'a Condition, wanted| {
        Some(Part { condition, expr: ctx.source_map.expr(condition.span)?, wanted })
    };
    let needs = match &rule.when.kind {
        ConditionKind::All(parts) => parts.as_slice(),
        _ => std::slice::from_ref(&rule.when),
    };
    let exceptions = match rule.unless.as_ref().map(|unless| (&unless.kind, unless)) {
        Some((ConditionKind::Any(parts), _)) => parts.as_slice(),
        Some((_, unless)) => std::slice::from_ref(unless),
        None => &[],
    };
    let needs = needs.iter().filter_map(|condition| part(condition, Truth::Yes));
    needs.chain(exceptions.iter().filter_map(|condition| part(condition, Truth::No))).collect()
}

/// Whether a part that cannot be is a stage that nobody reaches or a limit out of reach: those are told where they come
/// from.
fn is_told_elsewhere(ctx: &Context<'_>, part: &Part<'_>) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![part.expr]);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match ctx.plan.exprs.get(id.index()) {
            Some(Expr::Not(part)) => open.push(*part),
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => open.extend(parts),
            Some(Expr::Place(_) | Expr::Score(..) | Expr::Grade(..)) => {
                if ctx.proofs().is_never(&[Demand::Is(id, part.wanted)]) {
                    return true;
                }
            }
            Some(Expr::Test(_) | Expr::Events(_) | Expr::Rule(_)) | None => {}
        }
    }
    false
}
