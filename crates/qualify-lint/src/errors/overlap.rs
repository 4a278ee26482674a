//! Rules that can give a `one value` outcome two values become errors, with a lead that gets both.

use std::collections::BTreeSet;

use qualify_analysis::{Analysis, Conflict, Nobody, describe};
use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_eval::truths;
use qualify_plan::{Combine, Conclusion, Date, Lead, Outcome, OutcomeId, Plan, Rule, RuleId, Truth};
use qualify_semantic::hir;

use super::days::any_day;
use crate::Checkable;
use crate::words::{rule_name, rule_subject};

/// Most days that are looked at for one outcome.
const MOST_DAYS: usize = 20;

/// All of them: for each rule at most one, with the first of the others in the file.
pub(super) fn find(program: &Checkable<'_>) -> Vec<Diagnostic> {
    let outcomes = program.plan.outcomes.iter().enumerate();
    let of_one = outcomes.filter(|(_, outcome)| outcome.combine == Combine::OneValue);
    of_one.flat_map(|(at, outcome)| of_outcome(program, OutcomeId::from_index(at), outcome)).collect()
}

fn of_outcome(program: &Checkable<'_>, id: OutcomeId, outcome: &Outcome) -> Vec<Diagnostic> {
    let mut told: BTreeSet<Span> = BTreeSet::new();
    let mut found = Vec::new();
    let mut last = BTreeSet::new();
    for day in days(program.plan, id) {
        // Rules that apply on no other days than before can do nothing new.
        let active = voices(program.plan, id).filter(|(_, rule)| is_active(rule, day)).map(|(id, _)| id);
        let active: BTreeSet<RuleId> = active.collect();
        if active == last {
            continue;
        }
        let analysis = Analysis::new(program.plan, day);
        let mut pairs: Vec<_> = analysis
            .conflicts(id)
            .found
            .into_iter()
            .filter_map(|conflict| Some((places(program, &conflict)?, conflict)))
            .collect();
        pairs.sort_by_key(|((first, second), _)| (second.span, first.span));
        for ((first, second), conflict) in pairs {
            if told.insert(second.span) {
                let lead = smallest(program.plan, &analysis, day, &conflict);
                found.push(error(program.plan, outcome, (first, second), &lead));
            }
        }
        last = active;
    }
    found
}

/// The days from which on a rule speaks, the last first: what can conflict does so on one of them.
fn days(plan: &Plan, id: OutcomeId) -> Vec<Date> {
    let mut days: Vec<Date> = voices(plan, id).filter_map(|(_, rule)| rule.from).collect();
    if voices(plan, id).any(|(_, rule)| rule.from.is_none()) && days.is_empty() {
        days.push(any_day());
    }
    // A rule that ends before the others begin speaks with those that were there before.
    days.extend(voices(plan, id).filter_map(|(_, rule)| rule.until));
    days.sort_unstable();
    days.dedup();
    days.reverse();
    days.truncate(MOST_DAYS);
    days
}

fn voices(plan: &Plan, id: OutcomeId) -> impl Iterator<Item = (RuleId, &Rule)> {
    let gives = move |rule: &Rule| {
        rule.concludes
            .iter()
            .any(|conclusion| matches!(conclusion, Conclusion::Outcome(outcome, _) if *outcome == id))
    };
    let rules = plan.rules.iter().enumerate().map(|(at, rule)| (RuleId::from_index(at), rule));
    rules.filter(move |(_, rule)| gives(rule))
}

fn is_active(rule: &Rule, day: Date) -> bool {
    rule.from.is_none_or(|from| from <= day) && rule.until.is_none_or(|until| day <= until)
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

fn error(plan: &Plan, outcome: &Outcome, rules: (&hir::Rule, &hir::Rule), lead: &Lead) -> Diagnostic {
    let (first, second) = rules;
    let name = &outcome.name;
    let message = format!(
        "`{name}` may have one value, and both rules can apply: for example {}. Add `unless`, or declare `highest wins`.",
        describe(plan, lead)
    );
    Diagnostic::new(Code::Overlap, second.span, message)
        .about(rule_subject(second))
        .with_related(first.span, format!("{} gives `{name}` another value", rule_name(first)))
}
