//! Leads at hand become values for leads that are made up: what many of them have, and nothing about a single person.

use std::collections::HashMap;

use qualify_analysis::Known;
use qualify_plan::{FieldId, Type, Value};

use crate::Sample;

/// From so many leads on a value is no longer about one of them. Findings are shown to many people, and in public places.
const SHARED: u64 = 5;
/// How many values of a field are of use.
const MOST: usize = 20;

/// The values that leads at hand share, the most frequent first.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownValues {
    by_field: Vec<Vec<Value>>,
}

impl KnownValues {
    /// The shared values of the leads that are kept.
    pub(crate) fn of(sample: &Sample) -> Self {
        let fields = sample.fields().enumerate();
        Self {
            by_field: fields
                .map(|(at, (fact, _))| if may_be_shown(&fact.ty) { shared(sample, at) } else { Vec::new() })
                .collect(),
        }
    }
}

impl Known for KnownValues {
    fn values(&self, field: FieldId) -> &[Value] {
        self.by_field.get(field.index()).map_or(&[], Vec::as_slice)
    }
}

/// An address is always somebody's.
fn may_be_shown(ty: &Type) -> bool {
    !matches!(ty, Type::Email)
}

fn shared(sample: &Sample, field: usize) -> Vec<Value> {
    let mut counts: HashMap<&Value, u64> = HashMap::new();
    for value in sample.kept().leads().filter_map(|lead| lead.values.get(field)?.as_ref()) {
        *counts.entry(value).or_default() += 1;
    }
    let mut shared: Vec<(&Value, u64)> = counts.into_iter().filter(|(_, count)| *count >= SHARED).collect();
    shared.sort_unstable_by(|(a, fewer), (b, more)| more.cmp(fewer).then_with(|| a.cmp(b)));
    shared.into_iter().take(MOST).map(|(value, _)| value.clone()).collect()
}
