//! The bytes of one row of CSV to its cells.
//!
//! Quotes are read as RFC 4180 has them. Three things that general readers keep to themselves are told here, because
//! a person has to hear of them: where a quote opens that is never closed, whether text follows a closing quote, and
//! how long the row is in the file.

use memchr::{memchr, memchr2};

/// What separates cells and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// Between cells.
    pub(crate) delimiter: u8,
    /// Ends a row: line feed, also behind a carriage return; a bare carriage return in files that have only those.
    pub(crate) newline: u8,
}

/// The cells of one row, quotes taken off; kept and filled again for the next row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cells {
    /// The cells one behind the other.
    pub(crate) bytes: Vec<u8>,
    /// Where each cell ends in `bytes`.
    pub(crate) ends: Vec<usize>,
    /// The first cell that has text behind its closing quote.
    pub(crate) torn: Option<usize>,
}

impl Cells {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.torn = None;
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }
}

/// What was found at the front of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A row of so many bytes, its line end included.
    Row(usize),
    /// A row that goes on behind these bytes.
    Part,
    /// A row with a quote that opens at this offset and is not closed in these bytes.
    OpenQuote(usize),
}

/// Whether more bytes may follow those at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// More may come.
    More,
    /// This is all.
    Nothing,
}

/// Reads the row at the front of `bytes`.
pub(crate) fn split_row(bytes: &[u8], rest: Rest, syntax: Syntax, cells: &mut Cells) -> Found {
    cells.clear();
    let mut at = 0;
    loop {
        let tail = bytes.get(at..).unwrap_or_default();
        let cell = match tail.first() {
            Some(b'"') => quoted(tail, rest, syntax, cells),
            Some(_) | None => plain(tail, rest, syntax, cells),
        };
        match cell {
            CellEnd::Delimiter(length) => at += length,
            CellEnd::Row(length) => return Found::Row(at + length),
            CellEnd::Part => return Found::Part,
            CellEnd::OpenQuote => return Found::OpenQuote(at),
        }
    }
}

/// How a cell ends, with its length in the file, what ends it included.
enum CellEnd {
    Delimiter(usize),
    Row(usize),
    Part,
    OpenQuote,
}

fn plain(tail: &[u8], rest: Rest, syntax: Syntax, cells: &mut Cells) -> CellEnd {
    let Some(length) = memchr2(syntax.delimiter, syntax.newline, tail) else {
        return last_cell(tail, rest, cells);
    };
    let (text, behind) = tail.split_at_checked(length).unwrap_or((tail, &[]));
    if behind.first() == Some(&syntax.delimiter) {
        cells.bytes.extend_from_slice(text);
        cells.end_cell();
        CellEnd::Delimiter(length + 1)
    } else {
        cells.bytes.extend_from_slice(text.strip_suffix(b"\r").unwrap_or(text));
        cells.end_cell();
        CellEnd::Row(length + 1)
    }
}

fn last_cell(tail: &[u8], rest: Rest, cells: &mut Cells) -> CellEnd {
    match rest {
        Rest::More => CellEnd::Part,
        Rest::Nothing => {
            cells.bytes.extend_from_slice(tail.strip_suffix(b"\r").unwrap_or(tail));
            cells.end_cell();
            CellEnd::Row(tail.len())
        }
    }
}

fn quoted(tail: &[u8], rest: Rest, syntax: Syntax, cells: &mut Cells) -> CellEnd {
    let mut at = 1;
    loop {
        let inside = tail.get(at..).unwrap_or_default();
        let Some(length) = memchr(b'"', inside) else {
            return CellEnd::OpenQuote;
        };
        cells.bytes.extend_from_slice(inside.get(..length).unwrap_or_default());
        at += length + 1;
        match (tail.get(at), rest) {
            (Some(b'"'), _) => {
                cells.bytes.push(b'"');
                at += 1;
            }
            (None, Rest::More) => return CellEnd::Part,
            (Some(_) | None, _) => return behind_quote(tail, at, rest, syntax, cells),
        }
    }
}

