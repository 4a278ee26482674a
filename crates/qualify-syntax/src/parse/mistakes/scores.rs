//! Mistakes in the lines of scores.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `- +10 when industry in ICP`, `- -5 points when`, `- add 10 when`
pub(super) fn points_in_words(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.head() != "score" || !spot.is(0, TokenKind::Number) {
        return None;
    }
    let (from, verb) = match spot.word(-1) {
        "+" => (-1, "add"),
        "-" if spot.is(-2, TokenKind::Dashes) => (-1, "subtract"),
        "-" if spot.touches(0) && spot.begins_line(-1) => (-1, "subtract"),
        "add" => (-1, "add"),
        "subtract" => (-1, "subtract"),
        _ if spot.is_bullet(-1) => (0, "add"),
        _ => return None,
    };
    let points = matches!(spot.word(1), "points" | "point");
    let to = if points { 1 } else { 0 };
    // What stands between the points and their condition, and the last of its words.
    let (joined, to) = match (spot.word(to + 1), spot.word(to + 2)) {
        ("when", _) | ("for", "each") => ("", to),
        ("for", "every" | "any") => (" for each", to + 2),
        ("for", _) => (" for each", to + 1),
        ("if", _) => (" when", to + 1),
        // `2: 5` is a band.
        (":", _) if spot.word(-1) == "+" => (" when", to + 1),
        _ if spot.is_name(to + 1) && is_test(spot, to + 1) && spot.word(-1) != "-" => (" when", to),
        _ => return None,
    };
    if points && matches!(spot.word(-1), "add" | "subtract") {
        return None;
    }
    let right = format!("{verb} {} points{joined}", spot.word(0));
    let dash = if spot.is(from - 1, TokenKind::Dashes) { spot.word(from - 1) } else { "-" };
    let ends = |offset: &isize| *offset > to + 1 && spot.begins_line(*offset);
    let last = spot.forwards().take_while(|offset| !ends(offset)).take(9).last().unwrap_or(0);
    let message =
        format!("Points are written in words: `{dash} {right} {}`.", spot.phrase(to + 1, last.max(to + 1)));
    let mistake = Mistake::new(Code::PointsInWords, spot.ranges(from, to), message);
    let text = if from == -1 && spot.is_bullet(-1) { format!("- {right}") } else { right.clone() };
    Some(mistake.fix(format!("Write `{right}`"), spot.ranges(from, to), text))
}

/// Whether a test of a fact begins at an offset.
fn is_test(spot: &Spot<'_>, at: isize) -> bool {
    matches!(
        spot.word(at + 1),
        "is" | "in"
            | "not"
            | ">="
            | "<="
            | ">"
            | "<"
            | "="
            | "=="
            | "!="
            | "between"
            | "contains"
            | "starts"
            | "ends"
            | "has"
            | "includes"
            | "within"
    ) && spot.is_name(at)
        || matches!(spot.word(at), "any" | "no" | "not" | "(") && spot.word(at + 1) != "of"
}

