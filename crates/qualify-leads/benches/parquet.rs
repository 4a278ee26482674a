//! A Parquet file of leads becomes times: what reading one lead costs, against reading its columns and nothing else.
//!
//! `cargo bench -p qualify-leads --bench parquet [-- LEADS]` prints processor nanoseconds for one lead, the least of several
//! rounds in turn: the bare read into arrays with dictionaries kept, and the same columns filled into batches of leads, without
//! and with a column of keys. The leads have 24 columns, as customer databases have them: texts with few and with many spellings,
//! whole numbers, amounts of money, days, yes and no, all but one with gaps.
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark fails loudly, and asks the processor what it did"
)]

use std::hint::black_box;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use qualify_leads::{LeadBatch, LeadOptions, LeadReader, Row, Table, TableOptions};
use qualify_plan::{Choices, Currency, Date, Fact, Plan, Program, Reading, Type};
use qualify_samples::crm24;

const ROUNDS: usize = 7;
const ROWS: usize = 8_192;
/// The column of addresses.
const EMAIL: usize = 2;

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let leads: u64 = asked.unwrap_or(1_000_000);
    for (name, compression) in
        [("snappy", Compression::SNAPPY), ("zstd", Compression::ZSTD(ZstdLevel::default()))]
    {
        let bytes = file(leads, compression);
        println!("{leads} leads, {} bytes each, {name}:", bytes.len() as u64 / leads);
        // The column that is a key is read by whoever joins by it, and by nobody else.
        let (without_key, with_key) = ((1..24).collect::<Vec<_>>(), (0..24).collect::<Vec<_>>());
        let keyed = LeadOptions { key: Some("lead_id".into()), ..LeadOptions::default() };
        let unkeyed = LeadOptions::default();
        // Addresses differ from lead to lead, so each of them has to be read: that is work of its own.
        let few: Vec<usize> = (1..24).filter(|column| *column != EMAIL).collect();
        compare("without addresses", leads, &bytes, &few, &unkeyed);
        compare("with addresses", leads, &bytes, &without_key, &unkeyed);
        compare("and with keys", leads, &bytes, &with_key, &keyed);
    }
}

fn compare(what: &str, leads: u64, bytes: &Bytes, columns: &[usize], options: &LeadOptions) {
    let mut plan = plan();
    plan.fields.retain(|field| {
        columns.iter().any(|column| crm24::COLUMNS.get(*column) == Some(&field.name.as_str()))
    });
    let (mut bare, mut filled) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        bare = bare.min(measured(leads, || read_bare(bytes, columns)));
        filled = filled.min(measured(leads, || fill(bytes, &plan, options)));
    }
    println!(
        "  {what:<18} bare {bare:>6.1} ns a lead   filled {filled:>6.1} ns   {:>5.2} times",
        filled / bare
    );
}

/// Processor nanoseconds for one lead.
fn measured(leads: u64, read: impl Fn() -> u64) -> f64 {
    let before = processor_time();
    assert_eq!(black_box(read()), leads);
    (processor_time() - before) as f64 / leads as f64
}

/// Nanoseconds that this process has worked.
#[cfg(target_os = "linux")]
fn processor_time() -> u64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").expect("Linux tells");
    told.split_whitespace().next().and_then(|time| time.parse().ok()).expect("a number")
}

/// Elsewhere the time on the clock has to do.
#[cfg(not(target_os = "linux"))]
fn processor_time() -> u64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    u64::try_from(START.get_or_init(std::time::Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// As many texts as can be are read as places in a dictionary.
fn read_bare(bytes: &Bytes, columns: &[usize]) -> u64 {
    let plain = ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new()).expect("our file");
    let kept = plain.schema().fields().iter().enumerate().map(|(index, field)| match field.data_type() {
        DataType::Utf8 if index != 0 && field.name() != "email" => {
            let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(field.as_ref().clone().with_data_type(kind))
        }
        _ => Arc::clone(field),
    });
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(kept.collect::<Vec<_>>())));
    let groups = plain.metadata().num_row_groups();
    let asked = ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options).expect("kinds that fit");
    let mut leads = 0;
    for group in 0..groups {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes.clone(), asked.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let builder = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(ROWS);
        for batch in builder.build().expect("a reader") {
            leads += black_box(batch.expect("rows")).num_rows() as u64;
        }
    }
    leads
}

fn fill(bytes: &Bytes, plan: &Plan, options: &LeadOptions) -> u64 {
    let table = Table::of_parquet(bytes.clone(), "leads.parquet", |_| {}).expect("our file");
    let mut reader = LeadReader::new(plan, table, options).expect("columns");
    let mut batch = LeadBatch::new(plan);
    let mut leads = 0;
    while reader.fill(&mut batch, ROWS).expect("rows") {
        leads += black_box(&batch).leads() as u64;
    }
    leads
}

