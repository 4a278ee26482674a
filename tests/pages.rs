//! Every error has a page, and what the page shows is what happens.

mod markdown;

use std::path::{Path, PathBuf};

use markdown::{Checked, check_page, pages};
use qualify::diagnostics::Code;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../qualify/pages")
}

#[test]
fn every_error_has_a_page_and_every_page_an_error() {
    let mut names: Vec<String> = Code::ERRORS.iter().map(|code| format!("{code}.md")).collect();
    names.sort();
    let found: Vec<String> = pages(&folder())
        .iter()
        .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned())
        .collect();
    assert_eq!(found, names);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
fn pages_have_the_same_headings() {
    for path in pages(&folder()) {
        let text = std::fs::read_to_string(&path).expect("the page is in the repository");
        let prose = text.split("```").step_by(2).flat_map(str::lines);
        let headings: Vec<&str> = prose.filter(|line| line.starts_with('#')).collect();
        let title = format!("# {}", path.file_stem().unwrap_or_default().to_string_lossy());
        assert_eq!(
            headings,
            [title.as_str(), "## Example", "## Why it matters", "## Instead"],
            "{}",
            path.display()
        );
        assert!(!text.contains('!') || text.contains("!="), "{} raises its voice", path.display());
    }
}

#[test]
fn pages_show_what_happens() {
    let mut all = Checked::default();
    for path in pages(&folder()) {
        all.merge(check_page(&path));
    }
    all.assert_kept();
    let shown: Vec<Code> = Code::ERRORS.iter().copied().filter(|code| !all.codes.contains(code)).collect();
    assert_eq!(shown, [Code::NeverTrue, Code::Overlap], "pages without an example that runs");
}
