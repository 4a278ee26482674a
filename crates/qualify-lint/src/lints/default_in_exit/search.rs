//! A rule becomes the facts whose defaults speak for it.

use std::collections::BTreeSet;

use qualify_eval::{band_points, ops};
use qualify_plan::{
    Comparison, Decimal, EachOf, Expr, ExprId, Fact, FactRef, FieldId, GradeId, Line, Place, Predicate,
    ScoreId, Sign, Table, Test, Truth, Value,
};
use qualify_semantic::hir::Rule;

use crate::Context;
use crate::walk::Sense;

/// What is still to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    /// A condition, whose Yes speaks for leaving or against it.
    Expr(ExprId, Sense),
    /// A score, of which more points speak for leaving or against it.
    Score(ScoreId, Sense),
}

/// Goes from a rule through all that it uses.
pub(super) struct Search<'c, 'a> {
    ctx: &'c Context<'a>,
    open: Vec<Open>,
    seen: BTreeSet<Open>,
    found: BTreeSet<FactRef>,
}

impl Search<'_, '_> {
    /// The facts with a default that gives an answer which speaks for the rule.
    pub(super) fn facts(ctx: &Context<'_>, rule: &Rule) -> BTreeSet<FactRef> {
        let mut search = Search { ctx, open: Vec::new(), seen: BTreeSet::new(), found: BTreeSet::new() };
        let when = ctx.source_map.expr(rule.when.span).map(|id| Open::Expr(id, Sense::For));
        let unless = rule.unless.as_ref().and_then(|unless| ctx.source_map.expr(unless.span));
        search.open.extend(when.into_iter().chain(unless.map(|id| Open::Expr(id, Sense::Against))));
        while let Some(next) = search.open.pop() {
            if !search.seen.insert(next) {
                continue;
            }
            match next {
                Open::Expr(id, sense) => search.expr(id, sense),
                Open::Score(id, sense) => {
                    let score = ctx.plan.scores.get(id.index());
                    score.iter().flat_map(|score| &score.lines).for_each(|line| search.line(line, sense));
                }
            }
        }
        search.found
    }

