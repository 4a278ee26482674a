//! The lints, one file and one page each.

pub(crate) mod short_contains;
