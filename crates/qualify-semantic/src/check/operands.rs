//! The right side of a test: a written value, read by the type of the left side.

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{Choices, Country, Date, Decimal, Type, fold};
use qualify_syntax::ast::{self, LiteralKind};

use super::Checker;
use crate::literals;
use crate::names::{Def, nearest};

/// Up to so many choices are searched one by one.
const FEW_CHOICES: usize = 16;

/// What a test is about, for messages.
pub(super) struct Left<'a> {
    /// The fact's name as written.
    pub(super) name: &'a str,
    /// Where the fact is declared, if it has choices that a message lists.
    pub(super) declared: Option<Span>,
    /// The whole test as it would read with another value, if messages can show it.
    pub(super) rewrite: Option<&'a dyn Fn(&LiteralKind) -> String>,
}

impl Left<'_> {
    fn show(&self, kind: &LiteralKind) -> String {
        match self.rewrite {
            Some(rewrite) => rewrite(kind),
            None => written(kind),
        }
    }
}

/// The percent that a number without the sign means: `80` is 80 %, and a part of one such as `0.8` is 80 % too.
fn as_percent(text: &str) -> String {
    let part = Decimal::parse(text).filter(|part| (1..Decimal::SCALE).contains(&part.units()));
    let percent = part.and_then(|part| Decimal::from_units(i128::from(part.units()) * 100));
    percent.map_or_else(|| text.to_owned(), |percent| percent.to_string())
}

