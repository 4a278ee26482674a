//! A reader of bytes to rows of cells under headers, from CSV, JSON Lines or Parquet.

mod csv;
mod footer;
mod json;
mod parquet;
mod scan;
mod sniff;
mod span;
mod split;

use std::fmt;
use std::io::Read;
use std::ops::Range;

use ::parquet::file::reader::ChunkReader;

use crate::input::Input;
use crate::refuse::NO_FILE;
use crate::report::{Problems, TableError};
use crate::source::{self, Encoding};
use crate::table::csv::{CsvTable, PlainCells};
use crate::table::json::{FlatCells, FlatRows, JsonRow, JsonTable};
use crate::table::parquet::{ParquetTable, SharedFile, Watch};
use crate::table::split::Rest;

pub use crate::table::parquet::is_contained;
#[cfg(test)]
pub(crate) use crate::table::parquet::parquet_of;
pub(crate) use crate::table::parquet::{Arrays, ColumnCells, PageTexts, ParquetCell, Places, text_in};
pub(crate) use crate::table::span::{Span, Spans};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// JSON Lines if the text starts with an object, else CSV. Parquet shows itself by its first bytes.
    #[default]
    Auto,
    /// CSV.
    Csv,
    /// JSON Lines.
    JsonLines,
    /// Parquet, which is opened by [`Table::of_parquet`].
    Parquet,
}

/// What the caller knows about a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableOptions {
    /// The path as shown to people.
    pub name: String,
    /// How rows are written.
    pub format: Format,
    /// How letters are written.
    pub encoding: Encoding,
    /// What separates cells; `None` is the most frequent of `,` `;` tab `|` in the first line.
    pub delimiter: Option<u8>,
}

impl TableOptions {
    /// The usual: everything is found out from the file.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// One cell before it is read by a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// The row ends before this column, or the object has no such name.
    Absent,
    /// What is written; empty for the `null` of JSON.
    Text(&'a str),
    /// A day or a moment that was kept as one, in the usual form: to read it no `format` is needed.
    Moment(&'a str),
    /// A JSON list of texts, numbers and the like, and how it is written.
    Items(&'a [String], &'a str),
    /// Any other JSON, as it is written.
    Json(&'a str),
}

impl<'a> Cell<'a> {
    /// How the cell is written; empty if there is none.
    pub fn text(self) -> &'a str {
        match self {
            Self::Absent => "",
            Self::Text(text) | Self::Moment(text) | Self::Items(_, text) | Self::Json(text) => text,
        }
    }
}

/// When the headers of a file are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// From the start: CSV, Parquet.
    Fixed,
    /// As rows show them: JSON Lines.
    Growing,
}

/// What is counted to say where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// Lines of text.
    #[default]
    Line,
    /// Rows: Parquet has no lines.
    Row,
}

impl fmt::Display for Place {
    /// `line` or `row`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Row => "row",
        })
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    line: u64,
    cells: RowCells<'a>,
}

#[derive(Debug, Clone, Copy)]
enum RowCells<'a> {
    /// Ranges of a text.
    Plain(PlainCells<'a>),
    /// The texts one behind the other, and where each ends.
    Split(&'a str, &'a [usize]),
    /// Ranges of a line.
    Flat(FlatCells<'a>),
    Json(&'a JsonRow),
    Parquet(&'a [ParquetCell]),
}

impl<'a> Row<'a> {
    /// The line on which the row starts, from 1; of Parquet the number of the row.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell of the header with this index.
    #[inline]
    pub fn cell(&self, index: usize) -> Cell<'a> {
        match self.cells {
            RowCells::Plain(cells) => cells.get(index).map_or(Cell::Absent, Cell::Text),
            RowCells::Flat(cells) => cells.cell(index),
            RowCells::Json(row) => row.cell(index),
            RowCells::Parquet(cells) => cells.get(index).map_or(Cell::Absent, ParquetCell::cell),
            RowCells::Split(text, ends) => {
                let Some(end) = ends.get(index) else {
                    return Cell::Absent;
                };
                let start =
                    index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
                Cell::Text(text.get(start..*end).unwrap_or_default())
            }
        }
    }
}

/// Rows that were moved on by together.
#[derive(Clone, Copy)]
pub(crate) struct Many<'a> {
    /// The line of the first; the others follow line by line.
    pub(crate) first_line: u64,
    /// How many they are.
    pub(crate) rows: usize,
    /// The text that their cells stand in.
    text: &'a str,
    cells: ManyCells<'a>,
}

/// Who knows where the cells of many rows stand.
#[derive(Clone, Copy)]
enum ManyCells<'a> {
    Csv(&'a CsvTable),
    Json(&'a FlatRows),
}

impl<'a> Many<'a> {
    /// The texts of one column, row by row; `None` where a row does not have it.
    #[inline]
    pub(crate) fn column(self, index: usize) -> impl Iterator<Item = Option<&'a str>> {
        (0..self.rows).map(move |row| self.cell(row, index))
    }

    /// The text of one cell; `None` where the row does not have it.
    #[inline]
    pub(crate) fn cell(self, row: usize, index: usize) -> Option<&'a str> {
        match self.cells {
            ManyCells::Csv(table) => table.one_of_many(row)?.get(index),
            ManyCells::Json(rows) => rows.span(row, index).text(self.text),
        }
    }

    /// Where cells stand: of each of some rows the first that it has of some columns; without a column nowhere. `room` is written
    /// over.
    pub(crate) fn spans<'s>(self, columns: &[usize], rows: Range<usize>, room: &'s mut Vec<Span>) -> Spans<'s>
    where
        'a: 's,
    {
        room.clear();
        let first_row = rows.start;
        match (columns, self.cells) {
            ([], _) => room.resize(rows.len(), Span::ABSENT),
            // Where the header is known from the start one column is read.
            ([column, ..], ManyCells::Csv(table)) => table.spans_of_many(*column, rows, room),
            (columns, ManyCells::Json(flat)) => flat.add_spans(columns, rows, room),
        }
        Spans { text: self.text, first_row, cells: room }
    }
}

