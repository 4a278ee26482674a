//! Whole numbers become exact fractions whose every operation says when it would overflow.

/// A fraction in lowest terms with a denominator above zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    pub(super) const ZERO: Self = Self::whole(0);

    pub(super) const fn whole(number: i128) -> Self {
        Self { over: number, under: 1 }
    }

    fn reduced(over: i128, under: i128) -> Option<Self> {
        let divisor = greatest_divisor(over, under)?.max(1);
        let sign = if under < 0 { -1 } else { 1 };
        Some(Self { over: (over / divisor).checked_mul(sign)?, under: (under / divisor).checked_mul(sign)? })
    }

    /// The sum, over the least common denominator (Knuth, The Art of Computer Programming 2, section 4.5.1).
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.under == 1 && other.under == 1 {
            return Some(Self::whole(self.over.checked_add(other.over)?));
        }
        let divisor = greatest_divisor(self.under, other.under)?;
        let left = self.over.checked_mul(other.under / divisor)?;
        let right = other.over.checked_mul(self.under / divisor)?;
        let under = (self.under / divisor).checked_mul(other.under)?;
        Self::reduced(left.checked_add(right)?, under)
    }

    /// The product, reduced crosswise first so that it overflows only where the result does.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        if self.under == 1 && other.under == 1 {
            return Some(Self::whole(self.over.checked_mul(other.over)?));
        }
        let left = Self::reduced(self.over, other.under)?;
        let right = Self::reduced(other.over, self.under)?;
        Some(Self { over: left.over.checked_mul(right.over)?, under: left.under.checked_mul(right.under)? })
    }

    pub(super) fn negated(self) -> Option<Self> {
        Some(Self { over: self.over.checked_neg()?, under: self.under })
    }

    /// One divided by it; none for zero.
    pub(super) fn inverse(self) -> Option<Self> {
        if self.is_zero() { None } else { Self::reduced(self.under, self.over) }
    }

    pub(super) fn is_zero(self) -> bool {
        self.over == 0
    }

    pub(super) fn is_above_zero(self) -> bool {
        self.over > 0
    }

    /// The number it is, if it is whole.
    pub(super) fn as_whole(self) -> Option<i128> {
        (self.under == 1).then_some(self.over)
    }

    pub(super) fn floor(self) -> i128 {
        floor(self.over, self.under)
    }

    pub(super) fn ceiling(self) -> i128 {
        ceiling(self.over, self.under)
    }

    /// The denominator.
    pub(super) fn under(self) -> i128 {
        self.under
    }
}

/// The quotient by a number above zero, rounded down.
pub(super) fn floor(number: i128, by: i128) -> i128 {
    number.div_euclid(by)
}

/// The quotient by a number above zero, rounded up.
pub(super) fn ceiling(number: i128, by: i128) -> i128 {
    number.div_euclid(by) + i128::from(number.rem_euclid(by) != 0)
}

/// The greatest common divisor, not below zero; zero only of two zeros (Euclid).
pub(super) fn greatest_divisor(a: i128, b: i128) -> Option<i128> {
    let (mut a, mut b) = (a.checked_abs()?, b.checked_abs()?);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    Some(a)
}
