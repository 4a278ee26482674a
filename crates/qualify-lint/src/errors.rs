//! A program that says what it means becomes the errors that only a proof can find.
//!
//! They are errors whatever the day is, so nothing here knows a `today`: what depends on the day is asked on every day on
//! which the answer could be another one.

mod days;
mod never_true;
mod overlap;

use qualify_diagnostics::Diagnostic;

use crate::Checkable;

/// Conditions that no lead can meet, and rules that can give one outcome two values: by file and place.
pub fn errors(program: &Checkable<'_>) -> Vec<Diagnostic> {
    let mut found = never_true::find(program);
    // A rule that cannot be met conflicts with none, so the two never tell of one cause.
    found.extend(overlap::find(program));
    found.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    found.dedup_by(|a, b| (a.span, a.code) == (b.span, b.code));
    found
}
