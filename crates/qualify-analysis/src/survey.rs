//! The conditions of a question become a list of all that they look at: which facts, asked what, which rows, counted
//! how far.

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    AttributeId, Comparison, Date, Decimal, Each, EachOf, EventId, Expr, ExprId, FactRef, Fade, FieldId,
    Line as ScoreLine, Measure, Place, Plan, Predicate, Rows, ScoreId, Test, Type, Window,
};

use crate::cells::{Asked, numbers_of};
use crate::ranges;

/// How far a question looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Through stages, exits and scores to the facts behind them.
    Whole,
    /// No further than the condition itself: stages and exits may be met or not, scores may have any points.
    Local,
}

/// What is counted of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// The rows themselves.
    Rows,
    /// Their distinct days.
    Days,
    /// Distinct values of an attribute.
    Distinct(AttributeId),
    /// The sum of an attribute.
    Sum(AttributeId),
}

/// A quantity of an event's rows: what is counted, of which rows, with which weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) counted: Counted,
    pub(crate) rows: Rows,
    pub(crate) fade: Option<Fade>,
    /// Numbers that it is compared with "at least"; ascending.
    pub(crate) cuts: BTreeSet<i128>,
}

impl Tally {
    /// Whether it is the same quantity, whatever it is compared with.
    pub(crate) fn is_of_same(&self, other: &Self) -> bool {
        self.counted == other.counted && self.rows == other.rows && self.fade == other.fade
    }
}

/// All that is asked of one field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldQuestions<'a> {
    pub(crate) asked: Vec<Asked<'a>>,
    /// Where its line is cut besides, in units.
    pub(crate) cuts: BTreeSet<i128>,
}

/// All that some conditions look at.
#[derive(Debug, Clone)]
pub(crate) struct Survey<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) today: Date,
    pub(crate) depth: Depth,
    /// By [`ExprId`]: whether it is looked at.
    pub(crate) exprs: Vec<bool>,
    /// By [`ScoreId`]: whether it is looked at.
    pub(crate) scores: Vec<bool>,
    pub(crate) fields: BTreeMap<FieldId, FieldQuestions<'a>>,
    pub(crate) tallies: BTreeMap<EventId, Vec<Tally>>,
    /// By [`ScoreId`]: the points that tests compare with "at least".
    pub(crate) limits: BTreeMap<ScoreId, BTreeSet<i64>>,
}

impl<'a> Survey<'a> {
    /// Looks through conditions and scores, and what they stand on.
    pub(crate) fn of(
        plan: &'a Plan,
        today: Date,
        depth: Depth,
        roots: impl IntoIterator<Item = ExprId>,
        scores: impl IntoIterator<Item = ScoreId>,
    ) -> Self {
        let mut survey = Self {
            plan,
            today,
            depth,
            exprs: vec![false; plan.exprs.len()],
            scores: vec![false; plan.scores.len()],
            fields: BTreeMap::new(),
            tallies: BTreeMap::new(),
            limits: BTreeMap::new(),
        };
        let mut open: Vec<ExprId> = roots.into_iter().collect();
        for score in scores {
            survey.score(score, &mut open);
        }
        while let Some(id) = open.pop() {
            let Some(seen) = survey.exprs.get_mut(id.index()) else { continue };
            if !std::mem::replace(seen, true)
                && let Some(expr) = plan.exprs.get(id.index())
            {
                survey.expr(expr, &mut open);
            }
        }
        survey
    }

    fn expr(&mut self, expr: &'a Expr, open: &mut Vec<ExprId>) {
        let plan = self.plan;
        match expr {
            Expr::Test(test) => self.test(test),
            Expr::Events(test) => {
                let counted = counted(test.measure);
                let (from, to) = in_units(counted, test.comparison);
                self.tally(counted, test.rows, None, from.into_iter().chain(to.map(|to| to + 1)));
            }
            Expr::Score(score, comparison) => {
                let (from, to) = points_of(*comparison);
                self.limit(*score, from.into_iter().chain(to.map(|to| to + 1)), open);
            }
            Expr::Grade(grade, _) => {
                if let Some(grade) = plan.grades.get(grade.index()) {
                    self.limit(grade.score, grade.bands.iter().filter_map(|band| band.floor), open);
                }
            }
            Expr::Place(place) => {
                if self.depth == Depth::Whole {
                    open.extend(truth_of(plan, *place));
                }
            }
            Expr::Rule(rule) => {
                let rule = plan.rules.get(rule.index());
                open.extend(rule.into_iter().flat_map(|rule| rule.unless.into_iter().chain([rule.when])));
            }
            Expr::Not(part) => open.push(*part),
            Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => open.extend(parts),
        }
    }

    fn test(&mut self, test: &'a Test) {
        let FactRef::Field(field) = test.subject.fact else { return };
        let questions = self.fields.entry(field).or_default();
        let asked = match (&test.predicate, test.subject.domain) {
            (Predicate::Known, _) => return,
            (predicate, false) => Asked::Value(predicate),
            (predicate, true) => Asked::Domain(predicate),
        };
        questions.asked.push(asked);
    }

    fn limit(&mut self, score: ScoreId, limits: impl Iterator<Item = i64>, open: &mut Vec<ExprId>) {
        self.limits.entry(score).or_default().extend(limits);
        if self.depth == Depth::Whole {
            self.score(score, open);
        }
    }

