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
        let of_century = Year { century: year / 100, year: year % 100 };
        let is_day = (0..=9999).contains(&year) && month >= 0 && of_century.has_day(month, day);
        is_day.then(|| Self(of_century.number(month, day)))
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
        const WRITTEN: u64 = u64::from_le_bytes(*b"0000-00-");
        // What has to be added to digits for all above nine to reach 128, and to what has to be nothing.
        const ABOVE: u64 = u64::from_le_bytes([0x76, 0x76, 0x76, 0x76, 0x7F, 0x76, 0x76, 0x7F]);
        const HIGHEST: u64 = 0x8080_8080_8080_8080;
        let (first, [d1, d2]) =
            bytes.split_first_chunk::<8>().and_then(|(first, rest)| Some((first, rest.first_chunk()?)))?;
        let digits = u64::from_le_bytes(*first) ^ WRITTEN;
        let [d1, d2] = [d1, d2].map(|digit| digit.wrapping_sub(b'0'));
        // Without branches: which cells are days would be guessed wrong.
        let is_written = (digits.wrapping_add(ABOVE) | digits) & HIGHEST == 0;
        let is_written = is_written & (d1 <= 9) & (d2 <= 9);
        // A digit and the one behind it become a number; no more than 99, so that none reaches into the next.
        let pairs = (digits & 0x000F_0F00_0F0F_0F0F).wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes();
        let [century, _, year, _, _, month, ..] = pairs.map(i32::from);
        let year = Year { century, year };
        let day = i32::from(d1) * 10 + i32::from(d2);
        let is_day = is_written & year.has_day(month, day);
        is_day.then(|| Self(year.number(month, day)))
    }
}

/// A year from 0 to 9999, as its first two digits and its last two: leap years are told by one of these alone.
#[derive(Clone, Copy)]
struct Year {
    century: i32,
    year: i32,
}

impl Year {
    #[inline]
    fn is_leap(self) -> bool {
        (if self.year == 0 { self.century } else { self.year }) & 3 == 0
    }

    #[inline]
    fn has_day(self, month: i32, day: i32) -> bool {
        const DAYS: [i32; 16] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
        let most = DAYS.get((month & 15) as usize).copied().unwrap_or(0);
        (month < 16) & (1 <= day) & (day <= most + i32::from((month == 2) & self.is_leap()))
    }

    /// Days since 1970-01-01 of a day that the year has.
    ///
    /// Before a year `y` lie `(y + 3) / 4 - (y + 99) / 100 + (y + 399) / 400` leap years, the first of them the year 0.
    #[inline]
    fn number(self, month: i32, day: i32) -> i32 {
        const BEFORE: [i32; 16] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 0, 0];
        let year = self.century * 100 + self.year;
        let centuries = self.century + i32::from(self.year > 0);
        let leap_years = (year + 3) / 4 - centuries + (centuries + 3) / 4;
        let before = BEFORE.get((month & 15) as usize).copied().unwrap_or(0);
        let leap_day = i32::from((month > 2) & self.is_leap());
        year * 365 + leap_years + before + leap_day + day - 719_529
    }
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
    fn any_other_byte_makes_no_day() {
        for (at, byte) in (0..10).flat_map(|at| (0..=u8::MAX).map(move |byte| (at, byte))) {
            let mut text = *b"2024-02-28";
            text[at] = byte;
            let part = |range: std::ops::Range<usize>| {
                let digits = std::str::from_utf8(&text[range]).ok()?;
                digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
            };
            let plainly = (text[4] == b'-' && text[7] == b'-').then(|| {
                let month_and_day = [part(5..7)?, part(8..10)?].map(|part: i16| part as i8);
                Date::from_ymd(part(0..4)?, month_and_day[0], month_and_day[1])
            });
            assert_eq!(Date::of_bytes(&text), plainly.flatten(), "{byte} at {at}");
        }
    }

    #[test]
    fn refuses_days_that_no_calendar_has() {
        for text in ["2023-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "+023-01-01", "2023-01-011", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
