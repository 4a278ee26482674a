//! `qualify why` for open, settled, excluded and unknown leads.

use crate::sandbox::Sandbox;

#[test]
fn an_open_lead_is_told_from_result_to_points() {
    insta::assert_snapshot!(Sandbox::project().qualify("why L-1 --today 2026-03-02").all());
}

#[test]
fn a_way_up_is_shown() {
    insta::assert_snapshot!(Sandbox::project().qualify("why L-4 --today 2026-03-02").all());
}

#[test]
fn an_exit_is_told_with_its_reason() {
    insta::assert_snapshot!(Sandbox::project().qualify("why L-5 --today 2026-03-02").all());
}

#[test]
fn each_row_of_a_key_is_told() {
    let said = Sandbox::project().qualify("why L-2 --today 2026-03-02");
    assert_eq!(said.code, 0);
    assert_eq!(said.err, "2 rows have this key. Each is told.\n");
    assert!(said.out.contains("leads.csv:3, as of 2026-03-02"), "{}", said.out);
    assert!(said.out.contains("leads.csv:7, as of 2026-03-02"), "{}", said.out);
    assert!(said.out.contains("seats counts as missing: \"a few\" cannot be read"), "{}", said.out);
}

#[test]
fn programs_get_the_verdict_as_json() {
    let said = Sandbox::project().qualify("why L-1 --today 2026-03-02 --format json");
    let verdict: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(verdict["lead"], "L-1");
    assert_eq!(verdict["result"], "SQL");
}

#[test]
fn several_rows_of_a_key_are_an_array() {
    let said = Sandbox::project().qualify("why L-2 --today 2026-03-02 --format json");
    let verdicts: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(verdicts.as_array().map(Vec::len), Some(2));
    assert_eq!(verdicts[1]["lead"], "L-2");
    assert_eq!(said.err, "2 rows have this key. Each is told.\n");
}

#[test]
fn a_way_up_keeps_the_words_of_its_test() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "field budget is money in CHF\n\
         event download, plural downloads: - title is text - kind is one of [whitepaper, blog] - price is money in CHF\n\
         stages: - Lead - MQL - SQL - Won\n\
         when count of distinct title in downloads where kind is whitepaper within 60 days >= 2 then MQL\n\
         when budget > 1000 CHF and count of downloads where kind is whitepaper within 60 days >= 2 then SQL\n\
         when sum of price in downloads within 90 days > 500 CHF and not budget <= 370 CHF then Won\n",
    );
    sandbox.write("leads.csv", "id,budget\n1,370\n");
    sandbox.write("d.csv", "id,date,title,kind,price\n1,2026-03-01,Prices,whitepaper,120\n");
    let said = sandbox
        .qualify("why 1 a.rules --leads leads.csv --key id --events download=d.csv --today 2026-03-02");
    insta::assert_snapshot!(said.out);
}

#[test]
fn an_unknown_key_brings_similar_ones() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify("why L-11");
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.all());
    assert!(sandbox.qualify("why nobody-like-this").err.contains("Keys are in the column `Id`."));
}

#[test]
fn without_a_key_column_the_line_is_the_key() {
    let sandbox = Sandbox::project();
    sandbox.write("qualify.toml", "rules = \"inbound.rules\"\nleads = \"leads.csv\"\n");
    let said = sandbox.qualify("why 2 --today 2026-03-02");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("2 is "), "{}", said.out);
}
