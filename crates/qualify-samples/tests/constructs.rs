//! The table of constructs in `rules/README.md` is true: every text in it stands in the file beside it.
#![expect(clippy::disallowed_methods, reason = "the test reads files of the repository")]

use std::fs;
use std::path::Path;

/// A row of the table: the text in backticks, the file.
fn rows(page: &str) -> Vec<(String, String)> {
    page.lines()
        .filter_map(|line| {
            let line = line.replace("\\|", "\u{1}");
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [_, written, file] = cells.as_slice() else { return None };
            let written = written.strip_prefix('`')?.strip_suffix('`')?;
            Some((written.replace('\u{1}', "|"), (*file).to_owned()))
        })
        .collect()
}

/// Runs of white space become one space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_construct_stands_where_the_table_says() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let page = fs::read_to_string(rules.join("README.md")).expect("rules/README.md");
    let rows = rows(&page);
    assert!(rows.len() > 100, "only {} rows found", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(written, file)| {
            let text = fs::read_to_string(rules.join(file)).unwrap_or_default();
            !squeezed(&text).contains(&squeezed(written))
        })
        .map(|(written, file)| format!("{file}: {written}"))
        .collect();
    assert!(wrong.is_empty(), "not found:\n{}", wrong.join("\n"));
}
