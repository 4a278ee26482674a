//! Tests: each looks at one fact, or at the rows of one event.

use serde::{Deserialize, Serialize};

use crate::{AttributeId, Date, Decimal, EventId, ExitId, ExprId, FieldId, SetId, StageId};

/// A test on one fact. Negative tests (`is not`, `not in`, `is unknown`) are a [`Expr::Not`](crate::Expr::Not) of
/// the positive one, which gives the same truth for every value, for `never` and for a gap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Test {
    /// What is looked at.
    pub subject: Subject,
    /// What is asked.
    pub predicate: Predicate,
}

/// What a test looks at: a fact, or the domain of an e-mail fact (what follows the `@`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The fact.
    pub fact: FactRef,
    /// `domain of`.
    pub domain: bool,
}

/// A fact of the lead, or of one event row (only inside that event's `where`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactRef {
    /// A field of the lead.
    Field(FieldId),
    /// An attribute of the event row at hand.
    Attribute(EventId, AttributeId),
}

/// What is asked of a known value; on a gap every predicate but [`Predicate::Known`] is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// `is known`: looks at the lead's own value, before any default.
    Known,
    /// A yes/no fact by its bare name or `is yes`.
    Yes,
    /// `is v`, `in S` of a choice, country, text, e-mail or domain.
    In(SetId),
    /// A comparison of a count, number, percent or amount.
    Number(Comparison<Decimal>),
    /// A comparison of an ordered choice, by rank.
    Rank(Comparison<u32>),
    /// A test on a date.
    Date(DateTest),
    /// `contains`, `starts with`, `ends with`, `has word`, of any of a set.
    Text(TextTest, SetId),
    /// `includes` any, all or none of a set, on a list.
    Includes(Membership, SetId),
}

/// A comparison with values that the program names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison<T> {
    /// `is v`.
    Is(T),
    /// `>= v`.
    AtLeast(T),
    /// `> v`.
    MoreThan(T),
    /// `<= v`.
    AtMost(T),
    /// `< v`.
    LessThan(T),
    /// `between v and w`, both included; v <= w.
    Between(T, T),
}

/// A test on a date; every one but [`DateTest::Never`] is No for `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateTest {
    /// `is never`.
    Never,
    /// `is D`.
    On(Day),
    /// `before D`, strictly.
    Before(Day),
    /// `after D`, strictly.
    After(Day),
    /// `on or before D`.
    OnOrBefore(Day),
    /// `on or after D`.
    OnOrAfter(Day),
    /// `between D and E`, both included.
    Between(Date, Date),
    /// `within n days`: 0 <= today - date <= n.
    Within(u32),
    /// `within next n days`: 0 <= date - today <= n.
    WithinNext(u32),
    /// `more than n days ago`: today - date > n.
    MoreThanAgo(u32),
}

/// A day that a date is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// The `today` of the evaluation.
    Today,
    /// A day of the calendar.
    Date(Date),
}

/// How a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextTest {
    /// The folded value is a substring.
    Contains,
    /// The folded text starts with the folded value.
    StartsWith,
    /// The folded text ends with the folded value.
    EndsWith,
    /// The words of the value are adjacent and in order among the words of the text.
    HasWord,
}

/// How a list is compared with a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// At least one value of the set is in the list.
    Any,
    /// Every value of the set is in the list.
    All,
    /// No value of the set is in the list.
    None,
}

/// Rows of one event, measured and compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EventTest {
    /// What is measured.
    pub measure: Measure,
    /// Of which rows.
    pub rows: Rows,
    /// `any E` is `count >= 1` and `no E` is `count is 0`.
    pub comparison: Comparison<Decimal>,
}

/// What is measured of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// `count of E`.
    Count,
    /// `days with E`.
    Days,
    /// `count of distinct A in E`.
    Distinct(AttributeId),
    /// `sum of A in E`.
    Sum(AttributeId),
}

/// Which rows of an event count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rows {
    /// The event.
    pub event: EventId,
    /// The `where`, and-ed with that of a named filter; tests on attributes of `event` only.
    pub filter: Option<ExprId>,
    /// The window.
    pub window: Window,
}

/// The window of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// All rows up to today.
    Always,
    /// Rows of age 0 to n days.
    Within(u32),
    /// Rows strictly after the day of a date field.
    Since(FieldId),
}

/// A stage or an exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A step of the ladder.
    Stage(StageId),
    /// A way out.
    Exit(ExitId),
}
