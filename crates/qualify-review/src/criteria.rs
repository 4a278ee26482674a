//! Two programs become the list of criteria that are others, each in words and with what it does by itself.

mod effect;
mod item;
mod pair;
mod words;

use std::collections::BTreeSet;

use qualify::plan::Plan;
use serde::Serialize;

use crate::review::Request;
use crate::step::{Doing, Step};
use effect::{Asked, Swap};
use item::{Item, Members, items};
use pair::{Pair, pairs, regrouped};

pub use effect::Effect;
pub(crate) use effect::read_differently;
pub use item::Kind;
pub use words::Wording;

/// Most changes that are looked at one by one.
const MOST_ALONE: usize = 60;

/// How a criterion changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was not there.
    New,
    /// It is not there any more.
    Gone,
    /// It says something else.
    Changed,
    /// It has another name and says the same.
    Renamed,
    /// It is in another file and says the same.
    Moved,
    /// One became several that together say the same: proved.
    Split,
    /// Several became one that says the same: proved.
    Merged,
}

impl How {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

/// One criterion that is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name; for a rule without one its text. That of after, where there is one.
    pub name: String,
    /// How it changed.
    pub how: How,
    /// What is another in it.
    pub words: Vec<Wording>,
    /// What this change does by itself.
    pub effect: Effect,
    /// Who owns it now, or owned it if it is gone.
    pub owner: Option<String>,
    /// Who owned it before, if that was somebody else.
    pub owner_before: Option<String>,
    /// Whether the text after has a `because`; only of rules that are there.
    pub has_reason: Option<bool>,
    /// The file, of after where there is one.
    pub file: String,
    /// The line in it.
    pub line: u32,
    /// What a rule concludes now, or concluded.
    pub concludes: Vec<String>,
}

/// The criteria that are others: what decides first, in the order of the files. `plan` is that of before, if both versions can
/// be run.
pub(crate) fn changes(request: &Request<'_>, plan: Option<&Plan>) -> Vec<Change> {
    let Request { base, head, today, steps, .. } = *request;
    let (old, new) = (items(base.compilation), items(head.compilation));
    let asked = plan.map(|plan| Asked { base, head, plan, today });
    let mut changes: Vec<Change> = Vec::new();
    let (mut done_old, mut done_new): (Vec<&Item>, Vec<&Item>) = (Vec::new(), Vec::new());
    for group in regrouped(&old, &new) {
        let swap: Swap<'_> = (group.old.clone(), group.new.clone());
        let is_proved = asked
            .as_ref()
            .is_some_and(|asked| matches!(asked.effect(&swap), Effect::ChangesNothing | Effect::NoCriterion));
        if is_proved {
            changes.extend(regroup(&group));
            done_old.extend(group.old);
            done_new.extend(group.new);
        }
    }
    let left = |all: &[Item], done: &[&Item]| -> Vec<Item> {
        all.iter().filter(|item| !done.iter().any(|other| other.span == item.span)).cloned().collect()
    };
    let (old, new) = (left(&old, &done_old), left(&new, &done_new));
    // Two files that are compared have names of their own.
    let moves = |old: &Item, new: &Item| {
        old.file != new.file && (old.file.as_str(), new.file.as_str()) != (base.main, head.main)
    };
    let mut different: Vec<Pair<'_>> = pairs(&old, &new);
    different.retain(|pair| is_different(pair, &moves));
    for (at, pair) in different.iter().enumerate() {
        steps(Step { doing: Doing::Criteria, done: at, of: different.len() });
        let effect = match &asked {
            Some(_) if at >= MOST_ALONE => Effect::NotAsked,
            Some(asked) => asked.effect(&(pair.old.into_iter().collect(), pair.new.into_iter().collect())),
            None => Effect::NotAsked,
        };
        changes.extend(change(pair, effect, &moves));
    }
    changes.sort_by(|a, b| (a.kind, &a.file, a.line, &a.name).cmp(&(b.kind, &b.file, b.line, &b.name)));
    changes
}

