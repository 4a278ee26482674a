//! The same values in Parquet, kept as what they are and as texts, and in CSV: the same leads.

use std::sync::Arc;

use arrow_array::types::{Decimal128Type, Decimal256Type};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Date64Array, Decimal128Array, Decimal256Array,
    Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray,
    PrimitiveArray, StringArray, StringViewArray, StructArray, TimestampMicrosecondArray,
    TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use arrow_buffer::i256;
use arrow_schema::{DataType, Field};
use bytes::Bytes;
use proptest::prelude::*;
use qualify_plan::{Currency, Date, Decimal, Fact, FieldId, Plan, Reading, Type, Value};

use crate::table::parquet_of;
use crate::testing::{choice, fact_with, open_with, plan, strings};
use crate::{
    Cell, Encoding, Format, LeadBatch, LeadOptions, LeadReader, Record, Table, TableOptions, Unreadable, Zone,
};

/// Values of one column as they are kept, and as each is written in text.
#[derive(Debug, Clone)]
struct Kept {
    array: ArrayRef,
    texts: Vec<Option<String>>,
}

fn kept<T: Clone, A: arrow_array::Array + 'static>(
    values: &[Option<T>],
    array: impl FnOnce(Vec<Option<T>>) -> A,
    text: impl Fn(&T) -> String,
) -> Kept {
    Kept {
        array: Arc::new(array(values.to_vec())),
        texts: values.iter().map(|value| value.as_ref().map(&text)).collect(),
    }
}

/// Digits with a point before the last `scale`.
fn decimal_text(number: i128, scale: usize) -> String {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn day_text(day: i32) -> String {
    Date::from_day_number(day).to_string()
}

fn moment_text(second: i64, zone: &str) -> String {
    let (day, second) = (second.div_euclid(86_400), second.rem_euclid(86_400));
    let day = day_text(i32::try_from(day).unwrap());
    format!("{day}T{:02}:{:02}:{:02}{zone}", second / 3_600, second / 60 % 60, second % 60)
}

fn column<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + 'static,
    rows: usize,
) -> BoxedStrategy<Vec<Option<T>>> {
    prop::collection::vec(prop::option::weighted(0.8, value), rows).boxed()
}

fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![
        -2..4_i64,
        -1_000_000..1_000_000_i64,
        Just(99_999_999_999_999),
        Just(100_000_000_000_000),
        Just(-99_999_999_999_999),
        any::<i64>(),
    ]
}

fn double() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-100_000_000..100_000_000_i64).prop_map(|n| n as f64 / 10_000.0),
        (-100_000_000_000..100_000_000_000_i64).prop_map(|n| n as f64 / 100_000.0),
        (0..20_000_000_i64).prop_map(|n| (n as f64 + 0.5) / 10_000.0),
        (-1_000..1_000_i64).prop_map(|n| n as f64),
        (0..i64::MAX).prop_map(|n| n as f64 / 10_000.0),
        any::<f64>().prop_map(|x| x % 1e16),
        any::<f64>(),
        Just(-0.0),
        Just(99_999_999_999_999.99),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let words =
        ["Software", "retail", " RETAIL ", "select", "", "x", "yes", "No", "0", "-1", "1.5", "80%", "EUR 5"];
    let more =
        ["2026-03-02", "2026-03-02T23:30:00Z", "US", "no", "a@b.example", "a;b", "[]", "Straße", "1,200"];
    prop_oneof![
        prop::sample::select([words.as_slice(), more.as_slice()].concat()).prop_map(str::to_owned),
        "[ a-cA-C0-9.;@-]{0,6}",
    ]
}

