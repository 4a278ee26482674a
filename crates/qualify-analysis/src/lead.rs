//! A solution of the clauses becomes a lead: a value in each cell, rows with the right numbers.

use std::collections::BTreeMap;

use qualify_plan::{Country, EventId, FieldId, Lead, Stream, Value, Window};

use crate::cells::{Line, Scale, day, is_address};
use crate::cone::Cone;
use crate::facts::{CellVariables, FieldVariables, TextVariables};
use crate::linear::Effort;
use crate::model::Model;
use crate::rows::{self, Made, Since, Wanted};
use crate::shapes::list;
use crate::solver::Lit;
use crate::text::{self, Piece};

/// What became of a solution.
#[derive(Debug, Clone)]
pub(crate) enum Drafted {
    /// A lead.
    Lead(Lead),
    /// No lead: none of these sets of literals can all be true.
    Impossible(Vec<Lesson>),
    /// Some part of it could not be made up.
    Undecided,
}

/// What was learnt from rows that could not be made up.
#[derive(Debug, Clone)]
pub(crate) struct Lesson {
    /// Literals that cannot all be true.
    pub(crate) literals: Vec<Lit>,
    pub(crate) certainty: Certainty,
}

/// Whether a lesson holds for every lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    Proved,
    Supposed,
}

