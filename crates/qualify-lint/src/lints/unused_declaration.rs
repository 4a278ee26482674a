//! Declarations that nothing uses become findings.
//!
//! Only those of the compiled file: what a used file declares may serve other programs. Of used files it is told if
//! nothing of theirs is used.

mod files;

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::AttributeId;
use qualify_semantic::{Def, PromiseKind};
use qualify_syntax::ast::{self, FactDecl, ItemKind, Name, Opt, OptKind};

use crate::words::{listed, read_off};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct UnusedDeclaration;

impl Lint for UnusedDeclaration {
    fn code(&self) -> Code {
        Code::UnusedDeclaration
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let Some(file) = ctx.files.first() else { return };
        let mut unused_fields = Vec::new();
        for item in &file.items {
            match &item.kind {
                ItemKind::Field(decl) => unused_fields.extend(is_unused(ctx, decl).then_some(decl)),
                ItemKind::Event(decl) => event(ctx, decl, out),
                ItemKind::Set(decl) => named(ctx, "set", &decl.name, &decl.options, out),
                ItemKind::Define(decl) => named(ctx, "name", &decl.name, &decl.options, out),
                ItemKind::Score(decl) => result(ctx, "score", &decl.name, &decl.options, out),
                ItemKind::Grade(decl) => result(ctx, "grade", &decl.name, &decl.options, out),
                ItemKind::Use(path) => out.extend(files::unused(ctx, file, path)),
                ItemKind::Language(_)
                | ItemKind::Owner(_)
                | ItemKind::Stages(_)
                | ItemKind::Exits(_)
                | ItemKind::Outcome(_)
                | ItemKind::Rule(_)
                | ItemKind::Example(_)
                | ItemKind::Broken(_) => {}
            }
        }
        fields(&unused_fields, out);
    }
}

/// So many fields are told one by one; of more, as in a draft, once.
const FEW: usize = 3;

/// A deprecated declaration waits for its uses to end.
fn is_spared(options: &[Opt]) -> bool {
    options.iter().any(|option| matches!(option.kind, OptKind::Deprecated(_)))
}

/// Gaps of a required fact are reported, so it does something.
fn is_required(decl: &FactDecl) -> bool {
    decl.options.iter().any(|option| matches!(option.kind, OptKind::Required))
}

fn is_used(ctx: &Context<'_>, name: &Name) -> bool {
    ctx.hir.def(&name.text).is_none_or(|def| ctx.uses().names.contains_key(&def))
}

fn is_unused(ctx: &Context<'_>, decl: &FactDecl) -> bool {
    !is_used(ctx, &decl.name) && !is_spared(&decl.options) && !is_required(decl)
}

fn fields(unused: &[&FactDecl], out: &mut Vec<Diagnostic>) {
    let names: Vec<String> = unused.iter().map(|decl| format!("`{}`", decl.name.text)).collect();
    match (unused, names.as_slice()) {
        ([first, ..], [one, other, ..]) if unused.len() > FEW => {
            let message = format!(
                "No rule, score or condition asks for {one}, {other} and {} other fields of this file. Keep those that your \
                 criteria need.",
                names.len() - 2
            );
            let known = format!("nothing but examples names {}", listed(&names));
            out.push(read_off(Code::UnusedDeclaration, first.name.span, "fields", message, known));
        }
        _ => out.extend(unused.iter().map(|decl| {
            let message = format!(
                "No rule, score or condition asks for `{}`. Use it, or leave the field out; with `required` it would at \
                 least be reported where it is missing.",
                decl.name.text
            );
            finding("field", &decl.name, message)
        })),
    }
}

fn event(ctx: &Context<'_>, decl: &ast::EventDecl, out: &mut Vec<Diagnostic>) {
    let name = &decl.name;
    if is_spared(&decl.options) {
        return;
    }
    if !is_used(ctx, name) {
        let message = format!(
            "No rule, score or condition counts `{}`. Use them, or leave the event out.",
            plural(decl).map_or(&name.text, |plural| &plural.text)
        );
        out.push(finding("event", name, message));
        return;
    }
    let Some(Def::Event(event)) = ctx.hir.def(&name.text) else { return };
    for (at, attribute) in decl.attributes.iter().enumerate() {
        let id = (event, AttributeId::from_index(at));
        let is_used = ctx.uses().attributes.contains_key(&id);
        if is_used || is_spared(&attribute.options) || is_required(attribute) {
            continue;
        }
        let said = &attribute.name.text;
        let message = format!(
            "No `where`, sum or count asks for `{said}` of `{}`. Use it, or leave the attribute out.",
            plural(decl).map_or(&name.text, |plural| &plural.text)
        );
        let known = "nothing but examples names it";
        let subject = format!("attribute {} {said}", name.text);
        out.push(read_off(Code::UnusedDeclaration, attribute.name.span, subject, message, known));
    }
}

fn plural(decl: &ast::EventDecl) -> Option<&Name> {
    decl.options.iter().find_map(|option| match &option.kind {
        OptKind::Plural(name) => Some(name),
        _ => None,
    })
}

fn named(ctx: &Context<'_>, kind: &str, name: &Name, options: &[Opt], out: &mut Vec<Diagnostic>) {
    if is_used(ctx, name) || is_spared(options) {
        return;
    }
    let message = format!("Nothing uses `{}`. Use it, or leave it out.", name.text);
    out.push(finding(kind, name, message));
}

/// Scores and grades stand in every verdict, so they may be all that is wanted: where there are no rules, where
/// somebody gave them a label to be shown with, and where an example promises them.
fn result(ctx: &Context<'_>, kind: &str, name: &Name, options: &[Opt], out: &mut Vec<Diagnostic>) {
    let has_label = options.iter().any(|option| matches!(option.kind, OptKind::Label(_)));
    let is_wanted = has_label || ctx.hir.rules.is_empty() || is_promised(ctx, name);
    if is_wanted || is_used(ctx, name) || is_spared(options) {
        return;
    }
    let message = format!(
        "No rule asks for `{}`, so it decides nothing. Use it in a rule; or give it a label or promise it in an example if \
         people only look at it.",
        name.text
    );
    out.push(finding(kind, name, message));
}

fn is_promised(ctx: &Context<'_>, name: &Name) -> bool {
    let wanted = ctx.hir.def(&name.text);
    let promises = ctx.examples.iter().flat_map(|example| &example.promises);
    let mut promised = promises.filter_map(|promise| match promise.kind {
        PromiseKind::Score(score, ..) => Some(Def::Score(score)),
        PromiseKind::Grade(grade, _) => Some(Def::Grade(grade)),
        PromiseKind::Result { .. }
        | PromiseKind::Meets { .. }
        | PromiseKind::By(_)
        | PromiseKind::Open { .. }
        | PromiseKind::OutcomeOpen(_)
        | PromiseKind::Outcome(..)
        | PromiseKind::Stage(_)
        | PromiseKind::Status(_) => None,
    });
    promised.any(|def| Some(def) == wanted)
}

fn finding(kind: &str, name: &Name, message: String) -> Diagnostic {
    let known = "nothing but examples names it";
    read_off(Code::UnusedDeclaration, name.span, format!("{kind} {}", name.text), message, known)
}
