//! The tokens of a file become pieces, one for each declaration or rule, so that no mistake hides another.
//!
//! Item words are reserved, so that a correct item never has one inside. A mistaken item may: after a word that
//! leaves something open (`field`, `is`, a dash ...) an item word on the same line is taken for a name.

use std::ops::Range;

use crate::tokens::{Token, TokenKind};

/// The words that begin a declaration or a rule.
const ITEM_WORDS: &[&str] = &[
    "language", "use", "owner", "stages", "exits", "outcome", "field", "event", "set", "define", "score",
    "grade", "rule", "when", "example",
];

/// Words and signs that cannot end an item: an item word on the same line after one of them is taken for a name.
const OPEN_ENDED: &[&str] = &[
    "outcome", "field", "event", "set", "define", "score", "grade", "owner", "expect", "when", "then",
    "unless", "is", "not", "and", "or", "of", "in", "any", "where", "by", "between", "since", "within",
    "contains", "includes", "from", "below", "before", "after", "(", "[", ",", "-", "--", "---", ">=", "<=",
    ">", "<", "=", "==", "!=", "<>",
];

/// Whether a word begins a declaration or a rule.
pub(crate) fn is_item_word(word: &str) -> bool {
    ITEM_WORDS.contains(&word)
}

/// Cuts the tokens (without comments) of `text` into pieces; together they hold every token.
///
/// Only the first piece may lack an item word at its start.
pub(crate) fn pieces(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = (0..tokens.len()).filter(|at| starts_item(text, tokens, *at)).collect();
    if cuts.first() != Some(&0) && !tokens.is_empty() {
        cuts.insert(0, 0);
    }
    let ends = cuts.iter().skip(1).copied().chain([tokens.len()]);
    cuts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn starts_item(text: &str, tokens: &[Token], at: usize) -> bool {
    let back =
        |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at)).map_or("", |token| token.text(text));
    let here = back(0);
    if tokens.get(at).is_none_or(|token| token.kind != TokenKind::Word) || !is_item_word(here) {
        return false;
    }
    let inside = match here {
        "when" => is_inside_when(text, tokens, at),
        "owner" => back(1) == "," || back(2) == "rule",
        "score" => back(1) == "add",
        _ => false,
    };
    let named = OPEN_ENDED.contains(&back(1)) && same_line(text, tokens, at);
    !(inside || named)
}

/// Whether the `when` at `at` belongs to what is before it: `add 10 points when`, `missing when`, `rule "N": when`.
/// After `at most 20 points` a score line is complete.
fn is_inside_when(text: &str, tokens: &[Token], at: usize) -> bool {
    let back =
        |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at)).map_or("", |token| token.text(text));
    let adds = |word: &str| matches!(word, "add" | "subtract" | "+");
    match back(1) {
        "points" => back(3) != "most",
        "point" => adds(back(3)),
        // A heading without its colon; but a heading whose text is never closed has lost its `when` to the text.
        name if back(2) == "rule" => name.len() > 1 && name.ends_with('"'),
        "missing" | "yes" | "no" => tokens.get(at + 1).is_some_and(|token| token.text(text) == "["),
        ":" => follows_rule_heading(text, tokens, at),
        _ => adds(back(2)) || (back(2) == "-" && back(3).starts_with('-')),
    }
}

/// Whether the colon before `at` ends a rule heading, that is, whether `rule` is the last item word before it.
fn follows_rule_heading(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let begins = |n: &usize| is_item_word(word(*n)) && word(*n) != "owner";
    (0..at).rev().find(begins).is_some_and(|n| word(n) == "rule")
}

/// Whether no line ends between a token and the one before it.
fn same_line(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or(0, |token| token.end);
    let start = tokens.get(at).map_or(0, |token| token.start);
    !text.get(before..start).unwrap_or_default().contains(['\n', '\r'])
}
