//! Rules whose day of review has come become findings.

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::Date;
use qualify_semantic::hir::Rule;
use qualify_syntax::ast::OptKind;

use crate::words::{counted, read_off, rule_name, rule_subject};
use crate::{Context, Lint};

/// So many days before the day.
const AHEAD: i32 = 14;

/// The lint.
pub(crate) struct ReviewDue;

impl Lint for ReviewDue {
    fn code(&self) -> Code {
        Code::ReviewDue
    }

    /// The day may be yet to come.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        false
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for (at, rule) in ctx.hir.rules.iter().enumerate() {
            let Some(plan) = ctx.plan_rule(at) else { continue };
            // A rule that has ended is told of as such.
            let has_ended = plan.until.is_some_and(|until| until < ctx.today);
            let day = plan.review_by.filter(|day| day.day_number() - ctx.today.day_number() <= AHEAD);
            if let (Some(day), false, Some(span)) = (day, has_ended, option(rule)) {
                out.push(finding(ctx, rule, day, span));
            }
        }
    }
}

fn option(rule: &Rule) -> Option<Span> {
    let found = rule.options.iter().find(|option| matches!(option.kind, OptKind::ReviewBy(_)));
    found.map(|option| option.span)
}

fn finding(ctx: &Context<'_>, rule: &Rule, day: Date, span: Span) -> Diagnostic {
    let away = i64::from(day.day_number() - ctx.today.day_number());
    let when = match away {
        0 => "is to be reviewed today".to_owned(),
        1.. => format!("is to be reviewed by {day}, in {}", counted(away, "day")),
        _ => format!("was to be reviewed by {day}, {} ago", counted(-away, "day")),
    };
    let message = format!(
        "{} {when}. Look whether it still holds, then write the next day of review.",
        rule_name(rule)
    );
    read_off(Code::ReviewDue, span, rule_subject(rule), message, format!("`review by {day}`"))
}
