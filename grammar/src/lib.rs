//! The grammar of the Qualify rules language, language 1, as a pest parser.
//!
//! The grammar itself, `qualify.pest`, is the documentation: one production for each construct. `qualify-syntax` is
//! the only crate that uses this one.

#![allow(
    missing_docs,
    reason = "pest_derive writes the rules' enum without comments; the grammar documents them"
)]

/// The parser that pest derives from `qualify.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../qualify.pest"]
pub struct Grammar;
