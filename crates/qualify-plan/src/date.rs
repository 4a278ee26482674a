//! Calendar days as numbers.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day, kept as the number of days since 1970-01-01; years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The day of a year, month and day, if the calendar has it.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let [year, month, day] = [i32::from(year), i32::from(month), i32::from(day)];
        let is_day = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && 1 <= day
            && day <= days_in(year, month);
        is_day.then(|| Self(number(year, month, day)))
    }

    /// The day of jiff's date.
    pub fn from_civil(date: jiff::civil::Date) -> Self {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        Self(date.since(epoch).map_or(0, |span| span.get_days()))
    }

    fn to_civil(self) -> jiff::civil::Date {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().days(self.0))
    }

    /// Days since 1970-01-01.
    pub fn day_number(self) -> i32 {
        self.0
    }

    /// The day of a number of days since 1970-01-01; stays within the years 0 to 9999.
    pub fn from_day_number(number: i32) -> Self {
        Self(0).plus_days(number)
    }

    /// The day that is `days` later (earlier if negative); stays within the years 0 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        // 0000-01-01 is day -719,528 and 9999-12-31 is day 2,932,896.
        Self(self.0.saturating_add(days).clamp(-719_528, 2_932_896))
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of_bytes(text.as_bytes().try_into().ok()?)
    }

    /// Reads exactly `YYYY-MM-DD`, as bytes.
    #[inline]
    pub fn of_bytes(bytes: &[u8; 10]) -> Option<Self> {
        let [digits @ .., dash, m1, m2, other_dash, d1, d2] = bytes;
        let digit = |byte: &u8| i32::from(byte.wrapping_sub(b'0'));
        let [y1, y2, y3, y4] = digits.each_ref().map(digit);
        let [m1, m2, d1, d2] = [m1, m2, d1, d2].map(digit);
        let largest = [y1, y2, y3, y4, m1, m2, d1, d2].into_iter().fold(0, i32::max);
        let (year, month, day) = (y1 * 1_000 + y2 * 100 + y3 * 10 + y4, m1 * 10 + m2, d1 * 10 + d2);
        // Without branches: which cells are days would be guessed wrong.
        let is_written = (largest <= 9) & (*dash == b'-') & (*other_dash == b'-');
        let is_day = is_written & (1..=12).contains(&month) & (1 <= day) & (day <= days_in(year, month));
        is_day.then(|| Self(number(year, month, day)))
    }
}

fn days_in(year: i32, month: i32) -> i32 {
    const DAYS: [i32; 16] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
    let is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0));
    DAYS.get((month & 15) as usize).copied().unwrap_or(0) + i32::from((month == 2) & is_leap)
}

/// Days since 1970-01-01, counted in eras of 400 years that begin with March, so that a leap day is the last of its year.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn number(year: i32, month: i32, day: i32) -> i32 {
    let year = year - i32::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

impl fmt::Display for Date {
    /// `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.to_civil();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_it_reads() {
        for text in ["0000-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Date::parse("0000-01-01").unwrap().day_number(), -719_528);
        assert_eq!(Date::parse("9999-12-31").unwrap().day_number(), 2_932_896);
    }

    #[test]
    fn every_day_has_its_number() {
        let days = jiff::civil::Date::constant(0, 1, 1).series(jiff::Span::new().days(1));
        for (number, day) in (-719_528..=2_932_896).zip(days) {
            assert_eq!(Date::from_ymd(day.year(), day.month(), day.day()), Some(Date(number)), "{day}");
            if number % 7 == 0 {
                assert_eq!(Date::parse(&day.to_string()), Some(Date(number)), "{day}");
            }
        }
    }

    #[test]
    fn refuses_days_that_no_calendar_has() {
        for text in ["2023-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "+023-01-01", "2023-01-011", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
