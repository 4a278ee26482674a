//! A rule for the lowest stage becomes a finding: every lead has that stage.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Place, StageId};

use crate::words::{read_off, rule_name, rule_subject};
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct RuleForLowestStage;

impl Lint for RuleForLowestStage {
    fn code(&self) -> Code {
        Code::RuleForLowestStage
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let Some(lowest) = ctx.hir.stages.first().map(|stage| &stage.decl.name.text) else { return };
        for rule in &ctx.hir.rules {
            if !walk::places(rule).any(|place| place == Place::Stage(StageId(0))) {
                continue;
            }
            let instead = match rule.concludes.len() {
                1 => format!("Leave the rule out, or conclude the stage above `{lowest}`."),
                _ => format!("Leave `{lowest}` out behind `then`."),
            };
            let message = format!(
                "Every lead is `{lowest}` anyway, because it is the lowest stage, so {} decides nothing about it. {instead}",
                rule_name(rule)
            );
            let known = format!("`{lowest}` is the first of `stages:`");
            out.push(read_off(self.code(), rule.span, rule_subject(rule), message, known));
        }
    }
}
