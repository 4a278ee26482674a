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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const RULES: &str = "field industry is one of [software, retail]\nfield budget is money in USD\n\
        field seats is count, missing means 1\nevent visit, plural visits: - page is text\n\
        stages: - Lead - MQL - SQL\nexits: - Suppressed\n\
        outcome play, one value: - call - mail\noutcome tags, keep all: - big - small\n\
        score fit from 0 to 50: - add 20 points when industry is software - add 10 points when budget >= 20k USD\n\
        grade heat of fit: - hot from 25 - warm from 15 - cold otherwise\n\
        rule \"Fits\": when industry is software then MQL, play is mail, tags is big\n\
        rule \"Rich\": when MQL and budget >= 20k USD then SQL\n\
        rule \"Seats\": when seats >= 2 then tags is small\n\
        rule \"Two plays\": when industry is retail and seats >= 5 then play is call\n\
        rule \"Gone\": when any visits where page is \"/unsubscribe\" then Suppressed\n";

    /// What came of one promise about a software company of which nothing else is known.
    fn came_of(promise: &str) -> PromiseResult {
        let text = format!("{RULES}example \"one\":\n  - industry is software\n  {promise}\n");
        let files = BTreeMap::from([("a.rules".to_owned(), text.into_bytes())]);
        let compilation = crate::compile(&files, "a.rules");
        assert_eq!(compilation.diagnostics, [], "{promise}");
        let program = compilation.program.unwrap();
        let results = run(&program, Date::parse("2026-03-02").unwrap());
        results[0].promises[0].clone()
    }

    #[test]
    fn promises_that_hold_are_kept() {
        for promise in [
            "expect MQL",
            "expect not SQL",
            "expect meets Lead, MQL",
            "expect not meets SQL",
            "expect by \"Fits\"",
            "expect SQL is open",
            "expect SQL is open, needs budget",
            "expect fit is 20 to 30",
            "expect play is mail",
            "expect tags is big",
            "expect stage is MQL",
            "expect status is open",
        ] {
            assert_eq!(came_of(promise), PromiseResult::Kept, "{promise}");
        }
    }

    #[test]
    fn broken_promises_say_what_came_out() {
        for (promise, came) in [
            ("expect SQL", "the result is MQL"),
            ("expect not MQL", "the result is MQL"),
            ("expect meets SQL", "it meets Lead and MQL"),
            ("expect by \"Rich\"", "the result is MQL, by \"Fits\""),
            ("expect Suppressed is open", "the result is MQL and could be SQL"),
            ("expect SQL is open, needs industry", "it needs budget"),
            ("expect fit is 20", "fit is 20 to 30"),
            ("expect heat is warm", "heat is warm or hot"),
            ("expect play is call", "play is mail, by \"Fits\""),
            ("expect play is open", "play is mail, by \"Fits\""),
            ("expect tags is small", "tags is big, by \"Fits\""),
            ("expect stage is SQL", "the stage is MQL"),
            ("expect status is settled", "the status is open: it could be SQL"),
        ] {
            assert_eq!(came_of(promise), PromiseResult::Broken(came.to_owned()), "{promise}");
        }
    }
}
