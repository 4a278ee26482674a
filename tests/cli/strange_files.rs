//! Rules and settings that are no ordinary files, or the same file by several names.

use crate::sandbox::{Sandbox, said};

const BROKEN: &str = "field a is cuont\nstages: - Lead - MQL\nwhen a >= 2 then MQL\n";
const FINE: &str = "field a is count\nstages: - Lead - MQL\nwhen a >= 2 then MQL\n";

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", BROKEN);
    let said = sandbox.qualify("check a.rules ./a.rules a.rules --format plain");
    assert_eq!((said.code, said.out.lines().count()), (1, 1), "{}", said.out);
    assert_eq!(sandbox.qualify("fmt --check a.rules a.rules").out.lines().count(), 1);
    sandbox.write("a.rules", FINE);
    assert_eq!(sandbox.qualify("check a.rules ./a.rules").out, "ok a.rules: 1 field, 1 rule\n");
}

#[cfg(unix)]
#[test]
fn a_file_with_several_names_is_checked_once() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", FINE);
    sandbox.write("b.rules", FINE);
    std::os::unix::fs::symlink("a.rules", sandbox.path("link.rules")).expect("a link");
    std::fs::hard_link(sandbox.path("a.rules"), sandbox.path("name.rules")).expect("another name");
    let said = sandbox.qualify("check a.rules link.rules b.rules name.rules");
    assert_eq!(said.out, "ok a.rules: 1 field, 1 rule\nok b.rules: 1 field, 1 rule\n");
}

#[cfg(unix)]
#[test]
fn a_link_in_another_project_is_another_program() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "use \"fields.rules\"\nstages: - Lead - MQL\nwhen a >= 2 then MQL\n");
    sandbox.write("fields.rules", "field a is count\n");
    sandbox.write("other/fields.rules", "field a is cuont\n");
    std::os::unix::fs::symlink("../a.rules", sandbox.path("other/a.rules")).expect("a link");
    let said = sandbox.qualify("check a.rules other/a.rules");
    assert!(said.out.contains("other/fields.rules:1:12"), "{}", said.out);
    assert!(said.out.contains("ok a.rules"), "{}", said.out);
}

#[test]
fn settings_that_are_no_file_are_never_passed_over() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", FINE);
    sandbox.write("qualify.toml/notes.txt", "");
    for words in ["check a.rules", "check", "check --project .", "fmt a.rules", "test a.rules"] {
        let said = sandbox.qualify(words);
        let why = "error: qualify.toml cannot be read: it is a folder.\n";
        assert_eq!((said.code, said.err.as_str()), (3, why), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn settings_that_lead_nowhere_are_never_passed_over() {
    for (goal, why) in [
        ("qualify.toml", "it is a link that leads back to itself"),
        ("gone.toml", "it is a link to a file that is not there"),
    ] {
        let sandbox = Sandbox::empty();
        sandbox.write("a.rules", FINE);
        std::os::unix::fs::symlink(goal, sandbox.path("qualify.toml")).expect("a link");
        for words in ["check a.rules", "check --project ."] {
            let said = sandbox.qualify(words);
            assert_eq!(said.code, 3, "{words}");
            assert_eq!(said.err, format!("error: qualify.toml cannot be read: {why}.\n"), "{words}");
        }
    }
}

#[cfg(unix)]
fn pipe(sandbox: &Sandbox, name: &str) {
    let made = std::process::Command::new("mkfifo").arg(sandbox.path(name)).status();
    assert!(made.expect("mkfifo is there").success());
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_named_is_refused_and_not_waited_for() {
    let sandbox = Sandbox::empty();
    pipe(&sandbox, "pipe");
    sandbox.write("a.rules", "use \"pipe\"\nstages: - Lead\n");
    sandbox.write("b.rules", "field c is text\nset big of c, file \"pipe\"\nstages: - Lead\n");
    for words in ["check a.rules --format plain", "check b.rules --format plain"] {
        let said = sandbox.qualify(words);
        assert_eq!(said.code, 1, "{words}");
        assert!(
            said.out.contains("error[missing-file]: `pipe` cannot be read: it is a pipe"),
            "{}",
            said.out
        );
    }
    sandbox.write("qualify.toml", "rules = \"pipe\"\n");
    for words in ["check", "fmt", "run --leads leads.csv"] {
        let said = sandbox.qualify(words);
        assert_eq!(said.code, 3, "{words}");
        assert!(said.err.starts_with("error: `pipe` is a pipe"), "{}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_on_the_command_line_is_read_once() {
    let sandbox = Sandbox::empty();
    pipe(&sandbox, "pipe.rules");
    let command =
        sandbox.command().args(["check", "pipe.rules"]).stdout(std::process::Stdio::piped()).spawn();
    sandbox.write("pipe.rules", FINE);
    let said = said(&command.expect("the command starts").wait_with_output().expect("it ends"));
    assert_eq!((said.code, said.out.as_str()), (0, "ok pipe.rules: 1 field, 1 rule\n"));
    for flag in ["--fix", "--diff", "--watch"] {
        let said = sandbox.qualify(&format!("check pipe.rules {flag}"));
        let why =
            format!("error: `pipe.rules` is a pipe, which can be read once. With `{flag}` name a file.\n");
        assert_eq!((said.code, said.err), (2, why));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_called_as_it_was_typed() {
    let said = Sandbox::empty().qualify_with("check /dev/fd/0 --format plain", BROKEN);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.starts_with("/dev/fd/0:1:12: error[unreadable]"), "{}", said.out);
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_no_rules() {
    let said = Sandbox::empty().qualify("check /dev/null");
    assert_eq!(said.code, 3);
    assert_eq!(said.err, "error: `/dev/null` is a device and no file. Name a file of rules.\n");
}

/// Who may do anything, such as the user of a container, can read this file all the same.
#[cfg(unix)]
#[test]
fn rules_that_one_may_not_read_are_unreadable() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", FINE);
    let path = sandbox.path("a.rules");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("our file");
    if std::fs::read(&path).is_ok() {
        return;
    }
    for words in ["check a.rules", "check a.rules --format json", "test a.rules", "fmt a.rules"] {
        let said = sandbox.qualify(words);
        assert_eq!((said.code, said.out.as_str()), (3, ""), "{words}");
        assert!(said.err.contains("permission denied"), "{words}: {}", said.err);
    }
}
