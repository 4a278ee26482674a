//! The rows of leads as they are written, for those who want them beside the verdicts.

use crate::table::{Arrays, Cell, Many, ParquetCell, Row};

/// The cells of some rows, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputRows {
    headers: Vec<String>,
    /// The cells one behind the other.
    texts: String,
    /// Where each cell ends in `texts`, and whether the row has it.
    cells: Vec<(usize, bool)>,
    /// Where the cells of each row end in `cells`.
    ends: Vec<usize>,
}

impl InputRows {
    /// The names of the columns; of JSON Lines those that were seen so far, and new ones come at the end.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// A cell of a row, as it is written; none if the row ends before this column or its object has no such name.
    pub fn cell(&self, row: usize, column: usize) -> Option<&str> {
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let at = from + column;
        if at >= *self.ends.get(row)? {
            return None;
        }
        let (end, is_there) = *self.cells.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.cells.get(before)).map_or(0, |(end, _)| *end);
        self.texts.get(start..end).filter(|_| is_there)
    }

    /// Makes room for other rows, perhaps of another file.
    pub(crate) fn clear(&mut self) {
        self.headers.clear();
        self.texts.clear();
        self.cells.clear();
        self.ends.clear();
    }

    /// Takes over the names of columns, if there are more than were known.
    pub(crate) fn know(&mut self, headers: &[String]) {
        if self.headers.len() != headers.len() {
            self.headers = headers.to_vec();
        }
    }

    /// Adds one row.
    pub(crate) fn add(&mut self, row: Row<'_>) {
        for column in 0..self.headers.len() {
            self.push(row.cell(column));
        }
        self.ends.push(self.cells.len());
    }

    /// Adds rows that were moved on by together.
    pub(crate) fn add_many(&mut self, many: Many<'_>) {
        for row in 0..many.rows {
            for column in 0..self.headers.len() {
                self.push(many.cell(row, column).map_or(Cell::Absent, Cell::Text));
            }
            self.ends.push(self.cells.len());
        }
    }

    /// Adds rows that stand side by side.
    pub(crate) fn add_arrays(&mut self, arrays: &Arrays) {
        let mut cell = ParquetCell::default();
        for row in 0..arrays.rows {
            for column in 0..self.headers.len() {
                match arrays.column(column) {
                    Some(cells) => {
                        cells.write(&mut cell, row);
                        self.push(cell.cell());
                    }
                    None => self.push(Cell::Absent),
                }
            }
            self.ends.push(self.cells.len());
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        self.texts.push_str(cell.text());
        self.cells.push((self.texts.len(), cell != Cell::Absent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::plan;
    use crate::{LeadBatch, LeadOptions, LeadReader, Table, TableOptions};

    fn rows(text: &'static str) -> InputRows {
        let table = Table::open(Box::new(text.as_bytes()), &TableOptions::named("leads")).unwrap();
        let plan = plan(Vec::new());
        let options = LeadOptions { key: Some("Id".to_owned()), ..LeadOptions::default() };
        let mut reader = LeadReader::new(&plan, table, &options).unwrap();
        reader.keep_rows();
        let mut batch = LeadBatch::new(&plan);
        assert!(reader.fill(&mut batch, 100).unwrap());
        let mut rows = InputRows::default();
        reader.swap_rows(&mut rows);
        assert_eq!(rows.ends.len(), batch.leads());
        rows
    }

    #[test]
    fn cells_are_had_as_they_are_written() {
        let csv = rows("Id,Name,Note\n1, Ana ,\"a \"\"b\"\"\"\n2\n3,,\n4,x,y\n");
        assert_eq!(csv.headers(), ["Id", "Name", "Note"]);
        assert_eq!([csv.cell(0, 1), csv.cell(0, 2)], [Some(" Ana "), Some("a \"b\"")]);
        assert_eq!([csv.cell(1, 0), csv.cell(1, 1)], [Some("2"), None]);
        assert_eq!([csv.cell(2, 1), csv.cell(3, 2), csv.cell(4, 0)], [Some(""), Some("y"), None]);
    }

    #[test]
    fn names_that_come_later_are_known_from_then_on() {
        let json = rows("{\"Id\":1,\"a\":\"x\"}\n{\"Id\":2,\"b\":[1,2]}\n");
        assert_eq!(json.headers(), ["Id", "a", "b"]);
        assert_eq!([json.cell(0, 1), json.cell(0, 2)], [Some("x"), None]);
        assert_eq!([json.cell(1, 1), json.cell(1, 2)], [None, Some("[1,2]")]);
    }
}
