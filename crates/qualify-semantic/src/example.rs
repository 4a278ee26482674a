//! Examples and their promises, ready to run: names resolved, values read.

use qualify_diagnostics::Span;
use qualify_plan::{
    Date, EventId, GradeId, Lead, OutcomeId, Place, Plan, Row, RuleId, ScoreId, StageId, Stream, Value,
};

/// One `example` of a program.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// `today D`; the date of the run if not given.
    pub today: Option<Date>,
    /// The facts: as long as `Plan::fields`.
    pub values: Vec<Option<Value>>,
    /// Events that are not collected; all others are.
    pub not_collected: Vec<EventId>,
    /// The rows.
    pub rows: Vec<ExampleRow>,
    /// What should come out, in the author's order.
    pub promises: Vec<Promise>,
}

/// Some equal event rows of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleRow {
    /// The event.
    pub event: EventId,
    /// How many.
    pub count: u32,
    /// When.
    pub day: RowDay,
    /// As long as the event's attributes.
    pub values: Vec<Option<Value>>,
}

/// When a row of an example happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowDay {
    /// `K days ago`; `today` is 0.
    DaysAgo(u32),
    /// `on D`.
    On(Date),
}

/// One `expect`.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// Its canonical text, `expect` included.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What is promised.
    pub kind: PromiseKind,
}

/// The kinds of promises (section 9 of the language).
#[derive(Debug, Clone, PartialEq)]
pub enum PromiseKind {
    /// `MQL`, `not MQL`: `result` is (is not) that.
    Result {
        /// `not`.
        negated: bool,
        /// The stage or exit.
        place: Place,
    },
    /// `meets A, B`: all are in `meets`; `not meets`: none is.
    Meets {
        /// `not`.
        negated: bool,
        /// The stages.
        stages: Vec<StageId>,
    },
    /// `by "RULE"`: that rule is in Yes and concludes the result.
    By(RuleId),
    /// `MQL is open`: it is in `could_be`, and its needs are exactly these (sorted) if given.
    Open {
        /// The stage or exit.
        place: Place,
        /// The names of the facts.
        needs: Option<Vec<String>>,
    },
    /// `play is open`: the outcome's could-become list is not empty.
    OutcomeOpen(OutcomeId),
    /// `fit is 40 to 70`: exactly that interval.
    Score(ScoreId, i64, i64),
    /// `heat is warm`: the only possible band (index into `Grade::bands`).
    Grade(GradeId, u32),
    /// `play is x`, `play is none`: the value (contains it for `keep all`).
    Outcome(OutcomeId, Option<u32>),
    /// `stage is MQL`.
    Stage(StageId),
    /// `status is settled`: one of `open`, `settled`, `assumed`.
    Status(&'static str),
}

impl Example {
    /// The lead that the example describes, on a day.
    pub fn lead(&self, plan: &Plan, today: Date) -> Lead {
        let mut lead = Lead { values: self.values.clone(), ..Lead::empty(plan) };
        for row in &self.rows {
            let date = match row.day {
                RowDay::DaysAgo(days) => today.plus_days(i32::try_from(days).map_or(i32::MIN, |days| -days)),
                RowDay::On(date) => date,
            };
            if let Some(Stream::Rows(rows)) = lead.events.get_mut(row.event.index()) {
                let copy = Row { date, values: row.values.clone() };
                rows.extend(std::iter::repeat_n(copy, row.count as usize));
            }
        }
        for event in &self.not_collected {
            if let Some(stream) = lead.events.get_mut(event.index()) {
                *stream = Stream::NotCollected;
            }
        }
        lead
    }
}
