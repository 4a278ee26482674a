//! What was odd about the data becomes a list that a person can act on.

use std::collections::BTreeSet;

use qualify::leads::{Cases, Caution, Columns, EventRows, FactColumn, Problems, Unjoined, expected};
use qualify::plan::{EventId, Fact, FieldId, Plan};

use super::Judged;
use super::read::FileReport;
use crate::inputs::Inputs;
use crate::terminal::{style, text};

/// How many lines of one kind are told.
const SHOWN: usize = 5;

/// The heading over numbers that were read.
const MEANT_OTHERWISE: &str = "Numbers that were read, and may have been meant otherwise";

/// Findings by kind.
pub(crate) struct Findings {
    sections: Vec<Section>,
    events: Vec<Joined>,
    /// Rows that are not in the answer.
    lost: u64,
    /// Files that were not read to their end.
    damaged: u64,
}

/// How the rows of an event found their leads.
struct Joined {
    line: String,
    is_odd: bool,
}

struct Section {
    heading: String,
    lines: Vec<String>,
}

impl Findings {
    /// Gathers what leads, events and columns have to tell.
    pub(crate) fn of(plan: &Plan, inputs: &Inputs, judged: &Judged<'_>) -> Self {
        let files = &judged.files;
        let mut findings = Self {
            sections: Vec::new(),
            events: joined(plan, inputs, judged),
            lost: files.iter().map(|file| file.problems.count() + file.odd.refused.count()).sum(),
            damaged: files.iter().filter(|file| file.damage.is_some()).count() as u64,
        };
        let name = inputs.leads.name();
        findings.section(
            "Files that could not be read to their end",
            few(files, files.iter().filter_map(|file| file.damage.clone()).collect()),
        );
        findings.rows(&format!("Rows of {name} that could not be read"), files, |file| &file.problems);
        let refused = files.iter().map(|file| (file, &file.odd.refused));
        findings.section("Leads that could not be judged", cases(refused));
        findings.section("Values that could not be read, and count as missing", unreadable(plan, files));
        let cautions = files.iter().flat_map(|file| file.cautions.iter().map(move |found| (file, found)));
        findings.section(
            MEANT_OTHERWISE,
            few(files, cautions.map(|(file, found)| caution(&|line| file.row(line), found)).collect()),
        );
        findings.section("Required facts that are missing", required(plan, files));
        let (absent_heading, doubled_heading) = match inputs.leads.are_several() {
            true => {
                ("Columns that files do not have".into(), "Columns that files have more than once".into())
            }
            false => (
                format!("Columns that {name} does not have"),
                format!("Columns that {name} has more than once"),
            ),
        };
        findings.section(&absent_heading, of_files(files, |file| absent(&file.columns)));
        findings.section(&doubled_heading, of_files(files, |file| doubled(&file.columns)));
        findings.rows("Leads without a key, which no events join", files, |file| &file.leads.without_key);
        findings.rows("Keys that come up again; each row is judged", files, |file| &file.leads.repeated_keys);
        findings.section("Not a lead", of_files(files, |file| footer(&file.footer_lines)));
        for (id, source) in &inputs.events {
            if let Some(rows) = judged.events.rows(*id) {
                findings.event(plan, *id, source.name(), rows);
            }
        }
        findings
    }

    /// Whether everything that was to be read is in the answer.
    pub(crate) fn are_whole(&self) -> bool {
        self.lost == 0 && self.damaged == 0
    }

    /// `3 rows that cannot be read`; nothing if everything is in the answer.
    pub(crate) fn left_out(&self) -> Option<String> {
        let rows =
            (self.lost > 0).then(|| format!("{} that cannot be read", text::counted(self.lost, "row")));
        let rest = match self.damaged {
            0 => None,
            1 => Some("what cannot be read of 1 file".to_owned()),
            files => Some(format!("what cannot be read of {} files", text::grouped(files))),
        };
        let parts: Vec<String> = rows.into_iter().chain(rest).collect();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }

