//! Clauses and assumptions become a model, a core of assumptions that contradict, or "the budget ran out".
//!
//! Conflict-driven clause learning in the shape of MiniSat (N. Eén, N. Sörensson: An Extensible SAT-solver, SAT 2003),
//! with the two watched literals and the activity order of Chaff (Moskewicz et al., DAC 2001), learnt clauses judged
//! by the number of levels they join and restarts by the same measure as in Glucose (G. Audemard, L. Simon: Predicting
//! Learnt Clauses Quality in Modern SAT Solvers, IJCAI 2009). Many small questions about one growing set of clauses
//! are the case it is made for:
//!
//! - what was learnt stays, for it follows from the clauses alone, never from the assumptions;
//! - assumption number `n` is the decision of level `n + 1`, and the levels of the leading assumptions that the next
//!   question shares are kept;
//! - a question may name the variables that matter to it (its cone), and nothing else is decided.
//!
//! ```text
//! solver.rs           variables, clauses, the state of all parts
//!   search.rs         decide, propagate, learn, restart
//!     trail.rs        what is assigned, on which level, and why
//!     clauses.rs      all literals of all clauses in one vector
//!     propagate.rs    watched literals: what follows
//!     conflict.rs     a conflict becomes a learnt clause or a core
//!     order.rs        which variable is decided next
//!     restart.rs      when to begin again from the assumptions
//!     maintain.rs     forgets clauses that are satisfied or of little use
//! ```
#![cfg_attr(not(test), expect(dead_code, reason = "the questions that use it come next"))]
#![expect(unreachable_pub, reason = "the crate's page re-exports the budget with its questions")]

mod clauses;
mod conflict;
mod maintain;
mod order;
mod propagate;
mod restart;
mod search;
#[cfg(test)]
mod tests;
mod trail;

use clauses::Clauses;
use conflict::Analysis;
use maintain::Upkeep;
use order::Order;
use propagate::Watches;
use restart::Restarts;
use trail::{Reason, Trail, Truth};

/// A variable of one solver.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Var(u32);

impl Var {
    /// Its number: variables count from zero in the order they were made.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The literal that is true when the variable is.
    pub(crate) fn positive(self) -> Lit {
        Lit(self.0 << 1)
    }

    fn literal(self, value: bool) -> Lit {
        Lit(self.0 << 1 | u32::from(!value))
    }
}

/// A variable or its negation: twice the variable, plus one if negated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Lit(u32);

impl Lit {
    /// The variable it speaks of.
    pub(crate) fn var(self) -> Var {
        Var(self.0 >> 1)
    }

    /// Whether it is true when its variable is false.
    pub(crate) fn is_negative(self) -> bool {
        self.0 & 1 == 1
    }

    /// Its number: two for each variable, the positive one first.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl std::ops::Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// What is known after a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// There is a model: see [`Solver::value`].
    Satisfiable,
    /// There is none under the assumptions: see [`Solver::core`].
    Unsatisfiable,
    /// The budget ran out first.
    Undecided,
}

/// Conflicts that may still be spent; a budget is shared by the solves of one question.
#[derive(Clone, Debug)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// A budget of so many conflicts.
    pub fn conflicts(conflicts: u64) -> Self {
        Self { left: conflicts }
    }

    /// The conflicts that are left.
    pub fn left(&self) -> u64 {
        self.left
    }

    fn spend(&mut self) {
        self.left = self.left.saturating_sub(1);
    }
}

/// A set of clauses that grows, and the questions about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Solver {
    trail: Trail,
    clauses: Clauses,
    watches: Watches,
    order: Order,
    analysis: Analysis,
    restarts: Restarts,
    upkeep: Upkeep,
    model: Model,
    /// The assumptions of the last question: those of the levels that are still open lead it.
    assumed: Vec<Lit>,
    core: Vec<Lit>,
    /// The clauses contradict each other without any assumption.
    contradictory: bool,
    /// Memory for the clause that is being added.
    added: Vec<Lit>,
}

