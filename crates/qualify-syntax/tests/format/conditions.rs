//! Conditions for trees.

use qualify_syntax::ast::*;

use super::trees::{Choices, nowhere};
use super::values::*;

fn at_nowhere(kind: ConditionKind) -> Condition {
    Condition { kind, span: nowhere() }
}

/// A condition under this many bullets; blocks may end it.
pub(crate) fn condition(c: &mut Choices<'_>, depth: usize) -> Condition {
    let mut parts = c.many(0, |c| term(c, 0));
    if parts.is_empty() || depth < 3 && c.is() {
        parts.push(if depth < 3 { block(c, depth) } else { term(c, 0) });
    }
    chain(c, parts)
}

/// A condition without blocks.
pub(crate) fn flat_condition(c: &mut Choices<'_>) -> Condition {
    flat(c, 0)
}

fn flat(c: &mut Choices<'_>, brackets: usize) -> Condition {
    let parts = c.many(1, |c| term(c, brackets));
    chain(c, parts)
}

fn chain(c: &mut Choices<'_>, mut parts: Vec<Condition>) -> Condition {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let first = c.of(&[JoinKind::And, JoinKind::Or]);
    let joins = (1..parts.len())
        .map(|_| Join { kind: if c.way(6) == 5 { JoinKind::Or } else { first }, span: nowhere() });
    let joins = joins.collect();
    at_nowhere(ConditionKind::Chain { parts, joins })
}

fn term(c: &mut Choices<'_>, brackets: usize) -> Condition {
    at_nowhere(match c.way(6) {
        4 if brackets < 4 => ConditionKind::Not(Box::new(term(c, brackets + 1))),
        5 if brackets < 4 => ConditionKind::Brackets(Box::new(flat(c, brackets + 1))),
        3 if brackets < 4 => ConditionKind::Test(event_test(c, brackets)),
        _ => ConditionKind::Test(fact_test(c)),
    })
}

fn block(c: &mut Choices<'_>, depth: usize) -> Condition {
    let quantifier = match c.way(4) {
        0 => Quantifier::All,
        1 => Quantifier::Any,
        2 => Quantifier::None,
        _ => Quantifier::AtLeast(points(c)),
    };
    let block =
        at_nowhere(ConditionKind::Block { quantifier, parts: c.many(1, |c| condition(c, depth + 1)) });
    if c.way(4) == 3 { at_nowhere(ConditionKind::Not(Box::new(block))) } else { block }
}

fn fact_test(c: &mut Choices<'_>) -> Test {
    Test::Fact { domain: c.way(5) == 4, name: name(c), predicate: c.some(predicate) }
}

fn asked(kind: PredicateKind) -> Predicate {
    Predicate { kind, span: nowhere() }
}

fn predicate(c: &mut Choices<'_>) -> Predicate {
    match c.way(4) {
        0 => comparison(c),
        1 => asked(PredicateKind::Within { negated: c.is(), next: c.is(), length: length(c) }),
        _ => plain_predicate(c),
    }
}

/// A predicate that `where` takes without brackets.
fn plain_predicate(c: &mut Choices<'_>) -> Predicate {
    asked(match c.way(12) {
        0 => PredicateKind::Known,
        1 => PredicateKind::Unknown,
        2 => PredicateKind::In(set_ref(c)),
        3 => PredicateKind::NotIn(set_ref(c)),
        4 => PredicateKind::Includes(value(c)),
        5 => PredicateKind::IncludesAny(set_ref(c)),
        6 => PredicateKind::IncludesAll(set_ref(c)),
        7 => PredicateKind::IncludesNone(set_ref(c)),
        8 => PredicateKind::MoreThanAgo(length(c)),
        9 => PredicateKind::Day(day_op(c), day(c)),
        10 => text_predicate(c),
        _ => return comparison(c),
    })
}

fn text_predicate(c: &mut Choices<'_>) -> PredicateKind {
    let op = c.of(&[TextOp::Contains, TextOp::StartsWith, TextOp::EndsWith, TextOp::HasWord]);
    let of = if c.is() { TextOperand::AnyOf(set_ref(c)) } else { TextOperand::One(value(c)) };
    PredicateKind::Text { negated: c.is(), op, of }
}

fn day_op(c: &mut Choices<'_>) -> DayOp {
    c.of(&[DayOp::Before, DayOp::After, DayOp::OnOrBefore, DayOp::OnOrAfter])
}

fn day(c: &mut Choices<'_>) -> DayRef {
    match c.way(3) {
        0 => DayRef::Today(nowhere()),
        1 => DayRef::Literal(date(c)),
        _ => DayRef::Literal(Literal { kind: LiteralKind::Name("launch".to_owned()), span: nowhere() }),
    }
}

fn comparison(c: &mut Choices<'_>) -> Predicate {
    let op = c.of(&[CompareOp::AtLeast, CompareOp::AtMost, CompareOp::MoreThan, CompareOp::LessThan]);
    asked(match c.way(4) {
        0 => PredicateKind::Is(literal(c)),
        1 => PredicateKind::IsNot(literal(c)),
        2 => PredicateKind::Between(literal(c), literal(c)),
        _ => PredicateKind::Compare(op, literal(c)),
    })
}

fn event_test(c: &mut Choices<'_>, brackets: usize) -> Test {
    let measure = match c.way(6) {
        0 => Measure::Count,
        1 => Measure::Days,
        2 => Measure::Distinct(name(c)),
        3 => Measure::Sum(name(c)),
        4 => Measure::Any,
        _ => Measure::No,
    };
    let compared = !matches!(measure, Measure::Any | Measure::No);
    let (filter, window) = rows(c, brackets);
    Test::Events {
        measure,
        event: event_name(c),
        filter,
        window,
        comparison: compared.then(|| comparison(c)),
    }
}

/// `where` and window. A bare name in `where` has brackets, so that it takes no comparison that follows.
pub(crate) fn rows(c: &mut Choices<'_>, brackets: usize) -> (Option<Filter>, Option<Window>) {
    let filter = c.some(|c| {
        let condition = if c.is() {
            at_nowhere(ConditionKind::Brackets(Box::new(flat(c, brackets + 1))))
        } else {
            let predicate = Some(plain_predicate(c));
            let test = Test::Fact { domain: false, name: name(c), predicate };
            let test = at_nowhere(ConditionKind::Test(test));
            if c.is() { at_nowhere(ConditionKind::Not(Box::new(test))) } else { test }
        };
        Filter { condition: Box::new(condition), span: nowhere() }
    });
    let window = c.some(|c| if c.is() { Window::Since(name(c)) } else { Window::Within(length(c)) });
    (filter, window)
}
