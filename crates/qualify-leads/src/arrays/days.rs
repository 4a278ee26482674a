//! Arrays of days and moments to numbers of days.

use std::cell::RefCell;
use std::ops::Range;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_schema::{DataType, TimeUnit};
use qualify_plan::{Column, Gaps, Value};

use crate::arrays::{FieldCells, slots};
use crate::batch::Odd;
use crate::zone::Zone;

/// The days of the years 0 to 9999.
const DAYS: Range<i64> = -719_528..2_932_897;
const DAY: i64 = 86_400;

/// Fills a column of days, if the array is one of days or moments; else nothing is done.
pub(super) fn fill(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    days: &mut Vec<i32>,
    gaps: &mut Gaps,
    odd: &mut Odd<'_>,
) -> bool {
    let Some(zone) = field.reader.zone().filter(|_| !has_far_words(field)) else { return false };
    let days = &mut Days { field, array, days, gaps, odd };
    match array.data_type() {
        DataType::Date32 => days.fill::<Date32Type>(|day| number(i64::from(day))),
        DataType::Date64 => days.fill::<Date64Type>(|milli| number(milli.div_euclid(DAY * 1_000))),
        DataType::Timestamp(unit, of) => {
            let moves = of.is_some() && !zone.is_utc();
            match unit {
                TimeUnit::Second => days.moments::<TimestampSecondType, 1>(moves.then_some(zone)),
                TimeUnit::Millisecond => {
                    days.moments::<TimestampMillisecondType, 1_000>(moves.then_some(zone))
                }
                TimeUnit::Microsecond => {
                    days.moments::<TimestampMicrosecondType, 1_000_000>(moves.then_some(zone))
                }
                TimeUnit::Nanosecond => {
                    days.moments::<TimestampNanosecondType, 1_000_000_000>(moves.then_some(zone))
                }
            }
        }
        _ => false,
    }
}

/// Whether words for what is missing are moments, which a zone may move to other days.
fn has_far_words(field: &FieldCells<'_>) -> bool {
    !field.reader.days_that_are_missing().is_empty() && field.reader.zone().is_some_and(|zone| !zone.is_utc())
}

struct Days<'a, 'f, 'b> {
    field: &'a FieldCells<'f>,
    array: &'a ArrayRef,
    days: &'a mut Vec<i32>,
    gaps: &'a mut Gaps,
    odd: &'a mut Odd<'b>,
}

impl Days<'_, '_, '_> {
    /// Moments at so many parts of a second; they fall on a day of UTC, or of the zone if there is one.
    fn moments<T: ArrowPrimitiveType<Native = i64>, const PARTS: i64>(
        &mut self,
        zone: Option<&Zone>,
    ) -> bool {
        let Some(zone) = zone else {
            return self.fill::<T>(|moment| number(moment.div_euclid(DAY * PARTS)));
        };
        let offsets = Offsets { zone, known: RefCell::default() };
        self.fill::<T>(|moment| {
            let second = moment.div_euclid(PARTS);
            let (_, is_written) = number(second.div_euclid(DAY));
            match offsets.at(second).map(|offset| number((second + offset).div_euclid(DAY))) {
                Some((day, is_read)) => (day, is_written && is_read),
                None => (0, false),
            }
        })
    }

    fn fill<T: ArrowPrimitiveType>(&mut self, convert: impl Fn(T::Native) -> (i32, bool)) -> bool {
        let Some(array) = self.array.as_primitive_opt::<T>() else { return false };
        let doubtful = self.field.reader.days_that_are_missing();
        let slot = |value: &Value| match value {
            Value::Date(date) => Some(date.day_number()),
            Value::Never => Some(Column::NEVER),
            _ => None,
        };
        let values = (self.array, array.values().as_ref());
        let places = (&mut *self.days, &mut *self.gaps);
        match doubtful {
            [] => slots::fill(self.field, values, places, self.odd, convert, slot),
            doubtful => {
                let convert = |value| {
                    let (day, is_sure) = convert(value);
                    (day, is_sure && !doubtful.contains(&day))
                };
                slots::fill(self.field, values, places, self.odd, convert, slot);
            }
        }
        true
    }
}

fn number(day: i64) -> (i32, bool) {
    (i32::try_from(day).unwrap_or(0), DAYS.contains(&day))
}

/// How far a zone is ahead of UTC, for the stretches of time that were asked about.
struct Offsets<'z> {
    zone: &'z Zone,
    known: RefCell<Vec<(Range<i64>, i64)>>,
}

impl Offsets<'_> {
    fn at(&self, second: i64) -> Option<i64> {
        let mut known = self.known.borrow_mut();
        if let Some((_, offset)) = known.iter().find(|(stretch, _)| stretch.contains(&second)) {
            return Some(*offset);
        }
        let (stretch, offset) = self.zone.offset_at(second)?;
        known.push((stretch, offset));
        Some(offset)
    }
}
