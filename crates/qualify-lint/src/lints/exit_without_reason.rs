//! Rules for an exit without `because` become findings, where the project asks for one.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::Place;

use crate::words::{place_decl, read_off, rule_name, rule_subject};
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct ExitWithoutReason;

impl Lint for ExitWithoutReason {
    fn code(&self) -> Code {
        Code::ExitWithoutReason
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for rule in ctx.hir.rules.iter().filter(|rule| rule.because.is_none()) {
            let exit = walk::places(rule).find(|place| matches!(place, Place::Exit(_)));
            let Some(exit) = exit.and_then(|exit| place_decl(ctx, exit)) else { continue };
            let message = format!(
                "{} sends leads to `{}` and does not say why. Put the reason behind the rule: `because \"...\"`.",
                rule_name(rule),
                exit.decl.name.text
            );
            out.push(read_off(
                self.code(),
                rule.span,
                rule_subject(rule),
                message,
                "the rule has no `because`",
            ));
        }
    }
}
