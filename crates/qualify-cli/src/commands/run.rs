//! `qualify run`: every lead judged, as a summary or as one verdict after the other.

mod findings;
mod headers;
mod input;
mod join;
mod judge;
mod parquet;
mod read;
mod summary;
pub(crate) mod verdicts;
mod warnings;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use qualify::analysis::Ways;
use qualify::eval::asked_by_domain;
use qualify::eval::csv::Column;
use qualify::leads::{Events, Record, Texts, Unjoined};
use qualify::plan::{Lead, Plan};

use crate::arguments::LeadFlags;
use crate::commands::run::findings::Findings;
use crate::commands::run::headers::{FileHeaders, look_into};
use crate::commands::run::input::InputColumns;
use crate::commands::run::judge::Judge;
use crate::commands::run::read::{Damage, FileReport, Reading};
use crate::commands::run::summary::Summary;
use crate::commands::run::verdicts::{Input, Shape, Verdicts};
use crate::commands::run::warnings::Warnings;
use crate::inputs::{Inputs, unreadable};
use crate::output::Output;
use crate::program::{self, Loaded};
use crate::progress::Progress;
use crate::stop::{self, Ended, Exit, Stop};
use crate::terminal::{self, text};

/// Judge every lead
///
/// The leads are never held in memory, events are: up to 256 MB of their rows,
/// as they are packed, or `--events-memory`. If there are more, all of them wait
/// in a temporary file (in the folder that TMPDIR names, else the system's), and
/// each lead's are read from it; verdicts are the same. Without `--today` the
/// day on the system's clock is used, and the output says which.
///
/// Formats:
///   table    a summary: results, what is open and why, the first verdicts
///   csv      one line for each lead, in their order
///   jsonl    one JSON object a line for each lead, with reasons and scores
///   json     the same in one array
///   parquet  one row for each lead, with the key under its name in the leads
///
/// In CSV an apostrophe stands before what a spreadsheet would run as a formula:
/// texts that begin with =, +, - or @ and are no numbers. Standard error says
/// of how many leads. Programs that join by such keys want --raw.
///
/// Several files are read one after the other, those of a pattern in the order
/// of their names. Their columns are found by name, in each for itself.
///
/// Rows that cannot be read are reported and make the exit code 3. Then no file
/// is written, unless --keep-going says that one without them is welcome. Rows
/// of events that name no lead are counted and left out.
///
/// A file is written whole or not at all, never over a file that is read; its
/// ending (.csv, .jsonl, .json, .parquet) tells the format.
///
/// Examples:
///   qualify run
///   qualify run inbound.rules --leads leads.csv --key "Lead ID"
///   qualify run --events visits=visits.csv --today 2026-03-02
///   qualify run -o verdicts.csv
///   qualify run --columns result,status -o results.csv
///   qualify run --leads 'leads/*.parquet' --with-input -o verdicts.parquet
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
    /// outcomes, could_meet, assumed. The key of the lead is always told; a summary of results alone reads those it shows, and does
    /// not look for keys that come again.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = column(), hide_possible_values = true)]
    columns: Vec<Column>,
    /// Write the columns of the leads too, beside those of the verdicts; in JSON they are the object `input`.
    #[arg(long)]
    with_input: bool,
    /// Write the verdicts that there are, also where rows or the rest of a file cannot be read. The exit code is 3 all the same.
    #[arg(long)]
    keep_going: bool,
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
        if !findings.are_whole() && !self.keep_going && judged.output.is_file() {
            let told = judged.summary.in_short(&inputs, None, &findings, took);
            terminal::note(told.trim_end());
            return Err(not_written(&judged, &findings));
        }
        let answer = match self.format() {
            Format::Table => self.show(&summary, judged.output),
            Format::Csv | Format::Jsonl | Format::Json | Format::Parquet => {
                judged.output.finish().map(|()| {
                    let told = judged.summary.in_short(&inputs, self.output.as_deref(), &findings, took);
                    terminal::note(told.trim_end());
                })
            }
        };
        stop::answered(answer, if findings.are_whole() { Exit::Fine } else { Exit::Unreadable })
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
        if self.with_input && self.format() == Format::Table {
            return Err(Stop::usage(
                "`--with-input` goes with verdicts, and a table is a summary. Add `--format csv`, or name a file such as \
                 `-o verdicts.csv`.",
            ));
        }
        let damage = if self.keep_going { Damage::IsTold } else { Damage::Stops };
        let (first, files) = look_into(plan, inputs, progress, damage)?;
        let events = inputs.read_events(plan, progress)?;
        let columns = self.columns();
        let headers = files.iter().find_map(|file| file.headers.as_deref()).unwrap_or_default();
        let key = inputs.key_header(headers);
        let input = self.input(inputs, &files, &columns, &key)?;
        let output = Output::open(self.output.as_deref())?;
        if self.format() == Format::Parquet && output.is_terminal() {
            return Err(Stop::usage(
                "Parquet cannot be read on a terminal. Name a file, such as `-o verdicts.parquet`, or pass it on to a \
                 program.",
            ));
        }
        let keeps_rows = !matches!(input, Input::Key);
        let (format, texts) = (self.format(), self.texts());
        let shape = Shape { format, texts, columns: columns.clone(), key: &key, input };
        let verdicts = Verdicts::open(plan, shape, output)?;
        let ways = self.nearest.then(|| Ways::new(plan, today));
        let summed_up = if self.format() == Format::Table { columns.clone() } else { Vec::new() };
        let summary = Summary::new(plan, summed_up);
        let tells_results = columns == [Column::Result];
        let shows_few = format == Format::Table && tells_results && plan.events.is_empty();
        let reading = Reading {
            inputs,
            plan,
            progress,
            damage,
            first,
            keeps_rows,
            keyed: shows_few.then_some(summary::FIRST as u64),
            by_domain: if tells_results { asked_by_domain(plan) } else { Vec::new() },
            events,
            spare: None,
        };
        Judge { plan, today, verdicts, summary, columns, ways }.run(reading)
    }

    /// What of the leads stands beside their verdicts.
    fn input(
        &self,
        inputs: &Inputs,
        files: &[FileHeaders],
        columns: &[Column],
        key: &str,
    ) -> Result<Input, Stop> {
        match self.format() {
            _ if !self.with_input => Ok(Input::Key),
            Format::Table => Ok(Input::Key),
            Format::Jsonl | Format::Json => {
                for file in files {
                    input::check_doubled(&file.name, file.headers.as_deref().unwrap_or_default())?;
                }
                Ok(Input::Object)
            }
            format @ (Format::Csv | Format::Parquet) => {
                let key = if format == Format::Csv { "key" } else { key };
                let own: Vec<&str> =
                    [key].into_iter().chain(columns.iter().map(|column| column.name())).collect();
                InputColumns::of(files, format, &own, inputs.key.as_deref()).map(Input::Columns)
            }
        }
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
    /// What was met in each file.
    files: Vec<FileReport>,
    events: Events,
    /// The rows of each event that are of none of the leads.
    unjoined: Vec<Unjoined>,
    /// How many leads have an apostrophe in their row.
    guarded: u64,
    output: Output,
}

/// Why there is no file of verdicts.
fn not_written(judged: &Judged<'_>, findings: &Findings) -> Stop {
    let (name, leads) = (judged.output.name(), text::counted(judged.summary.leads(), "lead"));
    let lost = findings.left_out().unwrap_or_default();
    Stop::unreadable(format!(
        "{name} is not written, because it would be without {lost}. Mend the data, or write the verdicts about {leads} all \
         the same with `--keep-going`."
    ))
}

/// Puts a lead's facts and events together; its values move out of the record. A sentence if it has too many events.
pub(crate) fn lead(events: &mut Events, record: &mut Record) -> Result<Result<Lead, String>, Stop> {
    Ok(match events.streams(&record.key).map_err(unreadable)? {
        Ok(events) => Ok(Lead { values: std::mem::take(&mut record.values), events }),
        Err(error) => Err(error.to_string()),
    })
}

/// What a reader of verdicts should know besides, in sentences.
pub(crate) fn remarks(plan: &Plan, record: &Record) -> Vec<String> {
    let name = |id: &qualify::plan::FieldId| plan.fields.get(id.index()).map(|field| field.name.clone());
    let missing = record.required_missing.iter().filter_map(name);
    missing.map(|name| format!("required fact missing: {name}")).collect()
}
