//! One value of an array to a cell: as it would be written in a table of text.

use std::fmt::{self, Write as _};

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::table::Cell;

/// How deep lists and structures stand in each other before they are no longer told.
const DEEPEST: usize = 8;

/// A cell whose room is used again and again.
#[derive(Debug, Default)]
pub(crate) struct ParquetCell {
    kind: Kind,
    text: String,
    items: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Absent,
    Text,
    Moment,
    Items,
    Json,
}

impl ParquetCell {
    /// The cell as it was written last.
    pub(crate) fn cell(&self) -> Cell<'_> {
        match self.kind {
            Kind::Absent => Cell::Absent,
            Kind::Text => Cell::Text(&self.text),
            Kind::Moment => Cell::Moment(&self.text),
            Kind::Items => Cell::Items(&self.items, &self.text),
            Kind::Json => Cell::Json(&self.text),
        }
    }

    /// Takes nothing.
    pub(crate) fn write_empty(&mut self) {
        self.text.clear();
        self.items.clear();
        self.kind = Kind::Text;
    }

    /// Takes a text.
    pub(super) fn write_text(&mut self, text: &str) {
        self.write_empty();
        self.text.push_str(text);
    }

    /// Takes one value of an array.
    pub(crate) fn write(&mut self, array: &dyn Array, at: usize) {
        self.text.clear();
        self.items.clear();
        self.kind = match list_items(array, at) {
            Some(items) => self.write_list(&items),
            // Writing to a text cannot fail.
            None => write_scalar(&mut self.text, array, at).unwrap_or(Kind::Json),
        };
    }

    fn write_list(&mut self, items: &ArrayRef) -> Kind {
        let mut is_flat = true;
        for item in 0..items.len() {
            let mut text = String::new();
            let kind = match list_items(items, item) {
                Some(_) => Ok(Kind::Json),
                None => write_scalar(&mut text, items, item),
            };
            is_flat &= matches!(kind, Ok(Kind::Text | Kind::Moment));
            self.items.push(text);
        }
        match write_items(&mut self.text, items, 1) {
            Ok(()) if is_flat => Kind::Items,
            Ok(()) | Err(_) => Kind::Json,
        }
    }
}

/// The items of a list; none if it is no list, or there is none in this place.
fn list_items(array: &dyn Array, at: usize) -> Option<ArrayRef> {
    if array.is_null(at) {
        return None;
    }
    match array.data_type() {
        DataType::List(_) => Some(array.as_list_opt::<i32>()?.value(at)),
        DataType::LargeList(_) => Some(array.as_list_opt::<i64>()?.value(at)),
        DataType::ListView(_) => Some(array.as_list_view_opt::<i32>()?.value(at)),
        DataType::LargeListView(_) => Some(array.as_list_view_opt::<i64>()?.value(at)),
        DataType::FixedSizeList(_, _) => Some(array.as_fixed_size_list_opt()?.value(at)),
        _ => None,
    }
}

macro_rules! shown {
    ($out:expr, $array:expr, $at:expr, $kind:ty) => {{
        write!($out, "{}", $array.as_primitive::<$kind>().value($at))?;
        Kind::Text
    }};
}

macro_rules! decimal {
    ($out:expr, $array:expr, $at:expr, $kind:ty) => {{
        $out.push_str(&$array.as_primitive::<$kind>().value_as_string($at));
        Kind::Text
    }};
}

macro_rules! value {
    ($array:expr, $at:expr, $kind:ty) => {
        i64::from($array.as_primitive::<$kind>().value($at))
    };
}

