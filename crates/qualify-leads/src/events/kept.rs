//! The values of one attribute to bytes, and back.
//!
//! Each value begins with a number, its code; 0 is a gap. For most values the code is all there is:
//!
//! ```text
//! number            1 + 2 x folded, or 2 + 2 x folded ten-thousandths if it is not whole
//! date              1 is never, else 2 + days since 2020, folded
//! choice, yes/no    1 + its place
//! country           its two letters
//! text, list        1 and then the value itself, or 2 + its place among the values that many cells have
//! ```

use qualify_plan::{Country, Date, Decimal, Type, Value};

use crate::events::bytes::{Bytes, folded, put, put_all, unfolded};

/// The code of a gap.
pub(super) const GAP: u64 = 0;
const NEVER: u64 = 1;
const INLINE: u64 = 1;
/// The codes before those of places among values.
const FIRST: u64 = 2;

/// A day of our times: 2020-01-01.
const DAY_ZERO: i32 = 18_262;

/// How the values of an attribute are kept.
#[derive(Debug)]
pub(super) struct Kept {
    kind: Kind,
    /// Texts and lists that many cells have.
    values: Vec<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    Choice,
    Country,
    YesNo,
    Text,
    Texts,
    Choices,
}

impl Kept {
    pub(super) fn of(ty: &Type) -> Self {
        let kind = match ty {
            Type::Choice(_) => Kind::Choice,
            Type::Country => Kind::Country,
            Type::YesNo => Kind::YesNo,
            Type::Count | Type::Number | Type::Percent | Type::Money(_) => Kind::Number,
            Type::Date => Kind::Date,
            Type::Text | Type::Email => Kind::Text,
            Type::List(None) => Kind::Texts,
            Type::List(Some(_)) => Kind::Choices,
        };
        Self { kind, values: Vec::new() }
    }

    /// The code of a number of ten-thousandths.
    #[inline]
    pub(super) fn of_units(units: i64) -> u64 {
        match units % Decimal::SCALE {
            0 => 1 + 2 * folded(units / Decimal::SCALE),
            _ => 2 + 2 * folded(units),
        }
    }

    /// The ten-thousandths of a code of a number.
    #[inline]
    pub(super) fn units(code: u64) -> i64 {
        let number = unfolded(code.saturating_sub(1) / 2);
        if code % 2 == 1 { number.saturating_mul(Decimal::SCALE) } else { number }
    }

    /// The code of a value from now on; texts and lists are kept for it.
    pub(super) fn learn(&mut self, value: Value) -> u64 {
        self.code(&value).unwrap_or_else(|| {
            self.values.push(value);
            FIRST - 1 + self.values.len() as u64
        })
    }

    /// Adds a value that nobody has learnt.
    pub(super) fn put(&self, value: &Value, out: &mut Vec<u8>) {
        match self.code(value) {
            Some(code) => put(out, code),
            None => put_inline(value, out),
        }
    }

    /// The code of a value that needs to be kept nowhere.
    fn code(&self, value: &Value) -> Option<u64> {
        match value {
            Value::Choice(place) => Some(1 + u64::from(*place)),
            Value::YesNo(yes) => Some(1 + u64::from(*yes)),
            Value::Number(number) => Some(Self::of_units(number.units())),
            Value::Date(date) => Some(2 + folded(i64::from(date.day_number()) - i64::from(DAY_ZERO))),
            Value::Never => Some(NEVER),
            Value::Country(country) => {
                Some(country.to_string().bytes().fold(0, |code, letter| code << 8 | u64::from(letter)))
            }
            Value::Text(_) | Value::Texts(_) | Value::Choices(_) => None,
        }
    }

    /// Takes a value.
    #[inline]
    pub(super) fn take(&self, bytes: &mut Bytes<'_>) -> Option<Value> {
        match bytes.number() {
            GAP => None,
            code => self.value(code, bytes),
        }
    }

    fn value(&self, code: u64, bytes: &mut Bytes<'_>) -> Option<Value> {
        match self.kind {
            Kind::Number => Decimal::from_units(i128::from(Self::units(code))).map(Value::Number),
            Kind::Date if code == NEVER => Some(Value::Never),
            Kind::Date => {
                let day = unfolded(code - 2) + i64::from(DAY_ZERO);
                Some(Value::Date(Date::from_day_number(i32::try_from(day).ok()?)))
            }
            Kind::Choice => u32::try_from(code - 1).ok().map(Value::Choice),
            Kind::YesNo => Some(Value::YesNo(code == 2)),
            Kind::Country => country(code).map(Value::Country),
            Kind::Text | Kind::Texts | Kind::Choices if code >= FIRST => {
                self.values.get(usize::try_from(code - FIRST).ok()?).cloned()
            }
            Kind::Text => Some(Value::Text(bytes.text().to_owned())),
            Kind::Texts => Some(Value::Texts((0..bytes.length()).map(|_| bytes.text().to_owned()).collect())),
            Kind::Choices => {
                let place = |bytes: &mut Bytes<'_>| u32::try_from(bytes.number()).unwrap_or(u32::MAX);
                Some(Value::Choices((0..bytes.length()).map(|_| place(bytes)).collect()))
            }
        }
    }
}

