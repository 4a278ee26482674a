//! Options without their comma, and options that a declaration does not have.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `from "Industry"` on a field.
pub(super) fn from_is_a_date(spot: &Spot<'_>) -> Option<Mistake> {
    let field = matches!(spot.head(), "field" | "event" | "set");
    if spot.word(0) != "from" || !spot.is(1, TokenKind::Text) || !field {
        return None;
    }
    let message = format!("`from` is for dates on rules. The CRM's column is `column {}`.", spot.word(1));
    let text = if spot.word(-1) == "," { "column" } else { ", column" };
    let at = if spot.word(-1) == "," { spot.range(0) } else { spot.gap().end..spot.range(0).end };
    Some(Mistake::new(Code::FromIsADate, spot.range(0), message).fix("Write `column`", at, text))
}

/// `field a is text column "A"`
pub(super) fn comma_before_option(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.word(-1) == "," || spot.at < 2 || !begins_option(spot) || spot.open_bracket().is_some() {
        return None;
    }
    let last = option_end(spot);
    let before = spot.phrase(spot.phrase_start(), -1);
    let message = format!("Options come after a comma: `{before}, {}`.", spot.phrase(0, last));
    let mistake = Mistake::new(Code::CommaBeforeOption, spot.caret_before(), message);
    Some(mistake.fix("Add the comma", spot.gap(), ","))
}

/// Whether the words here begin an option of this piece.
fn begins_option(spot: &Spot<'_>) -> bool {
    let next = spot.word(1);
    let text = spot.is(1, TokenKind::Text);
    match spot.word(0) {
        "column" | "label" | "deprecated" | "format" | "file" => text,
        "missing" | "empty" => matches!(next, "means" | "when"),
        "yes" | "no" => next == "when",
        "else" => next == "means",
        "split" | "review" => next == "by",
        "date" | "lead" => next == "column",
        "kept" => spot.is(1, TokenKind::Number),
        "plural" => spot.is(1, TokenKind::Word) && spot.head() == "event",
        "required" => matches!(spot.head(), "field" | "event"),
        "owner" => spot.is_name(1),
        "from" | "until" => spot.head() == "rule" && spot.is(1, TokenKind::Number),
        "at" => next == "most" && spot.head() == "score",
        "fading" => next == "over",
        "halving" => next == "every",
        "one" => next == "value" && spot.head() == "outcome",
        "highest" => next == "wins" && spot.head() == "outcome",
        "keep" => next == "all" && spot.head() == "outcome",
        _ if spot.head() == "example" && next == "is" && spot.is_name(0) => {
            matches!(spot.word(-1), "ago" | "today") || spot.word(-2) == "on"
        }
        "needs" => spot.head() == "example" && spot.word(-1) == "open",
        _ => false,
    }
}

/// The offset of the last word of an option that begins here.
fn option_end(spot: &Spot<'_>) -> isize {
    let inside = |offset: &isize| {
        !matches!(spot.word(*offset), "," | ":") && (*offset == 0 || !spot.begins_line(*offset))
    };
    spot.forwards().take_while(inside).take(4).last().unwrap_or(0)
}

/// `field a is text, colum "A"`
pub(super) fn bad_option(spot: &Spot<'_>) -> Option<Mistake> {
    let known = known_options(spot)?;
    if spot.word(-1) != ","
        || spot.open_bracket().is_some()
        || !spot.is(0, TokenKind::Word)
        || begins_option(spot) && is_known(spot, known)
    {
        return None;
    }
    let word = spot.word(0);
    if is_known(spot, known) {
        return None;
    }
    let similar = known.iter().find(|option| {
        word.len() > 3 && word.len() < 20 && strsim::osa_distance(first_word(option), word) <= 2
    });
    let mistake = |message: String| Mistake::new(Code::BadOption, spot.range(0), message);
    if let Some(similar) = similar {
        let right = first_word(similar);
        let message = format!("There is no option `{word}`. Did you mean `{right}`?");
        return Some(mistake(message).fix(format!("Write `{right}`"), spot.range(0), right));
    }
    let what = what(spot);
    let list = known.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ");
    let message = format!("{what} has no option `{word}`. It has {list}.");
    let last = spot
        .forwards()
        .take_while(|offset| !matches!(spot.word(*offset), "," | ":") && !spot.is_bullet(*offset));
    let last = last.last().unwrap_or(0);
    Some(mistake(message).guess(spot.range(-1).start..spot.range(last).end, ""))
}

fn first_word<'o>(option: &&'o str) -> &'o str {
    option.split(' ').next().unwrap_or(option)
}

fn is_known(spot: &Spot<'_>, known: &[&str]) -> bool {
    let next = spot.word(1);
    let both = format!("{} {next}", spot.word(0));
    known.iter().any(|option| {
        let mut words = option.split(' ');
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let phrase = second.chars().all(char::is_lowercase) && !second.is_empty();
        if phrase { both == format!("{first} {second}") } else { first == spot.word(0) }
    })
}

fn what(spot: &Spot<'_>) -> &'static str {
    match spot.head() {
        "field" => "A field",
        "event" if spot.bullet().is_some() => "An attribute",
        "event" => "An event",
        "set" => "A set",
        "rule" => "A rule",
        "outcome" => "An outcome",
        _ => "This declaration",
    }
}

/// The options that may stand at this spot; none where no option may.
fn known_options(spot: &Spot<'_>) -> Option<&'static [&'static str]> {
    const FACT: &[&str] = &[
        "column TEXT",
        "required",
        "missing means VALUE",
        "missing when [..]",
        "empty means VALUE",
        "else means VALUE",
        "yes when [..]",
        "no when [..]",
        "format TEXT",
        "split by TEXT",
        "label TEXT",
        "owner NAME",
        "deprecated TEXT",
    ];
    const NAMED: &[&str] = &["label TEXT", "owner NAME", "deprecated TEXT"];
    match spot.head() {
        "field" => Some(FACT),
        "event" if spot.bullet().is_some() => Some(FACT),
        "event" => Some(&[
            "plural NAME",
            "kept DAYS",
            "date column TEXT",
            "lead column TEXT",
            "format TEXT",
            "label TEXT",
            "owner NAME",
            "deprecated TEXT",
        ]),
        "set" if spot.bullet().is_none() => {
            Some(&["file TEXT", "column TEXT", "label TEXT", "owner NAME", "deprecated TEXT"])
        }
        "set" => Some(&["label TEXT"]),
        "outcome" if spot.bullet().is_some() => Some(&["label TEXT"]),
        "outcome" if spot.at == 3 => None,
        "stages" | "exits" | "outcome" | "define" | "grade" => Some(NAMED),
        "score" if spot.bullet().is_none() => Some(NAMED),
        "rule" if spot.find_before("when").is_none() => {
            Some(&["owner NAME", "from DATE", "until DATE", "review by DATE", "deprecated TEXT"])
        }
        _ => None,
    }
}

/// `event visit, date "Start"` without the word `column`
pub(super) fn column_left_out(spot: &Spot<'_>) -> Option<Mistake> {
    let names_column = matches!(spot.word(-1), "date" | "lead") && spot.word(-2) == ",";
    if spot.head() != "event" || !names_column || !spot.is(0, TokenKind::Text) {
        return None;
    }
    let right = format!("{} column {}", spot.word(-1), spot.word(0));
    let message = format!("The column of the file is named so: `{right}`.");
    Some(Mistake::new(Code::Incomplete, spot.ranges(-1, 0), message).fix(
        "Add `column`",
        spot.gap(),
        " column ",
    ))
}
