//! Productions for values become literals.

use qualify_grammar::Rule;

use crate::ast::{Given, LengthUnit, Literal, LiteralKind, SetRef};

use super::node::{Node, unquoted};

/// Any production that is a value, or that wraps exactly one.
pub(super) fn parse_literal(node: &Node<'_>) -> Option<Literal> {
    let kind = match node.rule() {
        Rule::literal | Rule::constant | Rule::operand | Rule::value | Rule::quantity | Rule::length => {
            return parse_literal(&node.first()?);
        }
        Rule::date => LiteralKind::Date(node.text().to_owned()),
        Rule::percent => LiteralKind::Percent(digits(node.text().trim_end_matches('%'))),
        Rule::money => parse_money(node)?,
        Rule::span => parse_length(node)?,
        Rule::signed | Rule::whole | Rule::integer => LiteralKind::Number(digits(node.text())),
        Rule::string => LiteralKind::Text(unquoted(node.text()).to_owned()),
        Rule::yes => LiteralKind::Yes,
        Rule::no => LiteralKind::No,
        Rule::name => LiteralKind::Name(node.text().to_owned()),
        _ => return None,
    };
    Some(Literal { kind, span: node.span() })
}

/// `values`, `tokens`, `list_lit`: what stands between the brackets.
pub(super) fn parse_values(node: &Node<'_>) -> Option<Vec<Literal>> {
    node.parts().map(|value| parse_literal(&value)).collect()
}

/// A literal or a list in an option or an example.
pub(super) fn parse_given(node: &Node<'_>) -> Option<Given> {
    if node.rule() == Rule::list_lit {
        return Some(Given::List(parse_values(node)?, node.span()));
    }
    Some(Given::One(parse_literal(node)?))
}

/// `setref`: a set's name or values in brackets.
pub(super) fn parse_setref(node: &Node<'_>) -> Option<SetRef> {
    let inner = node.first()?;
    if inner.rule() == Rule::values {
        return Some(SetRef::Values(parse_values(&inner)?, inner.span()));
    }
    Some(SetRef::Name(inner.name()))
}

fn parse_money(node: &Node<'_>) -> Option<LiteralKind> {
    let currency = node.parts().last()?.text();
    let amount = digits(node.text().strip_suffix(currency)?.trim_end());
    Some(LiteralKind::Money { amount, currency: currency.to_owned() })
}

fn parse_length(node: &Node<'_>) -> Option<LiteralKind> {
    let mut parts = node.parts();
    let number = digits(parts.one(Rule::integer)?.text());
    let unit = match parts.one(Rule::span_unit)?.text() {
        "day" | "days" => LengthUnit::Days,
        _ => LengthUnit::Weeks,
    };
    Some(LiteralKind::Length { number, unit })
}

/// A written number without `_`.
fn digits(text: &str) -> String {
    text.replace('_', "")
}