fn put_inline(value: &Value, out: &mut Vec<u8>) {
    put(out, INLINE);
    match value {
        Value::Text(text) => put_all(out, text.as_bytes()),
        Value::Texts(texts) => {
            put(out, texts.len() as u64);
            texts.iter().for_each(|text| put_all(out, text.as_bytes()));
        }
        Value::Choices(places) => {
            put(out, places.len() as u64);
            places.iter().for_each(|place| put(out, u64::from(*place)));
        }
        // These have a code.
        Value::Choice(_)
        | Value::Country(_)
        | Value::YesNo(_)
        | Value::Number(_)
        | Value::Date(_)
        | Value::Never => {}
    }
}

fn country(code: u64) -> Option<Country> {
    let [.., first, second] = code.to_be_bytes();
    Country::parse(std::str::from_utf8(&[first, second]).ok()?)
}

/// A day by itself: rows have one each.
pub(super) fn put_day(out: &mut Vec<u8>, day: Date) {
    put(out, folded(i64::from(day.day_number()) - i64::from(DAY_ZERO)));
}

/// Takes a day.
#[inline]
pub(super) fn take_day(bytes: &mut Bytes<'_>) -> Date {
    let day = unfolded(bytes.number()).saturating_add(i64::from(DAY_ZERO));
    Date::from_day_number(i32::try_from(day).unwrap_or(DAY_ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::choice;
    use qualify_plan::{Choices, Currency};

    fn values() -> Vec<(Type, Value)> {
        let number = |text: &str| Value::Number(Decimal::parse(text).unwrap());
        let date = |text: &str| Value::Date(Date::parse(text).unwrap());
        let choices = Choices { values: vec!["a".into(), "b".into()], ordered: false };
        let mut values = vec![
            (choice(&["a", "b"]), Value::Choice(0)),
            (choice(&["a", "b"]), Value::Choice(70_000)),
            (Type::YesNo, Value::YesNo(true)),
            (Type::YesNo, Value::YesNo(false)),
            (Type::Date, Value::Never),
            (Type::Text, Value::Text("a page".into())),
            (Type::Text, Value::Text(String::new())),
            (Type::Email, Value::Text("ana@acme.example".into())),
            (Type::List(None), Value::Texts(vec!["é".into(), String::new()])),
            (Type::List(None), Value::Texts(Vec::new())),
            (Type::List(Some(choices.clone())), Value::Choices(vec![1, 0, 1])),
            (Type::List(Some(choices)), Value::Choices(Vec::new())),
        ];
        values.extend(Country::all().map(|country| (Type::Country, Value::Country(country))));
        for text in ["0000-01-01", "1969-12-31", "2019-12-31", "2020-01-01", "2026-03-02", "9999-12-31"] {
            values.push((Type::Date, date(text)));
        }
        for text in ["0", "1", "-1", "0.0001", "-0.5", "99999999999999.9999", "-99999999999999"] {
            values.push((Type::Money(Currency(*b"EUR")), number(text)));
        }
        values
    }

    #[test]
    fn every_value_comes_back_learnt_or_not() {
        for (ty, value) in values() {
            let mut kept = Kept::of(&ty);
            let mut out = Vec::new();
            kept.put(&value, &mut out);
            put(&mut out, GAP);
            let code = kept.learn(value.clone());
            put(&mut out, code);
            let mut bytes = Bytes(&out);
            assert_eq!(kept.take(&mut bytes), Some(value.clone()));
            assert_eq!(kept.take(&mut bytes), None);
            assert_eq!(kept.take(&mut bytes), Some(value));
            assert!(bytes.is_empty());
        }
    }

    #[test]
    fn days_come_back() {
        for text in ["0000-01-01", "2019-12-31", "2026-03-02", "9999-12-31"] {
            let mut out = Vec::new();
            put_day(&mut out, Date::parse(text).unwrap());
            assert_eq!(take_day(&mut Bytes(&out)).to_string(), text);
        }
    }
}
