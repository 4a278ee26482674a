//! `qualify check`: all errors of rules, or a room of the compiler to look into.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use qualify::diagnostics::Diagnostic;
use qualify::{Compilation, Program, emit};

use crate::findings::{self, Findings};
use crate::output::Output;
use crate::stop::{Ended, Exit, Stop};
use crate::terminal::{self, style, text};
use crate::workspace::{Asked, Workspace};

/// Look for errors in rules
///
/// All errors of the file and of the files it uses are reported, each with its
/// place and what to write instead.
///
/// Examples:
///   qualify check                    the rules of the project
///   qualify check inbound.rules
///   qualify check --format json      for editors and other programs
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Check {
    /// Files of rules; else those that qualify.toml names.
    #[arg(value_name = "RULES")]
    rules: Vec<PathBuf>,
    /// How errors are written: human or json.
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
    /// Print what a stage of the compiler makes of the rules: ast, hir, types or plan.
    #[arg(long, value_name = "STAGE", hide_possible_values = true)]
    emit: Option<Stage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    Ast,
    Hir,
    Types,
    Plan,
}

impl Check {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let checked = self.compile(project)?;
        match (self.emit, self.format) {
            (Some(stage), _) => print_room(&checked, stage)?,
            (None, Format::Human) => terminal::show(&for_people(&checked))?,
            (None, Format::Json) => for_programs(&checked)?,
        }
        let found = checked.iter().any(|(_, compilation)| !compilation.diagnostics.is_empty());
        Ok(if found { Exit::Findings } else { Exit::Fine })
    }

    fn compile(&self, project: Option<&Path>) -> Result<Vec<(Workspace, Compilation)>, Stop> {
        let asked: Vec<Option<&Path>> = match self.rules.as_slice() {
            [] => vec![None],
            rules => rules.iter().map(|path| Some(path.as_path())).collect(),
        };
        let one = |rules| {
            let workspace = Workspace::find(Asked { project, rules })?;
            let compilation = workspace.compile();
            Ok((workspace, compilation))
        };
        let mut checked = asked.into_iter().map(one).collect::<Result<Vec<_>, Stop>>()?;
        once_each(&mut checked);
        Ok(checked)
    }
}

/// A file that several programs use is reported once.
fn once_each(checked: &mut [(Workspace, Compilation)]) {
    let mut said: BTreeSet<(PathBuf, u32, String)> = BTreeSet::new();
    for (workspace, compilation) in checked {
        let Compilation { sources, diagnostics, .. } = compilation;
        diagnostics.retain(|diagnostic: &Diagnostic| {
            let path = workspace.root.join(sources.position(diagnostic.span).0);
            said.insert((path, diagnostic.span.start, diagnostic.message.clone()))
        });
    }
}

fn for_people(checked: &[(Workspace, Compilation)]) -> String {
    let width = terminal::width();
    let mut out = String::new();
    for (workspace, compilation) in checked {
        let Compilation { sources, diagnostics, .. } = compilation;
        out += &Findings { workspace, sources, diagnostics }.for_people(width);
    }
    for (workspace, compilation) in checked {
        if let Some(program) = &compilation.program {
            let rules = workspace.rules();
            out += &format!("{} {rules}: {}\n", style::good("ok"), contents(program));
        }
    }
    out + &total(checked)
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

fn total(checked: &[(Workspace, Compilation)]) -> String {
    let counts: Vec<String> = checked
        .iter()
        .filter(|(_, compilation)| !compilation.diagnostics.is_empty())
        .map(|(_, compilation)| findings::count(&compilation.diagnostics, &compilation.sources))
        .collect();
    counts.iter().map(|line| format!("{line}\n")).collect()
}

fn for_programs(checked: &[(Workspace, Compilation)]) -> Result<(), Stop> {
    let list: Vec<_> = checked
        .iter()
        .flat_map(|(workspace, compilation)| {
            let Compilation { sources, diagnostics, .. } = compilation;
            Findings { workspace, sources, diagnostics }.for_programs()
        })
        .collect();
    let json = serde_json::to_string_pretty(&list)
        .map_err(|error| Stop::unreadable(format!("The findings cannot be written as JSON: {error}.")))?;
    let mut out = Output::standard();
    out.put(&json)?;
    out.put("\n")?;
    out.finish()
}

fn print_room(checked: &[(Workspace, Compilation)], stage: Stage) -> Result<(), Stop> {
    let mut out = Output::standard();
    for (workspace, compilation) in checked {
        let Compilation { sources, diagnostics, .. } = compilation;
        let found = Findings { workspace, sources, diagnostics };
        if !diagnostics.is_empty() {
            terminal::note(&format!("{}{}", found.for_people(terminal::width()), found.count()));
        }
        out.put(&room(compilation, stage))?;
    }
    out.finish()
}

fn room(compilation: &Compilation, stage: Stage) -> String {
    match stage {
        Stage::Ast => emit::ast(compilation),
        Stage::Hir => emit::hir(compilation),
        Stage::Types => emit::types(compilation),
        Stage::Plan => emit::plan(compilation).unwrap_or_default(),
    }
}
