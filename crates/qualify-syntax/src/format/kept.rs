//! What has mistakes in it stays as the author wrote it.
//!
//! The parser mends some mistakes to read on, so that the tree of an item with a mistake may not be what stands there.

use std::ops::Range;

use qualify_diagnostics::Diagnostic;

use crate::ast::{File, Item, ItemKind};
use crate::cut::is_item_word;
use crate::tokens::{Token, TokenKind, tokens};

/// How an item is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Treatment {
    /// From its tree.
    Printed,
    /// This part of the text, as it is.
    Kept(Range<u32>),
    /// Not at all: all its words belong to another item that is kept.
    Left,
}

impl Treatment {
    /// The part of the text that is kept.
    pub(super) fn kept(&self) -> Option<&Range<u32>> {
        match self {
            Treatment::Kept(range) => Some(range),
            Treatment::Printed | Treatment::Left => None,
        }
    }
}

/// How each item is printed. An item's words are all from its first up to the next item's first.
pub(super) fn treatments(text: &str, file: &File, mistakes: &[Diagnostic]) -> Vec<Treatment> {
    let mut words = tokens(text);
    words.retain(|token| token.kind != TokenKind::Comment);
    let mut mistaken: Vec<u32> = mistakes.iter().map(|mistake| mistake.span.start).collect();
    mistaken.sort_unstable();
    let mut stays = false;
    let mut treatments = Vec::with_capacity(file.items.len());
    for (at, item) in file.items.iter().enumerate().rev() {
        let start = if at == 0 { 0 } else { item.span.start };
        let own = words.split_off(words.partition_point(|word| place(word.start) < start));
        let wrong = mistaken.split_off(mistaken.partition_point(|at| *at < start));
        stays |= matches!(item.kind, ItemKind::Broken(_)) || !wrong.is_empty();
        treatments.push(treatment(item, &own, stays));
        // Without an item word of its own, it was cut off what is before it, for a reason that the layout may give.
        stays = own.first().is_some_and(|word| !is_item_word(word.text(text)));
    }
    treatments.reverse();
    treatments
}

fn treatment(item: &Item, words: &[Token], mistaken: bool) -> Treatment {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Treatment::Left;
    };
    let (start, end) = (place(first.start), place(last.end));
    let strangers = start < item.span.start || end > item.span.end;
    if mistaken || strangers { Treatment::Kept(start..end) } else { Treatment::Printed }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
