//! The tree of one file, as it was written: every name is still text, every list in the author's order.
//!
//! Nothing here is checked. `mixed-and-or`, unknown names, wrong types and numbers out of range are found by
//! `qualify-semantic`; this tree has a place for them.

use qualify_diagnostics::{SourceId, Span};
use serde::Serialize;

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

/// `score S from A to B, options: - lines`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreDecl {
    /// The name.
    pub name: Name,
    /// A; a number.
    pub from: Literal,
    /// B; a number.
    pub to: Literal,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// The lines.
    pub lines: Vec<ScoreLine>,
}

/// A line of a score, with its bullet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreLine {
    /// Which.
    pub kind: ScoreLineKind,
    /// From the dash to the last word.
    pub span: Span,
}

/// The kinds of score lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ScoreLineKind {
    /// `group "T", at most M points: lines`
    Group {
        /// T.
        title: Text,
        /// M.
        cap: Literal,
        /// Lines one dash deeper.
        lines: Vec<ScoreLine>,
    },
    /// `first of: lines`, each a [`ScoreLineKind::When`].
    FirstOf(Vec<ScoreLine>),
    /// `best of: lines`
    BestOf(Vec<ScoreLine>),
    /// `points by F: bands`
    Table {
        /// F.
        field: Name,
        /// Bands one dash deeper.
        bands: Vec<BandDecl>,
    },
    /// `add P points when C`
    When {
        /// `add` or `subtract`.
        sign: Sign,
        /// P: a number or a constant's name.
        points: Literal,
        /// C.
        condition: Condition,
    },
    /// `add P points for each ...`
    Each {
        /// `add` or `subtract`.
        sign: Sign,
        /// P: a number or a constant's name.
        points: Literal,
        /// What is counted.
        each: Each,
        /// `where ...`
        filter: Option<Filter>,
        /// `within ...`, `since ...`
        window: Option<Window>,
        /// `fading over`, `halving every`
        fade: Option<Fade>,
        /// `at most M points`
        cap: Option<Literal>,
    },
    /// `add score T`
    AddScore(Name),
}

/// `add` or `subtract`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Sign {
    /// `add`
    Add,
    /// `subtract`
    Subtract,
}

/// What `for each` counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Each {
    /// `for each E`, or `for each F` with a count field F.
    Name(Name),
    /// `for each day with E`
    Day(Name),
    /// `for each distinct A in E`
    Distinct(Name, Name),
}

/// How points fall with age.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Fade {
    /// `fading over L`
    Over(Literal),
    /// `halving every L`
    HalvingEvery(Literal),
}

/// One band of `points by`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandDecl {
    /// Which values.
    pub value: BandValue,
    /// The points; a number, perhaps negative.
    pub points: Literal,
    /// From the dash to the points.
    pub span: Span,
}

/// The values of a band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum BandValue {
    /// `otherwise`
    Otherwise,
    /// `unknown`
    Unknown,
    /// `from A`
    From(Literal),
    /// `below A`
    Below(Literal),
    /// `A to below B`
    ToBelow(Literal, Literal),
    /// `A to B`
    To(Literal, Literal),
    /// `[a, b]`
    Values(Vec<Literal>),
    /// one value
    Value(Literal),
}

/// `grade G of S, options: - bands`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeDecl {
    /// The name.
    pub name: Name,
    /// S.
    pub of: Name,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<Opt>,
    /// The bands.
    pub bands: Vec<GradeBand>,
}

/// `- hot from 70`, `- cold otherwise`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeBand {
    /// The name.
    pub name: Name,
    /// The floor (a number or a constant's name); none for `otherwise`.
    pub floor: Option<Literal>,
    /// From the dash to the last word.
    pub span: Span,
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

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of conditions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::large_enum_variant, reason = "most conditions are tests, and these are the large ones")]
pub enum ConditionKind {
    /// `a and b and c`, `a or b`: two or more parts, one join fewer. Joins that differ are found by the checker.
    Chain {
        /// The parts.
        parts: Vec<Condition>,
        /// `and`, `or` between them.
        joins: Vec<Join>,
    },
    /// `not a`
    Not(Box<Condition>),
    /// `(a)`
    Brackets(Box<Condition>),
    /// `all of: - a - b`
    Block {
        /// `all of`, `any of`, `none of`, `at least k of`.
        quantifier: Quantifier,
        /// The bullets, one dash deeper than the list that holds this block.
        parts: Vec<Condition>,
    },
    /// A test.
    Test(Test),
}

/// `and` or `or` with its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Join {
    /// Which.
    pub kind: JoinKind,
    /// Where.
    pub span: Span,
}

/// `and`, `or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum JoinKind {
    /// `and`
    And,
    /// `or`
    Or,
}

/// The head of a block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Quantifier {
    /// `all of`
    All,
    /// `any of`
    Any,
    /// `none of`
    None,
    /// `at least k of`; k is a number or a constant's name.
    AtLeast(Literal),
}

/// A test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Test {
    /// On one fact, score, grade, define, stage or exit.
    Fact {
        /// `domain of`.
        domain: bool,
        /// The name.
        name: Name,
        /// What is asked; none for a bare name.
        predicate: Option<Predicate>,
    },
    /// On rows of an event.
    Events {
        /// What is measured.
        measure: Measure,
        /// The event or named filter.
        event: Name,
        /// `where ...`
        filter: Option<Filter>,
        /// `within ...`, `since ...`
        window: Option<Window>,
        /// The comparison; none for `any E` and `no E` only.
        comparison: Option<Predicate>,
    },
}

