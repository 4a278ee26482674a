//! What was found becomes the answer in the format that was asked for.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use clap::ValueEnum;
use qualify::{Compilation, Program};

use super::watch::Screen;
use crate::findings::{self, Finding, Findings, github, gitlab, json, junit, markdown, people, plain, sarif};
use crate::output::Output;
use crate::stop::{Stop, reason};
use crate::terminal::{self, style, text};
use crate::workspace::Workspace;

/// Where GitHub Actions takes the summary of a step from.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Plain,
    Json,
    Github,
    Gitlab,
    Sarif,
    Junit,
    Markdown,
}

impl Format {
    /// Whether each answer has the screen to itself.
    pub(super) fn on_screen(self) -> Screen {
        match self {
            Self::Human => Screen::Own,
            Self::Plain
            | Self::Json
            | Self::Github
            | Self::Gitlab
            | Self::Sarif
            | Self::Junit
            | Self::Markdown => Screen::Shared,
        }
    }
}

/// Writes the answer to standard output.
pub(super) fn show(checked: &[(Workspace, Compilation)], format: Format) -> Result<(), Stop> {
    let found = findings::list(checked);
    let text = match format {
        Format::Human => return terminal::show(&for_people(checked, &found)),
        Format::Plain => plain::render(&found),
        Format::Json => as_json(json::render(&found))?,
        Format::Github => github::render(&found),
        Format::Gitlab => as_json(gitlab::render(&found))?,
        Format::Sarif => as_json(sarif::render(&found))?,
        Format::Junit => junit::render(checked, &found),
        Format::Markdown => markdown::render(&found),
    };
    let summary = std::env::var_os(SUMMARY).filter(|file| format == Format::Github && !file.is_empty());
    summary.map_or(Ok(()), |file| summarise(Path::new(&file), &found))?;
    let mut out = Output::standard();
    out.put(&text)?;
    out.finish()
}

fn as_json(text: serde_json::Result<String>) -> Result<String, Stop> {
    text.map_err(|error| Stop::unreadable(format!("The findings cannot be written as JSON: {error}.")))
}

/// Adds the report to the summary of the step; other steps may have written to it.
fn summarise(file: &Path, found: &[Finding<'_>]) -> Result<(), Stop> {
    let opened = OpenOptions::new().create(true).append(true).open(file);
    opened.and_then(|mut opened| opened.write_all(markdown::render(found).as_bytes())).map_err(|error| {
        let file = file.display();
        Stop::unreadable(format!("`{file}`, which {SUMMARY} names, cannot be written: {}.", reason(&error)))
    })
}

fn for_people(checked: &[(Workspace, Compilation)], found: &[Finding<'_>]) -> String {
    let width = terminal::width();
    let mut out = String::new();
    for (workspace, compilation) in checked {
        let Compilation { sources, diagnostics, .. } = compilation;
        out += &Findings { workspace, sources, diagnostics }.for_people(width);
    }
    for (workspace, compilation) in checked.iter().filter(|(_, compilation)| !super::has_errors(compilation))
    {
        if let Some(program) = &compilation.program {
            let rules = workspace.rules();
            out += &format!("{} {rules}: {}\n", style::good("ok"), contents(program));
        }
    }
    if found.is_empty() { out } else { out + &people::total(found) + "\n" }
}

/// `8 fields, 2 events, 5 rules, 4 examples`.
fn contents(program: &Program) -> String {
    let plan = &program.plan;
    let counts = [
        (plan.fields.len(), "field"),
        (plan.events.len(), "event"),
        (plan.scores.len(), "score"),
        (plan.rules.len(), "rule"),
        (program.examples.len(), "example"),
    ];
    let shown = counts.iter().filter(|(count, _)| *count > 0);
    let counted: Vec<String> = shown.map(|(count, noun)| text::counted(*count as u64, noun)).collect();
    if counted.is_empty() { "there are no rules in it".to_owned() } else { counted.join(", ") }
}
