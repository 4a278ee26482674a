//! A whole program, ready to run.

use serde::{Deserialize, Serialize};

use crate::{
    Comparison, Country, Date, Decimal, EventTest, ExprId, FieldId, GradeId, OutcomeId, Place, Score,
    ScoreId, Test, Type, Value,
};

/// A program without names to look up.
///
/// ```text
/// steps ──► exprs ──► tests on fields and events
///   │         ▲  └──► places (stages, exits) ──► their expr: any of the rules that conclude it
///   └─► scores ┴──► grades
/// ```
///
/// `steps` lists every lead-level expression and every score so that what a step needs comes before it: one pass
/// over it evaluates the program. Expressions inside an event's `where` are in `exprs` but not in `steps`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Version of the language: 1.
    pub language: u32,
    /// Where the program came from: the only part that the layout of the files changes.
    pub program: Program,
    /// The facts of a lead.
    pub fields: Vec<Fact>,
    /// The events.
    pub events: Vec<Event>,
    /// Sets, named or written in brackets; one for each type that a set is used with.
    pub sets: Vec<Set>,
    /// The scores.
    pub scores: Vec<Score>,
    /// The grades.
    pub grades: Vec<Grade>,
    /// The ladder, lowest first.
    pub stages: Vec<Stage>,
    /// The ways out, strongest first.
    pub exits: Vec<Exit>,
    /// The other results.
    pub outcomes: Vec<Outcome>,
    /// The rules, in order of their names, so that moving a rule changes nothing.
    pub rules: Vec<Rule>,
    /// All conditions.
    pub exprs: Vec<Expr>,
    /// In which order to evaluate.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The plan without where it came from: two programs that mean the same by their text have equal ones.
    #[must_use]
    pub fn without_origin(&self) -> Self {
        Self { program: Program::default(), ..self.clone() }
    }
}

/// Where a program came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Program {
    /// The file that was compiled.
    pub file: String,
    /// `sha256:` over all files of the program, those of its sets included.
    pub digest: String,
    /// Where each rule stands, by [`RuleId`](crate::RuleId).
    pub rules: Vec<Origin>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file's path as shown to people.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A field of the lead, or an attribute of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// `label`.
    pub label: Option<String>,
    /// `owner`, the file's if the field has none of its own.
    pub owner: Option<String>,
    /// `missing means`.
    pub default: Option<Value>,
    /// How cells become values.
    pub reading: Reading,
}

/// How cells become values (section 3 of the language).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// `column "A" or "B"`; empty: the fact's own name, or that with spaces for underscores.
    pub columns: Vec<String>,
    /// `required`.
    pub required: bool,
    /// `missing when`, folded.
    pub missing_when: Vec<String>,
    /// `empty means`.
    pub empty_means: Option<Value>,
    /// `else means`: an index into the choices.
    pub else_means: Option<u32>,
    /// `yes when`, folded; `None` is yes, true, y, 1.
    pub yes_when: Option<Vec<String>>,
    /// `no when`, folded; `None` is no, false, n, 0.
    pub no_when: Option<Vec<String>>,
    /// `format`, as written; checked.
    pub format: Option<String>,
    /// `split by`; `None` is `;`.
    pub split_by: Option<String>,
}

/// An event: dated rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The name for one row.
    pub name: String,
    /// The name for all rows; the name itself if none is declared.
    pub plural: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// `kept`, in days.
    pub kept: Option<u32>,
    /// `date column`; empty: `date`.
    pub date_columns: Vec<String>,
    /// `format` of the row's date.
    pub format: Option<String>,
    /// `lead column`; empty: the key column of the leads.
    pub lead_columns: Vec<String>,
    /// What a row tells.
    pub attributes: Vec<Fact>,
}

/// Values to compare with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Set {
    /// Its name; `None` for values in brackets and for a single value.
    pub name: Option<String>,
    /// The values.
    pub values: Values,
}

/// The values of a set, of one type, ascending, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Choices of one field, by index.
    Choices(Vec<u32>),
    /// Countries.
    Countries(Vec<Country>),
    /// Folded texts. For `has word`: the words of each text, with one space between them.
    Texts(Vec<String>),
}

/// `grade G of S: ...`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// The name.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// The score it names ranges of.
    pub score: ScoreId,
    /// Lowest first; the first is `otherwise` and has no floor.
    pub bands: Vec<Band>,
}

/// One name of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The name.
    pub name: String,
    /// `from`; `None` for `otherwise`.
    pub floor: Option<i64>,
}

/// A step of the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The name.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// Its T: always for the lowest, else any of the rules that conclude it.
    pub truth: ExprId,
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// The name.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// Its T: any of the rules that conclude it.
    pub truth: ExprId,
}

/// Another result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The name.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
    /// `owner`.
    pub owner: Option<String>,
    /// What happens when rules give several values.
    pub combine: Combine,
    /// The values; lowest first for `highest wins`.
    pub values: Vec<OutcomeValue>,
}

/// A value of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeValue {
    /// As declared.
    pub name: String,
    /// `label`.
    pub label: Option<String>,
}

/// What happens when rules give an outcome several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// More than one is a conflict.
    OneValue,
    /// The last declared.
    HighestWins,
    /// All of them.
    KeepAll,
}

/// `when C then X unless D`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name, or its canonical text from `when` up to and including any `unless`.
    pub name: String,
    /// Its canonical text from `when` up to and including any `unless`, also if it has a name.
    pub text: String,
    /// `owner`, the file's if the rule has none of its own.
    pub owner: Option<String>,
    /// First day on which it is active.
    pub from: Option<Date>,
    /// Last day on which it is active.
    pub until: Option<Date>,
    /// `review by`.
    pub review_by: Option<Date>,
    /// C.
    pub when: ExprId,
    /// D.
    pub unless: Option<ExprId>,
    /// C and not D, and in force: an [`Expr::Rule`].
    pub truth: ExprId,
    /// What it concludes; at least one.
    pub concludes: Vec<Conclusion>,
    /// `because`.
    pub because: Option<String>,
}

impl Rule {
    /// Whether it is active on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// What a rule concludes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// A stage or exit.
    Place(Place),
    /// A value of an outcome, by index.
    Outcome(OutcomeId, u32),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A test on one fact.
    Test(Test),
    /// A test on rows of an event.
    Events(EventTest),
    /// A test on a score.
    Score(ScoreId, Comparison<Decimal>),
    /// A test on a grade: the indexes of the bands that pass, ascending.
    Grade(GradeId, Vec<u32>),
    /// A stage or exit by its bare name: its T.
    Place(Place),
    /// `when` and not `unless` of a rule, No on days when the rule is not active.
    Rule(crate::RuleId),
    /// `not`.
    Not(ExprId),
    /// `and`, `all of`; Yes without parts.
    All(Vec<ExprId>),
    /// `or`, `any of`; No without parts.
    Any(Vec<ExprId>),
    /// `at least k of`.
    AtLeast(u32, Vec<ExprId>),
}

/// One step of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Find the truth of an expression.
    Expr(ExprId),
    /// Sum a score.
    Score(ScoreId),
}

impl Plan {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.fields.iter().position(|field| field.name == name).map(FieldId::from_index)
    }

    /// The event of a name or plural.
    pub fn event(&self, name: &str) -> Option<crate::EventId> {
        self.events
            .iter()
            .position(|event| event.name == name || event.plural == name)
            .map(crate::EventId::from_index)
    }
}
