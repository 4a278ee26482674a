//! Whole numbers of many leads, sliced into bits: adding, clamping and comparing are operations on words of 64 leads.
//!
//! ```text
//!               lead   0  1  2 ...
//! plane 0 (ones)       1  0  1
//! plane 1 (twos)       0  1  1        floor -10:  lead 0 has -9, lead 1 has -8, lead 2 has -7
//! ```
//!
//! Source: P. O'Neil and D. Quass, "Improved Query Performance with Variant Indexes", SIGMOD 1997 (bit-sliced indexes);
//! D. Rinfret, P. O'Neil and E. O'Neil, "Bit-Sliced Index Arithmetic", SIGMOD 2001 (sums and comparisons on them).

use super::bits::{Bits, words};
use super::kernels::join;

/// A whole number for each lead.
#[derive(Debug, Clone)]
// INVARIANT: what the planes say lies between 0 and `most`, and there are as many planes as `most` has bits.
pub(super) struct Sliced {
    words: usize,
    /// What is to be added to the number that the planes say.
    floor: i128,
    most: u128,
    /// Bit `i` of every number is in plane `i`.
    planes: Vec<Bits>,
}

impl Sliced {
    /// The same number for all leads.
    pub(super) fn constant(words: usize, number: i128) -> Self {
        Self { words, floor: number, most: 0, planes: Vec::new() }
    }

    /// A number for each lead.
    pub(super) fn of(numbers: &[i128]) -> Self {
        let floor = numbers.iter().copied().min().unwrap_or(0);
        let most = numbers.iter().map(|number| number.abs_diff(floor)).max().unwrap_or(0);
        let plane = |at: usize| {
            let of_chunk = |chunk: &[i128]| {
                let bit = |number: &i128| (number.abs_diff(floor) >> at & 1) as u64;
                chunk.iter().rev().fold(0, |word, number| word << 1 | bit(number))
            };
            numbers.chunks(64).map(of_chunk).collect()
        };
        let planes = (0..planes_for(most)).map(plane).collect();
        Self { words: words(numbers.len()), floor, most, planes }
    }

    /// A number for each class of leads. Every lead is in exactly one.
    pub(super) fn of_classes(words: usize, classes: &[(Bits, i64)]) -> Self {
        let floor = classes.iter().map(|(_, number)| i128::from(*number)).min().unwrap_or(0);
        let above = |number: i64| i128::from(number).abs_diff(floor);
        let most = classes.iter().map(|(_, number)| above(*number)).max().unwrap_or(0);
        let plane = |at: usize| {
            let mut plane = vec![0; words];
            for (bits, _) in classes.iter().filter(|(_, number)| above(*number) >> at & 1 == 1) {
                join(&mut plane, bits, |a, b| a | b);
            }
            plane
        };
        Self { words, floor, most, planes: (0..planes_for(most)).map(plane).collect() }
    }

