//! An example becomes lines.

use super::lines::{Lines, start_of};
use super::literals::literal;
use super::vocabulary::Vocabulary;
use crate::ast::{Expect, ExpectKind, Literal, Name};

/// Writes a promise after the words of the last line.
pub(super) fn expect(out: &mut Lines, words: &Vocabulary, expect: &Expect) {
    out.word_at("expect", start_of(expect.span));
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
        ExpectKind::Open { name, needs } => open(out, name, needs.as_deref()),
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

fn open(out: &mut Lines, name: &Name, needs: Option<&[Name]>) {
    out.name(name);
    out.word("is open");
    if let Some(needs) = needs {
        out.touching(",");
        out.may_break();
        out.word("needs");
        names(out, needs);
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
            out.touching(",");
            out.may_break();
        }
        out.name(name);
    }
}
