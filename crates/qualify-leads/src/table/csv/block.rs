//! Bytes of CSV to many rows at once, where rows are plain: the cells are ranges of the text, and nothing is copied
//! out of it.
//!
//! A row is plain if it is one line of UTF-8 without zero bytes and its quotes, if it has any, stand around whole cells
//! and nowhere else. Everything else ends the block before its row, which is then split by
//! [`split_row`](crate::table::split::split_row): what that says of a plain row is the same.
//!
//! ```text
//! text       L - 1 , " A c m e ,   I n c " , 5 \r \n L - 2 ...
//! inside             1 1 1 1 1 1 1 1 1 1                            from an opening quote to before the closing one
//! ends     -1      3                       15     18                delimiters and line ends outside quotes
//! rows                                            4                 how many ends there are up to the line end
//! ```
//!
//! Before the first row stands an end that is not there, so that each cell lies between two ends.

use fearless_simd::Simd;

use crate::table::Span;
use crate::table::scan::{Chunk, Go, Positions, Visit, valid_text, visit_chunks};
use crate::table::split::Syntax;

/// How many bytes are looked at at once: text and positions stay near the processor.
const LONGEST: usize = 32 * 1024;

/// Before the first byte, by one.
const NOWHERE: u32 = u32::MAX;

/// Plain rows, and which of them is the current one.
#[derive(Debug, Default)]
pub(crate) struct Block {
    text: String,
    ends: Positions,
    rows: Vec<u32>,
    /// Whether a cell stands in quotes.
    quoted: bool,
    next: usize,
    row: Place,
}

/// Where a row stands.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Place {
    /// Its first byte.
    start: usize,
    /// The first byte behind its line end.
    behind: usize,
    /// The end before it.
    first: usize,
    /// Its last end.
    last: usize,
    /// 1 if a carriage return stands before the line end.
    returned: usize,
}

/// The cells of a plain row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlainCells<'a> {
    block: &'a Block,
    row: Place,
}

/// How much of some bytes was taken, and how much lies before the next place that no block can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Bytes of the rows in the block.
    pub(crate) bytes: usize,
    /// Bytes behind them that were looked at and have to be split row by row.
    pub(crate) refused: usize,
}

impl Block {
    /// Whether cells can be separated like this in a block: by one letter that is neither quote nor line end.
    pub(crate) fn knows(syntax: Syntax) -> bool {
        (1..0x80).contains(&syntax.delimiter) && !matches!(syntax.delimiter, b'"' | b'\r' | b'\n')
    }

    /// Takes the plain rows at the front of `bytes`, which begin with a row. The rows before are gone.
    pub(crate) fn fill(&mut self, bytes: &[u8], syntax: Syntax) -> Taken {
        let look = bytes.get(..LONGEST).unwrap_or(bytes);
        self.find_rows(look, syntax);
        let found = self.behind_rows(self.rows.len());
        let good = good_text(look.get(..found).unwrap_or_default());
        if good.len() < found {
            let kept = self.rows.partition_point(|row| self.behind(*row) <= good.len());
            self.rows.truncate(kept);
        }
        let bytes = self.behind_rows(self.rows.len());
        self.text.clear();
        self.text.push_str(good.get(..bytes).unwrap_or_default());
        (self.next, self.row) = (0, Place::default());
        Taken { bytes, refused: found - bytes }
    }

    /// Lists the ends and rows up to the first byte that is not plain.
    fn find_rows(&mut self, look: &[u8], syntax: Syntax) {
        self.ends.clear(look.len());
        self.ends.push(1, NOWHERE);
        self.rows.clear();
        self.quoted = false;
        let Self { ends, rows, quoted, .. } = self;
        visit_chunks(look, &mut Finder { syntax, ends, rows, quoted, quotes: Quotes::default() });
    }

    /// Where the bytes behind so many rows begin.
    fn behind_rows(&self, rows: usize) -> usize {
        rows.checked_sub(1).and_then(|index| self.rows.get(index)).map_or(0, |last| self.behind(*last))
    }

