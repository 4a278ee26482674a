//! Two leads become the facts in which they are not the same.

use qualify::analysis::{Difference, describe};
use qualify::plan::{Lead, Plan, Stream, print};
use serde::Serialize;

/// A fact of a witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The field, or the plural of the event.
    pub name: String,
    /// Its value, or its rows in words; `unknown` for none.
    pub value: String,
    /// What the ordinary lead has.
    pub instead_of: String,
}

/// The facts of `shown` that are not those of `ordinary`, each once, whichever version knows it.
pub(super) fn between(plans: [&Plan; 2], ordinary: &Difference, shown: &Difference) -> Vec<Fact> {
    let [old, new] = plans;
    let mut facts = of(new, &ordinary.new, &shown.new);
    for fact in of(old, &ordinary.old, &shown.old) {
        if !facts.iter().any(|known| known.name == fact.name) {
            facts.push(fact);
        }
    }
    facts
}

fn of(plan: &Plan, ordinary: &Lead, shown: &Lead) -> Vec<Fact> {
    let values = plan.fields.iter().zip(shown.values.iter().zip(&ordinary.values));
    let values = values.filter(|(_, (is, was))| is != was).map(|(field, (is, was))| {
        let told = |value: &Option<qualify::plan::Value>| {
            value.as_ref().map_or_else(|| "unknown".to_owned(), |value| print::value(&field.ty, value))
        };
        Fact { name: field.name.clone(), value: told(is), instead_of: told(was) }
    });
    let streams = plan.events.iter().enumerate().zip(shown.events.iter().zip(&ordinary.events));
    let streams = streams.filter(|(_, (is, was))| is != was).map(|((at, event), (is, was))| {
        let told = |stream: &Stream| rows(plan, at, stream);
        Fact { name: event.plural.clone(), value: told(is), instead_of: told(was) }
    });
    values.chain(streams).collect()
}

/// The rows of one event in words.
fn rows(plan: &Plan, at: usize, stream: &Stream) -> String {
    match stream {
        Stream::NotCollected => "not collected".to_owned(),
        Stream::Rows(rows) if rows.is_empty() => "none".to_owned(),
        Stream::Rows(_) => {
            let mut lead = Lead::empty(plan);
            lead.events.get_mut(at).into_iter().for_each(|slot| *slot = stream.clone());
            describe(plan, &lead)
        }
    }
}
