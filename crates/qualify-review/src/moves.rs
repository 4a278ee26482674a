//! Two plans become every move that a lead can make between them, each proved away or shown by a lead.

mod facts;

use qualify::analysis::{Causes, Comparison, Difference, OutcomeSaid, Shift, Transition};
use qualify::eval::{Assumptions, Findings, Given, findings};
use qualify::names::{open_outcomes, outcome_value, place_name, rule_name};
use qualify::plan::{Date, Lead, OutcomeId, Place, Plan, RuleId};
use serde::Serialize;
use std::cmp::Ordering;

use crate::step::{Doing, Step};

pub use facts::Fact;

/// Of each move, about so many pairs of rules that make it are looked for.
const MOST_CAUSES: usize = 2;

/// Whether a move goes up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To a lower stage.
    Down,
    /// Out, to an exit.
    Out,
    /// From one exit to another, or to a stage in the place of another.
    Across,
    /// From an exit to a stage.
    In,
    /// To a higher stage.
    Up,
}

/// A move from one result to another that some lead makes, or that could not be ruled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The result before.
    pub from: String,
    /// The result after.
    pub to: String,
    /// Up or down; by the ladder of after.
    pub direction: Direction,
    /// A lead that moves so; none if it could not be decided whether there is one.
    pub witness: Option<Witness>,
    /// By which other rules leads move so.
    pub others: Others,
    /// How many leads of the sample move so; none without a sample.
    pub counted: Option<u64>,
    /// Keys of the first of them.
    pub keys: Vec<String>,
}

/// Rules by which leads make a move, besides those of the lead that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Others {
    /// Rules before and after.
    pub pairs: Vec<RuleRefs>,
    /// Whether every lead that moves so does it by these or by those of the lead that is shown: proved.
    pub are_all: bool,
}

/// A rule that gave a lead its result before, and one that gives it after; none where no rule gives it more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRefs {
    /// The rule before.
    pub before: Option<RuleRef>,
    /// The rule after.
    pub after: Option<RuleRef>,
}

/// A move of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeMove {
    /// The outcome.
    pub outcome: String,
    /// Its value before: a value, `conflict` or `none`.
    pub from: String,
    /// Its value after.
    pub to: String,
    /// A lead that moves so; none if it could not be decided.
    pub witness: Option<Witness>,
    /// How many leads of the sample move so.
    pub counted: Option<u64>,
}

/// A score whose lines give other points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreMove {
    /// The score.
    pub score: String,
    /// The fewest and most points before, of any lead.
    pub before: Option<(i64, i64)>,
    /// The fewest and most points after.
    pub after: Option<(i64, i64)>,
}

/// Leads whose results and outcomes stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// What is still open stays as well: proved.
    Stays,
    /// For this lead, what it could become is another.
    Changes(Box<Witness>),
    /// Not found out within the budget.
    Undecided,
}

/// A lead that shows a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The facts in which it is not like an ordinary lead; none of them can be left out.
    pub facts: Vec<Fact>,
    /// The key of the lead of the sample that it is else like; without one, nothing else is known of it.
    pub like: Option<String>,
    /// What the rules of before say.
    pub before: Said,
    /// What the rules of after say.
    pub after: Said,
}

/// What a version says of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The result.
    pub result: String,
    /// What it could become.
    pub could_be: Vec<String>,
    /// The rules that decided the result; none for the lowest stage.
    pub because: Vec<RuleRef>,
    /// The outcomes that it has.
    pub outcomes: Vec<(String, String)>,
    /// What outcomes could become.
    pub outcomes_could_be: Vec<(String, Vec<String>)>,
    /// The stages that it meets, whatever the result is.
    pub meets: Vec<String>,
    /// The stages that it could meet besides.
    pub could_meet: Vec<String>,
    /// The fewest and most points of each score.
    pub scores: Vec<(String, i64, i64)>,
}

/// A rule and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRef {
    /// Its name, or its text.
    pub rule: String,
    /// The file.
    pub file: String,
    /// The line in it.
    pub line: u32,
}

