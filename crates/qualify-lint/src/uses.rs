//! A program becomes the list of where each declared name is used. Examples are no use.

use std::collections::BTreeMap;

use qualify_diagnostics::Span;
use qualify_plan::{AttributeId, EventId, FieldId, Place};
use qualify_semantic::Def;
use qualify_semantic::hir::{
    Condition, ConditionKind, EachOf, FactTest, RowFilter, Rows, ScoreLine, ScoreLineKind, SetOf, TestKind,
    Window,
};
use qualify_syntax::ast;

use crate::{Context, walk};

/// Where declared names are used.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// What is used, and where, by file and place.
    pub(crate) names: BTreeMap<Def, Vec<Span>>,
    /// Attributes of events.
    pub(crate) attributes: BTreeMap<(EventId, AttributeId), Vec<Span>>,
}

impl Uses {
    /// Looks through tests, scores, grades, sets and conclusions.
    pub(crate) fn of(ctx: &Context<'_>) -> Self {
        let mut finder = Finder { ctx, uses: Self::default() };
        ctx.hir.tests.iter().for_each(|test| finder.test(&test.kind, test.span));
        finder.conditions();
        finder.declarations();
        finder.conclusions();
        let mut uses = finder.uses;
        uses.names.values_mut().for_each(|spans| spans.sort());
        uses.attributes.values_mut().for_each(|spans| spans.sort());
        uses
    }
}

struct Finder<'c, 'a> {
    ctx: &'c Context<'a>,
    uses: Uses,
}

impl Finder<'_, '_> {
    fn add(&mut self, def: Def, span: Span) {
        self.uses.names.entry(def).or_default().push(span);
    }

    fn may_add(&mut self, def: Option<Def>, span: Span) {
        def.into_iter().for_each(|def| self.add(def, span));
    }

    /// A name whose meaning is looked up.
    fn name(&mut self, text: &str, span: Span) {
        self.may_add(self.ctx.hir.def(text), span);
    }

    fn test(&mut self, kind: &TestKind, span: Span) {
        match kind {
            TestKind::Field(FactTest { id, name, predicate, .. }) => {
                self.add(Def::Field(*id), name.span);
                self.predicate(predicate.as_ref());
            }
            TestKind::Attribute(FactTest { id, name, predicate, .. }) => {
                self.uses.attributes.entry(*id).or_default().push(name.span);
                self.predicate(predicate.as_ref());
            }
            TestKind::Score(id, name, predicate) => {
                self.add(Def::Score(*id), name.span);
                self.predicate(predicate.as_ref());
            }
            TestKind::Grade(id, name, predicate) => {
                self.add(Def::Grade(*id), name.span);
                self.predicate(predicate.as_ref());
            }
            TestKind::Define(id) => self.add(Def::Define(*id), span),
            TestKind::Place(Place::Stage(id)) => self.add(Def::Stage(*id), span),
            TestKind::Place(Place::Exit(id)) => self.add(Def::Exit(*id), span),
            TestKind::Events { measure, rows, comparison } => {
                if let ast::Measure::Distinct(name) | ast::Measure::Sum(name) = measure {
                    self.attribute(rows.event, name);
                }
                self.rows(rows, span);
                self.predicate(comparison.as_ref());
            }
        }
    }

    fn attribute(&mut self, event: EventId, name: &ast::Name) {
        let decl = self.ctx.hir.events.get(event.index());
        let found = decl.and_then(|event| {
            event.decl.attributes.iter().position(|attribute| attribute.name.text == name.text)
        });
        if let Some(at) = found {
            let id = (event, AttributeId::from_index(at));
            self.uses.attributes.entry(id).or_default().push(name.span);
        }
    }

    fn rows(&mut self, rows: &Rows, span: Span) {
        self.add(Def::Event(rows.event), span);
        for filter in &rows.filters {
            if let RowFilter::Named(id) = filter {
                self.add(Def::Filter(*id), span);
            }
        }
        match &rows.window {
            Some(Window::Within(length)) => self.literal(length),
            Some(Window::Since(id, name)) => self.add(Def::Field(*id), name.span),
            Some(Window::Broken) | None => {}
        }
    }

    /// Where a name stands on the right, it may be a choice as well; then a constant of that name counts as used.
    fn literal(&mut self, literal: &ast::Literal) {
        if let ast::LiteralKind::Name(name) = &literal.kind {
            self.name(name, literal.span);
        }
    }

    fn set(&mut self, set: &ast::SetRef) {
        match set {
            ast::SetRef::Name(name) => self.name(&name.text, name.span),
            ast::SetRef::Values(values, _) => values.iter().for_each(|value| self.literal(value)),
        }
    }

