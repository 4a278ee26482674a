//! Conditions that cannot be met or cannot fail, and parts of conditions that never matter: proved without looking at
//! other rules.

use qualify_plan::{Expr, ExprId, Rule, RuleId};

use crate::analysis::Analysis;
use crate::find::Found;
use crate::model::{Model, Pair};
use crate::solver::Lit;
use crate::survey::Depth;

/// A condition whose answer never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constant {
    /// The condition; no part of it is constant itself.
    pub expr: ExprId,
    /// How.
    pub kind: ConstantKind,
}

/// How the answer of a condition is constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConstantKind {
    /// No lead meets it: it is No or unknown.
    NeverTrue,
    /// No lead fails it: it is Yes or unknown.
    NeverFalse,
}

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
    /// The innermost conditions below some others that no lead can meet, or that no lead can fail.
    ///
    /// Stages, exits and scores in them may be anything: what is found is so by the text of the condition alone.
    pub fn constants(&self, roots: &[ExprId]) -> Vec<Constant> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.plan.exprs.len()];
        let mut is_within = vec![false; self.plan.exprs.len()];
        for root in roots {
            self.constants_below(*root, &mut seen, &mut is_within, &mut found);
        }
        found.sort_by_key(|constant| (constant.expr, constant.kind));
        found.dedup();
        found
    }

    /// Looks at parts before wholes; a whole with a constant part is left alone.
    fn constants_below(
        &self,
        root: ExprId,
        seen: &mut [bool],
        is_within: &mut [bool],
        found: &mut Vec<Constant>,
    ) {
        let mut open = vec![(root, false)];
        while let Some((id, parts_done)) = open.pop() {
            let is_seen = seen.get(id.index()).copied().unwrap_or(true);
            let parts = self.parts_of(id);
            if !parts_done {
                if !is_seen {
                    open.push((id, true));
                    open.extend(parts.iter().map(|part| (*part, false)));
                }
                continue;
            }
            seen.get_mut(id.index()).into_iter().for_each(|slot| *slot = true);
            let below = parts.iter().any(|part| is_within.get(part.index()) == Some(&true));
            let own = if below { None } else { self.constant(id) };
            found.extend(own);
            if below || own.is_some() {
                is_within.get_mut(id.index()).into_iter().for_each(|slot| *slot = true);
            }
        }
    }

    fn parts_of(&self, id: ExprId) -> Vec<ExprId> {
        match self.plan.exprs.get(id.index()) {
            Some(Expr::Not(part)) => vec![*part],
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => parts.clone(),
            Some(Expr::Rule(rule)) => {
                let rule = self.plan.rules.get(rule.index());
                rule.map_or_else(Vec::new, |rule| [rule.when].into_iter().chain(rule.unless).collect())
            }
            Some(Expr::Test(_) | Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_))
            | None => Vec::new(),
        }
    }

    /// Whether a condition is constant. `always` is a word of the language for the lowest stage, and a test on a score
    /// alone is a question about the score.
    fn constant(&self, id: ExprId) -> Option<Constant> {
        match self.plan.exprs.get(id.index())? {
            Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) | Expr::Not(_) => return None,
            Expr::All(parts) | Expr::Any(parts) if parts.is_empty() => return None,
            Expr::All(_)
            | Expr::Any(_)
            | Expr::AtLeast(..)
            | Expr::Test(_)
            | Expr::Events(_)
            | Expr::Rule(_) => {}
        }
        let mut model = self.model(Depth::Local, [id]);
        let pair = model.pair(id);
        let mut is_never =
            |lit: Lit| matches!(model.find(&[lit], &mut self.budget(), &|_| true), Found::Nothing(_));
        let kind = match (is_never(pair.yes), is_never(pair.no)) {
            (true, _) => ConstantKind::NeverTrue,
            (false, true) => ConstantKind::NeverFalse,
            (false, false) => return None,
        };
        Some(Constant { expr: id, kind })
    }

    /// The parts of a rule that never matter inside it: without them the rule is Yes, No or unknown for the same leads.
    pub fn idle_parts(&self, rule: RuleId) -> Vec<IdlePart> {
        let Some(declared) = self.plan.rules.get(rule.index()) else { return Vec::new() };
        let mut model = self.model(Depth::Local, [declared.truth]);
        let when = self.places_in(declared.when).into_iter().map(|path| (false, path));
        let unless = declared.unless.into_iter().flat_map(|unless| self.places_in(unless));
        let places: Vec<_> = when.chain(unless.map(|path| (true, path))).collect();
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
        let left_out = |unless: bool| -> Vec<&[usize]> {
            let before =
                found.iter().filter(|idle| idle.in_unless == unless).map(|idle| idle.path.as_slice());
            before.chain((unless == in_unless).then_some(path)).collect()
        };
        let whole = model.pair(rule.truth);
        let when = self.without(model, rule.when, &left_out(false));
        let parts: Vec<Pair> = match rule.unless {
            Some(unless) => vec![when, !self.without(model, unless, &left_out(true))],
            None => vec![when],
        };
        let rest = model.all(&parts);
        let yes = model.circuit.differ(whole.yes, rest.yes);
        let no = model.circuit.differ(whole.no, rest.no);
        let differ = model.circuit.or([yes, no]);
        let is_idle = differ == model.circuit.no()
            || matches!(model.find(&[differ], &mut self.budget(), &|_| true), Found::Nothing(_));
        let root = if in_unless { rule.unless? } else { rule.when };
        let step = |id: Option<ExprId>, at: &usize| self.parts_of(id?).get(*at).copied();
        if is_idle { path.iter().fold(Some(root), step) } else { None }
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
