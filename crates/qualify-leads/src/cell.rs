//! One cell to a value of the declared type (section 3 of the language).

mod date;
mod tokens;

use std::collections::HashMap;

use qualify_plan::{
    Choices, Country, Currency, Date, DateFormat, Decimal, Dictionary, Fact, Reading, Type, Value, fold,
    fold_into,
};

use crate::cache::{Entry, digits};
use crate::cell::tokens::Tokens;
use crate::table::Cell;
use crate::zone::Zone;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellValue {
    /// A value.
    Known(Value),
    /// Nothing.
    Missing,
    /// Something that is no value of the type; to be treated as missing, with the text kept.
    Unreadable,
}

impl CellValue {
    /// The value, if there is one.
    pub(crate) fn known(self) -> Option<Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Missing | Self::Unreadable => None,
        }
    }
}

/// Reads the cells of one field or attribute; what can be prepared is prepared once.
///
/// ```
/// # use qualify_leads::{CellReader, CellValue, Zone};
/// # use qualify_plan::{Choices, Decimal, Reading, Type, Value};
/// let reading = Reading { missing_when: vec!["select".into()], ..Reading::default() };
/// let industry = Type::Choice(Choices { values: vec!["software".into(), "retail".into()], ordered: false });
/// let reader = CellReader::new(&industry, &reading, &Zone::default());
/// assert_eq!(reader.read_text(" Software "), CellValue::Known(Value::Choice(0)));
/// assert_eq!(reader.read_text("Select"), CellValue::Missing);
/// assert_eq!(reader.read_text("farming"), CellValue::Unreadable);
/// ```
#[derive(Debug, Clone)]
pub struct CellReader {
    empty: CellValue,
    missing: Tokens,
    /// The words of `missing` that are numbers, in ten-thousandths, and those that begin with a day.
    missing_numbers: Vec<i64>,
    missing_days: Vec<i32>,
    kind: Kind,
    /// Whether every plain address is a value, and any with the same domain may stand for it.
    reads_domains: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Choice(ChoiceReader),
    Country,
    YesNo { yes: Tokens, no: Tokens },
    Number,
    Count,
    Percent,
    Money(Currency),
    Date { format: Option<DateFormat>, zone: Zone },
    Text,
    Email,
    List { split_by: String, choices: Option<ChoiceReader> },
}

/// What plain texts are values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainTexts {
    Any,
    Addresses,
}

/// Which choice a folded text is.
#[derive(Debug, Clone)]
struct ChoiceReader {
    by_text: HashMap<String, u32>,
    otherwise: Option<u32>,
}

impl CellReader {
    /// Prepares for a type and its options; `zone` is where moments with an offset fall on a day.
    pub fn new(ty: &Type, reading: &Reading, zone: &Zone) -> Self {
        let missing = Tokens::new(&reading.missing_when);
        let day = |word: &String| Some(Date::parse(word.get(..10)?)?.day_number());
        Self {
            missing_numbers: missing
                .words()
                .iter()
                .filter_map(|word| Some(read_number(word)?.units()))
                .collect(),
            missing_days: missing.words().iter().filter_map(day).collect(),
            missing,
            empty: reading.empty_means.clone().map_or(CellValue::Missing, CellValue::Known),
            kind: Kind::new(ty, reading, zone),
            reads_domains: false,
        }
    }

    /// Prepares for a field or attribute.
    pub fn of(fact: &Fact, zone: &Zone) -> Self {
        Self::new(&fact.ty, &fact.reading, zone)
    }

    /// Reads any cell.
    pub fn read(&self, cell: Cell<'_>) -> CellValue {
        match cell {
            Cell::Absent => CellValue::Missing,
            Cell::Text(text) => self.read_text(text),
            Cell::Moment(text) => self.read_moment(text),
            Cell::Items(items, _) => match &self.kind {
                Kind::List { .. } if items.is_empty() => self.empty_list(),
                Kind::List { choices, .. } => read_items(items.iter().map(String::as_str), choices.as_ref()),
                _ => CellValue::Unreadable,
            },
            Cell::Json(_) => CellValue::Unreadable,
        }
    }

    /// The ten-thousandths of a cell that is a number whatever the options say: nothing but a few digits.
    pub(crate) fn plain_number(&self, cell: &str) -> Option<i64> {
        let is_number = matches!(self.kind, Kind::Number | Kind::Count | Kind::Percent | Kind::Money(_));
        if !is_number || !self.missing.is_empty() && self.missing.contain(cell) {
            return None;
        }
        digits(cell)
    }

    /// Says that of addresses only the domain is of use, and whether there is one.
    pub(crate) fn need_only_domains(&mut self) {
        let is_sure = !self.missing.words().iter().any(|word| word.contains('@'));
        self.reads_domains = is_sure && matches!(self.kind, Kind::Email);
    }

