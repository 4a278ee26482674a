//! Verdicts become columns of Parquet: what CSV has as texts, in the shapes that JSON has.

use std::collections::HashMap;

use qualify::eval::csv::Column;
use qualify::eval::{Given, OutcomeFinding, Results, Verdicts};
use qualify::leads::{Cells, Kind, LeadBatch, ParquetWriter};
use qualify::names::{outcome_value, place_name, possible_name};
use qualify::plan::{Combine, GradeId, OutcomeId, Plan, ScoreId};

use super::verdicts::{Input, Told};
use crate::output::Output;
use crate::stop::Stop;
use crate::terminal::text;

/// Most outcomes of leads that are kept for the leads that come.
const REMEMBERED: usize = 10_000;

/// A Parquet file of verdicts under construction.
pub(super) struct ParquetFile {
    writer: ParquetWriter<Output>,
    /// What messages call the file.
    name: String,
    columns: Vec<Column>,
    declared: Declared,
    /// What was found of outcomes that are told alike, unless two different ones may be.
    outcomes: Option<HashMap<String, Vec<OutcomeFinding>>>,
}

/// The declarations of a plan by their names, so that moving one changes nothing.
struct Declared {
    scores: Vec<ScoreId>,
    grades: Vec<GradeId>,
    outcomes: Vec<OutcomeId>,
}

impl Declared {
    fn of(plan: &Plan) -> Self {
        Self {
            scores: sorted(&plan.scores, |score| &score.name, ScoreId::from_index),
            grades: sorted(&plan.grades, |grade| &grade.name, GradeId::from_index),
            outcomes: sorted(&plan.outcomes, |outcome| &outcome.name, OutcomeId::from_index),
        }
    }

    /// What the cells of a column are; nothing for a group without members, which Parquet does not have.
    fn kind(&self, plan: &Plan, column: Column) -> Option<Kind> {
        match column {
            Column::Result | Column::Stage | Column::Status => Some(Kind::Word),
            Column::Meets | Column::CouldBe | Column::CouldMeet | Column::Assumed => Some(texts()),
            Column::Needs => Some(Kind::List(Box::new(Kind::Group(vec![
                ("name".to_owned(), Kind::Text),
                ("needs".to_owned(), texts()),
            ])))),
            Column::Scores => {
                let points =
                    || Kind::Group(["from", "to"].map(|end| (end.to_owned(), Kind::Number)).to_vec());
                let scores = self.scores.iter().filter_map(|id| plan.scores.get(id.index()));
                group(scores.map(|score| (score.name.clone(), points())).collect())
            }
            Column::Grades => {
                let grades = self.grades.iter().filter_map(|id| plan.grades.get(id.index()));
                group(grades.map(|grade| (grade.name.clone(), texts())).collect())
            }
            Column::Outcomes => {
                let outcomes = self.outcomes.iter().filter_map(|id| plan.outcomes.get(id.index()));
                let members = outcomes.map(|outcome| {
                    let value = if outcome.combine == Combine::KeepAll { texts() } else { Kind::Text };
                    let members = vec![("value".to_owned(), value), ("could_be".to_owned(), texts())];
                    (outcome.name.clone(), Kind::Group(members))
                });
                group(members.collect())
            }
        }
    }
}

impl ParquetFile {
    /// Begins the file. The column of the keys is called as in the leads, and so are those of `input`.
    pub(super) fn open(
        plan: &Plan,
        key: &str,
        columns: &[Column],
        input: &[String],
        output: Output,
    ) -> Result<Self, Stop> {
        let name = output.name().to_owned();
        let declared = Declared::of(plan);
        let mut kinds = vec![(key.to_owned(), Kind::Text)];
        let mut told: Vec<Column> = Vec::new();
        for column in columns {
            if let Some(kind) = declared.kind(plan, *column).filter(|_| !told.contains(column)) {
                told.push(*column);
                kinds.push((column.name().to_owned(), kind));
            }
        }
        if told.iter().any(|column| column.name() == key) {
            return Err(Stop::usage(format!(
                "The leads have their keys in the column `{}`, and the verdicts have a column of this name too, which \
                 Parquet cannot have twice. Rename it in the leads, or name the other columns: `--columns result,status`.",
                text::clean(key)
            )));
        }
        kinds.extend(input.iter().map(|name| (name.clone(), Kind::Text)));
        let writer = ParquetWriter::new(output, kinds).map_err(|error| Stop::writing(&name, &error))?;
        let values = plan.outcomes.iter().flat_map(|outcome| &outcome.values);
        let are_plain = values.into_iter().all(|value| is_plain(&value.name));
        Ok(Self { writer, name, columns: told, declared, outcomes: are_plain.then(HashMap::new) })
    }

    /// Writes results alone.
    pub(super) fn add_results(
        &mut self,
        told: &Told<'_>,
        results: &Results<'_>,
        judged: &[usize],
        input: &Input,
    ) -> Result<(), Stop> {
        let all = results.all();
        let mut columns = self.writer.columns().iter_mut();
        columns.next().into_iter().for_each(|cells| push_keys(cells, told.leads, judged));
        for cells in columns.by_ref().take(self.columns.len()) {
            for lead in judged {
                let place = all.get(*lead).copied().flatten();
                cells.push_text_or_nothing(place.map_or("", |place| place_name(told.plan, place)));
            }
        }
        push_input(columns.into_slice(), told, judged, input);
        self.write()
    }

