//! The types that a fact can have.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The type of a field or attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// `one of [..]` and `ordered one of [..]`.
    Choice(Choices),
    /// `country`.
    Country,
    /// `yes/no`.
    YesNo,
    /// `count`: whole, 0 or more.
    Count,
    /// `number`.
    Number,
    /// `percent`: 80 means 80 %.
    Percent,
    /// `money in CUR`.
    Money(Currency),
    /// `date`: a day, or never.
    Date,
    /// `text`.
    Text,
    /// `email`.
    Email,
    /// `list of text` (no choices) or `list of [..]`.
    List(Option<Choices>),
}

/// The values of a choice as declared; their index is their rank if the choice is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// As declared; no two fold alike.
    pub values: Vec<String>,
    /// Whether `>=` and the like are allowed; lowest first.
    pub ordered: bool,
}

/// Three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(pub [u8; 3]);

impl Currency {
    /// Reads three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl Type {
    /// Whether values are [`Value::Number`](crate::Value::Number): counts, numbers, percents and money.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Percent | Self::Money(_))
    }

    /// How many values there are, if finitely many.
    pub fn value_count(&self) -> Option<usize> {
        match self {
            Self::Choice(choices) => Some(choices.values.len()),
            Self::YesNo => Some(2),
            Self::Country => Some(crate::Country::COUNT),
            _ => None,
        }
    }
}
