//! A plan and a question become clauses about an unknown lead: for every condition one literal for "surely" and one for
//! "surely not".
//!
//! ```text
//! condition   surely (yes)           surely not (no)          neither: unknown
//! test        known and it holds     known and it does not
//! not C       no of C                yes of C
//! all of      all yes                any no
//! any of      any yes                all no
//! ```
//!
//! Every clause holds for every lead. What the clauses do not say, they leave open; so "no lead" is a proof, and a lead
//! that they allow is asked of the evaluator before anybody believes it.

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    Comparison, Date, Decimal, EventId, EventTest, Expr, ExprId, FactRef, FieldId, Grade, GradeId, Plan,
    Predicate, Rule, Score, ScoreId, Step, Test, Window,
};

use crate::baseline::Baseline;
use crate::cells::Asked;
use crate::facts::FieldVariables;
use crate::gates::Circuit;
use crate::ladder::StreamVariables;
use crate::points::{Points, shared_lines};
use crate::solver::Lit;
use crate::survey::{Depth, Survey, counted, in_units, points_of, truth_of};

/// When a condition is surely so, and when it surely is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    pub(crate) yes: Lit,
    pub(crate) no: Lit,
}

impl std::ops::Not for Pair {
    type Output = Self;

    fn not(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }
}

/// Clauses about an unknown lead.
#[derive(Debug, Clone)]
pub(crate) struct Model<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) today: Date,
    pub(crate) depth: Depth,
    pub(crate) circuit: Circuit,
    pub(crate) fields: BTreeMap<FieldId, FieldVariables>,
    pub(crate) streams: BTreeMap<EventId, StreamVariables>,
    /// What is left open besides: stages, exits and scores that are not looked into.
    pub(crate) opened: Vec<Lit>,
    /// The lead that leads are made up from; else one of which nothing is known.
    pub(crate) baseline: Option<Baseline>,
    /// Lines that stand in several scores.
    pub(crate) shared_lines: BTreeSet<String>,
    exprs: Vec<Option<Pair>>,
    scores: Vec<Option<Points>>,
    /// Scores with too many points to tell apart: only the limits that tests compare them with are told.
    untold: BTreeSet<ScoreId>,
}

impl<'a> Model<'a> {
    /// Says what is so for every lead about some conditions and scores.
    pub(crate) fn new(
        plan: &'a Plan,
        today: Date,
        depth: Depth,
        roots: impl IntoIterator<Item = ExprId>,
        scores: impl IntoIterator<Item = ScoreId>,
    ) -> Self {
        let mut survey = Survey::of(plan, today, depth, roots, scores);
        cut_since_fields(&mut survey);
        let mut model = Self {
            plan,
            today,
            depth,
            circuit: Circuit::new(),
            fields: BTreeMap::new(),
            streams: BTreeMap::new(),
            opened: Vec::new(),
            baseline: None,
            shared_lines: shared_lines(plan),
            exprs: vec![None; plan.exprs.len()],
            scores: vec![None; plan.scores.len()],
            untold: BTreeSet::new(),
        };
        for (field, questions) in &survey.fields {
            let default = plan.fields.get(field.index()).and_then(|field| field.default.clone());
            let ty = survey.type_of(*field);
            let variables = FieldVariables::new(&mut model.circuit, plan, today, (&ty, default), questions);
            model.fields.insert(*field, variables);
        }
        for (event, tallies) in &survey.tallies {
            let variables = StreamVariables::new(&mut model.circuit, plan, today, *event, tallies);
            model.streams.insert(*event, variables);
        }
        model.open_scores(&survey);
        for step in &plan.steps {
            model.step(*step, &survey);
        }
        model
    }

    /// The literals of a condition that was asked about.
    pub(crate) fn pair(&self, id: ExprId) -> Pair {
        let unknown = Pair { yes: self.circuit.no(), no: self.circuit.no() };
        self.exprs.get(id.index()).copied().flatten().unwrap_or(unknown)
    }

    /// All points of a score that was asked about; none if they are too many to tell apart.
    pub(crate) fn points(&self, id: ScoreId) -> Option<&Points> {
        if self.untold.contains(&id) { None } else { self.scores.get(id.index())?.as_ref() }
    }

    fn step(&mut self, step: Step, survey: &Survey<'_>) {
        match step {
            Step::Expr(id) => {
                if survey.exprs.get(id.index()) == Some(&true)
                    && let Some(expr) = self.plan.exprs.get(id.index())
                {
                    let pair = self.expr(expr);
                    // It is so anyway; said, it need not be found out for each condition.
                    self.circuit.demand(&[!pair.yes, !pair.no]);
                    self.exprs.get_mut(id.index()).into_iter().for_each(|slot| *slot = Some(pair));
                }
            }
            Step::Score(id) => {
                if survey.scores.get(id.index()) == Some(&true)
                    && let Some(score) = self.plan.scores.get(id.index())
                {
                    let limits = survey.limits.get(&id);
                    let points = match self.score(score) {
                        Some(points) => points,
                        None => {
                            self.untold.insert(id);
                            self.open_points(score, limits)
                        }
                    };
                    if let Some(slot) = self.scores.get_mut(id.index()) {
                        *slot = Some(points);
                    }
                }
            }
        }
    }

