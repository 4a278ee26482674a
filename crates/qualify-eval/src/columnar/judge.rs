//! One pass over a batch becomes what is found about each lead: places and outcomes, told by class.

use qualify_plan::{Batch, Conclusion, ExitId, OutcomeId, Place, Plan, Rule, StageId};

use crate::csv;
use crate::findings::Findings;
use crate::places::{findings, ids};

use super::bits::{Bits, Truths};
use super::classes::Classes;
use super::kernels::join;
use super::pass::Pass;

/// A pass, and the classes that its leads fall into.
#[derive(Debug, Clone)]
pub(super) struct Judge<'p> {
    pub(super) pass: Pass<'p>,
    places: Classes<PlaceClass>,
    /// By outcome.
    outcomes: Vec<Classes<OutcomeClass>>,
}

/// What leads have in common whose stages and exits have the same truths.
#[derive(Debug, Clone)]
pub(super) struct PlaceClass {
    pub(super) result: String,
    pub(super) stage: String,
    pub(super) meets: String,
    pub(super) could_be: String,
    pub(super) could_meet: String,
    /// The places of `could_be`.
    pub(super) possible: Vec<Place>,
}

/// What leads have in common for which an outcome is and could become the same.
#[derive(Debug, Clone)]
pub(super) struct OutcomeClass {
    pub(super) told: String,
    pub(super) is_open: bool,
}

impl<'p> Judge<'p> {
    pub(super) fn new(pass: Pass<'p>) -> Self {
        let outcomes = pass.plan.outcomes.iter().map(|_| Classes::default()).collect();
        Self { pass, places: Classes::default(), outcomes }
    }

    /// Judges the leads of a batch.
    pub(super) fn run(&mut self, batch: &Batch<'_>) {
        self.pass.run(batch);
        let (pass, plan) = (&self.pass, self.pass.plan);
        let of_lead = |lead: usize| {
            let facts = batch.lead(lead);
            findings(&pass.evaluation(&facts, lead, false))
        };
        let exits = ids(plan.exits.len(), ExitId::from_index).map(Place::Exit);
        let stages = ids(plan.stages.len(), StageId::from_index).map(Place::Stage);
        let rows: Vec<&[u64]> = exits.chain(stages).flat_map(|place| both(pass.place(place))).collect();
        self.places.sort(&rows, batch.leads, |lead| PlaceClass::of(plan, &of_lead(lead)));
        let leaves = Leaves::of(pass);
        for (at, classes) in self.outcomes.iter_mut().enumerate() {
            let votes = votes(pass, OutcomeId::from_index(at), &leaves);
            let rows: Vec<&[u64]> = votes.iter().map(Vec::as_slice).chain(leaves.rows()).collect();
            classes.sort(&rows, batch.leads, |lead| OutcomeClass::of(plan, at, &of_lead(lead)));
        }
    }

    pub(super) fn places(&self, lead: usize) -> Option<&PlaceClass> {
        self.places.of(lead)
    }

    pub(super) fn outcome(&self, outcome: usize, lead: usize) -> Option<&OutcomeClass> {
        self.outcomes.get(outcome)?.of(lead)
    }

    /// Whether filling gaps could change result or outcomes.
    pub(super) fn is_open(&self, lead: usize) -> bool {
        self.places.of(lead).is_some_and(|class| !class.possible.is_empty())
            || self.outcomes.iter().any(|outcome| outcome.of(lead).is_some_and(|class| class.is_open))
    }
}

impl PlaceClass {
    fn of(plan: &Plan, found: &Findings) -> Self {
        Self {
            result: csv::result(plan, found),
            stage: csv::stage(plan, found),
            meets: csv::stages(plan, &found.meets),
            could_be: csv::could_be(plan, found),
            could_meet: csv::stages(plan, &found.could_meet),
            possible: found.could_be.clone(),
        }
    }
}

impl OutcomeClass {
    fn of(plan: &Plan, at: usize, found: &Findings) -> Self {
        let both = plan.outcomes.get(at).zip(found.outcomes.get(at));
        both.map_or(Self { told: String::new(), is_open: false }, |(outcome, finding)| Self {
            told: csv::outcome(outcome, finding),
            is_open: !finding.could_be.is_empty(),
        })
    }
}

/// The row of what surely holds, and that of what may hold where it can differ.
fn both(truths: &Truths) -> impl Iterator<Item = &[u64]> {
    [truths.surely(), truths.possibly()].into_iter()
}

/// Whether leads leave by some exit.
struct Leaves {
    surely: Bits,
    possibly: Bits,
}

impl Leaves {
    fn of(pass: &Pass<'_>) -> Self {
        let mut leaves = Self { surely: vec![0; pass.words], possibly: vec![0; pass.words] };
        for exit in ids(pass.plan.exits.len(), ExitId::from_index) {
            let truths = pass.place(Place::Exit(exit));
            join(&mut leaves.surely, truths.surely(), |a, b| a | b);
            join(&mut leaves.possibly, truths.possibly(), |a, b| a | b);
        }
        leaves
    }

    fn rows(&self) -> impl Iterator<Item = &[u64]> {
        [self.surely.as_slice(), &self.possibly].into_iter()
    }
}

/// For each value of an outcome: where a rule that is considered surely gives it, where one may give it; and the same of the rules
/// of exits alone. An outcome is and could become what these say, see [`crate::outcomes`].
fn votes(pass: &Pass<'_>, outcome: OutcomeId, leaves: &Leaves) -> Vec<Bits> {
    let values = pass.plan.outcomes.get(outcome.index()).map_or(0, |outcome| outcome.values.len());
    let mut votes = vec![vec![0; pass.words]; values * 4];
    for rule in &pass.plan.rules {
        for value in values_given(rule, outcome) {
            let truths = pass.truths(rule.truth);
            let Some([surely, possibly, of_exit_surely, of_exit_possibly]) =
                votes.get_mut(value * 4..value * 4 + 4)
            else {
                continue;
            };
            if is_of_exit(rule) {
                for (all, of_exit, row) in [
                    (surely, of_exit_surely, truths.surely()),
                    (possibly, of_exit_possibly, truths.possibly()),
                ] {
                    join(all, row, |a, b| a | b);
                    join(of_exit, row, |a, b| a | b);
                }
            } else {
                for (all, row) in [(surely, truths.surely()), (possibly, truths.possibly())] {
                    for ((all, row), left) in all.iter_mut().zip(row).zip(&leaves.surely) {
                        *all |= row & !left;
                    }
                }
            }
        }
    }
    votes
}

fn values_given(rule: &Rule, outcome: OutcomeId) -> impl Iterator<Item = usize> {
    rule.concludes.iter().filter_map(move |conclusion| match conclusion {
        Conclusion::Outcome(given, value) if *given == outcome => Some(*value as usize),
        Conclusion::Outcome(..) | Conclusion::Place(_) => None,
    })
}

fn is_of_exit(rule: &Rule) -> bool {
    rule.concludes.iter().any(|conclusion| matches!(conclusion, Conclusion::Place(Place::Exit(_))))
}