/// The columns of the leads, with their types.
fn plan() -> Plan {
    let choices = |values: &[&str]| {
        Type::Choice(Choices { values: values.iter().map(|value| (*value).into()).collect(), ordered: false })
    };
    let euros = || Type::Money(Currency(*b"EUR"));
    let types = [
        Type::Date,
        Type::Email,
        Type::Text,
        Type::Text,
        Type::Country,
        choices(&[
            "software",
            "computer software",
            "fintech",
            "healthcare",
            "retail",
            "manufacturing",
            "education",
        ]),
        Type::Text,
        Type::Count,
        euros(),
        euros(),
        Type::Count,
        Type::Count,
        Type::Count,
        Type::Count,
        Type::Date,
        Type::Date,
        Type::Date,
        choices(&["free", "trial", "team", "business"]),
        Type::YesNo,
        Type::YesNo,
        Type::YesNo,
        Type::YesNo,
        Type::List(None),
    ];
    let fields = crm24::COLUMNS.iter().skip(1).zip(types).map(|(name, ty)| Fact {
        name: (*name).into(),
        ty,
        label: None,
        owner: None,
        default: None,
        reading: Reading::default(),
    });
    Plan {
        language: 1,
        program: Program::default(),
        fields: fields.collect(),
        events: Vec::new(),
        sets: Vec::new(),
        scores: Vec::new(),
        grades: Vec::new(),
        stages: Vec::new(),
        exits: Vec::new(),
        outcomes: Vec::new(),
        rules: Vec::new(),
        exprs: Vec::new(),
        steps: Vec::new(),
    }
}

/// How a column is kept.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Whole,
    Double,
    Day,
    Flag,
}

fn kinds() -> Vec<Kind> {
    let of_type = |fact: &Fact| match fact.ty {
        Type::Count => Kind::Whole,
        Type::Money(_) => Kind::Double,
        Type::Date => Kind::Day,
        Type::YesNo => Kind::Flag,
        _ => Kind::Text,
    };
    std::iter::once(Kind::Text).chain(plan().fields.iter().map(of_type)).collect()
}

/// The file, written in pieces so that the leads are never in memory as texts all at once.
fn file(leads: u64, compression: Compression) -> Bytes {
    let kinds = kinds();
    let schema = Arc::new(Schema::new(
        crm24::COLUMNS
            .iter()
            .zip(&kinds)
            .map(|(name, kind)| Field::new(*name, data_type(*kind), true))
            .collect::<Vec<_>>(),
    ));
    // As others write: a million rows in a group, and columns that are all different without a dictionary.
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_column_dictionary_enabled("lead_id".into(), false)
        .set_column_dictionary_enabled("email".into(), false)
        .build();
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, Arc::clone(&schema), Some(properties)).expect("a writer");
    let mut csv = Vec::new();
    crm24::write(&mut csv, crm24::Format::Csv, leads, 24).expect("writing to memory");
    let mut table =
        Table::open(Box::new(std::io::Cursor::new(csv)), &TableOptions::named("leads.csv")).expect("CSV");
    let mut columns: Vec<Vec<Option<String>>> = kinds.iter().map(|_| Vec::new()).collect();
    let mut more = true;
    while more {
        more = table.advance().expect("CSV");
        if more {
            add(&mut columns, table.row());
        }
        if columns.first().map_or(0, Vec::len) == 65_536 || !more {
            let arrays =
                columns.iter_mut().zip(&kinds).map(|(column, kind)| array(std::mem::take(column), *kind));
            let batch =
                RecordBatch::try_new(Arc::clone(&schema), arrays.collect()).expect("columns of one length");
            writer.write(&batch).expect("rows");
        }
    }
    writer.close().expect("a footer");
    bytes.into()
}

fn add(columns: &mut [Vec<Option<String>>], row: Row<'_>) {
    for (index, column) in columns.iter_mut().enumerate() {
        let text = row.cell(index).text();
        column.push((!text.is_empty()).then(|| text.to_owned()));
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Whole => DataType::Int32,
        Kind::Double => DataType::Float64,
        Kind::Day => DataType::Date32,
        Kind::Flag => DataType::Boolean,
    }
}

fn array(cells: Vec<Option<String>>, kind: Kind) -> ArrayRef {
    let cells = cells.iter().map(Option::as_deref);
    match kind {
        Kind::Text => Arc::new(StringArray::from_iter(cells)),
        Kind::Whole => Arc::new(Int32Array::from_iter(cells.map(|cell| cell?.parse::<i32>().ok()))),
        Kind::Double => Arc::new(Float64Array::from_iter(cells.map(|cell| cell?.parse::<f64>().ok()))),
        Kind::Day => {
            Arc::new(Date32Array::from_iter(cells.map(|cell| Some(Date::parse(cell?)?.day_number()))))
        }
        Kind::Flag => {
            Arc::new(BooleanArray::from_iter(cells.map(|cell| Some(matches!(cell?, "yes" | "true")))))
        }
    }
}
