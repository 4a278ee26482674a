//! `10.000 EUR` becomes a finding: half of the world reads ten thousand, and the language reads ten.
//!
//! A number is suspect if three digits follow its point. It is left alone where another number for the same fact shows
//! that this fact has fractions.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Edit, Effect, Fix};
use qualify_plan::{AttributeId, EventId, FieldId, ScoreId};
use qualify_semantic::Def;
use qualify_semantic::hir::{FactTest, ScoreLineKind, TestKind};
use qualify_syntax::ast::{
    BandValue, ExampleLineKind, FactDecl, Given, ItemKind, Literal, LiteralKind, Measure, OptKind, Predicate,
    PredicateKind,
};

use crate::walk;
use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct PointInThousands;

impl Lint for PointInThousands {
    fn code(&self) -> Code {
        Code::PointInThousands
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let numbers = numbers(ctx);
        let with_fractions: BTreeSet<Fact> =
            numbers.iter().filter(|(_, literal)| has_fraction(literal)).map(|(fact, _)| *fact).collect();
        let suspects = numbers.iter().filter(|(fact, _)| !with_fractions.contains(fact));
        out.extend(suspects.filter_map(|(_, literal)| finding(literal)));
    }
}

/// What numbers are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Field(FieldId),
    Attribute(EventId, AttributeId),
    Score(ScoreId),
    /// A count of rows.
    Rows,
}

/// All values that are written for a fact, constants among them.
fn numbers<'a>(ctx: &Context<'a>) -> Vec<(Fact, &'a Literal)> {
    let mut found = of_declarations(ctx);
    found.extend(of_tests(ctx));
    found.extend(of_tables(ctx));
    found.extend(of_examples(ctx));
    found.into_iter().map(|(fact, literal)| (fact, meant(ctx, literal))).collect()
}

/// What a constant stands for; anything else stands for itself.
fn meant<'a>(ctx: &Context<'a>, literal: &'a Literal) -> &'a Literal {
    let LiteralKind::Name(name) = &literal.kind else { return literal };
    match ctx.hir.def(name) {
        Some(Def::Constant(id)) => ctx.hir.constants.get(id.index()).map_or(literal, |known| &known.value),
        _ => literal,
    }
}

fn of_declarations<'a>(ctx: &Context<'a>) -> Vec<(Fact, &'a Literal)> {
    let fields = ctx.hir.fields.iter().enumerate();
    let fields = fields.map(|(at, field)| (Fact::Field(FieldId::from_index(at)), &field.decl));
    let events = ctx.hir.events.iter().enumerate().flat_map(|(event, of)| {
        let event = EventId::from_index(event);
        let attributes = of.decl.attributes.iter().enumerate();
        attributes.map(move |(at, decl)| (Fact::Attribute(event, AttributeId::from_index(at)), decl))
    });
    fields.chain(events).flat_map(|(fact, decl)| given(decl).map(move |literal| (fact, literal))).collect()
}

/// The values in the options of a fact.
fn given(decl: &FactDecl) -> impl Iterator<Item = &Literal> {
    decl.options.iter().filter_map(|option| match &option.kind {
        OptKind::MissingMeans(Given::One(literal)) | OptKind::EmptyMeans(Given::One(literal)) => {
            Some(literal)
        }
        _ => None,
    })
}

fn of_tests<'a>(ctx: &Context<'a>) -> Vec<(Fact, &'a Literal)> {
    let asked = ctx.hir.tests.iter().filter_map(|test| match &test.kind {
        TestKind::Field(FactTest { id, predicate, .. }) => Some((Fact::Field(*id), predicate)),
        TestKind::Attribute(FactTest { id: (event, attribute), predicate, .. }) => {
            Some((Fact::Attribute(*event, *attribute), predicate))
        }
        TestKind::Score(id, _, predicate) => Some((Fact::Score(*id), predicate)),
        TestKind::Events { measure: Measure::Sum(name), rows, comparison } => {
            let attributes = &ctx.hir.events.get(rows.event.index())?.decl.attributes;
            let at = attributes.iter().position(|attribute| attribute.name.text == name.text)?;
            Some((Fact::Attribute(rows.event, AttributeId::from_index(at)), comparison))
        }
        TestKind::Events { comparison, .. } => Some((Fact::Rows, comparison)),
        TestKind::Grade(..) | TestKind::Define(_) | TestKind::Place(_) => None,
    });
    let values = asked.flat_map(|(fact, predicate)| {
        predicate.iter().flat_map(compared).map(move |literal| (fact, literal))
    });
    values.collect()
}

