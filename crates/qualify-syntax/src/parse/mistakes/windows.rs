//! Windows of time that are incomplete or stand at the wrong place.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `within last 30 days`, `within the last 30 days`
pub(super) fn within_last(spot: &Spot<'_>) -> Option<Mistake> {
    let within = spot.backwards().take(3).find(|offset| spot.word(*offset) == "within")?;
    let idle = |offset: isize| matches!(spot.word(offset), "the" | "last" | "past" | "previous" | "a");
    let number = (within + 1..4).find(|offset| !idle(*offset))?;
    if number == within + 1 || !spot.is(number, TokenKind::Number) {
        return None;
    }
    let right = format!("within {} {}", spot.word(number), spot.word(number + 1));
    let message = format!("`within` looks back by itself: `{}`.", right.trim());
    let at = spot.range(within + 1).start..spot.range(number).start;
    let shown = spot.ranges(within + 1, number - 1);
    Some(Mistake::new(Code::Unreadable, shown, message).fix("Leave it away", at, ""))
}

/// `within 30 then`
pub(super) fn missing_unit(spot: &Spot<'_>) -> Option<Mistake> {
    let opener = matches!(spot.word(-2), "within" | "over" | "every" | "kept")
        || (spot.word(-2) == "than" && spot.word(0) == "ago")
        || (spot.word(-2) == "next" && spot.word(-3) == "within");
    if !opener || !spot.is(-1, TokenKind::Number) || spot.is(0, TokenKind::Number) {
        return None;
    }
    let number = spot.word(-1).parse().ok();
    if let (Some(length), "mo" | "mos" | "yr") =
        (number.and_then(|n| whole_length(n, spot.word(0))), spot.word(0))
    {
        let message = months_message(spot.word(0), &format!("{} {length}", spot.word(-2)));
        let at = spot.ranges(-1, 0);
        return Some(Mistake::new(Code::MonthsDiffer, at.clone(), message).guess(at, length));
    }
    let right =
        format!("{} {} {}", spot.word(-2), spot.word(-1), if number == Some(1) { "day" } else { "days" });
    if matches!(
        spot.word(0),
        "hour" | "hours" | "minute" | "minutes" | "h" | "d" | "w" | "wk" | "Days" | "Weeks"
    ) {
        return Some(other_unit(spot));
    }
    let message = format!("Say which unit, days or weeks: `{right}`.");
    Some(Mistake::new(Code::BadLength, spot.range(-1), message).guess(spot.gap(), " days"))
}

/// `within 24 hours`
fn other_unit(spot: &Spot<'_>) -> Mistake {
    let number: u64 = spot.word(-1).parse().unwrap_or(1);
    let length = match spot.word(0) {
        "hour" | "hours" | "h" if number <= 24 => "1 day".to_owned(),
        "hour" | "hours" | "h" => format!("{} days", number.div_ceil(24)),
        "minute" | "minutes" => "1 day".to_owned(),
        "w" | "wk" | "Weeks" => format!("{number} weeks"),
        _ => format!("{number} days"),
    };
    let message = format!("Windows are in days or weeks: `{} {length}`.", spot.word(-2));
    let at = spot.ranges(-1, 0);
    Mistake::new(Code::BadLength, at.clone(), message).guess(at, length)
}

/// `within a month`, `within the last two weeks`
pub(super) fn length_in_words(spot: &Spot<'_>) -> Option<Mistake> {
    // A name may stand for a length, so it is noticed at the second word.
    let within = spot.backwards().take(4).find(|offset| spot.word(*offset) == "within")?;
    let first = if spot.word(within + 1) == "next" { within + 2 } else { within + 1 };
    let idle = |offset: isize| matches!(spot.word(offset), "the" | "last" | "past" | "previous" | "this");
    let said = (first..first + 3).find(|offset| !idle(*offset))?;
    let (number, unit) = match number_word(spot.word(said)) {
        Some(number) => (number, said + 1),
        None if said > first => (1, said),
        None => return None,
    };
    let length = whole_length(number, spot.word(unit))?;
    let right = format!("{} {length}", spot.phrase(within, first - 1));
    let (code, message) = match spot.word(unit) {
        "day" | "days" | "week" | "weeks" => {
            (Code::BadLength, format!("A length is a number and its unit: `{right}`."))
        }
        other => (Code::MonthsDiffer, months_message(other, &right)),
    };
    let at = spot.ranges(first, unit);
    Some(Mistake::new(code, at.clone(), message).guess(at, length))
}

/// `within 30days`, `within 6m`
pub(super) fn glued_length(spot: &Spot<'_>) -> Option<Mistake> {
    let opener = matches!(spot.word(-1), "within" | "over" | "every" | "kept" | "than")
        || (spot.word(-1) == "next" && spot.word(-2) == "within");
    let written = spot.word(0);
    let (digits, unit) = written.split_at_checked(written.find(|c: char| !c.is_ascii_digit())?)?;
    if !opener || !spot.is(0, TokenKind::Number) {
        return None;
    }
    let length = whole_length(digits.parse().ok()?, unit)?;
    let right = format!("{} {length}", spot.word(-1));
    let (code, message) = match unit {
        "d" | "day" | "days" | "w" | "week" | "weeks" => {
            (Code::BadLength, format!("Between a number and its unit stands a space: `{right}`."))
        }
        other => (Code::MonthsDiffer, months_message(other, &right)),
    };
    Some(Mistake::new(code, spot.range(0), message).guess(spot.range(0), length))
}

