//! Parquet files as they are, and damaged ones.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch,
    StringArray, TimestampMillisecondArray,
};
use arrow_schema::{Field, Schema};
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::data_type::Int32Type;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use qualify_plan::{Date, Decimal, Plan, Reading, Type, Value};

use crate::testing::{columns, fact, fact_with, plan, strings};
use crate::{Cell, LeadBatch, LeadOptions, LeadReader, Place, Table, TableError};

/// A Parquet file of these columns, in groups of so many rows.
pub(crate) fn parquet_of(columns: &[(&str, ArrayRef)], group: usize, is_dictionary: bool) -> Bytes {
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group))
        .set_dictionary_enabled(is_dictionary)
        .build();
    written(columns, properties)
}

fn written(columns: &[(&str, ArrayRef)], properties: WriterProperties) -> Bytes {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.iter().map(|(_, array)| Arc::clone(array)).collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes.into()
}

fn open(bytes: impl Into<Bytes>) -> Result<Table, TableError> {
    Table::of_parquet(bytes.into(), "leads.parquet", |_| {})
}

/// A file of so many leads with columns of most kinds, every third cell empty.
fn leads(rows: usize, properties: WriterProperties) -> Bytes {
    let gap = |row: &usize| !row.is_multiple_of(3);
    let ids: Vec<String> = (0..rows).map(|row| format!("L-{row}")).collect();
    let words = ["Retail", "software", "Mining", "?"];
    let industries: Vec<Option<&str>> =
        (0..rows).map(|row| Some(words[row % 4]).filter(|_| gap(&row))).collect();
    let numbers = || (0..rows).map(|row| Some(row as i64).filter(|_| gap(&row)));
    let array_columns: [(&str, ArrayRef); 8] = [
        ("id", Arc::new(StringArray::from(ids))),
        ("industry", Arc::new(StringArray::from(industries))),
        ("downloads", Arc::new(Int64Array::from_iter(numbers()))),
        ("budget", Arc::new(Float64Array::from_iter(numbers().map(|n| Some(n? as f64 / 4.0))))),
        (
            "revenue",
            Arc::new(Decimal128Array::from_iter(numbers().map(|n| Some(i128::from(n?) * 10_000_000_000)))),
        ),
        ("since", Arc::new(Date32Array::from_iter(numbers().map(|n| i32::try_from(n?).ok())))),
        ("customer", Arc::new(BooleanArray::from_iter(numbers().map(|n| Some(n? % 2 == 0))))),
        ("seen", Arc::new(TimestampMillisecondArray::from_iter(numbers().map(|n| Some(n? * 100_000_000))))),
    ];
    written(&array_columns, properties)
}

/// A file of one column of texts, plainly written.
fn texts(texts: &[Option<String>]) -> Bytes {
    let properties =
        WriterProperties::builder().set_dictionary_enabled(false).set_data_page_row_count_limit(100);
    written(&[("name", Arc::new(StringArray::from(texts.to_vec())))], properties.build())
}

#[test]
fn texts_stand_where_they_were_written() {
    let text = |row: usize| match row % 7 {
        0 => None,
        1 => Some("é".repeat(row % 90)),
        2 => Some("x".repeat(row)),
        _ => Some(format!("ana {row}")),
    };
    for rows in [1, 99, 130, 300] {
        let all: Vec<Option<String>> = (0..rows).map(text).collect();
        let plan = plan(vec![fact("name", Type::Text)]);
        for most in [1, 60, 128, 1_000] {
            let mut reader =
                LeadReader::new(&plan, open(texts(&all)).unwrap(), &LeadOptions::default()).unwrap();
            let (mut batch, mut read) = (LeadBatch::new(&plan), Vec::new());
            while reader.fill(&mut batch, most).unwrap() {
                read.extend((0..batch.leads()).map(|lead| batch.record(&plan, lead).values[0].clone()));
            }
            let told = all.iter().map(|text| text.clone().filter(|text| !text.is_empty()).map(Value::Text));
            assert_eq!(read, told.collect::<Vec<_>>(), "{rows} rows, {most} at a time");
        }
    }
}

