//! Values to the formats of dates that read all of them.

use qualify_plan::{Date, DateFormat};

use crate::profile::Guess;

/// Days before months, months before days, or no way to mistake one for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    DayMonth,
    MonthDay,
    Clear,
}

/// Formats in use, stricter ones first, `/` standing for `/` and `-`.
const FORMATS: [(&str, Order); 15] = [
    ("YYYY/MM/DD", Order::Clear),
    ("YYYYMMDD", Order::Clear),
    ("DD.MM.YYYY", Order::Clear),
    ("D.M.YYYY", Order::Clear),
    ("DD MMM YYYY", Order::Clear),
    ("D MMM YYYY", Order::Clear),
    ("DD MMM, YYYY", Order::Clear),
    ("D MMM, YYYY", Order::Clear),
    ("DD/MMM/YYYY", Order::Clear),
    ("MMM DD, YYYY", Order::Clear),
    ("MMM D, YYYY", Order::Clear),
    ("DD/MM/YYYY", Order::DayMonth),
    ("D/M/YYYY", Order::DayMonth),
    ("MM/DD/YYYY", Order::MonthDay),
    ("M/D/YYYY", Order::MonthDay),
];

const TIMES: [&str; 4] = ["", " hh:mm", " hh:mm:ss", ", hh:mm"];

/// The formats that every value so far fits.
#[derive(Debug)]
pub(super) struct DateFormats {
    left: Vec<(String, Order, DateFormat)>,
}

impl Default for DateFormats {
    fn default() -> Self {
        let spelled = FORMATS.iter().flat_map(|(format, order)| {
            let other = Some(format.replace('/', "-")).filter(|other| other != format);
            std::iter::once((*format).to_owned()).chain(other).map(move |format| (format, *order))
        });
        let all = spelled.flat_map(|(day, order)| TIMES.map(|time| (format!("{day}{time}"), order)));
        let left =
            all.filter_map(|(text, order)| DateFormat::parse(&text).ok().map(|format| (text, order, format)));
        Self { left: left.collect() }
    }
}

impl DateFormats {
    /// Drops the formats that do not fit the value.
    pub(super) fn keep_fitting(&mut self, value: &str) {
        self.left.retain(|(_, _, format)| format.read(value).is_some_and(is_likely));
    }

    /// The type that reads all values, if one of the formats does.
    pub(super) fn guess(&self) -> Option<Guess> {
        let first =
            |order| self.left.iter().find(|(_, other, _)| *other == order).map(|(text, _, _)| text.clone());
        if let Some(format) = first(Order::Clear) {
            return Some(Guess::Date(Some(format)));
        }
        match (first(Order::DayMonth), first(Order::MonthDay)) {
            (Some(day_first), Some(month_first)) => Some(Guess::DateEitherWay(day_first, month_first)),
            (Some(format), None) | (None, Some(format)) => Some(Guess::Date(Some(format))),
            (None, None) => None,
        }
    }
}

/// Numbers of eight digits are not taken for days of other centuries.
fn is_likely(date: Date) -> bool {
    let of = |year| Date::from_ymd(year, 1, 1);
    of(1900) <= Some(date) && Some(date) < of(2200)
}
