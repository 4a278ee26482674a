//! An empty folder in which the command runs, and what it said there.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Rules with a bit of everything.
pub const RULES: &str = r#"language 1

field industry is one of [software, retail], column "Industry"
field seats is count, column "Seats", missing means 1 # qualify: allow unused-declaration because gaps need a default
field email is email, column "Email", required
field budget is money in USD, column "Budget"

event download, plural downloads:
  - asset is text # qualify: allow unused-declaration because rows need a second cell

stages:
  - Lead
  - MQL, label "Marketing qualified"
  - SQL
exits:
  - Suppressed

outcome play, one value:
  - call # qualify: allow stage-without-rule because an outcome needs a second value
  - mail

score fit from 0 to 50: # qualify: allow unused-declaration because verdicts show it
  - add 20 points when industry is software
  - add 10 points when budget >= 20k USD
  - add 5 points for each download within 30 days, at most 20 points

rule "Interested":
  when industry is software and count of downloads within 30 days >= 2 then MQL, play is mail
rule "Rich":
  when MQL and budget >= 20k USD then SQL
rule "Test account":
  when email ends with "@test.example" then Suppressed because "Our own tests are nobody's leads."

example "software company, two downloads":
  today 2026-03-02
  - industry is software
  - 2 downloads 3 days ago
  expect MQL
  expect SQL is open, needs budget
"#;

/// Leads with the traps of an export.
pub const LEADS: &str = "\u{FEFF}Id,Industry,Seats,Email,Budget\r\n\
    L-1,Software,12,ana@acme.example,\"30000\"\r\n\
    L-2,software,a few,bo@bolt.example,\r\n\
    L-3,Retail,,cy@corner.example,500 USD\r\n\
    L-4,software,3,,25000 EUR\r\n\
    L-5,,7,dee@test.example,\r\n\
    L-2,retail,1,bo@bolt.example,1\r\n";

/// Rows of downloads, one of nobody.
pub const DOWNLOADS: &str = "Id,date,asset\n\
    L-1,2026-02-20,guide\nL-1,2026-02-21,guide\nL-2,2026-03-01,guide\nL-9,2026-03-01,price list\n";

/// The settings that join them.
pub const SETTINGS: &str = "rules = \"inbound.rules\"\n\n[leads]\nfile = \"leads.csv\"\nkey = \"Id\"\n\n\
    [events]\ndownloads = \"downloads.csv\"\n";

/// A folder of its own for one test.
pub struct Sandbox {
    folder: TempDir,
}

/// How the command ended and what it said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Sandbox {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With the project of this file.
    pub fn project() -> Self {
        let sandbox = Self::empty();
        sandbox.write("inbound.rules", RULES);
        sandbox.write("leads.csv", LEADS);
        sandbox.write("downloads.csv", DOWNLOADS);
        sandbox.write("qualify.toml", SETTINGS);
        sandbox
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder"))
            .expect("the temporary folder can be written");
        std::fs::write(path, content).expect("the temporary folder can be written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the command wrote this file")
    }

    /// The names in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The command, ready to run in the folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qualify"));
        command.current_dir(self.folder.path()).stdin(Stdio::null()).env_remove("GITHUB_STEP_SUMMARY");
        command
    }

    /// Runs the command with the words of a line.
    pub fn qualify(&self, words: &str) -> Said {
        self.qualify_in(".", words)
    }

    /// Runs it in a folder below.
    pub fn qualify_in(&self, folder: &str, words: &str) -> Said {
        let mut command = self.command();
        let output = command.current_dir(self.path(folder)).args(words.split_whitespace()).output();
        said(&output.expect("the command starts"))
    }

    /// Runs git in the folder, as somebody without settings of their own.
    pub fn git(&self, words: &str) {
        let words: Vec<&str> = words.split_whitespace().collect();
        self.git_with(&words);
    }

    /// Commits everything that is in the folder.
    pub fn commit(&self, message: &str) {
        self.git("add --all");
        self.git_with(&["commit", "--quiet", "--message", message]);
    }

    fn git_with(&self, words: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(self.folder.path()).stdin(Stdio::null()).args(words);
        for (name, value) in [
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "Ann"),
            ("GIT_AUTHOR_EMAIL", "ann@example.com"),
            ("GIT_COMMITTER_NAME", "Ann"),
            ("GIT_COMMITTER_EMAIL", "ann@example.com"),
            ("GIT_AUTHOR_DATE", "2026-02-01T12:00:00Z"),
            ("GIT_COMMITTER_DATE", "2026-02-01T12:00:00Z"),
        ] {
            command.env(name, value);
        }
        let output = command.output().expect("git is installed");
        assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs it with text on standard input.
    pub fn qualify_with(&self, words: &str, input: &str) -> Said {
        let mut command = self.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.args(words.split_whitespace()).spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        said(&child.wait_with_output().expect("the command ends"))
    }
}

pub fn said(output: &std::process::Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: mask(&String::from_utf8_lossy(&output.stdout)),
        err: mask(&String::from_utf8_lossy(&output.stderr)),
    }
}

impl Said {
    /// All of it, as a snapshot shows it.
    pub fn all(&self) -> String {
        let err =
            if self.err.is_empty() { String::new() } else { format!("--- standard error\n{}", self.err) };
        format!("{}{err}--- exit code {}\n", self.out, self.code)
    }
}

/// Times differ from run to run: `in 12 ms` and `in 1.2 s, 800 a second` become `in no time`. Their length decides where the
/// sentence is broken, so it stands in one line.
fn mask(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let masked = without_time(line);
        match lines.last_mut() {
            Some(last) if goes_on => *last = format!("{last} {line}"),
            _ => lines.push(masked.clone().unwrap_or_else(|| line.to_owned())),
        }
        goes_on = (goes_on || masked.is_some()) && lines.last().is_some_and(|last| !last.ends_with('.'));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// A line that tells how long something took, without the time.
fn without_time(line: &str) -> Option<String> {
    let (before, after) = line.split_once(" in ")?;
    let is_told = before.ends_with("leads") || before.ends_with("1 lead");
    let end = || after.find(" ms").map(|at| at + 3).or_else(|| after.find(" a second").map(|at| at + 9));
    let rest = after.get(is_told.then(end)??..)?;
    Some(format!("{before} in no time{rest}"))
}

/// A path as the command line takes it.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}
