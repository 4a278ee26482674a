//! Flags and the system's clock become the day on which leads are judged.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use qualify::leads::Zone;
use qualify::plan::Date;

use crate::stop::Stop;
use crate::terminal::text;
use crate::workspace::Workspace;

/// The day on which leads are judged, and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Today {
    /// The day.
    pub(crate) date: Date,
    source: Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Flag,
    Clock,
}

impl Today {
    /// The day of the flag, else the day it is now in the project's time zone (without one: in the system's).
    pub(crate) fn find(flag: Option<&str>, workspace: &Workspace) -> Result<Self, Stop> {
        match flag {
            Some(text) => Date::parse(text.trim())
                .map(|date| Self { date, source: Source::Flag })
                .ok_or_else(|| Stop::usage(no_day(text.trim()))),
            None => Ok(Self { date: now(workspace)?, source: Source::Clock }),
        }
    }

    /// `2026-03-02`, and whether nobody asked for that day.
    pub(crate) fn told(self) -> String {
        match self.source {
            Source::Flag => self.date.to_string(),
            Source::Clock => format!("{} (the day on the system's clock)", self.date),
        }
    }
}

/// Why a text is no day, and what to write instead.
fn no_day(given: &str) -> String {
    let flag = format!("`--today {}`", text::clean(given));
    let parts: Vec<&str> = given.split(['-', '.', '/']).map(str::trim).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let day = |year: i16, month: i16, day: i16| {
        Date::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    let meant = match numbers.as_deref() {
        Some([year, month, last]) if *year >= 1000 => day(*year, *month, *last).ok_or(()),
        // With dots the day comes first; with slashes nobody knows.
        Some([first, month, year]) if *year >= 1000 && given.contains('.') => {
            day(*year, *month, *first).ok_or(())
        }
        _ => {
            return format!(
                "{flag} is no day that I can read. Days are written year-month-day, as in `--today 2021-02-03`; without \
                 the flag it is the day on the system's clock."
            );
        }
    };
    match meant {
        Ok(date) => {
            format!("{flag} is not how days are written here. Write year-month-day: `--today {date}`.")
        }
        Err(()) => format!("{flag} is not a day of the calendar. Look at the month and the day."),
    }
}

fn now(workspace: &Workspace) -> Result<Date, Stop> {
    let zone = match &workspace.settings.timezone {
        Some(_) => zone_of(workspace)?.1,
        None => TimeZone::system(),
    };
    Ok(Date::from_civil(Timestamp::now().to_zoned(zone).date()))
}

/// The time zone of the project, in which moments fall on days.
pub(crate) fn zone(workspace: &Workspace) -> Result<Zone, Stop> {
    Ok(zone_of(workspace)?.0)
}

fn zone_of(workspace: &Workspace) -> Result<(Zone, TimeZone), Stop> {
    let Some(setting) = &workspace.settings.timezone else {
        return Ok((Zone::default(), TimeZone::UTC));
    };
    let fail = |message: String| Stop::usage(format!("{}: {message}", workspace.setting_place(setting.line)));
    let zone = Zone::named(&setting.text).map_err(fail)?;
    let again = TimeZone::get(&setting.text).map_err(|error| fail(error.to_string()))?;
    Ok((zone, again))
}
