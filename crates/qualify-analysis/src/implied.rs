//! Rules that others make unnecessary: proved for every lead, with the others that do.

use std::collections::BTreeSet;

use qualify_eval::truths;
use qualify_plan::{Conclusion, ExprId, Lead, RuleId, Truth};

use crate::analysis::{Analysis, Answer};
use crate::find::Found;
use crate::model::Model;
use crate::solver::Lit;
use crate::survey::Depth;
use crate::together::MANY;

/// A rule that makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redundant {
    /// The rule.
    pub rule: RuleId,
    /// Others that give its conclusions whenever it does or might, in order of their ids; rules that stay when all that are
    /// listed are taken away.
    pub by: Vec<RuleId>,
}

impl Analysis<'_> {
    /// The rules without which every lead has the same results, open ones included, and the same outcomes.
    ///
    /// Of rules that make each other unnecessary, one stays: taking away all rules that are listed changes nothing.
    /// `met` is what [`Analysis::rules_met`] found: leads show at little cost which rules are needed.
    pub fn redundant(&self, met: &[Answer]) -> Vec<Redundant> {
        let mut removed: BTreeSet<RuleId> = BTreeSet::new();
        let mut found = Vec::new();
        let needed = self.seen_alone(met);
        let all = self.plan.rules.len();
        let mut shared =
            (all >= MANY).then(|| self.model(Depth::Whole, self.plan.rules.iter().map(|rule| rule.truth)));
        for at in (0..self.plan.rules.len()).rev() {
            let rule = RuleId::from_index(at);
            if needed.contains(&rule) || !matches!(met.get(at), Some(Answer::Lead(_))) {
                continue;
            }
            if shared.as_mut().is_some_and(|model| self.shows_alone(model, rule)) {
                continue;
            }
            if let Some(by) = self.implied_by(rule, &removed, shared.as_mut()) {
                removed.insert(rule);
                found.push(Redundant { rule, by });
            }
        }
        found.reverse();
        for Redundant { rule, by } in &mut found {
            // When it was looked at, some of them were still there that were found unnecessary later.
            if by.iter().any(|other| removed.contains(other))
                && let Some(staying) = self.implied_by(*rule, &removed, shared.as_mut())
            {
                *by = staying;
            }
        }
        found
    }

    /// Rules that some lead meets while no other rule gives it one of their conclusions.
    fn seen_alone(&self, met: &[Answer]) -> BTreeSet<RuleId> {
        let leads = met.iter().filter_map(|answer| match answer {
            Answer::Lead(lead) => Some(lead),
            Answer::Never | Answer::Undecided => None,
        });
        // A lead stands for all rules that it meets: it is looked at once.
        let mut seen = BTreeSet::new();
        let leads = leads.filter(|lead| seen.insert(format!("{lead:?}")));
        leads.flat_map(|lead| self.alone_in(lead)).collect()
    }

    /// The rules that a lead meets while no other rule gives it one of their conclusions.
    fn alone_in(&self, lead: &Lead) -> Vec<RuleId> {
        let truths = truths(self.plan, self.today, lead);
        let is_yes = |rule: &RuleId| {
            let rule = self.plan.rules.get(rule.index());
            rule.is_some_and(|rule| truths.get(rule.truth.index()) == Some(&Truth::Yes))
        };
        let sure: Vec<RuleId> = (0..self.plan.rules.len()).map(RuleId::from_index).filter(is_yes).collect();
        let is_alone = |rule: &RuleId| {
            let conclusions = self.plan.rules.get(rule.index()).map_or(&[][..], |rule| &rule.concludes);
            let given = |conclusion: &Conclusion| {
                sure.iter().any(|other| other != rule && self.gives_as_well(*other, *rule, *conclusion))
            };
            !conclusions.iter().all(given)
        };
        sure.iter().copied().filter(is_alone).collect()
    }

    /// Whether a lead that knows only what a rule asks shows it alone: such a lead costs little, and seldom meets another.
    fn shows_alone(&self, model: &mut Model<'_>, rule: RuleId) -> bool {
        let (Some(declared), Some(truth)) = (self.plan.rules.get(rule.index()), self.truth(rule)) else {
            return false;
        };
        let cone = model.cone_with_rows([truth]);
        declared.concludes.iter().any(|conclusion| {
            let others = self.rivals(rule, *conclusion).filter_map(|other| self.truth(other));
            let denied: Vec<Lit> = others.map(|other| !model.pair(other).yes).collect();
            let claim = [model.pair(truth).yes];
            let assumptions: Vec<Lit> =
                claim.into_iter().chain(denied).chain(model.unknown_outside(&cone)).collect();
            // One try: where the first lead does not show it, others seldom do.
            match model.find_in(&cone, &assumptions, &mut self.budget(), &|_| true) {
                Found::Lead(lead) => self.alone_in(&lead).contains(&rule),
                Found::Nothing(_) | Found::Undecided => false,
            }
        })
    }

    /// The other rules that give a conclusion whenever this one would be heard, if they are met.
    fn rivals(&self, rule: RuleId, conclusion: Conclusion) -> impl Iterator<Item = RuleId> {
        (0..self.plan.rules.len())
            .map(RuleId::from_index)
            .filter(move |other| *other != rule && self.gives_as_well(*other, rule, conclusion))
    }

    /// Whether another rule gives a conclusion in all cases in which this one would be heard.
    pub(crate) fn gives_as_well(&self, other: RuleId, rule: RuleId, conclusion: Conclusion) -> bool {
        let gives =
            self.plan.rules.get(other.index()).is_some_and(|other| other.concludes.contains(&conclusion));
        let is_heard = match conclusion {
            Conclusion::Place(_) => true,
            Conclusion::Outcome(..) => self.concludes_exit(other) || !self.concludes_exit(rule),
        };
        gives && is_heard
    }

    /// The rules that together give all conclusions of a rule whenever it does; none if they do not.
    fn implied_by(
        &self,
        rule: RuleId,
        removed: &BTreeSet<RuleId>,
        mut shared: Option<&mut Model<'_>>,
    ) -> Option<Vec<RuleId>> {
        let declared = self.plan.rules.get(rule.index())?;
        let mut by = BTreeSet::new();
        for conclusion in &declared.concludes {
            let others: Vec<RuleId> =
                self.rivals(rule, *conclusion).filter(|other| !removed.contains(other)).collect();
            let covered = match shared.as_deref_mut() {
                Some(model) => self.covers(model, rule, &others),
                None => Covered::Undecided,
            };
            let covered = match covered {
                Covered::Undecided => {
                    let truths = others.iter().chain([&rule]).filter_map(|rule| self.truth(*rule));
                    self.covers(&mut self.model(Depth::Whole, truths), rule, &others)
                }
                Covered::By(_) | Covered::No => covered,
            };
            match covered {
                Covered::By(rules) => by.extend(rules),
                Covered::No => return None,
                Covered::Undecided => {
                    self.count(Answer::Undecided);
                    return None;
                }
            }
        }
        Some(by.into_iter().collect())
    }

    /// Which of some rules are surely met whenever a rule is, and may be met whenever it may.
    fn covers(&self, model: &mut Model<'_>, rule: RuleId, others: &[RuleId]) -> Covered {
        if others.is_empty() {
            return Covered::No;
        }
        let Some(mine) = self.truth(rule).map(|id| model.pair(id)) else { return Covered::No };
        let mut by = BTreeSet::new();
        for sure in [true, false] {
            let claim = if sure { mine.yes } else { !mine.no };
            let denials: Vec<_> = others
                .iter()
                .filter_map(|other| {
                    let pair = model.pair(self.truth(*other)?);
                    Some((*other, if sure { !pair.yes } else { pair.no }))
                })
                .collect();
            let assumptions: Vec<_> =
                [claim].into_iter().chain(denials.iter().map(|(_, lit)| *lit)).collect();
            match model.find(&assumptions, &mut self.budget(), &|_| true) {
                Found::Nothing(core) => {
                    by.extend(denials.iter().filter(|(_, lit)| core.contains(lit)).map(|(rule, _)| *rule));
                }
                Found::Lead(_) => return Covered::No,
                Found::Undecided => return Covered::Undecided,
            }
        }
        Covered::By(by)
    }

    fn truth(&self, rule: RuleId) -> Option<ExprId> {
        self.plan.rules.get(rule.index()).map(|rule| rule.truth)
    }
}

/// Whether others give what a rule gives.
enum Covered {
    By(BTreeSet<RuleId>),
    No,
    Undecided,
}
