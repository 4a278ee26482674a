//! The words of a command line into invented files.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use qualify_samples::crm24::{self, Format};
use qualify_samples::packs::{self, PACKS, Pack};
use qualify_samples::read;
use qualify_samples::visits;

const HELP: &str = "\
qualify-samples writes invented leads, the same ones every time.

  qualify-samples packs rules/           rewrite the sample files of every pack in rules/
  qualify-samples pack exporter rules/   rewrite those of one pack
  qualify-samples leads --rows 1000000 --columns crm24 --seed 1 -o leads.csv
                                         a large file for measuring; --format jsonl for JSON Lines
  qualify-samples visits --rows 10000000 --leads 1000000 --seed 1 -o visits.csv
                                         events of such leads, joined by their column lead_id
  qualify-samples read leads.csv         read every cell, keep none, print how many: the peer of a measurement
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// Does what the words say; what is to be printed, or what is wrong.
fn run(words: &[&str]) -> Result<String, String> {
    match words {
        ["packs", folder] => PACKS.iter().map(|pack| write_pack(*pack, Path::new(folder))).collect(),
        ["pack", name, folder] => {
            let pack =
                packs::named(name).ok_or_else(|| format!("There is no pack called `{name}`.\n\n{HELP}"))?;
            write_pack(pack, Path::new(folder))
        }
        ["leads", options @ ..] => write_leads(&Order::read(options, Path::new("leads.csv"))?),
        ["visits", options @ ..] => write_visits(&Order::read(options, Path::new("visits.csv"))?),
        ["read", file] => read_file(Path::new(file)),
        [] | ["help" | "--help" | "-h"] => Ok(HELP.to_owned()),
        [first, ..] => Err(format!(
            "`{first}` is not what I know how to do, or something is missing after it.\n\n{HELP}"
        )),
    }
}

#[expect(clippy::disallowed_methods, reason = "a development tool whose work is writing files")]
fn write_pack(pack: Pack, folder: &Path) -> Result<String, String> {
    let mut said = String::new();
    for file in (pack.files)() {
        let path = folder.join(pack.name).join(file.name);
        std::fs::write(&path, &file.bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        said.push_str(&format!("{} {}\n", file.bytes.len(), path.display()));
    }
    Ok(said)
}

/// What `leads` or `visits` was asked for.
struct Order<'a> {
    rows: u64,
    /// How many leads the visits are of.
    leads: u64,
    seed: u64,
    format: Format,
    path: &'a Path,
}

impl<'a> Order<'a> {
    fn read(options: &[&'a str], path: &'a Path) -> Result<Self, String> {
        let mut order = Self { rows: 1_000_000, leads: 1_000_000, seed: 1, format: Format::Csv, path };
        for pair in options.chunks(2) {
            match *pair {
                ["--rows", rows] => order.rows = number(rows)?,
                ["--leads", leads] => order.leads = number(leads)?,
                ["--seed", seed] => order.seed = number(seed)?,
                ["--columns", "crm24"] => {}
                ["--format", "csv"] => order.format = Format::Csv,
                ["--format", "jsonl"] => order.format = Format::JsonLines,
                ["-o", path] => order.path = Path::new(path),
                _ => return Err(format!("I can't read `{}`.\n\n{HELP}", pair.join(" "))),
            }
        }
        Ok(order)
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.replace('_', "").parse().map_err(|_| format!("`{text}` should be a whole number, such as 1000000."))
}

#[expect(clippy::disallowed_methods, reason = "a development tool whose work is writing files")]
fn write_leads(order: &Order<'_>) -> Result<String, String> {
    let told = |error: io::Error| format!("{}: {error}", order.path.display());
    let mut out = BufWriter::with_capacity(1 << 20, File::create(order.path).map_err(told)?);
    crm24::write(&mut out, order.format, order.rows, order.seed).and_then(|()| out.flush()).map_err(told)?;
    Ok(format!("{} leads in {}\n", order.rows, order.path.display()))
}

#[expect(clippy::disallowed_methods, reason = "a development tool whose work is writing files")]
fn write_visits(order: &Order<'_>) -> Result<String, String> {
    let told = |error: io::Error| format!("{}: {error}", order.path.display());
    let mut out = BufWriter::with_capacity(1 << 20, File::create(order.path).map_err(told)?);
    visits::write(&mut out, order.rows, order.leads, order.seed).and_then(|()| out.flush()).map_err(told)?;
    Ok(format!("{} visits in {}\n", order.rows, order.path.display()))
}

#[expect(clippy::disallowed_methods, reason = "a development tool that measures reading")]
fn read_file(path: &Path) -> Result<String, String> {
    let told = |error: String| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| told(error.to_string()))?;
    let counts =
        read::count(BufReader::with_capacity(1 << 20, file)).map_err(|error| told(error.to_string()))?;
    Ok(format!("{} rows, {} cells, {} bytes in cells\n", counts.rows, counts.cells, counts.bytes))
}
