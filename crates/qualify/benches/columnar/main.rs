//! Generated leads become times: what a lead costs in batches, from its row to its verdict, step by step.
//!
//! `cargo bench -p qualify --bench columnar [-- ROWS] [RULES...]` generates leads of 24 columns, reads them as CSV from memory and
//! judges them by `tests/bench/crm24.rules`, or by the files that are named. It prints nanoseconds a lead of one thread: to read
//! them into columns, to find results alone, to find verdicts, and to write their cells.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark reads files, asks the clock, and fails loudly"
)]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

use qualify::eval::Columnar;
use qualify::eval::csv::Column;
use qualify::leads::{LeadBatch, LeadOptions, LeadReader, Table, TableOptions};
use qualify::plan::{Date, Plan};
use qualify_samples::crm24;

/// Leads judged at once.
const AT_ONCE: [usize; 4] = [1_024, 2_048, 4_096, 8_192];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let rows = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let named: Vec<&String> = words.iter().filter(|word| word.ends_with(".rules")).collect();
    let usual =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bench/crm24.rules").display().to_string();
    let files = if named.is_empty() { vec![&usual] } else { named };
    let mut text = Vec::new();
    crm24::write(&mut text, crm24::Format::Csv, rows, 1).expect("memory takes what is written");
    for file in files {
        println!("{file}, {rows} leads, ns a lead");
        let plan = compiled(file);
        AT_ONCE.iter().for_each(|at_once| measure(&plan, &text, *at_once));
    }
}

fn compiled(file: &str) -> Plan {
    let text = std::fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let compilation = qualify::compile(&BTreeMap::from([("bench.rules".to_owned(), text)]), "bench.rules");
    let first = compilation.diagnostics.first().map(|diagnostic| format!("{diagnostic:?}"));
    compilation.program.unwrap_or_else(|| panic!("{first:?}")).plan
}

/// Nanoseconds of each step, batch by batch.
#[derive(Default)]
struct Steps {
    read: Vec<f64>,
    results: Vec<f64>,
    verdicts: Vec<f64>,
    cells: Vec<f64>,
}

fn measure(plan: &Plan, text: &[u8], at_once: usize) {
    let table = Table::open(Box::new(Cursor::new(text.to_vec())), &TableOptions::named("leads.csv"));
    let options = LeadOptions { key: Some("lead_id".to_owned()), ..LeadOptions::default() };
    let mut reader =
        LeadReader::new(plan, table.expect("a table"), &options).unwrap_or_else(|error| panic!("{error}"));
    let mut batch = LeadBatch::new(plan);
    let mut columnar = Columnar::new(plan, Date::parse("2026-03-02").expect("a date"));
    let (mut steps, mut cells) = (Steps::default(), String::new());
    let told = [Column::Result, Column::CouldBe, Column::Status, Column::Scores, Column::Outcomes];
    while timed(&mut steps.read, || reader.fill(&mut batch, at_once))
        .unwrap_or_else(|error| panic!("{error}"))
    {
        batch.columns.with_batch(|batch| {
            timed(&mut steps.results, || drop(columnar.results(batch)));
            let verdicts = timed(&mut steps.verdicts, || columnar.verdicts(batch));
            timed(&mut steps.cells, || {
                for lead in 0..batch.leads {
                    cells.clear();
                    told.iter().for_each(|column| verdicts.write_cell(lead, *column, &mut cells));
                }
            });
        });
    }
    let each = |step: Vec<f64>| median(step) / at_once as f64;
    println!(
        "  {at_once:>5} at once: read {:>6.1}   results {:>6.1}   verdicts {:>6.1}   their cells {:>6.1}",
        each(steps.read),
        each(steps.results),
        each(steps.verdicts),
        each(steps.cells)
    );
}

fn timed<T>(all: &mut Vec<f64>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    all.push(start.elapsed().as_nanos() as f64);
    done
}

/// The median: what others do on the machine disturbs few batches.
fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}
