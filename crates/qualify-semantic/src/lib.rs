//! Trees of `.rules` files become a checked [`Plan`](qualify_plan::Plan).

mod example;

pub use example::{Example, ExampleRow, Promise, PromiseKind, RowDay};
