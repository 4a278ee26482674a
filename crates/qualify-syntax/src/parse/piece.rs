//! One piece of a file becomes an item, or several where words of others stand between, and its mistakes.

use std::collections::BTreeSet;

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_grammar::{Grammar, Rule};

use crate::ast::{Item, ItemKind};
use crate::cut::is_item_word;

use super::broken::broken;
use super::draft::Draft;
use super::items::parse_item;
use super::limits::too_large;
use super::mistakes::{Mistake, Spot, anywhere, fallback, here, is_gap_word, misspelt_item_word, no_null};
use super::node::Parts;

/// So many times a piece is mended and read again; each time tells at least one more mistake.
const ROUNDS: usize = 12;

/// What the pieces of a file came to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// In the order of the file.
    pub(super) items: Vec<Item>,
    /// What is wrong, in the order in which it was found.
    pub(super) mistakes: Vec<Diagnostic>,
}

/// Why a draft cannot be read.
struct Refusal {
    /// The number of the token at which pest could not go on.
    at: usize,
    /// What it could have read there.
    wanted: Vec<Rule>,
}

impl Outcome {
    /// Reads a piece. `listed` are words such as `empty` that the file has among its values.
    pub(super) fn add_piece(&mut self, draft: Draft, listed: &BTreeSet<&str>) {
        if !is_item_word(draft.word(0)) {
            return self.add_junk(&draft, listed);
        }
        if let Some(limit) = too_large(&draft) {
            self.mistakes.push(limit);
            return self.add_broken(&draft);
        }
        if let Some(mistake) = language(&draft, self.items.is_empty()) {
            self.mistakes.push(mistake);
        }
        match read(&draft) {
            Ok(item) => self.add_item(item, draft, listed),
            Err(_) => self.add_mistaken(draft, listed),
        }
    }

    /// A piece that pest can read; only `is null` may be wrong with it.
    fn add_item(&mut self, item: Item, draft: Draft, listed: &BTreeSet<&str>) {
        let suspects = (0..draft.words.len())
            .filter(|at| is_gap_word(draft.word(*at)) && !listed.contains(draft.word(*at)));
        let found: Vec<Mistake> = suspects.filter_map(|at| no_null(&Spot::new(&draft, at))).collect();
        if found.is_empty() {
            return self.items.push(item);
        }
        let mended = self.mend(&draft, found);
        self.items.push(read(&mended).unwrap_or(item));
    }

    /// A piece that pest refuses: mends what it can and reads again.
    fn add_mistaken(&mut self, mut draft: Draft, listed: &BTreeSet<&str>) {
        let before = self.mistakes.len();
        let found = anywhere(&draft);
        let unclosed = found.iter().any(|mistake| mistake.code == Code::UnclosedText);
        if !found.is_empty() {
            draft = self.mend(&draft, found);
        }
        for _ in 0..ROUNDS {
            let refusal = match read(&draft) {
                Ok(item) => return self.items.push(item),
                Err(refusal) => refusal,
            };
            if unclosed {
                break;
            }
            if self.split(&draft, refusal.at, listed) {
                return;
            }
            let told: Vec<Span> = self.mistakes.iter().skip(before).map(|mistake| mistake.span).collect();
            match here(&draft, refusal.at) {
                Some(mistake) if told.iter().any(|old| overlap(*old, draft.span(&mistake.at))) => break,
                Some(mistake) if !mistake.repairs.is_empty() => draft = self.mend(&draft, vec![mistake]),
                Some(mistake) => {
                    self.mistakes.push(mistake.diagnostic(&draft));
                    break;
                }
                None if self.split_off_junk(&draft, refusal.at, listed) => return,
                None => {
                    let rest = fallback(&draft, refusal.at, &refusal.wanted).diagnostic(&draft);
                    if !told.iter().any(|old| follows(*old, rest.span)) {
                        self.mistakes.push(rest);
                    }
                    break;
                }
            }
        }
        self.add_broken(&draft);
    }

