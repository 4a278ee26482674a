//! Which round brackets a reader needs.

use crate::ast::{Condition, ConditionKind, Join, JoinKind};

/// What a condition in brackets is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A chain of one kind of join.
    Chain(JoinKind),
    /// A chain that mixes `and` with `or`.
    MixedChain,
    /// It follows `not`.
    Not,
}

impl Place {
    /// The place of the parts of a chain.
    pub(super) fn of_chain(joins: &[Join]) -> Self {
        match joins.split_first() {
            Some((first, rest)) if rest.iter().all(|join| join.kind == first.kind) => Self::Chain(first.kind),
            Some(_) | None => Self::MixedChain,
        }
    }
}

/// The condition without brackets around the whole of it.
pub(super) fn stripped(condition: &Condition) -> &Condition {
    let mut inside = condition;
    while let ConditionKind::Brackets(inner) = &inside.kind {
        inside = inner;
    }
    inside
}

/// Whether leaving out the brackets around `inner` would change the meaning or puzzle a reader.
pub(super) fn needed(place: Place, inner: &Condition) -> bool {
    match &stripped(inner).kind {
        ConditionKind::Test(_) => false,
        ConditionKind::Not(_) => place == Place::Not,
        ConditionKind::Chain { joins, .. } => place == Place::MixedChain || Place::of_chain(joins) != place,
        ConditionKind::Block { .. } | ConditionKind::Brackets(_) => true,
    }
}
