//! The values that a fact can have.

use serde::{Deserialize, Serialize};

use crate::{Country, Date, Decimal};

/// One known value, of the type that its field or attribute declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Index into the choices.
    Choice(u32),
    /// A country.
    Country(Country),
    /// Yes or no.
    YesNo(bool),
    /// A count, number, percent (80 is 80 %) or amount of money in the field's currency.
    Number(Decimal),
    /// A day.
    Date(Date),
    /// The known answer that a date never came.
    Never,
    /// A folded text or e-mail address.
    Text(String),
    /// A list of folded texts, in the order of the input.
    Texts(Vec<String>),
    /// A list of choices as indexes, in the order of the input.
    Choices(Vec<u32>),
}
