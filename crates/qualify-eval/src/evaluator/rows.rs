//! A class of values becomes a row: which terms are left, and the points of the lines that look at the aspect alone.
//!
//! ```text
//! employees        t0 t1 t2   fit
//! a gap             0  1  1   0 to 15
//! below 50          0  1  1   0
//! 50 to 2000        1  1  1   15
//! above 2000        0  1  1   0
//! ```
//!
//! A lead meets the terms that the rows of all its aspects leave. Source: the bit vectors of T. V. Lakshman and D. Stiliadis,
//! *High-speed policy-based packet forwarding using efficient multi-dimensional range matching*, SIGCOMM 1998.
//!
//! Rows are made when their class is met first, by the tests of the reference.

use std::collections::BTreeMap;

use qualify_plan::{Date, ExprId, FieldId, Line, Plan, ScoreId, Truth, Value};

use super::Sure;
use super::aspects::{Aspect, Home};
use super::network::Network;
use super::reading::Reader;
use crate::asked::Asked;
use crate::interval::{End, Interval};
use crate::score;

/// So many words and points the rows of an aspect may take; then they are made anew.
const MOST: usize = 1 << 20;
/// No row.
const NONE: u32 = u32::MAX;

/// What is needed to make rows.
#[derive(Debug, Clone)]
pub(super) struct Program<'p> {
    pub(super) plan: &'p Plan,
    pub(super) today: Date,
    pub(super) asked: Vec<Asked<'p>>,
    pub(super) homes: Vec<Home>,
}

/// An aspect that results depend on.
#[derive(Debug, Clone)]
pub(super) struct Look<'p> {
    pub(super) field: FieldId,
    /// All conditions that are local to it, parts before wholes.
    local: Vec<ExprId>,
    /// Terms with what they ask of it: local conditions by their index.
    terms: Vec<(usize, Vec<(Sure, usize)>)>,
    /// Lines of each score that looks at it.
    lines: Vec<(ScoreId, Vec<&'p Line>)>,
}

/// The points of a row for one score.
type Ends = (i64, i64);

/// The classes of an aspect and their rows.
#[derive(Debug, Clone)]
pub(super) struct Table<'p> {
    reader: Reader<'p>,
    /// By class.
    rows: Vec<u32>,
    /// Words in a row.
    words: usize,
    /// Row by row: a bit for each term.
    terms: Vec<u64>,
    /// Scores in a row.
    scores: usize,
    /// Row by row: points for each score.
    points: Vec<Ends>,
    /// How many rows there are.
    count: u32,
}

impl<'p> Look<'p> {
    /// Those aspects that terms or lines ask for, each with a table without rows.
    pub(super) fn all(
        program: &Program<'p>,
        network: &Network<'p>,
        aspects: &[Aspect],
    ) -> Vec<(Self, Table<'p>)> {
        let mut terms = vec![BTreeMap::<usize, Vec<(Sure, usize)>>::new(); aspects.len()];
        for (term, asks) in network.terms.iter().enumerate() {
            for (sure, id) in asks {
                if let Some(Home::Local(at, index)) = program.homes.get(id.index())
                    && let Some(terms) = terms.get_mut(*at)
                {
                    terms.entry(term).or_default().push((*sure, *index));
                }
            }
        }
        let mut lines = vec![BTreeMap::<ScoreId, Vec<&'p Line>>::new(); aspects.len()];
        for (score, of_score) in network.lines.iter().enumerate() {
            for (at, line) in &of_score.local {
                let lines =
                    lines.get_mut(*at).map(|lines| lines.entry(ScoreId::from_index(score)).or_default());
                lines.into_iter().for_each(|lines| lines.push(line));
            }
        }
        let words = network.terms.len().div_ceil(64);
        let of_aspect = |((aspect, terms), lines): ((&Aspect, BTreeMap<_, Vec<_>>), BTreeMap<_, Vec<_>>)| {
            let look = Self {
                field: aspect.field,
                local: aspect.local.clone(),
                terms: terms.into_iter().collect(),
                lines: lines.into_iter().collect(),
            };
            let reader = Reader::of(program.plan, program.today, &program.asked, aspect);
            let words = if look.terms.is_empty() { 0 } else { words };
            let table = Table::new(reader, words, look.lines.len());
            (table.words + table.scores > 0).then_some((look, table))
        };
        aspects.iter().zip(terms).zip(lines).filter_map(of_aspect).collect()
    }

    /// The scores that look at it, in the order of their points in rows.
    pub(super) fn scores(&self) -> impl Iterator<Item = ScoreId> {
        self.lines.iter().map(|(score, _)| *score)
    }

    /// The truths of all local conditions for a value or gap.
    fn truths(&self, program: &Program<'p>, value: Option<&Value>) -> Vec<Truth> {
        let mut truths = Vec::with_capacity(self.local.len());
        for id in &self.local {
            let Some(asked) = program.asked.get(id.index()) else { continue };
            truths.push(match asked.field() {
                Some(_) => asked.of_value(program.plan, program.today, value),
                None => asked.of_parts(|part| truth(program, &truths, part)),
            });
        }
        truths
    }
}

/// The truth of a condition that is local or constant.
fn truth(program: &Program<'_>, truths: &[Truth], id: ExprId) -> Truth {
    match program.homes.get(id.index()) {
        Some(Home::Constant(truth)) => *truth,
        Some(Home::Local(_, index)) => truths.get(*index).copied().unwrap_or(Truth::Unknown),
        Some(Home::Mixed) | None => Truth::Unknown,
    }
}

impl<'p> Table<'p> {
    fn new(reader: Reader<'p>, words: usize, scores: usize) -> Self {
        Self { reader, rows: Vec::new(), words, terms: Vec::new(), scores, points: Vec::new(), count: 0 }
    }

