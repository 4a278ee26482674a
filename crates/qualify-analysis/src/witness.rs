//! A lead that shows something becomes one without a fact too many, with values that people know, in a line of words.

use qualify_plan::{AttributeId, Event, EventId, FieldId, Lead, Plan, Row, Stream, Value, print};

use crate::analysis::Analysis;
use crate::demand::{Demand, confirms};

/// Most rows of one event that are taken away one by one.
const MOST_ROWS: usize = 60;
/// Most values of one field that are tried in the place of a made-up one.
const MOST_VALUES: usize = 20;

/// Values that leads at hand have, for leads that are made up.
pub trait Known {
    /// The values of a field, the most frequent first.
    fn values(&self, field: FieldId) -> &[Value];
}

/// No leads at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Known for Nobody {
    fn values(&self, _field: FieldId) -> &[Value] {
        &[]
    }
}

impl Analysis<'_> {
    /// A lead that meets some demands with as few facts as possible, and values from leads at hand where they do.
    pub fn example(&self, demands: &[Demand], known: &dyn Known) -> Option<Lead> {
        let lead = self.find(demands).lead()?;
        Some(self.minimal(lead, known, &|lead| confirms(self.plan, self.today, demands, lead)))
    }

    /// Takes away every fact and row without which `holds` still holds, then puts values of leads at hand in the place of
    /// made-up ones. `holds` must hold of the lead that is given, and it does of the one that comes back.
    pub fn minimal(&self, mut lead: Lead, known: &dyn Known, holds: &dyn Fn(&Lead) -> bool) -> Lead {
        let mut attempt = |lead: &mut Lead, change: &dyn Fn(&mut Lead)| {
            let mut changed = lead.clone();
            change(&mut changed);
            if changed != *lead && holds(&changed) {
                *lead = changed;
            }
        };
        for at in 0..lead.events.len() {
            attempt(&mut lead, &|lead| set_stream(lead, at, Stream::Rows(Vec::new())));
            take_rows(&mut lead, at, &mut attempt);
        }
        for at in 0..lead.values.len() {
            attempt(&mut lead, &|lead| set_value(lead, at, None));
        }
        for at in 0..lead.values.len() {
            if lead.values.get(at).is_none_or(Option::is_none) {
                continue;
            }
            for value in known.values(FieldId::from_index(at)).iter().take(MOST_VALUES) {
                let before = lead.clone();
                attempt(&mut lead, &|lead| set_value(lead, at, Some(value.clone())));
                if lead != before || lead.values.get(at) == Some(&Some(value.clone())) {
                    break;
                }
            }
        }
        lead
    }
}

/// Makes every fact of a lead that of an ordinary one where `holds` still holds; fields of one group together. `holds` must
/// hold of the lead that is given.
///
/// An event of which all rows cannot be as in the ordinary lead keeps as few rows as possible, as [`Analysis::minimal`]
/// does it.
pub(crate) fn nearer(
    mut lead: Lead,
    ordinary: &Lead,
    groups: &[Vec<FieldId>],
    holds: &dyn Fn(&Lead) -> bool,
) -> Lead {
    let mut attempt = |lead: &mut Lead, change: &dyn Fn(&mut Lead)| {
        let mut changed = lead.clone();
        change(&mut changed);
        if changed != *lead && holds(&changed) {
            *lead = changed;
        }
    };
    loop {
        let before = lead.clone();
        for (at, stream) in ordinary.events.iter().enumerate() {
            attempt(&mut lead, &|lead| set_stream(lead, at, stream.clone()));
            if lead.events.get(at) != Some(stream) {
                attempt(&mut lead, &|lead| set_stream(lead, at, Stream::Rows(Vec::new())));
                take_rows(&mut lead, at, &mut attempt);
            }
        }
        for group in groups {
            attempt(&mut lead, &|lead| {
                for field in group {
                    set_value(lead, field.index(), ordinary.values.get(field.index()).cloned().flatten());
                }
            });
        }
        if lead == before {
            return lead;
        }
    }
}

fn set_value(lead: &mut Lead, at: usize, value: Option<Value>) {
    lead.values.get_mut(at).into_iter().for_each(|slot| *slot = value.clone());
}

fn set_stream(lead: &mut Lead, at: usize, stream: Stream) {
    lead.events.get_mut(at).into_iter().for_each(|slot| *slot = stream.clone());
}

/// Makes a change to a lead if it may be made.
type Attempt<'t> = dyn FnMut(&mut Lead, &dyn Fn(&mut Lead)) + 't;

/// Takes away rows one by one, and then attributes of those that stay.
fn take_rows(lead: &mut Lead, at: usize, attempt: &mut Attempt<'_>) {
    let rows = |lead: &Lead| match lead.events.get(at) {
        Some(Stream::Rows(rows)) => rows.len(),
        Some(Stream::NotCollected) | None => 0,
    };
    if rows(lead) > MOST_ROWS {
        return;
    }
    for row in (0..rows(lead)).rev() {
        attempt(lead, &|lead| {
            if let Some(Stream::Rows(rows)) = lead.events.get_mut(at) {
                rows.remove(row);
            }
        });
    }
    for row in 0..rows(lead) {
        let attributes = match lead.events.get(at) {
            Some(Stream::Rows(rows)) => rows.get(row).map_or(0, |row| row.values.len()),
            Some(Stream::NotCollected) | None => 0,
        };
        for attribute in 0..attributes {
            attempt(lead, &|lead| {
                if let Some(Stream::Rows(rows)) = lead.events.get_mut(at)
                    && let Some(slot) = rows.get_mut(row).and_then(|row| row.values.get_mut(attribute))
                {
                    *slot = None;
                }
            });
        }
    }
}

/// A lead in a line: `employees 100, country US, 3 visits on 2026-03-01 (page "/pricing"), nothing else known`.
pub fn describe(plan: &Plan, lead: &Lead) -> String {
    let values = plan.fields.iter().zip(&lead.values).filter_map(|(field, value)| {
        let value = value.as_ref()?;
        Some(format!("{} {}", field.name, print::value(&field.ty, value)))
    });
    let streams =
        plan.events.iter().enumerate().zip(&lead.events).flat_map(|((at, event), stream)| match stream {
            Stream::NotCollected => vec![format!("{} not collected", event.plural)],
            Stream::Rows(rows) => told_rows(plan, EventId::from_index(at), event, rows),
        });
    let told: Vec<String> = values.chain(streams).collect();
    if told.is_empty() { "a lead of which nothing is known".to_owned() } else { told.join(", ") }
}

/// `3 visits on 2026-03-01 (page "/pricing")`: rows that are alike are told together.
fn told_rows(plan: &Plan, id: EventId, event: &Event, rows: &[Row]) -> Vec<String> {
    let mut groups: Vec<(&Row, usize)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(other, _)| *other == row) {
            Some((_, count)) => *count += 1,
            None => groups.push((row, 1)),
        }
    }
    groups.sort_by_key(|(row, _)| std::cmp::Reverse(row.date));
    let told = groups.into_iter().map(|(row, count)| {
        let name = if count == 1 { &event.name } else { &event.plural };
        let attributes = row.values.iter().enumerate().filter_map(|(at, value)| {
            let fact = plan.events.get(id.index())?.attributes.get(AttributeId::from_index(at).index())?;
            Some(format!("{} {}", fact.name, print::value(&fact.ty, value.as_ref()?)))
        });
        let attributes: Vec<String> = attributes.collect();
        let with =
            if attributes.is_empty() { String::new() } else { format!(" ({})", attributes.join(", ")) };
        format!("{count} {name} on {}{with}", row.date)
    });
    told.collect()
}
