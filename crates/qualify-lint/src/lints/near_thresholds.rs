//! Nearly equal limits for one fact in rules of one stage become findings: probably one of them was forgotten.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{
    Comparison, Decimal, Expr, FactRef, Measure, Place, Predicate, Rows, ScoreId, Subject, Type,
};
use qualify_semantic::hir::Rule;

use crate::walk::{self, Sense};
use crate::words::{place_decl, read_off, rule_name};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct NearThresholds;

impl Lint for NearThresholds {
    fn code(&self) -> Code {
        Code::NearThresholds
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let places: BTreeSet<Place> = ctx.hir.rules.iter().flat_map(walk::places).collect();
        let mut told = BTreeSet::new();
        for place in places {
            let rules =
                ctx.hir.rules.iter().filter(|rule| walk::places(rule).any(|concluded| concluded == place));
            let limits: Vec<Limit<'_>> = rules.flat_map(|rule| limits(ctx, rule)).collect();
            for (at, one) in limits.iter().enumerate() {
                let near = limits.iter().take(at).find(|other| one.is_near(other));
                if let Some(other) = near.filter(|_| told.insert(one.span)) {
                    out.extend(finding(ctx, place, one, other));
                }
            }
        }
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Measured {
    Fact(Subject),
    Score(ScoreId),
    Events(Measure, Rows),
}

/// Which side of a limit passes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Above,
    Below,
}

struct Limit<'a> {
    rule: &'a Rule,
    span: Span,
    fact: Measured,
    side: Side,
    sense: Sense,
    at: Decimal,
    /// Numbers about 2000 may be years, where ten are a lot.
    may_be_year: bool,
}

impl Limit<'_> {
    /// Whether two limits are for one fact, not equal, and less than a tenth apart.
    fn is_near(&self, other: &Self) -> bool {
        let same = (self.fact, self.side, self.sense) == (other.fact, other.side, other.sense);
        let (low, high) = (self.at.min(other.at).units(), self.at.max(other.at).units());
        let close = low > 0 && low < high && i128::from(high - low) * 10 <= i128::from(high);
        let years = self.may_be_year && other.may_be_year;
        same && close && !years && self.rule.name != other.rule.name
    }
}

fn limits<'a>(ctx: &Context<'a>, rule: &'a Rule) -> Vec<Limit<'a>> {
    let tests = walk::deep_tests(ctx.hir, rule).into_iter();
    let found = tests.filter_map(|found| {
        let (fact, comparison) = compared(ctx, found.test.span)?;
        let (side, at) = match comparison {
            Comparison::AtLeast(at) | Comparison::MoreThan(at) => (Side::Above, at),
            Comparison::AtMost(at) | Comparison::LessThan(at) => (Side::Below, at),
            Comparison::Is(_) | Comparison::Between(..) => return None,
        };
        let may_be_year =
            is_count(ctx, fact) && at.to_whole().is_some_and(|year| (1900..=2100).contains(&year));
        Some(Limit { rule, span: found.test.span, fact, side, sense: found.sense, at, may_be_year })
    });
    found.collect()
}

fn compared(ctx: &Context<'_>, span: Span) -> Option<(Measured, Comparison<Decimal>)> {
    match ctx.plan.exprs.get(ctx.source_map.expr(span)?.index())? {
        Expr::Test(test) => match test.predicate {
            Predicate::Number(comparison) => Some((Measured::Fact(test.subject), comparison)),
            Predicate::Known
            | Predicate::Yes
            | Predicate::In(_)
            | Predicate::Rank(_)
            | Predicate::Date(_)
            | Predicate::Text(..)
            | Predicate::Includes(..) => None,
        },
        Expr::Score(score, comparison) => Some((Measured::Score(*score), *comparison)),
        Expr::Events(test) => Some((Measured::Events(test.measure, test.rows), test.comparison)),
        Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_)
        | Expr::Not(_)
        | Expr::All(_)
        | Expr::Any(_)
        | Expr::AtLeast(..) => None,
    }
}

fn is_count(ctx: &Context<'_>, fact: Measured) -> bool {
    match fact {
        Measured::Fact(Subject { fact: FactRef::Field(id), .. }) => {
            let field = ctx.plan.fields.get(id.index());
            field.is_some_and(|field| matches!(field.ty, Type::Count | Type::Number))
        }
        Measured::Fact(_) | Measured::Score(_) | Measured::Events(..) => false,
    }
}

fn finding(ctx: &Context<'_>, place: Place, one: &Limit<'_>, other: &Limit<'_>) -> Option<Diagnostic> {
    let place = &place_decl(ctx, place)?.decl.name.text;
    let (text, first) = (ctx.text(one.span), ctx.text(other.span));
    let message = format!(
        "`{text}` here and `{first}` in {} are nearly the same limit, both for `{place}`. If they mean the same, write one \
         number, best with a name: `define enough as ...`.",
        rule_name(other.rule)
    );
    let known = "the limits are less than a tenth apart";
    let finding = read_off(Code::NearThresholds, one.span, format!("condition {text}"), message, known);
    Some(finding.with_related(other.span, "the other limit"))
}
