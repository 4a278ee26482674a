//! Scores and their lines.

use qualify_diagnostics::Code;
use qualify_plan::{FieldId, ScoreId};
use qualify_syntax::ast;

use super::Resolver;
use crate::hir::{self, Scope};
use crate::names::{Def, Wanted};

impl Resolver<'_> {
    pub(super) fn resolve_score(&mut self, decl: &ast::ScoreDecl) {
        let lines = self.resolve_lines(&decl.lines);
        self.program.scores.push(hir::Score {
            name: decl.name.clone(),
            from: decl.from.clone(),
            to: decl.to.clone(),
            options: decl.options.clone(),
            file_owner: self.file_owner.clone(),
            lines,
        });
    }

    fn resolve_lines(&mut self, lines: &[ast::ScoreLine]) -> Vec<hir::ScoreLine> {
        lines
            .iter()
            .map(|line| hir::ScoreLine { kind: self.resolve_line(&line.kind), span: line.span })
            .collect()
    }

    fn resolve_line(&mut self, line: &ast::ScoreLineKind) -> hir::ScoreLineKind {
        match line {
            ast::ScoreLineKind::Group { title, cap, lines } => hir::ScoreLineKind::Group {
                title: title.text.clone(),
                cap: cap.clone(),
                lines: self.resolve_lines(lines),
            },
            ast::ScoreLineKind::FirstOf(lines) => hir::ScoreLineKind::FirstOf(self.resolve_lines(lines)),
            ast::ScoreLineKind::BestOf(lines) => hir::ScoreLineKind::BestOf(self.resolve_lines(lines)),
            ast::ScoreLineKind::Table { field, bands } => {
                hir::ScoreLineKind::Table { field: self.table_field(field), bands: bands.clone() }
            }
            ast::ScoreLineKind::When { sign, points, condition } => hir::ScoreLineKind::When {
                sign: *sign,
                points: points.clone(),
                condition: self.resolve_condition(condition, Scope::Lead),
            },
            ast::ScoreLineKind::Each { sign, points, each, filter, window, fade, cap } => {
                hir::ScoreLineKind::Each {
                    sign: *sign,
                    points: points.clone(),
                    of: self.resolve_each(each, filter.as_ref(), window.as_ref(), fade.as_ref()),
                    fade: fade.clone(),
                    cap: cap.clone(),
                }
            }
            ast::ScoreLineKind::AddScore(name) => hir::ScoreLineKind::AddScore(self.score(name)),
        }
    }

    fn table_field(&mut self, name: &ast::Name) -> Option<FieldId> {
        match self.program.names.get(&name.text) {
            Some(Def::Field(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(def) => {
                let message = format!("`{}` is {}. A table gives points by a field.", name.text, def.kind());
                self.report(Code::WrongType, name.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(name, Wanted::Field));
                None
            }
        }
    }

    fn score(&mut self, name: &ast::Name) -> Option<ScoreId> {
        match self.program.names.get(&name.text) {
            Some(Def::Score(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(def) => {
                let message =
                    format!("`{}` is {}. Only a score can be added to a score.", name.text, def.kind());
                self.report(Code::WrongType, name.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(name, Wanted::Score));
                None
            }
        }
    }

    fn resolve_each(
        &mut self,
        each: &ast::Each,
        filter: Option<&ast::Filter>,
        window: Option<&ast::Window>,
        fade: Option<&ast::Fade>,
    ) -> Option<hir::EachOf> {
        match each {
            ast::Each::Name(name) => match self.program.names.get(&name.text) {
                Some(Def::Field(id)) => {
                    self.field_alone(name, filter, window, fade);
                    Some(hir::EachOf::Field(id, name.clone()))
                }
                _ => self.resolve_rows(name, filter, window, Scope::Lead).map(hir::EachOf::Rows),
            },
            ast::Each::Day(name) => {
                self.resolve_rows(name, filter, window, Scope::Lead).map(hir::EachOf::Days)
            }
            ast::Each::Distinct(attribute, name) => {
                let rows = self.resolve_rows(name, filter, window, Scope::Lead)?;
                Some(hir::EachOf::Distinct(attribute.clone(), rows))
            }
        }
    }

    fn field_alone(
        &mut self,
        name: &ast::Name,
        filter: Option<&ast::Filter>,
        window: Option<&ast::Window>,
        fade: Option<&ast::Fade>,
    ) {
        if filter.is_some() || window.is_some() || fade.is_some() {
            let message = format!(
                "`{}` is a number about the lead, not events: it has no `where`, no window and no fading. \
                 Leave them out, or count events.",
                name.text
            );
            self.report(Code::NotAnEvent, name.span, message);
        }
    }
}
