//! Exact decimals: at most 14 digits before the point and 4 after it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact decimal number, kept as a count of ten-thousandths.
///
/// The language allows 14 digits before and 4 after the point, so every number fits into 60 bits.
///
/// ```
/// # use qualify_plan::Decimal;
/// assert_eq!(Decimal::parse("-2.50").unwrap().to_string(), "-2.5");
/// assert_eq!(Decimal::parse("1.23456"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
// INVARIANT: |ten-thousandths| < 10^18.
pub struct Decimal(i64);

impl Decimal {
    /// Ten-thousandths in one.
    pub const SCALE: i64 = 10_000;
    const LIMIT: i128 = 1_000_000_000_000_000_000;
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// One ten-thousandth: the step of the grid on which all numbers stand.
    pub const STEP: Self = Self(1);

    /// A whole number, if it has at most 14 digits.
    pub fn whole(n: i64) -> Option<Self> {
        Self::from_units(i128::from(n) * i128::from(Self::SCALE))
    }

    /// A number of ten-thousandths, if it is within the limits.
    pub fn from_units(units: i128) -> Option<Self> {
        let within = -Self::LIMIT < units && units < Self::LIMIT;
        within.then(|| i64::try_from(units).ok().map(Self)).flatten()
    }

    /// The number of ten-thousandths.
    pub fn units(self) -> i64 {
        self.0
    }

    /// The whole number it is, if it is one.
    pub fn to_whole(self) -> Option<i64> {
        (self.0 % Self::SCALE == 0).then_some(self.0 / Self::SCALE)
    }

    /// Reads an optional sign, digits, and at most 4 digits after a point; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, exact) = Self::parse_rounded(text)?;
        exact.then_some(number)
    }

    /// Reads like [`Decimal::parse`], but rounds more than 4 digits after the point half to even; says whether the
    /// text was exact.
    pub fn parse_rounded(text: &str) -> Option<(Self, bool)> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > 14 {
            return None;
        }
        let mut units =
            if whole.is_empty() { 0 } else { whole.parse::<i128>().ok()? } * i128::from(Self::SCALE);
        let mut weight = 1_000;
        for byte in fraction.bytes().take(4) {
            units += i128::from(byte - b'0') * weight;
            weight /= 10;
        }
        let rest = fraction.get(4..).unwrap_or_default().trim_end_matches('0');
        let half = rest == "5";
        if rest.as_bytes().first() >= Some(&b'5') && !(half && units % 2 == 0) {
            units += 1;
        }
        let signed = if negative { -units } else { units };
        Some((Self::from_units(signed)?, rest.is_empty()))
    }
}

impl fmt::Display for Decimal {
    /// Digits, without exponent, without zeros at the end of the fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        let scale = Self::SCALE.unsigned_abs();
        let fraction = format!("{:04}", units % scale);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{}{point}{fraction}", units / scale)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a decimal")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_to_even_at_four_decimals() {
        let read = |text: &str| Decimal::parse_rounded(text).unwrap().0.to_string();
        assert_eq!(read("0.00005"), "0");
        assert_eq!(read("0.00015"), "0.0002");
        assert_eq!(read("0.00025"), "0.0002");
        assert_eq!(read("0.000250001"), "0.0003");
        assert_eq!(read("-0.00015"), "-0.0002");
        assert_eq!(read("0.00014999"), "0.0001");
    }

    #[test]
    fn fourteen_digits_and_not_one_more() {
        assert_eq!(Decimal::parse("99999999999999.9999").unwrap().to_string(), "99999999999999.9999");
        assert_eq!(Decimal::parse("100000000000000"), None);
        assert_eq!(Decimal::parse_rounded("99999999999999.99999"), None);
        assert_eq!(Decimal::parse("000000000000000000001").unwrap().to_string(), "1");
    }

    #[test]
    fn refuses_what_is_not_a_plain_number() {
        for text in ["", "-", "+", ".5", "5.", "1e3", "1,000", " 1", "1 ", "--1", "0x1", "1.2.3", "١"] {
            assert_eq!(Decimal::parse_rounded(text), None, "{text}");
        }
    }
}
