//! Values of a column, each kept once.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Value;

/// Values that a column refers to by their place. Values may be added, and none is ever changed.
///
/// Texts stand in one after the other, so that a column of texts that are all different costs no memory of its own for each.
///
/// ```
/// # use qualify_plan::{Dictionary, Entry, Value};
/// let mut dictionary = Dictionary::new();
/// let place = dictionary.add(Some(Value::Text("ana@acme.example".into())));
/// assert_eq!(dictionary.entry(place), Some(Entry::Text("ana@acme.example")));
/// ```
#[derive(Debug)]
pub struct Dictionary {
    id: u64,
    slots: Vec<Slot>,
    texts: String,
    /// Those that are no texts.
    values: Vec<Value>,
}

#[derive(Debug, Clone)]
enum Slot {
    Gap,
    Text(Range<usize>),
    Value(usize),
}

/// What stands in a place of a [`Dictionary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'a> {
    /// No value.
    Gap,
    /// A [`Value::Text`].
    Text(&'a str),
    /// Any other value.
    Value(&'a Value),
}

impl Dictionary {
    /// An empty one.
    pub fn new() -> Self {
        Self { id: new_id(), slots: Vec::new(), texts: String::new(), values: Vec::new() }
    }

    /// Empties it, so that it is another one from now on; its memory is used again.
    pub fn begin_anew(&mut self) {
        self.id = new_id();
        self.slots.clear();
        self.texts.clear();
        self.values.clear();
    }

    /// The same with room for more values, if nobody adds any to this one any more: it is known by the same number, so that what was
    /// found out about its values holds.
    pub fn continued(&self) -> Self {
        let mut more = Self {
            id: self.id,
            slots: Vec::with_capacity(self.slots.len() / 8 * 9),
            texts: String::with_capacity(self.texts.len() / 8 * 9),
            values: self.values.clone(),
        };
        more.slots.extend_from_slice(&self.slots);
        more.texts.push_str(&self.texts);
        more
    }

    /// What no other dictionary of this process has: whoever finds something out about values may keep it under this.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Adds a value, or the entry of leads without one; gives its place.
    pub fn add(&mut self, value: Option<Value>) -> u32 {
        match value {
            None => self.slot(Slot::Gap),
            Some(Value::Text(text)) => {
                self.texts.push_str(&text);
                self.end_text(text.len())
            }
            Some(value) => {
                self.values.push(value);
                self.slot(Slot::Value(self.values.len() - 1))
            }
        }
    }

    /// Adds the text that a function writes behind others; gives its place. Where the function says that it is no value, nothing is
    /// added.
    pub fn add_text(&mut self, write: impl FnOnce(&mut String) -> bool) -> Option<u32> {
        let before = self.texts.len();
        if write(&mut self.texts) {
            return Some(self.end_text(self.texts.len().saturating_sub(before)));
        }
        self.texts.truncate(before);
        None
    }

    /// Adds texts that stand in another, each with whether it is a value; where it is not, the entry is a gap. Of folding they need no
    /// more than that capitals become small. Gives the place of the first.
    pub fn add_texts(&mut self, all: &str, texts: impl Iterator<Item = (Range<usize>, bool)>) -> u32 {
        let (first, before) = (self.slots.len(), self.texts.len());
        self.texts.push_str(all);
        if let Some(added) = self.texts.get_mut(before..) {
            added.make_ascii_lowercase();
        }
        self.slots.extend(texts.map(|(range, is_value)| match is_value {
            true => Slot::Text(range.start + before..range.end + before),
            false => Slot::Gap,
        }));
        u32::try_from(first).unwrap_or(u32::MAX)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// How many bytes its texts have.
    pub fn text_bytes(&self) -> usize {
        self.texts.len()
    }

    /// What stands in a place.
    pub fn entry(&self, place: u32) -> Option<Entry<'_>> {
        self.slots.get(place as usize).map(|slot| self.read(slot))
    }

    /// All entries from a place on.
    pub fn entries_from(&self, place: usize) -> impl Iterator<Item = Entry<'_>> {
        self.slots.get(place..).unwrap_or_default().iter().map(|slot| self.read(slot))
    }

    /// The value in a place.
    pub fn value(&self, place: u32) -> Option<Value> {
        match self.entry(place)? {
            Entry::Gap => None,
            Entry::Text(text) => Some(Value::Text(text.into())),
            Entry::Value(value) => Some(value.clone()),
        }
    }

    fn end_text(&mut self, length: usize) -> u32 {
        let end = self.texts.len();
        self.slot(Slot::Text(end - length..end))
    }

    fn slot(&mut self, slot: Slot) -> u32 {
        self.slots.push(slot);
        u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
    }

    fn read(&self, slot: &Slot) -> Entry<'_> {
        match slot {
            Slot::Gap => Entry::Gap,
            Slot::Text(range) => Entry::Text(self.texts.get(range.clone()).unwrap_or_default()),
            Slot::Value(at) => self.values.get(*at).map_or(Entry::Gap, Entry::Value),
        }
    }
}

fn new_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Default for Dictionary {
    fn default() -> Self {
        Self::new()
    }
}
