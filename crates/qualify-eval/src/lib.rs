//! A plan and a lead become a verdict, and a verdict becomes JSON, CSV and explanations.
//!
//! ```text
//! Plan, today, Lead ──► evaluate ──► Verdict ──► csv::row
//!        │                              │
//!        └──────────► explain ──► Explanation ──► json::verdict
//! ```
//!
//! This is the reference: one lead at a time, exact, as the language says it. Faster engines are tested against it; [`Evaluator`] is
//! the first, for those who want the result alone.

mod asked;
mod columnar;
pub mod csv;
mod evaluator;
mod events;
mod explain;
mod facts;
mod findings;
mod interval;
pub mod json;
mod names;
mod nearest;
mod needs;
mod open;
pub mod ops;
mod outcomes;
mod places;
mod quantities;
mod row;
mod score;
#[cfg(feature = "testing")]
pub mod testing;
mod truths;
mod verdict;

pub use columnar::{Columnar, Results, Verdicts, asked_by_domain};
pub use evaluator::Evaluator;
pub use explain::{Explanation, LineFinding, OpenOutcome, OpenPlace, Reason, Residual, explain};
pub use facts::{Shown, ShownFact};
pub use findings::{Findings, Given, OutcomeFinding, Points, Possible};
pub use interval::{End, Interval};
pub use nearest::{Change, Gap, Limit, Nearest, way};
pub use open::outcome_needs;
pub use quantities::{Quantity, quantities};
pub use row::Assumptions;
pub use score::band_points;
pub use truths::truths;
pub use verdict::{Status, Verdict, evaluate, findings};
