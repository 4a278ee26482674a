//! The conditions of a plan are told apart by what they look at: one aspect of one field, or more than that.
//!
//! ```text
//! employees >= 50 ───────────┐
//! employees between 1 and 9 ─┼─► aspect: employees, as a number
//! not employees >= 50 ───────┘
//! employees >= 50 and has_authority ──► mixed
//! ```
//!
//! Values of a field that no test of an aspect tells apart are one class, and a condition that is local to the aspect has one
//! truth for each class.

use std::collections::BTreeMap;

use qualify_plan::{ExprId, FieldId, Plan, Predicate, SetId, Step, Truth, Values};

use crate::asked::Asked;

/// How much an aspect of texts or lists may tell apart: so many bits say which class a value is of.
pub(super) const BITS: usize = 64;

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// Nothing: it is so for every lead.
    Constant(Truth),
    /// One aspect, of whose conditions it has this index.
    Local(usize, usize),
    /// Several aspects, points or rows.
    Mixed,
}

/// How tests look at a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Known,
    Number,
    Day,
    Choice,
    Country,
    YesNo,
    Text,
    Domain,
    Choices,
    Texts,
    /// Whatever else: each test is asked, and the truths are the class.
    Other,
}

/// What conditions look at in one way.
#[derive(Debug, Clone)]
pub(super) struct Aspect {
    pub(super) field: FieldId,
    pub(super) kind: Kind,
    pub(super) tests: Vec<ExprId>,
    /// All conditions that are local to it, parts before wholes; the tests among them.
    pub(super) local: Vec<ExprId>,
    bits: usize,
}

/// Where every condition is at home, by [`ExprId`], and the aspects.
pub(super) fn aspects(plan: &Plan, asked: &[Asked<'_>]) -> (Vec<Home>, Vec<Aspect>) {
    let mut homes = vec![Home::Constant(Truth::Unknown); plan.exprs.len()];
    let mut aspects: Vec<Aspect> = Vec::new();
    let mut latest = BTreeMap::<(FieldId, Kind), usize>::new();
    for step in &plan.steps {
        let Step::Expr(id) = step else { continue };
        let Some(asked) = asked.get(id.index()) else { continue };
        let home = match (asked, asked.field()) {
            (_, Some(field)) => {
                let (kind, bits) = kind(plan, asked);
                let has_room = |at: &&usize| aspects.get(**at).is_some_and(|known| known.bits + bits <= BITS);
                let at = latest.get(&(field, kind)).filter(has_room).copied().unwrap_or(aspects.len());
                if at == aspects.len() {
                    latest.insert((field, kind), at);
                    aspects.push(Aspect { field, kind, tests: Vec::new(), local: Vec::new(), bits: 0 });
                }
                aspects.get_mut(at).into_iter().for_each(|aspect| {
                    aspect.bits += bits;
                    aspect.tests.push(*id);
                });
                Home::Local(at, 0)
            }
            (Asked::Always(truth), None) => Home::Constant(*truth),
            (Asked::Points(..) | Asked::Bands(..) | Asked::Rows(_), None) => Home::Mixed,
            (_, None) => of_parts(asked, &homes),
        };
        let home = match home {
            Home::Local(at, _) => Home::Local(at, add_local(&mut aspects, at, *id)),
            Home::Constant(_) | Home::Mixed => home,
        };
        homes.get_mut(id.index()).into_iter().for_each(|slot| *slot = home);
    }
    (homes, aspects)
}

fn add_local(aspects: &mut [Aspect], at: usize, id: ExprId) -> usize {
    let Some(aspect) = aspects.get_mut(at) else { return 0 };
    aspect.local.push(id);
    aspect.local.len() - 1
}

/// The one aspect that all parts look at, if it is one.
fn of_parts(asked: &Asked<'_>, homes: &[Home]) -> Home {
    let home = |part: ExprId| homes.get(part.index()).copied().unwrap_or(Home::Mixed);
    let mut common = None;
    for part in asked.parts() {
        match (home(part), common) {
            (Home::Constant(_), _) => {}
            (Home::Local(at, _), None) => common = Some(at),
            (Home::Local(at, _), Some(known)) if at == known => {}
            (Home::Local(..) | Home::Mixed, _) => return Home::Mixed,
        }
    }
    let truth = |part: ExprId| match home(part) {
        Home::Constant(truth) => truth,
        Home::Local(..) | Home::Mixed => Truth::Unknown,
    };
    common.map_or_else(|| Home::Constant(asked.of_parts(truth)), |at| Home::Local(at, 0))
}

/// How a test looks at its field, and how many bits that takes.
fn kind(plan: &Plan, asked: &Asked<'_>) -> (Kind, usize) {
    let values = |set: SetId| plan.sets.get(set.index()).map(|set| &set.values);
    match asked {
        Asked::Known(..) => (Kind::Known, 0),
        Asked::Number(..) => (Kind::Number, 0),
        Asked::Day(..) => (Kind::Day, 0),
        Asked::Choice(..) => (Kind::Choice, 0),
        Asked::Value(_, test, _) if test.subject.domain => (Kind::Domain, 1),
        Asked::Value(_, test, _) => match &test.predicate {
            Predicate::Yes => (Kind::YesNo, 0),
            Predicate::Rank(_) => (Kind::Choice, 0),
            Predicate::Text(..) => (Kind::Text, 1),
            Predicate::In(set) => match values(*set) {
                Some(Values::Countries(_)) => (Kind::Country, 0),
                Some(Values::Texts(_)) => (Kind::Text, 1),
                Some(Values::Choices(_)) | None => (Kind::Other, 2),
            },
            Predicate::Includes(_, set) => match values(*set) {
                Some(Values::Choices(choices)) if choices.len() <= BITS => (Kind::Choices, choices.len()),
                Some(Values::Texts(texts)) if texts.len() <= BITS => (Kind::Texts, texts.len()),
                _ => (Kind::Other, 2),
            },
            Predicate::Known | Predicate::Number(_) | Predicate::Date(_) => (Kind::Other, 2),
        },
        _ => (Kind::Other, 2),
    }
}
