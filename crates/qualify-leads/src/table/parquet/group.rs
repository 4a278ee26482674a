//! The columns of a group of rows, some rows at a time.
//!
//! ```text
//! columns written in the usual ways ─► chunks ─────────────┐
//! all others ─► the crate's reader ─► batches, cut ────────┴─► the cells of so many rows, column by column
//! ```

use std::sync::Arc;

use arrow_array::{Array as _, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;

use super::cells::ColumnCells;
use super::chunk::Chunk;
use super::file::SharedFile;
use super::{lengths, schema};

/// How many rows the crate's reader gives at a time.
const ROWS: usize = 4_096;

/// A group that is being read.
pub(super) struct Group {
    /// How many rows it still has to give.
    pub(super) left: u64,
    chunks: Vec<(usize, Chunk)>,
    others: Option<Others>,
}

/// How many rows, and the cells of each column by its number.
pub(super) type Taken = (usize, Vec<(usize, ColumnCells)>);

/// Columns that the crate's reader reads.
struct Others {
    columns: Vec<usize>,
    reader: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    given: usize,
}

impl Group {
    /// Prepares to read some columns of the group with this number.
    pub(super) fn open(
        file: &SharedFile,
        metadata: &ArrowReaderMetadata,
        (number, about): (usize, &RowGroupMetaData),
        columns: &[usize],
    ) -> Result<Self, ParquetError> {
        let left = u64::try_from(about.num_rows())
            .map_err(|_| ParquetError::General("a part has fewer than no rows".into()))?;
        let rows = usize::try_from(left).unwrap_or(usize::MAX);
        let descriptor = metadata.metadata().file_metadata().schema_descr();
        let mut group = Self { left, chunks: Vec::new(), others: None };
        let mut others = Vec::new();
        for column in columns {
            let leaves = about.columns().iter().enumerate().take(descriptor.num_columns());
            let mut leaves = leaves.filter(|(leaf, _)| descriptor.get_column_root_idx(*leaf) == *column);
            let (Some(field), Some((_, leaf))) = (metadata.schema().fields().get(*column), leaves.next())
            else {
                continue;
            };
            match Chunk::open(file, field, leaf, rows)? {
                Some(chunk) => group.chunks.push((*column, chunk)),
                None => {
                    lengths::check(file, leaf, rows)?;
                    leaves.try_for_each(|(_, leaf)| lengths::check(file, leaf, rows))?;
                    others.push(*column);
                }
            }
        }
        if !others.is_empty() {
            group.others = Some(Others::open(file, metadata, (number, about), others)?);
        }
        Ok(group)
    }

    /// Gives up columns that are not among these; one stays in any case, because it shows how many rows there really are.
    pub(super) fn read_only(&mut self, columns: &[usize]) {
        let is_last =
            self.others.is_none() && self.chunks.iter().all(|(column, _)| !columns.contains(column));
        if !is_last {
            self.chunks.retain(|(column, _)| columns.contains(column));
        }
    }

    /// The next rows, at most so many: how many they are, and the cells of each column. None at the end.
    pub(super) fn take(&mut self, most: usize) -> Result<Option<Taken>, ParquetError> {
        let mut rows = most.min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if let Some(others) = &mut self.others {
            rows = rows.min(others.load()?);
        }
        if rows == 0 {
            let is_whole = self.left == 0 && self.is_at_end()?;
            let error = || ParquetError::General("it has not as many rows as it says".into());
            return if is_whole { Ok(None) } else { Err(error()) };
        }
        let mut cells = Vec::with_capacity(self.chunks.len());
        for (column, chunk) in &mut self.chunks {
            cells.push((*column, chunk.take(rows)?));
        }
        if let Some(others) = &mut self.others {
            cells.extend(others.take(rows));
        }
        self.left -= rows as u64;
        Ok(Some((rows, cells)))
    }

    fn is_at_end(&mut self) -> Result<bool, ParquetError> {
        if let Some(others) = &mut self.others
            && others.load()? > 0
        {
            return Ok(false);
        }
        for (_, chunk) in &mut self.chunks {
            if !chunk.is_at_end()? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Others {
    fn open(
        file: &SharedFile,
        metadata: &ArrowReaderMetadata,
        (number, about): (usize, &RowGroupMetaData),
        columns: Vec<usize>,
    ) -> Result<Self, ParquetError> {
        let descriptor = metadata.metadata().file_metadata().schema_descr();
        let options =
            ArrowReaderOptions::new().with_schema(schema::plain(metadata.schema(), descriptor, about));
        let asked = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)
            .unwrap_or_else(|_| metadata.clone());
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), asked)
            .with_projection(ProjectionMask::roots(descriptor, columns.iter().copied()))
            .with_row_groups(vec![number])
            .with_batch_size(ROWS)
            .build()?;
        Ok(Self { columns, reader, batch: None, given: 0 })
    }

    /// Sees to it that there are rows at hand, if there are any more; how many.
    fn load(&mut self) -> Result<usize, ParquetError> {
        loop {
            let left = self.batch.as_ref().map_or(0, |batch| batch.num_rows() - self.given);
            if left > 0 {
                return Ok(left);
            }
            match self.reader.next().transpose()? {
                Some(batch) => (self.batch, self.given) = (Some(batch), 0),
                None => return Ok(0),
            }
        }
    }

    /// Some of the rows at hand.
    fn take(&mut self, rows: usize) -> Vec<(usize, ColumnCells)> {
        let Some(batch) = &self.batch else { return Vec::new() };
        let from = self.given;
        self.given += rows;
        let arrays = self.columns.iter().zip(batch.columns());
        arrays.map(|(column, array)| (*column, ColumnCells::Array(array.slice(from, rows)))).collect()
    }
}
