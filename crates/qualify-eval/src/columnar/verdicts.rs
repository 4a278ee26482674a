//! What a batch was found to be, for those who want all of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use qualify_plan::{Batch, Place, ScoreId, bit};

use crate::csv::{self, Column};
use crate::findings::Points;
use crate::names::by_name;
use crate::row::band_of;
use crate::verdict::{Status, Verdict, judged, keeping_open, needs_of};

use super::Results;
use super::bits::Bits;
use super::judge::Judge;

/// The verdicts of a batch.
#[derive(Debug, Clone)]
pub struct Verdicts<'a> {
    made: &'a Judge<'a>,
    /// The evaluation without assumptions, if any lead's verdict assumes something.
    without: Option<&'a Judge<'a>>,
    assumed: Bits,
    batch: &'a Batch<'a>,
    results: Results<'a>,
}

impl<'a> Verdicts<'a> {
    pub(super) fn new(
        made: &'a Judge<'a>,
        without: Option<&'a Judge<'a>>,
        assumed: Bits,
        places: &'a [Place],
        batch: &'a Batch<'a>,
    ) -> Self {
        Self { results: Results::of(&made.pass, places, batch.leads), made, without, assumed, batch }
    }

    /// The results alone.
    pub fn results(&self) -> &Results<'a> {
        &self.results
    }

    /// The points of a score for one lead.
    pub fn points(&self, score: ScoreId, lead: usize) -> Points {
        self.made.pass.points(score).at(lead)
    }

    /// How far the verdict about one lead can be relied on.
    pub fn status(&self, lead: usize) -> Status {
        let is_open = self.made.is_open(lead);
        let rests = match self.without.filter(|_| bit(&self.assumed, lead)) {
            Some(without) => without.is_open(lead),
            None => is_open,
        };
        Status::of(is_open, rests)
    }

    /// The whole verdict about one lead.
    pub fn get(&self, lead: usize) -> Verdict {
        let facts = self.batch.lead(lead);
        let evaluation = self.made.pass.evaluation(&facts, lead, bit(&self.assumed, lead));
        judged(&evaluation, || self.without.unwrap_or(self.made).pass.evaluation(&facts, lead, false))
    }

    /// The missing facts that keep one lead open: those that decide what it could be and what its outcomes could become. None if it is
    /// not open.
    pub fn keeping_open(&self, lead: usize) -> BTreeSet<String> {
        if !self.made.is_open(lead) {
            return BTreeSet::new();
        }
        let facts = self.batch.lead(lead);
        keeping_open(&self.made.pass.evaluation(&facts, lead, false)).names().into_iter().collect()
    }

    /// Writes the cell of one lead, as [`csv::cell`] has it.
    pub fn write_cell(&self, lead: usize, column: Column, out: &mut String) {
        let plan = self.made.pass.plan;
        let Some(places) = self.made.places(lead) else { return };
        match column {
            Column::Result => out.push_str(&places.result),
            Column::Stage => out.push_str(&places.stage),
            Column::Meets => out.push_str(&places.meets),
            Column::CouldBe => out.push_str(&places.could_be),
            Column::CouldMeet => out.push_str(&places.could_meet),
            Column::Status => out.push_str(self.status(lead).name()),
            Column::Scores => {
                let ids: Vec<ScoreId> = (0..plan.scores.len()).map(ScoreId::from_index).collect();
                for (at, (score, id)) in
                    by_name(&plan.scores, &ids, |score| &score.name).into_iter().enumerate()
                {
                    let points = self.points(*id, lead);
                    out.push_str(if at == 0 { "" } else { ";" });
                    // Writing to a text cannot fail.
                    let _ = match points.is_exact() {
                        true => write!(out, "{}={}", score.name, points.from),
                        false => write!(out, "{}={}..{}", score.name, points.from, points.to),
                    };
                }
            }
            Column::Grades => {
                let bands = plan.grades.iter().map(|grade| {
                    let points = self.points(grade.score, lead);
                    (band_of(grade, points.from)..=band_of(grade, points.to)).collect()
                });
                let bands: Vec<Vec<u32>> = bands.collect();
                let grades = by_name(&plan.grades, &bands, |grade| &grade.name);
                out.push_str(&csv::joined(grades.into_iter().map(|(grade, bands)| csv::grade(grade, bands))));
            }
            Column::Outcomes => {
                let ids: Vec<usize> = (0..plan.outcomes.len()).collect();
                for (at, (_, id)) in
                    by_name(&plan.outcomes, &ids, |outcome| &outcome.name).into_iter().enumerate()
                {
                    out.push_str(if at == 0 { "" } else { ";" });
                    out.push_str(self.made.outcome(*id, lead).map_or("", |class| &class.told));
                }
            }
            Column::Needs if places.possible.is_empty() => {}
            Column::Assumed if !bit(&self.assumed, lead) => {}
            Column::Needs => {
                let facts = self.batch.lead(lead);
                let evaluation = self.made.pass.evaluation(&facts, lead, false);
                let needs: Vec<Vec<String>> =
                    places.possible.iter().map(|place| needs_of(&evaluation, *place)).collect();
                out.push_str(&csv::needs(plan, &places.possible, &needs));
            }
            Column::Assumed => {
                let facts = self.batch.lead(lead);
                let evaluation = self.without.unwrap_or(self.made).pass.evaluation(&facts, lead, false);
                out.push_str(&csv::joined(keeping_open(&evaluation).assumed_names().iter()));
            }
        }
    }
}
