//! Leads that only an outcome keeps open, in `run`, `why` and `test`.

use crate::sandbox::Sandbox;

const RULES: &str = "language 1\n\nfield country is country\nfield size is count\nfield email is email\n\n\
    stages:\n  - Lead\n\nexits:\n  - Test\n\noutcome desk, one value:\n  - dach\n  - nordics\n\n\
    outcome tags, keep all:\n  - big\n\n\
    rule \"DACH\":\n  when country in [DE, AT, CH] then desk is dach\n\n\
    rule \"Nordics\":\n  when country in [NO, SE, DK] then desk is nordics\n\n\
    rule \"Big\":\n  when size >= 100 then tags is big\n\n\
    rule \"Test\":\n  when email ends with \"@test.example\" then Test\n";

const LEADS: &str = "id,country,size,email\nA,,5,a@a.example\nB,DE,,b@b.example\nC,NO,7,c@c.example\n";

fn sandbox(more: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("desks.rules", format!("{RULES}{more}"));
    sandbox.write("leads.csv", LEADS);
    sandbox
}

fn said(words: &str) -> String {
    sandbox("").qualify(words).out
}

#[test]
fn the_summary_names_them_and_their_facts() {
    insta::assert_snapshot!(said("run desks.rules --leads leads.csv --key id --today 2026-03-02"));
}

#[test]
fn why_tells_what_each_depends_on() {
    insta::assert_snapshot!(said("why A desks.rules --leads leads.csv --key id --today 2026-03-02"));
}

#[test]
fn an_exit_in_doubt_is_named() {
    let sandbox = sandbox("");
    sandbox.write("leads.csv", "id,country,size,email\nD,DE,5,\n");
    let said = sandbox.qualify("why D desks.rules --leads leads.csv --key id --today 2026-03-02");
    assert!(said.out.contains("  desk depends on email\n"), "{}", said.out);
    assert!(said.out.contains("    only rules that conclude an exit count if it is Test\n"), "{}", said.out);
}

#[test]
fn a_promise_of_settled_says_what_is_open() {
    let example = "\nexample \"no country\":\n  today 2026-03-02\n  - size is 200\n  - email is \"a@a.example\"\n  \
        expect status is settled\n";
    insta::assert_snapshot!(sandbox(example).qualify("test desks.rules --no-coverage").out);
}
