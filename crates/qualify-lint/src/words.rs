//! Things of a program become the words that people read, and finished findings.

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::Place;
use qualify_semantic::hir;

use crate::{Context, Sample};

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

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn alternatives(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
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

/// A number with a comma between thousands.
///
/// ```
/// assert_eq!(qualify_lint::grouped(1_234_567), "1,234,567");
/// ```
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `41 of 5,000 leads`.
pub(crate) fn share(count: u64, of: u64) -> String {
    format!("{} of {} {}", grouped(count), grouped(of), if of == 1 { "lead" } else { "leads" })
}

/// From where the judged leads are: ` in leads.csv`, or ` drawn from the 1,000,000 in leads.csv`.
pub(crate) fn judged_leads(sample: &Sample) -> String {
    let (kept, name) = (sample.kept().leads().count() as u64, sample.name());
    match kept == sample.leads() {
        true => format!(" in {name}"),
        false => format!(" drawn from the {} in {name}", grouped(sample.leads())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        let read: Vec<String> = [0, 512, 5_000, 1_000_032].map(grouped).into();
        assert_eq!(read, ["0", "512", "5,000", "1,000,032"]);
        assert_eq!(share(0, 1), "0 of 1 lead");
    }
}
