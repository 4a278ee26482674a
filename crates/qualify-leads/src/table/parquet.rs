//! A Parquet file to arrays of some rows, and to rows of cells.
//!
//! ```text
//! file ─► groups of rows ─► arrays of at most 8,192 rows ─┬─► taken as they are: leads side by side
//!         one at a time     only the columns to be read   └─► row by row, as cells of text: events, profiles
//! ```

mod cell;
mod file;
mod lengths;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use qualify_plan::fold;

use crate::report::{Problems, TableError};
pub(crate) use cell::ParquetCell;
pub use file::is_contained;
pub(crate) use file::{MARK, SharedFile};
use file::{contained, damaged};
#[cfg(test)]
pub(crate) use tests::parquet_of;

/// How many rows are read at a time: they stay close to the processor, and there are enough for one call to be cheap.
const ROWS: usize = 8_192;

/// A Parquet file that is being read.
pub(crate) struct ParquetTable {
    name: String,
    file: SharedFile,
    metadata: Arc<ParquetMetaData>,
    plain: ArrowReaderMetadata,
    headers: Vec<String>,
    by_folded: HashMap<String, usize>,
    /// The columns that are read, in the order of the file.
    read: Vec<usize>,
    next_group: usize,
    group: Option<Group>,
    /// The rows at hand, and how many of them were given.
    batch: Option<RecordBatch>,
    given: usize,
    /// How many rows were given in all.
    row: u64,
    cells: Vec<ParquetCell>,
    watch: Watch,
    pub(crate) problems: Problems,
}

/// A group of rows that is being read.
struct Group {
    reader: ParquetRecordBatchReader,
    /// How many rows it still has to give.
    left: u64,
}

/// Whoever wants to know how many bytes are done with.
pub(crate) struct Watch(pub(crate) Box<dyn Fn(u64) + Send>);

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// Some rows side by side.
#[derive(Debug)]
pub(crate) struct Arrays {
    /// The number of the first row, from 1.
    pub(crate) first_row: u64,
    /// How many rows there are.
    pub(crate) rows: usize,
    /// By the index of the header; none if it was not to be read.
    columns: Vec<Option<ArrayRef>>,
}

impl Arrays {
    /// The column of the header with this index.
    pub(crate) fn column(&self, index: usize) -> Option<&ArrayRef> {
        self.columns.get(index)?.as_ref()
    }
}

impl ParquetTable {
    /// Reads what columns there are.
    pub(crate) fn open(name: &str, file: SharedFile, watch: Watch) -> Result<Self, TableError> {
        file.check_marks(name)?;
        let plain = contained(name, || {
            let metadata = Arc::new(ParquetMetaDataReader::new().parse_and_finish(&file)?);
            let options = ArrowReaderOptions::new();
            // What a writer kept of its own kinds of arrays may be of a kind that is not known here.
            ArrowReaderMetadata::try_new(Arc::clone(&metadata), options.clone())
                .or_else(|_| ArrowReaderMetadata::try_new(metadata, options.with_skip_arrow_metadata(true)))
        })?;
        let headers: Vec<String> =
            plain.schema().fields().iter().map(|field| field.name().trim().to_owned()).collect();
        let mut by_folded = HashMap::new();
        for (index, header) in headers.iter().enumerate() {
            by_folded.entry(fold(header)).or_insert(index);
        }
        Ok(Self {
            name: name.into(),
            file,
            metadata: Arc::clone(plain.metadata()),
            plain,
            read: (0..headers.len()).collect(),
            cells: headers.iter().map(|_| ParquetCell::default()).collect(),
            headers,
            by_folded,
            next_group: 0,
            group: None,
            batch: None,
            given: 0,
            row: 0,
            watch,
            problems: Problems::default(),
        })
    }

    /// The trimmed names of the columns.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The first column whose folded name is this.
    pub(crate) fn find_column(&self, folded: &str) -> Option<usize> {
        self.by_folded.get(folded).copied()
    }

    /// Says which columns are of use; the others are no longer read.
    pub(crate) fn read_only(&mut self, columns: impl Iterator<Item = usize>) {
        self.read = columns.filter(|column| *column < self.headers.len()).collect();
        self.read.sort_unstable();
        self.read.dedup();
    }

    /// The number of the current row, from 1.
    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// The cells of the current row.
    pub(crate) fn cells(&self) -> &[ParquetCell] {
        &self.cells
    }

