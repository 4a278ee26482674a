//! Stages that a lead never has without a higher one become findings.

use qualify_analysis::{Answer, Demand};
use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Conclusion, Place, StageId, Truth};

use crate::proofs::proved;
use crate::words::place_decl;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct StageAlwaysPassed;

impl Lint for StageAlwaysPassed {
    fn code(&self) -> Code {
        Code::StageAlwaysPassed
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        // The lowest stage needs no rule, and above the highest there is none.
        for at in 1..ctx.plan.stages.len().saturating_sub(1) {
            let place = Place::Stage(StageId::from_index(at));
            if is_met(ctx, place) && ctx.proofs().analysis().reached(place) == Answer::Never {
                out.extend(finding(ctx, at));
            }
        }
    }
}

/// Whether some lead has the stage at all.
fn is_met(ctx: &Context<'_>, place: Place) -> bool {
    let rules = ctx.plan.rules.iter().zip(ctx.proofs().met());
    let mut concluding = rules.filter(|(rule, _)| rule.concludes.contains(&Conclusion::Place(place)));
    concluding.any(|(_, answer)| matches!(answer, Answer::Lead(_)))
}

fn finding(ctx: &Context<'_>, at: usize) -> Option<Diagnostic> {
    let stage = ctx.plan.stages.get(at)?;
    let decl = place_decl(ctx, Place::Stage(StageId::from_index(at)))?;
    let alone = |other: &&qualify_plan::Stage| {
        let demands = [Demand::Is(stage.truth, Truth::Yes), Demand::IsNot(other.truth, Truth::Yes)];
        ctx.proofs().is_never(&demands)
    };
    let higher = ctx.plan.stages.iter().skip(at + 1).find(alone);
    let (name, higher) =
        (&stage.name, higher.map_or("a higher stage".to_owned(), |higher| format!("`{}`", higher.name)));
    let message = format!(
        "No lead is ever `{name}`: whoever gets there has {higher} as well. Ask more of the higher stage, or leave `{name}` \
         out."
    );
    let by = format!("whoever meets `{name}` meets {higher}");
    Some(proved(Code::StageAlwaysPassed, decl.decl.name.span, format!("stage {name}"), message, by))
}
