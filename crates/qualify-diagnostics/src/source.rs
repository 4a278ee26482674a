//! Text with a path becomes a source with an id, so that a place is four bytes and prints as `file:line:column`.

use serde::Serialize;

/// Which file of a [`Sources`] a span points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceId(pub u32);

/// A range of bytes in one source; `start..end`, end not included.
///
/// Always on character boundaries of the source's text. Files are at most 16 MiB, so `u32` is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `source` over the bytes `start..end`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that holds both; both must be of one source.
    pub fn to(self, other: Self) -> Self {
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same place without length, at the end of this span: where something is missing.
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }
}

/// A place as people count: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One file: its path as shown to people, its text, and where its lines begin.
#[derive(Debug, Clone)]
pub struct Source {
    path: String,
    text: String,
    // INVARIANT: begins with 0, ascending, each one past a '\n'.
    line_starts: Vec<u32>,
    // INVARIANT: the characters that begin before byte `n * BLOCK`, for each n: a line may be the whole file, and
    // finding a column must not walk all of it.
    chars_before: Vec<u32>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 4096;

impl Source {
    fn new(path: String, text: String) -> Self {
        let after_newline = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_newline).map(narrow).collect();
        let counts = text.as_bytes().chunks(BLOCK).map(count_chars);
        let sums = counts.scan(0_usize, |sum, count| {
            let before = *sum;
            *sum += count;
            Some(narrow(before))
        });
        let chars_before = sums.collect();
        Self { path, text, line_starts, chars_before }
    }

    /// How many characters begin before a byte offset.
    fn chars_before(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let block = offset.saturating_sub(1) / BLOCK;
        let counted = self.chars_before.get(block).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        counted + narrow(count_chars(rest))
    }

    /// The path as shown to people.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).map_or(0, |start| *start as usize);
        let mark = u32::from(line == 1 && offset > 0 && self.text.starts_with('\u{FEFF}'));
        let column = self.chars_before(offset as usize) - self.chars_before(start) + 1 - mark;
        Position { line: narrow(line), column }
    }

    /// The text of a line (from 1) without its line break; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let at = |n: u32| self.line_starts.get(n as usize).map(|start| *start as usize);
        let start = line.checked_sub(1).and_then(at).unwrap_or(self.text.len());
        let end = at(line).unwrap_or(self.text.len());
        self.text
            .get(start..end)
            .unwrap_or_default()
            .trim_end_matches(['\n', '\r'])
            .trim_start_matches('\u{FEFF}')
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The characters that begin in some bytes of UTF-8: all bytes but those that continue one.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count()
}

/// All files of one run, in the order in which they were added.
///
/// ```
/// # use qualify_diagnostics::{Sources, Span};
/// let mut sources = Sources::default();
/// let id = sources.add("inbound.rules", "stages:\n  - Lead\n");
/// assert_eq!(sources.place(Span::new(id, 12, 16)), "inbound.rules:2:5");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path.into(), text.into()));
        id
    }

    /// The file of an id that this `Sources` gave out.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.files
            .iter()
            .enumerate()
            .map(|(n, source)| (SourceId(u32::try_from(n).unwrap_or(u32::MAX)), source))
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Path and position of the start of a span.
    pub fn position(&self, span: Span) -> (&str, Position) {
        match self.get(span.source) {
            Some(source) => (&source.path, source.position(span.start)),
            None => ("", Position { line: 1, column: 1 }),
        }
    }

    /// `file:line:column` of the start of a span.
    pub fn place(&self, span: Span) -> String {
        let (path, position) = self.position(span);
        format!("{path}:{}:{}", position.line, position.column)
    }

    /// `file:line` of the start of a span.
    pub fn file_line(&self, span: Span) -> String {
        let (path, position) = self.position(span);
        format!("{path}:{}", position.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (u32, u32) {
        let mut sources = Sources::default();
        let id = sources.add("x.rules", text);
        let (_, position) = sources.position(Span::new(id, offset, offset));
        (position.line, position.column)
    }

    #[test]
    fn columns_are_characters_and_the_byte_order_mark_is_none() {
        assert_eq!(at("ab\näß c", "ab\näß ".len()), (2, 4));
        assert_eq!(at("\u{FEFF}ab", 0), (1, 1));
        assert_eq!(at("\u{FEFF}ab", 4), (1, 2));
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("a\n", 2), (2, 1));
    }

    #[test]
    fn columns_are_right_on_lines_of_any_length() {
        let text = "é".repeat(10_000) + "x";
        for chars in [0, 1, 2047, 2048, 2049, 4096, 9_999, 10_000] {
            assert_eq!(at(&text, chars * 2), (1, u32::try_from(chars).unwrap() + 1));
        }
    }
}
