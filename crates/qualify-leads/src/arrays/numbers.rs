//! Arrays of numbers to ten-thousandths.

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_schema::DataType;
use qualify_plan::{Decimal, Gaps, Value};

use crate::arrays::{FieldCells, slots};
use crate::batch::Odd;

/// The largest whole number, of 14 digits.
const LARGEST: i64 = 99_999_999_999_999;

/// Fills a column of numbers, if the array is one; else nothing is done.
pub(super) fn fill(
    field: &mut FieldCells<'_>,
    array: &ArrayRef,
    units: &mut Vec<i64>,
    gaps: &mut Gaps,
    odd: &mut Odd<'_>,
) -> bool {
    let numbers = &mut Numbers { field, array, units, gaps, odd };
    match array.data_type() {
        DataType::Int8 => numbers.whole::<Int8Type>(),
        DataType::Int16 => numbers.whole::<Int16Type>(),
        DataType::Int32 => numbers.whole::<Int32Type>(),
        DataType::Int64 => numbers.whole::<Int64Type>(),
        DataType::UInt8 => numbers.whole::<UInt8Type>(),
        DataType::UInt16 => numbers.whole::<UInt16Type>(),
        DataType::UInt32 => numbers.whole::<UInt32Type>(),
        DataType::UInt64 => {
            numbers.fill::<UInt64Type>(|number| whole(i64::try_from(number).unwrap_or(i64::MAX)))
        }
        DataType::Float32 => numbers.fill::<Float32Type>(short_float),
        DataType::Float64 => numbers.fill::<Float64Type>(float),
        DataType::Decimal32(_, scale) => {
            let scale = Scale::of(*scale);
            numbers.fill::<Decimal32Type>(|number| scale.units(i128::from(number)))
        }
        DataType::Decimal64(_, scale) => {
            let scale = Scale::of(*scale);
            numbers.fill::<Decimal64Type>(|number| scale.units(i128::from(number)))
        }
        DataType::Decimal128(_, scale) => {
            let scale = Scale::of(*scale);
            numbers.fill::<Decimal128Type>(|number| scale.units(number))
        }
        DataType::Decimal256(_, scale) => {
            let scale = Scale::of(*scale);
            numbers.fill::<Decimal256Type>(|number| number.to_i128().map_or((0, false), |n| scale.units(n)))
        }
        _ => false,
    }
}

struct Numbers<'a, 'f, 'b> {
    field: &'a FieldCells<'f>,
    array: &'a ArrayRef,
    units: &'a mut Vec<i64>,
    gaps: &'a mut Gaps,
    odd: &'a mut Odd<'b>,
}

impl Numbers<'_, '_, '_> {
    fn whole<T: ArrowPrimitiveType<Native: Into<i64>>>(&mut self) -> bool {
        self.fill::<T>(|number| whole(number.into()))
    }

    /// `convert` gives the ten-thousandths, and whether they are surely what the text of the number is read as by a
    /// field of numbers that takes all of them.
    fn fill<T: ArrowPrimitiveType>(&mut self, convert: impl Fn(T::Native) -> (i64, bool)) -> bool {
        let Some(array) = self.array.as_primitive_opt::<T>() else { return false };
        let (values, reader) = (array.values().as_ref(), self.field.reader);
        let doubtful = reader.numbers_that_are_missing();
        match (reader.is_count(), doubtful) {
            (false, []) => self.slots(values, convert),
            (true, []) => self.slots(values, |number| {
                let (units, is_sure) = convert(number);
                (units, is_sure && is_count(units))
            }),
            (is_any, doubtful) => self.slots(values, |number| {
                let (units, is_sure) = convert(number);
                (units, is_sure && !doubtful.contains(&units) && (!is_any || is_count(units)))
            }),
        }
        true
    }

    fn slots<N: Copy>(&mut self, values: &[N], convert: impl Fn(N) -> (i64, bool)) {
        let slot = |value: &Value| match value {
            Value::Number(number) => Some(number.units()),
            _ => None,
        };
        slots::fill(self.field, (self.array, values), (self.units, self.gaps), self.odd, convert, slot);
    }
}

fn is_count(units: i64) -> bool {
    units >= 0 && units % Decimal::SCALE == 0
}

fn whole(number: i64) -> (i64, bool) {
    (number.wrapping_mul(Decimal::SCALE), (-LARGEST..=LARGEST).contains(&number))
}

/// The ten-thousandths of a double.
///
/// Its text is the shortest decimal that is nearer to it than to any other double, so it differs from the double by at
/// most half the distance `u` of two doubles there. Below 2^44 ten-thousandths the number is below 2^31, `u` at most
/// 2^-22, so the text differs by less than 0.0012 ten-thousandths, and multiplying adds at most 2^-9 = 0.002. So if the
/// product is within 0.49 of a whole number, the text is within a half of it, and is rounded to it.
fn float(number: f64) -> (i64, bool) {
    const MOST: f64 = 17_592_186_044_416.0; // 2^44
    const NEAR: f64 = 0.49;
    // Adding and taking away 1.5 * 2^52 rounds to a whole number, half to even, and leaves it in the low bits.
    const ROUNDS: f64 = 6_755_399_441_055_744.0;
    let scaled = number * 10_000.0;
    let shifted = scaled + ROUNDS;
    let off = (scaled - (shifted - ROUNDS)).abs();
    let units = (shifted.to_bits() as i64).wrapping_sub(ROUNDS.to_bits() as i64);
    (units, (scaled.abs() < MOST) & (off <= NEAR))
}

/// Whole numbers below 2^24 are their own text: their neighbours are at most one away.
fn short_float(number: f32) -> (i64, bool) {
    let whole = number as i32;
    (i64::from(whole) * Decimal::SCALE, whole.unsigned_abs() < 1 << 24 && whole as f32 == number)
}

/// How decimals of a scale become ten-thousandths.
#[derive(Clone, Copy)]
enum Scale {
    Times(i128),
    Over(i128),
    /// Of so many digits that no number of them is told apart by multiplying.
    Beyond,
}

impl Scale {
    fn of(scale: i8) -> Self {
        let more = 4 - i32::from(scale);
        match 10_i128.checked_pow(more.unsigned_abs()) {
            Some(power) if more >= 0 => Self::Times(power),
            Some(power) => Self::Over(power),
            None => Self::Beyond,
        }
    }

    /// Half is rounded to even, as in [`Decimal::parse_rounded`].
    fn units(self, number: i128) -> (i64, bool) {
        let units = match self {
            Self::Times(power) => number.checked_mul(power),
            Self::Over(power) => {
                let (whole, rest) = (number.div_euclid(power), number.rem_euclid(power));
                let is_more = rest > power - rest || rest == power - rest && whole % 2 != 0;
                Some(whole + i128::from(is_more))
            }
            Self::Beyond => None,
        };
        let units = units.and_then(Decimal::from_units).map(Decimal::units);
        (units.unwrap_or(0), units.is_some())
    }
}
