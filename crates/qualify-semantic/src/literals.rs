//! Written numbers, dates and lengths become values.

use qualify_plan::{Date, Decimal};
use qualify_syntax::ast::LengthUnit;

/// Reads a written number: digits, perhaps a sign, a point and `k` or `M`; none if it is out of range or finer than
/// four decimals.
///
/// ```
/// # use qualify_semantic::literals::number;
/// assert_eq!(number("1.5M").unwrap().to_string(), "1500000");
/// assert_eq!(number("123456789012345"), None);
/// ```
pub fn number(written: &str) -> Option<Decimal> {
    let (digits, zeros) = match written.strip_suffix('k') {
        Some(digits) => (digits, 3),
        None => written.strip_suffix('M').map_or((written, 0), |digits| (digits, 6)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 4 + zeros || whole.len() > 20 {
        return None;
    }
    let joined: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = u32::try_from(4 + zeros - fraction.len()).ok()?;
    Decimal::from_units(joined.checked_mul(10_i128.checked_pow(places)?)?)
}

/// Reads a written length in days, if it is 1 to 3650 of them.
pub fn days(number: &str, unit: LengthUnit) -> Option<u32> {
    let number: u32 = number.parse().ok()?;
    let days = match unit {
        LengthUnit::Days => number,
        LengthUnit::Weeks => number.checked_mul(7)?,
    };
    (1..=3650).contains(&days).then_some(days)
}

/// Reads `YYYY-MM-DD`, if the calendar has that day.
pub fn date(written: &str) -> Option<Date> {
    Date::parse(written)
}

/// The number that an English word names, for messages that offer the digits.
pub fn number_word(word: &str) -> Option<u32> {
    let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let tens =
        [("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("hundred", 100), ("thousand", 1000)];
    let word = word.to_lowercase();
    let small = words.iter().position(|candidate| *candidate == word).and_then(|n| u32::try_from(n).ok());
    small.or_else(|| tens.iter().find(|(candidate, _)| *candidate == word).map(|(_, n)| *n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_and_signs() {
        let read = |text: &str| number(text).map(|n| n.to_string());
        assert_eq!(read("20k").as_deref(), Some("20000"));
        assert_eq!(read("-0.5k").as_deref(), Some("-500"));
        assert_eq!(read("1.2345678M").as_deref(), Some("1234567.8"));
        assert_eq!(read("0.00001"), None);
        assert_eq!(read("99999999999999.9999").as_deref(), Some("99999999999999.9999"));
        assert_eq!(read("100000000M"), None);
        assert_eq!(read("-0.25").as_deref(), Some("-0.25"));
    }

    #[test]
    fn lengths_end_at_ten_years() {
        assert_eq!(days("2", LengthUnit::Weeks), Some(14));
        assert_eq!(days("0", LengthUnit::Days), None);
        assert_eq!(days("3650", LengthUnit::Days), Some(3650));
        assert_eq!(days("3651", LengthUnit::Days), None);
        assert_eq!(days("99999999999999", LengthUnit::Weeks), None);
    }
}
