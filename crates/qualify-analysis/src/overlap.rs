//! Rules that give one outcome several values: a lead for each pair that can, or the proof that none can.

use qualify_eval::truths;
use qualify_plan::{Conclusion, ExprId, Lead, OutcomeId, RuleId, Truth};

use crate::analysis::Analysis;
use crate::demand::Demand;
use crate::find::Found;
use crate::reach::Left;
use crate::survey::Depth;

/// Most pairs that are told.
const MOST: usize = 50;

/// Two rules that give one outcome two values for the same lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The rules; the first has the smaller id.
    pub rules: (RuleId, RuleId),
    /// A lead that surely meets both.
    pub lead: Lead,
}

/// All pairs of rules that conflict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conflicts {
    /// The pairs that were found.
    pub found: Vec<Conflict>,
    /// Whether there are no others: proved.
    pub are_all: bool,
}

impl Analysis<'_> {
    /// The pairs of rules that can give an outcome two values, with a lead for each.
    pub fn conflicts(&self, outcome: OutcomeId) -> Conflicts {
        let voices = self.voices(outcome);
        let of_exits: Vec<(RuleId, u32)> =
            voices.iter().copied().filter(|(rule, _)| self.concludes_exit(*rule)).collect();
        let mut conflicts = self.conflicts_among(&voices, Left::No);
        let others = self.conflicts_among(&of_exits, Left::Yes);
        let known = |conflict: &Conflict| conflicts.found.iter().any(|other| other.rules == conflict.rules);
        let fresh: Vec<Conflict> = others.found.into_iter().filter(|conflict| !known(conflict)).collect();
        conflicts.found.extend(fresh);
        conflicts.are_all &= others.are_all;
        conflicts
    }

    fn voices(&self, outcome: OutcomeId) -> Vec<(RuleId, u32)> {
        let rules = self.plan.rules.iter().enumerate();
        let voices = rules.flat_map(|(at, rule)| {
            rule.concludes.iter().filter_map(move |conclusion| match conclusion {
                Conclusion::Outcome(other, value) if *other == outcome => {
                    Some((RuleId::from_index(at), *value))
                }
                Conclusion::Outcome(..) | Conclusion::Place(_) => None,
            })
        });
        voices.collect()
    }

    fn conflicts_among(&self, voices: &[(RuleId, u32)], left: Left) -> Conflicts {
        let mut values: Vec<u32> = voices.iter().map(|(_, value)| *value).collect();
        values.sort_unstable();
        values.dedup();
        let mut conflicts = Conflicts { found: Vec::new(), are_all: true };
        if values.len() < 2 {
            return conflicts;
        }
        let truth = |rule: &RuleId| self.plan.rules.get(rule.index()).map(|rule| rule.truth);
        let truths_of: Vec<ExprId> = voices.iter().filter_map(|(rule, _)| truth(rule)).collect();
        let leaves = self.leaves(left);
        let roots = truths_of.iter().copied().chain(leaves.iter().flat_map(Demand::exprs));
        let mut model = self.model(Depth::Whole, roots);
        let mut assumptions: Vec<_> = leaves.iter().map(|demand| demand.literal(&mut model)).collect();
        let mut given = Vec::new();
        for value in &values {
            let rules = voices.iter().filter(|(_, other)| other == value);
            let yes: Vec<_> = rules.filter_map(|(rule, _)| Some(model.pair(truth(rule)?).yes)).collect();
            given.push(model.circuit.or(yes));
        }
        assumptions.push(model.circuit.at_least(2, &given));
        while conflicts.found.len() < MOST {
            let pair_in = |lead: &Lead| self.conflicting(voices, &leaves, lead);
            match model.find(&assumptions, &mut self.budget(), &|lead| pair_in(lead).is_some()) {
                Found::Lead(lead) => {
                    let Some((a, b)) = pair_in(&lead) else { break };
                    let both = [a, b].into_iter().filter_map(|rule| Some(!model.pair(truth(&rule)?).yes));
                    let other: Vec<_> = both.collect();
                    model.circuit.demand(&other);
                    conflicts.found.push(Conflict { rules: (a, b), lead });
                }
                Found::Nothing(_) => return conflicts,
                Found::Undecided => break,
            }
        }
        conflicts.are_all = false;
        conflicts
    }

    /// The first two rules that give a lead two values.
    fn conflicting(
        &self,
        voices: &[(RuleId, u32)],
        leaves: &[Demand],
        lead: &Lead,
    ) -> Option<(RuleId, RuleId)> {
        let truths = truths(self.plan, self.today, lead);
        if !leaves.iter().all(|demand| demand.is_met(&truths)) {
            return None;
        }
        let is_yes = |rule: &RuleId| {
            let rule = self.plan.rules.get(rule.index());
            rule.is_some_and(|rule| truths.get(rule.truth.index()) == Some(&Truth::Yes))
        };
        let sure: Vec<&(RuleId, u32)> = voices.iter().filter(|(rule, _)| is_yes(rule)).collect();
        let (first, value) = sure.first()?;
        let (second, _) = sure.iter().find(|(_, other)| other != value)?;
        Some((*first.min(second), *first.max(second)))
    }
}
