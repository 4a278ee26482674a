//! A diagnostic becomes a fingerprint that stays the same when its rule is moved or formatted anew.
//!
//! It is taken of the code, the subject and the text that the diagnostic is about, never of a line number or of the path:
//! see `docs/decisions/fingerprints.md`.

use std::collections::BTreeMap;

use qualify::diagnostics::{Diagnostic, Source, Sources};
use sha2::{Digest as _, Sha256};

/// Goes into every fingerprint; another way to take them needs another name here.
const KIND: &str = "qualify finding 1";
/// Bytes of the digest that are kept: 32 hexadecimal digits.
const KEPT: usize = 16;
/// Characters of a marked text that count.
const LONGEST: usize = 10_000;
/// Characters on either side of a place without text that count.
const AROUND: usize = 100;

/// Gives fingerprints, and different ones to findings that are alike.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    given: BTreeMap<[u8; KEPT], u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding.
    pub(crate) fn of(&mut self, sources: &Sources, diagnostic: &Diagnostic) -> String {
        let about = essence(&about(sources, diagnostic));
        let base = digest(&[KIND, diagnostic.code.name(), &diagnostic.subject, &about]);
        let occurrence = self.given.entry(base).and_modify(|count| *count += 1).or_insert(1);
        let told = match occurrence {
            1 => base,
            more => {
                let number = more.to_string();
                digest(&[KIND, diagnostic.code.name(), &diagnostic.subject, &about, &number])
            }
        };
        told.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The marked text; where something is missing, what is around it in its line. Neither is longer than it needs to be: a
/// file may be one line of 16 MiB with a hundred thousand findings.
fn about(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let marked = sources.text(diagnostic.span);
    if !marked.trim().is_empty() {
        return marked.chars().take(LONGEST).collect();
    }
    let text = sources.get(diagnostic.span.source).map_or("", Source::text);
    let at = diagnostic.span.start as usize;
    let before = text.get(..at).unwrap_or_default().chars().rev().take(AROUND).take_while(|c| *c != '\n');
    let after = text.get(at..).unwrap_or_default().chars().take(AROUND).take_while(|c| *c != '\n');
    before.collect::<Vec<_>>().into_iter().rev().chain(after).collect()
}

/// Every part with its length before it, so that no two lists of parts run together to the same bytes.
fn digest(parts: &[&str]) -> [u8; KEPT] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_string());
        hasher.update(":");
        hasher.update(part);
    }
    let mut kept = [0; KEPT];
    for (to, from) in kept.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    kept
}

/// The text without what formatting changes: comments, white space, `_` in numbers, commas before a closing bracket.
/// Quoted texts stay as they are.
fn essence(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                quoted = !quoted;
                out.push(letter);
            }
            _ if quoted => out.push(letter),
            '#' => while letters.next_if(|next| *next != '\n').is_some() {},
            '_' if between_digits(&out, letters.peek()) => {}
            ']' => {
                out.truncate(out.trim_end_matches(',').len());
                out.push(letter);
            }
            _ if letter.is_whitespace() || letter == '\u{FEFF}' => {}
            _ => out.push(letter),
        }
    }
    out
}

fn between_digits(before: &str, after: Option<&char>) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit()) && after.is_some_and(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use qualify::diagnostics::{Code, Span};

    use super::*;

    /// The fingerprints of one finding for each place of a word.
    fn prints(text: &str, word: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("a.rules", text);
        let mut fingerprints = Fingerprints::default();
        let found = text.match_indices(word).map(|(at, _)| {
            let span = Span::new(id, at, at + word.len());
            Diagnostic::new(Code::RedundantRule, span, format!("at {at}")).about("rule \"A\"")
        });
        found.map(|diagnostic| fingerprints.of(&sources, &diagnostic)).collect()
    }

    #[test]
    fn moving_a_rule_keeps_its_fingerprint() {
        let rule = "when n >= 2 then MQL";
        let before = prints(&format!("{rule}\nwhen m then SQL\n"), rule);
        assert_eq!(before, prints(&format!("# why\n\nwhen m then SQL\n\n{rule}\n"), rule));
        assert_eq!(before.concat().len(), 32);
    }

    #[test]
    fn formatting_keeps_it() {
        let same = [
            ("when n>=20000 then MQL", "when n >= 20_000\n  then MQL"),
            ("a in [x,y]", "a in [\n  x, # first\n  y,\n]"),
        ];
        for (one, other) in same {
            assert_eq!(prints(one, one), prints(other, other), "{one}");
        }
    }

    #[test]
    fn another_text_has_another() {
        let different = [
            ("when n >= 2", "when n >= 3"),
            ("email is \"a b\"", "email is \"ab\""),
            ("a is \"#1\"", "a is \"#2\""),
        ];
        for (one, other) in different {
            assert_ne!(prints(one, one), prints(other, other), "{one}");
        }
    }

    #[test]
    fn findings_that_are_alike_are_told_apart() {
        let twice = prints("n >= 2 and n >= 2", "n >= 2");
        assert_eq!(twice.len(), 2);
        assert_ne!(twice.first(), twice.last());
        assert_eq!(twice.first(), prints("n >= 2", "n >= 2").first());
    }

    #[test]
    fn what_is_missing_is_known_by_what_is_around_it() {
        let of = |text: &str, at: usize| {
            let mut sources = Sources::default();
            let id = sources.add("a.rules", text);
            let diagnostic = Diagnostic::new(Code::MissingThen, Span::new(id, at, at), "");
            Fingerprints::default().of(&sources, &diagnostic)
        };
        assert_eq!(of("when a MQL", 7), of("\n\nwhen a  MQL", 9));
        assert_ne!(of("when a MQL", 7), of("when b MQL", 7));
    }
}
