//! A test becomes words.

use qualify_diagnostics::Span;

use super::conditions;
use super::lines::{Level, Lines};
use super::literals::literal;
use super::vocabulary::Vocabulary;
use crate::ast::{
    CompareOp, Condition, ConditionKind, DayOp, DayRef, Filter, Literal, Measure, Name, Predicate,
    PredicateKind, SetRef, Test, TextOp, TextOperand, Window,
};

/// Whose facts the names of tests are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Facts<'a> {
    /// Fields, scores, grades: of the lead.
    Lead,
    /// Attributes of an event, given by its singular.
    Event(&'a str),
}

impl Facts<'_> {
    fn value(self, words: &Vocabulary, name: &str, value: &Literal) -> String {
        match self {
            Facts::Lead => words.value(name, value),
            Facts::Event(event) => words.value(&format!("{event}.{name}"), value),
        }
    }
}

/// Writes a test.
pub(super) fn test(out: &mut Lines, words: &Vocabulary, facts: Facts<'_>, test: &Test) {
    match test {
        Test::Fact { domain, name, predicate } => {
            if *domain {
                out.word("domain of");
            }
            out.name(name);
            if let Some(predicate) = predicate {
                let write = |value: &Literal| facts.value(words, &name.text, value);
                Asked { out, write: &write }.predicate(predicate);
            }
        }
        Test::Events { measure, event, filter, window, comparison } => {
            measured(out, words, measure, event);
            rows(out, words, event, filter.as_ref(), window.as_ref());
            if let Some(comparison) = comparison {
                Asked { out, write: &literal }.predicate(comparison);
            }
        }
    }
}

fn measured(out: &mut Lines, words: &Vocabulary, measure: &Measure, event: &Name) {
    match measure {
        Measure::Count => out.word("count of"),
        Measure::Days => out.word("days with"),
        Measure::Distinct(attribute) => {
            out.word("count of distinct");
            out.name(attribute);
            out.word("in");
        }
        Measure::Sum(attribute) => {
            out.word("sum of");
            out.name(attribute);
            out.word("in");
        }
        Measure::Any => out.word("any"),
        Measure::No => out.word("no"),
    }
    out.word_at(words.plural(&event.text), event.span);
}

/// Writes which rows of an event matter: `where`, `within`, `since`.
pub(super) fn rows(
    out: &mut Lines,
    words: &Vocabulary,
    event: &Name,
    filter: Option<&Filter>,
    window: Option<&Window>,
) {
    if let Some(filter) = filter {
        out.word_at("where", filter.span);
        condition(out, words, Facts::Event(words.event(&event.text)), &filter.condition);
    }
    if window.is_some() {
        out.may_break_inside();
    }
    match window {
        Some(Window::Within(length)) => {
            out.word("within");
            out.word_at(literal(length), length.span);
        }
        Some(Window::Since(field)) => {
            out.word("since");
            out.name(field);
        }
        None => {}
    }
}

/// Brackets after `where` stay: without them a window or comparison that follows would be read differently.
fn condition(out: &mut Lines, words: &Vocabulary, facts: Facts<'_>, condition: &Condition) {
    match &condition.kind {
        ConditionKind::Brackets(inner) => conditions::bracketed(out, words, facts, inner),
        ConditionKind::Chain { .. }
        | ConditionKind::Not(_)
        | ConditionKind::Block { .. }
        | ConditionKind::Test(_) => conditions::condition(out, words, facts, Level::FIRST, condition),
    }
}

/// Writes a predicate, values by `write`.
struct Asked<'a> {
    out: &'a mut Lines,
    write: &'a dyn Fn(&Literal) -> String,
}

impl Asked<'_> {
    fn predicate(&mut self, predicate: &Predicate) {
        let at = predicate.span;
        match &predicate.kind {
            PredicateKind::Known => self.out.word_at("is known", at),
            PredicateKind::Unknown => self.out.word_at("is unknown", at),
            PredicateKind::Is(value) => self.one("is", at, value),
            PredicateKind::IsNot(value) => self.one("is not", at, value),
            PredicateKind::Compare(op, value) => self.one(compare_op(*op), at, value),
            PredicateKind::In(set) => self.set("in", at, set),
            PredicateKind::NotIn(set) => self.set("not in", at, set),
            PredicateKind::Between(low, high) => {
                self.one("between", at, low);
                self.out.word("and");
                self.value(high);
            }
            PredicateKind::Text { negated, op, of } => self.text(at, *negated, *op, of),
            PredicateKind::Includes(value) => self.one("includes", at, value),
            PredicateKind::IncludesAny(set) => self.set("includes any of", at, set),
            PredicateKind::IncludesAll(set) => self.set("includes all of", at, set),
            PredicateKind::IncludesNone(set) => self.set("includes none of", at, set),
            PredicateKind::Within { negated, next, length } => {
                let next = if *next { "within next" } else { "within" };
                self.one(&with_not(*negated, next), at, length);
            }
            PredicateKind::MoreThanAgo(length) => {
                self.one("more than", at, length);
                self.out.word("ago");
            }
            PredicateKind::Day(op, day) => self.day(at, *op, day),
        }
    }

    fn one(&mut self, asked: &str, at: Span, value: &Literal) {
        self.out.word_at(asked, at);
        self.value(value);
    }

    fn value(&mut self, value: &Literal) {
        self.out.word_at((self.write)(value), value.span);
    }

    fn set(&mut self, asked: &str, at: Span, set: &SetRef) {
        self.out.word_at(asked, at);
        match set {
            SetRef::Name(name) => self.out.name(name),
            SetRef::Values(values, _) => {
                let values = values.iter().map(|value| ((self.write)(value), value.span));
                self.out.list(values.collect());
            }
        }
    }

    fn text(&mut self, at: Span, negated: bool, op: TextOp, of: &TextOperand) {
        let asked = with_not(negated, text_op(op));
        match of {
            TextOperand::One(value) => self.one(&asked, at, value),
            TextOperand::AnyOf(set) => self.set(&format!("{asked} any of"), at, set),
        }
    }

    fn day(&mut self, at: Span, op: DayOp, day: &DayRef) {
        match day {
            DayRef::Today(span) => {
                self.out.word_at(day_op(op), at);
                self.out.word_at("today", *span);
            }
            DayRef::Literal(date) => self.one(day_op(op), at, date),
        }
    }
}

fn with_not(negated: bool, asked: &str) -> String {
    if negated { format!("not {asked}") } else { asked.to_owned() }
}

fn compare_op(op: CompareOp) -> &'static str {
    match op {
        CompareOp::AtLeast => ">=",
        CompareOp::AtMost => "<=",
        CompareOp::MoreThan => ">",
        CompareOp::LessThan => "<",
    }
}

fn text_op(op: TextOp) -> &'static str {
    match op {
        TextOp::Contains => "contains",
        TextOp::StartsWith => "starts with",
        TextOp::EndsWith => "ends with",
        TextOp::HasWord => "has word",
    }
}

fn day_op(op: DayOp) -> &'static str {
    match op {
        DayOp::Before => "before",
        DayOp::After => "after",
        DayOp::OnOrBefore => "on or before",
        DayOp::OnOrAfter => "on or after",
    }
}