impl Checker<'_> {
    /// A value of a numeric type.
    pub(super) fn number(&mut self, ty: &Type, literal: &ast::Literal, left: &Left<'_>) -> Option<Decimal> {
        let kind = self.constant(literal).clone();
        let name = left.name;
        match (&kind, ty) {
            (LiteralKind::Name(word), _) => {
                self.not_a_number(word, literal.span);
                None
            }
            (LiteralKind::Number(text), Type::Count | Type::Number) => {
                let number = self.in_range(text, literal.span)?;
                if *ty == Type::Count && number.to_whole().is_none() {
                    let right = match thousands(text) {
                        Some(large) => {
                            format!("A point begins the fraction; thousands are written `{large}`.")
                        }
                        None => format!("Write `{}` or `{}`.", floor(number), floor(number) + 1),
                    };
                    let message =
                        format!("`{name}` is a count, so it is compared with whole numbers. {right}");
                    self.report(Code::WrongType, literal.span, message);
                    return None;
                }
                Some(number)
            }
            (LiteralKind::Percent(text), Type::Percent) => self.in_range(text, literal.span),
            (LiteralKind::Number(text), Type::Percent) => {
                let better = LiteralKind::Percent(as_percent(text));
                let message = format!("`{name}` is a percent, so say so: `{}`.", left.show(&better));
                let better = written(&better);
                self.out.push(Diagnostic::new(Code::PercentSign, literal.span, message).with_fix(
                    format!("Write `{better}`"),
                    literal.span,
                    better,
                ));
                None
            }
            (LiteralKind::Money { amount, currency }, Type::Money(own)) => {
                if *currency != own.to_string() {
                    let message = format!(
                        "`{name}` is in {own} and this is {currency}. I never convert, because the rate changes every \
                         day. Give the amount in {own}."
                    );
                    self.report(Code::WrongCurrency, literal.span, message);
                    return None;
                }
                self.in_range(amount, literal.span)
            }
            (LiteralKind::Number(text), Type::Money(own)) => {
                let better = LiteralKind::Money { amount: text.clone(), currency: own.to_string() };
                let message =
                    format!("`{name}` is money in {own}, so say which money: `{}`.", left.show(&better));
                let better = written(&better);
                self.out.push(Diagnostic::new(Code::MoneyWithoutCurrency, literal.span, message).with_fix(
                    format!("Write `{better}`"),
                    literal.span,
                    better,
                ));
                None
            }
            _ => {
                let message = format!(
                    "`{name}` is {}, and this is {}. {}",
                    type_words(ty),
                    literal_words(&kind),
                    needs(ty)
                );
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    /// A bare word where a number is needed.
    fn not_a_number(&mut self, word: &str, span: Span) {
        if let Some(def) = self.program.names.get(word) {
            if matches!(def, Def::Field(_) | Def::Event(_) | Def::Score(_) | Def::Grade(_) | Def::Filter(_)) {
                self.fact_to_fact(word, span);
            } else if def != Def::Broken {
                let message = format!("`{word}` is {}, and a number is needed here.", def.kind());
                self.report(Code::WrongType, span, message);
            }
            return;
        }
        let (digits, define) = match literals::number_word(word) {
            Some(n) => (format!("`{n}`"), n.to_string()),
            None => ("the number".to_owned(), "20".to_owned()),
        };
        let message = format!(
            "`{word}` is not a number I know. Write {digits}, or name it once: `define {word} as {define}`."
        );
        self.report(Code::UnknownName, span, message);
    }

    pub(super) fn fact_to_fact(&mut self, word: &str, span: Span) {
        let message = format!(
            "One test reads one fact: `{word}` cannot stand here. Put the ratio into a field of its own for now."
        );
        self.report(Code::FactToFact, span, message);
    }

    /// The value of a written number; says so if it is out of range.
    pub(super) fn in_range(&mut self, written: &str, span: Span) -> Option<Decimal> {
        let number = literals::number(written);
        if number.is_none() {
            let message = "Numbers have at most 14 digits before the point and 4 after it.";
            self.report(Code::TooLarge, span, message);
        }
        number
    }

    /// A whole number, such as points; `what` says what it is for.
    pub(super) fn whole(&mut self, literal: &ast::Literal, what: &str) -> Option<i64> {
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Number(text) => {
                let number = self.in_range(text, literal.span)?;
                if number.to_whole().is_none() {
                    let message = format!(
                        "{what} are whole numbers. Write `{}` or `{}`.",
                        floor(number),
                        floor(number) + 1
                    );
                    self.report(Code::WrongType, literal.span, message);
                }
                number.to_whole()
            }
            LiteralKind::Name(word) => {
                self.not_a_number(word, literal.span);
                None
            }
            other => {
                let message = format!("{what} are whole numbers, and this is {}.", literal_words(other));
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    /// A length in days, 1 to 3650.
    pub(super) fn length(&mut self, literal: &ast::Literal) -> Option<u32> {
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Length { number, unit } => {
                let days = literals::days(number, *unit);
                match days {
                    Some(days) => _ = self.types.numbers.insert(literal.span, i64::from(days)),
                    None => {
                        let message = "A length is 1 to 3650 days (ten years): `30 days`, `2 weeks`.";
                        self.report(Code::BadLength, literal.span, message);
                    }
                }
                days
            }
            LiteralKind::Name(word) => {
                match self.program.names.get(word) {
                    Some(Def::Broken) => {}
                    Some(def) => {
                        let message =
                            format!("`{word}` is {}, and a length is needed here: `30 days`.", def.kind());
                        self.report(Code::WrongType, literal.span, message);
                    }
                    None => {
                        let message = format!(
                            "`{word}` is not a length I know. Write `30 days`, or name it once: `define {word} as 30 days`."
                        );
                        self.report(Code::UnknownName, literal.span, message);
                    }
                }
                None
            }
            other => {
                let message = format!(
                    "A length is needed here, such as `30 days`, and this is {}.",
                    literal_words(other)
                );
                self.report(Code::BadLength, literal.span, message);
                None
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn date(&mut self, literal: &ast::Literal) -> Option<Date> {
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Date(text) => {
                let date = literals::date(text);
                if date.is_none() {
                    let message =
                        format!("The calendar has no day `{text}`. Dates are year-month-day: `2026-03-02`.");
                    self.report(Code::BadDate, literal.span, message);
                }
                date
            }
            LiteralKind::Name(word) => {
                match self.program.names.get(word) {
                    Some(Def::Broken) => {}
                    Some(Def::Field(_)) => self.fact_to_fact(word, literal.span),
                    Some(def) => {
                        let message =
                            format!("`{word}` is {}, and a date is needed here: `2026-03-02`.", def.kind());
                        self.report(Code::WrongType, literal.span, message);
                    }
                    None => {
                        let message = format!(
                            "`{word}` is not a date I know. Write `2026-03-02`, or name it once: `define {word} as 2026-03-02`."
                        );
                        self.report(Code::UnknownName, literal.span, message);
                    }
                }
                None
            }
            other => {
                let message = format!(
                    "A date is needed here, such as `2026-03-02`, and this is {}.",
                    literal_words(other)
                );
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    /// The index of a choice: first a declared value, else a constant.
    pub(super) fn choice(
        &mut self,
        choices: &Choices,
        literal: &ast::Literal,
        left: &Left<'_>,
    ) -> Option<u32> {
        if let LiteralKind::Name(word) | LiteralKind::Text(word) = &literal.kind
            && let Some(index) = self.choice_index(choices, left.declared, word)
        {
            return Some(index);
        }
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Name(word) | LiteralKind::Text(word) => {
                let index = self.choice_index(choices, left.declared, word);
                if index.is_none() {
                    self.unknown_value(choices, word, literal.span, left);
                }
                index
            }
            LiteralKind::Number(text) => {
                self.quote_number(text, literal.span);
                None
            }
            LiteralKind::Yes | LiteralKind::No => {
                let word = if kind == LiteralKind::Yes { "yes" } else { "no" };
                match self.choice_index(choices, left.declared, word) {
                    Some(_) => {
                        let message = format!(
                            "`{word}` is a word of the language. As a choice it stands in quotes: `\"{word}\"`."
                        );
                        let quoted = format!("\"{word}\"");
                        self.out.push(Diagnostic::new(Code::WrongType, literal.span, message).with_fix(
                            format!("Write `{quoted}`"),
                            literal.span,
                            quoted,
                        ));
                    }
                    None => self.unknown_value(choices, word, literal.span, left),
                }
                None
            }
            other => {
                let message = format!(
                    "`{}` is a choice, and this is {}. Write one of: {}.",
                    left.name,
                    literal_words(other),
                    list_choices(choices)
                );
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    pub(super) fn quote_number(&mut self, text: &str, span: Span) {
        let message = format!("Choices and texts that are numbers stand in quotes: `\"{text}\"`.");
        let quoted = format!("\"{text}\"");
        self.out.push(Diagnostic::new(Code::NumberForChoice, span, message).with_fix(
            format!("Write `{quoted}`"),
            span,
            quoted,
        ));
    }

    fn unknown_value(&mut self, choices: &Choices, word: &str, span: Span, left: &Left<'_>) {
        if let Some(def) = self.program.names.get(word) {
            match def {
                Def::Broken => return,
                Def::Field(_) | Def::Score(_) | Def::Grade(_) => return self.fact_to_fact(word, span),
                Def::Set(_) => {
                    let message =
                        format!("`{word}` is a set. Ask whether `{0}` is in it: `{0} in {word}`.", left.name);
                    return self.report(Code::WrongTest, span, message);
                }
                _ => {}
            }
        }
        let list = list_choices(choices);
        let place =
            left.declared.map(|span| format!("{}: ", self.sources.file_line(span))).unwrap_or_default();
        let mut message = format!("`{word}` is not one of the choices of `{}` ({place}{list}).", left.name);
        let near = nearest(word, choices.values.iter().map(String::as_str)).map(str::to_owned);
        if let Some(near) = &near {
            message = format!("{message} Did you mean `{near}`?");
        }
        let mut diagnostic = Diagnostic::new(Code::UnknownValue, span, message);
        if let Some(near) = near {
            let better = written_value(&near);
            diagnostic = diagnostic.with_fix(format!("Write `{better}`"), span, better);
        }
        self.out.push(diagnostic);
    }

    /// The index of a declared choice that folds like `written`; `declared` is the span of the type.
    pub(super) fn choice_index(
        &mut self,
        choices: &Choices,
        declared: Option<Span>,
        written: &str,
    ) -> Option<u32> {
        let numbered = || choices.values.iter().zip(0_u32..);
        let folded = fold(written);
        let Some(declared) = declared.filter(|_| choices.values.len() > FEW_CHOICES) else {
            return numbered().find(|(value, _)| fold(value) == folded).map(|(_, index)| index);
        };
        let known = self.choices.entry(declared);
        let known = known.or_insert_with(|| numbered().map(|(value, index)| (fold(value), index)).collect());
        known.get(&folded).copied()
    }

    /// A country's two letters.
    pub(super) fn country(&mut self, literal: &ast::Literal, left: &Left<'_>) -> Option<Country> {
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Name(word) | LiteralKind::Text(word) => {
                let country = Country::parse(word);
                if country.is_none() {
                    let hint = match word.to_uppercase().as_str() {
                        "UK" => " The United Kingdom is `GB`.",
                        "EL" => " Greece is `GR`.",
                        _ => "",
                    };
                    let message = format!(
                        "`{word}` is not a country code. Countries are two letters: `DE`, `US`, `NO`.{hint}"
                    );
                    self.report(Code::UnknownValue, literal.span, message);
                }
                country
            }
            other => {
                let message = format!(
                    "`{}` is a country, and this is {}. Countries are two letters: `DE`, `US`, `NO`.",
                    left.name,
                    literal_words(other)
                );
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    /// A text, not yet folded.
    pub(super) fn text(&mut self, literal: &ast::Literal, left: &Left<'_>) -> Option<String> {
        let kind = self.constant(literal).clone();
        match &kind {
            LiteralKind::Text(text) => return Some(text.clone()),
            LiteralKind::Number(text) => self.quote_number(text, literal.span),
            LiteralKind::Name(word) => match self.program.names.get(word) {
                Some(Def::Broken) => {}
                Some(Def::Field(_) | Def::Score(_) | Def::Grade(_)) => self.fact_to_fact(word, literal.span),
                Some(Def::Set(_)) => {
                    let message =
                        format!("`{word}` is a set. Ask whether `{0}` is in it: `{0} in {word}`.", left.name);
                    self.report(Code::WrongTest, literal.span, message);
                }
                _ => {
                    let quoted = format!("\"{word}\"");
                    let message = format!("Texts stand in quotes: `{quoted}`.");
                    self.out.push(Diagnostic::new(Code::WrongType, literal.span, message).with_fix(
                        format!("Write `{quoted}`"),
                        literal.span,
                        quoted,
                    ));
                }
            },
            other => {
                let message = format!(
                    "`{}` is a text, and this is {}. Texts stand in quotes.",
                    left.name,
                    literal_words(other)
                );
                self.report(Code::WrongType, literal.span, message);
            }
        }
        None
    }
}

/// At most eight choices, for messages.
pub(super) fn list_choices(choices: &Choices) -> String {
    let shown: Vec<&str> = choices.values.iter().take(8).map(String::as_str).collect();
    let more = if choices.values.len() > shown.len() { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// The number that is meant where a point stands before thousands: `1500` for `1.500`.
fn thousands(written: &str) -> Option<String> {
    let (whole, group) = written.split_once('.')?;
    let is_group = group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let separator = if whole.len() > 1 { "_" } else { "" };
    (is_group && whole.len() <= 3 && !whole.starts_with('0')).then(|| format!("{whole}{separator}{group}"))
}

fn floor(number: Decimal) -> i64 {
    number.units().div_euclid(Decimal::SCALE)
}

/// A type with its article: `a count`.
pub(super) fn type_words(ty: &Type) -> String {
    match ty {
        Type::Choice(_) => "a choice".to_owned(),
        Type::Country => "a country".to_owned(),
        Type::YesNo => "yes or no".to_owned(),
        Type::Count => "a count".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Percent => "a percent".to_owned(),
        Type::Money(currency) => format!("money in {currency}"),
        Type::Date => "a date".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Email => "an e-mail address".to_owned(),
        Type::List(_) => "a list".to_owned(),
    }
}

/// What a literal is, with its article.
pub(super) fn literal_words(kind: &LiteralKind) -> &'static str {
    match kind {
        LiteralKind::Number(_) => "a number",
        LiteralKind::Percent(_) => "a percent",
        LiteralKind::Money { .. } => "an amount of money",
        LiteralKind::Date(_) => "a date",
        LiteralKind::Length { .. } => "a length",
        LiteralKind::Text(_) => "a text",
        LiteralKind::Yes | LiteralKind::No => "yes or no",
        LiteralKind::Name(_) => "a name",
    }
}

/// What to write for a type.
pub(super) fn needs(ty: &Type) -> String {
    match ty {
        Type::Choice(choices) => format!("Write one of: {}.", list_choices(choices)),
        Type::Country => "Write two letters: `DE`.".to_owned(),
        Type::YesNo => "Write `yes` or `no`.".to_owned(),
        Type::Count => "Write a whole number: `20`.".to_owned(),
        Type::Number => "Write a number: `20` or `2.5`.".to_owned(),
        Type::Percent => "Write a percent: `80%`.".to_owned(),
        Type::Money(currency) => format!("Write an amount: `20k {currency}`."),
        Type::Date => "Write a date: `2026-03-02`.".to_owned(),
        Type::Text | Type::Email => "Write a text in quotes: `\"...\"`.".to_owned(),
        Type::List(_) => "Write values in brackets: `[a, b]`.".to_owned(),
    }
}

/// A literal as the formatter writes it.
pub(super) fn written(kind: &LiteralKind) -> String {
    let nowhere = Span::new(qualify_diagnostics::SourceId(0), 0, 0);
    qualify_syntax::format::literal(&ast::Literal { kind: kind.clone(), span: nowhere })
}

/// A choice as one writes it: bare if it is a name, else in quotes.
pub(super) fn written_value(value: &str) -> String {
    let bare = qualify_syntax::is_name(value) && !qualify_syntax::is_reserved(value);
    if bare { value.to_owned() } else { format!("\"{value}\"") }
}
