//! Short cells that came last, each in the place that its bytes say or in the one beside it: most cells of a column are written like one
//! of a few before.

use qualify_plan::ShortText;

/// Places in a dictionary by how cells are written. What is not found may have been written over.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    text: ShortText,
    place: u32,
}

impl Recent {
    /// How many there are, as a power of two.
    const BITS: u32 = 12;
    /// A place that no value has.
    const NONE: u32 = u32::MAX;

    /// The place that was kept last for a text.
    #[inline]
    pub(crate) fn get(&self, text: ShortText) -> Option<u32> {
        let place = text.place(Self::BITS);
        let in_slot = |place: usize| {
            let slot = self.slots.get(place)?;
            (slot.text == text && slot.place != Self::NONE).then_some(slot.place)
        };
        in_slot(place).or_else(|| in_slot(place ^ 1))
    }

    /// Keeps the place of a text.
    pub(crate) fn keep(&mut self, text: ShortText, place: u32) {
        if self.slots.is_empty() {
            self.slots.resize(1 << Self::BITS, Slot { text, place: Self::NONE });
        }
        let first = text.place(Self::BITS);
        // What was there moves aside.
        if let Some(before) = self.slots.get(first).copied().filter(|slot| slot.place != Self::NONE)
            && let Some(beside) = self.slots.get_mut(first ^ 1)
        {
            *beside = before;
        }
        if let Some(slot) = self.slots.get_mut(first) {
            *slot = Slot { text, place };
        }
    }

    pub(crate) fn clear(&mut self) {
        self.slots.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_may_have_the_same_place() {
        let texts = (0..).filter_map(|n| ShortText::of(&format!("text {n}")));
        let beside =
            |one: ShortText, other: ShortText| one.place(Recent::BITS) ^ other.place(Recent::BITS) <= 1;
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
            found.len() > 1_000 && found.iter().all(|(at, place)| *at == *place as usize),
            "{}",
            found.len()
        );
        recent.clear();
        assert!(texts.iter().all(|text| recent.get(*text).is_none()));
    }
}
