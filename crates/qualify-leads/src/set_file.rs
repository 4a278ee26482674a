//! A file of values to the values of a set.

use qualify_plan::fold;

use crate::leads::list_headers;
use crate::report::TableError;
use crate::table::{Cell, Table, TableOptions};

/// The values of a set's file with the lines on which they stand, or a sentence that says why there are none.
///
/// With a column the file is a table, and the cells of that column are the values. Without one each line is a value;
/// empty lines and lines that start with `#` are skipped.
///
/// ```
/// # use qualify_leads::set_values;
/// let values = set_values(b"# rivals\nacme.example\n\nbolt.example\n", "rivals.txt", None)?;
/// assert_eq!(values, [("acme.example".into(), 2), ("bolt.example".into(), 4)]);
/// let values = set_values(b"Domain;Since\nacme.example;2024\n", "rivals.csv", Some("domain"))?;
/// assert_eq!(values, [("acme.example".into(), 2)]);
/// # Ok::<(), String>(())
/// ```
pub fn set_values(bytes: &[u8], path: &str, column: Option<&str>) -> Result<Vec<(String, u64)>, String> {
    match column {
        Some(column) => column_values(bytes, path, column),
        None if path.to_ascii_lowercase().ends_with(".csv") => Err(format!(
            "`{path}` is a table, so say which column has the values: `file \"{path}\", column \"...\"`."
        )),
        None => line_values(bytes, path),
    }
}

fn line_values(bytes: &[u8], path: &str) -> Result<Vec<(String, u64)>, String> {
    if let Some(sentence) = crate::refuse::refusal(bytes).filter(|_| !bytes.trim_ascii().is_empty()) {
        return Err(format!("`{path}` cannot be read. {sentence}"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        format!("Line {line} of `{path}` is not UTF-8 text. Save the file as UTF-8.")
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = text.lines().map(str::trim).zip(1..);
    Ok(lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| (line.to_owned(), number))
        .collect())
}

fn column_values(bytes: &[u8], path: &str, column: &str) -> Result<Vec<(String, u64)>, String> {
    let reader = Box::new(std::io::Cursor::new(bytes.to_vec()));
    let sentence = |error: TableError| match error.line {
        Some(line) => format!("Line {line} of `{path}` cannot be read. {}", error.message),
        None => format!("`{path}` cannot be read. {}", error.message),
    };
    let mut table = Table::open_list(reader, &TableOptions::named(path)).map_err(sentence)?;
    let index = table.find_column(&fold(column)).ok_or_else(|| {
        format!("`{path}` has no column `{column}`. Its columns are {}.", list_headers(table.headers()))
    })?;
    let mut values = Vec::new();
    while table.advance().map_err(sentence)? {
        let row = table.row();
        match row.cell(index) {
            Cell::Text(text) if !text.trim().is_empty() => values.push((text.trim().to_owned(), row.line())),
            _ => {}
        }
    }
    match table.problems().first().first() {
        Some(problem) => {
            Err(format!("Line {} of `{path}` cannot be read. {}", problem.line, problem.message))
        }
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(bytes: &[u8], path: &str, column: Option<&str>) -> String {
        set_values(bytes, path, column).unwrap_err()
    }

    #[test]
    fn lines_are_trimmed_and_comments_skipped() {
        let found =
            set_values("\u{FEFF}Acme, Inc \r\n\r\n # no\n#x\n\u{a0}\nMüller".as_bytes(), "a.txt", None)
                .unwrap();
        assert_eq!(found, [("Acme, Inc".to_owned(), 1), ("Müller".to_owned(), 6)]);
        assert_eq!(set_values(b"", "a.txt", None), Ok(Vec::new()));
    }

    #[test]
    fn columns_are_found_folded_and_empty_cells_skipped() {
        let text = b"Company Name\n\"Acme, Inc, Ltd\"\n\n\"Bolt, AG, x\"\n \n";
        let found = set_values(text, "a.csv", Some("company  name")).unwrap();
        assert_eq!(found, [("Acme, Inc, Ltd".to_owned(), 2), ("Bolt, AG, x".to_owned(), 4)]);
    }

    #[test]
    fn says_what_is_wrong_with_the_file() {
        assert_eq!(
            refused(b"Domain,Since\n", "a.csv", Some("Domains")),
            "`a.csv` has no column `Domains`. Its columns are `Domain`, `Since`."
        );
        assert!(refused(b"Domain\n", "a.csv", None).contains("say which column"));
        assert!(refused(b"a\n\xFF\n", "a.txt", None).starts_with("Line 2 of `a.txt` is not UTF-8"));
        assert!(
            refused(b"a,b\nx,y,z\n", "a.csv", Some("a")).starts_with("Line 2 of `a.csv` cannot be read.")
        );
        assert!(refused(b"PK\x03\x04 xl/", "a.txt", None).contains("spreadsheet"));
        assert!(refused(b"", "a.csv", Some("a")).contains("empty"));
    }

    proptest! {
        #[test]
        fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = set_values(&bytes, "a.txt", None);
            let _ = set_values(&bytes, "a.csv", Some("a"));
        }
    }
}