/// The values that a fact is compared with.
fn compared(predicate: &Predicate) -> Vec<&Literal> {
    match &predicate.kind {
        PredicateKind::Is(value) | PredicateKind::IsNot(value) | PredicateKind::Compare(_, value) => {
            vec![value]
        }
        PredicateKind::Between(low, high) => vec![low, high],
        _ => Vec::new(),
    }
}

fn of_tables<'a>(ctx: &Context<'a>) -> Vec<(Fact, &'a Literal)> {
    let lines = ctx.hir.scores.iter().flat_map(|score| walk::lines(&score.lines));
    let tables = lines.filter_map(|line| match &line.kind {
        ScoreLineKind::Table { field: Some(field), bands } => Some((Fact::Field(*field), bands)),
        _ => None,
    });
    let limits = tables.flat_map(|(fact, bands)| {
        bands.iter().flat_map(|band| limits(&band.value)).map(move |literal| (fact, literal))
    });
    limits.collect()
}

fn limits(band: &BandValue) -> Vec<&Literal> {
    match band {
        BandValue::From(value) | BandValue::Below(value) | BandValue::Value(value) => vec![value],
        BandValue::To(low, high) | BandValue::ToBelow(low, high) => vec![low, high],
        BandValue::Otherwise | BandValue::Unknown | BandValue::Values(_) => Vec::new(),
    }
}

fn of_examples<'a>(ctx: &Context<'a>) -> Vec<(Fact, &'a Literal)> {
    let items = ctx.files.iter().flat_map(|file| &file.items);
    let lines = items.flat_map(|item| match &item.kind {
        ItemKind::Example(example) => example.lines.as_slice(),
        _ => &[],
    });
    let facts = lines.filter_map(|line| match &line.kind {
        ExampleLineKind::Fact(name, Given::One(literal)) => match ctx.hir.def(&name.text) {
            Some(Def::Field(id)) => Some((Fact::Field(id), literal)),
            _ => None,
        },
        _ => None,
    });
    facts.collect()
}

/// The number of a literal as it is written, with what follows it.
fn written(literal: &Literal) -> Option<(&str, String)> {
    match &literal.kind {
        LiteralKind::Number(number) => Some((number, String::new())),
        LiteralKind::Money { amount, currency } => Some((amount, format!(" {currency}"))),
        _ => None,
    }
}

/// `10.000` is `("10", "000")`: what stands before the point and the three digits behind it. `0.125` can be no thousands.
fn halves(number: &str) -> Option<(&str, &str)> {
    let (whole, rest) = number.split_once('.')?;
    let digits = whole.trim_start_matches('-');
    let is_group = rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    (is_group && digits.len() <= 3 && !digits.starts_with('0')).then_some((whole, rest))
}

/// Whether a number has digits behind its point that are no thousands.
fn has_fraction(literal: &Literal) -> bool {
    written(literal).is_some_and(|(number, _)| number.contains('.') && halves(number).is_none())
}

fn finding(literal: &Literal) -> Option<Diagnostic> {
    let (number, unit) = written(literal)?;
    let (whole, rest) = halves(number)?;
    let thousands = if whole.trim_start_matches('-').len() > 1 { "_" } else { "" };
    let large = format!("{whole}{thousands}{rest}{unit}");
    let value = format!("{whole}.{rest}").trim_end_matches('0').trim_end_matches('.').to_owned();
    // Three digits would be found again, so a fourth shows that they are meant.
    let small = if halves(&value).is_some() { format!("{value}0{unit}") } else { format!("{value}{unit}") };
    let message = format!(
        "A point begins the fraction, so `{number}{unit}` is {value}{unit}. If you mean thousands, write `{large}`; if \
         not, write `{small}`."
    );
    let known = format!("`{number}` has three digits behind its point");
    let finding =
        read_off(Code::PointInThousands, literal.span, format!("number {number}{unit}"), message, known);
    let edits = vec![Edit { span: literal.span, text: large.clone() }];
    let fix = Fix { title: format!("Write `{large}`"), edits, effect: Effect::MayChangeVerdicts };
    Some(Diagnostic { fix: Some(fix), ..finding })
}
