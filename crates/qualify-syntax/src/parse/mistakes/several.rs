//! Several values where one stands, or without their brackets: `industry is software, retail`, `is [a, b]`.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// The words of a test before its values, and what is written before a list.
struct Verb {
    /// The offset of its first word.
    from: isize,
    /// What stands before a list; none where the language has no lists, as for numbers.
    listed: &'static str,
}

/// `industry is software, retail`, `industry in software, retail`, `title contains "a", "b"`
pub(super) fn values_without_brackets(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.word(0) != "," || spot.open_bracket().is_some_and(|open| spot.word(open) == "[") {
        return None;
    }
    let verb = verb(spot, -1)?;
    let (values, last) = values(spot, -1);
    (values.len() > 1 && ends(spot, last + 1)).then(|| several(spot, &verb, &values, last))?
}

/// `industry is [software, retail]`, `industry is not (software, retail)`
pub(super) fn list_after_is(spot: &Spot<'_>) -> Option<Mistake> {
    let close = match spot.word(0) {
        "[" => "]",
        "(" => ")",
        _ => return None,
    };
    let verb = verb(spot, 0).filter(|_| matches!(spot.word(-1), "is" | "not" | "=" | "==" | "!=" | "<>"))?;
    let (values, last) = values(spot, 1);
    (spot.word(last + 1) == close).then(|| several(spot, &verb, &values, last + 1))?
}

/// The test whose value stands at an offset.
fn verb(spot: &Spot<'_>, value: isize) -> Option<Verb> {
    if !(spot.in_rule() && spot.find_before("then").is_none() || matches!(spot.head(), "define" | "score")) {
        return None;
    }
    let (from, listed) = match (spot.word(value - 2), spot.word(value - 1)) {
        ("is", "not") => (value - 2, "not in"),
        ("not", "in") => (value - 2, "not in"),
        (_, "in") => (value - 1, "in"),
        (_, "is" | "=" | "==") => (value - 1, "in"),
        (_, "!=" | "<>") => (value - 1, "not in"),
        (_, "contains") => (value - 1, "contains any of"),
        (_, "includes") => (value - 1, "includes any of"),
        ("starts", "with") => (value - 2, "starts with any of"),
        ("ends", "with") => (value - 2, "ends with any of"),
        ("has", "word") => (value - 2, "has word any of"),
        _ => return None,
    };
    spot.is_name(from - 1).then_some(Verb { from, listed })
}

/// Values from an offset on with commas or `or` between them, and the offset of the last.
fn values(spot: &Spot<'_>, first: isize) -> (Vec<isize>, isize) {
    let is_value =
        |at: isize| spot.is_name(at) || spot.is(at, TokenKind::Text) || spot.is(at, TokenKind::Number);
    let mut found = Vec::new();
    let mut at = first;
    while is_value(at) && found.len() < 100_000 {
        found.push(at);
        at = match (spot.word(at + 1), spot.word(at + 2)) {
            ("," | "and", "or") | (",", "and") => at + 3,
            ("," | "or", _) if is_value(at + 2) => at + 2,
            _ => return (found, at),
        };
    }
    let last = found.last().copied().unwrap_or(first);
    (found, last)
}

/// Whether a test may end before an offset.
fn ends(spot: &Spot<'_>, at: isize) -> bool {
    matches!(spot.word(at), "" | "then" | "and" | "or" | "unless" | "because" | ")") || spot.is_bullet(at)
}

fn several(spot: &Spot<'_>, verb: &Verb, values: &[isize], last: isize) -> Option<Mistake> {
    let fact = spot.word(verb.from - 1);
    let said = |at: &isize| spot.word(*at);
    let numbers = values.iter().any(|at| spot.is(*at, TokenKind::Number));
    let at = spot.ranges(verb.from, last);
    if numbers && !verb.listed.ends_with("in") {
        return None;
    }
    if numbers {
        let (is, join) = if verb.listed == "in" { ("is", " or ") } else { ("is not", " and ") };
        let tests: Vec<String> = values.iter().map(|at| format!("{fact} {is} {}", said(at))).collect();
        let right = format!("({})", tests.join(join));
        let message = format!("Each number has a test of its own: `{right}`.");
        let at = spot.ranges(verb.from - 1, last);
        let mistake = Mistake::new(Code::Unreadable, spot.range(0), message);
        return Some(mistake.fix("Write a test for each", at, right));
    }
    let list = format!("{} [{}]", verb.listed, values.iter().map(said).collect::<Vec<_>>().join(", "));
    let message = format!("Several values stand in square brackets: `{fact} {list}`.");
    Some(Mistake::new(Code::Unreadable, spot.range(0), message).fix(format!("Write `{list}`"), at, list))
}
