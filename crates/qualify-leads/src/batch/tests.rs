//! Leads read side by side are the leads read one after the other.

mod json_lines;

use proptest::prelude::*;
use qualify_plan::{Currency, Reading, Type};

use super::*;
use crate::testing::{choice, columns, fact, fact_with, open, plan, strings};
use crate::{LeadOptions, LeadReader};

fn shop() -> Plan {
    let required = Reading { required: true, ..Reading::default() };
    let small = Reading { missing_when: strings(&["7", "none"]), ..Reading::default() };
    plan(vec![
        fact_with("a", Type::Email, required),
        fact("b", choice(&["x", "y y"])),
        fact_with("c", Type::Count, small),
        fact("d", Type::Money(Currency(*b"EUR"))),
        fact("e", Type::Date),
        fact("f", Type::List(None)),
        fact("g", Type::YesNo),
        fact_with("h", Type::Percent, columns(&["h", "a"])),
        fact_with("e or never", Type::Date, Reading { empty_means: Some(Value::Never), ..columns(&["e"]) }),
    ])
}

fn reader(text: &str) -> LeadReader {
    let options = LeadOptions { key: Some("id".into()), ..LeadOptions::default() };
    LeadReader::new(&shop(), open(text).unwrap(), &options).unwrap()
}

/// The leads of a batch as records.
fn records(plan: &Plan, batch: &LeadBatch) -> Vec<Record> {
    (0..batch.leads()).map(|lead| batch.record(plan, lead)).collect()
}

fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "x",
        "Y  Y",
        "z",
        "7",
        "07",
        "12",
        "-3",
        "1.5",
        "35.000",
        "0.25",
        "80%",
        "20 EUR",
        "EUR 5",
        "none",
        "2026-03-02",
        "2026-03-02T10:00:00Z",
        "02.03.2026",
        "a@b.io",
        "A@B.io",
        "yes",
        "0",
        "1",
        "p;q",
        "[]",
        "999999999999999",
        "99999999999999",
    ])
}

proptest! {
    #[test]
    fn side_by_side_is_one_after_the_other(
        rows in prop::collection::vec(prop::collection::vec(cell(), 8), 0..40),
        most in 1_usize..9,
    ) {
        let lines = rows.iter().enumerate().map(|(at, row)| format!("L-{},{}\n", at % 30, row.join(",")));
        let text = format!("id,a,b,c,d,e,f,g,h\n{}", lines.collect::<String>());
        let (mut single, mut many) = (reader(&text), reader(&text));
        let expected: Vec<Record> = single.by_ref().map(Result::unwrap).collect();
        let (plan, mut found) = (shop(), Vec::new());
        let mut batch = LeadBatch::new(&plan);
        while many.fill(&mut batch, most).unwrap() {
            found.extend(records(&plan, &batch));
        }
        prop_assert_eq!(found, expected);
        prop_assert_eq!(many.report(), single.report());
        prop_assert_eq!(many.cautions(), single.cautions());
    }
}

/// Cells that are all different are not kept; what they say is still read.
#[test]
fn many_different_cells_are_read_too() {
    let rows: String = (0..50_000).map(|at| format!("L-{at},ana{at}@b.io,x\n")).collect();
    let mut reader = reader(&format!("id,a,b\n{rows}"));
    let mut batch = LeadBatch::new(&shop());
    let mut leads = 0;
    while reader.fill(&mut batch, 1_000).unwrap() {
        for lead in 0..batch.leads() {
            let expected = Value::Text(format!("ana{}@b.io", leads + lead));
            let values = batch.columns.with_batch(|batch| batch.lead(lead).values);
            assert_eq!((&values[0], &values[1]), (&Some(expected), &Some(Value::Choice(0))));
        }
        leads += batch.leads();
    }
    assert_eq!(leads, 50_000);
}
