//! A plan becomes text: canonical conditions, score lines and values, and the whole plan for `--emit plan`.

mod conditions;
mod lines;
mod names;
mod program;
mod tests;
mod values;

pub use conditions::{Condition, condition, residual};
pub use lines::{line, line_head};
pub use names::{length, name};
pub use program::plan;
pub use tests::{Stated, event_test, fact_test, grade_test, rows, score_test};
pub use values::{number, value};

use crate::{ExprId, Plan};

/// The canonical text of a condition on one line, defines written out.
pub fn expr(plan: &Plan, id: ExprId) -> String {
    condition(plan, id).to_string()
}
