//! The columns of one group of rows to the kinds of arrays that they are asked for as.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::basic::{ConvertedType, Encoding, Type};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::schema::types::SchemaDescriptor;

/// The schema with texts that are written as places in a dictionary kept so: then each text is read once and not once
/// for each row. A column that is not wholly written so would have to be made so, row by row, and is left as it is.
pub(super) fn kept_dictionaries(
    schema: &SchemaRef,
    descriptor: &SchemaDescriptor,
    group: &RowGroupMetaData,
) -> SchemaRef {
    let mut fields: Vec<Arc<Field>> = schema.fields().iter().cloned().collect();
    for (leaf, chunk) in group.columns().iter().enumerate().take(descriptor.num_columns()) {
        let root = descriptor.get_column_root_idx(leaf);
        let Some(field) = fields.get_mut(root) else { continue };
        if let Some(kind) = kind(field.data_type(), chunk) {
            *field = Arc::new(field.as_ref().clone().with_data_type(kind));
        }
    }
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// The kind to ask for instead.
fn kind(asked: &DataType, chunk: &ColumnChunkMetaData) -> Option<DataType> {
    match asked {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(texts(chunk)),
        DataType::Dictionary(_, values) => match values.as_ref() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(texts(chunk)),
            other => Some(other.clone()),
        },
        // The days of the usual kind reach from the year 1677 to 2262 only; customer databases end in 9999.
        DataType::Timestamp(TimeUnit::Nanosecond, zone) if chunk.column_type() == Type::INT96 => {
            Some(DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))
        }
        _ => None,
    }
}

fn texts(chunk: &ColumnChunkMetaData) -> DataType {
    let is_text = chunk.column_descr().converted_type() == ConvertedType::UTF8;
    if is_text && is_dictionary(chunk) {
        DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
    } else {
        DataType::Utf8
    }
}

/// Whether all values are places in a dictionary.
fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    let is_place = |encoding: &Encoding| {
        // The second is the old name of the first.
        matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY)
    };
    match chunk.page_encoding_stats_mask() {
        Some(mask) => mask.encodings().all(|encoding| is_place(&encoding)),
        None => chunk.encodings().any(|encoding| is_place(&encoding)),
    }
}
