//! Texts that dictionaries of earlier groups had too: each is read once, and tests are asked of it once.
//!
//! ```text
//! group 1:  0 Acme   1 Bolt                   ─► 0 "acme"  1 "bolt"
//! group 2:  0 Bolt   1 Acme   2 Carbon        ─► 0 "acme"  1 "bolt"  2 "carbon",  places 1 0 2
//! ```

use std::sync::Arc;

use arrow_array::{Array, StringArray};
use qualify_plan::{Dictionary, TextMap};

use crate::cache::Entry;
use crate::cell::CellReader;

/// The texts of the groups so far.
#[derive(Debug, Default)]
pub(super) struct MetTexts {
    pub(super) dictionary: Arc<Dictionary>,
    known: TextMap<(u32, Entry)>,
    /// Most texts of a group were new, though there had been one before.
    are_useless: bool,
}

impl MetTexts {
    /// Of fewer texts it costs more to change the places of all rows than to read them anew.
    const FEWEST: usize = 1_024;
    /// With more texts than this, all are forgotten.
    const MOST: usize = 65_536;

    /// Whether so many texts are worth remembering.
    pub(super) fn may_come_again(&self, texts: usize) -> bool {
        !self.are_useless && (Self::FEWEST..Self::MOST).contains(&texts)
    }

    /// The places of the texts of a group, and of an empty one behind them; adds what each is.
    pub(super) fn meet(
        &mut self,
        reader: &CellReader,
        texts: &StringArray,
        kinds: &mut Vec<Entry>,
    ) -> Vec<u32> {
        if self.known.len() + texts.len() > Self::MOST {
            self.known.clear();
            self.dictionary = Arc::default();
        }
        let before = self.known.len();
        // Others may hold the one that there is; to them it stays as it is.
        let mut more: Option<Dictionary> = None;
        let all = texts.iter().map(Option::unwrap_or_default).chain([""]);
        let places = all.map(|text| {
            let (place, kind) = self.known.get(text).copied().unwrap_or_else(|| {
                let dictionary = more.get_or_insert_with(|| self.dictionary.continued());
                let read = reader.add_to(dictionary, text);
                self.known.insert(text, read);
                read
            });
            kinds.push(kind);
            place
        });
        let places = places.collect();
        if let Some(more) = more {
            self.dictionary = Arc::new(more);
        }
        let new = self.known.len() - before;
        self.are_useless = before > 0 && new > texts.len() / 2;
        places
    }
}
