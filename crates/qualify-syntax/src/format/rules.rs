//! A rule becomes lines.

use qualify_diagnostics::Span;

use super::conditions::condition;
use super::lines::{Level, Lines};
use super::options::options;
use super::predicates::Facts;
use super::vocabulary::Vocabulary;
use crate::ast::{Conclusion, RuleDecl};

/// Writes the lines of a rule; `at` is where it begins.
pub(super) fn rule(out: &mut Lines, words: &Vocabulary, at: Span, rule: &RuleDecl) {
    let indent = if let Some(head) = &rule.head {
        out.word_at("rule", at);
        out.text(&head.name);
        options(out, words, "", &head.options);
        out.colon();
        out.start(2);
        2
    } else {
        0
    };
    when_then(out, words, indent, rule);
    if let Some(unless) = &rule.unless {
        out.start(indent);
        out.word("unless");
        condition(out, words, Facts::Lead, list_at(indent), unless);
    }
    if let Some(because) = &rule.because {
        out.start(indent);
        out.word("because");
        out.text(because);
    }
}

/// Writes `when C then X` on one line if it fits, without a block in it.
fn when_then(out: &mut Lines, words: &Vocabulary, indent: usize, rule: &RuleDecl) {
    let before = out.count();
    out.word_at("when", rule.when_span);
    condition(out, words, Facts::Lead, list_at(indent), &rule.when);
    if out.count() > before {
        out.start(indent);
    } else {
        out.clause();
    }
    then(out, words, &rule.then);
}

fn list_at(indent: usize) -> Level {
    Level { dashes: 1, indent: indent + 2 }
}

/// Writes a rule from `when` up to and including any `unless`.
pub(super) fn from_when_to_unless(out: &mut Lines, words: &Vocabulary, rule: &RuleDecl) {
    out.word_at("when", rule.when_span);
    condition(out, words, Facts::Lead, Level::FIRST, &rule.when);
    then(out, words, &rule.then);
    if let Some(unless) = &rule.unless {
        out.word("unless");
        condition(out, words, Facts::Lead, Level::FIRST, unless);
    }
}

fn then(out: &mut Lines, words: &Vocabulary, conclusions: &[Conclusion]) {
    out.word("then");
    for (at, conclusion) in conclusions.iter().enumerate() {
        if at > 0 {
            out.comma();
        }
        match conclusion {
            Conclusion::Place(name) => out.name(name),
            Conclusion::Outcome(name, value) => {
                out.name(name);
                out.word("is");
                out.word_at(words.value(&name.text, value), value.span);
            }
        }
    }
}
