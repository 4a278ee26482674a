//! Full disks, closed pipes, strange files and names.

use std::io::Read as _;
use std::process::Stdio;

use crate::sandbox::{LEADS, Sandbox, said};

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_not_counted_as_done() {
    let sandbox = Sandbox::project();
    for words in ["run -o /dev/full", "run --format csv -o /dev/full", "run --format json -o /dev/full"] {
        let said = sandbox.qualify(words);
        assert_eq!(
            (said.code, said.err.as_str()),
            (3, "error: `/dev/full` cannot be written: the disk is full.\n")
        );
    }
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    for words in [
        "--help",
        "--version",
        "run --help",
        "explain",
        "check",
        "run",
        "test",
        "why L-1",
        "completions bash",
        "man",
        "check --format json",
    ] {
        let mut command = sandbox.command();
        let output =
            command.args(words.split_whitespace()).stdout(full()).output().expect("the command starts");
        let said = said(&output);
        assert_eq!(said.code, 3, "{words}");
        assert!(
            said.err.contains("Standard output cannot be written: the disk is full."),
            "{words}: {}",
            said.err
        );
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_written_to_as_they_are() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify("run --format csv -o /dev/null");
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    let dash = sandbox.qualify("run --format csv --today 2026-03-02 -o -");
    assert_eq!(dash.out, sandbox.qualify("run --format csv --today 2026-03-02").out);
}

#[test]
fn a_reader_that_goes_away_ends_the_command_in_silence() {
    let sandbox = Sandbox::project();
    let mut rows = String::from("Id,Industry,Seats,Email,Budget\n");
    (0..20_000).for_each(|n| rows += &format!("L-{n},software,1,a@b.example,\n"));
    sandbox.write("leads.csv", rows);
    let mut command = sandbox.command();
    command.args(["run", "--format", "csv"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut start = [0; 100];
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut start).expect("the first lines");
    drop(out);
    let said = said(&child.wait_with_output().expect("the command ends"));
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn the_exit_code_stays_when_nobody_reads_the_answer() {
    let sandbox = Sandbox::empty();
    let broken = "stages: - Lead - MQL\nfield n is cuont\nwhen n >= 2 then MQL\n";
    let unkept = "field n is count\nstages: - Lead - MQL\nwhen n >= 2 and n >= 1 then MQL\n\
        example \"no\":\n  - n is 1\n  expect MQL\n";
    let unread = |words: &str| {
        sandbox.write("broken.rules", broken);
        sandbox.write("a.rules", unkept);
        sandbox.write("b.rules", unkept);
        sandbox.write("leads.csv", "Id,n\n1,2\n2\n3,x,y\n");
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = sandbox.command();
        let output = command.args(words.split_whitespace()).stdout(writer).output();
        let said = said(&output.expect("the command starts"));
        assert!(!said.err.contains("cannot be written"), "{words}: {}", said.err);
        said.code
    };
    for format in ["human", "plain", "json", "github", "gitlab", "sarif", "junit", "markdown"] {
        assert_eq!(unread(&format!("check broken.rules --format {format}")), 1, "{format}");
        assert_eq!(unread(&format!("check a.rules --deny-warnings --format {format}")), 1, "{format}");
    }
    for (words, code) in [
        ("check broken.rules --emit ast", 1),
        ("check a.rules --fix --diff", 1),
        ("check a.rules broken.rules --fix", 1),
        ("fmt --check a.rules", 1),
        ("fmt --diff a.rules", 1),
        ("test a.rules", 1),
        ("diff a.rules broken.rules", 1),
        ("run a.rules --leads leads.csv", 3),
    ] {
        assert_eq!(unread(words), code, "{words}");
    }
    assert_eq!(unread("fmt a.rules b.rules"), 0);
    assert_ne!(sandbox.read("b.rules"), unkept, "the second file is formatted, too");
    assert_eq!(unread("check a.rules b.rules --fix"), 0);
    assert!(!sandbox.read("b.rules").contains("n >= 1"), "{}", sandbox.read("b.rules"));
}

#[test]
fn an_old_file_survives_a_run_that_fails() {
    let sandbox = Sandbox::project();
    sandbox.write("verdicts.csv", "old\n");
    sandbox.write(
        "leads.csv",
        LEADS
            .replace("L-5", "L-5\u{FFFD}")
            .into_bytes()
            .into_iter()
            .chain(*b"\n\"open quote")
            .collect::<Vec<u8>>(),
    );
    let _ = sandbox.qualify("run --format csv -o verdicts.csv");
    sandbox.write("leads.csv", b"PK\x03\x04xl/".as_slice());
    let before = sandbox.read("verdicts.csv");
    let said = sandbox.qualify("run --format csv -o verdicts.csv");
    assert_eq!(said.code, 3);
    assert!(said.err.contains("spreadsheet"), "{}", said.err);
    assert_eq!(sandbox.read("verdicts.csv"), before);
    assert_eq!(
        sandbox.names(),
        ["downloads.csv", "inbound.rules", "leads.csv", "qualify.toml", "verdicts.csv"]
    );
}

#[test]
fn what_is_read_is_never_written_over() {
    let sandbox = Sandbox::project();
    sandbox.write("shared/fields.rules", "field city is text\nset big of city, file \"big.txt\"\n");
    sandbox.write("shared/big.txt", "Oslo\n");
    let rules = format!("use \"shared/fields.rules\"\n{}", crate::sandbox::RULES.replace("language 1\n", ""));
    sandbox.write("inbound.rules", rules);
    let read = [
        "leads.csv",
        "downloads.csv",
        "inbound.rules",
        "qualify.toml",
        "shared/fields.rules",
        "shared/../shared/big.txt",
    ];
    for name in read {
        let before = sandbox.read(name);
        let said = sandbox.qualify(&format!("run --today 2026-03-02 -o {name}"));
        let told = format!(
            "error: `{name}` is read by this run, so the answer cannot be written over it. Name another file.\n"
        );
        assert_eq!((said.code, said.err), (2, told));
        assert_eq!(sandbox.read(name), before);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_told() {
    let sandbox = Sandbox::project();
    std::os::unix::fs::symlink("nowhere/v.csv", sandbox.path("v.csv")).expect("our folder");
    let said = sandbox.qualify("run -o v.csv");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`v.csv` is a link to `nowhere/v.csv`, which is not there"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing() {
    let sandbox = Sandbox::project();
    let pipe = sandbox.path("leads.pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let mut command = sandbox.command();
    command
        .args(["run", "--leads", "leads.pipe", "--format", "csv", "-o", "verdicts.csv"])
        .stderr(Stdio::piped());
    let child = command.spawn().expect("the command starts");
    // The header lets the run begin; then it waits for rows that never come.
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).expect("our pipe");
    std::io::Write::write_all(&mut writer, b"Id,Industry,Seats,Email,Budget\n").expect("our pipe");
    let id = child.id().to_string();
    let stopped = std::process::Command::new("kill").args(["-INT", &id]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
    let said = said(&child.wait_with_output().expect("the command ends"));
    drop(writer);
    assert_eq!(said.code, 130);
    assert_eq!(
        sandbox.names(),
        ["downloads.csv", "inbound.rules", "leads.csv", "leads.pipe", "qualify.toml"]
    );
}

#[test]
fn a_missing_folder_is_told() {
    let said = Sandbox::project().qualify("run -o nowhere/verdicts.csv");
    assert_eq!(said.code, 3);
    assert_eq!(
        said.err,
        "error: `nowhere/verdicts.csv` cannot be written: there is no such file or folder.\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_files_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::project();
    let odd = |bytes: &'static [u8]| std::ffi::OsStr::from_bytes(bytes);
    let copy = |from: &str, to: &[u8]| {
        std::fs::copy(sandbox.path(from), sandbox.path("").join(std::ffi::OsStr::from_bytes(to)))
            .expect("our folder");
    };
    copy("leads.csv", b"l\xFFeads.csv");
    copy("inbound.rules", b"in\xFFbound.rules");
    let mut command = sandbox.command();
    command.arg("run").arg(odd(b"in\xFFbound.rules")).arg("--leads").arg(odd(b"l\xFFeads.csv"));
    let said = said(&command.args(["--today", "2026-03-02"]).output().expect("the command starts"));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("6 leads of l\u{FFFD}eads.csv"), "{}", said.out);
}

#[test]
fn texts_of_leads_cannot_move_the_cursor() {
    let sandbox = Sandbox::project();
    sandbox.write(
        "leads.csv",
        "Id,Industry,Seats,Email,Budget\n\u{1b}[2JL-1,soft\u{1b}]0;ware,1,a@b.example,\n",
    );
    for words in ["run --today 2026-03-02", "why L", "check --color always"] {
        let said = sandbox.qualify(words);
        assert!(!said.out.contains("\u{1b}[2J") && !said.out.contains("\u{1b}]"), "{}", said.out);
        assert!(!said.err.contains("\u{1b}[2J"), "{}", said.err);
    }
}

#[test]
fn a_file_of_rules_that_is_too_large_is_not_read() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", vec![b'#'; 16 * 1024 * 1024 + 1]);
    let said = sandbox.qualify("check a.rules");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("error[too-large]"), "{}", said.out);
}

#[test]
fn rules_that_are_no_text_are_told_so() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", b"stages: \xFF\xFE".as_slice());
    for words in ["check a.rules", "fmt a.rules", "run a.rules --leads x.csv", "test a.rules"] {
        let said = sandbox.qualify(words);
        assert!(matches!(said.code, 1 | 3), "{words}: {}", said.code);
        assert!(
            said.out.contains("UTF-8") || said.err.contains("UTF-8"),
            "{words}: {}{}",
            said.out,
            said.err
        );
    }
}

/// What would open a line, hide what follows, or turn the writing round.
const TRICKS: [char; 6] = ['\n', '\r', '\u{1b}', '\u{202E}', '\u{61C}', '\u{2028}'];

/// Lines of an answer that somebody else made up, and characters that nobody may send to a terminal.
fn tricks(text: &str) -> Vec<&str> {
    let is_trick = |line: &&str| line.starts_with("::") || line.contains(&TRICKS[1..]);
    text.lines().filter(is_trick).collect()
}

#[test]
fn settings_cannot_write_to_the_terminal() {
    let sandbox = Sandbox::project();
    for settings in [
        "[lints]\n\"x\\n::stop-commands::tok\\u001b[8m\\u202E\" = \"error\"\n",
        "[lints]\nno-owner = \"a\\n::error::b\\u001b[8m\"\n",
        "rules = \"a\\n::error::b\\u001b[8m\\u202E\"\n",
        "rules = \"../a\\n::error::b\\u001b[8m\"\n",
        "\"x\\n::error::\\u2028\" = 3\n",
        "rules = \"inbound.rules\"\ntimezone = \"x\\n::error::b\\u061C\"\n",
        "rules = \"inbound.rules\"\n[leads]\nfile = \"x\\n::error::b\\u202E\"\n",
        "rules = \"inbound.rules\"\n[leads]\nfile = \"leads.csv\"\nkey = \"x\\n::error::b\\u202E\"\n",
        "rules = \"inbound.rules\"\n[events]\n\"x\\n::error::b\\u202E\" = \"a.csv\"\n",
        "rules = \"inbound.rules\"\n[review]\nforbid = \"x\\n::error::b\\u202E\"\n",
    ] {
        sandbox.write("qualify.toml", settings);
        for verb in ["check", "fmt", "test", "run", "diff HEAD"] {
            let said = sandbox.qualify(verb);
            assert_eq!(tricks(&said.err), Vec::<&str>::new(), "{verb} {settings}: {}", said.err);
        }
    }
}

#[test]
fn words_on_the_command_line_cannot_write_to_the_terminal() {
    let sandbox = Sandbox::project();
    let hostile = "x\n::error::y\u{1b}[8m\u{202E}";
    let joined = |flag: &str| format!("{flag}={hostile}");
    let (flag, verb) = (format!("--{hostile}"), hostile.to_owned());
    for words in [
        vec!["check".to_owned(), joined("--project")],
        vec!["check".to_owned(), joined("--format")],
        vec!["check".to_owned(), joined("--today")],
        vec!["check".to_owned(), joined("--leads")],
        vec!["check".to_owned(), joined("--events")],
        vec!["check".to_owned(), joined("--encoding")],
        vec!["check".to_owned(), joined("--color")],
        vec!["check".to_owned(), joined("--emit")],
        vec!["check".to_owned(), hostile.to_owned()],
        vec!["check".to_owned(), flag],
        vec!["run".to_owned(), joined("-o./no/such/folder/")],
        vec!["init".to_owned(), joined("--project")],
        vec!["explain".to_owned(), hostile.to_owned()],
        vec!["why".to_owned(), hostile.to_owned()],
        vec![verb],
    ] {
        let output = sandbox.command().args(&words).output().expect("the command starts");
        let said = said(&output);
        assert_ne!(said.code, 0, "{words:?}");
        assert_eq!(tricks(&said.err), Vec::<&str>::new(), "{words:?}: {}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_write_to_the_terminal() {
    let sandbox = Sandbox::empty();
    let name = "a\n::error::b```\u{1b}[8m\u{202E}\u{61C}.rules";
    let rules = "field n is count\nstages: - Lead - MQL\n\nwhen n >= 20 and n >= 2 then MQL\n\
        example \"no\":\n  - n is 1\n  expect MQL\n";
    let run = |words: &[&str]| {
        sandbox.write(name, rules);
        sandbox.write("other.rules", "field n is count\nstages: - Lead - MQL\nwhen n >= 3 then MQL\n");
        sandbox.write("leads.csv", "Id,n\nL-1,30\n");
        let output = sandbox.command().args(words).arg(name).output().expect("the command starts");
        said(&output)
    };
    for words in [
        &["check"][..],
        &["check", "--fix"],
        &["check", "--fix", "--diff"],
        &["check", "--format", "plain"],
        &["check", "--format", "junit"],
        &["check", "--format", "markdown"],
        &["fmt", "--check"],
        &["fmt", "--diff"],
        &["fmt"],
        &["test"],
        &["run", "--leads", "leads.csv", "--key", "Id"],
        &["why", "L-1", "--leads", "leads.csv", "--key", "Id"],
        &["diff", "other.rules"],
    ] {
        let said = run(words);
        assert!(format!("{}{}", said.out, said.err).contains("::error::b"), "{words:?}: {}", said.all());
        assert_eq!(tricks(&said.out), Vec::<&str>::new(), "{words:?}: {}", said.all());
        assert_eq!(tricks(&said.err), Vec::<&str>::new(), "{words:?}: {}", said.all());
    }
    let github = run(&["check", "--format", "github"]).out;
    assert!(!github.contains(&TRICKS[1..]) && github.lines().count() == 1, "{github}");
    let json: serde_json::Value =
        serde_json::from_str(&run(&["check", "--format", "json"]).out).expect("JSON");
    assert_eq!(json[0]["file"].as_str(), Some(name), "programs get the name that opens the file");
}
