//! `qualify log`: how the criteria moved from commit to commit.

use std::path::{Path, PathBuf};

use clap::Args;
use qualify::Compilation;
use qualify::plan::Date;
use qualify_review::Drift;
use serde::Serialize;

use crate::arguments::LeadFlags;
use crate::clock::Today;
use crate::commands::diff::sample;
use crate::git::{Commit, Entry, Repository};
use crate::output::Output;
use crate::stop::{Ended, Exit, Stop};
use crate::terminal::table::{Side, Table};
use crate::terminal::{self, style, text};
use crate::versions;
use crate::workspace::{Asked, Workspace};

/// Show how the criteria moved from commit to commit
///
/// Each commit that touched the folder of the project is compared with the one
/// before it: proved equal, stricter (leads go down or out), looser (up or in),
/// mixed, or the same results with other outcomes or other gaps. With leads at
/// hand, those of qualify.toml or of the flags, the last column counts how many
/// of them got another result. All are judged as of one day.
///
/// Examples:
///   qualify log
///   qualify log --from v1.2          what happened since
///   qualify log feature -n 5
///   qualify log --leads leads.csv --key "Lead ID"
///   qualify log --format json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Log {
    /// Up to which revision; else what is checked out.
    #[arg(value_name = "REVISION", default_value = "HEAD")]
    to: String,
    /// Only what came after this revision.
    #[arg(long, value_name = "REVISION")]
    from: Option<String>,
    /// The most commits to show.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 20)]
    most: u32,
    /// The rules; else those that qualify.toml names.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    flags: LeadFlags,
    /// Leave out the leads that qualify.toml names.
    #[arg(long, conflicts_with_all = ["leads", "key", "events", "encoding", "delimiter", "leads_format"])]
    no_leads: bool,
    /// How it is written: human or json.
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

/// How the history is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

/// What a commit did.
#[derive(Debug, Clone, Serialize)]
struct Step {
    commit: String,
    day: String,
    subject: String,
    /// None for the first version, and where a version could not be compared.
    drift: Option<Drift>,
    /// In words.
    told: String,
    /// How many leads were judged by both versions.
    leads: Option<u64>,
    /// How many of them got another result.
    moved: Option<u64>,
}

impl Log {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let workspace = Workspace::find(Asked { project, rules: self.rules.as_deref() })?;
        let today = Today::find(self.flags.today.as_deref(), &workspace)?;
        let repository = Repository::of(&workspace.root)?;
        let to = repository.commit(&self.to)?;
        let from = self.from.as_deref().map(|from| repository.commit(from)).transpose()?;
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let entries = repository.history(&to, from.as_ref(), most)?;
        let mut steps = Vec::new();
        // The rules of an entry, if the one above it was compared with them.
        let mut known: Option<Compiled> = None;
        for (at, entry) in entries.iter().enumerate() {
            let after = known.take().unwrap_or_else(|| compiled(&repository, &entry.commit, &workspace));
            let below = entries.get(at + 1).map(|below| &below.commit);
            let below = below
                .filter(|below| entry.parent.as_ref().is_some_and(|of| repository.is_same_tree(of, below)));
            let before = below.or(entry.parent.as_ref());
            let before = before.map(|before| compiled(&repository, before, &workspace));
            steps.push(self.step(&workspace, entry, before.as_ref(), &after, today.date)?);
            known = before.filter(|_| below.is_some());
        }
        match self.format {
            Format::Human => terminal::show(&told(&steps, &today.told()))?,
            Format::Json => {
                let mut out = Output::standard();
                out.put(&serde_json::to_string_pretty(&steps).unwrap_or_default())?;
                out.put("\n")?;
                out.finish()?;
            }
        }
        Ok(Exit::Fine)
    }

    fn step(
        &self,
        workspace: &Workspace,
        entry: &Entry,
        before: Option<&Compiled>,
        after: &Compiled,
        today: Date,
    ) -> Result<Step, Stop> {
        let mut step = Step {
            commit: entry.commit.short(),
            day: entry.day.clone(),
            subject: entry.subject.clone(),
            drift: None,
            told: String::new(),
            leads: None,
            moved: None,
        };
        let (before, after) = match (before, after) {
            (Some(Ok(before)), Ok(after)) => (before, after),
            (None | Some(Err(_)), Ok(_)) => return Ok(Step { told: "the first version".to_owned(), ..step }),
            (_, Err(why)) => return Ok(Step { told: why.clone(), ..step }),
        };
        let programs = [before, after].map(|version| version.program.as_ref());
        let [Some(old), Some(new)] = programs else {
            let told = match programs {
                [_, None] => "has errors",
                [_, Some(_)] => "the version before has errors",
            };
            return Ok(Step { told: told.to_owned(), ..step });
        };
        let drift = Drift::between(&old.plan, &new.plan, today);
        (step.drift, step.told) = (Some(drift), drift.told().to_owned());
        if !self.no_leads
            && let Some(counted) = sample::count(workspace, &self.flags, [before, after], today)?
        {
            (step.leads, step.moved) = (Some(counted.sample.leads), Some(counted.sample.moved));
        }
        Ok(step)
    }
}

/// The rules of a commit, or why they cannot be read.
type Compiled = Result<Compilation, String>;

fn compiled(repository: &Repository, commit: &Commit, workspace: &Workspace) -> Compiled {
    match versions::of_commit(repository, commit, &commit.short(), workspace) {
        Ok(version) => Ok(version.compile()),
        Err(Stop::Because(_, why)) => Err(why),
        Err(Stop::Said(_) | Stop::PipeClosed) => Err("could not be read".to_owned()),
    }
}

fn told(steps: &[Step], today: &str) -> String {
    if steps.is_empty() {
        return "No commit touched the rules.\n".to_owned();
    }
    let columns =
        [("commit", Side::Left), ("day", Side::Left), ("criteria", Side::Left), ("moved", Side::Right)];
    let mut table = Table::new(columns.into_iter().chain([("", Side::Left)]));
    for step in steps {
        let moved = step.moved.map_or_else(String::new, text::grouped);
        table.row([step.commit.clone(), step.day.clone(), step.told.clone(), moved, step.subject.clone()]);
    }
    let leads = steps.iter().filter_map(|step| step.leads).max();
    let leads =
        leads.map_or_else(String::new, |leads| format!(" Moved: of {}.", text::counted(leads, "lead")));
    let foot = format!("Leads judged as of {today}.{leads}");
    format!(
        "{}{}\n",
        table.lay_out(0, terminal::width()),
        style::quiet(&text::wrap(&foot, terminal::width()).join("\n"))
    )
}
