//! `qualify test`: the promises of the examples, held against what comes out.

mod coverage;

use std::path::{Path, PathBuf};

use clap::Args;
use qualify::examples::{self, ExampleResult, PromiseResult};
use qualify::plan::Plan;
use qualify::{PromiseKind, explain};

use crate::clock::Today;
use crate::program::{self, Loaded};
use crate::stop::{self, Ended, Exit};
use crate::tell::Story;
use crate::terminal::{self, style, text};

/// Hold the rules to the promises of their examples
///
/// Every `example` in the rules is judged, and each of its promises is compared
/// with what came out. Then a table shows what the examples show of each rule
/// and of each part of its condition: how often it was yes, unknown and no. A
/// dash is a case that no example has.
///
/// Examples:
///   qualify test
///   qualify test inbound.rules --today 2026-03-02
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Test {
    /// The rules; else those that qualify.toml names.
    #[arg(value_name = "RULES")]
    rules: Option<PathBuf>,
    /// The day for examples without a day of their own, as YYYY-MM-DD. Else the day on the system's clock.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Leave out the table of what the examples show.
    #[arg(long)]
    no_coverage: bool,
}

impl Test {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let loaded = program::load(project, self.rules.as_deref())?;
        let today = Today::find(self.today.as_deref(), &loaded.workspace)?;
        let results = examples::run(&loaded.program, today.date);
        let width = terminal::width();
        let mut told: String = results.iter().map(|result| example(&loaded, result, width)).collect();
        if !self.no_coverage && !results.is_empty() {
            told += &coverage::table(&loaded.program.plan, &results, width);
        }
        if results.iter().any(|result| result.example.today.is_none()) {
            let note = format!("Examples without a day of their own: as of {}.", today.told());
            told += &format!("\n{}\n", text::wrap(&note, width).join("\n"));
        }
        let shown = terminal::show((told + &total(&results)).trim_start_matches('\n'));
        let is_kept = results.iter().all(ExampleResult::is_kept);
        stop::answered(shown, if is_kept { Exit::Fine } else { Exit::Findings })
    }
}

fn example(loaded: &Loaded, result: &ExampleResult<'_>, width: usize) -> String {
    let name = text::clean(&result.example.name);
    if result.is_kept() {
        return format!("{}  {name}\n", style::good("kept"));
    }
    let place = loaded.workspace.shown(&loaded.sources.file_line(result.example.span));
    let head = format!("{}  {}  {}\n", style::error("broken"), style::heading(&name), style::accent(&place));
    let promises = result.example.promises.iter().zip(&result.promises);
    let told: String = promises.map(|(made, came)| promise(&made.text, came, width)).collect();
    format!("\n{head}{told}{}", reason(&loaded.program.plan, result, width))
}

fn promise(text: &str, came: &PromiseResult, width: usize) -> String {
    match came {
        PromiseResult::Kept => format!("  {} {}\n", style::good("+"), text::clean(text)),
        PromiseResult::Broken(instead) => {
            let told = text::clean(&format!("{text}, but {instead}")).into_owned();
            let hung = text::hang("  - ", &told, width);
            format!("  {}{}\n", style::error("-"), hung.get(3..).unwrap_or_default())
        }
    }
}

/// What led to the result, and what would have led higher.
fn reason(plan: &Plan, result: &ExampleResult<'_>, width: usize) -> String {
    let explanation = explain(plan, result.today, &result.lead);
    let story =
        Story { plan, verdict: &result.verdict, explanation: &explanation, width: width.saturating_sub(4) };
    let because = story.because();
    let steps: Vec<String> =
        explanation.nearest.iter().flatten().map(|nearest| story.step(nearest)).collect();
    let nearest =
        steps.iter().map(|step| format!("{}\n", text::hang("Nearest to ", &text::clean(step), story.width)));
    let promises = result.example.promises.iter().zip(&result.promises);
    let is_about_status = promises
        .filter(|(_, came)| **came != PromiseResult::Kept)
        .any(|(made, _)| matches!(made.kind, PromiseKind::Status(_)));
    let open = if is_about_status { story.open() } else { String::new() };
    let told = format!("{because}{open}{}", nearest.collect::<String>());
    told.lines().map(|line| format!("    {line}\n")).collect()
}

fn total(results: &[ExampleResult<'_>]) -> String {
    if results.is_empty() {
        return "There are no examples to hold the rules to. An example says what should come out:\n\n  \
                example \"ICP company, two downloads\":\n    - industry is software\n    - downloads is 2\n    \
                expect MQL\n"
            .to_owned();
    }
    let kept = results.iter().filter(|result| result.is_kept()).count();
    let promises: Vec<&PromiseResult> = results.iter().flat_map(|result| &result.promises).collect();
    let held = promises.iter().filter(|promise| ***promise == PromiseResult::Kept).count();
    let told = format!(
        "{kept} of {} kept, with {held} of {}.",
        text::counted(results.len() as u64, "example"),
        text::counted(promises.len() as u64, "promise"),
    );
    let told = if kept == results.len() { style::good(&told) } else { style::error(&told) };
    format!("\n{told}\n")
}
