//! The reference evaluator, case by case: every predicate, aggregate, line of a score, outcome and status.
#![cfg(test)]

mod support {
    //! Small plans with one rule, and what comes out.

    use qualify_eval::testing::{Builder, today};
    use qualify_eval::{Verdict, evaluate};
    use qualify_plan::{
        Conclusion, Date, Decimal, ExprId, Lead, Place, Row, RuleId, StageId, Stream, Truth, Value,
    };

    pub(crate) const MQL: Conclusion = Conclusion::Place(Place::Stage(StageId(1)));

    /// The truth of a condition for a lead.
    pub(crate) fn truth(mut builder: Builder, condition: ExprId, lead: &Lead) -> Truth {
        let rule: RuleId = builder.rule(condition, None, &[MQL]);
        evaluate(&builder.finish(), today(), lead).found.rules[rule.index()]
    }

    /// The verdict about a lead.
    pub(crate) fn verdict(builder: Builder, lead: &Lead) -> Verdict {
        evaluate(&builder.finish(), today(), lead)
    }

    pub(crate) fn lead(values: Vec<Option<Value>>, events: Vec<Stream>) -> Lead {
        Lead { values, events }
    }

    pub(crate) fn whole(n: i64) -> Decimal {
        Decimal::whole(n).unwrap()
    }

    pub(crate) fn number(n: i64) -> Value {
        Value::Number(whole(n))
    }

    pub(crate) fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    pub(crate) fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    /// The day so many days ago.
    pub(crate) fn ago(days: i32) -> Date {
        today().plus_days(-days)
    }

    /// A row so many days ago.
    pub(crate) fn row(days: i32, values: Vec<Option<Value>>) -> Row {
        Row { date: ago(days), values }
    }
}

#[path = "reference/events.rs"]
mod events;
#[path = "reference/outcomes.rs"]
mod outcomes;
#[path = "reference/predicates.rs"]
mod predicates;
#[path = "reference/scores.rs"]
mod scores;
#[path = "reference/statuses.rs"]
mod statuses;
#[path = "reference/written.rs"]
mod written;
