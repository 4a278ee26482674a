//! Findings become Markdown for a comment or the summary of a job: totals, a list by file, the lines to unfold.
//!
//! What comes from rules is hostile: it cannot end its line, begin markup, make a link or call somebody by name.

use std::collections::BTreeMap;

use super::list::{Finding, hint, totals};
use super::people;
use crate::terminal::text;

/// Longest report, in bytes: comments of GitHub hold 65,536 characters.
const LONGEST: usize = 60_000;

/// The whole report.
pub(crate) fn render(findings: &[Finding<'_>]) -> String {
    let totals = totals(findings.iter().map(Finding::severity));
    let mut out = format!("### qualify check: {totals}\n");
    let mut by_file: BTreeMap<&str, Vec<&Finding<'_>>> = BTreeMap::new();
    for finding in findings {
        by_file.entry(&finding.place.file).or_default().push(finding);
    }
    let mut told = 0;
    for (file, found) in by_file {
        let items: Vec<String> = found.iter().map(|finding| item(finding)).collect();
        let kept = fitting(&items, LONGEST.saturating_sub(out.len()));
        if kept > 0 {
            out += &format!("\n#### {}\n\n", code(&text::clean(file)));
            out += &items.iter().take(kept).map(String::as_str).collect::<String>();
            out += &details(found.get(..kept).unwrap_or_default(), LONGEST.saturating_sub(out.len()));
        }
        told += kept;
    }
    match findings.len().saturating_sub(told) {
        0 => out,
        more => format!("{out}\nand {} more\n", text::grouped(more as u64)),
    }
}

/// How many of the items fit into that many bytes.
fn fitting(items: &[String], room: usize) -> usize {
    let lengths = items.iter().scan(0, |sum, item| {
        *sum += item.len();
        Some(*sum)
    });
    lengths.take_while(|sum| *sum <= room).count()
}

fn item(finding: &Finding<'_>) -> String {
    let (name, line) = (finding.severity().name(), finding.place.start.line);
    let diagnostic = finding.diagnostic;
    let mut out =
        format!("- **{name}** in line {line} (`{}`): {}\n", diagnostic.code, prose(&diagnostic.message));
    for sentence in finding.evidence().into_iter().chain(finding.related()).chain(hint(diagnostic)) {
        out += &format!("  <br>{}\n", prose(&sentence));
    }
    out
}

/// The lines with their carets, folded away; nothing where they do not fit.
fn details(found: &[&Finding<'_>], room: usize) -> String {
    let shown: Vec<String> = found.iter().map(|finding| people::without_colour(finding)).collect();
    let lines = shown.join("\n");
    let fence = "`".repeat(longest_run(&lines).max(2) + 1);
    let block = format!(
        "\n<details><summary>Show the lines</summary>\n\n{fence}text\n{lines}{fence}\n\n</details>\n"
    );
    if block.len() <= room { block } else { String::new() }
}

/// A sentence of ours with words of the author in backticks: these become code, everything else plain text.
pub(crate) fn prose(sentence: &str) -> String {
    let clean = text::clean(&sentence.replace(['\n', '\r', '\t'], " ")).into_owned();
    let parts: Vec<&str> = clean.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(&clean);
    }
    let pieces = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => code(part),
    });
    // Two pieces of code must not touch, or their backticks would run together.
    let mut out = String::new();
    for piece in pieces {
        if out.ends_with('`') && piece.starts_with('`') {
            out.push(' ');
        }
        out += &piece;
    }
    out
}

/// A span of code, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return text.to_owned();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

/// Plain text that stays plain text.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '!' | '`' => {
                out.extend(['\\', letter]);
            }
            // An invisible joiner behind it, or people and issues would be linked; backslashes do not prevent that.
            '@' | '#' => out.extend([letter, '\u{2060}']),
            _ => out.push(letter),
        }
    }
    out.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{list, sample};

    #[test]
    fn a_report_has_totals_and_a_list_by_file() {
        insta::assert_snapshot!(sample::rendered(render));
        assert_eq!(render(&[]), "### qualify check: no findings\n");
    }

    #[test]
    fn words_of_authors_become_code_and_nothing_else() {
        let written = [
            ("I do not know `a_b`.", "I do not know `a_b`."),
            ("`a``b` c", "`a` `b` c"),
            ("a ` b", "a \\` b"),
            ("by \"*x* <script> [y](z)\"", "by \"\\*x\\* \\<script\\> \\[y\\](z)\""),
            ("ask @team, see #1", "ask @\u{2060}team, see #\u{2060}1"),
            ("https://x.example www.x.example", "https\\://x.example www\\.x.example"),
            ("a\n# b", "a #\u{2060} b"),
        ];
        for (text, expected) in written {
            assert_eq!(prose(text), expected, "{text}");
        }
        assert_eq!(code("a``b"), "```a``b```");
    }

    #[test]
    fn a_report_fits_into_a_comment() {
        let mut checked = sample::checked();
        let (_, compilation) = checked.first_mut().expect("a program");
        let one = compilation.diagnostics.pop().expect("a finding");
        compilation.diagnostics = vec![one; 2_000];
        let report = render(&list(&checked));
        assert!(report.len() < 65_000, "{}", report.len());
        assert!(report.ends_with(" more\n"), "{}", report.len());
    }
}
