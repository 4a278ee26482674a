//! Conditions: structure and subjects. What stands on the right of a test is left for the checker.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{AttributeId, EventId, Place, fold};
use qualify_syntax::{ast, format};

use super::Resolver;
use crate::hir::{self, ConditionKind, FactTest, RowFilter, Scope, TestId, TestKind};
use crate::names::{Def, Wanted, nearest};

impl Resolver<'_> {
    pub(super) fn resolve_condition(&mut self, condition: &ast::Condition, scope: Scope) -> hir::Condition {
        let kind = match &condition.kind {
            ast::ConditionKind::Chain { parts, joins } => self.resolve_chain(condition, parts, joins, scope),
            ast::ConditionKind::Not(inner) => {
                ConditionKind::Not(Box::new(self.resolve_condition(inner, scope)))
            }
            ast::ConditionKind::Brackets(inner) => self.resolve_condition(inner, scope).kind,
            ast::ConditionKind::Block { quantifier, parts } => {
                let parts = self.resolve_parts(parts, scope);
                match quantifier {
                    ast::Quantifier::All => ConditionKind::All(parts),
                    ast::Quantifier::Any => ConditionKind::Any(parts),
                    ast::Quantifier::None => ConditionKind::None(parts),
                    ast::Quantifier::AtLeast(k) => ConditionKind::AtLeast(k.clone(), parts),
                }
            }
            ast::ConditionKind::Test(test) => self.resolve_test(test, condition, scope),
        };
        hir::Condition { kind, span: condition.span }
    }

    fn resolve_parts(&mut self, parts: &[ast::Condition], scope: Scope) -> Vec<hir::Condition> {
        parts.iter().map(|part| self.resolve_condition(part, scope)).collect()
    }

    fn resolve_chain(
        &mut self,
        chain: &ast::Condition,
        parts: &[ast::Condition],
        joins: &[ast::Join],
        scope: Scope,
    ) -> ConditionKind {
        let first = joins.first().map(|join| join.kind);
        if let Some(odd) = joins.iter().find(|join| Some(join.kind) != first) {
            let bracketed = format::condition(&bracket_ors(chain, parts, joins), self.vocabulary);
            let message = format!(
                "This mixes `and` with `or`, and readers disagree about which goes first. Put round brackets about \
                 one pair: `{bracketed}`."
            );
            self.out.push(Diagnostic::new(Code::MixedAndOr, odd.span, message));
        }
        let parts = self.resolve_parts(parts, scope);
        match first {
            Some(ast::JoinKind::Or) => ConditionKind::Any(parts),
            Some(ast::JoinKind::And) | None => ConditionKind::All(parts),
        }
    }

    fn resolve_test(&mut self, test: &ast::Test, condition: &ast::Condition, scope: Scope) -> ConditionKind {
        let kind = match (test, scope) {
            (ast::Test::Fact { domain, name, predicate }, Scope::Lead) => {
                self.resolve_fact(*domain, name, predicate.as_ref())
            }
            (ast::Test::Fact { domain, name, predicate }, Scope::Row(event)) => {
                self.resolve_attribute(event, *domain, name, predicate.as_ref())
            }
            (ast::Test::Events { measure, event, filter, window, comparison }, _) => {
                self.resolve_rows(event, filter.as_ref(), window.as_ref(), scope).map(|rows| {
                    TestKind::Events { measure: measure.clone(), rows, comparison: comparison.clone() }
                })
            }
        };
        let Some(kind) = kind else { return ConditionKind::Broken };
        let id = TestId::from_index(self.program.tests.len());
        self.program.tests.push(hir::Test { kind, span: condition.span });
        ConditionKind::Test(id)
    }

    fn resolve_fact(
        &mut self,
        domain: bool,
        name: &ast::Name,
        predicate: Option<&ast::Predicate>,
    ) -> Option<TestKind> {
        let Some(def) = self.program.names.get(&name.text) else {
            self.unknown_subject(name, predicate);
            return None;
        };
        if domain && !matches!(def, Def::Field(_) | Def::Broken) {
            let message =
                format!("`domain of` takes an e-mail field, and `{}` is {}.", name.text, def.kind());
            self.report(Code::WrongTest, name.span, message);
            return None;
        }
        let predicate = predicate.cloned();
        match def {
            Def::Field(id) => Some(TestKind::Field(FactTest { id, name: name.clone(), domain, predicate })),
            Def::Score(id) => Some(TestKind::Score(id, name.clone(), predicate)),
            Def::Grade(id) => Some(TestKind::Grade(id, name.clone(), predicate)),
            Def::Define(id) => self.bare(name, def, predicate.as_ref()).then_some(TestKind::Define(id)),
            Def::Stage(id) => {
                self.bare(name, def, predicate.as_ref()).then_some(TestKind::Place(Place::Stage(id)))
            }
            Def::Exit(id) => {
                self.bare(name, def, predicate.as_ref()).then_some(TestKind::Place(Place::Exit(id)))
            }
            Def::Event(id) => {
                self.event_as_fact(id, name, predicate.as_ref());
                None
            }
            Def::Set(id) => {
                self.set_as_condition(id.index(), name);
                None
            }
            Def::Filter(_) => {
                let message = format!(
                    "`{0}` names events, not a fact. Ask for them: `any {0}`, or count them: `count of {0} >= 2`.",
                    name.text
                );
                self.report(Code::EventIsNotANumber, name.span, message);
                None
            }
            Def::Constant(_) => {
                let message = format!(
                    "`{}` is a constant. Put the fact first and the constant on its right.",
                    name.text
                );
                self.report(Code::FactFirst, name.span, message);
                None
            }
            Def::Outcome(_) => {
                let message = format!(
                    "`{}` is an outcome, and rules cannot test outcomes. Test the facts that lead to it.",
                    name.text
                );
                self.report(Code::WrongTest, name.span, message);
                None
            }
            Def::Broken => None,
        }
    }

    fn unknown_subject(&mut self, name: &ast::Name, predicate: Option<&ast::Predicate>) {
        if let (None, Some(field)) = (predicate, self.field_with_choice(&name.text)) {
            let message = format!(
                "`{0}` is a choice of `{field}`. Each side of `and` and `or` is a whole test: `{field} is {0}`, or \
                 `{field} in [...]` for several.",
                name.text
            );
            self.report(Code::UnknownName, name.span, message);
            return;
        }
        self.out.push(self.program.names.unknown(name, Wanted::Test));
    }

    /// The first field of which a word is one of the choices.
    fn field_with_choice(&self, word: &str) -> Option<String> {
        let word = fold(word);
        let is_word = |value: &ast::Literal| match &value.kind {
            ast::LiteralKind::Name(text) | ast::LiteralKind::Text(text) => fold(text) == word,
            _ => false,
        };
        let has_choice = |field: &&hir::Fact| match &field.decl.ty.kind {
            ast::TypeKind::Choice(values) | ast::TypeKind::OrderedChoice(values) => {
                values.iter().any(is_word)
            }
            _ => false,
        };
        self.program.fields.iter().find(has_choice).map(|field| field.decl.name.text.clone())
    }

    fn bare(&mut self, name: &ast::Name, def: Def, predicate: Option<&ast::Predicate>) -> bool {
        let Some(predicate) = predicate else { return true };
        let message = format!(
            "`{0}` is {1}: it holds or it does not. Write `{0}` alone, or `not {0}`.",
            name.text,
            def.kind()
        );
        self.report(Code::WrongTest, predicate.span, message);
        false
    }

    fn event_as_fact(&mut self, id: EventId, name: &ast::Name, predicate: Option<&ast::Predicate>) {
        let plural = self.program.events.get(id.index()).map_or(&name.text, |event| &event.plural).clone();
        let better = format::condition(&counted(name, predicate), self.vocabulary);
        let message = format!("`{plural}` are events, not a number. Count them: `{better}`.");
        self.report(Code::EventIsNotANumber, name.span, message);
    }

    fn set_as_condition(&mut self, set: usize, name: &ast::Name) {
        let of = self.program.sets.get(set).map(|set| set.of);
        let field = match of {
            Some(hir::SetOf::Field(id)) => {
                self.program.fields.get(id.index()).map(|field| field.decl.name.text.clone())
            }
            _ => None,
        };
        let message = match field {
            Some(field) => format!(
                "`{0}` is a set of values of `{field}`. Ask whether something is in it: `{field} in {0}`.",
                name.text
            ),
            None => format!("`{0}` is a set. Ask whether something is in it: `city in {0}`.", name.text),
        };
        self.report(Code::SetIsNotACondition, name.span, message);
    }

    fn resolve_attribute(
        &mut self,
        event: EventId,
        domain: bool,
        name: &ast::Name,
        predicate: Option<&ast::Predicate>,
    ) -> Option<TestKind> {
        let attribute = self.attribute(event, name)?;
        let id = (event, attribute);
        Some(TestKind::Attribute(FactTest { id, name: name.clone(), domain, predicate: predicate.cloned() }))
    }

    /// The attribute of a name; says so if the event has none of that name.
    pub(super) fn attribute(&mut self, event: EventId, name: &ast::Name) -> Option<AttributeId> {
        let decl = self.program.events.get(event.index())?;
        let found = decl.decl.attributes.iter().position(|attribute| attribute.name.text == name.text);
        if let Some(index) = found {
            return Some(AttributeId::from_index(index));
        }
        let plural = decl.plural.clone();
        let attributes: Vec<String> = decl.decl.attributes.iter().map(|a| a.name.text.clone()).collect();
        let known = match attributes.as_slice() {
            [] => format!("`{plural}` have no attributes: only their dates are known"),
            some => format!("`{plural}` have: {}", some.join(", ")),
        };
        let message = match self.program.names.get(&name.text) {
            Some(Def::Broken) => return None,
            Some(def @ (Def::Event(_) | Def::Filter(_))) => {
                let message = format!(
                    "`{}` is {}; inside a `where` only the row at hand counts. {known}.",
                    name.text,
                    def.kind()
                );
                self.report(Code::NestedEvent, name.span, message);
                return None;
            }
            Some(def) => format!(
                "`{}` is {} of the lead, and `where` sees only the row at hand. {known}.",
                name.text,
                def.kind()
            ),
            None => match nearest(&name.text, attributes.iter().map(String::as_str)) {
                Some(near) => format!("`{plural}` have no `{}`. Did you mean `{near}`?", name.text),
                None => format!("I don't know `{}` here. {known}.", name.text),
            },
        };
        self.report(Code::UnknownAttribute, name.span, message);
        None
    }

    pub(super) fn resolve_rows(
        &mut self,
        name: &ast::Name,
        filter: Option<&ast::Filter>,
        window: Option<&ast::Window>,
        scope: Scope,
    ) -> Option<hir::Rows> {
        if scope != Scope::Lead {
            let message =
                "A `where` looks at one row, so it cannot count other events. Test the row's own attributes.";
            self.report(Code::NestedEvent, name.span, message);
            return None;
        }
        let mut filters = Vec::new();
        let event = match self.program.names.get(&name.text) {
            Some(Def::Filter(id)) => {
                filters.push(RowFilter::Named(id));
                self.filter_event(name)
            }
            _ => self.event(name),
        };
        let window = window.map(|window| self.resolve_window(window));
        let event = event?;
        if let Some(filter) = filter {
            filters.push(RowFilter::Where(self.resolve_condition(&filter.condition, Scope::Row(event))));
        }
        Some(hir::Rows { event, filters, window })
    }

    /// The event of a named filter, which may be declared further on: looked up by the name it is declared `of`.
    fn filter_event(&mut self, name: &ast::Name) -> Option<EventId> {
        let of = self.filter_events.get(&name.text)?;
        match self.program.names.get(of) {
            Some(Def::Event(id)) => Some(id),
            _ => None,
        }
    }

    fn resolve_window(&mut self, window: &ast::Window) -> hir::Window {
        match window {
            ast::Window::Within(length) => hir::Window::Within(length.clone()),
            ast::Window::Since(name) => match self.program.names.get(&name.text) {
                Some(Def::Field(id)) => hir::Window::Since(id, name.clone()),
                Some(Def::Broken) => hir::Window::Broken,
                Some(def) => {
                    let message =
                        format!("`since` takes a date field, and `{}` is {}.", name.text, def.kind());
                    self.report(Code::WrongType, name.span, message);
                    hir::Window::Broken
                }
                None => {
                    self.out.push(self.program.names.unknown(name, Wanted::Field));
                    hir::Window::Broken
                }
            },
        }
    }
}

