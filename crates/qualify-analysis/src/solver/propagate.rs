//! A literal that became true becomes the literals that follow from it, or a conflict.
//!
//! A clause of three literals and more is watched through its first two: as long as neither is false, nothing follows
//! from it. Each watch carries another literal of the clause (its blocker); if that is true, the clause is not
//! touched. Clauses of two literals are lists of what follows from a literal.
#![expect(
    clippy::indexing_slicing,
    reason = "variables are made by `add_variable` alone, which grows every table; a long clause has three literals at least"
)]

use super::clauses::ClauseId;
use super::trail::{Reason, Truth};
use super::{Lit, Solver};

/// A clause all of whose literals are false.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Conflict {
    Binary(Lit, Lit),
    Clause(ClauseId),
}

#[derive(Clone, Copy, Debug)]
struct Watch {
    clause: ClauseId,
    blocker: Lit,
}

/// By literal: what to look at when it becomes true.
#[derive(Clone, Debug, Default)]
pub(super) struct Watches {
    /// The literals that follow.
    binary: Vec<Vec<Lit>>,
    /// The clauses that watch its negation.
    long: Vec<Vec<Watch>>,
}

impl Watches {
    pub(super) fn add_variable(&mut self) {
        self.binary.extend([Vec::new(), Vec::new()]);
        self.long.extend([Vec::new(), Vec::new()]);
    }

    pub(super) fn add_binary(&mut self, one: Lit, other: Lit) {
        self.binary[(!one).index()].push(other);
        self.binary[(!other).index()].push(one);
    }

    /// Watches a clause through its first two literals.
    pub(super) fn add_long(&mut self, clause: ClauseId, one: Lit, other: Lit) {
        self.long[(!one).index()].push(Watch { clause, blocker: other });
        self.long[(!other).index()].push(Watch { clause, blocker: one });
    }

    pub(super) fn clear_long(&mut self) {
        self.long.iter_mut().for_each(Vec::clear);
    }

    /// Drops the clauses of two literals that have a literal that is not open any more.
    pub(super) fn retain_binary(&mut self, is_open: impl Fn(Lit) -> bool) {
        for (index, implied) in (0u32..).zip(&mut self.binary) {
            if is_open(Lit(index)) {
                implied.retain(|literal| is_open(*literal));
            } else {
                *implied = Vec::new();
            }
        }
    }
}

impl Solver {
    /// Draws all consequences of what is assigned.
    pub(super) fn propagate(&mut self) -> Option<Conflict> {
        while let Some(literal) = self.trail.next() {
            if let Some(conflict) = self.propagate_binary(literal) {
                return Some(conflict);
            }
            if let Some(conflict) = self.propagate_long(literal) {
                return Some(conflict);
            }
        }
        None
    }

    fn propagate_binary(&mut self, literal: Lit) -> Option<Conflict> {
        for &implied in &self.watches.binary[literal.index()] {
            match self.trail.truth(implied) {
                Truth::True => {}
                Truth::False => return Some(Conflict::Binary(implied, !literal)),
                Truth::Unknown => self.trail.assign(implied, Reason::Binary(!literal)),
            }
        }
        None
    }

    fn propagate_long(&mut self, literal: Lit) -> Option<Conflict> {
        let mut watches = std::mem::take(&mut self.watches.long[literal.index()]);
        self.upkeep.work += watches.len();
        let (mut next, mut kept) = (0, 0);
        let mut conflict = None;
        while next < watches.len() && conflict.is_none() {
            match self.visit(!literal, watches[next]) {
                Visit::Moved => {}
                Visit::Stays(watch) => {
                    watches[kept] = watch;
                    kept += 1;
                }
                Visit::Broken(clause) => {
                    watches[kept] = watches[next];
                    kept += 1;
                    conflict = Some(Conflict::Clause(clause));
                }
            }
            next += 1;
        }
        watches.drain(kept..next);
        self.watches.long[literal.index()] = watches;
        conflict
    }

    /// Looks at a clause one of whose watched literals became false: finds another to watch, or what follows.
    #[inline]
    fn visit(&mut self, falsified: Lit, watch: Watch) -> Visit {
        if self.trail.truth(watch.blocker) == Truth::True {
            return Visit::Stays(watch);
        }
        let words = self.clauses.words_mut(watch.clause);
        if words[0] == falsified.0 {
            words.swap(0, 1);
        }
        let other = Lit(words[0]);
        let stays = Watch { clause: watch.clause, blocker: other };
        if self.trail.truth(other) == Truth::True {
            return Visit::Stays(stays);
        }
        let unwatched = words[2..].iter().position(|word| self.trail.truth(Lit(*word)) != Truth::False);
        if let Some(place) = unwatched {
            words.swap(1, place + 2);
            self.watches.long[(!Lit(words[1])).index()].push(stays);
            return Visit::Moved;
        }
        if self.trail.truth(other) == Truth::False {
            return Visit::Broken(watch.clause);
        }
        self.trail.assign(other, Reason::Clause(watch.clause));
        Visit::Stays(stays)
    }
}

/// What becomes of a watch.
enum Visit {
    Moved,
    Stays(Watch),
    Broken(ClauseId),
}
