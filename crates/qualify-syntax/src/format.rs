//! A tree becomes canonical text: one layout, one spelling.
//!
//! ```text
//! items -> lines of words that know their places -> lines that fit the page -> comments between them -> text
//! ```

mod bare;
mod brackets;
mod check;
mod comments;
mod conditions;
mod examples;
mod items;
mod kept;
mod layout;
mod lines;
mod literals;
mod options;
mod page;
mod predicates;
mod rules;
mod scores;
mod vocabulary;

pub use check::{Fault, Refused};
pub use literals::literal;
pub use vocabulary::Vocabulary;

use qualify_diagnostics::Diagnostic;

use crate::ast;
use lines::{Level, Lines};
use predicates::Facts;

/// The canonical text of a whole file; `text` is what it was parsed from, `mistakes` what the parser told.
///
/// Comments stay where they are: those at the end of a line at the end of what they followed, those on lines of their
/// own above what they preceded. A declaration or rule with a mistake stays as it is. Formatting the result again
/// changes nothing.
///
/// ```
/// # use qualify_diagnostics::SourceId;
/// # use qualify_syntax::{format, format::Vocabulary, parse};
/// let text = "when (industry = software)\n   and downloads>=20000 then MQL # big ones";
/// let (file, mistakes) = parse(SourceId(0), text);
/// let canonical = format::file(text, &file, &mistakes, &Vocabulary::of(&[&file]));
/// assert_eq!(canonical, "when industry is software and downloads >= 20_000 then MQL # big ones\n");
/// ```
pub fn file(text: &str, file: &ast::File, mistakes: &[Diagnostic], words: &Vocabulary) -> String {
    page::page(text, file, mistakes, words)
}

/// As [`file`], after proof that the text says the same and that formatting it again changes nothing.
///
/// # Errors
/// If the proof fails, which would be a mistake of this module: nobody's rules are changed by it.
pub fn checked(
    text: &str,
    file: &ast::File,
    mistakes: &[Diagnostic],
    words: &Vocabulary,
) -> Result<String, Refused> {
    check::checked(text, file, mistakes, words)
}

/// The canonical text of a tree that came from no text. Items that could not be read are left out.
pub fn tree(file: &ast::File, words: &Vocabulary) -> String {
    page::page_of_tree(file, words)
}

/// Whether two files say the same, item by item: places, comments, redundant brackets, the order of options and
/// spellings that `words` knows aside.
pub fn same_meaning(one: &ast::File, other: &ast::File, words: &Vocabulary) -> bool {
    check::same_meaning(one, other, words)
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
