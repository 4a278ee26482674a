//! Many questions about the same conditions, asked of one set of clauses that learns from each.

use qualify_plan::ExprId;

use crate::analysis::{Analysis, Answer};
use crate::demand::Demand;
use crate::model::Model;
use crate::survey::Depth;

/// From so many conditions on it pays to put them into one set of clauses.
pub(crate) const MANY: usize = 60;

/// Questions that share their clauses.
#[derive(Debug)]
pub struct Together<'s, 'a> {
    analysis: &'s Analysis<'a>,
    model: Option<Model<'a>>,
}

impl<'a> Analysis<'a> {
    /// Questions about some conditions, for when there are many.
    pub fn together(&self, exprs: impl IntoIterator<Item = ExprId>) -> Together<'_, 'a> {
        let exprs: Vec<ExprId> = exprs.into_iter().collect();
        let model = (exprs.len() >= MANY).then(|| self.model(Depth::Whole, exprs));
        Together { analysis: self, model }
    }
}

impl Together<'_, '_> {
    /// Whether some lead meets all of some demands on the conditions.
    pub fn find(&mut self, demands: &[Demand]) -> Answer {
        // A lead must fit all that is in the clauses, also what nobody asked for. Where that is too much, a question of its
        // own may still be decided.
        let shared = self.model.as_mut().map(|model| self.analysis.answer_in(model, demands));
        match shared {
            Some(answer @ (Answer::Lead(_) | Answer::Never)) => answer,
            Some(Answer::Undecided) | None => self.analysis.find(demands),
        }
    }
}
