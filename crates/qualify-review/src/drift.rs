//! Two plans become one word for what lies between them: equal, stricter, looser, mixed.

use qualify::analysis::{Comparison, Equivalence, Shift};
use qualify::plan::{Date, Plan};
use serde::Serialize;

use crate::criteria::read_differently;
use crate::moves::{Direction, direction};

/// What a commit does to the criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// No possible lead gets another verdict: proved.
    Equal,
    /// Results stay: outcomes are others, or what is open, or how facts are read.
    SameResults,
    /// All moves go down or out.
    Stricter,
    /// All moves go up or in.
    Looser,
    /// Some moves go up and some down, or between exits.
    Mixed,
    /// It could not be decided.
    Undecided,
}

impl Drift {
    /// What lies between two plans.
    pub fn between(old: &Plan, new: &Plan, today: Date) -> Self {
        let comparison = Comparison::new(old, new, today);
        let is_same_reading = read_differently(old, new).is_empty() && comparison.unrelated().is_empty();
        let equal = if is_same_reading { Self::Equal } else { Self::SameResults };
        if comparison.is_unchanged() {
            return equal;
        }
        let mut changes = comparison.changes();
        if changes.verdicts() == Equivalence::Equivalent {
            return equal;
        }
        let (mut down, mut up, mut across, mut open) = (false, false, false, false);
        for transition in changes.results() {
            match (&transition.shift, direction(old, new, &transition.from, &transition.to)) {
                (Shift::Never, _) => {}
                (Shift::Undecided, _) => open = true,
                (Shift::Moves(_), Direction::Down | Direction::Out) => down = true,
                (Shift::Moves(_), Direction::Up | Direction::In) => up = true,
                (Shift::Moves(_), Direction::Across) => across = true,
            }
        }
        match (down, up, across, open) {
            (true, true, _, _) | (_, _, true, _) => Self::Mixed,
            (_, _, _, true) => Self::Undecided,
            (true, false, false, false) => Self::Stricter,
            (false, true, false, false) => Self::Looser,
            (false, false, false, false) => Self::SameResults,
        }
    }

    /// In words.
    pub fn told(self) -> &'static str {
        match self {
            Self::Equal => "proved equal",
            Self::SameResults => "same results",
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Mixed => "mixed",
            Self::Undecided => "could not decide",
        }
    }
}
