//! `qualify run`: every lead judged, as a summary or as one verdict after the other.

mod findings;
mod judge;
mod parquet;
mod summary;
pub(crate) mod verdicts;
mod warnings;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use qualify::analysis::Ways;
use qualify::eval::csv::Column;
use qualify::leads::{Events, LeadReader, Record, Texts};
use qualify::plan::{Lead, Plan};

use crate::arguments::LeadFlags;
use crate::commands::run::findings::Findings;
use crate::commands::run::judge::Judge;
use crate::commands::run::summary::Summary;
use crate::commands::run::verdicts::{Shape, Verdicts};
use crate::commands::run::warnings::Warnings;
use crate::inputs::Inputs;
use crate::output::Output;
use crate::program::{self, Loaded};
use crate::progress::Progress;
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal;

/// Judge every lead
///
/// The leads are never held in memory, events are. Without
/// `--today` the day on the system's clock is used, and the output says which.
///
/// Formats:
///   table  a summary: results, what is open and why, the first verdicts
///   csv    one line for each lead, in their order
///   jsonl  one JSON object a line for each lead, with reasons and scores
///   json   the same in one array
///   parquet  one row for each lead, their key under its name in the leads
///
/// In CSV an apostrophe stands before what a spreadsheet would run as a formula:
/// texts that begin with =, +, - or @ and are no numbers. Standard error says
/// of how many leads. Programs that join by such keys want --raw.
///
/// Rows that cannot be read are reported and make the exit code 3; all other
/// leads are judged and written. Rows of events that name no lead are counted
/// and left out. A file is written whole or not at all, never over a file that
/// is read; its ending (.csv, .jsonl, .json, .parquet) tells the
/// format.
///
/// Examples:
///   qualify run
///   qualify run inbound.rules --leads leads.csv --key "Lead ID"
///   qualify run --events visits=visits.csv --today 2026-03-02
///   qualify run -o verdicts.csv
///   qualify run --columns result,status -o results.csv
///   qualify run --at v1.2            what the rules of v1.2 say of these leads
///   cat leads.csv | qualify run --leads - --format jsonl | head
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Run {
    /// The rules; else those that qualify.toml names.
    #[arg(value_name = "RULES")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    flags: LeadFlags,
    /// What to write: table, csv, jsonl, json or parquet. Else the ending of the file tells, or it is a table.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// Tell only these, each without the cost of the others: result, stage, meets, could_be, status, scores, needs, grades,
    /// outcomes, could_meet, assumed. The key of the lead is always told.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = column(), hide_possible_values = true)]
    columns: Vec<Column>,
    /// Add to each JSON object the nearest way up, as `why` tells it. This takes milliseconds for each lead.
    #[arg(long)]
    nearest: bool,
    /// In CSV, write every text exactly as it is. Do not open such a file as a spreadsheet.
    #[arg(long)]
    raw: bool,
    /// Judge by the rules as they were at a revision of git: a branch, a tag, a commit.
    #[arg(long, value_name = "REVISION")]
    at: Option<String>,
    /// The file to write; else standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Csv,
    Jsonl,
    Json,
    Parquet,
}

impl Format {
    /// What the ending of a file stands for.
    fn of(file: &Path) -> Self {
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Self::Csv,
            Some("jsonl" | "ndjson") => Self::Jsonl,
            Some("json") => Self::Json,
            Some("parquet") => Self::Parquet,
            Some(_) | None => Self::Table,
        }
    }
}

/// Takes the names of columns.
fn column() -> impl TypedValueParser<Value = Column> {
    let named = |name: String| Column::ALL.into_iter().find(|column| column.name() == name);
    PossibleValuesParser::new(Column::ALL.map(Column::name))
        .try_map(move |name| named(name).ok_or("no column"))
}

