//! Findings become SARIF 2.1.0, the format of code scanning.
//!
//! After the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Columns there count what
//! `columnKind` says; ours count characters, and the end of a region is one past its last.

use std::collections::BTreeSet;

use qualify::diagnostics::{Code, Diagnostic, Fix, Severity, Span};
use serde_json::{Value, json};

use super::list::{Finding, Place, place};
use crate::terminal::text;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name of our fingerprint; its number goes up with another way to take it.
const FINGERPRINT: &str = "qualifyFinding/v1";

/// The whole log.
pub(crate) fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let names: BTreeSet<&str> = findings.iter().map(|finding| finding.diagnostic.code.name()).collect();
    let codes: Vec<Code> = names.into_iter().filter_map(Code::from_name).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "qualify",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, &codes)).collect::<Vec<_>>(),
        }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": format!("`qualify explain {code}` tells more.") },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(finding: &Finding<'_>, codes: &[Code]) -> Value {
    let diagnostic = finding.diagnostic;
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": message(finding) },
        "locations": [{ "physicalLocation": location(&finding.place) }],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
    });
    let Some(object) = result.as_object_mut() else { return result };
    if !diagnostic.related.is_empty() {
        object.insert("relatedLocations".to_owned(), related(finding, diagnostic));
    }
    if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        object.insert("fixes".to_owned(), json!([mend(finding, fix)]));
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn message(finding: &Finding<'_>) -> String {
    let evidence = finding.evidence().map(|evidence| format!(" {evidence}"));
    words(&format!("{}{}", finding.diagnostic.message, evidence.unwrap_or_default()))
}

/// In a message `[text](target)` would be a link, and no author of rules makes links.
fn words(text: &str) -> String {
    text::clean(text).replace("](", "] (")
}

fn location(place: &Place) -> Value {
    json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn related(finding: &Finding<'_>, diagnostic: &Diagnostic) -> Value {
    let at = |span: Span| place(finding.workspace, finding.sources, span);
    let others = diagnostic.related.iter();
    others
        .map(|other| {
            json!({ "message": { "text": words(&other.message) }, "physicalLocation": location(&at(other.span)) })
        })
        .collect()
}

/// The edits of a fix, by file.
fn mend(finding: &Finding<'_>, fix: &Fix) -> Value {
    let mut changes: Vec<(String, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let place = place(finding.workspace, finding.sources, edit.span);
        let replacement =
            json!({ "deletedRegion": region(&place), "insertedContent": { "text": edit.text } });
        match changes.iter_mut().find(|(file, _)| *file == place.file) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((place.file, vec![replacement])),
        }
    }
    let changes = changes.iter().map(
        |(file, replacements)| json!({ "artifactLocation": { "uri": uri(file) }, "replacements": replacements }),
    );
    json!({ "description": { "text": words(&fix.title) }, "artifactChanges": changes.collect::<Vec<_>>() })
}

/// A path as RFC 3986 writes it: everything but plain letters, digits and `-._~/` in hexadecimal.
fn uri(path: &str) -> String {
    let letter = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    let root = if path.starts_with('/') { "file://" } else { "" };
    format!("{root}{}", path.bytes().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn a_log_names_rules_results_and_fixes() {
        let rendered = sample::rendered(|findings| render(findings).expect("JSON"));
        insta::assert_snapshot!(rendered);
    }

    #[test]
    fn paths_are_written_as_addresses() {
        assert_eq!(uri("rules/a b#1.rules"), "rules/a%20b%231.rules");
        assert_eq!(uri("../ä:.rules"), "../%C3%A4%3A.rules");
        assert_eq!(uri("/tmp/a.rules"), "file:///tmp/a.rules");
    }
}
