//! The forms of conditions become gates over terms, and the lines of scores are shared out among aspects.
//!
//! ```text
//! terms   t0 = a·b    t1 = a·c    t2 = d      one bit each: whether all its local conditions are so
//! gates   MQL = t0 + t1 + t2·(fit >= 60)      any of the bits, and what some of them ask besides
//! ```
//!
//! Only what exits and stages depend on is here.

use qualify_plan::{EventTest, ExprId, GradeId, Line, Plan, ScoreId, Step};

use super::Sure;
use super::aspects::Home;
use super::forms::{Ask, Form, Forms, Product};
use crate::asked::{Asked, whole_between};

/// How deep gates may stand in each other; deeper ones are asked ahead of the others, so that no stack runs out.
const DEEP: usize = 100;

/// Index into [`Network::gates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GateId(u32);

impl GateId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Bits of one word of terms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits {
    pub(super) word: usize,
    pub(super) mask: u64,
}

/// Terms of one word, with the gates that have to hold besides: for each bit of the mask, from the lowest.
#[derive(Debug, Clone)]
pub(super) struct Guarded {
    pub(super) bits: Bits,
    pub(super) rest: Vec<Vec<GateId>>,
}

/// Whether something is surely so.
#[derive(Debug, Clone)]
pub(super) enum Gate<'p> {
    /// Any of these terms, or of those with what they ask besides.
    AnyOf(Vec<Bits>, Vec<Guarded>),
    /// So many of terms and gates.
    AtLeast(usize, Vec<Bits>, Vec<GateId>),
    /// Points between two, both ends included.
    Points(ScoreId, (i64, i64), Sure),
    Bands(GradeId, &'p [u32], Sure),
    Rows(&'p EventTest, Sure),
}

/// The lines of a score.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines<'p> {
    /// Lines whose points depend on one aspect, with its index.
    pub(super) local: Vec<(usize, &'p Line)>,
    /// The others.
    pub(super) rest: Vec<&'p Line>,
}

/// All gates, terms and lines that results depend on.
#[derive(Debug, Clone)]
pub(super) struct Network<'p> {
    pub(super) gates: Vec<Gate<'p>>,
    /// By term: its local conditions.
    pub(super) terms: Vec<Vec<Ask>>,
    /// By score.
    pub(super) lines: Vec<Lines<'p>>,
    /// Strongest first.
    pub(super) exits: Vec<GateId>,
    /// Lowest first.
    pub(super) stages: Vec<GateId>,
    /// What is asked before anything else, in this order.
    pub(super) ahead: Vec<GateId>,
    holds: Vec<Option<GateId>>,
    fails: Vec<Option<GateId>>,
}

impl<'p> Network<'p> {
    pub(super) fn of(plan: &'p Plan, asked: &[Asked<'p>], homes: &[Home]) -> Self {
        let network = Self {
            gates: Vec::new(),
            terms: Vec::new(),
            lines: vec![Lines::default(); plan.scores.len()],
            exits: Vec::new(),
            stages: Vec::new(),
            ahead: Vec::new(),
            holds: vec![None; plan.exprs.len()],
            fails: vec![None; plan.exprs.len()],
        };
        let forms = Forms::of(plan, asked, homes);
        let mut making = Making {
            plan,
            asked,
            homes,
            forms,
            network,
            gates: Vec::new(),
            scores: Vec::new(),
            has_score: vec![false; plan.scores.len()],
        };
        let exits = plan.exits.iter().map(|exit| making.gate((Sure::Holds, exit.truth))).collect();
        let stages = plan.stages.iter().map(|stage| making.gate((Sure::Holds, stage.truth))).collect();
        making.finish();
        let ahead = ahead(plan, &making.network);
        Self { exits, stages, ahead, ..making.network }
    }

    /// The gate of a condition, if anything asks for it.
    pub(super) fn gate(&self, (sure, id): Ask) -> Option<GateId> {
        match sure {
            Sure::Holds => *self.holds.get(id.index())?,
            Sure::Fails => *self.fails.get(id.index())?,
        }
    }
}

struct Making<'m, 'p> {
    plan: &'p Plan,
    asked: &'m [Asked<'p>],
    homes: &'m [Home],
    forms: Forms,
    network: Network<'p>,
    /// What has to be made still.
    gates: Vec<(GateId, Ask)>,
    scores: Vec<ScoreId>,
    has_score: Vec<bool>,
}