#[test]
fn what_is_no_text_is_told() {
    // The second makes a letter of the last byte of one text and the length of the next.
    for (bad, next) in [(b"\xC3(", "a".to_owned()), (b"a\xC3", "a".repeat(128))] {
        let mut bytes = texts(&[Some("??".into()), Some(next)]).to_vec();
        for at in memchr::memmem::find_iter(&bytes.clone(), "??") {
            bytes[at..at + 2].copy_from_slice(bad);
        }
        let plan = plan(vec![fact("name", Type::Text)]);
        let mut reader = LeadReader::new(&plan, open(bytes).unwrap(), &LeadOptions::default()).unwrap();
        let read = reader.fill(&mut LeadBatch::new(&plan), 10);
        assert!(read.is_err(), "{read:?}");
    }
}

fn lead_plan() -> Plan {
    plan(vec![
        fact("industry", Type::Text),
        fact_with("customer", Type::YesNo, Reading { required: true, ..Reading::default() }),
        fact("downloads", Type::Count),
        fact("budget", Type::Number),
        fact("revenue", Type::Number),
        fact("since", Type::Date),
        fact("seen", Type::Date),
        fact_with("name", Type::Text, columns(&["Full Name", "ID"])),
    ])
}

fn key() -> LeadOptions {
    LeadOptions { key: Some("id".into()), ..LeadOptions::default() }
}

/// Reads the whole file side by side; how many leads there are.
fn count(bytes: Bytes) -> Result<usize, TableError> {
    let plan = lead_plan();
    let mut reader = LeadReader::new(&plan, open(bytes)?, &key())?;
    let mut batch = LeadBatch::new(&plan);
    let mut leads = 0;
    while reader.fill(&mut batch, 100)? {
        leads += batch.leads();
    }
    Ok(leads)
}

fn all_properties() -> Vec<WriterProperties> {
    let start = || {
        WriterProperties::builder().set_max_row_group_row_count(Some(120)).set_data_page_row_count_limit(50)
    };
    vec![
        start().build(),
        start().set_compression(Compression::SNAPPY).set_writer_version(WriterVersion::PARQUET_2_0).build(),
        start()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_page_size_limit(20)
            .build(),
        start()
            .set_compression(Compression::GZIP(GzipLevel::default()))
            .set_dictionary_enabled(false)
            .build(),
        start().set_compression(Compression::LZ4_RAW).build(),
        start()
            .set_dictionary_enabled(false)
            .set_column_encoding(ColumnPath::from("id"), Encoding::DELTA_BYTE_ARRAY)
            .set_column_encoding(ColumnPath::from("industry"), Encoding::DELTA_LENGTH_BYTE_ARRAY)
            .set_column_encoding(ColumnPath::from("downloads"), Encoding::DELTA_BINARY_PACKED)
            .set_column_encoding(ColumnPath::from("budget"), Encoding::BYTE_STREAM_SPLIT)
            .build(),
        start()
            .set_dictionary_enabled(false)
            .set_writer_version(WriterVersion::PARQUET_2_0)
            .set_column_encoding(ColumnPath::from("industry"), Encoding::DELTA_BYTE_ARRAY)
            .set_column_encoding(ColumnPath::from("id"), Encoding::DELTA_LENGTH_BYTE_ARRAY)
            .build(),
    ]
}

