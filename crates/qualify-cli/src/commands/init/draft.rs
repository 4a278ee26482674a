//! What the columns of a file hold becomes a first file of rules.

mod names;
mod proposal;

use qualify::diagnostics::SourceId;
use qualify::leads::{ColumnProfile, Distinct, Guess, Profile};
use qualify::plan::print;
use qualify::syntax::format::{self, Vocabulary};
use qualify::syntax::parse;

use self::names::Names;
use self::proposal::Proposal;
use crate::terminal::text;

/// Longest text of the language.
const LONGEST: usize = 1_000;

/// How much the draft dares to say about types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// The types that read the values.
    Guessed,
    /// Texts only.
    Texts,
}

/// A first file of rules.
pub(super) struct Draft {
    /// The text, in canonical form.
    pub(super) rules: String,
    /// How many fields it declares.
    pub(super) fields: u64,
    /// How many leads were looked at.
    pub(super) leads: u64,
}

/// A column as a field.
struct Field<'p> {
    name: String,
    column: &'p ColumnProfile,
    declaration: String,
    comment: String,
}

impl Draft {
    /// The rules of a project without leads.
    pub(super) fn starter() -> Self {
        let rules = "language 1\n\n# What is known about a lead. `column \"...\"` names the header in your CRM's export.\n\
            field industry is one of [software, retail, other]\nfield downloads is count, missing means 0\n\n\
            # The ladder, lowest first.\nstages:\n  - Lead\n  - MQL\n\n\
            # A first rule: put your own criteria here.\nwhen industry is software and downloads >= 2 then MQL\n\n\
            # A promise that `qualify test` holds the rules to.\nexample \"software company, two downloads\":\n  \
            - industry is software\n  - downloads is 2\n  expect MQL\n";
        Self { rules: rules.to_owned(), fields: 2, leads: 0 }
    }

    /// The rules for the columns of a file.
    pub(super) fn of(name: &str, profile: &Profile, detail: Detail) -> Self {
        let mut names = Names::of(profile.columns.iter().map(|column| column.header.as_str()));
        let columns = profile.columns.iter().filter(|column| can_be_named(&column.header));
        let fields: Vec<Field<'_>> =
            columns.map(|column| field(column, &mut names, profile.rows, detail)).collect();
        if fields.is_empty() {
            return Self { leads: profile.rows, ..Self::starter() };
        }
        let proposal = Proposal::of(&fields, detail);
        let text = page(name, profile, &fields, &proposal);
        Self { rules: canonical(text), fields: fields.len() as u64, leads: profile.rows }
    }
}

/// A text of the language has no quotes, no line breaks, and a longest length.
fn can_be_named(text: &str) -> bool {
    !text.contains(['"', '\u{201C}', '\u{201D}'])
        && !text.chars().any(char::is_control)
        && text.chars().count() <= LONGEST
}

fn field<'p>(column: &'p ColumnProfile, names: &mut Names, rows: u64, detail: Detail) -> Field<'p> {
    let name = names.name(&column.header);
    let ty = match detail {
        Detail::Guessed => type_of(&column.guess),
        Detail::Texts => Type::plain("text"),
    };
    let is_plain = qualify::plan::fold(&column.header) == qualify::plan::fold(&name.replace('_', " "));
    let header = match is_plain && !names.is_shared(&column.header) {
        true => String::new(),
        false => format!(", column \"{}\"", column.header),
    };
    let gaps: Vec<String> = column
        .gaps
        .iter()
        .filter(|(gap, _)| can_be_named(gap))
        .map(|(gap, _)| format!("\"{gap}\""))
        .collect();
    let gaps = if gaps.is_empty() { String::new() } else { format!(", missing when [{}]", gaps.join(", ")) };
    let declaration = format!("field {name} is {}{header}{gaps}{}", ty.words, ty.options);
    let comment = format!("{}{}", filled(column, rows), ty.question);
    Field { name, column, declaration, comment }
}

/// A type as it is declared.
#[derive(Default)]
struct Type {
    words: String,
    /// `, format "..."`
    options: String,
    /// `; ...` for the comment.
    question: String,
}

impl Type {
    fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    fn with(words: impl Into<String>, options: String) -> Self {
        Self { options, ..Self::plain(words) }
    }
}

