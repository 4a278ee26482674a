//! Leads as a program sees them.

use super::*;
use crate::testing::{choice, columns, fact, fact_with, open, plan};
use proptest::prelude::*;
use qualify_plan::{Decimal, Reading, Type, fold};

fn shop() -> Plan {
    let required = Reading { required: true, ..columns(&["E-mail", "Email"]) };
    plan(vec![
        fact_with("email", Type::Email, required),
        fact("lead_source", choice(&["Google", "Referral"])),
        fact_with("visits", Type::Count, columns(&["TotalVisits"])),
        fact("budget", Type::Number),
    ])
}

fn reader(text: &str, key: Option<&str>) -> Result<LeadReader, TableError> {
    let options = LeadOptions { key: key.map(str::to_owned), ..LeadOptions::default() };
    LeadReader::new(&shop(), open(text)?, &options)
}

fn leads(text: &str, key: Option<&str>) -> Vec<Record> {
    reader(text, key).unwrap().map(Result::unwrap).collect()
}

fn count(n: i64) -> Option<Value> {
    Decimal::whole(n).map(Value::Number)
}

#[test]
fn reads_values_by_the_declared_types() {
    let text = "Id;EMAIL;Lead Source;totalvisits\n L-1 ;ana@acme.example;google;5.0\nL-2;;bing;a few\n";
    let found = leads(text, Some("id"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].key, "L-1");
    assert_eq!(found[0].line, 2);
    let email = Value::Text("ana@acme.example".into());
    assert_eq!(found[0].values, [Some(email), Some(Value::Choice(0)), count(5), None]);
    assert_eq!(found[0].unreadable, []);
    assert_eq!(found[1].values, [None, None, None, None]);
    let unreadable: Vec<_> = found[1].unreadable.iter().map(|u| (u.name.as_str(), u.text.as_str())).collect();
    assert_eq!(unreadable, [("lead_source", "bing"), ("visits", "a few")]);
    assert_eq!(found[1].required_missing, [FieldId(0)]);
}

#[test]
fn keys_that_nobody_needs_are_empty() {
    let csv = "id,Email\nL-1,a@b\nL-2,c@d\nL-1,e@f\n\"L-1\nx\",g@h\n";
    let json = "{\"id\":\"L-1\"}\n{\"id\":\"L-2\"}\n{\"id\":\"L-1\"}\n{\"id\":\"L-1 x\"}\n";
    for text in [csv, json] {
        let mut reader = reader(text, Some("id")).unwrap();
        reader.need_keys_of(2);
        let mut batch = LeadBatch::new(&shop());
        let mut keys = Vec::new();
        while reader.fill(&mut batch, 2).unwrap() {
            keys.extend((0..batch.leads()).map(|lead| batch.key(lead).to_owned()));
        }
        assert_eq!(keys, ["L-1", "L-2", "", ""]);
        assert_eq!((reader.report().leads, reader.report().repeated_keys.count()), (4, 0));
    }
}

#[test]
fn without_a_key_column_the_line_is_the_key() {
    let found = leads("Email\nana@acme.example\n\nbo@acme.example\n", None);
    let keys: Vec<_> = found.iter().map(|lead| lead.key.as_str()).collect();
    assert_eq!(keys, ["2", "4"]);
}

#[test]
fn keys_that_lack_or_repeat_are_evaluated_and_told() {
    let mut reader = reader("id,Email\nL-1,a@b\n ,c@d\nL-1,e@f\nl-1,g@h\n", Some("id")).unwrap();
    let keys: Vec<_> = reader.by_ref().map(|lead| lead.unwrap().key).collect();
    assert_eq!(keys, ["L-1", "", "L-1", "l-1"]);
    assert_eq!(reader.report().leads, 4);
    assert_eq!(reader.report().without_key.first()[0].line, 3);
    assert_eq!(reader.report().repeated_keys.count(), 1);
    assert_eq!(reader.report().repeated_keys.first()[0].line, 4);
}

#[test]
fn a_key_column_that_is_not_there_is_an_error_with_a_proposal() {
    let error = reader("Lead Id,Email\n1,a@b\n", Some("lead_ids")).err().unwrap().to_string();
    assert_eq!(
        error,
        "leads.csv: There is no column `lead_ids` for the keys of the leads. Did you mean `Lead Id`? The file has \
         `Lead Id`, `Email`."
    );
}

#[test]
fn says_which_field_reads_which_column() {
    let reader =
        reader("id,Email,E-Mail,lead source,Visits,TotalVisits,totalvisits,Fax,\n", Some("id")).unwrap();
    let found = reader.columns();
    let headers: Vec<_> = found.facts.iter().map(|fact| fact.header.as_deref()).collect();
    assert_eq!(headers, [Some("E-Mail"), Some("lead source"), Some("TotalVisits"), None]);
    assert_eq!(found.doubled, ["TotalVisits"]);
    assert_eq!(found.absent().map(|fact| fact.fact.as_str()).collect::<Vec<_>>(), ["budget"]);
    assert_eq!(found.unused, ["Email", "Visits", "totalvisits", "Fax"]);
    assert_eq!(found.unnamed, 1);
}

