//! A sequence of numbers becomes choices.

/// Choices from a sequence of numbers; 0 for ever once it is used up.
///
/// ```
/// # use qualify_eval::testing::Picks;
/// let mut picks = Picks::new(vec![7, 1]);
/// assert_eq!((picks.below(5), picks.below(5), picks.below(5)), (2, 1, 0));
/// ```
#[derive(Debug, Clone)]
pub struct Picks {
    numbers: std::vec::IntoIter<u16>,
}

impl Picks {
    /// Choices from these numbers.
    pub fn new(numbers: Vec<u16>) -> Self {
        Self { numbers: numbers.into_iter() }
    }

    /// Whether all picks from now on are 0.
    pub fn is_used_up(&self) -> bool {
        self.numbers.len() == 0
    }

    /// A number from 0 to below `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let number = usize::from(self.numbers.next().unwrap_or(0));
        number.checked_rem(n).unwrap_or(0)
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let n = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(n)).unwrap_or(0)
    }

    /// Yes in `yes` of `of` cases.
    pub fn chance(&mut self, yes: usize, of: usize) -> bool {
        self.below(of) >= of - yes
    }

    /// One of some items; the first is the simplest.
    pub fn one<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// Several items, each made by itself.
    pub fn several<T>(&mut self, from: usize, to: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let n = from + self.below(to - from + 1);
        (0..n).map(|_| make(self)).collect()
    }
}
