//! Clauses and a demand become a lead that the evaluator confirms, or the proof that there is none.
//!
//! ```text
//!            ┌──────────────► no solution: proved
//! clauses ──►solve──► draft a lead ──► ask the evaluator ──► confirmed: the lead
//!    ▲                  │                  │
//!    └── what no rows ──┘                  └── not as the clauses say: something was not understood in full;
//!        can have                              try others, and never call it proved
//! ```
//!
//! Source of the loop: lazy SMT, as in Sebastiani, *Lazy Satisfiability Modulo Theories*, JSAT 2007.

use qualify_plan::Lead;

use crate::cone::Cone;
use crate::lead::{Certainty, Drafted};
use crate::linear::Effort;
use crate::model::Model;
use crate::solver::{Budget, Lit, Outcome, Var};

/// How many leads that the evaluator does not confirm are tried.
const MOST_DOUBTS: u32 = 12;
/// How many times rows may turn out impossible before a question is given up.
const MOST_LESSONS: u32 = 400;
/// Steps that making up rows may take for one question.
const ROWS_EFFORT: u64 = 3_000;

/// What a search found.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// A lead, confirmed.
    Lead(Lead),
    /// No lead: proved. Some of the assumptions already exclude each other.
    Nothing(Vec<Lit>),
    /// The budget ran out, or something was not understood in full.
    Undecided,
}

impl Model<'_> {
    /// Looks for a lead for which all of some literals hold.
    pub(crate) fn find(
        &mut self,
        assumptions: &[Lit],
        budget: &mut Budget,
        confirm: &dyn Fn(&Lead) -> bool,
    ) -> Found {
        let all = self.cone_of_all();
        self.find_in(&all, assumptions, budget, confirm)
    }

    /// The same where the literals depend on a few facts alone: of the others nothing is known.
    pub(crate) fn find_in(
        &mut self,
        cone: &Cone,
        assumptions: &[Lit],
        budget: &mut Budget,
        confirm: &dyn Fn(&Lead) -> bool,
    ) -> Found {
        let (mut doubts, mut lessons) = (0, 0);
        let mut supposed = false;
        let mut effort = Effort::new(ROWS_EFFORT);
        // Leads that were not confirmed are put aside for this search alone.
        let aside = self.circuit.free();
        let mut assumed: Vec<Lit> = assumptions.to_vec();
        assumed.push(aside);
        let relevant: Vec<Var> =
            cone.inputs.iter().copied().chain(assumed.iter().map(|lit| lit.var())).collect();
        loop {
            match self.circuit.solver.solve_in(&assumed, &relevant, budget) {
                Outcome::Unsatisfiable if doubts == 0 && !supposed => {
                    return Found::Nothing(self.circuit.solver.core().to_vec());
                }
                Outcome::Unsatisfiable | Outcome::Undecided => return Found::Undecided,
                Outcome::Satisfiable => {}
            }
            match self.draft(cone, &mut effort) {
                Drafted::Lead(lead) if confirm(&lead) => {
                    self.circuit.demand(&[!aside]);
                    return Found::Lead(lead);
                }
                Drafted::Impossible(learnt) => {
                    lessons += 1;
                    for lesson in learnt {
                        let mut clause: Vec<Lit> = lesson.literals.into_iter().map(|lit| !lit).collect();
                        if lesson.certainty == Certainty::Supposed {
                            supposed = true;
                            clause.push(!aside);
                        }
                        self.circuit.demand(&clause);
                    }
                }
                Drafted::Lead(_) | Drafted::Undecided => {
                    doubts += 1;
                    let clause = self.other_cells(cone, aside);
                    self.circuit.demand(&clause);
                }
            }
            if doubts > MOST_DOUBTS || lessons > MOST_LESSONS {
                return Found::Undecided;
            }
        }
    }

    /// Demands another cell for some fact, or other numbers of rows, as long as `aside` holds.
    fn other_cells(&self, cone: &Cone, aside: Lit) -> Vec<Lit> {
        let other = |var: &Var| {
            let lit = var.positive();
            if self.circuit.solver.value(lit) { !lit } else { lit }
        };
        cone.inputs.iter().map(other).chain([!aside]).collect()
    }
}
