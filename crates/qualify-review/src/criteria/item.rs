//! The files of a program become the list of its criteria: every declaration and rule, its canonical text and its parts.

use std::collections::BTreeSet;

use qualify::Compilation;
use qualify::diagnostics::Span;
use qualify::syntax::ast::{
    self, Conclusion, Condition, ConditionKind, ItemKind, JoinKind, LiteralKind, OptKind, RuleDecl,
    SetValues, TypeKind,
};
use qualify::syntax::format::{self, Vocabulary};
use serde::Serialize;

/// What kind of thing is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `stages`
    Stages,
    /// `exits`
    Exits,
    /// `outcome`
    Outcome,
    /// `rule` or `when`
    Rule,
    /// `score`
    Score,
    /// `grade`
    Grade,
    /// `define`
    Define,
    /// `set`
    Set,
    /// `field`
    Field,
    /// `event`
    Event,
    /// `example`
    Example,
    /// `language`, `use` and the `owner` of a file
    Setting,
}

impl Kind {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stages => "stages",
            Self::Exits => "exits",
            Self::Outcome => "outcome",
            Self::Rule => "rule",
            Self::Score => "score",
            Self::Grade => "grade",
            Self::Define => "define",
            Self::Set => "set",
            Self::Field => "field",
            Self::Event => "event",
            Self::Example => "example",
            Self::Setting => "setting",
        }
    }
}

/// Which place of an item a part stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    When,
    Then,
    Unless,
    Because,
    Line,
}

impl Role {
    /// What stands before the part when it is told alone.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::When | Self::Line => "",
            Self::Then => "then ",
            Self::Unless => "unless ",
            Self::Because => "because ",
        }
    }
}

/// A part of an item that can be another, come or go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) role: Role,
    pub(super) text: String,
}

/// A declaration or rule.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// Its name; for a rule without one its text.
    pub(super) name: String,
    /// Whether the name was given by the author.
    pub(super) is_named: bool,
    /// Its canonical text.
    pub(super) text: String,
    /// The same without its name.
    pub(super) body: String,
    pub(super) parts: Vec<Part>,
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) span: Span,
    /// Its owner, else that of its file.
    pub(super) owner: Option<String>,
    /// What a rule concludes, in its words.
    pub(super) concludes: Vec<String>,
    /// The values, if it is a set.
    pub(super) members: Option<Members>,
}

/// The values of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Members {
    /// The file that has them, as the set names it; none if they stand in the rules.
    pub(super) file: Option<String>,
    /// Without quotes.
    pub(super) values: BTreeSet<String>,
}

/// All items of a program, in the order of its files.
pub(super) fn items(compilation: &Compilation) -> Vec<Item> {
    let trees: Vec<&ast::File> = compilation.files.iter().collect();
    let words = Vocabulary::of(&trees);
    let of_file = |file: &ast::File| {
        let owner = file.items.iter().find_map(|item| match &item.kind {
            ItemKind::Owner(name) => Some(name.text.clone()),
            _ => None,
        });
        let items =
            file.items.iter().filter_map(|item| read(compilation, file, item, &words, owner.as_deref()));
        items.collect::<Vec<_>>()
    };
    compilation.files.iter().flat_map(of_file).collect()
}

fn read(
    compilation: &Compilation,
    file: &ast::File,
    item: &ast::Item,
    words: &Vocabulary,
    file_owner: Option<&str>,
) -> Option<Item> {
    let (kind, name) = named(item, words)?;
    let alone = |item: ast::Item| {
        let tree = ast::File { source: file.source, items: vec![item], comments: Vec::new() };
        format::tree(&tree, words).trim_end().to_owned()
    };
    let text = alone(item.clone());
    let (body, is_named) = match &item.kind {
        ItemKind::Rule(rule) => {
            let bare = RuleDecl { head: None, ..rule.clone() };
            (alone(ast::Item { kind: ItemKind::Rule(bare), span: item.span }), rule.head.is_some())
        }
        _ => (text.replacen(&name, "", 1), true),
    };
    let (path, position) = compilation.sources.position(item.span);
    Some(Item {
        kind,
        parts: parts(&item.kind, &text, words),
        members: members(compilation, &item.kind),
        concludes: concludes(&item.kind),
        owner: owner(&item.kind).or_else(|| file_owner.map(str::to_owned)),
        file: path.to_owned(),
        line: position.line,
        span: item.span,
        name,
        is_named,
        text,
        body,
    })
}

