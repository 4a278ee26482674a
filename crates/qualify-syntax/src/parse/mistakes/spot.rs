//! A token of a draft with its surroundings.

use std::ops::Range;

use crate::tokens::{Token, TokenKind};
use crate::words::is_reserved;

use super::super::draft::Draft;

/// A token of a draft, or its end; all offsets are relative to it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Spot<'d> {
    /// The draft.
    pub(super) draft: &'d Draft,
    /// The number of the token.
    pub(super) at: usize,
}

impl<'d> Spot<'d> {
    /// The token `at` of a draft.
    pub(in super::super) fn new(draft: &'d Draft, at: usize) -> Self {
        Self { draft, at }
    }

    /// The same draft at another token.
    pub(super) fn moved(self, offset: isize) -> Option<Self> {
        let at = self.at.checked_add_signed(offset)?;
        (at <= self.draft.words.len()).then_some(Self { at, ..self })
    }

    /// The token `offset` away.
    pub(super) fn token(&self, offset: isize) -> Option<Token> {
        self.at.checked_add_signed(offset).and_then(|at| self.draft.words.get(at)).copied()
    }

    /// The text of the token `offset` away; empty if there is none.
    pub(super) fn word(&self, offset: isize) -> &'d str {
        self.token(offset).map_or("", |token| token.text(&self.draft.text))
    }

    /// Whether the token `offset` away is of a kind.
    pub(super) fn is(&self, offset: isize, kind: TokenKind) -> bool {
        self.token(offset).is_some_and(|token| token.kind == kind)
    }

    /// Whether the token `offset` away could be a name.
    pub(super) fn is_name(&self, offset: isize) -> bool {
        self.is(offset, TokenKind::Word) && !is_reserved(self.word(offset))
    }

    /// The bytes of the token `offset` away; no bytes at the end of the draft if there is none.
    pub(super) fn range(&self, offset: isize) -> Range<usize> {
        let end = self.draft.text.len();
        self.token(offset).map_or(end..end, |token| token.start..token.end)
    }

    /// The bytes from one token to another.
    pub(super) fn ranges(&self, from: isize, to: isize) -> Range<usize> {
        self.range(from).start..self.range(to).end
    }

    /// The text from one token to another, on one line.
    pub(super) fn phrase(&self, from: isize, to: isize) -> String {
        let text = self.draft.text.get(self.ranges(from, to)).unwrap_or_default();
        text.split(crate::tokens::is_space).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The end of the token before: where something is missing.
    pub(super) fn gap(&self) -> Range<usize> {
        let end = self.token(-1).map_or(0, |token| token.end);
        end..end
    }

    /// The bytes of the token before, for a caret under what lacks something after it.
    pub(super) fn caret_before(&self) -> Range<usize> {
        self.range(-1)
    }

    /// Whether the token `offset` away touches the one before it.
    pub(super) fn touches(&self, offset: isize) -> bool {
        self.token(offset - 1)
            .is_some_and(|before| self.token(offset).is_some_and(|it| it.start == before.end))
    }

    /// Whether the token `offset` away is the first on its line.
    pub(in super::super) fn begins_line(&self, offset: isize) -> bool {
        let before = self.token(offset - 1).map_or(0, |token| token.end);
        let between = before..self.range(offset).start;
        before == 0 || self.draft.text.get(between).unwrap_or_default().contains(['\n', '\r'])
    }

    /// The first word of the piece.
    pub(super) fn head(&self) -> &'d str {
        self.draft.word(0)
    }

    /// Whether the piece is a rule.
    pub(super) fn in_rule(&self) -> bool {
        matches!(self.head(), "when" | "rule")
    }

    /// Whether the token `offset` away is a bullet, and no sign of a number.
    pub(super) fn is_bullet(&self, offset: isize) -> bool {
        let sign =
            self.word(offset) == "-" && self.is(offset + 1, TokenKind::Number) && self.touches(offset + 1);
        self.is(offset, TokenKind::Dashes) && (!sign || self.begins_line(offset))
    }

    /// Offsets of all tokens before this one, the nearest first.
    pub(super) fn backwards(&self) -> impl Iterator<Item = isize> + use<> {
        let length = isize::try_from(self.at).unwrap_or(0);
        (1..=length).map(|n| -n)
    }

    /// Offsets of this token and all after it.
    pub(super) fn forwards(&self) -> impl Iterator<Item = isize> + use<> {
        let length = isize::try_from(self.draft.words.len().saturating_sub(self.at)).unwrap_or(0);
        0..length
    }

    /// The nearest token before this one with such a text.
    pub(super) fn find_before(&self, word: &str) -> Option<isize> {
        self.backwards().find(|offset| self.word(*offset) == word)
    }

    /// The nearest token from this one on with such a text.
    pub(super) fn find_after(&self, word: &str) -> Option<isize> {
        self.forwards().find(|offset| self.word(*offset) == word)
    }

    /// The start of what is said here: after the last comma or dash, or the start of the line.
    pub(super) fn phrase_start(&self) -> isize {
        let ends = |offset: &isize| {
            self.is_bullet(*offset)
                || self.word(*offset) == ","
                || (*offset < -1 && self.begins_line(offset + 1))
        };
        self.backwards().take_while(|offset| !ends(offset)).take(8).last().unwrap_or(-1)
    }

    /// The nearest bullet before this token.
    pub(super) fn bullet(&self) -> Option<isize> {
        self.backwards().find(|offset| self.is_bullet(*offset))
    }

    /// The bracket that is open at this token.
    pub(super) fn open_bracket(&self) -> Option<isize> {
        let mut closed = 0;
        for offset in self.backwards() {
            match self.word(offset) {
                ")" | "]" => closed += 1,
                "(" | "[" if closed == 0 => return Some(offset),
                "(" | "[" => closed -= 1,
                _ => {}
            }
        }
        None
    }
}
