//! Words become lines: what a line says, in pieces that know where in the source they come from.

use qualify_diagnostics::Span;

use crate::ast;

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Space,
    None,
    /// A space, or the end of a line that would be too long.
    Break,
}

/// What a piece says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Printed as it is.
    Word(String),
    /// Values between square brackets.
    List(Vec<(String, Span)>),
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    gap: Gap,
    /// What it says.
    pub(super) said: Said,
    /// Where the author wrote it; none for words that the tree does not keep.
    pub(super) span: Option<Span>,
}

impl Piece {
    /// A long line may go on below, before this piece.
    pub(super) fn may_break(&self) -> bool {
        self.gap == Gap::Break
    }

    /// The piece on one line, with what stands before it.
    pub(super) fn flat(&self) -> String {
        let gap = if self.gap == Gap::None { "" } else { " " };
        match &self.said {
            Said::Word(text) => format!("{gap}{text}"),
            Said::List(values) => format!("{gap}{}", flat_list(values)),
        }
    }
}

fn flat_list(values: &[(String, Span)]) -> String {
    let texts: Vec<&str> = values.iter().map(|(text, _)| text.as_str()).collect();
    format!("[{}]", texts.join(", "))
}

/// A line before it is cut to the width of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Spaces in front.
    pub(super) indent: usize,
    /// What it says.
    pub(super) pieces: Vec<Piece>,
}

impl Line {
    /// The line as one line, however long, without its indentation.
    pub(super) fn flat(&self) -> String {
        let text: String = self.pieces.iter().map(Piece::flat).collect();
        text.trim_start().to_owned()
    }
}

/// Lines in the making; words go to the last one.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    next: Option<Gap>,
}

impl Lines {
    /// Begins a line.
    pub(super) fn start(&mut self, indent: usize) {
        self.lines.push(Line { indent, pieces: Vec::new() });
        self.next = Some(Gap::None);
    }

    /// Adds a word of the language.
    pub(super) fn word(&mut self, text: impl Into<String>) {
        self.push(Said::Word(text.into()), None);
    }

    /// Adds something that the author wrote at `span`.
    pub(super) fn word_at(&mut self, text: impl Into<String>, span: Span) {
        self.push(Said::Word(text.into()), Some(span));
    }

    /// Adds a name.
    pub(super) fn name(&mut self, name: &ast::Name) {
        self.word_at(name.text.as_str(), name.span);
    }

    /// Adds a quoted text.
    pub(super) fn text(&mut self, text: &ast::Text) {
        self.word_at(format!("\"{}\"", text.text), text.span);
    }

    /// Adds values in brackets.
    pub(super) fn list(&mut self, values: Vec<(String, Span)>) {
        self.push(Said::List(values), None);
    }

    /// Adds a sign that touches the word before it.
    pub(super) fn touching(&mut self, text: &str) {
        self.next = Some(Gap::None);
        self.word(text);
    }

    /// Adds a round bracket that touches the word after it.
    pub(super) fn opening(&mut self, text: &str) {
        self.word(text);
        self.next = Some(Gap::None);
    }

    /// A long line may go on below, before the next word.
    pub(super) fn may_break(&mut self) {
        self.next.get_or_insert(Gap::Break);
    }

    /// The lines.
    pub(super) fn finish(self) -> Vec<Line> {
        self.lines
    }

    /// All lines as one.
    pub(super) fn one_line(&self) -> String {
        let texts: Vec<String> = self.lines.iter().map(Line::flat).collect();
        texts.join(" ")
    }

    fn push(&mut self, said: Said, span: Option<Span>) {
        let gap = self.next.take().unwrap_or(Gap::Space);
        if let Some(line) = self.lines.last_mut() {
            line.pieces.push(Piece { gap, said, span });
        }
    }
}

/// The place where a span begins, for words of the language at its front.
pub(super) fn start_of(span: Span) -> Span {
    Span { end: span.start, ..span }
}
