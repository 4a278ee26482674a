//! Brackets that are not closed, or that close nothing.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `in [a, b then`: also a comma forgotten between values.
pub(super) fn unclosed_list(spot: &Spot<'_>) -> Option<Mistake> {
    let open = spot.open_bracket().filter(|open| spot.word(*open) == "[")?;
    let value = |offset| spot.is_name(offset) || spot.is(offset, TokenKind::Text);
    let follows = matches!(spot.word(1), "," | "]");
    if value(0)
        && value(-1)
        && follows
        && (spot.begins_line(0) || spot.is(0, TokenKind::Text) || spot.is(-1, TokenKind::Text))
    {
        let message = format!("Between `{}` and `{}` a comma is missing.", spot.word(-1), spot.word(0));
        return Some(Mistake::new(Code::Incomplete, spot.caret_before(), message).fix(
            "Add the comma",
            spot.gap(),
            ",",
        ));
    }
    if value(0) && value(-1) && follows {
        return None;
    }
    // `[a, b, column "X"`: the list ended before its last comma.
    let option = spot.is(0, TokenKind::Text) && spot.is_name(-1) && spot.word(-2) == ",";
    let end = if option { spot.range(-3).end } else { spot.gap().end };
    let caret = if option { spot.range(-3) } else { spot.caret_before() };
    let first = spot.phrase(open, (open + 1).min(-1));
    let message = format!("The list that starts at `{first}` is not closed. Write `]` after its last value.");
    Some(Mistake::new(Code::Incomplete, caret, message).fix("Add `]`", end..end, "]"))
}

/// `(a or b then`
pub(super) fn unclosed_bracket(spot: &Spot<'_>) -> Option<Mistake> {
    let open = spot.open_bracket().filter(|open| spot.word(*open) == "(")?;
    let ends = spot.token(0).is_none()
        || matches!(
            spot.word(0),
            "then" | "unless" | "because" | "within" | "since" | ">=" | "<=" | ">" | "<" | "," | "]"
        )
        || spot.is_bullet(0);
    if !ends || matches!(spot.word(-1), "and" | "or" | "not" | "is" | "in" | ">=" | "<=" | ">" | "<") {
        return None;
    }
    let first = spot.phrase(open, (open + 1).min(-1));
    let message = format!("The bracket that opens at `{first}` is not closed. Write `)` where it ends.");
    Some(Mistake::new(Code::Incomplete, spot.caret_before(), message).fix("Add `)`", spot.gap(), ")"))
}

/// A bracket that closes nothing.
pub(super) fn idle_bracket(spot: &Spot<'_>) -> Option<Mistake> {
    let idle = matches!(spot.word(0), ")" | "]") && spot.open_bracket().is_none();
    let message = format!("This `{}` closes nothing: no bracket is open here.", spot.word(0));
    idle.then(|| {
        Mistake::new(Code::Unreadable, spot.range(0), message).fix("Take it away", spot.range(0), "")
    })
}
