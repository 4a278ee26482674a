//! Comments that allow a lint take its findings away; those that do not work become findings themselves.
//!
//! ```text
//! # qualify: allow short-contains, repeated-test until 2026-12-31 because the CRM has no spaces in titles
//! ```
//!
//! A comment on a line of its own speaks of what follows it: of a whole declaration or rule if one begins there, else
//! of the line. A comment behind something speaks of its line, and of the whole rule or named condition that it ends,
//! so that laying out the text anew changes nothing.

mod comment;
mod head;

use qualify_diagnostics::{Code, Diagnostic, Edit, Effect, Evidence, Fix, Related, Span};
use qualify_syntax::ast;

use crate::registry::LINTS;
use crate::settings::Level;
use crate::{Context, Lint};

use comment::{Allow, Mistake, read};

/// A comment that allows lints, and what came of it.
struct Applied {
    allow: Allow,
    /// What it speaks of.
    about: Option<Span>,
    /// For each of its lints: whether it had something to silence.
    silenced: Vec<Found>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Something,
}

/// Takes away what comments allow and adds what is wrong with them. Lints that could not decide something may yet have
/// something to be allowed.
pub(crate) fn apply(ctx: &Context<'_>, found: &mut Vec<Diagnostic>, undecided: &[(Code, u64)]) {
    let mut applied = Vec::new();
    let mut mistaken = Vec::new();
    for file in ctx.files {
        for comment in &file.comments {
            let Some(reading) = read(comment) else { continue };
            mistaken.extend(reading.mistakes.into_iter().map(wrong));
            applied.extend(reading.allow.map(|allow| {
                let silenced = vec![Found::Nothing; allow.lints.len()];
                Applied { about: about(ctx, file, comment), allow, silenced }
            }));
        }
    }
    found.retain_mut(|finding| !applied.iter_mut().any(|applied| applied.silences(ctx, finding)));
    let has_looked = |code: Code| has_looked(ctx, code) && undecided.iter().all(|(other, _)| *other != code);
    mistaken.extend(applied.iter().flat_map(|applied| applied.useless(ctx, &has_looked)));
    if ctx.settings.level(Code::BadSuppression) != Level::Off {
        found.extend(mistaken);
    }
}

impl Applied {
    /// Whether a finding is silenced by this; one that was until some day is told so.
    fn silences(&mut self, ctx: &Context<'_>, finding: &mut Diagnostic) -> bool {
        let is_about = self.about.is_some_and(|about| {
            about.source == finding.span.source && (about.start..about.end).contains(&finding.span.start)
        });
        let named = self.allow.lints.iter().position(|(code, _)| *code == finding.code);
        let Some(slot) = named.and_then(|at| self.silenced.get_mut(at)).filter(|_| is_about) else {
            return false;
        };
        *slot = Found::Something;
        match self.allow.until {
            Some(until) if until < ctx.today => {
                let message = format!("this comment allowed it until {until}");
                finding.related.push(Related { span: self.allow.span, message });
                false
            }
            Some(_) | None => true,
        }
    }

    /// What it allows and nothing found.
    fn useless<'a>(
        &'a self,
        ctx: &'a Context<'_>,
        has_looked: &'a dyn Fn(Code) -> bool,
    ) -> impl Iterator<Item = Diagnostic> + 'a {
        let all = self.allow.lints.iter().zip(&self.silenced);
        let idle = all.filter(|((code, _), found)| **found == Found::Nothing && has_looked(*code));
        idle.map(|((code, span), _)| {
            let message = format!(
                "There is no `{code}` here, so this comment silences nothing. Leave it out, or move it to the line \
                 before the one that is meant."
            );
            let mut finding = bad(*span, message, *code, "nothing is found there");
            finding.fix = (self.allow.lints.len() == 1).then(|| leave_out(ctx, self.allow.span));
            finding
        })
    }
}

/// Whether a lint looked at this program.
fn has_looked(ctx: &Context<'_>, code: Code) -> bool {
    let lint: Option<&&dyn Lint> = LINTS.iter().find(|lint| lint.code() == code);
    ctx.settings.level(code) != Level::Off && lint.is_some_and(|lint| lint.can_look(ctx))
}