    fn event(&mut self, plan: &Plan, id: EventId, name: &str, rows: &EventRows) {
        let report = rows.report();
        let plural = plan.events.get(id.index()).map_or("", |event| &event.plural);
        let row = |line: u64| format!("{} {line}", report.place);
        self.lost += report.problems.count() + report.without_date.count();
        self.section(&format!("Rows of {name} that could not be read"), problems([(&row, &report.problems)]));
        self.section(
            &format!("Rows of {name} without a date that can be read"),
            problems([(&row, &report.without_date)]),
        );
        let attributes = plan.events.get(id.index()).map_or(&[][..], |event| &event.attributes);
        let unreadable = report.unreadable.iter().filter(|(_, cases)| cases.count() > 0);
        self.section(
            &format!("Values of {name} that could not be read, and count as missing"),
            unreadable
                .map(|(attribute, cases)| unread(attribute, &samples([(&row, cases)]), attributes.iter()))
                .collect(),
        );
        self.section(
            &format!("{MEANT_OTHERWISE}, in {name}"),
            report.cautions.iter().map(|found| caution(&row, found)).collect(),
        );
        let required = report.required_missing.iter().filter(|(_, count)| *count > 0);
        let required = required
            .map(|(attribute, count)| format!("{plural}.{attribute}  in {}", text::counted(*count, "row")));
        self.section("Required attributes that are missing", required.collect());
        self.section(&format!("Columns that {name} does not have"), absent(rows.columns()));
        self.section(&format!("Columns that {name} has more than once"), doubled(rows.columns()));
    }

    fn rows(&mut self, heading: &str, files: &[FileReport], of: impl Fn(&FileReport) -> &Problems) {
        let rows = files.iter().map(|file| (move |line| file.row(line), of(file)));
        self.section(heading, problems(rows));
    }

    fn section(&mut self, heading: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.sections.push(Section { heading: heading.to_owned(), lines });
        }
    }

    /// All of them for a person, and which events were collected; empty if there is nothing to tell.
    pub(crate) fn told(&self, width: usize) -> String {
        let mut told: Vec<String> = self.sections.iter().map(|section| section.told(width)).collect();
        told.extend(events(self.events.iter(), width));
        told.join("\n")
    }

    /// Only what needs a look.
    pub(crate) fn odd(&self, width: usize) -> String {
        let mut told: Vec<String> = self.sections.iter().map(|section| section.told(width)).collect();
        told.extend(events(self.events.iter().filter(|event| event.is_odd), width));
        told.join("\n")
    }
}

impl Section {
    fn told(&self, width: usize) -> String {
        format!("{}\n{}", style::warning(&text::clean(&self.heading)), lines(self.lines.iter(), width))
    }
}

fn events<'a>(events: impl Iterator<Item = &'a Joined>, width: usize) -> Option<String> {
    let told = lines(events.map(|event| &event.line), width);
    (!told.is_empty()).then(|| format!("{}\n{told}", style::heading("Events")))
}

fn lines<'a>(lines: impl Iterator<Item = &'a String>, width: usize) -> String {
    lines.map(|line| format!("{}\n", text::item(2, &text::clean(line), width))).collect()
}

fn with_rest(mut lines: Vec<String>, count: u64) -> Vec<String> {
    let more = count.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("and {} more", text::grouped(more)));
    }
    lines
}

/// The first rows that have a problem, by what tells their place, and how many more there are.
fn problems<'p>(all: impl IntoIterator<Item = (impl Fn(u64) -> String, &'p Problems)>) -> Vec<String> {
    let (mut lines, mut count) = (Vec::new(), 0);
    for (row, problems) in all {
        let room = SHOWN.saturating_sub(lines.len());
        let first = problems.first().iter().take(room);
        lines.extend(first.map(|problem| format!("{}: {}", row(problem.line), problem.message)));
        count += problems.count();
    }
    with_rest(lines, count)
}

