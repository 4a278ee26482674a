//! What has mistakes in it stays as the author wrote it.
//!
//! The parser mends some mistakes to read on, so that the tree of an item with a mistake may not be what stands there.

use std::ops::Range;

use qualify_diagnostics::Diagnostic;

use crate::ast::{File, Item, ItemKind};
use crate::tokens::{TokenKind, tokens};

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
    let mut words: Vec<Range<u32>> = tokens(text)
        .into_iter()
        .filter(|token| token.kind != TokenKind::Comment)
        .map(|token| place(token.start)..place(token.end))
        .collect();
    let mut mistaken: Vec<u32> = mistakes.iter().map(|mistake| mistake.span.start).collect();
    mistaken.sort_unstable();
    let mut treatments = Vec::with_capacity(file.items.len());
    for (at, item) in file.items.iter().enumerate().rev() {
        let start = if at == 0 { 0 } else { item.span.start };
        let own = words.split_off(words.partition_point(|word| word.start < start));
        let wrong = mistaken.split_off(mistaken.partition_point(|at| *at < start));
        treatments.push(treatment(item, &own, &wrong));
    }
    treatments.reverse();
    treatments
}

fn treatment(item: &Item, words: &[Range<u32>], mistakes: &[u32]) -> Treatment {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Treatment::Left;
    };
    let broken = matches!(item.kind, ItemKind::Broken(_));
    let strangers = first.start < item.span.start || last.end > item.span.end;
    match broken || strangers || !mistakes.is_empty() {
        true => Treatment::Kept(first.start..last.end),
        false => Treatment::Printed,
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
