//! A program becomes the innermost conditions that never have some truth, by their own text alone.

use std::collections::BTreeMap;

use qualify_analysis::{Analysis, Days};
use qualify_plan::{Event, EventId, Expr, ExprId, FactRef, FieldId, Plan, Step, Subject, Test, Truth};
use qualify_semantic::SourceMap;
use qualify_semantic::hir::{
    Condition, ConditionKind, DefineId, FilterId, Program, RowFilter, Rows, Scope, TestId, TestKind,
};

use crate::walk;

/// A condition that never has some truth; no part of it is such a condition.
#[derive(Debug, Clone)]
pub(crate) struct Constant<'a> {
    /// The condition.
    pub(crate) condition: &'a Condition,
    /// What it became.
    pub(crate) expr: ExprId,
    /// What it is about.
    pub(crate) scope: Scope,
    /// The truth that it never has.
    pub(crate) never: Truth,
}

/// Which part of all conditions is looked for.
pub(crate) struct Finder<'f, 'a> {
    pub(crate) hir: &'a Program,
    pub(crate) plan: &'a Plan,
    pub(crate) source_map: &'a SourceMap,
    /// The truths of interest, the first one first.
    pub(crate) truths: &'f [Truth],
    /// The days of interest for a condition: what is found holds on all of them.
    pub(crate) days: &'f dyn Fn(&Plan, ExprId) -> Days,
}

/// What looking for constants gives.
#[derive(Debug)]
pub(crate) struct Constants<'a> {
    /// By file and place.
    pub(crate) found: Vec<Constant<'a>>,
    /// How many questions could not be decided.
    pub(crate) undecided: u64,
}

/// All innermost conditions that never have one of some truths.
pub(crate) fn constants<'a>(finder: &Finder<'_, 'a>) -> Constants<'a> {
    let mut search = Search {
        finder,
        rows: BTreeMap::new(),
        known: BTreeMap::new(),
        defines: BTreeMap::new(),
        filters: BTreeMap::new(),
        constants: Constants { found: Vec::new(), undecided: 0 },
    };
    let hir = finder.hir;
    (0..hir.defines.len()).for_each(|at| _ = search.define(DefineId::from_index(at)));
    (0..hir.filters.len()).for_each(|at| _ = search.filter(FilterId::from_index(at)));
    for rule in &hir.rules {
        for condition in std::iter::once(&rule.when).chain(&rule.unless) {
            search.look(condition, Scope::Lead);
        }
    }
    for line in hir.scores.iter().flat_map(|score| walk::lines(&score.lines)) {
        walk::conditions_of_line(line).for_each(|condition| _ = search.look(condition, Scope::Lead));
        walk::rows_of_line(line).for_each(|rows| _ = search.rows(rows));
    }
    let mut constants = search.constants;
    constants.found.sort_by_key(|constant| constant.condition.span);
    constants
}

/// Whether there is a constant in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Constant,
    NoConstant,
}

impl Holds {
    fn any(all: impl Iterator<Item = Self>) -> Self {
        // Every one is looked at, also behind the first that holds some.
        all.fold(Self::NoConstant, |any, next| if next == Self::Constant { next } else { any })
    }
}

struct Search<'f, 'a> {
    finder: &'f Finder<'f, 'a>,
    /// For each event, the plan in which its attributes are fields.
    rows: BTreeMap<EventId, Plan>,
    known: BTreeMap<ExprId, Option<Truth>>,
    defines: BTreeMap<DefineId, Holds>,
    filters: BTreeMap<FilterId, Holds>,
    constants: Constants<'a>,
}

