//! Compile, evaluate and test Qualify rules.

mod compile;
pub mod coverage;
pub mod emit;
pub mod examples;
mod explain;
mod lint;
mod load;
pub mod names;
pub mod pages;
pub mod project;
pub mod similar;

pub use compile::{Compilation, FileError, Files, Program, compile};
pub use explain::{explain, explain_with};
pub use lint::{lint, look};
pub use load::path_from;
pub use qualify_analysis as analysis;
pub use qualify_diagnostics as diagnostics;
pub use qualify_eval as eval;
pub use qualify_leads as leads;
pub use qualify_lint as lints;
pub use qualify_plan as plan;
pub use qualify_semantic::{Example, ExampleRow, LinePath, Promise, PromiseKind, RowDay, SourceMap, hir};
pub use qualify_syntax as syntax;
