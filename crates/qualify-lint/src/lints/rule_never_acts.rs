//! Rules for outcomes that speak only for leads which leave become findings: then they are not heard.

use qualify_analysis::Demand;
use qualify_diagnostics::{Code, Diagnostic};
use qualify_eval::truths;
use qualify_plan::{Conclusion, RuleId, Truth};
use qualify_semantic::hir::Rule;

use crate::proofs::proved;
use crate::words::{listed, rule_name, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct RuleNeverActs;

impl Lint for RuleNeverActs {
    fn code(&self) -> Code {
        Code::RuleNeverActs
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for (at, rule) in ctx.plan.rules.iter().enumerate() {
            let id = RuleId::from_index(at);
            let only_outcomes =
                rule.concludes.iter().all(|conclusion| matches!(conclusion, Conclusion::Outcome(..)));
            if !only_outcomes || !leaves(ctx, id) {
                continue;
            }
            let mut demands = ctx.proofs().stays();
            demands.push(Demand::Is(rule.truth, Truth::Yes));
            if ctx.proofs().is_never(&demands) {
                out.extend(ctx.hir_rule(id).map(|written| finding(ctx, written, rule.truth)));
            }
        }
    }
}

/// Whether the lead that shows that the rule can be met leaves. One that stays shows that the rule is heard.
fn leaves(ctx: &Context<'_>, id: RuleId) -> bool {
    let Some(lead) = ctx.proofs().lead_of(id) else { return false };
    let truths = truths(ctx.plan, ctx.today, lead);
    ctx.plan.exits.iter().any(|exit| truths.get(exit.truth.index()) == Some(&Truth::Yes))
}

fn finding(ctx: &Context<'_>, rule: &Rule, truth: qualify_plan::ExprId) -> Diagnostic {
    let implies = |exit: &&qualify_plan::Exit| {
        ctx.proofs().is_never(&[Demand::Is(truth, Truth::Yes), Demand::IsNot(exit.truth, Truth::Yes)])
    };
    let exits: Vec<String> =
        ctx.plan.exits.iter().filter(implies).take(1).map(|exit| format!("`{}`", exit.name)).collect();
    let exit = if exits.is_empty() { "an exit".to_owned() } else { listed(&exits) };
    let message = format!(
        "{} never acts: whoever meets it leaves by {exit}, and then only rules that conclude an exit give outcomes. Give it \
         the exit as well, or leave it out.",
        rule_name(rule)
    );
    let by = format!("whoever meets {} leaves by {exit}", rule_name(rule));
    proved(Code::RuleNeverActs, rule.span, rule_subject(rule), message, by)
}