fn named(item: &ast::Item, words: &Vocabulary) -> Option<(Kind, String)> {
    Some(match &item.kind {
        ItemKind::Language(_) => (Kind::Setting, "language".to_owned()),
        ItemKind::Use(path) => (Kind::Setting, format!("use \"{}\"", path.text)),
        ItemKind::Owner(_) => (Kind::Setting, "owner".to_owned()),
        ItemKind::Stages(_) => (Kind::Stages, "stages".to_owned()),
        ItemKind::Exits(_) => (Kind::Exits, "exits".to_owned()),
        ItemKind::Outcome(declared) => (Kind::Outcome, declared.name.text.clone()),
        ItemKind::Field(declared) => (Kind::Field, declared.name.text.clone()),
        ItemKind::Event(declared) => (Kind::Event, declared.name.text.clone()),
        ItemKind::Set(declared) => (Kind::Set, declared.name.text.clone()),
        ItemKind::Define(declared) => (Kind::Define, declared.name.text.clone()),
        ItemKind::Score(declared) => (Kind::Score, declared.name.text.clone()),
        ItemKind::Grade(declared) => (Kind::Grade, declared.name.text.clone()),
        ItemKind::Rule(declared) => {
            let name = declared.head.as_ref().map(|head| head.name.text.clone());
            (Kind::Rule, name.unwrap_or_else(|| format::rule_text(declared, words)))
        }
        ItemKind::Example(declared) => (Kind::Example, declared.name.text.clone()),
        ItemKind::Broken(_) => return None,
    })
}

fn owner(kind: &ItemKind) -> Option<String> {
    let options: &[ast::Opt] = match kind {
        ItemKind::Outcome(declared) => &declared.options,
        ItemKind::Field(declared) => &declared.options,
        ItemKind::Event(declared) => &declared.options,
        ItemKind::Set(declared) => &declared.options,
        ItemKind::Define(declared) => &declared.options,
        ItemKind::Score(declared) => &declared.options,
        ItemKind::Grade(declared) => &declared.options,
        ItemKind::Rule(declared) => declared.head.as_ref().map_or(&[], |head| &head.options),
        ItemKind::Language(_)
        | ItemKind::Use(_)
        | ItemKind::Owner(_)
        | ItemKind::Stages(_)
        | ItemKind::Exits(_)
        | ItemKind::Example(_)
        | ItemKind::Broken(_) => &[],
    };
    options.iter().find_map(|option| match &option.kind {
        OptKind::Owner(name) => Some(name.text.clone()),
        _ => None,
    })
}

fn concludes(kind: &ItemKind) -> Vec<String> {
    let ItemKind::Rule(rule) = kind else { return Vec::new() };
    let mut told: Vec<String> = rule.then.iter().map(conclusion).collect();
    told.sort();
    told
}

fn conclusion(conclusion: &Conclusion) -> String {
    match conclusion {
        Conclusion::Place(name) => name.text.clone(),
        Conclusion::Outcome(name, value) => format!("{} is {}", name.text, format::literal(value)),
    }
}

/// The values of a set, wherever they stand.
fn members(compilation: &Compilation, kind: &ItemKind) -> Option<Members> {
    let ItemKind::Set(declared) = kind else { return None };
    let file = declared.options.iter().find_map(|option| match &option.kind {
        OptKind::File(file) => Some(file.text.clone()),
        _ => None,
    });
    let known = compilation.hir.sets.iter().find(|set| set.name.span == declared.name.span)?;
    let values = known.values.iter().map(|value| match &value.kind {
        LiteralKind::Text(text) => text.clone(),
        _ => format::literal(value),
    });
    Some(Members { file, values: values.collect() })
}

