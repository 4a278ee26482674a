//! Many verdicts become the numbers that a person wants to see first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use qualify::eval::csv::Column;
use qualify::eval::{Results, Status, Verdict, Verdicts};
use qualify::leads::{Cases, LeadBatch};
use qualify::names::{open_outcomes, place_label, place_name};
use qualify::plan::{ExitId, FieldId, Place, Plan, StageId};

use super::findings::Findings;
use crate::inputs::Inputs;
use crate::program::Loaded;
use crate::terminal::table::{Side, Table, bar};
use crate::terminal::{self, style, text};

/// How many verdicts are shown.
pub(super) const FIRST: usize = 10;
/// How many missing facts are named.
const NEEDS: usize = 8;
/// Columns of a row of counts without name, number, bar and label: the indentation, the share and the gaps.
const AROUND_BARS: usize = 17;

/// What is counted while leads are judged; as small for a million leads as for ten.
pub(crate) struct Summary<'p> {
    plan: &'p Plan,
    leads: u64,
    results: BTreeMap<Option<Place>, u64>,
    statuses: BTreeMap<Status, u64>,
    needs: BTreeMap<String, u64>,
    /// What was odd so far about the file that is being read.
    odd: Odd,
    first: Vec<Vec<String>>,
    /// What is told; nothing beside a file of verdicts.
    columns: Vec<Column>,
}

/// What was odd about the leads of one file.
#[derive(Debug, Default)]
pub(crate) struct Odd {
    /// By the name of the field.
    pub(super) unreadable: BTreeMap<String, Cases>,
    pub(super) required: BTreeMap<FieldId, Cases>,
    /// The leads that could not be judged.
    pub(super) refused: Cases,
}

impl<'p> Summary<'p> {
    /// Nothing counted yet.
    pub(crate) fn new(plan: &'p Plan, columns: Vec<Column>) -> Self {
        Self {
            plan,
            leads: 0,
            results: BTreeMap::new(),
            statuses: BTreeMap::new(),
            needs: BTreeMap::new(),
            odd: Odd::default(),
            first: Vec::new(),
            columns,
        }
    }

    /// Counts a lead that could not be judged.
    pub(crate) fn refuse(&mut self, line: u64, sentence: String) {
        self.odd.refused.add(line, &sentence);
    }

    /// How many leads were judged.
    pub(crate) fn leads(&self) -> u64 {
        self.leads
    }

    /// What was odd about the leads since the last file ended.
    pub(crate) fn end_file(&mut self) -> Odd {
        std::mem::take(&mut self.odd)
    }

    /// Counts what was odd about the cells of some leads.
    pub(crate) fn add_cells(&mut self, leads: &LeadBatch, refused: &BTreeSet<usize>) {
        for cell in leads.unreadable.iter().filter(|cell| !refused.contains(&cell.lead)) {
            let Some(field) = self.plan.fields.get(cell.field.index()) else { continue };
            let line = leads.line(cell.lead);
            match self.odd.unreadable.get_mut(&field.name) {
                Some(cases) => cases.add(line, &cell.text),
                None => self.odd.unreadable.entry(field.name.clone()).or_default().add(line, &cell.text),
            }
        }
        for (lead, field) in leads.required_missing.iter().filter(|(lead, _)| !refused.contains(lead)) {
            self.odd.required.entry(*field).or_default().add(leads.line(*lead), "");
        }
    }

    /// Counts results alone.
    pub(crate) fn add_results(&mut self, leads: &LeadBatch, results: &Results<'_>, judged: &[usize]) {
        self.count(leads, results, judged);
        for lead in judged.iter().take(self.room()) {
            let result = results.get(*lead).map_or("", |place| place_name(self.plan, place));
            self.first.push(vec![leads.key(*lead).to_owned(), result.to_owned()]);
        }
    }

