//! Many leads side by side, fact by fact: what a program is asked about when it is asked about millions.
//!
//! ```text
//!            column 0        column 1                 column 2
//!            Numbers         Days                     Coded ── dictionary
//! lead 0     15,000,000      20,514                   0        0: Choice(2)
//! lead 1     0 (not known)   Column::NEVER            1        1: no value
//! lead 2     20,000          20,480                   0
//! ```

use std::sync::Arc;

use crate::{Date, Decimal, Dictionary, Lead, Stream, Value};

/// Leads side by side.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// How many leads.
    pub leads: usize,
    /// By [`FieldId`](crate::FieldId), each as long as there are leads. As long as `Plan::fields`.
    pub columns: &'a [Column<'a>],
    /// By lead, then by [`EventId`](crate::EventId); empty for programs without events. Leads of the same key share theirs.
    pub streams: &'a [Arc<Vec<Stream>>],
}

/// The values of one field, by lead.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// No lead has one.
    Missing,
    /// Numbers as ten-thousandths; any number where none is known.
    Numbers(&'a [i64], Known<'a>),
    /// Days as their numbers, or [`Column::NEVER`]; any day where none is known.
    Days(&'a [i32], Known<'a>),
    /// Places in a dictionary, which may hold entries that are no value.
    Coded(&'a [u32], &'a Dictionary),
}

/// Which leads have a value, by bit: that of lead `n` is bit `n % 64` of word `n / 64`. None if all have one.
pub type Known<'a> = Option<&'a [u64]>;

impl Column<'_> {
    /// The known answer that a date never came, among days.
    pub const NEVER: i32 = i32::MAX;

    /// The value of one lead.
    pub fn value(&self, lead: usize) -> Option<Value> {
        let known = |known: &Known<'_>| known.is_none_or(|bits| bit(bits, lead));
        match self {
            Self::Missing => None,
            Self::Numbers(units, bits) => {
                let units = units.get(lead).filter(|_| known(bits))?;
                Decimal::from_units(i128::from(*units)).map(Value::Number)
            }
            Self::Days(days, bits) => match *days.get(lead).filter(|_| known(bits))? {
                Self::NEVER => Some(Value::Never),
                day => Some(Value::Date(Date::from_day_number(day))),
            },
            Self::Coded(codes, dictionary) => dictionary.value(*codes.get(lead)?),
        }
    }
}

impl Batch<'_> {
    /// One lead of them.
    pub fn lead(&self, lead: usize) -> Lead {
        Lead {
            values: self.columns.iter().map(|column| column.value(lead)).collect(),
            events: self.streams.get(lead).map_or_else(Vec::new, |streams| streams.to_vec()),
        }
    }
}

/// Whether a bit is set.
pub fn bit(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}
