//! Findings become a Code Quality report of GitLab.
//!
//! The format is a subset of Code Climate's: `description`, `check_name`, `fingerprint`, `severity` and `location`.

use qualify::diagnostics::Severity;
use serde::Serialize;

use super::list::Finding;

#[derive(Debug, Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The whole report.
pub(crate) fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let issues: Vec<Issue<'_>> = findings.iter().map(issue).collect();
    Ok(serde_json::to_string_pretty(&issues)? + "\n")
}

fn issue<'a>(finding: &'a Finding<'_>) -> Issue<'a> {
    let place = &finding.place;
    Issue {
        description: finding.sentences().join(" "),
        check_name: finding.diagnostic.code.name(),
        fingerprint: &finding.fingerprint,
        severity: severity(finding.severity()),
        location: Location {
            path: place.file.trim_start_matches("./"),
            lines: Lines { begin: place.start.line, end: place.end.line },
        },
    }
}

/// GitLab knows info, minor, major, critical and blocker. Rules with an error cannot be run: that is critical.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn a_report_has_what_gitlab_asks_for() {
        let rendered = sample::rendered(|findings| render(findings).expect("JSON"));
        insta::assert_snapshot!(rendered);
    }
}
