//! Verdicts are written one after the other, as CSV, JSON or Parquet.

use qualify::analysis::Ways;
use qualify::eval::csv::Column;
use qualify::eval::json::value::{Json, text};
use qualify::eval::json::{self, Reported, Unreadable};
use qualify::eval::{self, Explanation, Results, Verdict, explain};
use qualify::explain_with;
use qualify::leads::{InputRows, LeadBatch, Record, Texts, VerdictCsv};
use qualify::names::place_name;
use qualify::plan::{Batch, Date, Plan};

use super::input::InputColumns;
use super::parquet::ParquetFile;
use super::{Format, remarks};
use crate::output::Output;
use crate::stop::Stop;

/// A file of verdicts under construction.
pub(crate) struct Verdicts {
    file: File,
    /// What is told of each lead.
    columns: Vec<Column>,
    input: Input,
}

/// What stands of the leads themselves beside their verdicts.
pub(crate) enum Input {
    /// Nothing but their keys.
    Key,
    /// Their columns, in a table.
    Columns(InputColumns),
    /// Their columns, in an object each.
    Object,
}

enum File {
    /// Nothing is written before the summary.
    Summary(Output),
    /// Rows under a header, and what messages call the file.
    Csv(Box<VerdictCsv<Output>>, String),
    /// One object a line.
    Lines(Output),
    /// One array, and how many objects it has so far.
    Array(Output, u64),
    Parquet(Box<ParquetFile>),
}

/// How verdicts are written.
pub(crate) struct Shape<'a> {
    pub(crate) format: Format,
    pub(crate) texts: Texts,
    /// What is told of each lead.
    pub(crate) columns: Vec<Column>,
    /// The header over the keys of the leads.
    pub(crate) key: &'a str,
    pub(crate) input: Input,
}

/// Some leads, and what they were judged with.
pub(crate) struct Told<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) today: Date,
    pub(crate) ways: Option<&'a Ways<'a>>,
    pub(crate) leads: &'a LeadBatch,
    /// The leads as they are written, if that is wanted.
    pub(crate) rows: &'a InputRows,
    pub(crate) batch: &'a Batch<'a>,
}

impl Verdicts {
    /// Begins the file.
    pub(crate) fn open(plan: &Plan, shape: Shape<'_>, mut output: Output) -> Result<Self, Stop> {
        let Shape { format, texts, columns, key, input } = shape;
        let names = match &input {
            Input::Columns(columns) => columns.names(),
            Input::Key | Input::Object => &[],
        };
        let file = match format {
            Format::Table => File::Summary(output),
            Format::Jsonl => File::Lines(output),
            Format::Json => {
                output.put("[")?;
                File::Array(output, 0)
            }
            Format::Csv => {
                let name = output.name().to_owned();
                let mut rows = VerdictCsv::new(output, texts);
                let header = ["key"].into_iter().chain(columns.iter().map(|column| column.name()));
                let header = header.chain(names.iter().map(String::as_str));
                rows.write_header(header).map_err(|error| Stop::writing(&name, &error))?;
                File::Csv(Box::new(rows), name)
            }
            Format::Parquet => {
                File::Parquet(Box::new(ParquetFile::open(plan, key, &columns, names, output)?))
            }
        };
        Ok(Self { file, columns, input })
    }

    /// Writes results alone.
    pub(crate) fn add_results(
        &mut self,
        told: &Told<'_>,
        results: &Results<'_>,
        judged: &[usize],
    ) -> Result<(), Stop> {
        self.look_up(told);
        match &mut self.file {
            File::Summary(_) => return Ok(()),
            File::Parquet(file) => return file.add_results(told, results, judged, &self.input),
            File::Csv(..) | File::Lines(_) | File::Array(..) => {}
        }
        let all = results.all();
        for lead in judged {
            let place = all.get(*lead).copied().flatten();
            let name = place.map_or("", |place| place_name(told.plan, place));
            match &mut self.file {
                File::Summary(_) | File::Parquet(_) => {}
                File::Csv(rows, file) => rows
                    .write_record(
                        [told.leads.key(*lead), name].into_iter().chain(self.input.cells(told, *lead)),
                    )
                    .map_err(|error| Stop::writing(file, &error))?,
                File::Lines(_) | File::Array(..) => {
                    let result = place.map_or(Json::Null, |_| text(name));
                    let own = [("lead", text(told.leads.key(*lead))), ("result", result)];
                    let input = self.input.object(told, *lead).map(|object| ("input", object));
                    self.put(&json::value::object(own.into_iter().chain(input)))?;
                }
            }
        }
        Ok(())
    }

