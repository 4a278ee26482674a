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

use qualify_eval::{Assumptions, findings, truths};
use qualify_plan::{
    Conclusion, Date, EventId, ExprId, FieldId, Lead, Place, Plan, RuleId, StageId, Stream, Truth, Type,
};

use crate::cone::Cone;
use crate::find::Found;
use crate::model::Model;
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

/// Whether a lead can come to a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// This is the nearest lead that has, and the rule that concludes it for it.
    Lead(RuleId, Lead),
    /// Whatever changes, if known facts stay known: proved.
    Never,
    /// Not found out within the budget.
    Undecided,
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
        for (at, rule) in plan.rules.iter().enumerate().filter(|(_, rule)| rule.is_in_force(today)) {
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

    /// For each stage above the lead's, lowest first, the nearest lead that has reached it.
    pub fn reached(&self, lead: &Lead) -> Vec<(StageId, Reached)> {
        let stage = findings(self.plan, self.today, lead, Assumptions::Made).stage;
        let above = (0..self.plan.stages.len()).map(StageId::from_index);
        let above = above.filter(|other| stage.is_none_or(|stage| *other > stage));
        let mut search = Search::new(self, lead);
        above.map(|stage| (stage, search.reached(stage))).collect()
    }
}

/// Why no way is told.
enum NoWay {
    /// There is none.
    Proved,
    /// The budget ran out, or something was not understood in full.
    Undecided,
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
        for literal in baseline.fields.values().flatten().chain(baseline.events.values()) {
            model.circuit.solver.prefer(*literal);
        }
        model.baseline = Some(baseline);
        Self { ways, lead, model, budget: Budget::conflicts(CONFLICTS) }
    }

    fn reached(&mut self, stage: StageId) -> Reached {
        match self.nearest(stage) {
            Ok((rule, lead)) => Reached::Lead(rule, lead),
            Err(NoWay::Proved) => Reached::Never,
            Err(NoWay::Undecided) => Reached::Undecided,
        }
    }

    fn nearest(&mut self, stage: StageId) -> Result<(RuleId, Lead), NoWay> {
        let truth = self.ways.plan.stages.get(stage.index()).ok_or(NoWay::Proved)?.truth;
        let cone = self.cone(truth);
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
        self.first_rule(&cone, truth, stage, &assumed, best.ok_or(NoWay::Proved)?).ok_or(NoWay::Undecided)
    }

    /// The facts that a stage depends on, and whether they stay.
    fn cone(&self, truth: ExprId) -> Cone {
        let mut cone = self.model.cone([truth]);
        let fields = self.model.baseline.iter().flat_map(|baseline| &baseline.fields);
        let fields = fields.filter(|(field, _)| cone.fields.contains(field));
        let same: Vec<Lit> =
            fields.flat_map(|(_, same)| same).copied().chain(self.same_rows(&cone)).collect();
        cone.inputs.extend(same.into_iter().map(Lit::var));
        cone.inputs.sort_unstable();
        cone.inputs.dedup();
        cone
    }

    /// For each event of a cone: that its rows stay.
    fn same_rows(&self, cone: &Cone) -> Vec<Lit> {
        let events = self.model.baseline.iter().flat_map(|baseline| &baseline.events);
        events.filter(|(event, _)| cone.events.contains_key(event)).map(|(_, same)| *same).collect()
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
        for event in cone.events.keys() {
            let Some(same) = baseline.events.get(event) else { continue };
            let kind = if self.is_collected(*event) { Kind::Other } else { Kind::Learnt };
            changes.push(Change { changed: !*same, kind });
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
    ) -> Result<(Vec<Lit>, Lead), NoWay> {
        for count in 0..=changes.len() {
            let more = self.model.circuit.at_least(count + 1, changes);
            let assumptions: Vec<Lit> = assumed.iter().copied().chain([!more]).collect();
            match self.find(cone, truth, &assumptions) {
                Found::Lead(lead) => return Ok((vec![!more], lead)),
                Found::Nothing(core) if !core.contains(&!more) => return Err(NoWay::Proved),
                Found::Nothing(_) => {}
                Found::Undecided => return Err(NoWay::Undecided),
            }
        }
        Err(NoWay::Proved)
    }

    /// A lead on a stage. Where rows cannot be made up, those that are there may do.
    fn find(&mut self, cone: &Cone, truth: ExprId, assumptions: &[Lit]) -> Found {
        let (plan, today) = (self.ways.plan, self.ways.today);
        let holds = |lead: &Lead| truths(plan, today, lead).get(truth.index()) == Some(&Truth::Yes);
        let found = self.model.find_in(cone, assumptions, &mut self.budget, &holds);
        let Found::Undecided = found else { return found };
        let kept: Vec<Lit> = assumptions.iter().copied().chain(self.same_rows(cone)).collect();
        match self.model.find_in(cone, &kept, &mut self.budget, &holds) {
            Found::Lead(lead) => Found::Lead(lead),
            Found::Nothing(_) | Found::Undecided => Found::Undecided,
        }
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
