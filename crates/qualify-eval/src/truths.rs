//! A plan and a lead become the truth of every condition, for tools that look into rules.

use qualify_plan::{Date, ExprId, Lead, Plan, Truth};

use crate::row::{Assumptions, Evaluation};

/// The truth of every lead-level condition by [`ExprId`], with assumptions; Unknown for conditions on event rows.
pub fn truths(plan: &Plan, today: Date, lead: &Lead) -> Vec<Truth> {
    let evaluation = Evaluation::run(plan, today, lead, Assumptions::Made);
    (0..plan.exprs.len()).map(|at| evaluation.truth(ExprId::from_index(at), None)).collect()
}
