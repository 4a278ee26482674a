//! Values of some rows that are taken out of pages, and which rows have one.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use bytes::Bytes;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, f32x8, f64x4, i32x8, i64x4, mask32x8, mask64x4, u32x8};
use parquet::errors::ParquetError;

use super::hybrid::{Bits, Hybrid, ends_early, low};

/// How values are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Flags,
    Ints,
    Longs,
    Floats,
    Doubles,
    Texts,
}

/// Values, by row; anything in rows without one.
pub(super) enum Values {
    /// Places in the dictionary of the column; the number of its entries in rows without one.
    Places(Vec<u32>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    Texts(Texts),
}

/// Texts one after the other, and where each ends.
pub(super) struct Texts {
    ends: Vec<i32>,
    bytes: Vec<u8>,
}

/// Which of up to 64 rows have a value, and how many rows there are.
type Rows = (u64, usize);

/// The entries of a column of yes and no.
pub(super) fn flags() -> ArrayRef {
    Arc::new(BooleanArray::from(vec![false, true]))
}

impl Values {
    /// None yet, with room for some, and for so many bytes if they are texts.
    pub(super) fn new(kind: Kind, rows: usize, bytes: usize) -> Self {
        match kind {
            Kind::Flags => Self::Places(Vec::with_capacity(rows)),
            Kind::Ints => Self::Ints(Vec::with_capacity(rows)),
            Kind::Longs => Self::Longs(Vec::with_capacity(rows)),
            Kind::Floats => Self::Floats(Vec::with_capacity(rows)),
            Kind::Doubles => Self::Doubles(Vec::with_capacity(rows)),
            Kind::Texts => {
                let mut ends = Vec::with_capacity(rows + 1);
                ends.push(0);
                Self::Texts(Texts { ends, bytes: Vec::with_capacity(bytes) })
            }
        }
    }

    /// How many bytes its texts have.
    pub(super) fn text_bytes(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.bytes.len(),
            Self::Places(_) | Self::Ints(_) | Self::Longs(_) | Self::Floats(_) | Self::Doubles(_) => 0,
        }
    }

    /// Adds values that are written as places.
    pub(super) fn add_places(
        &mut self,
        places: &mut Hybrid,
        rows: Rows,
        entries: Option<&ArrayRef>,
        gap: u32,
    ) -> Result<(), ParquetError> {
        let mut next = [0; 72];
        let count = rows.0.count_ones() as usize;
        places.take(next.get_mut(..count).unwrap_or_default())?;
        if let Self::Places(codes) = self {
            let largest = next.iter().take(count).copied().fold(0, u32::max);
            if count > 0 && largest >= gap {
                return Err(beyond());
            }
            spread(&next, rows, gap, codes);
            return Ok(());
        }
        let entries = entries.ok_or_else(|| ParquetError::General("places without a dictionary".into()))?;
        self.gather(entries, next.get(..count).unwrap_or_default(), rows)
    }

    /// Adds yes and no.
    pub(super) fn add_flags(&mut self, flags: &mut Bits, rows: Rows, gap: u32) -> Result<(), ParquetError> {
        let Self::Places(codes) = self else { return Ok(()) };
        let word = flags.take(rows.0.count_ones() as usize)?;
        let mut next = [0; 72];
        next.iter_mut().take(64).enumerate().for_each(|(bit, slot)| *slot = (word >> bit & 1) as u32);
        spread(&next, rows, gap, codes);
        Ok(())
    }

    /// Adds values as they are, from the front of a page.
    pub(super) fn add_plain(&mut self, page: &mut Bytes, rows: Rows) -> Result<(), ParquetError> {
        match self {
            Self::Places(_) => Ok(()),
            Self::Ints(values) => plain(page, rows, i32::from_le_bytes, values),
            Self::Longs(values) => plain(page, rows, i64::from_le_bytes, values),
            Self::Floats(values) => plain(page, rows, f32::from_le_bytes, values),
            Self::Doubles(values) => plain(page, rows, f64::from_le_bytes, values),
            Self::Texts(texts) => texts.add_plain(page, rows),
        }
    }

    /// Makes values of places, because the next page has none.
    pub(super) fn leave_places(
        &mut self,
        kind: Kind,
        entries: Option<&ArrayRef>,
    ) -> Result<(), ParquetError> {
        let Self::Places(codes) = self else { return Ok(()) };
        let mut values = Self::new(kind, codes.capacity(), 0);
        if let Some(entries) = entries {
            for codes in codes.chunks(64) {
                let is_known = |code: &u32| (*code as usize) < entries.len();
                let bits = codes.iter().rev().fold(0, |bits, code| bits << 1 | u64::from(is_known(code)));
                let known: Vec<u32> = codes.iter().copied().filter(is_known).collect();
                values.gather(entries, &known, (bits, codes.len()))?;
            }
        }
        *self = values;
        Ok(())
    }

