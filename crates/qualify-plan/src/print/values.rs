//! Values become canonical literals.

use super::names::{name, quoted};
use crate::{Choices, Decimal, Set, Type, Value, Values};

/// A value as a literal of its type.
///
/// ```
/// # use qualify_plan::{print, Currency, Decimal, Type, Value};
/// let money = Type::Money(Currency::parse("USD").unwrap());
/// let amount = Value::Number(Decimal::whole(20_000).unwrap());
/// assert_eq!(print::value(&money, &amount), "20000 USD");
/// assert_eq!(print::value(&Type::Date, &Value::Never), "never");
/// ```
pub fn value(ty: &Type, value: &Value) -> String {
    match value {
        Value::Choice(index) => choice(ty, *index),
        Value::Country(country) => country.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(n) => number(ty, *n),
        Value::Date(date) => date.to_string(),
        Value::Never => "never".to_owned(),
        Value::Text(text) => quoted(text),
        Value::Texts(texts) => list(texts.iter().map(|text| quoted(text))),
        Value::Choices(indexes) => list(indexes.iter().map(|index| choice(ty, *index))),
    }
}

/// A number as a literal of a numeric type: `20`, `80%`, `20000 USD`.
pub fn number(ty: &Type, number: Decimal) -> String {
    match ty {
        Type::Percent => format!("{number}%"),
        Type::Money(currency) => format!("{number} {currency}"),
        Type::Choice(_)
        | Type::Country
        | Type::YesNo
        | Type::Count
        | Type::Number
        | Type::Date
        | Type::Text
        | Type::Email
        | Type::List(_) => number.to_string(),
    }
}

/// A choice of a type, by index.
pub(super) fn choice(ty: &Type, index: u32) -> String {
    choices(ty)
        .and_then(|choices| choices.values.get(index as usize))
        .map_or(String::new(), |text| name(text))
}

fn choices(ty: &Type) -> Option<&Choices> {
    match ty {
        Type::Choice(choices) | Type::List(Some(choices)) => Some(choices),
        Type::List(None)
        | Type::Country
        | Type::YesNo
        | Type::Count
        | Type::Number
        | Type::Percent
        | Type::Money(_)
        | Type::Date
        | Type::Text
        | Type::Email => None,
    }
}

/// The values of a set, each as a literal.
pub(super) fn set_values(ty: &Type, set: &Set) -> Vec<String> {
    match &set.values {
        Values::Choices(indexes) => indexes.iter().map(|index| choice(ty, *index)).collect(),
        Values::Countries(countries) => countries.iter().map(ToString::to_string).collect(),
        Values::Texts(texts) => texts.iter().map(|text| quoted(text)).collect(),
    }
}

/// `[a, b]`
pub(super) fn list(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    format!("[{}]", values.join(", "))
}
