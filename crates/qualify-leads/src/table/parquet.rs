//! A Parquet file to arrays of some rows, and to rows of cells.
//!
//! ```text
//! file ─► groups of rows ─► the cells of some rows ────┬─► taken as they are: leads side by side
//!         one at a time     of the columns to be read  └─► row by row, as cells of text: events, profiles
//! ```

mod cell;
mod cells;
mod chunk;
mod file;
mod group;
mod hybrid;
mod lengths;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod window;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::Compression;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use qualify_plan::fold;

use crate::report::{Problems, TableError};
pub(crate) use cell::ParquetCell;
pub(crate) use cells::{ColumnCells, PageTexts, Places, text_in};
use file::contained;
pub use file::is_contained;
pub(crate) use file::{MARK, SharedFile};
use group::Group;
#[cfg(test)]
pub(crate) use tests::parquet_of;

/// How many rows are read at a time when they are asked for one by one.
const ROWS: usize = 4_096;

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
    /// The rows at hand, and how many of them were given one by one.
    at_hand: Option<Arrays>,
    given: usize,
    /// How many rows were given in all.
    row: u64,
    cells: Vec<ParquetCell>,
    watch: Watch,
    pub(crate) problems: Problems,
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
    columns: Vec<Option<ColumnCells>>,
}

impl Arrays {
    /// Some of the rows.
    fn part(&self, first_row: u64, from: usize, rows: usize) -> Self {
        let columns = self.columns.iter().map(|column| Some(column.as_ref()?.part(from, rows)));
        Self { first_row, rows, columns: columns.collect() }
    }

    /// The column of the header with this index.
    pub(crate) fn column(&self, index: usize) -> Option<&ColumnCells> {
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
            at_hand: None,
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
        if let Some(group) = &mut self.group {
            group.read_only(&self.read);
        }
    }

    /// The number of the current row, from 1.
    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// How many rows the file says that it has.
    pub(crate) fn rows_told(&self) -> u64 {
        u64::try_from(self.metadata.file_metadata().num_rows()).unwrap_or_default()
    }

    /// The cells of the current row.
    pub(crate) fn cells(&self) -> &[ParquetCell] {
        &self.cells
    }

    /// Moves to the next row; false at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, TableError> {
        if self.at_hand.as_ref().is_none_or(|arrays| self.given >= arrays.rows) {
            self.at_hand = self.read(ROWS)?;
            self.given = 0;
        }
        let Some(arrays) = &self.at_hand else { return Ok(false) };
        for column in &self.read {
            if let (Some(cell), Some(cells)) = (self.cells.get_mut(*column), arrays.column(*column)) {
                cells.write(cell, self.given);
            }
        }
        self.given += 1;
        self.row += 1;
        Ok(true)
    }

    /// Takes the next rows side by side, at most so many; none at the end.
    pub(crate) fn take(&mut self, most: usize) -> Result<Option<Arrays>, TableError> {
        if most == 0 {
            return Ok(None);
        }
        let at_hand = self.at_hand.take().filter(|arrays| self.given < arrays.rows);
        let arrays = match at_hand {
            // Somebody took rows one by one before.
            Some(arrays) => {
                let rows = most.min(arrays.rows - self.given);
                let taken = arrays.part(self.row + 1, self.given, rows);
                self.given += rows;
                self.at_hand = Some(arrays);
                Some(taken)
            }
            None => self.read(most)?,
        };
        self.row += arrays.as_ref().map_or(0, |arrays| arrays.rows as u64);
        Ok(arrays)
    }

    /// Reads the next rows, at most so many. After an error there are no more.
    fn read(&mut self, most: usize) -> Result<Option<Arrays>, TableError> {
        loop {
            if self.group.is_none() && !self.open_group()? {
                return Ok(None);
            }
            let Some(mut group) = self.group.take() else { return Ok(None) };
            let taken = contained(&self.name, || group.take(most));
            let Some((rows, cells)) = taken.inspect_err(|_| self.next_group = usize::MAX)? else { continue };
            self.group = Some(group);
            self.tell(rows as u64);
            let mut columns: Vec<Option<ColumnCells>> = self.headers.iter().map(|_| None).collect();
            for (column, cells) in cells {
                if let Some(place) = columns.get_mut(column) {
                    *place = Some(cells);
                }
            }
            return Ok(Some(Arrays { first_row: self.row + 1, rows, columns }));
        }
    }

    /// Opens the next group; false if there is none.
    fn open_group(&mut self) -> Result<bool, TableError> {
        let metadata = Arc::clone(&self.metadata);
        let Some(about) = metadata.row_groups().get(self.next_group) else { return Ok(false) };
        self.check_compression(about)?;
        // Without any column nothing would show how many rows there really are.
        let columns = if self.read.is_empty() { vec![0] } else { self.read.clone() };
        let number = (self.next_group, about);
        self.group = Some(contained(&self.name, || Group::open(&self.file, &self.plain, number, &columns))?);
        self.next_group += 1;
        Ok(true)
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