    /// Writes what is known about some leads.
    pub(crate) fn add(
        &mut self,
        told: &Told<'_>,
        verdicts: &eval::Verdicts<'_>,
        judged: &[usize],
    ) -> Result<(), Stop> {
        self.look_up(told);
        match &mut self.file {
            File::Summary(_) => Ok(()),
            File::Csv(rows, name) => {
                let mut cells = vec![String::new(); self.columns.len() + 1];
                for lead in judged {
                    cells.iter_mut().for_each(String::clear);
                    let mut places = cells.iter_mut();
                    places.next().into_iter().for_each(|cell| cell.push_str(told.leads.key(*lead)));
                    for (column, cell) in self.columns.iter().zip(places) {
                        verdicts.write_cell(*lead, *column, cell);
                    }
                    let row = cells.iter().map(String::as_str).chain(self.input.cells(told, *lead));
                    rows.write_record(row).map_err(|error| Stop::writing(name, &error))?;
                }
                Ok(())
            }
            File::Parquet(file) => file.add(told, verdicts, judged, &self.input),
            File::Lines(_) | File::Array(..) => {
                for lead in judged {
                    let object = told.object(*lead, &verdicts.get(*lead));
                    let mut object = self.chosen(object);
                    if let (Json::Object(members), Some(input)) =
                        (&mut object, self.input.object(told, *lead))
                    {
                        members.push(("input".to_owned(), input));
                    }
                    self.put(&object)?;
                }
                Ok(())
            }
        }
    }

    fn look_up(&mut self, told: &Told<'_>) {
        if let Input::Columns(columns) = &mut self.input {
            columns.look_up(told.rows);
        }
    }

    /// The object with the members that are told.
    fn chosen(&self, object: Json) -> Json {
        let member = |column: &Column| match column {
            // What is needed is told with each place that is open.
            Column::Needs => "open",
            column => column.name(),
        };
        let is_told = |name: &str| name == "lead" || self.columns.iter().any(|column| member(column) == name);
        match object {
            Json::Object(members) if self.columns != Column::ALL => {
                Json::Object(members.into_iter().filter(|(name, _)| is_told(name)).collect())
            }
            whole => whole,
        }
    }

    /// Writes one object.
    fn put(&mut self, object: &Json) -> Result<(), Stop> {
        match &mut self.file {
            File::Lines(output) => output.put(&format!("{object}\n")),
            File::Array(output, written) => {
                let before = if *written == 0 { "\n" } else { ",\n" };
                *written += 1;
                output.put(before)?;
                output.put(&object.to_string())
            }
            File::Summary(_) | File::Csv(..) | File::Parquet(_) => Ok(()),
        }
    }

    /// How many leads have a cell with an apostrophe before what a spreadsheet would run.
    pub(crate) fn guarded(&self) -> u64 {
        match &self.file {
            File::Csv(rows, _) => rows.guarded(),
            File::Summary(_) | File::Lines(_) | File::Array(..) | File::Parquet(_) => 0,
        }
    }

    /// Ends the file; it has to be finished yet.
    pub(crate) fn close(self) -> Result<Output, Stop> {
        match self.file {
            File::Summary(output) | File::Lines(output) => Ok(output),
            File::Csv(rows, name) => rows.finish().map_err(|error| Stop::writing(&name, &error)),
            File::Parquet(file) => file.close(),
            File::Array(mut output, written) => {
                output.put(if written == 0 { "]\n" } else { "\n]\n" })?;
                Ok(output)
            }
        }
    }
}

impl Input {
    /// The cells that stand behind those of the verdict.
    pub(super) fn cells<'a>(&'a self, told: &'a Told<'_>, lead: usize) -> impl Iterator<Item = &'a str> {
        let columns = match self {
            Self::Columns(columns) => Some(columns),
            Self::Key | Self::Object => None,
        };
        columns
            .into_iter()
            .flat_map(move |columns| columns.cells(told.rows, lead))
            .map(Option::unwrap_or_default)
    }

    /// The cells that a row has, by their names.
    fn object(&self, told: &Told<'_>, lead: usize) -> Option<Json> {
        let Self::Object = self else { return None };
        let named = told.rows.headers().iter().enumerate().filter(|(_, header)| !header.is_empty());
        let cells =
            named.filter_map(|(column, header)| Some((header.as_str(), text(told.rows.cell(lead, column)?))));
        Some(json::value::object(cells))
    }
}

impl Told<'_> {
    fn object(&self, lead: usize, verdict: &Verdict) -> Json {
        let facts = self.batch.lead(lead);
        let explanation = match self.ways {
            Some(ways) => explain_with(ways, self.plan, self.today, &facts),
            None => explain(self.plan, self.today, &facts),
        };
        let record = self.leads.record(self.plan, lead);
        object(self.plan, self.today, &record, verdict, &explanation)
    }
}

/// A verdict as JSON.
pub(crate) fn object(
    plan: &Plan,
    today: Date,
    record: &Record,
    verdict: &Verdict,
    explanation: &Explanation,
) -> Json {
    let unreadable: Vec<Unreadable> = record
        .unreadable
        .iter()
        .map(|cell| Unreadable { name: cell.name.clone(), text: cell.text.clone() })
        .collect();
    let remarks = remarks(plan, record);
    let reported = Reported { key: &record.key, unreadable: &unreadable, diagnostics: &remarks };
    json::verdict(plan, today, reported, verdict, explanation)
}
