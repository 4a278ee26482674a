//! Rows that wait in a file are the rows that are held in memory.

use super::*;
use crate::events::groups::Groups;
use crate::events::partitions::{Hashes, Partitions};
use qualify_plan::Choices;

/// A file in memory, that holds so many bytes.
struct Small {
    bytes: Vec<u8>,
    most: usize,
}

impl ScratchFile for Small {
    fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() > self.most { Err("The disk is full.".into()) } else { Ok(()) }
    }

    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> Result<(), String> {
        let from = self.bytes.get(length(place)..).unwrap_or_default();
        bytes.copy_from_slice(from.get(..bytes.len()).ok_or("There is no such place.")?);
        Ok(())
    }
}

fn length(place: u64) -> usize {
    usize::try_from(place).unwrap()
}

fn small(most: usize) -> impl Fn() -> Result<Box<dyn ScratchFile>, String> {
    move || Ok(Box::new(Small { bytes: Vec::new(), most }))
}

/// Events with an attribute of each type.
fn plan_of_types() -> Plan {
    let mut plan = plan(Vec::new());
    let kinds = Choices { values: vec!["view".into(), "form".into()], ordered: false };
    let attributes = vec![
        fact("page", Type::Text),
        fact("seconds", Type::Count),
        fact("kind", Type::Choice(kinds.clone())),
        fact("country", Type::Country),
        fact("robot", Type::YesNo),
        fact("price", Type::Number),
        fact("until", Type::Date),
        fact("user", Type::Email),
        fact("tags", Type::List(None)),
        fact("kinds", Type::List(Some(kinds))),
    ];
    plan.events = vec![event("visit", attributes), event("call", Vec::new())];
    plan
}

fn read_into(plan: &Plan, id: EventId, text: &str, room: Room<'_>) -> Result<EventRows, TableError> {
    let options = EventOptions { key: "Email".into(), ..EventOptions::default() };
    EventRows::read(plan, id, open(text)?, &options, room)
}

/// What leads find, in the order in which they ask: alone, or all at once.
fn found(events: &mut Events, keys: &[String]) -> Vec<Result<Vec<Stream>, TooManyRows>> {
    let alone: Vec<_> = keys.iter().map(|key| events.streams(key).unwrap()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert_eq!(events.streams_of(&keys).unwrap(), alone);
    alone
}

const HEADER: &str = "Email,date,page,seconds,kind,country,robot,price,until,user,tags,kinds";

fn line() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "",
        " ",
        "a",
        "A",
        " b ",
        "ana@acme.example",
        "c",
        "d",
        "\u{e9}",
        "L-1",
        "L-2",
        "L-3",
    ]);
    let date = prop::sample::select(vec!["2026-03-02", "2025-12-31T23:30:00Z", "", "soon", "1999-01-01"]);
    let cells = [
        vec!["/", "", "/pricing", "\"/a,b\"", "Stra\u{df}e"],
        vec!["0", "1", "12", "1.0", "x", "", "-3"],
        vec!["view", "Form", "other", ""],
        vec!["DE", "us", "XX", ""],
        vec!["yes", "no", "?", ""],
        vec!["1.5", "-0.0001", "12", "99999999999999.9999", ""],
        vec!["2020-01-01", "2030-02-28", "never", ""],
        vec!["ana@acme.example", "ana", ""],
        vec!["a;b", "[]", "", "c"],
        vec!["view;form", "view", "x", "[]"],
    ];
    let cells: Vec<_> = cells.into_iter().map(prop::sample::select).collect();
    (key, date, cells).prop_map(|(key, date, cells)| format!("{key},{date},{}", cells.join(",")))
}

/// The rows of a key as another reader of CSV splits them and cells are read one by one.
fn plainly(plan: &Plan, text: &str, key: &str) -> Vec<qualify_plan::Row> {
    let mut rows = Vec::new();
    let zone = Zone::default();
    let day = crate::CellReader::new(&Type::Date, &Reading::default(), &zone);
    for row in csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap) {
        let (crate::CellValue::Known(Value::Date(date)), true) =
            (day.read_text(&row[1]), row[0].trim() == key)
        else {
            continue;
        };
        let facts = plan.events[0].attributes.iter().zip(row.iter().skip(2));
        let read = |(fact, cell)| crate::CellReader::of(fact, &zone).read_text(cell).known();
        rows.push(qualify_plan::Row { date, values: facts.map(read).collect() });
    }
    rows
}

