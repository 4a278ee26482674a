//! Examples become what they show: which stages and exits they have, and which rules they meet.

use std::collections::BTreeSet;

use qualify_eval::{Assumptions, findings};
use qualify_plan::{Place, RuleId, Truth};

use crate::Context;

/// What the examples of a program show.
#[derive(Debug, Default)]
pub(crate) struct ExampleFacts {
    /// Stages that some example surely meets, and exits that some example has as its result.
    pub(crate) places: BTreeSet<Place>,
    /// Rules that some example surely meets.
    pub(crate) rules: BTreeSet<RuleId>,
}

impl ExampleFacts {
    /// Evaluates every example.
    pub(crate) fn of(ctx: &Context<'_>) -> Self {
        let mut facts = Self::default();
        for example in ctx.examples {
            let today = example.today.unwrap_or(ctx.today);
            let lead = example.lead(ctx.plan, today);
            let found = findings(ctx.plan, today, &lead, Assumptions::Made);
            facts.places.extend(found.meets.iter().map(|stage| Place::Stage(*stage)));
            facts.places.extend(found.result);
            let rules = found.rules.iter().enumerate().filter(|(_, truth)| **truth == Truth::Yes);
            facts.rules.extend(rules.map(|(at, _)| RuleId::from_index(at)));
        }
        facts
    }

    /// Whether there are examples of more than half of all stages and exits.
    pub(crate) fn shows_most(&self, ctx: &Context<'_>) -> bool {
        self.places.len() * 2 > ctx.plan.stages.len() + ctx.plan.exits.len()
    }
}
