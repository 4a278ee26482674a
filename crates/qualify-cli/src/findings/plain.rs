//! Findings become one line each, for `grep` and for the quickfix lists of editors.

use super::list::Finding;
use crate::terminal::text;

/// `inbound.rules:12:6: warning[redundant-rule]: message`, a line each.
pub(crate) fn render(findings: &[Finding<'_>]) -> String {
    findings.iter().map(|finding| line(finding) + "\n").collect()
}

/// One of these lines, without its end.
pub(crate) fn line(finding: &Finding<'_>) -> String {
    let start = finding.place.start;
    let file = text::clean(&finding.place.file);
    let sentences = finding.sentences().join(" ");
    format!("{file}:{}:{}: {}: {sentences}", start.line, start.column, finding.head())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn a_finding_is_one_line_whatever_is_in_it() {
        insta::assert_snapshot!(sample::rendered(render));
    }
}
