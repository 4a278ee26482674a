//! A conflict becomes a clause that would have prevented it, or the assumptions that lead to it.
//!
//! The clause is the one of the first unique implication point (J. Marques-Silva, K. Sakallah: GRASP, ICCAD 1996;
//! Zhang et al., ICCAD 2001), made smaller by leaving out each literal that the others imply (N. Sörensson,
//! A. Biere: Minimizing Learned Clauses, SAT 2009).
#![expect(
    clippy::indexing_slicing,
    reason = "variables are made by `add_variable` alone, which grows every table; there are never more levels than variables and assumptions, and `stamp_levels` grows the stamps"
)]

use super::clauses::ClauseId;
use super::propagate::Conflict;
use super::trail::Reason;
use super::{Lit, Solver, Var};

/// What the analysis of the present conflict knows of a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mark {
    Unseen,
    /// It is part of the conflict.
    Involved,
    /// The literals of the clause imply it.
    Implied,
    /// They do not.
    NotImplied,
}

/// Memory of the analysis, clean between conflicts.
#[derive(Clone, Debug, Default)]
pub(super) struct Analysis {
    marks: Vec<Mark>,
    marked: Vec<Var>,
    /// The clause: the literal that it will make true first.
    clause: Vec<Lit>,
    /// Literals of the present level whose reasons are still to be looked at.
    open: usize,
    /// Variables on the way down, each with the place of the next literal of its reason.
    path: Vec<(Var, usize)>,
    /// By level: the number of the last count that met it.
    stamps: Vec<u64>,
    stamp: u64,
}

impl Analysis {
    pub(super) fn add_variable(&mut self) {
        self.marks.push(Mark::Unseen);
    }

    fn mark(&mut self, var: Var, mark: Mark) {
        if self.marks[var.index()] == Mark::Unseen {
            self.marked.push(var);
        }
        self.marks[var.index()] = mark;
    }

    fn forget_marks(&mut self) {
        for var in self.marked.drain(..) {
            self.marks[var.index()] = Mark::Unseen;
        }
    }
}

impl Solver {
    /// Learns from a conflict, takes back what the learnt clause refutes and assigns what it implies.
    pub(super) fn learn(&mut self, conflict: Conflict) {
        self.find_clause(conflict);
        self.minimise();
        self.analysis.forget_marks();
        self.order.age();
        let clause = std::mem::take(&mut self.analysis.clause);
        let spread = self.stamp_levels(clause.iter().copied());
        self.restarts.record(spread);
        self.add_learnt(clause, spread);
    }

    fn add_learnt(&mut self, mut clause: Vec<Lit>, spread: u32) {
        let levels = clause.iter().map(|literal| self.trail.level_of(literal.var())).enumerate().skip(1);
        let second = levels.max_by_key(|(place, level)| (*level, usize::MAX - place));
        self.backtrack(second.map_or(0, |(_, level)| level));
        if let Some((place, _)) = second {
            clause.swap(1, place);
        }
        match *clause.as_slice() {
            [] => self.contradictory = true,
            [fact] => self.trail.assign(fact, Reason::Decision),
            [one, other] => {
                self.watches.add_binary(one, other);
                self.trail.assign(one, Reason::Binary(other));
            }
            [one, other, ..] => {
                let id = self.clauses.push(&clause, Some(spread));
                self.watches.add_long(id, one, other);
                self.trail.assign(one, Reason::Clause(id));
                self.upkeep.learnt += 1;
            }
        }
        self.analysis.clause = clause;
    }

    /// Walks back from the conflict until one literal of the present level stands for all of them.
    fn find_clause(&mut self, conflict: Conflict) {
        self.analysis.clause.clear();
        self.analysis.open = 0;
        self.involve_conflict(conflict);
        let mut place = self.trail.literals().len();
        while place > 0 {
            place -= 1;
            let literal = self.trail.literals()[place];
            if self.analysis.marks[literal.var().index()] != Mark::Involved {
                continue;
            }
            self.analysis.open -= 1;
            if self.analysis.open == 0 {
                self.analysis.clause.push(!literal);
                break;
            }
            self.involve_reason(literal.var());
        }
        // The literal that stands for its level comes first.
        let last = self.analysis.clause.len().saturating_sub(1);
        self.analysis.clause.swap(0, last);
    }

    fn involve_conflict(&mut self, conflict: Conflict) {
        match conflict {
            Conflict::Binary(one, other) => {
                self.involve(one);
                self.involve(other);
            }
            Conflict::Clause(id) => self.involve_clause(id, 0),
        }
    }

    fn involve_reason(&mut self, var: Var) {
        match self.trail.reason(var) {
            Reason::Decision => {}
            Reason::Binary(other) => self.involve(other),
            Reason::Clause(id) => self.involve_clause(id, 1),
        }
    }

    fn involve_clause(&mut self, id: ClauseId, first: usize) {
        self.note_use(id);
        let mut place = first;
        while let Some(literal) = self.clauses.literal(id, place) {
            self.involve(literal);
            place += 1;
        }
    }

    fn involve(&mut self, literal: Lit) {
        let var = literal.var();
        let level = self.trail.level_of(var);
        if level == 0 || self.analysis.marks[var.index()] != Mark::Unseen {
            return;
        }
        self.analysis.mark(var, Mark::Involved);
        self.order.bump(var);
        if level == self.trail.level() {
            self.analysis.open += 1;
        } else {
            self.analysis.clause.push(literal);
        }
    }

