//! Productions for conditions and tests become conditions.

use qualify_grammar::Rule;

use crate::ast::{
    CompareOp, Condition, ConditionKind, DayOp, DayRef, Filter, Join, JoinKind, Measure, Predicate,
    PredicateKind, Quantifier, Test, TextOp, TextOperand, Window,
};

use super::literals::{parse_literal, parse_setref};
use super::node::{Node, Parts};

/// `cond`, `icond` and the like: terms joined by `and` and `or`.
pub(super) fn parse_condition(node: &Node<'_>) -> Option<Condition> {
    let mut parts = node.parts();
    let first = parse_term(&parts.next()?)?;
    let (mut terms, mut joins) = (vec![first], Vec::new());
    while let Some(join) = parts.next() {
        joins.push(parse_join(&join)?);
        terms.push(parse_term(&parts.next()?)?);
    }
    if joins.is_empty() {
        return terms.pop();
    }
    Some(Condition { kind: ConditionKind::Chain { parts: terms, joins }, span: node.span() })
}

fn parse_join(node: &Node<'_>) -> Option<Join> {
    let kind = match node.rule() {
        Rule::k_and => JoinKind::And,
        Rule::k_or => JoinKind::Or,
        _ => return None,
    };
    Some(Join { kind, span: node.span() })
}

fn parse_term(node: &Node<'_>) -> Option<Condition> {
    let mut parts = node.parts();
    if parts.has(Rule::k_not) {
        let inner = parse_term(&parts.next()?)?;
        return Some(Condition { kind: ConditionKind::Not(Box::new(inner)), span: node.span() });
    }
    let inner = parts.next()?;
    match inner.rule() {
        Rule::bracketed => parse_bracketed(&inner),
        Rule::test => parse_test(&inner),
        _ => parse_block(&inner),
    }
}

fn parse_bracketed(node: &Node<'_>) -> Option<Condition> {
    let inner = parse_condition(&node.first()?)?;
    Some(Condition { kind: ConditionKind::Brackets(Box::new(inner)), span: node.span() })
}

/// `all of:` and its bullets, at any depth.
fn parse_block(node: &Node<'_>) -> Option<Condition> {
    let mut parts = node.parts();
    let quantifier = parse_quantifier(&parts.one(Rule::quant)?)?;
    let parts = parts.map(|bullet| parse_condition(&bullet.first()?)).collect::<Option<Vec<_>>>()?;
    Some(Condition { kind: ConditionKind::Block { quantifier, parts }, span: node.span() })
}

fn parse_quantifier(node: &Node<'_>) -> Option<Quantifier> {
    let mut parts = node.parts();
    match parts.next()?.rule() {
        Rule::k_all_of => Some(Quantifier::All),
        Rule::k_any_of => Some(Quantifier::Any),
        Rule::k_none_of => Some(Quantifier::None),
        Rule::k_at_least => Some(Quantifier::AtLeast(parse_literal(&parts.one(Rule::quantity)?)?)),
        _ => None,
    }
}

fn parse_test(node: &Node<'_>) -> Option<Condition> {
    let inner = node.first()?;
    let test = match inner.rule() {
        Rule::field_t => parse_fact_test(inner.parts())?,
        _ => parse_event_test(&inner)?,
    };
    Some(Condition { kind: ConditionKind::Test(test), span: node.span() })
}

/// `subject predicate?`
fn parse_fact_test(mut parts: Parts<'_>) -> Option<Test> {
    let mut subject = parts.one(Rule::subject)?.parts();
    let domain = subject.has(Rule::k_domain_of);
    let name = subject.one(Rule::name)?.name();
    let predicate = match parts.next() {
        Some(predicate) => Some(parse_predicate(&predicate)?),
        None => None,
    };
    Some(Test::Fact { domain, name, predicate })
}

