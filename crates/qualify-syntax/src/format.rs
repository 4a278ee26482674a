//! A tree becomes canonical text: one layout, one spelling.

mod brackets;
mod conditions;
mod examples;
mod lines;
mod literals;
mod predicates;
mod rules;
mod vocabulary;

use conditions::Level;
use lines::Lines;
use predicates::Facts;
pub use vocabulary::Vocabulary;

use crate::ast;

/// The canonical text of a rule on one line, from `when` up to and including any `unless`.
///
/// It is the name of a rule without one. Blocks are on the line too:
/// `when all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority then SQL`.
pub fn rule_text(rule: &ast::RuleDecl, words: &Vocabulary) -> String {
    on_one_line(|out| rules::from_when_to_unless(out, words, rule))
}

/// The canonical text of a condition on one line.
pub fn condition(condition: &ast::Condition, words: &Vocabulary) -> String {
    let level = Level { dashes: 1, indent: 0 };
    on_one_line(|out| conditions::condition(out, words, Facts::Lead, level, condition))
}

/// The canonical text of a promise on one line, with `expect`.
pub fn expect_text(expect: &ast::Expect, words: &Vocabulary) -> String {
    on_one_line(|out| examples::expect(out, words, expect))
}

fn on_one_line(write: impl FnOnce(&mut Lines)) -> String {
    let mut out = Lines::default();
    out.start(0);
    write(&mut out);
    out.one_line()
}
