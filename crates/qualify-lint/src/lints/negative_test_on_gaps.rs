//! Negated tests on facts that many leads lack become findings, where the gap leaves a rule unknown.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::{FieldId, Place};
use qualify_semantic::hir::{Rule, TestId};

use crate::judged::{Judged, negated};
use crate::sample::{Column, FEW};
use crate::walk::{self, Sense};
use crate::words::{grouped, judged_leads, rule_name, rule_subject, share, shortened};
use crate::{Context, Lint, Sample};

/// One lead in so many is often.
const ONE_IN: u64 = 5;

/// The lint.
pub(crate) struct NegativeTestOnGaps;

/// A negated test where it leaves the most leads unknown.
struct Stuck<'a> {
    rule: &'a Rule,
    span: Span,
    sense: Sense,
    field: FieldId,
    leads: u64,
}

impl Lint for NegativeTestOnGaps {
    fn code(&self) -> Code {
        Code::NegativeTestOnGaps
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let (Some(sample), Some(judged)) = (ctx.sample, ctx.judged()) else { return };
        if judged.leads < FEW {
            return;
        }
        let mut worst: BTreeMap<TestId, Stuck<'_>> = BTreeMap::new();
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let Some(id) = ctx.source_map.rule(at) else { continue };
            for (found, field) in negated(ctx, rule) {
                let leads = judged.gaps.get(&(id, field)).copied().unwrap_or_default();
                let is_read = sample.tally(field).is_some_and(|tally| tally.column == Column::Read);
                let is_often = is_read && leads * ONE_IN > judged.leads;
                let is_worse = worst.get(&found.id).is_none_or(|known| known.leads < leads);
                if is_often && is_worse {
                    let stuck = Stuck { rule, span: found.test.span, sense: found.sense, field, leads };
                    worst.insert(found.id, stuck);
                }
            }
        }
        out.extend(worst.values().filter_map(|stuck| finding(ctx, sample, judged, stuck)));
    }

    /// What leads show changes from day to day.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        false
    }
}

fn finding(ctx: &Context<'_>, sample: &Sample, judged: &Judged, stuck: &Stuck<'_>) -> Option<Diagnostic> {
    let name = &ctx.plan.fields.get(stuck.field.index())?.name;
    let missing = share(sample.tally(stuck.field)?.missing, sample.leads());
    let of_rule = if judged.leads == sample.leads() {
        format!("of {} of these", grouped(stuck.leads))
    } else {
        format!("of {}", share(stuck.leads, judged.leads))
    };
    let rule = rule_name(stuck.rule);
    let message = format!(
        "{missing} have no `{name}`, and what a lead is not stays unknown with it: {rule} has no answer because {of_rule}. {}",
        advice(ctx, stuck, name)
    );
    let known = format!("{}{}", share(stuck.leads, judged.leads), judged_leads(sample));
    Some(
        Diagnostic::new(Code::NegativeTestOnGaps, stuck.span, message)
            .about(rule_subject(stuck.rule))
            .because(Evidence::Sample(known)),
    )
}

/// What to write instead: it depends on whether a gap may speak for the conclusion.
fn advice(ctx: &Context<'_>, stuck: &Stuck<'_>, name: &str) -> String {
    let test = shortened(&ctx.text(stuck.span));
    let leaves = walk::places(stuck.rule).any(|place| matches!(place, Place::Exit(_)));
    match (stuck.sense, leaves) {
        (Sense::For, false) => format!(
            "If a gap may pass, write `({test} or {name} is unknown)`; if it stands for a value, say so at the field: \
             `missing means ...`."
        ),
        (Sense::Against, false) => format!(
            "If a gap may pass, write `({test} and {name} is known)`; if it stands for a value, say so at the field: \
             `missing means ...`."
        ),
        (Sense::For, true) => format!(
            "If only a value may make a lead leave, write `{name} is known and {test}`; if an empty cell is an answer, say so \
             at the field: `empty means ...`."
        ),
        (Sense::Against, true) => format!(
            "If only a value may make a lead leave, add `{name} is known`; if an empty cell is an answer, say so at the field: \
             `empty means ...`."
        ),
    }
}
