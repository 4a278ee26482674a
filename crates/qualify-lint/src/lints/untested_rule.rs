//! Rules that no example meets become findings, where the project asks for it.

use qualify_diagnostics::{Code, Diagnostic};

use crate::words::{read_off, rule_name, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct UntestedRule;

impl Lint for UntestedRule {
    fn code(&self) -> Code {
        Code::UntestedRule
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let met = &ctx.example_facts().rules;
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let (Some(id), Some(plan)) = (ctx.source_map.rule(at), ctx.plan_rule(at)) else { continue };
            let has_ended = plan.until.is_some_and(|until| until < ctx.today);
            if met.contains(&id) || has_ended || !ctx.is_own(rule.span) {
                continue;
            }
            let message = format!(
                "No example meets {}, so nothing notices when it stops working. Write an example with a lead that meets it.",
                rule_name(rule)
            );
            let known = "its condition holds in no example";
            out.push(read_off(self.code(), rule.span, rule_subject(rule), message, known));
        }
    }
}
