//! Slips: misspelt words of the language, commas and points that end nothing, brackets of the wrong kind.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;
use crate::words::is_reserved;

use super::{Mistake, Spot};

/// Words that may come after the first word of an item.
const WORDS: &[&str] = &[
    "then",
    "unless",
    "because",
    "between",
    "contains",
    "includes",
    "within",
    "since",
    "where",
    "known",
    "unknown",
    "starts",
    "ends",
    "expect",
    "count",
    "otherwise",
    "points",
    "subtract",
    "below",
    "before",
    "after",
    "distinct",
    "halving",
    "fading",
    "plural",
];

/// `thne MQL`, `expects MQL`
pub(super) fn misspelt_word(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.word(-1) == "more" && spot.word(0) == "than" {
        return None;
    }
    let word = spot.word(0);
    if !spot.is(0, TokenKind::Word) || is_reserved(word) || !(4..=12).contains(&word.len()) {
        return None;
    }
    let near = |known: &&&str| {
        let most = if known.len() > 7 { 2 } else { 1 };
        **known != word && strsim::osa_distance(known, word) <= most
    };
    let right = WORDS.iter().find(near)?;
    let message = format!("I don't know `{word}` here. Did you mean `{right}`?");
    let mistake = Mistake::new(Code::Unreadable, spot.range(0), message);
    Some(mistake.fix(format!("Write `{right}`"), spot.range(0), *right))
}

/// `a is b, then MQL`, `then MQL;`
pub(super) fn idle_sign(spot: &Spot<'_>) -> Option<Mistake> {
    let comma = spot.word(0) == ","
        && matches!(spot.word(1), "then" | "and" | "or" | "unless" | "because" | "" | ":" | "," | "expect");
    let end =
        matches!(spot.word(0), ";" | "." | "?" | "!") && (spot.token(1).is_none() || spot.begins_line(1));
    if !comma && !end {
        return None;
    }
    let message = if comma && spot.token(1).is_some() {
        format!("No comma stands before `{}`.", spot.word(1))
    } else {
        format!("Nothing marks the end of a line here: take the `{}` away.", spot.word(0))
    };
    Some(Mistake::new(Code::Unreadable, spot.range(0), message).fix("Take it away", spot.range(0), ""))
}

/// `then MQL and reason is x`
pub(super) fn conclusions_joined(spot: &Spot<'_>) -> Option<Mistake> {
    let conclusion =
        spot.in_rule() && spot.find_before("then").is_some() && spot.find_before("unless").is_none();
    if !conclusion || !matches!(spot.word(0), "and" | "+" | "&") || !spot.is_name(1) {
        return None;
    }
    let message =
        format!("What a rule concludes is joined with commas: `{}, {}`.", spot.word(-1), spot.word(1));
    let at = spot.gap().end..spot.range(0).end;
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).fix("Write a comma", at, ","))
}

/// `expect MQL is open, needs a and b`
pub(super) fn needs_joined(spot: &Spot<'_>) -> Option<Mistake> {
    if !matches!(spot.word(0), "and" | "or") || spot.find_before("needs").is_none() || !spot.is_name(1) {
        return None;
    }
    let right = format!("needs {}, {}", spot.word(-1), spot.word(1));
    let message = format!("What is needed is listed with commas: `{right}`.");
    let at = spot.gap().end..spot.range(0).end;
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).fix("Write a comma", at, ","))
}

