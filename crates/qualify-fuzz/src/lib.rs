//! Bytes from anywhere become checks: each target feeds them to one parser of outside input and holds it to its laws.
//!
//! `fuzz/` runs these under cargo-fuzz; `tests/bounded.rs` runs them on the seed corpus and on a fixed number of
//! mutations of it, in the ordinary tests. A law that fails panics, because that is how a fuzzer is told.

#![allow(clippy::panic, clippy::expect_used, reason = "a fuzz target tells of a broken law by panicking")]

mod evaluator;
mod leads;
mod parser;

pub use evaluator::evaluator;
pub use leads::leads;
pub use parser::parser;