    /// Tells mistakes and repairs them.
    fn mend(&mut self, draft: &Draft, found: Vec<Mistake>) -> Draft {
        self.mistakes.extend(found.iter().map(|mistake| mistake.diagnostic(draft)));
        draft.mended(found.into_iter().flat_map(|mistake| mistake.repairs).collect())
    }

    /// Splits off what begins at the token `at`, if that is a misspelt item word and the rest can be read.
    fn split(&mut self, draft: &Draft, at: usize, listed: &BTreeSet<&str>) -> bool {
        let spot = Spot::new(draft, at);
        let begins =
            at > 0 && at < draft.words.len() && spot.begins_line(0) && misspelt_item_word(&spot).is_some();
        begins && self.split_at(draft, at, listed)
    }

    /// Splits off words that belong to nothing, if they begin a line and what is before them can be read.
    fn split_off_junk(&mut self, draft: &Draft, at: usize, listed: &BTreeSet<&str>) -> bool {
        let begins = at > 0 && at < draft.words.len() && Spot::new(draft, at).begins_line(0);
        begins && self.split_at(draft, at, listed)
    }

    fn split_at(&mut self, draft: &Draft, at: usize, listed: &BTreeSet<&str>) -> bool {
        let Ok(item) = read(&draft.part(0..at)) else { return false };
        self.items.push(item);
        self.add_junk(&draft.part(at..draft.words.len()), listed);
        true
    }

    /// Words that begin with no item word: perhaps misspelt items, each on a line of its own.
    fn add_junk(&mut self, draft: &Draft, listed: &BTreeSet<&str>) {
        let begins = |at: &usize| {
            let spot = Spot::new(draft, *at);
            *at == 0 || (spot.begins_line(0) && misspelt_item_word(&spot).is_some())
        };
        let starts: Vec<usize> = (0..draft.words.len()).filter(begins).collect();
        let ends = starts.iter().skip(1).copied().chain([draft.words.len()]);
        for (start, end) in starts.iter().copied().zip(ends) {
            let part = draft.part(start..end);
            match misspelt_item_word(&Spot::new(&part, 0)) {
                Some(mistake) => {
                    let mended = self.mend(&part, vec![mistake]);
                    self.add_piece(mended, listed);
                }
                None => {
                    self.mistakes.push(fallback(&part, 0, &[]).diagnostic(&part));
                    self.add_broken(&part);
                }
            }
        }
    }

    fn add_broken(&mut self, draft: &Draft) {
        self.items.push(Item { kind: ItemKind::Broken(broken(draft)), span: draft.whole() });
    }
}

/// Whether a mistake stands in words that an earlier one has mended: then it is about the repair, not the author.
fn overlap(old: Span, new: Span) -> bool {
    new.start < old.end && old.start < new.end.max(new.start + 1)
}

/// Whether nothing but a space stands between a mistake and an earlier one: then the repair was a wrong guess.
fn follows(old: Span, new: Span) -> bool {
    old.start <= new.start && new.start <= old.end + 1
}

/// What is wrong with the place of `language N`; its version is checked later.
fn language(draft: &Draft, is_first: bool) -> Option<Diagnostic> {
    if draft.word(0) != "language" {
        return None;
    }
    let message = "`language 1` stands once, on the first line of a file.";
    (!is_first).then(|| Diagnostic::new(Code::Unreadable, draft.whole(), message))
}

/// Reads a draft with pest.
fn read(draft: &Draft) -> Result<Item, Refusal> {
    match Grammar::parse(Rule::piece, &draft.text) {
        Ok(pairs) => {
            let piece = Parts::new(pairs, &draft.places).next();
            let item = piece.and_then(|piece| piece.first()).and_then(|item| parse_item(&item));
            item.ok_or(Refusal { at: 0, wanted: Vec::new() })
        }
        Err(error) => {
            let (InputLocation::Pos(position) | InputLocation::Span((position, _))) = error.location;
            let at = draft.words.partition_point(|token| token.end <= position);
            let wanted = match error.variant {
                ErrorVariant::ParsingError { positives, .. } => positives,
                ErrorVariant::CustomError { .. } => Vec::new(),
            };
            Err(Refusal { at, wanted })
        }
    }
}
