//! Several files of leads, named one by one or by a pattern, judged as if they were one.

use crate::sandbox::Sandbox;

/// Two files with other columns in another order; one of their keys is the same.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::project();
    sandbox.write(
        "leads/a.csv",
        "Id,Industry,Seats,Email,Budget\nL-1,Software,12,ana@acme.example,30000\nL-2,software,few,bo@bolt.example,\n",
    );
    sandbox
        .write("leads/b.csv", "Budget;Email;Id;Industry\n500;cy@corner.example;L-3;Retail\n;;L-1;software\n");
    sandbox.write("leads/notes.txt", "no leads");
    sandbox
}

fn results(sandbox: &Sandbox, words: &str) -> String {
    let said = sandbox.qualify(&format!("run --today 2026-03-02 --format csv --columns result {words}"));
    assert_eq!(said.code, 0, "{}", said.err);
    said.out
}

const RESULTS: &str = "key,result\nL-1,SQL\nL-2,Lead\nL-3,Lead\nL-1,MQL\n";

#[test]
fn files_are_read_in_the_order_in_which_they_are_named() {
    let sandbox = sandbox();
    assert_eq!(results(&sandbox, "--leads leads/a.csv --leads leads/b.csv"), RESULTS);
    let other = results(&sandbox, "--leads leads/b.csv --leads leads/a.csv");
    assert_eq!(other, "key,result\nL-3,Lead\nL-1,MQL\nL-1,SQL\nL-2,Lead\n");
    assert_eq!(results(&sandbox, "--leads leads/*.csv"), RESULTS);
    assert_eq!(results(&sandbox, "--leads leads/[ab].csv --leads ./leads/a.csv"), RESULTS);
}

#[test]
fn each_message_about_a_row_names_its_file() {
    let sandbox = sandbox();
    insta::assert_snapshot!(sandbox.qualify("run --today 2026-03-02 --leads leads/*.csv").all());
}

#[test]
fn a_pattern_of_the_project_is_looked_for_in_its_folder() {
    let sandbox = sandbox();
    let settings = sandbox.read("qualify.toml").replace("leads.csv", "leads/?.csv");
    sandbox.write("qualify.toml", settings);
    assert_eq!(results(&sandbox, ""), RESULTS);
    let below = sandbox.qualify_in("leads", "run --today 2026-03-02");
    assert!(
        below.out.starts_with("4 leads of ../leads/?.csv (2 files), judged by ../inbound.rules"),
        "{}",
        below.out
    );
    let why = sandbox.qualify("why L-3 --today 2026-03-02");
    assert!(why.out.contains("leads/b.csv:2, as of 2026-03-02"), "{}", why.out);
    let check = sandbox.qualify("check");
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    let counted = sandbox.qualify("check --format json");
    assert_eq!(counted.code, 0, "{}", counted.err);
}

#[test]
fn the_leads_of_all_files_are_counted_in_a_review() {
    let sandbox = sandbox();
    sandbox.write("qualify.toml", sandbox.read("qualify.toml").replace("leads.csv", "leads/*.csv"));
    sandbox.git("init -q -b main");
    sandbox.git("add .");
    sandbox.commit("rules");
    sandbox.write(
        "inbound.rules",
        sandbox
            .read("inbound.rules")
            .replace("downloads within 30 days >= 2", "downloads within 30 days >= 1"),
    );
    let said = sandbox.qualify("diff main --today 2026-03-02");
    assert!(said.out.contains("4 leads of leads/*.csv (2 files)"), "{}{}", said.out, said.err);
}

#[test]
fn patterns_that_fit_nothing_are_refused() {
    let sandbox = sandbox();
    let answers = ["leads/*.tsv", "leads/[.csv", "*/leads/*.csv"]
        .map(|pattern| format!("$ {pattern}\n{}", sandbox.qualify(&format!("run --leads {pattern}")).all()));
    insta::assert_snapshot!(answers.join("\n"));
}

#[test]
fn the_name_of_a_file_is_no_pattern() {
    let sandbox = sandbox();
    sandbox.write("leads/[ab].csv", "Id,Industry\nL-7,retail\n");
    assert_eq!(results(&sandbox, "--leads leads/[ab].csv"), "key,result\nL-7,Lead\n");
}

#[test]
fn a_file_without_the_key_is_told_before_any_lead_is_judged() {
    let sandbox = sandbox();
    sandbox.write("leads/c.csv", "Number,Industry\n1,retail\n");
    let said = sandbox.qualify("run --today 2026-03-02 --leads leads/*.csv --format csv");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.starts_with("error: leads/c.csv: There is no column `Id`"), "{}", said.err);
}

#[test]
fn the_answer_is_never_written_over_one_of_them() {
    let sandbox = sandbox();
    let said = sandbox.qualify("run --today 2026-03-02 --leads leads/*.csv -o leads/b.csv");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`leads/b.csv` is read by this run"), "{}", said.err);
}

#[test]
fn words_that_a_shell_made_of_a_pattern_are_answered_with_what_to_type() {
    let sandbox = sandbox();
    let said = sandbox.qualify("run inbound.rules --leads leads/a.csv leads/b.csv");
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.err);
}

#[test]
fn events_stand_in_one_file() {
    let sandbox = sandbox();
    let said = sandbox.qualify("run --events downloads=down*.csv");
    assert_eq!(said.code, 3);
    assert_eq!(
        said.err,
        "error: There is no file `down*.csv`. Patterns are for leads: all rows of an event stand in one file.\n"
    );
}
