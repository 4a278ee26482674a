//! What pest matched becomes nodes with places in the author's file.

use pest::iterators::{Pair, Pairs};
use qualify_diagnostics::Span;
use qualify_grammar::Rule;

use crate::ast::{Name, Text};

use super::places::Places;

/// One matched production.
#[derive(Clone)]
pub(super) struct Node<'p> {
    pair: Pair<'p, Rule>,
    places: &'p Places,
}

impl<'p> Node<'p> {
    /// The production.
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    /// The text that matched.
    pub(super) fn text(&self) -> &'p str {
        self.pair.as_str()
    }

    /// From its first word to its last, in the author's file.
    pub(super) fn span(&self) -> Span {
        self.places.span(self.pair.as_span().start(), last_end(&self.pair))
    }

    /// What it is made of, without punctuation and dashes.
    pub(super) fn parts(&self) -> Parts<'p> {
        Parts { rest: self.pair.clone().into_inner(), places: self.places }
    }

    /// The first of its parts.
    pub(super) fn first(&self) -> Option<Node<'p>> {
        self.parts().next()
    }

    /// As a name.
    pub(super) fn name(&self) -> Name {
        Name { text: self.text().to_owned(), span: self.span() }
    }

    /// As a quoted text.
    pub(super) fn quoted(&self) -> Text {
        Text { text: unquoted(self.text()).to_owned(), span: self.span() }
    }
}

/// A text without its quotes.
pub(super) fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').unwrap_or(text);
    inner.strip_suffix('"').unwrap_or(inner)
}

/// Pest lets a production end after the white space before an optional part; this is where its last word ends.
fn last_end(pair: &Pair<'_, Rule>) -> usize {
    let mut pair = pair.clone();
    loop {
        let whole =
            matches!(pair.as_rule(), Rule::money | Rule::percent | Rule::span | Rule::signed | Rule::whole);
        let end = pair.as_span().end();
        match pair.into_inner().next_back() {
            Some(last) if !whole => pair = last,
            _ => return end,
        }
    }
}

/// The parts of a node, in order.
#[derive(Clone)]
pub(super) struct Parts<'p> {
    rest: Pairs<'p, Rule>,
    places: &'p Places,
}

impl<'p> Parts<'p> {
    /// All productions that pest matched at the top.
    pub(super) fn new(pairs: Pairs<'p, Rule>, places: &'p Places) -> Self {
        Self { rest: pairs, places }
    }

    /// The next part, left in place.
    pub(super) fn peek(&self) -> Option<Node<'p>> {
        self.clone().next()
    }

    /// The next part, if it is of this production.
    pub(super) fn one(&mut self, rule: Rule) -> Option<Node<'p>> {
        let next = self.peek()?;
        if next.rule() != rule {
            return None;
        }
        self.next()
    }

    /// Whether the next part is of this production; if so, it is taken.
    pub(super) fn has(&mut self, rule: Rule) -> bool {
        self.one(rule).is_some()
    }

    /// Takes all the next parts of this production and reads each.
    pub(super) fn several<T>(&mut self, rule: Rule, read: impl Fn(&Node<'p>) -> Option<T>) -> Option<Vec<T>> {
        let mut found = Vec::new();
        while let Some(node) = self.one(rule) {
            found.push(read(&node)?);
        }
        Some(found)
    }
}

impl<'p> Iterator for Parts<'p> {
    type Item = Node<'p>;

    fn next(&mut self) -> Option<Node<'p>> {
        let places = self.places;
        self.rest.by_ref().find(|pair| !is_punctuation(pair.as_rule())).map(|pair| Node { pair, places })
    }
}

fn is_punctuation(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::colon
            | Rule::comma
            | Rule::open
            | Rule::close
            | Rule::open_list
            | Rule::close_list
            | Rule::equals
            | Rule::d1
            | Rule::d2
            | Rule::d3
            | Rule::EOI
    )
}
