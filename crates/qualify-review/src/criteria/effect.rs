//! One change of an item becomes its effect: the program of before with that change alone, compared with the program of
//! before.

use std::collections::BTreeMap;

use qualify::analysis::{Comparison, Equivalence};
use qualify::diagnostics::Span;
use qualify::plan::{Date, Fact, Plan, Reading, Type};
use qualify::{Compilation, FileError, Files};
use serde::Serialize;

use super::item::{Item, Kind};
use crate::side::Side;

/// What one change does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Some lead gets another verdict.
    ChangesVerdicts,
    /// No lead gets another verdict: proved.
    ChangesNothing,
    /// It is no criterion: examples, reasons, owners, labels.
    NoCriterion,
    /// It cannot stand without the other changes.
    WithOthers,
    /// How cells are read is another, which only a sample of leads can show.
    ReadsDifferently,
    /// Not found out within the budget.
    Undecided,
    /// There are more changes than are looked at one by one.
    NotAsked,
}

impl Effect {
    /// In words.
    pub fn told(self) -> &'static str {
        match self {
            Self::ChangesVerdicts => "changes verdicts",
            Self::ChangesNothing => "proved to change nothing",
            Self::NoCriterion => "no criterion",
            Self::WithOthers => "only together with other changes",
            Self::ReadsDifferently => "reads leads differently",
            Self::Undecided => "could not decide",
            Self::NotAsked => "not looked at alone: too many changes",
        }
    }
}

/// Items of the program of before that are others, or none, in the program of after.
pub(super) type Swap<'i> = (Vec<&'i Item>, Vec<&'i Item>);

/// The program of before, and what it takes to compare others with it.
pub(super) struct Asked<'a> {
    pub(super) base: &'a Side<'a>,
    pub(super) head: &'a Side<'a>,
    pub(super) plan: &'a Plan,
    pub(super) today: Date,
}

impl Asked<'_> {
    /// What one swap does by itself.
    pub(super) fn effect(&self, swap: &Swap<'_>) -> Effect {
        if swap.0.iter().chain(&swap.1).all(|item| matches!(item.kind, Kind::Example)) {
            return Effect::NoCriterion;
        }
        let alone = self.swapped([self.base, self.head], &swap.0, &swap.1);
        let alone = qualify::compile(&alone, self.base.main);
        let is_whole = swap.0.is_empty() || swap.1.is_empty();
        // What comes or goes as a whole is a criterion, also if nothing uses it.
        let told =
            |effect| if is_whole && effect == Effect::NoCriterion { Effect::ChangesNothing } else { effect };
        if let Some(program) = &alone.program {
            return told(self.compared(self.plan, &program.plan));
        }
        // It needs what comes with it; perhaps all else does not need it.
        let without = self.swapped([self.head, self.base], &swap.1, &swap.0);
        let without = qualify::compile(&without, self.head.main);
        match (&without.program, &self.head.compilation.program) {
            (Some(without), Some(head)) => told(self.compared(&without.plan, &head.plan)),
            (None, _) | (_, None) => Effect::WithOthers,
        }
    }

    fn compared(&self, old: &Plan, new: &Plan) -> Effect {
        let is_read_alike = read_differently(old, new).is_empty();
        if criteria(old) == criteria(new) {
            return if is_read_alike { Effect::NoCriterion } else { Effect::ReadsDifferently };
        }
        match Comparison::new(old, new, self.today).equivalent() {
            Equivalence::Equivalent if is_read_alike => Effect::ChangesNothing,
            Equivalence::Equivalent => Effect::ReadsDifferently,
            Equivalence::Differs(_) => Effect::ChangesVerdicts,
            Equivalence::Undecided => Effect::Undecided,
        }
    }

    /// The files of a side with some items in the place of others: those of the other side, with the files of their values.
    fn swapped<'s>(&self, [side, other]: [&'s Side<'_>; 2], out: &[&Item], put: &[&Item]) -> Swapped<'s> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut spans: Vec<&Item> = out.to_vec();
        // From the end, so that places before stay where they are.
        spans.sort_by_key(|item| std::cmp::Reverse(item.span));
        let place = spans.first().map_or(side.main, |item| item.file.as_str());
        let lists = put.iter().filter_map(|item| list(place, item, other)).collect();
        let mut put: Vec<&str> = put.iter().map(|item| item.text.as_str()).collect();
        for item in &spans {
            let text = texts.entry(item.file.clone()).or_insert_with(|| text_of(side.compilation, item.span));
            let place = item.span.start as usize..item.span.end as usize;
            if text.get(place.clone()).is_some() {
                text.replace_range(place, &std::mem::take(&mut put).join("\n"));
            }
        }
        if !put.is_empty() {
            let main = side.main.to_owned();
            let read =
                || String::from_utf8(side.files.read(side.main).unwrap_or_default()).unwrap_or_default();
            let text = texts.entry(main).or_insert_with(read);
            *text = format!("{}\n{}\n", text.trim_end(), put.join("\n"));
        }
        Swapped { files: side.files, texts, lists }
    }
}

