//! Conditions become expressions.

use qualify_plan::{EventTest, Expr, ExprId, FactRef, Measure, Rows, Subject, Test, Window};
use qualify_syntax::ast;

use super::{Lowerer, Scope};
use crate::hir::{self, Condition, ConditionKind, RowFilter, TestId, TestKind};
use crate::types::TypedKind;

impl Lowerer<'_> {
    pub(super) fn lower_condition(&mut self, condition: &Condition, scope: Scope) -> ExprId {
        let expr = self.lower_kind(condition, scope);
        self.source_map.add_condition(condition.span, expr);
        expr
    }

    fn lower_kind(&mut self, condition: &Condition, scope: Scope) -> ExprId {
        let expr = match &condition.kind {
            ConditionKind::All(parts) => Expr::All(self.lower_parts(parts, scope)),
            ConditionKind::Any(parts) => Expr::Any(self.lower_parts(parts, scope)),
            ConditionKind::None(parts) => {
                let any = Expr::Any(self.lower_parts(parts, scope));
                Expr::Not(self.intern(any, scope))
            }
            ConditionKind::AtLeast(k, parts) => {
                let k = self.types.numbers.get(&k.span).and_then(|k| u32::try_from(*k).ok()).unwrap_or(1);
                Expr::AtLeast(k, self.lower_parts(parts, scope))
            }
            ConditionKind::Not(inner) => Expr::Not(self.lower_condition(inner, scope)),
            ConditionKind::Test(id) => return self.lower_test(*id, scope),
            ConditionKind::Broken => Expr::Any(Vec::new()),
        };
        self.intern(expr, scope)
    }

    fn lower_parts(&mut self, parts: &[Condition], scope: Scope) -> Vec<ExprId> {
        parts.iter().map(|part| self.lower_condition(part, scope)).collect()
    }

    fn lower_test(&mut self, id: TestId, scope: Scope) -> ExprId {
        let Some(test) = self.program.tests.get(id.index()) else { return ExprId(0) };
        let types = self.types;
        let expr = match (&test.kind, types.test(id).map(|typed| &typed.kind)) {
            (TestKind::Define(id), _) => {
                return self.defines.get(id.index()).copied().flatten().unwrap_or(ExprId(0));
            }
            (TestKind::Place(place), _) => Expr::Place(*place),
            (TestKind::Field(fact), Some(TypedKind::Fact(predicate))) => {
                let subject = Subject { fact: FactRef::Field(fact.id), domain: fact.domain };
                Expr::Test(Test { subject, predicate: predicate.clone() })
            }
            (TestKind::Attribute(fact), Some(TypedKind::Fact(predicate))) => {
                let (event, attribute) = fact.id;
                let subject = Subject { fact: FactRef::Attribute(event, attribute), domain: fact.domain };
                Expr::Test(Test { subject, predicate: predicate.clone() })
            }
            (TestKind::Score(id, ..), Some(TypedKind::Score(comparison))) => Expr::Score(*id, *comparison),
            (TestKind::Grade(id, ..), Some(TypedKind::Grade(bands))) => Expr::Grade(*id, bands.clone()),
            (TestKind::Events { measure, rows, .. }, Some(TypedKind::Events(comparison, attribute))) => {
                let measure = match (measure, attribute) {
                    (ast::Measure::Distinct(_), Some(attribute)) => Measure::Distinct(*attribute),
                    (ast::Measure::Sum(_), Some(attribute)) => Measure::Sum(*attribute),
                    (ast::Measure::Days, _) => Measure::Days,
                    _ => Measure::Count,
                };
                let rows = self.lower_rows(rows);
                Expr::Events(EventTest { measure, rows, comparison: *comparison })
            }
            _ => Expr::Any(Vec::new()),
        };
        let negated = types.test(id).is_some_and(|typed| typed.negated);
        let positive = self.intern(expr, scope);
        if negated { self.intern(Expr::Not(positive), scope) } else { positive }
    }

    pub(super) fn lower_rows(&mut self, rows: &hir::Rows) -> Rows {
        let parts: Vec<ExprId> = rows
            .filters
            .iter()
            .filter_map(|filter| match filter {
                RowFilter::Where(condition) => Some(self.lower_condition(condition, Scope::Row)),
                RowFilter::Named(id) => self.lower_filter(*id),
            })
            .collect();
        let filter = match parts.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => Some(self.intern(Expr::All(parts), Scope::Row)),
        };
        let window = match &rows.window {
            Some(hir::Window::Within(length)) => Window::Within(self.days(length)),
            Some(hir::Window::Since(field, _)) => Window::Since(*field),
            Some(hir::Window::Broken) | None => Window::Always,
        };
        Rows { event: rows.event, filter, window }
    }

    fn lower_filter(&mut self, id: hir::FilterId) -> Option<ExprId> {
        if let Some(known) = self.filters.get(id.index()).copied().flatten() {
            return Some(known);
        }
        let filter = self.program.filters.get(id.index())?;
        let expr = self.lower_condition(&filter.condition, Scope::Row);
        *self.filters.get_mut(id.index())? = Some(expr);
        Some(expr)
    }

    pub(super) fn days(&self, length: &ast::Literal) -> u32 {
        self.types.numbers.get(&length.span).and_then(|days| u32::try_from(*days).ok()).unwrap_or(1)
    }
}
