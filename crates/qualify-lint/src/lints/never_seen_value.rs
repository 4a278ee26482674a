//! Values that rules ask for and no lead at hand has become findings, with the spellings that may stand in their place.

mod spellings;

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::{Comparison, Fact, FieldId, Membership, Predicate, Type, Value, Values, print};
use qualify_semantic::TypedKind;
use qualify_semantic::hir::{FactTest, TestId, TestKind};

use crate::sample::{Column, FEW, Tally};
use crate::words::{alternatives, grouped};
use crate::{Context, Lint, Sample};

use spellings::Spellings;

/// So many leads for each possible value: one with an even share would be missed once in twenty thousand times.
const LEADS_PER_VALUE: u64 = 10;

/// The lint.
pub(crate) struct NeverSeenValue;

impl Lint for NeverSeenValue {
    fn code(&self) -> Code {
        Code::NeverSeenValue
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let Some(sample) = ctx.sample else { return };
        let mut spellings = Spellings::of(sample);
        let mut told = BTreeSet::new();
        for (at, test) in ctx.hir.tests.iter().enumerate() {
            let TestKind::Field(FactTest { id, .. }) = &test.kind else { continue };
            let Some(unseen) = unseen(ctx, sample, TestId::from_index(at), *id) else { continue };
            if told.insert((*id, unseen.clone())) {
                out.extend(finding(ctx, sample, *id, &unseen, test.span, &mut spellings));
            }
        }
        out.extend(spellings.rest(ctx, sample));
    }

    /// What leads show changes from day to day.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        false
    }
}

/// The values that a test asks for and no lead has; none if there are too few leads to tell.
fn unseen(ctx: &Context<'_>, sample: &Sample, test: TestId, field: FieldId) -> Option<Vec<Value>> {
    let (fact, tally) = (ctx.plan.fields.get(field.index())?, sample.tally(field)?);
    let known = sample.leads().checked_sub(tally.missing)?;
    let possible = match &fact.ty {
        Type::Choice(choices) | Type::List(Some(choices)) => choices.values.len() as u64,
        _ => 2,
    };
    if tally.column == Column::Absent || known < FEW.max(possible * LEADS_PER_VALUE) {
        return None;
    }
    let asked = asked(ctx, test)?;
    let all = asked.len();
    let unseen: Vec<Value> = asked.into_iter().filter(|value| !is_seen(fact, tally, value)).collect();
    // Of a list of countries some are always missing.
    let says_something = fact.ty != Type::Country || unseen.len() == all;
    (says_something && !unseen.is_empty()).then_some(unseen)
}

/// The values of a short list that a test asks for.
fn asked(ctx: &Context<'_>, test: TestId) -> Option<Vec<Value>> {
    let typed = ctx.checked.types.test(test)?;
    match &typed.kind {
        TypedKind::Fact(
            Predicate::In(set)
            | Predicate::Includes(Membership::Any | Membership::All | Membership::None, set),
        ) => match &ctx.checked.types.sets.get(set.index())?.values {
            Values::Choices(values) => Some(values.iter().map(|value| Value::Choice(*value)).collect()),
            Values::Countries(values) => Some(values.iter().map(|value| Value::Country(*value)).collect()),
            Values::Texts(_) => None,
        },
        TypedKind::Fact(Predicate::Rank(Comparison::Is(value))) => Some(vec![Value::Choice(*value)]),
        TypedKind::Fact(Predicate::Yes) => Some(vec![Value::YesNo(!typed.negated)]),
        TypedKind::Fact(
            Predicate::Known
            | Predicate::Number(_)
            | Predicate::Rank(_)
            | Predicate::Date(_)
            | Predicate::Text(..),
        )
        | TypedKind::Score(_)
        | TypedKind::Grade(_)
        | TypedKind::Events(..) => None,
    }
}

/// A value that stands for gaps is as good as seen where there are gaps.
fn is_seen(fact: &Fact, tally: &Tally, value: &Value) -> bool {
    tally.count(value) > 0 || (fact.default.as_ref() == Some(value) && tally.missing > 0)
}

fn finding(
    ctx: &Context<'_>,
    sample: &Sample,
    field: FieldId,
    unseen: &[Value],
    span: Span,
    spellings: &mut Spellings,
) -> Option<Diagnostic> {
    const SHOWN: usize = 5;
    let fact = ctx.plan.fields.get(field.index())?;
    let name = &fact.name;
    let mut names: Vec<String> =
        unseen.iter().take(SHOWN).map(|value| format!("`{}`", print::value(&fact.ty, value))).collect();
    if unseen.len() > SHOWN {
        names.push(format!("any of {} more values", grouped((unseen.len() - SHOWN) as u64)));
    }
    let instead = match spellings.take(field, unseen) {
        Some(written) => format!(
            "{written}, which is no value of it and counts as missing. Write the value as the data do, or mend the data."
        ),
        None if fact.ty == Type::YesNo => {
            "If the data have another word for it, name it at the field: `yes when [\"...\"]`, `no when [\"...\"]`.".to_owned()
        }
        None => "Look up how the data write it, or leave it out.".to_owned(),
    };
    let (leads, from) = (grouped(sample.leads()), sample.name());
    let message = format!("None of {leads} leads has {} as `{name}`. {instead}", alternatives(&names));
    let known = format!("0 of {leads} leads in {from}");
    let declared = ctx.hir.fields.get(field.index())?.decl.name.span;
    Some(
        Diagnostic::new(Code::NeverSeenValue, span, message)
            .about(format!("field {name}"))
            .because(Evidence::Sample(known))
            .with_related(declared, format!("`{name}` is declared here")),
    )
}