    /// How many of some rows have their bit set.
    pub(super) fn count<'a>(words: usize, rows: impl IntoIterator<Item = &'a [u64]>) -> Self {
        let mut count = Self::constant(words, 0);
        rows.into_iter().for_each(|row| count.add_where(1, row));
        count
    }

    /// Adds a number for the leads whose bit is set.
    pub(super) fn add_where(&mut self, number: i64, bits: &[u64]) {
        let amount = u128::from(number.unsigned_abs());
        if number < 0 {
            // Taken from all, and given back to the others.
            self.floor += i128::from(number);
            self.add(amount, bits, |word| !word);
        } else {
            self.add(amount, bits, |word| word);
        }
    }

    fn add(&mut self, amount: u128, bits: &[u64], of: impl Fn(u64) -> u64) {
        self.grow(amount);
        let mut carry = vec![0; self.words];
        let first = amount.trailing_zeros() as usize;
        for (at, plane) in self.planes.iter_mut().enumerate().skip(first) {
            let cells = plane.iter_mut().zip(&mut carry);
            if amount >> at & 1 == 1 {
                for ((sum, carry), bits) in cells.zip(bits) {
                    (*sum, *carry) = full_adder(*sum, of(*bits), *carry);
                }
            } else {
                for (sum, carry) in cells {
                    (*sum, *carry) = (*sum ^ *carry, *sum & *carry);
                }
            }
        }
    }

    /// Adds another number to each.
    pub(super) fn plus(&mut self, other: &Self) {
        self.floor += other.floor;
        self.grow(other.most);
        let mut carry = vec![0; self.words];
        let mut others = other.planes.iter();
        for plane in &mut self.planes {
            let cells = plane.iter_mut().zip(&mut carry);
            match others.next() {
                Some(other) => {
                    for ((sum, carry), other) in cells.zip(other) {
                        (*sum, *carry) = full_adder(*sum, *other, *carry);
                    }
                }
                None => {
                    for (sum, carry) in cells {
                        (*sum, *carry) = (*sum ^ *carry, *sum & *carry);
                    }
                }
            }
        }
    }

    fn grow(&mut self, by: u128) {
        self.most += by;
        self.planes.resize_with(planes_for(self.most), || vec![0; self.words]);
    }

    /// Moves each number into a range.
    pub(super) fn clamp(&mut self, min: i128, max: i128) {
        if self.floor < min {
            let mut below = self.at_least(min);
            below.iter_mut().for_each(|word| *word = !*word);
            self.set_where(&below, min);
        }
        if self.highest() > max {
            let above = self.at_least(max + 1);
            self.set_where(&above, max);
            self.most = self.most.min(max.abs_diff(self.floor));
            self.planes.truncate(planes_for(self.most));
        }
    }

    /// Writes a number for the leads whose bit is set.
    pub(super) fn set_where(&mut self, bits: &[u64], number: i128) {
        if number < self.floor {
            self.lower_floor(number);
        }
        let above = number.abs_diff(self.floor);
        if above > self.most {
            self.grow(above - self.most);
        }
        for (at, plane) in self.planes.iter_mut().enumerate() {
            if above >> at & 1 == 1 {
                join(plane, bits, |plane, bits| plane | bits);
            } else {
                join(plane, bits, |plane, bits| plane & !bits);
            }
        }
    }

    /// Keeps the larger of two for each lead.
    pub(super) fn max_with(&mut self, other: &Self) {
        let mut other = other.clone();
        let floor = self.floor.min(other.floor);
        self.lower_floor(floor);
        other.lower_floor(floor);
        let most = self.most.max(other.most);
        self.grow(most - self.most);
        other.grow(most - other.most);
        let mut wins = vec![u64::MAX; self.words];
        for (own, theirs) in self.planes.iter().zip(&other.planes) {
            for ((wins, own), theirs) in wins.iter_mut().zip(own).zip(theirs) {
                *wins = own & !theirs | !(own ^ theirs) & *wins;
            }
        }
        for (own, theirs) in self.planes.iter_mut().zip(&other.planes) {
            for ((own, theirs), wins) in own.iter_mut().zip(theirs).zip(&wins) {
                *own = *own & wins | theirs & !wins;
            }
        }
    }

    /// Says the same numbers from a lower floor.
    fn lower_floor(&mut self, floor: i128) {
        let amount = self.floor.abs_diff(floor);
        self.floor = floor;
        let none = vec![0; self.words];
        self.add(amount, &none, |word| !word);
    }

    /// No number is below this.
    pub(super) fn floor(&self) -> i128 {
        self.floor
    }

    fn highest(&self) -> i128 {
        self.floor.saturating_add_unsigned(self.most)
    }

    /// The leads whose number is at least this.
    pub(super) fn at_least(&self, number: i128) -> Bits {
        if number <= self.floor {
            return vec![u64::MAX; self.words];
        }
        if number > self.highest() {
            return vec![0; self.words];
        }
        let above = number.abs_diff(self.floor);
        let mut is = vec![u64::MAX; self.words];
        for (at, plane) in self.planes.iter().enumerate() {
            if above >> at & 1 == 1 {
                join(&mut is, plane, |is, plane| is & plane);
            } else {
                join(&mut is, plane, |is, plane| is | plane);
            }
        }
        is
    }

    /// The leads whose number is at most this.
    pub(super) fn at_most(&self, number: i128) -> Bits {
        let mut bits = self.at_least(number + 1);
        bits.iter_mut().for_each(|word| *word = !*word);
        bits
    }

    /// The number of one lead.
    pub(super) fn at(&self, lead: usize) -> i128 {
        let bit = |(at, plane): (usize, &Bits)| u128::from(qualify_plan::bit(plane, lead)) << at;
        self.floor.saturating_add_unsigned(self.planes.iter().enumerate().map(bit).sum())
    }
}