proptest! {
    /// Whatever cells are read as is what leads find.
    #[test]
    fn values_come_back_as_cells_are_read(lines in prop::collection::vec(line(), 0..60)) {
        let plan = plan_of_types();
        let text = format!("{HEADER}\n{}\n", lines.join("\n"));
        let mut events = Events::not_collected(&plan);
        events.collect(VISITS, read_into(&plan, VISITS, &text, Room::UNLIMITED).unwrap());
        for key in ["a", "A", "b", "L-1", "nobody"] {
            let found = events.streams(key).unwrap().unwrap().remove(0);
            prop_assert_eq!(found, Stream::Rows(plainly(&plan, &text, key)));
        }
    }

    /// With little room and with none, leads find the same rows, the same is left over, and the same is told of the file.
    #[test]
    fn rows_in_a_file_are_the_same(
        lines in prop::collection::vec(line(), 0..60),
        memory in prop::sample::select(vec![0_usize, 1, 40, 300, 2_000]),
        asked in prop::collection::vec(0..9_usize, 0..12),
    ) {
        let plan = plan_of_types();
        let text = format!("{HEADER}\n{}\n", lines.join("\n"));
        let keys = ["a", "A", "b", "", "ana@acme.example", "L-1", "nobody", "\u{e9}", "L-3"];
        let asked: Vec<String> = asked.into_iter().map(|at| keys[at].to_owned()).collect();
        let held = read_into(&plan, VISITS, &text, Room::UNLIMITED).unwrap();
        let file = small(usize::MAX);
        let spilled = read_into(&plan, VISITS, &text, Room { memory, file: &file }).unwrap();
        prop_assert_eq!(held.report(), spilled.report());
        prop_assert_eq!(held.columns(), spilled.columns());
        let (mut one, mut other) = (Events::not_collected(&plan), Events::not_collected(&plan));
        one.collect(VISITS, held);
        other.collect(VISITS, spilled);
        prop_assert_eq!(found(&mut one, &asked), found(&mut other, &asked));
        prop_assert_eq!(one.unjoined().unwrap(), other.unjoined().unwrap());
    }

    /// Keys whose hashes are alike are told apart, and keep the order of their rows.
    #[test]
    fn keys_of_one_hash_are_told_apart(
        rows in prop::collection::vec((0..40_u8, any::<u8>()), 0..200),
        memory in prop::sample::select(vec![0_usize, 25, 100, usize::MAX]),
    ) {
        let file = small(usize::MAX);
        let mut parts = Partitions::new(Hashes::poor(), Room { memory, file: &file });
        for (line, (key, row)) in (2..).zip(&rows) {
            parts.add(line, &format!("key {key}"), &[*row]).unwrap();
        }
        let mut groups = Groups::of(parts).unwrap();
        for key in 0..20 {
            let expected: Vec<u8> = rows.iter().filter(|(other, _)| *other == key).map(|(_, row)| *row).collect();
            let group = groups.join(&format!("key {key}")).unwrap();
            prop_assert_eq!(group.map_or(&[][..], |group| group.bytes.0), expected);
        }
        let left = groups.left(3).unwrap();
        let mut others = Vec::new();
        for (key, _) in &rows {
            if *key >= 20 && !others.contains(&format!("key {key}")) {
                others.push(format!("key {key}"));
            }
        }
        prop_assert_eq!(left.keys, others.len() as u64);
        prop_assert_eq!(left.joined_rows, rows.iter().filter(|(key, _)| *key < 20).count() as u64);
        others.truncate(3);
        prop_assert_eq!(left.first, others);
    }
}

#[test]
fn rows_that_are_too_many_are_counted_in_a_file_too() {
    let text = format!("Email,date\n{}b,2026-03-02\n", "a,2026-03-01\n".repeat(100_001));
    let file = small(usize::MAX);
    let mut events = Events::not_collected(&site());
    events.collect(VISITS, read_into(&site(), VISITS, &text, Room { memory: 10_000, file: &file }).unwrap());
    assert_eq!(events.streams("a").unwrap(), Err(TooManyRows { key: "a".into(), rows: 100_001 }));
    assert_eq!(show(&events.streams("b").unwrap().unwrap()[0]), ["2026-03-02 ?"]);
    assert_eq!(events.unjoined().unwrap()[0], Unjoined::default());
}

#[test]
fn rows_of_several_events_are_too_many_together() {
    let text = |n: usize| {
        format!("Email,date,LEADID,Start\n{}", "a,2026-03-01,a,\"01 Mar, 2026 00:00:00\"\n".repeat(n))
    };
    let mut events = all(&[(VISITS, &text(60_000)), (CALLS, &text(40_000))]);
    assert!(events.streams("a").unwrap().is_ok());
    let mut events = all(&[(VISITS, &text(60_000)), (CALLS, &text(40_001))]);
    assert_eq!(events.streams("a").unwrap(), Err(TooManyRows { key: "a".into(), rows: 100_001 }));
}

#[test]
fn a_full_disk_is_told_with_the_name_of_the_table() {
    let text = format!("Email,date\n{}", "a,2026-03-01\n".repeat(100));
    let told = |most| {
        let file = small(most);
        read_into(&site(), VISITS, &text, Room { memory: 50, file: &file })
            .err()
            .map(|error| error.to_string())
    };
    // While rows come, while they are grouped, and not at all.
    for most in [0, 100] {
        assert_eq!(told(most).as_deref(), Some("leads.csv: The disk is full."), "{most}");
    }
    assert_eq!(told(10_000), None);
}
