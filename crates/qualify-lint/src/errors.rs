//! A program that says what it means becomes the errors that only a proof can find.
//!
//! They are errors whatever the day is, so nothing here knows a `today`: what depends on the day is asked on every day on
//! which the answer could be another one.

mod never_true;
mod overlap;

use qualify_diagnostics::Code;

use crate::registry::sort;
use crate::{Checkable, Found};

/// Conditions that no lead can meet, and rules that can give one outcome two values: by file and place.
pub fn errors(program: &Checkable<'_>) -> Found {
    let (mut findings, of_conditions) = never_true::find(program);
    // A rule that cannot be met conflicts with none, so the two never tell of one cause.
    let (conflicts, of_outcomes) = overlap::find(program);
    findings.extend(conflicts);
    sort(&mut findings);
    let counted = [(Code::NeverTrue, of_conditions), (Code::Overlap, of_outcomes)];
    Found { findings, undecided: counted.into_iter().filter(|(_, count)| *count > 0).collect() }
}
