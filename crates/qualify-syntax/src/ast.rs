//! The tree of one file, as it was written: every name is still text, every list in the author's order.
//!
//! Nothing here is checked. `mixed-and-or`, unknown names, wrong types and numbers out of range are found by
//! `qualify-semantic`; this tree has a place for them.

mod conditions;
mod declarations;
mod examples;
mod scores;

use qualify_diagnostics::{SourceId, Span};
use serde::Serialize;

pub use conditions::*;
pub use declarations::*;
pub use examples::*;
pub use scores::*;

/// One parsed file. Parsing never fails: what could not be read is an [`ItemKind::Broken`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct File {
    /// The text it came from.
    pub source: SourceId,
    /// Declarations and rules in the order of the file.
    pub items: Vec<Item>,
    /// Comments, in the order of the file.
    pub comments: Vec<Comment>,
}

/// `# ...` up to the end of its line (line break not included).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comment {
    /// With the `#`, without white space at the end.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A quoted text with its place; `span` includes the quotes, `text` does not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Text {
    /// Between the quotes.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A declaration or rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Which.
    pub kind: ItemKind,
    /// From its first word to its last.
    pub span: Span,
}

/// The kinds of declarations.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a file has thousands of these at most, and most are the large one"
)]
pub enum ItemKind {
    /// `language 1`
    Language(Literal),
    /// `use "path"`
    Use(Text),
    /// `owner NAME`
    Owner(Name),
    /// `stages: - A - B`
    Stages(Vec<PlaceDecl>),
    /// `exits: - X - Y`
    Exits(Vec<PlaceDecl>),
    /// `outcome O, one value: - a - b`
    Outcome(OutcomeDecl),
    /// `field F is TYPE, options`
    Field(FactDecl),
    /// `event E, options: - attributes`
    Event(EventDecl),
    /// `set S of F: - values`
    Set(SetDecl),
    /// `define D as ...`
    Define(DefineDecl),
    /// `score S from A to B: - lines`
    Score(ScoreDecl),
    /// `grade G of S: - bands`
    Grade(GradeDecl),
    /// `when C then X`
    Rule(RuleDecl),
    /// `example "N": ...`
    Example(ExampleDecl),
    /// An item that could not be read; its mistakes are among the diagnostics.
    Broken(Broken),
}

/// What is known of an item that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broken {
    /// The word that it begins with.
    pub word: String,
    /// The names that it seems to declare (for `event` also the plural, for `stages` its bullets): names that others
    /// may use without being told that they are unknown.
    pub names: Vec<Name>,
}

/// An option after its comma.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opt {
    /// Which, with its value.
    pub kind: OptKind,
    /// Without the comma.
    pub span: Span,
}

/// All options of all declarations; the grammar says which may stand where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum OptKind {
    /// `label TEXT`
    Label(Text),
    /// `owner NAME`
    Owner(Name),
    /// `deprecated TEXT`
    Deprecated(Text),
    /// `column "A" or "B"`
    Column(Vec<Text>),
    /// `format TEXT`
    Format(Text),
    /// `missing means V`
    MissingMeans(Given),
    /// `missing when [..]`
    MissingWhen(Vec<Text>),
    /// `empty means V`
    EmptyMeans(Given),
    /// `yes when [..]`
    YesWhen(Vec<Text>),
    /// `no when [..]`
    NoWhen(Vec<Text>),
    /// `else means V`
    ElseMeans(Literal),
    /// `split by TEXT`
    SplitBy(Text),
    /// `required`
    Required,
    /// `plural NAME`
    Plural(Name),
    /// `kept 400 days`
    Kept(Literal),
    /// `date column "A" or "B"`
    DateColumn(Vec<Text>),
    /// `lead column "A" or "B"`
    LeadColumn(Vec<Text>),
    /// `file TEXT`
    File(Text),
    /// `from DATE` of a rule
    From(Literal),
    /// `until DATE`
    Until(Literal),
    /// `review by DATE`
    ReviewBy(Literal),
}

/// A value in an option or an example: a literal or a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Given {
    /// One literal.
    One(Literal),
    /// `[a, b]`, `[]`; with the place of the brackets.
    List(Vec<Literal>, Span),
}

/// A value as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Literal {
    /// Which.
    pub kind: LiteralKind,
    /// Where.
    pub span: Span,
}

/// The kinds of literals. Numbers are text, because only the checker knows what range they may have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum LiteralKind {
    /// `-2_000.5`, `20k`: the written number without `_`: `-2000.5`, `20k`.
    Number(String),
    /// `80%`: the number without `%` and `_`.
    Percent(String),
    /// `20k USD`.
    Money {
        /// As [`LiteralKind::Number`].
        amount: String,
        /// Three capitals.
        currency: String,
    },
    /// `2026-03-02`, exactly that shape; perhaps not in the calendar.
    Date(String),
    /// `30 days`, `2 weeks`.
    Length {
        /// Digits without `_`.
        number: String,
        /// Days or weeks.
        unit: LengthUnit,
    },
    /// `"..."`, without its quotes.
    Text(String),
    /// `yes`
    Yes,
    /// `no`
    No,
    /// `never`, a choice value, a constant: a bare word.
    Name(String),
}

/// The units of lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum LengthUnit {
    /// `day`, `days`
    Days,
    /// `week`, `weeks`
    Weeks,
}
