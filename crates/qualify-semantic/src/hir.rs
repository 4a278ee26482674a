//! A program with ids instead of names: what [`resolve`](crate::resolve) makes of the trees of its files.
//!
//! Literals are still as written, because only their other side says what they mean; [`check`](crate::check) reads
//! them.

use qualify_diagnostics::Span;
use qualify_plan::{EventId, GradeId, OutcomeId, Place, ScoreId};
use qualify_syntax::ast;
use serde::Serialize;

use crate::names::{Def, Names};

qualify_plan::ids! {
    SetDefId, "Index into `Program::sets`.";
    DefineId, "Index into `Program::defines`.";
    FilterId, "Index into `Program::filters`.";
    ConstantId, "Index into `Program::constants`.";
    TestId, "Index into `Program::tests`.";
}

/// A whole program.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Program {
    /// Every declared name.
    #[serde(skip)]
    pub names: Names,
    /// Fields of the lead, in the order of the files.
    pub fields: Vec<Fact>,
    /// Events.
    pub events: Vec<Event>,
    /// Sets.
    pub sets: Vec<SetDef>,
    /// Constants.
    pub constants: Vec<Constant>,
    /// Named filters of events.
    pub filters: Vec<EventFilter>,
    /// Named conditions.
    pub defines: Vec<Define>,
    /// Scores.
    pub scores: Vec<Score>,
    /// Grades.
    pub grades: Vec<Grade>,
    /// The ladder, lowest first.
    pub stages: Vec<PlaceDecl>,
    /// The ways out, strongest first: those of used files before those of the file that uses them.
    pub exits: Vec<PlaceDecl>,
    /// The other results.
    pub outcomes: Vec<Outcome>,
    /// The rules, in the order of the files.
    pub rules: Vec<Rule>,
    /// Whether some item could not be read: then a name that is not known may be declared there.
    pub has_broken_items: bool,
    /// The examples, in the order of the files.
    pub examples: Vec<ast::ExampleDecl>,
    /// All tests of all conditions.
    pub tests: Vec<Test>,
}

/// A field or an attribute.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// As written.
    pub decl: ast::FactDecl,
    /// The owner of its file.
    pub file_owner: Option<String>,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// As written.
    pub decl: ast::EventDecl,
    /// Its plural; its name if it has none.
    pub plural: String,
    /// The owner of its file.
    pub file_owner: Option<String>,
}

/// A set.
#[derive(Debug, Clone, Serialize)]
pub struct SetDef {
    /// Its name.
    pub name: ast::Name,
    /// What its values are.
    pub of: SetOf,
    /// The values, as written or as read from its file.
    pub values: Vec<ast::Literal>,
}

/// What the values of a set are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SetOf {
    /// `of text`
    Text,
    /// `of country`
    Country,
    /// `of FIELD`
    Field(qualify_plan::FieldId),
    /// Of something that is not known; its values are not checked.
    Broken,
}

/// `define K as LITERAL`
#[derive(Debug, Clone, Serialize)]
pub struct Constant {
    /// Its name.
    pub name: ast::Name,
    /// What it stands for; never a name.
    pub value: ast::Literal,
}

/// `define F of Es as CONDITION`
#[derive(Debug, Clone, Serialize)]
pub struct EventFilter {
    /// Its name.
    pub name: ast::Name,
    /// Of which event; none if that is not known.
    pub event: Option<EventId>,
    /// On attributes of that event.
    pub condition: Condition,
}

/// `define D as CONDITION`
#[derive(Debug, Clone, Serialize)]
pub struct Define {
    /// Its name.
    pub name: ast::Name,
    /// What it stands for.
    pub condition: Condition,
}

/// A score.
#[derive(Debug, Clone, Serialize)]
pub struct Score {
    /// As written, but for its lines.
    pub name: ast::Name,
    /// The lower end.
    pub from: ast::Literal,
    /// The upper end.
    pub to: ast::Literal,
    /// `label`, `owner`, `deprecated`.
    pub options: Vec<ast::Opt>,
    /// The owner of its file.
    pub file_owner: Option<String>,
    /// The lines.
    pub lines: Vec<ScoreLine>,
}

/// A line of a score.
#[derive(Debug, Clone, Serialize)]
pub struct ScoreLine {
    /// Which.
    pub kind: ScoreLineKind,
    /// Where.
    pub span: Span,
}

/// The kinds of score lines.
#[derive(Debug, Clone, Serialize)]
pub enum ScoreLineKind {
    /// `group "T", at most M points:`
    Group {
        /// T.
        title: String,
        /// M.
        cap: ast::Literal,
        /// Its lines.
        lines: Vec<ScoreLine>,
    },
    /// `first of:`, each line a [`ScoreLineKind::When`].
    FirstOf(Vec<ScoreLine>),
    /// `best of:`
    BestOf(Vec<ScoreLine>),
    /// `points by F:`
    Table {
        /// F, and what it stands for; none if that is not known.
        field: Option<qualify_plan::FieldId>,
        /// Its bands.
        bands: Vec<ast::BandDecl>,
    },
    /// `add P points when C`
    When {
        /// `add` or `subtract`.
        sign: ast::Sign,
        /// P.
        points: ast::Literal,
        /// C.
        condition: Condition,
    },
    /// `add P points for each ...`
    Each {
        /// `add` or `subtract`.
        sign: ast::Sign,
        /// P.
        points: ast::Literal,
        /// What is counted; none if that is not known.
        of: Option<EachOf>,
        /// How points fall with age.
        fade: Option<ast::Fade>,
        /// The cap.
        cap: Option<ast::Literal>,
    },
    /// `add score T`; none if that is not known.
    AddScore(Option<ScoreId>),
}

