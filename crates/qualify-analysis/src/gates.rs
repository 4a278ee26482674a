//! Conditions over literals become clauses: each *and*, *or* and counted condition gets one literal that equals it.
//!
//! The translation is Tseitin's (1968), both directions, so that a gate may be asked for Yes and for No. Equal gates
//! share one literal, and constants vanish; two rules that say the same often meet in one literal here, before any
//! search.

use std::collections::HashMap;

use crate::solver::{Lit, Solver};

/// A solver and the gates that were built in it.
#[derive(Debug, Clone)]
pub(crate) struct Circuit {
    pub(crate) solver: Solver,
    yes: Lit,
    // Only looked up, never walked.
    gates: HashMap<Vec<Lit>, Lit>,
}

impl Circuit {
    /// No gates yet.
    pub(crate) fn new() -> Self {
        let mut solver = Solver::default();
        let yes = solver.new_var().positive();
        solver.add_clause(&[yes]);
        Self { solver, yes, gates: HashMap::new() }
    }

    /// The literal that is always true.
    pub(crate) fn yes(&self) -> Lit {
        self.yes
    }

    /// The literal that is always false.
    pub(crate) fn no(&self) -> Lit {
        !self.yes
    }

    /// The constant of a truth.
    pub(crate) fn constant(&self, holds: bool) -> Lit {
        if holds { self.yes } else { !self.yes }
    }

    /// A literal that may be either.
    pub(crate) fn free(&mut self) -> Lit {
        self.solver.new_var().positive()
    }

    /// Demands that one of some literals is true.
    pub(crate) fn demand(&mut self, any_of: &[Lit]) {
        self.solver.add_clause(any_of);
    }

    /// Demands that one literal implies another.
    pub(crate) fn imply(&mut self, condition: Lit, consequence: Lit) {
        self.solver.add_clause(&[!condition, consequence]);
    }

    /// All of some literals.
    pub(crate) fn and(&mut self, parts: impl IntoIterator<Item = Lit>) -> Lit {
        let mut parts: Vec<Lit> = parts.into_iter().filter(|part| *part != self.yes).collect();
        parts.sort_unstable();
        parts.dedup();
        // A literal and its negation are neighbours.
        let contradictory = parts.iter().zip(parts.iter().skip(1)).any(|(a, b)| *a == !*b);
        if contradictory || parts.contains(&self.no()) {
            return self.no();
        }
        match parts.as_slice() {
            [] => return self.yes,
            [one] => return *one,
            _ => {}
        }
        if let Some(known) = self.gates.get(&parts) {
            return *known;
        }
        let gate = self.free();
        for part in &parts {
            self.solver.add_clause(&[!gate, *part]);
        }
        let mut clause: Vec<Lit> = parts.iter().map(|part| !*part).collect();
        clause.push(gate);
        self.solver.add_clause(&clause);
        self.gates.insert(parts, gate);
        gate
    }

    /// Any of some literals.
    pub(crate) fn or(&mut self, parts: impl IntoIterator<Item = Lit>) -> Lit {
        let none = self.and(parts.into_iter().map(|part| !part));
        !none
    }

    /// One literal or the other.
    pub(crate) fn choose(&mut self, condition: Lit, then: Lit, otherwise: Lit) -> Lit {
        let chosen = self.and([condition, then]);
        let other = self.and([!condition, otherwise]);
        self.or([chosen, other])
    }

    /// Whether two literals differ.
    pub(crate) fn differ(&mut self, a: Lit, b: Lit) -> Lit {
        if a == b {
            return self.no();
        }
        self.choose(a, !b, b)
    }

    /// At least `count` of some literals: a table of "so many of the first n".
    ///
    /// Source: C. Sinz, *Towards an Optimal CNF Encoding of Boolean Cardinality Constraints*, CP 2005.
    pub(crate) fn at_least(&mut self, count: usize, parts: &[Lit]) -> Lit {
        // reached[k]: at least k of the parts seen so far.
        let mut reached = vec![self.no(); count + 1];
        if let Some(none) = reached.first_mut() {
            *none = self.yes;
        }
        for part in parts {
            for k in (1..=count).rev() {
                let (Some(same), Some(less)) = (reached.get(k).copied(), reached.get(k - 1).copied()) else {
                    continue;
                };
                let one_more = self.and([less, *part]);
                let now = self.or([same, one_more]);
                reached.get_mut(k).into_iter().for_each(|slot| *slot = now);
            }
        }
        reached.last().copied().unwrap_or(self.no())
    }

    /// Demands that exactly one of some literals is true.
    pub(crate) fn exactly_one(&mut self, parts: &[Lit]) {
        self.demand(parts);
        let mut before: Option<Lit> = None;
        for part in parts {
            if let Some(any_before) = before {
                self.demand(&[!any_before, !*part]);
            }
            let any = self.or(before.into_iter().chain([*part]));
            before = Some(any);
        }
    }
}
