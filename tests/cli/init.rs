//! `qualify init` from leads, from nothing, and from strange leads.

use crate::sandbox::{LEADS, Sandbox};

#[test]
fn a_project_starts_from_the_leads() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", LEADS);
    let said = sandbox.qualify("init leads.csv");
    insta::assert_snapshot!(format!(
        "{}\n=== qualify.toml\n{}\n=== leads.rules\n{}",
        said.all(),
        sandbox.read("qualify.toml"),
        sandbox.read("leads.rules")
    ));
}

#[test]
fn what_is_started_works_at_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", LEADS);
    sandbox.qualify("init leads.csv");
    for verb in ["check", "test", "fmt --check", "run", "why L-1"] {
        let said = sandbox.qualify(verb);
        assert_eq!(said.code, 0, "{verb}: {}{}", said.out, said.err);
    }
}

#[test]
fn a_project_starts_from_nothing() {
    let sandbox = Sandbox::empty();
    insta::assert_snapshot!(sandbox.qualify("init").all());
    assert_eq!(sandbox.names(), ["inbound.rules", "qualify.toml"]);
    for verb in ["check", "test", "fmt --check"] {
        assert_eq!(sandbox.qualify(verb).code, 0, "{verb}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", LEADS);
    sandbox.write("leads.rules", "# mine\n");
    let said = sandbox.qualify("init leads.csv");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`leads.rules` is there already"), "{}", said.err);
    assert_eq!(sandbox.names(), ["leads.csv", "leads.rules"]);
}

#[test]
fn strange_headers_and_values_still_give_sound_rules() {
    let hostile = [
        "",
        "a\n1\n",
        "Lead,lead,MQL,\"a \"\"b\"\"\",,when\n1,2,3,4,5,6\n",
        "\u{6f22}\u{5b57},2nd,no\nx,\"y\"\"z\",no\n\"q,r\",,yes\n",
        "n\n\"\"\n\"\"\n",
        "list\na;b\nb;c\na\n",
        "when\nthen\nthen\nwhen\n",
        "a b,a_b,A B\n1,2,3\n",
        "date\n03/04/2026\n04/03/2026\n",
        "x\n\"line\nbreak\"\n\"line\nbreak\"\n",
    ];
    for text in hostile {
        let sandbox = Sandbox::empty();
        sandbox.write("leads.csv", text);
        let said = sandbox.qualify("init leads.csv");
        if text.is_empty() {
            assert_eq!(said.code, 3);
            continue;
        }
        assert_eq!(said.code, 0, "{text}: {}", said.err);
        for verb in ["check", "test", "fmt --check"] {
            let said = sandbox.qualify(verb);
            assert_eq!(
                said.code,
                0,
                "{text}: {verb}: {}{}\n{}",
                said.out,
                said.err,
                sandbox.read("leads.rules")
            );
        }
    }
}

#[test]
fn a_project_starts_in_another_folder() {
    let sandbox = Sandbox::empty();
    sandbox.write("exports/leads.csv", LEADS);
    sandbox.write("policy/notes.txt", "");
    let said = sandbox.qualify("init exports/leads.csv --project policy");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("  policy/leads.rules ") && said.out.contains("qualify run --project policy "));
    assert!(sandbox.read("policy/qualify.toml").contains("file = \"../exports/leads.csv\""));
    assert_eq!(sandbox.names(), ["exports", "policy"]);
    assert_eq!(sandbox.qualify("run --project policy").code, 0);
}

#[test]
fn headers_that_become_one_name_keep_their_columns() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", "a b,a_b,c,c\n1,2,3,4\n");
    let said = sandbox.qualify("init leads.csv");
    assert!(said.err.contains("More than one column is called `c`"), "{}", said.err);
    let rules = sandbox.read("leads.rules");
    for told in ["column \"a b\"", "column \"a_b\"", "# More than one column is called \"c\""] {
        assert!(rules.contains(told), "{rules}");
    }
}

#[test]
fn a_header_alone_has_no_values_to_go_by() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", "Id,Industry\n");
    assert_eq!(sandbox.qualify("init leads.csv").code, 0);
    let rules = sandbox.read("leads.rules");
    assert!(rules.contains("from the header of leads.csv") && !rules.contains("most frequent"), "{rules}");
}

#[test]
fn how_the_file_is_written_is_kept_in_the_settings() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", b"Id;Name\n1;M\xFCller\n".as_slice());
    assert_eq!(sandbox.qualify("init leads.csv").code, 3);
    assert_eq!(sandbox.names(), ["leads.csv"]);
    assert_eq!(sandbox.qualify("init leads.csv --encoding latin-1").code, 0);
    assert!(sandbox.read("qualify.toml").contains("encoding = \"latin-1\""));
    assert_eq!(sandbox.qualify("run").code, 0);
}
