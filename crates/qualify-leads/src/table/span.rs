//! Where a cell stands in a text of many rows.

use std::ops::Range;

/// From its first byte to before the last; or nowhere, where a row ends before its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Of a cell that is not there. Its length is larger than any.
    pub(crate) const ABSENT: Self = Self { start: u32::MAX, end: u32::MAX - 1 };

    /// Of a cell in a text of less than 4 GB.
    #[inline]
    pub(crate) fn of(range: &Range<usize>) -> Self {
        let place = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: place(range.start), end: place(range.end) }
    }

    /// Empty where it is not there.
    #[inline]
    pub(crate) fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    #[inline]
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    #[inline]
    pub(crate) fn end(self) -> usize {
        self.end as usize
    }

    /// How many bytes the cell has.
    #[inline]
    pub(crate) fn length(self) -> usize {
        self.end.wrapping_sub(self.start) as usize
    }

    /// The cell, if it is there.
    #[inline]
    pub(crate) fn text(self, all: &str) -> Option<&str> {
        if self == Self::ABSENT { None } else { Some(all.get(self.start()..self.end()).unwrap_or_default()) }
    }
}

/// The cells of one column for many rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spans<'a> {
    /// The text of all rows.
    pub(crate) text: &'a str,
    /// The first of the rows that are looked at.
    pub(crate) first_row: usize,
    /// Where the cells stand in it, row by row.
    pub(crate) cells: &'a [Span],
}
