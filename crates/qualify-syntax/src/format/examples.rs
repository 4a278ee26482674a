//! An example becomes lines.

use qualify_diagnostics::Span;

use super::lines::{Level, Lines};
use super::literals::{is_one, literal};
use super::options::given;
use super::vocabulary::Vocabulary;
use crate::ast::{ExampleDecl, ExampleLine, ExampleLineKind, Expect, ExpectKind, Literal, Name, RowDay};

/// Writes the lines of an example.
pub(super) fn example(out: &mut Lines, words: &Vocabulary, at: Span, example: &ExampleDecl) {
    out.word_at("example", at);
    out.text(&example.name);
    out.colon();
    for written in &example.lines {
        line(out, words, written);
    }
    for promise in &example.expects {
        out.start(2);
        expect(out, words, promise);
    }
}

fn line(out: &mut Lines, words: &Vocabulary, line: &ExampleLine) {
    match &line.kind {
        ExampleLineKind::Today(date) => {
            out.start(2);
            out.word_at("today", line.span);
            out.word_at(literal(date), date.span);
        }
        ExampleLineKind::Fact(name, value) => {
            named(out, line.span, &name.text, name);
            given(out, words, &name.text, value);
        }
        ExampleLineKind::Unknown(name) => {
            named(out, line.span, &name.text, name);
            out.word("unknown");
        }
        ExampleLineKind::NotCollected(event) => {
            named(out, line.span, words.plural(&event.text), event);
            out.word("not collected");
        }
        ExampleLineKind::Rows { count, event, when, attributes } => {
            out.bullet(Level::FIRST, Some(line.span));
            rows(out, words, count.as_ref(), event);
            row_day(out, when);
            for (attribute, value) in attributes {
                out.comma();
                out.name(attribute);
                out.word("is");
                row_value(out, words, event, attribute, value.as_ref());
            }
        }
    }
}

fn named(out: &mut Lines, at: Span, spelled: &str, name: &Name) {
    out.bullet(Level::FIRST, Some(at));
    out.word_at(spelled, name.span);
    out.word("is");
}

fn rows(out: &mut Lines, words: &Vocabulary, count: Option<&Literal>, event: &Name) {
    let Some(count) = count else {
        return out.word_at(words.singular(&event.text), event.span);
    };
    out.word_at(literal(count), count.span);
    let name = if is_one(count) { words.singular(&event.text) } else { words.plural(&event.text) };
    out.word_at(name, event.span);
}

fn row_day(out: &mut Lines, day: &RowDay) {
    match day {
        RowDay::DaysAgo(days) => {
            out.word_at(literal(days), days.span);
            out.word(if is_one(days) { "day ago" } else { "days ago" });
        }
        RowDay::On(date) => {
            out.word("on");
            out.word_at(literal(date), date.span);
        }
        RowDay::Today => out.word("today"),
    }
}

fn row_value(out: &mut Lines, words: &Vocabulary, event: &Name, attribute: &Name, value: Option<&Literal>) {
    match value {
        Some(value) => {
            let key = format!("{}.{}", words.event(&event.text), attribute.text);
            out.word_at(words.value(&key, value), value.span);
        }
        None => out.word("unknown"),
    }
}

/// Writes a promise after the words of the last line.
pub(super) fn expect(out: &mut Lines, words: &Vocabulary, expect: &Expect) {
    out.word_at("expect", expect.span);
    match &expect.kind {
        ExpectKind::Result { negated, place } => {
            if *negated {
                out.word("not");
            }
            out.name(place);
        }
        ExpectKind::Meets { negated, stages } => {
            out.word(if *negated { "not meets" } else { "meets" });
            names(out, stages);
        }
        ExpectKind::By(rule) => {
            out.word("by");
            out.text(rule);
        }
        ExpectKind::Open { name, needs } => open(out, words, name, needs.as_deref()),
        ExpectKind::Range(score, low, high) => {
            value(out, score, literal(low), low);
            out.word("to");
            out.word_at(literal(high), high.span);
        }
        ExpectKind::NoValue(outcome) => {
            out.name(outcome);
            out.word("is none");
        }
        ExpectKind::Value(name, expected) => {
            value(out, name, words.value(&name.text, expected), expected);
        }
    }
}

fn open(out: &mut Lines, words: &Vocabulary, name: &Name, needs: Option<&[Name]>) {
    out.name(name);
    out.word("is open");
    if let Some(needs) = needs {
        out.comma();
        out.word("needs");
        for (at, need) in needs.iter().enumerate() {
            if at > 0 {
                out.comma();
            }
            out.word_at(words.need(&need.text), need.span);
        }
    }
}

fn value(out: &mut Lines, name: &Name, text: String, value: &Literal) {
    out.name(name);
    out.word("is");
    out.word_at(text, value.span);
}

fn names(out: &mut Lines, names: &[Name]) {
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            out.comma();
        }
        out.name(name);
    }
}