    /// Scores that are not looked into may have any points.
    fn open_scores(&mut self, survey: &Survey<'_>) {
        if survey.depth == Depth::Whole {
            return;
        }
        for (id, limits) in &survey.limits {
            if let Some(score) = self.plan.scores.get(id.index()) {
                let points = self.open_points(score, Some(limits));
                if let Some(slot) = self.scores.get_mut(id.index()) {
                    *slot = Some(points);
                }
            }
        }
    }

    fn open_points(&mut self, score: &Score, limits: Option<&BTreeSet<i64>>) -> Points {
        let points = Points::open(&mut self.circuit, score, limits);
        self.opened.extend(points.lo.literals().chain(points.hi.literals()));
        points
    }

    /// Something that may be anything: surely so, surely not, or neither.
    fn open_pair(&mut self) -> Pair {
        let pair = Pair { yes: self.circuit.free(), no: self.circuit.free() };
        self.circuit.demand(&[!pair.yes, !pair.no]);
        self.opened.extend([pair.yes, pair.no]);
        pair
    }

    fn expr(&mut self, expr: &Expr) -> Pair {
        match expr {
            Expr::Test(test) => self.test(test),
            Expr::Events(test) => self.events(test),
            Expr::Score(score, comparison) => self.score_test(*score, *comparison),
            Expr::Grade(grade, passing) => self.grade_test(*grade, passing),
            Expr::Place(place) => match (self.depth, truth_of(self.plan, *place)) {
                (Depth::Whole, Some(truth)) => self.pair(truth),
                (Depth::Local, Some(_)) | (_, None) => self.open_pair(),
            },
            Expr::Rule(rule) => {
                self.plan.rules.get(rule.index()).map_or(!self.always(), |rule| self.rule(rule))
            }
            Expr::Not(part) => !self.pair(*part),
            Expr::All(parts) => {
                let parts = self.pairs(parts);
                self.all(&parts)
            }
            Expr::Any(parts) => {
                let parts = self.pairs(parts);
                self.any(&parts)
            }
            Expr::AtLeast(k, parts) => {
                let parts = self.pairs(parts);
                self.at_least(*k as usize, &parts)
            }
        }
    }

    fn pairs(&self, parts: &[ExprId]) -> Vec<Pair> {
        parts.iter().map(|part| self.pair(*part)).collect()
    }

    /// What is surely so.
    pub(crate) fn always(&self) -> Pair {
        Pair { yes: self.circuit.yes(), no: self.circuit.no() }
    }

    /// `all of`
    pub(crate) fn all(&mut self, parts: &[Pair]) -> Pair {
        let yes = self.circuit.and(parts.iter().map(|part| part.yes));
        Pair { yes, no: self.circuit.or(parts.iter().map(|part| part.no)) }
    }

    /// `any of`
    pub(crate) fn any(&mut self, parts: &[Pair]) -> Pair {
        let yes = self.circuit.or(parts.iter().map(|part| part.yes));
        Pair { yes, no: self.circuit.and(parts.iter().map(|part| part.no)) }
    }

    /// `at least k of`: surely not, if fewer than k are not surely not.
    pub(crate) fn at_least(&mut self, k: usize, parts: &[Pair]) -> Pair {
        let yes: Vec<Lit> = parts.iter().map(|part| part.yes).collect();
        let possible: Vec<Lit> = parts.iter().map(|part| !part.no).collect();
        let yes = self.circuit.at_least(k, &yes);
        Pair { yes, no: !self.circuit.at_least(k, &possible) }
    }

    fn rule(&mut self, rule: &Rule) -> Pair {
        if !rule.is_in_force(self.today) && self.depth == Depth::Whole {
            return !self.always();
        }
        self.when_and_not_unless(rule.when, rule.unless)
    }

    fn when_and_not_unless(&mut self, when: ExprId, unless: Option<ExprId>) -> Pair {
        let parts: Vec<Pair> =
            [self.pair(when)].into_iter().chain(unless.map(|unless| !self.pair(unless))).collect();
        self.all(&parts)
    }

