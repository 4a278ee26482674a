//! `is unknown` that speaks for a stage becomes a finding: a gap is no reason to qualify.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{FieldId, Place};
use qualify_semantic::hir::{Condition, ConditionKind, FactTest, Rule, TestId, TestKind};
use qualify_syntax::ast::{Name, PredicateKind};

use crate::judged::negated_field;
use crate::walk::{Found, Sense};
use crate::words::{read_off, rule_name};
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct GapPromotes;

impl Lint for GapPromotes {
    fn code(&self) -> Code {
        Code::GapPromotes
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let (mut told, excused) = (BTreeSet::new(), excused(ctx));
        for rule in &ctx.hir.rules {
            let Some(stage) = stage_above_lowest(ctx, rule) else { continue };
            for found in walk::deep_tests(ctx.hir, rule) {
                let is_news = !excused.contains(&(found.id, found.sense)) && told.insert(found.id);
                let field = gap(&found).filter(|_| is_news);
                out.extend(field.map(|field| finding(rule, stage, found, field)));
            }
        }
    }
}

fn stage_above_lowest<'a>(ctx: &Context<'a>, rule: &Rule) -> Option<&'a str> {
    let stage = walk::places(rule).find_map(|place| match place {
        Place::Stage(id) if id.index() > 0 => Some(id),
        Place::Stage(_) | Place::Exit(_) => None,
    })?;
    ctx.hir.stages.get(stage.index()).map(|stage| stage.decl.name.text.as_str())
}

/// The field of which a gap speaks for the rule.
fn gap<'a>(found: &Found<'a>) -> Option<&'a Name> {
    let TestKind::Field(FactTest { name, predicate: Some(predicate), .. }) = &found.test.kind else {
        return None;
    };
    let promotes = match predicate.kind {
        PredicateKind::Unknown => found.sense == Sense::For,
        PredicateKind::Known => found.sense == Sense::Against,
        _ => false,
    };
    promotes.then_some(name)
}

/// Gaps that only pass where a value is shut out: in `industry is not retail or industry is unknown` no gap is better than
/// a good value.
fn excused(ctx: &Context<'_>) -> BTreeSet<(TestId, Sense)> {
    let rules = ctx.hir.rules.iter();
    let mut open: Vec<(&Condition, Sense)> = rules.clone().map(|rule| (&rule.when, Sense::For)).collect();
    open.extend(rules.filter_map(|rule| Some((rule.unless.as_ref()?, Sense::Against))));
    let named = ctx.hir.defines.iter().map(|define| &define.condition);
    open.extend(named.flat_map(|condition| [(condition, Sense::For), (condition, Sense::Against)]));
    let mut excused = BTreeSet::new();
    while let Some((condition, sense)) = open.pop() {
        let (parts, sense, is_either) = match &condition.kind {
            ConditionKind::Any(parts) => (parts.as_slice(), sense, sense == Sense::For),
            ConditionKind::All(parts) => (parts.as_slice(), sense, sense == Sense::Against),
            ConditionKind::None(parts) => (parts.as_slice(), sense.turned(), sense == Sense::Against),
            ConditionKind::AtLeast(_, parts) => (parts.as_slice(), sense, false),
            ConditionKind::Not(inner) => (std::slice::from_ref(&**inner), sense.turned(), false),
            ConditionKind::Test(_) | ConditionKind::Broken => continue,
        };
        open.extend(parts.iter().map(|part| (part, sense)));
        if is_either {
            excused.extend(beside_negated(ctx, parts, sense));
        }
    }
    excused
}

/// The gaps among some parts that stand beside a negated test of the same field.
fn beside_negated(ctx: &Context<'_>, parts: &[Condition], sense: Sense) -> Vec<(TestId, Sense)> {
    let single = |part| match walk::tests(ctx.hir, part, sense).as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let tests: Vec<Found<'_>> = parts.iter().filter_map(single).collect();
    let shut_out: BTreeSet<FieldId> = tests.iter().filter_map(|test| negated_field(ctx, test)).collect();
    let is_excused = |found: &&Found<'_>| match &found.test.kind {
        TestKind::Field(FactTest { id, .. }) => gap(found).is_some() && shut_out.contains(id),
        _ => false,
    };
    tests.iter().filter(is_excused).map(|found| (found.id, found.sense)).collect()
}

fn finding(rule: &Rule, stage: &str, found: Found<'_>, field: &Name) -> Diagnostic {
    let field = &field.text;
    let message = format!(
        "Here a lead gets nearer to `{stage}` because nobody filled in `{field}`, and falls back when somebody does. \
         Ask for a value of `{field}`, or leave this test out: what is missing then stays open."
    );
    let known = format!("{} asks for a gap and concludes `{stage}`", rule_name(rule));
    read_off(Code::GapPromotes, found.test.span, format!("field {field}"), message, known)
}
