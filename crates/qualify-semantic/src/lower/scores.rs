//! Scores and their lines.

use qualify_plan::{BandValue, Each, EachOf, Fade, FieldId, FirstOf, Line, ScoreId, Sign, Table, TableBand};
use qualify_syntax::ast;

use super::{Lowerer, Scope};
use crate::hir::{self, ScoreLine, ScoreLineKind};
use crate::source_map::LinePath;

impl Lowerer<'_> {
    pub(super) fn lower_score(&mut self, id: ScoreId) {
        let Some(score) = self.program.scores.get(id.index()) else { return };
        let lines = self.lower_lines(&score.lines, &LinePath { score: id, steps: Vec::new() });
        if let Some(slot) = self.plan.scores.get_mut(id.index()) {
            slot.lines = lines;
        }
    }

    fn lower_lines(&mut self, lines: &[ScoreLine], above: &LinePath) -> Vec<Line> {
        let each = lines.iter().enumerate();
        let lowered = each.filter_map(|(at, line)| {
            let path = self.step(line, at, above);
            self.lower_line(&line.kind, &path)
        });
        lowered.collect()
    }

    /// Remembers where the line at this index below `above` stands.
    fn step(&mut self, line: &ScoreLine, at: usize, above: &LinePath) -> LinePath {
        let steps = above.steps.iter().copied().chain([at]).collect();
        let path = LinePath { score: above.score, steps };
        self.source_map.add_line(line.span, path.clone());
        path
    }

    fn lower_line(&mut self, line: &ScoreLineKind, path: &LinePath) -> Option<Line> {
        Some(match line {
            ScoreLineKind::Group { title, cap, lines } => Line::Group {
                title: title.clone(),
                cap: self.number(cap),
                lines: self.lower_lines(lines, path),
            },
            ScoreLineKind::FirstOf(lines) => {
                let each = lines.iter().enumerate();
                Line::FirstOf(each.filter_map(|(at, line)| self.lower_first(line, at, path)).collect())
            }
            ScoreLineKind::BestOf(lines) => Line::BestOf(self.lower_lines(lines, path)),
            ScoreLineKind::Table { field, bands } => Line::Table(self.lower_table((*field)?, bands)),
            ScoreLineKind::When { sign, points, condition } => Line::When {
                points: signed(*sign, self.number(points)),
                condition: self.lower_condition(condition, Scope::Lead),
            },
            ScoreLineKind::Each { sign, points, of, fade, cap } => Line::Each(Each {
                sign: match sign {
                    ast::Sign::Add => Sign::Add,
                    ast::Sign::Subtract => Sign::Subtract,
                },
                points: self.number(points),
                of: self.lower_each(of.as_ref()?)?,
                fade: fade.as_ref().map(|fade| match fade {
                    ast::Fade::Over(length) => Fade::Over(self.days(length)),
                    ast::Fade::HalvingEvery(length) => Fade::HalvingEvery(self.days(length)),
                }),
                cap: cap.as_ref().map(|cap| self.number(cap)),
            }),
            ScoreLineKind::AddScore(score) => Line::Score((*score)?),
        })
    }

    fn lower_first(&mut self, line: &ScoreLine, at: usize, above: &LinePath) -> Option<FirstOf> {
        self.step(line, at, above);
        let ScoreLineKind::When { sign, points, condition } = &line.kind else { return None };
        let points = signed(*sign, self.number(points));
        Some(FirstOf { points, condition: self.lower_condition(condition, Scope::Lead) })
    }

    fn lower_each(&mut self, of: &hir::EachOf) -> Option<EachOf> {
        Some(match of {
            hir::EachOf::Rows(rows) => EachOf::Rows(self.lower_rows(rows)),
            hir::EachOf::Days(rows) => EachOf::Days(self.lower_rows(rows)),
            hir::EachOf::Distinct(name, rows) => {
                let attribute = *self.types.attributes.get(&name.span)?;
                EachOf::Distinct(attribute, self.lower_rows(rows))
            }
            hir::EachOf::Field(field, _) => EachOf::Field(*field),
        })
    }

    fn lower_table(&self, field: FieldId, bands: &[ast::BandDecl]) -> Table {
        let mut table = Table { field, bands: Vec::new(), otherwise: None, unknown: None };
        for band in bands {
            let points = self.number(&band.points);
            match &band.value {
                ast::BandValue::Otherwise => table.otherwise = Some(points),
                ast::BandValue::Unknown => table.unknown = Some(points),
                _ => {
                    let value: Option<&BandValue> = self.types.bands.get(&band.span);
                    table.bands.extend(value.map(|value| TableBand { value: value.clone(), points }));
                }
            }
        }
        table
    }
}

fn signed(sign: ast::Sign, points: i64) -> i64 {
    match sign {
        ast::Sign::Add => points,
        ast::Sign::Subtract => -points,
    }
}
