//! An `otherwise` that no value is left for becomes a finding.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::Line;
use qualify_semantic::hir::{Score, ScoreLine, ScoreLineKind};
use qualify_syntax::ast::BandValue;

use crate::proofs::proved;
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct UnreachableOtherwise;

impl Lint for UnreachableOtherwise {
    fn code(&self) -> Code {
        Code::UnreachableOtherwise
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for score in &ctx.hir.scores {
            out.extend(walk::lines(&score.lines).into_iter().filter_map(|line| finding(ctx, score, line)));
        }
    }
}

fn finding(ctx: &Context<'_>, score: &Score, line: &ScoreLine) -> Option<Diagnostic> {
    let ScoreLineKind::Table { bands, .. } = &line.kind else { return None };
    let Some(Line::Table(table)) = ctx.source_map.line(line.span)?.line(ctx.plan) else { return None };
    let band = bands.iter().find(|band| matches!(band.value, BandValue::Otherwise))?;
    if ctx.proofs().analysis().has_otherwise(table) {
        return None;
    }
    let field = &ctx.plan.fields.get(table.field.index())?.name;
    let message = format!(
        "No value is left for `otherwise`: the other bands name every value of `{field}`. Leave it out; for leads without a \
         value there is `unknown`."
    );
    let by = format!("every value of `{field}` is in another band");
    let subject = format!("score {}", score.name.text);
    Some(proved(Code::UnreachableOtherwise, band.span, subject, message, by))
}