/// Whether an item stands in another file.
type Moves<'m> = &'m dyn Fn(&Item, &Item) -> bool;

fn is_different(pair: &Pair<'_>, moves: Moves<'_>) -> bool {
    match (pair.old, pair.new) {
        (Some(old), Some(new)) => {
            (&old.text, &old.owner) != (&new.text, &new.owner)
                || moves(old, new)
                || values(old) != values(new)
        }
        (_, _) => true,
    }
}

fn values(item: &Item) -> Option<&BTreeSet<String>> {
    item.members.as_ref().map(|members| &members.values)
}

/// What is another in an item; of values that stand in a file of their own, which came and which went.
fn words_between(old: &Item, new: &Item) -> Vec<Wording> {
    let (Some(before), Some(after)) = (&old.members, &new.members) else {
        return words::between(&old.parts, &new.parts);
    };
    let place = |members: &Members| {
        members.file.as_ref().map_or_else(|| "in the rules".to_owned(), |file| format!("in `{file}`"))
    };
    let mut words = match (&before.file, &after.file) {
        (None, None) => return words::between(&old.parts, &new.parts),
        (Some(_), Some(_)) => words::between(&old.parts, &new.parts),
        (Some(_), None) | (None, Some(_)) => vec![wording("values", &place(before), &place(after))],
    };
    words.extend(words::values(&before.values, &after.values));
    words
}

fn change(pair: &Pair<'_>, effect: Effect, moves: Moves<'_>) -> Option<Change> {
    let told = pair.new.or(pair.old)?;
    let (how, words) = match (pair.old, pair.new) {
        (None, _) => (How::New, Vec::new()),
        (Some(_), None) => (How::Gone, Vec::new()),
        (Some(old), Some(new)) => {
            let mut words = words_between(old, new);
            let how = match () {
                () if old.body != new.body || values(old) != values(new) => How::Changed,
                () if old.name != new.name => How::Renamed,
                () if moves(old, new) => How::Moved,
                () => How::Changed,
            };
            if old.name != new.name && old.is_named {
                words.insert(0, wording("name", &old.name, &new.name));
            }
            if moves(old, new) {
                words.push(wording("file", &old.file, &new.file));
            }
            if old.owner != new.owner && !words.iter().any(|word| word.told().contains("owner")) {
                let of = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "nobody".to_owned());
                words.push(wording("owner", &of(&old.owner), &of(&new.owner)));
            }
            (how, words)
        }
    };
    let owner_before =
        pair.old.and_then(|old| old.owner.clone()).filter(|owner| Some(owner) != told.owner.as_ref());
    Some(Change { how, words, effect, owner_before, ..plain(told, pair.new.is_some()) })
}

fn plain(item: &Item, is_there: bool) -> Change {
    let has_reason = (item.kind == Kind::Rule && is_there)
        .then(|| item.parts.iter().any(|part| part.role == item::Role::Because));
    Change {
        kind: item.kind,
        name: item.name.clone(),
        how: How::Changed,
        words: Vec::new(),
        effect: Effect::NotAsked,
        owner: item.owner.clone(),
        owner_before: None,
        has_reason,
        file: item.file.clone(),
        line: item.line,
        concludes: item.concludes.clone(),
    }
}

fn wording(about: &str, was: &str, is: &str) -> Wording {
    Wording {
        about: about.to_owned(),
        was: Some(was.to_owned()),
        is: Some(is.to_owned()),
        rest: String::new(),
    }
}

fn regroup(group: &pair::Regrouped<'_>) -> Option<Change> {
    let names =
        |items: &[&Item]| items.iter().map(|item| format!("`{}`", item.name)).collect::<Vec<_>>().join(", ");
    let first = group.new.first()?;
    let (how, name) = match group.old.as_slice() {
        [one] => (How::Split, one.name.clone()),
        _ => (How::Merged, first.name.clone()),
    };
    let words = vec![wording("", &names(&group.old), &names(&group.new))];
    Some(Change { how, words, name, effect: Effect::ChangesNothing, ..plain(first, true) })
}
