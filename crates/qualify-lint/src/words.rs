//! Things of a program become the words that people read, and finished findings.

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::Place;
use qualify_semantic::hir;

use crate::Context;

/// How a rule is called: `"BANT"`, or its own text if it has no name.
pub(crate) fn rule_name(rule: &hir::Rule) -> String {
    match has_name(rule) {
        true => format!("\"{}\"", rule.name),
        false => format!("`{}`", shortened(&rule.name)),
    }
}

/// What a finding about a rule is about.
pub(crate) fn rule_subject(rule: &hir::Rule) -> String {
    format!("rule {}", rule_name(rule).replace('`', "\""))
}

/// Whether a rule has a name of its own.
pub(crate) fn has_name(rule: &hir::Rule) -> bool {
    rule.name != rule.text
}

/// A text that is cut where it is too long to read on.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// `stage`, `exit`.
pub(crate) fn place_kind(place: Place) -> &'static str {
    match place {
        Place::Stage(_) => "stage",
        Place::Exit(_) => "exit",
    }
}

/// The declaration of a stage or exit.
pub(crate) fn place_decl<'a>(ctx: &Context<'a>, place: Place) -> Option<&'a hir::PlaceDecl> {
    match place {
        Place::Stage(id) => ctx.hir.stages.get(id.index()),
        Place::Exit(id) => ctx.hir.exits.get(id.index()),
    }
}

/// A finding that can be read off the text; `known` is the clause that says how.
pub(crate) fn read_off(
    code: Code,
    span: Span,
    subject: impl Into<String>,
    message: impl Into<String>,
    known: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, span, message).about(subject).because(Evidence::Text(known.into()))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// `1 day`, `30 days`.
pub(crate) fn counted(count: i64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        many => format!("{many} {noun}s"),
    }
}