/// The same of leads.
fn cases<'c>(all: impl Iterator<Item = (&'c FileReport, &'c Cases)>) -> Vec<String> {
    let (mut lines, mut count) = (Vec::new(), 0);
    for (file, cases) in all {
        let room = Cases::KEPT.saturating_sub(lines.len());
        let first = cases.first().iter().take(room);
        lines.extend(first.map(|(line, sentence)| format!("{}: {sentence}", file.row(*line))));
        count += cases.count();
    }
    with_rest(lines, count)
}

/// What files have to tell, each sentence once: with the file that it is about, unless it is about all of them.
fn of_files(files: &[FileReport], tell: impl Fn(&FileReport) -> Vec<String>) -> Vec<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for file in files {
        for line in tell(file) {
            let name = file.file().unwrap_or_default();
            match told.iter_mut().find(|(known, _)| *known == line) {
                Some((_, names)) => names.push(name),
                None => told.push((line, vec![name])),
            }
        }
    }
    let lines = told.into_iter().map(|(line, names)| match names.as_slice() {
        all if all.len() == files.len() => line,
        [] => line,
        [only] => format!("{only}: {line}"),
        [first, rest @ ..] => {
            format!("{first} and {}: {line}", text::counted(rest.len() as u64, "more file"))
        }
    });
    few(files, lines.collect())
}

/// The first lines if there are several files, as there may be thousands of them; all of one file.
fn few(files: &[FileReport], mut lines: Vec<String>) -> Vec<String> {
    let count = lines.len() as u64;
    if files.len() > 1 {
        lines.truncate(SHOWN);
    }
    with_rest(lines, count)
}

/// The fields with cells that are no values of theirs.
fn unreadable(plan: &Plan, files: &[FileReport]) -> Vec<String> {
    let fields: BTreeSet<&String> = files.iter().flat_map(|file| file.odd.unreadable.keys()).collect();
    let told = fields.into_iter().map(|name| {
        let cells = files
            .iter()
            .filter_map(|file| Some((move |line| file.row(line), file.odd.unreadable.get(name)?)));
        unread(name, &samples(cells), plan.fields.iter())
    });
    told.collect()
}

/// `country: 3 cells, such as "Germany" (line 2); expected two letters, such as NO`
fn unread<'f>(name: &str, samples: &str, mut facts: impl Iterator<Item = &'f Fact>) -> String {
    let expected = facts.find(|fact| fact.name == name).map(|fact| format!("; expected {}", expected(fact)));
    format!("{name}: {samples}{}", expected.unwrap_or_default())
}

/// `3 cells, such as "Germany" (line 2), "Norway" (line 5)`
fn samples<'c>(all: impl IntoIterator<Item = (impl Fn(u64) -> String, &'c Cases)>) -> String {
    let (mut samples, mut count) = (Vec::new(), 0);
    for (row, cases) in all {
        let room = Cases::KEPT.saturating_sub(samples.len());
        samples.extend(cases.first().iter().take(room).map(|(line, raw)| sample(&row(*line), raw)));
        count += cases.count();
    }
    format!("{}, such as {}", text::counted(count, "cell"), samples.join(", "))
}

fn sample(row: &str, raw: &str) -> String {
    format!("\"{}\" ({row})", text::cut(raw, 40))
}

/// What a column of numbers may mean besides.
fn caution(row: &dyn Fn(u64) -> String, caution: &Caution) -> String {
    match caution {
        Caution::Thousands { fact, cells, read_as } => {
            let (word, first) = (if cells.count() == 1 { "was" } else { "were" }, cells.first().first());
            let first = first.map(|(line, raw)| sample(&row(*line), raw)).unwrap_or_default();
            format!(
                "{fact}: {} such as {first} {word} read as {read_as}; if a point separates thousands there, export \
                 numbers without it",
                text::counted(cells.count(), "cell"),
            )
        }
        Caution::Shares { fact, values, such_as: (line, raw) } => {
            let read = match values {
                1 => "the only value is".to_owned(),
                all => format!("all {} values are", text::grouped(*all)),
            };
            format!(
                "{fact}: {read} between 0 and 1, such as {}, and read as 1 percent or less; if 0.4 means 40 %, export \
                 it as 40",
                sample(&row(*line), raw),
            )
        }
    }
}