#[test]
fn every_way_of_writing_gives_the_same_leads() {
    let records = |bytes| {
        let plan = lead_plan();
        let reader = LeadReader::new(&plan, open(bytes).unwrap(), &key()).unwrap();
        reader.map(Result::unwrap).collect::<Vec<_>>()
    };
    let mut all = all_properties().into_iter().map(|properties| leads(300, properties));
    let first = records(all.next().unwrap());
    assert_eq!(first.len(), 300);
    let number = |n: i64| Decimal::whole(n).map(Value::Number);
    let day = |n| Some(Value::Date(Date::from_day_number(n)));
    let text = |text: &str| Some(Value::Text(text.into()));
    let values = [
        text("retail"),
        Some(Value::YesNo(true)),
        number(4),
        number(1),
        number(4),
        day(4),
        day(4),
        text("l-4"),
    ];
    assert_eq!(first[4].values, values);
    assert_eq!((first[4].key.as_str(), first[4].line), ("L-4", 5));
    assert_eq!(first[3].required_missing.len(), 1);
    assert!(all.all(|bytes| records(bytes.clone()) == first && count(bytes) == Ok(300)));
}

#[test]
fn leads_come_in_batches_that_end_where_groups_do() {
    let plan = lead_plan();
    let table = open(leads(300, all_properties().remove(0))).unwrap();
    let mut reader = LeadReader::new(&plan, table, &key()).unwrap();
    let mut batch = LeadBatch::new(&plan);
    let mut sizes = Vec::new();
    while reader.fill(&mut batch, 100).unwrap() {
        assert_eq!(batch.key(0), format!("L-{}", batch.line(0) - 1));
        sizes.push(batch.leads());
        // Whoever takes leads one by one in between takes the next.
        if sizes.len() == 1 {
            assert_eq!(reader.next().unwrap().unwrap().key, "L-100");
        }
    }
    assert_eq!(sizes, [100, 19, 100, 20, 60]);
    assert_eq!(reader.report().leads, 300);
    assert_eq!(reader.report().first_key.as_deref(), Some("L-0"));
    assert_eq!(reader.table().place(), Place::Row);
}

