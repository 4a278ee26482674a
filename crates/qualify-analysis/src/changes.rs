//! Two plans in one model become every move of a lead from one verdict to another, each proved away or shown by a lead.
//!
//! All questions are asked of one set of clauses, which learns from each.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::Findings;
use qualify_plan::{Combine, Conclusion, EventId, ExprId, FieldId, Lead, Place, Plan, RuleId};

use crate::cone::Cone;
use crate::equivalent::{Comparison, Difference, Equivalence};
use crate::find::Found;
use crate::model::Model;
use crate::said::said;
use crate::solver::{Budget, Lit};
use crate::survey::Depth;
use crate::verdict::{Judged, Part, Statement};

/// Whether some lead moves in a certain way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shift {
    /// No possible lead does: proved.
    Never,
    /// This one does; the evaluator confirmed it with both plans.
    Moves(Box<Difference>),
    /// Not found out within the budget.
    Undecided,
}

/// A move from one result to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The result by the first plan: the name of a stage or exit.
    pub from: String,
    /// The result by the second plan.
    pub to: String,
    /// Whether some lead moves so.
    pub shift: Shift,
}

/// A move of an outcome from one value to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeTransition {
    /// The name of the outcome.
    pub outcome: String,
    /// What it is by the first plan.
    pub from: OutcomeSaid,
    /// What it is by the second plan.
    pub to: OutcomeSaid,
    /// Whether some lead moves so.
    pub shift: Shift,
}

/// What an outcome is. Where a lead keeps all values, a value that is lost moves to `None`, one that is gained from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeSaid {
    /// This value.
    Value(String),
    /// Several values where one is allowed.
    Conflict,
    /// No value, or no such outcome.
    None,
}

/// A rule that gives a lead its result by the first plan, and one that does by the second; none where no rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulePair {
    /// A rule of the first plan.
    pub old: Option<RuleId>,
    /// A rule of the second plan.
    pub new: Option<RuleId>,
}

/// The rules by which leads move from one result to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Causes {
    /// Pairs of rules, those of the lead that was given first.
    pub pairs: Vec<RulePair>,
    /// Whether every lead that moves so has one of these pairs: proved.
    pub are_all: bool,
}

type Statements = BTreeMap<Statement, Lit>;

/// What a change from one plan to another moves.
#[derive(Debug)]
pub struct Changes<'c, 'a> {
    comparison: &'c Comparison<'a>,
    model: Model<'c>,
    old: Statements,
    new: Statements,
    /// That each rule of the first plan is surely met, and each of the second.
    rules: [Vec<Lit>; 2],
    /// That nothing is known of facts that are not the same in both plans.
    unrelated: Vec<Lit>,
    /// What the rules ask that only one of the plans has, if they are few.
    near: Option<Cone>,
}

/// Most rules of which it is tried whether leads that know only what they ask show a move.
const MOST_NEAR: usize = 20;
/// What such a try may cost.
const NEAR_CONFLICTS: u64 = 500;
/// What it may cost to find one rule more by which leads move.
const CAUSE_CONFLICTS: u64 = 200;

impl<'c, 'a> Changes<'c, 'a> {
    /// Puts both plans into one model.
    pub(crate) fn new(comparison: &'c Comparison<'a>) -> Self {
        let [old, new] = comparison.judged();
        let plan = &comparison.joined.plan;
        let links = &comparison.joined.links;
        let told = links.iter().flat_map(|link| link.told.iter().copied());
        let roots: Vec<_> = old.roots(plan).into_iter().chain(new.roots(plan)).chain(told).collect();
        let mut model = Model::new(plan, comparison.today, Depth::Whole, roots, []);
        links.iter().for_each(|link| model.relate(link));
        for (first, second) in comparison.related_scores() {
            model.relate_scores(first, second);
        }
        let [mine, theirs] = [&old, &new].map(|judged| spoken(plan, judged));
        let different: BTreeSet<ExprId> =
            mine.symmetric_difference(&theirs).map(|(truth, _)| *truth).collect();
        let is_near = (1..=MOST_NEAR).contains(&different.len());
        let near = is_near.then(|| model.cone_with_rows(different));
        let rules = [&old, &new].map(|judged| {
            let rules = judged.rules.iter().filter_map(|rule| plan.rules.get(rule.index()));
            rules.map(|rule| model.pair(rule.truth).yes).collect()
        });
        let old = model.statements(&old);
        let new = model.statements(&new);
        let unrelated = unknown(&model, comparison);
        Self { comparison, model, old, new, rules, unrelated, near }
    }

