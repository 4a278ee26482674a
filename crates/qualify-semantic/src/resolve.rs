//! Trees of files become one program: every name that must stand for something gets its id.
//!
//! Two passes over the files: the first declares every name, so that anything may be used before it is declared; the
//! second resolves what the declarations say. Files come with used files before those that use them.

mod conditions;
mod declarations;
mod rules;
mod scores;
mod stages;

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{EventId, ExitId, FieldId, GradeId, OutcomeId, ScoreId, StageId};
use qualify_syntax::ast;
use qualify_syntax::format::Vocabulary;

use crate::hir::{self, ConstantId, DefineId, FilterId, SetDefId};
use crate::names::Def;

/// Values of sets that come from files, by the span of their `file` option.
pub type SetFiles = BTreeMap<Span, Vec<String>>;

const MAX_RULES: usize = 10_000;
const MAX_DECLARATIONS: usize = 100_000;

/// Resolves a program; what it could not resolve is among the diagnostics.
///
/// `files` are all files of the program, used files before those that use them.
pub fn resolve(
    files: &[&ast::File],
    vocabulary: &Vocabulary,
    set_files: &SetFiles,
) -> (hir::Program, Vec<Diagnostic>) {
    let mut resolver = Resolver {
        program: hir::Program::default(),
        out: Vec::new(),
        set_files,
        vocabulary,
        file_owner: None,
        stages_at: None,
        rule_names: BTreeMap::new(),
        filter_events: BTreeMap::new(),
    };
    resolver.declare_all(files);
    resolver.miss_stages(files);
    // Sets come first: messages about a set say what it is a set of, wherever it is declared.
    for item in files.iter().flat_map(|file| &file.items).filter(|item| is_set(item)) {
        resolver.resolve_item(item);
    }
    for file in files {
        resolver.file_owner = owner_of(file);
        for item in file.items.iter().filter(|item| !is_set(item)) {
            resolver.resolve_item(item);
        }
    }
    (resolver.program, resolver.out)
}

fn is_set(item: &ast::Item) -> bool {
    matches!(item.kind, ast::ItemKind::Set(_))
}

struct Resolver<'a> {
    program: hir::Program,
    out: Vec<Diagnostic>,
    set_files: &'a SetFiles,
    vocabulary: &'a Vocabulary,
    file_owner: Option<String>,
    stages_at: Option<Span>,
    rule_names: BTreeMap<String, Span>,
    // Named filters to the event they are declared of.
    filter_events: BTreeMap<String, String>,
}

/// How many of each kind the first pass has declared: the ids that the second pass gives out in the same order.
#[derive(Default)]
struct Counters {
    sets: usize,
    constants: usize,
    filters: usize,
    defines: usize,
    scores: usize,
    grades: usize,
    rules: usize,
    declarations: usize,
}

fn owner_of(file: &ast::File) -> Option<String> {
    file.items.iter().find_map(|item| match &item.kind {
        ast::ItemKind::Owner(name) => Some(name.text.clone()),
        _ => None,
    })
}

