//! The table of section 3, row by row.

use super::*;
use qualify_plan::Date;

fn read_with(ty: Type, reading: Reading, cell: &str) -> CellValue {
    CellReader::new(&ty, &reading, &Zone::default()).read_text(cell)
}

fn read(ty: Type, cell: &str) -> CellValue {
    read_with(ty, Reading::default(), cell)
}

fn choices(values: &[&str]) -> Choices {
    Choices { values: values.iter().map(|v| (*v).to_owned()).collect(), ordered: false }
}

fn number(text: &str) -> CellValue {
    CellValue::Known(Value::Number(Decimal::parse(text).unwrap()))
}

fn text(text: &str) -> CellValue {
    CellValue::Known(Value::Text(text.into()))
}

#[test]
fn gaps_come_before_types() {
    let reading =
        Reading { missing_when: vec!["select".into(), "n/a".into(), "-1".into()], ..Reading::default() };
    for cell in ["", "   ", "\u{a0}", "Select", " SELECT ", "ｓｅｌｅｃｔ", "-1"] {
        assert_eq!(read_with(Type::Text, reading.clone(), cell), CellValue::Missing, "{cell}");
        assert_eq!(read_with(Type::Number, reading.clone(), cell), CellValue::Missing, "{cell}");
    }
    assert_eq!(read_with(Type::Number, reading, "-1.0"), number("-1"));
}

#[test]
fn an_empty_cell_may_be_known() {
    let never =
        Reading { empty_means: Some(Value::Never), missing_when: vec!["?".into()], ..Reading::default() };
    assert_eq!(read_with(Type::Date, never.clone(), " "), CellValue::Known(Value::Never));
    assert_eq!(read_with(Type::Date, never.clone(), "?"), CellValue::Missing);
    let reader = CellReader::new(&Type::Date, &never, &Zone::default());
    assert_eq!(reader.read(Cell::Absent), CellValue::Missing);
}

#[test]
fn choices_compare_folded() {
    let source = || Type::Choice(choices(&["Google", "Olark  Chat", "STRASSE"]));
    for (cell, index) in [("Google", 0), ("google", 0), (" GOOGLE ", 0), ("olark chat", 1), ("straße", 2)] {
        assert_eq!(read(source(), cell), CellValue::Known(Value::Choice(index)), "{cell}");
    }
    assert_eq!(read(source(), "bing"), CellValue::Unreadable);
    let reading = Reading { else_means: Some(1), ..Reading::default() };
    assert_eq!(read_with(source(), reading, "bing"), CellValue::Known(Value::Choice(1)));
}

#[test]
fn a_missing_token_beats_a_choice() {
    let reading = Reading { missing_when: vec!["unknown".into()], ..Reading::default() };
    assert_eq!(read_with(Type::Choice(choices(&["unknown"])), reading, "Unknown"), CellValue::Missing);
}

#[test]
fn countries_are_two_letters() {
    assert_eq!(read(Type::Country, " de "), CellValue::Known(Value::Country(Country::parse("DE").unwrap())));
    for cell in ["UK", "Germany", "DEU", "D"] {
        assert_eq!(read(Type::Country, cell), CellValue::Unreadable, "{cell}");
    }
}

#[test]
fn yes_and_no_have_their_words() {
    for cell in ["yes", "YES", "True", "y", "1"] {
        assert_eq!(read(Type::YesNo, cell), CellValue::Known(Value::YesNo(true)), "{cell}");
    }
    for cell in ["no", "No", "FALSE", "n", "0"] {
        assert_eq!(read(Type::YesNo, cell), CellValue::Known(Value::YesNo(false)), "{cell}");
    }
    assert_eq!(read(Type::YesNo, "2"), CellValue::Unreadable);
    let reading = Reading { yes_when: Some(vec!["opted in".into()]), ..Reading::default() };
    assert_eq!(read_with(Type::YesNo, reading.clone(), "Opted In"), CellValue::Known(Value::YesNo(true)));
    assert_eq!(read_with(Type::YesNo, reading.clone(), "yes"), CellValue::Unreadable);
    assert_eq!(read_with(Type::YesNo, reading, "no"), CellValue::Known(Value::YesNo(false)));
}

#[test]
fn numbers_are_plain() {
    for (cell, value) in [
        ("100.0", "100"),
        ("+5", "5"),
        ("-0.25", "-0.25"),
        ("1.00005", "1"),
        ("1.00015", "1.0002"),
        ("007", "7"),
    ] {
        assert_eq!(read(Type::Number, cell), number(value), "{cell}");
    }
    for cell in ["1,200", "1e5", "5.", ".5", "$5", "5 %", "100000000000000", "NaN", "- 1"] {
        assert_eq!(read(Type::Number, cell), CellValue::Unreadable, "{cell}");
    }
    assert_eq!(read(Type::Count, "100.0"), number("100"));
    for cell in ["-1", "2.5", "1 000"] {
        assert_eq!(read(Type::Count, cell), CellValue::Unreadable, "{cell}");
    }
    assert_eq!(read(Type::Percent, "80"), number("80"));
    assert_eq!(read(Type::Percent, "80%"), number("80"));
    assert_eq!(read(Type::Percent, "0.8"), number("0.8"));
    assert_eq!(read(Type::Percent, "80%%"), CellValue::Unreadable);
}

