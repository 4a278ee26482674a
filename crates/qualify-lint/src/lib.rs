//! A checked program becomes findings: what is allowed and yet hardly meant.
//!
//! ```text
//! Context ──► every lint of `LINTS` ──► sorted, none twice ──► minus what comments allow ──► levels ──► findings
//! ```
//!
//! Each lint is one file in `lints/` with its page beside it. A lint looks; what needs a proof it asks of the
//! analysis. It is exact or silent.

mod constants;
mod context;
mod errors;
mod facts;
mod judged;
mod known;
mod lints;
mod proofs;
mod registry;
mod sample;
mod settings;
mod suppress;
mod uses;
mod walk;
mod words;

pub use context::{Checkable, Context};
pub use errors::errors;
pub use registry::{Found, LINTS, Lint, page, run};
pub use sample::Sample;
pub use settings::{Effort, Level, Settings};
pub use words::grouped;
