//! The clauses become those that are worth keeping: not satisfied by facts, and if learnt, of use.

use super::Solver;
use super::clauses::{ClauseId, Clauses};
use super::trail::Truth;

/// Learnt clauses before the first of them are forgotten, and how many more each time.
const FIRST_LIMIT: usize = 2_000;
const MORE: usize = 500;
/// Learnt clauses that join no more levels are kept for good.
const KEPT_SPREAD: u32 = 2;

/// When to clean up.
#[derive(Clone, Debug, Default)]
pub(super) struct Upkeep {
    /// Long clauses learnt and not forgotten.
    pub(super) learnt: usize,
    /// Watches visited since the last time: cleaning never costs more than searching did.
    pub(super) work: usize,
    /// How often learnt clauses were forgotten.
    pub(super) rounds: usize,
    /// Facts at the last time.
    facts: usize,
}

impl Solver {
    /// Cleans up when there is enough to clean. All that is assigned must be propagated.
    #[inline]
    pub(super) fn maintain(&mut self) {
        if self.upkeep.learnt > FIRST_LIMIT + MORE * self.upkeep.rounds {
            self.backtrack(0);
            let useless = self.useless_clauses();
            self.upkeep.rounds += 1;
            self.rebuild(&useless);
        } else if self.upkeep.work > self.clauses.size()
            && self.trail.facts_and_rest().0.len() > self.upkeep.facts
        {
            self.backtrack(0);
            self.rebuild(&[]);
        }
    }

    /// The worse half of the learnt clauses that took part in no conflict since the last time, the oldest first.
    fn useless_clauses(&self) -> Vec<ClauseId> {
        let mut idle: Vec<(u32, usize, ClauseId)> =
            self.clauses.ids().filter_map(|id| self.idle(id)).collect();
        // Of equals, the older ones go: the sort is stable.
        idle.sort_by_key(|(spread, length, _)| std::cmp::Reverse((*spread, *length)));
        idle.truncate(idle.len().div_ceil(2));
        let mut useless: Vec<ClauseId> = idle.into_iter().map(|(_, _, id)| id).collect();
        useless.sort_unstable();
        useless
    }

    fn idle(&self, id: ClauseId) -> Option<(u32, usize, ClauseId)> {
        let spread = self.clauses.spread(id).filter(|spread| *spread > KEPT_SPREAD)?;
        (!self.clauses.is_used(id)).then(|| (spread, self.clauses.length(id), id))
    }

    /// Writes all clauses anew without the useless ones, the satisfied ones and the false literals.
    ///
    /// Only on level 0 and after propagation: then no clause is a reason that will be asked for, and a clause that is
    /// not satisfied has two open literals at least.
    fn rebuild(&mut self, useless: &[ClauseId]) {
        let old = std::mem::take(&mut self.clauses);
        let mut useless = useless.iter().copied().peekable();
        let trail = &self.trail;
        self.watches.retain_binary(|literal| trail.is_open(literal.var()));
        self.watches.clear_long();
        self.upkeep.learnt = 0;
        for id in old.ids() {
            if useless.next_if_eq(&id).is_none() {
                self.keep(&old, id);
            }
        }
        self.upkeep.work = 0;
        self.upkeep.facts = self.trail.literals().len();
    }

    fn keep(&mut self, old: &Clauses, id: ClauseId) {
        if old.literals(id).any(|literal| self.trail.truth(literal) == Truth::True) {
            return;
        }
        let mut literals = std::mem::take(&mut self.added);
        literals.clear();
        literals.extend(old.literals(id).filter(|literal| self.trail.truth(*literal) == Truth::Unknown));
        let spread = old.spread(id);
        self.upkeep.learnt += usize::from(spread.is_some() && literals.len() > 2);
        self.add_open(&literals, spread);
        self.added = literals;
    }
}