/// Columns of all kinds whose values can be written in CSV.
fn any_column(rows: usize) -> BoxedStrategy<Kept> {
    const LAST: i64 = 253_402_300_799;
    let second = || prop_oneof![-62_167_219_200..=LAST, 1_700_000_000..1_800_000_000_i64];
    let milli = |zone: Option<&'static str>| {
        column(second(), rows).prop_map(move |values| {
            kept(
                &values,
                |values| {
                    let millis = values.into_iter().map(|second| Some(second? * 1_000));
                    TimestampMillisecondArray::from_iter(millis).with_timezone_opt(zone)
                },
                |second| moment_text(*second, zone.map_or("", |_| "Z")),
            )
        })
    };
    prop_oneof![
        column(whole(), rows).prop_map(|v| kept(&v, Int64Array::from, i64::to_string)),
        column(any::<i32>(), rows).prop_map(|v| kept(&v, Int32Array::from, i32::to_string)),
        column(any::<i8>(), rows).prop_map(|v| kept(&v, Int8Array::from, i8::to_string)),
        column(any::<u64>(), rows).prop_map(|v| kept(&v, UInt64Array::from, u64::to_string)),
        column(double(), rows).prop_map(|v| kept(&v, Float64Array::from, double_text)),
        column(double().prop_map(|x| x as f32), rows).prop_map(|v| kept(&v, Float32Array::from, |x| {
            if x.abs() >= 1e21 && x.is_finite() { format!("{x:e}") } else { x.to_string() }
        })),
        (column(whole().prop_map(i128::from), rows), 0..9_u8).prop_map(|(v, scale)| kept(
            &v,
            |v| with_scale::<Decimal128Type>(Decimal128Array::from(v), 38, scale),
            |n| decimal_text(*n, usize::from(scale))
        )),
        (column(whole().prop_map(i128::from), rows), 0..9_u8).prop_map(|(v, scale)| kept(
            &v,
            |v| {
                let wide = v.into_iter().map(|n| n.map(i256::from_i128));
                with_scale::<Decimal256Type>(Decimal256Array::from_iter(wide), 76, scale)
            },
            |n| decimal_text(*n, usize::from(scale))
        )),
        column(any::<bool>(), rows).prop_map(|v| kept(&v, BooleanArray::from, bool::to_string)),
        column(-719_528..2_932_897_i32, rows).prop_map(|v| kept(&v, Date32Array::from, |day| day_text(*day))),
        column(20_510..20_520_i32, rows).prop_map(|v| kept(&v, Date32Array::from, |day| day_text(*day))),
        column(-719_528..2_932_897_i32, rows).prop_map(|v| kept(
            &v,
            |v| Date64Array::from_iter(v.into_iter().map(|day| Some(i64::from(day?) * 86_400_000))),
            |day| day_text(*day)
        )),
        milli(None),
        milli(Some("UTC")),
        milli(Some("Europe/Oslo")),
        column(second(), rows).prop_map(|v| kept(&v, TimestampSecondArray::from, |s| moment_text(*s, ""))),
        column(second(), rows).prop_map(|v| kept(
            &v,
            |v| TimestampMicrosecondArray::from_iter(v.into_iter().map(|s| Some(s? * 1_000_000)))
                .with_timezone("UTC"),
            |s| moment_text(*s, "Z")
        )),
        column(1_700_000_000..1_800_000_000_i64, rows).prop_map(|v| kept(
            &v,
            |v| TimestampNanosecondArray::from_iter(v.into_iter().map(|s| Some(s? * 1_000_000_000))),
            |s| moment_text(*s, "")
        )),
        column(text(), rows).prop_map(|v| kept(&v, StringArray::from, String::clone)),
        column(text(), rows).prop_map(|v| kept(&v, LargeStringArray::from, String::clone)),
        column(text(), rows).prop_map(|v| kept(&v, StringViewArray::from_iter, String::clone)),
        column(text(), rows).prop_map(|v| kept(&v, |v| BinaryArray::from_iter(v.into_iter()), String::clone)),
        Just(Kept { array: Arc::new(NullArray::new(rows)), texts: vec![None; rows] }),
    ]
    .boxed()
}

fn double_text(x: &f64) -> String {
    if x.abs() >= 1e21 && x.is_finite() { format!("{x:e}") } else { x.to_string() }
}

