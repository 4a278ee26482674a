//! How few and how many points a score can have: a lead for each end.

use qualify_eval::{Assumptions, findings};
use qualify_plan::{Lead, Line, ScoreId, Table};

use crate::analysis::Analysis;
use crate::cells::{Asked, Cells, answer};
use crate::find::Found;
use crate::ranges;

/// An end of what a score can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreEnd {
    /// The points.
    pub points: i64,
    /// A lead that may have them; none if this was not found out to the point, and the score ends there at the latest.
    pub lead: Option<Lead>,
}

impl Analysis<'_> {
    /// The fewest and the most points that a lead may have, open points included; none for a score that does not exist.
    pub fn score_range(&self, score: ScoreId) -> Option<(ScoreEnd, ScoreEnd)> {
        let declared = self.plan.scores.get(score.index())?;
        let mut model = self.model_of_scores([score]);
        let end = |points: i64| ScoreEnd { points, lead: None };
        let Some(points) = model.points(score).cloned() else {
            return Some((end(declared.from), end(declared.to)));
        };
        let found = |lead: &Lead| {
            let found = findings(self.plan, self.today, lead, Assumptions::Made);
            found.scores.get(score.index()).copied()
        };
        let mut fewest = end(declared.from);
        for value in points.lo.values() {
            let above = points.lo.at_least(&model.circuit, value.saturating_add(1));
            let confirm = |lead: &Lead| found(lead).is_some_and(|points| points.from <= value);
            match model.find(&[!above], &mut self.budget(), &confirm) {
                Found::Nothing(_) => continue,
                Found::Lead(lead) => fewest = ScoreEnd { points: value, lead: Some(lead) },
                Found::Undecided => fewest.points = value,
            }
            break;
        }
        let mut most = end(declared.to);
        let values: Vec<i64> = points.hi.values().collect();
        for value in values.into_iter().rev() {
            let reaches = points.hi.at_least(&model.circuit, value);
            let confirm = |lead: &Lead| found(lead).is_some_and(|points| points.to >= value);
            match model.find(&[reaches], &mut self.budget(), &confirm) {
                Found::Nothing(_) => continue,
                Found::Lead(lead) => most = ScoreEnd { points: value, lead: Some(lead) },
                Found::Undecided => most.points = value,
            }
            break;
        }
        Some((fewest, most))
    }

    /// The fewest and the most points that a line may give, as far as the line itself says; no end is `None`.
    pub fn line_range(&self, line: &Line) -> (Option<i64>, Option<i64>) {
        let range = ranges::of_line(self.plan, line);
        (range.from, range.to)
    }

    /// Whether some value of the field is in no band of a table.
    pub fn has_otherwise(&self, table: &Table) -> bool {
        let Some(field) = self.plan.fields.get(table.field.index()) else { return true };
        let asked: Vec<Asked<'_>> = table.bands.iter().map(|band| Asked::Band(&band.value)).collect();
        let is_other = |value: &qualify_plan::Value| {
            !asked.iter().any(|asked| answer(self.plan, self.today, *asked, value))
        };
        match Cells::of(self.plan, self.today, &field.ty, &asked) {
            Cells::Line(line) => line.cells().iter().any(|(from, _)| is_other(&line.value(*from))),
            Cells::Groups(groups) => groups.iter().filter_map(|group| group.first()).any(is_other),
            Cells::Texts(_) | Cells::Lists(_) => true,
        }
    }
}
