//! Verdicts are written one after the other, as CSV or JSON.

use qualify::analysis::Ways;
use qualify::eval::json::{self, Reported, Unreadable};
use qualify::eval::{Explanation, Verdict, csv, explain};
use qualify::explain_with;
use qualify::leads::{Record, Texts, VerdictCsv};
use qualify::plan::{Date, Lead, Plan};

use super::{Format, remarks};
use crate::output::Output;
use crate::stop::Stop;

/// A file of verdicts under construction.
pub(crate) enum Verdicts {
    /// Nothing is written before the summary.
    Summary(Output),
    /// Rows under a header, and what messages call the file.
    Csv(Box<VerdictCsv<Output>>, String),
    /// One object a line.
    Lines(Output),
    /// One array, and how many objects it has so far.
    Array(Output, u64),
}

impl Verdicts {
    /// Begins the file.
    pub(crate) fn open(format: Format, texts: Texts, mut output: Output) -> Result<Self, Stop> {
        match format {
            Format::Table => Ok(Self::Summary(output)),
            Format::Jsonl => Ok(Self::Lines(output)),
            Format::Json => {
                output.put("[")?;
                Ok(Self::Array(output, 0))
            }
            Format::Csv => {
                let name = output.name().to_owned();
                let mut rows = VerdictCsv::new(output, texts);
                rows.write_header(csv::HEADER).map_err(|error| Stop::writing(&name, &error))?;
                Ok(Self::Csv(Box::new(rows), name))
            }
        }
    }

    /// Writes what is known about one lead.
    pub(crate) fn add(
        &mut self,
        plan: &Plan,
        today: Date,
        record: &Record,
        lead: &Lead,
        verdict: &Verdict,
        ways: Option<&Ways<'_>>,
    ) -> Result<(), Stop> {
        let explanation = || match ways {
            Some(ways) => explain_with(ways, plan, today, lead),
            None => explain(plan, today, lead),
        };
        let json = || object(plan, today, record, verdict, &explanation()).to_string();
        match self {
            Self::Summary(_) => Ok(()),
            Self::Csv(rows, name) => rows
                .write_record(csv::row(plan, &record.key, verdict))
                .map_err(|error| Stop::writing(name, &error)),
            Self::Lines(output) => output.put(&(json() + "\n")),
            Self::Array(output, written) => {
                let before = if *written == 0 { "\n" } else { ",\n" };
                *written += 1;
                output.put(before)?;
                output.put(&json())
            }
        }
    }

    /// How many leads have a cell with an apostrophe before what a spreadsheet would run.
    pub(crate) fn guarded(&self) -> u64 {
        match self {
            Self::Csv(rows, _) => rows.guarded(),
            Self::Summary(_) | Self::Lines(_) | Self::Array(..) => 0,
        }
    }

    /// Ends the file; it has to be finished yet.
    pub(crate) fn close(self) -> Result<Output, Stop> {
        match self {
            Self::Summary(output) | Self::Lines(output) => Ok(output),
            Self::Csv(rows, name) => rows.finish().map_err(|error| Stop::writing(&name, &error)),
            Self::Array(mut output, written) => {
                output.put(if written == 0 { "]\n" } else { "\n]\n" })?;
                Ok(output)
            }
        }
    }
}

/// A verdict as JSON.
pub(crate) fn object(
    plan: &Plan,
    today: Date,
    record: &Record,
    verdict: &Verdict,
    explanation: &Explanation,
) -> json::value::Json {
    let unreadable: Vec<Unreadable> = record
        .unreadable
        .iter()
        .map(|cell| Unreadable { name: cell.name.clone(), text: cell.text.clone() })
        .collect();
    let remarks = remarks(plan, record);
    let reported = Reported { key: &record.key, unreadable: &unreadable, diagnostics: &remarks };
    json::verdict(plan, today, reported, verdict, explanation)
}
