//! `is null` and the like.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// How many words back it is looked whether `is none` may be the value of an outcome.
const FAR: usize = 200;

/// Whether the token `offset` away says what the words after it are: a fact, a test, a promise or a conclusion.
fn opens(spot: &Spot<'_>, offset: isize) -> bool {
    matches!(spot.word(offset), "expect" | "then" | "when" | "unless") || spot.is_bullet(offset)
}

/// Whether a word means in other languages that there is nothing.
pub(in super::super) fn is_gap_word(word: &str) -> bool {
    const WORDS: [&str; 7] = ["null", "nil", "none", "empty", "blank", "missing", "undefined"];
    WORDS.iter().any(|gap| gap.eq_ignore_ascii_case(word))
}

/// `budget is null`, `budget is not empty`, `budget != null`
pub(in super::super) fn no_null(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.is(0, TokenKind::Word) || !is_gap_word(spot.word(0)) {
        return None;
    }
    let (negated, length) = match (spot.word(-2), spot.word(-1)) {
        ("is", "not") => (true, 2),
        (_, "!=" | "<>") => (true, 1),
        (_, "is" | "=" | "==") => (false, 1),
        _ => return None,
    };
    let subject = spot.word(-length - 1);
    let opener =
        spot.backwards().take(FAR).find(|offset| opens(spot, *offset)).map_or("", |offset| spot.word(offset));
    let promise = spot.head() == "example" && opener == "expect";
    let conclusion = spot.in_rule() && opener == "then";
    if promise || conclusion || matches!(spot.head(), "field" | "event") || spot.word(1) == "of" {
        return None;
    }
    let right = if negated { "is known" } else { "is unknown" };
    let message = format!("To ask whether a fact is missing, write `{subject} {right}`.");
    let mistake = Mistake::new(Code::NoNull, spot.range(0), message);
    Some(mistake.fix(format!("Write `{right}`"), spot.ranges(-length, 0), right))
}