    fn expr(&mut self, id: ExprId, sense: Sense) {
        let plan = self.ctx.plan;
        match plan.exprs.get(id.index()) {
            Some(Expr::Test(test)) => self.test(test, sense),
            Some(Expr::Events(events)) => {
                let filter = events.rows.filter.zip(more_rows(&events.comparison, sense));
                self.open.extend(filter.map(|(filter, sense)| Open::Expr(filter, sense)));
            }
            Some(Expr::Score(score, comparison)) => {
                self.open.extend(more(comparison, sense).map(|sense| Open::Score(*score, sense)));
            }
            Some(Expr::Grade(grade, bands)) => self.grade(*grade, bands, sense),
            Some(Expr::Place(place)) => {
                let truth = match place {
                    Place::Stage(stage) => plan.stages.get(stage.index()).map(|stage| stage.truth),
                    Place::Exit(exit) => plan.exits.get(exit.index()).map(|exit| exit.truth),
                };
                self.open.extend(truth.map(|truth| Open::Expr(truth, sense)));
            }
            Some(Expr::Rule(rule)) => {
                let Some(rule) = plan.rules.get(rule.index()) else { return };
                self.open.push(Open::Expr(rule.when, sense));
                self.open.extend(rule.unless.map(|unless| Open::Expr(unless, sense.turned())));
            }
            Some(Expr::Not(inner)) => self.open.push(Open::Expr(*inner, sense.turned())),
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                self.open.extend(parts.iter().map(|part| Open::Expr(*part, sense)));
            }
            None => {}
        }
    }

    fn fact(&self, fact: FactRef) -> Option<&Fact> {
        match fact {
            FactRef::Field(id) => self.ctx.plan.fields.get(id.index()),
            FactRef::Attribute(event, id) => {
                self.ctx.plan.events.get(event.index())?.attributes.get(id.index())
            }
        }
    }

    fn default(&self, fact: FactRef) -> Option<&Value> {
        self.fact(fact)?.default.as_ref()
    }

    /// `is known` looks at the lead's own value, whatever is assumed.
    fn test(&mut self, test: &Test, sense: Sense) {
        let default = self.default(test.subject.fact);
        let Some(default) = default.filter(|_| test.predicate != Predicate::Known) else { return };
        let speaks = match sense {
            Sense::For => Truth::Yes,
            Sense::Against => Truth::No,
        };
        if ops::passes(&self.ctx.plan.sets, self.ctx.today, test, default) == speaks {
            self.found.insert(test.subject.fact);
        }
    }

    /// More points speak for a test on a grade if it passes the highest bands, and against it if it passes the lowest.
    fn grade(&mut self, grade: GradeId, passing: &[u32], sense: Sense) {
        let Some(grade) = self.ctx.plan.grades.get(grade.index()) else { return };
        let bands: Vec<u32> = (0..).take(grade.bands.len()).collect();
        if bands.ends_with(passing) {
            self.open.push(Open::Score(grade.score, sense));
        } else if bands.starts_with(passing) {
            self.open.push(Open::Score(grade.score, sense.turned()));
        }
    }

    /// The lines of `first of` stand in each other's way, so nothing is said of them.
    fn line(&mut self, line: &Line, sense: Sense) {
        match line {
            Line::When { points, condition } => {
                let sense = if *points < 0 { sense.turned() } else { sense };
                self.open.push(Open::Expr(*condition, sense));
            }
            Line::Each(each) => {
                let gives = match each.sign {
                    Sign::Add => sense,
                    Sign::Subtract => sense.turned(),
                };
                match each.of {
                    EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows) => {
                        self.open.extend(rows.filter.map(|filter| Open::Expr(filter, gives)));
                    }
                    EachOf::Field(field) => self.counted(field, gives),
                }
            }
            Line::Table(table) => self.table(table, sense),
            Line::Score(score) => self.open.push(Open::Score(*score, sense)),
            Line::FirstOf(_) => {}
            Line::BestOf(lines) | Line::Group { lines, .. } => {
                lines.iter().for_each(|line| self.line(line, sense));
            }
        }
    }

    /// A default above 0 gives points; any default keeps there from being more.
    fn counted(&mut self, field: FieldId, sense: Sense) {
        let fact = FactRef::Field(field);
        let gives = match (self.default(fact), sense) {
            (Some(Value::Number(count)), Sense::For) => *count > Decimal::ZERO,
            (default, Sense::Against) => default.is_some(),
            (_, Sense::For) => false,
        };
        if gives {
            self.found.insert(fact);
        }
    }

    /// The default's band speaks for leaving if another band would do so less.
    fn table(&mut self, table: &Table, sense: Sense) {
        let fact = FactRef::Field(table.field);
        let Some(default) = self.default(fact) else { return };
        let Some(given) = band_points(table, default) else { return };
        let all = table.bands.iter().map(|band| band.points).chain(table.otherwise);
        let other = match sense {
            Sense::For => all.min(),
            Sense::Against => all.max(),
        };
        if other.is_some_and(|other| other != given) {
            self.found.insert(fact);
        }
    }
}

/// The sense in which more speaks for a comparison; none if neither more nor less does.
fn more<T>(comparison: &Comparison<T>, sense: Sense) -> Option<Sense> {
    match comparison {
        Comparison::AtLeast(_) | Comparison::MoreThan(_) => Some(sense),
        Comparison::AtMost(_) | Comparison::LessThan(_) => Some(sense.turned()),
        Comparison::Is(_) | Comparison::Between(..) => None,
    }
}

/// As [`more`] of rows: there are never fewer than none, so `is 0` asks for few.
fn more_rows(comparison: &Comparison<Decimal>, sense: Sense) -> Option<Sense> {
    match comparison {
        Comparison::Is(number) if *number == Decimal::ZERO => Some(sense.turned()),
        other => more(other, sense),
    }
}
