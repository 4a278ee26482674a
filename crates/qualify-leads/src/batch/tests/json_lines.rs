//! Flat lines that are read together are what they are one by one.

use qualify_plan::Decimal;

use super::*;
use crate::InputRows;
use crate::testing::json_lines::exported_json_lines;

fn fields() -> Plan {
    let required = Reading { required: true, ..Reading::default() };
    let small = Reading { missing_when: strings(&["7", "none"]), ..columns(&["größe"]) };
    let yes = Reading { required: true, ..empty_means(Value::YesNo(true), "b") };
    plan(vec![
        fact("name", Type::Text),
        fact_with("size", Type::Count, small),
        fact_with("a", Type::Email, required),
        fact_with("b", Type::YesNo, yes),
        fact_with("choice", choice(&["x", "y y"]), columns(&["a.b", "b", "name"])),
        fact_with("list", Type::List(None), columns(&["nowhere", "a.b", "name"])),
        fact_with("day", Type::Date, columns(&["b"])),
        fact_with("money", Type::Money(Currency(*b"EUR")), columns(&["a", "größe"])),
        fact_with("number", Type::Number, columns(&["größe"])),
        fact_with("end", Type::Date, empty_means(Value::Never, "b")),
        fact_with("visits", Type::Count, empty_means(count(0), "größe")),
        fact("absent", Type::Text),
    ])
}

fn empty_means(value: Value, column: &str) -> Reading {
    Reading { empty_means: Some(value), ..columns(&[column]) }
}

fn count(n: i64) -> Value {
    Value::Number(Decimal::whole(n).unwrap())
}

fn reader_of(bytes: &[u8], key: Option<&str>) -> LeadReader {
    let options = LeadOptions { key: key.map(str::to_owned), ..LeadOptions::default() };
    LeadReader::new(&fields(), open(bytes).unwrap(), &options).unwrap()
}

/// Everything that batches have to say, also of the rows as they are written.
fn everything(mut reader: LeadReader, most: usize) -> (Vec<Record>, Vec<Vec<Option<String>>>, LeadReader) {
    reader.keep_rows();
    let (plan, mut found, mut written) = (fields(), Vec::new(), Vec::new());
    let (mut batch, mut rows) = (LeadBatch::new(&plan), InputRows::default());
    while reader.fill(&mut batch, most).unwrap() {
        found.extend(records(&plan, &batch));
        reader.swap_rows(&mut rows);
        let cells = |row| (0..12).map(|column| rows.cell(row, column).map(str::to_owned)).collect();
        written.extend((0..batch.leads()).map(cells));
    }
    (found, written, reader)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn lines_that_are_read_together_are_what_they_are_one_by_one(
        bytes in exported_json_lines(),
        key in prop::option::weighted(0.8, Just("id")),
        most in prop_oneof![1_usize..9, Just(1_000)],
    ) {
        // Bytes that are no text are refused from the start.
        prop_assume!(open(&bytes).is_ok());
        let mut single = reader_of(&bytes, key);
        let expected: Vec<Record> = single.by_ref().map(Result::unwrap).collect();
        let (found, written, many) = everything(reader_of(&bytes, key), most);
        prop_assert_eq!(found, expected);
        prop_assert_eq!(many.report(), single.report());
        prop_assert_eq!(many.cautions(), single.cautions());
        prop_assert_eq!(many.table().problems(), single.table().problems());
        prop_assert_eq!(many.table().headers(), single.table().headers());
        prop_assert_eq!(many.columns(), single.columns());

        let mut each = reader_of(&bytes, key);
        each.refuse_blocks();
        let (found, expected, each) = everything(each, most);
        prop_assert_eq!(found.len(), written.len());
        prop_assert_eq!(written, expected);
        prop_assert_eq!(each.report(), many.report());
    }
}

#[test]
fn lines_are_read_together_though_some_are_not_flat() {
    let lines = "{\"id\":1,\"name\":\"Ana\",\"größe\":5}\n{\"id\":2,\"name\":\"\\u00d6\",\"b\":null}\n{\"id\":3}\n\
                 {\"id\":4,\"name\":[\"x\"]}\n{\"id\":5,\"id\":6}\n\n{\"größe\":\"12\",\"id\":7,\"name\":\"\"}\n"
        .repeat(5_000);
    let (found, _, many) = everything(reader_of(lines.as_bytes(), Some("id")), 4_096);
    let mut single = reader_of(lines.as_bytes(), Some("id"));
    assert!(single.by_ref().map(Result::unwrap).eq(found));
    assert_eq!(many.table().problems().count(), 5_000);
    assert_eq!(many.report(), single.report());
}
