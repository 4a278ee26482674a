//! What a batch was found to be, for those who want all of it.

use qualify_plan::{Batch, Place, ScoreId, bit};

use crate::findings::Points;
use crate::verdict::{Verdict, judged};

use super::Results;
use super::bits::Bits;
use super::pass::Pass;

/// The verdicts of a batch.
#[derive(Debug, Clone)]
pub struct Verdicts<'a> {
    made: &'a Pass<'a>,
    /// The evaluation without assumptions, if any lead's verdict assumes something.
    without: Option<&'a Pass<'a>>,
    assumed: Bits,
    batch: &'a Batch<'a>,
    results: Results<'a>,
}

impl<'a> Verdicts<'a> {
    pub(super) fn new(
        made: &'a Pass<'a>,
        without: Option<&'a Pass<'a>>,
        assumed: Bits,
        places: &'a [Place],
        batch: &'a Batch<'a>,
    ) -> Self {
        Self { results: Results::of(made, places, batch.leads), made, without, assumed, batch }
    }

    /// The results alone.
    pub fn results(&self) -> &Results<'a> {
        &self.results
    }

    /// The points of a score for one lead.
    pub fn points(&self, score: ScoreId, lead: usize) -> Points {
        self.made.points(score).at(lead)
    }

    /// The whole verdict about one lead.
    pub fn get(&self, lead: usize) -> Verdict {
        let facts = self.batch.lead(lead);
        let evaluation = self.made.evaluation(&facts, lead, bit(&self.assumed, lead));
        judged(&evaluation, || self.without.unwrap_or(self.made).evaluation(&facts, lead, false))
    }
}
