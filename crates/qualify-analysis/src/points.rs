//! The lines of a score become literals: for each number of points, whether the two ends of the score reach it.

use std::collections::BTreeSet;

use qualify_plan::{
    BandValue, Decimal, Each, EachOf, EventId, FieldId, FirstOf, Line, Plan, Score, Sign, Table, Value, print,
};

use crate::cells::{Asked, answer};
use crate::gates::Circuit;
use crate::model::Model;
use crate::ranges::{self, Range};
use crate::solver::Lit;
use crate::steps::Steps;
use crate::survey::Counted;

/// The two ends of points that may not be exact.
#[derive(Debug, Clone)]
pub(crate) struct Points {
    pub(crate) lo: Steps,
    pub(crate) hi: Steps,
}

impl Points {
    fn exactly(points: i64) -> Self {
        Self { lo: Steps::constant(points), hi: Steps::constant(points) }
    }

    fn negated(&self) -> Self {
        Self { lo: self.hi.negated(), hi: self.lo.negated() }
    }

    fn clamped(&self, min: i64, max: i64) -> Self {
        Self { lo: self.lo.clamped(min, max), hi: self.hi.clamped(min, max) }
    }

    /// Says that the lower end is not above the upper one. It is so anyway; said, it need not be found out for each sum.
    fn demand_order(&self, circuit: &mut Circuit) {
        for value in self.lo.values() {
            let (lo, hi) = (self.lo.at_least(circuit, value), self.hi.at_least(circuit, value));
            circuit.imply(lo, hi);
        }
    }

    /// Any points of the range of a score, told apart at some limits.
    pub(crate) fn open(circuit: &mut Circuit, score: &Score, limits: Option<&BTreeSet<i64>>) -> Self {
        let limits = limits.into_iter().flatten().copied();
        let limits: Vec<i64> = limits.filter(|limit| score.from < *limit && *limit <= score.to).collect();
        let end = |circuit: &mut Circuit| {
            let above: Vec<(i64, Lit)> = limits.iter().map(|limit| (*limit, circuit.free())).collect();
            for ((_, lower), (_, higher)) in above.iter().zip(above.iter().skip(1)) {
                circuit.imply(*higher, *lower);
            }
            above
        };
        let (lo, hi) = (end(circuit), end(circuit));
        for ((_, lo), (_, hi)) in lo.iter().zip(&hi) {
            circuit.imply(*lo, *hi);
        }
        Self { lo: Steps::new(score.from, lo), hi: Steps::new(score.from, hi) }
    }
}

