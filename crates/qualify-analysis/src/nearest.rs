//! A lead and a stage that it has not reached become the nearest lead that has: the least that would have to be learnt
//! and to change, proved to be the least.
//!
//! To learn a missing fact costs 1, and so does another number, date, yes/no answer or other rows of one event; another
//! choice, country, text or list costs 100, as it makes the lead somebody else. Known facts stay known. Of equally
//! cheap ways the one with the fewest changes wins, then the rule whose text comes first.
//!
//! Since 100 ones are never needed, the least cost is found by two counts, one after the other: as few expensive changes
//! as possible, then as few cheap ones. Source of the search: the linear search of Fu and Malik, SAT 2006, over the counts of
//! [`Circuit::at_least`](crate::gates::Circuit::at_least).

use qualify_eval::{Assumptions, Nearest, findings, truths, way};
use qualify_plan::{
    Conclusion, Date, EventId, ExprId, FieldId, Lead, Place, Plan, RuleId, StageId, Stream, Truth, Type,
};

use crate::cone::Cone;
use crate::find::Found;
use crate::model::{Model, is_active};
use crate::solver::{Budget, Lit};
use crate::survey::Depth;

/// Conflicts that one lead may cost.
const CONFLICTS: u64 = 20_000;

/// Nearest ways for one lead after the other; what is the same for all leads is prepared once.
#[derive(Debug, Clone)]
pub struct Ways<'a> {
    plan: &'a Plan,
    today: Date,
    model: Model<'a>,
    /// By stage: its active rules, in the order of their text.
    rules: Vec<Vec<RuleId>>,
}

/// The nearest lead that has reached a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The stage.
    pub stage: StageId,
    /// The rule that concludes it.
    pub rule: RuleId,
    /// The lead.
    pub lead: Lead,
}

/// A fact that may be changed.
struct Change {
    /// Whether it is another than the lead's.
    changed: Lit,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A missing fact becomes known.
    Learnt,
    /// A number, date, answer or event changes.
    Other,
    /// The lead becomes somebody else.
    Identity,
}

impl<'a> Ways<'a> {
    /// Prepares for the leads of a plan.
    pub fn new(plan: &'a Plan, today: Date) -> Self {
        let mut rules = vec![Vec::new(); plan.stages.len()];
        for (at, rule) in plan.rules.iter().enumerate().filter(|(_, rule)| is_active(rule, today)) {
            for conclusion in &rule.concludes {
                if let Conclusion::Place(Place::Stage(stage)) = conclusion {
                    let slot: Option<&mut Vec<RuleId>> = rules.get_mut(stage.index());
                    slot.into_iter().for_each(|rules| rules.push(RuleId::from_index(at)));
                }
            }
        }
        let text = |rule: &RuleId| plan.rules.get(rule.index()).map(|rule| rule.text.as_str());
        rules.iter_mut().for_each(|rules| rules.sort_by_key(text));
        let roots = plan.stages.iter().map(|stage| stage.truth);
        Self { plan, today, model: Model::new(plan, today, Depth::Whole, roots, []), rules }
    }

    /// For each stage above the lead's that some change of its facts leads to, lowest first: the nearest way there.
    ///
    /// Stages that cannot be reached, and those for which the budget did not suffice, are left out.
    pub fn nearest(&self, lead: &Lead) -> Vec<Nearest> {
        let way = |Reached { stage, rule, lead: reached }: Reached| {
            way(self.plan, self.today, lead, &reached, (stage, rule))
        };
        self.reached(lead).into_iter().map(way).collect()
    }

    /// The leads that [`Ways::nearest`] tells the ways to.
    pub fn reached(&self, lead: &Lead) -> Vec<Reached> {
        let stage = findings(self.plan, self.today, lead, Assumptions::Made).stage;
        let above = (0..self.plan.stages.len()).map(StageId::from_index);
        let above = above.filter(|other| stage.is_none_or(|stage| *other > stage));
        let mut search = Search::new(self, lead);
        above.filter_map(|stage| search.reached(stage)).collect()
    }
}

/// The search for one lead.
struct Search<'s, 'a> {
    ways: &'s Ways<'a>,
    lead: &'s Lead,
    model: Model<'a>,
    budget: Budget,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(ways: &'s Ways<'a>, lead: &'s Lead) -> Self {
        let mut model = ways.model.clone();
        let baseline = model.baseline(lead);
        for literal in baseline.fields.values().chain(baseline.events.values()).flatten() {
            model.circuit.solver.prefer(*literal);
        }
        model.baseline = Some(baseline);
        Self { ways, lead, model, budget: Budget::conflicts(CONFLICTS) }
    }

    fn reached(&mut self, stage: StageId) -> Option<Reached> {
        let truth = self.ways.plan.stages.get(stage.index())?.truth;
        let cone = self.model.cone([truth]);
        let changes = self.changes(&cone);
        let mut assumed = self.kept(&cone);
        assumed.push(self.model.pair(truth).yes);
        let of = |wanted: &[Kind]| -> Vec<Lit> {
            changes
                .iter()
                .filter(|change| wanted.contains(&change.kind))
                .map(|change| change.changed)
                .collect()
        };
        let mut best = None;
        for kinds in [&[Kind::Identity][..], &[Kind::Learnt, Kind::Other], &[Kind::Other]] {
            let (bound, reached) = self.fewest(&cone, truth, &assumed, &of(kinds))?;
            assumed.extend(bound);
            best = Some(reached);
        }
        let (rule, lead) = self.first_rule(&cone, truth, stage, &assumed, best?)?;
        Some(Reached { stage, rule, lead })
    }

