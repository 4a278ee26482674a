//! Conditions become a tree of words, and the tree one line.

use std::fmt;

use super::tests::{Stated, event_test, fact_test, grade_test, score_test};
use crate::{Expr, ExprId, Place, Plan, Truth};

/// A condition as people read it: tests in words, joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A test, or a name that stands for a condition.
    Test(String),
    /// `not`
    Not(Box<Condition>),
    /// `and`
    All(Vec<Condition>),
    /// `or`
    Any(Vec<Condition>),
    /// `at least k of`
    AtLeast(u32, Vec<Condition>),
    /// The rest is left out: conditions share their parts, and written out they can be longer than any page.
    Cut,
}

/// A condition in words, defines written out.
pub fn condition(plan: &Plan, id: ExprId) -> Condition {
    residual(plan, id, &|_| Truth::Unknown)
}

/// What is left to find out of a condition in Unknown, given the truths of its parts (section 7.4 of the language).
///
/// Parts in Unknown are kept, all others dropped; `at least k of` becomes `at least k - y of` with y parts in Yes.
pub fn residual(plan: &Plan, id: ExprId, truth: &dyn Fn(ExprId) -> Truth) -> Condition {
    Writer { plan, truth, left: PARTS }.condition(id, DEPTH)
}

/// The most parts that are written out.
const PARTS: usize = 500;
/// The deepest nesting that is written out.
const DEPTH: usize = 200;

struct Writer<'a> {
    plan: &'a Plan,
    truth: &'a dyn Fn(ExprId) -> Truth,
    /// How many more parts are written out.
    left: usize,
}

impl Writer<'_> {
    fn condition(&mut self, id: ExprId, depth: usize) -> Condition {
        let (Some(left), Some(deeper)) = (self.left.checked_sub(1), depth.checked_sub(1)) else {
            return Condition::Cut;
        };
        self.left = left;
        let plan = self.plan;
        match plan.exprs.get(id.index()) {
            Some(Expr::Not(part)) => self.negated(*part, deeper),
            Some(Expr::All(parts)) => Condition::All(self.parts(parts, deeper)),
            Some(Expr::Any(parts)) => Condition::Any(self.parts(parts, deeper)),
            Some(Expr::AtLeast(k, parts)) => {
                let sure = parts.iter().filter(|part| (self.truth)(**part) == Truth::Yes).count();
                let k = k.saturating_sub(u32::try_from(sure).unwrap_or(u32::MAX));
                Condition::AtLeast(k, self.parts(parts, deeper))
            }
            Some(Expr::Rule(rule)) => self.rule(*rule, deeper),
            Some(expr) => Condition::Test(test(plan, expr, Stated::AsIs).unwrap_or_default()),
            None => Condition::Cut,
        }
    }

    fn parts(&mut self, parts: &[ExprId], depth: usize) -> Vec<Condition> {
        let mut kept = Vec::new();
        for part in parts.iter().filter(|part| (self.truth)(**part) == Truth::Unknown) {
            kept.push(self.condition(*part, depth));
            if self.left == 0 {
                break;
            }
        }
        kept
    }

    fn rule(&mut self, rule: crate::RuleId, depth: usize) -> Condition {
        let Some(rule) = self.plan.rules.get(rule.index()) else { return Condition::Cut };
        let when = Some(rule.when).filter(|when| (self.truth)(*when) == Truth::Unknown);
        let unless = rule.unless.filter(|unless| (self.truth)(*unless) == Truth::Unknown);
        let when = when.map(|when| self.condition(when, depth));
        let unless = unless.map(|unless| self.negated(unless, depth));
        Condition::All(when.into_iter().chain(unless).collect())
    }

    fn negated(&mut self, part: ExprId, depth: usize) -> Condition {
        let expr = self.plan.exprs.get(part.index());
        match (expr.and_then(|expr| test(self.plan, expr, Stated::Negated)), expr) {
            (Some(text), _) => Condition::Test(text),
            (None, Some(Expr::Not(inner))) => self.condition(*inner, depth),
            (None, _) => Condition::Not(Box::new(self.condition(part, depth))),
        }
    }
}

/// The words of a condition without parts; none if it has parts.
fn test(plan: &Plan, expr: &Expr, stated: Stated) -> Option<String> {
    let not = |name: &str| match stated {
        Stated::AsIs => name.to_owned(),
        Stated::Negated => format!("not {name}"),
    };
    match expr {
        Expr::Test(test) => Some(fact_test(plan, test, stated)),
        Expr::Events(test) => Some(event_test(plan, test, stated)),
        Expr::Score(score, comparison) => {
            plan.scores.get(score.index()).map(|score| score_test(&score.name, *comparison, stated))
        }
        Expr::Grade(grade, passing) => {
            plan.grades.get(grade.index()).map(|grade| grade_test(grade, passing, stated))
        }
        Expr::Place(Place::Stage(stage)) => plan.stages.get(stage.index()).map(|stage| not(&stage.name)),
        Expr::Place(Place::Exit(exit)) => plan.exits.get(exit.index()).map(|exit| not(&exit.name)),
        Expr::Rule(_) | Expr::Not(_) | Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) => None,
    }
}

/// How parts are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    And,
    Or,
    Not,
    Comma,
}

impl Condition {
    /// Without lists of one part, which stand for that part.
    fn simplest(&self) -> &Self {
        match self {
            Self::All(parts) | Self::Any(parts) => match parts.as_slice() {
                [one] => one.simplest(),
                _ => self,
            },
            Self::Test(_) | Self::Not(_) | Self::AtLeast(..) | Self::Cut => self,
        }
    }

    /// Writes the condition as a part, in brackets where the words around it would be read into it.
    fn write_part(&self, join: Join, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.simplest();
        let needs_brackets = match part {
            Self::Test(_) | Self::Cut => false,
            Self::Not(_) => join == Join::Not,
            Self::All(parts) => !parts.is_empty() && matches!(join, Join::Or | Join::Not),
            Self::Any(parts) => !parts.is_empty() && matches!(join, Join::And | Join::Not),
            Self::AtLeast(..) => true,
        };
        if needs_brackets { write!(f, "({part})") } else { write!(f, "{part}") }
    }
}

impl fmt::Display for Condition {
    /// One line, with brackets where `and` and `or` mix.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.simplest() {
            Self::Test(text) => f.write_str(text),
            Self::Not(part) => {
                f.write_str("not ")?;
                part.write_part(Join::Not, f)
            }
            Self::All(parts) if parts.is_empty() => f.write_str("always"),
            Self::Any(parts) if parts.is_empty() => f.write_str("never"),
            Self::All(parts) => joined(parts, " and ", Join::And, f),
            Self::Any(parts) => joined(parts, " or ", Join::Or, f),
            Self::AtLeast(k, parts) => {
                write!(f, "at least {k} of: ")?;
                joined(parts, ", ", Join::Comma, f)
            }
            Self::Cut => f.write_str("..."),
        }
    }
}

fn joined(parts: &[Condition], between: &str, join: Join, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        part.write_part(join, f)?;
    }
    Ok(())
}