/// `count of E`, `any E` and the like.
fn parse_event_test(node: &Node<'_>) -> Option<Test> {
    let mut parts = node.parts();
    let measure = parse_measure(node.rule(), &mut parts)?;
    let event = parts.one(Rule::name)?.name();
    let filter = parse_where(&mut parts)?;
    let window = parse_window(&mut parts)?;
    let comparison = match parts.one(Rule::num_cmp) {
        Some(comparison) => Some(parse_predicate(&comparison)?),
        None => None,
    };
    Some(Test::Events { measure, event, filter, window, comparison })
}

/// The words before the event's name, and the attribute among them.
fn parse_measure(rule: Rule, parts: &mut Parts<'_>) -> Option<Measure> {
    let word = parts.next()?.rule();
    match (rule, word) {
        (Rule::any_t, _) => Some(Measure::Any),
        (Rule::no_t, _) => Some(Measure::No),
        (Rule::count_t, Rule::k_days_with) => Some(Measure::Days),
        (Rule::count_t, _) => Some(Measure::Count),
        (Rule::distinct_t, _) => {
            parts.has(Rule::k_distinct);
            Some(Measure::Distinct(parse_attribute(parts)?))
        }
        (Rule::sum_t, _) => Some(Measure::Sum(parse_attribute(parts)?)),
        _ => None,
    }
}

/// `A in`
fn parse_attribute(parts: &mut Parts<'_>) -> Option<crate::ast::Name> {
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_in);
    Some(name)
}

/// `where ...`, if it is there.
pub(super) fn parse_where(parts: &mut Parts<'_>) -> Option<Option<Filter>> {
    let Some(node) = parts.one(Rule::where_c) else { return Some(None) };
    let inner = node.parts().last()?;
    let condition = match inner.rule() {
        Rule::bracketed => parse_bracketed(&inner)?,
        _ => parse_where_test(&inner)?,
    };
    Some(Some(Filter { condition: Box::new(condition), span: node.span() }))
}

/// The one test of a `where` without brackets, perhaps under `not`.
fn parse_where_test(node: &Node<'_>) -> Option<Condition> {
    let mut parts = node.parts();
    let negated = parts.has(Rule::k_not);
    let start = parts.peek()?.span();
    let test = parse_fact_test(parts)?;
    let condition = Condition { kind: ConditionKind::Test(test), span: start.to(node.span().after()) };
    if !negated {
        return Some(condition);
    }
    Some(Condition { kind: ConditionKind::Not(Box::new(condition)), span: node.span() })
}

/// `within ...` or `since ...`, if it is there.
pub(super) fn parse_window(parts: &mut Parts<'_>) -> Option<Option<Window>> {
    let Some(node) = parts.one(Rule::window) else { return Some(None) };
    let inner = node.parts().last()?;
    let window = match inner.rule() {
        Rule::length => Window::Within(parse_literal(&inner)?),
        _ => Window::Since(inner.name()),
    };
    Some(Some(window))
}

/// `predicate`, `where_p`, `num_cmp`: what is asked.
fn parse_predicate(node: &Node<'_>) -> Option<Predicate> {
    let inner = node.first()?;
    let mut parts = inner.parts();
    let kind = match inner.rule() {
        Rule::p_known => parse_known(parts)?,
        Rule::p_is => parse_is(parts)?,
        Rule::p_cmp => parse_comparison(parts)?,
        Rule::p_in => parse_membership(parts)?,
        Rule::p_between => parse_between(parts)?,
        Rule::p_text => parse_text_test(parts)?,
        Rule::p_list => parse_list_test(parts)?,
        Rule::p_window => parse_day_window(parts)?,
        Rule::p_day => parse_day_test(&mut parts)?,
        _ => return None,
    };
    Some(Predicate { kind, span: node.span() })
}

fn parse_known(mut parts: Parts<'_>) -> Option<PredicateKind> {
    parts.has(Rule::k_is);
    match parts.next()?.rule() {
        Rule::k_known => Some(PredicateKind::Known),
        Rule::k_unknown => Some(PredicateKind::Unknown),
        _ => None,
    }
}

