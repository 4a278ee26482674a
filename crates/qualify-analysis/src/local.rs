//! A condition becomes the proof that it never has a truth, by its own text alone: stages and exits in it may hold or
//! not, and scores may have any points.

use std::collections::BTreeSet;

use qualify_plan::{
    Comparison, Decimal, EventId, Expr, ExprId, FactRef, FieldId, Measure, Place, Plan, Predicate, ScoreId,
    Test, Truth, Type, Values, Window,
};

use crate::analysis::{Analysis, Answer};
use crate::demand::Demand;
use crate::find::Found;
use crate::parts::Whole;
use crate::solver::Lit;
use crate::survey::Depth;

/// What a test looks at, as far as tests on the same may speak about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Field(FieldId),
    Rows(EventId),
    Score(ScoreId),
    Place(Place),
}

impl Analysis<'_> {
    /// Whether it is proved that no lead gives a condition this truth, whatever stages, exits and scores are.
    ///
    /// That some part never has a truth is not looked for: ask for the parts first.
    pub fn is_never(&self, id: ExprId, truth: Truth) -> bool {
        if !may_be_constant(self.plan, id) {
            return false;
        }
        let mut model = self.model(Depth::Local, [id]);
        let pair = model.pair(id);
        let wanted = match truth {
            Truth::Yes => pair.yes,
            Truth::No => pair.no,
            Truth::Unknown => model.circuit.and([!pair.yes, !pair.no]),
        };
        match model.find(&[wanted], &mut self.budget(), &|_| true) {
            Found::Nothing(_) => true,
            Found::Lead(_) => false,
            Found::Undecided => {
                self.count(Answer::Undecided);
                false
            }
        }
    }

    /// Which of some demands already exclude each other, none of them in vain; empty if a lead can meet all or it was not
    /// found out.
    pub fn excluding(&self, demands: &[Demand], depth: Depth) -> Vec<usize> {
        let mut model = self.model(depth, demands.iter().flat_map(Demand::exprs));
        let literals: Vec<Lit> = demands.iter().map(|demand| demand.literal(&mut model)).collect();
        let mut core = |asked: &[usize]| {
            let assumed: Vec<Lit> = asked.iter().filter_map(|at| literals.get(*at)).copied().collect();
            match model.find(&assumed, &mut self.budget(), &|_| true) {
                Found::Nothing(core) => {
                    let is_in = |at: &usize| literals.get(*at).is_some_and(|lit| core.contains(lit));
                    Some(asked.iter().copied().filter(is_in).collect::<Vec<usize>>())
                }
                Found::Lead(_) | Found::Undecided => None,
            }
        };
        let all: Vec<usize> = (0..demands.len()).collect();
        let Some(mut kept) = core(&all) else { return Vec::new() };
        for at in kept.clone() {
            let others: Vec<usize> = kept.iter().copied().filter(|other| *other != at).collect();
            if others.len() < kept.len()
                && let Some(fewer) = core(&others)
            {
                kept = fewer;
            }
        }
        kept
    }

    /// Whether a condition and its `unless` look twice at some fact. If not, each part has its say: none is idle.
    pub fn looks_twice(&self, whole: Whole) -> bool {
        facts_below(self.plan, whole.unless.into_iter().chain([whole.when])).is_none()
    }
}

/// Whether a condition may never have some truth: it looks twice at one fact, or it is a test that values can be
/// outside of. If every test can be both Yes and No and no two look at one fact, the whole can be both.
fn may_be_constant(plan: &Plan, id: ExprId) -> bool {
    match plan.exprs.get(id.index()) {
        Some(Expr::Not(part)) => may_be_constant(plan, *part),
        Some(Expr::Test(test)) => is_at_the_end(plan, test),
        Some(Expr::Events(test)) => match test.measure {
            Measure::Count | Measure::Sum(_) => is_low(test.comparison),
            // A window has no more days than it is long.
            Measure::Days => is_low(test.comparison) || matches!(test.rows.window, Window::Within(_)),
            Measure::Distinct(_) => true,
        },
        Some(Expr::Score(..) | Expr::Grade(..) | Expr::Place(_)) | None => false,
        Some(Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) | Expr::Rule(_)) => {
            facts_below(plan, [id]).is_none()
        }
    }
}

