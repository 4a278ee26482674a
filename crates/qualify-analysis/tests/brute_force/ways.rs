//! A small program and some of its leads become agreements and disagreements about the nearest way up.

use qualify_analysis::{Reached, Ways};
use qualify_eval::testing::today;
use qualify_plan::{Conclusion, Lead, Place, Plan, RuleId, StageId, Stream, Truth, Type};

use crate::leads::{Domain, Leads, Seen, look};
use crate::questions::Tally;

/// Leads of each program whose ways are looked at.
const LEADS: usize = 6;

/// Asks for the nearest ways of some leads.
pub(crate) struct Walking<'a> {
    pub(crate) name: String,
    pub(crate) plan: &'a Plan,
    pub(crate) domain: &'a Domain,
    pub(crate) leads: &'a Leads,
    pub(crate) tally: &'a mut Tally,
}

/// Facts that change who the lead is, all facts that are not as they were, and those of them that were known.
type Cost = (usize, usize, usize);

impl Walking<'_> {
    pub(crate) fn everything(&mut self) {
        let ways = Ways::new(self.plan, today());
        let step = (self.leads.all.len() / LEADS).max(1);
        for seen in self.leads.all.iter().step_by(step) {
            let reached = ways.reached(&seen.lead);
            for (stage, reached) in &reached {
                self.weigh(seen, *stage, reached);
            }
        }
    }

    fn weigh(&mut self, from: &Seen, stage: StageId, reached: &Reached) {
        self.tally.pairs += 1;
        let truth = self.plan.stages[stage.index()].truth;
        let there = self.leads.all.iter().filter(|seen| seen.truths[truth.index()] == Truth::Yes);
        let ways =
            there.filter_map(|seen| Some((self.cost(&from.lead, &seen.lead)?, self.rule(seen, stage)?)));
        let least = ways.min();
        let count = self.tally.by_question.entry("nearest").or_default();
        let about = format!("{stage:?} from {:?}", from.lead);
        let (rule, lead) = match reached {
            Reached::Undecided => {
                count.undecided += 1;
                return;
            }
            Reached::Never => {
                count.never += 1;
                if let Some(least) = least {
                    self.disagree(&format!("{about}: no way, but {least:?}"));
                }
                return;
            }
            Reached::Lead(rule, lead) => (*rule, lead),
        };
        count.lead += 1;
        let seen = look(self.plan, lead.clone());
        let (Some(cost), true) = (self.changes(&from.lead, lead), seen.truths[truth.index()] == Truth::Yes)
        else {
            return self.disagree(&format!("{about}: not shown by {reached:?}"));
        };
        let found = self.position(stage, rule).map(|position| (cost, position));
        match least {
            Some(least) if found > Some(least) => {
                self.disagree(&format!("{about}: {found:?}, but {least:?} is nearer"));
            }
            least if found != least && self.domain.complete => {
                self.disagree(&format!("{about}: {found:?}, and of all leads {least:?}"));
            }
            least if found != least => {
                self.tally.by_question.entry("nearest").or_default().beyond += 1;
            }
            _ => {}
        }
    }

    fn disagree(&mut self, what: &str) {
        self.tally.disagreements.push(format!("{}: nearest: {what}", self.name));
    }

    /// What it costs to go from one listed lead to another; none if something known would be forgotten.
    fn cost(&self, from: &Lead, to: &Lead) -> Option<Cost> {
        let mut cost = (0, 0, 0);
        for (at, cells) in self.domain.fields.iter().enumerate() {
            let cell = cells.iter().find(|cell| cell.value == to.values[at])?;
            let was_known = from.values[at].is_some();
            if from.values[at] != to.values[at] {
                if was_known && !cell.has_known {
                    return None;
                }
                self.pay(&mut cost, was_known, self.is_identity(at));
            }
        }
        for (at, cells) in self.domain.streams.iter().enumerate() {
            let cell = cells.iter().find(|cell| cell.value == to.events[at])?;
            let was_known = from.events[at] != Stream::NotCollected;
            if from.events[at] != to.events[at] {
                if was_known && !cell.has_known {
                    return None;
                }
                self.pay(&mut cost, was_known, false);
            }
        }
        Some(cost)
    }

    /// The same for any lead: facts that no test tells apart did not change.
    fn changes(&self, from: &Lead, to: &Lead) -> Option<Cost> {
        let mut cost = (0, 0, 0);
        for at in 0..from.values.len() {
            let was_known = from.values[at].is_some();
            if was_known && to.values[at].is_none() {
                return None;
            }
            if self.domain.tells_values_apart(at, &from.values[at], &to.values[at]) {
                self.pay(&mut cost, was_known, self.is_identity(at));
            }
        }
        for at in 0..from.events.len() {
            let was_known = from.events[at] != Stream::NotCollected;
            if was_known && to.events[at] == Stream::NotCollected {
                return None;
            }
            if self.domain.tells_streams_apart(at, &from.events[at], &to.events[at]) {
                self.pay(&mut cost, was_known, false);
            }
        }
        Some(cost)
    }

    fn pay(&self, cost: &mut Cost, was_known: bool, is_identity: bool) {
        match (was_known, is_identity) {
            (true, true) => cost.0 += 1,
            (true, false) => (cost.1, cost.2) = (cost.1 + 1, cost.2 + 1),
            (false, _) => cost.1 += 1,
        }
    }

    fn is_identity(&self, field: usize) -> bool {
        match self.plan.fields[field].ty {
            Type::Choice(_) | Type::Country | Type::Text | Type::Email | Type::List(_) => true,
            Type::YesNo | Type::Count | Type::Number | Type::Percent | Type::Money(_) | Type::Date => false,
        }
    }

    /// Where the first rule, by text, stands that puts a lead on a stage.
    fn rule(&self, seen: &Seen, stage: StageId) -> Option<usize> {
        let met = self.rules(stage).into_iter();
        met.filter(|rule| seen.found.rules[rule.index()] == Truth::Yes)
            .filter_map(|rule| self.position(stage, rule))
            .min()
    }

    fn position(&self, stage: StageId, rule: RuleId) -> Option<usize> {
        self.rules(stage).iter().position(|other| *other == rule)
    }

    fn rules(&self, stage: StageId) -> Vec<RuleId> {
        let concludes = |rule: &RuleId| {
            self.plan.rules[rule.index()].concludes.contains(&Conclusion::Place(Place::Stage(stage)))
        };
        let mut rules: Vec<RuleId> =
            (0..self.plan.rules.len()).map(RuleId::from_index).filter(concludes).collect();
        rules.sort_by_key(|rule| &self.plan.rules[rule.index()].text);
        rules
    }
}
