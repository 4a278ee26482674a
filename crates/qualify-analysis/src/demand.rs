//! What is wanted of a lead becomes literals, and a lead found becomes a yes or no of the evaluator.

use qualify_eval::truths;
use qualify_plan::{Date, ExprId, Lead, Plan, Truth};

use crate::model::Model;
use crate::solver::Lit;

/// Something wanted of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// A condition has this truth.
    Is(ExprId, Truth),
    /// A condition has another truth.
    IsNot(ExprId, Truth),
    /// At least one of these.
    AnyOf(Vec<Demand>),
}

impl Demand {
    /// The conditions that it is about.
    pub(crate) fn exprs(&self) -> Vec<ExprId> {
        match self {
            Self::Is(id, _) | Self::IsNot(id, _) => vec![*id],
            Self::AnyOf(demands) => demands.iter().flat_map(Self::exprs).collect(),
        }
    }

    /// The literal that says it.
    pub(crate) fn literal(&self, model: &mut Model<'_>) -> Lit {
        match self {
            Self::Is(id, truth) => {
                let pair = model.pair(*id);
                match truth {
                    Truth::Yes => pair.yes,
                    Truth::No => pair.no,
                    Truth::Unknown => model.circuit.and([!pair.yes, !pair.no]),
                }
            }
            Self::IsNot(id, truth) => !Self::Is(*id, *truth).literal(model),
            Self::AnyOf(demands) => {
                let literals: Vec<Lit> = demands.iter().map(|demand| demand.literal(model)).collect();
                model.circuit.or(literals)
            }
        }
    }

    /// Whether the truths of a lead are as wanted.
    pub(crate) fn is_met(&self, truths: &[Truth]) -> bool {
        let truth = |id: &ExprId| truths.get(id.index()).copied();
        match self {
            Self::Is(id, wanted) => truth(id) == Some(*wanted),
            Self::IsNot(id, unwanted) => truth(id).is_some_and(|truth| truth != *unwanted),
            Self::AnyOf(demands) => demands.iter().any(|demand| demand.is_met(truths)),
        }
    }
}

/// Whether the evaluator finds all of some demands met by a lead.
pub(crate) fn confirms(plan: &Plan, today: Date, demands: &[Demand], lead: &Lead) -> bool {
    let truths = truths(plan, today, lead);
    demands.iter().all(|demand| demand.is_met(&truths))
}
