//! A plan is prepared once and then gives the result of one lead after the other: what [`evaluate`](crate::evaluate) finds, and
//! nothing besides.
//!
//! ```text
//! Plan, today ──► Evaluator ──► result(lead), result(lead), ...
//! ```
//!
//! A lead has a result because a condition surely holds, so nothing is asked but whether conditions surely hold and whether they
//! surely fail, each as late as possible and, where it costs, once. Two questions that can be answered Yes or No stop at the
//! first part that decides, which a truth of three values cannot.

mod ahead;

use qualify_plan::{Date, ExitId, ExprId, GradeId, Lead, Line, Place, Plan, ScoreId, StageId, Truth};

use crate::asked::{Asked, asked};
use crate::findings::Points;
use crate::interval::Interval;
use crate::row::{Assumptions, Evaluation, band_of, passes};
use crate::{events, ops, score};

use ahead::ahead;

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
/// Asking takes no memory from the system, unless rows of events are measured by day or by value, or words of several parts
/// are looked for.
#[derive(Debug, Clone)]
pub struct Evaluator<'p> {
    prepared: Prepared<'p>,
    memory: Memory,
}

impl<'p> Evaluator<'p> {
    /// Prepares a plan.
    pub fn new(plan: &'p Plan, today: Date) -> Self {
        let asked = asked(plan, today, Assumptions::Made);
        let answers = vec![Answer::default(); plan.exprs.len()];
        let points = vec![(0, Points { from: 0, to: 0 }); plan.scores.len()];
        Self {
            prepared: Prepared { plan, today, ahead: ahead(plan, &asked), asked },
            memory: Memory { turn: 0, holds: answers.clone(), fails: answers, points },
        }
    }

    /// The exit that a lead takes, else the highest stage that it meets; none only for a program without stages.
    pub fn result(&mut self, lead: &Lead) -> Option<Place> {
        self.memory.begin();
        Asking { prepared: &self.prepared, memory: &mut self.memory, lead }.result()
    }
}

/// What is found out before the first lead.
#[derive(Debug, Clone)]
struct Prepared<'p> {
    plan: &'p Plan,
    today: Date,
    asked: Vec<Asked<'p>>,
    /// Conditions that are answered before the others, in this order.
    ahead: Vec<ExprId>,
}

/// What is known of a lead, and the memory for the next.
#[derive(Debug, Clone)]
struct Memory {
    /// Answers of other turns are of other leads.
    turn: u32,
    /// By condition: whether it surely holds.
    holds: Vec<Answer>,
    /// By condition: whether it surely fails.
    fails: Vec<Answer>,
    /// By score, with the turn in which it was summed.
    points: Vec<(u32, Points)>,
}

/// An answer, and in which turn it was given.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    turn: u32,
    is_so: bool,
}

impl Memory {
    /// Forgets the last lead.
    fn begin(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        if self.turn == 0 {
            self.turn = 1;
            self.holds.iter_mut().chain(&mut self.fails).for_each(|answer| answer.turn = 0);
            self.points.iter_mut().for_each(|(turn, _)| *turn = 0);
        }
    }

    fn answers(&mut self, sure: Sure) -> &mut [Answer] {
        match sure {
            Sure::Holds => &mut self.holds,
            Sure::Fails => &mut self.fails,
        }
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
    memory: &'a mut Memory,
    lead: &'a Lead,
}

impl<'p> Asking<'_, 'p> {
    fn result(&mut self) -> Option<Place> {
        let Prepared { plan, ahead, .. } = self.prepared;
        for id in ahead {
            self.surely(Sure::Holds, *id);
            self.surely(Sure::Fails, *id);
        }
        let mut exits = plan.exits.iter().enumerate();
        if let Some((at, _)) = exits.find(|(_, exit)| self.surely(Sure::Holds, exit.truth)) {
            return Some(Place::Exit(ExitId::from_index(at)));
        }
        let mut stages = plan.stages.iter().enumerate().rev();
        let (at, _) = stages.find(|(_, stage)| self.surely(Sure::Holds, stage.truth))?;
        Some(Place::Stage(StageId::from_index(at)))
    }

    fn surely(&mut self, sure: Sure, id: ExprId) -> bool {
        let Some(asked) = self.prepared.asked.get(id.index()) else { return false };
        if asked.is_cheap() {
            return sure.is(self.of_fact(asked));
        }
        let turn = self.memory.turn;
        let known = self.memory.answers(sure).get(id.index()).filter(|answer| answer.turn == turn);
        if let Some(answer) = known {
            return answer.is_so;
        }
        let is_so = self.answer(sure, asked);
        let slot = self.memory.answers(sure).get_mut(id.index());
        slot.into_iter().for_each(|slot| *slot = Answer { turn, is_so });
        is_so
    }

