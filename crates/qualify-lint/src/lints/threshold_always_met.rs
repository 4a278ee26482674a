//! Limits that every lead's points pass become findings.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{ExprId, GradeId, ScoreId};
use qualify_semantic::hir::TestKind;

use crate::proofs::{Fixed, proved};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct ThresholdAlwaysMet;

impl Lint for ThresholdAlwaysMet {
    fn code(&self) -> Code {
        Code::ThresholdAlwaysMet
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for limit in limits(ctx) {
            out.extend(finding(ctx, &limit));
        }
    }
}

/// A limit of points.
pub(crate) struct Limit<'a> {
    /// Of which score.
    pub(crate) score: ScoreId,
    /// Where it stands.
    pub(crate) span: Span,
    /// As what.
    pub(crate) place: Where<'a>,
}

/// What a limit is written as.
pub(crate) enum Where<'a> {
    /// A test on a score or grade.
    Test(ExprId),
    /// The floor of a name of a grade.
    Floor { name: &'a str, floor: i64 },
}

/// All limits: floors of grades, and tests on scores and on grades whose floors are all within reach.
pub(crate) fn limits<'a>(ctx: &Context<'a>) -> Vec<Limit<'a>> {
    let (mut found, mut useless) = (Vec::new(), BTreeSet::new());
    for (at, grade) in ctx.plan.grades.iter().enumerate() {
        let Some((fewest, most)) = ctx.proofs().range(grade.score) else { continue };
        let declared = ctx.hir.grades.get(at).map_or(&[][..], |grade| &grade.decl.bands);
        for band in &grade.bands {
            let Some(floor) = band.floor else { continue };
            let decl = declared.iter().find(|decl| decl.name.text == band.name);
            let span = decl.and_then(|decl| decl.floor.as_ref()).map(|floor| floor.span);
            let place = Where::Floor { name: &band.name, floor };
            found.extend(span.map(|span| Limit { score: grade.score, span, place }));
            if floor > most || floor <= fewest {
                useless.insert(GradeId::from_index(at));
            }
        }
    }
    for test in &ctx.hir.tests {
        let score = match &test.kind {
            TestKind::Score(id, ..) => Some(*id),
            TestKind::Grade(id, ..) if !useless.contains(id) => {
                ctx.plan.grades.get(id.index()).map(|grade| grade.score)
            }
            TestKind::Grade(..)
            | TestKind::Field(_)
            | TestKind::Attribute(_)
            | TestKind::Define(_)
            | TestKind::Place(_)
            | TestKind::Events { .. } => None,
        };
        let expr = ctx.source_map.expr(test.span);
        found.extend(score.zip(expr).map(|(score, expr)| Limit {
            score,
            span: test.span,
            place: Where::Test(expr),
        }));
    }
    found
}

fn finding(ctx: &Context<'_>, limit: &Limit<'_>) -> Option<Diagnostic> {
    let (fewest, most) = ctx.proofs().range(limit.score)?;
    let score = &ctx.plan.scores.get(limit.score.index())?.name;
    let reach = format!("`{score}` is {fewest} to {most}, whatever the lead");
    let message = match &limit.place {
        Where::Floor { name, floor } if *floor <= fewest => format!(
            "Every lead is at least `{name}`: {reach}, and `{name}` starts at {floor}. Set a higher floor, or leave out the \
             names below."
        ),
        Where::Test(id) if ctx.proofs().fixed(*id) == Fixed::Always => format!(
            "Every lead has `{}`: {reach}. Set a limit that some do not pass, or leave it out.",
            ctx.text(limit.span)
        ),
        Where::Floor { .. } | Where::Test(_) => return None,
    };
    let subject = format!("limit {}", ctx.text(limit.span));
    Some(proved(Code::ThresholdAlwaysMet, limit.span, subject, message, reach))
}
