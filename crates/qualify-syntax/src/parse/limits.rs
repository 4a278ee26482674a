//! A piece that is beyond the limits of the language is refused before pest sees it.

use qualify_diagnostics::{Code, Diagnostic};

use crate::tokens::TokenKind;

use super::draft::Draft;

/// The deepest brackets.
const MAX_BRACKETS: usize = 8;
/// The most `not` in a row.
const MAX_NOTS: usize = 8;
/// The longest text, in characters.
const MAX_TEXT: usize = 1000;
/// The most dashes of a bullet.
const MAX_DASHES: usize = 3;

/// The first thing in a piece that is too deep or too long, if there is one.
pub(super) fn too_large(draft: &Draft) -> Option<Diagnostic> {
    let (mut depth, mut nots) = (0_usize, 0_usize);
    for token in &draft.words {
        let word = token.text(&draft.text);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "not" => nots += 1,
            _ => {}
        }
        if word != "not" && word != "(" {
            nots = 0;
        }
        let long = matches!(token.kind, TokenKind::Text | TokenKind::OpenText) && longer(word, MAX_TEXT + 2);
        let message = if depth > MAX_BRACKETS {
            "Brackets go at most 8 deep. Give the inner part a name with `define`."
        } else if nots > MAX_NOTS {
            "There are more than 8 `not` in a row. Two of them cancel each other out: take them away in pairs."
        } else if token.kind == TokenKind::Dashes && word.len() > MAX_DASHES {
            "A bullet has one, two or three dashes. Give the deeper list a name with `define`; a line between sections \
             starts with `#`."
        } else if long {
            "A text has at most 1,000 characters."
        } else {
            continue;
        };
        return Some(Diagnostic::new(Code::TooLarge, draft.span(&(token.start..token.end)), message));
    }
    None
}

fn longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}
