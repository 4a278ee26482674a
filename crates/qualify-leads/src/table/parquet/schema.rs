//! The columns of one group of rows to the kinds of arrays that they are asked for as.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::basic::Type;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::schema::types::SchemaDescriptor;

/// The schema with texts of one kind, not as places in a dictionary, and with moments that reach as far as those of customer databases.
pub(super) fn plain(
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
        DataType::LargeUtf8 | DataType::Utf8View => Some(DataType::Utf8),
        DataType::Dictionary(_, values) => {
            Some(kind(values, chunk).unwrap_or_else(|| values.as_ref().clone()))
        }
        // The days of the usual kind reach from the year 1677 to 2262 only; customer databases end in 9999.
        DataType::Timestamp(TimeUnit::Nanosecond, zone) if chunk.column_type() == Type::INT96 => {
            Some(DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))
        }
        _ => None,
    }
}
