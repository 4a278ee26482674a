//! Tests on facts, scores, grades and rows: what each asks, once its sides fit.

use qualify_diagnostics::{Code, Span};
use qualify_plan::{AttributeId, Comparison, Decimal, EventId, Fact, FactRef, Type};
use qualify_syntax::ast::{self, LiteralKind, PredicateKind};
use qualify_syntax::format;

use super::Checker;
use super::operands::{Left, type_words, written, written_value};
use crate::hir::{self, Condition, ConditionKind, FactTest, RowFilter, TestKind, Window};
use crate::types::{TypedKind, TypedTest};

impl Checker<'_> {
    pub(super) fn check_tests(&mut self) {
        let program = self.program;
        for test in &program.tests {
            let typed = self.check_test(test);
            self.types.tests.push(typed);
        }
    }

    fn check_test(&mut self, test: &hir::Test) -> Option<TypedTest> {
        let program = self.program;
        match &test.kind {
            TestKind::Field(inner) => {
                let fact = self.facts.fields.get(inner.id.index())?;
                let declared = program.fields.get(inner.id.index())?.decl.ty.span;
                self.fact_test(fact, declared, FactRef::Field(inner.id), inner)
            }
            TestKind::Attribute(inner) => {
                let (event, attribute) = inner.id;
                let fact = self.facts.events.get(event.index())?.attributes.get(attribute.index())?;
                let declared =
                    program.events.get(event.index())?.decl.attributes.get(attribute.index())?.ty.span;
                self.fact_test(fact, declared, FactRef::Attribute(event, attribute), inner)
            }
            TestKind::Score(_, name, predicate) => self.score_test(name, predicate.as_ref()),
            TestKind::Grade(id, name, predicate) => {
                let grade = program.grades.get(id.index())?;
                self.grade_test(grade, name, predicate.as_ref())
            }
            TestKind::Define(_) | TestKind::Place(_) => None,
            TestKind::Events { measure, rows, comparison } => {
                self.rows(rows);
                self.events_test(test.span, measure, rows.event, comparison.as_ref())
            }
        }
    }

    fn fact_test<Id>(
        &mut self,
        fact: &Fact,
        declared: Span,
        reference: FactRef,
        test: &FactTest<Id>,
    ) -> Option<TypedTest> {
        let name = &test.name;
        if test.domain && fact.ty != Type::Email {
            let message = format!(
                "`domain of` takes an e-mail field, and `{}` is {}.",
                name.text,
                type_words(&fact.ty)
            );
            self.report(Code::WrongTest, name.span, message);
            return None;
        }
        let shown = if test.domain { format!("domain of {}", name.text) } else { name.text.clone() };
        let ty = if test.domain { &Type::Text } else { &fact.ty };
        let Some(predicate) = &test.predicate else {
            if *ty == Type::YesNo {
                return Some(TypedTest {
                    negated: false,
                    kind: TypedKind::Fact(qualify_plan::Predicate::Yes),
                });
            }
            let message = format!(
                "`{shown}` is {}, so say what to ask of it: {}.",
                type_words(ty),
                example_test(ty, &shown)
            );
            self.report(Code::WrongTest, name.span, message);
            return None;
        };
        let rewrite = rewriting(&shown, predicate, self.vocabulary);
        let left = Left { name: &shown, declared: Some(declared), rewrite: Some(&rewrite) };
        let (negated, predicate) = self.predicate(ty, reference, predicate, &left)?;
        Some(TypedTest { negated, kind: TypedKind::Fact(predicate) })
    }

    fn score_test(&mut self, name: &ast::Name, predicate: Option<&ast::Predicate>) -> Option<TypedTest> {
        let Some(predicate) = predicate else {
            let message = format!("`{0}` is a score, so say how many points: `{0} >= 40`.", name.text);
            self.report(Code::WrongTest, name.span, message);
            return None;
        };
        let rewrite = rewriting(&name.text, predicate, self.vocabulary);
        let left = Left { name: &name.text, declared: None, rewrite: Some(&rewrite) };
        let (negated, comparison) = self.comparison(&Type::Number, predicate, &left)?;
        Some(TypedTest { negated, kind: TypedKind::Score(comparison) })
    }

    fn events_test(
        &mut self,
        span: Span,
        measure: &ast::Measure,
        event: EventId,
        comparison: Option<&ast::Predicate>,
    ) -> Option<TypedTest> {
        let typed = |comparison, attribute| {
            Some(TypedTest { negated: false, kind: TypedKind::Events(comparison, attribute) })
        };
        let one = Decimal::whole(1).unwrap_or_default();
        let (ty, attribute) = match measure {
            ast::Measure::Any => return typed(Comparison::AtLeast(one), None),
            ast::Measure::No => return typed(Comparison::Is(Decimal::ZERO), None),
            ast::Measure::Count | ast::Measure::Days => (Type::Count, None),
            ast::Measure::Distinct(name) => (Type::Count, Some(self.distinct_attribute(event, name)?)),
            ast::Measure::Sum(name) => {
                let (attribute, ty) = self.summed_attribute(event, name)?;
                (ty, Some(attribute))
            }
        };
        let Some(predicate) = comparison else {
            self.report(Code::WrongTest, span, "Say how many: `count of ... >= 2`.");
            return None;
        };
        let shown = measure_words(measure);
        let rewrite = rewriting(&shown, predicate, self.vocabulary);
        let left = Left { name: &shown, declared: None, rewrite: Some(&rewrite) };
        let (negated, comparison) = self.comparison(&ty, predicate, &left)?;
        Some(TypedTest { negated, kind: TypedKind::Events(comparison, attribute) })
    }

    /// The attribute of `distinct A`.
    pub(super) fn distinct_attribute(&mut self, event: EventId, name: &ast::Name) -> Option<AttributeId> {
        let (attribute, ty) = self.find_attribute(event, name)?;
        if matches!(ty, Type::List(_)) {
            let message =
                format!("`{}` is a list, and distinct values of lists cannot be counted.", name.text);
            self.report(Code::WrongType, name.span, message);
            return None;
        }
        self.types.attributes.insert(name.span, attribute);
        Some(attribute)
    }

    fn summed_attribute(&mut self, event: EventId, name: &ast::Name) -> Option<(AttributeId, Type)> {
        let (attribute, ty) = self.find_attribute(event, name)?;
        if !ty.is_numeric() {
            let message = format!("`{}` is {}, and only numbers can be summed.", name.text, type_words(&ty));
            self.report(Code::WrongType, name.span, message);
            return None;
        }
        Some((attribute, ty))
    }

    fn find_attribute(&mut self, event: EventId, name: &ast::Name) -> Option<(AttributeId, Type)> {
        let decl = self.facts.events.get(event.index())?;
        let found = decl.attributes.iter().position(|attribute| attribute.name == name.text);
        let Some(index) = found else {
            let known: Vec<&str> = decl.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
            let list = if known.is_empty() { "no attributes".to_owned() } else { known.join(", ") };
            let message = format!("`{}` have no `{}`. They have: {list}.", decl.plural, name.text);
            self.report(Code::UnknownAttribute, name.span, message);
            return None;
        };
        let ty = decl.attributes.get(index).map(|attribute| attribute.ty.clone())?;
        Some((AttributeId::from_index(index), ty))
    }

    /// Checks the window and the filters of rows.
    pub(super) fn rows(&mut self, rows: &hir::Rows) {
        match &rows.window {
            Some(Window::Within(length)) => _ = self.length(length),
            Some(Window::Since(field, name)) => {
                let ty = self.facts.fields.get(field.index()).map(|fact| &fact.ty);
                if let Some(ty) = ty.filter(|ty| **ty != Type::Date) {
                    let message =
                        format!("`since` takes a date field, and `{}` is {}.", name.text, type_words(ty));
                    self.report(Code::WrongType, name.span, message);
                }
            }
            Some(Window::Broken) | None => {}
        }
        for filter in &rows.filters {
            match filter {
                RowFilter::Where(condition) => self.condition(condition),
                RowFilter::Named(_) => {}
            }
        }
    }

    /// Checks what is between the tests of all conditions outside scores.
    pub(super) fn check_conditions(&mut self) {
        let program = self.program;
        for define in &program.defines {
            self.condition(&define.condition);
        }
        for filter in &program.filters {
            self.condition(&filter.condition);
        }
        for rule in &program.rules {
            self.condition(&rule.when);
            rule.unless.iter().for_each(|condition| self.condition(condition));
        }
    }

    /// Checks `at least k of`.
    pub(super) fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::None(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            ConditionKind::AtLeast(k, parts) => {
                self.at_least(k, parts.len());
                parts.iter().for_each(|part| self.condition(part));
            }
            ConditionKind::Not(inner) => self.condition(inner),
            ConditionKind::Test(_) | ConditionKind::Broken => {}
        }
    }

    fn at_least(&mut self, k: &ast::Literal, parts: usize) {
        let Some(number) = self.whole(k, "The number of conditions") else { return };
        if number < 1 || usize::try_from(number).is_ok_and(|number| number > parts) {
            let message = format!("The list has {parts} conditions, so this is 1 to {parts}, not {number}.");
            self.report(Code::AtLeastOutOfRange, k.span, message);
        }
        self.types.numbers.insert(k.span, number);
    }
}

