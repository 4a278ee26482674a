//! Conditions become the tests in them, each with the sense in which it stands: as written, or under a `not`.

use std::collections::BTreeSet;

use qualify_plan::Place;
use qualify_semantic::hir::{
    Condition, ConditionKind, EachOf, Program, Rows, Rule, ScoreLine, ScoreLineKind, Test, TestId, TestKind,
};

/// How a condition stands: whether its Yes speaks for the whole or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// The tests of a rule and of the named conditions that it uses, each in each sense once.
pub(crate) fn deep_tests<'a>(program: &'a Program, rule: &'a Rule) -> Vec<Found<'a>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut open = rule_tests(program, rule);
    open.reverse();
    while let Some(next) = open.pop() {
        if !seen.insert((next.id, next.sense)) {
            continue;
        }
        found.push(next);
        if let TestKind::Define(id) = next.test.kind {
            let define = program.defines.get(id.index());
            let inner = define.map(|define| tests(program, &define.condition, next.sense));
            open.extend(inner.into_iter().flatten().rev());
        }
    }
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

/// All rows that tests and scores ask for.
pub(crate) fn all_rows(program: &Program) -> Vec<&Rows> {
    let of_tests = program.tests.iter().filter_map(|test| match &test.kind {
        TestKind::Events { rows, .. } => Some(rows),
        TestKind::Field(_)
        | TestKind::Attribute(_)
        | TestKind::Score(..)
        | TestKind::Grade(..)
        | TestKind::Define(_)
        | TestKind::Place(_) => None,
    });
    let all_lines = program.scores.iter().flat_map(|score| lines(&score.lines));
    let of_lines = all_lines.flat_map(rows_of_line);
    of_tests.chain(of_lines).collect()
}

/// The stages and exits that a rule concludes.
pub(crate) fn places(rule: &Rule) -> impl Iterator<Item = Place> {
    rule.concludes.iter().filter_map(|conclusion| match conclusion {
        qualify_semantic::hir::Conclusion::Place(place) => Some(*place),
        qualify_semantic::hir::Conclusion::Outcome(..) => None,
    })
}

/// The condition of a score line, if it has one.
pub(crate) fn conditions_of_line(line: &ScoreLine) -> impl Iterator<Item = &Condition> {
    let condition = match &line.kind {
        ScoreLineKind::When { condition, .. } => Some(condition),
        ScoreLineKind::Group { .. }
        | ScoreLineKind::FirstOf(_)
        | ScoreLineKind::BestOf(_)
        | ScoreLineKind::Table { .. }
        | ScoreLineKind::Each { .. }
        | ScoreLineKind::AddScore(_) => None,
    };
    condition.into_iter()
}

/// The rows that a score line counts, if it does.
pub(crate) fn rows_of_line(line: &ScoreLine) -> impl Iterator<Item = &Rows> {
    let rows = match &line.kind {
        ScoreLineKind::Each {
            of: Some(EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows)),
            ..
        } => Some(rows),
        ScoreLineKind::Each { .. }
        | ScoreLineKind::When { .. }
        | ScoreLineKind::Group { .. }
        | ScoreLineKind::FirstOf(_)
        | ScoreLineKind::BestOf(_)
        | ScoreLineKind::Table { .. }
        | ScoreLineKind::AddScore(_) => None,
    };
    rows.into_iter()
}
