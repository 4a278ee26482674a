//! Conditions become the facts that they depend on: what a search has to decide, and what it may leave alone.
//!
//! Every other literal is a gate, and follows from these by propagation.

use std::collections::{BTreeMap, BTreeSet};

use qualify_plan::{EventId, ExprId, FieldId, ScoreId};

use crate::model::Model;
use crate::solver::{Lit, Var};
use crate::survey::{Survey, Tally};

/// The facts that some conditions depend on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cone {
    pub(crate) fields: BTreeSet<FieldId>,
    /// Of each event, which of its ladders.
    pub(crate) events: BTreeMap<EventId, Vec<usize>>,
    /// The variables of these facts, ascending.
    pub(crate) inputs: Vec<Var>,
}

impl Model<'_> {
    /// The facts that some conditions of this model depend on.
    pub(crate) fn cone(&self, roots: impl IntoIterator<Item = ExprId>) -> Cone {
        let survey = Survey::of(self.plan, self.today, self.depth, roots, std::iter::empty::<ScoreId>());
        let ladders = |event: &EventId, tallies: &[Tally]| {
            let ladders = self.streams.get(event).map_or(&[][..], |stream| &stream.ladders);
            let at = |tally: &Tally| ladders.iter().position(|ladder| ladder.tally.is_of_same(tally));
            tallies.iter().filter_map(at).collect::<Vec<usize>>()
        };
        let events = survey.tallies.iter().map(|(event, tallies)| (*event, ladders(event, tallies)));
        self.cone_of(survey.fields.keys().copied().collect(), events.collect())
    }

    /// The same with all that this model counts of the events among them: rows that are made up for one count are counted
    /// by the others too.
    pub(crate) fn cone_with_rows(&self, roots: impl IntoIterator<Item = ExprId>) -> Cone {
        let Cone { fields, events, .. } = self.cone(roots);
        let all = events.into_keys().map(|event| {
            (
                event,
                self.streams.get(&event).map_or_else(Vec::new, |stream| (0..stream.ladders.len()).collect()),
            )
        });
        self.cone_of(fields, all.collect())
    }

    /// What holds of a lead of which nothing is known but some facts.
    pub(crate) fn unknown_outside(&self, cone: &Cone) -> Vec<Lit> {
        let fields = self.fields.iter().filter(|(field, _)| !cone.fields.contains(field));
        let events = self.streams.iter().filter(|(event, _)| !cone.events.contains_key(event));
        fields.map(|(_, field)| !field.known).chain(events.map(|(_, stream)| !stream.collected)).collect()
    }

    /// All facts of this model.
    pub(crate) fn cone_of_all(&self) -> Cone {
        let all = self.streams.iter().map(|(event, stream)| (*event, (0..stream.ladders.len()).collect()));
        self.cone_of(self.fields.keys().copied().collect(), all.collect())
    }

    fn cone_of(&self, fields: BTreeSet<FieldId>, events: BTreeMap<EventId, Vec<usize>>) -> Cone {
        let of_fields =
            fields.iter().filter_map(|field| self.fields.get(field)).flat_map(|field| field.literals());
        let of_events = events.iter().flat_map(|(event, ladders)| {
            self.streams.get(event).map_or_else(Vec::new, |stream| stream.literals(ladders))
        });
        let literals = of_fields.chain(of_events).chain(self.opened.iter().copied());
        let mut inputs: Vec<Var> = literals.map(Lit::var).collect();
        inputs.sort_unstable();
        inputs.dedup();
        Cone { fields, events, inputs }
    }
}
