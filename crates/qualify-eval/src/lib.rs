//! A plan and a lead become a verdict, and a verdict becomes JSON, CSV and explanations.
//!
//! ```text
//! Plan, today, Lead ──► evaluate ──► Verdict ──► csv::row
//!        │                              │
//!        └──────────► explain ──► Explanation ──► json::verdict
//! ```
//!
//! This is the reference: one lead at a time, exact, as the language says it. Faster engines are tested against it.

mod events;
mod findings;
mod interval;
mod needs;
pub mod ops;
mod outcomes;
mod places;
mod row;
mod score;
mod verdict;

pub use findings::{Findings, Given, OutcomeFinding, Points, Possible};
pub use interval::{End, Interval};
pub use row::Assumptions;
pub use verdict::{Status, Verdict, evaluate, findings};
