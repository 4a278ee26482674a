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
