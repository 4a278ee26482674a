//! A condition becomes words and bullets.

use super::brackets::{Place, needed, stripped};
use super::lines::{Lines, start_of};
use super::literals::literal;
use super::predicates::Facts;
use super::vocabulary::Vocabulary;
use crate::ast::{Condition, ConditionKind, Join, JoinKind, Quantifier};

/// Where a condition stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// Dashes of the bullets that a block here opens.
    pub(super) dashes: usize,
    /// Spaces in front of these bullets.
    pub(super) indent: usize,
}

impl Level {
    fn deeper(self) -> Self {
        Self { dashes: self.dashes + 1, indent: self.indent + 2 }
    }
}

/// Writes a whole condition after the words of the last line.
pub(super) fn condition(
    out: &mut Lines,
    words: &Vocabulary,
    facts: Facts<'_>,
    level: Level,
    whole: &Condition,
) {
    Writer { out, words, facts }.whole(level, whole);
}

struct Writer<'a> {
    out: &'a mut Lines,
    words: &'a Vocabulary,
    facts: Facts<'a>,
}

impl Writer<'_> {
    fn whole(&mut self, level: Level, condition: &Condition) {
        self.term(level, stripped(condition));
    }

    fn term(&mut self, level: Level, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Chain { parts, joins } => self.chain(level, parts, joins),
            ConditionKind::Not(inner) => {
                self.out.word_at("not", start_of(condition.span));
                self.part(level, Place::Not, inner);
            }
            ConditionKind::Brackets(inner) => {
                self.out.opening("(");
                self.whole(level, inner);
                self.out.touching(")");
            }
            ConditionKind::Block { quantifier, parts } => {
                self.quantifier(quantifier, condition);
                self.bullets(level, parts);
            }
            ConditionKind::Test(test) => super::predicates::test(self.out, self.words, self.facts, test),
        }
    }

    fn chain(&mut self, level: Level, parts: &[Condition], joins: &[Join]) {
        let place = Place::of_chain(joins);
        let mut before: Option<Join> = None;
        for (part, join) in parts.iter().zip(joins.iter().copied().map(Some).chain([None])) {
            if let Some(join) = before {
                self.join(join);
            }
            self.part(level, place, part);
            before = join;
        }
    }

    fn join(&mut self, join: Join) {
        self.out.may_break();
        self.out.word_at(join_word(join.kind), join.span);
    }

    /// A part of a chain, or what follows `not`.
    fn part(&mut self, level: Level, place: Place, part: &Condition) {
        match &part.kind {
            ConditionKind::Brackets(inner) if !needed(place, inner) => self.part(level, place, inner),
            ConditionKind::Chain { .. }
            | ConditionKind::Not(_)
            | ConditionKind::Brackets(_)
            | ConditionKind::Block { .. }
            | ConditionKind::Test(_) => self.term(level, part),
        }
    }

    fn quantifier(&mut self, quantifier: &Quantifier, block: &Condition) {
        let at = start_of(block.span);
        match quantifier {
            Quantifier::All => self.out.word_at("all of:", at),
            Quantifier::Any => self.out.word_at("any of:", at),
            Quantifier::None => self.out.word_at("none of:", at),
            Quantifier::AtLeast(least) => {
                self.out.word_at("at least", at);
                self.out.word_at(literal(least), least.span);
                self.out.word("of:");
            }
        }
    }

    fn bullets(&mut self, level: Level, parts: &[Condition]) {
        for part in parts {
            self.out.start(level.indent);
            self.out.word("-".repeat(level.dashes));
            self.whole(level.deeper(), part);
        }
    }
}

fn join_word(join: JoinKind) -> &'static str {
    match join {
        JoinKind::And => "and",
        JoinKind::Or => "or",
    }
}