    /// What may not be forgotten.
    fn kept(&self, cone: &Cone) -> Vec<Lit> {
        let is_known = |field: &FieldId| self.lead.values.get(field.index()).is_some_and(Option::is_some);
        let known = cone.fields.iter().filter(|field| is_known(field));
        let known = known.filter_map(|field| self.model.fields.get(field)).map(|field| field.known);
        let collected = cone.events.keys().filter(|event| self.is_collected(**event));
        let collected =
            collected.filter_map(|event| self.model.streams.get(event)).map(|stream| stream.collected);
        known.chain(collected).collect()
    }

    fn is_collected(&self, event: EventId) -> bool {
        !matches!(self.lead.events.get(event.index()), Some(Stream::NotCollected) | None)
    }

    fn changes(&mut self, cone: &Cone) -> Vec<Change> {
        let Some(baseline) = self.model.baseline.clone() else { return Vec::new() };
        let mut changes = Vec::new();
        for field in &cone.fields {
            let Some(same) = baseline.fields.get(field) else { continue };
            let same = self.model.circuit.and(same.iter().copied());
            let kind = match self.lead.values.get(field.index()) {
                Some(Some(_)) if self.is_identity(*field) => Kind::Identity,
                Some(Some(_)) => Kind::Other,
                Some(None) | None => Kind::Learnt,
            };
            changes.push(Change { changed: !same, kind });
        }
        for (event, ladders) in &cone.events {
            let Some(stream) = self.model.streams.get(event) else { continue };
            let looked_at: Vec<Lit> = stream.literals(ladders);
            let same = baseline.events.get(event).into_iter().flatten();
            let same: Vec<Lit> =
                same.copied().filter(|lit| looked_at.contains(lit) || looked_at.contains(&!*lit)).collect();
            let kind = if self.is_collected(*event) { Kind::Other } else { Kind::Learnt };
            let same = self.model.circuit.and(same);
            changes.push(Change { changed: !same, kind });
        }
        changes
    }

    fn is_identity(&self, field: FieldId) -> bool {
        self.ways.plan.fields.get(field.index()).is_some_and(|field| match field.ty {
            Type::Choice(_) | Type::Country | Type::Text | Type::Email | Type::List(_) => true,
            Type::YesNo | Type::Count | Type::Number | Type::Percent | Type::Money(_) | Type::Date => false,
        })
    }

    /// As few of some changes as possible: the literal that forbids one more, and a lead with so many.
    fn fewest(
        &mut self,
        cone: &Cone,
        truth: ExprId,
        assumed: &[Lit],
        changes: &[Lit],
    ) -> Option<(Vec<Lit>, Lead)> {
        for count in 0..=changes.len() {
            let more = self.model.circuit.at_least(count + 1, changes);
            let assumptions: Vec<Lit> = assumed.iter().copied().chain([!more]).collect();
            match self.find(cone, truth, &assumptions) {
                Found::Lead(lead) => return Some((vec![!more], lead)),
                Found::Nothing(core) if !core.contains(&!more) => return None,
                Found::Nothing(_) => {}
                Found::Undecided => return None,
            }
        }
        None
    }

    fn find(&mut self, cone: &Cone, truth: ExprId, assumptions: &[Lit]) -> Found {
        let (plan, today) = (self.ways.plan, self.ways.today);
        let holds = |lead: &Lead| truths(plan, today, lead).get(truth.index()) == Some(&Truth::Yes);
        self.model.find_in(cone, assumptions, &mut self.budget, &holds)
    }

    /// The first rule, by text, that puts the lead on the stage for the least.
    fn first_rule(
        &mut self,
        cone: &Cone,
        truth: ExprId,
        stage: StageId,
        assumed: &[Lit],
        reached: Lead,
    ) -> Option<(RuleId, Lead)> {
        let rules = self.ways.rules.get(stage.index())?;
        let truth_of = |rule: &RuleId| self.ways.plan.rules.get(rule.index()).map(|rule| rule.truth);
        let first_of = |lead: &Lead| {
            let truths = truths(self.ways.plan, self.ways.today, lead);
            let is_yes =
                |rule: &RuleId| truth_of(rule).is_some_and(|id| truths.get(id.index()) == Some(&Truth::Yes));
            rules.iter().position(is_yes)
        };
        let (mut at, mut best) = (first_of(&reached)?, reached);
        while at > 0 {
            let earlier: Vec<Lit> =
                rules.iter().take(at).filter_map(truth_of).map(|id| self.model.pair(id).yes).collect();
            let earlier = self.model.circuit.or(earlier);
            let assumptions: Vec<Lit> = assumed.iter().copied().chain([earlier]).collect();
            match self.find(cone, truth, &assumptions) {
                Found::Lead(lead) => match first_of(&lead) {
                    Some(first) if first < at => (at, best) = (first, lead),
                    Some(_) | None => break,
                },
                Found::Nothing(_) | Found::Undecided => break,
            }
        }
        Some((*rules.get(at)?, best))
    }
}
