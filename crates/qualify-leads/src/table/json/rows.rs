//! Flat objects that are read together: where each cell stands, row by row.

use std::ops::Range;

use crate::table::Span;
use crate::table::json::walk::PutCells;

/// With more columns than this rows are read one by one: most of their cells would be absent.
const MOST_COLUMNS: usize = 512;

/// A column for each name of the file.
#[derive(Debug, Default)]
pub(crate) struct FlatRows {
    spans: Vec<Span>,
    width: usize,
    rows: usize,
    /// Texts that are written with escapes; offsets go on from those of the text.
    decoded: String,
}

impl FlatRows {
    /// Forgets all rows; those to come have so many columns.
    pub(super) fn clear(&mut self, width: usize) {
        self.spans.clear();
        self.decoded.clear();
        (self.width, self.rows) = (width, 0);
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// Whether rows can be added.
    pub(super) fn has_room(&self) -> bool {
        self.width <= MOST_COLUMNS
    }

    /// Begins a row without any cell.
    pub(super) fn begin(&mut self) {
        self.spans.resize((self.rows + 1) * self.width, Span::ABSENT);
    }

    /// Keeps the row that was begun.
    pub(super) fn end(&mut self) {
        self.rows += 1;
    }

    /// Where a cell stands.
    #[inline]
    pub(crate) fn span(&self, row: usize, column: usize) -> Span {
        let span = self.spans.get(row * self.width + column).filter(|_| column < self.width);
        span.copied().unwrap_or(Span::ABSENT)
    }

    /// Adds where cells stand: of each of some rows the first that it has of some columns.
    pub(crate) fn add_spans(&self, columns: &[usize], rows: Range<usize>, spans: &mut Vec<Span>) {
        let [column, others @ ..] = columns else { return };
        spans.extend(rows.clone().map(|row| self.span(row, *column)));
        if others.is_empty() {
            return;
        }
        for (row, span) in rows.zip(spans.iter_mut()).filter(|(_, span)| **span == Span::ABSENT) {
            let mut others = others.iter().map(|column| self.span(row, *column));
            *span = others.find(|other| *other != Span::ABSENT).unwrap_or(Span::ABSENT);
        }
    }
}

impl PutCells for FlatRows {
    #[inline]
    fn put(&mut self, column: usize, start: usize, end: usize) -> Option<()> {
        let span = self.spans.get_mut(self.rows * self.width + column)?;
        if *span != Span::ABSENT {
            return None;
        }
        *span = Span::of(&(start..end));
        Some(())
    }

    fn decoded(&mut self) -> &mut String {
        &mut self.decoded
    }
}
