//! An evaluation becomes outcomes: what each is and could become (section 7.2 of the language).

use std::collections::BTreeSet;

use qualify_plan::{Combine, Conclusion, ExitId, Outcome, OutcomeId, Place, RuleId, Truth};

use crate::findings::{Given, OutcomeFinding, Possible};
use crate::places::{ids, sort_by_text};
use crate::row::Evaluation;

/// A rule in Yes or Unknown that concludes a value of an outcome.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    pub(crate) rule: RuleId,
    pub(crate) truth: Truth,
    pub(crate) value: u32,
    /// Whether it also concludes some exit.
    pub(crate) exits: bool,
}

/// Whether the lead leaves by some exit: X.
pub(crate) fn leaves(evaluation: &Evaluation<'_>) -> Truth {
    let exits = ids(evaluation.plan.exits.len(), ExitId::from_index);
    Truth::any(exits.map(|exit| evaluation.place(Place::Exit(exit))))
}

/// By outcome: the rules considered that are not in No.
pub(crate) fn voices(evaluation: &Evaluation<'_>, rules: &[Truth], leaves: Truth) -> Vec<Vec<Voice>> {
    let mut by_outcome = vec![Vec::new(); evaluation.plan.outcomes.len()];
    let all = ids(rules.len(), RuleId::from_index).zip(&evaluation.plan.rules).zip(rules);
    for ((id, rule), truth) in all.filter(|(_, truth)| **truth != Truth::No) {
        let exits = rule.concludes.iter().any(|c| matches!(c, Conclusion::Place(Place::Exit(_))));
        if leaves == Truth::Yes && !exits {
            continue;
        }
        for conclusion in &rule.concludes {
            if let Conclusion::Outcome(OutcomeId(outcome), value) = *conclusion
                && let Some(voices) = by_outcome.get_mut(outcome as usize)
            {
                voices.push(Voice { rule: id, truth: *truth, value, exits });
            }
        }
    }
    by_outcome
}

/// What each outcome is and could become.
pub(crate) fn find(evaluation: &Evaluation<'_>, rules: &[Truth]) -> Vec<OutcomeFinding> {
    let leaves = leaves(evaluation);
    let voices = voices(evaluation, rules, leaves);
    let outcomes = evaluation.plan.outcomes.iter().zip(&voices);
    outcomes.map(|(outcome, voices)| find_one(evaluation, outcome, voices, leaves)).collect()
}

fn find_one(
    evaluation: &Evaluation<'_>,
    outcome: &Outcome,
    voices: &[Voice],
    leaves: Truth,
) -> OutcomeFinding {
    let all = Votes::count(voices.iter());
    let given = all.given(outcome);
    let mut could_be: BTreeSet<Possible> = all.could_be(outcome);
    if leaves == Truth::Unknown {
        could_be.extend(if_it_left(outcome, &given, &all, voices));
    }
    let mut could_be: Vec<Possible> = could_be.into_iter().collect();
    could_be.sort_by(|a, b| rank(outcome, *a).cmp(&rank(outcome, *b)));
    OutcomeFinding { by: by(evaluation, &given, voices), given, could_be }
}

/// What the outcome would be, and could become, from the rules of exits alone, where that is different.
fn if_it_left(outcome: &Outcome, given: &Given, all: &Votes, voices: &[Voice]) -> Vec<Possible> {
    let exits = Votes::count(voices.iter().filter(|voice| voice.exits));
    let current = match given {
        Given::None => Possible::None,
        Given::Value(value) => Possible::Value(*value),
        Given::Conflict => Possible::Conflict,
        Given::All(_) if exits.sure == all.sure => return Vec::new(),
        Given::All(_) => return vec![Possible::None],
    };
    let left = match exits.given(outcome) {
        Given::None | Given::All(_) => Possible::None,
        Given::Value(value) => Possible::Value(value),
        Given::Conflict => Possible::Conflict,
    };
    let possible = exits.could_be(outcome).into_iter().chain([left]);
    possible.filter(|possible| *possible != current).collect()
}

/// V and M: the values with a rule in Yes, and the others with a rule in Unknown.
struct Votes {
    sure: BTreeSet<u32>,
    maybe: BTreeSet<u32>,
}

impl Votes {
    fn count<'a>(voices: impl Iterator<Item = &'a Voice>) -> Self {
        let (mut sure, mut maybe) = (BTreeSet::new(), BTreeSet::new());
        for voice in voices {
            if voice.truth == Truth::Yes { &mut sure } else { &mut maybe }.insert(voice.value);
        }
        maybe.retain(|value| !sure.contains(value));
        Self { sure, maybe }
    }

    fn given(&self, outcome: &Outcome) -> Given {
        match (outcome.combine, self.sure.len()) {
            (Combine::KeepAll, _) => {
                let mut values: Vec<u32> = self.sure.iter().copied().collect();
                values.sort_by_key(|value| name(outcome, *value));
                Given::All(values)
            }
            (Combine::OneValue, 2..) => Given::Conflict,
            (Combine::OneValue | Combine::HighestWins, _) => {
                self.sure.last().map_or(Given::None, |value| Given::Value(*value))
            }
        }
    }

    fn could_be(&self, outcome: &Outcome) -> BTreeSet<Possible> {
        let maybe = || self.maybe.iter().map(|value| Possible::Value(*value));
        match (outcome.combine, self.sure.len()) {
            (Combine::KeepAll, _) => maybe().collect(),
            (Combine::HighestWins, _) => {
                let highest = self.sure.last().map(|value| Possible::Value(*value));
                maybe().filter(|value| highest.is_none_or(|highest| *value > highest)).collect()
            }
            (Combine::OneValue, 0) if self.maybe.len() >= 2 => maybe().chain([Possible::Conflict]).collect(),
            (Combine::OneValue, 0) => maybe().collect(),
            (Combine::OneValue, 1) if !self.maybe.is_empty() => BTreeSet::from([Possible::Conflict]),
            (Combine::OneValue, _) => BTreeSet::new(),
        }
    }
}

/// Rules in Yes that give what the outcome is.
fn by(evaluation: &Evaluation<'_>, given: &Given, voices: &[Voice]) -> Vec<RuleId> {
    let gives = |value: u32| match given {
        Given::None => false,
        Given::Value(given) => value == *given,
        Given::Conflict | Given::All(_) => true,
    };
    let sure = voices.iter().filter(|voice| voice.truth == Truth::Yes && gives(voice.value));
    let rules: BTreeSet<RuleId> = sure.map(|voice| voice.rule).collect();
    let mut rules: Vec<RuleId> = rules.into_iter().collect();
    sort_by_text(evaluation.plan, &mut rules);
    rules
}

/// The order in which possible values are listed, whatever the order of their declaration where that means nothing:
/// by name, or highest first where the highest wins; then `conflict`, then `none`.
fn rank(outcome: &Outcome, possible: Possible) -> (u8, std::cmp::Reverse<u32>, &str) {
    match (possible, outcome.combine) {
        (Possible::Value(value), Combine::HighestWins) => (0, std::cmp::Reverse(value), ""),
        (Possible::Value(value), Combine::OneValue | Combine::KeepAll) => {
            (0, std::cmp::Reverse(0), name(outcome, value))
        }
        (Possible::Conflict, _) => (1, std::cmp::Reverse(0), ""),
        (Possible::None, _) => (2, std::cmp::Reverse(0), ""),
    }
}

fn name(outcome: &Outcome, value: u32) -> &str {
    outcome.values.get(value as usize).map_or("", |value| value.name.as_str())
}
