//! Phrases of everyday English that the language says in one other way: `in the last 30 days`, `per visit`.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// Where a phrase is meant as one: whether it may start at an offset.
type Place = fn(&Spot<'_>, isize) -> bool;

/// What is said where, and what is written.
const PHRASES: &[(Place, &[&str], &str)] = &[
    (in_condition, &["is", "not", "one", "of"], "not in"),
    (in_condition, &["is", "one", "of"], "in"),
    (in_condition, &["is", "any", "of"], "in"),
    (before_length, &["within", "the", "next"], "within next"),
    (before_length, &["in", "the", "next"], "within next"),
    (before_length, &["in", "next"], "within next"),
    (before_length, &["in", "the", "last"], "within"),
    (before_length, &["in", "the", "past"], "within"),
    (before_length, &["in", "last"], "within"),
    (before_length, &["during", "the", "last"], "within"),
    (before_length, &["over", "the", "last"], "within"),
    (before_length, &["in"], "within"),
    (after_points, &["for", "every"], "for each"),
    (after_points, &["for", "any"], "for each"),
    (after_points, &["per"], "for each"),
    (after_points, &["if"], "when"),
    (in_score_option, &["max"], "at most"),
    (in_score_option, &["maximum"], "at most"),
    (in_score_option, &["not", "more", "than"], "at most"),
    (in_score_option, &["up", "to"], "at most"),
    (in_band, &["less", "than"], "below"),
    (in_band, &["under"], "below"),
    (in_band, &["at", "least"], "from"),
    (in_band, &["else"], "otherwise"),
    (in_band, &["missing"], "unknown"),
    (in_option, &["default"], "missing means"),
    (in_option, &["defaults", "to"], "missing means"),
    (in_option, &["missing", "is"], "missing means"),
    (in_option, &["separated", "by"], "split by"),
    (in_option, &["delimited", "by"], "split by"),
    (in_example, &["yesterday"], "1 day ago"),
    (in_example, &["1", "week", "ago"], "7 days ago"),
    (in_example, &["2", "weeks", "ago"], "14 days ago"),
    (in_example, &["3", "weeks", "ago"], "21 days ago"),
    (in_example, &["4", "weeks", "ago"], "28 days ago"),
];

/// `count of visits in the last 30 days`, `add 5 points per visit`
pub(super) fn phrase(spot: &Spot<'_>) -> Option<Mistake> {
    PHRASES.iter().find_map(|(place, words, right)| {
        let length = isize::try_from(words.len()).ok()?;
        // The phrase holds the spot, or ends just before it.
        let from = (-length..=0).find(|from| {
            let says = (*from..).zip(words.iter()).all(|(at, word)| spot.word(at) == *word);
            says && place(spot, *from)
        })?;
        Some(written_so(spot, from, from + length - 1, right))
    })
}

fn written_so(spot: &Spot<'_>, from: isize, to: isize, right: &str) -> Mistake {
    let whole = if spot.is(to + 1, TokenKind::Number) {
        format!(": `{right} {}`", spot.phrase(to + 1, to + 2))
    } else {
        String::new()
    };
    let message = format!("`{}` is written `{right}`{whole}.", spot.phrase(from, to));
    let at = spot.ranges(from, to);
    Mistake::new(Code::Unreadable, at.clone(), message).fix(format!("Write `{right}`"), at, right)
}

fn in_condition(spot: &Spot<'_>, from: isize) -> bool {
    matches!(spot.head(), "when" | "rule" | "define" | "score") && spot.is_name(from - 1)
}

/// Whether a length follows within the next four words.
fn before_length(spot: &Spot<'_>, from: isize) -> bool {
    let is_length = |at: isize| {
        spot.is(at, TokenKind::Number) && matches!(spot.word(at + 1), "day" | "days" | "week" | "weeks")
    };
    matches!(spot.head(), "when" | "rule" | "define" | "score") && (from + 1..from + 4).any(is_length)
}

fn after_points(spot: &Spot<'_>, from: isize) -> bool {
    spot.head() == "score" && matches!(spot.word(from - 1), "points" | "point")
}

fn in_score_option(spot: &Spot<'_>, from: isize) -> bool {
    spot.head() == "score" && spot.word(from - 1) == ","
}

fn in_band(spot: &Spot<'_>, from: isize) -> bool {
    spot.head() == "score" && spot.is_bullet(from - 1)
}

fn in_option(spot: &Spot<'_>, from: isize) -> bool {
    matches!(spot.head(), "field" | "event") && spot.word(from - 1) == ","
}

fn in_example(spot: &Spot<'_>, from: isize) -> bool {
    spot.head() == "example" && spot.is_name(from - 1) && spot.find_before("expect").is_none()
}
