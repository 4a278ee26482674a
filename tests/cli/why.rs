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