impl<'p> Making<'_, 'p> {
    fn finish(&mut self) {
        loop {
            if let Some((gate, ask)) = self.gates.pop() {
                let made = self.made(ask);
                if let Some(slot) = self.network.gates.get_mut(gate.index()) {
                    *slot = made;
                }
            } else if let Some(score) = self.scores.pop() {
                self.share_out(score);
            } else {
                return;
            }
        }
    }

    /// The gate of a condition, which may have to be made still.
    fn gate(&mut self, ask: Ask) -> GateId {
        if let Some(known) = self.network.gate(ask) {
            return known;
        }
        let gate = GateId(u32::try_from(self.network.gates.len()).unwrap_or(u32::MAX));
        self.network.gates.push(Gate::AnyOf(Vec::new(), Vec::new()));
        self.gates.push((gate, ask));
        let (sure, id) = ask;
        let known = match sure {
            Sure::Holds => self.network.holds.get_mut(id.index()),
            Sure::Fails => self.network.fails.get_mut(id.index()),
        };
        known.into_iter().for_each(|slot| *slot = Some(gate));
        gate
    }

    fn score(&mut self, id: ScoreId) {
        if let Some(known @ false) = self.has_score.get_mut(id.index()) {
            *known = true;
            self.scores.push(id);
        }
    }

    fn made(&mut self, ask: Ask) -> Gate<'p> {
        match self.forms.get(ask).cloned() {
            Some(Form::AnyOf(products)) => self.any_of(products),
            Some(Form::AtLeast(k, parts)) => self.at_least(k, &parts),
            Some(Form::Measured) | None => self.measured(ask),
        }
    }

    /// The terms of a gate stand side by side; those that cost most come last.
    fn any_of(&mut self, products: Vec<Product>) -> Gate<'p> {
        let (plain, mut others): (Vec<Product>, Vec<Product>) =
            products.into_iter().partition(|product| product.rest.is_empty());
        let first = self.network.terms.len();
        self.network.terms.extend(plain.into_iter().map(|product| product.local));
        let plain = bits(first, self.network.terms.len());
        for product in &mut others {
            product.rest.sort_by_key(|(_, id)| self.cost(*id));
        }
        others.sort_by_key(|product| product.rest.last().map(|(_, id)| self.cost(*id)));
        let first = self.network.terms.len();
        let mut rest = Vec::with_capacity(others.len());
        for product in others {
            self.network.terms.push(product.local);
            rest.push(product.rest.into_iter().map(|ask| self.gate(ask)).collect::<Vec<_>>());
        }
        let mut rest = rest.into_iter();
        let guarded = bits(first, self.network.terms.len()).into_iter().map(|bits| Guarded {
            rest: rest.by_ref().take(bits.mask.count_ones() as usize).collect(),
            bits,
        });
        Gate::AnyOf(plain, guarded.collect())
    }

    fn at_least(&mut self, k: usize, parts: &[Ask]) -> Gate<'p> {
        let is_local = |(_, id): &Ask| matches!(self.homes.get(id.index()), Some(Home::Local(..)));
        let (local, mut rest): (Vec<Ask>, Vec<Ask>) = parts.iter().partition(|ask| is_local(ask));
        let first = self.network.terms.len();
        self.network.terms.extend(local.into_iter().map(|ask| vec![ask]));
        rest.sort_by_key(|(_, id)| self.cost(*id));
        let terms = bits(first, self.network.terms.len());
        Gate::AtLeast(k, terms, rest.into_iter().map(|ask| self.gate(ask)).collect())
    }

    fn measured(&mut self, (sure, id): Ask) -> Gate<'p> {
        match self.asked.get(id.index()) {
            Some(Asked::Points(score, comparison)) => {
                self.score(*score);
                Gate::Points(*score, whole_between(*comparison), sure)
            }
            Some(Asked::Bands(grade, passing)) => {
                let score = self.plan.grades.get(grade.index()).map(|grade| grade.score);
                score.into_iter().for_each(|score| self.score(score));
                Gate::Bands(*grade, passing, sure)
            }
            Some(Asked::Rows(test)) => Gate::Rows(test, sure),
            _ => Gate::AnyOf(Vec::new(), Vec::new()),
        }
    }

    fn cost(&self, id: ExprId) -> u8 {
        self.asked.get(id.index()).map_or(0, Asked::cost)
    }

    /// Points that depend on one aspect are found with its class; sums of them fit easily, or are not made.
    fn share_out(&mut self, id: ScoreId) {
        let Some(score) = self.plan.scores.get(id.index()) else { return };
        let most: i128 = score.lines.iter().map(most_points).sum();
        for line in &score.lines {
            let aspect = if most < i128::from(i64::MAX) { self.aspect(line) } else { None };
            if aspect.is_none() {
                self.line(line);
            }
            self.network.lines.get_mut(id.index()).into_iter().for_each(|lines| match aspect {
                Some(at) => lines.local.push((at, line)),
                None => lines.rest.push(line),
            });
        }
    }

    /// Makes the gates of what a line asks.
    fn line(&mut self, line: &'p Line) {
        match line {
            Line::When { condition, .. } => self.truth(*condition),
            Line::Each(_) | Line::Table(_) => {}
            Line::Score(score) => self.score(*score),
            Line::FirstOf(parts) => parts.iter().for_each(|part| self.truth(part.condition)),
            Line::BestOf(lines) | Line::Group { lines, .. } => lines.iter().for_each(|line| self.line(line)),
        }
    }

    fn truth(&mut self, id: ExprId) {
        self.gate((Sure::Holds, id));
        self.gate((Sure::Fails, id));
    }

    /// The one aspect that all conditions of a line look at.
    fn aspect(&self, line: &Line) -> Option<usize> {
        let mut common = None;
        let is_local =
            conditions(line)?.into_iter().all(|condition| match self.homes.get(condition.index()) {
                Some(Home::Local(at, _)) => *common.get_or_insert(*at) == *at,
                Some(Home::Constant(_)) => true,
                Some(Home::Mixed) | None => false,
            });
        if is_local { common } else { None }
    }
}