/// `- industry is software: 10`, `- industry is software: +10 points`
pub(super) fn points_last(spot: &Spot<'_>) -> Option<Mistake> {
    let first = isize::from(spot.word(0) == "if");
    if spot.head() != "score" || !spot.is_bullet(-1) || !is_test(spot, first) {
        return None;
    }
    let ends = |at: isize| spot.token(at).is_none() || spot.begins_line(at) || spot.is_bullet(at);
    let colon =
        (first + 1..40).take_while(|at| !ends(*at)).find(|at| matches!(spot.word(*at), ":" | "then"))?;
    let (number, verb) = match spot.word(colon + 1) {
        "+" => (colon + 2, "add"),
        "-" => (colon + 2, "subtract"),
        _ => (colon + 1, "add"),
    };
    let points = matches!(spot.word(number + 1), "points" | "point");
    let last = if points { number + 1 } else { number };
    if !spot.is(number, TokenKind::Number) || !ends(last + 1) {
        return None;
    }
    let right = format!("{verb} {} points when {}", spot.word(number), spot.phrase(first, colon - 1));
    let message = format!("The points come first, in words: `{} {right}`.", spot.word(-1));
    let at = spot.ranges(0, last);
    Some(Mistake::new(Code::PointsInWords, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `- add 10 points when any of:`
pub(super) fn block_in_score(spot: &Spot<'_>) -> Option<Mistake> {
    let opens = |offset: isize| {
        matches!((spot.word(offset), spot.word(offset + 1)), ("all" | "any" | "none", "of") | ("at", "least"))
    };
    let start = [0, -1].into_iter().find(|offset| opens(*offset))?;
    if spot.head() == "score" && spot.find_before("when").is_some() {
        let message = "The dashes here are lines of the score, so a list of conditions cannot stand in it. Use \
                       brackets, `(industry in ICP or downloads >= 2)`, or name the condition with `define`.";
        return Some(Mistake::new(Code::BlockInScore, spot.ranges(start, start + 1), message));
    }
    let bracket = spot.open_bracket().is_some_and(|open| spot.word(open) == "(");
    let message = format!(
        "A list such as `{}:` cannot stand inside round brackets. Write `and` or `or` between its parts, or name the \
         list with `define`.",
        spot.phrase(start, start + 1)
    );
    bracket.then(|| Mistake::new(Code::Incomplete, spot.ranges(start, start + 1), message))
}

/// A group inside a group.
pub(super) fn nested_group(spot: &Spot<'_>) -> Option<Mistake> {
    let inside =
        spot.head() == "score" && spot.word(0) == "group" && spot.is_bullet(-1) && spot.word(-1) != "-";
    let message = "A group cannot stand inside a group. Groups stand side by side, each with its own cap: give this \
                   one a single dash.";
    inside.then(|| Mistake::new(Code::NestedGroup, spot.range(0), message))
}

/// The bands of `points by` with as many dashes as it has.
pub(super) fn bands_too_shallow(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.head() != "score" || !spot.is_bullet(0) || spot.word(-1) != ":" {
        return None;
    }
    let opener = spot.bullet()?;
    let before = spot.word(opener).len();
    let count = spot.word(0).len();
    if count == before + 1 || before >= 3 {
        return None;
    }
    let head = spot.phrase(opener + 1, -1);
    let what = match spot.word(opener + 1) {
        "points" => "The bands of",
        _ => "The lines of",
    };
    let dashes = "-".repeat(before + 1);
    let ends = |offset: &isize| *offset > 0 && (spot.begins_line(*offset) || spot.is_bullet(*offset));
    let last = spot.forwards().take_while(|offset| !ends(offset)).take(12).last().unwrap_or(0);
    let message = format!(
        "{what} `{head}` have one dash more than it has: `{dashes} {}`.",
        spot.phrase(1, last.max(1))
    );
    let mut mistake = Mistake::new(Code::WrongDepth, spot.range(0), message);
    for offset in own_bullets(spot, opener) {
        mistake = mistake.fix(format!("Write `{dashes}`"), spot.range(offset), dashes.clone());
    }
    Some(mistake)
}

/// The bullets that belong to the line at `opener`.
fn own_bullets(spot: &Spot<'_>, opener: isize) -> Vec<isize> {
    let table = spot.word(opener + 1) == "points";
    let count = spot.word(0).len();
    let foreign = |offset: &isize| {
        let next = spot.word(offset + 1);
        let adds = matches!(next, "add" | "subtract");
        spot.word(*offset).len() != count
            || matches!(next, "group" | "first" | "best" | "points")
            || (table && adds)
    };
    let bullets = spot.forwards().filter(|offset| spot.is_bullet(*offset));
    bullets.take_while(|offset| !foreign(offset)).take(100_000).collect()
}
