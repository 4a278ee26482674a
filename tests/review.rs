//! Edits of a program: the moves that a review tells are exactly those that brute force over all leads finds, and what
//! changes nothing is proved to.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test tells of a failure by panicking"
)]

#[path = "review/edits.rs"]
mod edits;
#[path = "review/words.rs"]
mod words;

use std::collections::BTreeMap;

use qualify::plan::Date;
use qualify::project::Gates;
use qualify::{Compilation, compile};
use qualify_review::{Privacy, Request, Review, Side};

/// The files of a version.
type Files = BTreeMap<String, Vec<u8>>;

fn files(texts: &[(&str, &str)]) -> Files {
    texts.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn today() -> Date {
    Date::parse("2026-03-02").unwrap()
}

fn compiled(files: &Files) -> Compilation {
    let compilation = compile(files, "a.rules");
    assert!(compilation.program.is_some(), "{:?}", compilation.diagnostics);
    compilation
}

/// The review of two versions of `a.rules`.
fn reviewed(before: &Files, after: &Files) -> Review {
    let (old, new) = (compiled(before), compiled(after));
    let side = |name, files, compilation| Side { name, files, main: "a.rules", compilation };
    Review::of(Request {
        base: &side("before", before, &old),
        head: &side("after", after, &new),
        today: today(),
        counted: None,
        findings: [Vec::new(), Vec::new()],
        gates: [&Gates::default(), &Gates::default()],
        approved: &[],
        privacy: Privacy::Masked,
        steps: &|_| {},
    })
}
