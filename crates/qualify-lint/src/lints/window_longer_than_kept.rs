//! A window that reaches back further than its event is kept becomes a finding.

use qualify_diagnostics::{Code, Diagnostic, Edit, Effect, Fix};
use qualify_semantic::hir::{Rows, Window};

use crate::words::{counted, read_off};
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct WindowLongerThanKept;

impl Lint for WindowLongerThanKept {
    fn code(&self) -> Code {
        Code::WindowLongerThanKept
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        out.extend(walk::all_rows(ctx.hir).into_iter().filter_map(|rows| finding(ctx, rows)));
    }
}

fn finding(ctx: &Context<'_>, rows: &Rows) -> Option<Diagnostic> {
    let event = ctx.plan.events.get(rows.event.index())?;
    let kept = i64::from(event.kept?);
    let Some(Window::Within(length)) = &rows.window else { return None };
    let days = *ctx.checked.types.numbers.get(&length.span)?;
    if days <= kept {
        return None;
    }
    let plural = &event.plural;
    let message = format!(
        "This looks back {}, but `{plural}` are kept for {}: older ones are gone and count as if they had never been. \
         Look back {} at most, or keep them longer.",
        counted(days, "day"),
        counted(kept, "day"),
        counted(kept, "day")
    );
    let known = format!("{days} is more than {kept}");
    let mut finding =
        read_off(Code::WindowLongerThanKept, length.span, format!("event {plural}"), message, known);
    let text = counted(kept, "day");
    finding.fix = Some(Fix {
        title: format!("Look back {text}"),
        edits: vec![Edit { span: length.span, text }],
        effect: Effect::MayChangeVerdicts,
    });
    Some(finding)
}
