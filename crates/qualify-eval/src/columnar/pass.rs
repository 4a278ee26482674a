//! One evaluation of a plan for all leads of a batch, with or without assumptions: the columnar form of [`crate::row`].

use std::array;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    Batch, Column, Date, Expr, ExprId, FactRef, FieldId, Lead, Line, Place, Plan, Predicate, ScoreId, Step,
    Stream, Truth, Value,
};

use crate::asked::{Asked, asked};
use crate::events;
use crate::ops;
use crate::places::ids;
use crate::row::{Assumptions, Evaluation, place_truth};

use super::bits::{Bits, Truths, refill, words, write_chunks};
use super::kernels::{join, join_all};
use super::range::Range;
use super::rounding::Rounding;
use super::scores;
use super::sliced::Sliced;
use super::tests::{AskedOfField, FieldTests};
use super::values::holding;

/// How many parts of a condition are joined at once.
const AT_ONCE: usize = 8;

/// A plan, prepared for batches, and what it found in the last one.
#[derive(Debug, Clone)]
pub(super) struct Pass<'p> {
    pub(super) plan: &'p Plan,
    pub(super) today: Date,
    pub(super) assumptions: Assumptions,
    asked: Vec<Asked<'p>>,
    /// The condition that says what each condition says; mostly itself.
    same: Vec<ExprId>,
    tests: Vec<FieldTests<'p>>,
    /// What is found step by step, after the tests.
    steps: Vec<(Step, Rounding)>,
    /// The fields of which something is assumed while they are missing.
    assuming: Vec<FieldId>,
    pub(super) words: usize,
    truths: Vec<Truths>,
    points: Vec<Range>,
    /// The leads about whose rows something was assumed.
    assumed_of_rows: RefCell<Bits>,
    /// The truth of conditions that are not there.
    no_truths: Truths,
    /// The points of scores that are not there.
    no_points: Range,
}

/// What is to be written, and how much of it is asked for.
type Slot<'a> = (&'a mut Truths, Rounding);

impl<'p> Pass<'p> {
    /// Prepares what some conditions need; with all steps, everything.
    pub(super) fn new(
        plan: &'p Plan,
        today: Date,
        assumptions: Assumptions,
        steps: Vec<(Step, Rounding)>,
    ) -> Self {
        let asked = asked(plan, today, assumptions);
        let same: Vec<ExprId> = ids(asked.len(), ExprId::from_index).map(|id| same_as(&asked, id)).collect();
        let mut by_subject: BTreeMap<(FieldId, bool), Vec<AskedOfField<'p>>> = BTreeMap::new();
        let mut rest = Vec::new();
        for (step, rounding) in steps {
            match step {
                Step::Expr(id) if same.get(id.index()) != Some(&id) => {}
                Step::Expr(id) => match asked.get(id.index()).and_then(|asked| Some((asked.field()?, asked)))
                {
                    Some((field, asked)) => {
                        let asked = AskedOfField { id, asked: asked.clone(), rounding };
                        by_subject.entry((field, asked.asked.is_on_domain())).or_default().push(asked);
                    }
                    None => rest.push((step, rounding)),
                },
                Step::Score(_) => rest.push((step, rounding)),
            }
        }
        let tests = by_subject.into_iter();
        let tests = tests.map(|((field, _), tests)| FieldTests::new(plan, today, field, tests));
        Self {
            plan,
            today,
            assumptions,
            tests: tests.collect(),
            assuming: assuming(plan),
            asked,
            same,
            steps: rest,
            words: 0,
            truths: vec![Truths::default(); plan.exprs.len()],
            points: vec![Range::exactly(0, 0); plan.scores.len()],
            assumed_of_rows: RefCell::default(),
            no_truths: Truths::default(),
            no_points: Range::exactly(0, 0),
        }
    }

    /// Finds the truth of every condition and the points of every score that it was prepared for.
    pub(super) fn run(&mut self, batch: &Batch<'_>) {
        self.words = words(batch.leads);
        refill(&mut self.assumed_of_rows.borrow_mut(), self.words, 0);
        for tests in &mut self.tests {
            let column = batch.columns.get(tests.field().index()).unwrap_or(&Column::Missing);
            tests.run(column, self.words, &mut self.truths);
        }
        for at in 0..self.steps.len() {
            match self.steps.get(at) {
                Some((Step::Expr(id), rounding)) => self.find(*id, *rounding, batch),
                Some((Step::Score(id), _)) => self.add_up(*id, batch),
                None => {}
            }
        }
    }

