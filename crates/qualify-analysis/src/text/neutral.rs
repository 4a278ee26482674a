//! Patterns become a letter and a mark that occur in none of them and stay themselves beside them.

use qualify_plan::fold;

use super::Piece;

/// Characters that match nothing of the patterns at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Neutral {
    /// Part of a word.
    pub(super) letter: char,
    /// No part of a word, and no space.
    pub(super) mark: char,
}

impl Neutral {
    /// Familiar characters if they will do.
    ///
    /// Ideographs and arrows compose with nothing and fold to themselves, so that some are left for any patterns that
    /// do not name them all.
    pub(super) fn to<'a>(pieces: impl Iterator<Item = &'a Piece> + Clone) -> Option<Self> {
        let is_neutral = |c: &char| pieces.clone().all(|piece| is_neutral(*c, piece.pattern()));
        let letter = "xqzjkvw0123456789".chars().chain('\u{4E00}'..='\u{9FFF}').find(is_neutral)?;
        let mark = "-/|_~*+".chars().chain('\u{2190}'..='\u{21FF}').find(is_neutral)?;
        Some(Self { letter, mark })
    }
}

/// Whether a character is not in a pattern, and neither changes it nor is changed by it: marks join what is before them.
fn is_neutral(c: char, pattern: &str) -> bool {
    let text = format!("{c}{pattern}{c}");
    !pattern.contains(c) && fold(&text) == text
}
