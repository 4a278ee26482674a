//! The manners of the house: who may know whom, and how a source file begins and how long it may be.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly, and reads its own repository"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Levels of `docs/architecture.md`: a package may depend on packages of lower levels only.
const LEVELS: &[(&str, u8)] = &[
    ("qualify-grammar", 0),
    ("qualify-diagnostics", 0),
    ("qualify-plan", 0),
    ("qualify-samples", 0),
    ("qualify-syntax", 1),
    ("qualify-eval", 1),
    ("qualify-leads", 1),
    ("qualify-semantic", 2),
    ("qualify-analysis", 2),
    ("qualify-lint", 3),
    ("qualify", 4),
    ("qualify-review", 5),
    ("qualify-cli", 6),
    ("qualify-fuzz", 6),
];

/// Longest source file, in lines.
const LONGEST: usize = 1_000;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn packages_know_only_what_is_below_them() {
    let levels: BTreeMap<&str, u8> = LEVELS.iter().copied().collect();
    for (package, known) in dependencies() {
        let level = levels
            .get(package.as_str())
            .unwrap_or_else(|| panic!("{package} has no level: say where it belongs"));
        for other in known {
            assert!(levels[other.as_str()] < *level, "{package} must not know {other}");
        }
    }
}

#[test]
fn every_dependency_is_decided() {
    let manifest: toml::Table = read(&repository().join("Cargo.toml")).parse().expect("a manifest is TOML");
    let decided = read(&repository().join("docs/decisions/dependencies.md"));
    let cells = decided.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let named: Vec<&str> = cells.flat_map(|cell| cell.split(", ")).collect();
    let known = manifest["workspace"]["dependencies"].as_table().expect("dependencies are a table");
    for name in known.keys().filter(|name| !name.starts_with("qualify")) {
        assert!(
            named.contains(&name.as_str()),
            "docs/decisions/dependencies.md does not say what {name} is for"
        );
    }
}

#[test]
fn source_files_say_what_they_do() {
    for path in sources() {
        let text = read(&path);
        assert!(text.starts_with("//! "), "{} does not begin with `//!`", path.display());
        let first = text.lines().next().unwrap_or_default();
        assert!(first.split(' ').count() > 3, "{}: `{first}` says little", path.display());
    }
}

#[test]
fn source_files_are_short() {
    for path in sources() {
        let lines = read(&path).lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines: look for the seam", path.display());
    }
}

#[test]
fn modules_have_the_name_of_their_file() {
    for path in sources() {
        assert_ne!(path.file_name().unwrap_or_default(), "mod.rs", "{}", path.display());
    }
}

#[test]
fn nothing_is_left_to_be_done() {
    let words = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "XX".to_owned() + "X"];
    for path in sources() {
        let text = read(&path);
        for word in &words {
            assert!(!text.contains(word.as_str()), "{} says {word}", path.display());
        }
    }
}

/// Each of our packages with those of ours that it depends on outside its tests.
fn dependencies() -> Vec<(String, Vec<String>)> {
    let mut folders = vec![repository().join("grammar")];
    folders.extend(entries(&repository().join("crates")));
    let manifests = folders.iter().map(|folder| folder.join("Cargo.toml"));
    manifests
        .map(|path| {
            let manifest: toml::Table = read(&path).parse().expect("a manifest is TOML");
            let name = manifest["package"]["name"].as_str().expect("a package has a name").to_owned();
            let known = manifest.get("dependencies").and_then(toml::Value::as_table);
            let names = known.into_iter().flat_map(toml::Table::keys);
            (name, names.filter(|name| name.starts_with("qualify")).cloned().collect())
        })
        .collect()
}

/// All source files of the repository, tests included, sorted.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![
        repository().join("crates"),
        repository().join("grammar"),
        repository().join("tests"),
        repository().join("rules"),
        repository().join("fuzz/fuzz_targets"),
    ];
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "the sources were not found");
    found
}

/// What is in a folder, sorted; nothing if there is no such folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a readable source")
}
