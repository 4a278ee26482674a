//! Caps that nothing reaches, or that one event alone reaches, become findings.

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::{Each, EachOf, Line, Sign, Window};
use qualify_semantic::hir::{Score, ScoreLine, ScoreLineKind};

use crate::proofs::proved;
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct IdleCap;

impl Lint for IdleCap {
    fn code(&self) -> Code {
        Code::IdleCap
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for score in &ctx.hir.scores {
            for line in walk::lines(&score.lines) {
                let plan = ctx.source_map.line(line.span).and_then(|path| path.line(ctx.plan));
                out.extend(plan.and_then(|plan| finding(ctx, score, line, plan)));
            }
        }
    }
}

fn finding(ctx: &Context<'_>, score: &Score, line: &ScoreLine, plan: &Line) -> Option<Diagnostic> {
    let span = cap_span(line)?;
    let subject = format!("score {}", score.name.text);
    let (cap, most) = match plan {
        Line::Each(each) => {
            let cap = each.cap?;
            if cap < each.points {
                return Some(low(span, subject, each.points, cap));
            }
            (cap, most_of(ctx, each)?)
        }
        Line::Group { cap, lines, .. } => (*cap, most_in_group(ctx, lines)?),
        Line::When { .. } | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) | Line::BestOf(_) => {
            return None;
        }
    };
    if most >= cap {
        return None;
    }
    // A group has a cap in any case.
    let is_group = matches!(plan, Line::Group { .. });
    let instead = if is_group { "Lower the cap." } else { "Leave the cap out, or lower it." };
    let message =
        format!("These points never reach {cap}: {most} is the most that comes together. {instead}");
    Some(proved(Code::IdleCap, span, subject, message, format!("at most {most} points come together")))
}

fn cap_span(line: &ScoreLine) -> Option<Span> {
    match &line.kind {
        ScoreLineKind::Group { cap, .. } => Some(cap.span),
        ScoreLineKind::Each { cap, .. } => cap.as_ref().map(|cap| cap.span),
        ScoreLineKind::FirstOf(_)
        | ScoreLineKind::BestOf(_)
        | ScoreLineKind::Table { .. }
        | ScoreLineKind::When { .. }
        | ScoreLineKind::AddScore(_) => None,
    }
}

fn low(span: Span, subject: String, points: i64, cap: i64) -> Diagnostic {
    let message = format!(
        "One alone is worth {points} points, and the cap lets {cap} through. Give fewer points for each, or raise the cap."
    );
    let known = format!("{cap} is less than {points}");
    Diagnostic::new(Code::IdleCap, span, message).about(subject).because(Evidence::Text(known))
}

/// The most points of a `for each` line without its cap; none if there is no end.
fn most_of(ctx: &Context<'_>, each: &Each) -> Option<i64> {
    if let EachOf::Days(rows) = each.of
        && let Window::Within(days) = rows.window
    {
        // Today counts besides the days before.
        return each.points.checked_mul(i64::from(days) + 1);
    }
    let line = Line::Each(Each { cap: None, sign: Sign::Add, ..each.clone() });
    ctx.proofs().analysis().line_range(&line).1
}

/// How far from 0 the sum of a group can be.
fn most_in_group(ctx: &Context<'_>, lines: &[Line]) -> Option<i64> {
    let (mut from, mut to) = (0_i64, 0_i64);
    for line in lines {
        let (least, most) = ctx.proofs().analysis().line_range(line);
        (from, to) = (from.saturating_add(least?), to.saturating_add(most?));
    }
    Some(to.max(from.saturating_neg()))
}
