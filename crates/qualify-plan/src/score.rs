//! Scores: lines of points.

use serde::{Deserialize, Serialize};

use crate::{AttributeId, Country, Decimal, ExprId, FieldId, Rows, ScoreId};

/// `score S from A to B: ...`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The name.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// The lower end of the range; the sum is clamped to it.
    pub from: i64,
    /// The upper end of the range.
    pub to: i64,
    /// What is summed; order does not matter.
    pub lines: Vec<Line>,
}

/// One line of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// `add P points when C`; negative for `subtract`.
    When {
        /// Points, negative for `subtract`.
        points: i64,
        /// C.
        condition: ExprId,
    },
    /// `add P points for each ...`.
    Each(Each),
    /// `points by F: ...`.
    Table(Table),
    /// `add score T`.
    Score(ScoreId),
    /// `first of:`; order matters.
    FirstOf(Vec<FirstOf>),
    /// `best of:`.
    BestOf(Vec<Line>),
    /// `group "T", at most M points:`.
    Group {
        /// The title.
        title: String,
        /// M: the sum is clamped to -M to M.
        cap: i64,
        /// Its lines; none is a group.
        lines: Vec<Line>,
    },
}

/// One line of `first of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstOf {
    /// Points, negative for `subtract`.
    pub points: i64,
    /// When.
    pub condition: ExprId,
}

/// `add P points for each ...`: weights are summed, times P, rounded down, capped, then negated for `subtract`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Each {
    /// `add` or `subtract`.
    pub sign: Sign,
    /// P, 0 or more.
    pub points: i64,
    /// What is counted.
    pub of: EachOf,
    /// How a row's weight falls with its age; `None` is weight 1.
    pub fade: Option<Fade>,
    /// `at most M points`.
    pub cap: Option<i64>,
}

/// What `for each` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EachOf {
    /// Rows of an event.
    Rows(Rows),
    /// Distinct days with rows.
    Days(Rows),
    /// Distinct values of an attribute.
    Distinct(AttributeId, Rows),
    /// A count field.
    Field(FieldId),
}

/// `add` or `subtract`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// `add`.
    Add,
    /// `subtract`.
    Subtract,
}

/// How a row's weight falls with its age a in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fade {
    /// `fading over F days`: max(0, F - a) / F.
    Over(u32),
    /// `halving every H days`: 1 / 2^floor(a / H), and 0 from the 30th halving.
    HalvingEvery(u32),
}

/// `points by F: ...`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// F.
    pub field: FieldId,
    /// The bands; no two share a value.
    pub bands: Vec<TableBand>,
    /// Points of every value that no band names; `None` only if the bands name every value.
    pub otherwise: Option<i64>,
    /// Points of a gap.
    pub unknown: Option<i64>,
}

/// One band of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableBand {
    /// Which values.
    pub value: BandValue,
    /// Their points.
    pub points: i64,
}

/// The values of a band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandValue {
    /// Numbers, both ends included, on the grid of the field's type (1 for counts, 0.0001 else); `None` is no limit.
    Numbers(Option<Decimal>, Option<Decimal>),
    /// Choices by index, ascending.
    Choices(Vec<u32>),
    /// Countries, ascending.
    Countries(Vec<Country>),
    /// Yes or no.
    YesNo(bool),
}
