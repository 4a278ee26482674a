//! `qualify check`: all findings about rules, their fixes, or a room of the compiler to look into.

mod at_hand;
mod fix;
mod show;
mod watch;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use qualify::diagnostics::{Code, Diagnostic, Severity};
use qualify::lints::{Effort, Found, Settings};
use qualify::{Compilation, emit};

use crate::arguments::LeadFlags;
use crate::clock::Today;
use crate::disk::Texts;
use crate::findings::Findings;
use crate::output::Output;
use crate::seen::Seen;
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal;
use crate::workspace::{Asked, Workspace};

use at_hand::{AtHand, Wanted};
use show::Format;
use watch::Round;

/// Look for mistakes in rules
///
/// Everything found in the file and in the files it uses is reported, with its
/// place and what to write instead. Rules with an error cannot be run: the exit
/// code is 1. A warning is worth a look: the exit code stays 0. `[lints]` in
/// qualify.toml says which warnings matter, and a comment
/// `# qualify: allow NAME because REASON` accepts one.
///
/// With leads at hand, those of qualify.toml or of the flags, it is also said
/// which values never come up in them and what most of them wait for.
///
/// Examples:
///   qualify check                    the rules of the project
///   qualify check inbound.rules
///   qualify check inbound.rules --leads leads.csv --key "Lead ID"
///   qualify check --watch            again after every change
///   qualify check --diff             show what --fix would write
///   qualify check --format github    annotations in a workflow
///   qualify check --format json      for editors and other programs
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, mut_arg("today", |today| today.help(TODAY)))]
pub(crate) struct Check {
    /// Files of rules; else those that qualify.toml names.
    #[arg(value_name = "RULES")]
    rules: Vec<PathBuf>,
    /// How findings are written: human, plain (a line each), json, github, gitlab, sarif, junit or markdown.
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    flags: LeadFlags,
    /// Leave out the leads that qualify.toml names.
    #[arg(long, conflicts_with_all = ["leads", "key", "events", "encoding", "delimiter", "leads_format"])]
    no_leads: bool,
    /// Count warnings as errors.
    #[arg(long)]
    deny_warnings: bool,
    /// Apply the fixes that keep the verdict of every lead. Nothing is written if the rules have a mistake.
    #[arg(long)]
    fix: bool,
    /// Write nothing, show what --fix would change. Exit code 1 if anything would.
    #[arg(long, conflicts_with_all = ["format", "watch"])]
    diff: bool,
    /// Check again whenever a file of the program changes, until Ctrl-C. A file that is missing is waited for.
    #[arg(long, conflicts_with = "fix")]
    watch: bool,
    /// Look longer: also for parts of rules that other rules make unnecessary. Seconds for 200 rules, minutes for 1,000.
    #[arg(long)]
    deep: bool,
    /// Print what a stage of the compiler makes of the rules: ast, hir, types or plan.
    #[arg(long, value_name = "STAGE", hide_possible_values = true)]
    #[arg(conflicts_with_all = ["fix", "diff", "watch", "format", "deny_warnings", "deep"])]
    #[arg(conflicts_with_all = ["leads", "key", "events", "encoding", "delimiter", "leads_format"])]
    emit: Option<Stage>,
}

/// The help of `--today`, which is also the day on which review dates and ends of rules are looked at.
const TODAY: &str =
    "The day on which rules and leads are looked at, as YYYY-MM-DD. Else the day on the system's clock.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    Ast,
    Hir,
    Types,
    Plan,
}

