//! Parts of rules that never matter inside them become findings.

use std::collections::BTreeSet;

use qualify_analysis::{Spot, Whole};
use qualify_diagnostics::{Code, Diagnostic, Edit, Fix, Span};
use qualify_plan::RuleId;
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

    /// Some parts are looked at with more effort only.
    fn can_look(&self, ctx: &Context<'_>) -> bool {
        ctx.settings.effort() == Effort::Deep
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let constant: BTreeSet<Span> =
            true_for_every_value::find(ctx).found.iter().map(|constant| constant.condition.span).collect();
        let mut tell = |whole: Whole, home: &Home<'_>| {
            let idle = idle_in(ctx, whole, home);
            let of_its_own = idle.iter().filter(|written| !written.holds_any(&constant));
            out.extend(of_its_own.map(|written| finding(ctx, home, written)));
        };
        for define in &ctx.hir.defines {
            if let Some(when) = ctx.source_map.expr(define.condition.span) {
                let name = format!("`{}`", define.name.text);
                tell(Whole { when, unless: None }, &Home { name, when: &define.condition, unless: None });
            }
        }
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let Some(id) = ctx.source_map.rule(at) else { continue };
            if let Some(planned) = ctx.plan.rules.get(id.index())
                && ctx.proofs().lead_of(id).is_some()
            {
                tell(Whole::from(planned), &Home::of(rule));
            }
        }
        if ctx.settings.effort() == Effort::Deep {
            look_at_others(ctx, out);
        }
    }
}

/// What parts stand in: a rule or a define.
struct Home<'a> {
    name: String,
    when: &'a Condition,
    unless: Option<&'a Condition>,
}

impl<'a> Home<'a> {
    fn of(rule: &'a Rule) -> Self {
        Self { name: rule_name(rule), when: &rule.when, unless: rule.unless.as_ref() }
    }
}

/// The parts that never matter inside their home, as they are written there.
fn idle_in<'a>(ctx: &Context<'_>, whole: Whole, home: &Home<'a>) -> Vec<Written<'a>> {
    let analysis = ctx.proofs().analysis();
    if !analysis.looks_twice(whole) {
        return Vec::new();
    }
    let written = written(home);
    let spots: Vec<Spot> = written.iter().map(|written| written.spot.clone()).collect();
    let idle = analysis.idle_parts(whole, &spots);
    written.into_iter().filter(|written| idle.contains(&written.spot)).collect()
}

/// Parts that matter inside their rule, and yet to no lead, because other rules conclude the same.
fn look_at_others(ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let analysis = ctx.proofs().analysis();
    let asked = |id: RuleId| {
        let rule = ctx.hir_rule(id).filter(|_| ctx.proofs().lead_of(id).is_some());
        let planned = ctx.plan.rules.get(id.index());
        let (Some(rule), Some(planned)) = (rule, planned) else { return Vec::new() };
        let home = Home::of(rule);
        let idle: Vec<Spot> =
            idle_in(ctx, Whole::from(planned), &home).into_iter().map(|written| written.spot).collect();
        let spots = written(&home).into_iter().map(|written| written.spot);
        spots.filter(|spot| !idle.iter().any(|idle| spot.is_within(idle))).collect()
    };
    for (id, spot) in analysis.idle_in_context(&asked) {
        let Some(rule) = ctx.hir_rule(id) else { continue };
        let written = written(&Home::of(rule)).into_iter().find(|written| written.spot == spot);
        out.extend(written.map(|written| finding_beside_others(ctx, rule, &written)));
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

/// A part where it is written.
struct Written<'a> {
    spot: Spot,
    above: &'a Condition,
    siblings: &'a [Condition],
    at: usize,
    part: &'a Condition,
}

/// All parts of lists as they are written, wholes before their parts; what a name stands for is not among them. The way that
/// leads through the text leads through the plan as well.
fn written<'a>(home: &Home<'a>) -> Vec<Written<'a>> {
    let mut found: Vec<Written<'a>> = Vec::new();
    let mut open = vec![(home.when, Spot { in_unless: false, path: Vec::new() })];
    open.extend(home.unless.map(|unless| (unless, Spot { in_unless: true, path: Vec::new() })));
    while let Some((above, spot)) = open.pop() {
        let (siblings, is_negated) = match &above.kind {
            ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::AtLeast(_, parts) => {
                (parts.as_slice(), false)
            }
            ConditionKind::None(parts) => (parts.as_slice(), true),
            ConditionKind::Not(inner) => {
                open.push((inner, below(&spot, &[0])));
                continue;
            }
            ConditionKind::Test(_) | ConditionKind::Broken => continue,
        };
        for (at, part) in siblings.iter().enumerate() {
            // `none of` is the `not` of an `any of` that is not written.
            let spot = if is_negated { below(&spot, &[0, at]) } else { below(&spot, &[at]) };
            open.push((part, spot.clone()));
            found.push(Written { spot, above, siblings, at, part });
        }
    }
    found.sort_by(|one, other| one.spot.cmp(&other.spot));
    found
}

fn below(spot: &Spot, steps: &[usize]) -> Spot {
    Spot { in_unless: spot.in_unless, path: [spot.path.as_slice(), steps].concat() }
}

impl Written<'_> {
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

fn finding(ctx: &Context<'_>, home: &Home<'_>, written: &Written<'_>) -> Diagnostic {
    let text = shortened(&ctx.text(written.part.span));
    let message = format!(
        "`{text}` never matters in {}: the rest decides without it. Leave it out, or look whether something else was meant.",
        home.name
    );
    let by = format!("{} holds, fails or stays open alike with and without `{text}`", home.name);
    let mut finding =
        proved(Code::IdleCondition, written.part.span, format!("condition {text}"), message, by);
    finding.fix = written.cut(ctx).map(|span| Fix {
        title: format!("Remove `{text}`"),
        edits: vec![Edit { span, text: String::new() }],
        effect: ctx.proofs().effect(),
    });
    finding
}
