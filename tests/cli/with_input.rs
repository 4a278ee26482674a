//! The columns of the leads beside the verdicts.

use crate::sandbox::Sandbox;

fn run(sandbox: &Sandbox, words: &str) -> String {
    let said = sandbox.qualify(&format!("run --today 2026-03-02 --with-input {words}"));
    assert_eq!(said.code, 0, "{}", said.err);
    said.out
}

#[test]
fn cells_of_csv_stand_as_they_are_written() {
    let sandbox = Sandbox::project();
    sandbox.write(
        "leads.csv",
        "Id,Note,Industry,Email,,Note\n L-1 ,\"a \"\"b\"\", c\",Software,a@b.example,x,=1+1\nL-2, ,retail,c@d.example\n",
    );
    let guarded = "key,result,Id,Note,Industry,Email,,Note\n\
                   L-1,SQL, L-1 ,\"a \"\"b\"\", c\",Software,a@b.example,x,'=1+1\n\
                   L-2,Lead,L-2, ,retail,c@d.example,,\n";
    let guarded = guarded.replace("SQL", "MQL");
    assert_eq!(run(&sandbox, "--format csv --columns result"), guarded);
    assert_eq!(run(&sandbox, "--format csv --columns result --raw"), guarded.replace('\'', ""));
    let with_more = run(&sandbox, "--format csv --columns result,status");
    assert_eq!(with_more.lines().next(), Some("key,result,status,Id,Note,Industry,Email,,Note"));
}

#[test]
fn json_has_them_in_an_object() {
    let sandbox = Sandbox::project();
    let lines = run(&sandbox, "--format jsonl --columns result");
    assert_eq!(
        lines.lines().nth(1),
        Some(
            r#"{"lead":"L-2","result":"Lead","input":{"Id":"L-2","Industry":"software","Seats":"a few","Email":"bo@bolt.example","Budget":""}}"#
        )
    );
    let whole = run(&sandbox, "--format jsonl");
    assert!(whole.lines().all(|line| line.contains(r#","input":{"Id":""#)), "{whole}");
    sandbox
        .write("leads.jsonl", "{\"Id\":\"L-1\",\"x\":[1,\"a\"]}\n{\"Id\":2,\"y\":null,\"z\":{\"a\":true}}\n");
    assert_eq!(
        run(&sandbox, "--format jsonl --columns result --leads leads.jsonl"),
        "{\"lead\":\"L-1\",\"result\":\"Lead\",\"input\":{\"Id\":\"L-1\",\"x\":\"[1,\\\"a\\\"]\"}}\n\
         {\"lead\":\"2\",\"result\":\"Lead\",\"input\":{\"Id\":\"2\",\"y\":\"\",\"z.a\":\"true\"}}\n"
    );
}

#[test]
fn several_files_have_all_their_columns_in_every_row() {
    let sandbox = Sandbox::project();
    sandbox.write("a.csv", "Id,Industry,Seats\nL-1,software,2\n");
    sandbox.write("b.csv", "seats;Zip;Id\n3;\"0;1\";L-2\n");
    let leads = "--leads a.csv --leads b.csv --columns result";
    let csv = "key,result,Id,Industry,Seats,Zip\nL-1,MQL,L-1,software,2,\nL-2,Lead,L-2,,3,0;1\n";
    assert_eq!(run(&sandbox, &format!("{leads} --format csv")), csv);
    run(&sandbox, &format!("{leads} -o verdicts.parquet"));
    let back = run(&sandbox, "--leads verdicts.parquet --format jsonl --columns stage");
    assert_eq!(
        back,
        "{\"lead\":\"L-1\",\"stage\":\"MQL\",\"input\":{\"Id\":\"L-1\",\"result\":\"MQL\",\"Industry\":\"software\",\"Seats\":\"2\",\"Zip\":\"\"}}\n\
         {\"lead\":\"L-2\",\"stage\":\"Lead\",\"input\":{\"Id\":\"L-2\",\"result\":\"Lead\",\"Industry\":\"\",\"Seats\":\"3\",\"Zip\":\"0;1\"}}\n"
    );
}

#[test]
fn what_cannot_stand_side_by_side_is_refused() {
    let sandbox = Sandbox::project();
    sandbox.write("taken.csv", "Id,Industry,Result\nL-1,software,won\n");
    sandbox.write("doubled.csv", "Id,Industry,industry\nL-1,software,retail\n");
    sandbox.write("leads.jsonl", "{\"Id\":\"L-1\"}\n");
    let answers = [
        "--leads taken.csv -o verdicts.csv",
        "--leads taken.csv -o verdicts.parquet",
        "--leads doubled.csv -o verdicts.parquet",
        "--leads doubled.csv -o verdicts.jsonl",
        "--leads leads.jsonl -o verdicts.csv",
        "",
    ]
    .map(|words| format!("$ {words}\n{}", sandbox.qualify(&format!("run --with-input {words}")).all()));
    insta::assert_snapshot!(answers.join("\n"));
    run(&sandbox, "--leads taken.csv --format csv --columns status");
    run(&sandbox, "--leads taken.csv --format jsonl");
    run(&sandbox, "--leads doubled.csv --format csv");
}