/// A file that is being read, row by row.
///
/// ```
/// # use qualify_leads::{Cell, Table, TableOptions};
/// let csv = "Email;Company\r\nana@acme.example;\"Acme; Inc\"\r\n";
/// let mut table = Table::open(Box::new(csv.as_bytes()), &TableOptions::named("leads.csv"))?;
/// assert_eq!(table.headers(), ["Email", "Company"]);
/// assert!(table.advance()?);
/// assert_eq!(table.row().cell(1), Cell::Text("Acme; Inc"));
/// # Ok::<(), qualify_leads::TableError>(())
/// ```
pub struct Table {
    name: String,
    rows: Rows,
}

enum Rows {
    Csv(Box<CsvTable>),
    Json(Box<JsonTable>),
    Parquet(Box<ParquetTable>),
}

impl Table {
    /// Whether a file that begins with these bytes is to be opened by [`Table::of_parquet`].
    pub fn is_parquet(start: &[u8]) -> bool {
        start.starts_with(parquet::MARK)
    }

    /// Reads which columns a Parquet file has. Places in it are looked up again and again, so a reader is not enough.
    /// `watch` is told, again and again, how many bytes more are done with.
    pub fn of_parquet<F: ChunkReader<T: 'static> + 'static>(
        file: F,
        name: &str,
        watch: impl Fn(u64) + Send + 'static,
    ) -> Result<Self, TableError> {
        let table = ParquetTable::open(name, SharedFile::new(file), Watch(Box::new(watch)))?;
        Ok(Self { name: name.into(), rows: Rows::Parquet(Box::new(table)) })
    }

    /// Finds out what the bytes are, unpacks them, and reads the header.
    pub fn open(reader: Box<dyn Read + Send>, options: &TableOptions) -> Result<Self, TableError> {
        let name = &options.name;
        if options.format == Format::Parquet {
            return Err(TableError::new(name, NO_FILE));
        }
        let input = open_text(reader, options)?;
        let is_json = match options.format {
            Format::Auto => sniff::is_json_object(input.unread()),
            Format::Csv | Format::Parquet => false,
            Format::JsonLines => true,
        };
        if is_json {
            return Ok(Self {
                name: name.clone(),
                rows: Rows::Json(Box::new(JsonTable::open(name, input)?)),
            });
        }
        let syntax = sniff::syntax(input.unread(), options.delimiter);
        let rest = if input.ended() { Rest::Nothing } else { Rest::More };
        // With a delimiter of the caller's there may be one column only because it is the wrong one.
        match sniff::csv_in_csv(input.unread(), rest, syntax).filter(|_| options.delimiter.is_none()) {
            Some(inner) => Err(TableError::new(
                name,
                format!(
                    "There is CSV inside the CSV: the only column holds whole lines with `{inner}` between their values. \
                     Save the inner table as a file of its own."
                ),
            )),
            None => Self::open_csv(input, options),
        }
    }

    /// Opens a table of CSV that may well be a list of texts with commas in them.
    pub(crate) fn open_list(
        reader: Box<dyn Read + Send>,
        options: &TableOptions,
    ) -> Result<Self, TableError> {
        Self::open_csv(open_text(reader, options)?, options)
    }

    fn open_csv(input: Input, options: &TableOptions) -> Result<Self, TableError> {
        let syntax = sniff::syntax(input.unread(), options.delimiter);
        let rows = CsvTable::open(&options.name, input, syntax)?;
        Ok(Self { name: options.name.clone(), rows: Rows::Csv(Box::new(rows)) })
    }

