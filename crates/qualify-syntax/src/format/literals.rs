//! A literal becomes its canonical text.

use crate::ast::{LengthUnit, Literal, LiteralKind};

/// The canonical text of a literal, its words as written.
pub fn literal(literal: &Literal) -> String {
    match &literal.kind {
        LiteralKind::Number(number) => grouped(number),
        LiteralKind::Percent(number) => format!("{}%", grouped(number)),
        LiteralKind::Money { amount, currency } => format!("{} {currency}", grouped(amount)),
        LiteralKind::Date(date) => date.clone(),
        LiteralKind::Length { number, unit } => length(number, *unit),
        LiteralKind::Text(text) => format!("\"{text}\""),
        LiteralKind::Yes => "yes".to_owned(),
        LiteralKind::No => "no".to_owned(),
        LiteralKind::Name(name) => name.clone(),
    }
}

/// `1 point`, `2 points`, `hot_points points`.
pub(super) fn points(points: &Literal) -> &'static str {
    if is_one(points) { "point" } else { "points" }
}

/// Whether it is the number 1.
pub(super) fn is_one(literal: &Literal) -> bool {
    matches!(&literal.kind, LiteralKind::Number(number) if number == "1")
}

fn length(number: &str, unit: LengthUnit) -> String {
    let unit = match (unit, number) {
        (LengthUnit::Days, "1") => "day",
        (LengthUnit::Days, _) => "days",
        (LengthUnit::Weeks, "1") => "week",
        (LengthUnit::Weeks, _) => "weeks",
    };
    format!("{} {unit}", grouped(number))
}

/// Puts `_` between groups of three digits before the point, from five digits on.
fn grouped(number: &str) -> String {
    let (sign, unsigned) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let end = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    let (whole, rest) = unsigned.split_at(end);
    format!("{sign}{}{rest}", groups(whole))
}

fn groups(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_five_on() {
        let cases = [
            ("2000", "2000"),
            ("20000", "20_000"),
            ("-1234567.25", "-1_234_567.25"),
            ("20000k", "20_000k"),
            ("1.5M", "1.5M"),
            ("0.00005", "0.00005"),
        ];
        for (written, canonical) in cases {
            assert_eq!(grouped(written), canonical);
        }
    }
}
