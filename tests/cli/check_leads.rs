//! `qualify check` with leads at hand: what they show, how they are found, and what happens if they cannot be read.

use std::fmt::Write as _;

use crate::sandbox::Sandbox;

const RULES: &str = "\
field segment is one of [startup, retail, other]
field student is yes/no
field budget is money in EUR
event visit, plural visits
stages:
  - Lead
  - MQL
  - SQL
rule \"Shops\":
  when segment is retail and count of visits >= 1 then MQL
rule \"Anybody but students\":
  when count of visits >= 1 then MQL unless student
rule \"Money\":
  when MQL and budget >= 20k EUR then SQL
example \"shop\":
  - segment is retail
  - 1 visit 3 days ago
  - budget is 20k EUR
  expect SQL
";

/// Leads of which none is `retail`, most do not say whether they study, and none has a budget.
fn leads(count: usize) -> String {
    let mut text = String::from("Id,segment,student,budget\n");
    let segments = ["startup", "other", "startup", "Retial"].into_iter().cycle();
    let students = ["", "no", ""].into_iter().cycle();
    for (at, (segment, student)) in segments.zip(students).take(count).enumerate() {
        let _ = writeln!(text, "L-{at},{segment},{student},");
    }
    text
}

fn visits(count: usize) -> String {
    let rows = (0..count).map(|at| format!("L-{at},2026-02-{:02}\n", 1 + at % 28));
    format!("Id,date\n{}", rows.collect::<String>())
}

fn sandbox(count: usize) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", RULES);
    sandbox.write("leads.csv", leads(count));
    sandbox.write("visits.csv", visits(count));
    sandbox
}

const SETTINGS: &str =
    "rules = \"a.rules\"\n[leads]\nfile = \"leads.csv\"\nkey = \"Id\"\n[events]\nvisits = \"visits.csv\"\n";

const FLAGS: &str = "check a.rules --leads leads.csv --key Id --events visits=visits.csv --today 2026-03-02";

#[test]
fn leads_of_the_flags_are_counted() {
    let said = sandbox(120).qualify(FLAGS);
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.all());
}

#[test]
fn leads_of_the_project_are_counted() {
    let sandbox = sandbox(120);
    sandbox.write("qualify.toml", SETTINGS);
    assert_eq!(sandbox.qualify("check --today 2026-03-02").all(), sandbox.qualify(FLAGS).all());
}

#[test]
fn leads_can_be_left_out() {
    let sandbox = sandbox(120);
    sandbox.write("qualify.toml", SETTINGS);
    let said = sandbox.qualify("check --no-leads");
    assert_eq!((said.code, said.out.contains("warning")), (0, false), "{}", said.out);
    assert_eq!(sandbox.qualify("check --no-leads --leads leads.csv").code, 2);
}

#[test]
fn few_leads_show_their_spellings_and_nothing_else() {
    let said = sandbox(8).qualify(&FLAGS.replace("check ", "check --format plain "));
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    assert!(said.out.contains("2 of 8 leads have `Retial`, which is no value of `segment`"), "{}", said.out);
}

