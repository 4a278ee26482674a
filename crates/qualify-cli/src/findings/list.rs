//! The diagnostics of all checked programs become one list, each with its place and its fingerprint.

use qualify::Compilation;
use qualify::diagnostics::{Diagnostic, Effect, Position, Severity, Sources, Span, report};
use serde::Serialize;

use super::fingerprint::Fingerprints;
use crate::terminal::text;
use crate::workspace::Workspace;

/// A diagnostic with all that the formats say of it.
pub(crate) struct Finding<'a> {
    /// Where it is shown from.
    pub(crate) workspace: &'a Workspace,
    /// Its files.
    pub(crate) sources: &'a Sources,
    /// What there is to say.
    pub(crate) diagnostic: &'a Diagnostic,
    /// Where.
    pub(crate) place: Place,
    /// A name that stays when it is moved.
    pub(crate) fingerprint: String,
}

/// A place for programs. Lines and columns count from 1, columns in characters; bytes count from 0.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Place {
    /// The path, letter by letter, from where the user stands.
    pub(crate) file: String,
    /// The first character.
    pub(crate) start: Position,
    /// One past the last character.
    pub(crate) end: Position,
    /// The same in bytes.
    pub(crate) bytes: [u32; 2],
}

/// All findings, in the order of the programs.
pub(crate) fn list(checked: &[(Workspace, Compilation)]) -> Vec<Finding<'_>> {
    let mut fingerprints = Fingerprints::default();
    let mut found = Vec::new();
    for (workspace, compilation) in checked {
        let Compilation { sources, diagnostics, .. } = compilation;
        found.extend(diagnostics.iter().map(|diagnostic| Finding {
            workspace,
            sources,
            diagnostic,
            place: place(workspace, sources, diagnostic.span),
            fingerprint: fingerprints.of(sources, diagnostic),
        }));
    }
    found
}

/// The place of a span.
pub(crate) fn place(workspace: &Workspace, sources: &Sources, span: Span) -> Place {
    let (path, start) = sources.position(span);
    let end = sources.get(span.source).map_or(start, |source| source.position(span.end));
    Place { file: workspace.path(path), start, end, bytes: [span.start, span.end] }
}

impl Finding<'_> {
    /// `error` or `warning`.
    pub(crate) fn severity(&self) -> Severity {
        self.diagnostic.severity
    }

    /// `warning[redundant-rule]`.
    pub(crate) fn head(&self) -> String {
        format!("{}[{}]", self.severity().name(), self.diagnostic.code)
    }

    /// How it is known, as a sentence.
    pub(crate) fn evidence(&self) -> Option<String> {
        report::report(self.sources, self.diagnostic).evidence
    }

    /// The other places: `inbound.rules:3:1: the first is here`.
    pub(crate) fn related(&self) -> Vec<String> {
        let related = self.diagnostic.related.iter();
        related
            .map(|other| {
                let place = self.workspace.shown(&self.sources.place(other.span));
                format!("{place}: {}", other.message)
            })
            .collect()
    }

    /// All there is to say: the message, how it is known, other places, and the fix.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut out = vec![self.diagnostic.message.clone()];
        out.extend(self.evidence());
        out.extend(self.related().iter().map(|other| format!("See {}.", other.trim_end_matches('.'))));
        out.extend(hint(self.diagnostic));
        out.iter().map(|sentence| text::clean(&sentence.replace(['\n', '\r'], " ")).into_owned()).collect()
    }
}

/// What the fix of a lint does, and who applies it. Messages of mistakes say themselves what to write.
pub(crate) fn hint(diagnostic: &Diagnostic) -> Option<String> {
    let fix = diagnostic.fix.as_ref().filter(|_| diagnostic.code.severity() == Severity::Warning)?;
    let title = fix.title.trim_end_matches('.');
    Some(match fix.effect {
        Effect::KeepsVerdicts => format!("Fix: {title}. (`qualify check --fix` applies it.)"),
        Effect::MayChangeVerdicts => format!("Fix: {title} (may change verdicts)."),
    })
}

/// `2 errors and 1 warning`; `no findings`.
pub(crate) fn totals(severities: impl Iterator<Item = Severity>) -> String {
    let (mut errors, mut warnings) = (0, 0);
    for severity in severities {
        match severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
    let counts = [(errors, "error"), (warnings, "warning")].into_iter().filter(|(count, _)| *count > 0);
    let counted: Vec<String> = counts.map(|(count, noun)| text::counted(count, noun)).collect();
    if counted.is_empty() { "no findings".to_owned() } else { text::list(&counted) }
}
