//! Conditions that hold whatever their facts are become findings.

use qualify_analysis::Days;
use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::Truth;
use qualify_semantic::hir::{ConditionKind, TestKind};

use crate::constants::{Constant, Constants, Finder, constants};
use crate::proofs::proved;
use crate::words::shortened;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct TrueForEveryValue;

impl Lint for TrueForEveryValue {
    fn code(&self) -> Code {
        Code::TrueForEveryValue
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let Constants { found, undecided } = find(ctx);
        ctx.proofs().leave_undecided(undecided);
        out.extend(found.iter().map(|constant| finding(ctx, constant)));
    }
}

/// The innermost conditions that hold for every value.
pub(crate) fn find<'a>(ctx: &Context<'a>) -> Constants<'a> {
    let today = |_: &qualify_plan::Plan, _| Days { days: vec![ctx.today], are_all: true };
    let finder = Finder {
        hir: ctx.hir,
        plan: ctx.plan,
        source_map: ctx.source_map,
        // What is never Yes on this day makes a whole Yes on this day, and is not the whole's own.
        truths: &[Truth::No, Truth::Yes],
        days: &today,
    };
    let mut constants = constants(&finder);
    constants.found.retain(|constant| constant.never == Truth::No);
    constants
}

fn finding(ctx: &Context<'_>, constant: &Constant<'_>) -> Diagnostic {
    let span = constant.condition.span;
    let text = shortened(&ctx.text(span));
    let fact = match &constant.condition.kind {
        ConditionKind::Test(id) => ctx.hir.tests.get(id.index()).and_then(|test| match &test.kind {
            TestKind::Field(fact) => Some(&fact.name.text),
            TestKind::Attribute(fact) => Some(&fact.name.text),
            TestKind::Score(..)
            | TestKind::Grade(..)
            | TestKind::Define(_)
            | TestKind::Place(_)
            | TestKind::Events { .. } => None,
        }),
        ConditionKind::All(_)
        | ConditionKind::Any(_)
        | ConditionKind::None(_)
        | ConditionKind::AtLeast(..)
        | ConditionKind::Not(_)
        | ConditionKind::Broken => None,
    };
    let message = match fact {
        Some(fact) => format!("Every value of `{fact}` passes `{text}`. Did you mean `{fact} is known`?"),
        None => format!(
            "`{text}` holds whatever its facts are. To ask whether they are there, write `is known`; else leave it out."
        ),
    };
    let by = format!("none fails `{text}`");
    proved(Code::TrueForEveryValue, span, format!("condition {text}"), message, by)
}