/// Whether a test may accept all values of its fact, or none.
fn is_at_the_end(plan: &Plan, test: &Test) -> bool {
    let fact = match test.subject.fact {
        FactRef::Field(field) => plan.fields.get(field.index()),
        FactRef::Attribute(event, attribute) => {
            let event = plan.events.get(event.index());
            event.and_then(|event| event.attributes.get(attribute.index()))
        }
    };
    let Some(ty) = fact.map(|fact| &fact.ty) else { return false };
    match &test.predicate {
        Predicate::Known | Predicate::Yes | Predicate::Date(_) => false,
        Predicate::Rank(_) => true,
        Predicate::Number(comparison) => *ty == Type::Count && is_low(*comparison),
        Predicate::Text(..) => *ty == Type::Email,
        Predicate::In(set) | Predicate::Includes(_, set) => {
            let count = match plan.sets.get(set.index()).map(|set| &set.values) {
                Some(Values::Choices(values)) => values.len(),
                Some(Values::Countries(values)) => values.len(),
                Some(Values::Texts(values)) => values.len(),
                None => 0,
            };
            *ty == Type::Email || count == 0 || ty.value_count() == Some(count)
        }
    }
}

/// Whether a comparison names a number at or below the least count.
fn is_low(comparison: Comparison<Decimal>) -> bool {
    let number = match comparison {
        Comparison::Is(number)
        | Comparison::AtLeast(number)
        | Comparison::MoreThan(number)
        | Comparison::AtMost(number)
        | Comparison::LessThan(number)
        | Comparison::Between(number, _) => number,
    };
    number.units() <= 0
}

/// The facts that the tests of conditions look at; none if they look at one twice.
fn facts_below(plan: &Plan, roots: impl IntoIterator<Item = ExprId>) -> Option<BTreeSet<Fact>> {
    let mut facts = BTreeSet::new();
    let mut open: Vec<ExprId> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        let (first, second) = match plan.exprs.get(id.index())? {
            Expr::Not(_) | Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) | Expr::Rule(_) => {
                // A condition that is named twice holds its facts twice, so this ends before it goes anywhere twice.
                open.extend(parts(plan, id));
                continue;
            }
            Expr::Test(test) => match test.subject.fact {
                FactRef::Field(field) => (Fact::Field(field), None),
                FactRef::Attribute(event, _) => (Fact::Rows(event), None),
            },
            Expr::Events(test) => {
                let since = match test.rows.window {
                    Window::Since(field) => Some(Fact::Field(field)),
                    Window::Always | Window::Within(_) => None,
                };
                (Fact::Rows(test.rows.event), since)
            }
            Expr::Score(score, _) => (Fact::Score(*score), None),
            Expr::Grade(grade, _) => (Fact::Score(plan.grades.get(grade.index())?.score), None),
            Expr::Place(place) => (Fact::Place(*place), None),
        };
        if !facts.insert(first) || second.is_some_and(|second| !facts.insert(second)) {
            return None;
        }
    }
    Some(facts)
}

/// A condition and all that it is made of, each once.
pub(crate) fn below(plan: &Plan, id: ExprId) -> BTreeSet<ExprId> {
    let (mut seen, mut open) = (BTreeSet::from([id]), vec![id]);
    while let Some(id) = open.pop() {
        open.extend(parts(plan, id).into_iter().filter(|part| seen.insert(*part)));
    }
    seen
}

/// The parts of a condition.
pub(crate) fn parts(plan: &Plan, id: ExprId) -> Vec<ExprId> {
    match plan.exprs.get(id.index()) {
        Some(Expr::Not(part)) => vec![*part],
        Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => parts.clone(),
        Some(Expr::Rule(rule)) => {
            let rule = plan.rules.get(rule.index());
            rule.map_or_else(Vec::new, |rule| [rule.when].into_iter().chain(rule.unless).collect())
        }
        Some(Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_)) | None => {
            Vec::new()
        }
    }
}