/// All that a change moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moves {
    /// Whether every lead gets the same verdict: proved, refuted, or (none) not decided.
    pub is_same: Option<bool>,
    /// Moves of results: down first, then out, across, in and up.
    pub results: Vec<Move>,
    /// Moves of outcomes.
    pub outcomes: Vec<OutcomeMove>,
    /// Leads whose results and outcomes stay.
    pub open: Open,
    /// Scores that give other points.
    pub scores: Vec<ScoreMove>,
    /// How many pairs of results were asked about.
    pub asked: usize,
    /// How many of them were proved impossible.
    pub impossible: usize,
    /// Facts of one name that are not of one type in both versions: leads with other values of them are not compared.
    pub unrelated: Vec<String>,
}

/// An ordinary lead of the sample.
#[derive(Debug, Clone)]
pub(crate) struct Ordinary {
    /// Its key.
    pub key: String,
    /// The lead as each version reads it.
    pub lead: Difference,
}

/// Two plans, and leads to start from.
pub(crate) struct Asked<'a> {
    pub(crate) old: &'a Plan,
    pub(crate) new: &'a Plan,
    pub(crate) today: Date,
    /// By result of before, ordinary leads.
    pub(crate) ordinary: &'a dyn Fn(Option<&str>) -> Option<Ordinary>,
    /// Is told how far it is.
    pub(crate) steps: &'a dyn Fn(Step),
}

/// A lead that shows a move, as data and as it is told.
struct Shown {
    lead: Difference,
    witness: Witness,
}

