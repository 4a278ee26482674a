//! Two lists of items become pairs: what stayed, what became what, what is new, what is gone.

use super::item::{Item, Kind};
use super::words::alike;

/// How much of two rules without a name must be the same for one to have become the other, in hundredths.
const ALIKE: usize = 50;

/// An item before and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'i> {
    pub(super) old: Option<&'i Item>,
    pub(super) new: Option<&'i Item>,
}

/// Pairs items of one kind: by name, then by text, then rules by likeness.
pub(super) fn pairs<'i>(old: &'i [Item], new: &'i [Item]) -> Vec<Pair<'i>> {
    let mut gone: Vec<&Item> = old.iter().collect();
    let mut fresh: Vec<&Item> = new.iter().collect();
    let mut pairs = Vec::new();
    let by_name = |a: &Item, b: &Item| a.name == b.name && a.is_named == b.is_named;
    let by_body = |a: &Item, b: &Item| a.body == b.body;
    for same in [
        &|a: &Item, b: &Item| a.text == b.text && by_name(a, b),
        &by_name as &dyn Fn(&Item, &Item) -> bool,
        &by_body,
    ] {
        gone.retain(|before| {
            match fresh.iter().position(|after| before.kind == after.kind && same(before, after)) {
                Some(at) => {
                    pairs.push(Pair { old: Some(before), new: Some(fresh.remove(at)) });
                    false
                }
                None => true,
            }
        });
    }
    while let Some((from, to)) = most_alike(&gone, &fresh) {
        pairs.push(Pair { old: Some(gone.remove(from)), new: Some(fresh.remove(to)) });
    }
    pairs.extend(gone.into_iter().map(|item| Pair { old: Some(item), new: None }));
    pairs.extend(fresh.into_iter().map(|item| Pair { old: None, new: Some(item) }));
    pairs
}

fn most_alike(gone: &[&Item], fresh: &[&Item]) -> Option<(usize, usize)> {
    let candidates = gone.iter().enumerate().flat_map(|(from, old)| {
        let rules =
            fresh.iter().enumerate().filter(|(_, new)| new.kind == old.kind && old.kind == Kind::Rule);
        rules.map(move |(to, new)| (alike(&old.body, &new.body), from, to))
    });
    candidates
        .filter(|(alike, ..)| *alike >= ALIKE)
        .max_by_key(|(alike, from, to)| (*alike, std::cmp::Reverse(*from), std::cmp::Reverse(*to)))
        .map(|(_, from, to)| (from, to))
}

/// Rules that went and rules that came for the same conclusion, where one became several or several became one.
#[derive(Debug, Clone)]
pub(super) struct Regrouped<'i> {
    pub(super) old: Vec<&'i Item>,
    pub(super) new: Vec<&'i Item>,
}

/// Candidates for rules that were split or merged: their conditions must be proved to be the same.
pub(super) fn regrouped<'i>(old: &'i [Item], new: &'i [Item]) -> Vec<Regrouped<'i>> {
    let is_same = |a: &Item, b: &Item| a.body == b.body || (a.is_named && b.is_named && a.name == b.name);
    let gone =
        old.iter().filter(|item| item.kind == Kind::Rule && !new.iter().any(|other| is_same(item, other)));
    let fresh: Vec<&Item> = new
        .iter()
        .filter(|item| item.kind == Kind::Rule && !old.iter().any(|other| is_same(item, other)))
        .collect();
    let gone: Vec<&Item> = gone.collect();
    let mut conclusions: Vec<&[String]> = gone.iter().map(|item| item.concludes.as_slice()).collect();
    conclusions.sort();
    conclusions.dedup();
    let of = |items: &[&'i Item], concludes: &[String]| -> Vec<&'i Item> {
        items.iter().copied().filter(|item| item.concludes == concludes).collect()
    };
    let groups = conclusions
        .into_iter()
        .map(|concludes| Regrouped { old: of(&gone, concludes), new: of(&fresh, concludes) });
    groups.filter(|group| matches!((group.old.len(), group.new.len()), (1, 2..) | (2.., 1))).collect()
}
