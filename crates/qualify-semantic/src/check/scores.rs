//! Scores, grades and outcomes: ranges, points, caps and names.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{Type, fold};
use qualify_syntax::ast::{self, LiteralKind};

use super::Checker;
use super::operands::{literal_words, type_words};
use crate::hir::{self, EachOf, ScoreLine, ScoreLineKind};
use crate::literals;

const MAX_RANGE: i64 = 1_000_000;
const MAX_POINTS: i64 = 10_000;

impl Checker<'_> {
    pub(super) fn check_scores(&mut self) {
        let program = self.program;
        for score in &program.scores {
            self.options_once(&score.options);
            self.check_range(score);
            score.lines.iter().for_each(|line| self.line(line));
        }
    }

    fn check_range(&mut self, score: &hir::Score) {
        let (from, to) =
            (self.whole(&score.from, "Ends of a score"), self.whole(&score.to, "Ends of a score"));
        for (value, literal) in [(from, &score.from), (to, &score.to)] {
            let Some(value) = value else { continue };
            if value.abs() > MAX_RANGE {
                self.report(Code::TooLarge, literal.span, "Scores are between -1,000,000 and 1,000,000.");
            }
            self.types.numbers.insert(literal.span, value);
        }
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            let message =
                format!("A score goes from the lower end to the higher one: `from {to} to {from}`.");
            self.report(Code::EmptyBetween, score.from.span.to(score.to.span), message);
        }
    }

    fn line(&mut self, line: &ScoreLine) {
        match &line.kind {
            ScoreLineKind::Group { cap, lines, .. } => {
                self.points(cap, "Caps");
                lines.iter().for_each(|line| self.line(line));
            }
            ScoreLineKind::FirstOf(lines) | ScoreLineKind::BestOf(lines) => {
                lines.iter().for_each(|line| self.line(line))
            }
            ScoreLineKind::Table { field, bands } => {
                if let Some(field) = field {
                    self.table(*field, bands, line.span);
                }
            }
            ScoreLineKind::When { points, condition, .. } => {
                self.points(points, "Points");
                self.condition(condition);
            }
            ScoreLineKind::Each { points, of, fade, cap, .. } => {
                self.points(points, "Points");
                cap.iter().for_each(|cap| self.points(cap, "Caps"));
                match fade {
                    Some(ast::Fade::Over(length) | ast::Fade::HalvingEvery(length)) => {
                        _ = self.length(length)
                    }
                    None => {}
                }
                of.iter().for_each(|of| self.each(of));
            }
            ScoreLineKind::AddScore(_) => {}
        }
    }

    fn each(&mut self, of: &EachOf) {
        match of {
            EachOf::Rows(rows) | EachOf::Days(rows) => self.rows(rows),
            EachOf::Distinct(attribute, rows) => {
                self.rows(rows);
                self.distinct_attribute(rows.event, attribute);
            }
            EachOf::Field(field, name) => {
                let ty = self.facts.fields.get(field.index()).map(|fact| &fact.ty);
                if let Some(ty) = ty.filter(|ty| **ty != Type::Count) {
                    let message = format!(
                        "`for each` takes events or a count, and `{}` is {}.",
                        name.text,
                        type_words(ty)
                    );
                    self.report(Code::WrongType, name.span, message);
                }
            }
        }
    }

    /// Points or a cap: whole, 0 to 10,000.
    fn points(&mut self, literal: &ast::Literal, what: &str) {
        let Some(points) = self.whole(literal, what) else { return };
        if points < 0 {
            let message = format!(
                "{what} are 0 or more. To take points away, write `subtract {} points`.",
                points.unsigned_abs()
            );
            self.report(Code::WrongType, literal.span, message);
        } else if points > MAX_POINTS {
            let message = format!("{what} of one line are at most 10,000, and this is {points}.");
            self.report(Code::TooLarge, literal.span, message);
        }
        self.types.numbers.insert(literal.span, points);
    }

    pub(super) fn check_grades(&mut self) {
        let program = self.program;
        for grade in &program.grades {
            self.options_once(&grade.decl.options);
            let mut names = BTreeMap::new();
            let mut floors: BTreeMap<i64, Span> = BTreeMap::new();
            let mut otherwise: Vec<Span> = Vec::new();
            for band in &grade.decl.bands {
                self.is_new(&mut names, &band.name.text, band.name.span);
                match &band.floor {
                    None => otherwise.push(band.span),
                    Some(literal) => {
                        let Some(floor) = self.whole(literal, "Floors of a grade") else { continue };
                        self.types.numbers.insert(literal.span, floor);
                        if let Some(first) = floors.insert(floor, literal.span) {
                            let message =
                                format!("Two grades start at {floor}. Each needs a floor of its own.");
                            let diagnostic = Diagnostic::new(Code::DuplicateValue, literal.span, message);
                            self.out.push(diagnostic.with_related(first, "the first one"));
                        }
                    }
                }
            }
            self.one_otherwise(&grade.decl.name, &otherwise);
        }
    }

    fn one_otherwise(&mut self, name: &ast::Name, otherwise: &[Span]) {
        match otherwise {
            [_] => {}
            [] => {
                let message = format!(
                    "`{}` does not say what lower scores are called. Add a line: `- cold otherwise`.",
                    name.text
                );
                self.report(Code::GradeWithoutOtherwise, name.span, message);
            }
            [_, second, ..] => {
                let message = format!(
                    "`{}` has two `otherwise`. Keep one, and give the other a floor: `from 40`.",
                    name.text
                );
                self.report(Code::GradeWithoutOtherwise, *second, message);
            }
        }
    }

    /// The floor of a band, without a word about mistakes.
    pub(super) fn floor(&self, literal: &ast::Literal) -> Option<i64> {
        match self.constant(literal) {
            LiteralKind::Number(text) => literals::number(text)?.to_whole(),
            _ => None,
        }
    }

    pub(super) fn check_outcomes(&mut self) {
        let program = self.program;
        for outcome in &program.outcomes {
            self.options_once(&outcome.decl.options);
            let mut seen = BTreeMap::new();
            for value in &outcome.decl.values {
                if let Some(text) = self.outcome_value(&value.value) {
                    self.is_new(&mut seen, &text, value.span);
                }
            }
        }
        for place in program.stages.iter().chain(&program.exits) {
            self.options_once(&place.decl.options);
        }
    }

    fn outcome_value(&mut self, literal: &ast::Literal) -> Option<String> {
        match &literal.kind {
            LiteralKind::Name(text) | LiteralKind::Text(text) => Some(text.clone()),
            LiteralKind::Number(text) => {
                self.quote_number(text, literal.span);
                None
            }
            other => {
                let message =
                    format!("A value is a name or a quoted text, and this is {}.", literal_words(other));
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    /// The index of a value of an outcome; says so if it has no such value.
    pub(super) fn value_of_outcome(
        &mut self,
        outcome: &ast::OutcomeDecl,
        literal: &ast::Literal,
    ) -> Option<u32> {
        let text = self.outcome_value(literal)?;
        let names: Vec<&str> = outcome
            .values
            .iter()
            .filter_map(|value| match &value.value.kind {
                LiteralKind::Name(text) | LiteralKind::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let index = names.iter().position(|name| fold(name) == fold(&text));
        if index.is_none() {
            let near = crate::names::nearest(&text, names.iter().copied());
            let question = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            let message = format!(
                "`{text}` is not one of the values of `{}` ({}).{question}",
                outcome.name.text,
                names.join(", ")
            );
            self.report(Code::UnknownValue, literal.span, message);
        }
        index.and_then(|index| u32::try_from(index).ok())
    }
}

/// The names of a grade's bands, lowest first.
pub(super) fn ranked_bands(grade: &hir::Grade, checker: &Checker<'_>) -> Vec<String> {
    let floor = |band: &ast::GradeBand| band.floor.as_ref().and_then(|literal| checker.floor(literal));
    let mut bands: Vec<_> =
        grade.decl.bands.iter().map(|band| (floor(band), band.name.text.clone())).collect();
    bands.sort();
    bands.into_iter().map(|(_, name)| name).collect()
}
