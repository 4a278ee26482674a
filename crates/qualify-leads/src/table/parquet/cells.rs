//! The cells of a column for some rows.

use std::str::Utf8Error;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef};
use bytes::Bytes;
use parquet::errors::ParquetError;

use super::cell::ParquetCell;
use crate::table::Span;

/// The cells of a column, by row.
#[derive(Debug, Clone)]
pub(crate) enum ColumnCells {
    /// As values.
    Array(ArrayRef),
    /// As places in a dictionary.
    Places(Places),
    /// As texts where they stand.
    Texts(PageTexts),
}

/// Places in a dictionary. All rows of a group have the same one.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The dictionary.
    pub(crate) values: ArrayRef,
    /// By row; the number of entries in rows without a value.
    pub(crate) codes: Arc<Vec<u32>>,
}

/// Texts where they stand in a page, which are not copied.
///
/// ```text
/// bytes   5 0 0 0 R e t a i l 6 0 0 0 M i n i n g       spans  4..9, absent, 13..19
/// ```
#[derive(Debug, Clone)]
// INVARIANT: all bytes are UTF-8, and no text is longer than 127 bytes, so that how long each is looks like ASCII between them.
pub(crate) struct PageTexts {
    bytes: Bytes,
    /// By row; absent in rows without a value.
    spans: Vec<Span>,
}

impl PageTexts {
    /// Texts as they stand if they are short, else one after the other.
    pub(super) fn cells(bytes: Bytes, spans: Vec<Span>) -> Result<ColumnCells, ParquetError> {
        let are_short = spans.iter().all(|span| *span == Span::ABSENT || span.length() < 128);
        let texts = Self { bytes, spans };
        match are_short && simdutf8::basic::from_utf8(&texts.bytes).is_ok() {
            true => Ok(ColumnCells::Texts(texts)),
            false => Ok(ColumnCells::Array(texts.to_array()?)),
        }
    }

    /// What the spans are spans of.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the text of each row stands.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The text of a row; empty if it has none.
    pub(crate) fn text(&self, row: usize) -> &str {
        let span = self.spans.get(row).copied().unwrap_or(Span::ABSENT);
        text_in(&self.bytes, span)
    }

    /// The same, one after the other.
    pub(crate) fn to_array(&self) -> Result<ArrayRef, Utf8Error> {
        let mut texts = StringBuilder::with_capacity(self.spans.len(), self.bytes.len());
        for span in &self.spans {
            match self.bytes.get(span.range()) {
                Some(text) if *span != Span::ABSENT => texts.append_value(str::from_utf8(text)?),
                _ => texts.append_null(),
            }
        }
        Ok(Arc::new(texts.finish()))
    }
}

/// The text in a span of some bytes; empty if it is absent.
pub(crate) fn text_in(bytes: &[u8], span: Span) -> &str {
    bytes.get(span.range()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}

impl ColumnCells {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Array(array) => array.len(),
            Self::Places(places) => places.codes.len(),
            Self::Texts(texts) => texts.spans.len(),
        }
    }

    /// Some of the rows.
    pub(super) fn part(&self, from: usize, rows: usize) -> Self {
        match self {
            Self::Array(array) => Self::Array(array.slice(from, rows)),
            Self::Places(Places { values, codes }) => Self::Places(Places {
                values: Arc::clone(values),
                codes: Arc::new(codes.get(from..from + rows).unwrap_or_default().to_vec()),
            }),
            Self::Texts(PageTexts { bytes, spans }) => Self::Texts(PageTexts {
                bytes: bytes.clone(),
                spans: spans.get(from..from + rows).unwrap_or_default().to_vec(),
            }),
        }
    }

    /// Writes the cell of a row.
    pub(crate) fn write(&self, cell: &mut ParquetCell, row: usize) {
        match self {
            Self::Array(array) => cell.write(array, row),
            Self::Places(Places { values, codes }) => match codes.get(row).map(|code| *code as usize) {
                Some(entry) if entry < values.len() => cell.write(values, entry),
                _ => cell.write_empty(),
            },
            Self::Texts(texts) => cell.write_text(texts.text(row)),
        }
    }
}