#[test]
fn a_part_of_many_leads_is_judged_and_all_are_counted() {
    let said = sandbox(25_000).qualify(&FLAGS.replace("check ", "check --format json "));
    for part in [
        "None of 25,000 leads has `retail` as `segment`. 6,250 have `Retial`",
        "16,667 of 25,000 leads have no `student`",
        "leads drawn from the 25,000 in leads.csv are open",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
}

#[test]
fn leads_that_are_named_must_be_readable() {
    let sandbox = sandbox(120);
    let said = sandbox.qualify("check a.rules --leads lead.csv");
    assert_eq!((said.code, said.out.as_str()), (3, ""));
    assert!(said.err.contains("There is `leads.csv`: did you mean that?"), "{}", said.err);
    let said = sandbox.qualify("check a.rules --leads leads.csv --key Nr");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
}

#[test]
fn leads_of_the_project_stop_nothing() {
    let sandbox = sandbox(120);
    for settings in [
        SETTINGS.replace("leads.csv", "gone.csv"),
        SETTINGS.replace("visits =", "calls ="),
        SETTINGS.replace("\"Id\"", "\"Nr\""),
    ] {
        sandbox.write("qualify.toml", settings);
        let said = sandbox.qualify("check");
        assert_eq!(said.code, 0);
        assert!(!said.out.contains("warning["), "{}", said.out);
        assert!(said.err.starts_with("warning: "), "{}", said.err);
        assert!(said.err.ends_with("So nothing is said about leads.\n"), "{}", said.err);
    }
}

#[test]
fn rows_that_cannot_be_read_are_told_in_one_line() {
    let sandbox = sandbox(120);
    sandbox.write("visits.csv", visits(120) + "L-1,yesterday\nL-2,tomorrow\n");
    let said = sandbox.qualify(FLAGS);
    let note = "warning: 2 rows of leads.csv and its events could not be read and are left out here; `qualify run` tells \
                which.\n";
    assert_eq!((said.code, said.err.as_str()), (0, note));
}

#[test]
fn leads_without_events_lose_rows_of_their_own() {
    let sandbox = sandbox(120);
    sandbox.write("leads.csv", leads(120) + "L-1,startup,no,1,2,3\n");
    let said = sandbox.qualify("check a.rules --leads leads.csv --key Id --today 2026-03-02");
    let note =
        "warning: 1 row of leads.csv could not be read and is left out here; `qualify run` tells which.\n";
    assert_eq!((said.code, said.err.as_str()), (0, note));
}

#[test]
fn leads_of_which_no_row_can_be_read_are_unreadable() {
    let sandbox = sandbox(120);
    let latin: Vec<u8> = [b"Id,segment,student,budget\n".to_vec(), b"L-1,sh\xF6p,no,\n".repeat(3)].concat();
    sandbox.write("leads.csv", &latin);
    insta::assert_snapshot!(sandbox.qualify("check a.rules --leads leads.csv --key Id").all());
    assert_eq!(sandbox.qualify("check a.rules --leads leads.csv --key Id --encoding latin-1").code, 0);
    sandbox.write("leads.csv", "Id,segment,student,budget\nL-1,startup,no,,5,6\n");
    insta::assert_snapshot!(sandbox.qualify("check a.rules --leads leads.csv --key Id").all());
    sandbox.write("leads.csv", "Id,segment,student,budget\n");
    assert_eq!(sandbox.qualify("check a.rules --leads leads.csv --key Id").code, 0);
    sandbox.write("leads.csv", &latin);
    sandbox.write("qualify.toml", SETTINGS);
    let said = sandbox.qualify("check");
    assert_eq!(said.code, 0);
    assert!(said.err.ends_with("So nothing is said about leads.\n"), "{}", said.err);
}

#[test]
fn leads_belong_to_one_program() {
    let sandbox = sandbox(120);
    sandbox.write("b.rules", RULES);
    let said = sandbox.qualify(&FLAGS.replace("a.rules", "a.rules b.rules"));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("These leads belong to one program."), "{}", said.err);
}

#[test]
fn standard_input_can_be_the_leads() {
    let sandbox = sandbox(120);
    let flags = "check a.rules --leads - --key Id --format plain --today 2026-03-02";
    let said = sandbox.qualify_with(flags, &leads(120));
    assert!(said.out.contains("None of 120 leads has `retail`"), "{}", said.all());
}

#[test]
fn fixing_reads_the_leads_once() {
    let sandbox = sandbox(120);
    sandbox.write("a.rules", format!("{RULES}# qualify: allow short-contains because it was so\nrule \"Two\":\n  when count of visits >= 9 then MQL\n"));
    let flags = "check a.rules --fix --leads - --key Id --today 2026-03-02";
    let said = sandbox.qualify_with(flags, &leads(120));
    assert!(said.out.contains("fixed a.rules"), "{}", said.all());
    assert!(said.out.contains("None of 120 leads has `retail`"), "{}", said.all());
}
