//! `qualify run` in every format, with and without a project.

use crate::sandbox::{LEADS, Sandbox, shown};

#[test]
fn a_summary_tells_results_gaps_and_oddities() {
    insta::assert_snapshot!(Sandbox::project().qualify("run --today 2026-03-02").all());
}

#[test]
fn csv_has_exactly_the_columns_in_the_order_of_the_leads() {
    insta::assert_snapshot!(Sandbox::project().qualify("run --today 2026-03-02 --format csv").all());
}

#[test]
fn a_summary_is_all_output_and_verdicts_come_alone() {
    let sandbox = Sandbox::project();
    let table = sandbox.qualify("run --today 2026-03-02");
    assert_eq!(table.err, "");
    assert!(table.out.ends_with("\n6 leads in no time.\n"), "{}", table.out);
    for format in ["csv", "jsonl", "json"] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format {format}"));
        assert!(!said.out.contains("in no time"), "{}", said.out);
        assert!(said.err.starts_with("6 leads in no time"), "{}", said.err);
    }
}

#[test]
fn json_lines_have_one_verdict_each() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify("run --today 2026-03-02 --format jsonl");
    insta::assert_snapshot!(said.out);
    let array = sandbox.qualify("run --today 2026-03-02 --format json");
    let verdicts: serde_json::Value = serde_json::from_str(&array.out).expect("JSON");
    let lines: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(verdicts, serde_json::Value::Array(lines));
}

#[test]
fn the_nearest_way_up_is_told_when_asked() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify("run --today 2026-03-02 --format jsonl --nearest");
    let nearest = said.out.lines().map(|line| {
        let verdict: serde_json::Value = serde_json::from_str(line).expect("JSON");
        format!("{} {}\n", verdict["lead"], verdict["nearest"])
    });
    insta::assert_snapshot!(nearest.collect::<String>());
}

#[test]
fn without_a_project_flags_say_everything() {
    let sandbox = Sandbox::project();
    let from_project = sandbox.qualify("run --today 2026-03-02 --format csv");
    sandbox.write("elsewhere/rules.rules", crate::sandbox::RULES);
    std::fs::remove_file(sandbox.path("qualify.toml")).expect("our file");
    let said = sandbox.qualify(
        "run elsewhere/rules.rules --leads leads.csv --key Id --events download=downloads.csv --today 2026-03-02 \
         --format csv",
    );
    assert_eq!((said.code, said.out), (0, from_project.out));
}

#[test]
fn a_project_is_found_from_a_folder_below() {
    let sandbox = Sandbox::project();
    sandbox.write("reports/notes.txt", "");
    let said = sandbox.qualify_in("reports", "run --today 2026-03-02");
    assert_eq!(said.code, 0);
    assert!(
        said.out.starts_with("6 leads of ../leads.csv, judged by ../inbound.rules as of 2026-03-02.\n"),
        "{}",
        said.out
    );
}

#[test]
fn leads_come_from_standard_input() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify_with("run --leads - --today 2026-03-02 --format csv", LEADS);
    assert_eq!((said.code, said.out), (0, sandbox.qualify("run --today 2026-03-02 --format csv").out));
}

#[test]
fn a_file_is_written_whole_and_nothing_else_is_left() {
    let sandbox = Sandbox::project();
    let said = sandbox.qualify("run --today 2026-03-02 --format csv -o verdicts.csv");
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert_eq!(sandbox.read("verdicts.csv"), sandbox.qualify("run --today 2026-03-02 --format csv").out);
    assert_eq!(
        sandbox.names(),
        ["downloads.csv", "inbound.rules", "leads.csv", "qualify.toml", "verdicts.csv"]
    );
    let summary = sandbox.qualify("run --today 2026-03-02 -o summary.txt --color always");
    assert_eq!(summary.out, "");
    assert!(sandbox.read("summary.txt").starts_with("6 leads of leads.csv"));
}

/// Leads whose keys a spreadsheet would run, and values that the rules do not name.
fn hostile_keys() -> Sandbox {
    let sandbox = Sandbox::project();
    let keys =
        ["\"=cmd|' /C calc'!A0\"", "+49 30 1234", "-2+3", "@SUM(A1)", "x;=1+1", "'=1+1", "-7", "+5", "L-1"];
    let rows: String =
        keys.iter().map(|key| format!("{key},\"=HYPERLINK(\"\"x\"\")\",1,a@b.example,\n")).collect();
    sandbox.write("leads.csv", format!("Id,Industry,Seats,Email,Budget\n{rows}"));
    sandbox
}

