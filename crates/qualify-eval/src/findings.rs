//! What one evaluation finds: results, outcomes, scores and grades.

use qualify_plan::{Decimal, ExitId, Place, RuleId, StageId, Truth};

use crate::interval::Interval;

/// What one evaluation finds about a lead (sections 6, 7.1 and 7.2 of the language).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The exit if there is one, else the stage; none only for a program without stages.
    pub result: Option<Place>,
    /// The strongest exit that surely applies.
    pub exit: Option<ExitId>,
    /// The highest stage that is surely met, whatever the exits say.
    pub stage: Option<StageId>,
    /// All stages surely met, lowest first.
    pub meets: Vec<StageId>,
    /// All stages that may be met, lowest first.
    pub could_meet: Vec<StageId>,
    /// The other results that filling gaps could still bring: exits strongest first, then stages highest first.
    pub could_be: Vec<Place>,
    /// The rules in Yes that conclude the result, in order of their text.
    pub because: Vec<RuleId>,
    /// By [`OutcomeId`](qualify_plan::OutcomeId).
    pub outcomes: Vec<OutcomeFinding>,
    /// By [`ScoreId`](qualify_plan::ScoreId).
    pub scores: Vec<Points>,
    /// By [`GradeId`](qualify_plan::GradeId): the possible bands as indexes into `Grade::bands`, lowest first.
    pub grades: Vec<Vec<u32>>,
    /// By [`RuleId`](qualify_plan::RuleId): No for rules that are not active today.
    pub rules: Vec<Truth>,
}

impl Findings {
    /// Whether filling gaps could change the result or an outcome.
    pub fn is_open(&self) -> bool {
        !self.could_be.is_empty() || self.outcomes.iter().any(|outcome| !outcome.could_be.is_empty())
    }
}

/// The points of a score: exact if both ends are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points {
    /// The fewest.
    pub from: i64,
    /// The most.
    pub to: i64,
}

impl Points {
    /// Whether it is one number.
    pub fn is_exact(self) -> bool {
        self.from == self.to
    }

    /// As an interval.
    pub fn interval(self) -> Interval {
        Interval::between(i128::from(self.from), i128::from(self.to))
    }

    /// As ten-thousandths, to compare with decimals.
    pub(crate) fn in_units(self) -> Interval {
        self.interval().times(i128::from(Decimal::SCALE))
    }
}

/// What one evaluation finds about an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeFinding {
    /// What it is.
    pub given: Given,
    /// What filling gaps could make of it: values, then `conflict`, then `none`.
    pub could_be: Vec<Possible>,
    /// The rules in Yes that give it, in order of their text.
    pub by: Vec<RuleId>,
}

/// What an outcome is. Values are indexes into `Outcome::values`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// No rule gives it a value.
    None,
    /// The value of `one value` and `highest wins`.
    Value(u32),
    /// `one value`, and rules give several.
    Conflict,
    /// The values of `keep all`, by name; perhaps none.
    All(Vec<u32>),
}

/// What an outcome could become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Possible {
    /// This value; for `keep all`, this value as well.
    Value(u32),
    /// Several values where one is allowed.
    Conflict,
    /// No value; for `keep all`, without the values that no rule of an exit gives.
    None,
}