/// What `for each` counts.
#[derive(Debug, Clone, Serialize)]
pub enum EachOf {
    /// Rows.
    Rows(Rows),
    /// Days with rows.
    Days(Rows),
    /// Distinct values of an attribute of rows.
    Distinct(ast::Name, Rows),
    /// A field.
    Field(qualify_plan::FieldId, ast::Name),
}

/// A grade.
#[derive(Debug, Clone, Serialize)]
pub struct Grade {
    /// As written.
    pub decl: ast::GradeDecl,
    /// Of which score; none if that is not known.
    pub score: Option<ScoreId>,
    /// The owner of its file.
    pub file_owner: Option<String>,
}

/// A stage or an exit.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceDecl {
    /// As written.
    pub decl: ast::PlaceDecl,
    /// The owner of its file.
    pub file_owner: Option<String>,
}

/// An outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// As written.
    pub decl: ast::OutcomeDecl,
    /// The owner of its file.
    pub file_owner: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Its name, or its canonical text.
    pub name: String,
    /// Its canonical text up to and including any `unless`.
    pub text: String,
    /// `rule "N"` or the word `when`.
    pub span: Span,
    /// `owner`, `from`, `until`, `review by`, `deprecated`.
    pub options: Vec<ast::Opt>,
    /// The owner of its file.
    pub file_owner: Option<String>,
    /// C.
    pub when: Condition,
    /// D.
    pub unless: Option<Condition>,
    /// What it concludes; only what is known.
    pub concludes: Vec<Conclusion>,
    /// `because`.
    pub because: Option<String>,
}

/// What a rule concludes.
#[derive(Debug, Clone, Serialize)]
pub enum Conclusion {
    /// A stage or exit.
    Place(Place),
    /// `O is v`
    Outcome(OutcomeId, ast::Literal),
}

/// A condition.
#[derive(Debug, Clone, Serialize)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of conditions.
#[derive(Debug, Clone, Serialize)]
pub enum ConditionKind {
    /// `and`, `all of`
    All(Vec<Condition>),
    /// `or`, `any of`
    Any(Vec<Condition>),
    /// `none of`
    None(Vec<Condition>),
    /// `at least k of`
    AtLeast(ast::Literal, Vec<Condition>),
    /// `not`
    Not(Box<Condition>),
    /// A test.
    Test(TestId),
    /// Something with a mistake that has been reported.
    Broken,
}

/// Where a condition stands: what its names may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Scope {
    /// About the lead.
    Lead,
    /// Inside the `where` of an event.
    Row(EventId),
}

/// A test.
#[derive(Debug, Clone, Serialize)]
pub struct Test {
    /// Which.
    pub kind: TestKind,
    /// Where.
    pub span: Span,
}

/// The kinds of tests.
#[derive(Debug, Clone, Serialize)]
pub enum TestKind {
    /// On a field of the lead.
    Field(FactTest<qualify_plan::FieldId>),
    /// On an attribute of a row.
    Attribute(FactTest<(EventId, qualify_plan::AttributeId)>),
    /// On a score.
    Score(ScoreId, ast::Name, Option<ast::Predicate>),
    /// On a grade.
    Grade(GradeId, ast::Name, Option<ast::Predicate>),
    /// A named condition by its bare name.
    Define(DefineId),
    /// A stage or exit by its bare name.
    Place(Place),
    /// On rows of an event.
    Events {
        /// What is measured.
        measure: ast::Measure,
        /// Of which rows.
        rows: Rows,
        /// The comparison; none for `any` and `no`.
        comparison: Option<ast::Predicate>,
    },
}

/// A test on one fact.
#[derive(Debug, Clone, Serialize)]
pub struct FactTest<Id> {
    /// The fact.
    pub id: Id,
    /// Its name as written.
    pub name: ast::Name,
    /// `domain of`.
    pub domain: bool,
    /// What is asked; none for a bare name.
    pub predicate: Option<ast::Predicate>,
}

/// Rows of an event.
#[derive(Debug, Clone, Serialize)]
pub struct Rows {
    /// The event.
    pub event: EventId,
    /// The conditions of a named filter and of `where`, and-ed.
    pub filters: Vec<RowFilter>,
    /// The window.
    pub window: Option<Window>,
}

/// What rows must meet.
#[derive(Debug, Clone, Serialize)]
pub enum RowFilter {
    /// A named filter.
    Named(FilterId),
    /// A `where`.
    Where(Condition),
}

/// The window of rows.
#[derive(Debug, Clone, Serialize)]
pub enum Window {
    /// `within L`
    Within(ast::Literal),
    /// `since F`
    Since(qualify_plan::FieldId, ast::Name),
    /// Since something that is not known.
    Broken,
}

impl Program {
    /// The name of what a definition stands for, as declared.
    pub fn event_names(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(|event| event.plural.as_str())
    }

    /// What a name stands for.
    pub fn def(&self, name: &str) -> Option<Def> {
        self.names.get(name)
    }
}
