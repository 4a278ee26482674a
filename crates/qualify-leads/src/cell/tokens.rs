//! Folded words decide whether a cell is one of them.

use qualify_plan::fold;

/// A few folded words, such as those of `missing when`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tokens {
    words: Vec<String>,
}

impl Tokens {
    pub(super) fn new(words: &[String]) -> Self {
        Self { words: words.iter().map(|word| fold(word)).collect() }
    }

    /// The folded words.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the folded form of a trimmed text is one of the words. Plain texts are compared without making it.
    pub(super) fn contain(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        if is_plain(text) {
            return self.words.iter().any(|word| word.eq_ignore_ascii_case(text));
        }
        let folded = fold(text);
        self.words.contains(&folded)
    }
}

/// Whether folding a trimmed text changes nothing but ASCII capitals.
fn is_plain(text: &str) -> bool {
    let mut before = b'x';
    text.bytes().all(|byte| {
        let plain = (0x20..0x7F).contains(&byte) && !(byte == b' ' && before == b' ');
        before = byte;
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comparing_plainly_is_comparing_folded(text in "[ aAbB\t\u{a0}ſß]{1,4}", word in "[ aAbBsS]{1,4}") {
            let text = text.trim();
            let tokens = Tokens::new(std::slice::from_ref(&word));
            prop_assert_eq!(tokens.contain(text), fold(text) == fold(&word));
        }
    }
}