    /// Whether some lead gets another verdict in any respect: result, `could_be`, `meets`, `could_meet`, outcomes.
    pub fn verdicts(&mut self) -> Equivalence {
        let differ = self.differ(&|_| true);
        match self.look(&[differ], &|old, new| old != new) {
            Shift::Never => Equivalence::Equivalent,
            Shift::Moves(difference) => Equivalence::Differs(difference),
            Shift::Undecided => Equivalence::Undecided,
        }
    }

    /// Whether some lead keeps its result and its outcomes, and differs in what they could become; or else in the stages
    /// that it meets or could meet besides.
    pub fn what_is_open(&mut self) -> Shift {
        match self.only(Part::Open) {
            Shift::Never => self.only(Part::Stages),
            found @ (Shift::Moves(_) | Shift::Undecided) => found,
        }
    }

    /// Whether some lead keeps its result and its outcomes, and differs in a part of its verdict.
    fn only(&mut self, part: Part) -> Shift {
        let given = self.differ(&|statement| statement.part() == Part::Given);
        let other = self.differ(&|statement| statement.part() == part);
        self.look(&[!given, other], &|old, new| {
            let of = |said: &BTreeSet<Statement>, part: Part| -> Vec<Statement> {
                said.iter().filter(|statement| statement.part() == part).cloned().collect()
            };
            of(old, Part::Given) == of(new, Part::Given) && of(old, part) != of(new, part)
        })
    }

    /// Every move from one result to another: for each pair of different results a lead, or the proof that none moves so.
    pub fn results(&mut self) -> Vec<Transition> {
        let results = |of: &Statements| -> Vec<(String, Lit)> {
            let named = of.iter().filter_map(|(statement, lit)| match statement {
                Statement::Result(name) => Some((name.clone(), *lit)),
                _ => None,
            });
            named.collect()
        };
        let (from, to) = (results(&self.old), results(&self.new));
        let mut transitions = Vec::new();
        for (from, before) in &from {
            for (to, after) in to.iter().filter(|(to, _)| to != from) {
                let is_result = |name: &str, said: &BTreeSet<Statement>| {
                    said.contains(&Statement::Result(name.to_owned()))
                };
                let shift =
                    self.look(&[*before, *after], &|old, new| is_result(from, old) && is_result(to, new));
                transitions.push(Transition { from: from.clone(), to: to.clone(), shift });
            }
        }
        transitions
    }

