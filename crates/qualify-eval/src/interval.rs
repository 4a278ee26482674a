//! Two ends become what lies between them: counts, sums and points that are not known exactly.

use qualify_plan::{Comparison, Truth};

/// One end of an interval: a whole number of the caller's units, or no end.
///
/// The order puts [`End::Lowest`] first and [`End::Highest`] last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Below every number.
    Lowest,
    /// A number.
    At(i128),
    /// Above every number.
    Highest,
}

impl End {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::At(a), Self::At(b)) => Self::At(a.saturating_add(b)),
            (Self::Lowest, _) | (_, Self::Lowest) => Self::Lowest,
            (Self::Highest, _) | (_, Self::Highest) => Self::Highest,
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::Lowest => Self::Highest,
            Self::At(n) => Self::At(-n),
            Self::Highest => Self::Lowest,
        }
    }
}

/// All numbers from one end to the other, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
// INVARIANT: lo <= hi; lo is not `Highest` and hi is not `Lowest`.
pub struct Interval {
    lo: End,
    hi: End,
}

impl Interval {
    /// 0 or more.
    pub const FROM_ZERO: Self = Self { lo: End::At(0), hi: End::Highest };
    /// Any number.
    pub const ALL: Self = Self { lo: End::Lowest, hi: End::Highest };

    /// One number.
    pub fn exactly(n: i128) -> Self {
        Self::between(n, n)
    }

    /// The numbers between two, in either order.
    pub fn between(a: i128, b: i128) -> Self {
        Self { lo: End::At(a.min(b)), hi: End::At(a.max(b)) }
    }

    /// The smallest interval around some numbers; 0 if there are none.
    pub fn around(numbers: impl IntoIterator<Item = i128>) -> Self {
        numbers.into_iter().map(Self::exactly).reduce(Self::or).unwrap_or(Self::exactly(0))
    }

    /// The smallest interval around two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// The lower end.
    pub fn lo(self) -> End {
        self.lo
    }

    /// The upper end.
    pub fn hi(self) -> End {
        self.hi
    }

    /// Whether it is one number.
    pub fn is_exact(self) -> bool {
        self.lo == self.hi
    }

    /// The sums of a number of each.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { lo: self.lo.plus(other.lo), hi: self.hi.plus(other.hi) }
    }

    /// Each number so many times, 0 or more; an end that is not there stays so.
    #[must_use]
    pub fn times(self, n: i128) -> Self {
        let times = |end| match end {
            End::At(number) => End::At(number.saturating_mul(n)),
            End::Lowest | End::Highest => end,
        };
        Self { lo: times(self.lo), hi: times(self.hi) }
    }

    /// Each number divided and rounded down.
    #[must_use]
    pub fn divided(self, by: i128) -> Self {
        let divided = |end| match end {
            End::At(number) => End::At(number.checked_div_euclid(by).unwrap_or(number)),
            End::Lowest | End::Highest => end,
        };
        Self { lo: divided(self.lo), hi: divided(self.hi) }
    }

    /// The opposite numbers.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { lo: self.hi.negated(), hi: self.lo.negated() }
    }

    /// The larger lower end and the larger upper end.
    #[must_use]
    pub fn best(self, other: Self) -> Self {
        Self { lo: self.lo.max(other.lo), hi: self.hi.max(other.hi) }
    }

    /// Each end moved into a range.
    #[must_use]
    pub fn clamped(self, min: i128, max: i128) -> Self {
        let (min, max) = (End::At(min), End::At(max));
        Self { lo: self.lo.max(min).min(max), hi: self.hi.max(min).min(max) }
    }

    /// Each end at most a number.
    #[must_use]
    pub fn at_most(self, max: i128) -> Self {
        Self { lo: self.lo.min(End::At(max)), hi: self.hi.min(End::At(max)) }
    }

    /// Compares every number of the interval: Yes if all pass, No if none does (section 5 of the language).
    pub fn compare(self, comparison: Comparison<i128>) -> Truth {
        use End::At;
        let (lo, hi) = (self.lo, self.hi);
        let (yes, no) = match comparison {
            Comparison::Is(w) => (lo == At(w) && hi == At(w), At(w) < lo || At(w) > hi),
            Comparison::AtLeast(w) => (lo >= At(w), hi < At(w)),
            Comparison::MoreThan(w) => (lo > At(w), hi <= At(w)),
            Comparison::AtMost(w) => (hi <= At(w), lo > At(w)),
            Comparison::LessThan(w) => (hi < At(w), lo >= At(w)),
            Comparison::Between(a, b) => (At(a) <= lo && hi <= At(b), hi < At(a) || lo > At(b)),
        };
        match (yes, no) {
            (true, _) => Truth::Yes,
            (_, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }
}
