//! A small program and all of its leads become agreements and disagreements about parts of rules that others make idle.

use qualify_analysis::{Analysis, Comparison, Equivalence, Spot, Whole};
use qualify_eval::testing::today;
use qualify_eval::truths;
use qualify_plan::{Conclusion, ExprId, Place, Plan, RuleId, Truth};

use crate::leads::Leads;
use crate::questions::Tally;
use crate::without::{spots, without};

/// Asks which parts others make idle.
pub(crate) struct Within<'a> {
    pub(crate) name: String,
    pub(crate) plan: &'a Plan,
    pub(crate) analysis: Analysis<'a>,
    pub(crate) leads: &'a Leads,
    pub(crate) tally: &'a mut Tally,
}

impl Within<'_> {
    pub(crate) fn everything(&mut self) {
        let before = self.analysis.undecided();
        let rules = || (0..self.plan.rules.len()).map(RuleId::from_index);
        // The parts that matter inside their rule.
        let spots_of = |rule: RuleId| {
            let spots = spots(self.plan, rule);
            let idle = self.analysis.idle_parts(Whole::from(&self.plan.rules[rule.index()]), &spots);
            spots.into_iter().filter(|spot| !idle.iter().any(|idle| spot.is_within(idle))).collect()
        };
        let local: Vec<Vec<Spot>> = rules().map(spots_of).collect();
        let found = self.analysis.idle_in_context(&|rule| local[rule.index()].clone());
        let is_decided = self.analysis.undecided() == before;
        for (rule, spot) in &found {
            self.tally.pairs += 1;
            self.tally.by_question.entry("idle beside others").or_default().never += 1;
            self.weigh(*rule, spot);
        }
        let others = rules().flat_map(|rule| local[rule.index()].iter().map(move |spot| (rule, spot)));
        for (rule, spot) in others {
            let is_known = found.iter().any(|(other, idle)| *other == rule && spot.is_within(idle));
            if is_known || !self.has_others(rule) {
                continue;
            }
            self.tally.pairs += 1;
            let count = self.tally.by_question.entry("idle beside others").or_default();
            match (is_decided, self.leads.complete) {
                (false, _) => count.undecided += 1,
                (true, false) => count.beyond += 1,
                (true, true) => {
                    count.lead += 1;
                    if !self.matters(rule, spot) {
                        self.look_beyond(rule, spot);
                    }
                }
            }
        }
    }

    /// Texts are listed up to a length: a longer one may show that a part matters.
    fn look_beyond(&mut self, rule: RuleId, spot: &Spot) {
        let less = without(self.plan, rule, spot);
        match Comparison::new(self.plan, &less, today()).equivalent() {
            Equivalence::Differs(_) => {
                self.tally.by_question.entry("idle beside others").or_default().beyond += 1;
            }
            Equivalence::Equivalent | Equivalence::Undecided => {
                self.disagree(&format!("{rule:?} {spot:?} is not listed"));
            }
        }
    }

    fn disagree(&mut self, what: &str) {
        self.tally.disagreements.push(format!("{}: idle beside others: {what}", self.name));
    }

    fn weigh(&mut self, rule: RuleId, spot: &Spot) {
        if self.matters(rule, spot) {
            self.disagree(&format!("{rule:?} {spot:?} matters"));
        }
    }

    /// Whether without the part some conclusion of its rule is given otherwise.
    fn matters(&self, id: RuleId, spot: &Spot) -> bool {
        let less = without(self.plan, id, spot);
        let rule = &self.plan.rules[id.index()];
        let others: Vec<Vec<ExprId>> =
            rule.concludes.iter().map(|conclusion| self.others(id, *conclusion)).collect();
        self.leads.all.iter().any(|seen| {
            let rest = truths(&less, today(), &seen.lead)[rule.truth.index()];
            let given = |own: Truth, others: &[ExprId]| {
                let all = others.iter().map(|other| seen.truths[other.index()]).chain([own]);
                all.fold(Truth::No, either)
            };
            let whole = seen.truths[rule.truth.index()];
            others.iter().any(|others| given(whole, others) != given(rest, others))
        })
    }

    fn has_others(&self, rule: RuleId) -> bool {
        let concludes = &self.plan.rules[rule.index()].concludes;
        let is_active = self.leads.all.iter().any(|seen| seen.found.rules[rule.index()] != Truth::No);
        is_active && concludes.iter().all(|conclusion| !self.others(rule, *conclusion).is_empty())
    }

    /// The other rules that give a conclusion to every lead to which a rule may give it.
    fn others(&self, rule: RuleId, conclusion: Conclusion) -> Vec<ExprId> {
        let leaves = |rule: &qualify_plan::Rule| {
            rule.concludes.iter().any(|conclusion| matches!(conclusion, Conclusion::Place(Place::Exit(_))))
        };
        let own_leaves = leaves(&self.plan.rules[rule.index()]);
        let all = self.plan.rules.iter().enumerate().filter(|(at, _)| *at != rule.index());
        let gives = all.filter(|(_, other)| other.concludes.contains(&conclusion));
        let heard = gives.filter(|(_, other)| match conclusion {
            Conclusion::Place(_) => true,
            Conclusion::Outcome(..) => leaves(other) || !own_leaves,
        });
        heard.map(|(_, other)| other.truth).collect()
    }
}

fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::No, Truth::No) => Truth::No,
    }
}
