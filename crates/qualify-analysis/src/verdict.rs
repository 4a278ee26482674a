//! What the rules of one plan give becomes literals: its result, what that could be, its outcomes (section 7 of the
//! language).

use std::collections::BTreeMap;

use qualify_plan::{Combine, Conclusion, ExitId, Outcome, OutcomeId, Place, Plan, RuleId, StageId};

use crate::model::{Model, Pair};
use crate::solver::Lit;

/// A statement about a verdict, in names that two plans may share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Statement {
    /// The result is this stage or exit.
    Result(String),
    /// The result could become this one.
    CouldBe(String),
    /// This stage is met.
    Meets(String),
    /// This stage could be met.
    CouldMeet(String),
    /// The outcome is (or has) this value; `None` is a conflict.
    Outcome(String, Option<String>),
    /// The outcome could become this: a value, a conflict, or none.
    OutcomeCouldBe(String, Becoming),
}

/// Which part of a verdict a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its result and its outcomes.
    Given,
    /// What these could become.
    Open,
    /// The stages that are met, or could be, whatever the result is.
    Stages,
}

impl Statement {
    pub(crate) fn part(&self) -> Part {
        match self {
            Self::Result(_) | Self::Outcome(..) => Part::Given,
            Self::CouldBe(_) | Self::OutcomeCouldBe(..) => Part::Open,
            Self::Meets(_) | Self::CouldMeet(_) => Part::Stages,
        }
    }
}

/// What an outcome could become.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Becoming {
    Value(String),
    Conflict,
    None,
}

/// The parts of a plan whose verdict is told.
pub(crate) struct Judged {
    pub(crate) stages: Vec<StageId>,
    pub(crate) exits: Vec<ExitId>,
    pub(crate) outcomes: Vec<OutcomeId>,
    pub(crate) rules: Vec<RuleId>,
}

impl Judged {
    /// The conditions that a verdict depends on.
    pub(crate) fn roots(&self, plan: &Plan) -> Vec<qualify_plan::ExprId> {
        let stages = self.stages.iter().filter_map(|id| plan.stages.get(id.index())).map(|stage| stage.truth);
        let exits = self.exits.iter().filter_map(|id| plan.exits.get(id.index())).map(|exit| exit.truth);
        let rules = self.rules.iter().filter_map(|id| plan.rules.get(id.index())).map(|rule| rule.truth);
        stages.chain(exits).chain(rules).collect()
    }
}