impl Asked<'_> {
    /// Asks about every move.
    pub(crate) fn moves(&self) -> Moves {
        let comparison = Comparison::new(self.old, self.new, self.today);
        let mut moves = Moves {
            is_same: Some(true),
            results: Vec::new(),
            outcomes: Vec::new(),
            open: Open::Stays,
            scores: self.scores(&comparison),
            asked: 0,
            impossible: 0,
            unrelated: comparison.unrelated().to_vec(),
        };
        if comparison.is_unchanged() {
            return moves;
        }
        (self.steps)(Step { doing: Doing::Moves, done: 0, of: 0 });
        let mut changes = comparison.changes();
        let transitions = changes.results();
        moves.asked = transitions.len();
        let possible: Vec<_> =
            transitions.into_iter().filter(|transition| transition.shift != Shift::Never).collect();
        moves.impossible = moves.asked - possible.len();
        let mut leads = Vec::new();
        for (at, transition) in possible.iter().enumerate() {
            (self.steps)(Step { doing: Doing::Witnesses, done: at, of: possible.len() });
            let (told, lead) = self.told_move(&comparison, transition);
            moves.results.push(told);
            leads.push(lead);
        }
        (self.steps)(Step { doing: Doing::Moves, done: 0, of: 0 });
        for transition in changes.outcomes() {
            let witness = match &transition.shift {
                Shift::Never => continue,
                Shift::Undecided => None,
                Shift::Moves(difference) => Some(self.witness_of(&comparison, difference, &transition)),
            };
            let (from, to) = (named(&transition.from), named(&transition.to));
            moves.outcomes.push(OutcomeMove {
                outcome: transition.outcome,
                from,
                to,
                witness,
                counted: None,
            });
        }
        moves.open = match changes.what_is_open() {
            Shift::Never => Open::Stays,
            Shift::Undecided => Open::Undecided,
            Shift::Moves(difference) => {
                let (before, after) = self.said(&difference);
                let result = before.result.clone();
                let what_differs: fn(&Said, &Said) -> bool =
                    if open_differs(&before, &after) { open_differs } else { stages_differ };
                let given = |said: &Said| (said.result.clone(), said.outcomes.clone());
                let keeps = |before: &Said, after: &Said| {
                    given(before) == given(after) && what_differs(before, after)
                };
                Open::Changes(Box::new(self.shown(&comparison, &difference, Some(&result), &keeps).witness))
            }
        };
        for (at, (told, lead)) in moves.results.iter_mut().zip(&leads).enumerate() {
            (self.steps)(Step { doing: Doing::Rules, done: at, of: leads.len() });
            if let (Some(witness), Some(lead)) = (&told.witness, lead) {
                told.others = self.others(witness, &changes.causes(lead, MOST_CAUSES));
            }
        }
        moves.results.sort_by_key(|told| (told.direction, told.witness.is_none()));
        moves.is_same = is_same(&moves);
        moves
    }

    /// A move, and the lead that shows it.
    fn told_move(&self, comparison: &Comparison<'_>, transition: &Transition) -> (Move, Option<Difference>) {
        let (from, to) = (transition.from.as_str(), transition.to.as_str());
        let shown = match &transition.shift {
            Shift::Never | Shift::Undecided => None,
            Shift::Moves(difference) => {
                let holds = |before: &Said, after: &Said| before.result == from && after.result == to;
                Some(self.shown(comparison, difference, Some(from), &holds))
            }
        };
        let direction = direction(self.old, self.new, from, to);
        let (from, to) = (from.to_owned(), to.to_owned());
        let (witness, lead) = shown.map(|Shown { lead, witness }| (witness, lead)).unzip();
        let (others, counted, keys) = (Others::default(), None, Vec::new());
        (Move { from, to, direction, witness, others, counted, keys }, lead)
    }

    /// The pairs of rules that are not those of the lead that is shown, which come first.
    fn others(&self, shown: &Witness, causes: &Causes) -> Others {
        let [before, after] = [&shown.before, &shown.after].map(|said| said.because.len().max(1));
        let told = causes.pairs.iter().skip(before * after).map(|pair| RuleRefs {
            before: pair.old.map(|rule| rule_ref(self.old, rule)),
            after: pair.new.map(|rule| rule_ref(self.new, rule)),
        });
        Others { pairs: told.collect(), are_all: causes.are_all }
    }

    fn witness_of(
        &self,
        comparison: &Comparison<'_>,
        difference: &Difference,
        transition: &qualify::analysis::OutcomeTransition,
    ) -> Witness {
        let (from, to) = (named(&transition.from), named(&transition.to));
        let has = |said: &Said, value: &str| {
            let mut of = said.outcomes.iter().filter(|(outcome, _)| *outcome == transition.outcome);
            if value == "none" { of.next().is_none() } else { of.any(|(_, given)| given == value) }
        };
        let (before, after) = self.said(difference);
        let is_one = has(&before, &from) && has(&after, &to);
        let holds = |before: &Said, after: &Said| match is_one {
            true => has(before, &from) && has(after, &to),
            // Where a lead keeps all values, one came or went beside others.
            false => {
                let value = if from == "none" { &to } else { &from };
                has(before, value) == (value == &from) && has(after, value) == (value == &to)
            }
        };
        self.shown(comparison, difference, None, &holds).witness
    }

    /// The lead, as like an ordinary one as it can be.
    fn shown(
        &self,
        comparison: &Comparison<'_>,
        difference: &Difference,
        from: Option<&str>,
        holds: &dyn Fn(&Said, &Said) -> bool,
    ) -> Shown {
        let ordinary = (self.ordinary)(from);
        let nobody = Difference { old: Lead::empty(self.old), new: Lead::empty(self.new) };
        let start = ordinary.as_ref().map_or(&nobody, |ordinary| &ordinary.lead);
        let still = |lead: &Difference| {
            let (before, after) = self.said(lead);
            holds(&before, &after)
        };
        let lead = comparison.nearer(difference, start, &still);
        let (before, after) = self.said(&lead);
        let facts = facts::between([self.old, self.new], start, &lead);
        let like = ordinary.as_ref().map(|ordinary| ordinary.key.clone());
        Shown { lead, witness: Witness { facts, like, before, after } }
    }

    fn said(&self, lead: &Difference) -> (Said, Said) {
        (said(self.old, self.today, &lead.old), said(self.new, self.today, &lead.new))
    }

    fn scores(&self, comparison: &Comparison<'_>) -> Vec<ScoreMove> {
        let range = |plan: &Plan, name: &str| {
            let at = plan.scores.iter().position(|score| score.name == name)?;
            let analysis = qualify::analysis::Analysis::new(plan, self.today);
            let (low, high) = analysis.score_range(qualify::plan::ScoreId::from_index(at))?;
            Some((low.points, high.points))
        };
        let told = |score: String| {
            let (before, after) = (range(self.old, &score), range(self.new, &score));
            ScoreMove { score, before, after }
        };
        comparison.changed_scores().into_iter().map(told).collect()
    }
}

/// Whether what result and outcomes could become is another.
pub(crate) fn open_differs(before: &Said, after: &Said) -> bool {
    (&before.could_be, &before.outcomes_could_be) != (&after.could_be, &after.outcomes_could_be)
}

fn stages_differ(before: &Said, after: &Said) -> bool {
    (&before.meets, &before.could_meet) != (&after.meets, &after.could_meet)
}

