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
use crate::table::scan::{Chunk, Go, Positions, Visit, valid_text, visit_chunks};

/// How many bytes are looked at at once: text and marks stay near the processor.
const LONGEST: usize = 32 * 1024;

/// Whole lines, and how far they are read.
#[derive(Debug, Default)]
pub(crate) struct Block {
    text: String,
    marks: Positions,
    /// Where the next line starts, and the first mark in it.
    next: Place,
    /// Where the current line starts, and the first mark in it.
    line: Place,
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
        (self.next, self.line) = (Place::default(), Place::default());
        Taken { bytes: text.len(), refused: whole.len() - text.len() }
    }

    /// Moves to the next line and reads it; `None` without one.
    pub(crate) fn advance(&mut self, names: &mut Names, row: &mut FlatRow) -> Option<Line> {
        if self.next.at >= self.text.len() {
            return None;
        }
        self.line = self.next;
        let marks = self.marks.get(0..self.marks.len());
        let mut walk = Walk { text: &self.text, marks, at: self.line.at, mark: self.line.mark };
        row.number += 1;
        row.decoded.clear();
        if walk.object(names, row).is_some() {
            self.next = Place { at: walk.at, mark: walk.mark };
            return Some(Line::Flat);
        }
        let line = self.text.as_bytes().get(self.line.at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', line).map_or(line.len(), |end| end + 1);
        let at = self.line.at + length;
        let behind = marks.get(self.line.mark..).unwrap_or_default();
        let passed = behind.iter().take_while(|mark| (**mark as usize) < at).count();
        self.next = Place { at, mark: self.line.mark + passed };
        Some(Line::Other)
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

impl FlatRow {
    /// Puts a cell in its place; `None` if there is one already.
    #[inline]
    fn put(&mut self, column: usize, start: usize, end: usize) -> Option<()> {
        if column >= self.spans.len() {
            self.spans.resize(column + 1, Span::default());
        }
        let span = self.spans.get_mut(column).filter(|span| span.number != self.number)?;
        *span = Span { number: self.number, start: start as u32, end: end as u32 };
        Some(())
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

/// Reads one line. All parts give `None` for what is not flat, and for what is not JSON.
struct Walk<'a> {
    text: &'a str,
    marks: &'a [u32],
    at: usize,
    // INVARIANT: the first mark that is not before `at`.
    mark: usize,
}

impl Walk<'_> {
    fn object(&mut self, names: &mut Names, row: &mut FlatRow) -> Option<()> {
        self.pass(b'{')?;
        let mut name = None;
        loop {
            self.pass_spaces();
            let (start, end) = self.plain_text()?;
            let found = names.find(name, self.text.get(start..end)?)?;
            name = Some(found);
            self.pass_spaces();
            self.pass(b':')?;
            self.pass_spaces();
            let (start, end) = self.value(row)?;
            row.put(names.column(found)?, start, end)?;
            self.pass_spaces();
            match self.byte()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.line_end()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn pass(&mut self, byte: u8) -> Option<()> {
        (self.byte()? == byte).then(|| self.at += 1)
    }

    #[inline]
    fn pass_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The next mark, if it is this byte.
    #[inline]
    fn pass_mark(&mut self, byte: u8) -> Option<usize> {
        let at = *self.marks.get(self.mark)? as usize;
        if self.text.as_bytes().get(at) != Some(&byte) {
            return None;
        }
        self.mark += 1;
        Some(at)
    }

    /// The inside of a text without escapes.
    #[inline]
    fn plain_text(&mut self) -> Option<(usize, usize)> {
        self.pass(b'"')?;
        let start = self.at;
        // INVARIANT: the quote just passed is the first of the two marks.
        self.mark += 1;
        let end = self.pass_mark(b'"')?;
        self.at = end + 1;
        Some((start, end))
    }

    #[inline]
    fn value(&mut self, row: &mut FlatRow) -> Option<(usize, usize)> {
        let start = self.at;
        match self.byte()? {
            b'"' => {
                let mark = self.mark;
                let plain = self.plain_text();
                if plain.is_some() {
                    return plain;
                }
                (self.at, self.mark) = (start, mark);
                return self.escaped_text(row);
            }
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => {
                self.word("null")?;
                return Some((0, 0));
            }
            _ => return None,
        }
        Some((start, self.at))
    }

    /// The text is decoded by serde_json.
    fn escaped_text(&mut self, row: &mut FlatRow) -> Option<(usize, usize)> {
        let start = self.at;
        self.mark += 1;
        let end = loop {
            if let Some(end) = self.pass_mark(b'"') {
                break end;
            }
            let escape = self.pass_mark(b'\\')?;
            // What is escaped is no mark of its own.
            if self.marks.get(self.mark).is_some_and(|mark| *mark as usize == escape + 1) {
                self.mark += 1;
            }
        };
        self.at = end + 1;
        let text: String = serde_json::from_str(self.text.get(start..self.at)?).ok()?;
        let from = self.text.len() + row.decoded.len();
        row.decoded.push_str(&text);
        Some((from, from + text.len()))
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.pass(b'-');
        if self.pass(b'0').is_none() {
            self.digits()?;
        }
        if self.pass(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.byte()?, b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte()?, b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// At least one.
    #[inline]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte()?.is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is_there = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        is_there.then(|| self.at += word.len())
    }

    fn line_end(&mut self) -> Option<()> {
        if self.pass(b'\r').is_some() {
            self.mark += 1;
        }
        self.pass(b'\n')?;
        self.mark += 1;
        Some(())
    }
}
