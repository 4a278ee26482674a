//! A rule becomes words.

use super::conditions::{Level, condition};
use super::lines::Lines;
use super::predicates::Facts;
use super::vocabulary::Vocabulary;
use crate::ast::{Conclusion, RuleDecl};

/// Writes `then X, O is v` after the words of the last line.
pub(super) fn then(out: &mut Lines, words: &Vocabulary, conclusions: &[Conclusion]) {
    out.word("then");
    for (at, conclusion) in conclusions.iter().enumerate() {
        if at > 0 {
            out.touching(",");
            out.may_break();
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

/// Writes a rule from `when` up to and including any `unless`, on one line unless it has blocks.
pub(super) fn from_when_to_unless(out: &mut Lines, words: &Vocabulary, rule: &RuleDecl) {
    let level = Level { dashes: 1, indent: 2 };
    out.word_at("when", rule.when_span);
    condition(out, words, Facts::Lead, level, &rule.when);
    then(out, words, &rule.then);
    if let Some(unless) = &rule.unless {
        out.word("unless");
        condition(out, words, Facts::Lead, level, unless);
    }
}
