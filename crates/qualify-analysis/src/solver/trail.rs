//! Assignments, in the order they were made, become the value, the level and the reason of each variable.
#![expect(
    clippy::indexing_slicing,
    reason = "variables are made by `add_variable` alone, which grows every table; levels lie below `starts.len()`"
)]

use super::clauses::ClauseId;
use super::{Lit, Var};

/// The value of a literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Truth {
    Unknown,
    True,
    False,
}

/// Why a variable has its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reason {
    /// It was decided or assumed, or is a fact.
    Decision,
    /// The clause of two literals whose other one, this, is false.
    Binary(Lit),
    /// The clause whose first literal it is, and whose others are false.
    Clause(ClauseId),
}

/// What is known of a variable besides its value.
#[derive(Clone, Copy, Debug)]
struct Place {
    reason: Reason,
    level: u32,
    /// The value it had last, or should have: tried first.
    phase: bool,
    /// The value that was asked for.
    preferred: bool,
}

/// All assignments.
///
/// ```text
/// literals  f f f | a x x | d x | d x x x
/// level       0       1      2       3      starts = [3, 6, 8]
/// ```
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    /// By literal. INVARIANT: a literal and its negation are unknown together, or opposite.
    truths: Vec<Truth>,
    places: Vec<Place>,
    literals: Vec<Lit>,
    starts: Vec<usize>,
    /// The literals before it are propagated.
    head: usize,
}

impl Trail {
    pub(super) fn add_variable(&mut self) -> Var {
        let var = Var(self.places.len() as u32);
        self.truths.extend([Truth::Unknown; 2]);
        self.places.push(Place { reason: Reason::Decision, level: 0, phase: false, preferred: false });
        var
    }

    pub(super) fn variable_count(&self) -> usize {
        self.places.len()
    }

    #[inline]
    pub(super) fn truth(&self, literal: Lit) -> Truth {
        self.truths[literal.index()]
    }

    #[inline]
    pub(super) fn is_open(&self, var: Var) -> bool {
        self.truth(var.positive()) == Truth::Unknown
    }

    #[inline]
    pub(super) fn level_of(&self, var: Var) -> usize {
        self.places[var.index()].level as usize
    }

    #[inline]
    pub(super) fn reason(&self, var: Var) -> Reason {
        self.places[var.index()].reason
    }

    pub(super) fn level(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn fixed(&self, literal: Lit) -> Option<bool> {
        match self.truth(literal) {
            Truth::Unknown => None,
            Truth::True | Truth::False if self.level_of(literal.var()) > 0 => None,
            Truth::True => Some(true),
            Truth::False => Some(false),
        }
    }

    pub(super) fn prefer(&mut self, literal: Lit) {
        let place = &mut self.places[literal.var().index()];
        place.phase = !literal.is_negative();
        place.preferred = place.phase;
    }

    pub(super) fn preferred(&self, var: Var) -> bool {
        self.places[var.index()].preferred
    }

    /// Tries first what is preferred, and no longer what was so in the last search.
    pub(super) fn forget(&mut self) {
        self.places.iter_mut().for_each(|place| place.phase = place.preferred);
    }

    /// The literal of a variable that is tried first.
    pub(super) fn first_try(&self, var: Var) -> Lit {
        var.literal(self.places[var.index()].phase)
    }

    pub(super) fn open_level(&mut self) {
        self.starts.push(self.literals.len());
    }

    /// Makes an open literal true on the current level.
    #[inline]
    pub(super) fn assign(&mut self, literal: Lit, reason: Reason) {
        self.truths[literal.index()] = Truth::True;
        self.truths[(!literal).index()] = Truth::False;
        let place = &mut self.places[literal.var().index()];
        place.reason = reason;
        place.level = self.starts.len() as u32;
        place.phase = !literal.is_negative();
        self.literals.push(literal);
    }

    /// The next literal whose consequences were not drawn yet.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Lit> {
        let literal = self.literals.get(self.head).copied()?;
        self.head += 1;
        Some(literal)
    }

    /// Opens all variables above a level again, the last one first.
    pub(super) fn backtrack(&mut self, level: usize, mut opened: impl FnMut(Var)) {
        let Some(&start) = self.starts.get(level) else { return };
        for literal in self.literals.drain(start..).rev() {
            self.truths[literal.index()] = Truth::Unknown;
            self.truths[(!literal).index()] = Truth::Unknown;
            opened(literal.var());
        }
        self.starts.truncate(level);
        self.head = self.head.min(start);
    }

    /// All assigned literals, the oldest first.
    pub(super) fn literals(&self) -> &[Lit] {
        &self.literals
    }

    /// The facts, which hold on level 0, and what depends on decisions.
    pub(super) fn facts_and_rest(&self) -> (&[Lit], &[Lit]) {
        self.literals.split_at(self.starts.first().copied().unwrap_or(self.literals.len()))
    }
}
