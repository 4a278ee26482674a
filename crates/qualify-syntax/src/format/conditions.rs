//! A condition becomes words and bullets.

use super::brackets::{Place, needed, stripped};
use super::lines::{Level, Lines};
use super::literals::literal;
use super::predicates::Facts;
use super::vocabulary::Vocabulary;
use crate::ast::{Condition, ConditionKind, Join, JoinKind, Quantifier};

/// Writes a whole condition after the words of the last line; a block in it opens bullets at `level`.
pub(super) fn condition(
    out: &mut Lines,
    words: &Vocabulary,
    facts: Facts<'_>,
    level: Level,
    whole: &Condition,
) {
    Writer { out, words, facts, brackets: 0 }.whole(level, whole);
}

/// Writes a condition in round brackets.
pub(super) fn bracketed(out: &mut Lines, words: &Vocabulary, facts: Facts<'_>, inner: &Condition) {
    Writer { out, words, facts, brackets: 0 }.brackets(Level::FIRST, inner);
}

struct Writer<'a> {
    out: &'a mut Lines,
    words: &'a Vocabulary,
    facts: Facts<'a>,
    /// Round brackets around what is being written.
    brackets: usize,
}

impl Writer<'_> {
    fn whole(&mut self, level: Level, condition: &Condition) {
        self.term(level, stripped(condition));
    }

    fn term(&mut self, level: Level, condition: &Condition) {
        match &condition.kind {
            ConditionKind::Chain { parts, joins } => self.chain(level, parts, joins),
            ConditionKind::Not(inner) => {
                self.out.word_at("not", condition.span);
                self.part(level, Place::Not, inner);
            }
            ConditionKind::Brackets(inner) => self.brackets(level, inner),
            ConditionKind::Block { quantifier, parts } => {
                self.quantifier(quantifier, condition);
                self.out.colon();
                self.bullets(level, parts);
            }
            ConditionKind::Test(test) => super::predicates::test(self.out, self.words, self.facts, test),
        }
    }

    fn brackets(&mut self, level: Level, inner: &Condition) {
        self.brackets += 1;
        self.out.opening("(");
        self.whole(level, inner);
        self.out.touching(")");
        self.brackets -= 1;
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
        if self.brackets > 0 {
            self.out.may_break_inside()
        } else {
            self.out.may_break()
        }
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
        let at = block.span;
        match quantifier {
            Quantifier::All => self.out.word_at("all of", at),
            Quantifier::Any => self.out.word_at("any of", at),
            Quantifier::None => self.out.word_at("none of", at),
            Quantifier::AtLeast(least) => {
                self.out.word_at("at least", at);
                self.out.word_at(literal(least), least.span);
                self.out.word("of");
            }
        }
    }

    fn bullets(&mut self, level: Level, parts: &[Condition]) {
        for part in parts {
            self.out.bullet(level, None);
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
