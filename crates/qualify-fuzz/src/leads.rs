//! Bytes as a file of leads, of events and of nothing known.

use std::collections::BTreeMap;
use std::io::Cursor;

use qualify::leads::{
    Encoding, EventOptions, EventRows, LeadOptions, LeadReader, Profile, Room, Table, TableOptions,
    set_values,
};
use qualify::plan::{EventId, Plan};

/// A field of every type, and an event.
const FACTS: &str = r#"
    field stage is one of [new, "In Progress", won], else means new, missing when ["Select"], column "Lead Status"
    field tier is ordered one of [low, mid, high]
    field country is country
    field opted_in is yes/no, yes when ["on"], no when ["off", ""]
    field seats is count, missing means 0, empty means 0
    field ratio is number
    field usage is percent
    field budget is money in USD, required
    field created is date, format "DD MMM, YYYY hh:mm:ss", column "Created Time" or "Created"
    field closed is date, empty means never
    field title is text
    field email is email
    field topics is list of text, split by ","
    field roles is list of [buyer, user], else means user
    event visit, plural visits, date column "When" or "Created Time": - page is text - seconds is count
"#;

/// Reading ends; every row of a table is read, reported or skipped as the reader says; lines are counted from 1.
pub fn leads(data: &[u8]) {
    let Some((options, data)) = options(data) else { return };
    let plan = plan();
    let table = || Table::open(Box::new(Cursor::new(data.to_vec())), &options);
    if let Ok(table) = table() {
        let key = table.headers().first().cloned();
        let read = LeadReader::new(&plan, table, &LeadOptions { key, ..LeadOptions::default() });
        for record in read.into_iter().flatten() {
            let Ok(record) = record else { break };
            assert!(record.line > 0);
            assert_eq!(record.values.len(), plan.fields.len());
        }
    }
    if let Ok(table) = table() {
        let key = table.headers().first().cloned().unwrap_or_default();
        let options = EventOptions { key, ..EventOptions::default() };
        let _ = EventRows::read(&plan, EventId(0), table, &options, Room::UNLIMITED);
    }
    if let Ok(table) = table() {
        let _ = Profile::of(table, 1_000);
    }
    let _ = set_values(data, "list.txt", None);
    let _ = set_values(data, "list.csv", Some("name"));
}

/// The first byte chooses how the rest is read.
fn options(data: &[u8]) -> Option<(TableOptions, &[u8])> {
    let (choice, rest) = data.split_first()?;
    let mut options = TableOptions::named("fuzz.csv");
    if choice & 1 != 0 {
        options.encoding = Encoding::Latin1;
    }
    if choice & 2 != 0 {
        options.delimiter = Some(b';');
    }
    Some((options, rest))
}

fn plan() -> Plan {
    let text = format!("stages: - Lead {FACTS}");
    let files = BTreeMap::from([("facts.rules".to_owned(), text.into_bytes())]);
    qualify::compile(&files, "facts.rules").program.expect("the facts above have no mistakes").plan
}
