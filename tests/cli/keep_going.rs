//! What cannot be read, cannot be written, or is interrupted: no file, or what there is and a count of the rest.

use std::io::Write as _;
use std::process::Stdio;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::sandbox::{Sandbox, said};

const HEADER: &str = "Id,Industry,Seats,Email,Budget\n";

fn rows(from: usize, to: usize) -> String {
    (from..=to).map(|n| format!("L-{n},software,1,a@b.example,\n")).collect()
}

fn project(leads: impl AsRef<[u8]>, name: &str) -> Sandbox {
    let sandbox = Sandbox::project();
    sandbox.write(name, leads);
    sandbox.write("downloads.csv", "Id,date\nL-1,2026-03-01\n");
    sandbox
}

/// Runs with and without the flag; says how many verdicts were written with it.
fn both(sandbox: &Sandbox, words: &str) -> (String, usize) {
    let words = format!("run --today 2026-03-02 -o verdicts.csv --columns result {words}");
    let stopped = sandbox.qualify(&words);
    assert_eq!((stopped.code, stopped.out.as_str()), (3, ""), "{}", stopped.err);
    assert!(!sandbox.path("verdicts.csv").exists());
    let went_on = sandbox.qualify(&format!("{words} --keep-going"));
    assert_eq!((went_on.code, went_on.out.as_str()), (3, ""), "{}", went_on.err);
    let written = sandbox.read("verdicts.csv").lines().count() - 1;
    assert!(sandbox.names().iter().all(|name| !name.contains(".part")), "{:?}", sandbox.names());
    (format!("{}--- with --keep-going\n{}", stopped.err, went_on.err), written)
}

/// The words alone, however lines are broken.
fn flat(told: &str) -> String {
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Leads as Parquet in groups of 1,000 rows, and where the last group begins.
fn grouped(groups: usize) -> (Vec<u8>, usize) {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .set_max_row_group_row_count(Some(1_000));
    let column = |of: &dyn Fn(usize) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values((1..=1_000 * groups).map(of)))
    };
    let columns = [("Id", column(&|n| format!("L-{n}"))), ("Industry", column(&|n| format!("retail {n}")))];
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties.build())).expect("a writer");
    writer.write(&batch).expect("rows");
    let about = writer.close().expect("a footer");
    let last = about.row_groups().last().expect("a group").column(0).byte_range().0;
    (bytes, usize::try_from(last).expect("a place"))
}

#[test]
fn a_late_row_of_another_width_leaves_no_file_or_is_counted() {
    let leads =
        format!("{HEADER}{}L-9001,software,1,a@b.example,,more\n{}", rows(1, 9_000), rows(9_002, 9_100));
    let (told, written) = both(&project(leads, "leads.csv"), "");
    insta::assert_snapshot!(told);
    assert_eq!(written, 9_099);
}

#[test]
fn many_rows_that_cannot_be_read_are_counted() {
    let leads = format!("{HEADER}{}{}", rows(1, 10), rows(11, 1_010).replace(",\n", ",,x\n"));
    let (told, written) = both(&project(leads, "leads.csv"), "");
    assert!(flat(&told).contains("without 1,000 rows that cannot be read"), "{told}");
    assert_eq!(written, 10);
}

#[test]
fn a_row_of_an_event_that_cannot_be_read_is_reason_enough() {
    let sandbox = project(format!("{HEADER}{}", rows(1, 3)), "leads.csv");
    sandbox.write("downloads.csv", "Id,date\nL-1,2026-03-01\nL-2,soon\n");
    let (told, written) = both(&sandbox, "");
    assert!(told.contains("`soon` cannot be read") && told.contains("`--keep-going`"), "{told}");
    assert_eq!(written, 3);
}

#[test]
fn packed_leads_that_end_too_early_leave_no_file_or_what_there_is() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let leads = format!("{HEADER}{}", rows(1, 30_000));
    packed.write_all(leads.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    let sandbox = project(&packed[..packed.len() / 2], "leads.csv.gz");
    let (told, written) = both(&sandbox, "--leads leads.csv.gz");
    assert!(flat(&told).contains("leads.csv.gz: The compressed data ends too early"), "{told}");
    assert!(flat(&told).contains("how many follow is unknown"), "{told}");
    assert!(written > 1_000, "{written}");
}