/// The texts of lines that stand in several scores, those inside of others included.
pub(crate) fn shared_lines(plan: &Plan) -> BTreeSet<String> {
    let (mut seen, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for score in &plan.scores {
        let mut of_score = BTreeSet::new();
        let mut open: Vec<&Line> = score.lines.iter().collect();
        while let Some(line) = open.pop() {
            of_score.insert(print::line(plan, line));
            match line {
                Line::Group { lines, .. } | Line::BestOf(lines) => open.extend(lines),
                Line::When { .. } | Line::Each(_) | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => {}
            }
        }
        shared.extend(of_score.intersection(&seen).cloned());
        seen.extend(of_score);
    }
    shared
}

impl Model<'_> {
    /// The points of a score; none if they are too many to tell apart.
    pub(crate) fn score(&mut self, score: &Score) -> Option<Points> {
        let sum = self.sum(&score.lines, score.from, score.to)?;
        Some(sum.clamped(score.from, score.to))
    }

    /// The sum of lines, exact between two limits. Where lines stand means nothing: they are summed in the order of their
    /// text, and sums of the same lines are the same gates. Lines that several scores have come first, so that scores that
    /// differ in a line are the same up to it.
    fn sum(&mut self, lines: &[Line], min: i64, max: i64) -> Option<Points> {
        let wanted = ranges::of_parts(self.plan, lines, min, max);
        let mut lines: Vec<(bool, String, &Line, Range)> = lines
            .iter()
            .zip(wanted)
            .map(|(line, wanted)| {
                let text = print::line(self.plan, line);
                (!self.shared_lines.contains(&text), text, line, wanted)
            })
            .collect();
        lines.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut sum = Points::exactly(0);
        for (_, _, line, wanted) in lines {
            let points = self.line(line, wanted)?;
            points.demand_order(&mut self.circuit);
            let lo = self.circuit.sum(&sum.lo, &points.lo)?;
            sum = Points { lo, hi: self.circuit.sum(&sum.hi, &points.hi)? };
            sum.demand_order(&mut self.circuit);
        }
        Some(sum)
    }

    fn line(&mut self, line: &Line, wanted: Range) -> Option<Points> {
        match line {
            Line::When { points, condition } => {
                let pair = self.pair(*condition);
                Some(match *points >= 0 {
                    true => Points {
                        lo: Steps::points_if(*points, pair.yes),
                        hi: Steps::points_if(*points, !pair.no),
                    },
                    false => Points {
                        lo: Steps::points_if(*points, !pair.no),
                        hi: Steps::points_if(*points, pair.yes),
                    },
                })
            }
            Line::Each(each) => self.each(each, wanted),
            Line::Table(table) => Some(self.table(table)),
            Line::Score(score) => self.points(*score).cloned(),
            Line::FirstOf(parts) => Some(self.first_of(parts)),
            Line::BestOf(lines) => {
                let mut best: Option<Points> = None;
                for line in lines {
                    let points = self.line(line, wanted)?;
                    best = Some(match best {
                        None => points,
                        Some(best) => Points {
                            lo: self.circuit.larger(&best.lo, &points.lo),
                            hi: self.circuit.larger(&best.hi, &points.hi),
                        },
                    });
                }
                Some(best.unwrap_or(Points::exactly(0)))
            }
            Line::Group { cap, lines, .. } => Some(self.sum(lines, -cap, *cap)?.clamped(-cap, *cap)),
        }
    }

    fn each(&mut self, each: &Each, wanted: Range) -> Option<Points> {
        let points = ranges::each_points(self.plan, each, wanted)?;
        let raw = match each.of {
            _ if each.points == 0 => Some(self.no_points(each, &points)),
            EachOf::Rows(rows) => self.tallied(each, Counted::Rows, &rows, &points),
            EachOf::Days(rows) => self.tallied(each, Counted::Days, &rows, &points),
            EachOf::Distinct(attribute, rows) => {
                self.tallied(each, Counted::Distinct(attribute), &rows, &points)
            }
            EachOf::Field(field) => self.counted(each, field, &points),
        }?;
        Some(match each.sign {
            Sign::Add => raw,
            Sign::Subtract => raw.negated(),
        })
    }

    /// No points for each: none, or any points if nobody collected the rows or knows the number.
    fn no_points(&self, each: &Each, points: &[i64]) -> Points {
        let collected = |event: &EventId| self.streams.get(event).map(|stream| !stream.collected);
        let open = match each.of {
            EachOf::Rows(rows) | EachOf::Days(rows) => collected(&rows.event),
            EachOf::Distinct(attribute, rows) => {
                let declared = self.plan.events.get(rows.event.index());
                let fact = declared.and_then(|event| event.attributes.get(attribute.index()));
                let is_endless = fact.is_some_and(|fact| fact.ty.value_count().is_none());
                collected(&rows.event).filter(|_| is_endless)
            }
            EachOf::Field(field) => {
                let variables = self.fields.get(&field).filter(|variables| variables.default.is_none());
                variables.map(|variables| !variables.known)
            }
        };
        let open = open.unwrap_or(self.circuit.no());
        let hi = points.iter().map(|points| (*points, open)).collect();
        Points { lo: Steps::constant(0), hi: Steps::new(0, hi) }
    }

    fn tallied(
        &self,
        each: &Each,
        counted: Counted,
        rows: &qualify_plan::Rows,
        points: &[i64],
    ) -> Option<Points> {
        let stream = self.streams.get(&rows.event);
        if points.is_empty() {
            return Some(Points::exactly(0));
        }
        let ladder = stream?.ladder(counted, rows, each.fade)?;
        let weight = |points: &i64| ranges::weight_for(each, *points);
        let lo = points.iter().map(|p| (*p, ladder.lo_at_least(&self.circuit, weight(p)))).collect();
        let hi = points.iter().map(|p| (*p, ladder.hi_at_least(&self.circuit, weight(p)))).collect();
        Some(Points { lo: Steps::new(0, lo), hi: Steps::new(0, hi) })
    }

    fn counted(&mut self, each: &Each, field: FieldId, points: &[i64]) -> Option<Points> {
        let variables = self.fields.get(&field)?;
        let (known, circuit) = (variables.known, &mut self.circuit);
        let (mut lo, mut hi) = (Vec::new(), Vec::new());
        for points in points {
            let units = ranges::weight_for(each, *points) * i128::from(Decimal::SCALE);
            let reaches = variables.at_least(circuit, units);
            let (few, many) = match &variables.default {
                Some(Value::Number(number)) => {
                    let by_default = circuit.constant(i128::from(number.units()) >= units);
                    (by_default, by_default)
                }
                _ => (circuit.no(), circuit.yes()),
            };
            lo.push((*points, circuit.choose(known, reaches, few)));
            hi.push((*points, circuit.choose(known, reaches, many)));
        }
        Some(Points { lo: Steps::new(0, lo), hi: Steps::new(0, hi) })
    }

    fn table(&mut self, table: &Table) -> Points {
        let Some(variables) = self.fields.get(&table.field) else { return Points::exactly(0) };
        let (known, default) = (variables.known, variables.default.clone());
        let circuit = &mut self.circuit;
        let mut cells: Vec<(i64, Lit)> = Vec::new();
        for band in &table.bands {
            let holds = variables.holds(circuit, self.plan, self.today, Asked::Band(&band.value));
            cells.push((band.points, holds));
        }
        let none: Vec<Lit> = cells.iter().map(|(_, holds)| !*holds).collect();
        if let Some(points) = table.otherwise {
            cells.push((points, circuit.and(none)));
        }
        let all = || table.bands.iter().map(|band| band.points).chain(table.otherwise);
        let by_default = default.and_then(|value| self.band_points(table, &value));
        let (few, many) = match by_default.or(table.unknown) {
            Some(points) => (points, points),
            None => (all().min().unwrap_or(0), all().max().unwrap_or(0)),
        };
        let values: BTreeSet<i64> = all().chain([few, many]).collect();
        let circuit = &mut self.circuit;
        let least = values.first().copied().unwrap_or(0);
        let (mut lo, mut hi) = (Vec::new(), Vec::new());
        for value in values.into_iter().skip(1) {
            let reaching = cells.iter().filter(|(points, _)| *points >= value).map(|(_, holds)| *holds);
            let reaches = circuit.or(reaching.collect::<Vec<_>>());
            let (few, many) = (circuit.constant(few >= value), circuit.constant(many >= value));
            lo.push((value, circuit.choose(known, reaches, few)));
            hi.push((value, circuit.choose(known, reaches, many)));
        }
        Points { lo: Steps::new(least, lo), hi: Steps::new(least, hi) }
    }

    fn band_points(&self, table: &Table, value: &Value) -> Option<i64> {
        let holds = |band: &BandValue| answer(self.plan, self.today, Asked::Band(band), value);
        let band = table.bands.iter().find(|band| holds(&band.value));
        band.map(|band| band.points).or(table.otherwise)
    }

    /// Down the list: a line is possible if it is not No and none before it is Yes; no points at all, if none is Yes.
    fn first_of(&mut self, parts: &[FirstOf]) -> Points {
        let mut reached = self.circuit.yes();
        let mut possible: Vec<(i64, Lit)> = Vec::new();
        for part in parts {
            let pair = self.pair(part.condition);
            possible.push((part.points, self.circuit.and([reached, !pair.no])));
            reached = self.circuit.and([reached, !pair.yes]);
        }
        possible.push((0, reached));
        let values: BTreeSet<i64> = possible.iter().map(|(points, _)| *points).collect();
        let least = values.first().copied().unwrap_or(0);
        let (mut lo, mut hi) = (Vec::new(), Vec::new());
        for value in values.into_iter().skip(1) {
            let of = |wanted: bool| {
                let chosen = possible.iter().filter(move |(points, _)| (*points >= value) == wanted);
                chosen.map(|(_, possible)| *possible).collect::<Vec<_>>()
            };
            let fewer = self.circuit.or(of(false));
            lo.push((value, !fewer));
            hi.push((value, self.circuit.or(of(true))));
        }
        Points { lo: Steps::new(least, lo), hi: Steps::new(least, hi) }
    }
}