    /// Whether every plain address is a value, and any with the same domain may stand for it.
    pub(crate) fn reads_domains(&self) -> bool {
        self.reads_domains
    }

    /// Whether nothing but digits is a number, nothing else can be meant by it, and an empty cell is none.
    pub(crate) fn reads_digits(&self) -> bool {
        self.missing.is_empty()
            && self.empty == CellValue::Missing
            && matches!(self.kind, Kind::Number | Kind::Count | Kind::Percent | Kind::Money(_))
    }

    /// Whether `YYYY-MM-DD` is that day, nothing else can be meant by it, and an empty cell is none.
    pub(crate) fn reads_days(&self) -> bool {
        self.missing.is_empty()
            && self.empty == CellValue::Missing
            && matches!(self.kind, Kind::Date { format: None, .. })
    }

    /// Numbers, in ten-thousandths, of which some are written like a word that says that there is none.
    pub(crate) fn numbers_that_are_missing(&self) -> &[i64] {
        &self.missing_numbers
    }

    /// Days with which such words begin.
    pub(crate) fn days_that_are_missing(&self) -> &[i32] {
        &self.missing_days
    }

    /// Whether only whole numbers that are not negative are values.
    pub(crate) fn is_count(&self) -> bool {
        matches!(self.kind, Kind::Count)
    }

    /// Where moments fall on a day, if days are read.
    pub(crate) fn zone(&self) -> Option<&Zone> {
        match &self.kind {
            Kind::Date { zone, .. } => Some(zone),
            _ => None,
        }
    }

    /// Reads a cell of text: first the gaps, then by type.
    pub fn read_text(&self, cell: &str) -> CellValue {
        let text = cell.trim();
        if text.is_empty() {
            return self.empty.clone();
        }
        if self.missing.contain(text) {
            return CellValue::Missing;
        }
        match &self.kind {
            Kind::List { .. } if text == "[]" => self.empty_list(),
            Kind::List { split_by, choices } => read_items(text.split(split_by.as_str()), choices.as_ref()),
            kind => kind.read(text).map_or(CellValue::Unreadable, CellValue::Known),
        }
    }

    /// If a text without white space and of ASCII alone is always a value, or always if it is an address: which of the two.
    pub(crate) fn plain_texts(&self) -> Option<PlainTexts> {
        match self.kind {
            Kind::Text if self.missing.is_empty() => Some(PlainTexts::Any),
            Kind::Email if self.missing.is_empty() => Some(PlainTexts::Addresses),
            _ => None,
        }
    }

    /// Reads a cell of text and adds what it says to a dictionary; gives its place there. Texts are folded where they are kept.
    pub(crate) fn add_to(&self, dictionary: &mut Dictionary, cell: &str) -> (u32, Entry) {
        let text = cell.trim();
        let is_value: fn(&str) -> bool = match &self.kind {
            Kind::Text => |_| true,
            Kind::Email => is_address,
            _ => |_| false,
        };
        let is_text = matches!(self.kind, Kind::Text | Kind::Email);
        if is_text && !text.is_empty() && !self.missing.contain(text) {
            let added = dictionary.add_text(|out| {
                let start = out.len();
                fold_into(out, text);
                out.get(start..).is_some_and(is_value)
            });
            return match added {
                Some(place) => (place, Entry::Value),
                None => (dictionary.add(None), Entry::Unreadable),
            };
        }
        let value = self.read_text(text);
        let entry = Entry::of(&value);
        (dictionary.add(value.known()), entry)
    }

    /// Reads a day or a moment in the usual form, whatever the form is in which the field has its days in texts.
    fn read_moment(&self, text: &str) -> CellValue {
        match &self.kind {
            Kind::Date { format: Some(_), zone } if !self.missing.contain(text) => date::read(text, zone)
                .map_or(CellValue::Unreadable, |date| CellValue::Known(Value::Date(date))),
            _ => self.read_text(text),
        }
    }

    fn empty_list(&self) -> CellValue {
        CellValue::Known(match &self.kind {
            Kind::List { choices: Some(_), .. } => Value::Choices(Vec::new()),
            _ => Value::Texts(Vec::new()),
        })
    }
}