/// Without some of its events any lead could come out otherwise.
#[test]
fn events_that_end_too_early_stop_the_run_in_any_case() {
    let sandbox = project(format!("{HEADER}{}", rows(1, 3)), "leads.csv");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let downloads: String = (1..30_000).map(|n| format!("L-{n},2026-03-01\n")).collect();
    packed.write_all(format!("Id,date\n{downloads}").as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    sandbox.write("downloads.csv.gz", &packed[..packed.len() / 2]);
    let words = "run --events downloads=downloads.csv.gz -o verdicts.csv --keep-going";
    let said = sandbox.qualify(words);
    assert_eq!(said.code, 3);
    assert!(
        said.err.starts_with("error: downloads.csv.gz: The compressed data ends too early"),
        "{}",
        said.err
    );
    assert!(!sandbox.path("verdicts.csv").exists());
}

#[test]
fn parquet_with_a_damaged_group_leaves_no_file_or_the_groups_before() {
    let (mut leads, last) = grouped(5);
    leads[last..last + 500].fill(0xFF);
    let sandbox = project(&leads, "leads.parquet");
    let (told, written) = both(&sandbox, "--leads leads.parquet");
    assert!(told.contains("leads.parquet: The Parquet file is damaged"), "{told}");
    assert!(flat(&told).contains("4,000 leads of it can be read, 1,000 rows cannot"), "{told}");
    assert_eq!(written, 4_000);
}

#[test]
fn parquet_without_its_end_leaves_no_file() {
    let (leads, last) = grouped(2);
    let sandbox = project(&leads[..last], "leads.parquet");
    for flag in ["", "--keep-going"] {
        let said = sandbox.qualify(&format!("run --leads leads.parquet -o verdicts.csv {flag}"));
        assert_eq!(said.code, 3);
        assert!(said.err.contains("leads.parquet: The Parquet file is not whole"), "{}", said.err);
        assert!(!sandbox.path("verdicts.csv").exists());
    }
}

#[test]
fn one_damaged_file_of_several_stops_all_or_is_passed_over() {
    let (leads, last) = grouped(2);
    let sandbox = project(&leads[..last], "leads/b.parquet");
    sandbox.write("leads/a.csv", format!("{HEADER}{}", rows(5_001, 5_003)));
    sandbox.write("leads/c.csv", format!("{HEADER}{}L-6003,a,b,c,d,e\n", rows(6_001, 6_002)));
    let (told, written) = both(&sandbox, "--leads leads/*");
    insta::assert_snapshot!(told);
    assert_eq!(written, 5);
}

#[test]
fn standard_output_has_the_verdicts_that_there_are() {
    let sandbox = project(format!("{HEADER}{}L-3,a,b,c,d,e\n", rows(1, 2)), "leads.csv");
    for flag in ["", "--keep-going"] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format csv --columns result {flag}"));
        assert_eq!((said.code, said.out.lines().count()), (3, 3), "{}", said.err);
    }
}

#[test]
fn a_file_that_was_there_stays_until_another_is_whole() {
    let sandbox = project(format!("{HEADER}{}L-3,a,b,c,d,e\n", rows(1, 2)), "leads.csv");
    for file in ["verdicts.csv", "verdicts.jsonl", "verdicts.json", "verdicts.parquet", "summary.txt"] {
        sandbox.write(file, "as before");
        assert_eq!(sandbox.qualify(&format!("run --today 2026-03-02 -o {file}")).code, 3);
        assert_eq!(sandbox.read(file), "as before");
        assert_eq!(sandbox.qualify(&format!("run --today 2026-03-02 -o {file} --keep-going")).code, 3);
        assert_ne!(std::fs::read(sandbox.path(file)).expect("a file"), b"as before");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let sandbox = project(format!("{HEADER}{}", rows(1, 100)), "leads.csv");
    for format in ["csv", "jsonl", "json", "parquet", "table"] {
        let said = sandbox.qualify(&format!("run --format {format} -o /dev/full"));
        assert_eq!(said.code, 3, "{format}");
        assert!(
            said.err.ends_with("error: `/dev/full` cannot be written: the disk is full.\n"),
            "{}",
            said.err
        );
    }
}

/// A run in the midst of its leads: more was read of them than fits in any pipe, and there is no end.
#[cfg(unix)]
fn interrupted(sandbox: &Sandbox, words: &str, end: impl Fn(&mut std::process::Child)) -> i32 {
    let mut command = sandbox.command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.args(words.split_whitespace()).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(format!("{HEADER}{}", rows(1, 100_000)).as_bytes()).expect("it reads");
    end(&mut child);
    let code = said(&child.wait_with_output().expect("the command ends")).code;
    drop(stdin);
    code
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_what_was_there() {
    let sandbox = project("", "leads.csv");
    for file in ["verdicts.csv", "verdicts.parquet"] {
        sandbox.write(file, "as before");
        let words = format!("run --leads - -o {file} --columns result --with-input");
        let code = interrupted(&sandbox, &words, |child| {
            let ended = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            assert!(ended.expect("a shell's own program").success());
        });
        assert_eq!(code, 130);
        assert_eq!(sandbox.read(file), "as before");
        assert!(sandbox.names().iter().all(|name| !name.contains(".part")), "{:?}", sandbox.names());
    }
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_what_was_there() {
    let sandbox = project("", "leads.csv");
    for file in ["verdicts.csv", "verdicts.parquet"] {
        sandbox.write(file, "as before");
        let words = format!("run --leads - -o {file} --columns result --with-input");
        interrupted(&sandbox, &words, |child| child.kill().expect("it runs"));
        assert_eq!(sandbox.read(file), "as before");
    }
}
