//! Rules that give one outcome several values: a lead for each pair that can, or the proof that none can.

use qualify_eval::truths;
use qualify_plan::{Conclusion, ExprId, Lead, OutcomeId, RuleId, Truth};

use crate::analysis::Analysis;
use crate::demand::Demand;
use crate::find::Found;
use crate::model::Model;
use crate::reach::Left;
use crate::solver::Lit;
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
        let truths_of: Vec<ExprId> =
            voices.iter().filter_map(|(rule, _)| self.truth_of_rule(*rule)).collect();
        let leaves = self.leaves(left);
        let roots = truths_of.iter().copied().chain(leaves.iter().flat_map(Demand::exprs));
        let mut model = self.model(Depth::Whole, roots);
        let assumed: Vec<Lit> = leaves.iter().map(|demand| demand.literal(&mut model)).collect();
        let given: Vec<Lit> =
            values.iter().map(|value| self.given(&mut model, voices, *value, &[])).collect();
        let several = model.circuit.at_least(2, &given);
        let pair_in = |lead: &Lead| self.conflicting(voices, &leaves, lead);
        let wanted: Vec<Lit> = assumed.iter().copied().chain([several]).collect();
        match model.find(&wanted, &mut self.budget(), &|lead| pair_in(lead).is_some()) {
            Found::Nothing(_) => return conflicts,
            Found::Lead(lead) => {
                conflicts.found.extend(pair_in(&lead).map(|rules| Conflict { rules, lead }));
            }
            Found::Undecided => {
                conflicts.are_all = false;
                return conflicts;
            }
        }
        for voice in voices {
            self.conflicts_of(*voice, voices, (&leaves, &assumed), &mut model, &mut conflicts);
        }
        conflicts
    }

    /// Adds the pairs of one rule that are not known yet. Each rule is asked by itself, because a pair may show only in
    /// leads that show another pair, too.
    fn conflicts_of(
        &self,
        (rule, value): (RuleId, u32),
        voices: &[(RuleId, u32)],
        (leaves, assumed): (&[Demand], &[Lit]),
        model: &mut Model<'_>,
        conflicts: &mut Conflicts,
    ) {
        let Some(yes) = self.truth_of_rule(rule).map(|truth| model.pair(truth).yes) else { return };
        loop {
            let known: Vec<RuleId> = conflicts.found.iter().filter_map(|known| known.partner(rule)).collect();
            let mut values: Vec<u32> = voices.iter().map(|(_, other)| *other).collect();
            values.retain(|other| *other != value);
            values.sort_unstable();
            values.dedup();
            let others: Vec<Lit> =
                values.iter().map(|other| self.given(model, voices, *other, &known)).collect();
            let other = model.circuit.or(others);
            let wanted: Vec<Lit> = assumed.iter().copied().chain([yes, other]).collect();
            let partner_in = |lead: &Lead| {
                let sure = self.sure(voices, leaves, lead);
                let is_new = |voice: &&(RuleId, u32)| voice.1 != value && !known.contains(&voice.0);
                sure.contains(&(rule, value)).then_some(())?;
                sure.iter().find(is_new).map(|(other, _)| *other)
            };
            match model.find(&wanted, &mut self.budget(), &|lead| partner_in(lead).is_some()) {
                Found::Nothing(_) => return,
                Found::Lead(lead) if conflicts.found.len() < MOST => {
                    let Some(partner) = partner_in(&lead) else { return };
                    conflicts.found.push(Conflict { rules: (rule.min(partner), rule.max(partner)), lead });
                }
                Found::Lead(_) | Found::Undecided => {
                    conflicts.are_all = false;
                    return;
                }
            }
        }
    }

    /// Whether some rule gives a value; some rules are not looked at.
    fn given(&self, model: &mut Model<'_>, voices: &[(RuleId, u32)], value: u32, but: &[RuleId]) -> Lit {
        let rules = voices.iter().filter(|(rule, other)| *other == value && !but.contains(rule));
        let yes: Vec<Lit> =
            rules.filter_map(|(rule, _)| Some(model.pair(self.truth_of_rule(*rule)?).yes)).collect();
        model.circuit.or(yes)
    }

    fn truth_of_rule(&self, rule: RuleId) -> Option<ExprId> {
        self.plan.rules.get(rule.index()).map(|rule| rule.truth)
    }

    /// The first two rules that give a lead two values.
    fn conflicting(
        &self,
        voices: &[(RuleId, u32)],
        leaves: &[Demand],
        lead: &Lead,
    ) -> Option<(RuleId, RuleId)> {
        let sure = self.sure(voices, leaves, lead);
        let (first, value) = sure.first()?;
        let (second, _) = sure.iter().find(|(_, other)| other != value)?;
        Some((*first.min(second), *first.max(second)))
    }

    /// The rules that surely give a lead a value; none, if it does not leave, or stay, as it should.
    fn sure(&self, voices: &[(RuleId, u32)], leaves: &[Demand], lead: &Lead) -> Vec<(RuleId, u32)> {
        let truths = truths(self.plan, self.today, lead);
        if !leaves.iter().all(|demand| demand.is_met(&truths)) {
            return Vec::new();
        }
        let is_yes = |rule: RuleId| {
            self.truth_of_rule(rule).is_some_and(|truth| truths.get(truth.index()) == Some(&Truth::Yes))
        };
        voices.iter().copied().filter(|(rule, _)| is_yes(*rule)).collect()
    }
}

impl Conflict {
    /// The other rule, if a rule is one of the two.
    fn partner(&self, rule: RuleId) -> Option<RuleId> {
        match self.rules {
            (a, b) if a == rule => Some(b),
            (a, b) if b == rule => Some(a),
            _ => None,
        }
    }
}
