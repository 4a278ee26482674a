//! Lines become lines that fit the page: 90 columns, brackets broken to one value a line where they must.

use std::collections::BTreeSet;

use super::lines::{Gap, Line, List, Piece, Said, flat};

/// Columns that a line may fill.
const WIDTH: usize = 90;

/// A line of canonical text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Printed {
    /// Spaces in front.
    pub(super) indent: usize,
    /// Spaces in front of a comment that stands above.
    pub(super) indent_above: usize,
    /// The text behind these spaces.
    pub(super) text: String,
    /// The places in the source that it holds.
    pub(super) marks: Vec<u32>,
}

/// Lays out one line. After the places in `pinned` a comment follows, so that a line should end there if it can.
pub(super) fn lay_out(line: &Line, pinned: &BTreeSet<u32>) -> Vec<Printed> {
    let mut page = Page { printed: Vec::new(), hanging: line.hanging, pinned };
    if Segment::new(&line.pieces, pinned).fits(line.indent) {
        page.start(line.indent);
        line.pieces.iter().for_each(|piece| page.put(piece));
    } else {
        for clause in split(&line.pieces, Gap::Clause) {
            page.start(line.indent);
            page.run(clause, Gap::Break, line.hanging);
        }
    }
    page.printed
}

/// Pieces that stay together, as far as brackets allow.
struct Segment<'a> {
    pieces: &'a [Piece],
    columns: usize,
    /// A comment keeps it from being one line.
    open: bool,
}

impl<'a> Segment<'a> {
    fn new(pieces: &'a [Piece], pinned: &BTreeSet<u32>) -> Self {
        Self { pieces, columns: columns(&flat(pieces)), open: pins(pieces, pinned) }
    }

    /// Whether it fits on a line that is filled up to this column.
    fn fits(&self, used: usize) -> bool {
        !self.open && used + self.columns <= WIDTH
    }

    /// Columns up to and including the bracket that opens its first list; none without a list.
    fn columns_to_list(&self) -> Option<usize> {
        let at = self.pieces.iter().position(|piece| breakable(piece).is_some())?;
        self.pieces.get(..at).map(|before| columns(&flat(before)) + 2)
    }
}

/// Cuts pieces before each piece with this gap.
fn split(pieces: &[Piece], gap: Gap) -> impl Iterator<Item = &[Piece]> {
    pieces.chunk_by(move |_, next| next.gap != gap)
}

