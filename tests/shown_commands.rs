//! Commands shown in documents print what the documents show.
//!
//! A block `console` holds commands after `$ ` and what each prints on standard output: ours, and those of git, which has an
//! author and a day of its own here. A line `...` stands for any lines.
//! Blocks with `file=NAME` are written into an empty folder first, in which the commands of that page run; the commands of
//! the README run in the repository. What a page keeps (`rules keep`) is its file `policy.rules`. A block `pest` shows
//! lines of the grammar.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that fails may panic")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn one_rule_goes_through_every_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(&repository().join("docs/one-rule.md"), folder.path());
}

#[test]
fn the_readme_is_true() {
    check(&repository().join("README.md"), &repository());
}

#[test]
fn the_tutorial_is_true_to_the_command() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(&repository().join("docs/language.md"), folder.path());
}

#[test]
fn the_page_about_checking_is_true() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(&repository().join("docs/check.md"), folder.path());
}

#[test]
fn the_page_about_reviews_is_true() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    check(&repository().join("docs/review.md"), folder.path());
}

#[test]
fn the_reference_is_true_to_the_command() {
    for page in ["lints", "reading", "verdict"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        check(&repository().join(format!("docs/reference/{page}.md")), folder.path());
    }
}

/// Runs the commands of a page and compares.
fn check(page: &Path, folder: &Path) {
    let text = read(page);
    let mut failures = Vec::new();
    let mut kept = String::new();
    for (line, info, block) in blocks(&text) {
        if let Some(name) = info.split_whitespace().find_map(|word| word.strip_prefix("file=")) {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))
                .expect("the temporary folder can be written");
            write(&path, &block);
        }
        if info == "rules keep" {
            kept.push_str(&block);
            write(&folder.join("policy.rules"), &kept);
        }
        if info == "pest" {
            let grammar = read(&repository().join("grammar/qualify.pest"));
            failures.extend(
                block
                    .lines()
                    .filter(|shown| !grammar.lines().any(|line| line == *shown))
                    .map(|shown| format!("{}:{line}: the grammar does not have\n{shown}", page.display())),
            );
        }
        if info == "console" {
            for (command, shown) in commands(&block) {
                let printed = run(&command, folder);
                if !agrees(&shown, &printed) {
                    failures.push(format!("{}:{line}: $ {command}\nprints\n{printed}", page.display()));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Line, words after the fence, and text of each fenced block.
fn blocks(page: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String, String)> = None;
    for (at, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => found.push(block),
            (Some(info), None) => open = Some((at + 1, info.to_owned(), String::new())),
            (None, Some((start, info, text))) => open = Some((start, info, text + line + "\n")),
            (None, None) => {}
        }
    }
    found
}

/// The commands of a block, each with the lines that it prints.
fn commands(block: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_owned(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.to_owned()),
            (None, None) => panic!("a console block starts with a command"),
        }
    }
    found
}

/// Standard output of `git ...` or `qualify ...`, also when it is run through cargo.
fn run(command: &str, folder: &Path) -> String {
    if let Some(arguments) = command.strip_prefix("git ") {
        return git(arguments, folder);
    }
    let arguments = command
        .strip_prefix("cargo run --release -q -p qualify-cli -- ")
        .or_else(|| command.strip_prefix("qualify "))
        .unwrap_or_else(|| panic!("a shown command is one of ours: {command}"));
    let output = Command::new(env!("CARGO_BIN_EXE_qualify"))
        .args(words(arguments))
        .current_dir(folder)
        .output()
        .expect("the command starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn git(arguments: &str, folder: &Path) -> String {
    let mut command = Command::new("git");
    command.args(words(arguments)).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Ann").env(format!("GIT_{who}_EMAIL"), "ann@example.com");
        command.env(format!("GIT_{who}_DATE"), "2026-02-01T12:00:00Z");
    }
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Splits at spaces outside double quotes.
fn words(arguments: &str) -> Vec<String> {
    let parts = arguments.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// Whether the printed lines are the shown ones; `...` stands for any lines.
fn agrees(shown: &[String], printed: &str) -> bool {
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let parts: Vec<&[String]> = shown.split(|line| line == "...").collect();
    let mut at = 0;
    for (number, part) in parts.iter().enumerate() {
        let starts_at =
            |start: usize| printed.get(start..start + part.len()).is_some_and(|lines| lines == *part);
        let found = match number {
            0 => Some(0).filter(|start| starts_at(*start)),
            _ if number + 1 == parts.len() => {
                printed.len().checked_sub(part.len()).filter(|start| starts_at(*start))
            }
            _ => (at..printed.len()).find(|start| starts_at(*start)),
        };
        match found {
            Some(start) if start >= at => at = start + part.len(),
            _ => return false,
        }
    }
    at == printed.len()
}

#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the page is in the repository")
}

#[expect(clippy::disallowed_methods, reason = "a test writes into its own temporary folder")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the temporary folder can be written");
}