/// Some writers make a group of no rows of a table that is empty, with a page of a dictionary in it.
#[test]
fn groups_of_no_rows_are_no_damage() {
    let kind = "message leads { optional int32 downloads; }";
    let kind = Arc::new(parquet::schema::parser::parse_message_type(kind).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), kind, Arc::default()).unwrap();
    for values in [&[][..], &[3, 4], &[]] {
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(values, Some(&vec![1; values.len()]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    let bytes = Bytes::from(writer.into_inner().unwrap());
    let plan = plan(vec![fact("downloads", Type::Count)]);
    let reader = LeadReader::new(&plan, open(bytes.clone()).unwrap(), &LeadOptions::default()).unwrap();
    assert_eq!(reader.map(|lead| lead.unwrap().line).collect::<Vec<_>>(), [1, 2]);
    let mut reader = LeadReader::new(&plan, open(bytes).unwrap(), &LeadOptions::default()).unwrap();
    let mut batch = LeadBatch::new(&plan);
    assert!(reader.fill(&mut batch, 9).unwrap() && batch.leads() == 2);
    assert!(!reader.fill(&mut batch, 9).unwrap());
}

#[test]
fn only_columns_of_use_are_read() {
    let plan = plan(vec![fact("downloads", Type::Count)]);
    let table = open(leads(10, all_properties().remove(0))).unwrap();
    let mut reader = LeadReader::new(&plan, table, &LeadOptions::default()).unwrap();
    assert_eq!(reader.columns().unused.len(), 7);
    assert_eq!(reader.next().unwrap().unwrap().key, "1");
    let mut batch = LeadBatch::new(&plan);
    assert!(reader.fill(&mut batch, 3).unwrap());
    assert_eq!((batch.key(0), batch.key(2)), ("2", "4"));
    let mut table = open(leads(10, all_properties().remove(0))).unwrap();
    table.read_only([2].into_iter());
    assert!(table.advance().unwrap() && table.advance().unwrap());
    assert_eq!((table.row().cell(0), table.row().cell(2)), (Cell::Absent, Cell::Text("1")));
    let none =
        LeadReader::new(&crate::testing::plan(vec![fact("x", Type::Text)]), table, &LeadOptions::default());
    assert_eq!(none.unwrap().count(), 8);
}

#[test]
fn keys_are_watched_and_columns_looked_for() {
    let keys: ArrayRef = Arc::new(StringArray::from(vec![Some(" a "), Some("b"), None, Some("a"), Some("")]));
    let bytes = parquet_of(&[("Lead ID", keys), ("id", Arc::new(Int32Array::from(vec![7; 5])))], 2, true);
    let plan = plan(vec![fact_with("x", Type::Number, columns(&["none", " ID "]))]);
    let read = |name: &str| {
        let options = LeadOptions { key: Some(name.into()), ..LeadOptions::default() };
        LeadReader::new(&plan, open(bytes.clone()).unwrap(), &options)
    };
    let mut reader = read("lead id").unwrap();
    let mut batch = LeadBatch::new(&plan);
    let mut all = Vec::new();
    while reader.fill(&mut batch, 100).unwrap() {
        all.extend((0..batch.leads()).map(|lead| batch.key(lead).to_owned()));
    }
    assert_eq!(all, strings(&["a", "b", "", "a", ""]));
    assert_eq!((reader.report().without_key.count(), reader.report().repeated_keys.count()), (2, 1));
    assert_eq!(reader.report().repeated_keys.first()[0].line, 4);
    let error = read("Leads ID").err().unwrap().to_string();
    assert!(error.contains("Did you mean `Lead ID`? The file has `Lead ID`, `id`."), "{error}");
}

#[test]
fn says_what_is_wrong_with_a_file() {
    let whole = leads(300, all_properties().remove(1));
    let length = whole.len();
    let mut encrypted = whole.to_vec();
    encrypted[..4].copy_from_slice(b"PARE");
    encrypted[length - 4..].copy_from_slice(b"PARE");
    let mut pages = whole.to_vec();
    pages[4..2_000].fill(0xAA);
    let mut long_footer = whole.to_vec();
    long_footer[length - 8..length - 4].fill(0x7F);
    for (bytes, sentence) in [
        (Vec::new(), "not whole"),
        (b"PAR1PAR1".to_vec(), "not whole"),
        (whole[..length - 1].to_vec(), "not whole"),
        (whole[..length / 2].to_vec(), "not whole"),
        (b"Email,Name\nana@acme.example,Ana\n".to_vec(), "not a Parquet file"),
        (encrypted, "is encrypted"),
        (b"PAR1 and then something else PAR1".to_vec(), "damaged"),
        (long_footer, "damaged"),
        (pages, "damaged ("),
    ] {
        let error = count(bytes.into()).unwrap_err().to_string();
        assert!(error.starts_with("leads.parquet: "), "{error}");
        assert!(error.contains(sentence), "{error}");
    }
}

#[test]
fn damaged_files_are_told_and_nothing_panics() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let files: Vec<Bytes> = all_properties().into_iter().map(|properties| leads(300, properties)).collect();
    let (mut damaged, mut contained) = (0, 0);
    let rounds = if cfg!(debug_assertions) { 1_500 } else { 20_000 };
    for round in 0..rounds {
        let mut bytes = files[round % files.len()].to_vec();
        let length = bytes.len();
        // The list of columns at the end is small and matters most.
        let start = if round % 2 == 0 { length.saturating_sub(3_000) } else { 4 };
        for _ in 0..=random(4) {
            let at = start + random(length - start);
            match random(4) {
                0 => bytes[at] = u8::try_from(random(256)).unwrap(),
                1 => bytes[at] ^= 1 << random(8),
                2 => bytes[at..(at + 8).min(length)].fill(0xFF),
                _ => {
                    let from = random(length - 8);
                    let piece = bytes[from..from + 8].to_vec();
                    let to = at.min(length - 8);
                    bytes[to..to + 8].copy_from_slice(&piece);
                }
            }
        }
        if let Err(error) = count(bytes.into()) {
            damaged += 1;
            contained += u32::from(error.message.contains("contradict"));
        }
    }
    assert!(damaged > rounds / 10, "{damaged} of {rounds} told, {contained} contained");
}
