//! Columns of real exports, a few values each.

use super::*;
use crate::testing::{open, strings};
use proptest::prelude::*;

/// The profile of a column `name` with these values.
fn column(name: &str, values: &[&str]) -> ColumnProfile {
    let rows: String = values.iter().map(|value| format!("x,\"{value}\"\n")).collect();
    let profile = Profile::of(open(format!("key,{name}\n{rows}")).unwrap(), 1_000).unwrap();
    profile.columns.into_iter().nth(1).unwrap()
}

fn guess(name: &str, values: &[&str]) -> Guess {
    column(name, values).guess
}

fn date(format: &str) -> Guess {
    Guess::Date(Some(format.into()))
}

#[test]
fn guesses_types() {
    for (name, values, expected) in [
        ("a", ["", "Select"].as_slice(), Guess::Nothing),
        ("a", &["Yes", "no", "", "N/A"], Guess::YesNo),
        ("a", &["No", "No"], Guess::YesNo),
        ("converted", &["0", "1", "1"], Guess::YesNo),
        ("visits", &["0", "0", "1.0"], Guess::Count),
        ("visits", &["0", "5", "NaN"], Guess::Count),
        ("pages", &["2.5", "3", "-1"], Guess::Number),
        ("share", &["20%", "5"], Guess::Percent),
        ("budget", &["20000 EUR", "EUR 5"], Guess::Money(Currency::parse("EUR").unwrap())),
        ("budget", &["$22,700.00", "$342.09K"], Guess::Text),
        ("lead id", &["660737", "660738"], Guess::Text),
        ("LEADID", &["4563", "4564"], Guess::Text),
        ("zip", &["00123", "10115"], Guess::Text),
        ("record", &["25842000000262376", "25842000000262377"], Guess::Text),
        ("mail", &["ana@acme.example", "bo@bolt.example"], Guess::Email),
        ("mail", &["fcb67e0a", "00ab"], Guess::Text),
        ("Country", &["DE", "no", "US"], Guess::Country),
        ("state", &["CA", "AL", "DE"], Guess::Text),
        ("name", &["Ana", "Bo", "Cy"], Guess::Text),
    ] {
        assert_eq!(guess(name, values), expected, "{name} {values:?}");
    }
}

#[test]
fn guesses_dates_and_never_which_of_two_numbers_is_the_month() {
    for (values, expected) in [
        (["2026-03-02", "2021-04-15 21:02:00"].as_slice(), Guess::Date(None)),
        (&["15 Apr, 2021 00:03:00", "02 Dec, 2018 00:10:00"], date("DD MMM, YYYY hh:mm:ss")),
        (&["05.03.2026", "31.12.2025"], date("DD.MM.YYYY")),
        (&["5/2/2018", "12/31/2018"], date("M/D/YYYY")),
        (&["25-05-2018", "02-05-2018"], date("DD-MM-YYYY")),
        (&["02-05-2018", "03-05-2018"], Guess::DateEitherWay("DD-MM-YYYY".into(), "MM-DD-YYYY".into())),
        (&["5/2/2018", "11/12/2018"], Guess::DateEitherWay("D/M/YYYY".into(), "M/D/YYYY".into())),
        (&["20240131", "20240201"], date("YYYYMMDD")),
    ] {
        assert_eq!(guess("when", values), expected, "{values:?}");
    }
}

#[test]
fn guesses_choices_with_their_usual_spelling() {
    let values = ["Google", "google", "Google", "bing", "Select", "Referral", "Referral", "bing"];
    let column = column("source", &values);
    assert_eq!(column.guess, Guess::Choice(strings(&["Google", "Referral", "bing"])));
    assert_eq!(column.gaps, [("Select".to_owned(), 1)]);
    assert_eq!(column.values[0], ("Google".to_owned(), 3));
    assert_eq!((column.filled, column.distinct), (8, Distinct::Exactly(4)));
}

