//! How far a review is becomes a step that a command can show.

/// What a review is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Looking at criteria that are others, one by one.
    Criteria,
    /// Asking which moves are possible.
    Moves,
    /// Looking for leads that show moves.
    Witnesses,
    /// Looking for all rules by which leads make a move.
    Rules,
}

impl Doing {
    /// In words.
    pub fn told(self) -> &'static str {
        match self {
            Self::Criteria => "looking at each criterion",
            Self::Moves => "asking which moves are possible",
            Self::Witnesses => "looking for leads that show moves",
            Self::Rules => "looking for the rules of each move",
        }
    }
}

/// The beginning of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub doing: Doing,
    /// How many of its kind are done.
    pub done: usize,
    /// How many there are; 0 where that is not known.
    pub of: usize,
}
