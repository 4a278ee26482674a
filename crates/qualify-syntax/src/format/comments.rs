//! Comments find their places between and behind the lines that were printed.
//!
//! A comment belongs to the last word before it. Behind text it goes to the end of that word's line; on a line of its
//! own it goes above the line of the next word.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Printed;
use super::lines::Line;
use crate::ast::Comment;

/// A comment with what stands around it.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    comment: &'a Comment,
    /// The word it belongs to.
    owner: Option<u32>,
    /// The word that follows it.
    next: Option<u32>,
    /// Nothing but white space stands before it on its line.
    alone: bool,
    /// White space stands before it on its line.
    indented: bool,
    /// An empty line stands before it.
    blank: bool,
}

/// The words of all lines, in the order of the source.
pub(super) struct Marks {
    /// Place in the source, and the word that stands for it: what follows the last word of a line belongs to the word
    /// that is printed last, also if options changed places.
    in_source: BTreeMap<u32, u32>,
    /// Each word with the one printed after it.
    followed_by: BTreeMap<u32, u32>,
}

impl Marks {
    /// The words of these lines.
    pub(super) fn of(lines: &[Line]) -> Self {
        let mut in_source = BTreeMap::new();
        let mut printed = Vec::new();
        for line in lines {
            let marks: Vec<u32> = line.pieces.iter().flat_map(|piece| piece.marks()).collect();
            in_source.extend(marks.iter().map(|mark| (*mark, *mark)));
            if let (Some(latest), Some(last)) = (marks.iter().max(), marks.last()) {
                in_source.insert(*latest, *last);
            }
            printed.extend(marks);
        }
        let followed_by = printed.iter().copied().zip(printed.iter().copied().skip(1)).collect();
        Self { in_source, followed_by }
    }

    /// Puts a comment between the words around it.
    pub(super) fn place<'a>(&self, text: &str, comment: &'a Comment) -> Placed<'a> {
        let start = comment.span.start;
        let before = text.get(..start as usize).unwrap_or_default();
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        Placed {
            comment,
            owner: self.in_source.range(..start).next_back().map(|(_, owner)| *owner),
            next: self.in_source.range(start..).next().map(|(next, _)| *next),
            alone: line.trim_matches(is_space).is_empty(),
            indented: line.starts_with([' ', '\t', '\u{A0}']),
            blank: blank_before(text, start),
        }
    }

    /// The words after which lines should end, because a comment stands there.
    pub(super) fn pinned(&self, comments: &[Placed<'_>]) -> BTreeSet<u32> {
        let pins = |comment: &&Placed<'_>| {
            let followed_by = comment.owner.and_then(|owner| self.followed_by.get(&owner));
            !comment.alone || comment.next.as_ref() == followed_by
        };
        comments.iter().filter(pins).filter_map(|comment| comment.owner).collect()
    }
}

/// White space of the language.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{FEFF}' | '\n' | '\r')
}

/// Whether an empty line stands before this place.
pub(super) fn blank_before(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or_default();
    let space = before.get(before.trim_end_matches(is_space).len()..).unwrap_or_default();
    let returns = space.matches('\r').count() - space.matches("\r\n").count();
    space.matches('\n').count() + returns >= 2
}

/// A comment above an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leading {
    /// Its text.
    pub(super) text: String,
    /// An empty line stands before it.
    pub(super) blank: bool,
}

/// The comments of one line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Around {
    /// Before the item that the line opens.
    pub(super) leading: Vec<Leading>,
    /// Above the line.
    pub(super) above: Vec<String>,
    /// At its end.
    pub(super) end: Option<String>,
    /// Below the line, at its indentation: bullets that were commented out.
    pub(super) below: Vec<String>,
}

/// The lines with their comments.
pub(super) struct Merged {
    /// For each line.
    pub(super) around: Vec<Around>,
    /// After the last line.
    pub(super) last: Vec<Leading>,
}

/// Gives each comment its line. `opens` says for a line which place in the source its item begins at.
pub(super) fn merge(lines: &[Printed], opens: &[Option<u32>], comments: &[Placed<'_>]) -> Merged {
    let line_of =
        lines.iter().enumerate().flat_map(|(at, line)| line.marks.iter().map(move |mark| (*mark, at)));
    let mut merger = Merger {
        lines,
        opens,
        line_of: line_of.collect(),
        merged: Merged { around: vec![Around::default(); lines.len()], last: Vec::new() },
        refused: None,
    };
    for comment in comments {
        merger.add(comment);
    }
    merger.merged
}

struct Merger<'a> {
    lines: &'a [Printed],
    opens: &'a [Option<u32>],
    line_of: BTreeMap<u32, usize>,
    merged: Merged,
    /// The line below which a comment was not put; those that follow do not jump over it.
    refused: Option<usize>,
}

impl Merger<'_> {
    fn add(&mut self, placed: &Placed<'_>) {
        let line = |mark: Option<u32>| mark.and_then(|mark| self.line_of.get(&mark).copied());
        let (owner, next) = (line(placed.owner), line(placed.next));
        let below = owner.filter(|owner| self.is_below(placed, *owner, next));
        if placed.alone && below.is_none() {
            self.refused = owner;
        }
        let text = placed.comment.text.clone();
        match (owner, next) {
            (Some(owner), _) if !placed.alone => self.at_end(owner, text),
            _ if below.is_some() => self.around(below, |around| around.below.push(text)),
            (_, Some(next)) => self.above(next, placed, text),
            (_, None) => self.merged.last.push(Leading { text, blank: placed.blank }),
        }
    }

    /// Whether an own-line comment continues the list that ended on the line before it.
    fn is_below(&self, placed: &Placed<'_>, owner: usize, next: Option<usize>) -> bool {
        let ends_item = next.is_none_or(|next| self.opens.get(next).is_some_and(Option::is_some));
        let inside = self.lines.get(owner).is_some_and(|line| line.indent > 0);
        let follows = self.refused != Some(owner) && !placed.blank;
        placed.alone && placed.indented && follows && ends_item && inside
    }

    fn around(&mut self, line: Option<usize>, change: impl FnOnce(&mut Around)) {
        if let Some(around) = line.and_then(|line| self.merged.around.get_mut(line)) {
            change(around);
        }
    }

    fn at_end(&mut self, line: usize, text: String) {
        self.around(Some(line), |around| {
            let before = around.end.replace(text);
            around.above.extend(before);
        });
    }

    fn above(&mut self, line: usize, placed: &Placed<'_>, text: String) {
        let item = self.opens.get(line).copied().flatten();
        let leads = item.is_some_and(|item| placed.comment.span.start < item);
        let blank = placed.blank;
        self.around(Some(line), |around| {
            if leads { around.leading.push(Leading { text, blank }) } else { around.above.push(text) }
        });
    }
}
