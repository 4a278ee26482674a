//! Trees of `.rules` files become a checked [`Plan`](qualify_plan::Plan).
//!
//! Three rooms in a row: [`resolve`] gives every name its id, [`check`] gives everything written its meaning,
//! [`lower`] makes the plan and remembers which place became what. Mistakes are diagnostics; after a check without diagnostics, lowering cannot fail.

pub mod check;
mod example;
pub mod hir;
pub mod literals;
mod lower;
mod names;
mod resolve;
mod source_map;
mod types;

pub use check::{Checked, check};
pub use example::{Example, ExampleRow, Promise, PromiseKind, RowDay};
pub use lower::{Lowered, lower};
pub use names::{Def, Names, Wanted};
pub use resolve::{SetFiles, resolve};
pub use source_map::{LinePath, SourceMap};
pub use types::{TypedKind, TypedTest, Types};
