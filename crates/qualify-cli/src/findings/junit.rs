//! Findings become a JUnit report: a suite for each file of rules, a failed case for each finding.

use std::collections::BTreeMap;

use qualify::Compilation;
use qualify::diagnostics::report::is_unsafe;

use super::list::Finding;
use super::people;
use crate::workspace::Workspace;

/// The whole report. Files without findings are a suite with one case that passes.
pub(crate) fn render(checked: &[(Workspace, Compilation)], findings: &[Finding<'_>]) -> String {
    let mut suites: BTreeMap<String, Vec<&Finding<'_>>> = BTreeMap::new();
    for (workspace, compilation) in checked {
        let paths = compilation.files.iter().filter_map(|file| compilation.sources.get(file.source));
        suites.extend(paths.map(|source| (workspace.path(source.path()), Vec::new())));
    }
    for finding in findings {
        suites.entry(finding.place.file.clone()).or_default().push(finding);
    }
    let tests: usize = suites.values().map(|found| found.len().max(1)).sum();
    let failures = findings.len();
    let suites: String = suites.iter().map(|(file, found)| suite(file, found)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"qualify check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

fn suite(file: &str, found: &[&Finding<'_>]) -> String {
    let name = escape(file);
    let (tests, failures) = (found.len().max(1), found.len());
    let mut given = BTreeMap::new();
    let mut cases: String = found.iter().map(|finding| case(&name, finding, &mut given)).collect();
    if cases.is_empty() {
        cases = format!("    <testcase classname=\"{name}\" name=\"no findings\"/>\n");
    }
    format!(
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n\
         {cases}  </testsuite>\n"
    )
}

/// Cases are known by their names from one report to the next, so these hold no line and differ within a suite.
fn case(file: &str, finding: &Finding<'_>, given: &mut BTreeMap<String, u32>) -> String {
    let diagnostic = finding.diagnostic;
    let name = match diagnostic.subject.as_str() {
        "" => diagnostic.code.to_string(),
        subject => format!("{}: {subject}", diagnostic.code),
    };
    let occurrence = given.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
    let number = if *occurrence > 1 { format!(" ({occurrence})") } else { String::new() };
    let shown = people::without_colour(finding);
    format!(
        "    <testcase classname=\"{file}\" name=\"{}{number}\">\n      \
         <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escape(&name),
        diagnostic.severity.name(),
        escape(&diagnostic.message),
        escape(shown.trim_end()).replace("&#10;", "\n"),
    )
}

/// For attributes and for content alike. XML 1.0 has no way to write most control characters, and what turns the writing
/// round has no place in a report, so they are replaced.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ if is_unsafe(letter) => out.push('\u{FFFD}'),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn a_file_is_a_suite_and_a_finding_a_failed_case() {
        let checked = sample::checked();
        insta::assert_snapshot!(render(&checked, &crate::findings::list(&checked)));
    }

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(
            escape("a\"><b>&'\u{0}\u{1b}\u{FFFF}\u{202E}\n"),
            "a&quot;&gt;&lt;b&gt;&amp;&apos;\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}&#10;"
        );
    }
}
