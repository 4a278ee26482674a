//! The cells of a column for some rows.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef};

use super::cell::ParquetCell;

/// The cells of a column, by row.
#[derive(Debug, Clone)]
pub(crate) enum ColumnCells {
    /// As values.
    Array(ArrayRef),
    /// As places in a dictionary.
    Places(Places),
}

/// Places in a dictionary. All rows of a group have the same one.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The dictionary.
    pub(crate) values: ArrayRef,
    /// By row; the number of entries in rows without a value.
    pub(crate) codes: Arc<Vec<u32>>,
}

impl ColumnCells {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Array(array) => array.len(),
            Self::Places(places) => places.codes.len(),
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
        }
    }
}
