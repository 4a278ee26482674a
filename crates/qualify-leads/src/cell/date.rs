//! A cell in the usual form of dates to a day: `2026-03-02`, `2026-03-02T14:22:05.123+02:00`.

use jiff::civil::{DateTime, Time};
use qualify_plan::Date;

use crate::zone::Zone;

/// Between 0001-01-01 and 9999-01-01 every moment in UTC is on the day that is written.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_532;

/// Reads `YYYY-MM-DD`, alone or with a time of day; a time with an offset is first moved to the zone.
pub(super) fn read(text: &str, zone: &Zone) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10)?;
    let date = Date::parse(day)?;
    let Some(clock) = rest.strip_prefix(['T', ' ']) else {
        return rest.is_empty().then_some(date);
    };
    let (time, rest) = read_time(clock)?;
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    if rest.is_empty() {
        return Some(date);
    }
    let offset = read_offset(rest)?;
    // Moments at the end of time are left to the calendar.
    if offset == 0 && zone.is_utc() && (FIRST_DAY..LAST_DAY).contains(&date.day_number()) {
        return Some(date);
    }
    zone.day_of(civil(day, time)?, offset)
}

fn civil(day: &str, time: Time) -> Option<DateTime> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(day.to_datetime(time))
}

/// Takes `hh:mm[:ss[.fff]]` off the front.
fn read_time(clock: &str) -> Option<(Time, &str)> {
    let (hour, rest) = two_digits(clock)?;
    let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => two_digits(rest)?,
        None => return Some((Time::new(hour, minute, 0, 0).ok()?, rest)),
    };
    let time = Time::new(hour, minute, second, 0).ok()?;
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some((time, rest));
    };
    let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < fraction.len()).then_some((time, after))
}

/// `Z`, `UTC`, `+02:00`, `+0200` or `+02` to seconds.
fn read_offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "UTC") {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, rest) = two_digits(digits)?;
    let minutes = match rest.strip_prefix(':').unwrap_or(rest) {
        "" if rest.is_empty() => 0,
        minutes => two_digits(minutes).filter(|(_, rest)| rest.is_empty())?.0,
    };
    let is_offset = hours < 24 && minutes < 60;
    is_offset.then(|| sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
}

fn two_digits(text: &str) -> Option<(i8, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, zone: &str) -> Option<String> {
        read(text, &Zone::named(zone).unwrap()).map(|date| date.to_string())
    }

    #[test]
    fn reads_days_with_and_without_a_time() {
        for text in [
            "2026-03-02",
            "2026-03-02 14:22",
            "2026-03-02T14:22:11",
            "2026-03-02 23:59:59.999999",
            "2026-03-02T14:22:11.000Z",
            "2026-03-02 08:18:16.519000 UTC",
            "2026-03-02T23:59:00+00:00",
            "2026-03-02T01:30:00 +0130",
            "2026-03-02T22:00:00-01",
        ] {
            assert_eq!(day(text, "UTC").as_deref(), Some("2026-03-02"), "{text}");
        }
    }

    #[test]
    fn moves_moments_across_midnight() {
        for (text, zone, date) in [
            ("2026-03-02T23:30:00Z", "Europe/Oslo", "2026-03-03"),
            ("2026-07-02T22:30:00Z", "Europe/Oslo", "2026-07-03"),
            ("2026-03-02T22:30:00Z", "Europe/Oslo", "2026-03-02"),
            ("2026-03-02T00:30:00+01:00", "UTC", "2026-03-01"),
            ("2026-03-02T20:00:00-05:00", "UTC", "2026-03-03"),
            ("2026-03-02T04:00:00Z", "America/New_York", "2026-03-01"),
            ("2026-03-02T23:30:00", "Asia/Tokyo", "2026-03-02"),
        ] {
            assert_eq!(day(text, zone).as_deref(), Some(date), "{text} in {zone}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "2026-02-30",
            "2026-3-2",
            "02/03/2026",
            "20260302",
            "2026-03-02T",
            "2026-03-02 3:15:52",
            "2026-03-02 24:01",
            "2026-03-02 12:60",
            "2026-03-02 12:30:",
            "2026-03-02 12:30:00.",
            "2026-03-02 12:30 CET",
            "2026-03-02T12:30:00+2",
            "2026-03-02T12:30:00+02:",
            "2026-03-02T12:30:00+24:00",
            "2026-03-02  12:30",
            "2026-03-02X",
            "2026-03-0é",
            "0000-01-01T00:00:00+14:00",
            "9999-12-31T23:59:00-14:00",
        ] {
            assert_eq!(day(text, "UTC"), None, "{text}");
        }
    }
}
