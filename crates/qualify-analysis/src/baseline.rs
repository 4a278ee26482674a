//! A lead becomes literals: what would be so of the unknown lead if it were this one.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::{End, Interval, Quantity, quantities};
use qualify_plan::{Date, EachOf, EventId, FieldId, Lead, Measure, Row, Stream, Value, Window};

use crate::cells::{Line, day};
use crate::facts::{CellVariables, FieldVariables};
use crate::ladder::{Ladder, StreamVariables};
use crate::model::Model;
use crate::solver::Lit;
use crate::survey::Counted;
use crate::text;

/// A lead from which others are told apart.
#[derive(Debug, Clone)]
pub(crate) struct Baseline {
    pub(crate) lead: Lead,
    /// What holds of each field if it is as in the lead.
    pub(crate) fields: BTreeMap<FieldId, Vec<Lit>>,
    /// For each event, that its rows are those of the lead.
    pub(crate) events: BTreeMap<EventId, Lit>,
}

impl Model<'_> {
    /// The literals of a lead; facts that cannot be said in literals are left out.
    pub(crate) fn baseline(&mut self, lead: &Lead) -> Baseline {
        let fields = self.fields.iter().filter_map(|(field, variables)| {
            let value = lead.values.get(field.index()).and_then(Option::as_ref);
            Some((*field, variables.literals_of(value)?))
        });
        let mut fields: BTreeMap<FieldId, Vec<Lit>> = fields.collect();
        let since: BTreeSet<FieldId> =
            self.streams.keys().flat_map(|event| self.since_fields(*event)).collect();
        // A window may begin with another day of the same cell.
        for literals in
            fields.iter_mut().filter(|(field, _)| since.contains(field)).map(|(_, literals)| literals)
        {
            let same = self.circuit.free();
            literals.iter().for_each(|lit| self.circuit.imply(same, *lit));
            *literals = vec![same];
        }
        let said = |(event, stream): (&EventId, &StreamVariables)| {
            (*event, self.said_by(*event, stream, lead, &fields))
        };
        let consequences: Vec<(EventId, Vec<Vec<Lit>>)> = self.streams.iter().map(said).collect();
        let mut events = BTreeMap::new();
        for (event, clauses) in consequences {
            let same = self.circuit.free();
            for clause in clauses {
                let clause: Vec<Lit> = clause.into_iter().chain([!same]).collect();
                self.circuit.demand(&clause);
            }
            events.insert(event, same);
        }
        Baseline { lead: lead.clone(), fields, events }
    }

    /// What follows if the rows of an event are those of a lead: of each of these some literal holds. How many rows there
    /// are since a day depends on where the day is, and that may be elsewhere than in the lead.
    fn said_by(
        &self,
        event: EventId,
        stream: &StreamVariables,
        lead: &Lead,
        fields: &BTreeMap<FieldId, Vec<Lit>>,
    ) -> Vec<Vec<Lit>> {
        let is_collected = !matches!(lead.events.get(event.index()), Some(Stream::NotCollected) | None);
        let mut clauses = vec![vec![if is_collected { stream.collected } else { !stream.collected }]];
        for ladder in &stream.ladders {
            let since = match ladder.tally.rows.window {
                Window::Since(field) => self.fields.get(&field).map(|variables| (field, variables)),
                Window::Always | Window::Within(_) => None,
            };
            let measured = quantities(self.plan, self.today, lead, &[quantity(ladder)]);
            let own = ends(ladder, &measured).into_iter();
            let Some((field, variables)) = since else {
                clauses.extend(own.map(|lit| vec![lit]));
                continue;
            };
            if let Some(same) = fields.get(&field) {
                clauses.extend(own.map(|lit| same.iter().map(|same| !*same).chain([lit]).collect()));
            }
            for Where { unless, values } in self.places_of_day(variables, event, lead) {
                let mut moved = lead.clone();
                let mut measured = Vec::new();
                for value in values {
                    moved.values.get_mut(field.index()).into_iter().for_each(|slot| slot.clone_from(&value));
                    measured.extend(quantities(self.plan, self.today, &moved, &[quantity(ladder)]));
                }
                let said = ends(ladder, &measured).into_iter();
                clauses.extend(said.map(|lit| unless.iter().copied().chain([lit]).collect()));
            }
        }
        clauses
    }

    /// Everywhere a day may be: missing, never, and in each cell, with days that tell apart all that rows can.
    fn places_of_day(&self, variables: &FieldVariables, event: EventId, lead: &Lead) -> Vec<Where> {
        let known = variables.known;
        let mut places = vec![Where { unless: vec![known], values: vec![None] }];
        let CellVariables::Line { line, at_least, never } = &variables.cells else { return places };
        places.push(Where { unless: vec![!known, !*never], values: vec![Some(Value::Never)] });
        for (at, (from, to)) in line.cells().into_iter().enumerate() {
            let reached = at.checked_sub(1).and_then(|at| at_least.get(at)).map(|lit| !*lit);
            let beyond = at_least.get(at).copied();
            let unless = [!known, *never].into_iter().chain(reached).chain(beyond).collect();
            let days = self.days_in(line, (from, to), event, lead);
            places
                .push(Where { unless, values: days.into_iter().map(|day| Some(Value::Date(day))).collect() });
        }
        places
    }

    /// Days of a cell: its ends, and those around the rows of an event.
    pub(crate) fn days_in(
        &self,
        line: &Line,
        (from, to): (i128, i128),
        event: EventId,
        lead: &Lead,
    ) -> Vec<Date> {
        let rows: &[Row] = match lead.events.get(event.index()) {
            Some(Stream::Rows(rows)) => rows,
            Some(Stream::NotCollected) | None => &[],
        };
        let around = rows.iter().map(|row| i128::from(row.date.day_number()));
        let around = around.flat_map(|day| [day - 1, day, day + 1]).filter(|day| (from..=to).contains(day));
        let ends = match (from == line.min, to == line.max) {
            (false, false) => [from, to],
            (true, false) => [(to - 30).max(from), to],
            (false, true) => [from, (from + 30).min(to)],
            (true, true) => [i128::from(self.today.day_number()); 2],
        };
        let mut days: Vec<i128> = ends.into_iter().chain(around).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(day).collect()
    }

    /// Whether some ladders of an event say of a lead what is so.
    pub(crate) fn fits(
        &self,
        event: EventId,
        ladders: &[usize],
        lead: &Lead,
        is_true: &dyn Fn(Lit) -> bool,
    ) -> bool {
        let ladders = ladders.iter().filter_map(|at| self.streams.get(&event)?.ladders.get(*at));
        ladders.into_iter().all(|ladder| {
            let measured = quantities(self.plan, self.today, lead, &[quantity(ladder)]);
            ends(ladder, &measured).into_iter().all(is_true)
        })
    }
}

