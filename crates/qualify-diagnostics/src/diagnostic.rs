//! One thing to say about one place, with what to write instead.

use serde::Serialize;

use crate::{Code, Span};

/// A mistake in the author's text.
///
/// `message` says what is wrong and what to write instead, in the author's words, at most two sentences or three.
/// It never names a parser, a token or a rule of the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its name, for `qualify explain`.
    pub code: Code,
    /// Where the caret stands.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: String,
    /// Other places that matter, such as the first of two declarations.
    pub related: Vec<Related>,
    /// An edit that mends it, where one is certain enough to offer.
    pub fix: Option<Fix>,
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
    /// A diagnostic without related places and without a fix.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), related: Vec::new(), fix: None }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Adds the fix that replaces one span.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }
}
