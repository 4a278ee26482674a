//! A text becomes its class: one look for all tests on it, and none for texts that were seen a short while ago.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use qualify_plan::{Plan, Predicate, Test, TextTest, Values, each_word};

use super::reading::{Classes, FOREIGN, values};

/// So many texts are remembered; a power of two.
const REMEMBERED: usize = 512;
/// Texts of more bytes are not.
const SHORT: usize = 51;

/// All tests on one text, or on the domain of an address; each has a bit.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    is_domain: bool,
    /// Texts with the tests that they pass by being the same.
    same: HashMap<String, u64, FixedState>,
    /// What is looked for in a text, and the test that finds it.
    within: Vec<(TextTest, String, u64)>,
    /// By first word: the words that have to follow, and the test that asks for them.
    words: HashMap<String, Vec<(Vec<String>, u64)>, FixedState>,
    classes: Classes,
    /// By hash: the last text of that place.
    seen: Vec<Seen>,
}

/// A text and its class.
#[derive(Debug, Clone, Copy)]
// INVARIANT: `length` is 0 where nothing was seen, else the length of the text in `bytes`.
struct Seen {
    class: u32,
    length: u8,
    bytes: [u8; SHORT],
}

impl Seen {
    const NOTHING: Self = Self { class: 0, length: 0, bytes: [0; SHORT] };

    fn text(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

impl Texts {
    pub(super) fn of<'p>(plan: &Plan, is_domain: bool, tests: impl Iterator<Item = &'p Test>) -> Self {
        let mut texts = Self {
            is_domain,
            same: HashMap::default(),
            within: Vec::new(),
            words: HashMap::default(),
            classes: Classes::default(),
            seen: vec![Seen::NOTHING; REMEMBERED],
        };
        for (at, test) in tests.enumerate() {
            texts.add(plan, test, 1 << at);
        }
        texts
    }

    fn add(&mut self, plan: &Plan, test: &Test, bit: u64) {
        let Some(Values::Texts(any_of)) = values(plan, test) else { return };
        for text in any_of {
            match test.predicate {
                Predicate::Text(TextTest::HasWord, _) => {
                    let mut words = text.split(' ').map(str::to_owned);
                    let first = words.next().filter(|word| !word.is_empty());
                    first.into_iter().for_each(|first| {
                        self.words.entry(first).or_default().push((words.by_ref().collect(), bit));
                    });
                }
                Predicate::Text(test, _) => self.within.push((test, text.clone(), bit)),
                _ => *self.same.entry(text.clone()).or_default() |= bit,
            }
        }
    }

    /// The class of a text.
    pub(super) fn class(&mut self, text: &str) -> usize {
        let text = match self.is_domain {
            true => text.rsplit_once('@').map(|(_, domain)| domain),
            false => Some(text),
        };
        let Some(text) = text else { return FOREIGN };
        if text.is_empty() || text.len() > SHORT {
            return self.classes.of(self.bits(text));
        }
        let hash = FixedState::default().hash_one(text.as_bytes());
        let place = usize::try_from(hash % REMEMBERED as u64).unwrap_or(0);
        if let Some(seen) = self.seen.get(place)
            && seen.text() == text.as_bytes()
        {
            return seen.class as usize;
        }
        let class = self.classes.of(self.bits(text));
        if let (Some(seen), Ok(length)) = (self.seen.get_mut(place), u8::try_from(text.len())) {
            seen.class = u32::try_from(class).unwrap_or(u32::MAX);
            seen.length = length;
            seen.bytes.iter_mut().zip(text.as_bytes()).for_each(|(slot, byte)| *slot = *byte);
        }
        class
    }

    pub(super) fn classes(&self) -> &Classes {
        &self.classes
    }

    pub(super) fn forget(&mut self) {
        self.classes.forget();
        self.seen.fill(Seen::NOTHING);
    }

    /// The tests that a text passes.
    fn bits(&self, text: &str) -> u64 {
        let mut bits = self.same.get(text).copied().unwrap_or(0);
        for (test, part, bit) in &self.within {
            if bits & bit == 0 && is_within(*test, text, part) {
                bits |= bit;
            }
        }
        if self.words.is_empty() { bits } else { bits | self.bits_of_words(text) }
    }

    fn bits_of_words(&self, text: &str) -> u64 {
        let mut bits = 0;
        let mut words = each_word(text);
        while let Some(word) = words.next() {
            for (others, bit) in self.words.get(word).into_iter().flatten() {
                let mut next = words.clone();
                if others.iter().all(|other| next.next() == Some(other.as_str())) {
                    bits |= bit;
                }
            }
        }
        bits
    }
}

fn is_within(test: TextTest, text: &str, part: &str) -> bool {
    match test {
        TextTest::Contains => text.contains(part),
        TextTest::StartsWith => text.starts_with(part),
        TextTest::EndsWith => text.ends_with(part),
        TextTest::HasWord => false,
    }
}