    fn add_up(&mut self, id: ScoreId, batch: &Batch<'_>) {
        let plan = self.plan;
        let Some(score) = plan.scores.get(id.index()) else { return };
        let points = scores::points(self, batch, score);
        if let Some(slot) = self.points.get_mut(id.index()) {
            *slot = points;
        }
    }

    fn find(&mut self, id: ExprId, rounding: Rounding, batch: &Batch<'_>) {
        let Some(slot) = self.truths.get_mut(id.index()) else { return };
        let mut found = std::mem::take(slot);
        if let Some(asked) = self.asked.get(id.index()) {
            self.write((&mut found, rounding), asked, batch);
        }
        self.truths.get_mut(id.index()).into_iter().for_each(|slot| std::mem::swap(slot, &mut found));
    }

    fn write(&self, (out, rounding): Slot<'_>, asked: &Asked<'p>, batch: &Batch<'_>) {
        match asked {
            Asked::Always(truth) => out.fill(self.words, rounding.of(*truth)),
            Asked::Not(part) => {
                let part = self.truths(*part);
                out.write(rounding, part.is_exact(), |row, bits| {
                    bits.clear();
                    bits.extend(row.opposite().of(part).iter().map(|word| !word));
                });
            }
            Asked::Rule(when, Some(unless)) => self.write_rule((out, rounding), *when, *unless),
            Asked::All(parts) => self.write_joined((out, rounding), parts, u64::MAX, |a, b| a & b),
            Asked::Any(parts) => self.write_joined((out, rounding), parts, 0, |a, b| a | b),
            Asked::AtLeast(k, parts) => {
                let is_exact = parts.iter().all(|part| self.truths(*part).is_exact());
                out.write(rounding, is_exact, |row, bits| {
                    let count =
                        Sliced::count(self.words, parts.iter().map(|part| row.of(self.truths(*part))));
                    *bits = count.at_least(i128::try_from(*k).unwrap_or(i128::MAX));
                });
            }
            Asked::Points(score, comparison) => {
                *out = self.points(*score).compare(*comparison).rounded(rounding);
            }
            Asked::Bands(grade, passing) => match self.plan.grades.get(grade.index()) {
                Some(grade) => {
                    let stretches = scores::stretches(grade, passing);
                    *out = self.points(grade.score).within_any(self.words, &stretches).rounded(rounding);
                }
                None => out.fill(self.words, Truth::No),
            },
            Asked::Rows(test) => {
                let mut truths = Vec::with_capacity(batch.leads);
                self.rows(batch, scores::since(&test.rows), |evaluation| {
                    let measured = events::measure(evaluation, test.measure, &test.rows);
                    truths.push(ops::compare_units(measured, test.comparison));
                });
                out.write(rounding, !truths.contains(&Truth::Unknown), |row, bits| {
                    let of_chunk = |chunk: &[Truth]| {
                        chunk.iter().rev().fold(0, |word, truth| word << 1 | u64::from(row.holds(*truth)))
                    };
                    write_chunks(bits, &truths, of_chunk);
                });
            }
            // Another condition says it, or they are asked with all that are asked of their field.
            Asked::Same(_) | Asked::Rule(_, None) => {}
            Asked::Known(..) | Asked::Number(..) | Asked::Day(..) | Asked::Choice(..) | Asked::Value(..) => {}
        }
    }

    fn write_rule(&self, (out, rounding): Slot<'_>, when: ExprId, unless: ExprId) {
        let (when, unless) = (self.truths(when), self.truths(unless));
        out.write(rounding, when.is_exact() && unless.is_exact(), |row, bits| {
            bits.clear();
            bits.extend_from_slice(row.of(when));
            join(bits, row.opposite().of(unless), |when, unless| when & !unless);
        });
    }

    fn write_joined(
        &self,
        (out, rounding): Slot<'_>,
        parts: &[ExprId],
        of_none: u64,
        joined: impl Fn(u64, u64) -> u64,
    ) {
        let is_exact = parts.iter().all(|part| self.truths(*part).is_exact());
        out.write(rounding, is_exact, |row, bits| {
            refill(bits, self.words, of_none);
            for parts in parts.chunks(AT_ONCE) {
                let of_part = |part: &ExprId| row.of(self.truths(*part));
                let rows: [&[u64]; AT_ONCE] = array::from_fn(|at| parts.get(at).map_or(&[][..], of_part));
                join_all(bits, rows.get(..parts.len()).unwrap_or_default(), &joined);
            }
        });
    }

