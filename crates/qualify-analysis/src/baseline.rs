//! A lead becomes literals: what would be so of the unknown lead if it were this one.

use std::collections::BTreeMap;

use qualify_eval::{End, Interval, Quantity, quantities};
use qualify_plan::{EachOf, EventId, FieldId, Lead, Measure, Stream, Value};

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
    /// What holds of each event if its rows are those of the lead.
    pub(crate) events: BTreeMap<EventId, Vec<Lit>>,
}

impl Model<'_> {
    /// The literals of a lead; facts that cannot be said in literals are left out.
    pub(crate) fn baseline(&self, lead: &Lead) -> Baseline {
        let fields = self.fields.iter().filter_map(|(field, variables)| {
            let value = lead.values.get(field.index()).and_then(Option::as_ref);
            Some((*field, variables.literals_of(value)?))
        });
        let events =
            self.streams.iter().map(|(event, stream)| (*event, self.literals_of(*event, stream, lead)));
        Baseline { lead: lead.clone(), fields: fields.collect(), events: events.collect() }
    }

    fn literals_of(&self, event: EventId, stream: &StreamVariables, lead: &Lead) -> Vec<Lit> {
        let is_collected = !matches!(lead.events.get(event.index()), Some(Stream::NotCollected) | None);
        let wanted: Vec<Quantity> = stream.ladders.iter().map(quantity).collect();
        let measured = quantities(self.plan, self.today, lead, &wanted);
        let mut literals = vec![if is_collected { stream.collected } else { !stream.collected }];
        for (ladder, interval) in stream.ladders.iter().zip(measured) {
            literals.extend(ends(ladder, interval));
        }
        literals
    }
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

fn ends(ladder: &Ladder, interval: Interval) -> Vec<Lit> {
    let end = |ends: &[(i128, Lit)], reached: End| {
        let says = move |(cut, lit): &(i128, Lit)| if End::At(*cut) <= reached { *lit } else { !*lit };
        ends.iter().map(says).collect::<Vec<Lit>>()
    };
    let lo = end(&ladder.lo, interval.lo());
    lo.into_iter().chain(end(&ladder.hi, interval.hi())).collect()
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
