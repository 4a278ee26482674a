//! A plan is prepared once and then gives the result of one lead after the other: what [`evaluate`](crate::evaluate) finds, and
//! nothing besides.
//!
//! ```text
//! Plan, today ──► Evaluator ──► result(lead), result(lead), ...
//!
//! conditions ──► aspects ──► rows of terms and points, one for each class of values
//!     └──► forms ──► gates over terms
//! ```
//!
//! A lead has a result because a condition surely holds, so nothing is asked but whether conditions surely hold and whether they
//! surely fail. For each lead, the class of each of its values is looked up, the rows of these classes are and-ed, and the bits that are
//! left say which terms hold. Few gates ask for more, each as late as possible and once.

mod aspects;
mod forms;
mod network;
mod reading;
mod rows;
mod texts;

use qualify_plan::{Date, ExitId, ExprId, GradeId, Lead, Line, Place, Plan, ScoreId, StageId, Truth};

use crate::asked::asked;
use crate::findings::Points;
use crate::interval::Interval;
use crate::row::{Assumptions, Evaluation, band_of, passes};
use crate::{events, ops, score};

use aspects::aspects;
use network::{Bits, Gate, GateId, Guarded, Network};
use rows::{Look, Program, Table};

/// A plan on a day, ready to be asked for results.
///
/// ```
/// # let plan = qualify_eval::testing::Builder::default().finish();
/// # let today = qualify_plan::Date::parse("2026-03-02").unwrap();
/// use qualify_eval::Evaluator;
/// use qualify_plan::Lead;
///
/// let mut evaluator = Evaluator::new(&plan, today);
/// let lead = Lead::empty(&plan);
/// assert_eq!(evaluator.result(&lead), qualify_eval::evaluate(&plan, today, &lead).found.result);
/// ```
///
/// Asking takes no memory from the system once it has met the classes that values fall into, unless rows of events are measured
/// by day or by value.
#[derive(Debug, Clone)]
pub struct Evaluator<'p> {
    prepared: Prepared<'p>,
    memory: Memory<'p>,
}

impl<'p> Evaluator<'p> {
    /// Prepares a plan.
    pub fn new(plan: &'p Plan, today: Date) -> Self {
        let asked = asked(plan, today, Assumptions::Made);
        let (homes, aspects) = aspects(plan, &asked);
        let network = Network::of(plan, &asked, &homes);
        let program = Program { plan, today, asked, homes };
        let (looks, tables): (Vec<_>, Vec<_>) = Look::all(&program, &network, &aspects).into_iter().unzip();
        let mut sums = vec![Vec::new(); plan.scores.len()];
        for (look, scores) in looks.iter().map(Look::scores).enumerate() {
            for (at, score) in scores.enumerate() {
                sums.get_mut(score.index()).into_iter().for_each(|sum: &mut Vec<_>| sum.push((look, at)));
            }
        }
        let memory = Memory {
            turn: 0,
            terms: vec![0; network.terms.len().div_ceil(64)],
            rows: vec![0; tables.len()],
            answers: vec![Answer::default(); network.gates.len()],
            points: vec![(0, Points { from: 0, to: 0 }); plan.scores.len()],
            tables,
        };
        Self { prepared: Prepared { program, network, looks, sums }, memory }
    }

    /// The exit that a lead takes, else the highest stage that it meets; none only for a program without stages.
    pub fn result(&mut self, lead: &Lead) -> Option<Place> {
        self.memory.begin(&self.prepared, lead);
        Asking { prepared: &self.prepared, memory: &mut self.memory, lead }.result()
    }
}

/// What is found out before the first lead.
#[derive(Debug, Clone)]
struct Prepared<'p> {
    program: Program<'p>,
    network: Network<'p>,
    looks: Vec<Look<'p>>,
    /// By score: the looks that give points, and where in their rows these are.
    sums: Vec<Vec<(usize, usize)>>,
}

