//! A plan and a lead become a verdict: what is found, and how far it can be relied on (section 7.3 of the language).

use qualify_plan::{Date, Lead, Place, Plan};

use crate::findings::Findings;
use crate::needs::Needs;
use crate::open;
use crate::places;
use crate::row::{Assumptions, Evaluation, place_truth};

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

/// What a reader may take a verdict as.
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
    /// From whether the evaluation with assumptions is open, and that without.
    pub(crate) fn of(is_open: bool, is_open_without: bool) -> Self {
        match (is_open, is_open_without) {
            (true, _) => Self::Open,
            (false, true) => Self::Assumed,
            (false, false) => Self::Settled,
        }
    }

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
    let run = |assumptions| Evaluation::run(plan, today, lead, assumptions);
    judged(&run(Assumptions::Made), || run(Assumptions::NotMade))
}

/// The verdict of an evaluation; that without assumptions is asked for only if something was assumed.
pub(crate) fn judged<'a>(evaluation: &Evaluation<'a>, without: impl FnOnce() -> Evaluation<'a>) -> Verdict {
    let found = places::findings(evaluation);
    let needs = found.could_be.iter().map(|place| needs_of(evaluation, *place)).collect();
    let is_open = found.is_open();
    let (rests, assumed) =
        if evaluation.used_assumption() { rests(&without()) } else { (is_open, Vec::new()) };
    Verdict { status: Status::of(is_open, rests), found, needs, assumed }
}

/// What one evaluation finds, with or without assumptions.
///
/// [`evaluate`] gives the findings of the evaluation with assumptions; those of the one without only decide the
/// status, and are what the laws of the language speak of.
pub fn findings(plan: &Plan, today: Date, lead: &Lead, assumptions: Assumptions) -> Findings {
    places::findings(&Evaluation::run(plan, today, lead, assumptions))
}

/// The second evaluation: whether it is open, and the facts about which the first assumed something.
fn rests(evaluation: &Evaluation<'_>) -> (bool, Vec<String>) {
    let needs = keeping_open(evaluation);
    (places::findings(evaluation).is_open(), needs.assumed_names())
}

/// What decides the places and outcomes that are open.
pub(crate) fn keeping_open<'e, 'a>(evaluation: &'e Evaluation<'a>) -> Needs<'e, 'a> {
    let found = places::findings(evaluation);
    let mut needs = Needs::new(evaluation);
    for place in &found.could_be {
        place_truth(evaluation.plan, *place).into_iter().for_each(|id| needs.add(id));
    }
    open::deciding(evaluation, &found).iter().for_each(|open| open.add_to(&mut needs, evaluation.plan));
    needs
}

/// The names of the facts that decide a place.
pub(crate) fn needs_of(evaluation: &Evaluation<'_>, place: Place) -> Vec<String> {
    let mut needs = Needs::new(evaluation);
    place_truth(evaluation.plan, place).into_iter().for_each(|id| needs.add(id));
    needs.names()
}