fn parse_is(mut parts: Parts<'_>) -> Option<PredicateKind> {
    parts.has(Rule::k_is);
    let negated = parts.has(Rule::k_not);
    let value = parse_literal(&parts.next()?)?;
    Some(if negated { PredicateKind::IsNot(value) } else { PredicateKind::Is(value) })
}

fn parse_comparison(mut parts: Parts<'_>) -> Option<PredicateKind> {
    let sign = parts.one(Rule::cmp)?.text();
    let value = parse_literal(&parts.next()?)?;
    Some(match sign {
        ">=" => PredicateKind::Compare(CompareOp::AtLeast, value),
        "<=" => PredicateKind::Compare(CompareOp::AtMost, value),
        ">" => PredicateKind::Compare(CompareOp::MoreThan, value),
        "<" => PredicateKind::Compare(CompareOp::LessThan, value),
        "!=" | "<>" => PredicateKind::IsNot(value),
        _ => PredicateKind::Is(value),
    })
}

fn parse_membership(mut parts: Parts<'_>) -> Option<PredicateKind> {
    let negated = parts.has(Rule::k_not);
    parts.has(Rule::k_in);
    let set = parse_setref(&parts.next()?)?;
    Some(if negated { PredicateKind::NotIn(set) } else { PredicateKind::In(set) })
}

fn parse_between(mut parts: Parts<'_>) -> Option<PredicateKind> {
    parts.has(Rule::k_between);
    let low = parse_literal(&parts.next()?)?;
    parts.has(Rule::k_and);
    Some(PredicateKind::Between(low, parse_literal(&parts.next()?)?))
}

fn parse_text_test(mut parts: Parts<'_>) -> Option<PredicateKind> {
    let negated = parts.has(Rule::k_not);
    let op = match parts.next()?.rule() {
        Rule::k_contains => TextOp::Contains,
        Rule::k_starts_with => TextOp::StartsWith,
        Rule::k_ends_with => TextOp::EndsWith,
        Rule::k_has_word => TextOp::HasWord,
        _ => return None,
    };
    let of = if parts.has(Rule::k_any_of) {
        TextOperand::AnyOf(parse_setref(&parts.next()?)?)
    } else {
        TextOperand::One(parse_literal(&parts.next()?)?)
    };
    Some(PredicateKind::Text { negated, op, of })
}

fn parse_list_test(mut parts: Parts<'_>) -> Option<PredicateKind> {
    parts.has(Rule::k_includes);
    let next = parts.next()?;
    Some(match next.rule() {
        Rule::k_any_of => PredicateKind::IncludesAny(parse_setref(&parts.next()?)?),
        Rule::k_all_of => PredicateKind::IncludesAll(parse_setref(&parts.next()?)?),
        Rule::k_none_of => PredicateKind::IncludesNone(parse_setref(&parts.next()?)?),
        _ => PredicateKind::Includes(parse_literal(&next)?),
    })
}

fn parse_day_window(mut parts: Parts<'_>) -> Option<PredicateKind> {
    let negated = parts.has(Rule::k_not);
    let next = parts.next()?.rule() == Rule::k_within_next;
    Some(PredicateKind::Within { negated, next, length: parse_literal(&parts.next()?)? })
}

fn parse_day_test(parts: &mut Parts<'_>) -> Option<PredicateKind> {
    let op = match parts.next()?.rule() {
        Rule::k_more_than => return Some(PredicateKind::MoreThanAgo(parse_literal(&parts.next()?)?)),
        Rule::k_before => DayOp::Before,
        Rule::k_after => DayOp::After,
        Rule::k_on_or_before => DayOp::OnOrBefore,
        Rule::k_on_or_after => DayOp::OnOrAfter,
        _ => return None,
    };
    let day = parts.next()?;
    let day = match day.rule() {
        Rule::k_today => DayRef::Today(day.span()),
        _ => DayRef::Literal(parse_literal(&day)?),
    };
    Some(PredicateKind::Day(op, day))
}
