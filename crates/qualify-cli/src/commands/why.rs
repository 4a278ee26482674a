//! `qualify why LEAD`: the story behind one verdict.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use qualify::eval::evaluate;
use qualify::eval::json::value::Json;
use qualify::explain;
use qualify::leads::{Place, Record, expected};
use qualify::plan::{Lead, Plan};
use qualify::similar::Search;

use crate::arguments::LeadFlags;
use crate::commands::run::{self, verdicts};
use crate::inputs::{Inputs, standing, unreadable};
use crate::output::Output;
use crate::program;
use crate::progress::Progress;
use crate::stop::{Ended, Exit, Stop};
use crate::tell::Story;
use crate::terminal::{self, style, text};

/// How many rows of one key are told.
const TOLD: usize = 20;

/// Tell why one lead came out as it did
///
/// The story has the result, the rules and facts behind it, what is missing for
/// each higher stage and the nearest way there, outcomes, scores line by line,
/// assumptions, and what could not be read.
///
/// Examples:
///   qualify why L-1041
///   qualify why L-1041 inbound.rules --leads leads.csv --key "Lead ID"
///   qualify why L-1041 --format json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Why {
    /// The key of the lead; if the leads have no key column, the number of its line.
    #[arg(value_name = "LEAD")]
    lead: String,
    /// The rules; else those that qualify.toml names.
    #[arg(value_name = "RULES")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    flags: LeadFlags,
    /// How to tell it: human or json. JSON is an object; if several rows have the key, an array of objects.
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
}

/// The first rows with a key.
struct Found {
    records: Vec<(Record, Row)>,
    /// How many more there are.
    more: u64,
}

/// Where a row stands.
#[derive(Debug, Clone)]
struct Row {
    file: String,
    place: Place,
}

impl Why {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let loaded = program::load(project, self.rules.as_deref())?;
        let plan = &loaded.program.plan;
        let inputs = Inputs::find(&loaded.workspace, plan, &self.flags)?;
        let progress = Progress::start();
        progress.expect(inputs.length());
        let found = self.find(plan, &inputs, &progress);
        progress.finish();
        let Found { records, more } = found?;
        let mut events = inputs.read_events(plan, &progress)?;
        let mut leads = Vec::new();
        for (mut record, row) in records {
            let lead = run::lead(&mut events, &mut record)?.map_err(|sentence| {
                Stop::unreadable(format!("{}: {sentence}", standing(&row.file, row.place, record.line)))
            })?;
            leads.push((record, row, lead));
        }
        match (leads.len() as u64 + more, more) {
            (1, _) => {}
            (all, 0) => terminal::note(&format!("{all} rows have this key. Each is told.")),
            (all, _) => terminal::note(&format!("{all} rows have this key. The first {TOLD} are told.")),
        }
        let leads = leads.iter();
        match self.format {
            Format::Human => {
                let told: Vec<String> =
                    leads.map(|(record, row, lead)| story(plan, &inputs, row, record, lead)).collect();
                terminal::show(&told.join("\n"))?;
            }
            Format::Json => {
                let told = leads.map(|(record, _, lead)| object(plan, &inputs, record, lead)).collect();
                let mut out = Output::standard();
                out.put(&format!("{:#}\n", one_or_list(told)))?;
                out.finish()?;
            }
        }
        Ok(Exit::Fine)
    }

    /// The first rows with the key, and how many more there are.
    fn find(&self, plan: &Plan, inputs: &Inputs, progress: &Progress) -> Result<Found, Stop> {
        let wanted = self.lead.trim();
        if wanted.is_empty() {
            return Err(Stop::usage("Name a lead by its key: `qualify why L-1041`."));
        }
        let mut more = 0;
        let mut found = Vec::new();
        let mut like = Search::new(wanted, 3);
        let (mut read, mut place) = (0, Place::Line);
        for file in inputs.leads.files() {
            let mut leads = inputs.open(file, plan, progress, None)?;
            place = leads.table().place();
            for record in &mut leads {
                let record = record.map_err(unreadable)?;
                if record.key == wanted && found.len() == TOLD {
                    more += 1;
                } else if record.key == wanted {
                    found.push((record, Row { file: file.name().to_owned(), place }));
                } else if found.is_empty() {
                    like.offer(&record.key, || record.key.clone());
                }
            }
            read += leads.report().leads;
        }
        match found.is_empty() {
            true => Err(self.nobody(inputs, &like.finish(), read, place)),
            false => Ok(Found { records: found, more }),
        }
    }

    fn nobody(&self, inputs: &Inputs, like: &[String], leads: u64, place: Place) -> Stop {
        let like: Vec<String> = like.iter().map(|key| format!("`{}`", text::clean(key))).collect();
        let hint = match (like.is_empty(), &inputs.key) {
            (false, _) => format!(" There is {}.", text::list(&like)),
            (true, Some(key)) => format!(" Keys are in the column `{}`.", text::clean(key)),
            (true, None) => format!(
                " No column with keys is named, so a lead is called by the number of its {place}: `--key \"Lead ID\"` names \
                 one."
            ),
        };
        let (lead, name) = (text::clean(&self.lead).into_owned(), inputs.leads.name());
        Stop::usage(format!(
            "No lead `{lead}` is among the {} of {name}.{hint}",
            text::counted(leads, "lead")
        ))
    }
}

fn story(plan: &Plan, inputs: &Inputs, row: &Row, record: &Record, lead: &Lead) -> String {
    let today = inputs.today.date;
    let verdict = evaluate(plan, today, lead);
    let explanation = explain(plan, today, lead);
    let width = terminal::width();
    let story = Story { plan, verdict: &verdict, explanation: &explanation, width };
    let head = format!("{} is {}", style::accent(&text::clean(&record.key)), story.headline());
    let place = standing(&row.file, row.place, record.line);
    let place = format!("{place}, as of {}", inputs.today.told());
    let head = text::wrap(&head, width).join("\n");
    format!("{head}\n{}\n\n{}{}", style::quiet(&place), story.told(), data(plan, record, width))
}

fn object(plan: &Plan, inputs: &Inputs, record: &Record, lead: &Lead) -> Json {
    let today = inputs.today.date;
    let verdict = evaluate(plan, today, lead);
    verdicts::object(plan, today, record, &verdict, &explain(plan, today, lead))
}

/// The only object, or a list of all.
fn one_or_list(mut told: Vec<Json>) -> Json {
    match told.len() {
        1 => told.remove(0),
        _ => Json::List(told),
    }
}

/// What was odd about the row.
fn data(plan: &Plan, record: &Record, width: usize) -> String {
    let unreadable = record.unreadable.iter().map(|cell| {
        let field = plan.fields.iter().find(|field| field.name == cell.name);
        let expected = field.map(|field| format!("; expected {}", expected(field))).unwrap_or_default();
        format!("{} counts as missing: \"{}\" cannot be read{expected}", cell.name, cell.text)
    });
    let lines: Vec<String> = unreadable.chain(run::remarks(plan, record)).collect();
    if lines.is_empty() {
        return String::new();
    }
    let lines = lines.iter().map(|line| format!("{}\n", text::item(2, &text::clean(line), width)));
    format!("\n{}\n{}", style::warning("Data"), lines.collect::<String>())
}