/// `30 days` for `1` and `month`.
fn whole_length(number: u64, unit: &str) -> Option<String> {
    let days = |each: u64| number.saturating_mul(each);
    Some(match unit {
        "d" | "day" | "days" if number == 1 => "1 day".to_owned(),
        "d" | "day" | "days" => format!("{number} days"),
        "w" | "week" | "weeks" if number == 1 => "1 week".to_owned(),
        "w" | "week" | "weeks" => format!("{number} weeks"),
        "m" | "mo" | "mos" | "month" | "months" => format!("{} days", days(30)),
        "q" | "quarter" | "quarters" => format!("{} days", days(90)),
        "y" | "yr" | "year" | "years" => format!("{} days", days(365)),
        _ => return None,
    })
}

fn months_message(unit: &str, right: &str) -> String {
    let unit = match unit.chars().next() {
        Some('q') => "Quarters",
        Some('y') => "Years",
        _ => "Months",
    };
    format!("{unit} differ in length, so windows are in days or weeks: `{right}`.")
}

fn number_word(word: &str) -> Option<u64> {
    const WORDS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match word {
        "a" | "an" => Some(1),
        _ => WORDS.iter().position(|known| *known == word).and_then(|at| u64::try_from(at + 1).ok()),
    }
}

/// `count of visits >= 3 within 30 days`
pub(super) fn late_window(spot: &Spot<'_>) -> Option<Mistake> {
    if !matches!(spot.word(0), "within" | "since") {
        return None;
    }
    let operator = spot
        .backwards()
        .take(4)
        .find(|offset| matches!(spot.word(*offset), ">=" | "<=" | ">" | "<" | "is" | "="))?;
    let start = spot.backwards().take(14).find(|offset| {
        matches!((spot.word(*offset), spot.word(offset + 1)), ("count" | "sum", "of") | ("days", "with"))
    })?;
    let last = if spot.word(0) == "since" { 1 } else { 2 };
    let (comparison, window) = (spot.phrase(operator, -1), spot.phrase(0, last));
    let right = format!("{} {window} {comparison}", spot.phrase(start, operator - 1));
    let message = format!("The window stands before the comparison: `{right}`.");
    let at = spot.ranges(operator, last);
    let mistake = Mistake::new(Code::Unreadable, spot.ranges(0, last), message);
    (start < operator).then(|| mistake.fix("Move the window", at, format!("{window} {comparison}")))
}

/// `visits within 30 days >= 3`
pub(super) fn events_without_count(spot: &Spot<'_>) -> Option<Mistake> {
    let compares = matches!(spot.word(0), ">=" | "<=" | ">" | "<" | "=" | "==" | "between");
    let window = spot.word(-3) == "within" && spot.is(-2, TokenKind::Number) && spot.is_name(-4);
    if !compares || !window || matches!(spot.word(-5), "of" | "with" | "in") {
        return None;
    }
    let right = format!("count of {}", spot.phrase(-4, 1));
    let message = format!("`{}` are events, not a number. Count them: `{right}`.", spot.word(-4));
    let start = spot.range(-4).start;
    let mistake = Mistake::new(Code::EventIsNotANumber, spot.range(-4), message);
    Some(mistake.fix("Add `count of`", start..start, "count of "))
}

/// `ended between 60 and 365 days ago`, `ended 60 to 365 days ago`, `ended older than 60 days`
pub(super) fn stretch_of_past_days(spot: &Spot<'_>) -> Option<Mistake> {
    let is_unit = |offset: isize| matches!(spot.word(offset), "days" | "day" | "weeks" | "week");
    let start = spot.backwards().take(7).find(|offset| {
        let number = offset + 1 + isize::from(spot.word(offset + 1) == "between");
        let joined = matches!(spot.word(number + 1), "and" | "to" | "-");
        let counted = spot.is(number, TokenKind::Number) && spot.is(number + 2, TokenKind::Number);
        spot.is_name(*offset) && joined && counted && is_unit(number + 3) && spot.word(number + 4) == "ago"
    })?;
    let first = start + 1 + isize::from(spot.word(start + 1) == "between");
    let fact = spot.word(start);
    let nearest: u32 = spot.word(first).parse().ok()?;
    let unit = spot.word(first + 3);
    let right = format!(
        "{fact} more than {} {unit} ago and {fact} within {} {unit}",
        nearest.saturating_sub(1),
        spot.word(first + 2)
    );
    let message = format!("A stretch of past days is two tests: `{right}`.");
    let at = spot.ranges(start, first + 4);
    Some(Mistake::new(Code::Incomplete, at.clone(), message).guess(at, format!("({right})")))
}

/// `ended older than 60 days`
pub(super) fn older_than(spot: &Spot<'_>) -> Option<Mistake> {
    let old = (-1..=1).find(|offset| {
        matches!(spot.word(*offset), "older" | "earlier" | "longer") && spot.word(offset + 1) == "than"
    })?;
    let length = format!("{} {}", spot.word(old + 2), spot.word(old + 3));
    if !spot.is(old + 2, TokenKind::Number) || !spot.is_name(old - 1) {
        return None;
    }
    let message = format!(
        "How long ago something was is asked like this: `{} more than {length} ago`.",
        spot.word(old - 1)
    );
    let last = if spot.word(old + 4) == "ago" { old + 4 } else { old + 3 };
    let at = spot.ranges(old, last);
    Some(Mistake::new(Code::Incomplete, at.clone(), message).fix(
        "Write `more than ... ago`",
        at,
        format!("more than {length} ago"),
    ))
}