/// Shows the whole test with another value.
fn rewriting<'b>(
    subject: &'b str,
    predicate: &'b ast::Predicate,
    vocabulary: &'b format::Vocabulary,
) -> impl Fn(&LiteralKind) -> String + 'b {
    move |kind| {
        let span = predicate.span;
        let literal = ast::Literal { kind: kind.clone(), span };
        let kind = match &predicate.kind {
            PredicateKind::Is(_) => PredicateKind::Is(literal),
            PredicateKind::IsNot(_) => PredicateKind::IsNot(literal),
            PredicateKind::Compare(op, _) => PredicateKind::Compare(*op, literal),
            _ => return written(kind),
        };
        let name = ast::Name { text: subject.to_owned(), span };
        let test = ast::Test::Fact { domain: false, name, predicate: Some(ast::Predicate { kind, span }) };
        format::condition(&ast::Condition { kind: ast::ConditionKind::Test(test), span }, vocabulary)
    }
}

fn measure_words(measure: &ast::Measure) -> String {
    match measure {
        ast::Measure::Sum(name) => format!("the sum of {}", name.text),
        ast::Measure::Days => "the number of days".to_owned(),
        ast::Measure::Count | ast::Measure::Distinct(_) | ast::Measure::Any | ast::Measure::No => {
            "the count".to_owned()
        }
    }
}

/// A test that a type has, for messages.
pub(super) fn example_test(ty: &Type, name: &str) -> String {
    match ty {
        Type::Choice(choices) => {
            let value = choices.values.first().map_or("a", String::as_str);
            format!("`{name} is {}`", written_value(value))
        }
        Type::Country => format!("`{name} in [DE, NO]`"),
        Type::YesNo => format!("`{name}` or `not {name}`"),
        Type::Count | Type::Number => format!("`{name} >= 2`"),
        Type::Percent => format!("`{name} >= 80%`"),
        Type::Money(currency) => format!("`{name} >= 20k {currency}`"),
        Type::Date => format!("`{name} within 30 days` or `{name} after 2026-01-01`"),
        Type::Text | Type::Email => format!("`{name} contains \"...\"` or `{name} is known`"),
        Type::List(_) => format!("`{name} includes ...`"),
    }
}