/// `- otherwise cold` in a grade
pub(super) fn otherwise_first(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.head() != "grade" || spot.word(0) != "otherwise" || !spot.is_name(1) {
        return None;
    }
    let right = format!("{} otherwise", spot.word(1));
    let at = spot.ranges(0, 1);
    let message = format!("The name of a grade comes first: `- {right}`.");
    Some(Mistake::new(Code::Incomplete, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `one of (a, b)`, `in (a, b)`
pub(super) fn round_list(spot: &Spot<'_>) -> Option<Mistake> {
    if spot.word(0) != "(" || !matches!(spot.word(-1), "of" | "in" | "when" | "=" | "is" | "means") {
        return None;
    }
    let value = |offset: isize| {
        spot.is_name(offset) || spot.is(offset, TokenKind::Text) || spot.is(offset, TokenKind::Number)
    };
    let inside = |offset: &isize| value(*offset) || spot.word(*offset) == ",";
    let last = spot.forwards().skip(1).take_while(inside).last()?;
    let closed = spot.word(last + 1) == ")";
    let message = "A list of values stands in square brackets, such as `[a, b]`.";
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    closed.then(|| mistake.fix("Write square brackets", spot.range(0), "[").guess(spot.range(last + 1), "]"))
}

/// `between 3 to 5`, `is 3 to 5`
pub(super) fn range_with_to(spot: &Spot<'_>) -> Option<Mistake> {
    if !matches!(spot.word(0), "to" | "-" | "..")
        || !matches!(spot.head(), "when" | "rule" | "define" | "score")
    {
        return None;
    }
    let opener = [-2, -3].into_iter().find(|offset| matches!(spot.word(*offset), "between" | "is"))?;
    let low = spot.phrase(opener + 1, -1);
    let number = spot.is(opener + 1, TokenKind::Number) && spot.is(1, TokenKind::Number);
    let right = format!("between {low} and {}", spot.word(1));
    let message = format!("A range is written `{right}` (both ends included).");
    let mistake = Mistake::new(Code::Unreadable, spot.range(0), message);
    let at = spot.ranges(opener, 1);
    number.then(|| mistake.fix(format!("Write `{right}`"), at, right))
}

/// `20 k USD`, `20K USD`, `5 million EUR`
pub(super) fn loose_scale(spot: &Spot<'_>) -> Option<Mistake> {
    let (number, scale, from) = if spot.is(-1, TokenKind::Number) && spot.is(0, TokenKind::Word) {
        (spot.word(-1), spot.word(0), -1)
    } else if spot.is(0, TokenKind::Number) {
        let digits = spot.word(0).trim_end_matches(char::is_alphabetic);
        (digits, spot.word(0).strip_prefix(digits)?, 0)
    } else {
        return None;
    };
    let right = match scale {
        "k" | "K" | "thousand" => "k",
        "m" | "M" | "mn" | "million" => "M",
        _ => return None,
    };
    let right = format!("{number}{right}");
    let message = format!("Thousands and millions are written so: `{right}`.");
    let at = spot.ranges(from, 0);
    Some(Mistake::new(Code::Unreadable, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `>= - 5`
pub(super) fn loose_sign(spot: &Spot<'_>) -> Option<Mistake> {
    let compares = matches!(
        spot.word(-2),
        ">=" | "<=" | ">" | "<" | "=" | "==" | "is" | "not" | "between" | ":" | "from" | "to"
    );
    if !spot.is(0, TokenKind::Number) || spot.word(-1) != "-" || !compares || spot.touches(0) {
        return None;
    }
    let right = format!("-{}", spot.word(0));
    let message = format!("A minus sign touches its number: `{right}`.");
    let at = spot.ranges(-1, 0);
    Some(Mistake::new(Code::Unreadable, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `// a comment`, and `-- a comment` after a declaration without a list.
pub(super) fn other_comment(spot: &Spot<'_>) -> Option<Mistake> {
    let slashes = spot.word(0) == "/" && matches!(spot.word(1), "/" | "*") && spot.touches(1);
    let dashes = spot.word(0) == "--"
        && matches!(spot.head(), "field" | "use" | "owner")
        && spot.is(1, TokenKind::Word);
    if !slashes && !dashes {
        return None;
    }
    let same_line = |offset: &isize| *offset == 0 || !spot.begins_line(*offset);
    let last = spot.forwards().take_while(same_line).last().unwrap_or(0);
    let message = "Comments start with `#` and end with their line.";
    let to = if slashes { 1 } else { 0 };
    Some(Mistake::new(Code::Unreadable, spot.ranges(0, to), message).guess(spot.ranges(0, last), ""))
}
