//! Tests of one folded text become what follows from what, and a text that passes some and fails others.

mod made;
mod neutral;
#[cfg(test)]
mod tests;

use std::slice;

use qualify_eval::ops::text_passes;
use qualify_plan::TextTest;

pub(crate) use made::make;
use neutral::Neutral;

/// A test of a folded text with one folded text that is not empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Piece {
    /// The text is this one.
    Equals(String),
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    /// These words, written with one space between two, stand together and in order in the text.
    HasWord(String),
}

impl Piece {
    /// What the text is tested with.
    fn pattern(&self) -> &str {
        match self {
            Self::Equals(pattern)
            | Self::Contains(pattern)
            | Self::StartsWith(pattern)
            | Self::EndsWith(pattern)
            | Self::HasWord(pattern) => pattern,
        }
    }

    /// A text that passes, and passes only what every text that passes this piece passes.
    ///
    /// Where the piece leaves the text open there is a neutral letter, and between words a neutral mark.
    fn most_general(&self, neutral: Neutral) -> String {
        let Neutral { letter, mark } = neutral;
        match self {
            Self::Equals(pattern) => pattern.clone(),
            Self::Contains(pattern) => format!("{letter}{pattern}{letter}"),
            Self::StartsWith(pattern) => format!("{pattern}{letter}"),
            Self::EndsWith(pattern) => format!("{letter}{pattern}"),
            Self::HasWord(_) => format!("{letter}{}{letter}", self.spread(mark)),
        }
    }

    /// The words with a mark between and around them; other patterns as they are.
    fn spread(&self, mark: char) -> String {
        match self {
            Self::HasWord(words) => {
                format!("{mark}{}{mark}", words.replace(' ', mark.encode_utf8(&mut [0; 4])))
            }
            Self::Equals(_) | Self::Contains(_) | Self::StartsWith(_) | Self::EndsWith(_) => {
                self.pattern().to_owned()
            }
        }
    }
}

/// Whether a folded text passes.
pub(crate) fn passes(text: &str, piece: &Piece) -> bool {
    let (test, pattern) = match piece {
        Piece::Equals(pattern) => return text == pattern,
        Piece::Contains(pattern) => (TextTest::Contains, pattern),
        Piece::StartsWith(pattern) => (TextTest::StartsWith, pattern),
        Piece::EndsWith(pattern) => (TextTest::EndsWith, pattern),
        Piece::HasWord(pattern) => (TextTest::HasWord, pattern),
    };
    text_passes(test, text, slice::from_ref(pattern))
}

/// Whether every folded text that passes one piece passes another: exactly then.
///
/// The most general text of `a` passes `a`, so if it fails `b` it shows that `b` does not follow. If it passes `b`, then
/// every text that passes `a` does: the pattern of `b` has no neutral character, so it was found
/// - within the pattern of `a`, or within one word of it, if `b` wants it contained; all texts that pass `a` have that;
/// - as words that end before the neutral letters: where marks of the pattern end them, or an end of the text
///   that `a` pins to its pattern; both are so in all texts that pass `a`;
/// - at the beginning (or end, or as the whole) of the text, which is then pinned to the pattern of `a`.
pub(crate) fn implies(a: &Piece, b: &Piece) -> bool {
    let neutral = Neutral::to([a, b].into_iter());
    neutral.is_some_and(|neutral| passes(&a.most_general(neutral), b))
}

/// Whether no folded text passes both pieces: exactly then.
///
/// A text that must be a certain one fails or passes. Two beginnings fit if one begins with the other, two ends
/// likewise. All else can stand in one text side by side, as in [`make`].
pub(crate) fn excludes(a: &Piece, b: &Piece) -> bool {
    match (a, b) {
        (Piece::Equals(text), other) | (other, Piece::Equals(text)) => !passes(text, other),
        (Piece::StartsWith(a), Piece::StartsWith(b)) => {
            !a.starts_with(b.as_str()) && !b.starts_with(a.as_str())
        }
        (Piece::EndsWith(a), Piece::EndsWith(b)) => !a.ends_with(b.as_str()) && !b.ends_with(a.as_str()),
        (Piece::Contains(_) | Piece::HasWord(_), _)
        | (_, Piece::Contains(_) | Piece::HasWord(_))
        | (Piece::StartsWith(_), Piece::EndsWith(_))
        | (Piece::EndsWith(_), Piece::StartsWith(_)) => false,
    }
}