    fn behind(&self, last: u32) -> usize {
        let end = (last as usize).checked_sub(1).and_then(|index| self.ends.all().get(index));
        end.map_or(0, |end| *end as usize + 1)
    }

    /// Whether rows are left.
    pub(crate) fn has_more(&self) -> bool {
        self.next < self.rows.len()
    }

    /// Moves to the next row; false if there is none.
    #[inline]
    pub(crate) fn advance(&mut self) -> bool {
        let Some(behind_last) = self.rows.get(self.next) else {
            return false;
        };
        let (start, first, last) = (self.row.behind, self.row.last, *behind_last as usize - 1);
        let Some(end) = self.ends.all().get(last) else {
            return false;
        };
        let behind = *end as usize + 1;
        let before = behind.wrapping_sub(2);
        // Where a carriage return ends lines, none stands before one.
        let is_returned = before >= start && self.text.as_bytes().get(before) == Some(&b'\r');
        self.row = Place { start, behind, first, last, returned: usize::from(is_returned) };
        self.next += 1;
        true
    }

    /// The row moved to last.
    pub(crate) fn place(&self) -> Place {
        self.row
    }

    /// Moves back to the row before the last.
    pub(crate) fn retreat(&mut self, to: Place) {
        self.row = to;
        self.next -= 1;
    }

    /// How many cells the row has.
    #[inline]
    pub(crate) fn width(&self) -> usize {
        self.row.last - self.row.first
    }

    /// Whether a cell of the row has a visible ASCII letter. If not, the row may still have text.
    pub(crate) fn has_letter(&self, syntax: Syntax) -> bool {
        let is_letter = |b: &u8| (0x21..0x7F).contains(b) && *b != b'"' && *b != syntax.delimiter;
        self.line().iter().any(is_letter)
    }

    /// The bytes of the row, its line end included.
    pub(crate) fn line(&self) -> &[u8] {
        self.text.as_bytes().get(self.row.start..self.row.behind).unwrap_or_default()
    }

    /// Where a cell of a row stands in the text of all rows.
    #[inline]
    pub(crate) fn span(&self, row: Place, index: usize) -> Span {
        let last = row.first + index + 1;
        let ends = self.ends.all().get(last - 1..).and_then(|ends| ends.first_chunk());
        let (Some([before, end]), true) = (ends, last <= row.last) else { return Span::ABSENT };
        let returned = if last == row.last { row.returned } else { 0 };
        self.between(*before, *end - returned as u32)
    }

    /// Adds where the cells of one column stand in some rows.
    pub(crate) fn add_spans(&self, rows: &[Place], index: usize, spans: &mut Vec<Span>) {
        match self.ends_of(rows, index) {
            Some(ends) => spans.extend(ends.map(|[before, end]| self.between(before, end))),
            None => spans.extend(rows.iter().map(|row| self.span(*row, index))),
        }
    }

    /// The ends around the cells of one column, if they stand at the same distance from one row to the next: where rows follow each
    /// other and are equally wide, and the column is not the last one.
    fn ends_of(&self, rows: &[Place], index: usize) -> Option<impl Iterator<Item = [u32; 2]>> {
        let (first, last) = rows.first().zip(rows.last())?;
        let width = first.last - first.first;
        let are_even = rows.iter().all(|row| row.last - row.first == width);
        let is_first = |at: usize| first.first + at * width;
        let ends = self.ends.all().get(first.first + index..last.last)?;
        let are_alike = are_even && index + 1 < width && is_first(rows.len() - 1) == last.first;
        // How many there are is known beforehand, and each has two.
        are_alike.then(|| ends.chunks(width).map(|ends| ends.first_chunk().copied().unwrap_or_default()))
    }

    #[inline]
    fn between(&self, before: u32, end: u32) -> Span {
        let (start, end) = (before.wrapping_add(1) as usize, end as usize);
        // A cell that begins with a quote ends with one. Counted, not asked: few processors guess which cells do.
        let quote = usize::from(self.quoted && self.text.as_bytes().get(start) == Some(&b'"'));
        Span::of(&(start + quote..end.wrapping_sub(quote)))
    }