/// What is measured of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Measure {
    /// `count of E`
    Count,
    /// `days with E`
    Days,
    /// `count of distinct A in E`
    Distinct(Name),
    /// `sum of A in E`
    Sum(Name),
    /// `any E`
    Any,
    /// `no E`
    No,
}

/// `where ...`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Filter {
    /// One test (perhaps under `not`), or [`ConditionKind::Brackets`].
    pub condition: Box<Condition>,
    /// From `where` to the end.
    pub span: Span,
}

/// The window of an event test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Window {
    /// `within L`
    Within(Literal),
    /// `since F`
    Since(Name),
}

/// What is asked of a fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Predicate {
    /// Which.
    pub kind: PredicateKind,
    /// From its first word to its last.
    pub span: Span,
}

/// The kinds of predicates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum PredicateKind {
    /// `is known`
    Known,
    /// `is unknown`
    Unknown,
    /// `is v`, `= v`
    Is(Literal),
    /// `is not v`, `!= v`
    IsNot(Literal),
    /// `>= v` and the like
    Compare(CompareOp, Literal),
    /// `in S`
    In(SetRef),
    /// `not in S`
    NotIn(SetRef),
    /// `between a and b`
    Between(Literal, Literal),
    /// `contains w`, `not starts with w` ...
    Text {
        /// `not`.
        negated: bool,
        /// Which.
        op: TextOp,
        /// What is looked for.
        of: TextOperand,
    },
    /// `includes v`
    Includes(Literal),
    /// `includes any of S`
    IncludesAny(SetRef),
    /// `includes all of S`
    IncludesAll(SetRef),
    /// `includes none of S`
    IncludesNone(SetRef),
    /// `within L`, `not within next L`
    Within {
        /// `not`.
        negated: bool,
        /// `next`.
        next: bool,
        /// L: a length or a constant's name.
        length: Literal,
    },
    /// `more than L ago`
    MoreThanAgo(Literal),
    /// `before D`, `on or after today` ...
    Day(DayOp, DayRef),
}

/// `>=`, `<=`, `>`, `<`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CompareOp {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    MoreThan,
    /// `<`
    LessThan,
}

/// Text operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TextOp {
    /// `contains`
    Contains,
    /// `starts with`
    StartsWith,
    /// `ends with`
    EndsWith,
    /// `has word`
    HasWord,
}

/// What a text operator looks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum TextOperand {
    /// One text, or a constant's name.
    One(Literal),
    /// `any of S`
    AnyOf(SetRef),
}

/// Day operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum DayOp {
    /// `before`
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
}

/// A day in a day test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum DayRef {
    /// `today`
    Today(Span),
    /// A date or a constant's name.
    Literal(Literal),
}

/// A set's name, or values in brackets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum SetRef {
    /// A set's name.
    Name(Name),
    /// `[a, "b c"]` with the place of the brackets.
    Values(Vec<Literal>, Span),
}

/// `example "N": lines expects`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExampleDecl {
    /// N.
    pub name: Text,
    /// Facts, rows, today; in the author's order.
    pub lines: Vec<ExampleLine>,
    /// Promises.
    pub expects: Vec<Expect>,
}

/// A line of an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExampleLine {
    /// Which.
    pub kind: ExampleLineKind,
    /// From the dash (or `today`) to the last word.
    pub span: Span,
}

/// The kinds of example lines.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ExampleLineKind {
    /// `today 2026-03-02`
    Today(Literal),
    /// `- F is V`
    Fact(Name, Given),
    /// `- F is unknown`
    Unknown(Name),
    /// `- Es is not collected`
    NotCollected(Name),
    /// `- 3 visits 2 days ago, page is "/pricing"`
    Rows {
        /// How many; one if not said. A number.
        count: Option<Literal>,
        /// The event.
        event: Name,
        /// When.
        when: RowDay,
        /// `A is LITERAL`, `A is unknown` (none).
        attributes: Vec<(Name, Option<Literal>)>,
    },
}

/// When an example's row happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum RowDay {
    /// `K days ago`; a number.
    DaysAgo(Literal),
    /// `on D`
    On(Literal),
    /// `today`
    Today,
}

/// `expect ...`
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Expect {
    /// Which.
    pub kind: ExpectKind,
    /// From `expect` to the last word.
    pub span: Span,
}

/// The kinds of promises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum ExpectKind {
    /// `X`, `not X`
    Result {
        /// `not`.
        negated: bool,
        /// A stage or exit.
        place: Name,
    },
    /// `meets A, B`, `not meets A`
    Meets {
        /// `not`.
        negated: bool,
        /// Stages.
        stages: Vec<Name>,
    },
    /// `by "RULE"`
    By(Text),
    /// `X is open`, `X is open, needs a, b.c`
    Open {
        /// A stage, exit or outcome.
        name: Name,
        /// `needs`; a name's text may have one point in it.
        needs: Option<Vec<Name>>,
    },
    /// `S is A to B`
    Range(Name, Literal, Literal),
    /// `O is none`
    NoValue(Name),
    /// `S is 46`, `G is warm`, `O is x`, `stage is MQL`, `status is settled`
    Value(Name, Literal),
}
