//! Which rows have a value, by bit: the first row is the lowest bit of the first word.

use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use parquet::errors::ParquetError;

use super::hybrid::{Bits, low};

/// Which of some rows have a value, while these are read.
#[derive(Default)]
pub(super) struct Rows {
    words: [u64; Rows::MOST / 64],
    count: usize,
    values: usize,
}

impl Rows {
    /// How many there are at most.
    pub(super) const MOST: usize = 1_024;

    /// The next rows of a page, at most [`Rows::MOST`].
    pub(super) fn take(levels: &mut Bits, count: usize) -> Result<Self, ParquetError> {
        let mut rows = Self { count, ..Self::default() };
        levels.take(&mut rows.words, count)?;
        rows.values = rows.words().iter().map(|word| word.count_ones() as usize).sum();
        Ok(rows)
    }

    /// Rows that all have a value, at most [`Rows::MOST`].
    pub(super) fn full(count: usize) -> Self {
        let mut rows = Self { count, values: count, ..Self::default() };
        for (word, from) in rows.words.iter_mut().zip((0..count).step_by(64)) {
            *word = low((count - from).min(64));
        }
        rows
    }

    /// At most [`Rows::MOST`] rows, by whether they have one.
    pub(super) fn of(known: impl Iterator<Item = bool>) -> Self {
        let mut rows = Self::default();
        for is_known in known {
            if let Some(word) = rows.words.get_mut(rows.count / 64) {
                *word |= u64::from(is_known) << (rows.count % 64);
            }
            rows.count += 1;
            rows.values += usize::from(is_known);
        }
        rows
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// How many of them have a value.
    pub(super) fn values(&self) -> usize {
        self.values
    }

    pub(super) fn any_gap(&self) -> bool {
        self.values < self.count
    }

    /// By bit; those behind the last row are 0.
    pub(super) fn words(&self) -> &[u64] {
        self.words.get(..self.count.div_ceil(64)).unwrap_or(&self.words)
    }

    /// Whether each has a value.
    pub(super) fn iter(&self) -> impl Iterator<Item = bool> {
        let bits = self.words().iter().flat_map(|word| (0..64).map(move |bit| word >> bit & 1 == 1));
        bits.take(self.count)
    }
}

/// Which of all rows that were taken have a value.
#[derive(Default)]
pub(super) struct Known {
    words: Vec<u64>,
    rows: usize,
    any_gap: bool,
}

impl Known {
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds some rows.
    pub(super) fn add(&mut self, rows: &Rows) {
        let shift = self.rows % 64;
        for word in rows.words() {
            if let (1.., Some(last)) = (shift, self.words.last_mut()) {
                *last |= word << shift;
            }
            self.words.push(word.checked_shr(64 - shift as u32).unwrap_or(*word));
        }
        self.rows += rows.count();
        self.words.truncate(self.rows.div_ceil(64));
        self.any_gap |= rows.any_gap();
    }

    /// None if all have one.
    pub(super) fn into_nulls(self) -> Option<NullBuffer> {
        let bits = BooleanBuffer::new(Buffer::from_vec(self.words), 0, self.rows);
        self.any_gap.then(|| NullBuffer::new(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(most: usize) -> impl Strategy<Value = Vec<bool>> {
        prop::collection::vec(any::<bool>(), 0..=most)
    }

    proptest! {
        #[test]
        fn bits_come_one_after_the_other(pieces in prop::collection::vec(bits(Rows::MOST), 1..9)) {
            let mut known = Known::default();
            for piece in &pieces {
                let rows = Rows::of(piece.iter().copied());
                prop_assert_eq!(&rows.iter().collect::<Vec<_>>(), piece);
                prop_assert_eq!(rows.values(), piece.iter().filter(|is_known| **is_known).count());
                known.add(&rows);
            }
            let plainly = pieces.concat();
            let nulls = known.into_nulls();
            prop_assert_eq!(nulls.is_some(), plainly.contains(&false));
            if let Some(nulls) = nulls {
                prop_assert_eq!(nulls.iter().collect::<Vec<_>>(), plainly);
            }
        }

        #[test]
        fn rows_are_taken_from_levels(bytes in prop::collection::vec(any::<u8>(), 200), pieces in prop::collection::vec(0..=400_usize, 1..5)) {
            let mut levels = Bits::plain(bytes.clone().into(), bytes.len() * 8);
            let all = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
            let mut taken = Vec::new();
            for count in pieces {
                taken.extend(Rows::take(&mut levels, count).unwrap().iter());
            }
            prop_assert_eq!(&taken, &all.take(taken.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn full_rows_have_no_gap() {
        for count in [0, 1, 63, 64, 65, Rows::MOST] {
            let rows = Rows::full(count);
            assert_eq!((rows.count(), rows.values(), rows.any_gap()), (count, count, false));
            assert!(rows.words().iter().rev().skip(1).all(|word| *word == low(64)));
        }
    }
}