impl<'a> Search<'_, 'a> {
    fn define(&mut self, id: DefineId) -> Holds {
        if let Some(known) = self.defines.get(&id) {
            return *known;
        }
        let define = self.finder.hir.defines.get(id.index());
        let holds = define.map_or(Holds::NoConstant, |define| self.look(&define.condition, Scope::Lead));
        self.defines.insert(id, holds);
        holds
    }

    fn filter(&mut self, id: FilterId) -> Holds {
        if let Some(known) = self.filters.get(&id) {
            return *known;
        }
        let filter = self.finder.hir.filters.get(id.index());
        let holds = match filter.and_then(|filter| Some((filter, filter.event?))) {
            Some((filter, event)) => self.look(&filter.condition, Scope::Row(event)),
            None => Holds::NoConstant,
        };
        self.filters.insert(id, holds);
        holds
    }

    fn rows(&mut self, rows: &'a Rows) -> Holds {
        Holds::any(rows.filters.iter().map(|filter| match filter {
            RowFilter::Named(id) => self.filter(*id),
            RowFilter::Where(condition) => self.look(condition, Scope::Row(rows.event)),
        }))
    }

    fn look(&mut self, condition: &'a Condition, scope: Scope) -> Holds {
        let below = match &condition.kind {
            ConditionKind::All(parts)
            | ConditionKind::Any(parts)
            | ConditionKind::None(parts)
            | ConditionKind::AtLeast(_, parts) => Holds::any(parts.iter().map(|part| self.look(part, scope))),
            ConditionKind::Not(inner) => self.look(inner, scope),
            ConditionKind::Test(id) => match self.test(*id) {
                Ok(below) => below,
                Err(named) => return named,
            },
            ConditionKind::Broken => Holds::Constant,
        };
        if below == Holds::Constant {
            return below;
        }
        let Some(expr) = self.finder.source_map.expr(condition.span) else { return Holds::NoConstant };
        match self.never(expr, scope) {
            Some(never) => {
                self.constants.found.push(Constant { condition, expr, scope, never });
                Holds::Constant
            }
            None => Holds::NoConstant,
        }
    }

    /// What is in a test; an error for a name, which is looked at where it is declared.
    fn test(&mut self, id: TestId) -> Result<Holds, Holds> {
        let Some(test) = self.finder.hir.tests.get(id.index()) else { return Err(Holds::NoConstant) };
        match &test.kind {
            TestKind::Define(define) => Err(self.define(*define)),
            TestKind::Place(_) | TestKind::Score(..) | TestKind::Grade(..) => Err(Holds::NoConstant),
            TestKind::Field(_) | TestKind::Attribute(_) => Ok(Holds::NoConstant),
            TestKind::Events { rows, .. } => Ok(self.rows(rows)),
        }
    }

    fn never(&mut self, expr: ExprId, scope: Scope) -> Option<Truth> {
        if let Some(known) = self.known.get(&expr) {
            return *known;
        }
        let plan = match scope {
            Scope::Lead => self.finder.plan,
            Scope::Row(event) => {
                self.rows.entry(event).or_insert_with(|| attributes_as_fields(self.finder.plan, event))
            }
        };
        let days = (self.finder.days)(plan, expr);
        let mut undecided = 0;
        let mut is_never = |truth: &Truth| {
            let is_never = days.days.iter().all(|day| {
                let analysis = Analysis::new(plan, *day);
                let is_never = analysis.is_never(expr, *truth);
                undecided += analysis.undecided();
                is_never
            });
            undecided += u64::from(is_never && !days.are_all);
            is_never && days.are_all
        };
        let never = self.finder.truths.iter().copied().find(&mut is_never);
        self.constants.undecided += undecided;
        self.known.insert(expr, never);
        never
    }
}

/// The plan in which the attributes of an event are the fields, so that what is asked of leads can be asked of rows.
pub(crate) fn attributes_as_fields(plan: &Plan, event: EventId) -> Plan {
    let is_of_lead: std::collections::BTreeSet<ExprId> = plan
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Expr(id) => Some(*id),
            Step::Score(_) => None,
        })
        .collect();
    // Parts have smaller ids than what they are part of.
    let ids = (0..plan.exprs.len()).map(ExprId::from_index);
    let steps = ids.filter(|id| !is_of_lead.contains(id)).map(Step::Expr).collect();
    let exprs = plan.exprs.iter().map(|expr| of_attribute(expr, event)).collect();
    let fields =
        plan.events.get(event.index()).map_or_else(Vec::new, |event: &Event| event.attributes.clone());
    Plan { fields, exprs, steps, ..plan.clone() }
}

fn of_attribute(expr: &Expr, event: EventId) -> Expr {
    match expr {
        Expr::Test(Test {
            subject: Subject { fact: FactRef::Attribute(of, attribute), domain },
            predicate,
        }) if *of == event => {
            let fact = FactRef::Field(FieldId::from_index(attribute.index()));
            Expr::Test(Test { subject: Subject { fact, domain: *domain }, predicate: predicate.clone() })
        }
        other => other.clone(),
    }
}