    /// The rules by which leads move as one does that was found: pairs until there is no lead that moves so by none of
    /// them, but not many more than `most`.
    pub fn causes(&mut self, shown: &Difference, most: usize) -> Causes {
        let comparison = self.comparison;
        let (old, new) = comparison.found(shown);
        let results = (old.result, new.result);
        let mut pairs = rule_pairs(&old, &new);
        let said = [said(comparison.old, &old), said(comparison.new, &new)];
        let is_result = |statement: &&Statement| matches!(statement, Statement::Result(_));
        let mut moves: Vec<Lit> = Vec::new();
        for (said, lits) in said.iter().zip([&self.old, &self.new]) {
            moves.extend(said.iter().find(is_result).and_then(|result| lits.get(result)));
        }
        while pairs.len() < most.saturating_add(1) {
            let by_known: Vec<Lit> = pairs.iter().map(|pair| self.by(*pair)).collect();
            let assumptions: Vec<Lit> =
                moves.iter().copied().chain(by_known.into_iter().map(|lit| !lit)).collect();
            let known = pairs.clone();
            // Rows that other questions needed would be made up in vain.
            self.model.circuit.solver.forget();
            let moves_otherwise = |old: &Findings, new: &Findings| {
                (old.result, new.result) == results
                    && !rule_pairs(old, new).iter().any(|pair| known.contains(pair))
            };
            match self.look_at(&assumptions, CAUSE_CONFLICTS.min(comparison.conflicts), &moves_otherwise) {
                Shift::Never => return Causes { pairs, are_all: true },
                Shift::Undecided => break,
                Shift::Moves(other) => {
                    let (old, new) = comparison.found(&other);
                    pairs.extend(rule_pairs(&old, &new));
                }
            }
        }
        Causes { pairs, are_all: false }
    }

    /// That both rules of a pair are surely met.
    fn by(&mut self, pair: RulePair) -> Lit {
        let [old, new] = &self.rules;
        let lit = |rules: &[Lit], rule: Option<RuleId>| rules.get(rule?.index()).copied();
        let both = [lit(old, pair.old), lit(new, pair.new)];
        self.model.circuit.and(both.into_iter().flatten())
    }

    /// Every move of an outcome from one value to another.
    pub fn outcomes(&mut self) -> Vec<OutcomeTransition> {
        let (old, new) = (self.comparison.old, self.comparison.new);
        let names: BTreeSet<&str> =
            [old, new].iter().flat_map(|plan| &plan.outcomes).map(|outcome| outcome.name.as_str()).collect();
        let mut transitions = Vec::new();
        for name in names {
            let keeps_all = [old, new].iter().any(|plan| keeps_all(plan, name));
            let (from, to) = (self.values(&self.old, name), self.values(&self.new, name));
            let before = self.with_none(from);
            let after = self.with_none(to);
            let pairs: Vec<(OutcomeSaid, Lit, OutcomeSaid, Lit)> = match keeps_all {
                true => self.gained_and_lost(&before, &after),
                false => {
                    let pair = |(from, before): &(OutcomeSaid, Lit)| {
                        let (from, before) = (from.clone(), *before);
                        let others = after.iter().filter(|(to, _)| *to != from);
                        others
                            .map(|(to, after)| (from.clone(), before, to.clone(), *after))
                            .collect::<Vec<_>>()
                    };
                    before.iter().flat_map(pair).collect()
                }
            };
            for (from, before, to, after) in pairs {
                let shift = self.look(&[before, after], &|old, new| match keeps_all {
                    true => loses(old, new, name, &from) || loses(new, old, name, &to),
                    false => is(old, name, &from) && is(new, name, &to),
                });
                transitions.push(OutcomeTransition { outcome: name.to_owned(), from, to, shift });
            }
        }
        transitions
    }

    /// The values that an outcome can have, and a conflict; none for a plan without it.
    fn values(&self, of: &Statements, name: &str) -> Vec<(OutcomeSaid, Lit)> {
        let said = of.iter().filter_map(|(statement, lit)| match statement {
            Statement::Outcome(outcome, value) if outcome == name => {
                Some((value.clone().map_or(OutcomeSaid::Conflict, OutcomeSaid::Value), *lit))
            }
            _ => None,
        });
        said.collect()
    }

    fn with_none(&mut self, mut values: Vec<(OutcomeSaid, Lit)>) -> Vec<(OutcomeSaid, Lit)> {
        let some: Vec<Lit> = values.iter().map(|(_, lit)| *lit).collect();
        let some = self.model.circuit.or(some);
        values.push((OutcomeSaid::None, !some));
        values
    }

