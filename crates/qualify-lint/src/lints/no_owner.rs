//! Rules without an owner become findings, where the project asks for one.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_syntax::ast::OptKind;

use crate::words::{read_off, rule_name, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct NoOwner;

impl Lint for NoOwner {
    fn code(&self) -> Code {
        Code::NoOwner
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for rule in &ctx.hir.rules {
            let own = rule.options.iter().any(|option| matches!(option.kind, OptKind::Owner(_)));
            if own || rule.file_owner.is_some() {
                continue;
            }
            let message = format!(
                "Nobody owns {}. Write who decides about it: `rule \"...\", owner marketing:`, or `owner marketing` at the \
                 top of the file for all of it.",
                rule_name(rule)
            );
            let known = "neither the rule nor its file has `owner`";
            out.push(read_off(self.code(), rule.span, rule_subject(rule), message, known));
        }
    }
}
