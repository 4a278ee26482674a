//! One thing to say about one place, with what to write instead.

use serde::Serialize;

use crate::{Code, Span};

/// A mistake in the author's text, or a finding of a lint.
///
/// `message` says what is wrong and what to write instead, in the author's words, at most two sentences or three.
/// It never names a parser, a token or a rule of the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its name, for `qualify explain`.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about, in words that stay the same when that is moved to another place: `rule "BANT"`, `field budget`.
    /// Empty if it is about a place and nothing more.
    pub subject: String,
    /// Where the caret stands.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: String,
    /// Other places that matter, such as the first of two declarations.
    pub related: Vec<Related>,
    /// How it is known; findings of lints have it, mistakes in the text show themselves.
    pub evidence: Option<Evidence>,
    /// An edit that mends it, where one is certain enough to offer.
    pub fix: Option<Fix>,
}

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The rules cannot be run, or the project does not allow it.
    Error,
    /// Worth a look; the rules can be run.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// How a finding is known. The text is for people: a clause that stands on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "text")]
pub enum Evidence {
    /// Proved for every possible lead; says by what: `for every lead: implied by "Big company"`.
    Proof(String),
    /// A lead for which it is so, as the evaluator confirmed: `employees is 120, country is US`.
    Lead(String),
    /// Counted on the leads at hand: `312 of 500 leads`.
    Sample(String),
    /// It can be read off the text.
    Text(String),
}

/// Another place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// An edit that mends a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the edit does, as an order: "Write `>=`".
    pub title: String,
    /// The replacements, none overlapping.
    pub edits: Vec<Edit>,
    /// Whether verdicts stay the same.
    pub effect: Effect,
}

/// What a fix does to verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Proved: every possible lead keeps its verdict.
    KeepsVerdicts,
    /// Some lead may get another verdict, or there was none before.
    MayChangeVerdicts,
}

/// Replace the text of a span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity, without related places, evidence and fix.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            subject: String::new(),
            span,
            message: message.into(),
            related: Vec::new(),
            evidence: None,
            fix: None,
        }
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Says how it is known.
    #[must_use]
    pub fn because(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Adds the fix that replaces one span; nothing is known of its effect on verdicts.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        self.fix = Some(Fix { title: title.into(), edits, effect: Effect::MayChangeVerdicts });
        self
    }
}
