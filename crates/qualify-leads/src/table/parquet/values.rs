//! Values of some rows that are taken out of pages and put into their rows.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use bytes::Bytes;
use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, f32x16, f64x8, i32x16, i64x8, mask32x16, mask64x8, u32x16};
use parquet::errors::ParquetError;

use super::hybrid::{Hybrid, ends_early, low};
use super::rows::Rows;

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
        rows: &Rows,
        entries: Option<&ArrayRef>,
        gap: u32,
    ) -> Result<(), ParquetError> {
        if let Self::Places(codes) = self {
            return add(codes, rows, gap, |slots| {
                places.take(slots)?;
                let are_within = dispatch!(Level::new(), simd => are_below(simd, slots, gap));
                if are_within { Ok(()) } else { Err(beyond()) }
            });
        }
        let entries = entries.ok_or_else(|| ParquetError::General("places without a dictionary".into()))?;
        let mut room = [0; Rows::MOST];
        let next = room.get_mut(..rows.values()).unwrap_or_default();
        places.take(next)?;
        self.gather(entries, next, rows)
    }

    /// Adds values as they are, from the front of a page.
    pub(super) fn add_plain(&mut self, page: &mut Bytes, rows: &Rows) -> Result<(), ParquetError> {
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
            for codes in codes.chunks(Rows::MOST) {
                let is_known = |code: &u32| (*code as usize) < entries.len();
                let known: Vec<u32> = codes.iter().copied().filter(is_known).collect();
                values.gather(entries, &known, &Rows::of(codes.iter().map(is_known)))?;
            }
        }
        *self = values;
        Ok(())
    }

    /// Adds the entries in some places of a dictionary.
    fn gather(&mut self, entries: &ArrayRef, places: &[u32], rows: &Rows) -> Result<(), ParquetError> {
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

    fn add_plain(&mut self, page: &mut Bytes, rows: &Rows) -> Result<(), ParquetError> {
        let mut at = 0;
        for is_known in rows.iter() {
            if is_known {
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

    fn gather(&mut self, entries: &ArrayRef, places: &[u32], rows: &Rows) -> Result<(), ParquetError> {
        let entries = entries.as_string_opt::<i32>().ok_or_else(other_dictionary)?;
        let mut places = places.iter();
        for is_known in rows.iter() {
            if is_known {
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

#[inline(always)]
fn are_below<S: Simd>(_: S, places: &[u32], end: u32) -> bool {
    places.iter().fold(true, |are_below, place| are_below & (*place < end))
}

/// Adds a value for each row: `write` writes those of rows that have one, one after the other, and then they are moved.
fn add<T: Spread>(
    out: &mut Vec<T>,
    rows: &Rows,
    gap: T,
    write: impl FnOnce(&mut [T]) -> Result<(), ParquetError>,
) -> Result<(), ParquetError> {
    let before = out.len();
    out.resize(before + rows.words().len() * 64, gap);
    let slots = out.get_mut(before..).unwrap_or_default();
    write(slots.get_mut(..rows.values()).unwrap_or_default())?;
    if rows.any_gap() {
        dispatch!(Level::new(), simd => T::spread_on(simd, slots, rows, gap));
    }
    out.truncate(before + rows.count());
    Ok(())
}

/// Moves values from the front of some slots into the rows that have one, the last ones first, some rows at a time and without branches: gaps
/// come as they like, and would be guessed wrong.
trait Spread: Copy + Default {
    fn spread_on<S: Simd>(simd: S, slots: &mut [Self], rows: &Rows, gap: Self);
}

macro_rules! spread {
    ($($value:ty => $vector:ident, $mask:ident, $rows:literal;)*) => {$(
        impl Spread for $value {
            #[inline(always)]
            fn spread_on<S: Simd>(simd: S, slots: &mut [Self], rows: &Rows, gap: Self) {
                let gaps = $vector::splat(simd, gap);
                let mut left = rows.values();
                for (at, word) in rows.words().iter().enumerate().rev() {
                    if left == (at + 1) * 64 {
                        break;
                    }
                    for from in (0..64).step_by($rows).rev() {
                        let bits = word >> from & low($rows);
                        left -= bits.count_ones() as usize;
                        let next = slots.get(left..).and_then(|rest| rest.first_chunk::<$rows>());
                        let next = $vector::simd_from(simd, next.copied().unwrap_or([gap; $rows]));
                        let rows = slots.get_mut(at * 64 + from..).and_then(|rest| rest.first_chunk_mut::<$rows>());
                        let spread = next.expand_merge($mask::from_bitmask(simd, bits), gaps);
                        rows.into_iter().for_each(|rows| spread.store_slice(rows));
                    }
                }
            }
        }
    )*};
}

spread! {
    u32 => u32x16, mask32x16, 16;
    i32 => i32x16, mask32x16, 16;
    f32 => f32x16, mask32x16, 16;
    i64 => i64x8, mask64x8, 8;
    f64 => f64x8, mask64x8, 8;
}

fn plain<T: Spread, const SIZE: usize>(
    page: &mut Bytes,
    rows: &Rows,
    read: impl Fn([u8; SIZE]) -> T,
    out: &mut Vec<T>,
) -> Result<(), ParquetError> {
    let length = rows.values() * SIZE;
    if page.len() < length {
        return Err(ends_early());
    }
    let taken = page.split_to(length);
    let (pieces, _) = taken.as_chunks::<SIZE>();
    add(out, rows, T::default(), |slots| {
        slots.iter_mut().zip(pieces).for_each(|(slot, piece)| *slot = read(*piece));
        Ok(())
    })
}

fn gather<T: Spread>(
    entries: &[T],
    places: &[u32],
    rows: &Rows,
    out: &mut Vec<T>,
) -> Result<(), ParquetError> {
    add(out, rows, T::default(), |slots| {
        for (slot, place) in slots.iter_mut().zip(places) {
            *slot = *entries.get(*place as usize).ok_or_else(beyond)?;
        }
        Ok(())
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn come_into_their_rows<T: Spread + PartialEq + std::fmt::Debug>(
        rows: &Rows,
        value: impl Fn(usize) -> T,
        gap: T,
    ) {
        let mut out = vec![value(0)];
        add(&mut out, rows, gap, |slots| {
            slots.iter_mut().enumerate().for_each(|(at, slot)| *slot = value(at));
            Ok(())
        })
        .unwrap();
        let mut next = 0..;
        let plainly = rows.iter().map(|is_known| if is_known { value(next.next().unwrap()) } else { gap });
        assert_eq!(out[1..], plainly.collect::<Vec<_>>());
        assert_eq!(out[0], value(0));
    }

    proptest! {
        #[test]
        fn values_come_into_their_rows(known in prop::collection::vec(any::<bool>(), 1..300), all in 0..300_usize) {
            let rows = Rows::of(known.iter().enumerate().map(|(row, is_known)| *is_known || row < all));
            come_into_their_rows(&rows, |at| at as u32 + 100, 7);
            come_into_their_rows(&rows, |at| at as i32 + 100, 7);
            come_into_their_rows(&rows, |at| at as f32 + 100.0, 7.0);
            come_into_their_rows(&rows, |at| at as i64 + 100, 7);
            come_into_their_rows(&rows, |at| at as f64 + 100.0, 7.0);
        }
    }
}