    /// The row of a value or gap.
    #[inline]
    pub(super) fn row(&mut self, program: &Program<'p>, look: &Look<'p>, value: Option<&Value>) -> u32 {
        let class = self.reader.class(value);
        match self.rows.get(class) {
            Some(row) if *row != NONE => *row,
            _ => self.make(program, look, value, class),
        }
    }

    /// The terms that a row leaves; none where the aspect takes none away.
    pub(super) fn terms(&self, row: u32) -> &[u64] {
        let start = row as usize * self.words;
        self.terms.get(start..start + self.words).unwrap_or_default()
    }

    /// The points of a row for one of the scores that look at it.
    pub(super) fn points(&self, row: u32, score: usize) -> Ends {
        self.points.get(row as usize * self.scores + score).copied().unwrap_or_default()
    }

    #[cold]
    fn make(&mut self, program: &Program<'p>, look: &Look<'p>, value: Option<&Value>, class: usize) -> u32 {
        let mut class = class;
        if self.reader.is_full() || self.terms.len() + self.points.len() > MOST {
            self.forget();
            class = self.reader.class(value);
        }
        let truths = look.truths(program, value);
        let start = self.terms.len();
        self.terms.resize(start + self.words, u64::MAX);
        for (term, asks) in &look.terms {
            let is_so =
                |(sure, index): &(Sure, usize)| truths.get(*index).is_some_and(|truth| sure.is(*truth));
            if !asks.iter().all(is_so) {
                let word = self.terms.get_mut(start + term / 64);
                word.into_iter().for_each(|word| *word &= !(1 << (term % 64)));
            }
        }
        for (_, lines) in &look.lines {
            let points = lines.iter().map(|line| points(line, &|id| truth(program, &truths, id)));
            let sum = points.fold(Interval::exactly(0), Interval::plus);
            self.points.push((whole(sum.lo()), whole(sum.hi())));
        }
        let row = self.count;
        self.count += 1;
        self.rows.resize(self.rows.len().max(class + 1), NONE);
        self.rows.get_mut(class).into_iter().for_each(|slot| *slot = row);
        row
    }

    fn forget(&mut self) {
        self.reader.forget();
        self.rows.clear();
        self.terms.clear();
        self.points.clear();
        self.count = 0;
    }
}

/// The points of a line of conditions.
fn points(line: &Line, truth: &dyn Fn(ExprId) -> Truth) -> Interval {
    match line {
        Line::When { points, condition } => score::when(*points, truth(*condition)),
        Line::FirstOf(lines) => score::first_of(lines, truth),
        Line::BestOf(lines) => lines
            .iter()
            .map(|line| points(line, truth))
            .reduce(Interval::best)
            .unwrap_or(Interval::exactly(0)),
        Line::Group { cap, lines, .. } => {
            let sum = lines.iter().map(|line| points(line, truth)).fold(Interval::exactly(0), Interval::plus);
            score::capped(sum, *cap)
        }
        Line::Each(_) | Line::Table(_) | Line::Score(_) => Interval::exactly(0),
    }
}

/// An end of a sum that was seen to fit.
fn whole(end: End) -> i64 {
    match end {
        End::At(points) => i64::try_from(points).unwrap_or(if points < 0 { i64::MIN } else { i64::MAX }),
        End::Lowest => i64::MIN,
        End::Highest => i64::MAX,
    }
}