    fn test(&mut self, test: &Test) -> Pair {
        let FactRef::Field(field) = test.subject.fact else { return self.open_pair() };
        let Some(variables) = self.fields.get(&field) else { return self.open_pair() };
        if test.predicate == Predicate::Known {
            return Pair { yes: variables.known, no: !variables.known };
        }
        let asked = match test.subject.domain {
            false => Asked::Value(&test.predicate),
            true => Asked::Domain(&test.predicate),
        };
        let holds = variables.holds(&mut self.circuit, self.plan, self.today, asked);
        let (known, default) = (variables.known, variables.default.as_ref());
        match default.map(|value| crate::cells::answer(self.plan, self.today, asked, value)) {
            None => Pair { yes: self.circuit.and([known, holds]), no: self.circuit.and([known, !holds]) },
            Some(by_default) => {
                let by_default = self.circuit.constant(by_default);
                let yes = self.circuit.choose(known, holds, by_default);
                Pair { yes, no: !yes }
            }
        }
    }

    fn events(&mut self, test: &EventTest) -> Pair {
        let counted = counted(test.measure);
        let circuit = &self.circuit;
        let ladder =
            self.streams.get(&test.rows.event).and_then(|stream| stream.ladder(counted, &test.rows, None));
        let Some(ladder) = ladder else { return self.open_pair() };
        let (from, to) = in_units(counted, test.comparison);
        let lo = |number: i128| ladder.lo_at_least(circuit, number);
        let hi = |number: i128| ladder.hi_at_least(circuit, number);
        let ends = [from.map(|from| (lo(from), hi(from))), to.map(|to| (lo(to + 1), hi(to + 1)))];
        self.between(ends)
    }

    fn score_test(&mut self, score: ScoreId, comparison: Comparison<Decimal>) -> Pair {
        let circuit = &self.circuit;
        let Some(points) = self.scores.get(score.index()).and_then(Option::as_ref) else {
            return self.open_pair();
        };
        let (from, to) = points_of(comparison);
        let ends = |number: i64| (points.lo.at_least(circuit, number), points.hi.at_least(circuit, number));
        let ends = [from.map(ends), to.map(|to| ends(to.saturating_add(1)))];
        self.between(ends)
    }

    /// Whether an interval lies between two numbers: for the first and for what is beyond the second, whether its two
    /// ends reach them.
    fn between(&mut self, [from, beyond]: [Option<(Lit, Lit)>; 2]) -> Pair {
        let (yes, no) = (self.circuit.yes(), self.circuit.no());
        let (lo_from, hi_from) = from.unwrap_or((yes, yes));
        let (lo_beyond, hi_beyond) = beyond.unwrap_or((no, no));
        Pair { yes: self.circuit.and([lo_from, !hi_beyond]), no: self.circuit.or([!hi_from, lo_beyond]) }
    }

    fn grade_test(&mut self, grade: GradeId, passing: &[u32]) -> Pair {
        let Some(grade) = self.plan.grades.get(grade.index()) else { return self.open_pair() };
        let possible = self.possible_bands(grade);
        let passes = |at: usize| u32::try_from(at).is_ok_and(|at| passing.binary_search(&at).is_ok());
        let is = |wanted: bool| {
            let bands = possible.iter().enumerate().filter(move |(at, _)| passes(*at) == wanted);
            bands.map(|(_, possible)| !*possible).collect::<Vec<_>>()
        };
        let (failing, passing) = (is(false), is(true));
        Pair { yes: self.circuit.and(failing), no: self.circuit.and(passing) }
    }

    /// Whether each band of a grade is possible, lowest first.
    pub(crate) fn possible_bands(&mut self, grade: &Grade) -> Vec<Lit> {
        let circuit = &mut self.circuit;
        let Some(points) = self.scores.get(grade.score.index()).and_then(Option::as_ref) else {
            return grade.bands.iter().map(|_| circuit.free()).collect();
        };
        let next = grade.bands.iter().skip(1).map(|band| band.floor).chain([None]);
        let bands = grade.bands.iter().zip(next).map(|(band, next)| {
            let reaches = band.floor.map_or(circuit.yes(), |floor| points.hi.at_least(circuit, floor));
            let beyond = next.map_or(circuit.no(), |next| points.lo.at_least(circuit, next));
            circuit.and([reaches, !beyond])
        });
        bands.collect()
    }
}

/// Cuts the fields that windows begin with where other windows of the same event begin, so that the order of the two
/// depends on the cell alone.
fn cut_since_fields(survey: &mut Survey<'_>) {
    let today = i128::from(survey.today.day_number());
    for tallies in survey.tallies.values() {
        let days: Vec<i128> = tallies
            .iter()
            .filter_map(|tally| match tally.rows.window {
                Window::Within(days) => Some(today - i128::from(days)),
                Window::Always | Window::Since(_) => None,
            })
            .collect();
        for tally in tallies {
            if let Window::Since(field) = tally.rows.window {
                let questions = survey.fields.entry(field).or_default();
                // The first day of a window, the day before it, and today and what comes after.
                questions.cuts.extend(days.iter().flat_map(|day| [*day, *day - 1]));
                questions.cuts.extend([today, today + 1]);
            }
        }
    }
}
