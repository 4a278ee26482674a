//! A seed into a stream of numbers that is the same on every machine and in every year.
//!
//! The generator is xoshiro256++ by David Blackman and Sebastiano Vigna ("Scrambled linear pseudorandom number
//! generators", ACM Transactions on Mathematical Software 47, 2021), its state filled by splitmix64 (Steele, Lea and
//! Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), as the authors advise. It is written here,
//! in thirty lines, so that no new version of a library can change the committed sample files.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Random {
    a: u64,
    b: u64,
    c: u64,
    d: u64,
}

impl Random {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut state = seed;
        let mut next = || splitmix(&mut state);
        Self { a: next(), b: next(), c: next(), d: next() }
    }

    /// The stream of a name, so that one pack's data does not change with another's.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let start = 0xcbf2_9ce4_8422_2325_u64;
        let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self::new(name.bytes().fold(start, fold))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let result = self.a.wrapping_add(self.d).rotate_left(23).wrapping_add(self.a);
        let shifted = self.b << 17;
        self.c ^= self.a;
        self.d ^= self.b;
        self.b ^= self.c;
        self.a ^= self.d;
        self.c ^= shifted;
        self.d = self.d.rotate_left(45);
        result
    }

    /// A number from 0 to below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(limit);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).unsigned_abs().saturating_add(1);
        low.saturating_add_unsigned(self.below(width))
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the items, all equally likely.
    pub fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let at = usize::try_from(self.below(items.len() as u64)).unwrap_or_default();
        items.get(at).copied().unwrap_or_default()
    }

    /// One of the items, each as likely as its weight says.
    pub fn weighted<T: Copy + Default>(&mut self, items: &[(T, u64)]) -> T {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *item,
            }
        }
        T::default()
    }
}

/// A cell that is sometimes empty, or sometimes something else.
pub trait Sometimes: ToString {
    /// The value, or an empty cell in so many cases of a hundred.
    fn gap(&self, random: &mut Random, percent: u64) -> String {
        self.or(random, percent, "")
    }

    /// The value, or another text in so many cases of a hundred.
    fn or(&self, random: &mut Random, percent: u64, instead: impl ToString) -> String {
        if random.chance(percent) { instead.to_string() } else { self.to_string() }
    }
}

impl<T: ToString + ?Sized> Sometimes for T {}

/// The next number of the splitmix64 sequence.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix_gives_the_published_numbers() {
        let mut state = 1_234_567;
        assert_eq!(splitmix(&mut state), 6_457_827_717_110_365_317);
        assert_eq!(splitmix(&mut state), 3_203_168_211_198_807_973);
    }

    #[test]
    fn the_same_name_gives_the_same_stream() {
        let (mut one, mut two) = (Random::named("exporter"), Random::named("exporter"));
        assert!((0..100).all(|_| one.bits() == two.bits()));
    }

    #[test]
    fn numbers_stay_between_their_ends() {
        let mut random = Random::new(7);
        assert!((0..1_000).map(|_| random.between(-3, 4)).all(|number| (-3..=4).contains(&number)));
    }

    #[test]
    fn weights_of_nothing_are_never_picked() {
        let mut random = Random::new(7);
        assert!((0..1_000).all(|_| random.weighted(&[(1, 1), (2, 0), (3, 5)]) != 2));
    }
}