/// Writes anything but a list. Nothing is written for nothing.
fn write_scalar(out: &mut String, array: &dyn Array, at: usize) -> Result<Kind, fmt::Error> {
    if array.is_null(at) {
        return Ok(Kind::Text);
    }
    Ok(match array.data_type() {
        DataType::Null => Kind::Text,
        DataType::Utf8 => text(out, array.as_string::<i32>().value(at)),
        DataType::LargeUtf8 => text(out, array.as_string::<i64>().value(at)),
        DataType::Utf8View => text(out, array.as_string_view().value(at)),
        DataType::Binary => bytes(out, array.as_binary::<i32>().value(at)),
        DataType::LargeBinary => bytes(out, array.as_binary::<i64>().value(at)),
        DataType::BinaryView => bytes(out, array.as_binary_view().value(at)),
        DataType::FixedSizeBinary(_) => bytes(out, array.as_fixed_size_binary().value(at)),
        DataType::Boolean => text(out, if array.as_boolean().value(at) { "true" } else { "false" }),
        DataType::Int8 => shown!(out, array, at, Int8Type),
        DataType::Int16 => shown!(out, array, at, Int16Type),
        DataType::Int32 => shown!(out, array, at, Int32Type),
        DataType::Int64 => shown!(out, array, at, Int64Type),
        DataType::UInt8 => shown!(out, array, at, UInt8Type),
        DataType::UInt16 => shown!(out, array, at, UInt16Type),
        DataType::UInt32 => shown!(out, array, at, UInt32Type),
        DataType::UInt64 => shown!(out, array, at, UInt64Type),
        DataType::Float16 => float(out, array.as_primitive::<Float16Type>().value(at).to_f32())?,
        DataType::Float32 => float(out, array.as_primitive::<Float32Type>().value(at))?,
        DataType::Float64 => float(out, array.as_primitive::<Float64Type>().value(at))?,
        DataType::Decimal32(_, _) => decimal!(out, array, at, Decimal32Type),
        DataType::Decimal64(_, _) => decimal!(out, array, at, Decimal64Type),
        DataType::Decimal128(_, _) => decimal!(out, array, at, Decimal128Type),
        DataType::Decimal256(_, _) => decimal!(out, array, at, Decimal256Type),
        DataType::Date32 => day(out, value!(array, at, Date32Type))?,
        DataType::Date64 => day(out, array.as_primitive::<Date64Type>().value(at).div_euclid(86_400_000))?,
        DataType::Timestamp(unit, zone) => moment(out, array, at, *unit, zone.is_some())?,
        DataType::Time32(TimeUnit::Second) => clock(out, value!(array, at, Time32SecondType), 1)?,
        DataType::Time32(_) => clock(out, value!(array, at, Time32MillisecondType), 1_000)?,
        DataType::Time64(TimeUnit::Microsecond) => {
            clock(out, array.as_primitive::<Time64MicrosecondType>().value(at), 1_000_000)?
        }
        DataType::Time64(_) => {
            clock(out, array.as_primitive::<Time64NanosecondType>().value(at), 1_000_000_000)?
        }
        DataType::Dictionary(_, _) => {
            let values = array.as_any_dictionary().values();
            let place = match array.as_dictionary_opt::<Int32Type>() {
                Some(dictionary) => usize::try_from(dictionary.keys().value(at)).ok(),
                None => array.as_any_dictionary().normalized_keys().get(at).copied(),
            };
            match place.filter(|place| *place < values.len()) {
                Some(place) => write_scalar(out, values, place)?,
                None => Kind::Text,
            }
        }
        _ => {
            write_nested(out, array, at, 0)?;
            Kind::Json
        }
    })
}

fn text(out: &mut String, text: &str) -> Kind {
    out.push_str(text);
    Kind::Text
}

/// Old writers do not say that their bytes are text.
fn bytes(out: &mut String, bytes: &[u8]) -> Kind {
    out.push_str(&String::from_utf8_lossy(bytes));
    if str::from_utf8(bytes).is_ok() { Kind::Text } else { Kind::Json }
}

/// The shortest digits that stand for just this number, without an exponent as far as a person would read it so.
fn float<T: fmt::Display + fmt::LowerExp + Into<f64> + Copy>(
    out: &mut String,
    number: T,
) -> Result<Kind, fmt::Error> {
    let is_huge = number.into().abs() >= 1e21;
    if is_huge && number.into().is_finite() {
        write!(out, "{number:e}")?
    } else {
        write!(out, "{number}")?
    }
    Ok(Kind::Text)
}

