//! The examples of two versions become those whose promises are others, or are kept no more.

use qualify::Program;
use qualify::examples::{self, PromiseResult};
use qualify::plan::Date;
use serde::Serialize;

/// How an example fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fares {
    /// All promises hold.
    Kept,
    /// Some do not.
    Broken,
    /// There is no such example.
    Absent,
}

/// An example that is another, or fares in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedExample {
    /// Its name.
    pub name: String,
    /// How it fares with the rules of before.
    pub before: Fares,
    /// How it fares with the rules of after.
    pub after: Fares,
    /// The promises of before that are not there any more.
    pub promised: Vec<String>,
    /// The promises that are new.
    pub promises: Vec<String>,
    /// What came out instead of the promises that are broken now.
    pub came: Vec<String>,
}

struct Run {
    name: String,
    promises: Vec<String>,
    came: Vec<String>,
}

impl Run {
    fn fares(run: Option<&Self>) -> Fares {
        match run {
            None => Fares::Absent,
            Some(run) if run.came.is_empty() => Fares::Kept,
            Some(_) => Fares::Broken,
        }
    }
}

/// The examples that are others, in the order of their names.
pub(crate) fn changed(old: &Program, new: &Program, today: Date) -> Vec<ChangedExample> {
    let (before, after) = (runs(old, today), runs(new, today));
    let mut names: Vec<&str> = before.iter().chain(&after).map(|run| run.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |runs: &'_ [Run], name: &str| runs.iter().position(|run| run.name == name);
    let changed = names.into_iter().filter_map(|name| {
        let was = of(&before, name).and_then(|at| before.get(at));
        let is = of(&after, name).and_then(|at| after.get(at));
        let missing = |from: Option<&Run>, than: Option<&Run>| -> Vec<String> {
            let than = than.map_or(&[][..], |run| &run.promises);
            from.into_iter()
                .flat_map(|run| &run.promises)
                .filter(|made| !than.contains(made))
                .cloned()
                .collect()
        };
        let (promised, promises) = (missing(was, is), missing(is, was));
        let (before, after) = (Run::fares(was), Run::fares(is));
        let is_another = before != after || !promised.is_empty() || !promises.is_empty();
        let came = is.map(|run| run.came.clone()).unwrap_or_default();
        is_another.then(|| ChangedExample { name: name.to_owned(), before, after, promised, promises, came })
    });
    changed.collect()
}

fn runs(program: &Program, today: Date) -> Vec<Run> {
    let results = examples::run(program, today).into_iter();
    results
        .map(|result| Run {
            name: result.example.name.clone(),
            promises: result.example.promises.iter().map(|promise| promise.text.clone()).collect(),
            came: result
                .promises
                .iter()
                .filter_map(|promise| match promise {
                    PromiseResult::Kept => None,
                    PromiseResult::Broken(came) => Some(came.clone()),
                })
                .collect(),
        })
        .collect()
}
