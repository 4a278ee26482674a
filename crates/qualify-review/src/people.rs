//! The criteria that are others become the people who should look.

use std::collections::BTreeMap;

use qualify::plan::Plan;
use serde::Serialize;

use crate::criteria::{Change, Kind};

/// Somebody whose criteria are others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The name after `owner`.
    pub name: String,
    /// What of theirs is another.
    pub owns: Vec<String>,
}

/// Owners of changed items, and of the stages and exits that changed rules conclude.
pub(crate) fn owners(changes: &[Change], plans: [Option<&Plan>; 2]) -> Vec<Owner> {
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |owner: &str, what: String| {
        let owns = owners.entry(owner.to_owned()).or_default();
        if !owns.contains(&what) {
            owns.push(what);
        }
    };
    for change in changes.iter().filter(|change| change.kind != Kind::Example) {
        let what = format!("{} `{}`", change.kind.word(), change.name);
        for owner in change.owner.iter().chain(&change.owner_before) {
            add(owner, what.clone());
        }
        for place in &change.concludes {
            if let Some(owner) = plans.into_iter().flatten().rev().find_map(|plan| owner_of(plan, place)) {
                add(owner, format!("`{place}` (a changed rule concludes it)"));
            }
        }
    }
    owners.into_iter().map(|(name, owns)| Owner { name, owns }).collect()
}

fn owner_of<'p>(plan: &'p Plan, place: &str) -> Option<&'p str> {
    let stage = plan.stages.iter().find(|stage| stage.name == place);
    let exit = plan.exits.iter().find(|exit| exit.name == place);
    stage.and_then(|stage| stage.owner.as_deref()).or_else(|| exit.and_then(|exit| exit.owner.as_deref()))
}
