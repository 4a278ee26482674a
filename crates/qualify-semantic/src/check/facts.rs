//! Fields, attributes and events: types and how cells are read.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{Choices, Currency, DateFormat, Event, Fact, Reading, Type, Value, fold};
use qualify_syntax::ast::{self, Given, LiteralKind, OptKind, TypeKind};

use super::operands::{Left, list_choices, literal_words, needs, type_words};
use super::{Checker, options};

/// The facts of a program, checked: what the tests are about.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) fields: Vec<Fact>,
    pub(super) events: Vec<Event>,
}

impl Checker<'_> {
    pub(super) fn check_facts(&mut self) -> Facts {
        let mut facts = Facts::default();
        for field in &self.program.fields {
            let fact = self.check_fact(&field.decl, field.file_owner.as_ref());
            facts.fields.push(fact);
        }
        for event in &self.program.events {
            let decl = &event.decl;
            self.options_once(&decl.options);
            let attributes = decl
                .attributes
                .iter()
                .map(|attribute| self.check_fact(attribute, event.file_owner.as_ref()))
                .collect();
            let mut checked = Event {
                name: decl.name.text.clone(),
                plural: event.plural.clone(),
                label: options::label(&decl.options),
                owner: options::owner(&decl.options, event.file_owner.as_ref()),
                kept: None,
                date_columns: Vec::new(),
                format: None,
                lead_columns: Vec::new(),
                attributes,
            };
            for option in &decl.options {
                self.event_option(&mut checked, option);
            }
            facts.events.push(checked);
        }
        facts
    }

    fn event_option(&mut self, event: &mut Event, option: &ast::Opt) {
        match &option.kind {
            OptKind::Kept(length) => event.kept = self.length(length),
            OptKind::DateColumn(columns) => event.date_columns = texts(columns),
            OptKind::LeadColumn(columns) => event.lead_columns = texts(columns),
            OptKind::Format(format) => event.format = self.date_format(format),
            _ => {}
        }
    }

    fn check_fact(&mut self, decl: &ast::FactDecl, file_owner: Option<&String>) -> Fact {
        self.options_once(&decl.options);
        let ty = self.check_type(decl);
        let mut fact = Fact {
            name: decl.name.text.clone(),
            label: options::label(&decl.options),
            owner: options::owner(&decl.options, file_owner),
            default: None,
            reading: Reading::default(),
            ty,
        };
        for option in &decl.options {
            self.fact_option(&mut fact, decl, option);
        }
        self.yes_no_overlap(&fact, decl.span);
        fact
    }

    fn check_type(&mut self, decl: &ast::FactDecl) -> Type {
        match &decl.ty.kind {
            TypeKind::Choice(values) => Type::Choice(self.check_choices(values, Ranked::No)),
            TypeKind::OrderedChoice(values) => Type::Choice(self.check_choices(values, Ranked::Yes)),
            TypeKind::Country => Type::Country,
            TypeKind::YesNo => Type::YesNo,
            TypeKind::Count => Type::Count,
            TypeKind::Number => Type::Number,
            TypeKind::Percent => Type::Percent,
            TypeKind::Money(currency) => match Currency::parse(&currency.text) {
                Some(currency) => Type::Money(currency),
                None => {
                    let message = "A currency is three capital letters: `money in USD`.";
                    self.report(Code::CurrencySign, currency.span, message);
                    Type::Number
                }
            },
            TypeKind::Date => Type::Date,
            TypeKind::Text => Type::Text,
            TypeKind::Email => Type::Email,
            TypeKind::ListOfText => Type::List(None),
            TypeKind::ListOf(values) => Type::List(Some(self.check_choices(values, Ranked::No))),
        }
    }

    fn check_choices(&mut self, values: &[ast::Literal], ranked: Ranked) -> Choices {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut kept = Vec::new();
        for value in values {
            let written = match &value.kind {
                LiteralKind::Name(text) | LiteralKind::Text(text) => text.clone(),
                LiteralKind::Number(text) => {
                    self.quote_number(text, value.span);
                    continue;
                }
                other => {
                    let message =
                        format!("A choice is a name or a quoted text, and this is {}.", literal_words(other));
                    self.report(Code::WrongType, value.span, message);
                    continue;
                }
            };
            if self.is_new(&mut seen, &written, value.span) {
                kept.push(written);
            }
        }
        Choices { values: kept, ordered: ranked == Ranked::Yes }
    }

    /// Whether a value folds unlike all before it; says so if not.
    pub(super) fn is_new(&mut self, seen: &mut BTreeMap<String, Span>, written: &str, span: Span) -> bool {
        let first = seen.get(&fold(written)).copied();
        match first {
            Some(first) => {
                let message = format!(
                    "`{written}` is listed twice: capital letters and spaces make no difference. Keep one."
                );
                let diagnostic = Diagnostic::new(Code::DuplicateValue, span, message);
                self.out.push(diagnostic.with_related(first, "the first one"));
                false
            }
            None => {
                seen.insert(fold(written), span);
                true
            }
        }
    }

    fn fact_option(&mut self, fact: &mut Fact, decl: &ast::FactDecl, option: &ast::Opt) {
        let name = &decl.name.text;
        match &option.kind {
            OptKind::Column(columns) => fact.reading.columns = texts(columns),
            OptKind::Required => fact.reading.required = true,
            OptKind::MissingWhen(tokens) => fact.reading.missing_when = folded(tokens),
            OptKind::MissingMeans(given) => {
                fact.default = self.given(given, &fact.ty, name, decl.ty.span);
                if fact.default == Some(Value::Never) {
                    let message = "`never` is something that is known, so it cannot stand for a gap. For empty cells that \
                                   mean it never happened, write `empty means never`.";
                    self.report(Code::WrongType, option.span, message);
                    fact.default = None;
                }
            }
            OptKind::EmptyMeans(given) => {
                fact.reading.empty_means = self.given(given, &fact.ty, name, decl.ty.span);
            }
            OptKind::ElseMeans(literal) => self.else_means(fact, decl, option.span, literal),
            OptKind::YesWhen(tokens) => {
                if !matches!(fact.ty, Type::YesNo) {
 self.only_for("a yes/no field", "`yes when`", option.span);
 }
                fact.reading.yes_when = Some(folded(tokens));
            }
            OptKind::NoWhen(tokens) => {
                if !matches!(fact.ty, Type::YesNo) {
 self.only_for("a yes/no field", "`no when`", option.span);
 }
                fact.reading.no_when = Some(folded(tokens));
            }
            OptKind::Format(format) => {
                if fact.ty == Type::Date {
                    fact.reading.format = self.date_format(format);
                } else {
                    self.only_for("a date", "`format`", option.span);
                }
            }
            OptKind::SplitBy(text) => {
                if !matches!(fact.ty, Type::List(_)) {
 self.only_for("a list", "`split by`", option.span);
 }
                if text.text.is_empty() {
                    let message = "`split by` needs at least one character: `split by \";\"`.";
                    self.report(Code::BadFormat, text.span, message);
                }
                fact.reading.split_by = Some(text.text.clone());
            }
            OptKind::Label(_) | OptKind::Owner(_) | OptKind::Deprecated(_) => {}
            OptKind::Plural(_)
            | OptKind::Kept(_)
            | OptKind::DateColumn(_)
            | OptKind::LeadColumn(_)
            | OptKind::File(_)
            | OptKind::From(_)
            | OptKind::Until(_)
            | OptKind::ReviewBy(_) => self.report(
                Code::BadOption,
                option.span,
                "A field has no such option. It has `column`, `required`, `missing when`, `missing means` and `format`, \
                 among others.",
            ),
        }
    }

    fn only_for(&mut self, whom: &str, option: &str, span: Span) {
        self.report(Code::BadOption, span, format!("{option} is for {whom} only. Leave it out here."));
    }

    fn else_means(&mut self, fact: &mut Fact, decl: &ast::FactDecl, span: Span, literal: &ast::Literal) {
        let choices = match &fact.ty {
            Type::Choice(choices) | Type::List(Some(choices)) => choices.clone(),
            _ => {
                self.only_for("a choice or a list of choices", "`else means`", span);
                return;
            }
        };
        let left = Left { name: &decl.name.text, declared: Some(decl.ty.span), rewrite: None };
        fact.reading.else_means = self.choice(&choices, literal, &left);
    }

    fn date_format(&mut self, format: &ast::Text) -> Option<String> {
        match DateFormat::parse(&format.text) {
            Ok(_) => Some(format.text.clone()),
            Err(problem) => {
                self.report(Code::BadFormat, format.span, problem);
                None
            }
        }
    }

    fn yes_no_overlap(&mut self, fact: &Fact, span: Span) {
        if fact.ty != Type::YesNo {
            return;
        }
        let default = |words: [&str; 4]| words.map(str::to_owned).to_vec();
        let yes = fact.reading.yes_when.clone().unwrap_or_else(|| default(["yes", "true", "y", "1"]));
        let no = fact.reading.no_when.clone().unwrap_or_else(|| default(["no", "false", "n", "0"]));
        if let Some(both) = yes.iter().find(|token| no.contains(token)) {
            let message = format!(
                "`{both}` would mean both yes and no for `{}`. Name the other list too: `yes when [...], no when [...]`.",
                fact.name
            );
            self.report(Code::DuplicateValue, span, message);
        }
    }

    /// A value in an option or example, of the fact's type.
    pub(super) fn given(&mut self, given: &Given, ty: &Type, name: &str, declared: Span) -> Option<Value> {
        let left = Left { name, declared: Some(declared), rewrite: None };
        match (given, ty) {
            (Given::List(values, _), Type::List(None)) => {
                let texts: Option<Vec<String>> =
                    values.iter().map(|value| self.list_text(value).map(|text| fold(&text))).collect();
                texts.map(Value::Texts)
            }
            (Given::List(values, _), Type::List(Some(choices))) => {
                let indexes: Option<Vec<u32>> =
                    values.iter().map(|value| self.choice(choices, value, &left)).collect();
                indexes.map(Value::Choices)
            }
            (Given::List(_, span), _) => {
                let message = format!("`{name}` is {}, not a list. {}", type_words(ty), needs(ty));
                self.report(Code::WrongType, *span, message);
                None
            }
            (Given::One(literal), _) => self.value(literal, ty, &left),
        }
    }

    /// An item of a list of texts: in brackets a bare word is a text.
    pub(super) fn list_text(&mut self, literal: &ast::Literal) -> Option<String> {
        match &literal.kind {
            LiteralKind::Text(text) | LiteralKind::Name(text) => Some(text.clone()),
            LiteralKind::Number(text) => {
                self.quote_number(text, literal.span);
                None
            }
            other => {
                let message =
                    format!("Lists hold texts, and this is {}. Put it in quotes.", literal_words(other));
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }

    fn value(&mut self, literal: &ast::Literal, ty: &Type, left: &Left<'_>) -> Option<Value> {
        match ty {
            Type::Choice(choices) => self.choice(choices, literal, left).map(Value::Choice),
            Type::Country => self.country(literal, left).map(Value::Country),
            Type::YesNo => match &literal.kind {
                LiteralKind::Yes => Some(Value::YesNo(true)),
                LiteralKind::No => Some(Value::YesNo(false)),
                other => {
                    let message = format!(
                        "`{}` is yes or no, and this is {}. Write `yes` or `no`.",
                        left.name,
                        literal_words(other)
                    );
                    self.report(Code::WrongType, literal.span, message);
                    None
                }
            },
            Type::Count => {
                let number = self.number(ty, literal, left)?;
                if number < qualify_plan::Decimal::ZERO {
                    let message = format!("`{}` is a count, so it is 0 or more.", left.name);
                    self.report(Code::WrongType, literal.span, message);
                    return None;
                }
                Some(Value::Number(number))
            }
            Type::Number | Type::Percent | Type::Money(_) => {
                self.number(ty, literal, left).map(Value::Number)
            }
            Type::Date => match &literal.kind {
                LiteralKind::Name(word) if word == "never" => Some(Value::Never),
                _ => self.date(literal).map(Value::Date),
            },
            Type::Text => self.text(literal, left).map(|text| Value::Text(fold(&text))),
            Type::Email => {
                let text = self.text(literal, left)?;
                if !is_email(&text) {
                    let message = format!(
                        "`{}` is an e-mail address: one `@` with text on both sides and no spaces.",
                        left.name
                    );
                    self.report(Code::WrongType, literal.span, message);
                    return None;
                }
                Some(Value::Text(fold(&text)))
            }
            Type::List(choices) => {
                let hint = match choices {
                    Some(choices) => format!(" Its values are: {}.", list_choices(choices)),
                    None => String::new(),
                };
                let message =
                    format!("`{}` is a list, so its values stand in brackets: `[a, b]`.{hint}", left.name);
                self.report(Code::WrongType, literal.span, message);
                None
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ranked {
    Yes,
    No,
}

fn texts(texts: &[ast::Text]) -> Vec<String> {
    texts.iter().map(|text| text.text.clone()).collect()
}

fn folded(texts: &[ast::Text]) -> Vec<String> {
    let mut tokens: Vec<String> = texts.iter().map(|text| fold(&text.text)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// One `@` with text on both sides and no white space.
fn is_email(text: &str) -> bool {
    let folded = fold(text);
    let mut parts = folded.split('@');
    let filled = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
    filled(parts.next())
        && filled(parts.next())
        && parts.next().is_none()
        && !folded.contains(char::is_whitespace)
}
