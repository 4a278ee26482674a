//! What the checker finds out: the meaning of everything that a program writes.
//!
//! Together with [`hir::Program`](crate::hir::Program) this is all that lowering needs. Single written things
//! (a quantity, a band, a value) are found by their place.

use std::collections::BTreeMap;

use qualify_diagnostics::Span;
use qualify_plan::{AttributeId, BandValue, Comparison, Date, Decimal, Event, Fact, Predicate, Set};

use serde::Serialize;

use crate::hir::TestId;

/// The result of checking.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// The fields, by `FieldId`.
    pub fields: Vec<Fact>,
    /// The events, by `EventId`.
    pub events: Vec<Event>,
    /// All sets that tests use, each for one type; named ones, brackets and single values.
    pub sets: Vec<Set>,
    /// By [`TestId`]; none for a test with mistakes, or one that needs no type (a define, a stage, an exit).
    pub tests: Vec<Option<TypedTest>>,
    /// Points, caps, ranges, floors, `at least k`, lengths in days, and the index of an outcome's value.
    pub numbers: BTreeMap<Span, i64>,
    /// Dates of rules.
    pub dates: BTreeMap<Span, Date>,
    /// Bands of tables by the span of the band; `otherwise` and `unknown` are not among them.
    pub bands: BTreeMap<Span, BandValue>,
    /// Attributes of `for each distinct`, by the span of the name.
    pub attributes: BTreeMap<Span, AttributeId>,
}

/// What a test asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypedTest {
    /// Whether it is the `not` of what follows.
    pub negated: bool,
    /// What is asked.
    pub kind: TypedKind,
}

/// The kinds of typed tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum TypedKind {
    /// On a field or attribute.
    Fact(Predicate),
    /// On a score.
    Score(Comparison<Decimal>),
    /// On a grade: the indexes of the bands that pass, lowest first.
    Grade(Vec<u32>),
    /// On rows, with the attribute of a distinct count or a sum.
    Events(Comparison<Decimal>, Option<AttributeId>),
}

impl Types {
    /// The typed test of an id.
    pub fn test(&self, id: TestId) -> Option<&TypedTest> {
        self.tests.get(id.index()).and_then(Option::as_ref)
    }
}
