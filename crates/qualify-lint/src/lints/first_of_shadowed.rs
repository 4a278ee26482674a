//! Lines of `first of` that are never the first become findings.

use qualify_analysis::Demand;
use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{ExprId, Truth};
use qualify_semantic::hir::{Condition, Score, ScoreLine, ScoreLineKind};

use crate::proofs::proved;
use crate::words::shortened;
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct FirstOfShadowed;

impl Lint for FirstOfShadowed {
    fn code(&self) -> Code {
        Code::FirstOfShadowed
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for score in &ctx.hir.scores {
            for line in walk::lines(&score.lines) {
                if let ScoreLineKind::FirstOf(lines) = &line.kind {
                    shadowed(ctx, score, lines, out);
                }
            }
        }
    }
}

fn shadowed(ctx: &Context<'_>, score: &Score, lines: &[ScoreLine], out: &mut Vec<Diagnostic>) {
    let mut earlier: Vec<(&Condition, ExprId)> = Vec::new();
    for line in lines {
        let condition = walk::conditions_of_line(line).next();
        let Some((condition, expr)) = condition.and_then(|c| Some((c, ctx.source_map.expr(c.span)?))) else {
            return;
        };
        let passed = |(_, expr): &(&Condition, ExprId)| Demand::IsNot(*expr, Truth::Yes);
        let asks = || Demand::Is(expr, Truth::Yes);
        let all: Vec<Demand> = earlier.iter().map(passed).chain([asks()]).collect();
        if !earlier.is_empty() && ctx.proofs().is_never(&all) {
            let by = earlier.iter().find(|earlier| ctx.proofs().is_never(&[passed(earlier), asks()]));
            out.push(finding(ctx, score, line, condition, by.map(|(condition, _)| *condition)));
        } else {
            earlier.push((condition, expr));
        }
    }
}

fn finding(
    ctx: &Context<'_>,
    score: &Score,
    line: &ScoreLine,
    condition: &Condition,
    by: Option<&Condition>,
) -> Diagnostic {
    let text = |condition: &Condition| format!("`{}`", shortened(&ctx.text(condition.span)));
    let (own, before) = (text(condition), by.map_or("one of the lines before".to_owned(), text));
    let message = format!(
        "This line never counts: where {own} holds, {before} holds as well, and the first line that holds decides. Put this one \
         above, or leave it out."
    );
    let known = format!("where {own} holds, {before} holds as well");
    let subject = format!("score {}", score.name.text);
    let finding = proved(Code::FirstOfShadowed, line.span, subject, message, known);
    match by {
        Some(by) => finding.with_related(by.span, "this decides first"),
        None => finding,
    }
}