#[test]
fn nothing_in_csv_is_run_by_a_spreadsheet() {
    let sandbox = hostile_keys();
    let keys = |words: &str| -> Vec<String> {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format csv {words}"));
        let lines =
            said.out.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned());
        lines.collect()
    };
    let inert =
        ["'=cmd|' /C calc'!A0", "'+49 30 1234", "'-2+3", "'@SUM(A1)", "x;'=1+1", "''=1+1", "-7", "+5", "L-1"];
    assert_eq!(keys(""), inert);
    let raw = ["=cmd|' /C calc'!A0", "+49 30 1234", "-2+3", "@SUM(A1)", "x;=1+1", "'=1+1", "-7", "+5", "L-1"];
    assert_eq!(keys("--raw"), raw);
}

#[test]
fn an_apostrophe_is_told_where_there_is_one() {
    let sandbox = hostile_keys();
    let said = sandbox.qualify("run --today 2026-03-02 --format csv -o verdicts.csv");
    let told = "warning: An apostrophe stands in the rows of 6 leads before what a spreadsheet would run as a formula. \
                `--raw` writes the texts as they are, for programs that join by them.\n";
    assert!(said.err.starts_with(told), "{}", said.err);
    for words in ["run --format csv --raw", "run --format jsonl", "run"] {
        assert!(!sandbox.qualify(words).err.contains("apostrophe"), "{words}");
    }
    assert!(!Sandbox::project().qualify("run --format csv").err.contains("apostrophe"));
}

#[test]
fn rows_that_cannot_be_read_are_reported_and_the_others_written() {
    let sandbox = Sandbox::project();
    sandbox.write("leads.csv", "Id,Industry,Seats,Email,Budget\nL-1,software,1,a@b.example,\nL-2,software,1,a@b.example,,too,many\nL-3,retail,1,a@b.example,\n");
    let said = sandbox.qualify("run --today 2026-03-02 --format csv");
    assert_eq!(said.code, 3);
    assert_eq!(said.out.lines().count(), 3, "{}", said.out);
    assert!(said.err.contains("line 3"), "{}", said.err);
}

/// Cells of an export that were written for people.
fn people_wrote() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "a.rules",
        "field country is country\nfield signed is date\nfield budget is money in EUR\nfield usage is percent\n\
         field size is one of [small, middle, large]\nevent visit, plural visits: - seconds is number\n\
         stages: - Lead - MQL\nwhen budget >= 20k EUR and usage >= 50% then MQL\n",
    );
    sandbox.write(
        "leads.csv",
        "id,country,signed,budget,usage,size\n1,Germany,02.03.2026,35.000,0.4,big\n2,Norway,,120.000 EUR,0.75,small\n\
         3,NO,03.03.2026,500,1,large\n",
    );
    sandbox.write(
        "visits.csv",
        "id,date,seconds\n1,2026-03-01,long\n1,2026-03-01,long\n2,01.03.2026,5\n2,2026-03-01,1.200\n",
    );
    sandbox
}

#[test]
fn cells_that_people_wrote_are_told_with_what_was_expected() {
    let words = "run a.rules --leads leads.csv --key id --events visits=visits.csv --today 2026-03-02";
    insta::assert_snapshot!(people_wrote().qualify(words).all());
}

#[test]
fn rows_of_events_without_a_lead_are_counted() {
    let sandbox = Sandbox::project();
    sandbox.write(
        "downloads.csv",
        "Id,date,asset\nL-1,2026-02-20,guide\n,2026-02-20,guide\n,2026-02-21,guide\n",
    );
    for format in ["table", "csv"] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format {format}"));
        assert_eq!(said.code, 0, "{}", said.err);
        let told = said.out + &said.err;
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("2 rows name no lead") && !told.contains("line 3:"), "{told}");
    }
    sandbox.write("downloads.csv", "Id,date,asset\nL-1,soon,guide\n");
    assert_eq!(sandbox.qualify("run --today 2026-03-02").code, 3);
}

#[test]
fn an_event_that_no_lead_has_is_a_warning() {
    let sandbox = Sandbox::project();
    sandbox.write("downloads.csv", "Id,date,asset\n01,2026-02-20,guide\n");
    let said = sandbox.qualify("run --today 2026-03-02");
    assert_eq!(said.code, 0);
    let told = "No row of downloads.csv belongs to any of these leads, so nobody has downloads: is `Id` the right \
                column? Keys there look like `01`, keys of the leads like `L-1`.";
    assert_eq!(said.err, format!("warning: {told}\n"));
    let words: Vec<&str> = said.out.split_whitespace().collect();
    assert!(words.join(" ").contains(told), "{}", said.out);
}

