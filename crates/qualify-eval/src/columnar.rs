//! A plan is prepared once and then judges batches of leads: the same answers as [`evaluate`](crate::evaluate), many at a time.
//!
//! ```text
//! Plan, today ──► Columnar ──► results(batch)  ──► a result for each lead
//!                         └──► verdicts(batch) ──► results, statuses, scores and, lead by lead, whole verdicts
//!
//! columns ──► tests: each once, a bit a lead ──► rules, stages: operations on bits ──► results
//!                                           └──► scores: sums of bits
//! ```
//!
//! A truth of three values is two bits a lead, from *surely* to *possibly*; where no lead has a gap, or only one of the two is asked
//! for, it is one. What cannot be done on columns, the rows of events and the words of a verdict, is done by the reference, lead by lead.

mod bits;
mod classes;
mod judge;
mod kernels;
mod needed;
mod pass;
mod range;
mod rounding;
mod scores;
mod sliced;
mod tests;
mod values;
mod verdicts;

use qualify_plan::{Batch, Date, Place, Plan};

use crate::row::Assumptions;

use bits::{Bits, ones};
use judge::Judge;
use kernels::join;
pub use needed::asked_by_domain;
use pass::Pass;
use rounding::Rounding;
pub use verdicts::Verdicts;

/// A plan on a day, ready to judge batches of leads.
///
/// ```
/// # let plan = qualify_eval::testing::Builder::default().finish();
/// # let today = qualify_plan::Date::parse("2026-03-02").unwrap();
/// use qualify_eval::{Columnar, evaluate};
/// use qualify_plan::{Columns, Lead};
///
/// let leads = [Lead::empty(&plan), Lead::empty(&plan)];
/// let mut columnar = Columnar::new(&plan, today);
/// Columns::of_leads(&plan, &leads).with_batch(|batch| {
///     let results = columnar.results(batch);
///     assert_eq!(results.get(1), evaluate(&plan, today, &leads[1]).found.result);
/// });
/// ```
#[derive(Debug, Clone)]
pub struct Columnar<'p> {
    /// The exits, strongest first, then the stages, highest first.
    places: Vec<Place>,
    /// What results need.
    results: Pass<'p>,
    made: Judge<'p>,
    not_made: Judge<'p>,
}

impl<'p> Columnar<'p> {
    /// Prepares a plan.
    pub fn new(plan: &'p Plan, today: Date) -> Self {
        let all = || plan.steps.iter().map(|step| (*step, Rounding::None)).collect();
        Self {
            places: needed::places(plan),
            results: Pass::new(plan, today, Assumptions::Made, needed::for_results(plan)),
            made: Judge::new(Pass::new(plan, today, Assumptions::Made, all())),
            not_made: Judge::new(Pass::new(plan, today, Assumptions::NotMade, all())),
        }
    }

    /// The result of each lead, and nothing besides.
    pub fn results(&mut self, batch: &Batch<'_>) -> Results<'_> {
        self.results.run(batch);
        Results::of(&self.results, &self.places, batch.leads)
    }

    /// All that there is to say about each lead.
    pub fn verdicts<'a>(&'a mut self, batch: &'a Batch<'a>) -> Verdicts<'a> {
        self.made.run(batch);
        let assumed = self.made.pass.assumed(batch);
        let any_assumed = ones(&assumed, batch.leads).next().is_some();
        if any_assumed {
            self.not_made.run(batch);
        }
        let without = any_assumed.then_some(&self.not_made);
        Verdicts::new(&self.made, without, assumed, &self.places, batch)
    }
}

/// The results of a batch.
#[derive(Debug, Clone)]
pub struct Results<'a> {
    places: &'a [Place],
    leads: usize,
    /// By place: the leads that have it as their result.
    having: Vec<Bits>,
}

impl<'a> Results<'a> {
    /// The exit that a lead takes, else the highest stage that it meets.
    fn of(pass: &Pass<'_>, places: &'a [Place], leads: usize) -> Self {
        let mut rest = vec![u64::MAX; pass.words];
        if let (Some(last), false) = (rest.last_mut(), leads.is_multiple_of(64)) {
            *last = (1 << (leads % 64)) - 1;
        }
        let take = |place: &Place| {
            let mut taken = rest.clone();
            join(&mut taken, pass.place(*place).surely(), |rest, surely| rest & surely);
            join(&mut rest, &taken, |rest, taken| rest & !taken);
            taken
        };
        Self { places, leads, having: places.iter().map(take).collect() }
    }

    /// How many leads have each result, for results in the order of exits, strongest first, then stages, highest first.
    pub fn counts(&self) -> impl Iterator<Item = (Place, u64)> {
        let count = |bits: &Bits| bits.iter().map(|word| u64::from(word.count_ones())).sum();
        self.places.iter().copied().zip(self.having.iter().map(count))
    }

    /// The result of one lead; none only for a program without stages.
    pub fn get(&self, lead: usize) -> Option<Place> {
        let at = self.having.iter().position(|bits| qualify_plan::bit(bits, lead))?;
        self.places.get(at).copied()
    }

    /// The results of all leads, in their order.
    pub fn all(&self) -> Vec<Option<Place>> {
        let mut all = vec![None; self.leads];
        for (place, bits) in self.places.iter().zip(&self.having) {
            for lead in ones(bits, self.leads) {
                all.get_mut(lead).into_iter().for_each(|slot| *slot = Some(*place));
            }
        }
        all
    }
}
