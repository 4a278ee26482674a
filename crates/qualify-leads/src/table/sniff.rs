//! The first bytes of a text to how its rows and cells are written.

use crate::report::TableError;
use crate::table::split::{Cells, Found, Rest, Syntax, split_row};

/// How many bytes of the text are looked at.
pub(crate) const LOOK: usize = 128 * 1024;

/// The delimiters, in the order in which ties are decided.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at for CSV inside CSV.
const ROWS: usize = 50;

/// Whether the first thing in the text is a JSON object.
pub(crate) fn is_json_object(look: &[u8]) -> bool {
    let inside = look.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| matches!(inside.first(), None | Some(b'"' | b'}')))
}

/// What to say of JSON that is not one object a line.
pub(crate) fn json_refusal(name: &str, look: &[u8]) -> Option<TableError> {
    let text = look.trim_ascii_start();
    let first_line = text.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    let inside = text.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    let sentence = if inside.is_some_and(|inside| matches!(inside.first(), Some(b'{' | b']'))) {
        "This is a JSON list. JSON Lines has one object on each line, without brackets around them and without commas \
         between them."
    } else if first_line == b"{" {
        "This is a JSON object over several lines. JSON Lines has one whole object on each line."
    } else {
        return None;
    };
    Some(TableError::new(name, sentence))
}

/// How the CSV text is written: the delimiter that is most frequent in the first line, unless one is given.
pub(crate) fn syntax(look: &[u8], delimiter: Option<u8>) -> Syntax {
    let newline = if look.contains(&b'\r') && !look.contains(&b'\n') { b'\r' } else { b'\n' };
    let delimiter = delimiter.unwrap_or_else(|| {
        let mut lines = look.split(|b| *b == newline).filter(|line| !line.trim_ascii().is_empty());
        most_frequent(lines.next().unwrap_or_default())
    });
    Syntax { delimiter, newline }
}

fn most_frequent(line: &[u8]) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let count = count(line, delimiter);
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    best.1
}

fn count(text: &[u8], byte: u8) -> usize {
    memchr::memchr_iter(byte, text).count()
}

/// The delimiter of the inner lines, if the text is a table of one column in whose cells whole lines of another table
/// stand: each has the same number of a delimiter, at least two.
pub(crate) fn csv_in_csv(look: &[u8], rest: Rest, syntax: Syntax) -> Option<char> {
    let mut cells = Cells::default();
    let mut tail = look;
    let mut inner: Vec<Vec<u8>> = Vec::new();
    while inner.len() <= ROWS && !tail.is_empty() {
        let Found::Row(length) = split_row(tail, rest, syntax, &mut cells) else { break };
        tail = tail.get(length..).unwrap_or_default();
        if !cells.bytes.trim_ascii().is_empty() {
            inner.push(cells.bytes.clone());
        }
        if cells.ends.len() > 1 {
            return None;
        }
    }
    let (_, rows) = inner.split_first()?;
    let (first, others) = rows.split_first().filter(|(_, others)| !others.is_empty())?;
    DELIMITERS.into_iter().map(|delimiter| (delimiter, count(first, delimiter))).find_map(
        |(delimiter, expected)| {
            let alike = expected >= 2 && others.iter().all(|row| count(row, delimiter) == expected);
            alike.then_some(char::from(delimiter))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_delimiter() {
        for (text, delimiter) in [
            ("a,b;c,d\n1;2;3;4", b','),
            ("a;b;c,d\n", b';'),
            ("a\tb\n", b'\t'),
            ("a|b|c,d\n", b'|'),
            ("a,b;c\n", b','),
            ("email\n", b','),
            ("\n\r\n\"age\";\"job\"\n", b';'),
        ] {
            assert_eq!(syntax(text.as_bytes(), None).delimiter, delimiter, "{text}");
        }
        assert_eq!(syntax(b"a,b,c;d", Some(b';')).delimiter, b';');
    }

    #[test]
    fn notices_csv_inside_csv() {
        let notice = |text: &str| csv_in_csv(text.as_bytes(), Rest::Nothing, syntax(text.as_bytes(), None));
        assert_eq!(notice("col\n\"30;\"\"x\"\";1\"\n\"31;\"\"y\"\";2\"\n"), Some(';'));
        assert_eq!(notice("\"a,b,c\"\n\"1,2,3\"\n\"4,5,6\"\n"), Some(','));
        assert_eq!(notice("note\n\"a, b, c\"\n\"a\"\n"), None);
        assert_eq!(notice("note\n\"a, b, c\"\n"), None);
        assert_eq!(notice("a,b\n1,2\n"), None);
    }
}
