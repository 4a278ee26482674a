//! Every written thing gets its meaning, or a message that says why it has none.
//!
//! Declarations first (facts, events, constants), because tests need their types; then conditions, scores, grades,
//! rules and examples; circles last.

mod circles;
mod examples;
mod facts;
mod operands;
mod options;
mod predicates;
mod rules;
mod scores;
mod sets;
mod tables;
mod tests;

use std::collections::{BTreeMap, HashMap};

use qualify_diagnostics::{Code, Diagnostic, Sources, Span};
use qualify_plan::SetId;
use qualify_syntax::ast;
use qualify_syntax::format::Vocabulary;

use crate::example::Example;
use crate::hir;
use crate::names::Def;
use crate::types::Types;

pub use circles::{Node, order};
pub(crate) use options::{label, owner};

/// What checking gives.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The meaning of everything written; complete if there are no diagnostics.
    pub types: Types,
    /// In which order named conditions, scores, grades and places can be evaluated; empty if there is a circle.
    pub order: Vec<Node>,
    /// The examples; those with mistakes are left out.
    pub examples: Vec<Example>,
}

/// Checks a resolved program.
pub fn check(
    sources: &Sources,
    program: &hir::Program,
    vocabulary: &Vocabulary,
) -> (Checked, Vec<Diagnostic>) {
    let mut declared = Checker {
        sources,
        program,
        vocabulary,
        facts: &facts::Facts::default(),
        types: Types::default(),
        out: Vec::new(),
        named_sets: BTreeMap::new(),
        set_ids: HashMap::new(),
        choices: HashMap::new(),
    };
    let facts = declared.check_facts();
    let mut checker = Checker { facts: &facts, ..declared };
    checker.check_constants();
    checker.check_sets();
    checker.check_tests();
    checker.check_conditions();
    checker.check_scores();
    checker.check_grades();
    checker.check_outcomes();
    checker.check_rules();
    let examples = checker.check_examples();
    let (order, circles) = order(sources, program);
    checker.out.extend(circles);
    let Checker { types, out, .. } = checker;
    let types = Types { fields: facts.fields, events: facts.events, ..types };
    (Checked { types, order, examples }, out)
}

struct Checker<'a> {
    sources: &'a Sources,
    program: &'a hir::Program,
    vocabulary: &'a Vocabulary,
    facts: &'a facts::Facts,
    types: Types,
    out: Vec<Diagnostic>,
    // A named set is read once for each kind of fact it is used with.
    named_sets: BTreeMap<(hir::SetDefId, sets::Target), Option<SetId>>,
    // Only looked up, never walked: its order does not matter.
    set_ids: HashMap<qualify_plan::Set, SetId>,
    // The folded values of a type with many choices, by the span of the type.
    choices: HashMap<Span, HashMap<String, u32>>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.out.push(Diagnostic::new(code, span, message));
    }

    /// The literal itself, or what it stands for if it is the name of a constant.
    fn constant<'b>(&'b self, literal: &'b ast::Literal) -> &'b ast::LiteralKind
    where
        'a: 'b,
    {
        if let ast::LiteralKind::Name(name) = &literal.kind
            && let Some(Def::Constant(id)) = self.program.names.get(name)
            && let Some(constant) = self.program.constants.get(id.index())
        {
            return &constant.value.kind;
        }
        &literal.kind
    }

    /// Checks that each option stands once.
    fn options_once(&mut self, options: &[ast::Opt]) {
        for (index, option) in options.iter().enumerate() {
            let same = |other: &&ast::Opt| {
                std::mem::discriminant(&other.kind) == std::mem::discriminant(&option.kind)
            };
            if let Some(first) = options.iter().take(index).find(same) {
                let message = "This option stands twice. Keep one of them.";
                let diagnostic = Diagnostic::new(Code::DeclaredTwice, option.span, message);
                self.out.push(diagnostic.with_related(first.span, "the first one"));
            }
        }
    }
}
