//! Lints as `qualify check` shows them: warnings, levels, days and exit codes.

use crate::sandbox::Sandbox;

const RULES: &str = "field title is text\nstages:\n  - Lead\n  - MQL\n\
    rule \"Chiefs\", review by 2026-03-10:\n  when title contains \"cto\" then MQL\n";

fn sandbox(settings: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", RULES);
    sandbox.write("qualify.toml", format!("rules = \"a.rules\"\n{settings}"));
    sandbox
}

#[test]
fn warnings_are_told_and_do_not_fail() {
    let said = sandbox("").qualify("check --today 2026-03-02");
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.all());
}

#[test]
fn warnings_fail_where_they_are_denied() {
    assert_eq!(sandbox("").qualify("check --today 2026-03-02 --deny-warnings").code, 1);
    let settings = "[lints]\nshort-contains = \"off\"\nreview-due = \"off\"\n";
    let said = sandbox(settings).qualify("check --today 2026-03-02 --deny-warnings");
    assert_eq!((said.code, said.out.as_str()), (0, "ok a.rules: 1 field, 1 rule\n"));
}

#[test]
fn the_project_makes_errors_of_warnings() {
    let said = sandbox("[lints]\nshort-contains = \"error\"\n").qualify("check --today 2026-03-02");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("error[short-contains] a.rules:6:14"), "{}", said.out);
    assert!(said.out.contains("1 error and 1 warning"), "{}", said.out);
}

#[test]
fn the_project_asks_for_more() {
    let said = sandbox("[lints]\nno-owner = \"warn\"\n").qualify("check --today 2026-01-02");
    assert!(said.out.contains("warning[no-owner] a.rules:5:1"), "{}", said.out);
    assert!(!said.out.contains("review-due"), "{}", said.out);
}

#[test]
fn mistakes_in_levels_are_told_by_line() {
    let said = sandbox("[lints]\nshort-contain = \"off\"\n").qualify("check");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("qualify.toml:3: There is no lint `short-contain`."), "{}", said.err);
}

#[test]
fn rules_with_errors_are_not_looked_through() {
    let sandbox = sandbox("");
    sandbox.write("a.rules", RULES.replace("then MQL", "then MQQL"));
    let said = sandbox.qualify("check");
    assert_eq!(said.code, 1);
    assert!(!said.out.contains("warning"), "{}", said.out);
}
