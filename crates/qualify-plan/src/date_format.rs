//! Formats of dates: `"DD MMM, YYYY hh:mm:ss"` to a reader of such cells.

use crate::Date;

/// How a column writes its dates (the option `format`).
///
/// `YYYY`, `MM` and `DD` have exactly that many digits, `M` and `D` one or two; `MMM` is the English month in three
/// letters of any case; `hh`, `mm` and `ss` are two digits each that are read and dropped. All else stands for itself.
///
/// ```
/// # use qualify_plan::{Date, DateFormat};
/// let format = DateFormat::parse("DD MMM, YYYY hh:mm:ss").unwrap();
/// assert_eq!(format.read("15 Apr, 2021 00:03:00"), Date::from_ymd(2021, 4, 15));
/// assert_eq!(format.read("15 Apr, 2021"), None);
/// assert!(DateFormat::parse("DD/MM/YY").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
// INVARIANT: one year, one month and one day; no digit stands right behind an `M` or `D` of one letter.
pub struct DateFormat {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Literal(char),
    Year,
    Month(Digits),
    MonthName,
    Day(Digits),
    Hour,
    Minute,
    Second,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    Two,
    OneOrTwo,
}

/// What is written for each part; a longer one stands before its own beginnings.
const SPELLINGS: [(&str, Part); 9] = [
    ("YYYY", Part::Year),
    ("MMM", Part::MonthName),
    ("MM", Part::Month(Digits::Two)),
    ("M", Part::Month(Digits::OneOrTwo)),
    ("DD", Part::Day(Digits::Two)),
    ("D", Part::Day(Digits::OneOrTwo)),
    ("hh", Part::Hour),
    ("mm", Part::Minute),
    ("ss", Part::Second),
];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl DateFormat {
    /// Reads a format, or says in one sentence why it is none.
    pub fn parse(format: &str) -> Result<Self, String> {
        let parts = split(format);
        check_letters(&parts)?;
        check_counts(&parts)?;
        check_neighbours(&parts)?;
        Ok(Self { parts })
    }

    /// The day that a cell names, if the whole cell is written this way and the calendar has the day.
    pub fn read(&self, cell: &str) -> Option<Date> {
        let mut rest = cell;
        let (mut year, mut month, mut day) = (0, 0, 0);
        for part in &self.parts {
            match part {
                Part::Literal(letter) => rest = rest.strip_prefix(*letter)?,
                Part::Year => year = take_number(&mut rest, 4)?,
                Part::Month(digits) => month = take_digits(&mut rest, *digits)?,
                Part::MonthName => month = take_month(&mut rest)?,
                Part::Day(digits) => day = take_digits(&mut rest, *digits)?,
                Part::Hour => _ = take_number(&mut rest, 2).filter(|hour| *hour <= 24)?,
                Part::Minute => _ = take_number(&mut rest, 2).filter(|minute| *minute <= 59)?,
                Part::Second => _ = take_number(&mut rest, 2).filter(|second| *second <= 60)?,
            }
        }
        if !rest.is_empty() {
            return None;
        }
        Date::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }
}

fn split(format: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let spelled = SPELLINGS.iter().find_map(|(text, part)| Some((*part, rest.strip_prefix(text)?)));
        let (part, after) =
            spelled.unwrap_or((Part::Literal(letter), rest.get(letter.len_utf8()..).unwrap_or_default()));
        parts.push(part);
        rest = after;
    }
    parts
}

/// Letters that look like a part but are none, which would never match a cell.
fn check_letters(parts: &[Part]) -> Result<(), String> {
    if parts.contains(&Part::Literal('Y')) {
        return Err(
            "A year is written `YYYY`: all four digits, so that nobody has to guess the century.".into()
        );
    }
    let twice = |letter| parts.windows(2).any(|pair| pair == [Part::Literal(letter), Part::Literal(letter)]);
    for (letter, instead) in [('y', "YYYY"), ('d', "DD"), ('H', "hh"), ('S', "ss")] {
        if twice(letter) {
            return Err(format!("`{letter}{letter}` is not a part of a date here: write `{instead}`."));
        }
    }
    Ok(())
}

fn check_counts(parts: &[Part]) -> Result<(), String> {
    let count = |is_kind: fn(&Part) -> bool| parts.iter().filter(|part| is_kind(part)).count();
    let kinds = [
        ("year", "`YYYY`", count(|part| matches!(part, Part::Year))),
        ("month", "`MM`, `M` or `MMM`", count(|part| matches!(part, Part::Month(_) | Part::MonthName))),
        ("day", "`DD` or `D`", count(|part| matches!(part, Part::Day(_)))),
    ];
    for (kind, spelling, found) in kinds {
        match found {
            1 => {}
            0 => return Err(format!("A date format needs the {kind}, written {spelling}: `DD.MM.YYYY`.")),
            _ => return Err(format!("This date format has the {kind} twice. Write {spelling} once.")),
        }
    }
    Ok(())
}

