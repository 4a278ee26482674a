//! The examples of a program become a table of what they show: each rule and each part of its condition, seen in yes,
//! no and unknown.

use std::collections::BTreeSet;

use qualify_eval::truths;
use qualify_plan::{Expr, ExprId, Plan, RuleId, Truth};

use crate::examples::ExampleResult;

/// How often something was seen in each truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// In Yes.
    pub yes: u64,
    /// In Unknown.
    pub unknown: u64,
    /// In No.
    pub no: u64,
}

impl Seen {
    fn count(&mut self, truth: Truth) {
        match truth {
            Truth::Yes => self.yes += 1,
            Truth::Unknown => self.unknown += 1,
            Truth::No => self.no += 1,
        }
    }
}

/// What the examples show of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCoverage {
    /// The rule.
    pub rule: RuleId,
    /// The rule as a whole.
    pub seen: Seen,
    /// The tests in its `when`, then those in its `unless`, in the order of the text, none twice.
    pub parts: Vec<PartCoverage>,
}

/// What the examples show of one test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartCoverage {
    /// The test.
    pub part: ExprId,
    /// The test as it stands in the rule, negated if it is.
    pub seen: Seen,
}

/// Measures what examples show of every rule.
pub fn measure(plan: &Plan, results: &[ExampleResult<'_>]) -> Vec<RuleCoverage> {
    let mut rules: Vec<RuleCoverage> =
        (0..plan.rules.len()).map(|at| empty(plan, RuleId::from_index(at))).collect();
    for result in results {
        let truths = truths(plan, result.today, &result.lead);
        let truth = |id: ExprId| truths.get(id.index()).copied().unwrap_or(Truth::Unknown);
        for coverage in &mut rules {
            let Some(rule) = plan.rules.get(coverage.rule.index()) else { continue };
            coverage.seen.count(truth(rule.truth));
            for part in &mut coverage.parts {
                part.seen.count(truth(part.part));
            }
        }
    }
    rules
}

fn empty(plan: &Plan, id: RuleId) -> RuleCoverage {
    let mut parts: Vec<ExprId> = Vec::new();
    if let Some(rule) = plan.rules.get(id.index()) {
        let mut seen = BTreeSet::new();
        add_tests(plan, rule.when, &mut seen, &mut parts);
        rule.unless.into_iter().for_each(|unless| add_tests(plan, unless, &mut seen, &mut parts));
    }
    let parts = parts.into_iter().map(|part| PartCoverage { part, seen: Seen::default() }).collect();
    RuleCoverage { rule: id, seen: Seen::default(), parts }
}

/// The tests of a condition from left to right; `not` before a test belongs to it.
fn add_tests(plan: &Plan, root: ExprId, seen: &mut BTreeSet<ExprId>, found: &mut Vec<ExprId>) {
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match plan.exprs.get(id.index()) {
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                open.extend(parts.iter().rev());
            }
            Some(Expr::Not(part)) if !is_test(plan, *part) => open.push(*part),
            Some(
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Rule(_)
                | Expr::Not(_),
            ) => found.push(id),
            None => {}
        }
    }
}

fn is_test(plan: &Plan, id: ExprId) -> bool {
    match plan.exprs.get(id.index()) {
        Some(Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..) | Expr::Not(_)) | None => false,
        Some(
            Expr::Test(_)
            | Expr::Events(_)
            | Expr::Score(..)
            | Expr::Grade(..)
            | Expr::Place(_)
            | Expr::Rule(_),
        ) => true,
    }
}