    /// The path as shown to people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The headers; of JSON Lines the names that the rows showed so far.
    pub fn headers(&self) -> &[String] {
        match &self.rows {
            Rows::Csv(table) => table.headers(),
            Rows::Json(table) => table.headers(),
            Rows::Parquet(table) => table.headers(),
        }
    }

    /// The first column whose header, folded, is this.
    pub(crate) fn find_column(&self, folded: &str) -> Option<usize> {
        match &self.rows {
            Rows::Csv(table) => table.find_column(folded),
            Rows::Json(table) => table.find_column(folded),
            Rows::Parquet(table) => table.find_column(folded),
        }
    }

    /// When the headers are known.
    pub fn header_kind(&self) -> Headers {
        match &self.rows {
            Rows::Csv(_) | Rows::Parquet(_) => Headers::Fixed,
            Rows::Json(_) => Headers::Growing,
        }
    }

    /// Says which columns are of use: of Parquet the others are no longer read, and absent.
    pub(crate) fn read_only(&mut self, columns: impl Iterator<Item = usize>) {
        match &mut self.rows {
            Rows::Csv(_) | Rows::Json(_) => {}
            Rows::Parquet(table) => table.read_only(columns),
        }
    }

    /// The Parquet file, if it is one.
    pub(crate) fn parquet(&mut self) -> Option<&mut ParquetTable> {
        match &mut self.rows {
            Rows::Csv(_) | Rows::Json(_) => None,
            Rows::Parquet(table) => Some(table),
        }
    }

    /// How many rows the file says that it has, where it says so: Parquet.
    pub fn rows_told(&self) -> Option<u64> {
        match &self.rows {
            Rows::Csv(_) | Rows::Json(_) => None,
            Rows::Parquet(table) => Some(table.rows_told()),
        }
    }

    /// What is counted to say where a row stands.
    pub fn place(&self) -> Place {
        match &self.rows {
            Rows::Csv(_) | Rows::Json(_) => Place::Line,
            Rows::Parquet(_) => Place::Row,
        }
    }

    /// Moves to the next row that can be read; false at the end.
    pub fn advance(&mut self) -> Result<bool, TableError> {
        match &mut self.rows {
            Rows::Csv(table) => table.advance(),
            Rows::Json(table) => table.advance(),
            Rows::Parquet(table) => table.advance(),
        }
    }

    /// Moves on by some rows at once, at most so many, if they are at hand and of the plainest kind; gives them. Without any,
    /// [`Table::advance`] has the next row.
    pub(crate) fn advance_many(&mut self, most: usize) -> Option<Many<'_>> {
        match &mut self.rows {
            Rows::Csv(table) => {
                let rows = table.advance_many(most);
                let (first_line, text) = (table.line(), table.text_of_many());
                (rows > 0).then_some(Many { first_line, rows, text, cells: ManyCells::Csv(table) })
            }
            Rows::Json(table) => {
                let rows = table.advance_many(most);
                let (first_line, text) = (table.line(), table.text_of_many());
                (rows > 0).then_some(Many { first_line, rows, text, cells: ManyCells::Json(table.many()) })
            }
            Rows::Parquet(_) => None,
        }
    }

    /// The row moved to last.
    #[inline]
    pub fn row(&self) -> Row<'_> {
        match &self.rows {
            Rows::Csv(table) => Row { line: table.line(), cells: table.cells() },
            Rows::Json(table) => Row { line: table.line(), cells: table.cells() },
            Rows::Parquet(table) => Row { line: table.row(), cells: RowCells::Parquet(table.cells()) },
        }
    }

    /// From here on every row is read for itself, by the code that all others are measured by.
    #[cfg(test)]
    pub(crate) fn refuse_blocks(&mut self) {
        match &mut self.rows {
            Rows::Csv(table) => table.refuse_blocks(),
            Rows::Json(table) => table.refuse_blocks(),
            Rows::Parquet(_) => {}
        }
    }

    /// The rows that could not be read.
    pub fn problems(&self) -> &Problems {
        match &self.rows {
            Rows::Csv(table) => &table.problems,
            Rows::Json(table) => &table.problems,
            Rows::Parquet(table) => &table.problems,
        }
    }

    /// The lines at the end that are a report's footer and not leads.
    pub fn footer_lines(&self) -> &[u64] {
        match &self.rows {
            Rows::Csv(table) => &table.footer_lines,
            Rows::Json(_) | Rows::Parquet(_) => &[],
        }
    }
}

/// The text of a file, the beginning of it at hand.
fn open_text(reader: Box<dyn Read + Send>, options: &TableOptions) -> Result<Input, TableError> {
    let mut input = source::open(reader, &options.name, options.encoding)?;
    input.fill(sniff::LOOK).map_err(|error| TableError::from_io(&options.name, &error))?;
    match sniff::json_refusal(&options.name, input.unread()) {
        Some(error) => Err(error),
        None => Ok(input),
    }
}

#[cfg(test)]
mod tests;
