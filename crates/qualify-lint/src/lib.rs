//! A checked program becomes findings: what is allowed and yet hardly meant.
