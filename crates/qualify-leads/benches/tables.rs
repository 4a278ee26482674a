//! Generated rows become times: what a row costs to read as cells, from CSV and from JSON Lines that are held in memory.
//!
//! `cargo bench -p qualify-leads --bench tables [-- ROWS]` prints nanoseconds of processor time a row, the least of several
//! turns: for [`Table`], each cell looked at once, and in turn with it for the csv crate and for serde_json on the same
//! bytes. The rows are the 24 columns of `qualify-samples leads`.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a benchmark asks the system what it took, and fails loudly"
)]

#[path = "../../qualify/benches/analysis/cost.rs"]
#[expect(dead_code, reason = "memory is for the other bench")]
mod cost;

use std::hint::black_box;
use std::io::{self, Read};
use std::sync::Arc;

use cost::processor_seconds;
use qualify_leads::{Table, TableOptions};
use qualify_samples::crm24::{self, Format};
use serde::de::IgnoredAny;

/// How often the readers take turns.
const TURNS: usize = 5;
/// How long a reader reads the same again in one turn, in seconds: the system counts in steps of milliseconds.
const LONG_ENOUGH: f64 = 0.2;

/// One reader of all bytes, to the rows that it met and the bytes in their cells.
type Reader<'a> = (&'static str, &'a dyn Fn(&Bytes) -> (u64, u64));

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let rows: u64 = asked.unwrap_or(200_000);
    let ours: Reader<'_> = ("table", &read_table);
    let csv = [ours, ("csv crate", &read_csv)];
    let json = [ours, ("serde_json, nothing kept", &read_ignored), ("serde_json, values", &read_values)];
    let plain = generated(Format::Csv, rows);
    let quoted = in_quotes(&plain);
    let lines = generated(Format::JsonLines, rows);
    let written = numbers(&lines);
    compare("CSV", rows, &plain, &csv);
    compare("CSV, every cell in quotes", rows, &quoted, &csv);
    compare("JSON Lines", rows, &lines, &json);
    compare("JSON Lines with numbers, gaps and escapes", rows, &written, &json);
}

/// Prints what each reader takes; those that look at cells must agree on them.
fn compare(name: &str, rows: u64, bytes: &Bytes, readers: &[Reader<'_>]) {
    println!("{name}, {} bytes a row", bytes.0.len() as u64 / rows);
    let mut least = vec![f64::INFINITY; readers.len()];
    for _ in 0..TURNS {
        for ((_, read), least) in readers.iter().zip(&mut least) {
            *least = least.min(seconds(|| assert_eq!(black_box(read(bytes)).0, rows, "{name}")));
        }
    }
    for ((reader, _), least) in readers.iter().zip(least) {
        println!("  {reader:<28} {:>7.0} ns a row", least * 1e9 / rows as f64);
    }
}

/// The processor time that one call takes.
fn seconds(call: impl Fn()) -> f64 {
    let start = processor_seconds();
    for count in 1_u32.. {
        call();
        let taken = processor_seconds() - start;
        if taken >= LONG_ENOUGH {
            return taken / f64::from(count);
        }
    }
    f64::INFINITY
}

fn read_table(bytes: &Bytes) -> (u64, u64) {
    let options = TableOptions::named("generated");
    let mut table = Table::open(Box::new(bytes.reader()), &options).expect("a table");
    let (mut rows, mut length) = (0, 0);
    let mut columns = table.headers().len();
    while table.advance().expect("bytes") {
        if rows == 0 {
            columns = table.headers().len();
        }
        let row = table.row();
        length += (0..columns).map(|index| row.cell(index).text().len() as u64).sum::<u64>();
        rows += 1;
    }
    assert!(table.problems().is_empty());
    (rows, length)
}

fn read_csv(bytes: &Bytes) -> (u64, u64) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.reader());
    let mut record = csv::ByteRecord::new();
    let (mut rows, mut length) = (0, 0);
    while reader.read_byte_record(&mut record).expect("bytes") {
        length += record.iter().map(|cell| cell.len() as u64).sum::<u64>();
        rows += 1;
    }
    (rows, length)
}

fn read_ignored(bytes: &Bytes) -> (u64, u64) {
    let values = serde_json::Deserializer::from_slice(&bytes.0).into_iter::<IgnoredAny>();
    (values.fold(0, |count, value| count + u64::from(value.is_ok())), 0)
}

fn read_values(bytes: &Bytes) -> (u64, u64) {
    let values = serde_json::Deserializer::from_slice(&bytes.0).into_iter::<serde_json::Value>();
    (values.fold(0, |count, value| count + u64::from(black_box(value).is_ok())), 0)
}

/// Bytes that several readers share.
struct Bytes(Arc<[u8]>);

impl Bytes {
    fn reader(&self) -> impl Read + Send + use<> {
        io::Cursor::new(Arc::clone(&self.0))
    }
}

fn generated(format: Format, rows: u64) -> Bytes {
    let mut bytes = Vec::new();
    crm24::write(&mut bytes, format, rows, 1).expect("memory");
    Bytes(bytes.into())
}

/// The same rows as the systems write them that put every cell in quotes.
fn in_quotes(plain: &Bytes) -> Bytes {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.reader());
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    for record in reader.byte_records() {
        writer.write_byte_record(&record.expect("a row")).expect("memory");
    }
    Bytes(writer.into_inner().expect("memory").into())
}

/// The same rows as programs write them: numbers without quotes, empty cells left out, letters beyond ASCII as escapes.
fn numbers(lines: &Bytes) -> Bytes {
    let mut out = Vec::new();
    for line in serde_json::Deserializer::from_slice(&lines.0).into_iter::<serde_json::Map<_, _>>() {
        let members =
            line.expect("JSON").into_iter().filter_map(|(name, value): (String, serde_json::Value)| {
                let text = value.as_str().unwrap_or_default();
                let value = if text.parse::<i64>().is_ok() { text.to_owned() } else { value.to_string() };
                let escaped = value.chars().map(|letter| match u32::from(letter) {
                    0..0x80 => letter.to_string(),
                    point => format!("\\u{point:04x}"),
                });
                (!text.is_empty()).then(|| format!("\"{name}\":{}", escaped.collect::<String>()))
            });
        out.extend_from_slice(format!("{{{}}}\n", members.collect::<Vec<_>>().join(",")).as_bytes());
    }
    Bytes(out.into())
}
