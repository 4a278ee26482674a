//! The declarations of a program become the spellings that canonical text uses: plurals of events, choices of facts.

use std::collections::{BTreeMap, BTreeSet};

use super::literals::literal;
use crate::ast::{
    EventDecl, FactDecl, File, Item, ItemKind, Literal, LiteralKind, OptKind, OutcomeDecl, TypeKind,
};

/// How a program spells the names of its events and the values of its choices.
///
/// What it does not know stays as written, so an empty vocabulary is always right, only less helpful.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Singular to plural.
    plurals: BTreeMap<String, String>,
    /// Plural to singular.
    singulars: BTreeMap<String, String>,
    /// Named filters of events, with their event.
    filters: BTreeMap<String, String>,
    /// Fields and outcomes; attributes as `singular.attribute`. Folded value to the value as declared.
    choices: BTreeMap<String, BTreeMap<String, String>>,
    /// All folded values of all choices.
    folded: BTreeSet<String>,
}

impl Vocabulary {
    /// The spellings that the declarations of these files give.
    ///
    /// Pass all files of the program: an event may be declared in another file than the one that counts it.
    pub fn of(files: &[&File]) -> Self {
        let mut vocabulary = Self::default();
        for item in files.iter().flat_map(|file| &file.items) {
            vocabulary.add(item);
        }
        vocabulary.folded = vocabulary.choices.values().flat_map(BTreeMap::keys).cloned().collect();
        vocabulary
    }

    fn add(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Field(field) => self.add_fact(field.name.text.clone(), field),
            ItemKind::Event(event) => self.add_event(event),
            ItemKind::Outcome(outcome) => self.add_outcome(outcome),
            ItemKind::Define(define) => {
                if let Some(of) = &define.of {
                    self.filters.insert(define.name.text.clone(), of.text.clone());
                }
            }
            ItemKind::Language(_)
            | ItemKind::Use(_)
            | ItemKind::Owner(_)
            | ItemKind::Stages(_)
            | ItemKind::Exits(_)
            | ItemKind::Set(_)
            | ItemKind::Score(_)
            | ItemKind::Grade(_)
            | ItemKind::Rule(_)
            | ItemKind::Example(_)
            | ItemKind::Broken(_) => {}
        }
    }

    fn add_event(&mut self, event: &EventDecl) {
        let singular = &event.name.text;
        for option in &event.options {
            if let OptKind::Plural(plural) = &option.kind {
                self.plurals.insert(singular.clone(), plural.text.clone());
                self.singulars.insert(plural.text.clone(), singular.clone());
            }
        }
        for attribute in &event.attributes {
            self.add_fact(format!("{singular}.{}", attribute.name.text), attribute);
        }
    }

    fn add_outcome(&mut self, outcome: &OutcomeDecl) {
        let values = outcome.values.iter().map(|declared| &declared.value);
        self.choices.insert(outcome.name.text.clone(), spellings(values));
    }

    fn add_fact(&mut self, key: String, fact: &FactDecl) {
        match &fact.ty.kind {
            TypeKind::Choice(values) | TypeKind::OrderedChoice(values) | TypeKind::ListOf(values) => {
                self.choices.insert(key, spellings(values.iter()));
            }
            TypeKind::Country
            | TypeKind::YesNo
            | TypeKind::Count
            | TypeKind::Number
            | TypeKind::Percent
            | TypeKind::Money(_)
            | TypeKind::Date
            | TypeKind::Text
            | TypeKind::Email
            | TypeKind::ListOfText => {}
        }
    }

    /// The plural of an event, given either of its names; any other name stays.
    pub(super) fn plural<'a>(&'a self, name: &'a str) -> &'a str {
        self.plurals.get(name).map_or(name, String::as_str)
    }

    /// The singular of an event, given either of its names; any other name stays.
    pub(super) fn singular<'a>(&'a self, name: &'a str) -> &'a str {
        self.singulars.get(name).map_or(name, String::as_str)
    }

    /// The event behind a name: its singular, also for a named filter.
    pub(super) fn event<'a>(&'a self, name: &'a str) -> &'a str {
        self.singular(self.filters.get(name).map_or(name, String::as_str))
    }

    /// The canonical text of a need: an event and the event of an attribute by its plural.
    pub(super) fn need(&self, need: &str) -> String {
        match need.split_once('.') {
            Some((event, attribute)) => format!("{}.{attribute}", self.plural(event)),
            None => self.plural(need).to_owned(),
        }
    }

    /// A name as it is compared: an event and the event of an attribute by its singular.
    pub(super) fn one_name(&self, name: &str) -> String {
        match name.split_once('.') {
            Some((event, attribute)) => format!("{}.{attribute}", self.singular(event)),
            None => self.singular(name).to_owned(),
        }
    }

    /// Makes all spellings of a declared value alike.
    pub(super) fn one_spelling(&self, kind: &mut LiteralKind) {
        if let LiteralKind::Text(text) | LiteralKind::Name(text) = kind {
            let text = folded(text);
            if self.folded.contains(&text) {
                *kind = LiteralKind::Text(text);
            }
        }
    }

    /// The canonical text of a value of a field or outcome.
    pub(super) fn value(&self, fact: &str, value: &Literal) -> String {
        let written = match &value.kind {
            LiteralKind::Text(text) | LiteralKind::Name(text) => folded(text),
            LiteralKind::Number(_)
            | LiteralKind::Percent(_)
            | LiteralKind::Money { .. }
            | LiteralKind::Date(_)
            | LiteralKind::Length { .. }
            | LiteralKind::Yes
            | LiteralKind::No => return literal(value),
        };
        let declared = self.choices.get(fact).and_then(|values| values.get(&written));
        declared.cloned().unwrap_or_else(|| literal(value))
    }
}

fn spellings<'a>(values: impl Iterator<Item = &'a Literal>) -> BTreeMap<String, String> {
    let mut spellings = BTreeMap::new();
    for value in values {
        if let LiteralKind::Text(text) | LiteralKind::Name(text) = &value.kind {
            spellings.entry(folded(text)).or_insert_with(|| literal(value));
        }
    }
    spellings
}

/// Lower case, one space between words: a part of the language's folding that is enough to find a spelling.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
