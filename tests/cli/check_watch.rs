//! `qualify check --watch`: a change of any file of the program brings the next answer.

use std::io::{BufRead, BufReader, Read as _};
use std::process::Stdio;

use crate::sandbox::Sandbox;

/// Reads up to the line that says that the answer is complete.
fn answer(lines: &mut impl BufRead) -> String {
    let mut text = String::new();
    while !text.ends_with("Waiting for changes; Ctrl-C ends.\n") {
        let read = lines.read_line(&mut text).expect("the command writes text");
        assert!(read > 0, "the command ended: {text}");
    }
    text
}

/// Puts a whole file in the place of another, so that nobody sees half of it.
fn replace(sandbox: &Sandbox, name: &str, text: &str) {
    sandbox.write("unfinished", text);
    std::fs::rename(sandbox.path("unfinished"), sandbox.path(name)).expect("our files");
}

/// Waits for what happens and never for a time: what a file looked like is noted before it is read.
#[test]
fn every_change_is_answered() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "use \"b.rules\"\nstages: - Lead - MQL\nwhen downloads >= 2 then MQL\n");
    sandbox.write("b.rules", "field downloads is count\n");
    let mut command = sandbox.command();
    command.args(["check", "a.rules", "--watch", "--format", "plain"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut told = BufReader::new(child.stderr.take().expect("a pipe"));
    answer(&mut told);
    replace(&sandbox, "b.rules", "field downloads is cuont\n# and more\n");
    assert!(answer(&mut told).contains("b.rules changed ---"));
    std::fs::remove_file(sandbox.path("b.rules")).expect("our file");
    answer(&mut told);
    replace(&sandbox, "b.rules", "field downloads is count\n");
    answer(&mut told);
    replace(&sandbox, "qualify.toml", "rules =\n");
    assert!(answer(&mut told).contains("error: "));
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
    let codes: Vec<&str> =
        out.lines().filter_map(|line| Some(line.split_once("error[")?.1.split_once(']')?.0)).collect();
    assert_eq!(codes, ["unreadable", "missing-file", "unknown-name"], "{out}");
}

#[test]
fn new_leads_are_answered() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "field segment is one of [a, retail]\nstages: - Lead - MQL\nwhen segment is retail then MQL\n",
    );
    sandbox.write("leads.csv", format!("Id,segment\n{}", "1,a\n".repeat(40)));
    let mut command = sandbox.command();
    command.args(["check", "a.rules", "--leads", "leads.csv", "--watch", "--format", "plain"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut told = BufReader::new(child.stderr.take().expect("a pipe"));
    answer(&mut told);
    replace(&sandbox, "leads.csv", &format!("Id,segment\n{}", "1,retail\n".repeat(50)));
    assert!(answer(&mut told).contains("leads.csv changed ---"));
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
    assert_eq!(out.matches("never-seen-value").count(), 1, "{out}");
    assert!(out.contains("None of 40 leads has `retail`"), "{out}");
}

/// The command at work, and what it says on standard error.
fn watching(sandbox: &Sandbox, words: &str) -> (std::process::Child, BufReader<std::process::ChildStderr>) {
    let mut command = sandbox.command();
    command.args(words.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let told = BufReader::new(child.stderr.take().expect("a pipe"));
    (child, told)
}

/// All that went to standard output until now.
fn ended(mut child: std::process::Child) -> String {
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    let mut out = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
    out
}

#[test]
fn files_that_are_missing_are_waited_for() {
    let sandbox = Sandbox::empty();
    let (child, mut told) = watching(&sandbox, "check a.rules --leads leads.csv --watch --format plain");
    let first = answer(&mut told);
    assert!(first.starts_with("error: There is no file `a.rules`."), "{first}");
    replace(&sandbox, "a.rules", "field n is count\nstages: - Lead - MQL\nwhen n >= 2 then MQL\n");
    let second = answer(&mut told);
    assert!(second.contains("--- a.rules changed ---"), "{second}");
    assert!(second.contains("error: There is no file `leads.csv`."), "{second}");
    replace(&sandbox, "leads.csv", "Id,n\n1,2\n");
    let third = answer(&mut told);
    assert!(third.contains("--- leads.csv changed ---") && !third.contains("error"), "{third}");
    replace(&sandbox, "a.rules", "field n is cuont\nstages: - Lead - MQL\nwhen n >= 2 then MQL\n");
    answer(&mut told);
    assert!(ended(child).starts_with("a.rules:1:12: error[unreadable]"));
}

#[test]
fn rules_that_the_settings_name_before_they_are_there_are_waited_for() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "stages: - Lead\n");
    sandbox.write("qualify.toml", "rules = \"a.rules\"\n");
    let (child, mut told) = watching(&sandbox, "check --watch --format plain");
    answer(&mut told);
    replace(&sandbox, "qualify.toml", "rules = \"b.rules\"\n");
    assert!(answer(&mut told).contains("error: There is no file `b.rules`."));
    replace(&sandbox, "b.rules", "stages: - Laed - Lead\nwhen n is 1 then Lead\n");
    assert!(answer(&mut told).contains("b.rules changed ---"));
    assert!(ended(child).contains("error[unknown-name]"));
}

#[test]
fn wrong_usage_is_not_waited_with() {
    let sandbox = Sandbox::project();
    for words in ["check --watch --today yesterday", "check --watch --project nowhere"] {
        assert_eq!(sandbox.qualify(words).code, 2, "{words}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_ends_the_watch() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let sandbox = Sandbox::project();
    let mut command = sandbox.command();
    command.args(["check", "--watch"]).stdout(full);
    assert_eq!(command.output().expect("the command starts").status.code(), Some(3));
}
