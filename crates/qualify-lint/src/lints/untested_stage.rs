//! Stages that no example meets become findings.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Place, StageId};

use crate::words::{place_decl, read_off};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct UntestedStage;

impl Lint for UntestedStage {
    fn code(&self) -> Code {
        Code::UntestedStage
    }

    /// Where most places have no example yet, it is not this one that lacks one.
    fn can_look(&self, ctx: &Context<'_>) -> bool {
        ctx.settings.is_asked(self.code()) || ctx.example_facts().shows_most(ctx)
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        if !self.can_look(ctx) {
            return;
        }
        let shown = &ctx.example_facts().places;
        let all = (1..ctx.hir.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
        for place in all.filter(|place| !shown.contains(place)) {
            let Some(name) = place_decl(ctx, place).map(|place| &place.decl.name) else { continue };
            // A shared file has its examples where it is used.
            if !ctx.is_own(name.span) {
                continue;
            }
            let (span, name) = (name.span, &name.text);
            let message = format!(
                "No example shows a lead that is `{name}`, so nothing holds the rules to it. Write one: \
                 `example \"...\":`, its facts, and `expect {name}`."
            );
            let known = format!("none of the {} examples comes out as `{name}`", ctx.examples.len());
            out.push(read_off(self.code(), span, format!("stage {name}"), message, known));
        }
    }
}