fn with_scale<T: arrow_array::types::DecimalType>(
    array: PrimitiveArray<T>,
    precision: u8,
    scale: u8,
) -> PrimitiveArray<T> {
    array.with_precision_and_scale(precision, i8::try_from(scale).unwrap()).unwrap()
}

fn any_type() -> impl Strategy<Value = Type> {
    prop::sample::select(vec![
        Type::Number,
        Type::Count,
        Type::Percent,
        Type::Money(Currency(*b"EUR")),
        Type::Date,
        Type::YesNo,
        Type::Text,
        Type::Email,
        Type::Country,
        choice(&["software", "retail", "0", "true"]),
        Type::List(None),
    ])
}

fn any_reading(ty: Type) -> impl Strategy<Value = Fact> {
    let words =
        ["-1", "0", "1.5", "1.50", "select", "true", "2026-03-02", "2026-03-02T23:30:00Z", "NaN", "80%"];
    let empty = match ty {
        Type::Number | Type::Count | Type::Percent | Type::Money(_) => Decimal::whole(7).map(Value::Number),
        Type::Date => Some(Value::Never),
        Type::YesNo => Some(Value::YesNo(false)),
        Type::Text => Some(Value::Text("none".into())),
        _ => None,
    };
    let missing = prop::collection::vec(prop::sample::select(words.to_vec()), 0..3);
    (missing, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        move |(missing, is_empty, required, yes)| {
            let reading = Reading {
                missing_when: strings(&missing),
                empty_means: empty.clone().filter(|_| is_empty),
                required,
                yes_when: (yes && ty == Type::YesNo).then(|| strings(&["true", "1", "x"])),
                ..Reading::default()
            };
            fact_with("f", ty.clone(), reading)
        },
    )
}

fn any_fact() -> impl Strategy<Value = Fact> {
    any_type().prop_flat_map(any_reading)
}

fn csv(columns: &[(&str, &[Option<String>])], rows: usize) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    writer.write_record(columns.iter().map(|(name, _)| *name)).unwrap();
    for row in 0..rows {
        writer.write_record(columns.iter().map(|(_, texts)| texts[row].as_deref().unwrap_or(""))).unwrap();
    }
    writer.into_inner().unwrap()
}

fn options(zone: &str) -> LeadOptions {
    LeadOptions { key: Some("id".into()), zone: Zone::named(zone).unwrap() }
}

fn one_by_one(plan: &Plan, table: Table, zone: &str) -> Vec<Record> {
    let reader = LeadReader::new(plan, table, &options(zone)).unwrap();
    reader.map(|record| Record { line: 0, ..record.unwrap() }).collect()
}

/// The leads of batches of at most so many.
fn side_by_side(plan: &Plan, table: Table, zone: &str, most: usize) -> Vec<Record> {
    in_batches(plan, LeadReader::new(plan, table, &options(zone)).unwrap(), most)
}

fn in_batches(plan: &Plan, mut reader: LeadReader, most: usize) -> Vec<Record> {
    let mut batch = LeadBatch::new(plan);
    let mut records = Vec::new();
    while reader.fill(&mut batch, most).unwrap() {
        for lead in 0..batch.leads() {
            let of_lead = batch.unreadable.iter().filter(|cell| cell.lead == lead);
            let unreadable = of_lead.map(|cell| Unreadable {
                name: plan.fields[cell.field.index()].name.clone(),
                text: cell.text.clone(),
            });
            let required = batch.required_missing.iter().filter(|(at, _)| *at == lead);
            records.push(Record {
                key: batch.key(lead).to_owned(),
                line: 0,
                values: batch.columns.with_batch(|batch| batch.lead(lead).values),
                unreadable: unreadable.collect(),
                required_missing: required.map(|(_, field)| *field).collect(),
            });
        }
    }
    records
}

