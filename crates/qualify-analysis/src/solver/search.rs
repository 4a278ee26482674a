//! A question becomes decisions, conflicts and learnt clauses, until it is answered or the budget is spent.

use super::propagate::Conflict;
use super::trail::{Reason, Truth};
use super::{Budget, Lit, Outcome, Solver, Var};

/// What is done when nothing more follows.
enum Step {
    Decide(Lit),
    /// An assumption already holds: its level stays empty.
    Skip,
    Stop(Outcome),
}

impl Solver {
    /// Looks for a model in which the assumptions hold.
    pub(crate) fn solve(&mut self, assumptions: &[Lit], budget: &mut Budget) -> Outcome {
        self.order.admit_all(&self.trail);
        self.answer(assumptions, budget)
    }

    /// Looks for values of the relevant variables under which the assumptions hold and nothing contradicts.
    ///
    /// All relevant variables then have a value, and so have those that follow. The caller knows that the others can
    /// be completed to a model: each is defined by a gate whose inputs are relevant, or stands in clauses that it
    /// alone can satisfy.
    pub(crate) fn solve_in(&mut self, assumptions: &[Lit], relevant: &[Var], budget: &mut Budget) -> Outcome {
        self.order.admit(relevant, &self.trail);
        self.answer(assumptions, budget)
    }

    fn answer(&mut self, assumptions: &[Lit], budget: &mut Budget) -> Outcome {
        self.core.clear();
        if self.contradictory {
            return Outcome::Unsatisfiable;
        }
        self.keep_shared(assumptions);
        let outcome = self.search(assumptions, budget);
        if outcome == Outcome::Satisfiable {
            self.model.save(&self.trail);
        }
        self.backtrack(assumptions.len());
        outcome
    }

    /// Takes back the levels of all assumptions that do not lead the new ones, too.
    fn keep_shared(&mut self, assumptions: &[Lit]) {
        let pairs = self.assumed.iter().zip(assumptions);
        let shared = pairs.take_while(|(before, now)| before == now).count();
        self.backtrack(shared);
        self.assumed.clear();
        self.assumed.extend_from_slice(assumptions);
    }

    fn search(&mut self, assumptions: &[Lit], budget: &mut Budget) -> Outcome {
        loop {
            if let Some(conflict) = self.propagate() {
                if let Some(outcome) = self.resolve(conflict, assumptions, budget) {
                    return outcome;
                }
                continue;
            }
            if self.restarts.is_due() {
                self.restarts.restart();
                self.backtrack(assumptions.len());
            }
            self.maintain();
            match self.next_step(assumptions) {
                Step::Stop(outcome) => return outcome,
                Step::Skip => self.trail.open_level(),
                Step::Decide(literal) => {
                    self.trail.open_level();
                    self.trail.assign(literal, Reason::Decision);
                }
            }
        }
    }

    /// Learns from a conflict. It is a proof if nothing was decided but assumptions; else it costs.
    fn resolve(&mut self, conflict: Conflict, assumptions: &[Lit], budget: &mut Budget) -> Option<Outcome> {
        if self.trail.level() == 0 {
            self.contradictory = true;
            return Some(Outcome::Unsatisfiable);
        }
        let proved = self.trail.level() <= assumptions.len();
        if proved {
            self.core_of_conflict(conflict);
        } else {
            budget.spend();
        }
        self.learn(conflict);
        if proved {
            return Some(Outcome::Unsatisfiable);
        }
        (budget.left() == 0).then_some(Outcome::Undecided)
    }

    fn next_step(&mut self, assumptions: &[Lit]) -> Step {
        let Some(assumption) = assumptions.get(self.trail.level()) else { return self.decide() };
        match self.trail.truth(*assumption) {
            Truth::Unknown => Step::Decide(*assumption),
            Truth::True => Step::Skip,
            Truth::False => {
                self.core_of_assumption(*assumption);
                Step::Stop(Outcome::Unsatisfiable)
            }
        }
    }

    fn decide(&mut self) -> Step {
        match self.order.pop_open(&self.trail) {
            Some(var) => Step::Decide(self.trail.first_try(var)),
            None => Step::Stop(Outcome::Satisfiable),
        }
    }
}
