//! Outcomes that could become something else become the rules and facts that decide it (section 7.4 of the language).

use std::collections::BTreeSet;

use qualify_plan::{Date, ExitId, ExprId, Lead, OutcomeId, Place, Plan, RuleId, Truth};

use crate::findings::{Findings, OutcomeFinding, Possible};
use crate::needs::Needs;
use crate::outcomes::{self, Voice};
use crate::places::{findings, ids};
use crate::row::{Assumptions, Evaluation, place_truth};

/// An outcome that filling gaps could change, and what decides it.
pub(crate) struct Deciding {
    pub(crate) outcome: OutcomeId,
    /// The rules in Unknown that conclude what it could become.
    pub(crate) rules: BTreeSet<RuleId>,
    /// The exits, if it is unknown whether the lead leaves: then other rules would speak.
    pub(crate) exits: Vec<Place>,
}

impl Deciding {
    /// Adds the facts that decide the outcome.
    pub(crate) fn add_to(&self, needs: &mut Needs<'_, '_>, plan: &Plan) {
        let rules = self.rules.iter().filter_map(|id| plan.rules.get(id.index())).map(|rule| rule.truth);
        let exits = self.exits.iter().filter_map(|exit| place_truth(plan, *exit));
        let truths: Vec<ExprId> = rules.chain(exits).collect();
        truths.into_iter().for_each(|truth| needs.add(truth));
    }

    /// The names of those facts, sorted by code point.
    pub(crate) fn needs(&self, evaluation: &Evaluation<'_>) -> Vec<String> {
        let mut needs = Needs::new(evaluation);
        self.add_to(&mut needs, evaluation.plan);
        needs.names()
    }
}

/// What decides each open outcome, in the order of their declaration.
pub(crate) fn deciding(evaluation: &Evaluation<'_>, found: &Findings) -> Vec<Deciding> {
    let plan = evaluation.plan;
    let leaves = outcomes::leaves(evaluation);
    let exits: Vec<Place> = match leaves {
        Truth::Unknown => {
            let exits = ids(plan.exits.len(), ExitId::from_index).map(Place::Exit);
            exits.filter(|exit| evaluation.place(*exit) == Truth::Unknown).collect()
        }
        Truth::Yes | Truth::No => Vec::new(),
    };
    let voices = outcomes::voices(evaluation, &found.rules, leaves);
    let all = ids(plan.outcomes.len(), OutcomeId::from_index).zip(&found.outcomes).zip(&voices);
    let open = all.filter(|((_, finding), _)| !finding.could_be.is_empty());
    open.map(|((outcome, finding), voices)| Deciding {
        outcome,
        rules: unknown_rules(finding, voices),
        exits: exits.clone(),
    })
    .collect()
}

fn unknown_rules(finding: &OutcomeFinding, voices: &[Voice]) -> BTreeSet<RuleId> {
    let any_value = finding.could_be.contains(&Possible::Conflict);
    let matters = |value| any_value || finding.could_be.contains(&Possible::Value(value));
    let unknown = voices.iter().filter(|voice| voice.truth == Truth::Unknown && matters(voice.value));
    unknown.map(|voice| voice.rule).collect()
}

/// For each outcome that could become something else, in the order of their declaration: the facts that decide it,
/// sorted by code point.
///
/// A [`Verdict`](crate::Verdict) has the needs of stages and exits only. This evaluates the lead again, so ask it
/// about those leads whose [`Findings::outcomes`] have something that they could become.
pub fn outcome_needs(plan: &Plan, today: Date, lead: &Lead) -> Vec<(OutcomeId, Vec<String>)> {
    let evaluation = Evaluation::run(plan, today, lead, Assumptions::Made);
    let open = deciding(&evaluation, &findings(&evaluation));
    open.into_iter().map(|open| (open.outcome, open.needs(&evaluation))).collect()
}
