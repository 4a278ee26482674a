//! The time zone in which a moment falls on a day.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use qualify_plan::Date;

/// A time zone of the bundled database; the default is UTC.
///
/// ```
/// # use qualify_leads::Zone;
/// assert!(Zone::named("Europe/Oslo").is_ok());
/// assert!(Zone::named("Mars/Olympus").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone of a name such as `Europe/Oslo` or `UTC`, or a sentence that says that there is none.
    pub fn named(name: &str) -> Result<Self, String> {
        TimeZone::get(name).map(Self).map_err(|_| {
            format!("There is no time zone `{name}`. Zones are named after places, such as `Europe/Oslo`, or `UTC`.")
        })
    }

    /// Whether days begin here when they begin in UTC.
    pub(crate) fn is_utc(&self) -> bool {
        self.0 == TimeZone::UTC
    }

    /// How many seconds this zone is ahead of UTC at a second since 1970, and from which second on until before which.
    pub(crate) fn offset_at(&self, second: i64) -> Option<(Range<i64>, i64)> {
        let moment = Timestamp::from_second(second).ok()?;
        let offset = self.0.to_offset(moment).seconds();
        let next = Timestamp::from_second(second + 1).ok()?;
        let from = self.0.preceding(next).next().map_or(i64::MIN, |change| change.timestamp().as_second());
        let to = self.0.following(moment).next().map_or(i64::MAX, |change| change.timestamp().as_second());
        Some((from..to, i64::from(offset)))
    }

    /// The day in this zone of a local time that is `offset` seconds ahead of UTC.
    pub(crate) fn day_of(&self, local: DateTime, offset: i32) -> Option<Date> {
        let moment: Timestamp = Offset::from_seconds(offset).ok()?.to_timestamp(local).ok()?;
        let day = self.0.to_datetime(moment).date();
        Date::from_ymd(day.year(), day.month(), day.day())
    }
}
