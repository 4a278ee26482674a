//! `qualify diff`: what a change of the rules does to leads.

pub(crate) mod sample;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use qualify::plan::Date;
use qualify::{Compilation, lints::Settings};
use qualify_review::{Counted, Finding, Privacy, Proof, Request, Review, Side};

use crate::arguments::LeadFlags;
use crate::clock::Today;
use crate::findings::fingerprint::Fingerprints;
use crate::inputs::files;
use crate::output::{self, Output};
use crate::progress::Steps;
use crate::review::{html, human, json, markdown};
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal;
use crate::versions::{Point, Version, Versions, Wanted};

/// Show what a change of the rules does to leads
///
/// BASE and HEAD are revisions of git, or two folders, or two files. Without
/// HEAD the files as they are now are compared. Of two branches, BASE stands for
/// the commit at which HEAD left it; --direct compares with its newest commit.
///
/// Every move from one result to another is proved impossible for every lead,
/// or shown by a lead. With leads at hand, those of qualify.toml or of the
/// flags, they are counted as well. `[review]` in qualify.toml says what a
/// change must pass; the exit code is 1 if it does not.
///
/// Values of people are masked: e-mail addresses, phone numbers, and the values
/// of fields such as last_name. --show-personal shows them in your terminal.
///
/// Examples:
///   qualify diff main                    this branch and what is not committed
///   qualify diff main feature            one branch with another
///   qualify diff v1.2 v1.3 --direct
///   qualify diff old/ new/ --leads leads.csv --key "Lead ID"
///   qualify diff main --format markdown  for a comment on a pull request
///   qualify diff main -o review.html     a page to pass on
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Diff {
    /// The version of before: a revision, BASE..HEAD, BASE...HEAD, a folder or a file.
    #[arg(value_name = "BASE")]
    base: String,
    /// The version of after; else the files as they are now.
    #[arg(value_name = "HEAD")]
    head: Option<String>,
    /// The rules; else those that qualify.toml names.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Compare with BASE itself, not with the commit at which HEAD left it.
    #[arg(long)]
    direct: bool,
    #[command(flatten)]
    flags: LeadFlags,
    /// Leave out the leads that qualify.toml names.
    #[arg(long, conflicts_with_all = ["leads", "key", "events", "encoding", "delimiter", "leads_format"])]
    no_leads: bool,
    /// How it is written: human, markdown, json or html. Else the ending of the file tells, or it is human.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// The file to write; else standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Exit code 1 also if a lead gets another verdict, or it could not be proved that none does.
    #[arg(long)]
    exit_code: bool,
    /// An owner who approved the change, for the gate `approval`. May be given several times.
    #[arg(long, value_name = "OWNER")]
    approved_by: Vec<String>,
    /// Show values of people unmasked. Markdown stays masked: it goes where others read it.
    #[arg(long)]
    show_personal: bool,
}

/// How a review is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Markdown,
    Json,
    Html,
}

impl Format {
    /// What the ending of a file stands for; none for a spreadsheet, which a review is not.
    fn of(file: &Path) -> Option<Self> {
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => Some(Self::Markdown),
            Some("json") => Some(Self::Json),
            Some("html" | "htm") => Some(Self::Html),
            Some("csv" | "tsv" | "xls" | "xlsx" | "ods") => None,
            Some(_) | None => Some(Self::Human),
        }
    }
}