    /// Asks something of each lead's rows in turn, as the reference does; of its fields it knows one.
    pub(super) fn rows(
        &self,
        batch: &Batch<'_>,
        field: Option<FieldId>,
        mut ask: impl FnMut(&Evaluation<'_>),
    ) {
        let mut values: Vec<Option<Value>> =
            vec![None; if field.is_some() { self.plan.fields.len() } else { 0 }];
        let mut assumed = self.assumed_of_rows.borrow_mut();
        for lead in 0..batch.leads {
            if let Some(field) = field
                && let (Some(slot), Some(column)) =
                    (values.get_mut(field.index()), batch.columns.get(field.index()))
            {
                *slot = column.value(lead);
            }
            let streams: &[Stream] = batch.streams.get(lead).map_or(&[], |streams| streams.as_slice());
            let evaluation =
                Evaluation::of_facts(self.plan, self.today, (&values, streams), self.assumptions);
            ask(&evaluation);
            if evaluation.used_assumption()
                && let Some(word) = assumed.get_mut(lead / 64)
            {
                *word |= 1 << (lead % 64);
            }
        }
    }

    /// The truth of a condition.
    pub(super) fn truths(&self, id: ExprId) -> &Truths {
        let same = self.same.get(id.index()).and_then(|same| self.truths.get(same.index()));
        same.unwrap_or(&self.no_truths)
    }

    /// The truth of a stage or exit.
    pub(super) fn place(&self, place: Place) -> &Truths {
        place_truth(self.plan, place).map_or(&self.no_truths, |id| self.truths(id))
    }

    /// What it found about one lead, for those who ask for one lead.
    pub(super) fn evaluation<'a>(&'a self, lead: &'a Lead, at: usize, assumed: bool) -> Evaluation<'a> {
        let truths = ids(self.truths.len(), ExprId::from_index).map(|id| self.truths(id).at(at)).collect();
        let points = self.points.iter().map(|points| points.at(at)).collect();
        Evaluation::of_truths(self.plan, self.today, lead, self.assumptions, (truths, points), assumed)
    }

    /// The points of a score.
    pub(super) fn points(&self, id: ScoreId) -> &Range {
        self.points.get(id.index()).unwrap_or(&self.no_points)
    }

    /// The leads about which a default, a gap test or an `unknown` line says something while a fact is missing.
    pub(super) fn assumed(&self, batch: &Batch<'_>) -> Bits {
        let mut assumed = self.assumed_of_rows.borrow().clone();
        for field in &self.assuming {
            let column = batch.columns.get(field.index()).unwrap_or(&Column::Missing);
            let known = holding(column, self.words, &|_| true);
            join(&mut assumed, &known, |assumed, known| assumed | !known);
        }
        assumed
    }
}

/// The condition that says what one says: a rule without `unless` says what its `when` does.
fn same_as(asked: &[Asked<'_>], mut id: ExprId) -> ExprId {
    while let Some(Asked::Same(same) | Asked::Rule(same, None)) = asked.get(id.index()) {
        id = *same;
    }
    id
}

/// The fields that tests and tables ask for and about whose gaps the evaluation with assumptions knows something.
fn assuming(plan: &Plan) -> Vec<FieldId> {
    let has_default =
        |field: FieldId| plan.fields.get(field.index()).is_some_and(|field| field.default.is_some());
    let mut fields = BTreeSet::new();
    for step in &plan.steps {
        match step {
            Step::Expr(id) => {
                if let Some(Expr::Test(test)) = plan.exprs.get(id.index())
                    && let FactRef::Field(field) = test.subject.fact
                    && (test.predicate == Predicate::Known || has_default(field))
                {
                    fields.insert(field);
                }
            }
            Step::Score(id) => {
                let mut lines: Vec<&Line> =
                    plan.scores.get(id.index()).map_or(Vec::new(), |score| score.lines.iter().collect());
                while let Some(line) = lines.pop() {
                    match line {
                        Line::Table(table) if table.unknown.is_some() || has_default(table.field) => {
                            fields.insert(table.field);
                        }
                        Line::BestOf(parts) | Line::Group { lines: parts, .. } => lines.extend(parts),
                        Line::Table(_)
                        | Line::When { .. }
                        | Line::Each(_)
                        | Line::Score(_)
                        | Line::FirstOf(_) => {}
                    }
                }
            }
        }
    }
    fields.into_iter().collect()
}
