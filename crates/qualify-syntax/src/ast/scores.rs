//! Scores and grades as they were written.

use qualify_diagnostics::Span;
use serde::Serialize;

use super::{Condition, Filter, Literal, Name, Opt, Text, Window};

/// `score S from A to B, options: - lines`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreDecl {
    /// The name.
    pub name: Name,
    /// A; a number.
    pub from: Literal,
    /// B; a number.
    pub to: Literal,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// The lines.
    pub lines: Vec<ScoreLine>,
}

/// A line of a score, with its bullet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreLine {
    /// Which.
    pub kind: ScoreLineKind,
    /// From the dash to the last word.
    pub span: Span,
}

/// The kinds of score lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ScoreLineKind {
    /// `group "T", at most M points: lines`
    Group {
        /// T.
        title: Text,
        /// M.
        cap: Literal,
        /// Lines one dash deeper.
        lines: Vec<ScoreLine>,
    },
    /// `first of: lines`, each a [`ScoreLineKind::When`].
    FirstOf(Vec<ScoreLine>),
    /// `best of: lines`
    BestOf(Vec<ScoreLine>),
    /// `points by F: bands`
    Table {
        /// F.
        field: Name,
        /// Bands one dash deeper.
        bands: Vec<BandDecl>,
    },
    /// `add P points when C`
    When {
        /// `add` or `subtract`.
        sign: Sign,
        /// P: a number or a constant's name.
        points: Literal,
        /// C.
        condition: Condition,
    },
    /// `add P points for each ...`
    Each {
        /// `add` or `subtract`.
        sign: Sign,
        /// P: a number or a constant's name.
        points: Literal,
        /// What is counted.
        each: Each,
        /// `where ...`
        filter: Option<Filter>,
        /// `within ...`, `since ...`
        window: Option<Window>,
        /// `fading over`, `halving every`
        fade: Option<Fade>,
        /// `at most M points`
        cap: Option<Literal>,
    },
    /// `add score T`
    AddScore(Name),
}

/// `add` or `subtract`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Sign {
    /// `add`
    Add,
    /// `subtract`
    Subtract,
}

/// What `for each` counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Each {
    /// `for each E`, or `for each F` with a count field F.
    Name(Name),
    /// `for each day with E`
    Day(Name),
    /// `for each distinct A in E`
    Distinct(Name, Name),
}

/// How points fall with age.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Fade {
    /// `fading over L`
    Over(Literal),
    /// `halving every L`
    HalvingEvery(Literal),
}

/// One band of `points by`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandDecl {
    /// Which values.
    pub value: BandValue,
    /// The points; a number, perhaps negative.
    pub points: Literal,
    /// From the dash to the points.
    pub span: Span,
}

/// The values of a band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum BandValue {
    /// `otherwise`
    Otherwise,
    /// `unknown`
    Unknown,
    /// `from A`
    From(Literal),
    /// `below A`
    Below(Literal),
    /// `A to below B`
    ToBelow(Literal, Literal),
    /// `A to B`
    To(Literal, Literal),
    /// `[a, b]`
    Values(Vec<Literal>),
    /// one value
    Value(Literal),
}

/// `grade G of S, options: - bands`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeDecl {
    /// The name.
    pub name: Name,
    /// S.
    pub of: Name,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// The bands.
    pub bands: Vec<GradeBand>,
}

/// `- hot from 70`, `- cold otherwise`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeBand {
    /// The name.
    pub name: Name,
    /// The floor (a number or a constant's name); none for `otherwise`.
    pub floor: Option<Literal>,
    /// From the dash to the last word.
    pub span: Span,
}