/// A place where a day may be.
struct Where {
    /// Literals of which one holds if the day is elsewhere.
    unless: Vec<Lit>,
    values: Vec<Option<Value>>,
}

fn quantity(ladder: &Ladder) -> Quantity {
    let (rows, fade) = (ladder.tally.rows, ladder.tally.fade);
    match (ladder.tally.counted, fade) {
        (Counted::Sum(attribute), _) => Quantity::Measure(Measure::Sum(attribute), rows),
        (Counted::Rows, None) => Quantity::Measure(Measure::Count, rows),
        (Counted::Days, None) => Quantity::Measure(Measure::Days, rows),
        (Counted::Distinct(attribute), None) => Quantity::Measure(Measure::Distinct(attribute), rows),
        (Counted::Rows, Some(_)) => Quantity::Weights(EachOf::Rows(rows), fade),
        (Counted::Days, Some(_)) => Quantity::Weights(EachOf::Days(rows), fade),
        (Counted::Distinct(attribute), Some(_)) => Quantity::Weights(EachOf::Distinct(attribute, rows), fade),
    }
}

/// What holds of a ladder if its quantity is one of some: the cuts that all of them reach, or none of them.
fn ends(ladder: &Ladder, measured: &[Interval]) -> Vec<Lit> {
    let says = |(cut, lit): &(i128, Lit), end: fn(&Interval) -> End| {
        let reached = measured.iter().filter(|interval| End::At(*cut) <= end(interval)).count();
        match reached {
            0 => Some(!*lit),
            all if all == measured.len() => Some(*lit),
            _ => None,
        }
    };
    let lo = ladder.lo.iter().filter_map(|cut| says(cut, |interval| interval.lo()));
    lo.chain(ladder.hi.iter().filter_map(|cut| says(cut, |interval| interval.hi()))).collect()
}

impl FieldVariables {
    /// What holds if the field has this value, or none; `None` for a value of another type.
    pub(crate) fn literals_of(&self, value: Option<&Value>) -> Option<Vec<Lit>> {
        let Some(value) = value else { return Some(vec![!self.known]) };
        let signed = |lit: &Lit, holds: bool| if holds { *lit } else { !*lit };
        let mut literals = vec![self.known];
        match (&self.cells, value) {
            (CellVariables::Line { never, .. }, Value::Never) => literals.push(*never),
            (CellVariables::Line { line, at_least, never }, _) => {
                let unit = line.unit(value)?;
                literals.push(!*never);
                literals.extend(line.cuts.iter().zip(at_least).map(|(cut, lit)| signed(lit, *cut <= unit)));
            }
            (CellVariables::Groups { groups, chosen }, _) => {
                let (_, lit) = groups.iter().zip(chosen).find(|(group, _)| group.contains(value))?;
                literals.push(*lit);
            }
            (CellVariables::Lists { values, has }, _) => {
                let is_in = |item: &Value| match (value, item) {
                    (Value::Texts(texts), Value::Text(text)) => texts.contains(text),
                    (Value::Choices(choices), Value::Choice(choice)) => choices.contains(choice),
                    _ => false,
                };
                literals.extend(values.iter().zip(has).map(|(item, lit)| signed(lit, is_in(item))));
            }
            (CellVariables::Texts(texts), Value::Text(value)) => {
                let named =
                    texts.texts.named.iter().zip(&texts.named).find(|(group, _)| group.contains(value));
                if let Some((_, lit)) = named {
                    literals.push(*lit);
                    return Some(literals);
                }
                literals.extend(texts.named.last());
                let has = |piece| text::passes(value, piece);
                literals
                    .extend(texts.texts.pieces.iter().zip(&texts.pieces).map(|(p, lit)| signed(lit, has(p))));
                let domain = value.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
                let known =
                    texts.texts.domains.iter().zip(&texts.domains).find(|(group, _)| group.contains(&domain));
                match known {
                    Some((_, lit)) => literals.push(*lit),
                    None => {
                        literals.extend(texts.domains.last());
                        let pieces = texts.texts.domain_pieces.iter().zip(&texts.domain_pieces);
                        literals.extend(pieces.map(|(p, lit)| signed(lit, text::passes(&domain, p))));
                    }
                }
            }
            (CellVariables::Texts(_), _) => return None,
        }
        Some(literals)
    }
}
