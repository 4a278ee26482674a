//! What was odd about the data becomes a list that a person can act on.

use qualify::leads::{Cases, Caution, Columns, EventRows, FactColumn, Place, Problems, expected};
use qualify::plan::{EventId, Fact, Plan};

use super::Judged;
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
    lost: u64,
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
        let leads = judged.leads.report();
        let table = judged.leads.table();
        let place = table.place();
        let mut findings = Self {
            sections: Vec::new(),
            events: joined(plan, inputs, judged),
            lost: table.problems().count() + judged.summary.refused.count(),
        };
        let name = inputs.leads.name();
        findings.rows(&format!("Rows of {name} that could not be read"), place, table.problems());
        findings.cases("Leads that could not be judged", place, &judged.summary.refused);
        let unreadable = judged.summary.unreadable.iter();
        findings.section(
            "Values that could not be read, and count as missing",
            unreadable.map(|(name, cases)| unread(name, place, cases, plan.fields.iter())).collect(),
        );
        findings.section(
            MEANT_OTHERWISE,
            judged.leads.cautions().iter().map(|found| caution(place, found)).collect(),
        );
        findings.section("Required facts that are missing", required(plan, judged));
        let columns = judged.leads.columns();
        findings.section(&format!("Columns that {name} does not have"), absent(&columns));
        findings.section(&format!("Columns that {name} has more than once"), doubled(&columns));
        findings.rows("Leads without a key, which no events join", place, &leads.without_key);
        findings.rows("Keys that come up again; each row is judged", place, &leads.repeated_keys);
        findings.section("Not a lead", footer(table.footer_lines()));
        for (id, source) in &inputs.events {
            if let Some(rows) = judged.events.rows(*id) {
                findings.event(plan, *id, source.name(), rows);
            }
        }
        findings
    }

    /// How many rows are not in the answer.
    pub(crate) fn rows_lost(&self) -> u64 {
        self.lost
    }

    fn event(&mut self, plan: &Plan, id: EventId, name: &str, rows: &EventRows) {
        let report = rows.report();
        let plural = plan.events.get(id.index()).map_or("", |event| &event.plural);
        self.lost += report.problems.count() + report.without_date.count();
        self.rows(&format!("Rows of {name} that could not be read"), report.place, &report.problems);
        self.rows(
            &format!("Rows of {name} without a date that can be read"),
            report.place,
            &report.without_date,
        );
        let attributes = plan.events.get(id.index()).map_or(&[][..], |event| &event.attributes);
        let unreadable = report.unreadable.iter().filter(|(_, cases)| cases.count() > 0);
        self.section(
            &format!("Values of {name} that could not be read, and count as missing"),
            unreadable
                .map(|(attribute, cases)| unread(attribute, report.place, cases, attributes.iter()))
                .collect(),
        );
        self.section(
            &format!("{MEANT_OTHERWISE}, in {name}"),
            report.cautions.iter().map(|found| caution(report.place, found)).collect(),
        );
        let required = report.required_missing.iter().filter(|(_, count)| *count > 0);
        let required = required
            .map(|(attribute, count)| format!("{plural}.{attribute}  in {}", text::counted(*count, "row")));
        self.section("Required attributes that are missing", required.collect());
        self.section(&format!("Columns that {name} does not have"), absent(rows.columns()));
        self.section(&format!("Columns that {name} has more than once"), doubled(rows.columns()));
    }

    fn rows(&mut self, heading: &str, place: Place, problems: &Problems) {
        let lines = problems
            .first()
            .iter()
            .take(SHOWN)
            .map(|problem| format!("{place} {}: {}", problem.line, problem.message));
        let lines = with_rest(lines.collect(), problems.count());
        self.section(heading, lines);
    }

    fn cases(&mut self, heading: &str, place: Place, cases: &Cases) {
        let lines =
            cases.first().iter().map(|(line, sentence)| format!("{place} {line}: {sentence}")).collect();
        self.section(heading, with_rest(lines, cases.count()));
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

/// `country: 3 cells, such as "Germany" (line 2); expected two letters, such as NO`
fn unread<'f>(name: &str, place: Place, cases: &Cases, mut facts: impl Iterator<Item = &'f Fact>) -> String {
    let expected = facts.find(|fact| fact.name == name).map(|fact| format!("; expected {}", expected(fact)));
    format!("{name}: {}{}", samples(place, cases), expected.unwrap_or_default())
}

/// `3 cells, such as "Germany" (line 2), "Norway" (line 5)`
fn samples(place: Place, cases: &Cases) -> String {
    let samples: Vec<String> = cases.first().iter().map(|(line, raw)| sample(place, *line, raw)).collect();
    format!("{}, such as {}", text::counted(cases.count(), "cell"), samples.join(", "))
}

fn sample(place: Place, line: u64, raw: &str) -> String {
    format!("\"{}\" ({place} {line})", text::cut(raw, 40))
}

/// What a column of numbers may mean besides.
fn caution(place: Place, caution: &Caution) -> String {
    match caution {
        Caution::Thousands { fact, cells, read_as } => {
            let (word, first) = (if cells.count() == 1 { "was" } else { "were" }, cells.first().first());
            let first = first.map(|(line, raw)| sample(place, *line, raw)).unwrap_or_default();
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
                sample(place, *line, raw),
            )
        }
    }
}

fn required(plan: &Plan, judged: &Judged<'_>) -> Vec<String> {
    let facts = judged.summary.required.iter();
    facts
        .map(|(id, cases)| {
            let name = plan.fields.get(id.index()).map_or("", |field| &field.name);
            let lines: Vec<String> = cases.first().iter().map(|(line, _)| line.to_string()).collect();
            let word = format!("{}{}", judged.leads.table().place(), if lines.len() == 1 { "" } else { "s" });
            format!(
                "{name}: in {}, as in {word} {}",
                text::counted(cases.count(), "lead"),
                text::list(&lines)
            )
        })
        .collect()
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
            match (judged.events.rows(id), inputs.events.iter().find(|(known, _)| *known == id)) {
                (Some(rows), Some((_, source))) => joined_rows(plural, source.name(), rows),
                (Some(_) | None, _) => Joined {
                    line: format!("{plural}: not collected, so how many there were is unknown"),
                    is_odd: true,
                },
            }
        })
        .collect()
}

fn joined_rows(plural: &str, name: &str, rows: &EventRows) -> Joined {
    let unjoined = rows.unjoined();
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
