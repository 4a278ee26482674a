//! A small program and all of its leads become agreements and disagreements about parts of rules that others make idle.

use std::collections::BTreeSet;

use qualify_analysis::{Analysis, Comparison, Equivalence, IdlePart};
use qualify_eval::testing::today;
use qualify_eval::truths;
use qualify_plan::{Conclusion, Expr, ExprId, Place, Plan, RuleId, Truth};

use crate::leads::Leads;
use crate::questions::Tally;
use crate::without::without;

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
        let local: Vec<Vec<IdlePart>> =
            (0..self.plan.rules.len()).map(|at| self.analysis.idle_parts(RuleId::from_index(at))).collect();
        let found = self.analysis.idle_in_context(&|rule| local[rule.index()].clone());
        let is_decided = self.analysis.undecided() == before;
        for part in &found {
            self.tally.pairs += 1;
            self.tally.by_question.entry("idle beside others").or_default().never += 1;
            self.weigh(part);
        }
        let known: Vec<&IdlePart> = found.iter().chain(local.iter().flatten()).collect();
        for part in self.parts() {
            let is_known = |known: &&IdlePart| {
                known.rule == part.rule
                    && known.in_unless == part.in_unless
                    && part.path.starts_with(&known.path)
            };
            if known.iter().any(is_known) || !self.has_others(part.rule) {
                continue;
            }
            self.tally.pairs += 1;
            let count = self.tally.by_question.entry("idle beside others").or_default();
            match (is_decided, self.leads.complete) {
                (false, _) => count.undecided += 1,
                (true, false) => count.beyond += 1,
                (true, true) => {
                    count.lead += 1;
                    if !self.matters(&part) {
                        self.look_beyond(&part);
                    }
                }
            }
        }
    }

    /// Texts are listed up to a length: a longer one may show that a part matters.
    fn look_beyond(&mut self, part: &IdlePart) {
        let less = without(self.plan, part);
        match Comparison::new(self.plan, &less, today()).equivalent() {
            Equivalence::Differs(_) => {
                self.tally.by_question.entry("idle beside others").or_default().beyond += 1;
            }
            Equivalence::Equivalent | Equivalence::Undecided => {
                self.disagree(&format!("{part:?} is not listed"));
            }
        }
    }

    fn disagree(&mut self, what: &str) {
        self.tally.disagreements.push(format!("{}: idle beside others: {what}", self.name));
    }

    fn weigh(&mut self, part: &IdlePart) {
        if self.matters(part) {
            self.disagree(&format!("{part:?} matters"));
        }
    }

    /// Whether without the part some conclusion of its rule is given otherwise.
    fn matters(&self, part: &IdlePart) -> bool {
        let less = without(self.plan, part);
        let rule = &self.plan.rules[part.rule.index()];
        let others: Vec<Vec<ExprId>> =
            rule.concludes.iter().map(|conclusion| self.others(part.rule, *conclusion)).collect();
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

    /// All parts of lists in all rules.
    fn parts(&self) -> Vec<IdlePart> {
        let mut parts = Vec::new();
        for (at, rule) in self.plan.rules.iter().enumerate() {
            let roots = [(false, Some(rule.when)), (true, rule.unless)];
            for (in_unless, root) in roots.into_iter().filter_map(|(side, root)| Some((side, root?))) {
                for (path, part) in self.below(root) {
                    parts.push(IdlePart { rule: RuleId::from_index(at), in_unless, path, part });
                }
            }
        }
        parts
    }

    fn below(&self, root: ExprId) -> BTreeSet<(Vec<usize>, ExprId)> {
        let mut found = BTreeSet::new();
        let mut open = vec![(root, Vec::new())];
        while let Some((id, path)) = open.pop() {
            let (parts, is_list) = match &self.plan.exprs[id.index()] {
                Expr::Not(part) => (vec![*part], false),
                Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => (parts.clone(), true),
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Rule(_) => continue,
            };
            for (at, part) in parts.into_iter().enumerate() {
                let longer: Vec<usize> = path.iter().copied().chain([at]).collect();
                if is_list {
                    found.insert((longer.clone(), part));
                }
                open.push((part, longer));
            }
        }
        found
    }
}

fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (Truth::No, Truth::No) => Truth::No,
    }
}
