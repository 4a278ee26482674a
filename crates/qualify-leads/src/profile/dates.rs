//! Values to the formats of dates that read all of them.

use std::sync::LazyLock;

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

/// A format with its text.
struct Known {
    text: String,
    order: Order,
    format: DateFormat,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let spelled = FORMATS.iter().flat_map(|(format, order)| {
        let other = Some(format.replace('/', "-")).filter(|other| other != format);
        std::iter::once((*format).to_owned()).chain(other).map(move |format| (format, *order))
    });
    let all = spelled.flat_map(|(day, order)| TIMES.map(|time| (format!("{day}{time}"), order)));
    all.filter_map(|(text, order)| Some(Known { format: DateFormat::parse(&text).ok()?, text, order }))
        .collect()
});

/// The formats that every value so far fits; `None` before the first value.
#[derive(Debug, Default)]
pub(super) struct DateFormats {
    left: Option<Vec<usize>>,
}

impl DateFormats {
    /// Drops the formats that do not fit the value.
    pub(super) fn keep_fitting(&mut self, value: &str) {
        let left = self.left.get_or_insert_with(|| (0..KNOWN.len()).collect());
        let fits = |known: &Known| known.format.read(value).is_some_and(is_likely);
        left.retain(|index| KNOWN.get(*index).is_some_and(fits));
    }

    /// The type that reads all values, if one of the formats does.
    pub(super) fn guess(&self) -> Option<Guess> {
        let left = self.left.as_ref()?;
        let first = |order| {
            let mut known = left.iter().filter_map(|index| KNOWN.get(*index));
            known.find(|known| known.order == order).map(|known| known.text.clone())
        };
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