impl Model<'_> {
    /// The literal of each statement that a verdict can make; what is not among them never holds.
    pub(crate) fn statements(&mut self, judged: &Judged) -> BTreeMap<Statement, Lit> {
        let mut statements = BTreeMap::new();
        self.places(judged, &mut statements);
        let exits: Vec<Pair> =
            judged.exits.iter().filter_map(|id| self.exit(*id)).map(|(_, pair)| pair).collect();
        let leaves = self.any(&exits);
        for outcome in &judged.outcomes {
            if let Some(declared) = self.plan.outcomes.get(outcome.index()) {
                self.outcome(judged, *outcome, declared, leaves, &mut statements);
            }
        }
        statements
    }

    fn exit(&self, id: ExitId) -> Option<(&str, Pair)> {
        let exit = self.plan.exits.get(id.index())?;
        Some((exit.name.as_str(), self.pair(exit.truth)))
    }

    fn places(&mut self, judged: &Judged, statements: &mut BTreeMap<Statement, Lit>) {
        let mut nobody_left = self.circuit.yes();
        for id in &judged.exits {
            let Some((name, pair)) = self.exit(*id).map(|(name, pair)| (name.to_owned(), pair)) else {
                continue;
            };
            let result = self.circuit.and([nobody_left, pair.yes]);
            let could = self.circuit.and([nobody_left, !pair.yes, !pair.no]);
            statements.insert(Statement::Result(name.clone()), result);
            statements.insert(Statement::CouldBe(name), could);
            nobody_left = self.circuit.and([nobody_left, !pair.yes]);
        }
        let mut none_higher = nobody_left;
        for id in judged.stages.iter().rev() {
            let Some(stage) = self.plan.stages.get(id.index()) else { continue };
            let (name, pair) = (stage.name.clone(), self.pair(stage.truth));
            let open = self.circuit.and([!pair.yes, !pair.no]);
            let result = self.circuit.and([none_higher, pair.yes]);
            let could = self.circuit.and([none_higher, open]);
            statements.insert(Statement::Result(name.clone()), result);
            statements.insert(Statement::CouldBe(name.clone()), could);
            statements.insert(Statement::Meets(name.clone()), pair.yes);
            statements.insert(Statement::CouldMeet(name), open);
            none_higher = self.circuit.and([none_higher, !pair.yes]);
        }
    }

    fn outcome(
        &mut self,
        judged: &Judged,
        id: OutcomeId,
        declared: &Outcome,
        leaves: Pair,
        statements: &mut BTreeMap<Statement, Lit>,
    ) {
        let all = self.votes(judged, id, declared, leaves, Speakers::Considered);
        let exits = self.votes(judged, id, declared, leaves, Speakers::OfExits);
        let current = self.current(declared, &all);
        let mut could = self.could(declared, &all);
        let open = self.circuit.and([!leaves.yes, !leaves.no]);
        match declared.combine {
            Combine::KeepAll => {
                let lost: Vec<Lit> = all
                    .sure
                    .iter()
                    .zip(&exits.sure)
                    .map(|(all, exits)| self.circuit.and([*all, !*exits]))
                    .collect();
                let lost = self.circuit.or(lost);
                could.none = self.circuit.and([open, lost]);
            }
            Combine::HighestWins | Combine::OneValue => {
                let left = self.current(declared, &exits);
                let could_left = self.could(declared, &exits);
                for at in 0..could.values.len() {
                    let get = |lits: &[Lit]| lits.get(at).copied().unwrap_or(self.circuit.no());
                    let (now, then, later) =
                        (get(&current.values), get(&left.values), get(&could_left.values));
                    let before = get(&could.values);
                    let either = self.circuit.or([then, later]);
                    let added = self.circuit.and([open, either, !now]);
                    let value = self.circuit.or([before, added]);
                    could.values.get_mut(at).into_iter().for_each(|slot| *slot = value);
                }
                let either = self.circuit.or([left.conflict, could_left.conflict]);
                let added = self.circuit.and([open, either, !current.conflict]);
                could.conflict = self.circuit.or([could.conflict, added]);
                could.none = self.circuit.and([open, left.none, !current.none]);
            }
        }
        let name = || declared.name.clone();
        for (at, value) in declared.values.iter().enumerate() {
            let lit = |lits: &[Lit]| lits.get(at).copied().unwrap_or(self.circuit.no());
            let (now, later) = (lit(&current.values), lit(&could.values));
            statements.insert(Statement::Outcome(name(), Some(value.name.clone())), now);
            statements.insert(Statement::OutcomeCouldBe(name(), Becoming::Value(value.name.clone())), later);
        }
        statements.insert(Statement::Outcome(name(), None), current.conflict);
        statements.insert(Statement::OutcomeCouldBe(name(), Becoming::Conflict), could.conflict);
        statements.insert(Statement::OutcomeCouldBe(name(), Becoming::None), could.none);
    }

    /// For each value: whether a rule surely gives it, and whether one may that gives it not for sure.
    fn votes(
        &mut self,
        judged: &Judged,
        id: OutcomeId,
        declared: &Outcome,
        leaves: Pair,
        speakers: Speakers,
    ) -> Votes {
        let plan = self.plan;
        let mut votes = Votes { sure: Vec::new(), maybe: Vec::new() };
        for value in 0..u32::try_from(declared.values.len()).unwrap_or(0) {
            let (mut sure, mut possible) = (Vec::new(), Vec::new());
            for rule in judged.rules.iter().filter_map(|rule| plan.rules.get(rule.index())) {
                if !rule.concludes.contains(&Conclusion::Outcome(id, value)) {
                    continue;
                }
                let of_exit = rule.concludes.iter().any(|c| matches!(c, Conclusion::Place(Place::Exit(_))));
                let pair = self.pair(rule.truth);
                let speaks = match (of_exit, speakers) {
                    (true, _) => self.circuit.yes(),
                    (false, Speakers::Considered) => !leaves.yes,
                    (false, Speakers::OfExits) => continue,
                };
                sure.push(self.circuit.and([speaks, pair.yes]));
                possible.push(self.circuit.and([speaks, !pair.no]));
            }
            let sure = self.circuit.or(sure);
            let possible = self.circuit.or(possible);
            votes.sure.push(sure);
            votes.maybe.push(self.circuit.and([possible, !sure]));
        }
        votes
    }

    fn current(&mut self, declared: &Outcome, votes: &Votes) -> Values {
        let none = self.circuit.or(votes.sure.iter().copied());
        let several = self.circuit.at_least(2, &votes.sure);
        let no = self.circuit.no();
        let values = votes.sure.iter().enumerate().map(|(at, sure)| match declared.combine {
            Combine::KeepAll => *sure,
            Combine::OneValue => self.circuit.and([*sure, !several]),
            Combine::HighestWins => {
                let higher: Vec<Lit> = votes.sure.iter().skip(at + 1).map(|higher| !*higher).collect();
                self.circuit.and(higher.into_iter().chain([*sure]))
            }
        });
        let values = values.collect();
        let conflict = if declared.combine == Combine::OneValue { several } else { no };
        Values { values, conflict, none: !none }
    }

    fn could(&mut self, declared: &Outcome, votes: &Votes) -> Values {
        let any = self.circuit.or(votes.sure.iter().copied());
        let several = self.circuit.at_least(2, &votes.sure);
        let any_maybe = self.circuit.or(votes.maybe.iter().copied());
        let several_maybe = self.circuit.at_least(2, &votes.maybe);
        let no = self.circuit.no();
        let values = votes.maybe.iter().enumerate().map(|(at, maybe)| match declared.combine {
            Combine::KeepAll => *maybe,
            Combine::OneValue => self.circuit.and([*maybe, !any]),
            Combine::HighestWins => {
                let higher: Vec<Lit> = votes.sure.iter().skip(at + 1).map(|higher| !*higher).collect();
                self.circuit.and(higher.into_iter().chain([*maybe]))
            }
        });
        let values = values.collect();
        let conflict = match declared.combine {
            Combine::OneValue => {
                let one_more = self.circuit.and([any, !several, any_maybe]);
                let two = self.circuit.and([!any, several_maybe]);
                self.circuit.or([one_more, two])
            }
            Combine::KeepAll | Combine::HighestWins => no,
        };
        Values { values, conflict, none: no }
    }
}

/// Which rules give an outcome its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speakers {
    /// Those of exits if the lead surely leaves, else all.
    Considered,
    /// Those of exits.
    OfExits,
}

struct Votes {
    sure: Vec<Lit>,
    maybe: Vec<Lit>,
}

struct Values {
    values: Vec<Lit>,
    conflict: Lit,
    none: Lit,
}
