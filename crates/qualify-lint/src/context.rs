//! All that a lint may look at.

use std::cell::OnceCell;

use qualify_analysis::Known;
use qualify_diagnostics::{Source, SourceId, Sources, Span};
use qualify_plan::{Date, Plan, Rule, RuleId};
use qualify_semantic::{Checked, Example, SourceMap, hir};
use qualify_syntax::ast;

use crate::facts::ExampleFacts;
use crate::judged::Judged;
use crate::known::KnownValues;
use crate::proofs::Proofs;
use crate::sample::Sample;
use crate::settings::Settings;
use crate::uses::Uses;

/// A program without mistakes, in all its forms.
#[derive(Debug, Clone, Copy)]
pub struct Checkable<'a> {
    /// Every file that was read.
    pub sources: &'a Sources,
    /// The trees, the compiled file first.
    pub files: &'a [ast::File],
    /// The program with ids instead of names.
    pub hir: &'a hir::Program,
    /// The meaning of everything written.
    pub checked: &'a Checked,
    /// The executable form.
    pub plan: &'a Plan,
    /// Which place in the text became what of the plan.
    pub source_map: &'a SourceMap,
    /// The examples.
    pub examples: &'a [Example],
}

/// What lints look at. What costs time is found out when the first lint asks for it.
#[derive(Debug)]
pub struct Context<'a> {
    /// Every file that was read.
    pub sources: &'a Sources,
    /// The trees, the compiled file first.
    pub files: &'a [ast::File],
    /// The program with ids instead of names.
    pub hir: &'a hir::Program,
    /// The meaning of everything written.
    pub checked: &'a Checked,
    /// The executable form.
    pub plan: &'a Plan,
    /// Which place in the text became what of the plan.
    pub source_map: &'a SourceMap,
    /// The examples.
    pub examples: &'a [Example],
    /// The day of the check.
    pub today: Date,
    /// What the project asks for.
    pub settings: &'a Settings,
    /// Leads at hand, if they were read for this program.
    pub sample: Option<&'a Sample>,
    uses: OnceCell<Uses>,
    example_facts: OnceCell<ExampleFacts>,
    proofs: Proofs<'a>,
    judged: OnceCell<Option<Judged>>,
    known: OnceCell<KnownValues>,
}

impl<'a> Context<'a> {
    /// What there is to look at on a day.
    pub fn new(
        program: Checkable<'a>,
        settings: &'a Settings,
        today: Date,
        sample: Option<&'a Sample>,
    ) -> Self {
        let Checkable { sources, files, hir, checked, plan, source_map, examples } = program;
        Self {
            sources,
            files,
            hir,
            checked,
            plan,
            source_map,
            examples,
            today,
            settings,
            sample: sample.filter(|sample| sample.fits(plan)),
            uses: OnceCell::new(),
            example_facts: OnceCell::new(),
            proofs: Proofs::new(plan, today),
            judged: OnceCell::new(),
            known: OnceCell::new(),
        }
    }

    /// Where every declared name is used.
    pub(crate) fn uses(&self) -> &Uses {
        self.uses.get_or_init(|| Uses::of(self))
    }

    /// What came of the examples.
    pub(crate) fn example_facts(&self) -> &ExampleFacts {
        self.example_facts.get_or_init(|| ExampleFacts::of(self))
    }

    /// What is proved of every lead.
    pub(crate) fn proofs(&self) -> &Proofs<'a> {
        &self.proofs
    }

    /// The rule of the hir for a rule of the plan.
    pub(crate) fn hir_rule(&self, id: RuleId) -> Option<&'a hir::Rule> {
        self.hir.rules.get(self.source_map.rule_index(id)?)
    }

    /// What the rules make of the leads at hand; nothing without leads.
    pub(crate) fn judged(&self) -> Option<&Judged> {
        self.judged.get_or_init(|| self.sample.map(|sample| Judged::of(self, sample))).as_ref()
    }

    /// Values for leads that are made up: those that many leads at hand have. None without leads.
    pub fn known(&self) -> &dyn Known {
        self.known.get_or_init(|| self.sample.map(KnownValues::of).unwrap_or_default())
    }

    /// Whether a place is in the file that was compiled: what stands there serves no other program.
    pub(crate) fn is_own(&self, span: Span) -> bool {
        self.files.first().is_some_and(|file| file.source == span.source)
    }

    /// The rule of the plan for the rule of the hir at this index.
    pub(crate) fn plan_rule(&self, index: usize) -> Option<&'a Rule> {
        self.plan.rules.get(self.source_map.rule(index)?.index())
    }

    /// The text of a span, with one space where there is white space.
    pub(crate) fn text(&self, span: Span) -> String {
        self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A file.
    pub(crate) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(id)
    }
}
