//! `qualify check --fix` from outside: when nothing is written, and which flags go together.

use crate::sandbox::Sandbox;

#[test]
fn nothing_is_written_beside_a_mistake() {
    let text = "field n is count\nstages: - Lead - MQL\nwhen n => 2 then MQL\n";
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", text);
    for words in ["check a.rules --fix", "check a.rules --fix --diff"] {
        let said = sandbox.qualify(words);
        assert_eq!(said.code, 1, "{words}");
        assert!(said.out.contains("error[reversed-operator]"), "{words}: {}", said.out);
        assert_eq!(said.err, "Nothing is fixed as long as there is a mistake in the rules.\n", "{words}");
        assert_eq!(sandbox.read("a.rules"), text);
    }
}

#[test]
fn what_is_proved_to_change_nothing_goes() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "stages:\n  - Lead\n  - MQL\nfield seats is count\nfield trial is yes/no\n\nrule \"Big\":\n  when seats >= 50 then MQL\nrule \"Bigger\":\n  \
         when seats >= 100 and trial then MQL\nrule \"Twice\":\n  when trial and seats >= 5 and seats >= 10 then MQL\n",
    );
    let shown = sandbox.qualify("check a.rules --today 2026-03-02 --fix --diff");
    assert_eq!(shown.code, 1, "{}", shown.all());
    assert_eq!(sandbox.qualify("check a.rules --today 2026-03-02 --diff").all(), shown.all());
    let said = sandbox.qualify("check a.rules --today 2026-03-02 --fix");
    assert_eq!(said.code, 0, "{}", said.all());
    insta::assert_snapshot!(format!("{}\n{}\n{}", shown.out, said.all(), sandbox.read("a.rules")));
    let again = sandbox.qualify("check a.rules --today 2026-03-02");
    assert!(!again.out.contains("redundant-rule") && !again.out.contains("idle-condition"), "{}", again.out);
}

#[test]
fn what_a_rule_was_allowed_goes_with_it() {
    let sandbox = Sandbox::empty();
    let declared = "field seats is count\nfield title is text\nstages:\n  - Lead\n  - MQL\n";
    let kept = "when seats >= 2 then MQL\n";
    let allowed = "# Heads of sales\n# qualify: allow short-contains because the CRM cuts titles\n";
    let gone = "when seats >= 3 and title contains \"vp\" then MQL\n";
    let last = "when title contains \"cto\" then MQL\n";
    sandbox.write("a.rules", format!("{declared}{kept}{allowed}{gone}{last}"));
    let said = sandbox.qualify("check a.rules --today 2026-03-02 --fix");
    assert_eq!(sandbox.read("a.rules"), format!("{declared}{kept}# Heads of sales\n{last}"));
    assert!(said.out.contains("warning[short-contains]"), "{}", said.out);
}

#[test]
fn rules_without_findings_stay_as_they_are() {
    for words in ["check --fix", "check --fix --diff", "check --fix --format json"] {
        let sandbox = Sandbox::project();
        let before = sandbox.read("inbound.rules");
        let said = sandbox.qualify(words);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words}: {}", said.out);
        assert_eq!(sandbox.read("inbound.rules"), before, "{words}");
    }
}

#[test]
fn flags_that_do_not_go_together_are_named() {
    let lines = ["check --fix --watch", "check --fix --emit plan", "check --fix --diff --format json"];
    let sandbox = Sandbox::project();
    let said: String =
        lines.iter().map(|line| format!("$ {line}\n{}", sandbox.qualify(line).all())).collect();
    insta::assert_snapshot!(said);
}
