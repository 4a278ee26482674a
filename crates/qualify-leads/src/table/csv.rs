//! CSV text to rows of cells, with what cannot be read told by line.
//!
//! Plain rows come from a [`Block`], many at once. All others, and those that need a second look, are split one by one.

mod block;

use std::collections::HashMap;
use std::ops::Range;
use std::str;

use qualify_plan::fold;

use crate::input::Input;
use crate::report::{Problems, TableError, excerpt};
use crate::table::RowCells;
use crate::table::Span;
use crate::table::csv::block::{Block, Place};
use crate::table::footer::Footer;
use crate::table::split::{Cells, Found, Rest, Syntax, split_row};

pub(crate) use crate::table::csv::block::PlainCells;

/// No row is longer than this; a quote that is open for longer was never closed.
const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// A CSV file that is being read.
pub(crate) struct CsvTable {
    name: String,
    input: Input,
    syntax: Syntax,
    headers: Vec<String>,
    by_folded: HashMap<String, usize>,
    /// The line at which the unread bytes start.
    next_line: u64,
    line: u64,
    block: Block,
    /// Rows of the block that were moved on by together.
    many: Vec<Place>,
    /// So many bytes from the first unread one are split row by row; all, where no block can be.
    refused: usize,
    cells: Cells,
    current: Current,
    footer: Footer,
    doubt: Option<Doubt>,
    pub(crate) problems: Problems,
    pub(crate) footer_lines: Vec<u64>,
}

/// Lines behind a quote that is never closed: they are rows only if they have exactly the cells of a row.
#[derive(Debug, Clone, Copy)]
struct Doubt {
    opened: u64,
    last: u64,
}

/// Where the cells of the current row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Current {
    Plain,
    Split,
}

/// One raw row, or why there is none at the front of the input.
enum Raw {
    Row,
    Skipped,
    End,
}

impl CsvTable {
    /// Reads the header. `input` holds the first [`sniff::LOOK`] bytes.
    pub(crate) fn open(name: &str, input: Input, syntax: Syntax) -> Result<Self, TableError> {
        let mut table = Self {
            name: name.into(),
            input,
            syntax,
            headers: Vec::new(),
            by_folded: HashMap::new(),
            next_line: 1,
            line: 1,
            block: Block::default(),
            many: Vec::new(),
            refused: if Block::knows(syntax) { 0 } else { usize::MAX },
            cells: Cells::default(),
            current: Current::Split,
            footer: Footer::default(),
            doubt: None,
            problems: Problems::default(),
            footer_lines: Vec::new(),
        };
        table.read_header()?;
        Ok(table)
    }

