//! Rules that have ended become findings.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_syntax::ast::OptKind;

use crate::words::{read_off, rule_name, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct RuleExpired;

impl Lint for RuleExpired {
    fn code(&self) -> Code {
        Code::RuleExpired
    }

    /// The rule may be yet to end.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        false
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let ended = ctx.plan_rule(at).and_then(|plan| plan.until).filter(|until| *until < ctx.today);
            let option = rule.options.iter().find(|option| matches!(option.kind, OptKind::Until(_)));
            let (Some(ended), Some(option)) = (ended, option) else { continue };
            let message = format!(
                "{} ended on {ended} and does nothing any more. Leave it out, or give it a later end.",
                rule_name(rule)
            );
            let known = format!("`until {ended}`");
            out.push(read_off(self.code(), option.span, rule_subject(rule), message, known));
        }
    }
}
