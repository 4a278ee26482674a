//! Two texts of a file become a unified diff for the terminal.

use std::time::Duration;

use similar::TextDiff;

use crate::terminal::{style, text};

/// How long the smallest difference is looked for; then a larger one is shown.
const PATIENCE: Duration = Duration::from_secs(2);

/// The diff, with the names of both texts above it.
pub(crate) fn unified((old_name, old): (&str, &str), (new_name, new): (&str, &str)) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let diff = diff.unified_diff().header(old_name, new_name).to_string();
    let paint = |line: &str| match line.chars().next() {
        Some('+') => style::good(line),
        Some('-') => style::error(line),
        Some('@') => style::accent(line),
        _ => line.to_owned(),
    };
    diff.lines().map(|line| paint(&text::clean(line)) + "\n").collect()
}