#[test]
fn a_few_titles_are_no_choices() {
    let titles =
        ["CEO", "CTO", "Head of Sales", "CEO", "CTO", "Buyer", "Owner", "CEO", "Chief of Staff", "CEO"];
    assert_eq!(guess("title", &titles), Guess::Text);
    let values: Vec<&str> = titles.into_iter().cycle().take(60).collect();
    assert!(matches!(guess("title", &values), Guess::Choice(_)));
    assert!(matches!(
        guess("source", &["Web", "Web", "Web", "Web", "Event", "Web", "Web", "Web"]),
        Guess::Choice(_)
    ));
}

#[test]
fn keys_are_full_and_unique() {
    let key = |text: &str| {
        let profile = Profile::of(open(text).unwrap(), 1_000).unwrap();
        profile.guess_key().map(str::to_owned)
    };
    assert_eq!(key("Name,Id,Record Id\na,1,7\na,1,8\n").as_deref(), Some("Record Id"));
    assert_eq!(key("Kunde,Id\na,1\nb,1\n").as_deref(), Some("Id"));
    assert_eq!(key("When,Kunde,Ort\n2026-01-01,a,x\n2026-01-02,b,x\n").as_deref(), Some("Kunde"));
    assert_eq!(key("Kunde,Ort\na,x\n,y\na,y\n"), None);
    assert_eq!(key("Kunde\n"), None);
}

#[test]
fn guesses_lists() {
    let few = Guess::List { split_by: ";".into(), items: strings(&["Analytics", "CRM"]) };
    assert_eq!(guess("products", &["CRM;Analytics", "CRM", "crm"]), few);
    let open_ended = Guess::List { split_by: ";".into(), items: Vec::new() };
    assert_eq!(guess("merged ids", &["76340251;46897301"]), open_ended);
    let browser = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/605.1.15 (KHTML, like Gecko)";
    assert_eq!(guess("user agent", &[browser, "other"]), Guess::Text);
    let json = "{\"tags\":[\"a\",\"b\"]}\n{\"tags\":[\"b\",\"a\"]}\n{}\n";
    let profile = Profile::of(open(json).unwrap(), 1_000).unwrap();
    assert_eq!(profile.columns[0].guess, Guess::List { split_by: ";".into(), items: strings(&["a", "b"]) });
    assert_eq!((profile.rows, profile.columns[0].filled), (3, 2));
}

#[test]
fn memory_is_bounded_and_says_so() {
    let rows: String = (0..1_000).map(|n| format!("{n},v{n}\n")).collect();
    let profile = Profile::of(open(format!("key,name\n{rows}")).unwrap(), 500).unwrap();
    assert_eq!((profile.rows, profile.complete), (500, false));
    assert_eq!(profile.columns[1].distinct, Distinct::MoreThan(ColumnProfile::KEPT));
    assert_eq!(profile.columns[1].values.len(), ColumnProfile::KEPT);
    assert_eq!(profile.columns[1].guess, Guess::Text);
}

#[test]
fn a_hundred_thousand_columns_are_no_trouble() {
    let line = |letter: char| (0..100_000).map(|n| format!("{letter}{n},")).collect::<String>();
    let profile = Profile::of(open(format!("{}\n{}\n", line('h'), line('v'))).unwrap(), 10).unwrap();
    assert_eq!(profile.columns.len(), 100_000);
}

proptest! {
    #[test]
    fn any_values_end_without_a_panic(values in prop::collection::vec(any::<String>(), 0..8)) {
        let rows: String = values.iter().map(|value| format!("x,\"{}\"\n", value.replace('"', "\"\""))).collect();
        if let Ok(table) = open(format!("key,name\n{rows}")) {
            let _ = Profile::of(table, 100);
        }
    }
}

#[test]
fn columns_without_a_name_and_doubles_are_left_out() {
    let profile = Profile::of(open("id,name,Name,\n1,a,b,c\n").unwrap(), 10).unwrap();
    assert_eq!(
        profile.columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>(),
        ["id", "name"]
    );
    assert_eq!(profile.doubled, ["Name"]);
    assert!(profile.complete);
}