    /// Writes verdicts.
    pub(super) fn add(
        &mut self,
        told: &Told<'_>,
        verdicts: &Verdicts<'_>,
        judged: &[usize],
        input: &Input,
    ) -> Result<(), Stop> {
        let mut columns = self.writer.columns().iter_mut();
        columns.next().into_iter().for_each(|cells| push_keys(cells, told.leads, judged));
        let mut cell = String::new();
        for (column, cells) in self.columns.iter().zip(columns.by_ref()) {
            for lead in judged {
                match column {
                    Column::Scores => push_scores(cells, &self.declared, verdicts, *lead),
                    Column::Outcomes => {
                        push_outcomes(cells, told.plan, &self.declared, &mut self.outcomes, verdicts, *lead);
                    }
                    column => {
                        cell.clear();
                        verdicts.write_cell(*lead, *column, &mut cell);
                        push_told(cells, *column, &cell);
                    }
                }
            }
        }
        push_input(columns.into_slice(), told, judged, input);
        self.write()
    }

    fn write(&mut self) -> Result<(), Stop> {
        self.writer.write().map_err(|error| Stop::writing(&self.name, &error))
    }

    /// Ends the file; it has to be finished yet.
    pub(super) fn close(self) -> Result<Output, Stop> {
        self.writer.finish().map_err(|error| Stop::writing(&self.name, &error))
    }
}

/// Whether the name of a value cannot be taken for anything else that is told of an outcome.
fn is_plain(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ');
    !matches!(name, "none" | "conflict") && name.chars().all(is_plain)
}

fn texts() -> Kind {
    Kind::List(Box::new(Kind::Text))
}

fn group(members: Vec<(String, Kind)>) -> Option<Kind> {
    (!members.is_empty()).then_some(Kind::Group(members))
}

fn sorted<'d, D, I>(
    declared: &'d [D],
    name: impl Fn(&'d D) -> &'d String,
    id: impl Fn(usize) -> I,
) -> Vec<I> {
    let mut places: Vec<(usize, &D)> = declared.iter().enumerate().collect();
    places.sort_by_key(|(_, declared)| name(declared));
    places.into_iter().map(|(at, _)| id(at)).collect()
}

/// The cells of the leads as texts; empty ones are nothing, as in a warehouse.
fn push_input(columns: &mut [Cells], told: &Told<'_>, judged: &[usize], input: &Input) {
    for lead in judged {
        let texts = input.cells(told, *lead);
        columns.iter_mut().zip(texts).for_each(|(cells, text)| cells.push_text_or_nothing(text));
    }
}

fn push_keys(cells: &mut Cells, leads: &LeadBatch, judged: &[usize]) {
    judged.iter().for_each(|lead| cells.push_text_or_nothing(leads.key(*lead)));
}

/// What CSV tells is told again with the shape that it has. All that is told in these columns is names, which have none
/// of the signs between them in them.
fn push_told(cells: &mut Cells, column: Column, told: &str) {
    let items = told.split(';').filter(|item| !item.is_empty());
    match column {
        Column::Result | Column::Stage | Column::Status => cells.push_text_or_nothing(told),
        Column::Needs => cells.push_list(items, |cells, item| {
            let (name, needs) = item.split_once(": ").unwrap_or((item, ""));
            cells.push_group(|members| {
                if let [names, all] = members {
                    names.push_text(name);
                    all.push_texts(needs.split(", ").filter(|need| !need.is_empty()));
                }
            });
        }),
        Column::Grades => cells.push_group(|grades| {
            for (cells, item) in grades.iter_mut().zip(items) {
                cells.push_texts(item.split_once('=').map_or("", |(_, bands)| bands).split('|'));
            }
        }),
        _ => cells.push_texts(items),
    }
}

fn push_scores(cells: &mut Cells, declared: &Declared, verdicts: &Verdicts<'_>, lead: usize) {
    cells.push_group(|scores| {
        for (cells, score) in scores.iter_mut().zip(&declared.scores) {
            let points = verdicts.points(*score, lead);
            cells.push_group(|ends| {
                ends.iter_mut().zip([points.from, points.to]).for_each(|(end, n)| end.push_number(n));
            });
        }
    });
}

/// What outcomes are is found out lead by lead, which takes long, or known from a lead of which the same is told.
fn push_outcomes(
    cells: &mut Cells,
    plan: &Plan,
    declared: &Declared,
    known: &mut Option<HashMap<String, Vec<OutcomeFinding>>>,
    verdicts: &Verdicts<'_>,
    lead: usize,
) {
    let Some(known) = known else {
        return push_findings(cells, plan, declared, &verdicts.get(lead).found.outcomes);
    };
    let mut told = String::new();
    verdicts.write_cell(lead, Column::Outcomes, &mut told);
    if let Some(found) = known.get(&told) {
        return push_findings(cells, plan, declared, found);
    }
    if known.len() >= REMEMBERED {
        known.clear();
    }
    let found = known.entry(told).or_insert(verdicts.get(lead).found.outcomes);
    push_findings(cells, plan, declared, found);
}

fn push_findings(cells: &mut Cells, plan: &Plan, declared: &Declared, found: &[OutcomeFinding]) {
    cells.push_group(|outcomes| {
        for (cells, id) in outcomes.iter_mut().zip(&declared.outcomes) {
            let Some(finding) = found.get(id.index()) else { continue };
            let name = |value: &u32| outcome_value(plan, *id, *value);
            cells.push_group(|members| {
                let [value, could_be] = members else { return };
                match &finding.given {
                    Given::None => value.push_text_or_nothing(""),
                    Given::Value(given) => value.push_text(name(given)),
                    Given::Conflict => value.push_text("conflict"),
                    Given::All(values) => value.push_texts(values.iter().map(name)),
                }
                could_be.push_texts(finding.could_be.iter().map(|one| possible_name(plan, *id, *one)));
            });
        }
    });
}