impl Run {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let loaded = match &self.at {
            Some(revision) => program::load_at(project, self.rules.as_deref(), revision)?,
            None => program::load(project, self.rules.as_deref())?,
        };
        let inputs = Inputs::find(&loaded.workspace, &loaded.program.plan, &self.flags)?;
        inputs.keep(&loaded.workspace, self.output.as_deref())?;
        let progress = Progress::start();
        progress.expect(inputs.length());
        let judged = self.judge(&loaded, &inputs, &progress);
        let took = progress.finish();
        let judged = judged?;
        let findings = Findings::of(&loaded.program.plan, &inputs, &judged);
        let warnings = Warnings::of(&loaded.program.plan, &inputs, &judged);
        let above = warnings.above(terminal::width());
        let summary = judged.summary.told(&loaded, &inputs, &above, &findings, took);
        warnings.all().for_each(|warning| terminal::warn(warning));
        let answer = match self.format() {
            Format::Table => self.show(&summary, judged.output),
            Format::Csv | Format::Jsonl | Format::Json | Format::Parquet => {
                judged.output.finish().map(|()| {
                    let told = judged.summary.in_short(&inputs, self.output.as_deref(), &findings, took);
                    terminal::note(told.trim_end());
                })
            }
        };
        stop::answered(answer, if findings.rows_lost() > 0 { Exit::Unreadable } else { Exit::Fine })
    }

    fn format(&self) -> Format {
        self.format.or(self.output.as_deref().map(Format::of)).unwrap_or(Format::Table)
    }

    fn texts(&self) -> Texts {
        if self.raw { Texts::Raw } else { Texts::Inert }
    }

    fn judge<'p>(
        &self,
        loaded: &'p Loaded,
        inputs: &Inputs,
        progress: &Progress,
    ) -> Result<Judged<'p>, Stop> {
        let plan = &loaded.program.plan;
        let today = inputs.today.date;
        let mut leads = inputs.open_leads(plan, progress)?;
        let events = inputs.read_events(plan, progress)?;
        let columns = self.columns();
        if self.format() == Format::Table && columns == [Column::Result] && plan.events.is_empty() {
            leads.need_keys_of(summary::FIRST as u64);
        }
        let output = Output::open(self.output.as_deref())?;
        if self.format() == Format::Parquet && output.is_terminal() {
            return Err(Stop::usage(
                "Parquet cannot be read on a terminal. Name a file, such as `-o verdicts.parquet`, or pass it on to a \
                 program.",
            ));
        }
        let key = inputs.key_header(&leads);
        let (format, texts) = (self.format(), self.texts());
        let shape = Shape { format, texts, columns: columns.clone(), key: &key };
        let verdicts = Verdicts::open(plan, shape, output)?;
        let ways = self.nearest.then(|| Ways::new(plan, today));
        let summed_up = if self.format() == Format::Table { columns.clone() } else { Vec::new() };
        let summary = Summary::new(plan, summed_up);
        Judge { plan, today, events, verdicts, summary, columns, ways }.run(leads)
    }

    /// What is told of each lead.
    fn columns(&self) -> Vec<Column> {
        if self.columns.is_empty() { Column::ALL.to_vec() } else { self.columns.clone() }
    }

    fn show(&self, summary: &str, mut output: Output) -> Result<(), Stop> {
        if output.is_standard() {
            return terminal::show(summary);
        }
        output.put(&anstream::adapter::strip_str(summary).to_string())?;
        output.finish()
    }
}

/// What is there after the last lead.
pub(crate) struct Judged<'p> {
    summary: Summary<'p>,
    leads: LeadReader,
    events: Events,
    /// How many leads have an apostrophe in their row.
    guarded: u64,
    output: Output,
}

/// Puts a lead's facts and events together; its values move out of the record.
pub(crate) fn lead(events: &mut Events, record: &mut Record) -> Result<Lead, String> {
    let streams = events.streams(&record.key).map_err(|error| error.to_string())?;
    Ok(Lead { values: std::mem::take(&mut record.values), events: streams })
}

/// What a reader of verdicts should know besides, in sentences.
pub(crate) fn remarks(plan: &Plan, record: &Record) -> Vec<String> {
    let name = |id: &qualify::plan::FieldId| plan.fields.get(id.index()).map(|field| field.name.clone());
    let missing = record.required_missing.iter().filter_map(name);
    missing.map(|name| format!("required fact missing: {name}")).collect()
}