impl Model<'_> {
    /// Makes up a lead for the last solution of the clauses. Facts that no clause is about are missing, and events that
    /// no clause is about are collected and empty.
    pub(crate) fn draft(&self, cone: &Cone, effort: &mut Effort) -> Drafted {
        let is_true = |lit: Lit| self.circuit.solver.value(lit);
        let baseline = self.baseline.as_ref();
        let mut lead = baseline.map_or_else(|| Lead::empty(self.plan), |baseline| baseline.lead.clone());
        for field in &cone.fields {
            let Some(variables) = self.fields.get(field) else { continue };
            let same = baseline.and_then(|baseline| baseline.fields.get(field));
            if same.is_some_and(|same| same.iter().all(|lit| is_true(*lit))) {
                continue;
            }
            let before = lead.values.get_mut(field.index()).and_then(Option::take);
            if !is_true(variables.known) {
                continue;
            }
            let Some(value) = self.value(variables, before.as_ref(), &is_true) else {
                return Drafted::Undecided;
            };
            if let Some(slot) = lead.values.get_mut(field.index()) {
                *slot = Some(value);
            }
        }
        self.choose_since_days(cone, &mut lead, &is_true);
        let mut impossible = Vec::new();
        let mut undecided = false;
        for (event, ladders) in &cone.events {
            let Some(stream) = self.streams.get(event) else { continue };
            if self.has_same_rows(*event, &is_true) {
                continue;
            }
            let made = match is_true(stream.collected) {
                false => Some(Stream::NotCollected),
                true => match self.rows(*event, ladders, &lead, &is_true, effort) {
                    Made::Rows(rows) => Some(Stream::Rows(rows)),
                    Made::Impossible(literals) => {
                        let literals = self.reasons(*event, literals, &is_true);
                        impossible.push(Lesson { literals, certainty: Certainty::Proved });
                        None
                    }
                    Made::Unlikely(literals) => {
                        let literals = self.reasons(*event, literals, &is_true);
                        impossible.push(Lesson { literals, certainty: Certainty::Supposed });
                        None
                    }
                    Made::Undecided => {
                        undecided = true;
                        None
                    }
                },
            };
            if let (Some(made), Some(slot)) = (made, lead.events.get_mut(event.index())) {
                *slot = made;
            }
        }
        match (impossible.is_empty(), undecided) {
            (false, _) => Drafted::Impossible(impossible),
            (true, true) => Drafted::Undecided,
            (true, false) => Drafted::Lead(lead),
        }
    }

    /// The fields that windows of an event begin with.
    pub(crate) fn since_fields(&self, event: EventId) -> Vec<FieldId> {
        let ladders = self.streams.get(&event).map_or(&[][..], |stream| &stream.ladders);
        let fields = ladders.iter().filter_map(|ladder| match ladder.tally.rows.window {
            Window::Since(field) => Some(field),
            Window::Always | Window::Within(_) => None,
        });
        let mut fields: Vec<FieldId> = fields.collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// Whether the rows of an event are those of the baseline.
    fn has_same_rows(&self, event: EventId, is_true: &dyn Fn(Lit) -> bool) -> bool {
        let same = self.baseline.as_ref().and_then(|baseline| baseline.events.get(&event));
        same.is_some_and(|same| is_true(*same))
    }

    /// A day of a cell that counts as many rows of the baseline as a solution says; none if no event keeps its rows.
    fn day_for_same_rows(
        &self,
        cone: &Cone,
        lead: &Lead,
        field: FieldId,
        (line, from, to): (&Line, i128, i128),
        is_true: &dyn Fn(Lit) -> bool,
    ) -> Option<Value> {
        let mut kept = cone.events.iter().filter(|(event, _)| {
            self.has_same_rows(**event, is_true) && self.since_fields(**event).contains(&field)
        });
        let (event, ladders) = kept.next()?;
        let fits = |day: &qualify_plan::Date| {
            let mut lead = lead.clone();
            let slot = lead.values.get_mut(field.index());
            slot.into_iter().for_each(|slot| *slot = Some(Value::Date(*day)));
            self.fits(*event, ladders, &lead, is_true)
        };
        self.days_in(line, (from, to), *event, lead).into_iter().find(fits).map(Value::Date)
    }

    /// A window since a day counts what comes after it. The oldest day of a cell leaves most room in the cell for rows on
    /// both sides; a cell without an oldest day has room anyway.
    fn choose_since_days(&self, cone: &Cone, lead: &mut Lead, is_true: &dyn Fn(Lit) -> bool) {
        for field in cone
            .events
            .keys()
            .flat_map(|event| self.since_fields(*event))
            .filter(|field| cone.fields.contains(field))
        {
            let Some(FieldVariables { cells: CellVariables::Line { line, at_least, never }, known, .. }) =
                self.fields.get(&field)
            else {
                continue;
            };
            let same = self.baseline.as_ref().and_then(|baseline| baseline.fields.get(&field));
            let is_same = same.is_some_and(|same| same.iter().all(|lit| is_true(*lit)));
            if is_same || !is_true(*known) || is_true(*never) {
                continue;
            }
            let (from, to) = cell(line, at_least, is_true);
            let oldest = if from == line.min { (to - 30).max(from) } else { from };
            let counting = self.day_for_same_rows(cone, lead, field, (line, from, to), is_true);
            if let Some(slot) = lead.values.get_mut(field.index()) {
                *slot = counting.or(Some(Value::Date(day(oldest))));
            }
        }
    }

    fn rows(
        &self,
        event: EventId,
        ladders: &[usize],
        lead: &Lead,
        is_true: &dyn Fn(Lit) -> bool,
        effort: &mut Effort,
    ) -> Made {
        let Some(stream) = self.streams.get(&event) else { return Made::Rows(Vec::new()) };
        let since: BTreeMap<FieldId, Since> = self
            .since_fields(event)
            .into_iter()
            .map(|field| {
                let own = lead.values.get(field.index()).and_then(Option::as_ref);
                let default = || self.plan.fields.get(field.index()).and_then(|field| field.default.as_ref());
                let since = match own.or_else(default) {
                    Some(Value::Date(date)) => Since::Day(*date),
                    Some(Value::Never) => Since::Never,
                    _ => Since::Unknown,
                };
                (field, since)
            })
            .collect();
        let ladders = ladders.iter().filter_map(|at| stream.ladders.get(*at)).collect();
        let wanted =
            Wanted { plan: self.plan, today: self.today, event, stream, ladders, is_true, since: &since };
        rows::make(&wanted, effort)
    }

    /// The literals that rows stumbled over, with those that say that there are rows and when windows begin.
    fn reasons(&self, event: EventId, mut literals: Vec<Lit>, is_true: &dyn Fn(Lit) -> bool) -> Vec<Lit> {
        literals.extend(self.streams.get(&event).map(|stream| stream.collected));
        for field in self.since_fields(event) {
            let of_field = self.fields.get(&field).map_or_else(Vec::new, FieldVariables::literals);
            literals.extend(of_field.into_iter().map(|lit| if is_true(lit) { lit } else { !lit }));
        }
        literals
    }

    /// A value in the cell that a solution says; none if none could be made up.
    fn value(
        &self,
        variables: &FieldVariables,
        before: Option<&Value>,
        is_true: &dyn Fn(Lit) -> bool,
    ) -> Option<Value> {
        match &variables.cells {
            CellVariables::Line { never, .. } if is_true(*never) => Some(Value::Never),
            CellVariables::Line { line, at_least, .. } => {
                let today = i128::from(self.today.day_number());
                let (from, to) = cell(line, at_least, is_true);
                let near = before.and_then(|before| line.unit(before)).map(|unit| unit.clamp(from, to));
                Some(line.value(near.unwrap_or_else(|| typical(line, (from, to), today))))
            }
            CellVariables::Groups { groups, chosen } => {
                let (group, _) = groups.iter().zip(chosen).find(|(_, chosen)| is_true(**chosen))?;
                usual(group)
            }
            CellVariables::Texts(texts) => texts.value(is_true).map(Value::Text),
            CellVariables::Lists { values, has } => {
                let items = values.iter().zip(has).filter(|(_, has)| is_true(**has));
                Some(list(values, items.map(|(value, _)| value.clone()).collect()))
            }
        }
    }
}

/// The first and last value of the cell in which a solution puts a value.
fn cell(line: &Line, at_least: &[Lit], is_true: &dyn Fn(Lit) -> bool) -> (i128, i128) {
    let reached = at_least.iter().take_while(|lit| is_true(**lit)).count();
    line.cells().get(reached).copied().unwrap_or((line.min, line.max))
}

