//! The parts of an item before and after become words: `downloads: at least 2 → at least 5`, `+ healthcare`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::item::{Part, Role};

/// How much of two texts must be the same for one to have become the other, in hundredths.
const ALIKE: usize = 40;
/// Up to so many bytes a line is short.
const SHORT: usize = 40;
/// So many values of a file are told that came, and as many that went.
const MOST_VALUES: usize = 12;

/// What is another in an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// What it is about; may be empty.
    pub about: String,
    /// What was there; none for what is new.
    pub was: Option<String>,
    /// What is there now; none for what is gone.
    pub is: Option<String>,
    /// What stands behind both.
    pub rest: String,
}

impl Wording {
    /// In one line: `downloads: at least 2 → at least 5`.
    pub fn told(&self) -> String {
        let about = if self.about.is_empty() { String::new() } else { format!("{}: ", self.about) };
        let rest = if self.rest.is_empty() { String::new() } else { format!(" {}", self.rest) };
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => format!("{about}{was} → {is}{rest}"),
            (None, Some(is)) => format!("{about}+ {is}{rest}"),
            (Some(was), None) => format!("{about}- {was}{rest}"),
            (None, None) => about + &self.rest,
        }
    }
}

/// What is another between two lists of parts; their order does not matter.
pub(super) fn between(before: &[Part], after: &[Part]) -> Vec<Wording> {
    let (mut gone, mut new) = (before.to_vec(), after.to_vec());
    gone.retain(|part| match new.iter().position(|other| other == part) {
        Some(at) => {
            new.remove(at);
            false
        }
        None => true,
    });
    let mut words = Vec::new();
    while let Some((from, to)) = most_alike(&gone, &new) {
        let (was, is) = (gone.remove(from), new.remove(to));
        words.extend(replaced(&was, &is));
    }
    words.extend(gone.iter().map(|part| lone(Some(part), None)));
    words.extend(new.iter().map(|part| lone(None, Some(part))));
    words
}

/// Which values of the file of a set came and went.
pub(super) fn values(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<Wording> {
    let told = |these: &BTreeSet<String>, others: &BTreeSet<String>| -> Vec<String> {
        let mut told: Vec<String> = these.difference(others).take(MOST_VALUES + 1).cloned().collect();
        if told.len() > MOST_VALUES {
            told.truncate(MOST_VALUES);
            told.push(format!("{} more values", these.difference(others).count() - MOST_VALUES));
        }
        told
    };
    let wording = |was, is| Wording { about: String::new(), was, is, rest: String::new() };
    let came = told(after, before).into_iter().map(|value| wording(None, Some(value)));
    came.chain(told(before, after).into_iter().map(|value| wording(Some(value), None))).collect()
}

fn lone(was: Option<&Part>, is: Option<&Part>) -> Wording {
    let told = |part: Option<&Part>| part.map(|part| format!("{}{}", part.role.word(), part.text));
    Wording { about: String::new(), was: told(was), is: told(is), rest: String::new() }
}

fn most_alike(gone: &[Part], new: &[Part]) -> Option<(usize, usize)> {
    let pairs = gone.iter().enumerate().flat_map(|(from, was)| {
        let same_role = new.iter().enumerate().filter(|(_, is)| is.role == was.role);
        same_role.map(move |(to, is)| (alike(&was.text, &is.text), from, to))
    });
    let best = pairs
        .filter(|(alike, ..)| *alike >= ALIKE)
        .max_by_key(|(alike, from, to)| (*alike, std::cmp::Reverse(*from), std::cmp::Reverse(*to)));
    best.map(|(_, from, to)| (from, to))
}

/// How much of two texts is the same, in hundredths of their words.
pub(super) fn alike(one: &str, other: &str) -> usize {
    let (one, other) = (words_of(one), words_of(other));
    let all = one.len() + other.len();
    let mut rest = other;
    let same = one.iter().filter(|word| match rest.iter().position(|other| other == *word) {
        Some(at) => {
            rest.remove(at);
            true
        }
        None => false,
    });
    (200 * same.count()).checked_div(all).unwrap_or(0)
}

fn replaced(was: &Part, is: &Part) -> Vec<Wording> {
    if let Some(members) = members(&was.text, &is.text) {
        return members;
    }
    let (old, new) = (words_of(&was.text), words_of(&is.text));
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - before;
    let behind = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    // A comparison is told with its number.
    let is_lone = |words: &[&str]| words.get(before).is_some_and(|word| operator(word).is_some());
    let behind = if is_lone(&old) && is_lone(&new) {
        behind.min((old.len().min(new.len()) - before).saturating_sub(2))
    } else {
        behind
    };
    // What compares goes with the number: "at least 2 → at least 5".
    let has_operator = before > 1 && old.get(before - 1).is_some_and(|word| operator(word).is_some());
    // A short line is told whole, as no word of it says what it is about.
    if !has_operator && was.role == Role::Line && was.text.len().max(is.text.len()) <= SHORT {
        let whole = |part: &Part| Some(part.text.clone());
        return vec![Wording { about: String::new(), was: whole(was), is: whole(is), rest: String::new() }];
    }
    let (about, from) = if has_operator { (before - 1, before - 1) } else { (before, before) };
    let middle = |words: &[&str]| {
        let middle = words.get(from..words.len().saturating_sub(behind)).unwrap_or_default();
        if middle.is_empty() { "nothing".to_owned() } else { in_words(middle) }
    };
    let join = |words: Option<&[&str]>| words.unwrap_or_default().join(" ");
    vec![Wording {
        about: format!("{}{}", was.role.word(), join(old.get(..about))).trim().to_owned(),
        was: Some(middle(&old)),
        is: Some(middle(&new)),
        rest: join(old.get(old.len().saturating_sub(behind)..)),
    }]
}

/// If two texts differ only inside one pair of brackets: which members came and went.
fn members(was: &str, is: &str) -> Option<Vec<Wording>> {
    let (before, old, behind) = bracketed(was)?;
    let (other_before, new, other_behind) = bracketed(is)?;
    if (before, behind) != (other_before, other_behind) {
        return None;
    }
    let wording = |was: Option<&str>, is: Option<&str>| Wording {
        about: before.trim().to_owned(),
        was: was.map(str::to_owned),
        is: is.map(str::to_owned),
        rest: behind.trim().to_owned(),
    };
    let gone = old.iter().filter(|member| !new.contains(member)).map(|member| wording(Some(member), None));
    let came = new.iter().filter(|member| !old.contains(member)).map(|member| wording(None, Some(member)));
    Some(came.chain(gone).collect())
}

fn bracketed(text: &str) -> Option<(&str, Vec<&str>, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (inside, behind) = rest.split_once(']')?;
    let is_plain = !behind.contains('[') && !inside.contains('"');
    is_plain.then(|| {
        (before, inside.split(',').map(str::trim).filter(|member| !member.is_empty()).collect(), behind)
    })
}

/// Words; a text in quotes is one.
fn words_of(text: &str) -> Vec<&str> {
    let mut in_quotes = false;
    let ends = text.split(|letter: char| {
        if letter == '"' {
            in_quotes = !in_quotes;
        }
        letter.is_whitespace() && !in_quotes
    });
    ends.filter(|word| !word.is_empty()).collect()
}

fn operator(word: &str) -> Option<&'static str> {
    match word {
        ">=" => Some("at least"),
        "<=" => Some("at most"),
        ">" => Some("more than"),
        "<" => Some("less than"),
        _ => None,
    }
}

