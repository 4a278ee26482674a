//! What lowering made of each written thing: the way from a place in the text to the ids of the plan, and back.
//!
//! Analysis sees ids only and people see places only; a finding needs both. Conditions are found by their span in the
//! [hir](crate::hir), which no other condition has.

use qualify_diagnostics::Span;
use qualify_plan::{ExprId, Line, Plan, RuleId, ScoreId};

use crate::hir::{DefineId, FilterId};

/// Places and ids of one program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    // INVARIANT: ascending by span after `sort`, none twice.
    conditions: Vec<(Span, ExprId)>,
    // By the index of the rule in the hir.
    rules: Vec<RuleId>,
    // INVARIANT: ascending by span after `sort`, none twice.
    lines: Vec<(Span, LinePath)>,
    // By `DefineId`.
    defines: Vec<Option<ExprId>>,
    // By `FilterId`; none for a filter that nothing uses.
    filters: Vec<Option<ExprId>>,
}

/// Where a line of a score stands in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePath {
    /// The score.
    pub score: ScoreId,
    /// The index of the line among the lines of the score, then of the line inside that one, and so on; the last step
    /// into a `first of` is an index of [`Line::FirstOf`].
    pub steps: Vec<usize>,
}

impl LinePath {
    /// The line, if it is one: what stands in a `first of` is not.
    pub fn line<'p>(&self, plan: &'p Plan) -> Option<&'p Line> {
        let mut lines = plan.scores.get(self.score.index())?.lines.as_slice();
        let (last, way) = self.steps.split_last()?;
        for step in way {
            match lines.get(*step)? {
                Line::Group { lines: inner, .. } | Line::BestOf(inner) => lines = inner,
                Line::When { .. } | Line::Each(_) | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => {
                    return None;
                }
            }
        }
        lines.get(*last)
    }
}

impl SourceMap {
    pub(crate) fn new(rules: Vec<RuleId>) -> Self {
        Self { rules, ..Self::default() }
    }

    pub(crate) fn add_condition(&mut self, span: Span, expr: ExprId) {
        self.conditions.push((span, expr));
    }

    pub(crate) fn add_line(&mut self, span: Span, path: LinePath) {
        self.lines.push((span, path));
    }

    /// Takes what named conditions became, and makes everything easy to find.
    pub(crate) fn finish(&mut self, defines: Vec<Option<ExprId>>, filters: Vec<Option<ExprId>>) {
        (self.defines, self.filters) = (defines, filters);
        self.conditions.sort_unstable();
        self.conditions.dedup();
        self.lines.sort_by_key(|(span, _)| *span);
    }

    /// What the condition of this span became.
    pub fn expr(&self, span: Span) -> Option<ExprId> {
        let at = self.conditions.binary_search_by_key(&span, |(span, _)| *span).ok()?;
        self.conditions.get(at).map(|(_, expr)| *expr)
    }

    /// All conditions, by file and place; those in `where` and in filters included.
    pub fn conditions(&self) -> &[(Span, ExprId)] {
        &self.conditions
    }

    /// The id of a rule of the hir, by its index there.
    pub fn rule(&self, index: usize) -> Option<RuleId> {
        self.rules.get(index).copied()
    }

    /// The index in the hir of a rule of the plan.
    pub fn rule_index(&self, rule: RuleId) -> Option<usize> {
        self.rules.iter().position(|id| *id == rule)
    }

    /// Where the score line of this span stands.
    pub fn line(&self, span: Span) -> Option<&LinePath> {
        let at = self.lines.binary_search_by_key(&span, |(span, _)| *span).ok()?;
        self.lines.get(at).map(|(_, path)| path)
    }

    /// All score lines, by file and place.
    pub fn lines(&self) -> &[(Span, LinePath)] {
        &self.lines
    }

    /// What a named condition became.
    pub fn define(&self, id: DefineId) -> Option<ExprId> {
        self.defines.get(id.index()).copied().flatten()
    }

    /// What a named filter became; none if nothing uses it.
    pub fn filter(&self, id: FilterId) -> Option<ExprId> {
        self.filters.get(id.index()).copied().flatten()
    }
}