/// Addresses, and texts that are none.
fn address() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        6 => "[a-zA-Z.]{1,30}@[a-bA-B]{1,2}\\.example".prop_map(Some),
        1 => "[a-z]{0,3}@{0,2}[a-zA-Z.é ]{0,40}".prop_map(Some),
        1 => prop::sample::select(vec!["n/a", "None@Acme.example", "none@acme.example", " ana@acme.example "]).prop_map(|text| Some(text.to_owned())),
        1 => Just(None),
    ]
}

/// A lead whose addresses say nothing but their domain.
fn without_names(mut lead: Record) -> Record {
    for value in lead.values.iter_mut().flatten() {
        if let Value::Text(address) = value {
            *address = address.split_once('@').unwrap().1.to_owned();
        }
    }
    lead
}

fn keys(rows: usize) -> Vec<Option<String>> {
    (0..rows).map(|row| Some(format!("L-{row}"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 4_000 }))]

    #[test]
    fn the_kind_of_a_column_does_not_change_what_is_read(
        (rows, first, second) in prop_oneof![4 => 1_usize..40, 1 => 60_usize..200].prop_flat_map(|rows| (Just(rows), any_column(rows), any_column(rows))),
        (one, other) in (any_fact(), any_fact()),
        (group, most) in (1_usize..150, 1_usize..150),
        zone in prop::sample::select(vec!["UTC", "Europe/Oslo", "America/New_York"]),
        dictionary in any::<bool>(),
    ) {
        let facts = vec![Fact { name: "a".into(), ..one }, Fact { name: "b".into(), ..other }];
        let plan = plan(facts);
        let ids = keys(rows);
        let id: ArrayRef = Arc::new(StringArray::from(ids.clone()));
        let typed = || parquet_of(&[("id", Arc::clone(&id)), ("a", Arc::clone(&first.array)), ("b", Arc::clone(&second.array))], group, dictionary);
        let texts = |kept: &Kept| Arc::new(StringArray::from(kept.texts.clone())) as ArrayRef;
        let as_texts = parquet_of(&[("b", texts(&second)), ("a", texts(&first)), ("id", Arc::clone(&id))], group, dictionary);
        let text = csv(&[("id", &ids), ("a", &first.texts), ("b", &second.texts)], rows);
        let open = |bytes: Bytes| Table::of_parquet(bytes, "leads.parquet", |_| {}).unwrap();
        let delimited = TableOptions { format: Format::Csv, delimiter: Some(b','), encoding: Encoding::Utf8, name: "leads.csv".into() };
        let expected = one_by_one(&plan, open_with(text, &delimited).unwrap(), zone);
        prop_assert_eq!(&side_by_side(&plan, open(typed()), zone, most), &expected);
        prop_assert_eq!(&one_by_one(&plan, open(typed()), zone), &expected);
        prop_assert_eq!(&side_by_side(&plan, open(as_texts.clone()), zone, most), &expected);
        prop_assert_eq!(&one_by_one(&plan, open(as_texts), zone), &expected);
    }

    /// Where only domains are of use, another address may stand for one, but only with the same domain, and what is no address is told
    /// all the same.
    #[test]
    fn addresses_are_others_with_the_same_domain(
        texts in prop::collection::vec(address(), 1..200),
        missing_when in prop::sample::select(vec![vec![], vec!["n/a"], vec!["none@acme.example", "n/a"]]),
        required in any::<bool>(),
        dictionary in any::<bool>(),
        most in 1_usize..150,
    ) {
        let missing_when = missing_when.into_iter().map(String::from).collect();
        let plan = plan(vec![fact_with("a", Type::Email, Reading { required, missing_when, ..Reading::default() })]);
        let ids = keys(texts.len());
        let [id, array]: [ArrayRef; 2] =
            [Arc::new(StringArray::from(ids.clone())), Arc::new(StringArray::from(texts.clone()))];
        let parquet = parquet_of(&[("id", id), ("a", array)], 130, dictionary);
        let delimited = TableOptions { format: Format::Csv, delimiter: Some(b','), encoding: Encoding::Utf8, name: "".into() };
        let csv = csv(&[("id", &ids), ("a", &texts)], texts.len());
        let parquet = || Table::of_parquet(parquet.clone(), "", |_| {}).unwrap();
        let csv = || open_with(csv.clone(), &delimited).unwrap();
        let by_domain = |table: Table| {
            let mut reader = LeadReader::new(&plan, table, &options("UTC")).unwrap();
            reader.need_only_domains_of(&[FieldId::from_index(0)]);
            in_batches(&plan, reader, most)
        };
        let expected: Vec<Record> = one_by_one(&plan, csv(), "UTC").into_iter().map(without_names).collect();
        for read in [by_domain(csv()), by_domain(parquet())] {
            prop_assert_eq!(&read.into_iter().map(without_names).collect::<Vec<_>>(), &expected);
        }
    }

    #[test]
    fn doubles_are_read_as_their_text(number in double()) {
        let typed: ArrayRef = Arc::new(Float64Array::from(vec![number]));
        let id: ArrayRef = Arc::new(StringArray::from(vec!["1"]));
        let plan = plan(vec![fact_with("a", Type::Number, Reading::default())]);
        let table = Table::of_parquet(parquet_of(&[("id", id), ("a", typed)], 1, false), "", |_| {}).unwrap();
        let read = side_by_side(&plan, table, "UTC", 1);
        let expected = Decimal::parse_rounded(&number.to_string()).map(|(number, _)| Value::Number(number));
        prop_assert_eq!(&read[0].values[0], &expected);
    }
}

