//! Options become words, in the order of the grammar.

use super::lines::{Lines, quoted};
use super::literals::literal;
use super::vocabulary::Vocabulary;
use crate::ast::{Given, Literal, Name, Opt, OptKind, Text};

/// Writes the options of a declaration, each after its comma. Values are spelled as `fact` spells them.
pub(super) fn options(out: &mut Lines, words: &Vocabulary, fact: &str, options: &[Opt]) {
    for option in ordered(options) {
        out.comma();
        one(out, words, fact, option);
    }
}

/// The options in the order of the grammar; two of a kind keep their order.
fn ordered(options: &[Opt]) -> Vec<&Opt> {
    let mut ordered: Vec<&Opt> = options.iter().collect();
    ordered.sort_by_key(|option| rank(&option.kind));
    ordered
}

/// One order for all declarations: what the declaration is, how it is read, then words for people.
pub(super) fn rank(option: &OptKind) -> u8 {
    match option {
        OptKind::Plural(_) => 0,
        OptKind::Kept(_) => 1,
        OptKind::DateColumn(_) => 2,
        OptKind::LeadColumn(_) => 3,
        OptKind::File(_) => 4,
        OptKind::MissingMeans(_) => 5,
        OptKind::MissingWhen(_) => 6,
        OptKind::EmptyMeans(_) => 7,
        OptKind::YesWhen(_) => 8,
        OptKind::NoWhen(_) => 9,
        OptKind::ElseMeans(_) => 10,
        OptKind::SplitBy(_) => 11,
        OptKind::Required => 12,
        OptKind::Format(_) => 13,
        OptKind::Column(_) => 14,
        OptKind::Label(_) => 15,
        OptKind::Owner(_) => 16,
        OptKind::From(_) => 17,
        OptKind::Until(_) => 18,
        OptKind::ReviewBy(_) => 19,
        OptKind::Deprecated(_) => 20,
    }
}

fn one(out: &mut Lines, words: &Vocabulary, fact: &str, option: &Opt) {
    let at = option.span;
    match &option.kind {
        OptKind::Label(text) => worded(out, "label", option, text),
        OptKind::Owner(name) => named(out, "owner", option, name),
        OptKind::Deprecated(text) => worded(out, "deprecated", option, text),
        OptKind::Column(columns) => headers(out, "column", option, columns),
        OptKind::Format(text) => worded(out, "format", option, text),
        OptKind::MissingMeans(value) => {
            out.word_at("missing means", at);
            given(out, words, fact, value);
        }
        OptKind::MissingWhen(tokens) => listed(out, "missing when", option, tokens),
        OptKind::EmptyMeans(value) => {
            out.word_at("empty means", at);
            given(out, words, fact, value);
        }
        OptKind::YesWhen(tokens) => listed(out, "yes when", option, tokens),
        OptKind::NoWhen(tokens) => listed(out, "no when", option, tokens),
        OptKind::ElseMeans(value) => {
            out.word_at("else means", at);
            out.word_at(words.value(fact, value), value.span);
        }
        OptKind::SplitBy(text) => worded(out, "split by", option, text),
        OptKind::Required => out.word_at("required", at),
        OptKind::Plural(name) => named(out, "plural", option, name),
        OptKind::Kept(length) => valued(out, "kept", option, length),
        OptKind::DateColumn(columns) => headers(out, "date column", option, columns),
        OptKind::LeadColumn(columns) => headers(out, "lead column", option, columns),
        OptKind::File(text) => worded(out, "file", option, text),
        OptKind::From(date) => valued(out, "from", option, date),
        OptKind::Until(date) => valued(out, "until", option, date),
        OptKind::ReviewBy(date) => valued(out, "review by", option, date),
    }
}

fn worded(out: &mut Lines, word: &str, option: &Opt, text: &Text) {
    out.word_at(word, option.span);
    out.text(text);
}

fn named(out: &mut Lines, word: &str, option: &Opt, name: &Name) {
    out.word_at(word, option.span);
    out.name(name);
}

fn valued(out: &mut Lines, word: &str, option: &Opt, value: &Literal) {
    out.word_at(word, option.span);
    out.word_at(literal(value), value.span);
}

fn listed(out: &mut Lines, word: &str, option: &Opt, tokens: &[Text]) {
    out.word_at(word, option.span);
    out.list(tokens.iter().map(|token| (quoted(token), token.span)).collect());
}

fn headers(out: &mut Lines, word: &str, option: &Opt, columns: &[Text]) {
    out.word_at(word, option.span);
    for (at, column) in columns.iter().enumerate() {
        if at > 0 {
            out.word("or");
        }
        out.text(column);
    }
}

/// Writes a literal or a list.
pub(super) fn given(out: &mut Lines, words: &Vocabulary, fact: &str, given: &Given) {
    match given {
        Given::One(value) => out.word_at(words.value(fact, value), value.span),
        Given::List(values, _) => out.list(spelled(words, fact, values)),
    }
}

/// Values with their places, as `fact` spells them.
pub(super) fn spelled(
    words: &Vocabulary,
    fact: &str,
    values: &[Literal],
) -> Vec<(String, qualify_diagnostics::Span)> {
    values.iter().map(|value| (words.value(fact, value), value.span)).collect()
}