fn day(out: &mut String, day: i64) -> Result<Kind, fmt::Error> {
    match day.checked_mul(86_400).and_then(|second| Timestamp::from_second(second).ok()) {
        Some(moment) => write!(out, "{}", Offset::UTC.to_datetime(moment).date())?,
        None => write!(out, "day {day} after 1970-01-01")?,
    }
    Ok(Kind::Moment)
}

fn moment(
    out: &mut String,
    array: &dyn Array,
    at: usize,
    unit: TimeUnit,
    is_moment: bool,
) -> Result<Kind, fmt::Error> {
    let (value, time) = match unit {
        TimeUnit::Second => {
            let value = array.as_primitive::<TimestampSecondType>().value(at);
            (value, Timestamp::from_second(value))
        }
        TimeUnit::Millisecond => {
            let value = array.as_primitive::<TimestampMillisecondType>().value(at);
            (value, Timestamp::from_millisecond(value))
        }
        TimeUnit::Microsecond => {
            let value = array.as_primitive::<TimestampMicrosecondType>().value(at);
            (value, Timestamp::from_microsecond(value))
        }
        TimeUnit::Nanosecond => {
            let value = array.as_primitive::<TimestampNanosecondType>().value(at);
            (value, Timestamp::from_nanosecond(i128::from(value)))
        }
    };
    match time {
        Ok(time) => {
            let zone = if is_moment { "Z" } else { "" };
            write!(out, "{}{zone}", Offset::UTC.to_datetime(time))?;
        }
        Err(_) => write!(out, "{value} {unit:?}s after 1970-01-01")?,
    }
    Ok(Kind::Moment)
}

/// A time of day, with as many digits after the second as it has.
fn clock(out: &mut String, value: i64, of_second: i64) -> Result<Kind, fmt::Error> {
    let (second, rest) = (value.div_euclid(of_second), value.rem_euclid(of_second));
    write!(out, "{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)?;
    if rest > 0 {
        let width = of_second.ilog10() as usize;
        write!(out, ".{}", format!("{rest:0width$}").trim_end_matches('0'))?;
    }
    Ok(Kind::Text)
}

/// Writes a value inside of another as JSON does.
fn write_nested(out: &mut String, array: &dyn Array, at: usize, depth: usize) -> fmt::Result {
    if depth > DEEPEST {
        return out.write_str("...");
    }
    if array.is_null(at) {
        return out.write_str("null");
    }
    if let Some(items) = list_items(array, at) {
        return write_items(out, &items, depth + 1);
    }
    match array.data_type() {
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            for (index, (field, column)) in fields.iter().zip(columns).enumerate() {
                write!(out, "{}{}:", if index == 0 { "{" } else { "," }, quoted(field.name()))?;
                write_nested(out, column, at, depth + 1)?;
            }
            out.write_str(if columns.is_empty() { "{}" } else { "}" })
        }
        DataType::Map(_, _) => {
            let entries: ArrayRef = std::sync::Arc::new(array.as_map().value(at));
            write_items(out, &entries, depth + 1)
        }
        DataType::Interval(_) | DataType::Duration(_) | DataType::Union(_, _) => {
            write!(out, "{}", array.data_type())
        }
        DataType::RunEndEncoded(_, _) => out.write_str("..."),
        _ => {
            let mut text = String::new();
            let kind = write_scalar(&mut text, array, at)?;
            let is_bare = array.data_type().is_numeric() || *array.data_type() == DataType::Boolean;
            match kind {
                Kind::Text if is_bare => out.write_str(&text),
                _ => out.write_str(&quoted(&text)),
            }
        }
    }
}

fn write_items(out: &mut String, items: &ArrayRef, depth: usize) -> fmt::Result {
    out.write_char('[')?;
    for item in 0..items.len() {
        out.write_str(if item == 0 { "" } else { "," })?;
        write_nested(out, items, item, depth)?;
    }
    out.write_char(']')
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
