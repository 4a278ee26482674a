//! Names and values with hyphens, points or spaces in them: `self-serve`, `gmail.com`, `in progress`.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `self-serve`, `gmail.com`: words that touch a sign and each other.
pub(super) fn compound(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.is(0, TokenKind::Word) || spot.touches(0) || takes_text(spot) {
        return None;
    }
    let glued = |offset: &isize| {
        *offset == 0
            || (spot.touches(*offset)
                && (matches!(spot.word(*offset), "-" | "." | "/" | "&" | "@")
                    || spot.is(*offset, TokenKind::Word)
                    || spot.is(*offset, TokenKind::Number)))
    };
    let last = spot.forwards().take_while(glued).take(20).last().unwrap_or(0);
    let ends_with_word = spot.is(last, TokenKind::Word) || spot.is(last, TokenKind::Number);
    if last < 2 || !ends_with_word || spot.phrase(0, last) == "yes/no" || is_needed(spot) {
        return None;
    }
    let at = spot.ranges(0, last);
    let written = spot.phrase(0, last);
    if is_value(spot) {
        return Some(quoted(spot, at, &written));
    }
    if spot.word(1) == "." && spot.word(last) == "domain" {
        let right = format!("domain of {}", spot.word(0));
        let message = format!("The domain of an address is written `{right}`.");
        let mistake = Mistake::new(Code::Unreadable, at.clone(), message);
        return Some(mistake.fix(format!("Write `{right}`"), at, right));
    }
    if spot.word(1) == "." {
        let (event, attribute) = (spot.word(0), spot.word(last));
        let message =
            format!("An attribute is tested inside its event: `any {event} where {attribute} ...`.");
        return Some(Mistake::new(Code::TwoWords, at, message));
    }
    let right: String = written.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let message = format!("Names have letters, digits and `_` only: did you mean `{right}`?");
    Some(Mistake::new(Code::TwoWords, at.clone(), message).guess(at, right))
}

/// Whether this stands among the facts that a promise needs, where `calls.result` is a name.
fn is_needed(spot: &Spot<'_>) -> bool {
    spot.head() == "example" && matches!(spot.word(-1), "needs" | ",")
}

fn quoted(spot: &Spot<'_>, at: std::ops::Range<usize>, written: &str) -> Mistake {
    let right = format!("\"{}\"", written.replace('"', ""));
    let number = spot.token(0).is_some_and(|token| token.kind == TokenKind::Number);
    let code = if number { Code::NumberForChoice } else { Code::TwoWords };
    let message = format!("A value that is more than one plain word stands in quotes: `{right}`.");
    Mistake::new(code, at.clone(), message).fix(format!("Write `{right}`"), at, right)
}

fn is_value(spot: &Spot<'_>) -> bool {
    let in_list = spot.open_bracket().is_some_and(|open| spot.word(open) == "[");
    let bullet = spot.is_bullet(-1) && matches!(spot.head(), "set" | "outcome");
    let after = matches!(
        spot.word(-1),
        "is" | "=" | "==" | "!=" | "<>" | "includes" | "contains" | "word" | "means" | "column"
    );
    let negated = spot.word(-1) == "not" && spot.word(-2) == "is";
    let field = spot.head() == "field" && spot.word(-1) == "is";
    (in_list || bullet || after || negated) && !field
}

/// `[new, in progress]`, `- 1-5`: a value of several words, at any of them.
pub(super) fn value_of_words(spot: &Spot<'_>) -> Option<Mistake> {
    let in_list = spot.open_bracket().is_some_and(|open| spot.word(open) == "[");
    let start = if in_list {
        spot.backwards().find(|offset| matches!(spot.word(*offset), "[" | ","))? + 1
    } else {
        let bullet =
            spot.bullet().filter(|bullet| *bullet >= -6 && matches!(spot.head(), "set" | "outcome"))?;
        bullet + 1
    };
    let own = |offset: &isize| {
        let ends = matches!(spot.word(*offset), "," | "]" | "[" | ":" | "(" | ")");
        let bullet = !in_list && spot.begins_line(*offset) && *offset > start;
        !ends && !bullet && !spot.is(*offset, TokenKind::Text) && spot.token(*offset).is_some()
    };
    let last = (start..start + 12).take_while(own).last()?;
    let broken_line = (start + 1..=last).any(|offset| spot.begins_line(offset));
    if last <= start || last < 0 || broken_line || (in_list && !matches!(spot.word(last + 1), "," | "]")) {
        return None;
    }
    let first = spot.moved(start)?;
    Some(quoted(&first, spot.ranges(start, last), &spot.phrase(start, last)))
}

/// `rule Big:`, `use shared/lead.rules`: a text without its quotes.
pub(super) fn text_without_quotes(spot: &Spot<'_>) -> Option<Mistake> {
    let ends = |offset: &isize| {
        matches!(
            spot.word(*offset),
            ":" | "," | "[" | "]" | "(" | ")" | "then" | "and" | "or" | "unless" | "because" | "when" | "any"
        ) || (*offset > 0 && spot.begins_line(*offset))
            || matches!(
                spot.token(*offset).map(|token| token.kind),
                Some(TokenKind::Text | TokenKind::StrangeText)
            )
    };
    let last = spot.forwards().take_while(|offset| !ends(offset)).take(12).last()?;
    if !takes_text(spot) {
        return None;
    }
    let right = format!("\"{}\"", spot.phrase(0, last).replace('"', ""));
    let message = format!("A text stands in quotes: `{} {right}`.", spot.word(-1));
    let at = spot.ranges(0, last);
    Some(Mistake::new(Code::Incomplete, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `then "MQL"`: a name in quotes.
pub(super) fn name_in_quotes(spot: &Spot<'_>) -> Option<Mistake> {
    let name = spot.word(0).trim_matches('"');
    if !spot.is(0, TokenKind::Text) || !crate::words::is_name(name) {
        return None;
    }
    let place = matches!(
        spot.word(-1),
        "then"
            | "field"
            | "event"
            | "set"
            | "define"
            | "score"
            | "grade"
            | "outcome"
            | "owner"
            | "of"
            | "in"
            | "expect"
            | "any"
            | "plural"
            | "when"
            | "and"
            | "or"
            | "not"
    ) || (spot.is_bullet(-1)
        && matches!(spot.head(), "stages" | "exits" | "event" | "grade" | "example"));
    let message = format!("Names need no quotes: `{name}`.");
    let mistake = Mistake::new(Code::Unreadable, spot.range(0), message);
    place.then(|| mistake.fix(format!("Write `{name}`"), spot.range(0), name))
}

/// Whether the word before this spot is followed by a text.
fn takes_text(spot: &Spot<'_>) -> bool {
    match spot.word(-1) {
        "rule" | "example" | "use" => spot.at == 1,
        "because" | "label" | "column" | "file" | "format" | "deprecated" | "group" | "contains" => true,
        "by" => spot.word(-2) == "split",
        "with" => matches!(spot.word(-2), "starts" | "ends"),
        "word" => spot.word(-2) == "has",
        _ => false,
    }
}
