//! Canonical text is read again: it must say what the author said, and stay as it is.

use std::fmt;

use qualify_diagnostics::{Diagnostic, Span};

use super::bare::Bare;
use super::kept::{Treatment, treatments};
use super::page::page;
use super::vocabulary::Vocabulary;
use crate::ast::{File, Item};
use crate::parse;

/// Why a file was not formatted. It never happens while the formatter is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What in the author's file it is about.
    pub span: Span,
    /// What went wrong.
    pub fault: Fault,
}

/// What would go wrong with a file if it were formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A declaration or rule would say something else.
    Meaning,
    /// A comment would be lost or would be there twice.
    Comments,
    /// Formatting a second time would change the text again.
    Unsettled,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let would = match self.fault {
            Fault::Meaning => "change what this says",
            Fault::Comments => "lose or repeat a comment here",
            Fault::Unsettled => "not come to rest here",
        };
        write!(
            f,
            "Formatting would {would}, so the file stays as it is. The mistake is in `fmt`, not in the file."
        )
    }
}

impl std::error::Error for Refused {}

/// The canonical text, after proof that it says the same and stays as it is.
pub(super) fn checked(
    text: &str,
    file: &File,
    mistakes: &[Diagnostic],
    words: &Vocabulary,
) -> Result<String, Refused> {
    let first = page(text, file, mistakes, words);
    let (again, new_mistakes) = parse(file.source, &first);
    same_items(&sayings(text, file, mistakes, words), &sayings(&first, &again, &new_mistakes, words), file)?;
    same_comments(file, &again)?;
    let second = page(&first, &again, &new_mistakes, words);
    match first == second {
        true => Ok(first),
        false => Err(Refused { span: first_change(file, &again, &first, &second), fault: Fault::Unsettled }),
    }
}

/// What an item says, in a form that can be compared.
#[derive(Debug, PartialEq)]
enum Saying<'a> {
    Read(Box<Item>),
    Kept(&'a str),
}

fn sayings<'a>(
    text: &'a str,
    file: &File,
    mistakes: &[Diagnostic],
    words: &Vocabulary,
) -> Vec<(Span, Saying<'a>)> {
    let mut sayings = Vec::with_capacity(file.items.len());
    for (item, treatment) in file.items.iter().zip(treatments(text, file, mistakes)) {
        match treatment {
            Treatment::Printed => {
                let mut bare = Box::new(item.clone());
                bare.bare(words);
                sayings.push((item.span, Saying::Read(bare)));
            }
            Treatment::Kept(range) => {
                let kept = text.get(range.start as usize..range.end as usize).unwrap_or_default();
                sayings.push((item.span, Saying::Kept(kept)));
            }
            Treatment::Left => {}
        }
    }
    sayings
}

fn same_items(
    before: &[(Span, Saying<'_>)],
    after: &[(Span, Saying<'_>)],
    file: &File,
) -> Result<(), Refused> {
    let mut others = after.iter();
    let other = before.iter().find(|(_, said)| others.next().is_none_or(|(_, now)| said != now));
    let span = match other {
        Some((span, _)) => *span,
        None if before.len() == after.len() => return Ok(()),
        None => before.last().map_or(start(file), |(span, _)| *span),
    };
    Err(Refused { span, fault: Fault::Meaning })
}

/// Whether two files have the same items, each with the same meaning.
pub(super) fn same_meaning(one: &File, other: &File, words: &Vocabulary) -> bool {
    let bare = |file: &File| {
        let mut items = file.items.clone();
        items.bare(words);
        items
    };
    bare(one) == bare(other)
}

fn start(file: &File) -> Span {
    Span::new(file.source, 0, 0)
}

/// Every comment is there once; two may have changed places.
fn same_comments(file: &File, new: &File) -> Result<(), Refused> {
    let mut before: Vec<_> = file.comments.iter().collect();
    let mut after: Vec<&str> = new.comments.iter().map(|comment| comment.text.as_str()).collect();
    before.sort_by_key(|comment| comment.text.as_str());
    after.sort_unstable();
    let texts = after.into_iter().map(Some).chain(std::iter::repeat(None));
    let other = before.iter().zip(texts).find(|(before, after)| Some(before.text.as_str()) != *after);
    match other {
        Some((comment, _)) => Err(Refused { span: comment.span, fault: Fault::Comments }),
        None if before.len() < new.comments.len() => {
            Err(Refused { span: start(file), fault: Fault::Comments })
        }
        None => Ok(()),
    }
}

/// The item of the author's file at which a second formatting would first change something.
fn first_change(file: &File, again: &File, first: &str, second: &str) -> Span {
    let same = first.bytes().zip(second.bytes()).take_while(|(a, b)| a == b).count();
    let at = again.items.iter().position(|item| item.span.end as usize >= same);
    at.and_then(|at| file.items.get(at)).map_or(start(file), |item| item.span)
}
