//! `qualify explain`, `completions` and `man`: what the command says about itself.

use crate::sandbox::Sandbox;

#[test]
fn a_page_is_laid_out_for_the_terminal() {
    insta::assert_snapshot!(Sandbox::empty().qualify("explain two-words").all());
}

#[test]
fn names_may_come_as_they_are_printed() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.qualify("explain error[two-words]").out, sandbox.qualify("explain two-words").out);
}

#[test]
fn without_a_name_all_are_listed() {
    let said = Sandbox::empty().qualify("explain");
    assert!(said.out.lines().count() >= 64, "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
}

#[test]
fn a_misspelt_name_is_recognised() {
    insta::assert_snapshot!(Sandbox::empty().qualify("explain unknwon-name").all());
    assert_eq!(Sandbox::empty().qualify("explain something").code, 2);
}

#[test]
fn shells_get_their_completions() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = sandbox.qualify(&format!("completions {shell}"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{shell}");
        assert!(said.out.contains("explain"), "{shell}");
    }
}

#[test]
fn every_verb_has_a_manual_page() {
    let sandbox = Sandbox::empty();
    assert!(sandbox.qualify("man run").out.contains(".TH qualify-run 1"));
    assert_eq!(sandbox.qualify("man --folder pages/man1").code, 0);
    assert!(sandbox.path("pages/man1/qualify.1").is_file());
    assert!(sandbox.path("pages/man1/qualify-why.1").is_file());
    assert_eq!(sandbox.qualify("man nothing").code, 2);
}
