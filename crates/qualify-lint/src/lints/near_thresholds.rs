//! Nearly equal limits for one fact in rules of one stage become findings: probably one of them was forgotten.

use std::collections::{BTreeSet, HashMap};

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
            for limits in by_fact(rules.flat_map(|rule| limits(ctx, rule))) {
                for pair in limits.windows(2) {
                    let [low, high] = pair else { continue };
                    let (first, second) = if low.span < high.span { (low, high) } else { (high, low) };
                    if low.is_near(high) && told.insert(second.span) {
                        out.extend(finding(ctx, place, second, first));
                    }
                }
            }
        }
    }
}

/// Limits that can be compared, ascending; of equal ones the first in the text.
fn by_fact<'a>(limits: impl Iterator<Item = Limit<'a>>) -> Vec<Vec<Limit<'a>>> {
    // Only looked up, never walked.
    let mut index: HashMap<(Measured, Side, Sense), usize> = HashMap::new();
    let mut groups: Vec<Vec<Limit<'a>>> = Vec::new();
    for limit in limits {
        let at = *index.entry((limit.fact, limit.side, limit.sense)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(limit),
            None => groups.push(vec![limit]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|limit| (limit.at, limit.span));
        group.dedup_by_key(|limit| limit.at);
    }
    groups
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Measured {
    Fact(Subject),
    Score(ScoreId),
    Events(Measure, Rows),
}

/// Which side of a limit passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Whether the next higher limit for the same fact is less than a tenth away, in another rule.
    fn is_near(&self, higher: &Self) -> bool {
        let (low, high) = (self.at.units(), higher.at.units());
        let close = low > 0 && low < high && i128::from(high - low) * 10 <= i128::from(high);
        let years = self.may_be_year && higher.may_be_year;
        close && !years && self.rule.name != higher.rule.name
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
