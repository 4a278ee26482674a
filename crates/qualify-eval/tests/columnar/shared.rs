//! Columns of which some are places in a dictionary that all batches share.

use std::ops::Range;
use std::sync::Arc;

use qualify_plan::{Columns, Dictionary, FieldId, Lead, Plan, Value};

/// The values of a field over all leads as such a column.
struct Field {
    dictionary: Arc<Dictionary>,
    places: Vec<u32>,
}

/// Every field of the leads as such a column.
pub(crate) struct Shared(Vec<Field>);

impl Shared {
    pub(crate) fn of(plan: &Plan, leads: &[Lead]) -> Self {
        Self((0..plan.fields.len()).map(|field| Field::of(field, leads)).collect())
    }

    /// The columns of some of the leads; those of the fields that `is_shared` picks are places.
    pub(crate) fn columns(
        &self,
        plan: &Plan,
        leads: &[Lead],
        range: Range<usize>,
        is_shared: impl Fn(usize) -> bool,
    ) -> Columns {
        let mut columns = Columns::of_leads(plan, &leads[range.clone()]);
        for (at, field) in self.0.iter().enumerate().filter(|(at, _)| is_shared(*at)) {
            let (_, shared) = columns.column_or_shared(FieldId::from_index(at)).unwrap();
            shared.set(Arc::clone(&field.dictionary), Arc::new(field.places[range.clone()].to_vec()));
        }
        columns
    }
}

impl Field {
    fn of(field: usize, leads: &[Lead]) -> Self {
        let mut dictionary = Dictionary::new();
        // An entry that no lead has, and each other one twice, as files may have them.
        dictionary.add(None);
        let mut known: Vec<Option<Value>> = Vec::new();
        let mut places = Vec::new();
        for (lead, value) in leads.iter().map(|lead| &lead.values[field]).enumerate() {
            let at = known.iter().position(|one| one == value).unwrap_or_else(|| {
                known.push(value.clone());
                dictionary.add(value.clone());
                dictionary.add(value.clone());
                known.len() - 1
            });
            places.push(u32::try_from(1 + 2 * at + lead % 2).unwrap());
        }
        Self { dictionary: Arc::new(dictionary), places }
    }
}