fn is_same(moves: &Moves) -> Option<bool> {
    let is_shown = moves.results.iter().any(|told| told.witness.is_some())
        || moves.outcomes.iter().any(|told| told.witness.is_some())
        || matches!(moves.open, Open::Changes(_));
    let is_undecided =
        !moves.results.is_empty() || !moves.outcomes.is_empty() || moves.open == Open::Undecided;
    match (is_shown, is_undecided) {
        (true, _) => Some(false),
        (false, true) => None,
        (false, false) => Some(true),
    }
}

fn named(said: &OutcomeSaid) -> String {
    match said {
        OutcomeSaid::Value(value) => value.clone(),
        OutcomeSaid::Conflict => "conflict".to_owned(),
        OutcomeSaid::None => "none".to_owned(),
    }
}

/// Which way a move goes, by the ladder of after, or else of before. Stages that no ladder has both are compared by the stages
/// around them that both ladders have; one that has another name now is across.
pub(crate) fn direction(old: &Plan, new: &Plan, from: &str, to: &str) -> Direction {
    let rung = |plan: &Plan, name: &str| plan.stages.iter().position(|stage| stage.name == name);
    let is_stage = |name: &str| rung(new, name).or_else(|| rung(old, name)).is_some();
    match (is_stage(from), is_stage(to)) {
        (true, false) => return Direction::Out,
        (false, true) => return Direction::In,
        (false, false) => return Direction::Across,
        (true, true) => {}
    }
    let on_one = [new, old].into_iter().find_map(|plan| Some((rung(plan, from)?, rung(plan, to)?)));
    // By how many stages of both ladders it stands at or above, and whether it is one of them.
    let shared = |name: &str| {
        let plan = if rung(old, name).is_some() { old } else { new };
        let other = if std::ptr::eq(plan, old) { new } else { old };
        let up_to = rung(plan, name).map_or(0, |at| at + 1);
        let below = plan.stages.iter().take(up_to).filter(|stage| rung(other, &stage.name).is_some());
        (below.count(), rung(other, name).is_none())
    };
    let (from, to) =
        on_one.map_or_else(|| (shared(from), shared(to)), |(from, to)| ((from, false), (to, false)));
    match from.cmp(&to) {
        Ordering::Less => Direction::Up,
        Ordering::Greater => Direction::Down,
        Ordering::Equal => Direction::Across,
    }
}

/// What a version says of a lead, in names.
pub(crate) fn said(plan: &Plan, today: Date, lead: &Lead) -> Said {
    told(plan, &findings(plan, today, lead, Assumptions::Made))
}

/// Findings in names.
pub(crate) fn told(plan: &Plan, found: &Findings) -> Said {
    let name = |place: Place| place_name(plan, place).to_owned();
    let outcomes =
        plan.outcomes.iter().zip(&found.outcomes).enumerate().flat_map(|(at, (outcome, finding))| {
            let value = |value: u32| outcome_value(plan, OutcomeId::from_index(at), value).to_owned();
            let given = match &finding.given {
                Given::None => Vec::new(),
                Given::Value(given) => vec![value(*given)],
                Given::Conflict => vec!["conflict".to_owned()],
                Given::All(values) => values.iter().map(|given| value(*given)).collect(),
            };
            given.into_iter().map(|given| (outcome.name.clone(), given))
        });
    let open = open_outcomes(plan, &found.outcomes).into_iter();
    Said {
        result: found.result.map(name).unwrap_or_default(),
        could_be: found.could_be.iter().copied().map(name).collect(),
        because: found.because.iter().map(|rule| rule_ref(plan, *rule)).collect(),
        outcomes: outcomes.collect(),
        outcomes_could_be: open
            .map(|(name, values)| (name.to_owned(), values.into_iter().map(str::to_owned).collect()))
            .collect(),
        meets: found.meets.iter().map(|stage| name(Place::Stage(*stage))).collect(),
        could_meet: found.could_meet.iter().map(|stage| name(Place::Stage(*stage))).collect(),
        scores: plan
            .scores
            .iter()
            .zip(&found.scores)
            .map(|(score, points)| (score.name.clone(), points.from, points.to))
            .collect(),
    }
}

fn rule_ref(plan: &Plan, rule: RuleId) -> RuleRef {
    let origin = plan.program.rules.get(rule.index());
    RuleRef {
        rule: rule_name(plan, rule).to_owned(),
        file: origin.map(|origin| origin.file.clone()).unwrap_or_default(),
        line: origin.map_or(0, |origin| origin.line),
    }
}
