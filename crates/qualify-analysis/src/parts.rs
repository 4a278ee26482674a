//! Parts of conditions become proofs that they never matter, without looking at other rules.

use qualify_plan::{Expr, ExprId, Rule};

use crate::analysis::{Analysis, Answer};
use crate::find::Found;
use crate::local::parts;
use crate::model::{Model, Pair};
use crate::survey::Depth;

/// How many parts of a list stand in one block.
const BLOCK: usize = 32;

/// A condition with its `unless`, as a rule has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// What has to hold.
    pub when: ExprId,
    /// And what may not.
    pub unless: Option<ExprId>,
}

/// Where a part stands in a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Whether it stands in the `unless`.
    pub in_unless: bool,
    /// The way from the `when` or `unless` to the part: which part of `all of`, `any of`, `at least`; 0 for `not`.
    pub path: Vec<usize>,
}

impl Spot {
    /// Whether it is another spot, or stands in what stands there.
    pub fn is_within(&self, other: &Self) -> bool {
        self.in_unless == other.in_unless && self.path.starts_with(&other.path)
    }
}

impl From<&Rule> for Whole {
    fn from(rule: &Rule) -> Self {
        Self { when: rule.when, unless: rule.unless }
    }
}

impl Analysis<'_> {
    /// The spots of which the parts never matter inside a whole: without all of them it is Yes, No or unknown for the same
    /// leads. They are asked in their order, and what stands in an idle part is not asked.
    pub fn idle_parts(&self, whole: Whole, spots: &[Spot]) -> Vec<Spot> {
        let mut model = self.model(Depth::Local, whole.unless.into_iter().chain([whole.when]));
        let complete = without(&mut model, whole, &[]);
        let mut found: Vec<Spot> = Vec::new();
        for spot in spots {
            if found.iter().any(|idle| spot.is_within(idle)) {
                continue;
            }
            found.push(spot.clone());
            let rest = without(&mut model, whole, &found);
            if !self.are_alike(&mut model, complete, rest) {
                found.pop();
            }
        }
        found
    }

    /// Whether two conditions are Yes, No and unknown for the same leads. Each way in which they can differ is asked by itself:
    /// that one holds and the other does not says at once what all the parts of long lists are.
    fn are_alike(&self, model: &mut Model<'_>, one: Pair, other: Pair) -> bool {
        let mut budget = self.budget();
        let ways = [(other.yes, one.yes), (one.no, other.no), (one.yes, other.yes), (other.no, one.no)];
        let mut is_decided = true;
        for (holds, fails) in ways.into_iter().filter(|(holds, fails)| holds != fails) {
            match model.find(&[holds, !fails], &mut budget, &|_| true) {
                Found::Nothing(_) => {}
                Found::Lead(_) => return false,
                Found::Undecided => is_decided = false,
            }
        }
        if !is_decided {
            self.count(Answer::Undecided);
        }
        is_decided
    }
}

/// What is left of a whole without the parts at some spots.
pub(crate) fn without(model: &mut Model<'_>, whole: Whole, left_out: &[Spot]) -> Pair {
    let of = |in_unless: bool| -> Vec<&[usize]> {
        let there = left_out.iter().filter(|spot| spot.in_unless == in_unless);
        there.map(|spot| spot.path.as_slice()).collect()
    };
    let when = condition_without(model, whole.when, &of(false));
    let parts: Vec<Pair> = match whole.unless {
        Some(unless) => vec![when, !condition_without(model, unless, &of(true))],
        None => vec![when],
    };
    model.all(&parts)
}

fn condition_without(model: &mut Model<'_>, id: ExprId, left_out: &[&[usize]]) -> Pair {
    if left_out.is_empty() {
        return model.pair(id);
    }
    let parts = parts(model.plan, id);
    let mut kept: Vec<(usize, Pair)> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let here = left_out.iter().filter(|path| path.first() == Some(&at));
        let below: Vec<&[usize]> = here.filter_map(|path| path.get(1..)).collect();
        if !below.iter().any(|path| path.is_empty()) {
            kept.push((at, condition_without(model, *part, &below)));
        }
    }
    match model.plan.exprs.get(id.index()) {
        Some(Expr::Not(_)) => kept.first().map_or(model.pair(id), |(_, part)| !*part),
        Some(Expr::All(_)) => in_blocks(&kept, &mut |parts| model.all(parts)),
        Some(Expr::Any(_)) => in_blocks(&kept, &mut |parts| model.any(parts)),
        Some(Expr::AtLeast(k, _)) => {
            let kept: Vec<Pair> = kept.into_iter().map(|(_, part)| part).collect();
            model.at_least(*k as usize, &kept)
        }
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

/// Parts of one list joined block by block, by where they stood: what is left of a long list without one part is, but for the
/// block of that part, made of blocks that were joined before.
fn in_blocks(parts: &[(usize, Pair)], join: &mut dyn FnMut(&[Pair]) -> Pair) -> Pair {
    let blocks = parts.chunk_by(|(one, _), (other, _)| one / BLOCK == other / BLOCK);
    let joined: Vec<Pair> =
        blocks.map(|block| join(&block.iter().map(|(_, part)| *part).collect::<Vec<Pair>>())).collect();
    join(&joined)
}
