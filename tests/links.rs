//! Links in the documents lead to files and headings that exist.
#![expect(clippy::expect_used, reason = "a test that fails may panic")]

use std::path::{Path, PathBuf};

/// Folders with documents, from the root of the repository.
const FOLDERS: &[&str] = &["", "docs", "docs/reference", "docs/decisions", "rules"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in FOLDERS.iter().flat_map(|folder| pages(&repository().join(folder))) {
        for link in links(&read(&page)) {
            if !leads_somewhere(&page, &link) {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is in the repository");
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// What stands in `](...)` outside fenced blocks.
fn links(page: &str) -> Vec<String> {
    let prose = page.split("\n```").step_by(2);
    let ends = prose.flat_map(|text| text.split("](").skip(1).map(str::to_owned).collect::<Vec<_>>());
    ends.filter_map(|rest| rest.split(')').next().map(str::to_owned)).collect()
}

fn leads_somewhere(page: &Path, link: &str) -> bool {
    if link.starts_with("https://") {
        return true;
    }
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.to_owned() } else { page.with_file_name(path) };
    target.exists() && (heading.is_empty() || headings(&read(&target)).iter().any(|known| known == heading))
}

/// The headings of a page as links name them.
fn headings(page: &str) -> Vec<String> {
    let titles = page.lines().filter(|line| line.starts_with('#'));
    titles.map(|title| name_of(title.trim_start_matches('#').trim())).collect()
}

fn name_of(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the page is in the repository")
}