/// Texts of which many come again in the groups that follow, some, and none: as in CSV.
#[test]
fn texts_that_come_again_in_other_groups_are_the_same() {
    let reading = Reading { required: true, missing_when: vec!["n/a".into()], ..Reading::default() };
    let plan = plan(vec![fact_with("a", Type::Email, reading)]);
    for new_in_each in [0, 100, 900] {
        let text = |row: usize| match row % 10_000 % 1_240 + row / 10_000 * new_in_each {
            number if number.is_multiple_of(17) => Some(format!("Größe {number}")),
            number if number.is_multiple_of(13) => Some("N/A".to_owned()),
            number if number.is_multiple_of(11) => None,
            number => Some(format!("Ana.{number}@Acme{}.Example", number % 7)),
        };
        let texts: Vec<Option<String>> = (0..40_000).map(text).collect();
        let ids = keys(texts.len());
        let arrays: [ArrayRef; 2] =
            [Arc::new(StringArray::from(ids.clone())), Arc::new(StringArray::from(texts.clone()))];
        let [id, array] = arrays;
        let table = Table::of_parquet(parquet_of(&[("id", id), ("a", array)], 10_000, true), "", |_| {});
        let delimited = TableOptions {
            format: Format::Csv,
            delimiter: Some(b','),
            encoding: Encoding::Utf8,
            name: "".into(),
        };
        let csv = open_with(csv(&[("id", &ids), ("a", &texts)], texts.len()), &delimited);
        let read = side_by_side(&plan, table.unwrap(), "UTC", 999);
        assert!(read == one_by_one(&plan, csv.unwrap(), "UTC"), "{new_in_each} new in each");
    }
}

/// One column read by one field, side by side and one by one.
fn read(ty: Type, reading: Reading, array: ArrayRef) -> Vec<Record> {
    let rows = array.len();
    let plan = plan(vec![fact_with("a", ty, reading)]);
    let id: ArrayRef = Arc::new(StringArray::from(keys(rows)));
    let bytes = parquet_of(&[("id", id), ("a", array)], 100, true);
    let open = || Table::of_parquet(bytes.clone(), "leads.parquet", |_| {}).unwrap();
    let records = side_by_side(&plan, open(), "UTC", 100);
    assert_eq!(one_by_one(&plan, open(), "UTC"), records);
    records
}

