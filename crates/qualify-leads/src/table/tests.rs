//! Every trap of real exports, in a few lines each.

use crate::testing::json_lines::messy_json_lines;
use crate::testing::{open, open_with};
use crate::{Cell, Encoding, Table, TableOptions};
use proptest::prelude::*;

/// The rows as `line: a|b|c`, a `~` for an absent cell.
fn rows(table: &mut Table) -> Vec<String> {
    let mut out = Vec::new();
    while table.advance().unwrap() {
        let row = table.row();
        let cells = (0..table.headers().len()).map(|index| match row.cell(index) {
            Cell::Absent => "~".into(),
            cell => cell.text().replace('\n', "\\n"),
        });
        out.push(format!("{}: {}", row.line(), cells.collect::<Vec<String>>().join("|")));
    }
    out
}

fn read(text: &str) -> Vec<String> {
    rows(&mut open(text).unwrap())
}

fn refused(text: impl AsRef<[u8]>) -> String {
    open(text).err().unwrap().to_string()
}

/// The problems of a text as `line: message`, and its rows.
fn problems(text: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    let mut table = open(text).unwrap();
    let rows = rows(&mut table);
    let problems = table.problems().first().iter().map(|p| format!("{}: {}", p.line, p.message)).collect();
    (problems, rows)
}

#[test]
fn reads_any_delimiter_line_end_and_byte_order_mark() {
    let expected = ["2: L-1|Acme", "3: L-2|Bolt"];
    for text in [
        "id,name\nL-1,Acme\nL-2,Bolt\n",
        "id,name\r\nL-1,Acme\r\nL-2,Bolt",
        "id,name\r\nL-1,Acme\nL-2,Bolt\r\n",
        "\u{FEFF}id;name\nL-1;Acme\nL-2;Bolt",
        "id\tname\nL-1\tAcme\nL-2\tBolt\n",
        "id|name\nL-1|Acme\nL-2|Bolt\n",
        "\u{FEFF}\"id\";\"name\"\r\n\"L-1\";\"Acme\"\r\n\"L-2\";\"Bolt\"\r\n",
        "id,name\rL-1,Acme\rL-2,Bolt\r",
    ] {
        assert_eq!(read(text), expected, "{text:?}");
        assert_eq!(open(text).unwrap().headers(), ["id", "name"], "{text:?}");
    }
}

#[test]
fn counts_lines_as_editors_do() {
    let text = "\n\"id\",\"street\nname\"\n1,\"a\nb\"\r\n\r\n ,\n2,c\n\n\n3,d";
    assert_eq!(read(text), ["4: 1|a\\nb", "8: 2|c", "11: 3|d"]);
}

#[test]
fn short_rows_lack_cells_and_an_empty_last_header_is_fine() {
    assert_eq!(
        read("id,a,b,\n1,x,y,\n2,x\n3,x,y,z\n4,x,y,,,\n"),
        ["2: 1|x|y|", "3: 2|x|~|~", "4: 3|x|y|z", "5: 4|x|y|"]
    );
}

#[test]
fn rows_with_too_many_cells_are_told() {
    let (problems, rows) = problems("id,name\n1,Acme, Inc\n2,Bolt\n");
    assert_eq!(rows, ["3: 2|Bolt"]);
    assert_eq!(
        problems,
        [
            "2: The row has 3 cells and the header has 2; `Inc` is too many. A value with a comma in it needs quotes \
          around it."
        ]
    );
}

#[test]
fn rows_that_are_not_utf8_are_told_with_the_flag() {
    let text = b"id,name\n1,M\xFCller\n2,Bolt\n";
    let (problems, rows) = problems(text);
    assert_eq!(rows, ["3: 2|Bolt"]);
    assert_eq!(
        problems,
        [
            "2: The value `M\u{FFFD}ller` of `name` is not UTF-8 text. If the file is in Latin-1 or Windows-1252, add \
          `--encoding latin-1`."
        ]
    );
    let options = TableOptions { encoding: Encoding::Latin1, ..TableOptions::named("leads.csv") };
    assert_eq!(self::rows(&mut open_with(text, &options).unwrap()), ["2: 1|Müller", "3: 2|Bolt"]);
    assert!(refused(b"id,Stra\xDFe\n1,x\n").contains("leads.csv:1: The header is not UTF-8"));
}

