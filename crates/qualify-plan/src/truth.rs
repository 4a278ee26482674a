//! The three truth values and the one table that every engine uses.

use serde::{Deserialize, Serialize};

/// No, unknown or yes; strong Kleene logic.
///
/// The order `No < Unknown < Yes` makes *and* the minimum and *or* the maximum:
///
/// ```text
/// and  Y U N     or   Y U N     not
///  Y   Y U N      Y   Y Y Y      Y  N
///  U   U U N      U   Y U U      U  U
///  N   N N N      N   Y U N      N  Y
/// ```
///
/// Source: S. C. Kleene, *Introduction to Metamathematics*, 1952, §64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// Surely not.
    No,
    /// It depends on something that is missing.
    Unknown,
    /// Surely.
    Yes,
}

impl Truth {
    /// `Yes` or `No`.
    pub fn from_bool(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// *or* over parts; `No` if there are none.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().max().unwrap_or(Self::No)
    }

    /// *and* over parts; `Yes` if there are none.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().min().unwrap_or(Self::Yes)
    }

    /// `at least k of` the parts: with y parts in Yes and u in Unknown, Yes if y >= k, No if y + u < k.
    pub fn at_least(k: usize, parts: impl IntoIterator<Item = Self>) -> Self {
        let (mut yes, mut possible) = (0, 0);
        for part in parts {
            yes += usize::from(part == Self::Yes);
            possible += usize::from(part != Self::No);
        }
        match (yes >= k, possible < k) {
            (true, _) => Self::Yes,
            (_, true) => Self::No,
            _ => Self::Unknown,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::Unknown => Self::Unknown,
            Self::No => Self::Yes,
        }
    }
}