/// The parts of an item: conditions of a rule, members of a set, lines of a list, options of a declaration.
fn parts(kind: &ItemKind, text: &str, words: &Vocabulary) -> Vec<Part> {
    match kind {
        ItemKind::Rule(rule) => of_rule(rule, words),
        ItemKind::Set(set) => match &set.values {
            SetValues::Bullets(values) => lines(values.iter().map(|value| format::literal(&value.value))),
            SetValues::Brackets(values) => lines(values.iter().map(format::literal)),
            SetValues::Absent => lines(options(text)),
        },
        ItemKind::Field(field) => {
            let mut parts = lines(options(text).skip(1));
            let members: &[ast::Literal] = match &field.ty.kind {
                TypeKind::Choice(values) | TypeKind::OrderedChoice(values) | TypeKind::ListOf(values) => {
                    values
                }
                _ => &[],
            };
            match members {
                [] => parts.extend(lines(options(text).take(1))),
                values => parts.extend(lines(values.iter().map(format::literal))),
            }
            parts
        }
        ItemKind::Define(define) => match &define.body {
            ast::DefineBody::Condition(condition) => terms(Role::When, condition, words),
            ast::DefineBody::Constant(_) => lines(options(text)),
        },
        _ => lines(bullets(text).into_iter()),
    }
}

fn lines(texts: impl Iterator<Item = String>) -> Vec<Part> {
    texts.map(|text| Part { role: Role::Line, text }).collect()
}

fn of_rule(rule: &RuleDecl, words: &Vocabulary) -> Vec<Part> {
    let mut parts = terms(Role::When, &rule.when, words);
    parts.extend(rule.then.iter().map(|then| Part { role: Role::Then, text: conclusion(then) }));
    parts.extend(rule.unless.iter().flat_map(|unless| terms(Role::Unless, unless, words)));
    parts.extend(
        rule.because
            .iter()
            .map(|because| Part { role: Role::Because, text: format!("\"{}\"", because.text) }),
    );
    let bare = RuleDecl { head: None, ..rule.clone() };
    if let Some(head) = &rule.head {
        let with_head = ast::File {
            source: qualify::diagnostics::SourceId(0),
            items: vec![ast::Item { kind: ItemKind::Rule(rule.clone()), span: head.name.span }],
            comments: Vec::new(),
        };
        let without = ast::File {
            items: vec![ast::Item { kind: ItemKind::Rule(bare), span: head.name.span }],
            ..with_head.clone()
        };
        let (with_head, without) = (format::tree(&with_head, words), format::tree(&without, words));
        let head = with_head.strip_suffix(without.trim_start()).unwrap_or_default();
        parts.extend(lines(options(head.trim().trim_end_matches(':')).skip(1)));
    }
    parts
}

/// The conditions that all must hold; a condition that is not such a list is one.
fn terms(role: Role, condition: &Condition, words: &Vocabulary) -> Vec<Part> {
    match &condition.kind {
        ConditionKind::Chain { parts, joins } if joins.iter().all(|join| join.kind == JoinKind::And) => {
            parts.iter().map(|part| Part { role, text: format::condition(part, words) }).collect()
        }
        ConditionKind::Block { quantifier: ast::Quantifier::All, parts } => {
            parts.iter().map(|part| Part { role, text: format::condition(part, words) }).collect()
        }
        ConditionKind::Chain { .. }
        | ConditionKind::Not(_)
        | ConditionKind::Brackets(_)
        | ConditionKind::Block { .. }
        | ConditionKind::Test(_) => vec![Part { role, text: format::condition(condition, words) }],
    }
}

/// The pieces between the commas that are in no brackets and no quotes, on one line.
fn options(text: &str) -> impl Iterator<Item = String> {
    let (mut pieces, mut depth, mut in_quotes) = (vec![String::new()], 0_u32, false);
    for letter in one_line(text).chars() {
        match letter {
            '"' => in_quotes = !in_quotes,
            '[' | '(' if !in_quotes => depth += 1,
            ']' | ')' if !in_quotes => depth = depth.saturating_sub(1),
            ',' if !in_quotes && depth == 0 => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        pieces.last_mut().into_iter().for_each(|piece| piece.push(letter));
    }
    pieces.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty())
}

/// The head and the bullets, each on one line and without its dash.
fn bullets(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with('-') || line.starts_with("expect") || found.is_empty();
        match (begins, found.last_mut()) {
            (false, Some(last)) => *last += &format!(" {line}"),
            (true, _) | (_, None) => found.push(line.trim_start_matches('-').trim_start().to_owned()),
        }
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("[ ", "[")
        .replace(" ]", "]")
        .replace(",]", "]")
}
