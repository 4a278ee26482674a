//! Rules and what they conclude.

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::Place;
use qualify_syntax::{ast, format};

use super::Resolver;
use crate::hir::{self, Scope};
use crate::names::{Def, Wanted};

impl Resolver<'_> {
    pub(super) fn resolve_rule(&mut self, decl: &ast::RuleDecl, item: Span) {
        let text = format::rule_text(decl, self.vocabulary);
        let (name, span, options) = match &decl.head {
            Some(head) => (head.name.text.clone(), head.name.span, head.options.clone()),
            None => (text.clone(), decl.when_span, Vec::new()),
        };
        self.rule_name(&name, span, decl.head.is_some());
        let when = self.resolve_condition(&decl.when, Scope::Lead);
        let unless = decl.unless.as_ref().map(|condition| self.resolve_condition(condition, Scope::Lead));
        let concludes =
            decl.then.iter().filter_map(|conclusion| self.resolve_conclusion(conclusion)).collect();
        self.program.rules.push(hir::Rule {
            name,
            text,
            span: Span { end: item.start.saturating_add(4), ..item },
            options,
            file_owner: self.file_owner.clone(),
            when,
            unless,
            concludes,
            because: decl.because.as_ref().map(|text| text.text.clone()),
        });
    }

    fn rule_name(&mut self, name: &str, span: Span, named: bool) {
        if let Some(first) = self.rule_names.insert(name.to_owned(), span) {
            let message = match named {
                true => format!("Two rules are called \"{name}\". Give one of them another name."),
                false => "This rule stands in the program twice. Leave one of them out.".to_owned(),
            };
            let diagnostic = Diagnostic::new(Code::DeclaredTwice, span, message);
            self.out.push(diagnostic.with_related(first, "the first one"));
        }
    }

    fn resolve_conclusion(&mut self, conclusion: &ast::Conclusion) -> Option<hir::Conclusion> {
        match conclusion {
            ast::Conclusion::Place(name) => self.place_named(name).map(hir::Conclusion::Place),
            ast::Conclusion::Outcome(name, value) => match self.program.names.get(&name.text) {
                Some(Def::Outcome(id)) => Some(hir::Conclusion::Outcome(id, value.clone())),
                Some(Def::Broken) => None,
                Some(def) => {
                    let message = format!(
                        "`{}` is {}. A rule gives a value to an outcome only: `outcome {}_result, one value:` and its \
                         values.",
                        name.text,
                        def.kind(),
                        name.text
                    );
                    self.report(Code::WrongType, name.span, message);
                    None
                }
                None => {
                    self.out.push(self.program.names.unknown(name, Wanted::Outcome));
                    None
                }
            },
        }
    }

    fn place_named(&mut self, name: &ast::Name) -> Option<Place> {
        let is_place = |def| matches!(def, Def::Stage(_) | Def::Exit(_));
        let message = match self.program.names.get(&name.text) {
            Some(Def::Stage(id)) => return Some(Place::Stage(id)),
            Some(Def::Exit(id)) => return Some(Place::Exit(id)),
            Some(Def::Broken) => return None,
            Some(Def::Outcome(_)) => {
                format!("`{0}` is an outcome, so say which value it gets: `then {0} is ...`.", name.text)
            }
            Some(def) => format!("`{}` is {}. A rule leads to a stage or an exit.", name.text, def.kind()),
            None => {
                let start = format!("There is no stage or exit `{}`.", name.text);
                match self.program.names.suggestion(&name.text, is_place) {
                    Some((question, _)) => format!("{start} {question}"),
                    None => format!("{start} Exits are declared: `exits: - {}`.", name.text),
                }
            }
        };
        self.report(Code::UnknownExit, name.span, message);
        None
    }
}