fn required(plan: &Plan, files: &[FileReport]) -> Vec<String> {
    let fields: BTreeSet<&FieldId> = files.iter().flat_map(|file| file.odd.required.keys()).collect();
    let told = fields.into_iter().map(|id| {
        let name = plan.fields.get(id.index()).map_or("", |field| &field.name);
        let cases = || files.iter().filter_map(|file| Some((file, file.odd.required.get(id)?)));
        let first =
            cases().flat_map(|(file, cases)| cases.first().iter().map(move |(line, _)| (file, *line)));
        let first: Vec<(&FileReport, u64)> = first.take(Cases::KEPT).collect();
        let rows: Vec<String> = match first.as_slice() {
            [] => Vec::new(),
            [(file, _), ..] if file.file().is_some() => {
                first.iter().map(|(file, line)| file.row(*line)).collect()
            }
            all => all.iter().map(|(_, line)| line.to_string()).collect(),
        };
        let word = match first.first() {
            Some((file, _)) if file.file().is_none() => {
                format!("{}{} ", file.place, if rows.len() == 1 { "" } else { "s" })
            }
            Some(_) | None => String::new(),
        };
        let count = cases().map(|(_, cases)| cases.count()).sum();
        format!("{name}: in {}, as in {word}{}", text::counted(count, "lead"), text::list(&rows))
    });
    told.collect()
}

fn absent(columns: &Columns) -> Vec<String> {
    columns.absent().map(absent_column).collect()
}

fn absent_column(fact: &FactColumn) -> String {
    let wanted: Vec<String> = fact.wanted.iter().map(|header| format!("\"{header}\"")).collect();
    let meant = fact.closest.as_ref().map(|header| format!(" There is \"{header}\": did you mean that?"));
    let told = format!("{} is unknown for all: there is no column {}.", fact.fact, wanted.join(" or "));
    told + &meant.unwrap_or_default()
}

fn doubled(columns: &Columns) -> Vec<String> {
    columns.doubled.iter().map(|header| format!("\"{header}\": the first of them is read")).collect()
}

fn footer(lines: &[u64]) -> Vec<String> {
    match lines {
        [] => Vec::new(),
        [one] => vec![format!("line {one}: the end of a report")],
        [first, .., last] => vec![format!("lines {first} to {last}: the end of a report")],
    }
}

/// Which events were collected, and how many of their rows belong to a lead.
fn joined(plan: &Plan, inputs: &Inputs, judged: &Judged<'_>) -> Vec<Joined> {
    let events = plan.events.iter().enumerate().map(|(at, event)| (EventId::from_index(at), &event.plural));
    events
        .map(|(id, plural)| {
            let source = inputs.events.iter().find(|(known, _)| *known == id);
            match (judged.events.rows(id), judged.unjoined.get(id.index()), source) {
                (Some(rows), Some(unjoined), Some((_, source))) => {
                    joined_rows(plural, source.name(), rows, unjoined)
                }
                (Some(_) | None, _, _) => Joined {
                    line: format!("{plural}: not collected, so how many there were is unknown"),
                    is_odd: true,
                },
            }
        })
        .collect()
}

fn joined_rows(plural: &str, name: &str, rows: &EventRows, unjoined: &Unjoined) -> Joined {
    let all = text::counted(rows.report().rows, "row");
    let nobody = unjoined.first.first().map(|key| {
        let count = text::grouped(unjoined.rows);
        format!("{count} of nobody among these leads, such as \"{}\"", text::cut(key, 30))
    });
    let whose = match &nobody {
        Some(nobody) => format!(", {nobody}"),
        None if rows.report().rows > 0 => ", all of them of these leads".to_owned(),
        None => String::new(),
    };
    let told = format!("{plural}: {all} of {name}{whose}");
    let nameless = rows.report().without_lead;
    Joined {
        is_odd: nobody.is_some() || nameless > 0,
        line: match nameless {
            0 => told,
            1 => format!("{told}; 1 row names no lead"),
            _ => format!("{told}; {} rows name no lead", text::grouped(nameless)),
        },
    }
}
