//! The depth of conditions becomes the list of those to answer ahead of the others, so that no stack runs out.

use qualify_plan::{ExprId, Line, Plan, Step};

use crate::asked::Asked;

/// How deep conditions may stand in each other.
const DEEP: usize = 100;

/// Conditions in which others stand too deep, in the order in which they can be answered: each looks no deeper than to those before
/// it.
pub(super) fn ahead(plan: &Plan, asked: &[Asked<'_>]) -> Vec<ExprId> {
    let mut depths = Depths { exprs: vec![0; plan.exprs.len()], scores: vec![0; plan.scores.len()] };
    let mut ahead = Vec::new();
    for step in &plan.steps {
        match step {
            Step::Expr(id) => {
                let depth = asked.get(id.index()).map_or(0, |asked| depths.of_condition(plan, asked)) + 1;
                ahead.extend((depth > DEEP).then_some(*id));
                let depth = if depth > DEEP { 0 } else { depth };
                depths.exprs.get_mut(id.index()).into_iter().for_each(|slot| *slot = depth);
            }
            Step::Score(id) => {
                let depth = plan.scores.get(id.index()).map_or(0, |score| depths.of_lines(&score.lines)) + 1;
                depths.scores.get_mut(id.index()).into_iter().for_each(|slot| *slot = depth);
            }
        }
    }
    ahead
}

/// How deep it goes below conditions and scores.
struct Depths {
    exprs: Vec<usize>,
    scores: Vec<usize>,
}

impl Depths {
    fn of(&self, id: ExprId) -> usize {
        self.exprs.get(id.index()).copied().unwrap_or(0)
    }

    fn of_condition(&self, plan: &Plan, asked: &Asked<'_>) -> usize {
        let score = |at: usize| self.scores.get(at).copied().unwrap_or(0);
        match asked {
            Asked::Always(_)
            | Asked::Known(..)
            | Asked::Number(..)
            | Asked::Day(..)
            | Asked::Choice(..)
            | Asked::Value(..)
            | Asked::Rows(_) => 0,
            Asked::Points(id, _) => score(id.index()),
            Asked::Bands(id, _) => plan.grades.get(id.index()).map_or(0, |grade| score(grade.score.index())),
            Asked::Same(id) | Asked::Not(id) => self.of(*id),
            Asked::Rule(when, unless) => unless.map_or(0, |unless| self.of(unless)).max(self.of(*when)),
            Asked::All(parts) | Asked::Any(parts) | Asked::AtLeast(_, parts) => {
                parts.iter().map(|part| self.of(*part)).max().unwrap_or(0)
            }
        }
    }

    fn of_lines(&self, lines: &[Line]) -> usize {
        let of_line = |line: &Line| match line {
            Line::When { condition, .. } => self.of(*condition),
            Line::Each(_) | Line::Table(_) => 0,
            Line::Score(id) => self.scores.get(id.index()).copied().unwrap_or(0),
            Line::FirstOf(parts) => parts.iter().map(|part| self.of(part.condition)).max().unwrap_or(0),
            Line::BestOf(lines) | Line::Group { lines, .. } => self.of_lines(lines) + 1,
        };
        lines.iter().map(of_line).max().unwrap_or(0)
    }
}
