//! Points that fade for longer than their window counts become findings.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_semantic::hir::{EachOf, Rows, ScoreLineKind, Window};
use qualify_syntax::ast::Fade;

use crate::words::{counted, read_off};
use crate::{Context, Lint, walk};

/// The lint.
pub(crate) struct FadeLongerThanWindow;

impl Lint for FadeLongerThanWindow {
    fn code(&self) -> Code {
        Code::FadeLongerThanWindow
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for score in &ctx.hir.scores {
            for line in walk::lines(&score.lines) {
                let ScoreLineKind::Each { of: Some(of), fade: Some(fade), .. } = &line.kind else { continue };
                let (EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows)) = of else {
                    continue;
                };
                out.extend(finding(ctx, &score.name.text, rows, fade));
            }
        }
    }
}

fn finding(ctx: &Context<'_>, score: &str, rows: &Rows, fade: &Fade) -> Option<Diagnostic> {
    let Some(Window::Within(window)) = &rows.window else { return None };
    let (Fade::Over(length) | Fade::HalvingEvery(length)) = fade;
    let days = |span| ctx.checked.types.numbers.get(&span).copied();
    let (window, fades) = (days(window.span)?, days(length.span)?);
    if fades <= window {
        return None;
    }
    let (said, instead) = match fade {
        Fade::Over(_) => {
            let left = 100 * (fades - window) / fades;
            let said = format!("the points end while {left} percent of them are left");
            (said, format!("fading over {}", counted(window, "day")))
        }
        Fade::HalvingEvery(_) => (
            "the points never become half".to_owned(),
            format!("halving every {}", counted((window / 2).max(1), "day")),
        ),
    };
    let message = format!(
        "The window counts {}, and the fading takes {}: {said}. Write `{instead}`, or make the window longer.",
        counted(window, "day"),
        counted(fades, "day")
    );
    let known = format!("{fades} is more than {window}");
    Some(read_off(Code::FadeLongerThanWindow, length.span, format!("score {score}"), message, known))
}
