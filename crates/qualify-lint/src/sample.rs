//! Leads at hand become counts of what stands in them, and a bounded number of leads to judge.
//!
//! ```text
//! every lead ──► tallies: gaps, choices, spellings that are no choice
//!          └──► those that are drawn: kept whole, with their events, for the rules to judge
//! ```
//!
//! All leads are counted and none of them is held for that. Those that are kept are drawn from the whole file, because
//! exports are sorted and their first rows are alike.

mod kept;
mod tally;

use qualify_leads::{Events, LeadReader, TableError};
use qualify_plan::{Event, EventId, Fact, FieldId, Lead, Plan};

pub(crate) use kept::Kept;
pub(crate) use tally::{Column, Tally};

/// With fewer leads than this, nothing is said about what most of them are like.
pub(crate) const FEW: u64 = 20;

/// Leads at hand, for lints that need data.
#[derive(Debug, Clone)]
pub struct Sample {
    name: String,
    fields: Vec<Fact>,
    events: Vec<Event>,
    tallies: Vec<Tally>,
    leads: u64,
    lost: u64,
    kept: Kept,
}

impl Sample {
    /// Reads all leads of a file, once.
    ///
    /// # Errors
    /// The file could not be read to its end.
    pub fn read(plan: &Plan, leads: &mut LeadReader, events: &mut Events) -> Result<Self, TableError> {
        let mut sample = Self::new(plan, leads.table().name(), events);
        sample.add(leads, events)?;
        Ok(sample)
    }

    /// No leads yet, which will come from somewhere of this name, and the events that they have.
    pub fn new(plan: &Plan, name: &str, events: &Events) -> Self {
        let rows = (0..plan.events.len()).filter_map(|at| events.rows(EventId::from_index(at)));
        Self {
            name: name.to_owned(),
            fields: plan.fields.clone(),
            events: plan.events.clone(),
            tallies: plan.fields.iter().map(Tally::of).collect(),
            leads: 0,
            lost: rows.map(|rows| rows.report().problems.count() + rows.report().without_date.count()).sum(),
            kept: Kept::for_plan(plan),
        }
    }

    /// Reads all leads of a file, once.
    ///
    /// # Errors
    /// The file could not be read to its end.
    pub fn add(&mut self, leads: &mut LeadReader, events: &mut Events) -> Result<(), TableError> {
        let sample = self;
        for record in leads.by_ref() {
            let record = record?;
            for (tally, value) in sample.tallies.iter_mut().zip(&record.values) {
                tally.add(value.as_ref());
            }
            for unreadable in &record.unreadable {
                sample.tally_of(&unreadable.name).into_iter().for_each(|tally| tally.spelt(&unreadable.text));
            }
            if sample.kept.wants(sample.leads) {
                match events.streams(&record.key)? {
                    Ok(events) => sample.kept.add(sample.leads, Lead { values: record.values, events }),
                    Err(_) => sample.lost += 1,
                }
            }
            sample.leads += 1;
        }
        sample.end_file(leads);
        Ok(())
    }

    fn tally_of(&mut self, name: &str) -> Option<&mut Tally> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        self.tallies.get_mut(at)
    }

    /// Notes the columns that the file has, and the rows that are in no count.
    fn end_file(&mut self, leads: &LeadReader) {
        for (tally, column) in self.tallies.iter_mut().zip(leads.columns().facts) {
            if column.header.is_some() {
                tally.column = Column::Read;
            }
        }
        self.lost += leads.table().problems().count();
    }

    /// Where the leads come from, in words of people: `leads.csv`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many leads were read.
    pub fn leads(&self) -> u64 {
        self.leads
    }

    /// How many rows of leads and events could not be read.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// Whether the leads were read with the fields and events of this program.
    pub fn fits(&self, plan: &Plan) -> bool {
        self.fields == plan.fields && self.events == plan.events
    }

    /// What stands in a field.
    pub(crate) fn tally(&self, field: FieldId) -> Option<&Tally> {
        self.tallies.get(field.index())
    }

    /// The fields with what stands in them.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&Fact, &Tally)> {
        self.fields.iter().zip(&self.tallies)
    }

    /// The leads that are kept.
    pub(crate) fn kept(&self) -> &Kept {
        &self.kept
    }
}
