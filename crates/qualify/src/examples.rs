//! The examples of a program become results: what each promised and what came out.

mod promise;

use qualify_eval::{Verdict, evaluate};
use qualify_plan::{Date, Lead};
use qualify_semantic::Example;

use crate::Program;

/// One example and what came of it.
#[derive(Debug, Clone)]
pub struct ExampleResult<'a> {
    /// The example.
    pub example: &'a Example,
    /// The day it was judged on.
    pub today: Date,
    /// The lead it describes.
    pub lead: Lead,
    /// The verdict about that lead.
    pub verdict: Verdict,
    /// For each promise, in its order: whether it holds.
    pub promises: Vec<PromiseResult>,
}

/// A promise and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromiseResult {
    /// It holds.
    Kept,
    /// It does not; this came out instead, as part of a sentence: `result is Lead`.
    Broken(String),
}

impl ExampleResult<'_> {
    /// Whether all promises hold.
    pub fn is_kept(&self) -> bool {
        self.promises.iter().all(|promise| *promise == PromiseResult::Kept)
    }
}

/// Runs all examples of a program; those without a `today` of their own on the day that is given.
pub fn run(program: &Program, today: Date) -> Vec<ExampleResult<'_>> {
    program.examples.iter().map(|example| run_one(program, example, today)).collect()
}

fn run_one<'a>(program: &'a Program, example: &'a Example, today: Date) -> ExampleResult<'a> {
    let plan = &program.plan;
    let today = example.today.unwrap_or(today);
    let lead = example.lead(plan, today);
    let verdict = evaluate(plan, today, &lead);
    let promises = example.promises.iter().map(|made| promise::check(plan, &verdict, &made.kind)).collect();
    ExampleResult { example, today, lead, verdict, promises }
}