    /// Each value that a lead has by one plan and has not by the other.
    fn gained_and_lost(
        &self,
        before: &[(OutcomeSaid, Lit)],
        after: &[(OutcomeSaid, Lit)],
    ) -> Vec<(OutcomeSaid, Lit, OutcomeSaid, Lit)> {
        let no = self.model.circuit.no();
        let lit = |of: &[(OutcomeSaid, Lit)], value: &OutcomeSaid| {
            of.iter().find(|(said, _)| said == value).map_or(no, |(_, lit)| *lit)
        };
        let all: BTreeSet<&OutcomeSaid> = before
            .iter()
            .chain(after)
            .map(|(said, _)| said)
            .filter(|said| **said != OutcomeSaid::None)
            .collect();
        let both = all.into_iter().flat_map(|value| {
            let (old, new) = (lit(before, value), lit(after, value));
            let (has, none) = (value.clone(), OutcomeSaid::None);
            [(has.clone(), old, none.clone(), !new), (none, !old, has, new)]
        });
        both.collect()
    }

    /// That some of the statements differ.
    fn differ(&mut self, which: &dyn Fn(&Statement) -> bool) -> Lit {
        let statements: BTreeSet<&Statement> =
            self.old.keys().chain(self.new.keys()).filter(|statement| which(statement)).collect();
        let mut differences: Vec<Lit> = Vec::new();
        for statement in statements {
            let no = self.model.circuit.no();
            let lit = |of: &Statements| of.get(statement).copied().unwrap_or(no);
            let (old, new) = (lit(&self.old), lit(&self.new));
            differences.push(self.model.circuit.differ(old, new));
        }
        self.model.circuit.or(differences)
    }

    /// A lead for which some literals hold and of which the verdicts of both plans are as wanted.
    fn look(
        &mut self,
        assumptions: &[Lit],
        wanted: &dyn Fn(&BTreeSet<Statement>, &BTreeSet<Statement>) -> bool,
    ) -> Shift {
        let comparison = self.comparison;
        self.look_at(assumptions, comparison.conflicts, &|old, new| {
            wanted(&said(comparison.old, old), &said(comparison.new, new))
        })
    }

    /// The same of what the evaluator found, for so many conflicts.
    fn look_at(
        &mut self,
        assumptions: &[Lit],
        conflicts: u64,
        wanted: &dyn Fn(&Findings, &Findings) -> bool,
    ) -> Shift {
        let comparison = self.comparison;
        let confirm = |lead: &Lead| {
            let (old, new) = comparison.found(&comparison.sides(lead));
            wanted(&old, &new)
        };
        if let Some(lead) = self.near(assumptions, &confirm) {
            return Shift::Moves(Box::new(comparison.sides(&lead)));
        }
        let mut found =
            |assumptions: &[Lit]| self.model.find(assumptions, &mut Budget::conflicts(conflicts), &confirm);
        // A lead that needs a fact which is not the same in both versions may be none that there can be.
        let unknown: Vec<Lit> = assumptions.iter().chain(&self.unrelated).copied().collect();
        match found(&unknown) {
            Found::Lead(lead) => Shift::Moves(Box::new(comparison.sides(&lead))),
            Found::Undecided => Shift::Undecided,
            Found::Nothing(_) if self.unrelated.is_empty() => Shift::Never,
            Found::Nothing(_) => match found(assumptions) {
                Found::Nothing(_) => Shift::Never,
                Found::Lead(_) | Found::Undecided => Shift::Undecided,
            },
        }
    }

    /// A lead that knows only what the rules ask which are others: it costs little, and seldom meets a rule besides.
    fn near(&mut self, assumptions: &[Lit], confirm: &dyn Fn(&Lead) -> bool) -> Option<Lead> {
        let cone = self.near.as_ref()?;
        let outside = self.model.unknown_outside(cone);
        let all: Vec<Lit> = assumptions.iter().chain(&self.unrelated).copied().chain(outside).collect();
        let conflicts = NEAR_CONFLICTS.min(self.comparison.conflicts);
        match self.model.find_in(cone, &all, &mut Budget::conflicts(conflicts), confirm) {
            Found::Lead(lead) => Some(lead),
            Found::Nothing(_) | Found::Undecided => None,
        }
    }
}

