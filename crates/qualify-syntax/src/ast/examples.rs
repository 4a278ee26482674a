//! Examples and their promises as they were written.

use qualify_diagnostics::Span;
use serde::Serialize;

use super::{Given, Literal, Name, Text};

/// `example "N": lines expects`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExampleDecl {
    /// N.
    pub name: Text,
    /// Facts, rows, today; in the author's order.
    pub lines: Vec<ExampleLine>,
    /// Promises.
    pub expects: Vec<Expect>,
}

/// A line of an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExampleLine {
    /// Which.
    pub kind: ExampleLineKind,
    /// From the dash (or `today`) to the last word.
    pub span: Span,
}

/// The kinds of example lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ExampleLineKind {
    /// `today 2026-03-02`
    Today(Literal),
    /// `- F is V`
    Fact(Name, Given),
    /// `- F is unknown`
    Unknown(Name),
    /// `- Es is not collected`
    NotCollected(Name),
    /// `- 3 visits 2 days ago, page is "/pricing"`
    Rows {
        /// How many; one if not said. A number.
        count: Option<Literal>,
        /// The event.
        event: Name,
        /// When.
        when: RowDay,
        /// `A is LITERAL`, `A is unknown` (none).
        attributes: Vec<(Name, Option<Literal>)>,
    },
}

/// When an example's row happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum RowDay {
    /// `K days ago`; a number.
    DaysAgo(Literal),
    /// `on D`
    On(Literal),
    /// `today`
    Today,
}

/// `expect ...`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expect {
    /// Which.
    pub kind: ExpectKind,
    /// From `expect` to the last word.
    pub span: Span,
}

/// The kinds of promises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ExpectKind {
    /// `X`, `not X`
    Result {
        /// `not`.
        negated: bool,
        /// A stage or exit.
        place: Name,
    },
    /// `meets A, B`, `not meets A`
    Meets {
        /// `not`.
        negated: bool,
        /// Stages.
        stages: Vec<Name>,
    },
    /// `by "RULE"`
    By(Text),
    /// `X is open`, `X is open, needs a, b.c`
    Open {
        /// A stage, exit or outcome.
        name: Name,
        /// `needs`; a name's text may have one point in it.
        needs: Option<Vec<Name>>,
    },
    /// `S is A to B`
    Range(Name, Literal, Literal),
    /// `O is none`
    NoValue(Name),
    /// `S is 46`, `G is warm`, `O is x`, `stage is MQL`, `status is settled`
    Value(Name, Literal),
}