fn bad(span: Span, message: String, about: impl ToString, known: &str) -> Diagnostic {
    Diagnostic::new(Code::BadSuppression, span, message)
        .about(format!("comment for {}", about.to_string()))
        .because(Evidence::Text(known.to_owned()))
}

fn wrong(mistake: Mistake) -> Diagnostic {
    let finding = bad(mistake.span, mistake.message, mistake.about, "the comment cannot be followed");
    match mistake.instead {
        Some(instead) => {
            let title = format!("Write `{instead}`");
            let edits = vec![Edit { span: mistake.span, text: instead }];
            Diagnostic { fix: Some(Fix { title, edits, effect: Effect::KeepsVerdicts }), ..finding }
        }
        None => finding,
    }
}

/// The edits that take the comments away which allow something of one item and of nothing else: where it goes, they go.
pub(crate) fn without_comments_of(ctx: &Context<'_>, file: &ast::File, item: &ast::Item) -> Vec<Edit> {
    let touches = |about: Span, item: &ast::Item| about.start < item.span.end && item.span.start < about.end;
    let is_of_item = |comment: &&ast::Comment| {
        let allows = read(comment).is_some_and(|reading| reading.allow.is_some());
        let about = about(ctx, file, comment).filter(|about| allows && touches(*about, item));
        about.is_some_and(|about| file.items.iter().filter(|item| touches(about, item)).count() == 1)
    };
    let comments = file.comments.iter().filter(is_of_item);
    comments.flat_map(|comment| leave_out(ctx, comment.span).edits).collect()
}

/// Comments mean nothing to the rules, so verdicts stay.
fn leave_out(ctx: &Context<'_>, comment: Span) -> Fix {
    let text = ctx.source(comment.source).map_or("", |source| source.text());
    let before = text.get(..comment.start as usize).unwrap_or_default();
    let start = before.trim_end_matches([' ', '\t']).len();
    let is_alone = before.get(..start).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    let after = text.get(comment.end as usize..).unwrap_or_default();
    let break_after = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with('\n')) };
    let end = comment.end as usize + if is_alone { break_after } else { 0 };
    let edits = vec![Edit { span: Span::new(comment.source, start, end), text: String::new() }];
    Fix { title: "Leave the comment out".to_owned(), edits, effect: Effect::KeepsVerdicts }
}

/// What a comment speaks of; none at the end of a file.
fn about(ctx: &Context<'_>, file: &ast::File, comment: &ast::Comment) -> Option<Span> {
    let text = ctx.source(file.source)?.text();
    let line_start = text.get(..comment.span.start as usize)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = text.get(line_start..comment.span.start as usize)?;
    let is_alone = before.chars().all(is_space);
    if is_alone {
        let next = next_word(text, comment.span.end as usize)?;
        let item = file.items.iter().find(|item| item.span.start as usize == next);
        return Some(item.map_or_else(|| line_of(file, text, next), |item| item.span));
    }
    let last = line_start + before.trim_end_matches(is_space).len();
    let ends = |item: &&ast::Item| {
        let is_whole = matches!(item.kind, ast::ItemKind::Rule(_) | ast::ItemKind::Define(_));
        is_whole && item.span.end as usize == last
    };
    let line = line_of(file, text, line_start);
    Some(file.items.iter().find(ends).map_or(line, |item| line.to(item.span)))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// Where the next word begins that is not in a comment.
fn next_word(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let word = rest.trim_start_matches(is_space);
        at += rest.len() - word.len();
        match word.chars().next()? {
            '#' => at += word.find(['\n', '\r'])?,
            _ => return Some(at),
        }
    }
}

fn line_of(file: &ast::File, text: &str, at: usize) -> Span {
    let length = text.get(at..).and_then(|rest| rest.find(['\n', '\r']));
    Span::new(file.source, at, length.map_or(text.len(), |length| at + length))
}
