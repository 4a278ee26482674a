//! `qualify check --format`: what pipelines and editors get, and how the command ends.

use crate::sandbox::Sandbox;

const FORMATS: [&str; 8] = ["human", "plain", "json", "github", "gitlab", "sarif", "junit", "markdown"];

/// Two files, one mistake in each.
fn broken() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("team/a.rules", "use \"b.rules\"\nstages: - Lead - MQL\nwhen downloads => 2 then MQL\n");
    sandbox.write("team/b.rules", "field downloads is count\nfield ä is cuont\n");
    sandbox
}

#[test]
fn help_fits_a_terminal_of_eighty_columns() {
    let said = Sandbox::empty().qualify("check --help");
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    insta::assert_snapshot!(said.out);
}

#[test]
fn every_format_ends_with_the_same_code() {
    for format in FORMATS {
        let said = broken().qualify(&format!("check team/a.rules --format {format}"));
        assert_eq!((said.code, said.err.as_str()), (1, ""), "{format}");
        assert!(said.out.contains("team/b.rules"), "{format}: {}", said.out);
        let said = Sandbox::project().qualify(&format!("check --format {format}"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn formats_for_lines_and_pages_tell_file_place_and_message() {
    for format in ["plain", "github", "junit", "markdown"] {
        let said = broken().qualify(&format!("check team/a.rules --format {format}"));
        insta::assert_snapshot!(format, said.out);
    }
}

#[test]
fn formats_in_json_are_json_and_name_each_finding() {
    let fingerprints = |format: &str, pointer: &str| {
        let said = broken().qualify(&format!("check team/a.rules --format {format}"));
        let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        ["0", "1"].map(|number| {
            let found = json.pointer(&pointer.replace('#', number)).and_then(serde_json::Value::as_str);
            found.expect("a fingerprint").to_owned()
        })
    };
    let known = fingerprints("json", "/#/fingerprint");
    assert_eq!(known, fingerprints("gitlab", "/#/fingerprint"));
    assert_eq!(known, fingerprints("sarif", "/runs/0/results/#/partialFingerprints/qualifyFinding~1v1"));
}

#[test]
fn fingerprints_stay_when_rules_are_moved_and_formatted() {
    let fingerprints = |files: &[(&str, &str)]| {
        let sandbox = Sandbox::empty();
        for (name, text) in files {
            sandbox.write(name, text);
        }
        let json: serde_json::Value =
            serde_json::from_str(&sandbox.qualify("check a.rules --format json").out).expect("JSON");
        let found = json.as_array().expect("a list").iter();
        let mut prints: Vec<String> = found.map(|one| one["fingerprint"].to_string()).collect();
        prints.sort();
        prints
    };
    let head = "stages: - Lead - MQL\n";
    let one = fingerprints(&[(
        "a.rules",
        &format!("{head}when a  is x then MQL\nwhen b then MQL\nwhen b then MQL\n"),
    )]);
    let other = fingerprints(&[
        ("a.rules", &format!("# why\n\nuse \"b.rules\"\nwhen b then MQL\n{head}")),
        ("b.rules", "when b then MQL\nwhen\n  a is x\n  then MQL\n"),
    ]);
    assert_eq!(one, other);
    assert_eq!(one.len(), 4, "{one:?}");
    assert!(one.windows(2).all(|pair| pair.first() != pair.last()), "{one:?}");
}

#[test]
fn workflows_get_a_summary_that_is_added_to() {
    let sandbox = broken();
    sandbox.write("summary.md", "before\n");
    let run = |file: &str| {
        let mut command = sandbox.command();
        command.env("GITHUB_STEP_SUMMARY", file).args(["check", "team/a.rules", "--format", "github"]);
        command.output().expect("the command starts").status.code()
    };
    assert_eq!(run("summary.md"), Some(1));
    let summary = sandbox.read("summary.md");
    assert!(summary.starts_with("before\n### qualify check: 2 errors\n"), "{summary}");
    assert_eq!(run("nowhere/summary.md"), Some(3));
    assert_eq!(run(""), Some(1));
}

#[test]
fn of_many_findings_nine_are_annotated() {
    let sandbox = Sandbox::empty();
    let rules: String = (0..25).map(|n| format!("when unknown_{n} then MQL\n")).collect();
    sandbox.write("a.rules", format!("stages: - Lead - MQL\n{rules}"));
    let said = sandbox.qualify("check a.rules --format github");
    assert_eq!(said.out.matches("::error file=").count(), 9, "{}", said.out);
    assert!(said.out.contains("::error title=qualify check::16 more errors: see the log"), "{}", said.out);
    assert_eq!(said.out.matches("\n- a.rules:").count(), 16, "{}", said.out);
}
