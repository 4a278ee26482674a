//! Event rows as leads find them.

mod spilled;

use super::*;
use crate::testing::{columns, event, fact, fact_with, open, plan};
use crate::{Problem, TableError};
use proptest::prelude::*;
use qualify_plan::{Date, Reading, Type, Value};

const VISITS: EventId = EventId(0);
const CALLS: EventId = EventId(1);

fn site() -> Plan {
    let mut plan = plan(Vec::new());
    let seconds = Reading { required: true, ..columns(&["Seconds"]) };
    let attributes = vec![fact("page", Type::Text), fact_with("seconds", Type::Count, seconds)];
    let mut calls = event("call", Vec::new());
    calls.date_columns = vec!["When".into(), "Start".into()];
    calls.lead_columns = vec!["LEADID".into()];
    calls.format = Some("DD MMM, YYYY hh:mm:ss".into());
    plan.events = vec![event("visit", attributes), calls];
    plan
}

fn read(event: EventId, text: &str) -> Result<EventRows, TableError> {
    let options = EventOptions { key: "Email".into(), ..EventOptions::default() };
    EventRows::read(&site(), event, open(text)?, &options, Room::UNLIMITED)
}

fn all(events: &[(EventId, &str)]) -> Events {
    let mut all = Events::not_collected(&site());
    for (event, text) in events {
        all.collect(*event, read(*event, text).unwrap());
    }
    all
}

/// The days and first values of a stream.
fn show(stream: &Stream) -> Vec<String> {
    let Stream::Rows(rows) = stream else {
        return vec!["not collected".into()];
    };
    let page = |value: &Option<Value>| match value {
        Some(Value::Text(text)) => text.clone(),
        _ => "?".into(),
    };
    rows.iter()
        .map(|row| format!("{} {}", row.date, row.values.first().map_or(String::new(), page)))
        .collect()
}

#[test]
fn joins_rows_in_any_order_by_key() {
    let text = "date,EMAIL,Page,Seconds\n2026-03-01,b,/y,1\n2026-03-02, a ,/x,2\n2026-02-01,b,/z,3\n2026-03-01,A,/q,4\n";
    let mut events = all(&[(VISITS, text)]);
    let streams = events.streams("b").unwrap().unwrap();
    assert_eq!(show(&streams[0]), ["2026-03-01 /y", "2026-02-01 /z"]);
    assert_eq!(show(&streams[1]), ["not collected"]);
    assert_eq!(show(&events.streams("a").unwrap().unwrap()[0]), ["2026-03-02 /x"]);
    assert_eq!(events.streams("nobody").unwrap().unwrap()[0], Stream::Rows(Vec::new()));
    assert_eq!(events.streams("").unwrap().unwrap()[0], Stream::Rows(Vec::new()));
    let rows = events.rows(VISITS).unwrap();
    assert_eq!(rows.report().rows, 4);
    assert_eq!(
        events.unjoined().unwrap(),
        [Unjoined { rows: 1, keys: 1, first: vec!["A".into()] }, Unjoined::default()]
    );
}

#[test]
fn reads_the_declared_date_and_lead_columns() {
    let text = "LEADID;Start;Other\n25842000000262376;15 Apr, 2021 00:03:00;x\n7;2021-04-15 21:02:00;y\n";
    let mut events = all(&[(CALLS, text)]);
    assert_eq!(show(&events.streams("25842000000262376").unwrap().unwrap()[1]), ["2021-04-15 "]);
    let report = events.rows(CALLS).unwrap().report();
    assert_eq!(report.without_date.count(), 1);
    let message =
        "`2021-04-15 21:02:00` cannot be read; expected a date written as DD MMM, YYYY hh:mm:ss.".to_owned();
    assert_eq!(report.without_date.first(), [Problem { line: 3, message }]);
    assert_eq!(events.rows(CALLS).unwrap().columns().unused, ["Other"]);
}

#[test]
fn counts_what_rows_lack() {
    let text = "date,Email,page,Seconds\n,a,/x,1\n2026-03-01,,/x,1\n2026-03-01,a,/x,long\n2026-03-01,a,/x,\n\
                2026-03-01,a,/x,5,6\n";
    let rows = read(VISITS, text).unwrap();
    let report = rows.report();
    assert_eq!(report.rows, 2);
    assert_eq!(report.without_date.first()[0].message, "The row has no date.");
    assert_eq!(report.without_lead, 1);
    assert_eq!(report.lead_column.as_deref(), Some("Email"));
    let (name, unreadable) = &report.unreadable[1];
    assert_eq!((name.as_str(), unreadable.count()), ("seconds", 1));
    assert_eq!(unreadable.first(), [(4, "long".to_owned())]);
    assert_eq!(report.required_missing, [("seconds".to_owned(), 2)]);
    assert_eq!(report.problems.first()[0].line, 6);
}

#[test]
fn columns_that_have_to_be_there_are_asked_for() {
    let message = |event, text: &str| read(event, text).err().unwrap().to_string();
    assert_eq!(
        message(VISITS, "date,E-mail\n"),
        "leads.csv: There is no column `Email` for the lead of `visits`. Did you mean `E-mail`? The file has `date`, \
         `E-mail`. Name it in the declaration: `event visit, lead column \"...\"`."
    );
    assert!(message(CALLS, "LEADID,Begin\n").contains("no column `When` or `Start` for the date of `calls`"));
}

#[test]
fn reads_events_from_json_lines() {
    let text =
        "{\"Email\":\"a\",\"date\":\"2026-03-01T23:30:00Z\",\"page\":\"/x\"}\n{\"date\":\"2026-03-01\"}\n";
    let mut events = all(&[(VISITS, text)]);
    assert_eq!(show(&events.streams("a").unwrap().unwrap()[0]), ["2026-03-01 /x"]);
    assert_eq!(events.rows(VISITS).unwrap().report().without_lead, 1);
}

#[test]
fn a_lead_has_a_hundred_thousand_rows_at_most() {
    let text = |n: usize| format!("date,Email\n{}", "2026-03-01,a\n".repeat(n));
    assert!(all(&[(VISITS, &text(100_000))]).streams("a").unwrap().is_ok());
    let mut events = all(&[(VISITS, &text(100_001))]);
    assert_eq!(events.streams("a").unwrap(), Err(TooManyRows { key: "a".into(), rows: 100_001 }));
    assert!(events.streams("b").unwrap().is_ok());
}

proptest! {
    /// Each lead gets its rows in the order of the file, wherever other leads' rows stand.
    #[test]
    fn grouping_keeps_rows_and_their_order(rows in prop::collection::vec((0..5_u8, 1..28_i8), 0..40)) {
        let lines: String = rows.iter().map(|(key, day)| format!("k{key},2026-02-{day:02}\n")).collect();
        let mut events = all(&[(VISITS, &format!("Email,date\n{lines}"))]);
        for key in 0..5 {
            let of_key = rows.iter().filter(|(other, _)| *other == key);
            let expected: Vec<_> = of_key.map(|(_, day)| Date::from_ymd(2026, 2, *day).unwrap()).collect();
            let Stream::Rows(found) = events.streams(&format!("k{key}")).unwrap().unwrap().remove(0) else { unreachable!() };
            prop_assert_eq!(found.iter().map(|row| row.date).collect::<Vec<_>>(), expected);
        }
        prop_assert_eq!(events.unjoined().unwrap()[0].rows, 0);
    }
}
