//! `qualify test` with kept, broken and missing promises.

use crate::sandbox::{RULES, Sandbox};

#[test]
fn kept_promises_are_counted_and_cases_are_tabled() {
    insta::assert_snapshot!(Sandbox::project().qualify("test").all());
}

#[test]
fn a_broken_promise_says_what_came_out_and_why() {
    let sandbox = Sandbox::project();
    let example = "\nexample \"one download\":\n  today 2026-03-02\n  - industry is software\n  - budget is 30k USD\n  \
        - 1 download 3 days ago\n  expect SQL\n  expect play is call\n  expect fit is 40\n  expect status is open\n  \
        expect not MQL\n  expect by \"Rich\"\n  expect Suppressed is open, needs industry\n  expect meets MQL\n";
    sandbox.write("inbound.rules", format!("{RULES}{example}"));
    let said = sandbox.qualify("test --no-coverage");
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.all());
}

#[test]
fn rules_without_examples_are_told_how_to_write_one() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "stages: - Lead\n");
    let said = sandbox.qualify("test a.rules");
    assert_eq!(said.code, 0);
    insta::assert_snapshot!(said.all());
}

#[test]
fn the_day_of_an_example_can_be_given() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "field due is date\nstages: - Lead - MQL\nwhen due on or before today and due on or after today then MQL\n\
         example \"due\":\n  - due is 2026-05-05\n  expect MQL\n",
    );
    assert_eq!(sandbox.qualify("test a.rules --today 2026-05-05").code, 0);
    let other = sandbox.qualify("test a.rules --today 2026-05-06");
    assert_eq!(other.code, 1);
    assert!(other.out.contains("as of 2026-05-06."), "{}", other.out);
    let clock = sandbox.qualify("test a.rules").out.replace('\n', " ");
    assert!(clock.contains("(the day on the system's clock)"), "{clock}");
}

#[test]
fn errors_come_before_promises() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "when a then B\n");
    let said = sandbox.qualify("test a.rules");
    assert_eq!((said.code, said.out.as_str()), (1, ""));
    assert!(said.err.contains("error[unknown-name] a.rules:1:6"), "{}", said.err);
}
