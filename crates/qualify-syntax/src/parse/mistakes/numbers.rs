//! Numbers, amounts, dates and windows in other spellings.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// Signs of currencies, with the code that each most often means.
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("₺", "TRY"),
];

/// Codes that people write in small letters.
const CURRENCIES: &[&str] = &[
    "USD", "EUR", "GBP", "JPY", "INR", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF",
    "BRL", "MXN", "ZAR", "SGD", "HKD", "CNY", "KRW", "TRY", "ILS", "AED", "THB",
];

/// Whether three capitals are a currency that people know.
pub(super) fn is_currency(word: &str) -> bool {
    CURRENCIES.contains(&word)
}

/// Digits in groups of three: `20000` is `20_000`.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits
        .split_at_checked(digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len()))
        .unwrap_or((digits, ""));
    if whole.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text + rest
}

/// The number at `offset` with the groups of three that commas cut off it: its digits, and how many tokens it takes.
fn joined(spot: &Spot<'_>, offset: isize) -> Option<(String, isize)> {
    if !spot.is(offset, TokenKind::Number) {
        return None;
    }
    let (mut digits, mut length) = (spot.word(offset).replace('_', ""), 1);
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    while is_plain(&digits) {
        let next = offset + length;
        if spot.word(next) == "," && is_group(spot, next + 1) && spot.touches(next + 1) && spot.touches(next)
        {
            digits.push_str(spot.word(next + 1));
            length += 2;
        } else if is_group(spot, next) && !spot.begins_line(next) && digits.len() <= 12 {
            digits.push_str(spot.word(next));
            length += 1;
        } else {
            break;
        }
    }
    Some((digits, length))
}

/// Whether a number begins with three digits and no more, as what follows a comma in a number does.
fn is_group(spot: &Spot<'_>, offset: isize) -> bool {
    let word = spot.word(offset);
    spot.is(offset, TokenKind::Number) && word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()) == 3
}

/// `20,000 USD`
pub(super) fn comma_in_number(spot: &Spot<'_>) -> Option<Mistake> {
    let (digits, length) = joined(spot, 0).filter(|(_, length)| *length > 1)?;
    let unit = if spot.is_name(length) && spot.word(length).len() == 3 {
        format!(" {}", spot.word(length))
    } else {
        String::new()
    };
    let short = digits.strip_suffix("000").map(|digits| format!(" or `{digits}k{unit}`")).unwrap_or_default();
    let number = grouped(&digits);
    let sign = if spot.word(1) == "," { "commas" } else { "spaces" };
    let message =
        format!("Numbers have no {sign} here, because {sign} separate values: `{number}{unit}`{short}.");
    let at = spot.ranges(0, length - 1);
    Some(Mistake::new(Code::CommaInNumber, at.clone(), message).fix(format!("Write `{number}`"), at, number))
}

/// `1.000.000 EUR`
pub(super) fn points_in_number(spot: &Spot<'_>) -> Option<Mistake> {
    let (whole, group) = spot.word(0).split_once('.').filter(|_| spot.is(0, TokenKind::Number))?;
    let is_next = |at: isize| {
        spot.word(at) == "." && spot.touches(at) && spot.touches(at + 1) && is_group(spot, at + 1)
    };
    let last = (1..9).step_by(2).take_while(|at| is_next(*at)).last()? + 1;
    let is_whole = whole.bytes().all(|byte| byte.is_ascii_digit()) && group.len() == 3;
    let digits: String = spot.phrase(0, last).chars().filter(char::is_ascii_digit).collect();
    let number = grouped(&digits);
    let message =
        format!("Numbers have no points between thousands, because a point begins the fraction: `{number}`.");
    let at = spot.ranges(0, last);
    let mistake = Mistake::new(Code::CommaInNumber, at.clone(), message);
    is_whole.then(|| mistake.fix(format!("Write `{number}`"), at, number))
}

/// `$20000`, `20k €`
pub(super) fn currency_sign(spot: &Spot<'_>) -> Option<Mistake> {
    let (sign, code) = SIGNS.iter().find(|(sign, _)| *sign == spot.word(0))?;
    let (digits, from, to) = match joined(spot, 1) {
        Some((digits, length)) => (digits, 0, length),
        None if spot.is(-1, TokenKind::Number) => (spot.word(-1).replace('_', ""), -1, 0),
        None => return None,
    };
    let next = spot.word(to + 1);
    let (to, code) = if is_currency(next) { (to + 1, next) } else { (to, *code) };
    let amount = format!("{} {code}", grouped(&digits));
    let message = match *sign {
        "$" => format!("`$` could be several currencies. Write `{amount}` (or CAD, AUD ...)."),
        _ => format!("Currencies are three capitals after the number. Write `{amount}` for `{sign}`."),
    };
    let mistake = Mistake::new(Code::CurrencySign, spot.ranges(from, to), message);
    Some(mistake.guess(spot.ranges(from, to), amount))
}

/// `20k usd`
pub(super) fn lower_case_currency(spot: &Spot<'_>) -> Option<Mistake> {
    let code = spot.word(0).to_uppercase();
    if !is_currency(&code) || !(spot.is(-1, TokenKind::Number) || spot.word(-1) == "in") {
        return None;
    }
    let message = format!("Currencies are three capitals: `{} {code}`.", spot.word(-1));
    Some(Mistake::new(Code::CurrencySign, spot.range(0), message).fix(
        format!("Write `{code}`"),
        spot.range(0),
        code,
    ))
}

