//! The text of a comment becomes the lints that it allows, or what is wrong with it.

use std::ops::Range;

use qualify_diagnostics::{Code, Span};
use qualify_plan::Date;
use qualify_syntax::ast::Comment;

use super::head::{Head, head, named};

/// What a comment that speaks to this tool says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What it allows, if it can be followed.
    pub(super) allow: Option<Allow>,
    /// What is wrong with it.
    pub(super) mistakes: Vec<Mistake>,
}

/// `# qualify: allow NAME, NAME until DATE because REASON`
#[derive(Debug)]
pub(super) struct Allow {
    /// The lints, with the places of their names.
    pub(super) lints: Vec<(Code, Span)>,
    /// The last day on which it holds.
    pub(super) until: Option<Date>,
    /// The whole comment.
    pub(super) span: Span,
}

/// Something wrong with a comment.
#[derive(Debug)]
pub(super) struct Mistake {
    /// Where.
    pub(super) span: Span,
    /// What, and what to write instead.
    pub(super) message: String,
    /// Of which lint, in the author's words.
    pub(super) about: String,
    /// What to write in that place, where it is known.
    pub(super) instead: Option<String>,
}

const HEAD: &str = "qualify: allow";

const SHAPE: &str = "`# qualify: allow NAME because REASON`";

/// Reads a comment; none if it does not speak to this tool.
pub(super) fn read(comment: &Comment) -> Option<Reading> {
    match head(&comment.text)? {
        Head::Allow(rest) => Some(read_allow(comment, &words(comment, rest))),
        Head::Near(at) => Some(only(near(comment, at))),
        Head::Other => {
            let message = format!("The only thing that a comment can tell this tool is `allow`: {SHAPE}.");
            Some(only(Mistake { span: comment.span, message, about: String::new(), instead: None }))
        }
    }
}

fn only(mistake: Mistake) -> Reading {
    Reading { allow: None, mistakes: vec![mistake] }
}

/// A comment that was meant to allow a lint and does not begin so.
fn near(comment: &Comment, at: Range<usize>) -> Mistake {
    let rest = comment.text.get(at.end..).unwrap_or_default();
    let name = match named(rest) {
        "" | "because" | "until" => "NAME",
        name => name,
    };
    let message = format!(
        "This comment silences nothing, because it does not begin with `# {HEAD}`. Write \
         `# {HEAD} {name} because REASON`."
    );
    let is_followed_by_name = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let start = comment.span.start as usize;
    Mistake {
        span: Span::new(comment.span.source, start + at.start, start + at.end),
        message,
        about: name.to_owned(),
        instead: is_followed_by_name.then(|| HEAD.to_owned()),
    }
}

/// A word of a comment with its place.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    span: Span,
}

/// The words from a place of the comment on; commas are words of their own.
fn words(comment: &Comment, from: usize) -> Vec<Word<'_>> {
    let text = comment.text.as_str();
    let mut found = Vec::new();
    let mut rest = text.get(from..).unwrap_or_default();
    loop {
        rest = rest.trim_start();
        let length = match rest.chars().next() {
            None => return found,
            Some(',') => 1,
            Some(_) => rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(length);
        let start = comment.span.start as usize + (text.len() - rest.len());
        found.push(Word { text: word, span: Span::new(comment.span.source, start, start + length) });
        rest = after;
    }
}

