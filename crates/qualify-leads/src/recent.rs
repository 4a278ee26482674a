//! Short cells that came last, each in the place that its bytes say or in the one beside it: most cells of a column are written like one
//! of a few before.

use qualify_plan::ShortText;

/// Places in a dictionary by how cells are written. What is not found may have been written over.
#[derive(Debug)]
pub(crate) struct Recent {
    slots: Vec<Slot>,
    /// How many slots there are, as a power of two.
    bits: u32,
    /// How many were written over since there are so many.
    lost: usize,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    text: ShortText,
    place: u32,
}

impl Recent {
    /// How many slots there are at first.
    const FEWEST: u32 = 10;
    /// And at most.
    const MOST: u32 = 14;
    /// A place that no value has.
    const NONE: u32 = u32::MAX;

    /// The place that was kept last for a text.
    #[inline]
    pub(crate) fn get(&self, text: ShortText) -> Option<u32> {
        let place = text.place(self.bits);
        let in_slot = |place: usize| {
            let slot = self.slots.get(place)?;
            (slot.text == text && slot.place != Self::NONE).then_some(slot.place)
        };
        in_slot(place).or_else(|| in_slot(place ^ 1))
    }

    /// Keeps the place of a text.
    pub(crate) fn keep(&mut self, text: ShortText, place: u32) {
        if self.slots.is_empty() {
            self.begin(self.bits);
        }
        if self.lost >= self.slots.len() && self.bits < Self::MOST {
            let slots = std::mem::take(&mut self.slots);
            self.begin(self.bits + 1);
            slots.into_iter().filter(Slot::is_used).for_each(|slot| self.put(slot));
        }
        self.put(Slot { text, place });
    }

    fn begin(&mut self, bits: u32) {
        let Some(nothing) = ShortText::of("") else { return };
        self.slots.resize(1 << bits, Slot { text: nothing, place: Self::NONE });
        (self.bits, self.lost) = (bits, 0);
    }

    fn put(&mut self, slot: Slot) {
        let first = slot.text.place(self.bits);
        // What was there moves aside.
        if let Some(before) = self.slots.get(first).copied().filter(Slot::is_used)
            && let Some(beside) = self.slots.get_mut(first ^ 1)
        {
            self.lost += usize::from(beside.is_used());
            *beside = before;
        }
        self.slots.get_mut(first).into_iter().for_each(|place| *place = slot);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self { slots: Vec::new(), bits: Self::FEWEST, lost: 0 }
    }
}

impl Slot {
    fn is_used(&self) -> bool {
        self.place != Recent::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_may_have_the_same_place() {
        let texts = (0..).filter_map(|n| ShortText::of(&format!("text {n}")));
        let beside =
            |one: ShortText, other: ShortText| one.place(Recent::FEWEST) ^ other.place(Recent::FEWEST) <= 1;
        let first = ShortText::of("text").unwrap();
        let others: Vec<ShortText> = texts.filter(|text| beside(first, *text)).take(20).collect();
        for other in others {
            let mut recent = Recent::default();
            recent.keep(first, 1);
            recent.keep(other, 2);
            assert_eq!((recent.get(first), recent.get(other)), (Some(1), Some(2)));
        }
    }

    #[test]
    fn what_is_found_was_kept_for_the_same_text() {
        let mut recent = Recent::default();
        let texts: Vec<ShortText> = (0..20_000).filter_map(|n| ShortText::of(&format!("text {n}"))).collect();
        for (place, text) in (0..).zip(&texts) {
            recent.keep(*text, place);
            assert_eq!(recent.get(*text), Some(place));
        }
        let found: Vec<(usize, u32)> =
            texts.iter().enumerate().filter_map(|(at, text)| Some((at, recent.get(*text)?))).collect();
        assert!(
            found.len() > 5_000 && found.iter().all(|(at, place)| *at == *place as usize),
            "{}",
            found.len()
        );
        recent.clear();
        assert!(texts.iter().all(|text| recent.get(*text).is_none()));
    }
}