/// What is known of a lead, and the memory for the next.
#[derive(Debug, Clone)]
struct Memory<'p> {
    /// Answers of other turns are of other leads.
    turn: u32,
    /// A bit for each term: whether it surely holds.
    terms: Vec<u64>,
    /// By look: the row of the lead's value.
    rows: Vec<u32>,
    /// By look.
    tables: Vec<Table<'p>>,
    /// By gate.
    answers: Vec<Answer>,
    /// By score, with the turn in which it was summed.
    points: Vec<(u32, Points)>,
}

/// An answer, and in which turn it was given.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    turn: u32,
    is_so: bool,
}

impl<'p> Memory<'p> {
    /// Forgets the last lead, and looks at the values of the next.
    fn begin(&mut self, prepared: &Prepared<'p>, lead: &Lead) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.turn = 1;
            self.answers.iter_mut().for_each(|answer| answer.turn = 0);
            self.points.iter_mut().for_each(|(turn, _)| *turn = 0);
        }
        self.terms.fill(u64::MAX);
        for ((look, table), slot) in prepared.looks.iter().zip(&mut self.tables).zip(&mut self.rows) {
            let value = lead.values.get(look.field.index()).and_then(Option::as_ref);
            *slot = table.row(&prepared.program, look, value);
            for (terms, left) in self.terms.iter_mut().zip(table.terms(*slot)) {
                *terms &= left;
            }
        }
    }

    fn left(&self, bits: Bits) -> u64 {
        self.terms.get(bits.word).map_or(0, |word| word & bits.mask)
    }
}

/// What a condition is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    Holds,
    Fails,
}

impl Sure {
    fn opposite(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }

    fn is(self, truth: Truth) -> bool {
        match self {
            Self::Holds => truth == Truth::Yes,
            Self::Fails => truth == Truth::No,
        }
    }
}

/// Questions about one lead.
struct Asking<'a, 'p> {
    prepared: &'a Prepared<'p>,
    memory: &'a mut Memory<'p>,
    lead: &'a Lead,
}

impl Asking<'_, '_> {
    fn result(&mut self) -> Option<Place> {
        let Network { ahead, exits, stages, .. } = &self.prepared.network;
        for gate in ahead {
            self.is_so(*gate);
        }
        if let Some(at) = exits.iter().position(|gate| self.is_so(*gate)) {
            return Some(Place::Exit(ExitId::from_index(at)));
        }
        let at = stages.iter().rposition(|gate| self.is_so(*gate))?;
        Some(Place::Stage(StageId::from_index(at)))
    }

    fn is_so(&mut self, id: GateId) -> bool {
        let Some(gate) = self.prepared.network.gates.get(id.index()) else { return false };
        if let Gate::AnyOf(plain, guarded) = gate {
            if plain.iter().any(|bits| self.memory.left(*bits) != 0) {
                return true;
            }
            if guarded.is_empty() {
                return false;
            }
        }
        let turn = self.memory.turn;
        if let Some(answer) = self.memory.answers.get(id.index()).filter(|answer| answer.turn == turn) {
            return answer.is_so;
        }
        let is_so = self.answer(gate);
        self.memory.answers.get_mut(id.index()).into_iter().for_each(|slot| *slot = Answer { turn, is_so });
        is_so
    }

    fn answer(&mut self, gate: &Gate<'_>) -> bool {
        match gate {
            Gate::AnyOf(_, guarded) => guarded.iter().any(|guarded| self.any_guarded(guarded)),
            Gate::AtLeast(k, terms, rest) => {
                let sure: u32 = terms.iter().map(|bits| self.memory.left(*bits).count_ones()).sum();
                let missing = k.saturating_sub(sure as usize);
                missing == 0 || rest.iter().filter(|gate| self.is_so(**gate)).nth(missing - 1).is_some()
            }
            Gate::Points(score, (low, high), sure) => {
                let Points { from, to } = self.points(*score);
                match sure {
                    Sure::Holds => *low <= from && to <= *high,
                    Sure::Fails => to < *low || *high < from,
                }
            }
            Gate::Bands(grade, passing, sure) => sure.is(self.bands(*grade, passing)),
            Gate::Rows(test, sure) => sure.is(ops::compare_units(
                events::measure(&self.facts(), test.measure, &test.rows),
                test.comparison,
            )),
        }
    }