    /// Adds the entries in some places of a dictionary.
    fn gather(&mut self, entries: &ArrayRef, places: &[u32], rows: Rows) -> Result<(), ParquetError> {
        match self {
            Self::Places(_) => Ok(()),
            Self::Ints(values) => match entries.as_primitive_opt::<Int32Type>() {
                Some(entries) => gather(entries.values(), places, rows, values),
                None => gather(numbers::<Date32Type>(entries)?, places, rows, values),
            },
            Self::Longs(values) => gather(longs(entries)?, places, rows, values),
            Self::Floats(values) => gather(numbers::<Float32Type>(entries)?, places, rows, values),
            Self::Doubles(values) => gather(numbers::<Float64Type>(entries)?, places, rows, values),
            Self::Texts(texts) => texts.gather(entries, places, rows),
        }
    }

    /// As an array of the type that is asked for.
    pub(super) fn into_array(
        self,
        asked: &DataType,
        nulls: Option<NullBuffer>,
    ) -> Result<ArrayRef, ParquetError> {
        Ok(match (self, asked) {
            (Self::Ints(values), DataType::Date32) => array::<Date32Type>(values, nulls)?,
            (Self::Ints(values), _) => array::<Int32Type>(values, nulls)?,
            (Self::Longs(values), DataType::Timestamp(TimeUnit::Millisecond, zone)) => {
                let moments = PrimitiveArray::<TimestampMillisecondType>::try_new(values.into(), nulls)?;
                Arc::new(moments.with_timezone_opt(zone.clone()))
            }
            (Self::Longs(values), DataType::Timestamp(TimeUnit::Microsecond, zone)) => {
                let moments = PrimitiveArray::<TimestampMicrosecondType>::try_new(values.into(), nulls)?;
                Arc::new(moments.with_timezone_opt(zone.clone()))
            }
            (Self::Longs(values), DataType::Timestamp(_, zone)) => {
                let moments = PrimitiveArray::<TimestampNanosecondType>::try_new(values.into(), nulls)?;
                Arc::new(moments.with_timezone_opt(zone.clone()))
            }
            (Self::Longs(values), _) => array::<Int64Type>(values, nulls)?,
            (Self::Floats(values), _) => array::<Float32Type>(values, nulls)?,
            (Self::Doubles(values), _) => array::<Float64Type>(values, nulls)?,
            (Self::Texts(texts), _) => texts.into_array(nulls)?,
            // Yes and no are places in their own dictionary.
            (Self::Places(_), _) => flags(),
        })
    }
}

impl Texts {
    fn end(&mut self) -> Result<(), ParquetError> {
        let end = i32::try_from(self.bytes.len());
        self.ends.push(end.map_err(|_| ParquetError::General("2 GB of text in a few rows".into()))?);
        Ok(())
    }

    fn add_plain(&mut self, page: &mut Bytes, (known, rows): Rows) -> Result<(), ParquetError> {
        let mut at = 0;
        for row in 0..rows {
            if known >> row & 1 == 1 {
                let rest = page.get(at..).unwrap_or_default();
                let length = u32::from_le_bytes(*rest.first_chunk().ok_or_else(ends_early)?) as usize;
                let end = length.saturating_add(4);
                self.bytes.extend_from_slice(rest.get(4..end).ok_or_else(ends_early)?);
                at += end;
            }
            self.end()?;
        }
        let _ = page.split_to(at);
        Ok(())
    }

    fn gather(
        &mut self,
        entries: &ArrayRef,
        places: &[u32],
        (known, rows): Rows,
    ) -> Result<(), ParquetError> {
        let entries = entries.as_string_opt::<i32>().ok_or_else(other_dictionary)?;
        let mut places = places.iter();
        for row in 0..rows {
            if known >> row & 1 == 1 {
                let place = places.next().map_or(usize::MAX, |place| *place as usize);
                if place >= entries.len() {
                    return Err(beyond());
                }
                self.bytes.extend_from_slice(entries.value(place).as_bytes());
            }
            self.end()?;
        }
        Ok(())
    }

    fn into_array(self, nulls: Option<NullBuffer>) -> Result<ArrayRef, ParquetError> {
        let ends = OffsetBuffer::new(ScalarBuffer::from(self.ends));
        Ok(Arc::new(StringArray::try_new(ends, Buffer::from_vec(self.bytes), nulls)?))
    }
}

/// Values of up to 64 rows, and room behind them.
type Next<T> = [T; 72];

/// Puts values into the rows that have one, some rows at a time and without branches: gaps come as they like, and would be guessed
/// wrong.
trait Spread: Copy + Default {
    fn spread_on<S: Simd>(simd: S, values: &Next<Self>, known: u64, gap: Self) -> [Self; 64];
}

macro_rules! spread {
    ($($value:ty => $vector:ident, $mask:ident, $rows:literal;)*) => {$(
        impl Spread for $value {
            #[inline(always)]
            fn spread_on<S: Simd>(simd: S, values: &Next<Self>, known: u64, gap: Self) -> [Self; 64] {
                let mut placed = [gap; 64];
                let gaps = $vector::splat(simd, gap);
                let mut rest = known;
                let mut taken = 0;
                let (pieces, _) = placed.as_chunks_mut::<$rows>();
                for piece in pieces {
                    let next = values.get(taken..).and_then(|rest| rest.first_chunk::<$rows>());
                    let next = $vector::simd_from(simd, next.copied().unwrap_or([gap; $rows]));
                    let bits = rest & low($rows);
                    next.expand_merge($mask::from_bitmask(simd, bits), gaps).store_slice(piece);
                    taken += bits.count_ones() as usize;
                    rest >>= $rows;
                }
                placed
            }
        }
    )*};
}

