//! The lines and comments of a file become its canonical text.

use std::ops::Range;

use qualify_diagnostics::{Diagnostic, Span};

use super::comments::{Around, Leading, Marks, Merged, blank_before, merge};
use super::items;
use super::kept::{Treatment, treatments};
use super::layout::{Printed, lay_out};
use super::lines::{Line, Lines, Said};
use super::vocabulary::Vocabulary;
use crate::ast::{Comment, File};

/// The canonical text of a file.
pub(super) fn page(text: &str, file: &File, mistakes: &[Diagnostic], words: &Vocabulary) -> String {
    if file.items.is_empty() && !mistakes.is_empty() {
        return text.to_owned();
    }
    let treatments = treatments(text, file, mistakes);
    let (lines, opens) = logical(text, file, &treatments, words);
    let kept: Vec<&Range<u32>> = treatments.iter().filter_map(Treatment::kept).collect();
    let comments: Vec<&Comment> =
        file.comments.iter().filter(|it| !is_inside(&kept, it.span.start)).collect();
    with_comments(text, &lines, opens, &comments)
}

/// The canonical text of a tree that came from no text.
pub(super) fn page_of_tree(file: &File, words: &Vocabulary) -> String {
    let (lines, opens) = logical("", file, &vec![Treatment::Printed; file.items.len()], words);
    with_comments("", &lines, opens, &[])
}

/// All lines, and for the first of each item where the item begins.
fn logical(
    text: &str,
    file: &File,
    treatments: &[Treatment],
    words: &Vocabulary,
) -> (Vec<Line>, Vec<Option<u32>>) {
    let mut out = Lines::default();
    let mut opens = Vec::new();
    for (item, treatment) in file.items.iter().zip(treatments) {
        let begin = match treatment {
            Treatment::Printed => {
                items::item(&mut out, words, item);
                item.span.start
            }
            Treatment::Kept(range) => {
                out.start(0);
                let source = text.get(range.start as usize..range.end as usize).unwrap_or_default();
                out.word_at(source, Span { start: range.start, ..item.span });
                range.start
            }
            Treatment::Left => continue,
        };
        opens.push(Some(begin));
        opens.resize(out.count(), None);
    }
    let mut lines = out.finish();
    lines.iter_mut().for_each(|line| find_closing_brackets(text, line));
    (lines, opens)
}

/// Whether a place is in one of these ranges, which ascend.
fn is_inside(ranges: &[&Range<u32>], at: u32) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next.checked_sub(1).and_then(|before| ranges.get(before)).is_some_and(|range| range.contains(&at))
}

/// Cuts lines to the width of the page and puts the comments between them.
fn with_comments(text: &str, lines: &[Line], opens: Vec<Option<u32>>, comments: &[&Comment]) -> String {
    let marks = Marks::of(lines);
    let placed: Vec<_> = comments.iter().map(|comment| marks.place(text, comment)).collect();
    let pinned = marks.pinned(&placed);
    let mut printed = Vec::new();
    let mut printed_opens = Vec::new();
    for (line, opens) in lines.iter().zip(opens) {
        printed.extend(lay_out(line, &pinned));
        printed_opens.push(opens);
        printed_opens.resize(printed.len(), None);
    }
    let merged = merge(&printed, &printed_opens, &placed);
    written(text, &printed, &printed_opens, &merged)
}

fn find_closing_brackets(text: &str, line: &mut Line) {
    for piece in &mut line.pieces {
        if let Said::List(list) = &mut piece.said {
            list.close = list.values.last().and_then(|(_, span)| closing_bracket(text, span.end));
        }
    }
}

/// The place of the bracket that closes a list, given where its last value ends.
fn closing_bracket(text: &str, from: u32) -> Option<u32> {
    let mut in_comment = false;
    for (at, c) in text.get(from as usize..)?.char_indices() {
        match c {
            '\n' | '\r' => in_comment = false,
            '#' => in_comment = true,
            ']' if !in_comment => return u32::try_from(at).ok().map(|at| from + at),
            _ => {}
        }
    }
    None
}

fn written(text: &str, lines: &[Printed], opens: &[Option<u32>], merged: &Merged) -> String {
    let mut out = Text(String::with_capacity(text.len() + text.len() / 8));
    for ((line, around), opens) in lines.iter().zip(&merged.around).zip(opens) {
        out.line(line, around, opens.is_some_and(|item| blank_before(text, item)));
    }
    merged.last.iter().for_each(|leading| out.leading(leading));
    out.0
}

/// Canonical text in the making; always whole lines.
struct Text(String);

impl Text {
    fn line(&mut self, line: &Printed, around: &Around, blank: bool) {
        around.leading.iter().for_each(|leading| self.leading(leading));
        if blank {
            self.blank();
        }
        around.above.iter().for_each(|comment| self.put(line.indent_above, comment, None));
        self.put(line.indent, &line.text, around.end.as_deref());
        around.below.iter().for_each(|comment| self.put(line.indent, comment, None));
    }

    fn leading(&mut self, leading: &Leading) {
        if leading.blank {
            self.blank();
        }
        self.put(0, &leading.text, None);
    }

    fn blank(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    fn put(&mut self, indent: usize, text: &str, comment: Option<&str>) {
        self.0.extend(std::iter::repeat_n(' ', indent));
        self.0.push_str(text);
        if let Some(comment) = comment {
            self.0.push(' ');
            self.0.push_str(comment);
        }
        self.0.push('\n');
    }
}