#[test]
fn lists_are_lists_as_in_json() {
    let items = |values: Vec<Option<Vec<Option<&str>>>>| {
        let mut builder = arrow_array::builder::ListBuilder::new(arrow_array::builder::StringBuilder::new());
        for list in values {
            match list {
                Some(items) => builder.append_value(items),
                None => builder.append_null(),
            }
        }
        Arc::new(builder.finish()) as ArrayRef
    };
    let array = items(vec![Some(vec![Some("CRM"), None, Some("a;b")]), None, Some(vec![]), Some(vec![None])]);
    let read_as = |ty| read(ty, Reading::default(), Arc::clone(&array));
    let values: Vec<_> =
        read_as(Type::List(None)).into_iter().map(|record| record.values[0].clone()).collect();
    let texts = |texts: &[&str]| Some(Value::Texts(strings(texts)));
    assert_eq!(values, [texts(&["crm", "a;b"]), None, texts(&[]), None]);
    let json = r#"{"id":1,"a":["CRM",null,"a;b"]}"#.to_owned()
        + "\n{\"id\":2,\"a\":null}\n{\"id\":3,\"a\":[]}\n{\"id\":4,\"a\":[null]}\n";
    for ty in [Type::List(None), Type::Text, Type::Number] {
        let plan = plan(vec![fact_with("a", ty.clone(), Reading::default())]);
        let table = open_with(&json, &TableOptions::named("leads.jsonl")).unwrap();
        let from_json =
            one_by_one(&plan, table, "UTC").into_iter().map(|record| (record.values, record.unreadable));
        let from_lists = read_as(ty).into_iter().map(|record| (record.values, record.unreadable));
        assert!(from_json.eq(from_lists));
    }
    let numbers = ListArray::from_iter_primitive::<arrow_array::types::Float64Type, _, _>([Some([
        Some(1.5),
        Some(2.0),
    ])]);
    assert_eq!(
        read(Type::List(None), Reading::default(), Arc::new(numbers))[0].values,
        [texts(&["1.5", "2"])]
    );
}

#[test]
fn what_is_not_understood_is_unreadable_and_shown() {
    let inner: ArrayRef = Arc::new(Int32Array::from(vec![Some(5), None]));
    let field = Arc::new(Field::new("x", DataType::Int32, true));
    let records = read(Type::Text, Reading::default(), Arc::new(StructArray::from(vec![(field, inner)])));
    let texts: Vec<&str> = records.iter().map(|record| record.unreadable[0].text.as_str()).collect();
    assert_eq!(texts, [r#"{"x":5}"#, r#"{"x":null}"#]);
    let records =
        read(Type::Text, Reading::default(), Arc::new(BinaryArray::from(vec![b"\xFFa".as_slice(), b"ok"])));
    assert_eq!(records[0].unreadable[0].text, "\u{FFFD}a");
    assert_eq!(records[1].values, [Some(Value::Text("ok".into()))]);
    let nan = Float64Array::from(vec![f64::NAN, f64::INFINITY]);
    let records = read(Type::Number, Reading::default(), Arc::new(nan));
    assert_eq!(records.iter().map(|r| r.unreadable[0].text.as_str()).collect::<Vec<_>>(), ["NaN", "inf"]);
}

#[test]
fn days_that_are_kept_as_days_need_no_format() {
    let reading = || Reading { format: Some("DD.MM.YYYY".into()), ..Reading::default() };
    let day = Some(Value::Date(Date::parse("2026-03-02").unwrap()));
    let days = Date32Array::from(vec![20_514]);
    assert_eq!(read(Type::Date, reading(), Arc::new(days))[0].values, vec![day.clone()]);
    let texts = StringArray::from(vec!["02.03.2026", "2026-03-02"]);
    let records = read(Type::Date, reading(), Arc::new(texts));
    assert_eq!(records[0].values, [day]);
    assert_eq!(records[1].unreadable.len(), 1);
    let cell = Cell::Moment("2026-03-02");
    assert_eq!(cell.text(), "2026-03-02");
}
