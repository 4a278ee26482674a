//! A plan and a lead become the whole explanation: that of the evaluator, and the nearest ways up.

use qualify_analysis::{Reached, Ways};
use qualify_eval::{Explanation, way};
use qualify_plan::{Date, Lead, Plan};

/// Explains a verdict, with the nearest way to each higher stage.
///
/// For many leads, prepare [`Ways`] once and see [`explain_with`].
pub fn explain(plan: &Plan, today: Date, lead: &Lead) -> Explanation {
    explain_with(&Ways::new(plan, today), plan, today, lead)
}

/// The same, with ways that were prepared for the plan and the day.
pub fn explain_with(ways: &Ways<'_>, plan: &Plan, today: Date, lead: &Lead) -> Explanation {
    let (mut nearest, mut undecided) = (Vec::new(), Vec::new());
    for (stage, reached) in ways.reached(lead) {
        match reached {
            Reached::Lead(rule, reached) => nearest.push(way(plan, today, lead, &reached, (stage, rule))),
            Reached::Never => {}
            Reached::Undecided => undecided.push(stage),
        }
    }
    Explanation { nearest: Some(nearest), undecided, ..qualify_eval::explain(plan, today, lead) }
}
