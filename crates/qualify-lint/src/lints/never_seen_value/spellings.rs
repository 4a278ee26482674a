//! Cells that are no choice become the choice that they are most like.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_leads::closest;
use qualify_plan::{FieldId, Type, Value};
use qualify_syntax::ast::TypeKind;

use crate::words::{listed, number, share};
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
                let Some(meant) = closest(text, choices.values.iter().map(String::as_str)) else { continue };
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
            told.map(|(text, count)| format!("{} {} `{text}`", number(*count), have(*count))).collect();
        (!told.is_empty()).then(|| listed(&told))
    }

    /// Findings for what was not told yet, at the values that are meant.
    pub(super) fn rest(self, ctx: &Context<'_>, sample: &Sample) -> Vec<Diagnostic> {
        let found = self.0.into_iter();
        found.filter_map(|((field, index), written)| finding(ctx, sample, field, index, &written)).collect()
    }
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
            _ => format!("{} {} `{text}`", number(*count), have(*count)),
        })
        .collect();
    let all: u64 = written.iter().map(|(_, count)| count).sum();
    let message = format!(
        "{}, which is no value of `{name}` and counts as missing. If it means {value}, mend it in the data, \
         or add it to the values and to the tests that ask for {value}.",
        listed(&told)
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
