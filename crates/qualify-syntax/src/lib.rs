//! The text of a `.rules` file becomes a tree, and a tree becomes canonical text.
//!
//! [`parse`] never fails: it gives a tree and the mistakes it found. [`format`] prints a tree in the one canonical
//! layout.

pub mod ast;
mod cut;
pub mod format;
mod parse;
mod tokens;
mod words;

pub use parse::parse;
pub use words::{is_name, is_reserved};
