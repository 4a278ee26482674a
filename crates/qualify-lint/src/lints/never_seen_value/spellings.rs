//! Cells that are no choice become the choice that they are most like.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_leads::closest;
use qualify_plan::{FieldId, Type, Value, fold};
use qualify_syntax::ast::TypeKind;

use crate::words::{grouped, listed, share};
use crate::{Context, Sample};

/// How many spellings of one value are told.
const SHOWN: usize = 3;

/// Spellings that are near a choice, the most frequent first.
#[derive(Debug, Default)]
pub(super) struct Spellings(BTreeMap<(FieldId, u32), Vec<(String, u64)>>);

impl Spellings {
    /// Those of all fields.
    pub(super) fn of(sample: &Sample) -> Self {
        let mut found = Self::default();
        for (at, (fact, tally)) in sample.fields().enumerate() {
            let Type::Choice(choices) = &fact.ty else { continue };
            for (text, count) in tally.spellings() {
                let values = choices.values.iter().map(String::as_str);
                let Some(meant) = closest(text, values.filter(|value| may_mean(text, value))) else {
                    continue;
                };
                let indexes = (0_u32..).zip(&choices.values);
                let index = indexes.into_iter().find(|(_, value)| *value == meant).map(|(index, _)| index);
                let key = index.map(|index| (FieldId::from_index(at), index));
                key.into_iter()
                    .for_each(|key| found.0.entry(key).or_default().push((text.to_owned(), count)));
            }
        }
        for spellings in found.0.values_mut() {
            spellings.sort_by(|(a, fewer), (b, more)| more.cmp(fewer).then_with(|| a.cmp(b)));
        }
        found
    }

    /// `41 have `Retial`` for the values of a field; they are told then.
    pub(super) fn take(&mut self, field: FieldId, values: &[Value]) -> Option<String> {
        let mut all = Vec::new();
        for value in values {
            if let Value::Choice(index) = value {
                all.extend(self.0.remove(&(field, *index)).into_iter().flatten());
            }
        }
        let told = all.iter().take(SHOWN);
        let told: Vec<String> =
            told.map(|(text, count)| format!("{} {} `{text}`", grouped(*count), have(*count))).collect();
        (!told.is_empty()).then(|| listed(&told))
    }

    /// Findings for what was not told yet, at the values that are meant.
    pub(super) fn rest(self, ctx: &Context<'_>, sample: &Sample) -> Vec<Diagnostic> {
        let found = self.0.into_iter();
        found.filter_map(|((field, index), written)| finding(ctx, sample, field, index, &written)).collect()
    }
}

/// Whether a cell that looks like a value may be meant to be it. Another number, another word and another beginning make
/// another value: `tier 1` and `tier 10`, `contacted` and `not contacted`, `qualified` and `unqualified`.
fn may_mean(text: &str, value: &str) -> bool {
    let (text, value) = (fold(text), fold(value));
    let letters = |text: &str| text.replace(['_', '-', '.', ' '], "");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let words = |text: &str| text.split(['_', '-', '.', ' ']).filter(|word| !word.is_empty()).count();
    let same_letters = letters(&text) == letters(&value);
    let same_beginning = !text.ends_with(&value) && !value.ends_with(&text);
    digits(&text) == digits(&value) && (same_letters || (words(&text) == words(&value) && same_beginning))
}

fn have(count: u64) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn finding(
    ctx: &Context<'_>,
    sample: &Sample,
    field: FieldId,
    index: u32,
    written: &[(String, u64)],
) -> Option<Diagnostic> {
    let decl = &ctx.hir.fields.get(field.index())?.decl;
    let span = declared(&decl.ty.kind, index)?;
    let value = format!("`{}`", ctx.text(span));
    let name = &decl.name.text;
    let told: Vec<String> = written
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(at, (text, count))| match at {
            0 => format!("{} {} `{text}`", share(*count, sample.leads()), have(*count)),
            _ => format!("{} {} `{text}`", grouped(*count), have(*count)),
        })
        .collect();
    let all: u64 = written.iter().map(|(_, count)| count).sum();
    let message = format!(
        "{}, which is no value of `{name}` and counts as missing. If it means {value}, {}",
        listed(&told),
        match sample.tally(field)?.count(&Value::Choice(index)) {
            0 => "write the value as the data do.".to_owned(),
            _ =>
                format!("mend it in the data, or add it to the values and to the tests that ask for {value}."),
        }
    );
    let known = format!("{} in {}", share(all, sample.leads()), sample.name());
    Some(
        Diagnostic::new(Code::NeverSeenValue, span, message)
            .about(format!("field {name}, value {}", ctx.text(span)))
            .because(Evidence::Sample(known)),
    )
}

/// Where a choice is declared.
fn declared(ty: &TypeKind, index: u32) -> Option<Span> {
    match ty {
        TypeKind::Choice(values) | TypeKind::OrderedChoice(values) => {
            values.get(index as usize).map(|value| value.span)
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
        | TypeKind::ListOfText
        | TypeKind::ListOf(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::may_mean;

    #[test]
    fn misspellings_may_mean_the_value() {
        for (text, value) in [("Retial", "retail"), ("Data Science", "data_science"), ("web-site", "website")]
        {
            assert!(may_mean(text, value), "{text}");
        }
    }

    #[test]
    fn other_numbers_words_and_beginnings_mean_something_else() {
        for (text, value) in
            [("Tier 10", "tier_1"), ("Not contacted", "contacted"), ("Unqualified", "qualified")]
        {
            assert!(!may_mean(text, value), "{text}");
        }
    }
}
