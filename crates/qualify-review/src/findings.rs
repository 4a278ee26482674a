//! The findings of `check` in two versions become those that the change brings, and those that it mends.

use serde::Serialize;

/// A finding, as much of it as a review tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What stays the same when its rule is moved.
    pub fingerprint: String,
    /// `error` or `warning`.
    pub severity: String,
    /// Its name, such as `redundant-rule`.
    pub code: String,
    /// What it says.
    pub message: String,
    /// The file.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// What a change brings and mends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Findings {
    /// Those that only the version of after has.
    pub new: Vec<Finding>,
    /// Those that only the version of before had.
    pub fixed: Vec<Finding>,
}

/// Compares by fingerprint.
pub(crate) fn compared(before: Vec<Finding>, after: Vec<Finding>) -> Findings {
    let without = |these: &[Finding], those: &[Finding]| -> Vec<Finding> {
        let is_known =
            |finding: &&Finding| those.iter().any(|other| other.fingerprint == finding.fingerprint);
        these.iter().filter(|finding| !is_known(finding)).cloned().collect()
    };
    Findings { new: without(&after, &before), fixed: without(&before, &after) }
}
