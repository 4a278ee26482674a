//! Where text came from, and what there is to say about it.
//!
//! Every stage of the compiler reports through one [`Diagnostic`] type; every place in a file is a [`Span`] into
//! [`Sources`]. Renderers live with the commands; [`report`] prints the four-line form that people read.

mod code;
mod diagnostic;
pub mod report;
mod source;

pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Effect, Evidence, Fix, Related, Severity};
pub use source::{Position, Source, SourceId, Sources, Span};
