//! Conditions as they were written.

use qualify_diagnostics::Span;
use serde::Serialize;

use super::{Literal, Name};

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of conditions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::large_enum_variant, reason = "most conditions are tests, and these are the large ones")]
pub enum ConditionKind {
    /// `a and b and c`, `a or b`: two or more parts, one join fewer. Joins that differ are found by the checker.
    Chain {
        /// The parts.
        parts: Vec<Condition>,
        /// `and`, `or` between them.
        joins: Vec<Join>,
    },
    /// `not a`
    Not(Box<Condition>),
    /// `(a)`
    Brackets(Box<Condition>),
    /// `all of: - a - b`
    Block {
        /// `all of`, `any of`, `none of`, `at least k of`.
        quantifier: Quantifier,
        /// The bullets, one dash deeper than the list that holds this block.
        parts: Vec<Condition>,
    },
    /// A test.
    Test(Test),
}

/// `and` or `or` with its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Join {
    /// Which.
    pub kind: JoinKind,
    /// Where.
    pub span: Span,
}

/// `and`, `or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum JoinKind {
    /// `and`
    And,
    /// `or`
    Or,
}

/// The head of a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Quantifier {
    /// `all of`
    All,
    /// `any of`
    Any,
    /// `none of`
    None,
    /// `at least k of`; k is a number or a constant's name.
    AtLeast(Literal),
}

/// A test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Test {
    /// On one fact, score, grade, define, stage or exit.
    Fact {
        /// `domain of`.
        domain: bool,
        /// The name.
        name: Name,
        /// What is asked; none for a bare name.
        predicate: Option<Predicate>,
    },
    /// On rows of an event.
    Events {
        /// What is measured.
        measure: Measure,
        /// The event or named filter.
        event: Name,
        /// `where ...`
        filter: Option<Filter>,
        /// `within ...`, `since ...`
        window: Option<Window>,
        /// The comparison; none for `any E` and `no E` only.
        comparison: Option<Predicate>,
    },
}

/// What is measured of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Measure {
    /// `count of E`
    Count,
    /// `days with E`
    Days,
    /// `count of distinct A in E`
    Distinct(Name),
    /// `sum of A in E`
    Sum(Name),
    /// `any E`
    Any,
    /// `no E`
    No,
}

/// `where ...`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Filter {
    /// One test (perhaps under `not`), or [`ConditionKind::Brackets`].
    pub condition: Box<Condition>,
    /// From `where` to the end.
    pub span: Span,
}

/// The window of an event test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Window {
    /// `within L`
    Within(Literal),
    /// `since F`
    Since(Name),
}

/// What is asked of a fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predicate {
    /// Which.
    pub kind: PredicateKind,
    /// From its first word to its last.
    pub span: Span,
}

/// The kinds of predicates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum PredicateKind {
    /// `is known`
    Known,
    /// `is unknown`
    Unknown,
    /// `is v`, `= v`
    Is(Literal),
    /// `is not v`, `!= v`
    IsNot(Literal),
    /// `>= v` and the like
    Compare(CompareOp, Literal),
    /// `in S`
    In(SetRef),
    /// `not in S`
    NotIn(SetRef),
    /// `between a and b`
    Between(Literal, Literal),
    /// `contains w`, `not starts with w` ...
    Text {
        /// `not`.
        negated: bool,
        /// Which.
        op: TextOp,
        /// What is looked for.
        of: TextOperand,
    },
    /// `includes v`
    Includes(Literal),
    /// `includes any of S`
    IncludesAny(SetRef),
    /// `includes all of S`
    IncludesAll(SetRef),
    /// `includes none of S`
    IncludesNone(SetRef),
    /// `within L`, `not within next L`
    Within {
        /// `not`.
        negated: bool,
        /// `next`.
        next: bool,
        /// L: a length or a constant's name.
        length: Literal,
    },
    /// `more than L ago`
    MoreThanAgo(Literal),
    /// `before D`, `on or after today` ...
    Day(DayOp, DayRef),
}

/// `>=`, `<=`, `>`, `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CompareOp {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    MoreThan,
    /// `<`
    LessThan,
}

/// Text operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TextOp {
    /// `contains`
    Contains,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `has word`
    HasWord,
}

/// What a text operator looks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum TextOperand {
    /// One text, or a constant's name.
    One(Literal),
    /// `any of S`
    AnyOf(SetRef),
}

/// Day operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum DayOp {
    /// `before`
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
}

/// A day in a day test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum DayRef {
    /// `today`
    Today(Span),
    /// A date or a constant's name.
    Literal(Literal),
}

/// A set's name, or values in brackets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum SetRef {
    /// A set's name.
    Name(Name),
    /// `[a, "b c"]` with the place of the brackets.
    Values(Vec<Literal>, Span),
}
