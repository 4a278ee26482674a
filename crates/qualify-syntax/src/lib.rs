//! The text of a `.rules` file becomes a tree, and a tree becomes canonical text.
//!
//! [`parse`](parse::parse) never fails: it gives a tree and the mistakes it found. [`format`] prints a tree in the
//! one canonical layout.

pub mod ast;
pub mod format;
