//! Diagnostics become what a person reads, or one of the formats that other programs read.

pub(crate) mod fingerprint;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod list;
pub(crate) mod markdown;
pub(crate) mod people;
pub(crate) mod plain;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod sarif;

pub(crate) use list::{Finding, list};
pub(crate) use people::{Findings, count};
