//! Sets: values of one type, shared by all tests that use the same ones.

use std::collections::{BTreeMap, BTreeSet};

use qualify_diagnostics::Code;
use qualify_plan::{Choices, Country, FactRef, Set, SetId, Type, Values, fold, words};
use qualify_syntax::ast::{self, SetRef};

use super::Checker;
use super::operands::{Left, type_words};
use crate::hir::{SetDefId, SetOf};
use crate::names::Def;

const MAX_VALUES: usize = 100_000;

/// What the values of a set are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// The choices of a fact.
    Choices(FactRef),
    /// Countries.
    Countries,
    /// Texts.
    Texts,
    /// Texts by their words (`has word`).
    Words,
}

impl Checker<'_> {
    /// Checks the values of every declared set, used or not.
    pub(super) fn check_sets(&mut self) {
        for set in &self.program.sets {
            if set.values.len() > MAX_VALUES {
                let message = format!("`{}` has more than 100,000 values. Split it.", set.name.text);
                self.report(Code::TooLarge, set.name.span, message);
                continue;
            }
            let mut seen = BTreeMap::new();
            for value in &set.values {
                let Some(text) = self.list_text(value) else { continue };
                if self.is_new(&mut seen, &text, value.span) {
                    self.check_set_value(set.of, &text, value);
                }
            }
        }
    }

    fn check_set_value(&mut self, of: SetOf, text: &str, value: &ast::Literal) {
        match of {
            SetOf::Text | SetOf::Broken => {}
            SetOf::Country => {
                _ = self.country(value, &Left { name: "the set", declared: None, rewrite: None })
            }
            SetOf::Field(id) => {
                let Some(fact) = self.facts.fields.get(id.index()) else { return };
                let (ty, name) = (&fact.ty, &fact.name);
                let declared = self.program.fields.get(id.index()).map(|field| field.decl.ty.span);
                let left = Left { name, declared, rewrite: None };
                match ty {
                    Type::Choice(choices) | Type::List(Some(choices)) => {
                        if self.choice_index(choices, declared, text).is_none() {
                            self.choice(choices, value, &left);
                        }
                    }
                    Type::Country => _ = self.country(value, &left),
                    Type::Text | Type::Email | Type::List(None) => {}
                    Type::YesNo
                    | Type::Count
                    | Type::Number
                    | Type::Percent
                    | Type::Money(_)
                    | Type::Date => {
                        let message = format!(
                            "`{name}` is {}, and sets hold choices, countries or texts.",
                            type_words(ty)
                        );
                        self.report(Code::WrongType, value.span, message);
                    }
                }
            }
        }
    }

    /// The set of a test: a declared one or values in brackets.
    pub(super) fn set(
        &mut self,
        set: &SetRef,
        target: Target,
        choices: Option<&Choices>,
        left: &Left<'_>,
    ) -> Option<SetId> {
        match set {
            SetRef::Values(values, _) => self.written_set(values, target, choices, left),
            SetRef::Name(name) => match self.program.names.get(&name.text) {
                Some(Def::Set(id)) => self.named_set(id, name, target, choices, left),
                Some(Def::Broken) => None,
                Some(def) => {
                    let message = format!(
                        "`{}` is {}, and a set is needed here: its name, or values in brackets `[a, b]`.",
                        name.text,
                        def.kind()
                    );
                    self.report(Code::WrongType, name.span, message);
                    None
                }
                None => {
                    let suggestion =
                        self.program.names.suggestion(&name.text, |def| matches!(def, Def::Set(_)));
                    let start = format!("I don't know a set called `{}`.", name.text);
                    let message = match suggestion {
                        Some((question, _)) => format!("{start} {question}"),
                        None => format!(
                            "{start} Declare it, `set {} of {} = [...]`, or write the values: `[a, b]`.",
                            name.text, left.name
                        ),
                    };
                    self.report(Code::UnknownName, name.span, message);
                    None
                }
            },
        }
    }

    fn written_set(
        &mut self,
        values: &[ast::Literal],
        target: Target,
        choices: Option<&Choices>,
        left: &Left<'_>,
    ) -> Option<SetId> {
        let mut seen = BTreeMap::new();
        let mut texts = Vec::new();
        for value in values {
            let declared = choices.and_then(|all| self.written_choice(all, value, left));
            let text = match (declared, self.constant(value)) {
                (None, ast::LiteralKind::Text(text)) => text.clone(),
                _ => self.list_text(value)?,
            };
            if self.is_new(&mut seen, &text, value.span) {
                texts.push((text, value));
            }
        }
        let mut checked = Vec::new();
        for (text, value) in &texts {
            checked.push(self.set_value(text, value, target, choices, left)?);
        }
        self.intern(None, target, checked)
    }

    /// The declared choice that a written literal is, constants aside.
    fn written_choice(&mut self, choices: &Choices, literal: &ast::Literal, left: &Left<'_>) -> Option<u32> {
        match &literal.kind {
            ast::LiteralKind::Name(text) | ast::LiteralKind::Text(text) => {
                self.choice_index(choices, left.declared, text)
            }
            _ => None,
        }
    }

    fn set_value(
        &mut self,
        text: &str,
        value: &ast::Literal,
        target: Target,
        choices: Option<&Choices>,
        left: &Left<'_>,
    ) -> Option<OneValue> {
        match (target, choices) {
            (Target::Choices(_), Some(choices)) => match self.choice_index(choices, left.declared, text) {
                Some(index) => Some(OneValue::Choice(index)),
                None => self.choice(choices, value, left).map(OneValue::Choice),
            },
            (Target::Choices(_), None) | (Target::Texts, _) => Some(OneValue::Text(fold(text))),
            (Target::Countries, _) => self.country(value, left).map(OneValue::Country),
            (Target::Words, _) => self.has_words(text, value).map(OneValue::Text),
        }
    }

    /// The words of a text with one space between them.
    pub(super) fn has_words(&mut self, text: &str, value: &ast::Literal) -> Option<String> {
        let words = words(&fold(text)).join(" ");
        if words.is_empty() {
            let message = format!(
                "There is no word in `\"{text}\"`: `has word` looks for letters and digits. Use `contains`."
            );
            self.report(Code::WrongType, value.span, message);
            return None;
        }
        Some(words)
    }

    fn named_set(
        &mut self,
        id: SetDefId,
        name: &ast::Name,
        target: Target,
        choices: Option<&Choices>,
        left: &Left<'_>,
    ) -> Option<SetId> {
        if let Some(known) = self.named_sets.get(&(id, target)) {
            return *known;
        }
        let made = self.make_named_set(id, name, target, choices, left);
        self.named_sets.insert((id, target), made);
        made
    }

    fn make_named_set(
        &mut self,
        id: SetDefId,
        name: &ast::Name,
        target: Target,
        choices: Option<&Choices>,
        left: &Left<'_>,
    ) -> Option<SetId> {
        let program = self.program;
        let set = program.sets.get(id.index())?;
        let mut checked = Vec::new();
        for value in &set.values {
            let (ast::LiteralKind::Text(text) | ast::LiteralKind::Name(text)) = &value.kind else { continue };
            let one = match target {
                Target::Choices(_) => {
                    choices.and_then(|all| self.choice_index(all, left.declared, text)).map(OneValue::Choice)
                }
                Target::Countries => Country::parse(text).map(OneValue::Country),
                Target::Texts => Some(OneValue::Text(fold(text))),
                Target::Words => {
                    Some(OneValue::Text(words(&fold(text)).join(" "))).filter(|one| !one.is_empty())
                }
            };
            let Some(one) = one else {
                if !self.reported_at_set(set.of, target) {
                    self.unfit_set(name, text, target, left);
                }
                return None;
            };
            checked.push(one);
        }
        self.intern(Some(set.name.text.clone()), target, checked)
    }

    /// Whether the set's own declaration already says what is wrong with the value.
    fn reported_at_set(&self, of: SetOf, target: Target) -> bool {
        match (of, target) {
            (SetOf::Broken, _) | (SetOf::Country, Target::Countries) => true,
            (SetOf::Field(id), Target::Choices(fact)) => fact == FactRef::Field(id),
            _ => false,
        }
    }

    fn unfit_set(&mut self, name: &ast::Name, value: &str, target: Target, left: &Left<'_>) {
        let why = match target {
            Target::Choices(_) => format!("is not among the choices of `{}`", left.name),
            Target::Countries => "is not a country code of two letters".to_owned(),
            Target::Texts | Target::Words => "has no word in it".to_owned(),
        };
        let message = format!("`{}` does not fit here: its value `{value}` {why}.", name.text);
        self.report(Code::UnknownValue, name.span, message);
    }

    /// The set of one choice.
    pub(super) fn one_choice(&mut self, index: u32) -> SetId {
        self.intern_set(Set { name: None, values: Values::Choices(vec![index]) })
    }

    /// The set of one country.
    pub(super) fn one_country(&mut self, country: Country) -> SetId {
        self.intern_set(Set { name: None, values: Values::Countries(vec![country]) })
    }

    /// The set of one text, already folded.
    pub(super) fn one_text(&mut self, text: String) -> SetId {
        self.intern_set(Set { name: None, values: Values::Texts(vec![text]) })
    }

    fn intern(&mut self, name: Option<String>, target: Target, values: Vec<OneValue>) -> Option<SetId> {
        let values: BTreeSet<OneValue> = values.into_iter().collect();
        let values = match target {
            Target::Choices(_) if values.iter().all(|one| matches!(one, OneValue::Choice(_))) => {
                Values::Choices(
                    values
                        .into_iter()
                        .filter_map(|one| if let OneValue::Choice(n) = one { Some(n) } else { None })
                        .collect(),
                )
            }
            Target::Countries => Values::Countries(
                values
                    .into_iter()
                    .filter_map(|one| if let OneValue::Country(c) = one { Some(c) } else { None })
                    .collect(),
            ),
            Target::Choices(_) | Target::Texts | Target::Words => Values::Texts(
                values
                    .into_iter()
                    .filter_map(|one| if let OneValue::Text(t) = one { Some(t) } else { None })
                    .collect(),
            ),
        };
        Some(self.intern_set(Set { name, values }))
    }

    fn intern_set(&mut self, set: Set) -> SetId {
        if let Some(id) = self.set_ids.get(&set) {
            return *id;
        }
        let id = SetId::from_index(self.types.sets.len());
        self.types.sets.push(set.clone());
        self.set_ids.insert(set, id);
        id
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum OneValue {
    Choice(u32),
    Country(Country),
    Text(String),
}

impl OneValue {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}