#[test]
fn mojibake_is_text_like_any_other() {
    assert_eq!(read("id,name\n1,Official All Star Cafí©\n"), ["2: 1|Official All Star Cafí©"]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_line_and_no_more() {
    let (problems, rows) = problems("id,name,city\n1,a,b\n2,\"Acme,Oslo\n3,c,d\n4,e,f\n5,g\n");
    assert_eq!(rows, ["2: 1|a|b", "4: 3|c|d", "5: 4|e|f"]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("3: A quote opens on this line and is never closed"), "{problems:?}");
    assert_eq!(problems[1], "6: The line may belong to the quote that opens on line 3 and is never closed.");
}

#[test]
fn an_open_quote_is_named_by_its_own_line() {
    let (problems, _) = problems("id,a,b\n1,\"x\ny\",\"z\n2,c,d\n");
    assert!(problems[0].starts_with("3: A quote opens"), "{problems:?}");
}

#[test]
fn text_behind_a_closing_quote_is_told() {
    let (problems, rows) = problems("id,name\n1,\"5\" disk\"\n2,5\" disk\n3,\"x\" \n");
    assert_eq!(rows, ["3: 2|5\" disk", "4: 3|x"]);
    assert!(problems[0].starts_with("2: Text follows the closing quote of `5 disk\"`"), "{problems:?}");
}

#[test]
fn zero_bytes_are_told() {
    let long = format!("id,name\n{}1,a\0b\n", "0,x\n".repeat(4_000));
    let (problems, rows) = problems(long);
    assert_eq!(rows.len(), 4_000);
    assert!(problems[0].starts_with("4002: The row has zero bytes"), "{problems:?}");
}

#[test]
fn long_rows_are_told_and_passed() {
    let text = format!("id,name\n1,{}\n2,b\n3,\"{}\n4,c\n", "x".repeat(17 << 20), "y\n".repeat(9 << 20));
    let (problems, rows) = problems(text);
    assert_eq!(rows.first().map(String::as_str), Some("3: 2|b"));
    assert_eq!(rows.last().map(|row| row.ends_with(": 4|c")), Some(true));
    assert_eq!(problems[0], "2: The row is longer than 16 MiB and cannot be read.");
    assert!(problems[1].starts_with("4: A quote opens on this line"), "{}", problems[1]);
}

#[test]
fn problems_are_all_counted_and_some_kept() {
    let mut table = open(format!("id,name\n{}", "1,a,b\n".repeat(1_000))).unwrap();
    assert_eq!(rows(&mut table), Vec::<String>::new());
    assert_eq!(table.problems().count(), 1_000);
    assert_eq!(table.problems().first().len(), crate::Problems::KEPT);
}

#[test]
fn footers_of_reports_are_no_leads() {
    for (footer, lines) in [
        ("\n\"Leads by source\"\n\"Copyright (c) 2000-2026 salesforce.com, inc.\"\n", vec![4, 5]),
        (",,\n\nGenerated by Ana Li,,\r\n\n", vec![5]),
    ] {
        let mut table = open(format!("First Name,Last Name,Company\nAna,Li,Acme\n{footer}")).unwrap();
        assert_eq!(rows(&mut table), ["2: Ana|Li|Acme"], "{footer}");
        assert_eq!(table.footer_lines(), lines, "{footer}");
    }
}

#[test]
fn sparse_leads_are_no_footers() {
    for (text, expected) in [
        ("id,name\n1,a\n\nL-5\n", ["2: 1|a", "4: L-5|~"].as_slice()),
        ("id,name\n1,a\nAna Li\n", &["2: 1|a", "3: Ana Li|~"]),
        ("id,name\n1,a\n\nAna Li\n2,b\n", &["2: 1|a", "4: Ana Li|~", "5: 2|b"]),
        ("id,name\n1,a\n\n,Ana Li\n", &["2: 1|a", "4: |Ana Li"]),
        ("name\na\n\nAna Li\n", &["2: a", "4: Ana Li"]),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
    let many = format!("id,name\n1,a\n\n{}", "Ana Li\n".repeat(50));
    assert_eq!(read(&many).len(), 51);
}

#[test]
fn refuses_what_is_no_table() {
    for (text, word) in [
        (b"".as_slice(), "leads.csv: The file is empty."),
        (b"\xEF\xBB\xBF \n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"PK\x03\x04\x14\0xl/worksheets", "save it as CSV UTF-8"),
        (b"<html><body>", "web page"),
        (b"\"a\nb\n", "quote opens in the header"),
        (b"[{\"id\": 1}]", "JSON list"),
        (b" [\n  {\n", "JSON list"),
        (b"{\n \"a\": 1\n}\n", "JSON object over several lines"),
        (b"col\n\"30;\"\"x\"\";1\"\n\"31;\"\"y\"\";2\"\n", "CSV inside the CSV"),
    ] {
        let sentence = refused(text);
        assert!(sentence.contains(word), "{sentence}");
    }
}

#[test]
fn a_header_alone_is_a_table_without_leads() {
    assert_eq!(read("id,name"), Vec::<String>::new());
}

#[test]
fn reads_json_lines() {
    let text = "\u{FEFF}{\"id\": 25842000000262376, \"company\": {\"name\": \"Acme\", \"size\": 1.50}}\r\n\n\
                {\"id\":\"L-2\",\"ok\":true,\"budget\":null,\"tags\":[\"a;b\",5,null]}";
    let mut table = open(text).unwrap();
    assert!(table.advance().unwrap());
    assert_eq!(table.headers(), ["id", "company.name", "company.size"]);
    let texts: Vec<_> = (0..4).map(|index| table.row().cell(index)).collect();
    assert_eq!(
        texts,
        [Cell::Text("25842000000262376"), Cell::Text("Acme"), Cell::Text("1.50"), Cell::Absent]
    );
    assert!(table.advance().unwrap());
    assert_eq!(table.headers()[3..], ["ok", "budget", "tags"]);
    let row = table.row();
    assert_eq!((row.line(), row.cell(0), row.cell(1)), (3, Cell::Text("L-2"), Cell::Absent));
    assert_eq!((row.cell(3), row.cell(4)), (Cell::Text("true"), Cell::Text("")));
    let items = ["a;b".to_owned(), "5".into(), String::new()];
    assert_eq!(row.cell(5), Cell::Items(&items, "[\"a;b\",5,null]"));
    assert!(!table.advance().unwrap());
    assert!(table.problems().is_empty());
}

#[test]
fn lines_that_are_no_objects_are_told() {
    let text = "{\"a\":1}\n[1]\n{\"a\":\n{\"a\":2} x\n{\"a\":3,\"A\":4}\n{\"b\":\"\\ud800\"}\n5\n{\"a\":5}\n";
    let (problems, rows) = problems(text);
    assert_eq!(rows, ["1: 1", "8: 5|~"]);
    let lines: Vec<_> = problems.iter().map(|problem| problem.split(':').next().unwrap()).collect();
    assert_eq!(lines, ["2", "3", "4", "5", "6", "7"], "{problems:?}");
    assert!(problems[0].contains("`[1]` is not a JSON object"), "{problems:?}");
    assert!(problems[1].contains("not a whole JSON object"), "{problems:?}");
    assert!(problems[3].contains("`A` stands twice"), "{problems:?}");
}

#[test]
fn deep_and_wide_json_is_bounded() {
    let deep = format!("{{\"a\":{}1{}}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let mut table = open(deep).unwrap();
    assert!(table.advance().unwrap());
    assert_eq!(table.headers(), ["a.a.a.a.a.a.a.a"]);
    assert!(matches!(table.row().cell(0), Cell::Json(_)));
    let wide: String = (0..10_010).map(|n| format!("{{\"n{n}\":1}}\n")).collect();
    let mut table = open(wide).unwrap();
    let mut read = 0;
    while table.advance().unwrap() {
        read += 1;
    }
    assert_eq!(read, 10_000);
    assert_eq!(table.problems().count(), 10);
    let long = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n{{\"a\":2}}", "x".repeat(17 << 20));
    let (problems, rows) = problems(long);
    assert_eq!(rows, ["1: 1", "3: 2"]);
    assert_eq!(problems, ["2: The line is longer than 16 MiB and cannot be read."]);
}

proptest! {
    #[test]
    fn any_json_lines_end_without_a_panic(text in "(\\{?\"a\"[:,]?[\\[{]?[1\"]?[\\]}]{0,2}\\}?\n?){0,9}") {
        drain(format!("{{\"a\":1}}\n{text}").as_bytes());
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        drain(&bytes);
    }

    #[test]
    fn text_of_delimiters_and_quotes_ends_without_a_panic(text in "[a;,\"\n\r\t {}\\[\\]:é]{0,80}") {
        drain(text.as_bytes());
    }

    /// Every line of a file is in a row, in a problem, in the footer, or without text.
    #[test]
    fn no_line_is_lost(lines in prop::collection::vec("[ab ,\"]{0,6}", 0..12)) {
        let text = format!("h,i,j\n{}\n", lines.join("\n"));
        let mut table = open(&text).unwrap();
        let mut told: Vec<u64> = rows(&mut table).iter().map(|row| row.split(':').next().unwrap().parse().unwrap()).collect();
        told.extend(table.problems().first().iter().map(|problem| problem.line));
        told.extend(table.footer_lines());
        for (line, number) in lines.iter().zip(2..) {
            let is_plain = !text.contains('"') && line.chars().any(char::is_alphabetic);
            prop_assert!(!is_plain || told.contains(&number), "line {} of {:?}", number, text);
        }
    }
}

/// Everything that a table has to say.
fn everything(table: &mut Table) -> String {
    let mut out = String::new();
    while table.advance().unwrap() {
        let row = table.row();
        let cells: Vec<_> = (0..=table.headers().len()).map(|index| row.cell(index)).collect();
        out.push_str(&format!("{}: {cells:?}\n", row.line()));
    }
    assert!(!table.advance().unwrap());
    out.push_str(&format!("{:?} {:?} {:?}", table.headers(), table.problems(), table.footer_lines()));
    out
}

/// Rows that are read many at once are what they are when each is read for itself.
fn agrees_with_itself(bytes: &[u8], options: &TableOptions) {
    let Ok(mut many) = open_with(bytes, options) else { return };
    let mut each = open_with(bytes, options).unwrap();
    each.refuse_blocks();
    assert_eq!(everything(&mut many), everything(&mut each), "{:?}", String::from_utf8_lossy(bytes));
}

/// Rows of cells as exports have them, and as they should not be.
fn messy_csv() -> impl Strategy<Value = Vec<u8>> {
    let plain = prop_oneof![
        4 => "[a-z0-9 .@-]{0,12}",
        1 => "[a-zé☃🦀]{0,40}",
        1 => Just(String::new()),
    ];
    let cell = prop_oneof![
        12 => plain.clone(),
        4 => plain.prop_map(|text| format!("\"{text}\"")),
        2 => "\"[a,;\\t |é]{0,70}\"",
        1 => "\"([a,]|\"\"|\r?\n){0,6}\"",
        1 => "[a\" \r\t\0é]{0,4}",
        1 => "a{0,2}\"[a,]{0,3}\"a{0,2}",
    ];
    let line_end = prop_oneof![20 => Just("\n"), 4 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n")];
    let row = (prop::collection::vec(cell, 2..5), line_end);
    let spoiled = prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<u8>()));
    (prop::collection::vec(row, 0..40), spoiled).prop_map(|(rows, spoiled)| {
        let lines = rows.iter().map(|(cells, line_end)| format!("{}{line_end}", cells.join(",")));
        let mut bytes = format!("id,name,city\n{}", lines.collect::<String>()).into_bytes();
        if let Some((index, byte)) = spoiled {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes
    })
}

#[test]
fn flat_lines_are_read_where_they_stand() {
    let text = "{\"id\":\"L-1\",\"seats\":1}\n{ \"id\" : \"L-2\", \"seats\" : -1.50e+3, \"id\" : 5}\r\n\
                {\"seats\": null, \"id\": \"\\u00d6\\\"\\\\\"}\r\n{\"id\":true}\n";
    let (problems, rows) = problems(text);
    assert_eq!(rows, ["1: L-1|1", "3: Ö\"\\|", "4: true|~"]);
    assert_eq!(problems, ["2: The name `id` stands twice in the object: which one counts?"]);
}

#[test]
fn long_files_agree_with_themselves() {
    let row = "L-1,Ana Li,\"Rome, Italy\"\nL-2,,Oslo\r\nL-3,\"say \"\"so\"\"\",x\n,,\nL-4\n\"a\nb\",ü,\n";
    for end in ["", "\0,a,b\nL-5,a,b\n", "\"open,a\nL-5,a,b\n", "\n\nCopyright by us\n"] {
        let text = format!("id,name,city\n{}{end}", row.repeat(20_000));
        agrees_with_itself(text.as_bytes(), &TableOptions::named("leads.csv"));
    }
    let spoiled = [b"id,name\n".as_slice(), &b"1,a\n2,M\xFCller\n".repeat(50_000)].concat();
    agrees_with_itself(&spoiled, &TableOptions::named("leads.csv"));
    let lines = "{\"id\":\"L-1\",\"seats\":10,\"city\":null}\n{\"id\":\"\\u00d6\",\"ok\":true}\r\n \n\
                 {\"seats\":1,\"id\":{\"a\":[\"x\"]}}\n{\"id\":\"ü\",\"city\":\"x\",\"more\":\"\",\"ok\":-0.5}\n{\"id\":1,\"id\":2}\n";
    for end in ["", "{\"id\":\0}\n{\"id\":1}", "{\"id\":\"open}\n{\"id\":1}\n"] {
        let text = format!("{}{end}", lines.repeat(20_000));
        agrees_with_itself(text.as_bytes(), &TableOptions::named("leads.jsonl"));
    }
    let spoiled = b"{\"id\":\"a\"}\n{\"id\":\"M\xFCller\"}\n".repeat(50_000);
    agrees_with_itself(&spoiled, &TableOptions::named("leads.jsonl"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn messy_csv_agrees_with_itself(bytes in messy_csv(), delimiter in prop::option::weighted(0.1, any::<u8>())) {
        agrees_with_itself(&bytes, &TableOptions { delimiter, ..TableOptions::named("leads.csv") });
    }

    #[test]
    fn messy_json_lines_agree_with_themselves(bytes in messy_json_lines()) {
        agrees_with_itself(&bytes, &TableOptions::named("leads.jsonl"));
    }

    #[test]
    fn quotes_agree_with_themselves(text in "[a,\"\n\r\0 é]{0,90}") {
        agrees_with_itself(format!("a,b,c\n{text}").as_bytes(), &TableOptions::named("leads.csv"));
    }
}

fn drain(bytes: &[u8]) {
    if let Ok(mut table) = open(bytes) {
        while let Ok(true) = table.advance() {
            let row = table.row();
            (0..=table.headers().len()).for_each(|index| _ = row.cell(index));
        }
    }
}
