//! Parts of rules that other rules with the same conclusion make unnecessary: the rule alone would change without them,
//! and no lead would be judged otherwise.
//!
//! ```text
//! when A and B then MQL     when A and not B then MQL      B never matters in the first: without it,
//!                                                          leads that it would add are MQL by the second
//! ```

use qualify_eval::truths;
use qualify_plan::{Lead, RuleId, Truth};

use crate::analysis::{Analysis, Answer};
use crate::find::Found;
use crate::model::{Model, Pair};
use crate::parts::{Spot, Whole, without};
use crate::solver::Lit;
use crate::survey::Depth;

impl<'a> Analysis<'a> {
    /// For each rule, the spots of which the parts matter inside it and yet to nobody, because other rules conclude the same:
    /// without any one of them every stage, exit and outcome is Yes, No and unknown for the same leads.
    ///
    /// `spots` tells which parts of a rule to ask about, without those that [`Analysis::idle_parts`] finds. Each part is idle as
    /// long as the others stay: two of them may need each other.
    pub fn idle_in_context(&self, spots: &dyn Fn(RuleId) -> Vec<Spot>) -> Vec<(RuleId, Spot)> {
        let mut model = self.model(Depth::Whole, self.plan.rules.iter().map(|rule| rule.truth));
        let rules = (0..self.plan.rules.len()).map(RuleId::from_index);
        let of_rule = |rule| {
            self.idle_with_others(&mut model, rule, spots(rule)).into_iter().map(move |spot| (rule, spot))
        };
        rules.flat_map(of_rule).collect()
    }

    fn idle_with_others(&self, model: &mut Model<'a>, rule: RuleId, spots: Vec<Spot>) -> Vec<Spot> {
        let Some(others) = self.others(model, rule) else { return Vec::new() };
        let declared = self.plan.rules.get(rule.index()).filter(|rule| rule.is_in_force(self.today));
        let Some(declared) = declared else { return Vec::new() };
        let cone = model.cone([declared.truth]);
        let mut found: Vec<Spot> = Vec::new();
        for spot in spots {
            if found.iter().any(|idle| spot.is_within(idle)) {
                continue;
            }
            let rest = without(model, Whole::from(declared), std::slice::from_ref(&spot));
            let whole = model.pair(declared.truth);
            // A lead that knows only what the rule asks seldom meets another rule: most parts are seen to matter here.
            let differ = model.circuit.differ(whole.yes, rest.yes);
            if let Found::Lead(lead) = model.find_in(&cone, &[differ], &mut self.budget(), &|_| true)
                && self.is_heard_alone(rule, &lead)
            {
                continue;
            }
            if self.is_alike(model, whole, rest, &others) {
                found.push(spot);
            }
        }
        found
    }

    /// Whether no other rule surely gives a lead some conclusion of a rule.
    fn is_heard_alone(&self, rule: RuleId, lead: &Lead) -> bool {
        let truths = truths(self.plan, self.today, lead);
        let is_yes = |other: &RuleId| {
            let other = self.plan.rules.get(other.index());
            other.is_some_and(|other| truths.get(other.truth.index()) == Some(&Truth::Yes))
        };
        let others = (0..self.plan.rules.len()).map(RuleId::from_index);
        let sure: Vec<RuleId> = others.filter(|other| *other != rule && is_yes(other)).collect();
        let conclusions = self.plan.rules.get(rule.index()).map_or(&[][..], |rule| &rule.concludes);
        conclusions
            .iter()
            .any(|conclusion| !sure.iter().any(|other| self.gives_as_well(*other, rule, *conclusion)))
    }

    /// For each conclusion of a rule, what all others that give it as well come to; none if some conclusion has no others.
    fn others(&self, model: &mut Model<'a>, rule: RuleId) -> Option<Vec<Pair>> {
        let declared = self.plan.rules.get(rule.index())?;
        let mut all = Vec::new();
        for conclusion in &declared.concludes {
            let others = (0..self.plan.rules.len()).map(RuleId::from_index).filter(|other| *other != rule);
            let others = others.filter(|other| self.gives_as_well(*other, rule, *conclusion));
            let others: Vec<Pair> = others
                .filter_map(|other| self.plan.rules.get(other.index()))
                .map(|other| model.pair(other.truth))
                .collect();
            if others.is_empty() {
                return None;
            }
            all.push(model.any(&others));
        }
        Some(all)
    }

    /// Whether a rule and what is left of it come to the same beside all others.
    fn is_alike(&self, model: &mut Model<'a>, whole: Pair, rest: Pair, others: &[Pair]) -> bool {
        let (yes, no) = (model.circuit.differ(whole.yes, rest.yes), model.circuit.differ(whole.no, rest.no));
        let mut differences: Vec<Lit> = Vec::new();
        for other in others {
            differences.push(model.circuit.and([!other.yes, yes]));
            differences.push(model.circuit.and([other.no, no]));
        }
        let differ = model.circuit.or(differences);
        match model.find(&[differ], &mut self.budget(), &|_| true) {
            Found::Nothing(_) => true,
            Found::Lead(_) => false,
            Found::Undecided => {
                self.count(Answer::Undecided);
                false
            }
        }
    }
}
