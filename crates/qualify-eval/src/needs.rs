//! A condition in Unknown becomes the facts that decide it (section 7.4 of the language).

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{
    AttributeId, EachOf, EventId, EventTest, Expr, ExprId, FactRef, FieldId, FirstOf, Line, Measure, Plan,
    Predicate, Row, Rows, ScoreId, Test, Truth, Window,
};

use crate::events;
use crate::row::{Evaluation, declared, place_truth};
use crate::score;

/// A fact that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// A field, or an attribute of rows.
    Fact(FactRef),
    /// Rows of an event that is not collected.
    Event(EventId),
}

impl Need {
    /// The name: a field's own, `plural.attribute`, or the plural of an event.
    pub(crate) fn name(self, plan: &Plan) -> String {
        let plural =
            |event: EventId| plan.events.get(event.index()).map_or("", |event| event.plural.as_str());
        match self {
            Self::Fact(fact) => {
                let name = declared(plan, fact).map_or("", |fact| fact.name.as_str());
                match fact {
                    FactRef::Field(_) => name.to_owned(),
                    FactRef::Attribute(event, _) => format!("{}.{name}", plural(event)),
                }
            }
            Self::Event(event) => plural(event).to_owned(),
        }
    }
}

/// Whether an assumption holds while a needed fact is missing: it has a default, a test asks whether it is known, or
/// a table has a line for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rests {
    Nowhere,
    OnAssumption,
}

/// Gathers the needs of conditions and scores; each is looked into once, however often it is used.
#[derive(Debug)]
pub(crate) struct Needs<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    found: BTreeMap<Need, Rests>,
    exprs: BTreeSet<ExprId>,
    scores: BTreeSet<ScoreId>,
    queue: Vec<Item>,
}

#[derive(Debug, Clone, Copy)]
enum Item {
    Expr(ExprId),
    Score(ScoreId),
}

impl<'e, 'a> Needs<'e, 'a> {
    /// No needs yet.
    pub(crate) fn new(evaluation: &'e Evaluation<'a>) -> Self {
        let (exprs, scores) = (BTreeSet::new(), BTreeSet::new());
        Self { evaluation, found: BTreeMap::new(), exprs, scores, queue: Vec::new() }
    }

    /// Adds the needs of a condition about the lead; none unless it is in Unknown.
    pub(crate) fn add(&mut self, id: ExprId) {
        self.later(id);
        self.work();
    }

    /// Adds the needs of one line of a score; none if its points are exact.
    pub(crate) fn add_line(&mut self, line: &Line) {
        self.line(line);
        self.work();
    }

    /// The names of all needs, sorted by code point.
    pub(crate) fn names(&self) -> Vec<String> {
        self.sorted(self.found.keys())
    }

    /// The names of those needs about which something is assumed.
    pub(crate) fn assumed_names(&self) -> Vec<String> {
        let assumed = self.found.iter().filter(|(_, rests)| **rests == Rests::OnAssumption);
        self.sorted(assumed.map(|(need, _)| need))
    }

