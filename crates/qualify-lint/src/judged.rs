//! Leads at hand become what the rules make of them: how many stay open, for want of what, and which rules gaps stop.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::{Status, evaluate, outcome_needs};
use qualify_plan::{FieldId, Lead, Predicate, RuleId, Truth};
use qualify_semantic::TypedKind;
use qualify_semantic::hir::{FactTest, Rule, TestKind};

use crate::walk::{self, Found, Sense};
use crate::{Context, Sample};

/// What came of the leads that are kept.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// How many were judged.
    pub(crate) leads: u64,
    /// How many stay open.
    pub(crate) open: u64,
    /// The facts that decide open leads, with how many of these lack each.
    pub(crate) needs: BTreeMap<String, u64>,
    /// For rules and the fields of their negated tests: how many leads lack the field and leave the rule unknown.
    pub(crate) gaps: BTreeMap<(RuleId, FieldId), u64>,
}

impl Judged {
    /// Judges the leads that are kept.
    pub(crate) fn of(ctx: &Context<'_>, sample: &Sample) -> Self {
        let pairs = pairs(ctx);
        let mut judged = Self::default();
        for lead in sample.kept().leads() {
            judged.add(ctx, &pairs, lead);
        }
        judged
    }

    fn add(&mut self, ctx: &Context<'_>, pairs: &BTreeSet<(RuleId, FieldId)>, lead: &Lead) {
        let verdict = evaluate(ctx.plan, ctx.today, lead);
        self.leads += 1;
        for (rule, field) in pairs {
            let is_missing = lead.values.get(field.index()).is_none_or(Option::is_none);
            if is_missing && verdict.found.rules.get(rule.index()) == Some(&Truth::Unknown) {
                *self.gaps.entry((*rule, *field)).or_default() += 1;
            }
        }
        if verdict.status != Status::Open {
            return;
        }
        self.open += 1;
        let mut needs: BTreeSet<String> = verdict.needs.into_iter().flatten().collect();
        if verdict.found.outcomes.iter().any(|outcome| !outcome.could_be.is_empty()) {
            let of_outcomes = outcome_needs(ctx.plan, ctx.today, lead);
            needs.extend(of_outcomes.into_iter().flat_map(|(_, needs)| needs));
        }
        for need in needs {
            *self.needs.entry(need).or_default() += 1;
        }
    }
}

fn pairs(ctx: &Context<'_>) -> BTreeSet<(RuleId, FieldId)> {
    let rules = ctx.hir.rules.iter().enumerate();
    let of_rules = rules.filter_map(|(at, rule)| Some((ctx.source_map.rule(at)?, rule)));
    of_rules
        .flat_map(|(id, rule)| negated(ctx, rule).into_iter().map(move |(_, field)| (id, field)))
        .collect()
}

/// The tests of a rule that speak for it by what a fact is not, with their fields.
pub(crate) fn negated<'a>(ctx: &Context<'a>, rule: &'a Rule) -> Vec<(Found<'a>, FieldId)> {
    let found = walk::deep_tests(ctx.hir, rule);
    found.into_iter().filter_map(|found| Some((found, negated_field(ctx, &found)?))).collect()
}

/// The field of a test that speaks for the whole by what it is not.
pub(crate) fn negated_field(ctx: &Context<'_>, found: &Found<'_>) -> Option<FieldId> {
    let TestKind::Field(FactTest { id, .. }) = &found.test.kind else { return None };
    let typed = ctx.checked.types.test(found.id)?;
    let asks_for_a_value = typed.kind != TypedKind::Fact(Predicate::Known);
    let stands_against = found.sense == Sense::Against;
    (asks_for_a_value && typed.negated != stands_against).then_some(*id)
}