fn read_allow(comment: &Comment, words: &[Word<'_>]) -> Reading {
    let mut reader = Reader { comment, mistakes: Vec::new() };
    let ends = |word: &Word<'_>| matches!(word.text, "because" | "until");
    let (names, rest) = words.split_at(words.iter().position(ends).unwrap_or(words.len()));
    let lints = reader.names(names);
    if lints.is_none() && rest.is_empty() {
        return Reading { allow: None, mistakes: reader.mistakes };
    }
    let lints = lints.unwrap_or_default();
    let (until, rest) = reader.until(rest);
    let reason = reader.reason(names, rest);
    let followed = reason.is_some() && until.is_ok() && !lints.is_empty();
    let allow = followed.then(|| Allow { lints, until: until.ok().flatten(), span: comment.span });
    Reading { allow, mistakes: reader.mistakes }
}

struct Reader<'a> {
    comment: &'a Comment,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: Span, about: &str, message: String) {
        self.mistakes.push(Mistake { span, message, about: about.to_owned(), instead: None });
    }

    /// The lints of a list; none if the words are no list.
    fn names(&mut self, words: &[Word<'_>]) -> Option<Vec<(Code, Span)>> {
        let names: Vec<&Word<'_>> = words.iter().filter(|word| word.text != ",").collect();
        if names.is_empty() {
            let message = format!("This comment does not say which lint it allows: {SHAPE}.");
            self.wrong(self.comment.span, "", message);
        }
        let between = words.windows(2).find(|pair| pair.iter().all(|word| word.text != ","));
        if let Some([_, second]) = between {
            let message = format!(
                "Names of lints are separated by commas, and the reason begins with `because`: {SHAPE}."
            );
            self.wrong(second.span, second.text, message);
            return None;
        }
        Some(names.into_iter().filter_map(|word| self.name(*word)).collect())
    }

    fn name(&mut self, word: Word<'_>) -> Option<(Code, Span)> {
        let name = word.text;
        let code = Code::from_name(name);
        if let Some(code) = code.filter(|code| Code::LINTS.contains(code) && *code != Code::BadSuppression) {
            return Some((code, word.span));
        }
        let message = match code {
            Some(Code::BadSuppression) => {
                "`bad-suppression` speaks about comments, so no comment silences it. Mend the comment that it is about."
                    .to_owned()
            }
            Some(_) => format!("`{name}` is an error, and errors cannot be silenced: rules with errors are not run."),
            None => match closest(name) {
                Some(meant) => {
                    let message = format!("There is no lint `{name}`. Did you mean `{meant}`?");
                    let (about, instead) = (name.to_owned(), Some(meant.to_owned()));
                    self.mistakes.push(Mistake { span: word.span, message, about, instead });
                    return None;
                }
                None => format!("There is no lint `{name}`. `qualify explain` lists all names."),
            },
        };
        self.wrong(word.span, name, message);
        None
    }

    /// `until DATE`, and the words behind it.
    fn until<'w, 'b>(&mut self, words: &'w [Word<'b>]) -> (Result<Option<Date>, ()>, &'w [Word<'b>]) {
        let Some((until, rest)) = words.split_first().filter(|(word, _)| word.text == "until") else {
            return (Ok(None), words);
        };
        let (day, after) = match rest.split_first() {
            Some((word, after)) if word.text != "because" => (word, after),
            Some(_) | None => (until, rest),
        };
        match Date::parse(day.text) {
            Some(date) => (Ok(Some(date)), after),
            None => {
                let message =
                    "Behind `until` stands a day, written year-month-day: `until 2026-12-31 because ...`.";
                self.wrong(day.span, "", message.to_owned());
                (Err(()), after)
            }
        }
    }

    fn reason(&mut self, names: &[Word<'_>], words: &[Word<'_>]) -> Option<()> {
        match words {
            [because, .., until, day]
                if because.text == "because" && until.text == "until" && Date::parse(day.text).is_some() =>
            {
                let (name, day) = (names.first().map_or("NAME", |word| word.text), day.text);
                let message = format!(
                    "A day at the end of the reason ends nothing. It stands before the reason: \
                     `# qualify: allow {name} until {day} because ...`."
                );
                self.wrong(until.span, name, message);
                None
            }
            [because, _, ..] if because.text == "because" => Some(()),
            _ => {
                let name = names.first().map_or("NAME", |word| word.text);
                let message = format!(
                    "This comment gives no reason, so it silences nothing. Say why, for those who come after you: \
                     `# qualify: allow {name} because ...`."
                );
                self.wrong(self.comment.span, name, message);
                None
            }
        }
    }
}

/// The lint whose name is most like the word, if it is like it enough to be meant.
pub(super) fn closest(word: &str) -> Option<&'static str> {
    let names = Code::LINTS.iter().filter(|code| **code != Code::BadSuppression).map(|code| code.name());
    let lower = word.to_lowercase().replace('_', "-");
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    let near = names.map(|name| (strsim::osa_distance(&lower, name), name));
    near.filter(|(distance, _)| *distance <= allowed).min().map(|(_, name)| name)
}
