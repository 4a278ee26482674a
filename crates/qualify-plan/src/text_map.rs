//! What is known about texts that were met before.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::ShortText;

/// A map whose keys are texts, most of them short.
///
/// ```
/// # use qualify_plan::TextMap;
/// let mut places = TextMap::default();
/// places.insert("Acme Software", 7);
/// assert_eq!(places.get("Acme Software"), Some(&7));
/// assert_eq!(places.get("acme software"), None);
/// ```
#[derive(Debug, Clone)]
pub struct TextMap<T> {
    short: HashMap<ShortText, T, RandomState>,
    long: HashMap<Box<str>, T, RandomState>,
}

impl<T> TextMap<T> {
    /// What is known about a text.
    #[inline]
    pub fn get(&self, text: &str) -> Option<&T> {
        match ShortText::of(text) {
            Some(short) => self.short.get(&short),
            None => self.long.get(text),
        }
    }

    /// Keeps what is known about a text, instead of what was known before.
    pub fn insert(&mut self, text: &str, known: T) {
        match ShortText::of(text) {
            Some(short) => _ = self.short.insert(short, known),
            None => _ = self.long.insert(text.into(), known),
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

impl<T> Default for TextMap<T> {
    fn default() -> Self {
        Self { short: HashMap::default(), long: HashMap::default() }
    }
}
