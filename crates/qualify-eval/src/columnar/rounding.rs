//! Where only one row of a truth is asked for, Unknown may count as No, or as Yes: then there is one row to find.
//!
//! ```text
//! result ◄── surely: rule ◄── surely: when        downloads >= 2: Unknown counts as No
//!                        ◄── not possibly: unless  is_customer:   Unknown counts as Yes
//! ```
//!
//! Of scores it is the same with the ends of their ranges: the lower one rests on what surely adds points and on what may subtract some.

use qualify_plan::{Comparison, Truth};

use super::bits::Row;

/// As what Unknown counts, or how much of a range of points is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Rounding {
    /// As itself; both ends.
    #[default]
    None,
    /// As No; the lower end.
    Down,
    /// As Yes; the upper end.
    Up,
}

impl Rounding {
    /// A truth as it counts.
    pub(super) fn of(self, truth: Truth) -> Truth {
        match (self, truth) {
            (Self::Down, Truth::Unknown) => Truth::No,
            (Self::Up, Truth::Unknown) => Truth::Yes,
            (Self::None | Self::Down | Self::Up, truth) => truth,
        }
    }

    /// What serves both.
    pub(super) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::None }
    }

    /// For what *not* is asked of, and for points that are subtracted.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Down => Self::Up,
            Self::Up => Self::Down,
        }
    }

    /// For points that are compared.
    pub(super) fn of_points<T>(self, comparison: &Comparison<T>) -> Self {
        match comparison {
            Comparison::AtLeast(_) | Comparison::MoreThan(_) => self,
            Comparison::AtMost(_) | Comparison::LessThan(_) => self.opposite(),
            Comparison::Is(_) | Comparison::Between(..) => Self::None,
        }
    }

    /// The row that is asked for; of both the first.
    pub(super) fn row(self) -> Row {
        match self {
            Self::None | Self::Down => Row::Surely,
            Self::Up => Row::Possibly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_truth_keeps_the_row_that_is_asked_for() {
        for truth in [Truth::No, Truth::Unknown, Truth::Yes] {
            for rounding in [Rounding::Down, Rounding::Up] {
                let (row, rounded) = (rounding.row(), rounding.of(truth));
                assert_ne!(rounded, Truth::Unknown);
                assert_eq!(row.holds(rounded), row.holds(truth));
                assert_eq!(!rounded, rounding.opposite().of(!truth));
            }
            assert_eq!(Rounding::None.of(truth), truth);
        }
    }
}
