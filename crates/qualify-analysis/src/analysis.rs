//! Questions about one plan on one day, answered for every possible lead.

use std::cell::Cell;

use qualify_plan::{Date, ExprId, Lead, Plan, ScoreId};

use crate::demand::{Demand, confirms};
use crate::find::Found;
use crate::model::Model;
use crate::solver::Budget;
use crate::survey::Depth;

/// Conflicts that one question may cost unless the caller says otherwise.
pub const CONFLICTS: u64 = 20_000;

/// What is known about a question "is there a lead for which ...?"
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// No possible lead: proved.
    Never,
    /// This one; the evaluator confirmed it.
    Lead(Lead),
    /// Not found out within the budget, or something in the program is beyond the method.
    Undecided,
}

impl Answer {
    /// The lead, if there is one.
    pub fn lead(self) -> Option<Lead> {
        match self {
            Self::Lead(lead) => Some(lead),
            Self::Never | Self::Undecided => None,
        }
    }
}

/// Questions about a plan on a day.
///
/// Every question has a budget of its own, counted in conflicts of the search and never in seconds, so that answers are
/// the same on every machine.
#[derive(Debug, Clone)]
pub struct Analysis<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) today: Date,
    conflicts: u64,
    undecided: Cell<u64>,
}

impl<'a> Analysis<'a> {
    /// Questions with the ordinary budget.
    pub fn new(plan: &'a Plan, today: Date) -> Self {
        Self::with_budget(plan, today, CONFLICTS)
    }

    /// Questions that may cost so many conflicts each.
    pub fn with_budget(plan: &'a Plan, today: Date, conflicts: u64) -> Self {
        Self { plan, today, conflicts, undecided: Cell::new(0) }
    }

    /// How many questions were left undecided so far.
    pub fn undecided(&self) -> u64 {
        self.undecided.get()
    }

    pub(crate) fn budget(&self) -> Budget {
        Budget::conflicts(self.conflicts)
    }

    pub(crate) fn model(&self, depth: Depth, roots: impl IntoIterator<Item = ExprId>) -> Model<'a> {
        Model::new(self.plan, self.today, depth, roots, [])
    }

    pub(crate) fn model_of_scores(&self, scores: impl IntoIterator<Item = ScoreId>) -> Model<'a> {
        Model::new(self.plan, self.today, Depth::Whole, [], scores)
    }

    pub(crate) fn count(&self, answer: Answer) -> Answer {
        if answer == Answer::Undecided {
            self.undecided.set(self.undecided.get() + 1);
        }
        answer
    }

    /// Whether some lead meets all of some demands.
    ///
    /// The lead knows as little as possible; see [`Analysis::minimal`] for one without a fact too many.
    pub fn find(&self, demands: &[Demand]) -> Answer {
        let mut model = self.model(Depth::Whole, demands.iter().flat_map(Demand::exprs));
        let answer = self.answer_in(&mut model, demands);
        self.count(answer)
    }

    pub(crate) fn answer_in(&self, model: &mut Model<'a>, demands: &[Demand]) -> Answer {
        let cone = model.cone(demands.iter().flat_map(Demand::exprs));
        let literals: Vec<_> = demands.iter().map(|demand| demand.literal(model)).collect();
        let confirm = |lead: &Lead| confirms(self.plan, self.today, demands, lead);
        let found = model.find_in(&cone, &literals, &mut self.budget(), &confirm);
        match found {
            Found::Lead(lead) => Answer::Lead(lead),
            Found::Nothing(_) => Answer::Never,
            Found::Undecided => Answer::Undecided,
        }
    }
}