    /// Moves to the next row; false at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, TableError> {
        if !self.load()? {
            return Ok(false);
        }
        let Some(batch) = &self.batch else { return Ok(false) };
        for (column, array) in self.read.iter().zip(batch.columns()) {
            if let Some(cell) = self.cells.get_mut(*column) {
                cell.write(array, self.given);
            }
        }
        self.given += 1;
        self.row += 1;
        Ok(true)
    }

    /// Takes the next rows side by side, at most so many; none at the end.
    pub(crate) fn take(&mut self, most: usize) -> Result<Option<Arrays>, TableError> {
        if most == 0 || !self.load()? {
            return Ok(None);
        }
        let Some(batch) = &self.batch else { return Ok(None) };
        let rows = most.min(batch.num_rows() - self.given);
        let mut columns: Vec<Option<ArrayRef>> = self.headers.iter().map(|_| None).collect();
        for (column, array) in self.read.iter().zip(batch.columns()) {
            if let Some(place) = columns.get_mut(*column) {
                let is_whole = rows == array.len();
                *place = Some(if is_whole { Arc::clone(array) } else { array.slice(self.given, rows) });
            }
        }
        let arrays = Arrays { first_row: self.row + 1, rows, columns };
        self.given += rows;
        self.row += rows as u64;
        Ok(Some(arrays))
    }

    /// Sees to it that there are rows at hand; false at the end.
    fn load(&mut self) -> Result<bool, TableError> {
        while self.batch.as_ref().is_none_or(|batch| self.given >= batch.num_rows()) {
            self.batch = None;
            self.given = 0;
            if self.group.is_none() && !self.open_group()? {
                return Ok(false);
            }
            self.read_batch()?;
        }
        Ok(true)
    }

    /// Opens the next group; false if there is none.
    fn open_group(&mut self) -> Result<bool, TableError> {
        let metadata = Arc::clone(&self.metadata);
        let Some(about) = metadata.row_groups().get(self.next_group) else { return Ok(false) };
        let left = u64::try_from(about.num_rows())
            .map_err(|_| damaged(&self.name, "a part has fewer than no rows"))?;
        self.check_compression(about)?;
        let reader = contained(&self.name, || self.reader(about, self.next_group))?;
        self.next_group += 1;
        self.group = Some(Group { reader, left });
        Ok(true)
    }

    fn reader(
        &self,
        about: &RowGroupMetaData,
        group: usize,
    ) -> Result<ParquetRecordBatchReader, parquet::errors::ParquetError> {
        let descriptor = self.metadata.file_metadata().schema_descr();
        let kept = schema::kept_dictionaries(self.plain.schema(), descriptor, about);
        let options = ArrowReaderOptions::new().with_schema(kept);
        let asked = ArrowReaderMetadata::try_new(Arc::clone(&self.metadata), options)
            .unwrap_or_else(|_| self.plain.clone());
        // Without any column nothing would show how many rows there really are.
        let roots = if self.read.is_empty() { vec![0] } else { self.read.clone() };
        let roots: Vec<usize> = roots.into_iter().filter(|root| *root < self.headers.len()).collect();
        let rows = usize::try_from(about.num_rows()).unwrap_or(usize::MAX);
        for (leaf, chunk) in about.columns().iter().enumerate().take(descriptor.num_columns()) {
            if roots.contains(&descriptor.get_column_root_idx(leaf)) {
                lengths::check(&self.file, chunk, rows)?;
            }
        }
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.clone(), asked)
            .with_projection(ProjectionMask::roots(descriptor, roots))
            .with_row_groups(vec![group])
            .with_batch_size(ROWS)
            .build()
    }

    /// Reads the next rows of the group. After an error there are no more.
    fn read_batch(&mut self) -> Result<(), TableError> {
        let Some(mut group) = self.group.take() else { return Ok(()) };
        let read = contained(&self.name, || group.reader.next().transpose().map_err(Into::into));
        let checked = read.and_then(|batch: Option<RecordBatch>| {
            let rows = batch.as_ref().map_or(0, RecordBatch::num_rows) as u64;
            match (group.left.checked_sub(rows), &batch) {
                (Some(left), Some(_)) => Ok((left, batch)),
                (Some(0), None) => Ok((0, None)),
                (_, _) => Err(damaged(&self.name, "it has not as many rows as it says")),
            }
        });
        let (left, batch) = checked.inspect_err(|_| self.next_group = usize::MAX)?;
        self.tell(group.left - left);
        self.group = batch.is_some().then_some(Group { left, ..group });
        self.batch = batch;
        Ok(())
    }

    /// Counts as many bytes as rows of all rows were read, because not all columns are.
    fn tell(&self, rows: u64) {
        let all = u64::try_from(self.metadata.file_metadata().num_rows()).unwrap_or_default().max(1);
        let length = parquet::file::reader::Length::len(&self.file);
        let bytes = u128::from(length) * u128::from(rows) / u128::from(all);
        (self.watch.0)(u64::try_from(bytes).unwrap_or_default());
    }

    fn check_compression(&self, about: &RowGroupMetaData) -> Result<(), TableError> {
        let of_brotli = |compression| matches!(compression, Compression::BROTLI(_));
        let unknown = about.columns().iter().map(|column| column.compression());
        let mut unknown = unknown.filter(|kind| of_brotli(*kind) || *kind == Compression::LZO);
        match unknown.next() {
            Some(kind) => {
                let name = if of_brotli(kind) { "Brotli" } else { "LZO" };
                Err(TableError::new(
                    &self.name,
                    format!(
                        "The columns of this Parquet file are compressed with {name}, which is not read here. Write it with \
                         Snappy, Zstandard, gzip or LZ4."
                    ),
                ))
            }
            None => Ok(()),
        }
    }
}