    fn read_header(&mut self) -> Result<(), TableError> {
        loop {
            match self.read_raw()? {
                Raw::Row if is_empty(&self.cells) => {}
                Raw::Row => break,
                Raw::Skipped => {
                    return Err(self.bad_header("A quote opens in the header and is never closed."));
                }
                Raw::End => return Err(TableError::new(&self.name, "The file is empty.")),
            }
        }
        let Ok(text) = str::from_utf8(&self.cells.bytes) else {
            return Err(self.bad_header(
                "The header is not UTF-8 text. If the file is in Latin-1 or Windows-1252, add `--encoding latin-1`.",
            ));
        };
        self.headers = split_cells(text, &self.cells.ends).map(|cell| cell.trim().to_owned()).collect();
        for (index, header) in self.headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
            self.by_folded.entry(fold(header)).or_insert(index);
        }
        Ok(())
    }

    fn bad_header(&self, message: &str) -> TableError {
        TableError { name: self.name.clone(), line: Some(self.line), message: message.into() }
    }

    /// The trimmed headers.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The first column whose header folds to this.
    pub(crate) fn find_column(&self, folded: &str) -> Option<usize> {
        self.by_folded.get(folded).copied()
    }

    /// Moves to the next row that can be read; false at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, TableError> {
        loop {
            if let Some((line, cells)) = self.footer.release() {
                (self.line, self.cells, self.current) = (line, cells, Current::Split);
                return Ok(true);
            }
            let raw = match self.next_plain() {
                Some(Current::Plain) => return Ok(true),
                Some(Current::Split) => Raw::Row,
                None => self.read_raw()?,
            };
            match raw {
                Raw::Skipped => {}
                Raw::Row if is_empty(&self.cells) => self.footer.empty_row(),
                Raw::Row if !self.is_readable() => {}
                Raw::Row if self.footer.holds(self.line, &mut self.cells, self.headers.len()) => {}
                Raw::Row => return Ok(true),
                Raw::End => {
                    let lines = self.footer.finish();
                    self.footer_lines.extend(lines);
                    match self.footer.release() {
                        Some((line, cells)) => (self.line, self.cells) = (line, cells),
                        None => return Ok(false),
                    }
                    return Ok(true);
                }
            }
        }
    }

    /// Moves to the next row of the block, and splits it if it needs a second look. Without one the next row of the
    /// input is not plain.
    fn next_plain(&mut self) -> Option<Current> {
        if !self.block.advance() {
            (self.fill_block() && self.block.advance()).then_some(())?;
        }
        self.line = self.next_line;
        self.next_line += 1;
        self.current = if self.is_ordinary() { Current::Plain } else { Current::Split };
        if self.current == Current::Split {
            split_row(self.block.line(), Rest::Nothing, self.syntax, &mut self.cells);
        }
        Some(self.current)
    }

    /// Moves on by as many rows as are plain to see and at hand, at most so many; tells how many. With none [`CsvTable::advance`]
    /// has the next row.
    pub(crate) fn advance_many(&mut self, most: usize) -> usize {
        self.many.clear();
        let at_hand = self.block.has_more() || (self.footer.is_far() && self.fill_block());
        if !at_hand {
            return 0;
        }
        self.line = self.next_line;
        while self.many.len() < most {
            let before = self.block.place();
            if !self.block.advance() {
                break;
            }
            if !self.is_ordinary() {
                self.block.retreat(before);
                break;
            }
            self.many.push(self.block.place());
        }
        self.next_line += self.many.len() as u64;
        self.many.len()
    }

    /// A row of those that [`CsvTable::advance_many`] moved on by.
    #[inline]
    pub(crate) fn one_of_many(&self, index: usize) -> Option<PlainCells<'_>> {
        self.many.get(index).map(|row| self.block.cells(*row))
    }

    /// Where the cells of one column stand in some of these rows.
    pub(crate) fn spans_of_many(&self, column: usize, rows: Range<usize>, spans: &mut Vec<Span>) {
        let rows = self.many.get(rows).unwrap_or_default();
        self.block.add_spans(rows, column, spans);
    }

    /// The text that these rows are ranges of.
    pub(crate) fn text_of_many(&self) -> &str {
        self.block.text()
    }

    /// From here on all rows are split one by one.
    #[cfg(test)]
    pub(crate) fn refuse_blocks(&mut self) {
        self.refused = usize::MAX;
    }

    fn fill_block(&mut self) -> bool {
        if self.refused > 0 {
            return false;
        }
        let taken = self.block.fill(self.input.unread(), self.syntax);
        self.input.consume(taken.bytes);
        self.refused = taken.refused;
        taken.bytes > 0
    }

    /// Whether it is plain to see that the row of the block has text, the cells that the header promises, and no part
    /// in a footer.
    fn is_ordinary(&self) -> bool {
        let (width, columns) = (self.block.width(), self.headers.len());
        let fits = width == columns || (width < columns && self.doubt.is_none());
        fits && self.footer.is_far() && self.block.has_letter(self.syntax)
    }

    /// The line on which the current row starts.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The current row.
    #[inline]
    pub(crate) fn cells(&self) -> RowCells<'_> {
        match self.current {
            Current::Plain => RowCells::Plain(self.block.cells(self.block.place())),
            // Rows that are not UTF-8 never become the current one.
            Current::Split => {
                RowCells::Split(str::from_utf8(&self.cells.bytes).unwrap_or_default(), &self.cells.ends)
            }
        }
    }

    /// Reads one row into `cells`, or skips what cannot be told apart into cells.
    fn read_raw(&mut self) -> Result<Raw, TableError> {
        self.line = self.next_line;
        self.current = Current::Split;
        loop {
            let unread = self.input.unread();
            let rest = if self.input.ended() { Rest::Nothing } else { Rest::More };
            if unread.is_empty() && rest == Rest::Nothing {
                return Ok(Raw::End);
            }
            let is_long = unread.len() > LONGEST_ROW;
            match split_row(unread, rest, self.syntax, &mut self.cells) {
                Found::Row(length) => {
                    self.consume(length);
                    return Ok(if length > LONGEST_ROW { self.long_row() } else { Raw::Row });
                }
                Found::OpenQuote(at) if is_long || rest == Rest::Nothing => {
                    self.skip_open_quote(at);
                    return Ok(Raw::Skipped);
                }
                Found::Part if is_long => {
                    self.skip_line()?;
                    return Ok(self.long_row());
                }
                Found::Part | Found::OpenQuote(_) => self.grow()?,
            }
        }
    }

    fn grow(&mut self) -> Result<(), TableError> {
        self.input.grow().map_err(|error| TableError::from_io(&self.name, &error))
    }

    fn consume(&mut self, length: usize) {
        let used = self.input.unread().get(..length).unwrap_or_default();
        self.next_line += memchr::memchr_iter(self.syntax.newline, used).count() as u64;
        self.input.consume(length);
        self.refused = self.refused.saturating_sub(length);
    }

    /// Goes on behind the line on which the quote opens. No quote stands alone in the bytes that are read again, so
    /// no quote opens there for good a second time and reading stays linear.
    fn skip_open_quote(&mut self, at: usize) {
        let unread = self.input.unread();
        let (before, inside) = unread.split_at_checked(at).unwrap_or_default();
        let newlines = |bytes| memchr::memchr_iter(self.syntax.newline, bytes).count() as u64;
        let opened = self.next_line + newlines(before);
        let last = opened + newlines(inside);
        let length = memchr::memchr(self.syntax.newline, inside).map_or(unread.len(), |end| at + end + 1);
        self.problems.add(opened, || {
            "A quote opens on this line and is never closed, so the row cannot be read. Close it, or write `\"\"` for \
             a quote that belongs to the text."
                .into()
        });
        self.doubt = Some(Doubt { opened, last });
        self.consume(length);
    }

    /// Goes on behind the next line end, wherever that is.
    fn skip_line(&mut self) -> Result<(), TableError> {
        loop {
            let unread = self.input.unread();
            match memchr::memchr(self.syntax.newline, unread) {
                Some(end) => {
                    self.consume(end + 1);
                    return Ok(());
                }
                None => self.consume(unread.len()),
            }
            if self.input.ended() {
                return Ok(());
            }
            self.grow()?;
        }
    }

    fn long_row(&mut self) -> Raw {
        let last = self.next_line.saturating_sub(1).max(self.line);
        let from = self.line;
        self.problems.add(from, || match last {
            last if last > from => {
                format!("The row goes on to line {last} and is longer than 16 MiB. Is a quote never closed?")
            }
            _ => "The row is longer than 16 MiB and cannot be read.".into(),
        });
        Raw::Skipped
    }

    /// Whether the row has the cells that the header promises; says what is wrong if not.
    fn is_readable(&mut self) -> bool {
        let message = self.fault();
        if let Some(message) = message {
            self.problems.add(self.line, || message);
            return false;
        }
        true
    }

    fn fault(&self) -> Option<String> {
        let Ok(text) = str::from_utf8(&self.cells.bytes) else {
            return Some(self.not_utf8());
        };
        if text.contains('\0') {
            return Some("The row has zero bytes in it, which no text has, so it cannot be read.".into());
        }
        let cell = |index| split_cells(text, &self.cells.ends).nth(index).map(excerpt).unwrap_or_default();
        if let Some(index) = self.cells.torn {
            return Some(format!(
                "Text follows the closing quote of `{}`, so the row cannot be read. Write `\"\"` for a quote that \
                 belongs to the text.",
                cell(index)
            ));
        }
        self.too_many(text).or_else(|| self.doubtful())
    }

    fn too_many(&self, text: &str) -> Option<String> {
        let columns = self.headers.len();
        let found = self.cells.ends.len();
        let extra = split_cells(text, &self.cells.ends).skip(columns).find(|cell| !cell.trim().is_empty())?;
        Some(format!(
            "The row has {found} cells and the header has {columns}; `{}` is too many. A value with {} in it needs \
             quotes around it.",
            excerpt(extra),
            delimiter_name(self.syntax.delimiter)
        ))
    }

    fn doubtful(&self) -> Option<String> {
        let doubt = self.doubt.filter(|doubt| self.line <= doubt.last)?;
        (self.cells.ends.len() != self.headers.len()).then(|| {
            format!(
                "The line may belong to the quote that opens on line {} and is never closed.",
                doubt.opened
            )
        })
    }

    fn not_utf8(&self) -> String {
        let mut start = 0;
        for (index, end) in self.cells.ends.iter().enumerate() {
            let cell = self.cells.bytes.get(start..*end).unwrap_or_default();
            if str::from_utf8(cell).is_err() {
                let value = excerpt(&String::from_utf8_lossy(cell));
                let column =
                    self.headers.get(index).map(|header| format!(" of `{header}`")).unwrap_or_default();
                return format!(
                    "The value `{value}`{column} is not UTF-8 text. If the file is in Latin-1 or Windows-1252, add \
                     `--encoding latin-1`."
                );
            }
            start = *end;
        }
        "The row is not UTF-8 text. If the file is in Latin-1 or Windows-1252, add `--encoding latin-1`."
            .into()
    }
}

/// The cells of a row.
pub(crate) fn split_cells<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let mut start = 0;
    ends.iter().map(move |end| {
        let cell = text.get(start..*end).unwrap_or_default();
        start = *end;
        cell
    })
}

fn is_empty(cells: &Cells) -> bool {
    let has_letter = cells.bytes.iter().any(|b| (0x21..0x7F).contains(b));
    !has_letter && str::from_utf8(&cells.bytes).is_ok_and(|text| text.trim().is_empty())
}

fn delimiter_name(delimiter: u8) -> String {
    match delimiter {
        b',' => "a comma".into(),
        b';' => "a semicolon".into(),
        b'\t' => "a tab".into(),
        other => format!("`{}`", char::from(other)),
    }
}
