//! Verdicts that mostly stay open become a finding at the fact that most of them wait for.

use qualify_diagnostics::{Code, Diagnostic, Evidence, Span};
use qualify_plan::EventId;
use qualify_semantic::Def;

use crate::judged::Judged;
use crate::sample::{Column, FEW};
use crate::words::{grouped, judged_leads, listed, share};
use crate::{Context, Lint, Sample};

/// How many facts are named.
const SHOWN: usize = 3;

/// The lint.
pub(crate) struct LeadsNeverSettle;

impl Lint for LeadsNeverSettle {
    fn code(&self) -> Code {
        Code::LeadsNeverSettle
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let (Some(sample), Some(judged)) = (ctx.sample, ctx.judged()) else { return };
        if judged.leads >= FEW && judged.open * 2 > judged.leads {
            out.extend(finding(ctx, sample, judged));
        }
    }

    /// What leads show changes from day to day.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        false
    }
}

/// Why a fact is missing so often.
enum Why {
    /// Cells are empty or cannot be read.
    Gaps,
    /// The file has no such column.
    NoColumn,
    /// Nobody gave the rows of the event.
    NotCollected,
}

fn finding(ctx: &Context<'_>, sample: &Sample, judged: &Judged) -> Option<Diagnostic> {
    let mut needs: Vec<(&str, u64)> =
        judged.needs.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    needs.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let (fact, count) = *needs.first()?;
    let (span, why) = place(ctx, sample, fact)?;
    let open = share(judged.open, judged.leads);
    let message = format!(
        "{open} stay open, {} of them for want of `{fact}`{}",
        if count == judged.open { "all".to_owned() } else { grouped(count) },
        match why {
            Why::Gaps => ". Ask for it where leads come in, say at its declaration what a gap stands for, or let rules do without \
                          it."
                .to_owned(),
            Why::NoColumn => format!(
                ", for which {} has no column. Name the column at the field, `column \"...\"`, or let rules do without it.",
                sample.name()
            ),
            Why::NotCollected => ", whose rows are not given. Name their file under `[events]` in qualify.toml, or with \
                                  `--events`."
                .to_owned(),
        }
    );
    let told: Vec<String> =
        needs.iter().take(SHOWN).map(|(name, count)| format!("`{name}` {}", grouped(*count))).collect();
    let known = format!("{open}{} are open; what decides them: {}", judged_leads(sample), listed(&told));
    Some(
        Diagnostic::new(Code::LeadsNeverSettle, span, message)
            .about(format!("fact {fact}"))
            .because(Evidence::Sample(known)),
    )
}

/// Where a fact is declared: a field, the plural of an event, or an attribute of its rows.
fn place(ctx: &Context<'_>, sample: &Sample, fact: &str) -> Option<(Span, Why)> {
    if let Some((plural, attribute)) = fact.split_once('.') {
        let event = event(ctx, plural)?;
        let attributes = &ctx.hir.events.get(event.index())?.decl.attributes;
        let decl = attributes.iter().find(|decl| decl.name.text == attribute)?;
        return Some((decl.name.span, Why::Gaps));
    }
    match ctx.hir.def(fact)? {
        Def::Field(id) => {
            let why = match sample.tally(id)?.column {
                Column::Read => Why::Gaps,
                Column::Absent => Why::NoColumn,
            };
            Some((ctx.hir.fields.get(id.index())?.decl.name.span, why))
        }
        _ => {
            let event = event(ctx, fact)?;
            Some((ctx.hir.events.get(event.index())?.decl.name.span, Why::NotCollected))
        }
    }
}

fn event(ctx: &Context<'_>, plural: &str) -> Option<EventId> {
    let at = ctx.plan.events.iter().position(|event| event.plural == plural)?;
    Some(EventId::from_index(at))
}