    /// The text of all rows.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The cells of a row.
    #[inline]
    pub(crate) fn cells(&self, row: Place) -> PlainCells<'_> {
        PlainCells { block: self, row }
    }
}

impl<'a> PlainCells<'a> {
    /// The cell with this index, if the row has it.
    #[inline]
    pub(crate) fn get(self, index: usize) -> Option<&'a str> {
        self.block.span(self.row, index).text(&self.block.text)
    }
}

/// Lists ends and rows.
struct Finder<'a> {
    syntax: Syntax,
    ends: &'a mut Positions,
    rows: &'a mut Vec<u32>,
    quoted: &'a mut bool,
    quotes: Quotes,
}

impl Visit for Finder<'_> {
    #[inline(always)]
    fn visit<S: Simd>(&mut self, at: u32, chunk: Chunk<S>) -> Go {
        let quote = chunk.equal(b'"');
        let newline = chunk.equal(self.syntax.newline);
        let mut ends = chunk.equal(self.syntax.delimiter) | newline;
        let mut go = Go::On;
        if quote != 0 || self.quotes.is_open() {
            *self.quoted = true;
            let bad = self.quotes.pass(quote, newline, &mut ends, chunk);
            if bad != 0 {
                ends &= bits_below(bad);
                go = Go::Stop;
            }
        }
        self.quotes.before = ends >> 63;
        let mut newline = newline & ends;
        while newline != 0 {
            let before = (ends & bits_below(newline)).count_ones();
            self.rows.push(self.ends.len() as u32 + before + 1);
            newline &= newline - 1;
        }
        self.ends.push(ends, at);
        go
    }
}

/// The bytes before the first that is zero or not UTF-8.
fn good_text(bytes: &[u8]) -> &str {
    valid_text(memchr::memchr(0, bytes).and_then(|zero| bytes.get(..zero)).unwrap_or(bytes))
}

/// What the bytes before a chunk have to say about it.
#[derive(Debug)]
struct Quotes {
    /// All bits set if the last byte was inside quotes.
    inside: u64,
    /// 1 if the last byte was the end of a cell, or there was none.
    before: u64,
    /// 1 if the last byte was a closing quote.
    closed: u64,
    /// 1 if the last byte was a carriage return behind a closing quote.
    returned: u64,
}

impl Default for Quotes {
    fn default() -> Self {
        Self { inside: 0, before: 1, closed: 0, returned: 0 }
    }
}

impl Quotes {
    /// Whether the next chunk depends on quotes of those before.
    #[inline(always)]
    fn is_open(&self) -> bool {
        self.inside | self.closed | self.returned != 0
    }

    /// Takes away the ends that stand inside quotes; the bits of the bytes that are not as in a plain row.
    ///
    /// Bits above the lowest of the result mean nothing, nor does what is kept for the next chunk if there is one.
    #[inline(always)]
    fn pass<S: Simd>(&mut self, quote: u64, newline: u64, ends: &mut u64, chunk: Chunk<S>) -> u64 {
        let inside = parity(quote) ^ self.inside;
        let opening = quote & inside;
        let closing = quote & !inside;
        *ends &= !inside;
        let begins = *ends << 1 | self.before;
        let behind = closing << 1 | self.closed;
        let returned = behind & chunk.equal(b'\r') & !*ends;
        let bad_open = opening & !begins;
        let bad_close = behind & !(*ends | returned);
        let bad_return = (returned << 1 | self.returned) & !(newline & *ends);
        self.inside = 0_u64.wrapping_sub(inside >> 63);
        self.closed = closing >> 63;
        self.returned = returned >> 63;
        bad_open | bad_close | bad_return | (newline & inside)
    }
}

/// Each bit becomes the parity of the bits up to it.
#[inline(always)]
fn parity(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, step| bits ^ bits << step)
}

/// All bits below the lowest that is set.
#[inline(always)]
fn bits_below(bits: u64) -> u64 {
    bits.wrapping_sub(1) & !bits
}