spread! {
    u32 => u32x8, mask32x8, 8;
    i32 => i32x8, mask32x8, 8;
    f32 => f32x8, mask32x8, 8;
    i64 => i64x4, mask64x4, 4;
    f64 => f64x4, mask64x4, 4;
}

fn spread<T: Spread>(values: &Next<T>, (known, rows): Rows, gap: T, out: &mut Vec<T>) {
    if known == low(rows) {
        out.extend_from_slice(values.get(..rows).unwrap_or_default());
        return;
    }
    let placed = dispatch!(Level::new(), simd => T::spread_on(simd, values, known, gap));
    out.extend_from_slice(placed.get(..rows).unwrap_or_default());
}

fn plain<T: Spread, const SIZE: usize>(
    page: &mut Bytes,
    rows: Rows,
    read: impl Fn([u8; SIZE]) -> T,
    out: &mut Vec<T>,
) -> Result<(), ParquetError> {
    let count = rows.0.count_ones() as usize;
    if page.len() < count * SIZE {
        return Err(ends_early());
    }
    let taken = page.split_to(count * SIZE);
    let mut values = [T::default(); 72];
    let (pieces, _) = taken.as_chunks::<SIZE>();
    values.iter_mut().zip(pieces).for_each(|(slot, piece)| *slot = read(*piece));
    spread(&values, rows, T::default(), out);
    Ok(())
}

fn gather<T: Spread>(
    entries: &[T],
    places: &[u32],
    rows: Rows,
    out: &mut Vec<T>,
) -> Result<(), ParquetError> {
    let mut values = [T::default(); 72];
    for (slot, place) in values.iter_mut().zip(places) {
        *slot = *entries.get(*place as usize).ok_or_else(beyond)?;
    }
    spread(&values, rows, T::default(), out);
    Ok(())
}

fn numbers<T: ArrowPrimitiveType>(entries: &ArrayRef) -> Result<&[T::Native], ParquetError> {
    entries.as_primitive_opt::<T>().map(|entries| entries.values().as_ref()).ok_or_else(other_dictionary)
}

fn longs(entries: &ArrayRef) -> Result<&[i64], ParquetError> {
    match entries.data_type() {
        DataType::Timestamp(TimeUnit::Millisecond, _) => numbers::<TimestampMillisecondType>(entries),
        DataType::Timestamp(TimeUnit::Microsecond, _) => numbers::<TimestampMicrosecondType>(entries),
        DataType::Timestamp(_, _) => numbers::<TimestampNanosecondType>(entries),
        _ => numbers::<Int64Type>(entries),
    }
}

fn array<T: ArrowPrimitiveType>(
    values: Vec<T::Native>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, ParquetError> {
    Ok(Arc::new(PrimitiveArray::<T>::try_new(values.into(), nulls)?))
}

fn beyond() -> ParquetError {
    ParquetError::General("a place beyond the end of its dictionary".into())
}

fn other_dictionary() -> ParquetError {
    ParquetError::General("a dictionary of another kind than its column".into())
}

/// Which rows have a value, by bit.
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

    /// Adds up to 64 rows.
    pub(super) fn push(&mut self, bits: u64, count: usize) {
        let shift = self.rows % 64;
        match self.words.last_mut() {
            Some(last) if shift > 0 => {
                *last |= bits << shift;
                if shift + count > 64 {
                    self.words.push(bits >> (64 - shift));
                }
            }
            _ => self.words.push(bits),
        }
        self.rows += count;
        self.any_gap |= bits != low(count);
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

    proptest! {
        #[test]
        fn values_come_into_their_rows(known in any::<u64>(), rows in 1..=64_usize) {
            let known = known & low(rows);
            let values: Next<u32> = std::array::from_fn(|at| at as u32 + 100);
            let mut out = vec![1];
            spread(&values, (known, rows), 7, &mut out);
            let mut next = values.iter();
            let plainly: Vec<u32> = (0..rows).map(|row| if known >> row & 1 == 1 { *next.next().unwrap() } else { 7 }).collect();
            prop_assert_eq!(&out[1..], plainly);
        }

        #[test]
        fn bits_come_one_after_the_other(pieces in prop::collection::vec((any::<u64>(), 1..=64_usize), 1..9)) {
            let mut known = Known::default();
            let mut plainly = Vec::new();
            for (bits, count) in pieces {
                known.push(bits & low(count), count);
                plainly.extend((0..count).map(|bit| bits >> bit & 1 == 1));
            }
            let has_gap = plainly.contains(&false);
            let nulls = known.into_nulls();
            prop_assert_eq!(nulls.is_some(), has_gap);
            if let Some(nulls) = nulls {
                prop_assert_eq!(nulls.iter().collect::<Vec<_>>(), plainly);
            }
        }
    }
}
