//! Texts in other quotes, and texts without an end.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;
use crate::words::is_name;

use super::{Mistake, Spot};

/// `rule "New: when ...`
pub(super) fn unclosed_text(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.is(0, TokenKind::OpenText) {
        return None;
    }
    let text = spot.word(0);
    let start = spot.range(0).start;
    let shown = text.split([' ', ':']).next().unwrap_or(text);
    let message =
        format!("The text starting at `{shown}` is never closed. Add a `\"` before the end of the line.");
    let end = start + closing_place(spot, text);
    Some(Mistake::new(Code::UnclosedText, spot.range(0), message).guess(end..end, "\""))
}

/// Where the quote was probably meant.
fn closing_place(spot: &Spot<'_>, text: &str) -> usize {
    let heading = matches!(spot.word(-1), "rule" | "example" | "group");
    let marks: &[&str] = if heading { &[":", ","] } else { &["]", ",", " then ", " and ", " or ", ")"] };
    let found = marks.iter().filter_map(|mark| text.find(mark)).min();
    found.filter(|at| *at > 1).unwrap_or(text.trim_end().len())
}

/// `“ICP”`, `'ICP'`
pub(super) fn strange_quotes(spot: &Spot<'_>) -> Option<Mistake> {
    let written = spot.word(0);
    if !spot.is(0, TokenKind::StrangeText) {
        return None;
    }
    let mut characters = written.chars();
    let first = characters.next()?;
    characters.next_back();
    let inner = characters.as_str();
    let straight = format!("\"{}\"", inner.replace('"', ""));
    let curly = if matches!(first, '\'' | '`') {
        "These are not the quotes of a text."
    } else {
        "These are curly quotes, as word processors make."
    };
    let message = if spot.word(-1) == "in" && is_name(inner) {
        format!("{curly} Names need no quotes: `{} in {inner}`.", spot.word(-2))
    } else {
        format!("{curly} Write straight double ones: `{straight}`.")
    };
    let text = if spot.word(-1) == "in" && is_name(inner) { inner.to_owned() } else { straight };
    Some(Mistake::new(Code::CurlyQuotes, spot.range(0), message).fix(
        format!("Write `{text}`"),
        spot.range(0),
        text,
    ))
}
