//! What a program is asked about: the facts of one lead and its event rows.

use serde::{Deserialize, Serialize};

use crate::{Date, Plan, Value};

/// One lead: a value or a gap for each field, and a stream for each event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lead {
    /// By [`FieldId`](crate::FieldId); `None` is missing. As long as `Plan::fields`.
    pub values: Vec<Option<Value>>,
    /// By [`EventId`](crate::EventId). As long as `Plan::events`.
    pub events: Vec<Stream>,
}

impl Lead {
    /// A lead of which nothing is known; its events are collected and empty.
    pub fn empty(plan: &Plan) -> Self {
        Self {
            values: vec![None; plan.fields.len()],
            events: vec![Stream::Rows(Vec::new()); plan.events.len()],
        }
    }
}

/// The rows of one event of one lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Nobody recorded this event: there may be any rows.
    NotCollected,
    /// All rows that exist, in any order; none means none happened.
    Rows(Vec<Row>),
}

/// One event row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The day it happened.
    pub date: Date,
    /// By [`AttributeId`](crate::AttributeId); `None` is missing. As long as `Event::attributes`.
    pub values: Vec<Option<Value>>,
}
