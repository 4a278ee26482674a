//! Leads and events in Parquet: judged as the same leads in CSV are, and refused in sentences.

use std::sync::Arc;

use parquet::arrow::ArrowWriter;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};

use crate::sandbox::Sandbox;

/// A file of these columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("a footer");
    bytes
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// The leads of the sandbox without their traps of text.
const LEADS: &str = "Id,Industry,Seats,Email,Budget\nL-1,Software,12,ana@acme.example,30000\n\
    L-2,software,,bo@bolt.example,\nL-3,Retail,,cy@corner.example,500\nL-4,farming,3,,25000\nL-2,retail,-1,bo@bolt.example,1\n";

fn leads() -> Vec<u8> {
    let emails = ["ana@acme.example", "bo@bolt.example", "cy@corner.example"].map(Some);
    parquet(vec![
        ("Id", texts(&["L-1", "L-2", "L-3", "L-4", "L-2"].map(Some))),
        ("Industry", texts(&["Software", "software", "Retail", "farming", "retail"].map(Some))),
        ("Seats", Arc::new(Int64Array::from(vec![Some(12), None, None, Some(3), Some(-1)]))),
        ("Email", texts(&[emails[0], emails[1], emails[2], None, emails[1]])),
        (
            "Budget",
            Arc::new(Float64Array::from(vec![Some(30000.0), None, Some(500.0), Some(25000.0), Some(1.0)])),
        ),
    ])
}

fn downloads() -> Vec<u8> {
    parquet(vec![
        ("Id", texts(&["L-1", "L-1", "L-2", "L-9"].map(Some))),
        ("date", Arc::new(Date32Array::from(vec![20_504, 20_505, 20_513, 20_513]))),
        ("asset", texts(&["guide", "guide", "guide", "price list"].map(Some))),
    ])
}

/// The project with leads in CSV, and the same leads in Parquet beside them.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::project();
    sandbox.write("leads.csv", LEADS);
    sandbox.write("leads.parquet", leads());
    sandbox.write("downloads.parquet", downloads());
    sandbox
}

#[test]
fn verdicts_are_those_of_the_same_leads_in_csv() {
    let sandbox = sandbox();
    for format in ["csv", "jsonl"] {
        let words = format!("run --today 2026-03-02 --format {format}");
        let of_csv = sandbox.qualify(&words);
        let of_parquet =
            sandbox.qualify(&format!("{words} --leads leads.parquet --events downloads=downloads.parquet"));
        assert_eq!((of_parquet.code, of_parquet.out), (0, of_csv.out));
    }
}

#[test]
fn places_are_rows() {
    let sandbox = sandbox();
    let said =
        sandbox.qualify("run --today 2026-03-02 --leads leads.parquet --events downloads=downloads.parquet");
    insta::assert_snapshot!(said.all());
    let said = sandbox.qualify("why L-4 --today 2026-03-02 --leads leads.parquet");
    assert!(said.out.contains("leads.parquet, row 4, as of 2026-03-02"), "{}", said.out);
}

