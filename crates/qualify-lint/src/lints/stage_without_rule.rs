//! Stages, exits and values of outcomes that no rule concludes become findings.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Conclusion, ExitId, OutcomeId, Place, StageId};
use qualify_syntax::ast::LiteralKind;

use crate::words::{place_kind, read_off};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct StageWithoutRule;

impl Lint for StageWithoutRule {
    fn code(&self) -> Code {
        Code::StageWithoutRule
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let concluded: BTreeSet<Conclusion> =
            ctx.plan.rules.iter().flat_map(|rule| rule.concludes.iter().copied()).collect();
        let is_idle = |place: Place| !concluded.contains(&Conclusion::Place(place));
        // Every lead has the lowest stage without a rule.
        let stages = (1..ctx.hir.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
        let exits = (0..ctx.hir.exits.len()).map(|at| Place::Exit(ExitId::from_index(at)));
        out.extend(stages.chain(exits).filter(|place| is_idle(*place)).filter_map(|place| idle(ctx, place)));
        values(ctx, &concluded, out);
    }
}

fn idle(ctx: &Context<'_>, place: Place) -> Option<Diagnostic> {
    let name = match place {
        Place::Stage(id) => &ctx.hir.stages.get(id.index())?.decl.name,
        Place::Exit(id) => &ctx.hir.exits.get(id.index())?.decl.name,
    };
    if matches!(place, Place::Exit(_)) && !ctx.is_own(name.span) {
        return None;
    }
    let (kind, name, span) = (place_kind(place), &name.text, name.span);
    let message = format!(
        "No rule concludes `{name}`, so no lead gets there. Write the rule that is missing, `when ... then {name}`, or \
         leave the {kind} out."
    );
    let known = format!("no rule has `{name}` behind `then`");
    Some(read_off(Code::StageWithoutRule, span, format!("{kind} {name}"), message, known))
}

/// The values of outcomes of this file; other programs may give those of shared files.
fn values(ctx: &Context<'_>, concluded: &BTreeSet<Conclusion>, out: &mut Vec<Diagnostic>) {
    for (at, outcome) in ctx.hir.outcomes.iter().enumerate() {
        let id = OutcomeId::from_index(at);
        for (value, decl) in (0_u32..).zip(&outcome.decl.values) {
            let is_given = concluded.contains(&Conclusion::Outcome(id, value));
            if is_given || !ctx.is_own(decl.span) {
                continue;
            }
            let (LiteralKind::Name(name) | LiteralKind::Text(name)) = &decl.value.kind else { continue };
            let outcome = &outcome.decl.name.text;
            let written = ctx.text(decl.value.span);
            let message = format!(
                "No rule gives `{outcome}` the value `{name}`. Write the rule that is missing, \
                 `when ... then {outcome} is {written}`, or leave the value out."
            );
            let known = format!("no rule has `{outcome} is {written}` behind `then`");
            let subject = format!("outcome {outcome} is {name}");
            out.push(read_off(Code::StageWithoutRule, decl.value.span, subject, message, known));
        }
    }
}
