//! Columns become bits: which leads have a value, and which have one that a function accepts.

use qualify_plan::{Column, Date, Decimal, Entry, Value};

use super::bits::{Bits, write_chunks};
use super::kernels::pack;

/// The leads that have a value which a function accepts.
pub(super) fn holding(column: &Column<'_>, words: usize, accepts: &dyn Fn(&Value) -> bool) -> Bits {
    let mut bits = vec![0; words];
    let known = match column {
        Column::Missing => return bits,
        Column::Numbers(units, known) => {
            let accepts = |unit: &i64| {
                Decimal::from_units(i128::from(*unit)).is_some_and(|number| accepts(&Value::Number(number)))
            };
            write_chunks(&mut bits, units, |chunk| packed(chunk, accepts));
            known
        }
        Column::Days(days, known) => {
            let accepts = |day: &i32| match *day {
                Column::NEVER => accepts(&Value::Never),
                day => accepts(&Value::Date(Date::from_day_number(day))),
            };
            write_chunks(&mut bits, days, |chunk| packed(chunk, accepts));
            known
        }
        Column::Coded(codes, dictionary) => {
            let accepts = |entry: Entry<'_>| match entry {
                Entry::Gap => false,
                Entry::Text(text) => accepts(&Value::Text(text.into())),
                Entry::Value(value) => accepts(value),
            };
            let accepted: Vec<bool> = dictionary.entries_from(0).map(accepts).collect();
            let accepts = |code: &u32| accepted.get(*code as usize).copied().unwrap_or(false);
            write_chunks(&mut bits, codes, |chunk| packed(chunk, accepts));
            &None
        }
    };
    if let Some(known) = known {
        super::kernels::join(&mut bits, known, |bits, known| bits & known);
    }
    bits
}

fn packed<T>(chunk: &[T], accepts: impl Fn(&T) -> bool) -> u64 {
    let mut bytes = [0; 64];
    for (byte, value) in bytes.iter_mut().zip(chunk) {
        *byte = u8::from(accepts(value));
    }
    pack(&bytes)
}