fn type_of(guess: &Guess) -> Type {
    match guess {
        Guess::Nothing | Guess::Text => Type::plain("text"),
        Guess::YesNo => Type::plain("yes/no"),
        Guess::Count => Type::plain("count"),
        Guess::Number => Type::plain("number"),
        Guess::Percent => Type::plain("percent"),
        Guess::Money(currency) => Type::plain(format!("money in {currency}")),
        Guess::Date(None) => Type::plain("date"),
        Guess::Date(Some(format)) => Type::with("date", format!(", format \"{format}\"")),
        Guess::DateEitherWay(one, other) => Type {
            question: format!("; a date: is it `date, format \"{one}\"` or `date, format \"{other}\"`?"),
            ..Type::plain("text")
        },
        Guess::Email => Type::plain("email"),
        Guess::Country => Type::plain("country"),
        Guess::Choice(values) if values.iter().all(|value| can_be_named(value)) => {
            Type::plain(format!("one of [{}]", listed(values)))
        }
        Guess::Choice(_) => Type::plain("text"),
        Guess::List { split_by, items } => {
            let words = match items.is_empty() || !items.iter().all(|item| can_be_named(item)) {
                true => "list of text".to_owned(),
                false => format!("list of [{}]", listed(items)),
            };
            let is_usual = split_by == ";" || !can_be_named(split_by);
            Type::with(words, if is_usual { String::new() } else { format!(", split by \"{split_by}\"") })
        }
    }
}

fn listed(values: &[String]) -> String {
    values.iter().map(|value| print::name(value)).collect::<Vec<_>>().join(", ")
}

/// `filled in 88 %, 12 different values`.
fn filled(column: &ColumnProfile, rows: u64) -> String {
    let gaps: u64 = column.gaps.iter().map(|(_, count)| count).sum();
    let known = column.filled.saturating_sub(gaps);
    let share = (known * 100 + rows / 2).checked_div(rows).unwrap_or(0);
    let filled = match known {
        0 => "always empty".to_owned(),
        all if all == rows => "always filled".to_owned(),
        _ => format!("filled in {} %", share.clamp(1, 99)),
    };
    match column.distinct {
        Distinct::Exactly(0) => filled,
        Distinct::Exactly(n) => format!("{filled}, {}", text::counted(n as u64, "different value")),
        Distinct::MoreThan(n) => format!("{filled}, more than {} different values", text::grouped(n as u64)),
    }
}

fn page(name: &str, profile: &Profile, fields: &[Field<'_>], proposal: &Proposal) -> String {
    let rows = text::counted(profile.rows, "row");
    let looked = match (profile.rows, profile.complete) {
        (0, _) => "the header".to_owned(),
        (_, true) => format!("all {rows}"),
        (_, false) => format!("the first {rows}"),
    };
    let mut out = format!(
        "language 1\n\n# Fields: what is known about a lead. Drafted from {looked} of {}.\n\
         # Keep what your criteria need, and check the types: they are guesses.\n\n",
        text::clean(name)
    );
    for field in fields {
        out += &format!("# {}\n{}\n", text::clean(&field.comment), field.declaration);
    }
    for header in profile.doubled.iter().filter(|header| can_be_named(header)) {
        out += &format!("# More than one column is called \"{header}\": the first of them is read.\n");
    }
    let skipped = profile.columns.len() - fields.len();
    if skipped > 0 {
        out += &format!(
            "# {} left out: the language cannot write the header.\n",
            text::counted(skipped as u64, "column")
        );
    }
    out += "\n# The ladder, lowest first.\nstages:\n  - Lead\n  - MQL\n\n";
    out += &format!("# A first rule{}: put your own criteria here.\n{}\n\n", proposal.origin, proposal.rule);
    out + &format!("# A promise that `qualify test` holds the rules to.\n{}\n", proposal.example)
}

/// The canonical form, if the formatter has no objection; else the text as it is.
fn canonical(text: String) -> String {
    let (tree, mistakes) = parse(SourceId(0), &text);
    format::checked(&text, &tree, &mistakes, &Vocabulary::of(&[&tree])).unwrap_or(text)
}
