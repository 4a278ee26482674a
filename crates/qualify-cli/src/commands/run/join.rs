//! Leads of a batch get their rows of events.

use std::collections::HashMap;
use std::sync::Arc;

use qualify::leads::{Events, LeadBatch, TableError};
use qualify::plan::Stream;

/// Gives each lead its rows. The leads that have too many get none, and are told with a sentence about each.
pub(super) fn join(events: &mut Events, leads: &mut LeadBatch) -> Result<Vec<(usize, String)>, TableError> {
    // Where a wrong column names the leads, thousands of them have the same rows.
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(leads.leads());
    let mut keys: Vec<&str> = Vec::with_capacity(leads.leads());
    let mut place_of = |key| {
        *places.entry(key).or_insert_with(|| {
            keys.push(key);
            keys.len() - 1
        })
    };
    let of_lead: Vec<usize> = (0..leads.leads()).map(|lead| place_of(leads.key(lead))).collect();
    let joined = events.streams_of(&keys)?;
    let joined: Vec<_> = joined.into_iter().map(|joined| joined.map(Arc::new)).collect();
    let mut refused = Vec::new();
    let mut streams: Vec<Arc<Vec<Stream>>> = Vec::with_capacity(leads.leads());
    for (lead, place) in of_lead.into_iter().enumerate() {
        streams.push(match joined.get(place) {
            Some(Ok(joined)) => Arc::clone(joined),
            Some(Err(error)) => {
                refused.push((lead, error.to_string()));
                Arc::default()
            }
            None => Arc::default(),
        });
    }
    leads.columns.set_streams(streams);
    Ok(refused)
}
