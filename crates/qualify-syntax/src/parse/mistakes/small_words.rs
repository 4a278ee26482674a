//! Small words and colons that are missing: `set ICP industry`, `field a: text`, `stages - Lead`.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `stages - Lead`, `rule "N" when`
pub(super) fn missing_colon(spot: &Spot<'_>) -> Option<Mistake> {
    let word = spot.word(-1);
    let bullet = spot.is(0, TokenKind::Dashes);
    let heading = matches!(spot.head(), "outcome" | "set" | "event" | "score" | "grade" | "example")
        && spot.bullet().is_none();
    let list = bullet && word != ":" && (matches!(word, "of" | "stages" | "exits") || heading);
    let rule = spot.head() == "rule" && spot.word(0) == "when";
    let example = spot.head() == "example" && spot.at == 2 && matches!(spot.word(0), "today" | "expect");
    let place = matches!(spot.head(), "stages" | "exits") && spot.at == 1 && spot.is_name(0);
    let band = spot.head() == "score"
        && spot.is(0, TokenKind::Number)
        && spot.bullet().is_some_and(|bullet| bullet >= -6)
        && matches!(
            spot.bullet().map(|bullet| spot.word(bullet + 1)),
            Some("below" | "from" | "otherwise" | "unknown")
        );
    if !(list || rule || example || place || band) || word == ":" || spot.at == 0 {
        return None;
    }
    let before = spot.phrase(spot.phrase_start(), -1);
    let message = format!("A colon is missing after `{before}`: write `{before}:`.");
    Some(Mistake::new(Code::Incomplete, spot.caret_before(), message).fix("Add the colon", spot.gap(), ":"))
}

/// `set ICP industry`, `count visits`, `any: - a`
pub(super) fn missing_of(spot: &Spot<'_>) -> Option<Mistake> {
    let set = spot.at == 2 && matches!(spot.head(), "set" | "grade") && spot.is_name(0);
    let measure = matches!(spot.word(-1), "count" | "sum" | "domain")
        && spot.is_name(0)
        && !matches!(spot.head(), "field" | "event");
    let list = spot.word(0) == ":" && matches!(spot.word(-1), "any" | "all" | "none");
    let at_least = spot.word(-2) == "least" && spot.word(0) == ":";
    if !(set || measure || list || at_least) || spot.word(0) == "of" {
        return None;
    }
    let from = if set {
        -2
    } else if at_least {
        -3
    } else {
        -1
    };
    let before = spot.phrase(from, -1);
    let after = if list || at_least { ":".to_owned() } else { format!(" {}", spot.word(0)) };
    let message = format!("The word `of` is missing: `{before} of{after}`.");
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).fix("Add `of`", spot.gap(), " of"))
}

/// `field a text`, `field a: text`, `field a = text`
pub(super) fn missing_is(spot: &Spot<'_>) -> Option<Mistake> {
    let field = spot.head() == "field" && spot.at == 2;
    let attribute = spot.head() == "event" && spot.is_bullet(-2);
    let fact = spot.head() == "example" && spot.is_bullet(-2) && spot.find_before("expect").is_none();
    let sign = matches!(spot.word(0), ":" | "=" | "as" | "==" | ":=");
    let is_type = matches!(
        spot.word(0),
        "text"
            | "count"
            | "number"
            | "percent"
            | "money"
            | "date"
            | "yes"
            | "email"
            | "country"
            | "one"
            | "ordered"
            | "list"
            | "string"
            | "integer"
            | "boolean"
    );
    let place = field || attribute || (fact && sign);
    if !place || !(sign || is_type || spot.word(0) == "[") {
        return None;
    }
    let next = if sign { 1 } else { 0 };
    let right = format!("{} is {}", spot.phrase(if field { -2 } else { -1 }, -1), spot.word(next));
    let what = if fact { "the value" } else { "the type" };
    let message = format!("Between the name and {what} stands `is`: `{right}`.");
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    Some(if sign {
        let text = if spot.touches(0) { " is" } else { "is" };
        mistake.fix("Write `is`", spot.range(0), text)
    } else {
        mistake.fix("Add `is`", spot.gap(), " is")
    })
}

/// `define a = 2`, `define a: b >= 2`
pub(super) fn missing_as(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.head() != "define" || !matches!(spot.at, 2 | 4) || spot.word(0) == "as" {
        return None;
    }
    let sign = matches!(spot.word(0), ":" | "=" | "is" | "==");
    let value = spot.is(0, TokenKind::Number) || spot.is(0, TokenKind::Text);
    if !(sign || value) {
        return None;
    }
    let from = if spot.at == 2 { -2 } else { -4 };
    let right = format!("{} as {}", spot.phrase(from, -1), spot.word(if sign { 1 } else { 0 }));
    let message = format!("Between the name and what it stands for is the word `as`: `{}`.", right.trim());
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    Some(if sign {
        let text = if spot.touches(0) { " as" } else { "as" };
        mistake.fix("Write `as`", spot.range(0), text)
    } else {
        mistake.fix("Add `as`", spot.gap(), " as")
    })
}

/// `- hot 70`, `score fit 0 to 10`
pub(super) fn missing_from(spot: &Spot<'_>) -> Option<Mistake> {
    let number =
        spot.is(0, TokenKind::Number) || spot.is(0, TokenKind::Dashes) && spot.is(1, TokenKind::Number);
    let score = spot.head() == "score" && spot.at == 2;
    let grade = spot.head() == "grade" && spot.is_bullet(-2);
    if !number || !(score || grade) {
        return None;
    }
    let right = format!("{} from {}", spot.phrase(if score { -2 } else { -1 }, -1), spot.word(0));
    let message = format!("The word `from` is missing: `{right}`.");
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).fix("Add `from`", spot.gap(), " from"))
}