impl Diff {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let format = self.format()?;
        let versions = Versions::find(Wanted {
            base: &self.base,
            head: self.head.as_deref(),
            project,
            rules: self.rules.as_deref(),
            point: if self.direct { Point::Newest } else { Point::Parting },
        })?;
        let today = Today::find(self.flags.today.as_deref(), &versions.workspace)?.date;
        let (base, head) = (versions.base.compile(), versions.head.compile());
        self.keep(&versions, [&base, &head])?;
        let counted = match self.no_leads {
            true => None,
            false => sample::count(&versions.workspace, &self.flags, [&base, &head], today)?,
        };
        let review = self.review(&versions, [&base, &head], counted.as_ref(), today);
        stop::answered(self.write(&review, format), self.exit(&review))
    }

    /// Refuses to write over a file that is read.
    fn keep(&self, versions: &Versions, [base, head]: [&Compilation; 2]) -> Result<(), Stop> {
        let workspace = &versions.workspace;
        let events = workspace.settings.events.iter().filter_map(|(_, event)| event.file.as_ref());
        let events = events.map(|file| workspace.root.join(&file.text));
        let leads = [files::places(workspace, &[]), files::places(workspace, &self.flags.leads)].concat();
        let data = events.chain(leads);
        let rules = versions.base.places(base).into_iter().chain(versions.head.places(head));
        output::keep(self.output.as_deref(), rules.chain(data))
    }

    fn review(
        &self,
        versions: &Versions,
        compiled: [&Compilation; 2],
        counted: Option<&Counted>,
        today: Date,
    ) -> Review {
        let [base, head] = compiled;
        let side = |version: &'_ Version, compilation| -> (String, String, &Compilation) {
            (version.name.clone(), version.main.clone(), compilation)
        };
        let (base_name, base_main, base) = side(&versions.base, base);
        let (head_name, head_main, head) = side(&versions.head, head);
        let lints = |version: &Version| version.settings.lints.clone();
        let findings =
            [findings(base, &lints(&versions.base), today), findings(head, &lints(&versions.head), today)];
        let files = [versions.base.files.as_ref(), versions.head.files.as_ref()];
        let steps = Steps::start();
        Review::of(Request {
            base: &Side { name: &base_name, files: files[0], main: &base_main, compilation: base },
            head: &Side { name: &head_name, files: files[1], main: &head_main, compilation: head },
            today,
            counted,
            findings,
            gates: [&versions.base.settings.review, &versions.head.settings.review],
            approved: &self.approved_by,
            privacy: if self.show_personal { Privacy::Shown } else { Privacy::Masked },
            steps: &|step| steps.tell(step),
        })
    }

    fn format(&self) -> Result<Format, Stop> {
        let by_ending = || self.output.as_deref().map_or(Some(Format::Human), Format::of);
        self.format.or_else(by_ending).ok_or_else(|| {
            Stop::usage(
                "A review is not written as a spreadsheet. Name a file that ends in .md, .html, .json or .txt; `qualify run \
                 --at REVISION` has the verdicts of each version as CSV.",
            )
        })
    }

    fn write(&self, review: &Review, format: Format) -> Result<(), Stop> {
        let mut output = Output::open(self.output.as_deref())?;
        let told = match format {
            Format::Human if output.is_standard() => {
                return terminal::show(&human::render(review, terminal::width()));
            }
            Format::Human => anstream::adapter::strip_str(&human::render(review, 80)).to_string(),
            Format::Markdown => markdown::render(review),
            Format::Json => json::render(review),
            Format::Html => html::render(review),
        };
        output.put(&told)?;
        output.finish()
    }

    fn exit(&self, review: &Review) -> Exit {
        let is_another = review.headline.proof != Proof::NothingChanges;
        match review.has_failed()
            || review.headline.proof == Proof::NotCompared
            || (self.exit_code && is_another)
        {
            true => Exit::Findings,
            false => Exit::Fine,
        }
    }
}

/// What `check` finds in a version.
fn findings(compilation: &Compilation, settings: &Settings, today: Date) -> Vec<Finding> {
    let mut fingerprints = Fingerprints::default();
    let found = qualify::look(compilation, settings, today, None).findings;
    let mut all: Vec<_> = compilation.diagnostics.iter().chain(&found).collect();
    all.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
    all.into_iter()
        .map(|diagnostic| {
            let (file, position) = compilation.sources.position(diagnostic.span);
            Finding {
                fingerprint: fingerprints.of(&compilation.sources, diagnostic),
                severity: diagnostic.severity.name().to_owned(),
                code: diagnostic.code.name().to_owned(),
                message: diagnostic.message.clone(),
                file: file.to_owned(),
                line: position.line,
            }
        })
        .collect()
}
