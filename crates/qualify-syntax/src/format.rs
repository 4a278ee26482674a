//! A tree becomes canonical text: one layout, one spelling.

mod brackets;
mod comments;
mod conditions;
mod examples;
mod items;
mod layout;
mod lines;
mod literals;
mod options;
mod page;
mod predicates;
mod rules;
mod scores;
mod vocabulary;

use lines::{Level, Lines};
pub use literals::literal;
use predicates::Facts;
pub use vocabulary::Vocabulary;

use crate::ast;

/// The canonical text of a whole file; `text` is what it was parsed from.
///
/// Comments stay where they are: those at the end of a line at the end of what they followed, those on lines of their
/// own above what they preceded. What could not be read stays as it is. Formatting the result again changes nothing.
///
/// ```
/// # use qualify_diagnostics::SourceId;
/// # use qualify_syntax::{format, format::Vocabulary, parse};
/// let text = "when (industry = software)\n   and downloads>=20000 then MQL # big ones";
/// let (file, _) = parse(SourceId(0), text);
/// let canonical = format::file(text, &file, &Vocabulary::of(&[&file]));
/// assert_eq!(canonical, "when industry is software and downloads >= 20_000 then MQL # big ones\n");
/// ```
pub fn file(text: &str, file: &ast::File, words: &Vocabulary) -> String {
    page::page(text, file, words)
}

/// The canonical text of a rule on one line, from `when` up to and including any `unless`.
///
/// It is the name of a rule without one. Blocks are on the line too:
/// `when all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority then SQL`.
pub fn rule_text(rule: &ast::RuleDecl, words: &Vocabulary) -> String {
    on_one_line(|out| rules::from_when_to_unless(out, words, rule))
}

/// The canonical text of a condition on one line.
pub fn condition(condition: &ast::Condition, words: &Vocabulary) -> String {
    on_one_line(|out| conditions::condition(out, words, Facts::Lead, Level::FIRST, condition))
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
