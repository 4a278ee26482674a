//! Rules that can give a `one value` outcome two values become errors, with a lead that gets both.

use std::collections::BTreeSet;

use qualify_analysis::{Analysis, Conflict, Days, Depth, Nobody, describe};
use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_eval::truths;
use qualify_plan::{Combine, Conclusion, Date, Lead, Outcome, OutcomeId, Plan, Rule, RuleId, Truth};
use qualify_semantic::hir;

use crate::Checkable;
use crate::words::{rule_name, rule_subject};

/// Most days that are looked at for one outcome.
const MOST_DAYS: usize = 60;

/// All of them, and for how many outcomes it could not be decided: for each rule at most one, with the first of the others in
/// the file.
pub(super) fn find(program: &Checkable<'_>) -> (Vec<Diagnostic>, u64) {
    let outcomes = program.plan.outcomes.iter().enumerate();
    let of_one = outcomes.filter(|(_, outcome)| outcome.combine == Combine::OneValue);
    let (mut found, mut undecided) = (Vec::new(), 0);
    for (at, outcome) in of_one {
        let of_outcome = of_outcome(program, OutcomeId::from_index(at), outcome);
        let (conflicts, are_all) = of_outcome;
        undecided += u64::from(!are_all);
        found.extend(conflicts);
    }
    (found, undecided)
}

/// The conflicts of one outcome, those of the latest days first, and whether it is proved that there are no others.
fn of_outcome(program: &Checkable<'_>, id: OutcomeId, outcome: &Outcome) -> (Vec<Diagnostic>, bool) {
    let plan = program.plan;
    let mut told: BTreeSet<Span> = BTreeSet::new();
    let mut found = Vec::new();
    let days = days(plan, id);
    let mut are_all = days.are_all;
    for day in days.days.iter().rev() {
        if values_on(plan, id, *day).len() < 2 {
            continue;
        }
        let analysis = Analysis::new(plan, *day);
        let conflicts = analysis.conflicts(id);
        are_all &= conflicts.are_all;
        let mut pairs: Vec<_> = conflicts
            .found
            .into_iter()
            .filter_map(|conflict| Some((places(program, &conflict)?, conflict)))
            .collect();
        pairs.sort_by_key(|((first, second), _)| (second.span, first.span));
        for ((first, second), conflict) in pairs {
            if told.insert(second.span) {
                let lead = smallest(plan, &analysis, *day, &conflict);
                let day = (days.days.len() > 1).then_some(*day);
                found.push(error(plan, outcome, (first, second), &lead, day));
            }
        }
    }
    (found, are_all)
}

/// The days that stand for all days.
fn days(plan: &Plan, id: OutcomeId) -> Days {
    let rules = voices(plan, id).map(|(_, rule, _)| rule.truth);
    let exits = plan.exits.iter().map(|exit| exit.truth);
    Days::of(plan, rules.chain(exits), Depth::Whole, MOST_DAYS)
}

/// The values that rules give on a day.
fn values_on(plan: &Plan, id: OutcomeId, day: Date) -> BTreeSet<u32> {
    voices(plan, id).filter(|(_, rule, _)| rule.is_in_force(day)).map(|(_, _, value)| value).collect()
}

/// The rules that give an outcome a value, each value once.
fn voices(plan: &Plan, id: OutcomeId) -> impl Iterator<Item = (RuleId, &Rule, u32)> {
    let rules = plan.rules.iter().enumerate();
    rules.flat_map(move |(at, rule)| {
        rule.concludes.iter().filter_map(move |conclusion| match conclusion {
            Conclusion::Outcome(outcome, value) if *outcome == id => {
                Some((RuleId::from_index(at), rule, *value))
            }
            Conclusion::Outcome(..) | Conclusion::Place(_) => None,
        })
    })
}

/// The two rules in the order of the files.
fn places<'a>(program: &Checkable<'a>, conflict: &Conflict) -> Option<(&'a hir::Rule, &'a hir::Rule)> {
    let rule = |id| program.hir.rules.get(program.source_map.rule_index(id)?);
    let (a, b) = (rule(conflict.rules.0)?, rule(conflict.rules.1)?);
    Some(if a.span <= b.span { (a, b) } else { (b, a) })
}

/// The lead without what is not needed for both rules to speak.
fn smallest(plan: &Plan, analysis: &Analysis<'_>, day: Date, conflict: &Conflict) -> Lead {
    let speaks = |truths: &[Truth], id: RuleId| {
        plan.rules.get(id.index()).is_some_and(|rule| truths.get(rule.truth.index()) == Some(&Truth::Yes))
    };
    let leaves =
        |truths: &[Truth]| plan.exits.iter().any(|exit| truths.get(exit.truth.index()) == Some(&Truth::Yes));
    let left = leaves(&truths(plan, day, &conflict.lead));
    let (a, b) = conflict.rules;
    analysis.minimal(conflict.lead.clone(), &Nobody, &|lead| {
        let truths = truths(plan, day, lead);
        speaks(&truths, a) && speaks(&truths, b) && leaves(&truths) == left
    })
}

fn error(
    plan: &Plan,
    outcome: &Outcome,
    (first, second): (&hir::Rule, &hir::Rule),
    lead: &Lead,
    day: Option<Date>,
) -> Diagnostic {
    let name = &outcome.name;
    let on = day.map_or_else(String::new, |day| format!("on {day}, "));
    let message = format!(
        "`{name}` may have one value, and both rules can apply: for example {on}{}. Add `unless`, or declare `highest wins`.",
        describe(plan, lead)
    );
    Diagnostic::new(Code::Overlap, second.span, message)
        .about(rule_subject(second))
        .with_related(first.span, format!("{} gives `{name}` another value", rule_name(first)))
}
