//! Clauses of three literals and more become one vector of words.
#![expect(
    clippy::indexing_slicing,
    reason = "a `ClauseId` is made by `push` alone and dropped by `maintain` together with the words it points to"
)]

use super::Lit;

/// Where a clause begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ClauseId(u32);

/// Words before the literals: their number, and what was learnt of the clause's use.
const HEADER: usize = 2;
const LEARNT: u32 = 1 << 31;
const USED: u32 = 1 << 30;
const SPREAD: u32 = USED - 1;

/// All clauses.
///
/// ```text
/// | length | learnt, used, spread | literal | literal | ... | length | ...
/// ```
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses {
    words: Vec<u32>,
}

impl Clauses {
    /// Adds a clause; a learnt one comes with its spread, the number of levels that it joins.
    pub(super) fn push(&mut self, literals: &[Lit], spread: Option<u32>) -> ClauseId {
        let id = ClauseId(self.words.len() as u32);
        let header = spread.map_or(0, |spread| LEARNT | spread.min(SPREAD));
        self.words.extend([literals.len() as u32, header]);
        self.words.extend(literals.iter().map(|literal| literal.0));
        id
    }

    /// Words that all clauses take.
    pub(super) fn size(&self) -> usize {
        self.words.len()
    }

    #[inline]
    pub(super) fn length(&self, id: ClauseId) -> usize {
        self.words[id.0 as usize] as usize
    }

    /// A literal of a clause by its place, as long as there are literals.
    #[inline]
    pub(super) fn literal(&self, id: ClauseId, place: usize) -> Option<Lit> {
        (place < self.length(id)).then(|| Lit(self.words[id.0 as usize + HEADER + place]))
    }

    pub(super) fn literals(&self, id: ClauseId) -> impl Iterator<Item = Lit> + '_ {
        let start = id.0 as usize + HEADER;
        self.words[start..start + self.length(id)].iter().map(|word| Lit(*word))
    }

    /// The literals of a clause as words, to be reordered.
    #[inline]
    pub(super) fn words_mut(&mut self, id: ClauseId) -> &mut [u32] {
        let start = id.0 as usize + HEADER;
        let length = self.length(id);
        &mut self.words[start..start + length]
    }

    /// The spread of a learnt clause.
    pub(super) fn spread(&self, id: ClauseId) -> Option<u32> {
        let header = self.words[id.0 as usize + 1];
        (header & LEARNT != 0).then_some(header & SPREAD)
    }

    pub(super) fn is_used(&self, id: ClauseId) -> bool {
        self.words[id.0 as usize + 1] & USED != 0
    }

    /// Notes that a learnt clause took part in a conflict, and the spread it had there.
    pub(super) fn mark_used(&mut self, id: ClauseId, spread: u32) {
        self.words[id.0 as usize + 1] = LEARNT | USED | spread.min(SPREAD);
    }

    /// All clauses, the oldest first.
    pub(super) fn ids(&self) -> impl Iterator<Item = ClauseId> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || {
            let id = ClauseId(next as u32);
            next += HEADER + *self.words.get(next)? as usize;
            Some(id)
        })
    }
}
