//! Leads at hand become counts: who moves from what to what, what is blank, and a few ordinary leads to show moves by.

use std::collections::BTreeMap;

use qualify::analysis::Difference;
use qualify::eval::{Assumptions, findings};
use qualify::plan::{Date, Lead, Plan};
use serde::Serialize;

use crate::moves::{Ordinary, Said, open_differs, told};

/// Keys that are kept of each move.
const KEYS: usize = 5;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The file of the leads.
    pub file: String,
    /// How many leads were judged by both versions.
    pub leads: u64,
    /// How many rows could not be read by the version of before, and of after.
    pub unread: [u64; 2],
    /// How many have another result.
    pub moved: u64,
    /// How many keep result and outcomes, and could become something else.
    pub open_changed: u64,
    /// Results in the order of the ladder, exits last: the rows and columns of the matrix.
    pub results: Vec<String>,
    /// How many leads have a result before and one after; pairs that no lead has are left out.
    pub matrix: Vec<Cell>,
    /// How many leads have one value of an outcome before and another after.
    pub outcomes: Vec<OutcomeCell>,
    /// Of fields that changed criteria look at: how many leads have no value.
    pub blanks: Vec<Blank>,
}

/// A cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The result before.
    pub from: String,
    /// The result after.
    pub to: String,
    /// How many.
    pub leads: u64,
    /// The keys of the first of them; none of those that stay.
    pub keys: Vec<String>,
}

/// Leads of which an outcome is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeCell {
    /// The outcome.
    pub outcome: String,
    /// Before: a value, `conflict` or `none`.
    pub from: String,
    /// After.
    pub to: String,
    /// How many.
    pub leads: u64,
}

/// How often a field has no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blank {
    /// The field.
    pub field: String,
    /// How many leads have none.
    pub leads: u64,
}

/// Counts leads one by one; holds none of them but one ordinary lead for each result.
#[derive(Debug)]
pub struct Counter<'p> {
    plans: [&'p Plan; 2],
    today: Date,
    leads: u64,
    unread: [u64; 2],
    moved: u64,
    open_changed: u64,
    matrix: BTreeMap<(String, String), (u64, Vec<String>)>,
    outcomes: BTreeMap<(String, String, String), u64>,
    blanks: Vec<u64>,
    ordinary: BTreeMap<String, Ordinary>,
}

/// What a counter found.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The counts.
    pub sample: Sample,
    /// By result of before, an ordinary lead: one that stays, if there is one.
    pub(crate) ordinary: BTreeMap<String, Ordinary>,
}

impl<'p> Counter<'p> {
    /// Nothing counted yet.
    pub fn new(old: &'p Plan, new: &'p Plan, today: Date) -> Self {
        Self {
            plans: [old, new],
            today,
            leads: 0,
            unread: [0, 0],
            moved: 0,
            open_changed: 0,
            matrix: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            blanks: vec![0; new.fields.len()],
            ordinary: BTreeMap::new(),
        }
    }

    /// Counts a lead, as each version reads it.
    pub fn add(&mut self, key: &str, old: &Lead, new: &Lead) {
        let [before, after] = self.plans;
        let said =
            |plan: &Plan, lead: &Lead| told(plan, &findings(plan, self.today, lead, Assumptions::Made));
        let (was, is) = (said(before, old), said(after, new));
        self.leads += 1;
        let stays = was.result == is.result;
        if !stays {
            self.moved += 1;
        } else if was.outcomes == is.outcomes && open_differs(&was, &is) {
            self.open_changed += 1;
        }
        let cell = self.matrix.entry((was.result.clone(), is.result.clone())).or_default();
        cell.0 += 1;
        if !stays && cell.1.len() < KEYS && !key.is_empty() {
            cell.1.push(key.to_owned());
        }
        for (outcome, from, to) in outcome_moves(&was, &is) {
            *self.outcomes.entry((outcome, from, to)).or_default() += 1;
        }
        for (blank, value) in self.blanks.iter_mut().zip(&new.values) {
            *blank += u64::from(value.is_none());
        }
        if stays && !key.is_empty() && !self.ordinary.contains_key(&was.result) {
            let lead = Difference { old: old.clone(), new: new.clone() };
            self.ordinary.insert(was.result, Ordinary { key: key.to_owned(), lead });
        }
    }

    /// Counts a row that a version could not read: 0 is before, 1 is after.
    pub fn refuse(&mut self, version: usize) {
        self.unread.get_mut(version).into_iter().for_each(|count| *count += 1);
    }

    /// All counts; `file` is what people call the leads.
    pub fn finish(self, file: &str) -> Counted {
        let [old, new] = self.plans;
        let names = |plan: &Plan| -> Vec<String> {
            let stages = plan.stages.iter().map(|stage| stage.name.clone());
            stages.chain(plan.exits.iter().map(|exit| exit.name.clone())).collect()
        };
        let mut results = names(new);
        results.extend(names(old).into_iter().filter(|name| !names(new).contains(name)));
        let matrix = self.matrix.into_iter();
        let matrix = matrix.map(|((from, to), (leads, keys))| Cell { from, to, leads, keys }).collect();
        let outcomes = self.outcomes.into_iter();
        let outcomes = outcomes.map(|((outcome, from, to), leads)| OutcomeCell { outcome, from, to, leads });
        let blanks = new.fields.iter().zip(self.blanks);
        let blanks = blanks.map(|(field, leads)| Blank { field: field.name.clone(), leads });
        let sample = Sample {
            file: file.to_owned(),
            leads: self.leads,
            unread: self.unread,
            moved: self.moved,
            open_changed: self.open_changed,
            results,
            matrix,
            outcomes: outcomes.collect(),
            blanks: blanks.collect(),
        };
        Counted { sample, ordinary: self.ordinary }
    }
}

impl Sample {
    /// How many leads move from one result to another.
    pub fn count(&self, from: &str, to: &str) -> u64 {
        self.cell(from, to).map_or(0, |cell| cell.leads)
    }

    /// The cell of two results, if a lead has them.
    pub fn cell(&self, from: &str, to: &str) -> Option<&Cell> {
        self.matrix.iter().find(|cell| cell.from == from && cell.to == to)
    }
}

/// Outcomes that are others; of an outcome with several values, each that came or went.
fn outcome_moves(was: &Said, is: &Said) -> Vec<(String, String, String)> {
    let mut names: Vec<&String> = was.outcomes.iter().chain(&is.outcomes).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut moves = Vec::new();
    for name in names {
        let of = |said: &Said| -> Vec<String> {
            said.outcomes.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect()
        };
        let (before, after) = (of(was), of(is));
        let none = || "none".to_owned();
        match (before.as_slice(), after.as_slice()) {
            ([one], [other]) if one != other => moves.push((name.clone(), one.clone(), other.clone())),
            (before, after) => {
                let gone = before.iter().filter(|value| !after.contains(value));
                moves.extend(gone.map(|value| (name.clone(), value.clone(), none())));
                let came = after.iter().filter(|value| !before.contains(value));
                moves.extend(came.map(|value| (name.clone(), none(), value.clone())));
            }
        }
    }
    moves
}
