//! Productions for examples become declarations.

use qualify_grammar::Rule;

use crate::ast::{ExampleDecl, ExampleLine, ExampleLineKind, Expect, ExpectKind, Literal, Name, RowDay};

use super::literals::{parse_given, parse_literal};
use super::node::{Node, Parts};

/// `example "N": lines expects`
pub(super) fn parse_example(node: &Node<'_>) -> Option<ExampleDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_example);
    let name = parts.one(Rule::string)?.quoted();
    let lines = parts.several(Rule::ex_line, parse_line)?;
    let expects = parts.several(Rule::expect, parse_expect)?;
    Some(ExampleDecl { name, lines, expects })
}

fn parse_line(node: &Node<'_>) -> Option<ExampleLine> {
    let inner = node.first()?;
    let kind = match inner.rule() {
        Rule::ex_today => ExampleLineKind::Today(parse_literal(&inner.parts().last()?)?),
        Rule::ex_fact => parse_fact(inner.parts())?,
        Rule::ex_event => parse_rows(inner.parts())?,
        _ => return None,
    };
    Some(ExampleLine { kind, span: node.span() })
}

fn parse_fact(mut parts: Parts<'_>) -> Option<ExampleLineKind> {
    let name = parts.one(Rule::name)?.name();
    let value = parts.last()?;
    Some(match value.rule() {
        Rule::k_unknown => ExampleLineKind::Unknown(name),
        Rule::k_not_collected => ExampleLineKind::NotCollected(name),
        _ => ExampleLineKind::Fact(name, parse_given(&value)?),
    })
}

fn parse_rows(mut parts: Parts<'_>) -> Option<ExampleLineKind> {
    let count = match parts.one(Rule::integer) {
        Some(count) => Some(parse_literal(&count)?),
        None => None,
    };
    let event = parts.one(Rule::name)?.name();
    let when = parse_row_day(&mut parts)?;
    let mut attributes = Vec::new();
    while let Some(name) = parts.one(Rule::name) {
        attributes.push(parse_attribute(name.name(), &mut parts)?);
    }
    Some(ExampleLineKind::Rows { count, event, when, attributes })
}

fn parse_row_day(parts: &mut Parts<'_>) -> Option<RowDay> {
    let first = parts.next()?;
    match first.rule() {
        Rule::k_today => Some(RowDay::Today),
        Rule::k_on => Some(RowDay::On(parse_literal(&parts.next()?)?)),
        _ => {
            parts.has(Rule::k_days_ago);
            Some(RowDay::DaysAgo(parse_literal(&first)?))
        }
    }
}

/// `is V` after the name of an attribute.
fn parse_attribute(name: Name, parts: &mut Parts<'_>) -> Option<(Name, Option<Literal>)> {
    parts.has(Rule::k_is);
    let value = parts.next()?;
    if value.rule() == Rule::k_unknown {
        return Some((name, None));
    }
    Some((name, Some(parse_literal(&value)?)))
}

fn parse_expect(node: &Node<'_>) -> Option<Expect> {
    let inner = node.parts().last()?;
    let parts = inner.parts();
    let kind = match inner.rule() {
        Rule::exp_by => ExpectKind::By(parts.last()?.quoted()),
        Rule::exp_meets => parse_meets(parts),
        Rule::exp_open => parse_open(parts)?,
        Rule::exp_value => parse_value(parts)?,
        Rule::exp_place => parse_result(parts)?,
        _ => return None,
    };
    Some(Expect { kind, span: node.span() })
}

fn parse_meets(mut parts: Parts<'_>) -> ExpectKind {
    let negated = parts.has(Rule::k_not);
    parts.has(Rule::k_meets);
    ExpectKind::Meets { negated, stages: parts.map(|stage| stage.name()).collect() }
}

fn parse_open(mut parts: Parts<'_>) -> Option<ExpectKind> {
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_is_open);
    let needs = parts.has(Rule::k_needs).then(|| parts.map(|fact| fact.name()).collect());
    Some(ExpectKind::Open { name, needs })
}

fn parse_value(mut parts: Parts<'_>) -> Option<ExpectKind> {
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_is);
    let first = parts.next()?;
    if first.rule() == Rule::k_none {
        return Some(ExpectKind::NoValue(name));
    }
    let value = parse_literal(&first)?;
    if parts.has(Rule::k_to) {
        return Some(ExpectKind::Range(name, value, parse_literal(&parts.next()?)?));
    }
    Some(ExpectKind::Value(name, value))
}

fn parse_result(mut parts: Parts<'_>) -> Option<ExpectKind> {
    let negated = parts.has(Rule::k_not);
    Some(ExpectKind::Result { negated, place: parts.one(Rule::name)?.name() })
}