/// The file with the values of a set, at the path where it is looked for once the set stands in the file `place`.
fn list(place: &str, item: &Item, side: &Side<'_>) -> Option<(String, Vec<u8>)> {
    let named = item.members.as_ref()?.file.as_deref()?;
    let content = side.files.read(&qualify::path_from(&item.file, named)?).ok()?;
    Some((qualify::path_from(place, named)?, content))
}

fn text_of(compilation: &Compilation, span: Span) -> String {
    compilation.sources.get(span.source).map(|source| source.text().to_owned()).unwrap_or_default()
}

/// The part of a plan that verdicts depend on.
fn criteria(plan: &Plan) -> Plan {
    let mut plan = plan.without_origin();
    let attributes = plan.events.iter_mut().flat_map(|event| &mut event.attributes);
    for fact in plan.fields.iter_mut().chain(attributes) {
        (fact.label, fact.owner, fact.reading) = (None, None, Default::default());
    }
    for rule in &mut plan.rules {
        (rule.owner, rule.review_by, rule.because) = (None, None, None);
    }
    for event in &mut plan.events {
        (event.label, event.owner, event.format) = (None, None, None);
        (event.date_columns, event.lead_columns) = (Vec::new(), Vec::new());
    }
    for score in &mut plan.scores {
        (score.label, score.owner) = (None, None);
    }
    for grade in &mut plan.grades {
        (grade.label, grade.owner) = (None, None);
    }
    for place in &mut plan.stages {
        (place.label, place.owner) = (None, None);
    }
    for place in &mut plan.exits {
        (place.label, place.owner) = (None, None);
    }
    plan
}

/// Facts that both plans have and read in different ways.
pub(crate) fn read_differently(old: &Plan, new: &Plan) -> Vec<String> {
    let (before, after) = (reads(old), reads(new));
    let differ = before.iter().filter(|(name, how)| after.get(*name).is_some_and(|other| other != *how));
    differ.map(|(name, _)| name.clone()).collect()
}

/// How a plan reads cells, by name.
///
/// Which choices there are is not part of it: the analysis knows how each version reads a value of the other.
fn reads(plan: &Plan) -> BTreeMap<String, String> {
    let fields = plan.fields.iter().map(|field| (field.name.clone(), how(field)));
    let attributes = plan.events.iter().flat_map(|event| {
        event.attributes.iter().map(move |fact| (format!("{}.{}", event.name, fact.name), how(fact)))
    });
    let events = plan.events.iter().map(|event| {
        let how = format!("{:?} {:?} {:?}", event.date_columns, event.lead_columns, event.format);
        (event.name.clone(), how)
    });
    fields.chain(attributes).chain(events).collect()
}

fn how(fact: &Fact) -> String {
    let reading = Reading { else_means: None, ..fact.reading.clone() };
    match &fact.ty {
        Type::Choice(choices) => {
            let otherwise = fact.reading.else_means.and_then(|at| choices.values.get(at as usize));
            format!("choice {otherwise:?} {reading:?}")
        }
        other => format!("{other:?} {reading:?}"),
    }
}

/// Files with others in the place of some: rules, and values of sets.
struct Swapped<'s> {
    files: &'s dyn Files,
    texts: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<u8>>,
}

impl Files for Swapped<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match (self.texts.get(path), self.lists.get(path)) {
            (Some(text), _) => Ok(text.clone().into_bytes()),
            (None, Some(list)) => Ok(list.clone()),
            (None, None) => self.files.read(path),
        }
    }
}
