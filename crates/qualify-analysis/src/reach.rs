//! Which rules, results and values can be: a lead for each, or the proof that there is none.

use qualify_eval::{Given, findings, truths};
use qualify_plan::{Combine, Conclusion, ExitId, Lead, OutcomeId, Place, RuleId, StageId, Truth};

use crate::analysis::{Analysis, Answer};
use crate::demand::Demand;
use crate::survey::truth_of;

impl Analysis<'_> {
    /// For each rule, a lead that surely meets it.
    ///
    /// One lead often meets several rules; those are not asked again.
    pub fn rules_met(&self) -> Vec<Answer> {
        let mut answers: Vec<Option<Answer>> = vec![None; self.plan.rules.len()];
        let mut together = self.together(self.plan.rules.iter().map(|rule| rule.truth));
        for at in 0..answers.len() {
            if answers.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let Some(rule) = self.plan.rules.get(at) else { continue };
            let answer = together.find(&[Demand::Is(rule.truth, Truth::Yes)]);
            if let Answer::Lead(lead) = &answer {
                let truths = truths(self.plan, self.today, lead);
                for (slot, rule) in answers.iter_mut().zip(&self.plan.rules) {
                    if slot.is_none() && truths.get(rule.truth.index()) == Some(&Truth::Yes) {
                        *slot = Some(Answer::Lead(lead.clone()));
                    }
                }
            }
            answers.get_mut(at).into_iter().for_each(|slot| *slot = Some(answer.clone()));
        }
        answers.into_iter().map(|answer| answer.unwrap_or(Answer::Undecided)).collect()
    }

    /// A lead whose result this is.
    pub fn result(&self, place: Place) -> Answer {
        let mut demands = self.is_highest(place);
        let exits = (0..self.plan.exits.len()).map(|at| Place::Exit(ExitId::from_index(at)));
        let stronger = exits.filter(|exit| match place {
            Place::Stage(_) => true,
            Place::Exit(_) => *exit < place,
        });
        demands.extend(stronger.filter_map(|exit| self.fails(exit)));
        self.find(&demands)
    }

    /// A lead whose stage this is, whatever the exits say; for an exit, a lead for which it surely applies.
    pub fn reached(&self, place: Place) -> Answer {
        self.find(&self.is_highest(place))
    }

    fn is_highest(&self, place: Place) -> Vec<Demand> {
        let holds = truth_of(self.plan, place).map(|id| Demand::Is(id, Truth::Yes));
        let stages = (0..self.plan.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
        let higher = stages.filter(|stage| matches!(place, Place::Stage(_)) && *stage > place);
        holds.into_iter().chain(higher.filter_map(|stage| self.fails(stage))).collect()
    }

    fn fails(&self, place: Place) -> Option<Demand> {
        truth_of(self.plan, place).map(|id| Demand::IsNot(id, Truth::Yes))
    }

    /// A lead that gets this value of an outcome.
    pub fn outcome_value(&self, outcome: OutcomeId, value: u32) -> Answer {
        let Some(declared) = self.plan.outcomes.get(outcome.index()) else { return Answer::Undecided };
        let gives = |rule: &RuleId, wanted: &dyn Fn(u32) -> bool| {
            self.plan.rules.get(rule.index()).is_some_and(|rule| {
                rule.concludes
                    .iter()
                    .any(|c| matches!(c, Conclusion::Outcome(o, v) if *o == outcome && wanted(*v)))
            })
        };
        let rules = || (0..self.plan.rules.len()).map(RuleId::from_index);
        let rivals: Vec<RuleId> = rules()
            .filter(|rule| match declared.combine {
                Combine::KeepAll => false,
                Combine::HighestWins => gives(rule, &|other| other > value),
                Combine::OneValue => gives(rule, &|other| other != value),
            })
            .collect();
        let mut answer = Answer::Never;
        // Either no exit applies for sure and all rules speak, or one does and only those of exits do.
        for left in [Left::No, Left::Yes] {
            let speaks = |rule: &RuleId| left == Left::No || self.concludes_exit(*rule);
            let yes = |rule: RuleId| {
                self.plan.rules.get(rule.index()).map(|rule| Demand::Is(rule.truth, Truth::Yes))
            };
            let givers = rules().filter(|rule| gives(rule, &|other| other == value) && speaks(rule));
            let mut demands = vec![Demand::AnyOf(givers.filter_map(yes).collect())];
            let rivals = rivals.iter().filter(|rule| speaks(rule));
            demands.extend(rivals.filter_map(|rule| {
                self.plan.rules.get(rule.index()).map(|rule| Demand::IsNot(rule.truth, Truth::Yes))
            }));
            demands.extend(self.leaves(left));
            match self.find(&demands) {
                Answer::Lead(lead) if self.gets(&lead, outcome, value) => return Answer::Lead(lead),
                Answer::Never => {}
                Answer::Lead(_) | Answer::Undecided => answer = Answer::Undecided,
            }
        }
        answer
    }

    fn gets(&self, lead: &Lead, outcome: OutcomeId, value: u32) -> bool {
        let found = findings(self.plan, self.today, lead, qualify_eval::Assumptions::Made);
        found.outcomes.get(outcome.index()).is_some_and(|finding| match &finding.given {
            Given::Value(given) => *given == value,
            Given::All(values) => values.contains(&value),
            Given::None | Given::Conflict => false,
        })
    }

    /// Whether a rule concludes an exit, among other things.
    pub(crate) fn concludes_exit(&self, rule: RuleId) -> bool {
        self.plan.rules.get(rule.index()).is_some_and(|rule| {
            rule.concludes.iter().any(|conclusion| matches!(conclusion, Conclusion::Place(Place::Exit(_))))
        })
    }

    /// That the lead surely leaves by some exit, or that it does not.
    pub(crate) fn leaves(&self, left: Left) -> Vec<Demand> {
        let exits = || self.plan.exits.iter().map(|exit| exit.truth);
        match left {
            Left::Yes => vec![Demand::AnyOf(exits().map(|id| Demand::Is(id, Truth::Yes)).collect())],
            Left::No => exits().map(|id| Demand::IsNot(id, Truth::Yes)).collect(),
        }
    }
}

/// Whether a lead surely leaves by some exit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Yes,
    No,
}