impl Check {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let at_hand = self.at_hand()?;
        let gather = |texts: &Texts| self.gather(project, texts, &at_hand, &RefCell::default());
        let ended = match (self.emit, self.fix || self.diff, self.watch) {
            (Some(stage), _, _) => {
                let checked = gather(&Texts::new())?;
                stop::answered(print_room(&checked, stage), exit(&checked))
            }
            (None, true, _) => fix::run(&gather, self.format, self.after_fixing()),
            (None, false, true) => {
                let round = || self.round(project, &at_hand);
                watch::run(&mut watch::Polling, self.format.on_screen(), round)
            }
            (None, false, false) => {
                let checked = gather(&Texts::new())?;
                stop::answered(show::show(&checked, self.format), exit(&checked))
            }
        };
        at_hand.tell();
        ended
    }

    /// One round of watching.
    fn round(&self, project: Option<&Path>, at_hand: &AtHand<'_>) -> Result<Round, Stop> {
        let seen = RefCell::default();
        let checked = self.gather(project, &Texts::new(), at_hand, &seen);
        if let Ok(checked) = &checked {
            show::show(checked, self.format)?;
        }
        let mut seen = seen.into_inner();
        seen.join(&at_hand.seen());
        at_hand.tell();
        Ok(Round { ended: checked.map(|checked| exit(&checked)), seen })
    }

    fn at_hand(&self) -> Result<AtHand<'_>, Stop> {
        if self.rules.len() > 1 && self.flags.names_leads() {
            return Err(Stop::usage(
                "These leads belong to one program. Name one file of rules, or the leads of each in its qualify.toml.",
            ));
        }
        let wanted = if self.no_leads { Wanted::Nothing } else { Wanted::Leads };
        Ok(AtHand::new(&self.flags, wanted))
    }

    fn after_fixing(&self) -> fix::Then {
        if self.diff { fix::Then::Show } else { fix::Then::Write }
    }

    /// The programs that are asked for, with everything there is to say about each, sorted; what several programs say of
    /// one place is kept once. All formats, fixing and watching take their findings from here and nowhere else.
    ///
    /// `texts` stand in the place of files on the disk: fixes are proved with them before they are written. `seen` gets
    /// all places that were looked at, as they were before that, also if something cannot be read.
    fn gather(
        &self,
        project: Option<&Path>,
        texts: &Texts,
        at_hand: &AtHand<'_>,
        seen: &RefCell<Seen>,
    ) -> Result<Vec<(Workspace, Compilation)>, Stop> {
        let asked: Vec<Option<&Path>> = match self.rules.as_slice() {
            [] => vec![None],
            rules => rules.iter().map(|path| Some(path.as_path())).collect(),
        };
        let mut programs: Vec<Workspace> = Vec::new();
        for rules in asked {
            let workspace = Workspace::find_seen(Asked { project, rules }, &mut seen.borrow_mut())?;
            self.refuse_pipe(&workspace)?;
            if !programs.iter().any(|other| other.is_same(&workspace)) {
                programs.push(workspace);
            }
        }
        let one = |workspace: Workspace| {
            let mut compilation = workspace.compile_with(texts);
            seen.borrow_mut().join(&workspace.seen());
            if self.emit.is_none() {
                let found = self.lint(&workspace, &compilation, at_hand)?;
                compilation.diagnostics.extend(found);
            }
            compilation.diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
            Ok((workspace, compilation))
        };
        let mut checked = programs.into_iter().map(one).collect::<Result<Vec<_>, Stop>>()?;
        once_each(&mut checked);
        Ok(checked)
    }

    /// A pipe can be read once and not be written back to.
    fn refuse_pipe(&self, workspace: &Workspace) -> Result<(), Stop> {
        let again = [(self.fix, "--fix"), (self.diff, "--diff"), (self.watch, "--watch")];
        match again.iter().find(|(is_given, _)| *is_given && workspace.is_pipe()) {
            Some((_, flag)) => Err(Stop::usage(format!(
                "`{}` is a pipe, which can be read once. With `{flag}` name a file.",
                workspace.rules()
            ))),
            None => Ok(()),
        }
    }

    fn settings(&self, workspace: &Workspace) -> Settings {
        let effort = if self.deep { Effort::Deep } else { Effort::Usual };
        workspace.settings.lints.clone().with_effort(effort)
    }

    /// What the lints find, as heavy as the project and the flags want it.
    fn lint(
        &self,
        workspace: &Workspace,
        compilation: &Compilation,
        at_hand: &AtHand<'_>,
    ) -> Result<Vec<Diagnostic>, Stop> {
        let today = Today::find(self.flags.today.as_deref(), workspace)?.date;
        let program = compilation.program.as_ref();
        let sample = program.map(|program| at_hand.of(workspace, &program.plan)).transpose()?.flatten();
        let Found { findings: mut found, undecided } =
            qualify::look(compilation, &self.settings(workspace), today, sample.as_deref());
        tell_undecided(&[compilation.undecided.as_slice(), &undecided].concat());
        if self.deny_warnings {
            found.iter_mut().for_each(|found| found.severity = Severity::Error);
        }
        Ok(found)
    }
}

/// What could not be decided is said openly: silence would read as a proof.
fn tell_undecided(undecided: &[(Code, u64)]) {
    let count: u64 = undecided.iter().map(|(_, count)| count).sum();
    let lints: Vec<&str> = undecided.iter().map(|(code, _)| code.name()).collect();
    let questions = if count == 1 { "question" } else { "questions" };
    if count > 0 {
        terminal::note(&format!("Could not decide {count} {questions} of {}.", lints.join(", ")));
    }
}

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

/// Errors are findings for the exit code; warnings are not.
fn exit(checked: &[(Workspace, Compilation)]) -> Exit {
    match checked.iter().any(|(_, compilation)| has_errors(compilation)) {
        true => Exit::Findings,
        false => Exit::Fine,
    }
}

fn has_errors(compilation: &Compilation) -> bool {
    compilation.program.is_none()
        || compilation.diagnostics.iter().any(|found| found.severity == Severity::Error)
}

/// Whether there is a mistake in the text. A lint that the project counts as an error is none.
fn is_broken(compilation: &Compilation) -> bool {
    let mistake = |found: &Diagnostic| found.code.severity() == Severity::Error;
    compilation.program.is_none() || compilation.diagnostics.iter().any(mistake)
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
