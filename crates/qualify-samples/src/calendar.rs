//! Days before and after one fixed day, in the spellings that customer databases export.
//!
//! The calendar is the usual proleptic one; the arithmetic on eras of 400 years follows Howard Hinnant,
//! "chrono-compatible low-level date algorithms" (2013).

/// A day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Day(pub i64);

/// The day on which all samples were "exported": 2026-03-02, a Monday.
pub const TODAY: Day = Day(20_514);

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Day {
    /// So many days before [`TODAY`]; a negative number is a day to come.
    #[must_use]
    pub fn ago(days: i64) -> Self {
        Self(TODAY.0.saturating_sub(days))
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn parts(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// `2026-03-02`
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `02-03-2026`
    #[must_use]
    pub fn day_first(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}-{month:02}-{year:04}")
    }

    /// `2-3-2026`
    #[must_use]
    pub fn day_first_short(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day}-{month}-{year}")
    }

    /// `2.3.2026`
    #[must_use]
    pub fn dotted(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day}.{month}.{year}")
    }

    /// `02 Mar, 2026 00:03:00`
    #[must_use]
    pub fn in_words(self) -> String {
        let (year, month, day) = self.parts();
        let at = usize::try_from(month - 1).unwrap_or_default();
        let name = MONTHS.get(at).copied().unwrap_or_default();
        format!("{day:02} {name}, {year} 00:03:00")
    }

    /// `2026-03-02 14:22:00.000`
    #[must_use]
    pub fn with_time(self, minute_of_day: u64) -> String {
        format!("{} {:02}:{:02}:00.000", self.iso(), minute_of_day / 60 % 24, minute_of_day % 60)
    }

    /// `2026-03-02T14:22:00Z`
    #[must_use]
    pub fn in_utc(self, minute_of_day: u64) -> String {
        format!("{}T{:02}:{:02}:00Z", self.iso(), minute_of_day / 60 % 24, minute_of_day % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_the_second_of_march() {
        assert_eq!(TODAY.iso(), "2026-03-02");
        assert_eq!(TODAY.day_first(), "02-03-2026");
        assert_eq!(TODAY.day_first_short(), "2-3-2026");
        assert_eq!(TODAY.dotted(), "2.3.2026");
        assert_eq!(TODAY.in_words(), "02 Mar, 2026 00:03:00");
        assert_eq!(TODAY.in_utc(862), "2026-03-02T14:22:00Z");
    }

    #[test]
    fn leap_days_and_turns_of_the_year() {
        assert_eq!(Day(0).iso(), "1970-01-01");
        assert_eq!(Day(11_016).iso(), "2000-02-29");
        assert_eq!(Day::ago(61).iso(), "2025-12-31");
        assert_eq!(Day::ago(-304).iso(), "2026-12-31");
    }
}
