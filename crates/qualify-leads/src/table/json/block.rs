//! Bytes of JSON Lines to many lines at once, where lines are flat objects: the cells are ranges of the text, and
//! nothing is copied out of it.
//!
//! ```text
//! text       { " i d " : " L - 1 " , " s e a t s " : 1 0 , " c i t y " : " \ u 0 0 d 6 " } \n
//! marks        1     4   6       A   C         I         M         R     T  U           Z     b
//! ```
//!
//! Marks are quotes, backslashes and control characters, found for all lines at once. A line is walked from mark to
//! mark, so no letter of a text is looked at. Whatever is not a flat object of names that were met before, written
//! without white space other than single spaces, is left to serde_json, line by line; a walk changes nothing that
//! could be noticed then.

use fearless_simd::Simd;

use crate::table::Cell;
use crate::table::json::names::Names;
use crate::table::json::rows::FlatRows;
use crate::table::json::walk::{PutCells, Walk};
use crate::table::scan::{Chunk, Go, Positions, Visit, valid_text, visit_chunks};

/// How many bytes are looked at at once: text and marks stay near the processor.
const LONGEST: usize = 32 * 1024;

/// Whole lines, and how far they are read.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The lines, and behind them what was written with escapes in those that were moved on by together.
    text: String,
    /// How long the lines are.
    length: usize,
    marks: Positions,
    /// Where the next line starts, and the first mark in it.
    next: Place,
    /// Where the current line starts, and the first mark in it.
    line: Place,
    /// Where a line starts that is known to be no flat object.
    other: Option<usize>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Place {
    at: usize,
    mark: usize,
}

/// How much of some bytes was taken, and how much lies before the next place that no block can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Bytes of the lines in the block.
    pub(crate) bytes: usize,
    /// Bytes behind them that were looked at and have to be read line by line.
    pub(crate) refused: usize,
}

/// The cells of a flat object, by the column of their name.
#[derive(Debug, Default)]
pub(crate) struct FlatRow {
    spans: Vec<Span>,
    /// Spans with another number are of earlier rows.
    number: u64,
    /// Texts that are written with escapes; offsets go on from those of the text.
    decoded: String,
}

#[derive(Debug, Default, Clone, Copy)]
struct Span {
    number: u64,
    start: u32,
    end: u32,
}

/// The cells of the current line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FlatCells<'a> {
    text: &'a str,
    row: &'a FlatRow,
}

impl Block {
    /// Takes the whole lines of UTF-8 at the front of `bytes`. The lines before are gone.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Taken {
        let look = bytes.get(..LONGEST).unwrap_or(bytes);
        let whole = whole_lines(look);
        let valid = valid_text(whole);
        let text = match valid.len() == whole.len() {
            true => valid,
            false => valid.get(..whole_lines(valid.as_bytes()).len()).unwrap_or_default(),
        };
        self.text.clear();
        self.text.push_str(text);
        self.marks.clear(text.len());
        visit_chunks(text.as_bytes(), &mut Marker(&mut self.marks));
        self.length = text.len();
        (self.next, self.line, self.other) = (Place::default(), Place::default(), None);
        Taken { bytes: text.len(), refused: whole.len() - text.len() }
    }

    /// Whether lines are left.
    pub(crate) fn has_more(&self) -> bool {
        self.next.at < self.length
    }

    /// Moves to the next line and reads it; `None` without one.
    pub(crate) fn advance(&mut self, names: &mut Names, row: &mut FlatRow) -> Option<Line> {
        if !self.has_more() {
            return None;
        }
        self.text.truncate(self.length);
        self.line = self.next;
        row.number += 1;
        row.decoded.clear();
        if let Some(behind) = self.walk(names, row) {
            self.next = behind;
            return Some(Line::Flat);
        }
        let line = self.text.as_bytes().get(self.line.at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', line).map_or(line.len(), |end| end + 1);
        let at = self.line.at + length;
        let behind = self.marks.get(self.line.mark..self.marks.len());
        let passed = behind.iter().take_while(|mark| (**mark as usize) < at).count();
        self.next = Place { at, mark: self.line.mark + passed };
        Some(Line::Other)
    }

    /// Moves on by the lines up to the first that is no flat object, at most so many, and reads them.
    pub(crate) fn advance_many(&mut self, names: &mut Names, rows: &mut FlatRows, most: usize) {
        self.text.truncate(self.length);
        rows.clear(names.headers().len());
        while rows.len() < most && rows.has_room() && self.has_more() {
            rows.begin();
            let Some(behind) = self.walk(names, rows) else {
                self.other = Some(self.next.at);
                break;
            };
            (self.line, self.next) = (self.next, behind);
            rows.end();
        }
        self.text.push_str(rows.decoded());
    }

    /// Reads the next line; gives the place behind it if it is a flat object.
    fn walk(&self, names: &mut Names, members: &mut impl PutCells) -> Option<Place> {
        if self.other == Some(self.next.at) {
            return None;
        }
        let marks = self.marks.get(0..self.marks.len());
        let mut walk = Walk::new(&self.text, marks, self.next.at, self.next.mark);
        walk.object(names, members)?;
        let (at, mark) = walk.place();
        Some(Place { at, mark })
    }

    /// The lines, and behind them what cells of those that were moved on by together are ranges of.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the current line, its line end included.
    pub(crate) fn line(&self) -> &[u8] {
        self.text.as_bytes().get(self.line.at..self.next.at).unwrap_or_default()
    }

    /// The cells of the current line, if it is flat.
    #[inline]
    pub(crate) fn cells<'a>(&'a self, row: &'a FlatRow) -> FlatCells<'a> {
        FlatCells { text: &self.text, row }
    }
}

/// A line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// A flat object, the cells of which were put into the row.
    Flat,
    /// Something else.
    Other,
}

fn whole_lines(bytes: &[u8]) -> &[u8] {
    memchr::memrchr(b'\n', bytes).and_then(|end| bytes.get(..=end)).unwrap_or_default()
}

impl<'a> FlatCells<'a> {
    #[inline]
    pub(crate) fn cell(self, column: usize) -> Cell<'a> {
        let span = self.row.spans.get(column).filter(|span| span.number == self.row.number);
        let Some(span) = span else {
            return Cell::Absent;
        };
        let (start, end) = (span.start as usize, span.end as usize);
        Cell::Text(self.text.get(start..end).unwrap_or_else(|| {
            let behind = |offset: usize| offset.wrapping_sub(self.text.len());
            self.row.decoded.get(behind(start)..behind(end)).unwrap_or_default()
        }))
    }
}

impl PutCells for FlatRow {
    #[inline]
    fn put(&mut self, column: usize, start: usize, end: usize) -> Option<()> {
        if column >= self.spans.len() {
            self.spans.resize(column + 1, Span::default());
        }
        let span = self.spans.get_mut(column).filter(|span| span.number != self.number)?;
        *span = Span { number: self.number, start: start as u32, end: end as u32 };
        Some(())
    }

    fn decoded(&mut self) -> &mut String {
        &mut self.decoded
    }
}

struct Marker<'a>(&'a mut Positions);

impl Visit for Marker<'_> {
    #[inline(always)]
    fn visit<S: Simd>(&mut self, at: u32, chunk: Chunk<S>) -> Go {
        self.0.push(chunk.equal(b'"') | chunk.equal(b'\\') | chunk.below(b' '), at);
        Go::On
    }
}
