//! A score becomes lines.

use qualify_diagnostics::Span;

use super::conditions::condition;
use super::lines::{Level, Lines};
use super::literals::{literal, points};
use super::options::{options, spelled};
use super::predicates::{Facts, rows};
use super::vocabulary::Vocabulary;
use crate::ast::{BandDecl, BandValue, Each, Fade, Literal, Name, ScoreDecl, ScoreLine, ScoreLineKind, Sign};

/// Writes the lines of a score.
pub(super) fn score(out: &mut Lines, words: &Vocabulary, at: Span, decl: &ScoreDecl) {
    out.word_at("score", at);
    out.name(&decl.name);
    out.word("from");
    value(out, &decl.from);
    out.word("to");
    value(out, &decl.to);
    options(out, words, "", &decl.options);
    out.colon();
    Writer { out, words }.lines(Level::FIRST, &decl.lines);
}

fn value(out: &mut Lines, value: &Literal) {
    out.word_at(literal(value), value.span);
}

struct Writer<'a> {
    out: &'a mut Lines,
    words: &'a Vocabulary,
}

impl Writer<'_> {
    fn lines(&mut self, level: Level, lines: &[ScoreLine]) {
        for line in lines {
            self.out.bullet(level, Some(line.span));
            self.line(level, &line.kind);
        }
    }

    fn line(&mut self, level: Level, line: &ScoreLineKind) {
        match line {
            ScoreLineKind::Group { title, cap, lines } => {
                self.out.word("group");
                self.out.text(title);
                self.cap(cap);
                self.list(level, lines);
            }
            ScoreLineKind::FirstOf(lines) => {
                self.out.word("first of");
                self.list(level, lines);
            }
            ScoreLineKind::BestOf(lines) => {
                self.out.word("best of");
                self.list(level, lines);
            }
            ScoreLineKind::Table { field, bands } => self.table(level, field, bands),
            ScoreLineKind::When { sign, points, condition: when } => {
                self.points(*sign, points);
                self.out.word("when");
                condition(self.out, self.words, Facts::Lead, level.deeper(), when);
            }
            ScoreLineKind::Each { sign, points, each, filter, window, fade, cap } => {
                self.points(*sign, points);
                self.out.word("for each");
                let event = self.each(each);
                rows(self.out, self.words, event, filter.as_ref(), window.as_ref());
                self.fade(fade.as_ref());
                if let Some(cap) = cap {
                    self.cap(cap);
                }
            }
            ScoreLineKind::AddScore(name) => {
                self.out.word("add score");
                self.out.name(name);
            }
        }
    }

    fn list(&mut self, level: Level, lines: &[ScoreLine]) {
        self.out.colon();
        self.lines(level.deeper(), lines);
    }

    fn points(&mut self, sign: Sign, amount: &Literal) {
        self.out.word(match sign {
            Sign::Add => "add",
            Sign::Subtract => "subtract",
        });
        value(self.out, amount);
        self.out.word(points(amount));
    }

    fn cap(&mut self, cap: &Literal) {
        self.out.comma();
        self.out.word("at most");
        value(self.out, cap);
        self.out.word(points(cap));
    }

    /// Writes what is counted, and gives the name whose rows these are.
    fn each<'e>(&mut self, each: &'e Each) -> &'e Name {
        match each {
            Each::Name(name) => {
                self.out.word_at(self.words.singular(&name.text), name.span);
                name
            }
            Each::Day(event) => {
                self.out.word("day with");
                self.out.word_at(self.words.plural(&event.text), event.span);
                event
            }
            Each::Distinct(attribute, event) => {
                self.out.word("distinct");
                self.out.name(attribute);
                self.out.word("in");
                self.out.word_at(self.words.plural(&event.text), event.span);
                event
            }
        }
    }

    fn fade(&mut self, fade: Option<&Fade>) {
        let (word, length) = match fade {
            Some(Fade::Over(length)) => ("fading over", length),
            Some(Fade::HalvingEvery(length)) => ("halving every", length),
            None => return,
        };
        self.out.comma();
        self.out.word(word);
        value(self.out, length);
    }

    fn table(&mut self, level: Level, field: &Name, bands: &[BandDecl]) {
        self.out.word("points by");
        self.out.name(field);
        self.out.colon();
        for band in bands {
            self.out.bullet(level.deeper(), Some(band.span));
            self.band(&field.text, &band.value);
            self.out.touching(":");
            value(self.out, &band.points);
        }
    }

    fn band(&mut self, field: &str, band: &BandValue) {
        match band {
            BandValue::Otherwise => self.out.word("otherwise"),
            BandValue::Unknown => self.out.word("unknown"),
            BandValue::From(low) => self.worded("from", low),
            BandValue::Below(high) => self.worded("below", high),
            BandValue::ToBelow(low, high) => {
                value(self.out, low);
                self.worded("to below", high);
            }
            BandValue::To(low, high) => {
                value(self.out, low);
                self.worded("to", high);
            }
            BandValue::Values(values) => self.out.list(spelled(self.words, field, values)),
            BandValue::Value(one) => self.out.word_at(self.words.value(field, one), one.span),
        }
    }

    fn worded(&mut self, word: &str, limit: &Literal) {
        self.out.word(word);
        value(self.out, limit);
    }
}