    fn sorted<'n>(&self, needs: impl Iterator<Item = &'n Need>) -> Vec<String> {
        let names: BTreeSet<String> = needs.map(|need| need.name(self.evaluation.plan)).collect();
        names.into_iter().collect()
    }

    /// Looks into conditions one after the other: chains of them may be longer than the stack is deep.
    fn work(&mut self) {
        while let Some(item) = self.queue.pop() {
            match item {
                Item::Expr(id) => self.expr(id, None),
                Item::Score(id) => self.score(id),
            }
        }
    }

    fn later(&mut self, id: ExprId) {
        if self.evaluation.truth(id, None) == Truth::Unknown && self.exprs.insert(id) {
            self.queue.push(Item::Expr(id));
        }
    }

    fn score_later(&mut self, id: ScoreId) {
        if !self.evaluation.score(id).is_exact() && self.scores.insert(id) {
            self.queue.push(Item::Score(id));
        }
    }

    /// The needs of a part: of a `where` at once, as it is about this row only.
    fn part(&mut self, id: ExprId, row: Option<&Row>) {
        match row {
            None => self.later(id),
            Some(_) if self.evaluation.truth(id, row) == Truth::Unknown => self.expr(id, row),
            Some(_) => {}
        }
    }

    /// The needs of a condition in Unknown.
    fn expr(&mut self, id: ExprId, row: Option<&Row>) {
        let plan = self.evaluation.plan;
        match plan.exprs.get(id.index()) {
            Some(Expr::Test(test)) => self.test(test),
            Some(Expr::Events(test)) => self.event_test(test),
            Some(Expr::Score(score, _)) => self.score_later(*score),
            Some(Expr::Grade(grade, _)) => {
                if let Some(grade) = plan.grades.get(grade.index()) {
                    self.score_later(grade.score);
                }
            }
            Some(Expr::Place(place)) => place_truth(plan, *place).into_iter().for_each(|id| self.later(id)),
            Some(Expr::Rule(rule)) => {
                let rule = plan.rules.get(rule.index());
                rule.into_iter().flat_map(|rule| rule.unless.into_iter().chain([rule.when])).for_each(|id| {
                    self.later(id);
                });
            }
            Some(Expr::Not(part)) => self.part(*part, row),
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                parts.iter().for_each(|part| self.part(*part, row));
            }
            None => {}
        }
    }

    fn test(&mut self, test: &Test) {
        let rests = match test.predicate {
            Predicate::Known => Rests::OnAssumption,
            _ => Rests::Nowhere,
        };
        self.fact(test.subject.fact, rests);
    }

    fn fact(&mut self, fact: FactRef, rests: Rests) {
        let has_default = declared(self.evaluation.plan, fact).is_some_and(|fact| fact.default.is_some());
        self.need(Need::Fact(fact), if has_default { Rests::OnAssumption } else { rests });
    }

    fn need(&mut self, need: Need, rests: Rests) {
        let known = self.found.entry(need).or_insert(rests);
        *known = rests.max(*known);
    }

    fn event_test(&mut self, test: &EventTest) {
        match test.measure {
            Measure::Count | Measure::Days => self.rows(&test.rows, None),
            Measure::Distinct(attribute) | Measure::Sum(attribute) => self.rows(&test.rows, Some(attribute)),
        }
    }

    fn rows(&mut self, rows: &Rows, attribute: Option<AttributeId>) {
        let evaluation = self.evaluation;
        let Some(surviving) = events::surviving(evaluation, rows) else {
            return self.need(Need::Event(rows.event), Rests::Nowhere);
        };
        let fact = attribute.map(|attribute| FactRef::Attribute(rows.event, attribute));
        for row in surviving {
            if let Window::Since(field) = rows.window
                && row.window == Truth::Unknown
            {
                self.fact(FactRef::Field(field), Rests::Nowhere);
            }
            if let Some(filter) = rows.filter {
                self.part(filter, Some(row.row));
            }
            if let Some(fact) = fact.filter(|fact| evaluation.value(*fact, Some(row.row)).is_none()) {
                self.fact(fact, Rests::Nowhere);
            }
        }
    }

    fn score(&mut self, id: ScoreId) {
        if let Some(score) = self.evaluation.plan.scores.get(id.index()) {
            score.lines.iter().for_each(|line| self.line(line));
        }
    }

    fn line(&mut self, line: &Line) {
        if score::line(self.evaluation, line).is_exact() {
            return;
        }
        match line {
            Line::When { condition, .. } => self.later(*condition),
            Line::Each(each) => self.each(each.of),
            Line::Table(table) => {
                let rests = table.unknown.map_or(Rests::Nowhere, |_| Rests::OnAssumption);
                self.fact(FactRef::Field(table.field), rests);
            }
            Line::Score(score) => self.score_later(*score),
            Line::FirstOf(lines) => self.first_of(lines),
            Line::BestOf(lines) | Line::Group { lines, .. } => lines.iter().for_each(|part| self.line(part)),
        }
    }

    fn each(&mut self, of: EachOf) {
        match of {
            EachOf::Rows(rows) | EachOf::Days(rows) => self.rows(&rows, None),
            EachOf::Distinct(attribute, rows) => self.rows(&rows, Some(attribute)),
            EachOf::Field(field) => self.field(field),
        }
    }

    fn field(&mut self, field: FieldId) {
        self.fact(FactRef::Field(field), Rests::Nowhere);
    }

    fn first_of(&mut self, lines: &[FirstOf]) {
        for line in lines {
            match self.evaluation.truth(line.condition, None) {
                Truth::No => {}
                Truth::Unknown => self.later(line.condition),
                Truth::Yes => return,
            }
        }
    }
}
