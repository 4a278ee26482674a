//! An assumed value that can make a lead leave becomes a finding.
//!
//! Each test on a fact with a default is followed up to the rules of the exits: through named conditions, other places,
//! scores and grades, and `where`. It counts if the default gives the answer that speaks for leaving.

mod search;

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{FactRef, Place};
use qualify_semantic::hir::{Condition, ConditionKind, FactTest, Rule, TestKind};
use qualify_syntax::ast::{FactDecl, OptKind, PredicateKind};

use crate::words::{place_decl, read_off, rule_name};
use crate::{Context, Lint, walk};

use search::Search;

/// The lint.
pub(crate) struct DefaultInExit;

impl Lint for DefaultInExit {
    fn code(&self) -> Code {
        Code::DefaultInExit
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let mut found: BTreeMap<FactRef, Vec<(&Rule, &str)>> = BTreeMap::new();
        for rule in &ctx.hir.rules {
            let exit = walk::places(rule).find(|place| matches!(place, Place::Exit(_)));
            let Some(exit) = exit.and_then(|exit| place_decl(ctx, exit)) else { continue };
            for fact in Search::facts(ctx, rule) {
                if !asks_for_known(ctx, rule, fact) {
                    found.entry(fact).or_default().push((rule, &exit.decl.name.text));
                }
            }
        }
        out.extend(found.into_iter().filter_map(|(fact, rules)| finding(ctx, fact, &rules)));
    }
}

/// Whether the rule needs the fact to be known.
fn asks_for_known(ctx: &Context<'_>, rule: &Rule, fact: FactRef) -> bool {
    let mut open = vec![&rule.when];
    while let Some(Condition { kind, .. }) = open.pop() {
        match kind {
            ConditionKind::All(parts) => open.extend(parts),
            ConditionKind::Test(id) => {
                if let Some(TestKind::Field(FactTest { id, predicate: Some(predicate), .. })) =
                    ctx.hir.tests.get(id.index()).map(|test| &test.kind)
                    && FactRef::Field(*id) == fact
                    && predicate.kind == PredicateKind::Known
                {
                    return true;
                }
            }
            ConditionKind::Any(_)
            | ConditionKind::None(_)
            | ConditionKind::AtLeast(..)
            | ConditionKind::Not(_)
            | ConditionKind::Broken => {}
        }
    }
    false
}

fn decl<'a>(ctx: &Context<'a>, fact: FactRef) -> Option<&'a FactDecl> {
    match fact {
        FactRef::Field(id) => ctx.hir.fields.get(id.index()).map(|field| &field.decl),
        FactRef::Attribute(event, id) => ctx.hir.events.get(event.index())?.decl.attributes.get(id.index()),
    }
}

fn option(decl: &FactDecl) -> Option<Span> {
    let found = decl.options.iter().find(|option| matches!(option.kind, OptKind::MissingMeans(_)));
    found.map(|option| option.span)
}

fn finding(ctx: &Context<'_>, fact: FactRef, rules: &[(&Rule, &str)]) -> Option<Diagnostic> {
    let decl = decl(ctx, fact)?;
    let span = option(decl)?;
    let (rule, exit) = rules.first()?;
    let (name, default) = (&decl.name.text, ctx.text(span));
    let instead = match fact {
        FactRef::Field(_) => {
            format!("Ask for `{name} is known` in that rule as well, or leave `{default}` out.")
        }
        FactRef::Attribute(..) => format!("Leave `{default}` out: then the rule waits for the fact."),
    };
    let message = format!(
        "A lead can leave as `{exit}` because of a value that nobody gave: `{default}` speaks for {}. {instead}",
        rule_name(rule)
    );
    let known = format!("{} uses `{name}`, and the default speaks for it", rule_name(rule));
    let finding = read_off(Code::DefaultInExit, span, format!("field {name}"), message, known);
    let others = rules
        .iter()
        .take(3)
        .map(|(rule, exit)| (rule.span, format!("{} concludes `{exit}`", rule_name(rule))));
    Some(others.fold(finding, |finding, (span, message)| finding.with_related(span, message)))
}
