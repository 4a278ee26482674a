//! Cells of one column that were read before, by how they are written: most cells of a file are written like others.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use qualify_plan::{Codes, Column, ColumnBuilder, Decimal, ShortText, TextMap, Value};

use crate::batch::Read;
use crate::cell::{CellReader, CellValue};
use crate::recent::Recent;

/// What cells were read as.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    empty: Option<Known>,
    known: TextMap<Known>,
    /// Those of them that came last and of which nothing is to be noted; or domains, where these stand for addresses.
    pub(crate) recent: Recent,
    /// The places of addresses by their domains, where these stand for them.
    domains: HashMap<ShortText, u32, RandomState>,
    /// The dictionary that the codes are places of.
    dictionary: u64,
    /// Whether an address may stand there for others with the same domain.
    by_domain: bool,
    looked_up: u32,
    found: u32,
    /// Cells are so seldom written alike that looking them up costs more than it saves.
    is_useless: bool,
}

/// What a cell was read as.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Known {
    Number(i64),
    Day(i32),
    Code(u32, Entry),
    Missing,
    Unreadable,
}

/// What an entry of a dictionary is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Entry {
    Value,
    Missing,
    Unreadable,
}

impl Cache {
    /// How many cells are kept.
    const MOST: usize = 16_384;
    /// After so many cells it is clear whether keeping them is of use.
    const TRIED: u32 = 32_768;

    /// Whether cells are so seldom written alike that they are not looked up.
    pub(crate) fn is_useless(&self) -> bool {
        self.is_useless
    }

    /// What a cell of text is read as; nothing is added to the column.
    #[inline]
    pub(crate) fn find(&mut self, column: &mut ColumnBuilder, reader: &CellReader, text: &str) -> Known {
        match column {
            ColumnBuilder::Numbers(..) => {
                if let Some(number) = reader.plain_number(text) {
                    return Known::Number(number);
                }
            }
            ColumnBuilder::Coded(codes) => self.follow(codes, reader),
            ColumnBuilder::Days(..) => {}
        }
        if text.is_empty()
            && let Some(known) = self.empty
        {
            return known;
        }
        if let Some(known) = self.known.get(text).filter(|_| !self.is_useless) {
            self.found += 1;
            return *known;
        }
        let known = read(column, reader, text);
        self.keep(text, known);
        known
    }

    /// Codes are places in one dictionary; with another they mean nothing, nor do domains where whole addresses are wanted.
    #[inline]
    pub(crate) fn follow(&mut self, codes: &mut Codes, reader: &CellReader) {
        let dictionary = codes.dictionary().id();
        if self.dictionary != dictionary || self.by_domain != reader.reads_domains() {
            self.by_domain = reader.reads_domains();
            self.empty = None;
            self.known.clear();
            self.recent.clear();
            self.domains.clear();
            self.dictionary = dictionary;
        }
    }

    /// The place of an address by its domain: that of the first one with it.
    #[inline]
    pub(crate) fn place_of_domain<'t>(
        &mut self,
        codes: &mut Codes,
        reader: &CellReader,
        domain: ShortText,
        address: impl FnOnce() -> &'t str,
    ) -> u32 {
        if let Some(place) = self.recent.get(domain) {
            return place;
        }
        let add = || reader.add_to(codes.dictionary(), address()).0;
        let place = *self.domains.entry(domain).or_insert_with(add);
        self.recent.keep(domain, place);
        place
    }

    fn keep(&mut self, text: &str, known: Known) {
        if text.is_empty() {
            self.empty = Some(known);
            return;
        }
        if self.is_useless {
            return;
        }
        self.looked_up += 1;
        if self.looked_up > Self::TRIED && self.found < self.looked_up {
            self.is_useless = true;
            (self.known, self.recent) = Default::default();
            return;
        }
        if self.known.len() < Self::MOST {
            self.known.insert(text, known);
        }
    }
}

fn read(column: &mut ColumnBuilder, reader: &CellReader, text: &str) -> Known {
    if let ColumnBuilder::Coded(codes) = column {
        let (place, entry) = reader.add_to(codes.dictionary(), text);
        return Known::Code(place, entry);
    }
    match reader.read_text(text) {
        CellValue::Known(Value::Number(number)) => Known::Number(number.units()),
        CellValue::Known(Value::Date(date)) => Known::Day(date.day_number()),
        CellValue::Known(Value::Never) => Known::Day(Column::NEVER),
        CellValue::Unreadable => Known::Unreadable,
        CellValue::Known(_) | CellValue::Missing => Known::Missing,
    }
}

impl Entry {
    pub(crate) fn of(value: &CellValue) -> Self {
        match value {
            CellValue::Known(_) => Self::Value,
            CellValue::Missing => Self::Missing,
            CellValue::Unreadable => Self::Unreadable,
        }
    }
}

impl From<Entry> for Read {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Value => Self::Known,
            Entry::Missing => Self::Missing,
            Entry::Unreadable => Self::Unreadable,
        }
    }
}

impl Known {
    /// Adds it to the column for which it was read.
    #[inline]
    pub(crate) fn write(self, column: &mut ColumnBuilder) -> Read {
        match (self, column) {
            (Self::Number(number), ColumnBuilder::Numbers(units, gaps)) => {
                units.push(number);
                gaps.push(true);
                Read::Number(number)
            }
            (Self::Day(day), ColumnBuilder::Days(days, gaps)) => {
                days.push(day);
                gaps.push(true);
                Read::Known
            }
            (Self::Code(code, entry), ColumnBuilder::Coded(codes)) => {
                codes.push(code);
                entry.into()
            }
            (Self::Unreadable, column) => {
                column.push_gap();
                Read::Unreadable
            }
            (_, column) => {
                column.push_gap();
                Read::Missing
            }
        }
    }
}

/// The ten-thousandths of a number that is written as nothing but up to 14 digits.
#[inline]
pub(crate) fn digits(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > 14 {
        return None;
    }
    let mut number = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(number * Decimal::SCALE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_numbers_and_nothing_else_is() {
        assert_eq!(digits("0012"), Some(120_000));
        assert_eq!(digits("99999999999999"), Some(999_999_999_999_990_000));
        for text in ["", "-1", "1.0", " 1", "1e3", "100000000000000", "١"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
