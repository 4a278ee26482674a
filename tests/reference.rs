//! The language reference and the tutorial, executed.

mod markdown;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use markdown::{Checked, check_page, pages};
use qualify::diagnostics::Code;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

#[test]
fn the_reference_is_true() {
    let mut all = Checked::default();
    for path in pages(&docs().join("reference")) {
        all.merge(check_page(&path));
    }
    all.assert_kept();
    println!("{} programs, {} promises", all.programs, all.promises);
}

#[test]
fn the_tutorial_is_true() {
    check_page(&docs().join("language.md")).assert_kept();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
fn the_index_of_errors_is_the_catalogue() {
    let text =
        std::fs::read_to_string(docs().join("reference/errors.md")).expect("the page is in the repository");
    let mut table = String::from("| name | what it is about |\n|---|---|\n");
    for code in Code::ERRORS {
        let _ = writeln!(table, "| [`{code}`](../../crates/qualify/pages/{code}.md) | {} |", code.summary());
    }
    assert!(text.contains(&table), "the table in docs/reference/errors.md should be\n\n{table}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
fn the_index_of_lints_is_the_catalogue() {
    let text =
        std::fs::read_to_string(docs().join("reference/lints.md")).expect("the page is in the repository");
    let mut table = String::from("| name | what it finds |\n|---|---|\n");
    for code in Code::LINTS {
        let _ = writeln!(table, "| `{code}` | {} |", code.summary());
    }
    assert!(text.contains(&table), "the table in docs/reference/lints.md should be\n\n{table}");
}
