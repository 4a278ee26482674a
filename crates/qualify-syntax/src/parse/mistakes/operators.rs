//! Signs and words of other languages where ours has its own.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `downloads => 2`
pub(super) fn reversed_operator(spot: &Spot<'_>) -> Option<Mistake> {
    let right = match spot.word(0) {
        "=>" => ">=",
        "=<" => "<=",
        _ => return None,
    };
    let test = format!("{} {right} {}", spot.word(-1), spot.word(1));
    let message = format!("`{}` is written the other way round: `{}`.", spot.word(0), test.trim());
    let mistake = Mistake::new(Code::ReversedOperator, spot.range(0), message);
    Some(mistake.fix(format!("Write `{right}`"), spot.range(0), right))
}

/// `a && b`, `≥`
pub(super) fn other_operator(spot: &Spot<'_>) -> Option<Mistake> {
    let right = match spot.word(0) {
        "&&" | "&" => "and",
        "||" | "|" => "or",
        "!" => "not",
        "≥" => ">=",
        "≤" => "<=",
        "≠" => "!=",
        _ => return None,
    };
    let message = format!("`{}` is written `{right}` here.", spot.word(0));
    let mistake = Mistake::new(Code::Unreadable, spot.range(0), message);
    let pad = |offset| if spot.touches(offset) { " " } else { "" };
    let text = format!("{}{right}{}", pad(0), pad(1));
    Some(mistake.fix(format!("Write `{right}`"), spot.range(0), text))
}

/// A character that looks like a space, or like nothing.
pub(super) fn invisible_character(spot: &Spot<'_>) -> Option<Mistake> {
    let mut characters = spot.word(0).chars();
    let first = characters.next().filter(|_| spot.is(0, TokenKind::Sign) && characters.next().is_none())?;
    let invisible = first.is_whitespace()
        || first.is_control()
        || matches!(first, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}');
    if !invisible {
        return None;
    }
    let message = format!(
        "There is an invisible character here (U+{:04X}). Put an ordinary space in its place.",
        u32::from(first)
    );
    Some(Mistake::new(Code::Unreadable, spot.range(0), message).fix("Write a space", spot.range(0), " "))
}

/// `job_title matches "^VP"`
pub(super) fn no_patterns(spot: &Spot<'_>) -> Option<Mistake> {
    let word = spot.word(0);
    let pattern =
        matches!(word.to_lowercase().as_str(), "matches" | "match" | "like" | "ilike" | "regex" | "regexp")
            || word == "~";
    if !pattern || !spot.is(1, TokenKind::Text) {
        return None;
    }
    let text = spot.word(1).trim_matches('"');
    let plain = text.trim_matches(['^', '$', '%', '*', '.', '/']);
    let plain = if plain.is_empty() { "VP" } else { plain };
    let message = format!(
        "There is no `{word}`: patterns are easy to get wrong. Use `starts with \"{plain}\"`, or `has word \"{plain}\"` \
         to find it anywhere."
    );
    let test = if text.starts_with('^') || text.ends_with('%') { "starts with" } else { "has word" };
    let mistake = Mistake::new(Code::NoPatterns, spot.range(0), message);
    Some(mistake.guess(spot.ranges(0, 1), format!("{test} \"{plain}\"")))
}