#[test]
fn the_file_tells_and_so_does_a_flag() {
    let sandbox = sandbox();
    sandbox.write("leads.data", leads());
    for words in ["--leads leads.data", "--leads leads.data --leads-format parquet"] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 {words}"));
        assert!(said.out.contains("5 leads in no time"), "{}", said.all());
    }
    let said = sandbox.qualify("run --today 2026-03-02 --leads leads.csv --leads-format parquet");
    let why = "error: leads.csv: This is not a Parquet file, which begins with `PAR1`.\n";
    assert_eq!((said.code, said.err.as_str()), (3, why));
}

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    let sandbox = sandbox();
    let whole = leads();
    sandbox.write("cut.parquet", &whole[..whole.len() - 100]);
    let mut damaged = whole.clone();
    damaged[4..60].fill(0xFF);
    sandbox.write("damaged.parquet", damaged);
    for (file, word) in [("cut.parquet", "is not whole"), ("damaged.parquet", "is damaged (")] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --leads {file}"));
        assert_eq!((said.code, said.err.lines().count()), (3, 1), "{}", said.all());
        assert!(said.err.starts_with(&format!("error: {file}: ")) && said.err.contains(word), "{}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn standard_input_has_no_places_to_look_up() {
    let sandbox = sandbox();
    for words in ["", " --leads-format parquet"] {
        let mut command = sandbox.command();
        command.args(["run", "--today", "2026-03-02", "--leads", "-"]).args(words.split_whitespace());
        let file = std::fs::File::open(sandbox.path("leads.parquet")).expect("our file");
        let output = command.stdin(file).output().expect("the command starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains("not from standard input"), "{told}");
    }
}

#[test]
fn a_project_can_begin_with_it() {
    let sandbox = Sandbox::empty();
    sandbox.write("leads.parquet", leads());
    let said = sandbox.qualify("init leads.parquet");
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(sandbox.read("leads.rules").contains("field seats is number"), "{}", sandbox.read("leads.rules"));
    let said = sandbox.qualify("check");
    assert_eq!(said.code, 0, "{}", said.all());
}

/// The verdicts of the sandbox as Parquet, its names of columns, and its rows with nested cells as JSON.
fn verdicts(words: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify(&format!("run --today 2026-03-02 -o verdicts.parquet {words}"));
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    rows_of(std::fs::read(sandbox.path("verdicts.parquet")).expect("our file"))
}

fn rows_of(bytes: Vec<u8>) -> (Vec<String>, Vec<Vec<String>>) {
    let mut table = qualify::leads::Table::of_parquet(bytes::Bytes::from(bytes), "verdicts.parquet", |_| {})
        .expect("Parquet");
    let headers = table.headers().to_vec();
    let mut rows = Vec::new();
    while table.advance().expect("rows") {
        rows.push((0..headers.len()).map(|at| table.row().cell(at).text().to_owned()).collect());
    }
    (headers, rows)
}

#[test]
fn verdicts_in_parquet_have_the_key_of_the_leads_and_nested_cells() {
    let (headers, rows) = verdicts("");
    let told = rows.iter().map(|row| {
        let cells = headers.iter().zip(row).map(|(header, cell)| format!("  {header}: {cell}\n"));
        format!("{}\n{}", row[0], cells.skip(1).collect::<String>())
    });
    insta::assert_snapshot!(told.take(4).collect::<String>());
}

#[test]
fn verdicts_in_parquet_say_what_those_in_csv_say() {
    let csv =
        Sandbox::project().qualify("run --today 2026-03-02 --format csv --columns result,status,meets").out;
    let (headers, rows) = verdicts("--columns result,status,meets,result");
    assert_eq!(headers, ["Id", "result", "status", "meets"]);
    let lists = rows.iter().map(|row| row[3].replace(['[', ']', '"'], "").replace(',', ";"));
    let lines = rows.iter().zip(lists).map(|(row, list)| format!("{},{list}\n", row[..3].join(",")));
    assert_eq!(format!("key,result,status,meets\n{}", lines.collect::<String>()), csv);
    let (_, results) = verdicts("--columns result");
    assert!(rows.iter().zip(&results).all(|(all, result)| all[..2] == result[..]), "{results:?}");
}

#[test]
fn a_key_that_is_called_as_a_verdict_is_refused_in_parquet() {
    let sandbox = Sandbox::project();
    sandbox.write("leads.csv", "stage,Industry,Seats,Email,Budget\nL-1,software,1,a@b.example,\n");
    sandbox.write("downloads.csv", "stage,date\nL-1,2026-03-01\n");
    let said = sandbox.qualify("run --key stage -o verdicts.parquet");
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.err);
    assert!(!sandbox.path("verdicts.parquet").exists());
    assert_eq!(sandbox.qualify("run --key stage -o verdicts.parquet --columns result").code, 0);
}
