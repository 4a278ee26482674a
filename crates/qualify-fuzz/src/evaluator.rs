//! Bytes as a program, a line of `=`, and leads for it.

use std::collections::BTreeMap;
use std::io::Cursor;

use qualify::eval::{Assumptions, Status, Verdict, evaluate, explain, findings};
use qualify::leads::{LeadOptions, LeadReader, Table, TableOptions};
use qualify::plan::{Date, Lead, Plan, Stream};

/// Every program without mistakes gives every lead a verdict, with events collected and not, and the verdict agrees
/// with itself: a settled one has nothing open, in either evaluation, and what could become of it is not what it is.
pub fn evaluator(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (rules, rows) = text.split_once("\n====\n").unwrap_or((&text, "id\n1\n"));
    let files = BTreeMap::from([("fuzz.rules".to_owned(), rules.as_bytes().to_vec())]);
    let Some(program) = qualify::compile(&files, "fuzz.rules").program else { return };
    let plan = &program.plan;
    let today = Date::parse("2026-03-02").expect("the calendar has that day");
    for result in qualify::examples::run(&program, today) {
        agrees(plan, result.today, &result.lead);
    }
    let Ok(table) =
        Table::open(Box::new(Cursor::new(rows.as_bytes().to_vec())), &TableOptions::named("leads.csv"))
    else {
        return;
    };
    let Ok(reader) = LeadReader::new(plan, table, &LeadOptions::default()) else { return };
    for record in reader.take(50) {
        let Ok(record) = record else { break };
        let mut lead = Lead { values: record.values, ..Lead::empty(plan) };
        agrees(plan, today, &lead);
        lead.events.fill(Stream::NotCollected);
        agrees(plan, today, &lead);
    }
}

fn agrees(plan: &Plan, today: Date, lead: &Lead) {
    let verdict: Verdict = evaluate(plan, today, lead);
    let found = &verdict.found;
    assert!(found.result.is_none_or(|result| !found.could_be.contains(&result)), "{verdict:?}");
    assert_eq!(verdict.needs.len(), found.could_be.len());
    assert_eq!(verdict.status == Status::Open, found.is_open());
    assert_eq!(found, &findings(plan, today, lead, Assumptions::Made));
    let bare = findings(plan, today, lead, Assumptions::NotMade);
    match verdict.status {
        Status::Settled => assert!(!bare.is_open() && bare.result == found.result, "{verdict:?}"),
        Status::Assumed => assert!(bare.is_open() && !verdict.assumed.is_empty(), "{verdict:?}"),
        Status::Open => {}
    }
    for (bare, made) in bare.scores.iter().zip(&found.scores) {
        assert!(bare.from <= made.from && made.to <= bare.to, "{verdict:?}");
    }
    let _ = explain(plan, today, lead);
}
