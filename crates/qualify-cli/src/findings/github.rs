//! Findings become annotations of GitHub Actions: workflow commands, a line each.
//!
//! GitHub shows ten annotations of a kind for each step. Of more, nine are given and one that counts the others, which
//! stand as ordinary lines in the log. Texts are escaped as GitHub's own toolkit does it.

use qualify::diagnostics::Severity;

use super::list::Finding;
use super::plain;
use crate::terminal::text;

/// How many annotations of a kind GitHub shows for a step.
const SHOWN: usize = 10;

/// The lines for the log, errors first.
pub(crate) fn render(findings: &[Finding<'_>]) -> String {
    [Severity::Error, Severity::Warning].into_iter().map(|severity| kind(findings, severity)).collect()
}

fn kind(findings: &[Finding<'_>], severity: Severity) -> String {
    let found: Vec<&Finding<'_>> = findings.iter().filter(|finding| finding.severity() == severity).collect();
    let annotated = if found.len() > SHOWN { SHOWN - 1 } else { found.len() };
    let (annotated, rest) = found.split_at_checked(annotated).unwrap_or_default();
    let mut out: String = annotated.iter().map(|finding| annotation(finding)).collect();
    if !rest.is_empty() {
        let name = severity.name();
        let more = text::counted(rest.len() as u64, &format!("more {name}"));
        out += &format!("::{name} title=qualify check::{more}: see the log or the summary of this job.\n");
        out += &rest.iter().map(|finding| log_line(finding)).collect::<String>();
    }
    out
}

fn annotation(finding: &Finding<'_>) -> String {
    let place = &finding.place;
    let mut properties = vec![
        ("file", text::clean(&place.file).into_owned()),
        ("line", place.start.line.to_string()),
        ("endLine", place.end.line.to_string()),
    ];
    // Columns of two lines are refused.
    if place.start.line == place.end.line {
        properties.push(("col", place.start.column.to_string()));
        properties.push(("endColumn", place.end.column.to_string()));
    }
    properties.push(("title", finding.head()));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let message = data(&finding.sentences().join("\n"));
    format!("::{} {}::{message}\n", finding.severity().name(), properties.join(","))
}

/// What the log says of a finding without annotation. It is no command, whatever the rules say.
fn log_line(finding: &Finding<'_>) -> String {
    format!("- {}\n", plain::line(finding).replace("##[", "## ["))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{list, sample};

    #[test]
    fn a_finding_is_a_command_on_one_line() {
        insta::assert_snapshot!(sample::rendered(render));
    }

    #[test]
    fn values_cannot_end_their_property() {
        assert_eq!(property("a:b,c%\r\n"), "a%3Ab%2Cc%25%0D%0A");
        assert_eq!(data("a:b,c%0A\n::error::x"), "a:b,c%250A%0A::error::x");
    }

    #[test]
    fn of_more_than_ten_nine_are_annotated_and_all_are_told() {
        let mut checked = sample::checked();
        let mut one = checked[0].1.diagnostics.pop().expect("a finding");
        one.message = "it says ##[error]".to_owned();
        for (count, annotations) in [(10, 10), (11, 10), (30, 10)] {
            checked[0].1.diagnostics = vec![one.clone(); count];
            let log = render(&list(&checked));
            assert_eq!(log.lines().filter(|line| line.starts_with("::")).count(), annotations, "{log}");
            let told = log.lines().filter(|line| line.starts_with("::") || line.starts_with("- ")).count();
            assert_eq!(told, if count > 10 { count + 1 } else { count }, "{log}");
            assert!(!log.lines().any(|line| line.starts_with("- ") && line.contains("##[")), "{log}");
        }
    }
}
