//! Offsets in a piece, perhaps a mended copy of it, become places in the author's file.

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
#[derive(Debug, Clone, Copy)]
struct Change {
    copy: (usize, usize),
    original: (usize, usize),
}

impl Places {
    /// A piece as the author wrote it, which begins at the byte `base`.
    pub(super) fn new(source: SourceId, base: usize) -> Self {
        Self { source, base, changes: Vec::new() }
    }

    /// The place of `start..end` of the copy; inside a changed stretch, all that was changed.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let start = self.original(start, |change| change.original.0);
        let end = self.original(end, |change| change.original.1);
        Span::new(self.source, start, end.max(start))
    }

    fn original(&self, at: usize, inside: impl Fn(&Change) -> usize) -> usize {
        let before = self.changes.partition_point(|change| change.copy.0 < at);
        let in_piece = match before.checked_sub(1).and_then(|n| self.changes.get(n)) {
            Some(change) if at < change.copy.1 => inside(change),
            Some(change) => change.original.1 + (at - change.copy.1),
            None => at,
        };
        self.base + in_piece
    }
}
