//! A `use` line becomes a finding if nothing of its file, and of the files that this one uses, is used.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, SourceId, Span};
use qualify_semantic::Def;
use qualify_syntax::ast::{File, ItemKind, OptKind, Text};

use crate::Context;
use crate::words::read_off;

pub(super) fn unused(ctx: &Context<'_>, user: &File, path: &Text) -> Option<Diagnostic> {
    let used = target(ctx, user, path)?;
    let reached = reached(ctx, used);
    let acts = reached.iter().any(|file| acts(file));
    let inside: BTreeSet<SourceId> = reached.iter().map(|file| file.source).collect();
    if acts || is_used(ctx, &inside) {
        return None;
    }
    let message = format!("Nothing of `{}` is used here. Leave this line out.", path.text);
    let known = "nothing here names what that file declares, and it has no rules";
    Some(read_off(Code::UnusedDeclaration, path.span, format!("file {}", path.text), message, known))
}

/// The file of a path that another file names.
fn target<'a>(ctx: &Context<'a>, user: &File, path: &Text) -> Option<&'a File> {
    let from = ctx.source(user.source)?.path();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.text.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    let wanted = parts.join("/");
    ctx.files.iter().find(|file| ctx.source(file.source).is_some_and(|source| source.path() == wanted))
}

/// A file and all that it reaches by `use`.
fn reached<'a>(ctx: &Context<'a>, file: &'a File) -> Vec<&'a File> {
    let mut found: Vec<&File> = Vec::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        if found.iter().any(|file| file.source == next.source) {
            continue;
        }
        found.push(next);
        open.extend(next.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Use(path) => target(ctx, next, path),
            _ => None,
        }));
    }
    found
}

/// Whether a file does something by being there.
fn acts(file: &File) -> bool {
    file.items.iter().any(|item| match &item.kind {
        ItemKind::Stages(_)
        | ItemKind::Exits(_)
        | ItemKind::Outcome(_)
        | ItemKind::Score(_)
        | ItemKind::Grade(_)
        | ItemKind::Rule(_)
        | ItemKind::Example(_)
        | ItemKind::Broken(_) => true,
        ItemKind::Field(decl) => decl.options.iter().any(|option| matches!(option.kind, OptKind::Required)),
        ItemKind::Language(_)
        | ItemKind::Use(_)
        | ItemKind::Owner(_)
        | ItemKind::Event(_)
        | ItemKind::Set(_)
        | ItemKind::Define(_) => false,
    })
}

/// Whether something outside of these files, examples included, uses what they declare.
fn is_used(ctx: &Context<'_>, inside: &BTreeSet<SourceId>) -> bool {
    let is_outside = |span: Span| !inside.contains(&span.source);
    let is_inside = |def: Def| declared(ctx, def).is_some_and(|span| inside.contains(&span.source));
    let mut used = ctx.uses().names.iter().filter(|(_, spans)| spans.iter().copied().any(is_outside));
    let in_rules = used.any(|(def, _)| is_inside(*def));
    let examples = ctx.hir.examples.iter().flat_map(|example| &example.lines);
    in_rules || examples.filter_map(|line| named(ctx, line)).any(is_inside)
}

fn named(ctx: &Context<'_>, line: &qualify_syntax::ast::ExampleLine) -> Option<Def> {
    use qualify_syntax::ast::ExampleLineKind as Kind;
    match &line.kind {
        Kind::Today(_) => None,
        Kind::Fact(name, _)
        | Kind::Unknown(name)
        | Kind::NotCollected(name)
        | Kind::Rows { event: name, .. } => ctx.hir.def(&name.text),
    }
}

fn declared(ctx: &Context<'_>, def: Def) -> Option<Span> {
    let hir = ctx.hir;
    match def {
        Def::Field(id) => hir.fields.get(id.index()).map(|field| field.decl.name.span),
        Def::Event(id) => hir.events.get(id.index()).map(|event| event.decl.name.span),
        Def::Set(id) => hir.sets.get(id.index()).map(|set| set.name.span),
        Def::Define(id) => hir.defines.get(id.index()).map(|define| define.name.span),
        Def::Filter(id) => hir.filters.get(id.index()).map(|filter| filter.name.span),
        Def::Constant(id) => hir.constants.get(id.index()).map(|constant| constant.name.span),
        Def::Score(_) | Def::Grade(_) | Def::Stage(_) | Def::Exit(_) | Def::Outcome(_) | Def::Broken => None,
    }
}
