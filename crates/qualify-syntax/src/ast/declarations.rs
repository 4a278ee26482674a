//! Declarations and rules as they were written.

use qualify_diagnostics::Span;
use serde::Serialize;

use super::{Condition, Literal, Name, Opt, Text};

/// One bullet of `stages` or `exits`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceDecl {
    /// The name.
    pub name: Name,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// From the dash to the last word.
    pub span: Span,
}

/// `outcome O, one value, options: - values`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeDecl {
    /// The name.
    pub name: Name,
    /// `one value`, `highest wins`, `keep all`.
    pub combine: Combine,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// The values.
    pub values: Vec<ValueDecl>,
}

/// How an outcome combines several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Combine {
    /// `one value`
    OneValue,
    /// `highest wins`
    HighestWins,
    /// `keep all`
    KeepAll,
}

/// A value as a bullet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueDecl {
    /// A name or a text.
    pub value: Literal,
    /// `label`.
    pub options: Vec<Opt>,
    /// From the dash to the last word.
    pub span: Span,
}

/// `field F is TYPE, options`, and the same for an attribute (`- A is TYPE, options`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactDecl {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: TypeDecl,
    /// Options in the author's order.
    pub options: Vec<Opt>,
    /// The whole declaration.
    pub span: Span,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeDecl {
    /// Which.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of types.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum TypeKind {
    /// `one of [..]`
    Choice(Vec<Literal>),
    /// `ordered one of [..]`
    OrderedChoice(Vec<Literal>),
    /// `country`
    Country,
    /// `yes/no`
    YesNo,
    /// `count`
    Count,
    /// `number`
    Number,
    /// `percent`
    Percent,
    /// `money in CUR`
    Money(Name),
    /// `date`
    Date,
    /// `text`
    Text,
    /// `email`
    Email,
    /// `list of text`
    ListOfText,
    /// `list of [..]`
    ListOf(Vec<Literal>),
}

/// `event E, plural Es, options: - attributes`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventDecl {
    /// The name.
    pub name: Name,
    /// Options, `plural` among them.
    pub options: Vec<Opt>,
    /// The bullets.
    pub attributes: Vec<FactDecl>,
}

/// `set S of F, options: - values`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetDecl {
    /// The name.
    pub name: Name,
    /// `text`, `country` or a field.
    pub of: Name,
    /// `file`, `column`, `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// Where the values come from, if the file says so here.
    pub values: SetValues,
}

/// The written values of a set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum SetValues {
    /// None here: they come from `file`, or are missing.
    Absent,
    /// Bullets.
    Bullets(Vec<ValueDecl>),
    /// `= [..]`
    Brackets(Vec<Literal>),
}

/// `define D as ...`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DefineDecl {
    /// The name.
    pub name: Name,
    /// `of Es`: a named filter of events.
    pub of: Option<Name>,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// What it stands for.
    pub body: DefineBody,
}

/// What a define stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(
    clippy::large_enum_variant,
    reason = "a file has thousands of these at most, and most are the large one"
)]
pub enum DefineBody {
    /// A condition. A bare name after `as` is a condition.
    Condition(Condition),
    /// A constant; never a [`LiteralKind::Name`].
    Constant(Literal),
}

/// `rule "N", options: when C then X, Y unless D because TEXT`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleDecl {
    /// `rule "N", options:`; none if the rule begins with `when`.
    pub head: Option<RuleHead>,
    /// C.
    pub when: Condition,
    /// What follows `then`; at least one.
    pub then: Vec<Conclusion>,
    /// D.
    pub unless: Option<Condition>,
    /// The reason.
    pub because: Option<Text>,
    /// The word `when`.
    pub when_span: Span,
}

/// `rule "N", options:`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleHead {
    /// N.
    pub name: Text,
    /// `owner`, `from`, `until`, `review by`, `deprecated`.
    pub options: Vec<Opt>,
}

/// What a rule concludes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Conclusion {
    /// A stage or an exit.
    Place(Name),
    /// `O is v`
    Outcome(Name, Literal),
}