/// The chain with round brackets about each run of `or`.
fn bracket_ors(chain: &ast::Condition, parts: &[ast::Condition], joins: &[ast::Join]) -> ast::Condition {
    let mut runs: Vec<Vec<ast::Condition>> = Vec::new();
    let before = std::iter::once(None).chain(joins.iter().map(|join| Some(join.kind)));
    for (part, join) in parts.iter().zip(before) {
        match (join, runs.last_mut()) {
            (Some(ast::JoinKind::Or), Some(run)) => run.push(part.clone()),
            _ => runs.push(vec![part.clone()]),
        }
    }
    let joined = |parts: Vec<ast::Condition>, kind| {
        let joins = vec![ast::Join { kind, span: chain.span }; parts.len().saturating_sub(1)];
        ast::Condition { kind: ast::ConditionKind::Chain { parts, joins }, span: chain.span }
    };
    let bracket = |run: Vec<ast::Condition>| match <[ast::Condition; 1]>::try_from(run) {
        Ok([single]) => single,
        Err(run) => {
            let inner = Box::new(joined(run, ast::JoinKind::Or));
            ast::Condition { kind: ast::ConditionKind::Brackets(inner), span: chain.span }
        }
    };
    joined(runs.into_iter().map(bracket).collect(), ast::JoinKind::And)
}

/// `visits >= 3` as its author probably means it: `count of visits within 30 days >= 3`.
fn counted(name: &ast::Name, predicate: Option<&ast::Predicate>) -> ast::Condition {
    let span = name.span;
    let literal = |kind| ast::Literal { kind, span };
    let one = ast::PredicateKind::Compare(
        ast::CompareOp::AtLeast,
        literal(ast::LiteralKind::Number("1".to_owned())),
    );
    let days = ast::LiteralKind::Length { number: "30".to_owned(), unit: ast::LengthUnit::Days };
    let test = ast::Test::Events {
        measure: ast::Measure::Count,
        event: name.clone(),
        filter: None,
        window: Some(ast::Window::Within(literal(days))),
        comparison: Some(predicate.cloned().unwrap_or(ast::Predicate { kind: one, span })),
    };
    ast::Condition { kind: ast::ConditionKind::Test(test), span }
}
