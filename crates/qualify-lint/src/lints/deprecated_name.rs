//! Uses of what is deprecated become findings.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{AttributeId, EventId};
use qualify_semantic::{Def, PromiseKind};
use qualify_syntax::ast::{FactDecl, Item, ItemKind, Name, Opt, OptKind, PlaceDecl};

use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct DeprecatedName;

impl Lint for DeprecatedName {
    fn code(&self) -> Code {
        Code::DeprecatedName
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let items: Vec<&Item> = ctx.files.iter().flat_map(|file| &file.items).collect();
        for old in items.iter().flat_map(|item| declared(item)) {
            let uses = uses(ctx, &old);
            // One mention for each rule or declaration; nothing of what goes away with it.
            let mut told: BTreeSet<Span> = BTreeSet::new();
            for span in uses {
                let around = items.iter().find(|item| holds(item, span));
                let is_news = around.is_none_or(|item| !is_deprecated(item) && told.insert(item.span));
                out.extend(is_news.then(|| finding(&old, span)));
            }
        }
        rules(ctx, out);
    }
}

/// Something that is deprecated.
struct Old<'a> {
    name: &'a Name,
    advice: &'a str,
    /// The event whose attribute it is.
    event: Option<&'a Name>,
}

fn advice(options: &[Opt]) -> Option<&str> {
    options.iter().find_map(|option| match &option.kind {
        OptKind::Deprecated(text) => Some(text.text.as_str()),
        _ => None,
    })
}

fn declared(item: &Item) -> Vec<Old<'_>> {
    let one = |name, options| advice(options).map(|advice| Old { name, advice, event: None });
    match &item.kind {
        ItemKind::Field(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Set(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Define(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Score(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Grade(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Outcome(decl) => one(&decl.name, &decl.options).into_iter().collect(),
        ItemKind::Stages(places) | ItemKind::Exits(places) => {
            places.iter().filter_map(|PlaceDecl { name, options, .. }| one(name, options)).collect()
        }
        ItemKind::Event(decl) => {
            let attribute = |attribute| of_attribute(&decl.name, attribute);
            let attributes = decl.attributes.iter().filter_map(attribute);
            one(&decl.name, &decl.options).into_iter().chain(attributes).collect()
        }
        ItemKind::Language(_)
        | ItemKind::Use(_)
        | ItemKind::Owner(_)
        | ItemKind::Rule(_)
        | ItemKind::Example(_)
        | ItemKind::Broken(_) => Vec::new(),
    }
}

fn of_attribute<'a>(event: &'a Name, attribute: &'a FactDecl) -> Option<Old<'a>> {
    let advice = advice(&attribute.options)?;
    Some(Old { name: &attribute.name, advice, event: Some(event) })
}

fn uses(ctx: &Context<'_>, old: &Old<'_>) -> Vec<Span> {
    let uses = ctx.uses();
    let spans = match old.event {
        Some(event) => attribute(ctx, event, old.name).and_then(|id| uses.attributes.get(&id)),
        None => ctx.hir.def(&old.name.text).and_then(|def| uses.names.get(&def)),
    };
    spans.cloned().unwrap_or_default()
}

fn attribute(ctx: &Context<'_>, event: &Name, name: &Name) -> Option<(EventId, AttributeId)> {
    let Some(Def::Event(event)) = ctx.hir.def(&event.text) else { return None };
    let attributes = &ctx.hir.events.get(event.index())?.decl.attributes;
    let at = attributes.iter().position(|attribute| attribute.name.text == name.text)?;
    Some((event, AttributeId::from_index(at)))
}

fn holds(item: &Item, span: Span) -> bool {
    item.span.source == span.source && (item.span.start..item.span.end).contains(&span.start)
}

fn is_deprecated(item: &Item) -> bool {
    let options = match &item.kind {
        ItemKind::Rule(rule) => rule.head.as_ref().map(|head| head.options.as_slice()),
        ItemKind::Define(decl) => Some(decl.options.as_slice()),
        ItemKind::Score(decl) => Some(decl.options.as_slice()),
        ItemKind::Grade(decl) => Some(decl.options.as_slice()),
        ItemKind::Set(decl) => Some(decl.options.as_slice()),
        ItemKind::Language(_)
        | ItemKind::Use(_)
        | ItemKind::Owner(_)
        | ItemKind::Stages(_)
        | ItemKind::Exits(_)
        | ItemKind::Outcome(_)
        | ItemKind::Field(_)
        | ItemKind::Event(_)
        | ItemKind::Example(_)
        | ItemKind::Broken(_) => None,
    };
    options.and_then(advice).is_some()
}

fn finding(old: &Old<'_>, span: Span) -> Diagnostic {
    let name = &old.name.text;
    let message = format!("`{name}` is deprecated: {}.", old.advice.trim_end_matches('.'));
    let known = format!("`{name}` is declared with `deprecated`");
    let finding = read_off(Code::DeprecatedName, span, format!("use of {name}"), message, known);
    finding.with_related(old.name.span, "declared here")
}

/// Promises of examples about deprecated rules.
fn rules(ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for promise in ctx.examples.iter().flat_map(|example| &example.promises) {
        let PromiseKind::By(id) = promise.kind else { continue };
        let rule = ctx.source_map.rule_index(id).and_then(|at| ctx.hir.rules.get(at));
        let Some((rule, advice)) = rule.and_then(|rule| Some((rule, advice(&rule.options)?))) else {
            continue;
        };
        let message = format!("The rule \"{}\" is deprecated: {}.", rule.name, advice.trim_end_matches('.'));
        let known = format!("the rule \"{}\" has `deprecated`", rule.name);
        let subject = format!("use of rule \"{}\"", rule.name);
        let finding = read_off(Code::DeprecatedName, promise.span, subject, message, known);
        out.push(finding.with_related(rule.span, "declared here"));
    }
}
