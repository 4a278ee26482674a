//! A diagnostic becomes the four lines that a person reads.
//!
//! ```text
//! error[unknown-name] inbound.rules:12:6
//! when industy in ICP and downloads >= 2 then MQL
//!      ^^^^^^^
//! I don't know anything called `industy`. Did you mean the field `industry`?
//! ```

use std::fmt::Write as _;

use crate::{Diagnostic, Evidence, Sources};

/// Widest piece of a line that is shown; longer lines are cut around the caret.
const WIDTH: usize = 100;

/// The parts of one printed diagnostic, for renderers that add colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `error[unknown-name]`, `warning[redundant-rule]`.
    pub head: String,
    /// `inbound.rules:12:6`.
    pub place: String,
    /// The line it is about; empty if that line has no text.
    pub line: String,
    /// Spaces and carets under `line`.
    pub caret: String,
    /// What is wrong and what to write instead.
    pub message: String,
    /// How it is known, as a sentence, where the message does not show it.
    pub evidence: Option<String>,
}

/// Lays out one diagnostic. Takes no longer on a line of 16 MiB than on a short one.
pub fn report(sources: &Sources, diagnostic: &Diagnostic) -> Report {
    let (path, position) = sources.position(diagnostic.span);
    let full = sources.get(diagnostic.span.source).map_or("", |source| source.line(position.line));
    let (shown, before) = window(full, position.column as usize - 1, sources, diagnostic);
    let length = sources.text(diagnostic.span).chars().take(WIDTH).take_while(|c| *c != '\n').count();
    let carets = length.clamp(1, WIDTH.saturating_sub(before).max(1));
    Report {
        head: format!("{}[{}]", diagnostic.severity.name(), diagnostic.code),
        place: format!("{path}:{}:{}", position.line, position.column),
        caret: format!("{}{}", " ".repeat(before), "^".repeat(carets)),
        line: shown.chars().take_while(|c| *c != '\n').take(WIDTH).map(show).collect(),
        message: diagnostic.message.clone(),
        evidence: diagnostic.evidence.as_ref().and_then(evidence),
    }
}

/// `Proved for every lead: ...`; nothing for what can be read off the text.
fn evidence(evidence: &Evidence) -> Option<String> {
    match evidence {
        Evidence::Proof(text) => Some(format!("Proved for every lead: {text}.")),
        Evidence::Lead(text) => Some(format!("For example: {text}.")),
        Evidence::Sample(text) => Some(format!("Counted: {text}.")),
        Evidence::Text(_) => None,
    }
}

fn show(c: char) -> char {
    if is_unsafe(c) || c == '\u{FEFF}' { ' ' } else { c }
}

/// Whether a character must not be printed as it is: control characters and separators of lines move the cursor, and
/// marks of direction turn the writing round.
pub fn is_unsafe(c: char) -> bool {
    let turns =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The part of a line that is shown, and how many of its characters stand before the caret: all of a short line,
/// half a width before the caret of a long one.
fn window<'a>(
    full: &'a str,
    column: usize,
    sources: &'a Sources,
    diagnostic: &Diagnostic,
) -> (&'a str, usize) {
    if full.chars().nth(WIDTH).is_none() || column <= WIDTH / 2 {
        return (full, column.min(WIDTH));
    }
    let text = sources.get(diagnostic.span.source).map_or("", |source| source.text());
    let caret = diagnostic.span.start as usize;
    let back = text.get(..caret).unwrap_or_default().char_indices().rev().take(WIDTH / 2);
    let start = back.last().map_or(caret, |(at, _)| at);
    (text.get(start..).unwrap_or_default(), WIDTH / 2)
}

/// Prints one diagnostic without colour, ending with a line break.
pub fn plain(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let report = report(sources, diagnostic);
    let mut out = format!("{} {}\n", report.head, report.place);
    if !report.line.trim().is_empty() {
        let _ = writeln!(out, "{}\n{}", report.line, report.caret);
    }
    let _ = writeln!(out, "{}", report.message);
    if let Some(evidence) = &report.evidence {
        let _ = writeln!(out, "{evidence}");
    }
    for related in &diagnostic.related {
        let _ = writeln!(out, "  {}: {}", sources.place(related.span), related.message);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn what_would_move_the_caret_or_turn_the_writing_is_a_space() {
        let shown: String =
            "a\u{1b}b\u{202E}c\u{2066}d\u{FEFF}é\u{61C}f\u{2028}g".chars().map(show).collect();
        assert_eq!(shown, "a b c d é f g");
    }
}
