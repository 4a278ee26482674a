//! Rules with planted mistakes: `check` finds each of them, at its place, exactly once, and nothing else.
//!
//! A comment with the name of an error or lint says that the next line which is no comment has it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the repository and tells of a failure by panicking"
)]

use std::collections::BTreeMap;
use std::path::Path;

use qualify::diagnostics::Code;

/// Lines and names.
type Found = Vec<(usize, &'static str)>;

fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/planted");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn planted(text: &str) -> Found {
    let mut planted = Vec::new();
    let mut open = None;
    for (at, line) in text.lines().enumerate() {
        match line.trim().strip_prefix("# ").map(Code::from_name) {
            Some(Some(code)) => open = Some(code.name()),
            Some(None) => {}
            None => planted.extend(open.take().map(|name| (at + 1, name))),
        }
    }
    planted
}

fn found(name: &str, text: &str) -> Found {
    let files = BTreeMap::from([(name.to_owned(), text.as_bytes().to_vec())]);
    let compilation = qualify::compile(&files, name);
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    let looked = qualify::look(&compilation, &qualify::lints::Settings::default(), today, None);
    assert_eq!(looked.undecided, []);
    let all = compilation.diagnostics.iter().chain(&looked.findings);
    all.map(|found| (compilation.sources.position(found.span).1.line as usize, found.code.name())).collect()
}

#[test]
fn every_planted_mistake_is_found_once_and_nothing_else() {
    let mut count = 0;
    for name in ["errors.rules", "lints.rules"] {
        let text = text(name);
        let planted = planted(&text);
        assert_eq!(found(name, &text), planted, "{name}");
        count += planted.len();
    }
    assert_eq!(count, 20);
}