#[test]
fn proposes_a_column_for_an_absent_one() {
    let found = reader("id,Total Visits\n", Some("id")).unwrap().columns();
    assert_eq!(found.facts[2].closest.as_deref(), Some("Total Visits"));
}

#[test]
fn the_first_listed_name_is_read_even_where_the_row_lacks_it() {
    let found = leads("Email,E-mail\na@b,c@d\nx@y\n", None);
    assert_eq!(found[0].values[0], Some(Value::Text("c@d".into())));
    assert_eq!(found[1].values[0], None);
}

#[test]
fn reads_leads_from_json_lines() {
    let text = "{\"id\":25842000000262376,\"E-mail\":null,\"Email\":\"x@y\",\"TotalVisits\":3}\n\
                {\"ID\":\"L-2\",\"Email\":\"c@d\",\"TotalVisits\":[3],\"lead source\":\"GOOGLE\"}\n\
                {\"TotalVisits\":{\"x\":1},\"budget\":1e5}\n";
    let mut reader = reader(text, Some("id")).unwrap();
    let found: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    assert_eq!(
        found.iter().map(|lead| lead.key.as_str()).collect::<Vec<_>>(),
        ["25842000000262376", "L-2", ""]
    );
    assert_eq!(found[0].values, [None, None, count(3), None]);
    assert_eq!(found[1].values, [Some(Value::Text("c@d".into())), Some(Value::Choice(0)), None, None]);
    assert_eq!(found[1].unreadable, [Unreadable { name: "visits".into(), text: "[3]".into() }]);
    assert_eq!(found[2].unreadable, [Unreadable { name: "budget".into(), text: "1e5".into() }]);
    assert_eq!(reader.report().without_key.count(), 1);
    assert_eq!(reader.columns().unused, ["TotalVisits.x"]);
}

#[test]
fn an_error_in_the_middle_ends_the_leads() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for n in 0..100_000 {
        writeln!(encoder, "{n},x").unwrap();
    }
    let mut packed = encoder.finish().unwrap();
    packed.truncate(packed.len() / 2);
    let mut reader = LeadReader::new(&shop(), open(packed).unwrap(), &LeadOptions::default()).unwrap();
    let failure = reader.by_ref().find_map(Result::err).unwrap();
    assert!(failure.message.contains("not whole"), "{failure}");
    assert!(reader.next().is_none());
}

#[test]
fn guesses_the_key() {
    let guess = |headers: &[&str]| guess_key(&crate::testing::strings(headers)).map(str::to_owned);
    assert_eq!(guess(&["Email", "Prospect ID"]).as_deref(), Some("Prospect ID"));
    assert_eq!(guess(&["Name", "E-Mail"]).as_deref(), Some("E-Mail"));
    assert_eq!(guess(&["LEADID", "id"]).as_deref(), Some("LEADID"));
    assert_eq!(guess(&["First Name"]), None);
}

proptest! {
    /// Moving rows and columns about changes no lead.
    #[test]
    fn order_of_rows_and_columns_does_not_matter(
        rows in prop::collection::vec(("[a-c]@[xy]", "google|bing|", "[0-9]{0,2}|few", "-?[0-9]{1,3}"), 1..8),
        columns in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle(),
        seed in any::<prop::sample::Index>(),
    ) {
        let headers = ["key", "email", "lead source", "TotalVisits", "budget"];
        let table: Vec<[String; 5]> = rows.iter().enumerate()
            .map(|(key, (a, b, c, d))| [key.to_string(), a.clone(), b.clone(), c.clone(), d.clone()])
            .collect();
        let straight = write(&headers, table.iter(), &[0, 1, 2, 3, 4]);
        let (front, back) = table.split_at(seed.index(table.len()));
        let turned = write(&headers, back.iter().chain(front), &columns);
        prop_assert_eq!(by_key(&straight), by_key(&turned));
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = [b"id,Email,lead source,TotalVisits,budget\n".as_slice(), &bytes].concat();
        let options = LeadOptions { key: Some("id".into()), ..LeadOptions::default() };
        if let Ok(table) = open(text) {
            LeadReader::new(&shop(), table, &options).unwrap().for_each(|lead| _ = lead);
        }
    }

    #[test]
    fn folded_headers_are_found(name in "[A-Za-z]{1,8}( [a-z]{1,3})?") {
        let plan = plan(vec![fact_with("f", Type::Text, columns(&[&name]))]);
        let table = open(format!("x,{}\n1,Some Value\n", name.to_uppercase())).unwrap();
        let lead = LeadReader::new(&plan, table, &LeadOptions::default()).unwrap().next().unwrap().unwrap();
        let x = if fold(&name) == "x" { "1" } else { "some value" };
        prop_assert_eq!(&lead.values[0], &Some(Value::Text(x.into())));
    }
}

fn write<'a>(headers: &[&str; 5], rows: impl Iterator<Item = &'a [String; 5]>, columns: &[usize]) -> String {
    let line = |cells: Vec<&str>| cells.join(",") + "\n";
    let mut text = line(columns.iter().map(|column| headers[*column]).collect());
    for row in rows {
        text += &line(columns.iter().map(|column| row[*column].as_str()).collect());
    }
    text
}

fn by_key(text: &str) -> Vec<Record> {
    let mut found = leads(text, Some("key"));
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found.iter_mut().for_each(|lead| lead.line = 0);
    found
}
