//! The text of a file becomes a tree and the mistakes in it.
//!
//! ```text
//! text -> tokens -> pieces (one for each declaration or rule) -> pest -> nodes -> items
//! ```

mod conditions;
mod examples;
mod items;
mod literals;
mod node;
mod places;
mod scores;

use pest::Parser;
use qualify_diagnostics::{Code, Diagnostic, SourceId, Span};
use qualify_grammar::{Grammar, Rule};

use crate::ast::{Broken, Comment, File, Item, ItemKind};
use crate::cut::pieces;
use crate::tokens::{Token, TokenKind, tokens};

use items::parse_item;
use node::Parts;
use places::Places;

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
    let mut found = Vec::new();
    for piece in pieces(text, &words) {
        let words = words.get(piece).unwrap_or_default();
        let (item, mistakes) = parse_piece(source, text, words);
        file.items.push(item);
        found.extend(mistakes);
    }
    (file, found)
}

fn comment(source: SourceId, text: &str, token: Token) -> Comment {
    let text = token.text(text).trim_end();
    Comment { text: text.to_owned(), span: Span::new(source, token.start, token.start + text.len()) }
}

fn parse_piece(source: SourceId, text: &str, words: &[Token]) -> (Item, Vec<Diagnostic>) {
    let start = words.first().map_or(0, |token| token.start);
    let end = words.last().map_or(start, |token| token.end);
    let places = Places::new(source, start);
    let piece = text.get(start..end).unwrap_or_default();
    let failed = match Grammar::parse(Rule::piece, piece) {
        Ok(pairs) => match Parts::new(pairs, &places).next().and_then(|piece| parse_item(&piece.first()?)) {
            Some(item) => return (item, Vec::new()),
            None => 0,
        },
        Err(error) => match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        },
    };
    let span = Span::new(source, start + failed, start + failed);
    let item =
        Item { kind: ItemKind::Broken(Broken { names: Vec::new() }), span: Span::new(source, start, end) };
    (item, vec![Diagnostic::new(Code::Unreadable, span, "I cannot read this.")])
}
