//! Canonical text: what changes, what stays, and that it means the same.
#![expect(clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod format {
    pub(crate) mod conditions;
    mod golden;
    pub(crate) mod layouts;
    pub(crate) mod trees;
    pub(crate) mod values;
}

use format::layouts::{commented, damaged, spaced};
use format::trees::{Choices, file};
use proptest::prelude::*;
use qualify_diagnostics::SourceId;
use qualify_syntax::format::{Vocabulary, checked, same_meaning};
use qualify_syntax::parse;

fn canonical(text: &str) -> String {
    let (file, mistakes) = parse(SourceId(0), text);
    match checked(text, &file, &mistakes, &Vocabulary::of(&[&file])) {
        Ok(canonical) => canonical,
        Err(refused) => panic!("{refused}\n{refused:?}\n{text}\n=== once\n{}", twice(text)),
    }
}

/// What an unproven formatter makes of a text, and of what it made.
fn twice(text: &str) -> String {
    let once = |text: &str| {
        let (file, mistakes) = parse(SourceId(0), text);
        qualify_syntax::format::file(text, &file, &mistakes, &Vocabulary::of(&[&file]))
    };
    let first = once(text);
    format!("{first}=== twice\n{}", once(&first))
}

fn many() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..400)
}

proptest! {
    #![proptest_config(many())]

    /// Any tree, printed, is read as a tree of the same meaning, and printed the same again.
    #[test]
    fn printed_trees_are_read_alike(choices in choices()) {
        let tree = file(&mut Choices::new(&choices));
        let words = Vocabulary::of(&[&tree]);
        let text = qualify_syntax::format::tree(&tree, &words);
        let (read, mistakes) = parse(SourceId(0), &text);
        prop_assert_eq!(&mistakes, &[], "{}", text);
        prop_assert!(same_meaning(&tree, &read, &words), "{text}");
        prop_assert_eq!(canonical(&text), text);
    }

    /// However the words are spread over lines, the canonical text is the same, but for empty lines.
    #[test]
    fn layout_says_nothing(choices in choices(), layout in choices()) {
        let text = printed(&choices);
        let spread = spaced(&mut Choices::new(&layout), &text);
        prop_assert_eq!(canonical(&spread).replace("\n\n", "\n"), text, "{}", spread);
    }

    /// Comments may stand between any two words: all are there once, and nothing else changes.
    #[test]
    fn comments_stay(choices in choices(), layout in choices()) {
        canonical(&commented(&mut Choices::new(&layout), &printed(&choices)));
    }

    /// Whatever is wrong with a file, what can be read is formatted, and the rest stays.
    #[test]
    fn broken_files_come_to_rest(choices in choices(), layout in choices()) {
        canonical(&damaged(&mut Choices::new(&layout), &printed(&choices)));
    }

    /// Text that is no program comes to rest too.
    #[test]
    fn any_text_comes_to_rest(text in "(when|then|field|is|rule|owner|stages|set|[ab]|\\PC|[\"#:,=0-9()-]|\\[|\\]|[ \t\r\n\u{A0}\u{FEFF}]){0,80}") {
        canonical(&text);
    }
}

fn printed(choices: &[u8]) -> String {
    let tree = file(&mut Choices::new(choices));
    qualify_syntax::format::tree(&tree, &Vocabulary::of(&[&tree]))
}
