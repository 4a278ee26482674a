//! Limits that no lead's points reach become findings.

use qualify_diagnostics::{Code, Diagnostic};

use crate::lints::threshold_always_met::{Limit, Where, limits};
use crate::proofs::{Fixed, proved};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct ThresholdOutOfReach;

impl Lint for ThresholdOutOfReach {
    fn code(&self) -> Code {
        Code::ThresholdOutOfReach
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for limit in limits(ctx) {
            out.extend(finding(ctx, &limit));
        }
    }
}

fn finding(ctx: &Context<'_>, limit: &Limit<'_>) -> Option<Diagnostic> {
    let (fewest, most) = ctx.proofs().range(limit.score)?;
    let score = &ctx.plan.scores.get(limit.score.index())?.name;
    let reach = format!("`{score}` is {fewest} to {most}, whatever the lead");
    let message = match &limit.place {
        Where::Floor { name, floor } if *floor > most => format!(
            "No lead is ever `{name}`: {reach}, and `{name}` starts at {floor}. Set a floor that can be reached, or give more \
             points."
        ),
        Where::Test(id) if ctx.proofs().fixed(*id) == Fixed::Never => format!(
            "No lead can have `{}`: {reach}. Set a limit that can be reached, or give more points.",
            ctx.text(limit.span)
        ),
        Where::Floor { .. } | Where::Test(_) => return None,
    };
    let subject = format!("limit {}", ctx.text(limit.span));
    Some(proved(Code::ThresholdOutOfReach, limit.span, subject, message, reach))
}
