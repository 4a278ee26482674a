//! Values of one list that differ only in dashes, underscores, spaces or a plural become findings.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::fold;
use qualify_syntax::ast::{FactDecl, Literal, LiteralKind, TypeKind};

use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct SimilarValues;

impl Lint for SimilarValues {
    fn code(&self) -> Code {
        Code::SimilarValues
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let fields = ctx.hir.fields.iter().map(|field| &field.decl);
        let attributes = ctx.hir.events.iter().flat_map(|event| &event.decl.attributes);
        for decl in fields.chain(attributes) {
            similar(&format!("field {}", decl.name.text), choices(decl), out);
        }
        for outcome in &ctx.hir.outcomes {
            let values = outcome.decl.values.iter().map(|value| &value.value);
            similar(&format!("outcome {}", outcome.decl.name.text), values, out);
        }
    }
}

fn choices(decl: &FactDecl) -> std::slice::Iter<'_, Literal> {
    match &decl.ty.kind {
        TypeKind::Choice(values) | TypeKind::OrderedChoice(values) | TypeKind::ListOf(values) => {
            values.iter()
        }
        TypeKind::Country
        | TypeKind::YesNo
        | TypeKind::Count
        | TypeKind::Number
        | TypeKind::Percent
        | TypeKind::Money(_)
        | TypeKind::Date
        | TypeKind::Text
        | TypeKind::Email
        | TypeKind::ListOfText => [].iter(),
    }
}

fn similar<'a>(subject: &str, values: impl Iterator<Item = &'a Literal>, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for literal in values {
        let (LiteralKind::Name(value) | LiteralKind::Text(value)) = &literal.kind else { continue };
        match seen.get(&bare(value)) {
            Some((first, span)) => out.push(finding(subject, (*first, *span), value, literal.span)),
            None => _ = seen.insert(bare(value), (value, literal.span)),
        }
    }
}

fn finding(subject: &str, first: (&str, Span), value: &str, span: Span) -> Diagnostic {
    let message = format!(
        "`{value}` and `{}` look like two spellings of one value, and a rule that names one misses the other. Keep one of \
         them, or give them names that tell them apart.",
        first.0
    );
    let known = "they differ only in dashes, underscores, spaces or a plural s";
    read_off(Code::SimilarValues, span, subject, message, known).with_related(first.1, "the other one")
}

/// A value without what people write now so and now so. A dash between digits means a range and one at an end a grade.
fn bare(value: &str) -> String {
    let letters: Vec<char> = fold(value).chars().collect();
    let before = std::iter::once(None).chain(letters.iter().copied().map(Some));
    let after = letters.iter().copied().skip(1).map(Some).chain([None]);
    let kept = letters.iter().zip(before.zip(after)).filter(|(letter, around)| !joins(**letter, *around));
    let text: String = kept.map(|(letter, _)| *letter).collect();
    match text.strip_suffix('s') {
        Some(singular) if singular.chars().count() >= 4 && !singular.ends_with('s') => singular.to_owned(),
        Some(_) | None => text,
    }
}

/// Whether a character only joins what stands around it.
fn joins(letter: char, around: (Option<char>, Option<char>)) -> bool {
    let (Some(before), Some(after)) = around else { return false };
    let both_digits = before.is_ascii_digit() && after.is_ascii_digit();
    let both_words = before.is_alphanumeric() && after.is_alphanumeric();
    matches!(letter, '-' | '_' | ' ') && both_words && !both_digits
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn spellings_of_one_value_are_the_same() {
        for (one, other) in [
            ("follow-up", "follow_up"),
            ("Web Site", "website"),
            ("agency", "Agency"),
            ("partner", "partners"),
        ] {
            assert_eq!(bare(one), bare(other));
        }
    }

    #[test]
    fn other_values_are_not() {
        for (one, other) in [("1-5", "15"), ("A-", "A"), ("new", "news"), ("clas", "class"), ("50k", "50k+")]
        {
            assert_ne!(bare(one), bare(other));
        }
    }
}