    /// Counts verdicts and, where they are told, the missing facts that keep them open.
    pub(crate) fn add(&mut self, leads: &LeadBatch, verdicts: &Verdicts<'_>, judged: &[usize]) {
        self.count(leads, verdicts.results(), judged);
        for lead in judged.iter().take(self.room()) {
            let cells = self.cells(&verdicts.get(*lead), &verdicts.keeping_open(*lead));
            self.first.push([leads.key(*lead).to_owned()].into_iter().chain(cells).collect());
        }
        if self.tells(Column::Status) {
            judged.iter().for_each(|lead| *self.statuses.entry(verdicts.status(*lead)).or_default() += 1);
        }
        if self.tells(Column::Needs) {
            for need in judged.iter().flat_map(|lead| verdicts.keeping_open(*lead)) {
                *self.needs.entry(need).or_default() += 1;
            }
        }
    }

    fn count(&mut self, leads: &LeadBatch, results: &Results<'_>, judged: &[usize]) {
        self.leads += judged.len() as u64;
        if judged.len() == leads.leads() && !self.plan.stages.is_empty() {
            for (place, count) in results.counts().filter(|(_, count)| *count > 0) {
                *self.results.entry(Some(place)).or_default() += count;
            }
        } else {
            judged.iter().for_each(|lead| *self.results.entry(results.get(*lead)).or_default() += 1);
        }
    }

    /// How many more verdicts are shown.
    fn room(&self) -> usize {
        if self.columns.is_empty() { 0 } else { FIRST.saturating_sub(self.first.len()) }
    }