impl Kind {
    fn new(ty: &Type, reading: &Reading, zone: &Zone) -> Self {
        let words = |given: &Option<Vec<String>>, usual: [&str; 4]| match given {
            Some(tokens) => Tokens::new(tokens),
            None => Tokens::new(&usual.map(String::from)),
        };
        match ty {
            Type::Choice(choices) => Self::Choice(ChoiceReader::new(choices, reading.else_means)),
            Type::Country => Self::Country,
            Type::YesNo => Self::YesNo {
                yes: words(&reading.yes_when, ["yes", "true", "y", "1"]),
                no: words(&reading.no_when, ["no", "false", "n", "0"]),
            },
            Type::Count => Self::Count,
            Type::Number => Self::Number,
            Type::Percent => Self::Percent,
            Type::Money(currency) => Self::Money(*currency),
            Type::Date => Self::Date {
                format: reading.format.as_deref().and_then(|format| DateFormat::parse(format).ok()),
                zone: zone.clone(),
            },
            Type::Text => Self::Text,
            Type::Email => Self::Email,
            Type::List(choices) => Self::List {
                split_by: reading.split_by.clone().unwrap_or_else(|| ";".into()),
                choices: choices.as_ref().map(|choices| ChoiceReader::new(choices, reading.else_means)),
            },
        }
    }

    /// Reads a trimmed text that is not empty.
    fn read(&self, text: &str) -> Option<Value> {
        match self {
            Self::Choice(choices) => choices.read(text).map(Value::Choice),
            Self::Country => Country::parse(text).map(Value::Country),
            Self::YesNo { yes, no } => read_yes_no(text, yes, no),
            Self::Number => read_number(text).map(Value::Number),
            Self::Count => read_count(text).map(Value::Number),
            Self::Percent => {
                read_number(text.strip_suffix('%').unwrap_or(text).trim_end()).map(Value::Number)
            }
            Self::Money(currency) => read_money(text, *currency).map(Value::Number),
            Self::Date { format: Some(format), .. } => format.read(text).map(Value::Date),
            Self::Date { format: None, zone } => date::read(text, zone).map(Value::Date),
            Self::Text => Some(Value::Text(fold(text))),
            Self::Email => read_email(text),
            Self::List { .. } => None,
        }
    }
}

impl ChoiceReader {
    fn new(choices: &Choices, otherwise: Option<u32>) -> Self {
        let mut by_text = HashMap::new();
        for (index, value) in (0..).zip(&choices.values) {
            // The spellings that exports mostly use are found without folding the cell.
            by_text.insert(value.clone(), index);
            by_text.insert(fold(value), index);
        }
        Self { by_text, otherwise }
    }

    fn read(&self, text: &str) -> Option<u32> {
        let exact = self.by_text.get(text);
        exact.or_else(|| self.by_text.get(&fold(text))).copied().or(self.otherwise)
    }
}

fn read_yes_no(text: &str, yes: &Tokens, no: &Tokens) -> Option<Value> {
    if yes.contain(text) {
        Some(Value::YesNo(true))
    } else if no.contain(text) {
        Some(Value::YesNo(false))
    } else {
        None
    }
}

fn read_number(text: &str) -> Option<Decimal> {
    Decimal::parse_rounded(text).map(|(number, _)| number)
}

fn read_count(text: &str) -> Option<Decimal> {
    read_number(text).filter(|number| *number >= Decimal::ZERO && number.to_whole().is_some())
}

fn read_money(text: &str, currency: Currency) -> Option<Decimal> {
    let code = currency.to_string();
    let before = text.strip_prefix(code.as_str()).map(str::trim_start);
    let after = || text.strip_suffix(code.as_str()).map(str::trim_end);
    read_number(before.or_else(after).unwrap_or(text))
}

fn read_email(text: &str) -> Option<Value> {
    let folded = fold(text);
    is_address(&folded).then_some(Value::Text(folded))
}

/// Whether a folded text is something, one `@` and something, without a space.
fn is_address(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    if bytes.starts_with(b"@") || bytes.ends_with(b"@") {
        return false;
    }
    // Counted in bytes, many are looked at at once.
    let (mut signs, mut spaces) = (0, 0_u8);
    for piece in bytes.chunks(usize::from(u8::MAX)) {
        let mut some = 0_u8;
        for byte in piece {
            some += u8::from(*byte == b'@');
            spaces |= u8::from(*byte == b' ');
        }
        signs += usize::from(some);
    }
    signs == 1 && spaces == 0
}

fn read_items<'a>(items: impl Iterator<Item = &'a str>, choices: Option<&ChoiceReader>) -> CellValue {
    let folded: Vec<String> = items.map(fold).filter(|item| !item.is_empty()).collect();
    if folded.is_empty() {
        return CellValue::Missing;
    }
    let Some(choices) = choices else {
        return CellValue::Known(Value::Texts(folded));
    };
    let values: Option<Vec<u32>> = folded.iter().map(|item| choices.read(item)).collect();
    values.map_or(CellValue::Unreadable, |values| CellValue::Known(Value::Choices(values)))
}

#[cfg(test)]
mod tests;