/// `within 1 month`
pub(super) fn months_differ(spot: &Spot<'_>) -> Option<Mistake> {
    let number: u64 = spot.word(0).parse().ok().filter(|_| spot.is(0, TokenKind::Number))?;
    let days = match spot.word(1) {
        "month" | "months" => 30,
        "quarter" | "quarters" => 90,
        "year" | "years" => 365,
        _ => return None,
    };
    let days = number.saturating_mul(days);
    let before = match spot.word(-1) {
        word @ ("within" | "every" | "over" | "kept" | "than" | "as") => format!("{word} "),
        "next" => "within next ".to_owned(),
        _ => String::new(),
    };
    let unit = capitalised(spot.word(1).trim_end_matches('s'));
    let message =
        format!("{unit}s differ in length, so windows are in days or weeks: `{before}{days} days`.");
    let at = spot.ranges(0, 1);
    Some(Mistake::new(Code::MonthsDiffer, at.clone(), message).guess(at, format!("{days} days")))
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

/// `80 percent`, `80 %`
pub(super) fn percent_in_words(spot: &Spot<'_>) -> Option<Mistake> {
    let sign = spot.word(1) == "%" && !spot.touches(1);
    if !spot.is(0, TokenKind::Number) || !(sign || matches!(spot.word(1), "percent" | "pct")) {
        return None;
    }
    let right = format!("{}%", spot.word(0));
    let message = format!("Write a percentage with its sign, which touches the number: `{right}`.");
    let at = spot.ranges(0, 1);
    Some(Mistake::new(Code::PercentSign, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `03/02/2026`, `3.2.2026`, `2026/02/03`
pub(super) fn ambiguous_date(spot: &Spot<'_>) -> Option<Mistake> {
    let (parts, length) = date_parts(spot)?;
    let [first, second, third] = parts;
    let at = spot.ranges(0, length - 1);
    let written = spot.phrase(0, length - 1);
    let iso = |year: u32, month: u32, day: u32| format!("{year:04}-{month:02}-{day:02}");
    let sure = match parts {
        [1000..=9999, 1..=12, 1..=31] => Some(iso(first, second, third)),
        [13..=31, 1..=12, 1000..=9999] => Some(iso(third, second, first)),
        [1..=12, 13..=31, 1000..=9999] => Some(iso(third, first, second)),
        [1..=12, 1..=12, 1000..=9999] if first == second => Some(iso(third, first, second)),
        [1..=12, 1..=12, 1000..=9999] => None,
        _ => return None,
    };
    if let Some(date) = sure {
        let message = format!("Dates are written year, month, day: `{date}`.");
        let mistake = Mistake::new(Code::AmbiguousDate, at.clone(), message);
        return Some(mistake.fix(format!("Write `{date}`"), at, date));
    }
    let (one, other) = (iso(third, second, first), iso(third, first, second));
    let message = format!(
        "`{written}` could be `{one}` or `{other}`. Dates are written year, month, day: write the one you mean."
    );
    Some(Mistake::new(Code::AmbiguousDate, at.clone(), message).guess(at, one))
}

/// Three numbers with slashes or points between them, and the number of tokens that they take.
fn date_parts(spot: &Spot<'_>) -> Option<([u32; 3], isize)> {
    if !spot.is(0, TokenKind::Number) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().ok();
    if spot.word(1) == "/" && spot.word(3) == "/" && (1..5).all(|n| spot.touches(n)) {
        return Some(([number(spot.word(0))?, number(spot.word(2))?, number(spot.word(4))?], 5));
    }
    let (day, month) = spot.word(0).split_once('.')?;
    if spot.word(1) != "." || !spot.touches(1) || !spot.touches(2) {
        return None;
    }
    Some(([number(day)?, number(month)?, number(spot.word(2))?], 3))
}

/// `50 <= employees <= 200`
pub(super) fn fact_first(spot: &Spot<'_>) -> Option<Mistake> {
    let (low, next) = value_at(spot, 0)?;
    let left = spot.word(next);
    if !matches!(left, "<" | "<=" | ">" | ">=" | "=" | "==") || !spot.is_name(next + 1) {
        return None;
    }
    let fact = spot.word(next + 1);
    let both = value_at(spot, next + 3).filter(|_| matches!(spot.word(next + 2), "<" | "<=" | ">" | ">="));
    let (right, last) = match both {
        Some((high, end)) => (both_ends(fact, left, spot.word(next + 2), &low, &high), end - 1),
        None => (format!("{fact} {} {low}", turned(left)), next + 1),
    };
    let note = if right.contains(" between ") { " (both ends included)" } else { "" };
    let message = format!("Put the fact first: `{right}`{note}.");
    let at = spot.ranges(0, last);
    Some(Mistake::new(Code::FactFirst, at.clone(), message).fix(format!("Write `{right}`"), at, right))
}

/// `low left fact right high` with the fact first.
fn both_ends(fact: &str, left: &str, right: &str, low: &str, high: &str) -> String {
    match (left, right) {
        ("<=", "<=") => format!("{fact} between {low} and {high}"),
        (">=", ">=") => format!("{fact} between {high} and {low}"),
        _ => format!("({fact} {} {low} and {fact} {right} {high})", turned(left)),
    }
}

fn turned(operator: &str) -> &'static str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => "is",
    }
}

/// A number with its sign and unit: its text, and the offset after it.
fn value_at(spot: &Spot<'_>, offset: isize) -> Option<(String, isize)> {
    let number = if spot.word(offset) == "-" && spot.touches(offset + 1) { offset + 1 } else { offset };
    if !spot.is(number, TokenKind::Number) {
        return None;
    }
    let unit = spot.word(number + 1);
    let has_unit = unit == "%" || (unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase()));
    let last = if has_unit { number + 1 } else { number };
    Some((spot.phrase(offset, last), last + 1))
}