    fn score(&mut self, id: ScoreId, open: &mut Vec<ExprId>) {
        let plan = self.plan;
        let mut scores = vec![id];
        while let Some(id) = scores.pop() {
            let Some(seen) = self.scores.get_mut(id.index()) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            let Some(score) = plan.scores.get(id.index()) else { continue };
            let wanted = ranges::of_parts(plan, &score.lines, score.from, score.to);
            for (line, wanted) in score.lines.iter().zip(wanted) {
                self.line(line, wanted, &mut scores, open);
            }
        }
    }

    fn line(
        &mut self,
        line: &'a ScoreLine,
        wanted: ranges::Range,
        scores: &mut Vec<ScoreId>,
        open: &mut Vec<ExprId>,
    ) {
        match line {
            ScoreLine::When { condition, .. } => open.push(*condition),
            ScoreLine::Each(each) => self.each(each, wanted),
            ScoreLine::Table(table) => {
                let questions = self.fields.entry(table.field).or_default();
                questions.asked.extend(table.bands.iter().map(|band| Asked::Band(&band.value)));
            }
            ScoreLine::Score(score) => scores.push(*score),
            ScoreLine::FirstOf(parts) => open.extend(parts.iter().map(|part| part.condition)),
            ScoreLine::BestOf(lines) => {
                for line in lines {
                    self.line(line, wanted, scores, open);
                }
            }
            ScoreLine::Group { cap, lines, .. } => {
                let inside = ranges::of_parts(self.plan, lines, -cap, *cap);
                for (line, wanted) in lines.iter().zip(inside) {
                    self.line(line, wanted, scores, open);
                }
            }
        }
    }

    fn each(&mut self, each: &Each, wanted: ranges::Range) {
        let Some(points) = ranges::each_points(self.plan, each, wanted) else { return };
        // No points for each are the same points, however many there are.
        let told = points.iter().filter(|_| each.points > 0);
        let cuts: Vec<i128> = told.map(|points| ranges::weight_for(each, *points)).collect();
        match each.of {
            EachOf::Rows(rows) => self.tally(Counted::Rows, rows, each.fade, cuts.into_iter()),
            EachOf::Days(rows) => self.tally(Counted::Days, rows, each.fade, cuts.into_iter()),
            EachOf::Distinct(attribute, rows) => {
                self.tally(Counted::Distinct(attribute), rows, each.fade, cuts.into_iter());
            }
            EachOf::Field(field) => {
                let scale = i128::from(Decimal::SCALE);
                let questions = self.fields.entry(field).or_default();
                questions.cuts.extend(cuts.into_iter().map(|count| count * scale));
            }
        }
    }

    fn tally(&mut self, counted: Counted, rows: Rows, fade: Option<Fade>, cuts: impl Iterator<Item = i128>) {
        let tallies = self.tallies.entry(rows.event).or_default();
        let same = |tally: &&mut Tally| tally.counted == counted && tally.rows == rows && tally.fade == fade;
        match tallies.iter_mut().find(same) {
            Some(tally) => tally.cuts.extend(cuts),
            None => tallies.push(Tally { counted, rows, fade, cuts: cuts.collect() }),
        }
        if let Window::Since(field) = rows.window {
            self.fields.entry(field).or_default();
        }
    }

    /// The type of a field.
    pub(crate) fn type_of(&self, field: FieldId) -> Type {
        self.plan.fields.get(field.index()).map_or(Type::Text, |field| field.ty.clone())
    }
}

/// What a measure counts.
pub(crate) fn counted(measure: Measure) -> Counted {
    match measure {
        Measure::Count => Counted::Rows,
        Measure::Days => Counted::Days,
        Measure::Distinct(attribute) => Counted::Distinct(attribute),
        Measure::Sum(attribute) => Counted::Sum(attribute),
    }
}

/// The numbers of a tally that a comparison accepts: whole rows, days and values, or ten-thousandths of a sum.
pub(crate) fn in_units(counted: Counted, comparison: Comparison<Decimal>) -> (Option<i128>, Option<i128>) {
    match counted {
        Counted::Sum(_) => numbers_of(comparison, 1),
        Counted::Rows | Counted::Days | Counted::Distinct(_) => {
            let scale = i128::from(Decimal::SCALE);
            let (from, to) = numbers_of(comparison, scale);
            (from.map(|from| from / scale), to.map(|to| to / scale))
        }
    }
}

/// The points that a comparison accepts, both ends included.
pub(crate) fn points_of(comparison: Comparison<Decimal>) -> (Option<i64>, Option<i64>) {
    let scale = i128::from(Decimal::SCALE);
    let (from, to) = numbers_of(comparison, scale);
    let whole = |units: i128| i64::try_from(units / scale).unwrap_or(0);
    (from.map(whole), to.map(whole))
}

/// The condition that a stage or exit stands for.
pub(crate) fn truth_of(plan: &Plan, place: Place) -> Option<ExprId> {
    match place {
        Place::Stage(stage) => plan.stages.get(stage.index()).map(|stage| stage.truth),
        Place::Exit(exit) => plan.exits.get(exit.index()).map(|exit| exit.truth),
    }
}