    fn predicate(&mut self, predicate: Option<&ast::Predicate>) {
        use ast::PredicateKind as Kind;
        match predicate.map(|predicate| &predicate.kind) {
            None | Some(Kind::Known | Kind::Unknown | Kind::Day(_, ast::DayRef::Today(_))) => {}
            Some(
                Kind::Is(value)
                | Kind::IsNot(value)
                | Kind::Compare(_, value)
                | Kind::Includes(value)
                | Kind::Within { length: value, .. }
                | Kind::MoreThanAgo(value)
                | Kind::Day(_, ast::DayRef::Literal(value))
                | Kind::Text { of: ast::TextOperand::One(value), .. },
            ) => self.literal(value),
            Some(Kind::Between(low, high)) => [low, high].into_iter().for_each(|value| self.literal(value)),
            Some(
                Kind::In(set)
                | Kind::NotIn(set)
                | Kind::IncludesAny(set)
                | Kind::IncludesAll(set)
                | Kind::IncludesNone(set)
                | Kind::Text { of: ast::TextOperand::AnyOf(set), .. },
            ) => self.set(set),
        }
    }

    /// The numbers of `at least k of`.
    fn conditions(&mut self) {
        let hir = self.ctx.hir;
        let rules = hir.rules.iter().flat_map(|rule| std::iter::once(&rule.when).chain(&rule.unless));
        let named = hir.defines.iter().map(|define| &define.condition);
        let filters = hir.filters.iter().map(|filter| &filter.condition);
        let all: Vec<&Condition> = rules.chain(named).chain(filters).collect();
        all.into_iter().for_each(|condition| self.numbers(condition));
    }

    fn numbers(&mut self, condition: &Condition) {
        let mut open = vec![condition];
        while let Some(condition) = open.pop() {
            match &condition.kind {
                ConditionKind::AtLeast(k, parts) => {
                    self.literal(k);
                    open.extend(parts);
                }
                ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::None(parts) => {
                    open.extend(parts);
                }
                ConditionKind::Not(inner) => open.push(inner),
                ConditionKind::Test(_) | ConditionKind::Broken => {}
            }
        }
    }

    fn declarations(&mut self) {
        let hir = self.ctx.hir;
        for set in &hir.sets {
            if let SetOf::Field(field) = set.of {
                self.add(Def::Field(field), set.name.span);
            }
        }
        for grade in &hir.grades {
            self.may_add(grade.score.map(Def::Score), grade.decl.of.span);
            grade
                .decl
                .bands
                .iter()
                .filter_map(|band| band.floor.as_ref())
                .for_each(|floor| self.literal(floor));
        }
        for filter in &hir.filters {
            self.may_add(filter.event.map(Def::Event), filter.name.span);
        }
        for score in &hir.scores {
            walk::lines(&score.lines).into_iter().for_each(|line| self.line(line));
        }
    }

    fn line(&mut self, line: &ScoreLine) {
        match &line.kind {
            ScoreLineKind::Group { cap, .. } => self.literal(cap),
            ScoreLineKind::FirstOf(_) | ScoreLineKind::BestOf(_) => {}
            ScoreLineKind::Table { field, bands } => self.table(*field, bands, line.span),
            ScoreLineKind::When { points, condition, .. } => {
                self.literal(points);
                self.numbers(condition);
            }
            ScoreLineKind::Each { points, of, fade, cap, .. } => {
                self.literal(points);
                cap.iter().for_each(|cap| self.literal(cap));
                if let Some(ast::Fade::Over(length) | ast::Fade::HalvingEvery(length)) = fade {
                    self.literal(length);
                }
                of.iter().for_each(|of| self.each(of, line.span));
            }
            ScoreLineKind::AddScore(score) => {
                self.may_add(score.map(Def::Score), line.span);
            }
        }
    }

    fn table(&mut self, field: Option<FieldId>, bands: &[ast::BandDecl], span: Span) {
        self.may_add(field.map(Def::Field), span);
        for band in bands {
            self.literal(&band.points);
            match &band.value {
                ast::BandValue::Otherwise | ast::BandValue::Unknown => {}
                ast::BandValue::From(value) | ast::BandValue::Below(value) | ast::BandValue::Value(value) => {
                    self.literal(value);
                }
                ast::BandValue::ToBelow(low, high) | ast::BandValue::To(low, high) => {
                    [low, high].into_iter().for_each(|value| self.literal(value));
                }
                ast::BandValue::Values(values) => values.iter().for_each(|value| self.literal(value)),
            }
        }
    }

    fn each(&mut self, of: &EachOf, span: Span) {
        match of {
            EachOf::Rows(rows) | EachOf::Days(rows) => self.rows(rows, span),
            EachOf::Distinct(attribute, rows) => {
                self.attribute(rows.event, attribute);
                self.rows(rows, span);
            }
            EachOf::Field(field, name) => self.add(Def::Field(*field), name.span),
        }
    }

    fn conclusions(&mut self) {
        for item in self.ctx.files.iter().flat_map(|file| &file.items) {
            let ast::ItemKind::Rule(rule) = &item.kind else { continue };
            for conclusion in &rule.then {
                match conclusion {
                    ast::Conclusion::Place(name) | ast::Conclusion::Outcome(name, _) => {
                        self.name(&name.text, name.span);
                    }
                }
            }
        }
    }
}
