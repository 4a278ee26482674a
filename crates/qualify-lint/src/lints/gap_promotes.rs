//! `is unknown` that speaks for a stage becomes a finding: a gap is no reason to qualify.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::Place;
use qualify_semantic::hir::{FactTest, Rule, TestKind};
use qualify_syntax::ast::{Name, PredicateKind};

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
        let mut told = BTreeSet::new();
        for rule in &ctx.hir.rules {
            let Some(stage) = stage_above_lowest(ctx, rule) else { continue };
            for found in walk::deep_tests(ctx.hir, rule) {
                let field = gap(&found).filter(|_| told.insert(found.id));
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

fn finding(rule: &Rule, stage: &str, found: Found<'_>, field: &Name) -> Diagnostic {
    let field = &field.text;
    let message = format!(
        "Here a lead gets nearer to `{stage}` because nobody filled in `{field}`, and falls back when somebody does. \
         Ask for a value of `{field}`, or leave this test out: what is missing then stays open."
    );
    let known = format!("{} asks for a gap and concludes `{stage}`", rule_name(rule));
    read_off(Code::GapPromotes, found.test.span, format!("field {field}"), message, known)
}
