//! Parts of rules that never matter inside them become findings.

use std::collections::BTreeSet;

use qualify_analysis::IdlePart;
use qualify_diagnostics::{Code, Diagnostic, Edit, Fix, Span};
use qualify_semantic::hir::{Condition, ConditionKind, Rule};

use crate::proofs::proved;
use crate::words::{rule_name, shortened};
use crate::{Context, Effort, Lint};

use super::true_for_every_value;

/// The lint.
pub(crate) struct IdleCondition;

impl Lint for IdleCondition {
    fn code(&self) -> Code {
        Code::IdleCondition
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let constant: BTreeSet<Span> =
            true_for_every_value::find(ctx).iter().map(|constant| constant.condition.span).collect();
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let Some(id) = ctx.source_map.rule(at) else { continue };
            let Some(plan) = ctx.plan.rules.get(id.index()) else { continue };
            let analysis = ctx.proofs().analysis();
            if ctx.proofs().lead_of(id).is_none() || !analysis.looks_twice(plan.truth) {
                continue;
            }
            let idle = analysis.idle_parts(id);
            let told = idle.iter().filter_map(|idle| Written::of(rule, idle));
            let of_its_own = told.filter(|written| !written.holds_any(&constant));
            out.extend(of_its_own.map(|written| finding(ctx, rule, &written)));
        }
        if ctx.settings.effort() == Effort::Deep {
            look_at_others(ctx, out);
        }
    }
}

/// Parts that matter inside their rule, and yet to no lead, because other rules conclude the same.
fn look_at_others(ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let analysis = ctx.proofs().analysis();
    let idle = analysis.idle_in_context(&|rule| analysis.idle_parts(rule));
    for idle in &idle {
        let rule = ctx.hir_rule(idle.rule).filter(|_| ctx.proofs().lead_of(idle.rule).is_some());
        let written = rule.and_then(|rule| Some((rule, Written::of(rule, idle)?)));
        out.extend(written.map(|(rule, written)| finding_beside_others(ctx, rule, &written)));
    }
}

fn finding_beside_others(ctx: &Context<'_>, rule: &Rule, written: &Written<'_>) -> Diagnostic {
    let text = shortened(&ctx.text(written.part.span));
    let message = format!(
        "`{text}` makes no difference in {}: the leads that it turns away come to the same by other rules. Leave it out, or \
         look whether the other rules say what was meant.",
        rule_name(rule)
    );
    let by = format!(
        "with and without `{text}`, what {} concludes holds, fails or stays open alike",
        rule_name(rule)
    );
    proved(Code::IdleCondition, written.part.span, format!("condition {text}"), message, by)
}

/// An idle part where it is written.
struct Written<'a> {
    above: &'a Condition,
    siblings: &'a [Condition],
    at: usize,
    part: &'a Condition,
}

impl<'a> Written<'a> {
    /// The way that leads through the plan leads through the text as well, as far as no name stands for a condition.
    fn of(rule: &'a Rule, idle: &IdlePart) -> Option<Self> {
        let mut above = if idle.in_unless { rule.unless.as_ref()? } else { &rule.when };
        let mut way = idle.path.iter().copied();
        loop {
            let siblings = match &above.kind {
                ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::AtLeast(_, parts) => {
                    parts
                }
                ConditionKind::None(parts) => {
                    // `none of` is the `not` of an `any of` that is not written.
                    way.next()?;
                    parts
                }
                ConditionKind::Not(inner) => {
                    way.next()?;
                    above = inner;
                    continue;
                }
                ConditionKind::Test(_) | ConditionKind::Broken => return None,
            };
            let at = way.next()?;
            let part = siblings.get(at)?;
            if way.len() == 0 {
                return Some(Self { above, siblings, at, part });
            }
            above = part;
        }
    }

    fn holds_any(&self, spans: &BTreeSet<Span>) -> bool {
        let part = self.part.span;
        spans
            .iter()
            .any(|span| span.source == part.source && part.start <= span.start && span.end <= part.end)
    }

    /// What to take away so that the part goes with its `and`, `or` or dash; none where more would have to change.
    fn cut(&self, ctx: &Context<'_>) -> Option<Span> {
        let is_chain = matches!(self.above.kind, ConditionKind::All(_) | ConditionKind::Any(_));
        if !is_chain || self.siblings.len() < 2 {
            return None;
        }
        let previous = self.at.checked_sub(1).and_then(|at| self.siblings.get(at));
        let (span, gap) = match (previous, self.siblings.get(self.at + 1)) {
            (Some(previous), _) => {
                let gap = between(previous.span, self.part.span);
                (between(previous.span, Span { start: self.part.span.end, ..self.part.span }), gap)
            }
            (None, Some(next)) => {
                let gap = between(self.part.span, next.span);
                (Span { end: next.span.start, ..self.part.span }, gap)
            }
            (None, None) => return None,
        };
        let is_word = |word: &str| matches!(word, "and" | "or" | "-" | "--" | "---");
        ctx.sources.text(gap).split_whitespace().all(is_word).then_some(span)
    }
}

fn between(first: Span, second: Span) -> Span {
    Span { start: first.end, end: second.start, ..first }
}

fn finding(ctx: &Context<'_>, rule: &Rule, written: &Written<'_>) -> Diagnostic {
    let text = shortened(&ctx.text(written.part.span));
    let message = format!(
        "`{text}` never matters in {}: the rest of the rule decides without it. Leave it out, or look whether something else \
         was meant.",
        rule_name(rule)
    );
    let by = format!("{} holds, fails or stays open alike with and without `{text}`", rule_name(rule));
    let mut finding =
        proved(Code::IdleCondition, written.part.span, format!("condition {text}"), message, by);
    finding.fix = written.cut(ctx).map(|span| Fix {
        title: format!("Remove `{text}`"),
        edits: vec![Edit { span, text: String::new() }],
        effect: ctx.proofs().effect(),
    });
    finding
}