    fn answer(&mut self, sure: Sure, asked: &Asked<'p>) -> bool {
        match (asked, sure) {
            (Asked::Same(id), _) => self.surely(sure, *id),
            (Asked::Not(id), _) => self.surely(sure.opposite(), *id),
            (Asked::Rule(when, unless), Sure::Holds) => {
                self.surely(Sure::Holds, *when)
                    && unless.is_none_or(|unless| self.surely(Sure::Fails, unless))
            }
            (Asked::Rule(when, unless), Sure::Fails) => {
                self.surely(Sure::Fails, *when)
                    || unless.is_some_and(|unless| self.surely(Sure::Holds, unless))
            }
            (Asked::All(parts), Sure::Holds) | (Asked::Any(parts), Sure::Fails) => {
                parts.iter().all(|part| self.surely(sure, *part))
            }
            (Asked::All(parts), Sure::Fails) | (Asked::Any(parts), Sure::Holds) => {
                parts.iter().any(|part| self.surely(sure, *part))
            }
            (Asked::AtLeast(k, parts), Sure::Holds) => {
                let mut sure_parts = parts.iter().filter(|part| self.surely(Sure::Holds, **part));
                *k == 0 || sure_parts.nth(k - 1).is_some()
            }
            (Asked::AtLeast(k, parts), Sure::Fails) => {
                // So many may fail and yet leave enough.
                let spare = parts.len().checked_sub(*k);
                let mut failing = parts.iter().filter(|part| self.surely(Sure::Fails, **part));
                spare.is_none_or(|spare| failing.nth(spare).is_some())
            }
            (Asked::Points(score, comparison), _) => {
                sure.is(ops::compare_units(self.points(*score).in_units(), *comparison))
            }
            (Asked::Bands(grade, passing), _) => sure.is(self.bands(*grade, passing)),
            (Asked::Rows(test), _) => sure.is(ops::compare_units(
                events::measure(&self.rows(), test.measure, &test.rows),
                test.comparison,
            )),
            (
                Asked::Always(_)
                | Asked::Known(..)
                | Asked::Number(..)
                | Asked::Day(..)
                | Asked::Choice(..)
                | Asked::Value(..),
                _,
            ) => sure.is(self.of_fact(asked)),
        }
    }

    /// The truth of a test on a fact.
    fn of_fact(&self, asked: &Asked<'p>) -> Truth {
        let Prepared { plan, today, .. } = self.prepared;
        let value = asked.field().and_then(|field| self.lead.values.get(field.index())?.as_ref());
        asked.of_value(plan, *today, value)
    }

    fn truth(&mut self, id: ExprId) -> Truth {
        match self.surely(Sure::Holds, id) {
            true => Truth::Yes,
            false if self.surely(Sure::Fails, id) => Truth::No,
            false => Truth::Unknown,
        }
    }

    fn bands(&mut self, grade: GradeId, passing: &[u32]) -> Truth {
        let Some(grade) = self.prepared.plan.grades.get(grade.index()) else { return Truth::No };
        let points = self.points(grade.score);
        passes(passing, band_of(grade, points.from)..=band_of(grade, points.to))
    }

    fn points(&mut self, id: ScoreId) -> Points {
        let turn = self.memory.turn;
        let known = self.memory.points.get(id.index()).filter(|(known, _)| *known == turn);
        if let Some((_, points)) = known {
            return *points;
        }
        let score = self.prepared.plan.scores.get(id.index());
        let points = score.map_or(Points { from: 0, to: 0 }, |score| {
            score::clamped(self.sum(&score.lines), Points { from: score.from, to: score.to })
        });
        self.memory.points.get_mut(id.index()).into_iter().for_each(|slot| *slot = (turn, points));
        points
    }

    fn sum(&mut self, lines: &[Line]) -> Interval {
        lines.iter().fold(Interval::exactly(0), |sum, line| sum.plus(self.line(line)))
    }

    fn line(&mut self, line: &Line) -> Interval {
        match line {
            Line::When { points, condition } => score::when(*points, self.truth(*condition)),
            Line::Each(each) => score::for_each(&self.rows(), each),
            Line::Table(table) => score::by_table(&self.rows(), table),
            Line::Score(score) => self.points(*score).interval(),
            Line::FirstOf(lines) => score::first_of(lines, |condition| self.truth(condition)),
            Line::BestOf(lines) => lines
                .iter()
                .map(|part| self.line(part))
                .reduce(Interval::best)
                .unwrap_or(Interval::exactly(0)),
            Line::Group { cap, lines, .. } => score::capped(self.sum(lines), *cap),
        }
    }

    /// What measures rows and reads tables.
    fn rows(&self) -> Evaluation<'_> {
        let Prepared { plan, today, .. } = self.prepared;
        let facts = (self.lead.values.as_slice(), self.lead.events.as_slice());
        Evaluation::of_facts(plan, *today, facts, Assumptions::Made)
    }
}
