//! Findings become JSON: a list of objects whose shape `docs/check.md` promises.

use qualify::diagnostics::{Effect, Evidence};
use serde::Serialize;

use super::list::{Finding, Place, place};

/// One finding for programs. Fields may be added, none is taken away or renamed.
#[derive(Debug, Serialize)]
struct Object<'a> {
    code: &'static str,
    severity: &'static str,
    subject: &'a str,
    #[serde(flatten)]
    place: &'a Place,
    message: &'a str,
    evidence: Option<&'a Evidence>,
    related: Vec<Note<'a>>,
    fix: Option<Fix<'a>>,
    fingerprint: &'a str,
}

#[derive(Debug, Serialize)]
struct Note<'a> {
    #[serde(flatten)]
    place: Place,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct Fix<'a> {
    title: &'a str,
    effect: Effect,
    edits: Vec<Edit<'a>>,
}

#[derive(Debug, Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

/// The whole list.
pub(crate) fn render(findings: &[Finding<'_>]) -> serde_json::Result<String> {
    let objects: Vec<Object<'_>> = findings.iter().map(object).collect();
    Ok(serde_json::to_string_pretty(&objects)? + "\n")
}

fn object<'a>(finding: &'a Finding<'_>) -> Object<'a> {
    let diagnostic = finding.diagnostic;
    let at = |span| place(finding.workspace, finding.sources, span);
    let related = diagnostic.related.iter();
    Object {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.name(),
        subject: &diagnostic.subject,
        place: &finding.place,
        message: &diagnostic.message,
        evidence: diagnostic.evidence.as_ref(),
        related: related.map(|other| Note { place: at(other.span), message: &other.message }).collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            effect: fix.effect,
            edits: fix.edits.iter().map(|edit| Edit { place: at(edit.span), text: &edit.text }).collect(),
        }),
        fingerprint: &finding.fingerprint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn every_part_of_a_finding_is_told() {
        let rendered = sample::rendered(|findings| render(findings).expect("JSON"));
        insta::assert_snapshot!(rendered);
    }
}
