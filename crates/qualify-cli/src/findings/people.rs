//! Diagnostics become what a person reads: place, line, caret, message, how it is known, and the fix.

use std::collections::BTreeSet;

use qualify::diagnostics::{Diagnostic, Severity, Sources, report};

use super::list::{Finding, hint, totals};
use crate::terminal::{style, text};
use crate::workspace::Workspace;

/// How many are told to a person; more are read by nobody, and programs get all.
const SHOWN: usize = 50;
/// Columns of reports that are read elsewhere.
const REPORT_WIDTH: usize = 100;

/// Diagnostics of one compilation, with what is needed to show them.
#[derive(Clone, Copy)]
pub(crate) struct Findings<'a> {
    /// Where they are shown from.
    pub(crate) workspace: &'a Workspace,
    /// Their files.
    pub(crate) sources: &'a Sources,
    /// What there is to say.
    pub(crate) diagnostics: &'a [Diagnostic],
}

impl Findings<'_> {
    /// The first of them for a person, with place, line, caret and message, and how many more there are.
    pub(crate) fn for_people(&self, width: usize) -> String {
        let told: String = self.told().map(|diagnostic| self.one(diagnostic, width) + "\n").collect();
        match self.diagnostics.len().saturating_sub(SHOWN) {
            0 => told,
            more => format!("{told}and {} more\n\n", text::grouped(more as u64)),
        }
    }

    /// The first, in their order. Where there are too many, no error makes room for a warning.
    fn told(&self) -> impl Iterator<Item = &Diagnostic> {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors = self.diagnostics.iter().filter(is_error).count().min(SHOWN);
        let (mut errors, mut warnings) = (errors, SHOWN - errors);
        self.diagnostics.iter().filter(move |diagnostic| {
            let left = match diagnostic.severity {
                Severity::Error => &mut errors,
                Severity::Warning => &mut warnings,
            };
            let told = *left > 0;
            *left = left.saturating_sub(1);
            told
        })
    }

    fn one(&self, diagnostic: &Diagnostic, width: usize) -> String {
        let parts = report::report(self.sources, diagnostic);
        let paint = match diagnostic.severity {
            Severity::Error => style::error,
            Severity::Warning => style::warning,
        };
        let mut out =
            format!("{} {}\n", paint(&parts.head), style::accent(&self.workspace.shown(&parts.place)));
        if !parts.line.trim().is_empty() {
            let (line, caret) = fit(&parts.line, &parts.caret, width);
            out += &format!("{line}\n{}\n", paint(&caret));
        }
        out += &(text::wrap(&text::clean(&parts.message), width).join("\n") + "\n");
        if let Some(evidence) = &parts.evidence {
            out += &(text::wrap(&text::clean(evidence), width).join("\n") + "\n");
        }
        for related in &diagnostic.related {
            let place = self.workspace.shown(&self.sources.place(related.span));
            out += &(text::hang(&format!("  {place}: "), &text::clean(&related.message), width) + "\n");
        }
        if let Some(hint) = hint(diagnostic) {
            out += &(text::wrap(&text::clean(&hint), width).join("\n") + "\n");
        }
        out
    }

    /// `3 errors in 2 files. ...`
    pub(crate) fn count(&self) -> String {
        count(self.diagnostics, self.sources)
    }
}

/// Cuts a long line around its caret, so that both stay on one line of the terminal.
fn fit(line: &str, caret: &str, width: usize) -> (String, String) {
    let carets = caret.trim_start().chars().count();
    let before = caret.chars().count() - carets;
    let skipped = match text::width(line) <= width {
        true => 0,
        false => before.saturating_sub(width / 3),
    };
    let shown: String = line.chars().skip(skipped).collect();
    let under = |from: usize, count: usize| {
        let letters: String = shown.chars().skip(from).take(count).collect();
        text::width(&letters)
    };
    let indent = under(0, before - skipped);
    let length = under(before - skipped, carets).clamp(1, width.saturating_sub(indent).max(1));
    (text::cut(&shown, width), format!("{}{}", " ".repeat(indent), "^".repeat(length)))
}

/// One finding as a person reads it, for reports without colour.
pub(crate) fn without_colour(finding: &Finding<'_>) -> String {
    let diagnostics = std::slice::from_ref(finding.diagnostic);
    let found = Findings { workspace: finding.workspace, sources: finding.sources, diagnostics };
    anstream::adapter::strip_str(&found.one(finding.diagnostic, REPORT_WIDTH)).to_string()
}

/// `3 errors in 2 files. `qualify explain unknown-name` tells more.`
pub(crate) fn count(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let files = diagnostics.iter().map(|diagnostic| sources.position(diagnostic.span).0.to_owned());
    counted(diagnostics.iter(), files.collect())
}

/// The same of all programs.
pub(crate) fn total(findings: &[Finding<'_>]) -> String {
    let files = findings.iter().map(|finding| finding.place.file.clone());
    counted(findings.iter().map(|finding| finding.diagnostic), files.collect())
}

fn counted<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic> + Clone, files: BTreeSet<String>) -> String {
    let totals = totals(diagnostics.clone().map(|diagnostic| diagnostic.severity));
    let place = if files.len() > 1 { format!(" in {} files", files.len()) } else { String::new() };
    let worst = diagnostics.min_by_key(|diagnostic| diagnostic.severity);
    let more = worst
        .map(|worst| format!(" {} tells more.", style::accent(&format!("`qualify explain {}`", worst.code))));
    format!("{}{}", style::heading(&format!("{totals}{place}.")), more.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::sample;

    #[test]
    fn a_caret_stays_under_its_word() {
        assert_eq!(fit("when a then B", "     ^", 40), ("when a then B".into(), "     ^".into()));
        assert_eq!(fit("漢字 is x", "      ^", 40), ("漢字 is x".into(), "        ^".into()));
        let long = format!("{}budgt{}", "x".repeat(90), "y".repeat(90));
        let (line, caret) = fit(&long, &format!("{}^^^^^", " ".repeat(90)), 40);
        assert_eq!(line, format!("{}budgt{}…", "x".repeat(13), "y".repeat(21)));
        assert_eq!(caret, format!("{}^^^^^", " ".repeat(13)));
    }

    #[test]
    fn warnings_tell_how_they_are_known_and_what_would_mend_them() {
        let shown = sample::rendered(|findings| {
            findings.iter().map(|finding| without_colour(finding) + "\n").collect()
        });
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn no_error_makes_room_for_a_warning() {
        let mut checked = sample::checked();
        let (workspace, compilation) = checked.first_mut().expect("a program");
        let of = |severity| compilation.diagnostics.iter().find(|found| found.severity == severity).cloned();
        let (warning, error) = (of(Severity::Warning).expect("one"), of(Severity::Error).expect("one"));
        let mut diagnostics = vec![warning; 60];
        diagnostics.push(error);
        let found = Findings { workspace, sources: &compilation.sources, diagnostics: &diagnostics };
        let told: Vec<Severity> = found.told().map(|diagnostic| diagnostic.severity).collect();
        assert_eq!((told.len(), told.last()), (SHOWN, Some(&Severity::Error)));
        assert_eq!(
            anstream::adapter::strip_str(&found.count()).to_string().split('.').next(),
            Some("1 error and 60 warnings")
        );
    }
}