#[test]
fn money_is_in_the_currency_of_the_field() {
    let euro = || Type::Money(Currency::parse("EUR").unwrap());
    for cell in ["2500", "2500.00 EUR", "EUR 2500", "EUR2500", "2500EUR"] {
        assert_eq!(read(euro(), cell), number("2500"), "{cell}");
    }
    for cell in ["2500 USD", "€2500", "2.500,00", "EUR 2500 EUR", "EUR", "$22,700.00"] {
        assert_eq!(read(euro(), cell), CellValue::Unreadable, "{cell}");
    }
}

#[test]
fn dates_follow_their_format() {
    let day = |y, m, d| CellValue::Known(Value::Date(Date::from_ymd(y, m, d).unwrap()));
    assert_eq!(read(Type::Date, "2021-04-15 21:02:00"), day(2021, 4, 15));
    assert_eq!(read(Type::Date, "15 Apr, 2021 00:03:00"), CellValue::Unreadable);
    let zoho = Reading { format: Some("DD MMM, YYYY hh:mm:ss".into()), ..Reading::default() };
    assert_eq!(read_with(Type::Date, zoho.clone(), "15 Apr, 2021 00:03:00"), day(2021, 4, 15));
    assert_eq!(read_with(Type::Date, zoho, "2021-04-15 21:02:00"), CellValue::Unreadable);
    assert_eq!(read(Type::Date, "never"), CellValue::Unreadable);
}

#[test]
fn texts_are_folded_and_long_ids_stay_texts() {
    assert_eq!(read(Type::Text, " VP  of\tSales "), text("vp of sales"));
    assert_eq!(read(Type::Text, "25842000000262376"), text("25842000000262376"));
    assert_eq!(read(Type::Text, "Official All Star Cafí©"), text("official all star cafí©"));
    assert_eq!(read(Type::Number, "25842000000262376"), CellValue::Unreadable);
}

#[test]
fn addresses_have_one_at_sign() {
    assert_eq!(read(Type::Email, " Ana@ACME.example "), text("ana@acme.example"));
    for cell in ["ana", "@acme.example", "ana@", "ana@b@c", "ana maria@acme.example", "fcb67e0a"] {
        assert_eq!(read(Type::Email, cell), CellValue::Unreadable, "{cell}");
    }
}

#[test]
fn lists_are_split() {
    let texts =
        |items: &[&str]| CellValue::Known(Value::Texts(items.iter().map(|i| (*i).to_owned()).collect()));
    let any = || Type::List(None);
    assert_eq!(read(any(), "76340251;46897301"), texts(&["76340251", "46897301"]));
    assert_eq!(read(any(), ";CRM; Analytics ;"), texts(&["crm", "analytics"]));
    assert_eq!(read(any(), " ; ;"), CellValue::Missing);
    assert_eq!(read(any(), "[]"), texts(&[]));
    assert_eq!(read(any(), ""), CellValue::Missing);
    let comma = Reading { split_by: Some(",".into()), ..Reading::default() };
    assert_eq!(read_with(any(), comma, "cat, wolf"), texts(&["cat", "wolf"]));
}

#[test]
fn lists_of_choices_take_all_or_nothing() {
    let products = || Type::List(Some(choices(&["crm", "Analytics"])));
    assert_eq!(read(products(), "Analytics;CRM"), CellValue::Known(Value::Choices(vec![1, 0])));
    assert_eq!(read(products(), "crm;fax"), CellValue::Unreadable);
    let reading = Reading { else_means: Some(1), ..Reading::default() };
    assert_eq!(read_with(products(), reading, "crm;fax"), CellValue::Known(Value::Choices(vec![0, 1])));
    assert_eq!(read(products(), "[]"), CellValue::Known(Value::Choices(vec![])));
}

#[test]
fn json_lists_fit_lists_only() {
    let items = ["CRM; x".to_owned(), String::new()];
    let list = CellReader::new(&Type::List(None), &Reading::default(), &Zone::default());
    assert_eq!(list.read(Cell::Items(&items, "[..]")), CellValue::Known(Value::Texts(vec!["crm; x".into()])));
    assert_eq!(list.read(Cell::Items(&[], "[]")), CellValue::Known(Value::Texts(vec![])));
    assert_eq!(list.read(Cell::Json("{}")), CellValue::Unreadable);
    let plain = CellReader::new(&Type::Text, &Reading::default(), &Zone::default());
    assert_eq!(plain.read(Cell::Items(&items, "[..]")), CellValue::Unreadable);
}
