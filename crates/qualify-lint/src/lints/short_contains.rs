//! `contains` with four letters or fewer becomes a finding: such letters stand inside of other words.

use qualify_diagnostics::{Code, Diagnostic, Edit, Effect, Fix, Span};
use qualify_plan::{Predicate, TextTest, Values, fold, words};
use qualify_semantic::TypedKind;
use qualify_semantic::hir::{FactTest, TestId, TestKind};
use qualify_syntax::ast::{self, PredicateKind, TextOp, TextOperand};

use crate::words::read_off;
use crate::{Context, Lint};

/// As many letters as stand inside of other words all the time.
const SHORT: usize = 4;

/// The lint.
pub(crate) struct ShortContains;

impl Lint for ShortContains {
    fn code(&self) -> Code {
        Code::ShortContains
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for (at, test) in ctx.hir.tests.iter().enumerate() {
            let (name, predicate) = match &test.kind {
                TestKind::Field(FactTest { name, predicate, .. })
                | TestKind::Attribute(FactTest { name, predicate, .. }) => (name, predicate.as_ref()),
                TestKind::Score(..)
                | TestKind::Grade(..)
                | TestKind::Define(_)
                | TestKind::Place(_)
                | TestKind::Events { .. } => continue,
            };
            let Some(ast::Predicate { kind: PredicateKind::Text { op: TextOp::Contains, of, .. }, span }) =
                predicate
            else {
                continue;
            };
            let Some(values) = values(ctx, TestId::from_index(at)) else { continue };
            if let Some(short) = values.iter().find(|value| is_short_word(value)) {
                let all_short = values.iter().all(|value| is_short_word(value));
                out.push(finding(ctx, &Contains { name, span: *span, of, all_short }, short));
            }
        }
    }
}

struct Contains<'a> {
    name: &'a ast::Name,
    span: Span,
    of: &'a TextOperand,
    all_short: bool,
}

/// What a test looks for, folded.
fn values<'a>(ctx: &Context<'a>, id: TestId) -> Option<&'a [String]> {
    let TypedKind::Fact(Predicate::Text(TextTest::Contains, set)) = &ctx.checked.types.test(id)?.kind else {
        return None;
    };
    match &ctx.checked.types.sets.get(set.index())?.values {
        Values::Texts(texts) => Some(texts),
        Values::Choices(_) | Values::Countries(_) => None,
    }
}

/// Letters and digits only: what has a sign in it, such as `@` or `c++`, is hardly part of another word. Scripts that
/// write no spaces between words have no words to look for.
fn is_short_word(text: &str) -> bool {
    let is_spaced = text.chars().all(|c| c < '\u{590}');
    text.chars().count() <= SHORT && is_spaced && words(&fold(text)) == [text]
}

fn finding(ctx: &Context<'_>, test: &Contains<'_>, short: &str) -> Diagnostic {
    let inside = inside(short).map_or_else(String::new, |word| format!(", as in \"{word}\""));
    let instead = match test.of {
        TextOperand::One(_) => format!("{} has word \"{short}\"", test.name.text),
        TextOperand::AnyOf(_) => format!("{} has word any of ...", test.name.text),
    };
    let message = format!(
        "`contains` finds \"{short}\" inside of other words too{inside}. To find the word alone, write `{instead}`."
    );
    let known = format!("\"{short}\" has {} letters", short.chars().count());
    let subject = format!("field {}", test.name.text);
    let mut finding = read_off(Code::ShortContains, test.span, subject, message, known);
    finding.fix = operator(ctx, test).map(|span| Fix {
        title: "Write `has word`".to_owned(),
        edits: vec![Edit { span, text: "has word".to_owned() }],
        effect: Effect::MayChangeVerdicts,
    });
    finding
}

/// A word that people know and that holds these letters.
fn inside(short: &str) -> Option<&'static str> {
    const KNOWN: &[&str] = &[
        "director",
        "head",
        "factory",
        "office",
        "captain",
        "chair",
        "their",
        "strategic",
        "service",
        "precise",
        "coordinator",
        "scope",
        "recruitment",
        "management",
        "sales",
        "trail",
        "again",
        "email",
        "maintenance",
        "italy",
        "digital",
        "hospital",
        "wholesale",
        "leadership",
        "mislead",
        "overhead",
        "engineering",
    ];
    KNOWN.iter().find(|word| word.contains(short) && **word != short).copied()
}

/// Where the word `contains` stands.
fn operator(ctx: &Context<'_>, test: &Contains<'_>) -> Option<Span> {
    let text = ctx.sources.text(test.span);
    let at = text.find("contains")?;
    let start = test.span.start as usize + at;
    // A longer value of the same set may be meant to stand inside of words.
    test.all_short.then(|| Span::new(test.span.source, start, start + "contains".len()))
}
