//! A piece that cannot be read still declares names, so that nobody is told that these are unknown.

use crate::ast::{Broken, Name};
use crate::tokens::TokenKind;
use crate::words::is_reserved;

use super::draft::Draft;

/// The names that a piece seems to declare.
pub(super) fn broken(draft: &Draft) -> Broken {
    let numbers = match draft.word(0) {
        "field" | "set" | "define" | "score" => vec![1],
        "grade" | "outcome" => vec![1],
        "event" => [vec![1], after(draft, "plural")].concat(),
        "stages" | "exits" => bullets(draft),
        _ => Vec::new(),
    };
    let names = numbers.into_iter().filter_map(|at| name(draft, at)).collect();
    Broken { word: draft.word(0).to_owned(), names }
}

fn name(draft: &Draft, at: usize) -> Option<Name> {
    let token = draft.words.get(at).filter(|token| token.kind == TokenKind::Word)?;
    let text = draft.word(at);
    (!is_reserved(text)).then(|| Name { text: text.to_owned(), span: draft.span(&(token.start..token.end)) })
}

fn after(draft: &Draft, word: &str) -> Vec<usize> {
    (0..draft.words.len()).filter(|at| draft.word(*at) == word).map(|at| at + 1).collect()
}

fn bullets(draft: &Draft) -> Vec<usize> {
    let dashes = draft.words.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Dashes);
    dashes.map(|(at, _)| at + 1).collect()
}
