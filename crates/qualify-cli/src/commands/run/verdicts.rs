//! Verdicts are written one after the other, as CSV or JSON.

use qualify::eval::json::{self, Reported, Unreadable};
use qualify::eval::{Explanation, Verdict, csv};
use qualify::leads::{Record, VerdictCsv};
use qualify::plan::{Date, Plan};

use super::{Format, remarks};
use crate::output::Output;
use crate::stop::Stop;

/// A file of verdicts under construction.
pub(crate) struct Verdicts {
    format: Format,
    output: Output,
    written: u64,
}

impl Verdicts {
    /// Begins the file.
    pub(crate) fn open(format: Format, output: Output) -> Result<Self, Stop> {
        let mut verdicts = Self { format, output, written: 0 };
        match format {
            Format::Csv => verdicts.record(csv::HEADER)?,
            Format::Json => verdicts.output.write("[")?,
            Format::Table | Format::Jsonl => {}
        }
        Ok(verdicts)
    }

    /// Writes a line of CSV.
    pub(crate) fn csv(&mut self, plan: &Plan, record: &Record, verdict: &Verdict) -> Result<(), Stop> {
        self.record(csv::row(plan, &record.key, verdict))
    }

    fn record<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) -> Result<(), Stop> {
        let fail = |error: std::io::Error| Stop::writing("A line of CSV", &error);
        let mut line = VerdictCsv::new(Vec::new());
        line.write_record(cells).map_err(fail)?;
        let line = line.finish().map_err(fail)?;
        self.output.write(&String::from_utf8_lossy(&line))
    }

    /// Writes one object.
    pub(crate) fn json(
        &mut self,
        plan: &Plan,
        today: Date,
        record: &Record,
        verdict: &Verdict,
        explanation: &Explanation,
    ) -> Result<(), Stop> {
        let json = object(plan, today, record, verdict, explanation).to_string();
        let before = match (self.format, self.written) {
            (Format::Json, 0) => "\n",
            (Format::Json, _) => ",\n",
            (Format::Table | Format::Csv | Format::Jsonl, _) => "",
        };
        let after = if self.format == Format::Jsonl { "\n" } else { "" };
        self.written += 1;
        [before, &json, after].iter().try_for_each(|piece| self.output.write(piece))
    }

    /// Ends the file; it has to be finished yet.
    pub(crate) fn close(mut self) -> Result<Output, Stop> {
        match self.format {
            Format::Json if self.written == 0 => self.output.write("]\n")?,
            Format::Json => self.output.write("\n]\n")?,
            Format::Table | Format::Csv | Format::Jsonl => {}
        }
        Ok(self.output)
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