fn in_words(words: &[&str]) -> String {
    let told: Vec<&str> = words.iter().map(|word| operator(word).unwrap_or(word)).collect();
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::item::Role;

    fn told(before: &[&str], after: &[&str]) -> Vec<String> {
        let parts = |texts: &[&str]| -> Vec<Part> {
            texts.iter().map(|text| Part { role: Role::When, text: (*text).to_owned() }).collect()
        };
        between(&parts(before), &parts(after)).iter().map(Wording::told).collect()
    }

    #[test]
    fn a_limit_is_told_with_its_comparison() {
        assert_eq!(told(&["downloads >= 2"], &["downloads >= 5"]), ["downloads: at least 2 → at least 5"]);
        assert_eq!(told(&["downloads >= 2"], &["downloads > 2"]), ["downloads: at least 2 → more than 2"]);
        assert_eq!(
            told(&["count of visits within 7 days >= 2"], &["count of visits within 30 days >= 2"]),
            ["count of visits within: 7 → 30 days >= 2"]
        );
    }

    #[test]
    fn members_come_and_go() {
        assert_eq!(
            told(&["industry in [software, retail]"], &["industry in [healthcare, software]"]),
            ["industry in: + healthcare", "industry in: - retail"]
        );
    }

    #[test]
    fn points_keep_what_they_are_for() {
        assert_eq!(
            told(
                &["add 10 points when job_title contains \"head of\""],
                &["add 15 points when job_title contains \"head of\""]
            ),
            ["add: 10 → 15 points when job_title contains \"head of\""]
        );
    }

    #[test]
    fn a_short_line_is_told_whole() {
        let line = |text: &str| vec![Part { role: Role::Line, text: text.to_owned() }];
        let told = between(&line("300 to 899: 15"), &line("360 to 899: 15"));
        assert_eq!(told.iter().map(Wording::told).collect::<Vec<_>>(), ["300 to 899: 15 → 360 to 899: 15"]);
    }

    #[test]
    fn values_of_files_come_and_go_without_end_to_the_page() {
        let set = |values: std::ops::Range<usize>| -> BTreeSet<String> {
            values.map(|at| format!("v{at:03}")).collect()
        };
        let told = |before, after| -> Vec<String> {
            values(&set(before), &set(after)).iter().map(Wording::told).collect()
        };
        assert_eq!(told(1..4, 2..5), ["+ v004", "- v001"]);
        assert_eq!(told(0..0, 0..12).len(), MOST_VALUES);
        assert_eq!(told(0..20, 0..0).last().map(String::as_str), Some("- 8 more values"));
    }

    #[test]
    fn what_is_alike_in_nothing_comes_and_goes() {
        assert_eq!(told(&["a is yes"], &["downloads >= 2"]), ["- a is yes", "+ downloads >= 2"]);
        assert_eq!(told(&["a", "b"], &["b", "a"]), Vec::<String>::new());
    }
}
