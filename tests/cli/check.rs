//! `qualify check` as people, scripts and editors use it.

use crate::sandbox::Sandbox;

#[test]
fn rules_without_errors_are_counted() {
    insta::assert_snapshot!(Sandbox::project().qualify("check").all());
}

#[test]
fn every_error_is_shown_with_its_place() {
    let sandbox = Sandbox::project();
    sandbox.write(
        "inbound.rules",
        "use \"shared/lead.rules\"\nstages:\n  - Lead\n  - MQL\nwhen industy is software then MQL\nwhen downloads => 2 then MQL\n",
    );
    sandbox.write("shared/lead.rules", "field industry is one of [software]\nfield downloads is cuont\n");
    let said = sandbox.qualify("check");
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.all());
}

#[test]
fn places_can_be_opened_from_where_the_user_stands() {
    let sandbox = Sandbox::project();
    sandbox.write("inbound.rules", "when a then B\n");
    sandbox.write("reports/2026/notes.txt", "");
    let said = sandbox.qualify_in("reports/2026", "check");
    assert!(said.out.contains("../../inbound.rules:1:6"), "{}", said.out);
    let above = Sandbox::empty();
    above.write("team/inbound.rules", "when a then B\n");
    above.write("team/qualify.toml", "rules = \"inbound.rules\"\n");
    let said = above.qualify("check --project team");
    assert!(said.out.contains("team/inbound.rules:1:6"), "{}", said.out);
}

#[test]
fn programs_get_lines_columns_bytes_and_edits() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "field n is count\nstages: - Lead - MQL\nwhen n => 2 then MQL\n");
    let said = sandbox.qualify("check a.rules --format json");
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.out);
    let clean = Sandbox::project().qualify("check --format json");
    assert_eq!((clean.code, clean.out.as_str()), (0, "[]\n"));
}

#[test]
fn a_shared_file_is_reported_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("shared.rules", "field n is cuont\n");
    sandbox.write("a.rules", "use \"shared.rules\"\n");
    sandbox.write("b.rules", "use \"shared.rules\"\n");
    let said = sandbox.qualify("check a.rules b.rules");
    assert_eq!(said.out.matches("shared.rules:1").count(), 1, "{}", said.out);
}

#[test]
fn every_room_can_be_looked_into() {
    let sandbox = Sandbox::project();
    for room in ["ast", "hir", "types", "plan"] {
        let said = sandbox.qualify(&format!("check --emit {room}"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{room}");
        assert!(said.out.lines().count() > 5, "{room}: {}", said.out);
    }
}

#[test]
fn files_outside_the_project_stay_closed() {
    let sandbox = Sandbox::empty();
    sandbox.write("secret.rules", "field secret is text\n");
    sandbox.write("project/a.rules", "use \"../secret.rules\"\n");
    let said = sandbox.qualify("check project/a.rules");
    assert!(said.out.contains("error[outside-project]"), "{}", said.out);
    #[cfg(unix)]
    {
        sandbox.write("project/b.rules", "use \"link.rules\"\n");
        std::os::unix::fs::symlink(sandbox.path("secret.rules"), sandbox.path("project/link.rules"))
            .expect("a link");
        let said = sandbox.qualify("check project/b.rules");
        assert!(said.out.contains("error[outside-project]"), "{}", said.out);
    }
}

#[test]
fn of_many_errors_the_first_are_told_and_all_counted() {
    let sandbox = Sandbox::empty();
    let rules: String = (0..1_060).map(|n| format!("when unknown_{n} then MQL\n")).collect();
    sandbox.write("a.rules", format!("stages: - Lead - MQL\n{rules}"));
    let said = sandbox.qualify("check a.rules");
    assert_eq!(said.code, 1);
    assert_eq!(said.out.matches("error[").count(), 50);
    assert!(said.out.contains("\nand 1,010 more\n"), "{}", said.out);
    assert!(said.out.contains("1,060 errors."), "{}", said.out);
    let json: serde_json::Value =
        serde_json::from_str(&sandbox.qualify("check a.rules --format json").out).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(1_060));
}

#[test]
fn files_without_rules_are_told() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "");
    sandbox.write(
        "b.rules",
        "stages: - Lead
",
    );
    let told = "ok a.rules: there are no rules in it
ok b.rules: there are no rules in it
";
    assert_eq!(sandbox.qualify("check a.rules b.rules").out, told);
}

#[test]
fn missing_stages_are_told_once_and_how_to_write_them() {
    let sandbox = Sandbox::empty();
    let rules = "field n is count\nwhen n >= 2 then MQL\nwhen n >= 9 then SQL\nwhen SQL then MQL\n";
    sandbox.write("a.rules", rules);
    let said = sandbox.qualify("check a.rules");
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
    assert!(said.out.contains("`stages: - Lead - MQL - SQL`"), "{}", said.out);
    sandbox.write("a.rules", format!("stages: - Lead - MQL - SQL\n{rules}"));
    let mended = sandbox.qualify("check a.rules");
    assert!(!mended.out.contains("unknown"), "{}", mended.out);
    sandbox.write("a.rules", format!("stages:\n{rules}"));
    let empty = sandbox.qualify("check a.rules");
    assert_eq!(empty.out.matches("error[").count(), 1, "{}", empty.out);
}

#[test]
fn words_that_are_no_name_get_the_name_that_there_is() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "stages: - Lead - MQL\nfield email is email\nwhen e-mail is known then MQL\nwhen e-post is known then MQL\n",
    );
    let said = sandbox.qualify("check a.rules");
    assert!(said.out.contains("Did you mean the field `email`?"), "{}", said.out);
    assert!(said.out.contains("nothing is called `e_post` either"), "{}", said.out);
    assert_eq!(said.out.matches("error[").count(), 2, "{}", said.out);
}

#[test]
fn an_event_that_is_declared_twice_is_told_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "event visit, plural visits\nevent visit, plural visits\n");
    let said = sandbox.qualify("check a.rules");
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
}

#[test]
fn data_in_the_place_of_rules_is_sent_where_it_belongs() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.csv", "Id,Email\n1,a@b.c\n");
    let said = sandbox.qualify("check leads.csv");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`qualify run inbound.rules --leads leads.csv`"), "{}", said.err);
    assert!(said.err.contains("`qualify init leads.csv`"), "{}", said.err);
}