impl Resolver<'_> {
    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.out.push(Diagnostic::new(code, span, message));
    }

    fn declare(&mut self, name: &ast::Name, def: Def) {
        self.program.names.declare(name, def, &mut self.out);
    }

    fn declare_all(&mut self, files: &[&ast::File]) {
        let mut counters = Counters::default();
        for file in files {
            self.file_owner = owner_of(file);
            let mut owners = file.items.iter().filter(|item| matches!(item.kind, ast::ItemKind::Owner(_)));
            let mut exits = file.items.iter().filter(|item| matches!(item.kind, ast::ItemKind::Exits(_)));
            self.once(owners.next(), owners.next(), "`owner` is said twice in this file. Keep one. The owner of one declaration stands behind a comma: `, owner sales`.");
            self.once(
                exits.next(),
                exits.next(),
                "`exits:` stands twice in this file. Put all exits into one list.",
            );
            for item in &file.items {
                self.declare_item(item, &mut counters);
            }
        }
    }

    fn once(&mut self, first: Option<&ast::Item>, second: Option<&ast::Item>, message: &str) {
        if let (Some(first), Some(second)) = (first, second) {
            let span = Span { end: (second.span.start + 5).min(second.span.end), ..second.span };
            let diagnostic = Diagnostic::new(Code::DeclaredTwice, span, message);
            self.out.push(diagnostic.with_related(first.span, "the first one"));
        }
    }

    fn declare_item(&mut self, item: &ast::Item, counters: &mut Counters) {
        let next = |counter: &mut usize| {
            *counter += 1;
            *counter - 1
        };
        match &item.kind {
            ast::ItemKind::Field(decl) => {
                let id = FieldId::from_index(self.program.fields.len());
                self.declare(&decl.name, Def::Field(id));
                self.program
                    .fields
                    .push(hir::Fact { decl: decl.clone(), file_owner: self.file_owner.clone() });
            }
            ast::ItemKind::Event(decl) => self.declare_event(decl),
            ast::ItemKind::Stages(places) => self.declare_stages(item.span, places),
            ast::ItemKind::Exits(places) => {
                for decl in places {
                    let id = ExitId::from_index(self.program.exits.len());
                    self.declare(&decl.name, Def::Exit(id));
                    self.program.exits.push(self.place(decl));
                }
            }
            ast::ItemKind::Outcome(decl) => {
                let id = OutcomeId::from_index(self.program.outcomes.len());
                self.declare_result(&decl.name, Def::Outcome(id));
                let file_owner = self.file_owner.clone();
                self.program.outcomes.push(hir::Outcome { decl: decl.clone(), file_owner });
            }
            ast::ItemKind::Set(decl) => {
                self.declare(&decl.name, Def::Set(SetDefId::from_index(next(&mut counters.sets))));
            }
            ast::ItemKind::Define(decl) => {
                let def = match (&decl.body, &decl.of) {
                    (ast::DefineBody::Constant(_), _) => {
                        Def::Constant(ConstantId::from_index(next(&mut counters.constants)))
                    }
                    (ast::DefineBody::Condition(_), Some(of)) => {
                        self.filter_events.insert(decl.name.text.clone(), of.text.clone());
                        Def::Filter(FilterId::from_index(next(&mut counters.filters)))
                    }
                    (ast::DefineBody::Condition(_), None) => {
                        Def::Define(DefineId::from_index(next(&mut counters.defines)))
                    }
                };
                self.declare(&decl.name, def);
            }
            ast::ItemKind::Score(decl) => {
                self.declare_result(&decl.name, Def::Score(ScoreId::from_index(next(&mut counters.scores))));
            }
            ast::ItemKind::Grade(decl) => {
                self.declare_result(&decl.name, Def::Grade(GradeId::from_index(next(&mut counters.grades))));
            }
            ast::ItemKind::Broken(broken) => {
                self.program.has_broken_items = true;
                for name in &broken.names {
                    self.declare(name, Def::Broken);
                }
            }
            ast::ItemKind::Rule(_) => self.count_rule(item.span, counters),
            ast::ItemKind::Language(version) => self.check_language(version),
            ast::ItemKind::Use(_) | ast::ItemKind::Owner(_) | ast::ItemKind::Example(_) => {}
        }
        counters.declarations += 1;
        if counters.declarations == MAX_DECLARATIONS + 1 {
            self.report(
                Code::TooLarge,
                item.span,
                "A program may have 100,000 declarations, and this is one more. Split it into programs of their own.",
            );
        }
    }

    fn check_language(&mut self, version: &ast::Literal) {
        let ast::LiteralKind::Number(written) = &version.kind else { return };
        if written == "1" {
            return;
        }
        let message = format!(
            "This file is written in language {written}, and I know `language 1`. A newer version of this tool may know it."
        );
        self.report(Code::UnknownLanguage, version.span, message);
    }

    fn count_rule(&mut self, span: Span, counters: &mut Counters) {
        counters.rules += 1;
        if counters.rules == MAX_RULES + 1 {
            let message =
                "A program may have 10,000 rules, and this is one more. Split it into programs of their own.";
            self.report(Code::TooLarge, span, message);
        }
    }

    fn declare_result(&mut self, name: &ast::Name, def: Def) {
        if matches!(name.text.as_str(), "result" | "stage" | "status") {
            let message = format!(
                "`{}` is the name of a part of every verdict. Another name will do: `{}_of_lead`.",
                name.text, name.text
            );
            self.report(Code::ReservedWord, name.span, message);
        }
        self.declare(name, def);
    }

    fn declare_event(&mut self, decl: &ast::EventDecl) {
        let id = EventId::from_index(self.program.events.len());
        self.declare(&decl.name, Def::Event(id));
        let plural = decl.options.iter().find_map(|option| match &option.kind {
            ast::OptKind::Plural(name) => Some(name),
            _ => None,
        });
        // Of an event that is declared twice, the plural says nothing new.
        if let Some(plural) =
            plural.filter(|_| self.program.names.get(&decl.name.text) == Some(Def::Event(id)))
        {
            self.declare(plural, Def::Event(id));
        }
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for attribute in &decl.attributes {
            if let Some(first) = seen.insert(attribute.name.text.to_lowercase(), attribute.name.span) {
                let message =
                    format!("`{}` is declared twice in this event. Keep one of them.", attribute.name.text);
                let diagnostic = Diagnostic::new(Code::DeclaredTwice, attribute.name.span, message);
                self.out.push(diagnostic.with_related(first, "the first one"));
            }
        }
        self.program.events.push(hir::Event {
            decl: decl.clone(),
            plural: plural.map_or_else(|| decl.name.text.clone(), |name| name.text.clone()),
            file_owner: self.file_owner.clone(),
        });
    }

    fn declare_stages(&mut self, span: Span, places: &[ast::PlaceDecl]) {
        if let Some(first) = self.stages_at {
            let span = Span { end: (span.start + 6).min(span.end), ..span };
            let message =
                "`stages:` stands twice in this program. There is one ladder: put all stages into one list.";
            let diagnostic = Diagnostic::new(Code::DeclaredTwice, span, message);
            self.out.push(diagnostic.with_related(first, "the first one"));
            for decl in places {
                self.declare(&decl.name, Def::Broken);
            }
            return;
        }
        self.stages_at = Some(span);
        for decl in places {
            let id = StageId::from_index(self.program.stages.len());
            self.declare(&decl.name, Def::Stage(id));
            self.program.stages.push(self.place(decl));
        }
    }

    fn place(&self, decl: &ast::PlaceDecl) -> hir::PlaceDecl {
        hir::PlaceDecl { decl: decl.clone(), file_owner: self.file_owner.clone() }
    }
}
