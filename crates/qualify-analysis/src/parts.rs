//! Parts of conditions become proofs that they never matter, without looking at other rules.

use qualify_plan::{Expr, ExprId, Rule, RuleId};

use crate::analysis::{Analysis, Answer};
use crate::find::Found;
use crate::local::parts;
use crate::model::{Model, Pair};
use crate::survey::Depth;

/// A part that never matters inside its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdlePart {
    /// Which rule.
    pub rule: RuleId,
    /// Whether it stands in the `unless`.
    pub in_unless: bool,
    /// The way from the `when` or `unless` to the part: which part of `all of`, `any of`, `at least`; 0 for `not`.
    pub path: Vec<usize>,
    /// The part.
    pub part: ExprId,
}

impl Analysis<'_> {
    fn parts_of(&self, id: ExprId) -> Vec<ExprId> {
        parts(self.plan, id)
    }

    /// The parts of a rule that never matter inside it: without them the rule is Yes, No or unknown for the same leads.
    pub fn idle_parts(&self, rule: RuleId) -> Vec<IdlePart> {
        let Some(declared) = self.plan.rules.get(rule.index()) else { return Vec::new() };
        let mut model = self.model(Depth::Local, [declared.truth]);
        let places = self.places_of(declared);
        let mut found: Vec<IdlePart> = Vec::new();
        for (in_unless, path) in places {
            let is_below = |idle: &IdlePart| idle.in_unless == in_unless && path.starts_with(&idle.path);
            if found.iter().any(is_below) {
                continue;
            }
            if let Some(part) = self.idle_part(&mut model, declared, in_unless, &path, &found) {
                found.push(IdlePart { rule, in_unless, path, part });
            }
        }
        found
    }

    /// The places of all parts of lists in a rule: whether in the `unless`, and the way.
    pub(crate) fn places_of(&self, rule: &Rule) -> Vec<(bool, Vec<usize>)> {
        let when = self.places_in(rule.when).into_iter().map(|path| (false, path));
        let unless = rule.unless.into_iter().flat_map(|unless| self.places_in(unless));
        when.chain(unless.map(|path| (true, path))).collect()
    }

    /// The ways to all parts of lists below a condition, wholes before their parts.
    fn places_in(&self, root: ExprId) -> Vec<Vec<usize>> {
        let mut places = Vec::new();
        let mut open = vec![(root, Vec::new())];
        while let Some((id, path)) = open.pop() {
            let is_list = matches!(
                self.plan.exprs.get(id.index()),
                Some(Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..))
            );
            for (at, part) in self.parts_of(id).into_iter().enumerate() {
                let mut longer = path.clone();
                longer.push(at);
                if is_list {
                    places.push(longer.clone());
                }
                open.push((part, longer));
            }
        }
        places.sort();
        places
    }

    /// The part at a place, if the rule is the same without it and without those that were found before.
    fn idle_part(
        &self,
        model: &mut Model<'_>,
        rule: &Rule,
        in_unless: bool,
        path: &[usize],
        found: &[IdlePart],
    ) -> Option<ExprId> {
        let before = found.iter().map(|idle| (idle.in_unless, idle.path.as_slice()));
        let left_out: Vec<(bool, &[usize])> = before.chain([(in_unless, path)]).collect();
        let whole = model.pair(rule.truth);
        let rest = self.rule_without(model, rule, &left_out);
        let yes = model.circuit.differ(whole.yes, rest.yes);
        let no = model.circuit.differ(whole.no, rest.no);
        let differ = model.circuit.or([yes, no]);
        let is_idle = differ == model.circuit.no()
            || match model.find(&[differ], &mut self.budget(), &|_| true) {
                Found::Nothing(_) => true,
                Found::Lead(_) => false,
                Found::Undecided => {
                    self.count(Answer::Undecided);
                    false
                }
            };
        let root = if in_unless { rule.unless? } else { rule.when };
        if is_idle { self.part_at(root, path) } else { None }
    }

    /// The part that a way from a condition leads to.
    pub(crate) fn part_at(&self, root: ExprId, path: &[usize]) -> Option<ExprId> {
        path.iter().try_fold(root, |id, at| self.parts_of(id).get(*at).copied())
    }

    /// What is left of a rule without the parts at some places; whether a place is in the `unless` stands before it.
    pub(crate) fn rule_without(
        &self,
        model: &mut Model<'_>,
        rule: &Rule,
        left_out: &[(bool, &[usize])],
    ) -> Pair {
        let of = |wanted: bool| -> Vec<&[usize]> {
            left_out.iter().filter(|(in_unless, _)| *in_unless == wanted).map(|(_, path)| *path).collect()
        };
        let when = self.without(model, rule.when, &of(false));
        let parts: Vec<Pair> = match rule.unless {
            Some(unless) => vec![when, !self.without(model, unless, &of(true))],
            None => vec![when],
        };
        model.all(&parts)
    }

    /// A condition without the parts at some places.
    fn without(&self, model: &mut Model<'_>, id: ExprId, left_out: &[&[usize]]) -> Pair {
        if left_out.is_empty() {
            return model.pair(id);
        }
        let parts = self.parts_of(id);
        let mut kept: Vec<Pair> = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            let here = left_out.iter().filter(|path| path.first() == Some(&at));
            let below: Vec<&[usize]> = here.filter_map(|path| path.get(1..)).collect();
            if !below.iter().any(|path| path.is_empty()) {
                kept.push(self.without(model, *part, &below));
            }
        }
        match self.plan.exprs.get(id.index()) {
            Some(Expr::Not(_)) => kept.first().map_or(model.pair(id), |part| !*part),
            Some(Expr::All(_)) => model.all(&kept),
            Some(Expr::Any(_)) => model.any(&kept),
            Some(Expr::AtLeast(k, _)) => model.at_least(*k as usize, &kept),
            Some(
                Expr::Test(_)
                | Expr::Events(_)
                | Expr::Score(..)
                | Expr::Grade(..)
                | Expr::Place(_)
                | Expr::Rule(_),
            )
            | None => model.pair(id),
        }
    }
}