/// What a rule asks, and the names of what it concludes, with the values of outcomes.
type Spoken<'p> = (ExprId, Vec<(&'p str, Option<u32>)>);

/// What rules ask and conclude, in names that two plans may share.
fn spoken<'p>(plan: &'p Plan, judged: &Judged) -> BTreeSet<Spoken<'p>> {
    let name = |conclusion: &Conclusion| match *conclusion {
        Conclusion::Place(Place::Stage(id)) => Some((plan.stages.get(id.index())?.name.as_str(), None)),
        Conclusion::Place(Place::Exit(id)) => Some((plan.exits.get(id.index())?.name.as_str(), None)),
        Conclusion::Outcome(id, value) => Some((plan.outcomes.get(id.index())?.name.as_str(), Some(value))),
    };
    let rules = judged.rules.iter().filter_map(|rule| plan.rules.get(rule.index()));
    rules.map(|rule| (rule.truth, rule.concludes.iter().filter_map(name).collect())).collect()
}

/// That nothing is known of facts and events that are not the same in both plans.
fn unknown(model: &Model<'_>, comparison: &Comparison<'_>) -> Vec<Lit> {
    let is_unrelated = |name: &str| comparison.unrelated().iter().any(|other| other == name);
    let plan = &comparison.joined.plan;
    let fields = plan.fields.iter().enumerate().filter(|(_, field)| is_unrelated(&field.name));
    let fields =
        fields.filter_map(|(at, _)| model.fields.get(&FieldId::from_index(at))).map(|field| !field.known);
    let events = plan.events.iter().enumerate().filter(|(_, event)| is_unrelated(&event.name));
    let events = events.filter_map(|(at, _)| model.streams.get(&EventId::from_index(at)));
    fields.chain(events.map(|stream| !stream.collected)).collect()
}

/// All pairs of rules that gave a lead its results; none stands for no rule.
fn rule_pairs(old: &Findings, new: &Findings) -> Vec<RulePair> {
    let or_none = |rules: &[RuleId]| -> Vec<Option<RuleId>> {
        match rules {
            [] => vec![None],
            rules => rules.iter().copied().map(Some).collect(),
        }
    };
    let new = or_none(&new.because);
    let pairs = or_none(&old.because).into_iter().flat_map(|old| new.iter().map(move |new| (old, *new)));
    pairs.map(|(old, new)| RulePair { old, new }).collect()
}

fn keeps_all(plan: &Plan, name: &str) -> bool {
    plan.outcomes.iter().any(|outcome| outcome.name == name && outcome.combine == Combine::KeepAll)
}

/// Whether an outcome is this and nothing else.
fn is(said: &BTreeSet<Statement>, name: &str, wanted: &OutcomeSaid) -> bool {
    let mut given = said
        .iter()
        .filter(|statement| matches!(statement, Statement::Outcome(outcome, _) if outcome == name));
    match wanted {
        OutcomeSaid::None => given.next().is_none(),
        OutcomeSaid::Value(_) | OutcomeSaid::Conflict => has(said, name, wanted),
    }
}

/// Whether one verdict has a value of an outcome that the other has not.
fn loses(one: &BTreeSet<Statement>, other: &BTreeSet<Statement>, name: &str, value: &OutcomeSaid) -> bool {
    has(one, name, value) && !has(other, name, value)
}

/// Whether an outcome has a value, among others; never so for no value.
fn has(said: &BTreeSet<Statement>, name: &str, value: &OutcomeSaid) -> bool {
    match value {
        OutcomeSaid::Value(value) => said.contains(&Statement::Outcome(name.to_owned(), Some(value.clone()))),
        OutcomeSaid::Conflict => said.contains(&Statement::Outcome(name.to_owned(), None)),
        OutcomeSaid::None => false,
    }
}
