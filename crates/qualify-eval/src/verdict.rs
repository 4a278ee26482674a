//! A plan and a lead become a verdict: what is found, and how far it can be relied on.

use qualify_plan::{Date, Lead, Plan};

use crate::findings::{Findings, Points};

/// The verdict about one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the evaluation with assumptions finds.
    pub found: Findings,
    /// How far it can be relied on.
    pub status: Status,
    /// For each place of `found.could_be`, in that order: the facts that decide it, sorted by code point.
    pub needs: Vec<Vec<String>>,
    /// The facts that the verdict assumes something about, sorted by code point.
    pub assumed: Vec<String>,
}

/// What a reader may take a verdict as (section 7.3 of the language).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Missing facts can change this, even if every assumption is right.
    Open,
    /// This stands as long as the assumptions are right.
    Assumed,
    /// No missing fact can change result or outcomes.
    Settled,
}

impl Status {
    /// The word of the language: `open`, `assumed`, `settled`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assumed => "assumed",
            Self::Settled => "settled",
        }
    }
}

/// Evaluates a program for one lead.
///
/// Never fails: every plan of a program without errors gives a verdict for every lead.
pub fn evaluate(plan: &Plan, today: Date, lead: &Lead) -> Verdict {
    let _ = (today, lead);
    Verdict {
        found: Findings {
            result: None,
            exit: None,
            stage: None,
            meets: Vec::new(),
            could_meet: Vec::new(),
            could_be: Vec::new(),
            because: Vec::new(),
            outcomes: Vec::new(),
            scores: vec![Points { from: 0, to: 0 }; plan.scores.len()],
            grades: Vec::new(),
            rules: Vec::new(),
        },
        status: Status::Settled,
        needs: Vec::new(),
        assumed: Vec::new(),
    }
}
