//! Conditions become the tests in them, each with the sense in which it stands: as written, or under a `not`.

use qualify_plan::Place;
use qualify_semantic::hir::{
    Condition, ConditionKind, Program, Rule, ScoreLine, ScoreLineKind, Test, TestId,
};

/// How a condition stands: whether its Yes speaks for the whole or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sense {
    /// Its Yes speaks for the whole.
    For,
    /// Its Yes speaks against the whole: it stands under `not`, `none of` or `unless`.
    Against,
}

impl Sense {
    /// The other one.
    pub(crate) fn turned(self) -> Self {
        match self {
            Self::For => Self::Against,
            Self::Against => Self::For,
        }
    }

    /// This one, turned if a test is the `not` of what it asks.
    pub(crate) fn turned_if(self, negated: Negated) -> Self {
        match negated {
            Negated::Yes => self.turned(),
            Negated::No => self,
        }
    }
}

/// Whether a test is the `not` of what it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Negated {
    /// `is not`, `not in`.
    Yes,
    /// `is`, `in`.
    No,
}

/// A test where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    /// Its id.
    pub(crate) id: TestId,
    /// The test.
    pub(crate) test: &'a Test,
    /// How it stands.
    pub(crate) sense: Sense,
}

/// The tests of a condition from left to right; those of named conditions and of `where` are not among them.
pub(crate) fn tests<'a>(program: &'a Program, condition: &'a Condition, sense: Sense) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    // The deepest nesting that the language allows is far from what a stack holds, but a list needs no proof.
    let mut open = vec![(condition, sense)];
    while let Some((condition, sense)) = open.pop() {
        match &condition.kind {
            ConditionKind::All(parts) | ConditionKind::Any(parts) | ConditionKind::AtLeast(_, parts) => {
                open.extend(parts.iter().rev().map(|part| (part, sense)));
            }
            ConditionKind::None(parts) => {
                open.extend(parts.iter().rev().map(|part| (part, sense.turned())));
            }
            ConditionKind::Not(inner) => open.push((inner, sense.turned())),
            ConditionKind::Test(id) => {
                found.extend(program.tests.get(id.index()).map(|test| Found { id: *id, test, sense }));
            }
            ConditionKind::Broken => {}
        }
    }
    found
}

/// The tests of a rule, those of its `unless` after those of its `when`.
pub(crate) fn rule_tests<'a>(program: &'a Program, rule: &'a Rule) -> Vec<Found<'a>> {
    let mut found = tests(program, &rule.when, Sense::For);
    found.extend(rule.unless.iter().flat_map(|unless| tests(program, unless, Sense::Against)));
    found
}

/// The lines of a score, those inside of others included, each after the one that holds it.
pub(crate) fn lines(lines: &[ScoreLine]) -> Vec<&ScoreLine> {
    let mut found = Vec::new();
    let mut open: Vec<&ScoreLine> = lines.iter().rev().collect();
    while let Some(line) = open.pop() {
        found.push(line);
        match &line.kind {
            ScoreLineKind::Group { lines, .. }
            | ScoreLineKind::FirstOf(lines)
            | ScoreLineKind::BestOf(lines) => open.extend(lines.iter().rev()),
            ScoreLineKind::Table { .. }
            | ScoreLineKind::When { .. }
            | ScoreLineKind::Each { .. }
            | ScoreLineKind::AddScore(_) => {}
        }
    }
    found
}

/// The stages and exits that a rule concludes.
pub(crate) fn places(rule: &Rule) -> impl Iterator<Item = Place> {
    rule.concludes.iter().filter_map(|conclusion| match conclusion {
        qualify_semantic::hir::Conclusion::Place(place) => Some(*place),
        qualify_semantic::hir::Conclusion::Outcome(..) => None,
    })
}
