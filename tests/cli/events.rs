//! Events that do not fit in memory: the same answers, nothing left behind, and a sentence where there is no place for them.

use crate::sandbox::{Said, Sandbox, said};

/// Leads with keys that come twice, are empty, or have more rows than a lead may have; and over a megabyte of rows, as they are
/// packed, some of nobody.
fn many_rows() -> Sandbox {
    let sandbox = Sandbox::project();
    let industry = |number: u32| match number % 3 {
        0 => "software",
        1 => "Retail",
        _ => "",
    };
    let lead = |number: u32| format!("L-{number},{},{number},a{number}@b.example,\n", industry(number));
    let leads: String = (1..=1_500).chain([7, 7]).map(lead).collect();
    sandbox.write("leads.csv", format!("Id,Industry,Seats,Email,Budget\n{leads},software,1,x@b.example,\n"));
    let row = |at: u32| {
        let day = 1 + at % 28;
        match at % 7 {
            0 => format!("L-4,2026-02-{day:02},guide {at}\n"),
            1 => format!(",2026-02-{day:02},guide\n"),
            2 => format!("somebody {},2026-02-{day:02},\n", at % 1_000),
            3 => format!("L-{},soon,guide\n", at % 1_500),
            _ => format!(" L-{} ,2026-02-{day:02},\"a, {}\"\n", (at * 31) % 1_400, at % 20),
        }
    };
    let rows: String = (0..60_000).map(row).collect();
    let robot = "L-3,2026-02-01,guide\n".repeat(100_001);
    sandbox.write("downloads.csv", format!("Id,date,asset\n{rows}{robot}"));
    std::fs::create_dir(sandbox.path("tmp")).expect("our folder");
    sandbox
}

fn run(sandbox: &Sandbox, folder: &str, words: &str) -> Said {
    let mut command = sandbox.command();
    command.env("TMPDIR", sandbox.path(folder)).args(["run", "--today", "2026-03-02"]);
    said(&command.args(words.split_whitespace()).output().expect("the command starts"))
}

#[test]
fn rows_in_a_file_give_the_same_answers() {
    let sandbox = many_rows();
    for format in ["csv", "jsonl", "table"] {
        let held = run(&sandbox, "tmp", &format!("--format {format} --events-memory 1000"));
        let spilled = run(&sandbox, "tmp", &format!("--format {format} --events-memory 1"));
        assert_eq!(held.code, 3, "{}", held.err);
        let told = held.out.clone() + &held.err;
        assert!(told.contains("The lead `L-3` has 100,001 event rows") || told.contains("100001"), "{told}");
        assert_eq!((held.code, held.out, held.err), (spilled.code, spilled.out, spilled.err), "{format}");
    }
    let left = std::fs::read_dir(sandbox.path("tmp")).expect("our folder").count();
    assert_eq!(left, 0);
}

#[cfg(unix)]
#[test]
fn without_a_place_for_a_file_nothing_is_written() {
    let sandbox = many_rows();
    let words = "--format csv --keep-going -o verdicts.csv";
    let spilled = run(&sandbox, "nowhere", &format!("{words} --events-memory 1"));
    assert_eq!(spilled.code, 3);
    let folder = sandbox.path("nowhere");
    let told = format!(
        "error: downloads.csv: The rows do not fit in the memory that events may take, and the temporary file for them in \
         `{}` cannot be written: there is no such file or folder. Make room there, name another folder in the environment \
         variable TMPDIR, or allow more memory, such as `--events-memory 2048` for 2 GB.\n",
        folder.display()
    );
    assert_eq!(spilled.err, told);
    assert!(!sandbox.path("verdicts.csv").exists());
    assert_eq!(run(&sandbox, "nowhere", words).code, 3);
    assert!(sandbox.path("verdicts.csv").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_temporary_file() {
    let sandbox = many_rows();
    let pipe = sandbox.path("leads.pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let mut command = sandbox.command();
    command.env("TMPDIR", sandbox.path("tmp")).args(["run", "--leads", "leads.pipe", "--events-memory", "1"]);
    let child = command.stderr(std::process::Stdio::piped()).spawn().expect("the command starts");
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).expect("our pipe");
    std::io::Write::write_all(&mut writer, b"Id,Industry,Seats,Email,Budget\n").expect("our pipe");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let stopped = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
    assert_eq!(said(&child.wait_with_output().expect("the command ends")).code, 130);
    drop(writer);
    assert_eq!(std::fs::read_dir(sandbox.path("tmp")).expect("our folder").count(), 0);
}

#[test]
fn memory_is_a_whole_number_of_megabytes() {
    for memory in ["0", "-1", "64M", "lots"] {
        let said = Sandbox::project().qualify(&format!("run --events-memory={memory}"));
        assert_eq!(said.code, 2, "{memory}");
        assert!(said.err.contains("--events-memory"), "{}", said.err);
    }
}
