//! Rules without a name become findings, where the project asks for one.

use qualify_diagnostics::{Code, Diagnostic};

use crate::words::{has_name, read_off, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct NoRuleName;

impl Lint for NoRuleName {
    fn code(&self) -> Code {
        Code::NoRuleName
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for rule in ctx.hir.rules.iter().filter(|rule| !has_name(rule)) {
            let message = "This rule has no name, so reports and examples call it by its whole text. Put a name before it: \
                           `rule \"...\":`.";
            let known = "the rule begins with `when`";
            out.push(read_off(self.code(), rule.span, rule_subject(rule), message, known));
        }
    }
}
