//! Text tests to pass and to fail become a text, one that looks natural if there is one.

use qualify_plan::fold;

use super::neutral::Neutral;
use super::{Piece, passes};

/// Texts for when nothing is asked of them.
const ANY: [&str; 3] = ["abc", "something else", "other"];

/// How texts are put together: what stands between words, between patterns, before and after.
struct Style {
    words: char,
    between: &'static str,
    before: &'static str,
    after: &'static str,
}

/// The most natural first.
const STYLES: [Style; 7] = [
    Style { words: ' ', between: " ", before: "", after: "" },
    Style { words: ' ', between: ", ", before: "", after: "" },
    Style { words: '-', between: " ", before: "", after: "" },
    Style { words: ' ', between: " other ", before: "", after: "" },
    Style { words: ' ', between: " ", before: "", after: " other" },
    Style { words: ' ', between: " ", before: "other ", after: "" },
    Style { words: '-', between: " other ", before: "other ", after: " other" },
];

/// A folded text that passes all of some pieces and none of others; none if there is none.
///
/// Natural texts are tried first, and last one that is sure: if a text has to be a certain one, that; else the patterns
/// side by side with neutral glue, the longest beginning and the longest end at the ends, "beginning x-x pattern
/// x-x end". Neutral characters occur in no piece, and words of a pattern that has to be words are apart from the
/// glue's words by a mark. So
/// - it passes all positive pieces, unless two beginnings (or two ends) exclude each other;
/// - a negative piece that it passes was found within one pattern, on its own or where the text is pinned to it, as in
///   [`implies`](super::implies): a positive piece implies the negative one, and no text will do.
pub(crate) fn make(positive: &[&Piece], negative: &[&Piece]) -> Option<String> {
    let frame = Frame::of(positive);
    let all = positive.iter().chain(negative).copied();
    let exact = positive.iter().find_map(|piece| match piece {
        Piece::Equals(text) => Some(text.clone()),
        Piece::Contains(_) | Piece::StartsWith(_) | Piece::EndsWith(_) | Piece::HasWord(_) => None,
    });
    let natural = STYLES.iter().map(|style| frame.joined(style));
    let glued = Neutral::to(all).map(|neutral| frame.glued(neutral));
    let any = ANY.iter().map(|text| (*text).to_owned());
    let mut candidates = exact.into_iter().chain(natural).chain(any).chain(glued);
    candidates.find(|text| {
        !text.is_empty()
            && positive.iter().all(|piece| passes(text, piece))
            && !negative.iter().any(|piece| passes(text, piece))
            && fold(text) == *text
    })
}

/// Where the pieces of a text go.
struct Frame<'a> {
    beginning: &'a str,
    middle: Vec<&'a Piece>,
    end: &'a str,
}

impl<'a> Frame<'a> {
    /// The longest beginning and the longest end: the others are to be their beginnings and ends.
    fn of(pieces: &[&'a Piece]) -> Self {
        let mut frame = Self { beginning: "", middle: Vec::new(), end: "" };
        for piece in pieces.iter().copied() {
            match piece {
                Piece::StartsWith(pattern) if pattern.len() > frame.beginning.len() => {
                    frame.beginning = pattern;
                }
                Piece::EndsWith(pattern) if pattern.len() > frame.end.len() => frame.end = pattern,
                Piece::Contains(_) | Piece::HasWord(_) => frame.middle.push(piece),
                Piece::Equals(_) | Piece::StartsWith(_) | Piece::EndsWith(_) => {}
            }
        }
        frame
    }

    /// The patterns in a style, without those that are already there.
    fn joined(&self, style: &Style) -> String {
        let mut text = self.beginning.to_owned();
        let missing = self.middle.iter().filter(|piece| !passes(self.end, piece));
        for piece in missing {
            if !passes(&text, piece) {
                let words = piece.pattern().replace(' ', style.words.encode_utf8(&mut [0; 4]));
                append(&mut text, style.between, &words);
            }
        }
        if !text.ends_with(self.end) {
            append(&mut text, style.between, self.end);
        }
        let before = if self.beginning.is_empty() { style.before } else { "" };
        let after = if self.end.is_empty() { style.after } else { "" };
        if text.is_empty() { text } else { format!("{before}{text}{after}") }
    }

    /// All patterns, with neutral glue around them except at the ends of the text that they are to stand at.
    fn glued(&self, Neutral { letter, mark }: Neutral) -> String {
        let mut parts = Vec::new();
        if !self.beginning.is_empty() {
            parts.push(format!("{}{letter}", self.beginning));
        }
        parts.extend(self.middle.iter().map(|piece| format!("{letter}{}{letter}", piece.spread(mark))));
        if !self.end.is_empty() {
            parts.push(format!("{letter}{}", self.end));
        }
        if parts.is_empty() { letter.to_string() } else { parts.join(mark.encode_utf8(&mut [0; 4])) }
    }
}

fn append(text: &mut String, between: &str, pattern: &str) {
    if !text.is_empty() {
        text.push_str(between);
    }
    text.push_str(pattern);
}
