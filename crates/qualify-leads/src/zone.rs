//! The time zone in which a moment falls on a day.

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

    /// The day in this zone of a local time that is `offset` seconds ahead of UTC.
    pub(crate) fn day_of(&self, local: DateTime, offset: i32) -> Option<Date> {
        let moment: Timestamp = Offset::from_seconds(offset).ok()?.to_timestamp(local).ok()?;
        let day = self.0.to_datetime(moment).date();
        Date::from_ymd(day.year(), day.month(), day.day())
    }
}
