//! A piece of a file, perhaps mended, with its tokens and the way back to the author's text.

use std::ops::Range;

use qualify_diagnostics::{SourceId, Span};

use crate::tokens::{Token, TokenKind, tokens};

use super::places::Places;

/// The text of one piece.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The text, from the first word of the piece to its last.
    pub(super) text: String,
    /// The way back to the author's file.
    pub(super) places: Places,
    /// The tokens of `text` without comments.
    pub(super) words: Vec<Token>,
}

/// Replace a stretch of a draft.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repair {
    /// Which bytes.
    pub(super) at: Range<usize>,
    /// By what.
    pub(super) text: String,
}

impl Draft {
    /// A piece as the author wrote it, made up of these tokens of its file.
    pub(super) fn of(source: SourceId, file: &str, tokens: &[Token]) -> Self {
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(start, |token| token.end);
        let words = tokens
            .iter()
            .map(|token| Token { start: token.start - start, end: token.end - start, ..*token })
            .collect();
        let text = file.get(start..end).unwrap_or_default().to_owned();
        Self { text, places: Places::new(source, start), words }
    }

    /// The piece after all repairs; of two that overlap the first wins.
    pub(super) fn mended(&self, mut repairs: Vec<Repair>) -> Self {
        repairs.sort_by_key(|repair| (repair.at.start, repair.at.end));
        let (mut text, mut done, mut edits) = (String::new(), 0, Vec::new());
        for repair in repairs.into_iter().filter(|repair| repair.at.end <= self.text.len()) {
            if repair.at.start < done {
                continue;
            }
            text.push_str(self.text.get(done..repair.at.start).unwrap_or_default());
            text.push_str(&repair.text);
            done = repair.at.end;
            edits.push((repair.at, repair.text.len()));
        }
        text.push_str(self.text.get(done..).unwrap_or_default());
        Self { words: words(&text), places: self.places.edited(&edits), text }
    }

    /// The part of the piece that these tokens make up.
    pub(super) fn part(&self, tokens: Range<usize>) -> Self {
        let tokens = self.words.get(tokens).unwrap_or_default();
        let start = tokens.first().map_or(self.text.len(), |token| token.start);
        let end = tokens.last().map_or(start, |token| token.end);
        let text = self.text.get(start..end).unwrap_or_default().to_owned();
        let places = if start == 0 { self.places.clone() } else { self.places.edited(&[(0..start, 0)]) };
        Self { words: words(&text), places, text }
    }

    /// The place of a stretch of the draft in the author's file.
    pub(super) fn span(&self, at: &Range<usize>) -> Span {
        self.places.span(at.start, at.end)
    }

    /// The place of all of it.
    pub(super) fn whole(&self) -> Span {
        self.places.span(0, self.text.len())
    }

    /// The text of a token by its number; empty if there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |token| token.text(&self.text))
    }
}

fn words(text: &str) -> Vec<Token> {
    tokens(text).into_iter().filter(|token| token.kind != TokenKind::Comment).collect()
}
