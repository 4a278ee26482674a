//! Leads with the same truths of the same conditions are one class: what is written of them is found once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::bits::{Bits, ones};

/// Classes met so far, with what is known of each.
#[derive(Debug, Clone)]
pub(super) struct Classes<T> {
    known: HashMap<Box<[u64]>, u32, FixedState>,
    classes: Vec<T>,
    /// The class of each lead of the last batch.
    of_lead: Vec<u32>,
    signatures: Bits,
}

impl<T> Default for Classes<T> {
    fn default() -> Self {
        Self { known: HashMap::default(), classes: Vec::new(), of_lead: Vec::new(), signatures: Vec::new() }
    }
}

impl<T> Classes<T> {
    /// With more classes than this, all are forgotten before the next batch.
    const MOST: usize = 65_536;

    /// Puts each lead into the class of its bits in some rows; a new class is found out from its first lead.
    pub(super) fn sort(&mut self, rows: &[&[u64]], leads: usize, mut find: impl FnMut(usize) -> T) {
        if self.classes.len() > Self::MOST {
            self.known.clear();
            self.classes.clear();
        }
        let width = rows.len().div_ceil(64).max(1);
        self.signatures.clear();
        self.signatures.resize(width * leads, 0);
        for (at, row) in rows.iter().enumerate() {
            for lead in ones(row, leads) {
                let word = self.signatures.get_mut(lead * width + at / 64);
                word.into_iter().for_each(|word| *word |= 1 << (at % 64));
            }
        }
        self.of_lead.clear();
        for (lead, signature) in self.signatures.chunks(width).enumerate() {
            let class = self.known.get(signature).copied().unwrap_or_else(|| {
                let class = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
                self.classes.push(find(lead));
                self.known.insert(signature.into(), class);
                class
            });
            self.of_lead.push(class);
        }
    }

    /// What is known of the class of a lead.
    pub(super) fn of(&self, lead: usize) -> Option<&T> {
        self.classes.get(*self.of_lead.get(lead)? as usize)
    }
}
