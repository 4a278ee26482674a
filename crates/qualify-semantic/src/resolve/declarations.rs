//! Sets, constants, filters, named conditions and grades.

use qualify_diagnostics::{Code, Span};
use qualify_plan::EventId;
use qualify_syntax::ast;

use super::Resolver;
use crate::hir::{self, Scope, SetOf};
use crate::names::{Def, Wanted};

impl Resolver<'_> {
    pub(super) fn resolve_item(&mut self, item: &ast::Item) {
        match &item.kind {
            ast::ItemKind::Set(decl) => self.resolve_set(decl),
            ast::ItemKind::Define(decl) => self.resolve_define(decl),
            ast::ItemKind::Score(decl) => self.resolve_score(decl),
            ast::ItemKind::Grade(decl) => self.resolve_grade(decl),
            ast::ItemKind::Rule(decl) => self.resolve_rule(decl, item.span),
            ast::ItemKind::Example(decl) => self.program.examples.push(decl.clone()),
            ast::ItemKind::Language(_)
            | ast::ItemKind::Use(_)
            | ast::ItemKind::Owner(_)
            | ast::ItemKind::Stages(_)
            | ast::ItemKind::Exits(_)
            | ast::ItemKind::Outcome(_)
            | ast::ItemKind::Field(_)
            | ast::ItemKind::Event(_)
            | ast::ItemKind::Broken(_) => {}
        }
    }

    fn resolve_set(&mut self, decl: &ast::SetDecl) {
        let of = self.set_of(&decl.of);
        let values = self.set_values(decl);
        self.program.sets.push(hir::SetDef { name: decl.name.clone(), of, values });
    }

    fn set_of(&mut self, of: &ast::Name) -> SetOf {
        match (of.text.as_str(), self.program.names.get(&of.text)) {
            (_, Some(Def::Field(id))) => SetOf::Field(id),
            ("text", _) => SetOf::Text,
            ("country", _) => SetOf::Country,
            (_, Some(Def::Broken)) => SetOf::Broken,
            (_, Some(def)) => {
                let message = format!(
                    "`{}` is {}. A set holds values of a field, or is `of text` or `of country`.",
                    of.text,
                    def.kind()
                );
                self.report(Code::WrongType, of.span, message);
                SetOf::Broken
            }
            (_, None) => {
                self.out.push(self.program.names.unknown(of, Wanted::Field));
                SetOf::Broken
            }
        }
    }

    fn set_values(&mut self, decl: &ast::SetDecl) -> Vec<ast::Literal> {
        let file = decl.options.iter().find(|option| matches!(option.kind, ast::OptKind::File(_)));
        let written: Option<Vec<ast::Literal>> = match &decl.values {
            ast::SetValues::Absent => None,
            ast::SetValues::Bullets(bullets) => {
                Some(bullets.iter().map(|bullet| bullet.value.clone()).collect())
            }
            ast::SetValues::Brackets(values) => Some(values.clone()),
        };
        let name = &decl.name;
        match (written, file) {
            (Some(_), Some(file)) => {
                let message = format!(
                    "`{}` has values here and a file. Keep one of them, so that there is one place to look.",
                    name.text
                );
                self.report(Code::DeclaredTwice, file.span, message);
                Vec::new()
            }
            (Some(values), None) => values,
            (None, Some(file)) => self.file_values(name, file.span),
            (None, None) => {
                let message = format!(
                    "`{}` has no values. List them: `= [a, b]`, or one bullet each after a colon, or `file \"list.txt\"`.",
                    name.text
                );
                self.report(Code::SetWithoutValues, name.span, message);
                Vec::new()
            }
        }
    }

    /// The values of a set's file. A file that could not be read has been reported and gives none.
    fn file_values(&mut self, name: &ast::Name, span: Span) -> Vec<ast::Literal> {
        let Some(values) = self.set_files.get(&span) else { return Vec::new() };
        if values.is_empty() {
            let message =
                format!("The file of `{}` holds no values. Write one value on each line.", name.text);
            self.report(Code::SetWithoutValues, span, message);
        }
        let literal = |text: &String| ast::Literal { kind: ast::LiteralKind::Text(text.clone()), span };
        values.iter().map(literal).collect()
    }

    fn resolve_define(&mut self, decl: &ast::DefineDecl) {
        match (&decl.body, &decl.of) {
            (ast::DefineBody::Constant(value), of) => {
                if let Some(of) = of {
                    let message =
                        format!("A constant is not of events. Write `define {} as ...`.", decl.name.text);
                    self.report(Code::NotAnEvent, of.span, message);
                }
                self.program.constants.push(hir::Constant { name: decl.name.clone(), value: value.clone() });
            }
            (ast::DefineBody::Condition(condition), Some(of)) => {
                let event = self.event(of);
                let condition = match event {
                    Some(event) => self.resolve_condition(condition, Scope::Row(event)),
                    None => hir::Condition { kind: hir::ConditionKind::Broken, span: condition.span },
                };
                self.program.filters.push(hir::EventFilter { name: decl.name.clone(), event, condition });
            }
            (ast::DefineBody::Condition(condition), None) => {
                let condition = self.resolve_condition(condition, Scope::Lead);
                self.program.defines.push(hir::Define { name: decl.name.clone(), condition });
            }
        }
    }

    /// The event of a name; not a named filter.
    pub(super) fn event(&mut self, name: &ast::Name) -> Option<EventId> {
        match self.program.names.get(&name.text) {
            Some(Def::Event(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(def) => {
                let message = format!(
                    "`{}` is {}, and events are needed here{}.",
                    name.text,
                    def.kind(),
                    self.list_events()
                );
                self.report(Code::NotAnEvent, name.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(name, Wanted::Event));
                None
            }
        }
    }

    pub(super) fn list_events(&self) -> String {
        let names: Vec<&str> = self.program.event_names().take(6).collect();
        if names.is_empty() {
            return ". Events are declared: `event visit, plural visits`".to_owned();
        }
        format!(": {}", names.join(", "))
    }

    fn resolve_grade(&mut self, decl: &ast::GradeDecl) {
        let score = match self.program.names.get(&decl.of.text) {
            Some(Def::Score(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(def) => {
                let message =
                    format!("`{}` is {}. A grade names ranges of a score.", decl.of.text, def.kind());
                self.report(Code::WrongType, decl.of.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(&decl.of, Wanted::Score));
                None
            }
        };
        let file_owner = self.file_owner.clone();
        self.program.grades.push(hir::Grade { decl: decl.clone(), score, file_owner });
    }
}
