//! Rows of cells into the bytes of a file, the way one system or another exports them.

/// How a file is written.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Between two cells.
    pub delimiter: char,
    /// Between two rows.
    pub line_end: &'static str,
    /// Which cells stand in quotes.
    pub quotes: Quotes,
    /// What stands before the header: the byte order mark, or nothing.
    pub mark: &'static str,
    /// What follows the last row: a line end, a report's footer, or nothing.
    pub ending: &'static str,
}

/// Which cells stand in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// Those that would be misread without.
    WhereNeeded,
    /// All.
    Everywhere,
}

/// The mark that some systems write before the header.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Layout {
    /// Commas, line feeds, quotes where needed.
    pub const PLAIN: Self =
        Self { delimiter: ',', line_end: "\n", quotes: Quotes::WhereNeeded, mark: "", ending: "\n" };

    /// As [`Layout::PLAIN`], with carriage returns and a byte order mark, as Windows programs like it.
    pub const MARKED: Self = Self { line_end: "\r\n", mark: BYTE_ORDER_MARK, ending: "\r\n", ..Self::PLAIN };
}

/// A header and rows.
#[derive(Debug, Clone)]
pub struct Table {
    layout: Layout,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(layout: Layout, header: &[&str]) -> Self {
        Self { layout, header: header.iter().map(ToString::to_string).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let lines: Vec<String> =
            std::iter::once(&self.header).chain(&self.rows).map(|row| self.line(row)).collect();
        let Layout { mark, line_end, ending, .. } = self.layout;
        format!("{mark}{}{ending}", lines.join(line_end)).into_bytes()
    }

    fn line(&self, row: &[String]) -> String {
        let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
        cells.join(&self.layout.delimiter.to_string())
    }

    fn cell(&self, text: &str) -> String {
        let special = |letter: char| letter == self.layout.delimiter || matches!(letter, '"' | '\r' | '\n');
        if self.layout.quotes == Quotes::Everywhere || text.contains(special) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }
}

/// The same text in Latin-1, one byte a letter, as older programs write it; `?` for letters that it lacks.
#[must_use]
pub fn latin_1(utf_8: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(utf_8);
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}

/// Cells of a row, each anything that can be printed.
#[macro_export]
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($cell.to_string()),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_gets_them() {
        let mut table = Table::new(Layout::PLAIN, &["a", "b"]);
        table.push(row!["x, \"y\"", 1]);
        assert_eq!(table.bytes(), b"a,b\n\"x, \"\"y\"\"\",1\n");
    }

    #[test]
    fn a_report_quotes_everything_and_has_a_footer() {
        let layout = Layout { quotes: Quotes::Everywhere, ending: "\n\nend", ..Layout::PLAIN };
        let mut table = Table::new(layout, &["a"]);
        table.push(row!["x"]);
        assert_eq!(table.bytes(), b"\"a\"\n\"x\"\n\nend");
    }
}