/// Between a closing quote and the end of the cell only white space may stand.
fn behind_quote(tail: &[u8], at: usize, rest: Rest, syntax: Syntax, cells: &mut Cells) -> CellEnd {
    let behind = tail.get(at..).unwrap_or_default();
    let length = match (memchr2(syntax.delimiter, syntax.newline, behind), rest) {
        (Some(length), _) => length,
        (None, Rest::More) => return CellEnd::Part,
        (None, Rest::Nothing) => behind.len(),
    };
    let torn = behind.get(..length).unwrap_or_default();
    if !torn.trim_ascii().is_empty() {
        cells.bytes.extend_from_slice(torn);
        cells.torn.get_or_insert(cells.ends.len());
    }
    cells.end_cell();
    match behind.get(length) {
        Some(byte) if *byte == syntax.delimiter => CellEnd::Delimiter(at + length + 1),
        Some(_) => CellEnd::Row(at + length + 1),
        None => CellEnd::Row(at + length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COMMA: Syntax = Syntax { delimiter: b',', newline: b'\n' };

    fn texts(cells: &Cells) -> Vec<String> {
        let mut start = 0;
        let mut out = Vec::new();
        for end in &cells.ends {
            out.push(String::from_utf8_lossy(&cells.bytes[start..*end]).into_owned());
            start = *end;
        }
        out
    }

    fn all(text: &str, syntax: Syntax) -> Vec<Vec<String>> {
        let (mut rest, mut cells, mut rows) = (text.as_bytes(), Cells::default(), Vec::new());
        while !rest.is_empty() {
            let Found::Row(length) = split_row(rest, Rest::Nothing, syntax, &mut cells) else { break };
            rows.push(texts(&cells));
            rest = &rest[length..];
        }
        rows
    }

    #[test]
    fn reads_quotes_and_line_ends() {
        assert_eq!(all("a,b\r\nc,\"d \"\"e\"\",\nf\"\n", COMMA), [["a", "b"], ["c", "d \"e\",\nf"]]);
        assert_eq!(all("a,b\nc,", COMMA), [["a", "b"], ["c", ""]]);
        assert_eq!(all("\"a\",\"b\"", COMMA), [["a", "b"]]);
        assert_eq!(all("\"a\" ,5\" disk\r\n", COMMA), [["a", "5\" disk"]]);
        assert_eq!(
            all("a\rb;c\rd", Syntax { delimiter: b';', newline: b'\r' }),
            vec![vec!["a"], vec!["b", "c"], vec!["d"]]
        );
    }

    #[test]
    fn tells_of_torn_and_open_quotes() {
        let mut cells = Cells::default();
        assert_eq!(split_row(b"a,\"b\" c,d\n", Rest::Nothing, COMMA, &mut cells), Found::Row(10));
        assert_eq!(cells.torn, Some(1));
        assert_eq!(split_row(b"a,\"b\nc,d\n", Rest::Nothing, COMMA, &mut cells), Found::OpenQuote(2));
        assert_eq!(split_row(b"a,\"b\"", Rest::More, COMMA, &mut cells), Found::Part);
        assert_eq!(split_row(b"a,b", Rest::More, COMMA, &mut cells), Found::Part);
    }

    proptest! {
        /// On what a writer of RFC 4180 writes, this reads what the csv crate reads.
        #[test]
        fn agrees_with_the_csv_crate(rows in prop::collection::vec(prop::collection::vec("[a\" ,;\n\r|é]{0,6}", 2..5), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(all(&text, COMMA), rows);
        }

        #[test]
        fn gives_the_same_row_however_much_is_at_hand(text in "[a\",\n\r]{0,30}") {
            let (mut some, mut more) = (Cells::default(), Cells::default());
            let whole = split_row(text.as_bytes(), Rest::Nothing, COMMA, &mut some);
            for length in 0..=text.len() {
                if let Found::Row(row) = split_row(&text.as_bytes()[..length], Rest::More, COMMA, &mut more) {
                    prop_assert_eq!(whole, Found::Row(row));
                    prop_assert_eq!(&some, &more);
                }
            }
        }
    }
}