#[test]
fn leads_without_a_key_are_a_warning() {
    let sandbox = Sandbox::project();
    sandbox.write("qualify.toml", "rules = \"inbound.rules\"\nleads = \"leads.csv\"\n");
    let said = sandbox.qualify("run --today 2026-03-02 --format csv");
    assert!(said.err.contains("the numbers of their lines stand as keys"), "{}", said.err);
    assert!(said.err.contains("Is it `--key \"Id\"`?"), "{}", said.err);
}

#[test]
fn the_ending_of_the_file_tells_the_format() {
    let sandbox = Sandbox::project();
    for (file, format) in [("v.csv", "csv"), ("v.jsonl", "jsonl"), ("v.JSON", "json")] {
        assert_eq!(sandbox.qualify(&format!("run --today 2026-03-02 -o {file}")).code, 0);
        let told = sandbox.qualify(&format!("run --today 2026-03-02 --format {format}")).out;
        assert_eq!(sandbox.read(file), told);
    }
    sandbox.qualify("run --today 2026-03-02 --format json -o v.csv");
    assert!(sandbox.read("v.csv").starts_with('['));
}

#[test]
fn a_header_that_comes_again_is_told() {
    let sandbox = Sandbox::project();
    sandbox
        .write("leads.csv", "Id,Industry,Seats,Email,Budget,id,Fax,Fax\nL-1,software,1,a@b.example,,L-7,,\n");
    for format in ["table", "csv"] {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format {format}"));
        let told = said.out + &said.err;
        assert!(told.contains("Columns that leads.csv has more than once\n  \"Id\": the first"), "{told}");
        assert!(!told.contains("Fax"), "{told}");
    }
}

#[test]
fn the_day_of_the_clock_is_told() {
    let said = Sandbox::project().qualify("run");
    assert!(said.out.replace('\n', " ").contains("(the day on the system's clock)"), "{}", said.out);
}

#[test]
fn a_missing_column_suggests_the_one_that_was_meant() {
    let sandbox = Sandbox::project();
    sandbox.write("leads.csv", "Id,Industri,Seats,Email,Budget\nL-1,software,1,a@b.example,\n");
    let said = sandbox.qualify("run --today 2026-03-02");
    let words: Vec<&str> = said.out.split_whitespace().collect();
    let told = "there is no column \"Industry\". There is \"Industri\": did you mean that?";
    assert!(words.join(" ").contains(told), "{}", said.out);
}

#[test]
fn colours_are_for_those_who_ask() {
    let sandbox = Sandbox::project();
    assert!(!sandbox.qualify("run --today 2026-03-02").out.contains('\u{1b}'));
    assert!(sandbox.qualify("run --today 2026-03-02 --color always").out.contains('\u{1b}'));
}

#[test]
fn tables_are_as_wide_as_a_terminal() {
    let sandbox = Sandbox::project();
    for words in ["run --today 2026-03-02", "why L-1 --today 2026-03-02", "test"] {
        let said = sandbox.qualify(words);
        assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    }
}

#[test]
fn paths_of_flags_are_those_of_the_user() {
    let sandbox = Sandbox::project();
    sandbox.write("other/leads.csv", LEADS);
    let path = shown(&sandbox.path("other/leads.csv"));
    let said = sandbox.qualify(&format!("run --leads {path} --today 2026-03-02 --format csv"));
    assert_eq!(said.code, 0, "{}", said.err);
}

/// Columns that are asked for say what they say among all of them, in every format.
#[test]
fn only_the_columns_that_are_asked_for_are_told() {
    let sandbox = Sandbox::project();
    let cells = |columns: &str| -> Vec<Vec<String>> {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format csv {columns}"));
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(said.out.as_bytes());
        rows.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
    };
    let whole = cells("");
    let of = |name: &str| whole[0].iter().position(|header| header == name).expect("a column");
    for names in ["result", "status,result", "needs,assumed", "could_be,scores,grades,outcomes"] {
        let asked: Vec<usize> = ["key"].into_iter().chain(names.split(',')).map(of).collect();
        let expected: Vec<Vec<String>> =
            whole.iter().map(|row| asked.iter().map(|at| row[*at].clone()).collect()).collect();
        assert_eq!(cells(&format!("--columns {names}")), expected);
    }
    let lines = sandbox.qualify("run --today 2026-03-02 --format jsonl --columns result").out;
    assert_eq!(lines.lines().next(), Some(r#"{"lead":"L-1","result":"SQL"}"#));
    let table = sandbox.qualify("run --today 2026-03-02 --columns result").out;
    assert!(table.contains("Result\n") && !table.contains("Status\n"), "{table}");
    let wrong = sandbox.qualify("run --columns resut");
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("`resut` is not something `--columns` takes. It takes result, stage,"),
        "{}",
        wrong.err
    );
}
