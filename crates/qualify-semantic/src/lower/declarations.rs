//! Grades, stages, exits, outcomes and conclusions.

use qualify_plan::{
    Band, Combine, Conclusion, Exit, ExprId, Grade, Outcome, OutcomeValue, Score, ScoreId, Stage,
};
use qualify_syntax::ast::{self, LiteralKind};

use super::Lowerer;
use crate::check::{label, owner};
use crate::hir;

impl Lowerer<'_> {
    /// Makes room for everything that has an id; truths and lines come when their turn is.
    pub(super) fn declare(&mut self) {
        let program = self.program;
        for place in &program.stages {
            let decl = &place.decl;
            self.plan.stages.push(Stage {
                name: decl.name.text.clone(),
                label: label(&decl.options),
                owner: owner(&decl.options, place.file_owner.as_ref()),
                truth: ExprId(0),
            });
        }
        for place in &program.exits {
            let decl = &place.decl;
            self.plan.exits.push(Exit {
                name: decl.name.text.clone(),
                label: label(&decl.options),
                owner: owner(&decl.options, place.file_owner.as_ref()),
                truth: ExprId(0),
            });
        }
        for score in &program.scores {
            self.plan.scores.push(Score {
                name: score.name.text.clone(),
                label: label(&score.options),
                owner: owner(&score.options, score.file_owner.as_ref()),
                from: self.number(&score.from),
                to: self.number(&score.to),
                lines: Vec::new(),
            });
        }
        for grade in &program.grades {
            let lowered = self.lower_grade(grade);
            self.plan.grades.push(lowered);
        }
        for outcome in &program.outcomes {
            let lowered = lower_outcome(outcome);
            self.plan.outcomes.push(lowered);
        }
    }

    /// A written quantity.
    pub(super) fn number(&self, literal: &ast::Literal) -> i64 {
        self.types.numbers.get(&literal.span).copied().unwrap_or(0)
    }

    fn lower_grade(&self, grade: &hir::Grade) -> Grade {
        let decl = &grade.decl;
        let mut bands: Vec<Band> = decl
            .bands
            .iter()
            .map(|band| Band {
                name: band.name.text.clone(),
                floor: band.floor.as_ref().map(|floor| self.number(floor)),
            })
            .collect();
        bands.sort_by_key(|band| band.floor);
        Grade {
            name: decl.name.text.clone(),
            label: label(&decl.options),
            owner: owner(&decl.options, grade.file_owner.as_ref()),
            score: grade.score.unwrap_or(ScoreId(0)),
            bands,
        }
    }

    pub(super) fn lower_conclusion(&self, conclusion: &hir::Conclusion) -> Option<Conclusion> {
        match conclusion {
            hir::Conclusion::Place(place) => Some(Conclusion::Place(*place)),
            hir::Conclusion::Outcome(id, literal) => {
                let index = u32::try_from(self.number(literal)).ok()?;
                Some(Conclusion::Outcome(*id, index))
            }
        }
    }
}

fn lower_outcome(outcome: &hir::Outcome) -> Outcome {
    let decl = &outcome.decl;
    Outcome {
        name: decl.name.text.clone(),
        label: label(&decl.options),
        owner: owner(&decl.options, outcome.file_owner.as_ref()),
        combine: match decl.combine {
            ast::Combine::OneValue => Combine::OneValue,
            ast::Combine::HighestWins => Combine::HighestWins,
            ast::Combine::KeepAll => Combine::KeepAll,
        },
        values: decl
            .values
            .iter()
            .filter_map(|value| match &value.value.kind {
                LiteralKind::Name(name) | LiteralKind::Text(name) => {
                    Some(OutcomeValue { name: name.clone(), label: label(&value.options) })
                }
                _ => None,
            })
            .collect(),
    }
}
