//! Offsets in a piece, perhaps a mended copy of it, become places in the author's file.

use std::ops::Range;

use qualify_diagnostics::{SourceId, Span};

/// Where the text of a piece came from.
#[derive(Debug, Clone)]
pub(super) struct Places {
    source: SourceId,
    base: usize,
    // INVARIANT: ascending and not overlapping, in the copy and in the original alike.
    changes: Vec<Change>,
}

/// A stretch of the copy that stands for another stretch of the original.
#[derive(Debug, Clone)]
struct Change {
    copy: Range<usize>,
    original: Range<usize>,
}

impl Places {
    /// A piece as the author wrote it, which begins at the byte `base`.
    pub(super) fn new(source: SourceId, base: usize) -> Self {
        Self { source, base, changes: Vec::new() }
    }

    /// The place of `start..end` of the copy; inside a changed stretch, all that was changed.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = (self.original_start(start), self.original_end(end));
        Span::new(self.source, self.base + start, self.base + end.max(start))
    }

    fn original_start(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.copy.start <= at);
        match before.checked_sub(1).and_then(|n| self.changes.get(n)) {
            Some(change) if at < change.copy.end => change.original.start,
            Some(change) => change.original.end + (at - change.copy.end),
            None => at,
        }
    }

    fn original_end(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|change| change.copy.start < at);
        match before.checked_sub(1).and_then(|n| self.changes.get(n)) {
            Some(change) => change.original.end + at.saturating_sub(change.copy.end),
            None => at,
        }
    }

    /// The places after `edits` to the copy: each a stretch and the length of what replaces it, ascending.
    pub(super) fn edited(&self, edits: &[(Range<usize>, usize)]) -> Self {
        let mut joined: Vec<(Range<usize>, Range<usize>, usize)> = edits
            .iter()
            .map(|(copy, length)| (copy.clone(), self.original_range(copy), *length))
            .chain(self.changes.iter().map(|old| (old.copy.clone(), old.original.clone(), old.copy.len())))
            .collect();
        joined.sort_by_key(|(copy, _, _)| (copy.start, copy.end));
        let mut changes: Vec<Change> = Vec::new();
        let mut last: Option<(Range<usize>, Range<usize>, usize)> = None;
        let (mut removed, mut added) = (0, 0);
        let mut keep = |(copy, original, length): (Range<usize>, Range<usize>, usize)| {
            let start = copy.start + added - removed;
            changes.push(Change { copy: start..start + length, original });
            added += length;
            removed += copy.len();
        };
        for (copy, original, length) in joined {
            last = Some(match last.take() {
                Some(before) if copy.start < before.0.end => join(before, (copy, original, length)),
                before => {
                    before.map(&mut keep);
                    (copy, original, length)
                }
            });
        }
        last.map(&mut keep);
        Self { changes, ..self.clone() }
    }

    fn original_range(&self, copy: &Range<usize>) -> Range<usize> {
        let start = self.original_start(copy.start);
        start..self.original_end(copy.end).max(start)
    }
}

/// Two overlapping stretches as one; each is `copy, original, new length`.
fn join(
    a: (Range<usize>, Range<usize>, usize),
    b: (Range<usize>, Range<usize>, usize),
) -> (Range<usize>, Range<usize>, usize) {
    let copy = a.0.start..a.0.end.max(b.0.end);
    let original = a.1.start.min(b.1.start)..a.1.end.max(b.1.end);
    let length = copy.len() + a.2 + b.2 - a.0.len() - b.0.len();
    (copy, original, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(places: &Places, start: usize, end: usize) -> (u32, u32) {
        let span = places.span(start, end);
        (span.start, span.end)
    }

    #[test]
    fn edits_of_edits_lead_back_to_the_original() {
        // "a => b" -> "a >= b" -> "aa >= b" -> "aa >= (b)"
        let places = Places::new(SourceId(0), 100).edited(&[(2..4, 2)]).edited(&[(0..1, 2)]);
        let places = places.edited(&[(6..6, 1), (7..7, 1)]);
        assert_eq!(span(&places, 0, 2), (100, 101));
        assert_eq!(span(&places, 3, 5), (102, 104));
        assert_eq!(span(&places, 6, 9), (105, 106));
        assert_eq!(span(&places, 7, 8), (105, 106));
    }

    #[test]
    fn an_edit_inside_an_edit_is_one_edit() {
        // "x" -> "abc" -> "aZZc"
        let places = Places::new(SourceId(0), 0).edited(&[(0..1, 3)]).edited(&[(1..2, 2)]);
        assert_eq!(span(&places, 0, 4), (0, 1));
        assert_eq!(span(&places, 4, 5), (1, 2));
    }

    #[test]
    fn what_is_left_after_a_cut_keeps_its_place() {
        let places = Places::new(SourceId(0), 10).edited(&[(0..5, 0)]);
        assert_eq!(span(&places, 0, 3), (15, 18));
    }
}