    /// A learnt clause that is of use is kept longer, and judged by its best spread.
    fn note_use(&mut self, id: ClauseId) {
        let Some(spread) = self.clauses.spread(id) else { return };
        let now = if spread > 2 { self.spread_of(id) } else { spread };
        self.clauses.mark_used(id, now.min(spread));
    }

    fn spread_of(&mut self, id: ClauseId) -> u32 {
        let (clauses, trail, analysis) = (&self.clauses, &self.trail, &mut self.analysis);
        analysis.count_levels(clauses.literals(id).map(|literal| trail.level_of(literal.var())))
    }

    /// How many levels some literals join; each of the levels then has the present stamp.
    fn stamp_levels(&mut self, literals: impl Iterator<Item = Lit>) -> u32 {
        let trail = &self.trail;
        self.analysis.count_levels(literals.map(|literal| trail.level_of(literal.var())))
    }

    /// Leaves out the literals that the others imply.
    fn minimise(&mut self) {
        let mut clause = std::mem::take(&mut self.analysis.clause);
        self.stamp_levels(clause.iter().copied());
        let mut first = true;
        clause.retain(|literal| std::mem::take(&mut first) || !self.is_implied(literal.var()));
        self.analysis.clause = clause;
    }

    /// Whether all ways down from a literal's reason end in literals of the clause, or facts.
    ///
    /// A way that meets a level without a literal of the clause can not end in one.
    fn is_implied(&mut self, var: Var) -> bool {
        if self.trail.reason(var) == Reason::Decision {
            return false;
        }
        self.analysis.path.push((var, 0));
        while let Some((var, place)) = self.analysis.path.last_mut() {
            let (var, next) = (*var, *place);
            *place += 1;
            match self.antecedent(var, next) {
                Some(literal) => {
                    if !self.go_down(literal.var()) {
                        return self.give_up_path();
                    }
                }
                None => self.leave(var),
            }
        }
        true
    }

    /// The literals of the reason of a variable, by place.
    fn antecedent(&self, var: Var, place: usize) -> Option<Lit> {
        match self.trail.reason(var) {
            Reason::Decision => None,
            Reason::Binary(other) => (place == 0).then_some(other),
            Reason::Clause(id) => self.clauses.literal(id, place + 1),
        }
    }

    /// Whether the way down may go on, or ends well, at a variable.
    fn go_down(&mut self, var: Var) -> bool {
        let level = self.trail.level_of(var);
        match self.analysis.marks[var.index()] {
            _ if level == 0 => true,
            Mark::Involved | Mark::Implied => true,
            Mark::NotImplied => false,
            Mark::Unseen => {
                let possible = self.trail.reason(var) != Reason::Decision && self.analysis.is_stamped(level);
                if possible {
                    self.analysis.path.push((var, 0));
                }
                possible
            }
        }
    }

    fn leave(&mut self, var: Var) {
        self.analysis.path.pop();
        if self.analysis.marks[var.index()] == Mark::Unseen {
            self.analysis.mark(var, Mark::Implied);
        }
    }

    fn give_up_path(&mut self) -> bool {
        while let Some((var, _)) = self.analysis.path.pop() {
            if self.analysis.marks[var.index()] == Mark::Unseen {
                self.analysis.mark(var, Mark::NotImplied);
            }
        }
        false
    }

    /// The assumptions that lead to a conflict when nothing else was decided.
    pub(super) fn core_of_conflict(&mut self, conflict: Conflict) {
        self.core.clear();
        match conflict {
            Conflict::Binary(one, other) => {
                self.trace(one);
                self.trace(other);
            }
            Conflict::Clause(id) => self.trace_clause(id, 0),
        }
        self.collect_core();
    }

    /// An assumption that the others refute, and those others.
    pub(super) fn core_of_assumption(&mut self, refuted: Lit) {
        self.core.clear();
        self.core.push(refuted);
        self.trace(refuted);
        self.collect_core();
    }

    /// Walks back along the reasons of the marked literals; the decisions among them are assumptions.
    fn collect_core(&mut self) {
        let facts = self.trail.facts_and_rest().0.len();
        for place in (facts..self.trail.literals().len()).rev() {
            let literal = self.trail.literals()[place];
            if self.analysis.marks[literal.var().index()] == Mark::Unseen {
                continue;
            }
            match self.trail.reason(literal.var()) {
                Reason::Decision => self.core.push(literal),
                Reason::Binary(other) => self.trace(other),
                Reason::Clause(id) => self.trace_clause(id, 1),
            }
        }
        self.analysis.forget_marks();
    }

    fn trace_clause(&mut self, id: ClauseId, first: usize) {
        let mut place = first;
        while let Some(literal) = self.clauses.literal(id, place) {
            self.trace(literal);
            place += 1;
        }
    }

    fn trace(&mut self, literal: Lit) {
        if self.trail.level_of(literal.var()) > 0 {
            self.analysis.mark(literal.var(), Mark::Involved);
        }
    }
}

impl Analysis {
    fn count_levels(&mut self, levels: impl Iterator<Item = usize>) -> u32 {
        self.stamp += 1;
        let mut count = 0;
        for level in levels {
            if self.stamps.len() <= level {
                self.stamps.resize(level + 1, 0);
            }
            if self.stamps[level] != self.stamp {
                self.stamps[level] = self.stamp;
                count += 1;
            }
        }
        count
    }

    fn is_stamped(&self, level: usize) -> bool {
        self.stamps.get(level) == Some(&self.stamp)
    }
}
