//! The text of a file becomes a tree and the mistakes in it.
//!
//! ```text
//! text -> tokens -> pieces (one for each declaration or rule) -> pest -> nodes -> items
//! ```

mod broken;
mod conditions;
mod draft;
mod examples;
mod items;
mod limits;
mod literals;
mod mistakes;
mod node;
mod piece;
mod places;
mod scores;

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, SourceId, Span};

use crate::ast::{Comment, File};
use crate::cut::pieces;
use crate::tokens::{Token, TokenKind, tokens};

use draft::Draft;
use mistakes::is_gap_word;
use piece::Outcome;

/// The largest file, in bytes.
const MAX_FILE: usize = 16 * 1024 * 1024;

/// Reads a file. It never fails: what cannot be read is an [`ItemKind::Broken`], and says why in a diagnostic.
///
/// ```
/// # use qualify_diagnostics::SourceId;
/// let (file, mistakes) = qualify_syntax::parse(SourceId(0), "when industry in ICP and downloads >= 2 then MQL");
/// assert_eq!(file.items.len(), 1);
/// assert_eq!(mistakes, []);
/// ```
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let mut file = File { source, items: Vec::new(), comments: Vec::new() };
    if text.len() > MAX_FILE {
        let message = "This file is larger than 16 MiB. Split it into files that `use` each other.";
        return (file, vec![Diagnostic::new(Code::TooLarge, Span::new(source, 0, 0), message)]);
    }
    let (comments, words): (Vec<Token>, Vec<Token>) =
        tokens(text).into_iter().partition(|token| token.kind == TokenKind::Comment);
    file.comments = comments.into_iter().map(|token| comment(source, text, token)).collect();
    let listed = listed_gap_words(text, &words);
    let mut outcome = Outcome::default();
    for piece in pieces(text, &words) {
        let words = words.get(piece).unwrap_or_default();
        outcome.add_piece(Draft::of(source, text, words), &listed);
    }
    file.items = outcome.items;
    outcome.mistakes.sort_by_key(|mistake| mistake.span.start);
    (file, outcome.mistakes)
}

/// Words such as `empty` that a file has among its values, in brackets or as a bullet.
fn listed_gap_words<'t>(text: &'t str, words: &[Token]) -> BTreeSet<&'t str> {
    let pairs = words.iter().zip(words.iter().skip(1));
    let lists = |before: &Token| before.kind == TokenKind::Dashes || matches!(before.text(text), "[" | ",");
    let listed = pairs.filter(|(before, it)| is_gap_word(it.text(text)) && lists(before));
    listed.map(|(_, it)| it.text(text)).collect()
}

fn comment(source: SourceId, text: &str, token: Token) -> Comment {
    let text = token.text(text).trim_end();
    Comment { text: text.to_owned(), span: Span::new(source, token.start, token.start + text.len()) }
}
