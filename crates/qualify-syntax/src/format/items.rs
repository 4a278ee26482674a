//! An item becomes lines.

use qualify_diagnostics::Span;

use super::conditions::condition;
use super::lines::{Level, Lines};
use super::literals::literal;
use super::options::{options, spelled};
use super::predicates::Facts;
use super::vocabulary::Vocabulary;
use super::{examples, rules, scores};
use crate::ast::{
    Combine, DefineBody, DefineDecl, EventDecl, FactDecl, GradeDecl, Item, ItemKind, OutcomeDecl, PlaceDecl,
    SetDecl, SetValues, TypeDecl, TypeKind, ValueDecl,
};

/// Writes the lines of an item; none for what could not be read, since only its text is known.
pub(super) fn item(out: &mut Lines, words: &Vocabulary, item: &Item) {
    let at = item.span;
    if !matches!(item.kind, ItemKind::Broken(_)) {
        out.start(0);
    }
    match &item.kind {
        ItemKind::Language(version) => {
            out.word_at("language", at);
            out.word_at(literal(version), version.span);
        }
        ItemKind::Use(path) => {
            out.word_at("use", at);
            out.text(path);
        }
        ItemKind::Owner(name) => {
            out.word_at("owner", at);
            out.name(name);
        }
        ItemKind::Stages(places) => ladder(out, words, "stages", at, places),
        ItemKind::Exits(places) => ladder(out, words, "exits", at, places),
        ItemKind::Outcome(decl) => outcome(out, words, at, decl),
        ItemKind::Field(field) => {
            out.word_at("field", at);
            fact(out, words, &field.name.text, field);
        }
        ItemKind::Event(decl) => event(out, words, at, decl),
        ItemKind::Set(decl) => set(out, words, at, decl),
        ItemKind::Define(decl) => define(out, words, at, decl),
        ItemKind::Score(decl) => scores::score(out, words, at, decl),
        ItemKind::Grade(decl) => grade(out, words, at, decl),
        ItemKind::Rule(decl) => rules::rule(out, words, at, decl),
        ItemKind::Example(decl) => examples::example(out, words, at, decl),
        ItemKind::Broken(_) => {}
    }
}

fn ladder(out: &mut Lines, words: &Vocabulary, word: &str, at: Span, places: &[PlaceDecl]) {
    out.word_at(word, at);
    out.colon();
    for place in places {
        out.bullet(Level::FIRST, Some(place.span));
        out.name(&place.name);
        options(out, words, "", &place.options);
    }
}

fn outcome(out: &mut Lines, words: &Vocabulary, at: Span, decl: &OutcomeDecl) {
    out.word_at("outcome", at);
    out.name(&decl.name);
    out.touching(",");
    out.word(match decl.combine {
        Combine::OneValue => "one value",
        Combine::HighestWins => "highest wins",
        Combine::KeepAll => "keep all",
    });
    options(out, words, "", &decl.options);
    out.colon();
    values(out, words, &decl.name.text, &decl.values);
}

fn values(out: &mut Lines, words: &Vocabulary, fact: &str, values: &[ValueDecl]) {
    for declared in values {
        out.bullet(Level::FIRST, Some(declared.span));
        out.word_at(words.value(fact, &declared.value), declared.value.span);
        options(out, words, "", &declared.options);
    }
}

/// Writes `F is TYPE, options`; `key` is what the vocabulary calls it.
fn fact(out: &mut Lines, words: &Vocabulary, key: &str, fact: &FactDecl) {
    out.name(&fact.name);
    out.word("is");
    type_(out, words, key, &fact.ty);
    options(out, words, key, &fact.options);
}

fn type_(out: &mut Lines, words: &Vocabulary, key: &str, ty: &TypeDecl) {
    let at = ty.span;
    let mut listed = |word: &str, values| {
        out.word_at(word, at);
        out.list(spelled(words, key, values));
    };
    match &ty.kind {
        TypeKind::Choice(values) => listed("one of", values),
        TypeKind::OrderedChoice(values) => listed("ordered one of", values),
        TypeKind::ListOf(values) => listed("list of", values),
        TypeKind::Money(currency) => {
            out.word_at("money in", at);
            out.name(currency);
        }
        TypeKind::Country => out.word_at("country", at),
        TypeKind::YesNo => out.word_at("yes/no", at),
        TypeKind::Count => out.word_at("count", at),
        TypeKind::Number => out.word_at("number", at),
        TypeKind::Percent => out.word_at("percent", at),
        TypeKind::Date => out.word_at("date", at),
        TypeKind::Text => out.word_at("text", at),
        TypeKind::Email => out.word_at("email", at),
        TypeKind::ListOfText => out.word_at("list of text", at),
    }
}

fn event(out: &mut Lines, words: &Vocabulary, at: Span, decl: &EventDecl) {
    out.word_at("event", at);
    out.name(&decl.name);
    options(out, words, "", &decl.options);
    if !decl.attributes.is_empty() {
        out.colon();
    }
    for attribute in &decl.attributes {
        out.bullet(Level::FIRST, Some(attribute.span));
        fact(out, words, &format!("{}.{}", decl.name.text, attribute.name.text), attribute);
    }
}

fn set(out: &mut Lines, words: &Vocabulary, at: Span, decl: &SetDecl) {
    out.word_at("set", at);
    out.name(&decl.name);
    out.word("of");
    out.name(&decl.of);
    options(out, words, "", &decl.options);
    let field = match decl.of.text.as_str() {
        "text" | "country" => "",
        field => field,
    };
    match &decl.values {
        SetValues::Absent => {}
        SetValues::Bullets(bullets) => {
            out.colon();
            values(out, words, field, bullets);
        }
        SetValues::Brackets(listed) => {
            out.word("=");
            out.list(spelled(words, field, listed));
        }
    }
}

fn define(out: &mut Lines, words: &Vocabulary, at: Span, decl: &DefineDecl) {
    out.word_at("define", at);
    out.name(&decl.name);
    if let Some(of) = &decl.of {
        out.word("of");
        out.word_at(words.plural(&of.text), of.span);
    }
    options(out, words, "", &decl.options);
    out.word("as");
    match &decl.body {
        DefineBody::Condition(body) => {
            let facts = decl.of.as_ref().map_or(Facts::Lead, |of| Facts::Event(words.event(&of.text)));
            condition(out, words, facts, Level::FIRST, body);
        }
        DefineBody::Constant(value) => out.word_at(literal(value), value.span),
    }
}

fn grade(out: &mut Lines, words: &Vocabulary, at: Span, decl: &GradeDecl) {
    out.word_at("grade", at);
    out.name(&decl.name);
    out.word("of");
    out.name(&decl.of);
    options(out, words, "", &decl.options);
    out.colon();
    for band in &decl.bands {
        out.bullet(Level::FIRST, Some(band.span));
        out.name(&band.name);
        match &band.floor {
            Some(floor) => {
                out.word("from");
                out.word_at(literal(floor), floor.span);
            }
            None => out.word("otherwise"),
        }
    }
}
