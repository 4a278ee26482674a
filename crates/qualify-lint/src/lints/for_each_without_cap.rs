//! Points for each event that nothing limits become findings.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::Type;
use qualify_semantic::hir::{EachOf, Score, ScoreLine, ScoreLineKind, Window};

use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct ForEachWithoutCap;

impl Lint for ForEachWithoutCap {
    fn code(&self) -> Code {
        Code::ForEachWithoutCap
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for score in &ctx.hir.scores {
            uncapped(ctx, score, &score.lines, out);
        }
    }
}

/// What stands in a group has the group's cap.
fn uncapped(ctx: &Context<'_>, score: &Score, lines: &[ScoreLine], out: &mut Vec<Diagnostic>) {
    for line in lines {
        match &line.kind {
            ScoreLineKind::BestOf(inner) => uncapped(ctx, score, inner, out),
            ScoreLineKind::Each { of: Some(of), cap: None, .. } if !is_bounded(ctx, of) => {
                out.push(finding(score, line, &counted(ctx, of)));
            }
            ScoreLineKind::Each { .. }
            | ScoreLineKind::Group { .. }
            | ScoreLineKind::FirstOf(_)
            | ScoreLineKind::Table { .. }
            | ScoreLineKind::When { .. }
            | ScoreLineKind::AddScore(_) => {}
        }
    }
}

/// Whether what is counted has an end of its own: days of a window, or the values of a short list.
fn is_bounded(ctx: &Context<'_>, of: &EachOf) -> bool {
    match of {
        EachOf::Rows(_) | EachOf::Field(..) => false,
        EachOf::Days(rows) => matches!(rows.window, Some(Window::Within(_))),
        EachOf::Distinct(name, rows) => {
            let event = ctx.plan.events.get(rows.event.index());
            let found = event.and_then(|event| event.attributes.iter().find(|fact| fact.name == name.text));
            found.is_some_and(|fact| matches!(fact.ty, Type::Choice(_) | Type::YesNo))
        }
    }
}

fn counted(ctx: &Context<'_>, of: &EachOf) -> String {
    match of {
        EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows) => {
            ctx.plan.events.get(rows.event.index()).map_or_else(String::new, |event| event.plural.clone())
        }
        EachOf::Field(_, name) => name.text.clone(),
    }
}

fn finding(score: &Score, line: &ScoreLine, counted: &str) -> Diagnostic {
    let name = &score.name.text;
    let message = format!(
        "Nothing limits these points: a single lead with very many `{counted}` outweighs everything else in `{name}`. Put \
         a limit behind the line, such as `, at most 20 points`."
    );
    let known = "the line has no `at most` and stands in no group";
    read_off(Code::ForEachWithoutCap, line.span, format!("score {name}"), message, known)
}