/// With a digit right behind it, nobody knows where a `M` or `D` of one letter ends.
fn check_neighbours(parts: &[Part]) -> Result<(), String> {
    let is_open = |part: &Part| matches!(part, Part::Month(Digits::OneOrTwo) | Part::Day(Digits::OneOrTwo));
    let is_digit = |part: &Part| match part {
        Part::Literal(letter) => letter.is_ascii_digit(),
        Part::MonthName => false,
        Part::Year | Part::Month(_) | Part::Day(_) | Part::Hour | Part::Minute | Part::Second => true,
    };
    let touches =
        parts.iter().zip(parts.iter().skip(1)).any(|(left, right)| is_open(left) && is_digit(right));
    if touches {
        return Err("`M` and `D` have one or two digits, so another digit cannot follow at once. \
                    Write `MM` and `DD`, or put something between them: `D/M/YYYY`."
            .into());
    }
    Ok(())
}

fn take_digits(rest: &mut &str, digits: Digits) -> Option<i16> {
    match digits {
        Digits::Two => take_number(rest, 2),
        Digits::OneOrTwo => take_number(rest, 2).or_else(|| take_number(rest, 1)),
    }
}

/// Takes exactly `length` digits off the front, or nothing.
fn take_number(rest: &mut &str, length: usize) -> Option<i16> {
    let (digits, after) = rest.split_at_checked(length)?;
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    *rest = after;
    Some(number)
}

fn take_month(rest: &mut &str) -> Option<i16> {
    let (name, after) = rest.split_at_checked(3)?;
    let index = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))?;
    *rest = after;
    i16::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, cell: &str) -> Option<String> {
        DateFormat::parse(format).unwrap().read(cell).map(|date| date.to_string())
    }

    #[test]
    fn reads_what_exports_write() {
        for (format, cell, date) in [
            ("DD MMM, YYYY hh:mm:ss", "15 Apr, 2021 00:03:00", "2021-04-15"),
            ("DD-MM-YYYY", "02-05-2018", "2018-05-02"),
            ("M/D/YYYY", "5/2/2018", "2018-05-02"),
            ("M/D/YYYY", "12/31/2018", "2018-12-31"),
            ("YYYYMMDD", "20240229", "2024-02-29"),
            ("D. M. YYYY", "3. 11. 2025", "2025-11-03"),
            ("DDMMMYYYY", "05SEP2020", "2020-09-05"),
            ("DMMMYYYY", "5sep2020", "2020-09-05"),
            ("YYYY年MM月DD日", "2024年01月31日", "2024-01-31"),
            ("DD.MM.YYYY um hh:mm Uhr", "05.03.2026 um 14:22 Uhr", "2026-03-05"),
        ] {
            assert_eq!(read(format, cell).as_deref(), Some(date), "{format} {cell}");
        }
    }

    #[test]
    fn must_match_the_whole_cell() {
        for (format, cell) in [
            ("DD-MM-YYYY", "2-05-2018"),
            ("DD-MM-YYYY", "02-05-2018 "),
            ("DD-MM-YYYY", "02-05-18"),
            ("DD-MM-YYYY", "30-02-2018"),
            ("DD-MM-YYYY", "٠٢-05-2018"),
            ("DD MMM YYYY", "15 Sept 2021"),
            ("DD MMM YYYY", "15 Mai 2021"),
            ("D/M/YYYY", "105/2/2018"),
            ("D/M/YYYY", ""),
            ("DD.MM.YYYY hh:mm", "05.03.2026 14:77"),
        ] {
            assert_eq!(read(format, cell), None, "{format} {cell}");
        }
    }

    #[test]
    fn refuses_formats_that_name_no_day_or_leave_one_to_guess() {
        for (format, word) in [
            ("", "year"),
            ("DD/MM/YY", "YYYY"),
            ("DD/MM", "year"),
            ("YYYY", "month"),
            ("MM/YYYY", "day"),
            ("YYYY-MM-DD DD", "twice"),
            ("MMMM D, YYYY", "twice"),
            ("MDYYYY", "one or two"),
            ("YYYY/M/D1", "one or two"),
            ("DD.MM.YYYY HH:mm", "hh"),
            ("dd.mm.yyyy", "YYYY"),
        ] {
            let message = DateFormat::parse(format).unwrap_err();
            assert!(message.contains(word), "{format}: {message}");
        }
    }
}
