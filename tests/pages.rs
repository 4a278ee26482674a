//! Every error and every lint has a page, and what the page shows is what happens.

mod markdown;

use std::path::{Path, PathBuf};

use markdown::{Checked, check_page, pages};
use qualify::diagnostics::Code;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../qualify/pages")
}

fn lint_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../qualify-lint/src/lints")
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = pages(folder).into_iter().map(|path| path.file_stem().unwrap_or_default().to_owned());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

fn sorted<'a>(codes: impl Iterator<Item = &'a Code>) -> Vec<String> {
    let mut names: Vec<String> = codes.map(|code| code.name().to_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_error_has_a_page_and_every_page_an_error() {
    assert_eq!(names_in(&folder()), sorted(Code::ERRORS.iter()));
}

#[test]
fn every_lint_has_a_page_and_every_page_a_lint() {
    let written = Code::LINTS.iter();
    assert_eq!(names_in(&lint_folder()), sorted(written));
}

/// Checks the headings of all pages of a folder.
#[expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a test reads the pages of its own repository"
)]
fn check_headings(folder: &Path, expected: &[&str]) {
    for path in pages(folder) {
        let text = std::fs::read_to_string(&path).expect("the page is in the repository");
        let prose = text.split("```").step_by(2).flat_map(str::lines);
        let headings: Vec<&str> = prose.filter(|line| line.starts_with('#')).collect();
        let title = format!("# {}", path.file_stem().unwrap_or_default().to_string_lossy());
        let expected: Vec<&str> = [title.as_str()].iter().chain(expected).copied().collect();
        assert_eq!(headings, expected, "{}", path.display());
        assert!(!text.contains('!') || text.contains("!="), "{} raises its voice", path.display());
    }
}

#[test]
fn pages_have_the_same_headings() {
    check_headings(&folder(), &["## Example", "## Why it matters", "## Instead"]);
    let of_lints = ["## What it does", "## Why it matters", "## Example", "## Instead", "## Fix"];
    check_headings(&lint_folder(), &of_lints);
}

#[test]
fn pages_show_what_happens() {
    let mut all = Checked::default();
    for path in pages(&folder()) {
        all.merge(check_page(&path));
    }
    all.assert_kept();
    let shown: Vec<Code> = Code::ERRORS.iter().copied().filter(|code| !all.codes.contains(code)).collect();
    assert_eq!(shown, [], "pages without an example that runs");
}

#[test]
fn pages_of_lints_show_what_happens() {
    let mut all = Checked::default();
    for path in pages(&lint_folder()) {
        all.merge(check_page(&path));
    }
    all.assert_kept();
    let missing = Code::LINTS.iter().filter(|code| !all.codes.contains(code));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&Code>::new(), "pages without an example that runs");
}

#[test]
fn lints_leave_alone_what_is_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lints");
    let mut all = Checked::default();
    for path in pages(&folder) {
        all.merge(check_page(&path));
    }
    all.assert_kept();
}
