//! A rule that lets leads skip a stage which all other ways to the next one lead through becomes a finding.

use qualify_analysis::{Answer, Demand, describe};
use qualify_diagnostics::{Code, Diagnostic, Evidence};
use qualify_plan::{Conclusion, Lead, Place, RuleId, StageId, Truth};

use crate::words::{rule_name, rule_subject};
use crate::{Context, Lint};

/// So many other ways must lead through the stage before one that does not looks like a slip.
const OTHERS: usize = 2;

/// The lint.
pub(crate) struct LadderGap;

impl Lint for LadderGap {
    fn code(&self) -> Code {
        Code::LadderGap
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        // Every lead has the lowest stage, so none leaves that one out.
        for high in 2..ctx.plan.stages.len() {
            out.extend(gap(ctx, high));
        }
    }
}

fn gap(ctx: &Context<'_>, high: usize) -> Option<Diagnostic> {
    let place = Conclusion::Place(Place::Stage(StageId::from_index(high)));
    let low = ctx.plan.stages.get(high.checked_sub(1)?)?;
    let (mut skips, mut through) = (Vec::new(), 0);
    let concluding = ctx.plan.rules.iter().filter(|rule| rule.concludes.contains(&place));
    let mut together = ctx.proofs().analysis().together(concluding.map(|rule| rule.truth).chain([low.truth]));
    for (at, rule) in ctx.plan.rules.iter().enumerate() {
        let id = RuleId::from_index(at);
        if !rule.concludes.contains(&place) || ctx.proofs().lead_of(id).is_none() {
            continue;
        }
        let demands = [Demand::Is(rule.truth, Truth::Yes), Demand::IsNot(low.truth, Truth::Yes)];
        match together.find(&demands) {
            // Of several that skip it none stands out.
            Answer::Lead(_) if !skips.is_empty() => return None,
            Answer::Lead(_) => skips.push((id, demands)),
            Answer::Never => through += 1,
            Answer::Undecided => return None,
        }
    }
    let [(id, demands)] = skips.as_slice() else { return None };
    if through < OTHERS {
        return None;
    }
    let lead = ctx.proofs().analysis().example(demands, ctx.known())?;
    finding(ctx, *id, high, &lead)
}

fn finding(ctx: &Context<'_>, id: RuleId, high: usize, lead: &Lead) -> Option<Diagnostic> {
    let rule = ctx.hir_rule(id)?;
    let high_name = &ctx.plan.stages.get(high)?.name;
    let low_name = &ctx.plan.stages.get(high.checked_sub(1)?)?.name;
    let message = format!(
        "{} gives `{high_name}` to leads that are not `{low_name}`; every other way to `{high_name}` leads through \
         `{low_name}`. If that is not meant, add `and {low_name}`.",
        rule_name(rule)
    );
    let known = format!("{} is `{high_name}` without `{low_name}`", describe(ctx.plan, lead));
    let finding = Diagnostic::new(Code::LadderGap, rule.span, message).about(rule_subject(rule));
    Some(finding.because(Evidence::Lead(known)))
}
