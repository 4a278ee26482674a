//! Words become lines: what a line says, in pieces that know where in the source they come from.

use std::borrow::Cow;

use qualify_diagnostics::Span;

use crate::ast;

/// What stands before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space.
    Space,
    /// Nothing: the piece touches the one before.
    None,
    /// A space, or the end of a line that would be too long.
    Break,
    /// As `Break`, where breaking at every `Break` is not enough.
    Inner,
    /// A space if the whole line fits, else the end of the line.
    Clause,
}

/// What a piece says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Printed as it is.
    Word(String),
    /// Values between square brackets.
    List(List),
}

/// Values between square brackets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    /// The values with their places.
    pub(super) values: Vec<(String, Span)>,
    /// Where the closing bracket is, once that is known.
    pub(super) close: Option<u32>,
}

impl List {
    /// The list on one line.
    pub(super) fn flat(&self) -> String {
        let texts: Vec<&str> = self.values.iter().map(|(text, _)| text.as_str()).collect();
        format!("[{}]", texts.join(", "))
    }
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// What stands before it.
    pub(super) gap: Gap,
    /// What it says.
    pub(super) said: Said,
    /// Where the author wrote it; none for words that the tree does not keep.
    pub(super) at: Option<u32>,
}

impl Piece {
    /// The space before it, if any.
    pub(super) fn space(&self) -> &'static str {
        match self.gap {
            Gap::None => "",
            Gap::Space | Gap::Break | Gap::Inner | Gap::Clause => " ",
        }
    }

    /// The piece on one line, without what stands before it.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match &self.said {
            Said::Word(text) => Cow::Borrowed(text),
            Said::List(list) => Cow::Owned(list.flat()),
        }
    }

    /// The last place in it that the author wrote.
    pub(super) fn last_mark(&self) -> Option<u32> {
        match &self.said {
            Said::Word(_) => self.at,
            Said::List(list) => list.close.or_else(|| list.values.last().map(|(_, span)| span.start)),
        }
    }

    /// The places in it that the author wrote, as printed.
    pub(super) fn marks(&self) -> Vec<u32> {
        match &self.said {
            Said::Word(_) => self.at.into_iter().collect(),
            Said::List(list) => list.values.iter().map(|(_, span)| span.start).chain(list.close).collect(),
        }
    }
}

/// Pieces on one line, without a space in front.
pub(super) fn flat(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            out.push_str(piece.space());
        }
        out.push_str(&piece.text());
    }
    out
}

/// A line before it is cut to the width of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Spaces in front.
    pub(super) indent: usize,
    /// Spaces in front of what does not fit on its first line.
    pub(super) hanging: usize,
    /// What it says.
    pub(super) pieces: Vec<Piece>,
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
        self.lines.push(Line { indent, hanging: indent + 2, pieces: Vec::new() });
        self.next = Some(Gap::None);
    }

    /// Begins a line with its dashes.
    pub(super) fn bullet(&mut self, level: Level, at: Option<Span>) {
        self.start(level.indent);
        if let Some(line) = self.lines.last_mut() {
            line.hanging = level.indent + level.dashes + 3;
        }
        self.push(Said::Word("-".repeat(level.dashes)), at.map(|span| span.start));
    }

    /// Ends the line with a colon: bullets follow.
    pub(super) fn colon(&mut self) {
        self.touching(":");
        if let Some(line) = self.lines.last_mut() {
            line.hanging = line.hanging.max(line.indent + 4);
        }
    }

    /// Adds a word of the language.
    pub(super) fn word(&mut self, text: impl Into<String>) {
        self.push(Said::Word(text.into()), None);
    }

    /// Adds something that the author wrote at `span`, or that begins there.
    pub(super) fn word_at(&mut self, text: impl Into<String>, span: Span) {
        self.push(Said::Word(text.into()), Some(span.start));
    }

    /// Adds a name.
    pub(super) fn name(&mut self, name: &ast::Name) {
        self.word_at(name.text.as_str(), name.span);
    }

    /// Adds a quoted text.
    pub(super) fn text(&mut self, text: &ast::Text) {
        self.word_at(quoted(text), text.span);
    }

    /// Adds values in brackets.
    pub(super) fn list(&mut self, values: Vec<(String, Span)>) {
        self.push(Said::List(List { values, close: None }), None);
    }

    /// Adds a sign that touches the word before it.
    pub(super) fn touching(&mut self, text: &str) {
        self.next = Some(Gap::None);
        self.word(text);
    }

    /// Adds a comma; a long line may go on below.
    pub(super) fn comma(&mut self) {
        self.touching(",");
        self.may_break();
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

    /// As `may_break`, inside something that had better stay on one line.
    pub(super) fn may_break_inside(&mut self) {
        self.next.get_or_insert(Gap::Inner);
    }

    /// A line that does not fit ends before the next word.
    pub(super) fn clause(&mut self) {
        self.next.get_or_insert(Gap::Clause);
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// The lines.
    pub(super) fn finish(self) -> Vec<Line> {
        self.lines
    }

    /// All lines as one.
    pub(super) fn one_line(&self) -> String {
        let texts: Vec<String> = self.lines.iter().map(|line| flat(&line.pieces)).collect();
        texts.join(" ")
    }

    fn push(&mut self, said: Said, at: Option<u32>) {
        let gap = self.next.take().unwrap_or(Gap::Space);
        if let Some(line) = self.lines.last_mut() {
            line.pieces.push(Piece { gap, said, at });
        }
    }
}

/// Where a list of bullets stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// Dashes of the bullets.
    pub(super) dashes: usize,
    /// Spaces in front of them.
    pub(super) indent: usize,
}

impl Level {
    /// The first list of an item.
    pub(super) const FIRST: Self = Self { dashes: 1, indent: 2 };

    /// The list that belongs to a bullet of this one.
    pub(super) fn deeper(self) -> Self {
        Self { dashes: self.dashes + 1, indent: self.indent + 2 }
    }
}

/// A text with its quotes.
pub(super) fn quoted(text: &ast::Text) -> String {
    format!("\"{}\"", text.text)
}