fn planes_for(most: u128) -> usize {
    (u128::BITS - most.leading_zeros()) as usize
}

/// The sum of three bits, and what is carried.
fn full_adder(a: u64, b: u64, c: u64) -> (u64, u64) {
    (a ^ b ^ c, a & b | c & (a ^ b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: [i128; 5] = [-7, 0, 3, 12, 100];

    fn all(sliced: &Sliced) -> Vec<i128> {
        (0..NUMBERS.len()).map(|lead| sliced.at(lead)).collect()
    }

    #[test]
    fn says_what_it_was_made_of() {
        assert_eq!(all(&Sliced::of(&NUMBERS)), NUMBERS);
    }

    #[test]
    fn adds_to_some() {
        for number in [-100, -1, 0, 1, 6, 1_000] {
            let mut sliced = Sliced::of(&NUMBERS);
            sliced.add_where(number, &[0b10110]);
            let n = i128::from(number);
            assert_eq!(all(&sliced), [-7, n, 3 + n, 12, 100 + n], "{number}");
        }
    }

    #[test]
    fn adds_each_to_each() {
        let mut sliced = Sliced::of(&NUMBERS);
        sliced.plus(&Sliced::of(&[1, -5, 1_000, 0, -100]));
        assert_eq!(all(&sliced), [-6, -5, 1_003, 12, 0]);
    }

    #[test]
    fn clamps_to_any_range() {
        for (min, max) in [(-200, 200), (-7, 100), (0, 10), (4, 5), (200, 300), (-300, -200), (3, 3)] {
            let mut sliced = Sliced::of(&NUMBERS);
            sliced.clamp(min, max);
            assert_eq!(all(&sliced), NUMBERS.map(|n| n.clamp(min, max)), "{min} to {max}");
            sliced.add_where(1, &[u64::MAX]);
            assert_eq!(all(&sliced), NUMBERS.map(|n| n.clamp(min, max) + 1), "{min} to {max}");
        }
    }

    #[test]
    fn keeps_the_larger() {
        let others = [-8, 1, 3, 500, -500];
        let mut sliced = Sliced::of(&NUMBERS);
        sliced.max_with(&Sliced::of(&others));
        assert_eq!(all(&sliced), [-7, 1, 3, 500, 100]);
    }

    #[test]
    fn compares_with_any_number() {
        for number in -10..110 {
            let sliced = Sliced::of(&NUMBERS);
            let (least, most) = (sliced.at_least(number), sliced.at_most(number));
            for (lead, own) in NUMBERS.iter().enumerate() {
                assert_eq!(qualify_plan::bit(&least, lead), *own >= number, "{own} >= {number}");
                assert_eq!(qualify_plan::bit(&most, lead), *own <= number, "{own} <= {number}");
            }
        }
    }

    #[test]
    fn counts_rows() {
        let count = Sliced::count(1, [[0b00111_u64].as_slice(), &[0b00101], &[0b10100]]);
        assert_eq!(all(&count), [2, 1, 3, 0, 1]);
    }
}
