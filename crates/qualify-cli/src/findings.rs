//! Diagnostics become what a person reads, or JSON for programs.

use std::collections::BTreeSet;

use qualify::diagnostics::{Diagnostic, Position, Sources, Span, report};
use serde::Serialize;

use crate::terminal::{style, text};
use crate::workspace::Workspace;

/// How many are told to a person; more are read by nobody, and programs get all.
const SHOWN: usize = 50;

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
        let told: String = self
            .diagnostics
            .iter()
            .take(SHOWN)
            .map(|diagnostic| self.one(diagnostic, width) + "\n")
            .collect();
        match self.diagnostics.len().saturating_sub(SHOWN) {
            0 => told,
            more => format!("{told}and {} more\n\n", text::grouped(more as u64)),
        }
    }

    fn one(&self, diagnostic: &Diagnostic, width: usize) -> String {
        let parts = report::report(self.sources, diagnostic);
        let mut out =
            format!("{} {}\n", style::error(&parts.head), style::accent(&self.workspace.shown(&parts.place)));
        if !parts.line.trim().is_empty() {
            let (line, caret) = fit(&parts.line, &parts.caret, width);
            out += &format!("{line}\n{}\n", style::error(&caret));
        }
        out += &(text::wrap(&text::clean(&parts.message), width).join("\n") + "\n");
        for related in &diagnostic.related {
            let place = self.workspace.shown(&self.sources.place(related.span));
            out += &(text::hang(&format!("  {place}: "), &text::clean(&related.message), width) + "\n");
        }
        out
    }

    /// `3 errors in 2 files. ...`
    pub(crate) fn count(&self) -> String {
        count(self.diagnostics, self.sources)
    }

    /// One object for each.
    pub(crate) fn for_programs(&self) -> Vec<Finding> {
        let place = |span| self.place(span);
        let finding = |diagnostic: &Diagnostic| Finding {
            code: diagnostic.code.name(),
            severity: "error",
            place: place(diagnostic.span),
            message: diagnostic.message.clone(),
            related: diagnostic
                .related
                .iter()
                .map(|related| Note { place: place(related.span), message: related.message.clone() })
                .collect(),
            fix: diagnostic.fix.as_ref().map(|fix| Fix {
                title: fix.title.clone(),
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| Edit { place: place(edit.span), text: edit.text.clone() })
                    .collect(),
            }),
        };
        self.diagnostics.iter().map(finding).collect()
    }

    fn place(&self, span: Span) -> Place {
        let (path, start) = self.sources.position(span);
        let end = self.sources.get(span.source).map_or(start, |source| source.position(span.end));
        Place { file: self.workspace.shown(path), start, end, bytes: [span.start, span.end] }
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

/// `3 errors in 2 files. `qualify explain unknown-name` tells more.`
pub(crate) fn count(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let files: BTreeSet<&str> =
        diagnostics.iter().map(|diagnostic| sources.position(diagnostic.span).0).collect();
    let errors = text::counted(diagnostics.len() as u64, "error");
    let place = if files.len() > 1 { format!(" in {} files", files.len()) } else { String::new() };
    let more = diagnostics
        .first()
        .map(|first| format!(" {} tells more.", style::accent(&format!("`qualify explain {}`", first.code))));
    format!("{}{}", style::heading(&format!("{errors}{place}.")), more.unwrap_or_default())
}

/// A diagnostic for programs. Lines and columns count from 1, columns in characters; bytes count from 0.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    code: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    place: Place,
    message: String,
    related: Vec<Note>,
    fix: Option<Fix>,
}

#[derive(Debug, Serialize)]
struct Place {
    file: String,
    start: Position,
    end: Position,
    bytes: [u32; 2],
}

#[derive(Debug, Serialize)]
struct Note {
    #[serde(flatten)]
    place: Place,
    message: String,
}

#[derive(Debug, Serialize)]
struct Fix {
    title: String,
    edits: Vec<Edit>,
}

#[derive(Debug, Serialize)]
struct Edit {
    #[serde(flatten)]
    place: Place,
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caret_stays_under_its_word() {
        assert_eq!(fit("when a then B", "     ^", 40), ("when a then B".into(), "     ^".into()));
        assert_eq!(fit("漢字 is x", "      ^", 40), ("漢字 is x".into(), "        ^".into()));
        let long = format!("{}budgt{}", "x".repeat(90), "y".repeat(90));
        let (line, caret) = fit(&long, &format!("{}^^^^^", " ".repeat(90)), 40);
        assert_eq!(line, format!("{}budgt{}…", "x".repeat(13), "y".repeat(21)));
        assert_eq!(caret, format!("{}^^^^^", " ".repeat(13)));
    }
}