impl Solver {
    /// A new variable, which no clause speaks of yet.
    pub(crate) fn new_var(&mut self) -> Var {
        let var = self.trail.add_variable();
        self.watches.add_variable();
        self.analysis.add_variable();
        self.order.add_variable(var);
        self.model.add_variable();
        var
    }

    /// How many variables were made.
    pub(crate) fn var_count(&self) -> usize {
        self.trail.variable_count()
    }

    /// Demands that one of the literals be true, from now on.
    pub(crate) fn add_clause(&mut self, literals: &[Lit]) {
        self.backtrack(0);
        let mut clause = std::mem::take(&mut self.added);
        clause.clear();
        clause.extend(literals.iter().filter(|literal| self.trail.truth(**literal) != Truth::False));
        clause.sort_unstable();
        clause.dedup();
        if !self.holds_anyway(&clause) {
            self.add_open(&clause, None);
        }
        self.added = clause;
    }

    /// Whether a sorted clause has a true literal, or a literal and its negation, which sort next to each other.
    fn holds_anyway(&self, clause: &[Lit]) -> bool {
        let opposed = clause.windows(2).any(|pair| matches!(pair, [one, other] if *one == !*other));
        opposed || clause.iter().any(|literal| self.trail.truth(*literal) == Truth::True)
    }

    /// Adds a clause of distinct variables without a value; a learnt one comes with its spread.
    fn add_open(&mut self, clause: &[Lit], spread: Option<u32>) {
        match *clause {
            [] => self.contradictory = true,
            [fact] => {
                self.trail.assign(fact, Reason::Decision);
                self.contradictory |= self.propagate().is_some();
            }
            [one, other] => self.watches.add_binary(one, other),
            [one, other, ..] => {
                let id = self.clauses.push(clause, spread);
                self.watches.add_long(id, one, other);
            }
        }
    }

    /// Sets the value that is tried first for the variable, and that it has in models that leave it open.
    pub(crate) fn prefer(&mut self, literal: Lit) {
        self.trail.prefer(literal);
    }

    /// The value of a literal that no assumption can change any more.
    pub(crate) fn fixed(&self, literal: Lit) -> Option<bool> {
        self.trail.fixed(literal)
    }

    /// Forgets what was tried last, so that the next model is as plain as the first.
    pub(crate) fn forget(&mut self) {
        self.trail.forget();
    }

    /// The value of a literal in the last model; what the model leaves open has its preferred value.
    pub(crate) fn value(&self, literal: Lit) -> bool {
        let value = self.model.value(literal.var()).unwrap_or(self.trail.preferred(literal.var()));
        value != literal.is_negative()
    }

    /// Those assumptions of the last unsatisfiable question that contradict the clauses together; none if the
    /// clauses contradict each other.
    pub(crate) fn core(&self) -> &[Lit] {
        &self.core
    }

    /// Takes back all assignments above a level.
    fn backtrack(&mut self, level: usize) {
        let order = &mut self.order;
        self.trail.backtrack(level, |var| order.insert(var));
    }
}

/// The last model.
#[derive(Clone, Debug, Default)]
struct Model {
    values: Vec<Option<bool>>,
    /// The variables whose values came with the last model and go with it.
    passing: Vec<Var>,
    /// How many facts, which never pass, were taken over.
    facts: usize,
}

impl Model {
    fn add_variable(&mut self) {
        self.values.push(None);
    }

    fn value(&self, var: Var) -> Option<bool> {
        self.values.get(var.index()).copied().flatten()
    }

    fn set(&mut self, var: Var, value: Option<bool>) {
        if let Some(place) = self.values.get_mut(var.index()) {
            *place = value;
        }
    }

    /// Takes over what is assigned: a work as large as the models, not as the set of clauses.
    fn save(&mut self, trail: &Trail) {
        while let Some(var) = self.passing.pop() {
            self.set(var, None);
        }
        let (facts, passing) = trail.facts_and_rest();
        for literal in facts.iter().skip(self.facts) {
            self.set(literal.var(), Some(!literal.is_negative()));
        }
        self.facts = facts.len();
        for literal in passing {
            self.set(literal.var(), Some(!literal.is_negative()));
            self.passing.push(literal.var());
        }
    }
}
