//! `qualify fmt` on files, projects and standard input.

use crate::sandbox::Sandbox;

const UGLY: &str = "field n is count\nstages: - Lead - MQL\n# why\nwhen   n>=20000 then MQL\n";
const CANONICAL: &str = "field n is count\nstages:\n  - Lead\n  - MQL\n# why\nwhen n >= 20_000 then MQL\n";

#[test]
fn files_are_written_in_canonical_form() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", UGLY);
    let said = sandbox.qualify("fmt a.rules");
    assert_eq!((said.code, said.out.as_str()), (0, "a.rules formatted\n"));
    assert_eq!(sandbox.read("a.rules"), CANONICAL);
    let again = sandbox.qualify("fmt a.rules");
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert_eq!(sandbox.names(), ["a.rules"]);
}

#[test]
fn a_project_is_formatted_with_all_its_files() {
    let sandbox = Sandbox::empty();
    sandbox.write("qualify.toml", "rules = \"a.rules\"\n");
    sandbox.write("a.rules", "use \"b.rules\"\nstages: - Lead - MQL\nwhen n>=2 then MQL\n");
    sandbox.write("b.rules", "field   n is count\n");
    assert_eq!(sandbox.qualify("fmt").out, "a.rules formatted\nb.rules formatted\n");
    assert_eq!(sandbox.read("b.rules"), "field n is count\n");
}

#[test]
fn check_and_diff_write_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", UGLY);
    let check = sandbox.qualify("fmt --check a.rules");
    assert_eq!((check.code, check.out.as_str()), (1, "a.rules is not in canonical form\n"));
    insta::assert_snapshot!(sandbox.qualify("fmt --diff a.rules").all());
    assert_eq!(sandbox.read("a.rules"), UGLY);
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "field   n is count\nfield   m is\n\nfield o is   count\n");
    let said = sandbox.qualify("fmt a.rules");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("a.rules:2"), "{}", said.err);
    assert_eq!(sandbox.read("a.rules"), "field n is count\nfield   m is\n\nfield o is count\n");
}

#[test]
fn editors_pipe_text_through() {
    let said = Sandbox::empty().qualify_with("fmt -", UGLY);
    assert_eq!((said.code, said.out.as_str()), (0, CANONICAL));
}

#[cfg(unix)]
#[test]
fn a_linked_file_is_changed_where_it_is() {
    let sandbox = Sandbox::empty();
    sandbox.write("real.rules", UGLY);
    std::os::unix::fs::symlink("real.rules", sandbox.path("link.rules")).expect("a link");
    assert_eq!(sandbox.qualify("fmt link.rules").code, 0);
    assert_eq!(sandbox.read("real.rules"), CANONICAL);
    assert!(sandbox.path("link.rules").is_symlink());
}

#[cfg(unix)]
#[test]
fn rights_of_a_file_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", UGLY);
    let rights = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(sandbox.path("a.rules"), rights(0o640)).expect("our file");
    sandbox.qualify("fmt a.rules");
    let mode = sandbox.path("a.rules").metadata().expect("our file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
#[cfg(unix)]
fn a_pipe_is_called_a_pipe() {
    let said = Sandbox::empty().qualify("fmt /dev/null");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`/dev/null` is a pipe or a device"), "{}", said.err);
}