fn breakable(piece: &Piece) -> Option<&List> {
    match &piece.said {
        Said::List(list) if !list.values.is_empty() => Some(list),
        Said::List(_) | Said::Word(_) => None,
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

fn last_mark(pieces: &[Piece]) -> Option<u32> {
    pieces.iter().rev().find_map(Piece::last_mark)
}

struct Page<'a> {
    printed: Vec<Printed>,
    hanging: usize,
    pinned: &'a BTreeSet<u32>,
}

impl Page<'_> {
    fn start(&mut self, indent: usize) {
        self.printed.push(Printed { indent, indent_above: indent, text: String::new(), marks: Vec::new() });
    }

    /// Adds a piece to the last line.
    fn put(&mut self, piece: &Piece) {
        if let Some(line) = self.printed.last_mut() {
            if !line.text.is_empty() {
                line.text.push_str(piece.space());
            }
            line.text.push_str(&piece.text());
            line.marks.extend(piece.marks());
        }
    }

    fn used(&self) -> usize {
        self.printed.last().map_or(0, |line| line.indent + columns(&line.text))
    }

    /// Adds pieces to the last line and to lines below with this indentation, broken at this gap.
    fn run(&mut self, pieces: &[Piece], gap: Gap, indent: usize) {
        let mut before: &[Piece] = &[];
        for part in split(pieces, gap) {
            let pinned = last_mark(before).is_some_and(|mark| self.pinned.contains(&mark));
            let segment = Segment::new(part, self.pinned);
            if !before.is_empty() && (pinned || !self.stays(&segment, indent)) {
                self.start(indent);
            }
            self.segment(&segment);
            before = part;
        }
    }

    /// Whether a segment begins on the last line, not on one below with this indentation.
    fn stays(&self, segment: &Segment<'_>, indent: usize) -> bool {
        let here = self.used() + 1;
        let list_fits = segment.columns_to_list().is_some_and(|needed| here + needed <= WIDTH);
        segment.fits(here) || !segment.fits(indent) && list_fits
    }

    /// Adds a segment where the last line ends.
    fn segment(&mut self, segment: &Segment<'_>) {
        let begins = self.printed.last().is_some_and(|line| line.text.is_empty());
        let here = if begins { self.used() } else { self.used() + 1 };
        if segment.fits(here) {
            segment.pieces.iter().for_each(|piece| self.put(piece));
        } else if segment.pieces.iter().skip(1).any(|piece| piece.gap == Gap::Inner) {
            let first = self.printed.last().is_some_and(|line| line.indent < self.hanging);
            let indent = if first { self.hanging } else { self.hanging + 2 };
            self.run(segment.pieces, Gap::Inner, indent);
        } else {
            self.broken(segment.pieces);
        }
    }

    /// Adds pieces, their lists broken where they do not fit.
    fn broken(&mut self, pieces: &[Piece]) {
        for (at, piece) in pieces.iter().enumerate() {
            let (before, rest) = pieces.split_at(at);
            match breakable(piece) {
                Some(list) if !self.fits_to_next_list(rest) => self.list(piece, list),
                Some(list) if pins_list(last_mark(before), list, self.pinned) => self.list(piece, list),
                Some(_) | None => self.put(piece),
            }
        }
    }

    /// Whether a list and what follows it up to the next list fit on the last line.
    fn fits_to_next_list(&self, pieces: &[Piece]) -> bool {
        let next = pieces.iter().skip(1).position(|piece| breakable(piece).is_some());
        let until_next = pieces.get(..next.map_or(pieces.len(), |next| next + 1)).unwrap_or(pieces);
        self.used() + 1 + columns(&flat(until_next)) <= WIDTH
    }

    /// Adds a list, a value on each line.
    fn list(&mut self, piece: &Piece, list: &List) {
        let indent = self.printed.last().map_or(0, |line| line.indent);
        let base = if indent < self.hanging { self.hanging.saturating_sub(2) } else { indent };
        if let Some(line) = self.printed.last_mut() {
            line.text.push_str(piece.space());
            line.text.push('[');
        }
        for (value, span) in &list.values {
            self.printed.push(Printed {
                indent: base + 2,
                indent_above: base + 2,
                text: format!("{value},"),
                marks: vec![span.start],
            });
        }
        self.printed.push(Printed {
            indent: base,
            indent_above: base + 2,
            text: "]".to_owned(),
            marks: list.close.into_iter().collect(),
        });
    }
}

/// Whether a comment stands where these pieces could be broken.
fn pins(pieces: &[Piece], pinned: &BTreeSet<u32>) -> bool {
    let ends = pieces.chunk_by(|_, next| !matches!(next.gap, Gap::Break | Gap::Inner | Gap::Clause));
    let mut ends: Vec<u32> = ends.filter_map(last_mark).collect();
    ends.pop();
    let in_list = |(at, piece): (usize, &Piece)| {
        breakable(piece).is_some_and(|list| pins_list(pieces.get(..at).and_then(last_mark), list, pinned))
    };
    ends.iter().any(|mark| pinned.contains(mark)) || pieces.iter().enumerate().any(in_list)
}

/// Whether a comment stands inside a list; `before` is the word before it.
fn pins_list(before: Option<u32>, list: &List, pinned: &BTreeSet<u32>) -> bool {
    let values = list.values.iter().map(|(_, span)| span.start);
    before.into_iter().chain(values).any(|mark| pinned.contains(&mark))
}