    /// Whether any of the terms that are left has all that it asks besides.
    fn any_guarded(&mut self, guarded: &Guarded) -> bool {
        let mut left = self.memory.left(guarded.bits);
        while left != 0 {
            let lowest = left & left.wrapping_neg();
            let at = (guarded.bits.mask & (lowest - 1)).count_ones() as usize;
            if guarded.rest.get(at).is_some_and(|rest| rest.iter().all(|gate| self.is_so(*gate))) {
                return true;
            }
            left ^= lowest;
        }
        false
    }

    fn truth(&mut self, id: ExprId) -> Truth {
        let mut is = |sure| self.prepared.network.gate((sure, id)).is_some_and(|gate| self.is_so(gate));
        match is(Sure::Holds) {
            true => Truth::Yes,
            false if is(Sure::Fails) => Truth::No,
            false => Truth::Unknown,
        }
    }

    fn bands(&mut self, grade: GradeId, passing: &[u32]) -> Truth {
        let Some(grade) = self.prepared.program.plan.grades.get(grade.index()) else { return Truth::No };
        let points = self.points(grade.score);
        passes(passing, band_of(grade, points.from)..=band_of(grade, points.to))
    }

    fn points(&mut self, id: ScoreId) -> Points {
        let turn = self.memory.turn;
        let known = self.memory.points.get(id.index()).filter(|(known, _)| *known == turn);
        if let Some((_, points)) = known {
            return *points;
        }
        let points = self.summed(id).unwrap_or(Points { from: 0, to: 0 });
        self.memory.points.get_mut(id.index()).into_iter().for_each(|slot| *slot = (turn, points));
        points
    }

    fn summed(&mut self, id: ScoreId) -> Option<Points> {
        let Prepared { program, network, sums, .. } = self.prepared;
        let score = program.plan.scores.get(id.index())?;
        let (mut from, mut to) = (0, 0);
        for (look, at) in sums.get(id.index())? {
            let (low, high) = self.memory.tables.get(*look)?.points(*self.memory.rows.get(*look)?, *at);
            from += low;
            to += high;
        }
        let rest = &network.lines.get(id.index())?.rest;
        if rest.is_empty() {
            let clamped = |points: i64| points.max(score.from).min(score.to);
            return Some(Points { from: clamped(from), to: clamped(to) });
        }
        let local = Interval::between(i128::from(from), i128::from(to));
        let sum = rest.iter().fold(local, |sum, line| sum.plus(self.line(line)));
        Some(score::clamped(sum, Points { from: score.from, to: score.to }))
    }

    fn line(&mut self, line: &Line) -> Interval {
        match line {
            Line::When { points, condition } => score::when(*points, self.truth(*condition)),
            Line::Each(each) => score::for_each(&self.facts(), each),
            Line::Table(table) => score::by_table(&self.facts(), table),
            Line::Score(score) => self.points(*score).interval(),
            Line::FirstOf(lines) => score::first_of(lines, |condition| self.truth(condition)),
            Line::BestOf(lines) => {
                let points = lines.iter().map(|line| self.line(line));
                points.reduce(Interval::best).unwrap_or(Interval::exactly(0))
            }
            Line::Group { cap, lines, .. } => {
                let sum = lines.iter().fold(Interval::exactly(0), |sum, line| sum.plus(self.line(line)));
                score::capped(sum, *cap)
            }
        }
    }

    /// What measures rows and reads tables.
    fn facts(&self) -> Evaluation<'_> {
        let Program { plan, today, .. } = &self.prepared.program;
        let facts = (self.lead.values.as_slice(), self.lead.events.as_slice());
        Evaluation::of_facts(plan, *today, facts, Assumptions::Made)
    }
}