    fn tells(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// The columns of the first verdicts, under the words of a person.
    fn headings(&self) -> impl Iterator<Item = (Column, &'static str)> {
        let headings = [
            (Column::Result, "result"),
            (Column::Status, "status"),
            (Column::CouldBe, "could become"),
            (Column::Needs, "missing"),
        ];
        headings.into_iter().filter(|(column, _)| self.tells(*column))
    }

    fn cells(&self, verdict: &Verdict, needs: &BTreeSet<String>) -> Vec<String> {
        let name = |place: &Place| place_name(self.plan, *place).to_owned();
        let cell = |(column, _)| match column {
            Column::Result => verdict.found.result.as_ref().map_or_else(String::new, name),
            Column::Status => verdict.status.name().to_owned(),
            Column::CouldBe => {
                let places: Vec<String> = verdict.found.could_be.iter().map(name).collect();
                let places = (!places.is_empty()).then(|| places.join(", "));
                let outcomes = open_outcomes(self.plan, &verdict.found.outcomes).into_iter();
                let outcomes = outcomes.map(|(name, values)| format!("{name}: {}", values.join(", ")));
                places.into_iter().chain(outcomes).collect::<Vec<_>>().join("; ")
            }
            _ => needs.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        };
        self.headings().map(cell).collect()
    }

    /// The summary for a person; `above` stands before the results.
    pub(crate) fn told(
        &self,
        loaded: &Loaded,
        inputs: &Inputs,
        above: &str,
        findings: &Findings,
        took: Duration,
    ) -> String {
        let width = terminal::width();
        let head = format!(
            "{} of {}, judged by {} as of {}.\n",
            style::heading(&text::counted(self.leads, "lead")),
            inputs.leads.name(),
            loaded.workspace.rules(),
            inputs.today.told()
        );
        let parts = [
            above.to_owned(),
            self.results(width),
            self.statuses(width),
            self.needed(width),
            findings.told(width),
            self.verdicts(width),
            style::quiet(&format!("{}.", self.pace(took))) + "\n",
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}\n\n{}", text::wrap(&head, width).join("\n"), parts.join("\n"))
    }

    /// The summary in a few lines, for standard error beside a file of verdicts.
    pub(crate) fn in_short(
        &self,
        inputs: &Inputs,
        file: Option<&Path>,
        findings: &Findings,
        took: Duration,
    ) -> String {
        let width = terminal::width();
        let file = file.filter(|file| file.as_os_str() != "-");
        let without = findings.left_out().map(|what| format!(", without {what}")).unwrap_or_default();
        let file = file.map(|file| format!(" Written to {}{without}.", text::clean(&file.to_string_lossy())));
        let head =
            format!("{}, judged as of {}.{}", self.pace(took), inputs.today.told(), file.unwrap_or_default());
        format!("{}\n{}", text::wrap(&head, width).join("\n"), findings.odd(width))
    }

    /// `9,240 leads in 0.4 s, 23,100 a second`.
    fn pace(&self, took: Duration) -> String {
        let leads = text::counted(self.leads, "lead");
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        match self.leads.saturating_mul(1_000) / millis {
            _ if millis < 100 => format!("{leads} in {millis} ms"),
            rate => format!("{leads} in {:.1} s, {} a second", took.as_secs_f64(), text::grouped(rate)),
        }
    }

    fn results(&self, width: usize) -> String {
        let plan = self.plan;
        let stages = (0..plan.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
        let exits = (0..plan.exits.len()).map(|at| Place::Exit(ExitId::from_index(at)));
        let places =
            stages.rev().chain(exits).map(Some).chain(self.results.contains_key(&None).then_some(None));
        let rows = places.map(|place| {
            let name = place.map_or("none", |place| place_name(plan, place));
            let label = place.and_then(|place| place_label(plan, place)).unwrap_or_default();
            (name.to_owned(), label.to_owned(), self.results.get(&place).copied().unwrap_or(0))
        });
        self.counts("Result", &rows.collect::<Vec<_>>(), width)
    }

    fn statuses(&self, width: usize) -> String {
        if !self.tells(Column::Status) {
            return String::new();
        }
        let told = [
            (Status::Settled, "no missing fact can change it"),
            (Status::Assumed, "stands if the assumptions are right"),
            (Status::Open, "missing facts can change it"),
        ];
        let rows = told.map(|(status, meaning)| {
            (status.name().to_owned(), meaning.to_owned(), self.statuses.get(&status).copied().unwrap_or(0))
        });
        self.counts("Status", &rows, width)
    }

    fn needed(&self, width: usize) -> String {
        let mut needs: Vec<(&String, u64)> = self.needs.iter().map(|(name, count)| (name, *count)).collect();
        needs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let more = needs.len().saturating_sub(NEEDS);
        let rows: Vec<_> =
            needs.iter().take(NEEDS).map(|(name, count)| ((*name).clone(), String::new(), *count)).collect();
        match rows.is_empty() {
            true => String::new(),
            false => {
                let more = if more > 0 { format!("  and {more} more\n") } else { String::new() };
                self.counts("Missing facts that keep leads open", &rows, width) + &more
            }
        }
    }

    /// Name, number, share and bar of each row.
    fn counts(&self, heading: &str, rows: &[(String, String, u64)], width: usize) -> String {
        let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let names = longest(&mut rows.iter().map(|(name, ..)| text::width(name)));
        let labels = longest(&mut rows.iter().map(|(_, label, _)| text::width(label)));
        let numbers = longest(&mut rows.iter().map(|(.., count)| text::grouped(*count).len()));
        let room = width.saturating_sub(names + labels + numbers + AROUND_BARS);
        let bars = room.clamp(8, (width / 5).clamp(8, 24));
        let mut table = Table::new([
            ("", Side::Left),
            ("", Side::Right),
            ("", Side::Right),
            ("", Side::Bar),
            ("", Side::Left),
        ]);
        let most = rows.iter().map(|(.., count)| *count).max().unwrap_or(0);
        for (name, label, count) in rows {
            let bar = bar(*count, most, bars);
            table.row([name.clone(), text::grouped(*count), share(*count, self.leads), bar, label.clone()]);
        }
        format!("{}\n{}", style::heading(heading), table.lay_out(2, width))
    }

    fn verdicts(&self, width: usize) -> String {
        if self.first.is_empty() {
            return String::new();
        }
        let headers = ["lead"].into_iter().chain(self.headings().map(|(_, heading)| heading));
        let mut table = Table::new(headers.map(|header| (header, Side::Left)));
        self.first.iter().for_each(|cells| table.row(cells.clone()));
        let heading = if self.leads > self.first.len() as u64 { "First verdicts" } else { "Verdicts" };
        format!("{}\n{}", style::heading(heading), table.lay_out(2, width))
    }
}

/// `36.4 %`.
fn share(part: u64, whole: u64) -> String {
    let thousandths = u128::from(part) * 1_000;
    let rounded = (thousandths + u128::from(whole) / 2).checked_div(u128::from(whole)).unwrap_or(0);
    format!("{}.{} %", rounded / 10, rounded % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth_of_a_percent() {
        assert_eq!(share(3_365, 9_240), "36.4 %");
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(share(0, 0), "0.0 %");
    }
}