/// A value of a cell that people would write: a limit that the program names, else something near zero or today.
fn typical(line: &Line, (from, to): (i128, i128), today: i128) -> i128 {
    match (from == line.min, to == line.max, line.scale) {
        (false, _, _) => from,
        (true, false, Scale::Numbers) if from <= 0 && to >= 0 => 0,
        (true, false, _) => to,
        (true, true, Scale::Numbers) => 0,
        (true, true, Scale::Days) => today,
    }
}

/// The value of a group that readers know best.
fn usual(group: &[Value]) -> Option<Value> {
    let known = ["US", "DE", "GB", "FR", "JP"].into_iter().filter_map(Country::parse).map(Value::Country);
    known.into_iter().find(|country| group.contains(country)).or_else(|| group.first().cloned())
}

impl TextVariables {
    /// A text that is the named one, or has the pieces that a solution says and no others.
    fn value(&self, is_true: &dyn Fn(Lit) -> bool) -> Option<String> {
        let named = self.texts.named.iter().zip(&self.named).find(|(_, lit)| is_true(**lit));
        if let Some((group, _)) = named {
            return group.first().cloned();
        }
        let equal = |text: &String| Piece::Equals(text.clone());
        let others: Vec<Piece> = self.texts.named.iter().flatten().take(200).map(equal).collect();
        if !self.texts.is_email {
            return made(&self.texts.pieces, &self.pieces, &others, is_true);
        }
        let domain = self.texts.domains.iter().zip(&self.domains).find(|(_, lit)| is_true(**lit));
        let other_domains: Vec<Piece> = self.texts.domains.iter().flatten().take(200).map(equal).collect();
        if domain.is_none() && self.domain_pieces.iter().all(|lit| !is_true(*lit)) {
            let asked = self.texts.pieces.iter().zip(&self.pieces);
            let plain =
                asked.filter(|(_, lit)| is_true(**lit)).find_map(|(piece, _)| self.address(piece, is_true));
            if plain.is_some() {
                return plain;
            }
        }
        let domain = match domain {
            Some((group, _)) => group.first()?.clone(),
            None => {
                let made = made(&self.texts.domain_pieces, &self.domain_pieces, &other_domains, is_true)?;
                if self.texts.domain_pieces.is_empty() {
                    "example.org".to_owned()
                } else {
                    made.replace(' ', "-")
                }
            }
        };
        let local: Vec<&Piece> = self.texts.pieces.iter().collect();
        let has = |at: usize| self.pieces.get(at).is_some_and(|lit| is_true(*lit));
        let positive = local
            .iter()
            .enumerate()
            .filter(|(at, piece)| has(*at) && !text::passes(&format!("a@{domain}"), piece));
        let positive: Vec<&Piece> = positive.map(|(_, piece)| *piece).collect();
        let negative: Vec<&Piece> =
            local.iter().enumerate().filter(|(at, _)| !has(*at)).map(|(_, piece)| *piece).collect();
        let name = match positive.is_empty() {
            true => "someone".to_owned(),
            false => text::make(&positive, &negative)?.replace(' ', "."),
        };
        let address = format!("{name}@{domain}");
        is_address(&address).then_some(address)
    }
}

impl TextVariables {
    /// An address with one piece where it reaches into the domain, if that gives all other answers as well.
    fn address(&self, piece: &Piece, is_true: &dyn Fn(Lit) -> bool) -> Option<String> {
        let address = match piece {
            Piece::EndsWith(end) if end.starts_with('@') => format!("someone{end}"),
            Piece::EndsWith(end) if end.contains('@') => end.clone(),
            Piece::EndsWith(end) if end.starts_with('.') => format!("someone@example{end}"),
            Piece::EndsWith(end) => format!("someone@{end}"),
            Piece::StartsWith(start) if start.ends_with('@') => format!("{start}example.org"),
            Piece::StartsWith(start) if start.contains('@') => start.clone(),
            Piece::Contains(part) if part.contains('@') => format!("someone{part}example.org"),
            Piece::Equals(_) | Piece::Contains(_) | Piece::StartsWith(_) | Piece::HasWord(_) => return None,
        };
        let mut asked = self.texts.pieces.iter().zip(&self.pieces);
        let fits = asked.all(|(piece, lit)| text::passes(&address, piece) == is_true(*lit));
        (fits && is_address(&address)).then_some(address)
    }
}

fn made(pieces: &[Piece], has: &[Lit], others: &[Piece], is_true: &dyn Fn(Lit) -> bool) -> Option<String> {
    let of = |wanted: bool| {
        let chosen = pieces.iter().zip(has).filter(move |(_, lit)| is_true(**lit) == wanted);
        chosen.map(|(piece, _)| piece).collect::<Vec<_>>()
    };
    let negative: Vec<&Piece> = of(false).into_iter().chain(others).collect();
    text::make(&of(true), &negative)
}
