//! Reads every column of a Parquet file into arrow arrays and drops them: the least that any reader built on these crates pays.
//!
//! `bare-read FILE` prints how many rows there are. Texts stay dictionaries, as the file holds them.

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

const BATCH: usize = 8_192;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: bare-read FILE")?;
    let file = File::open(path)?;
    let found = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
    let fields: Vec<Field> = found
        .schema()
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Utf8 => {
                let kept = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Field::new(field.name(), kept, field.is_nullable())
            }
            _ => field.as_ref().clone(),
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
    let reader = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)?.with_batch_size(BATCH).build()?;
    let mut rows = 0;
    for batch in reader {
        rows += batch?.num_rows();
    }
    println!("{rows}");
    Ok(())
}
