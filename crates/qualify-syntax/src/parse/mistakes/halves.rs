//! Tests of which a half is missing: `title is "CEO" or "CTO"`, `title contains ["a", "b"]`, `at least 3 visits`.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `title is "CEO" or "CTO"`, `downloads is 2 or 3`
pub(super) fn half_test(spot: &Spot<'_>) -> Option<Mistake> {
    let is_value = |at: isize| spot.is(at, TokenKind::Text) || spot.is(at, TokenKind::Number);
    if !matches!(spot.word(-1), "or" | "and") || !is_value(0) || !is_value(-2) {
        return None;
    }
    let name = (-7..=-4).rev().find(|at| spot.is_name(*at) && !is_verb(spot.word(*at)))?;
    let verb = spot.phrase(name + 1, -3);
    let list = match verb.as_str() {
        "is" | "=" | "==" => "in".to_owned(),
        "contains" | "starts with" | "ends with" | "has word" => format!("{verb} any of"),
        _ => return None,
    };
    let (fact, first, second) = (spot.word(name), spot.word(-2), spot.word(0));
    let whole = format!("{fact} {verb} {first} {} {fact} {verb} {second}", spot.word(-1));
    let shorter = match (spot.word(-1), spot.is(0, TokenKind::Text)) {
        ("or", true) => format!(", or shorter `{fact} {list} [{first}, {second}]`"),
        _ => String::new(),
    };
    let message = format!("Each side of `{}` is a whole test: `{whole}`{shorter}.", spot.word(-1));
    let start = spot.range(0).start;
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    Some(mistake.fix("Write the whole test", start..start, format!("{fact} {verb} ")))
}

fn is_verb(word: &str) -> bool {
    matches!(word, "starts" | "ends" | "has" | "with" | "word")
}

/// `title contains ["a", "b"]`, `topics includes [a, b]`
pub(super) fn list_without_any_of(spot: &Spot<'_>) -> Option<Mistake> {
    let verb = match spot.word(-1) {
        "contains" | "includes" => -1,
        "with" if matches!(spot.word(-2), "starts" | "ends") => -2,
        "word" if spot.word(-2) == "has" => -2,
        _ => return None,
    };
    if spot.word(0) != "[" {
        return None;
    }
    let verb = spot.phrase(verb, -1);
    let message = format!("Before a list stands `any of`: `{verb} any of [...]`.");
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).fix("Add `any of`", spot.gap(), " any of"))
}

/// `at least 3 visits within 30 days`, `3 visits within 30 days`
pub(super) fn number_before_name(spot: &Spot<'_>) -> Option<Mistake> {
    // The words before the number, the number, the operator.
    let (from, number, operator) = match (spot.word(-3), spot.word(-2), spot.word(-1)) {
        ("at", "least", _) if spot.is(-1, TokenKind::Number) => (-3, -1, ">="),
        (_, "more", "than") => (-2, 0, ">"),
        (_, "exactly", _) if spot.is(-1, TokenKind::Number) => (-2, -1, "is"),
        _ => match (spot.word(-2), spot.word(-1), spot.word(0)) {
            (_, "more", "than") => (-1, 1, ">"),
            (_, "exactly", _) => (-1, 0, "is"),
            (_, "when" | "and" | "or" | "not" | "(", _) => (0, 0, ">="),
            _ if spot.is_bullet(-1) => (0, 0, ">="),
            _ => return None,
        },
    };
    let name = number + 1;
    if !spot.is(number, TokenKind::Number) || !spot.is_name(name) || !opens_test(spot, from) {
        return None;
    }
    let (count, fact) = (spot.word(number), spot.word(name));
    let windowed = spot.word(name + 1) == "within" && spot.is(name + 2, TokenKind::Number);
    let (last, right) = if windowed {
        (name + 3, format!("count of {fact} {} {operator} {count}", spot.phrase(name + 1, name + 3)))
    } else {
        (name, format!("{fact} {operator} {count}"))
    };
    let message = format!("The fact comes first, the number last: `{right}`.");
    let at = spot.ranges(from, last);
    Some(Mistake::new(Code::FactFirst, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// Whether a test may start at an offset.
fn opens_test(spot: &Spot<'_>, from: isize) -> bool {
    matches!(spot.word(from - 1), "when" | "and" | "or" | "not" | "(" | "unless" | "as")
        || spot.is_bullet(from - 1)
}