/// The conditions of a line, if its points depend on nothing else.
fn conditions(line: &Line) -> Option<Vec<ExprId>> {
    match line {
        Line::When { condition, .. } => Some(vec![*condition]),
        Line::FirstOf(parts) => Some(parts.iter().map(|part| part.condition).collect()),
        Line::BestOf(lines) | Line::Group { lines, .. } => {
            let each: Option<Vec<_>> = lines.iter().map(conditions).collect();
            each.map(|each| each.concat())
        }
        Line::Each(_) | Line::Table(_) | Line::Score(_) => None,
    }
}

/// How far from 0 the points of a line of conditions can be.
fn most_points(line: &Line) -> i128 {
    match line {
        Line::When { points, .. } => i128::from(points.unsigned_abs()),
        Line::FirstOf(parts) => parts.iter().map(|part| i128::from(part.points.unsigned_abs())).sum(),
        Line::BestOf(lines) | Line::Group { lines, .. } => lines.iter().map(most_points).sum(),
        Line::Each(_) | Line::Table(_) | Line::Score(_) => 0,
    }
}

/// The bits of the terms from one to before another, by word.
fn bits(from: usize, to: usize) -> Vec<Bits> {
    let mut all: Vec<Bits> = Vec::new();
    for term in from..to {
        let (word, bit) = (term / 64, 1 << (term % 64));
        match all.last_mut() {
            Some(bits) if bits.word == word => bits.mask |= bit,
            _ => all.push(Bits { word, mask: bit }),
        }
    }
    all
}

/// Gates in which others stand too deep, in the order in which they can be asked: each looks no deeper than to those before it.
fn ahead(plan: &Plan, network: &Network<'_>) -> Vec<GateId> {
    let (mut gates, mut scores) = (vec![0; network.gates.len()], vec![0; plan.scores.len()]);
    let mut ahead = Vec::new();
    for step in &plan.steps {
        match step {
            Step::Expr(id) => {
                let both =
                    [Sure::Holds, Sure::Fails].into_iter().filter_map(|sure| network.gate((sure, *id)));
                for id in both {
                    let depth =
                        network.gates.get(id.index()).map_or(0, |gate| depth(plan, gate, &gates, &scores))
                            + 1;
                    ahead.extend((depth > DEEP).then_some(id));
                    let depth = if depth > DEEP { 0 } else { depth };
                    gates.get_mut(id.index()).into_iter().for_each(|slot| *slot = depth);
                }
            }
            Step::Score(id) => {
                let lines = network.lines.get(id.index()).map_or(&[][..], |lines| lines.rest.as_slice());
                let of_lines = lines.iter().map(|line| depth_of_line(network, line, &gates, &scores)).max();
                let depth = of_lines.unwrap_or(0) + 1;
                scores.get_mut(id.index()).into_iter().for_each(|slot| *slot = depth);
            }
        }
    }
    ahead
}

/// How deep it goes below a gate.
fn depth(plan: &Plan, gate: &Gate<'_>, gates: &[usize], scores: &[usize]) -> usize {
    let of = |gate: &GateId| gates.get(gate.index()).copied().unwrap_or(0);
    let score = |id: ScoreId| scores.get(id.index()).copied().unwrap_or(0);
    match gate {
        Gate::AnyOf(_, guarded) => {
            guarded.iter().flat_map(|guarded| guarded.rest.iter().flatten()).map(of).max().unwrap_or(0)
        }
        Gate::AtLeast(_, _, rest) => rest.iter().map(of).max().unwrap_or(0),
        Gate::Points(id, ..) => score(*id),
        Gate::Bands(id, ..) => plan.grades.get(id.index()).map_or(0, |grade| score(grade.score)),
        Gate::Rows(..) => 0,
    }
}

/// How deep it goes below a line.
fn depth_of_line(network: &Network<'_>, line: &Line, gates: &[usize], scores: &[usize]) -> usize {
    let of = |id: ExprId| {
        let both = [Sure::Holds, Sure::Fails].into_iter().filter_map(|sure| network.gate((sure, id)));
        both.filter_map(|gate| gates.get(gate.index()).copied()).max().unwrap_or(0)
    };
    match line {
        Line::When { condition, .. } => of(*condition),
        Line::Each(_) | Line::Table(_) => 0,
        Line::Score(id) => scores.get(id.index()).copied().unwrap_or(0),
        Line::FirstOf(parts) => parts.iter().map(|part| of(part.condition)).max().unwrap_or(0),
        Line::BestOf(lines) | Line::Group { lines, .. } => {
            let parts = lines.iter().map(|line| depth_of_line(network, line, gates, scores));
            parts.max().unwrap_or(0) + 1
        }
    }
}
