//! What was odd about the data becomes a list that a person can act on.

use qualify::leads::{Columns, EventRows, FactColumn, Problems};
use qualify::plan::{EventId, Plan};

use super::Judged;
use super::summary::Cases;
use crate::inputs::Inputs;
use crate::terminal::{style, text};

/// How many lines of one kind are told.
const SHOWN: usize = 5;

/// Findings by kind.
pub(crate) struct Findings {
    sections: Vec<Section>,
    lost: u64,
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
        let mut findings =
            Self { sections: Vec::new(), lost: table.problems().count() + judged.summary.refused.count };
        let name = inputs.leads.name();
        findings.rows(&format!("Rows of {name} that could not be read"), table.problems());
        findings.cases("Leads that could not be judged", &judged.summary.refused);
        findings.section("Values that could not be read, and count as missing", unreadable(judged));
        findings.section("Required facts that are missing", required(plan, judged));
        findings.section(&format!("Columns that {name} does not have"), absent(&judged.leads.columns()));
        findings.rows("Leads without a key, which no events join", &leads.without_key);
        findings.rows("Keys that come up again; each row is judged", &leads.repeated_keys);
        findings.section("Not a lead", footer(table.footer_lines()));
        for (id, source) in &inputs.events {
            if let Some(rows) = judged.events.rows(*id) {
                findings.event(plan, *id, source.name(), rows);
            }
        }
        findings.section("Events", joined(plan, inputs, judged));
        findings
    }

    /// How many rows are not in the answer.
    pub(crate) fn rows_lost(&self) -> u64 {
        self.lost
    }

    fn event(&mut self, plan: &Plan, id: EventId, name: &str, rows: &EventRows) {
        let report = rows.report();
        let plural = plan.events.get(id.index()).map_or("", |event| &event.plural);
        self.lost += report.problems.count() + report.without_date.count() + report.without_lead.count();
        self.rows(&format!("Rows of {name} that could not be read"), &report.problems);
        self.rows(&format!("Rows of {name} without a date that can be read"), &report.without_date);
        self.rows(&format!("Rows of {name} that name no lead"), &report.without_lead);
        for (attribute, problems) in &report.unreadable {
            self.rows(
                &format!("Values of {plural}.{attribute} that could not be read, and count as missing"),
                problems,
            );
        }
        let required = report.required_missing.iter().filter(|(_, count)| *count > 0);
        let required = required
            .map(|(attribute, count)| format!("{plural}.{attribute}  in {}", text::counted(*count, "row")));
        self.section("Required attributes that are missing", required.collect());
        self.section(&format!("Columns that {name} does not have"), absent(rows.columns()));
    }

    fn rows(&mut self, heading: &str, problems: &Problems) {
        let lines = problems
            .first()
            .iter()
            .take(SHOWN)
            .map(|problem| format!("line {}: {}", problem.line, problem.message));
        let lines = with_rest(lines.collect(), problems.count());
        self.section(heading, lines);
    }

    fn cases(&mut self, heading: &str, cases: &Cases) {
        let lines = cases.first.iter().map(|(line, sentence)| format!("line {line}: {sentence}")).collect();
        self.section(heading, with_rest(lines, cases.count));
    }

    fn section(&mut self, heading: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.sections.push(Section { heading: heading.to_owned(), lines });
        }
    }

    /// All of them for a person; empty if there are none.
    pub(crate) fn told(&self, width: usize) -> String {
        let told = self.sections.iter().map(|section| {
            let lines =
                section.lines.iter().map(|line| format!("{}\n", text::item(2, &text::clean(line), width)));
            format!("{}\n{}", style::warning(&text::clean(&section.heading)), lines.collect::<String>())
        });
        told.collect::<Vec<_>>().join("\n")
    }
}

fn with_rest(mut lines: Vec<String>, count: u64) -> Vec<String> {
    let more = count.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("and {} more", text::grouped(more)));
    }
    lines
}

fn unreadable(judged: &Judged<'_>) -> Vec<String> {
    let facts = judged.summary.unreadable.iter();
    facts
        .map(|(name, cases)| {
            let samples =
                cases.first.iter().map(|(line, raw)| format!("\"{}\" (line {line})", text::cut(raw, 40)));
            let samples: Vec<String> = samples.collect();
            format!("{name}: {}, such as {}", text::counted(cases.count, "cell"), samples.join(", "))
        })
        .collect()
}

fn required(plan: &Plan, judged: &Judged<'_>) -> Vec<String> {
    let facts = judged.summary.required.iter();
    facts
        .map(|(id, cases)| {
            let name = plan.fields.get(id.index()).map_or("", |field| &field.name);
            let lines: Vec<String> = cases.first.iter().map(|(line, _)| line.to_string()).collect();
            let word = if lines.len() == 1 { "line" } else { "lines" };
            format!("{name}: in {}, as in {word} {}", text::counted(cases.count, "lead"), text::list(&lines))
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

fn footer(lines: &[u64]) -> Vec<String> {
    match lines {
        [] => Vec::new(),
        [one] => vec![format!("line {one}: the end of a report")],
        [first, .., last] => vec![format!("lines {first} to {last}: the end of a report")],
    }
}

/// Which events were collected, and how many of their rows belong to a lead.
fn joined(plan: &Plan, inputs: &Inputs, judged: &Judged<'_>) -> Vec<String> {
    let told = plan.events.iter().enumerate().map(|(at, event)| {
        let id = EventId::from_index(at);
        let source = inputs.events.iter().find(|(known, _)| *known == id);
        match (judged.events.rows(id), source) {
            (Some(rows), Some((_, source))) => {
                let unjoined = rows.unjoined();
                let of = text::counted(rows.report().rows, "row");
                let nobody = match unjoined.first.first() {
                    None => "all of them of these leads".to_owned(),
                    Some(key) => format!(
                        "{} of nobody among these leads, such as \"{}\"",
                        text::grouped(unjoined.rows),
                        text::cut(key, 30)
                    ),
                };
                format!("{}: {of} of {}, {nobody}", event.plural, source.name())
            }
            (Some(_) | None, _) => {
                format!("{}: not collected, so how many there were is unknown", event.plural)
            }
        }
    });
    told.collect()
}
