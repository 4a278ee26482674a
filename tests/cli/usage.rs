//! Wrong words on the command line and in qualify.toml, and the sentences that answer them.

use crate::sandbox::Sandbox;

#[test]
fn help_tells_verbs_and_exit_codes() {
    insta::assert_snapshot!(Sandbox::empty().qualify("--help").all());
}

#[test]
fn every_verb_has_help_with_an_example() {
    let sandbox = Sandbox::empty();
    for verb in ["init", "check", "fmt", "test", "run", "why", "explain", "completions", "man"] {
        let said = sandbox.qualify(&format!("{verb} --help"));
        assert_eq!(said.code, 0);
        assert!(said.out.contains("Example"), "{verb}: {}", said.out);
        assert!(
            said.out.contains(&format!("  qualify {verb}"))
                || said.out.contains(&format!(": qualify {verb}")),
            "{verb}"
        );
        assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{verb}: {}", said.out);
    }
}

#[test]
fn wrong_words_are_answered_with_a_sentence() {
    let sandbox = Sandbox::project();
    let lines = [
        "chek",
        "run --lead leads.csv",
        "run --format xml",
        "run --today",
        "run --today yesterday",
        "run --today 2026-02-30",
        "run --today 2021-2-3",
        "run --today 15.05.2021",
        "run --today today",
        "run --events downloads",
        "run --events downlods=downloads.csv",
        "run --events calls=downloads.csv",
        "run --events downloads=a.csv --events download=b.csv",
        "run --key Idd",
        "run --encoding utf-16",
        "run --delimiter ;;",
        "run --delimiter ;",
        "run --leads - --events downloads=-",
        "run --leads leeds.csv",
        "run --leads .",
        "run inbond.rules",
        "run .",
        "run a b",
        "run -",
        "check -",
        "why",
        "check --project nowhere",
        "check --project leads.csv",
        "check --project empty",
        "init --project nowhere",
        "check --format json --format human",
        "man --folder x run",
        "run -o .",
        "run -o ./leads.csv",
        "run -o qualify.toml",
        "run --format csv -o downloads.csv",
    ];
    sandbox.write("empty/notes.txt", "");
    let answers = lines.map(|line| {
        let said = sandbox.qualify(line);
        assert_eq!(said.out, "", "{line}");
        assert!(matches!(said.code, 2 | 3), "{line}: {}", said.code);
        format!("$ qualify {line}\n{}=> {}\n", said.err, said.code)
    });
    insta::assert_snapshot!(answers.join("\n"));
}

#[test]
fn flags_of_check_that_do_nothing_together_are_refused() {
    let sandbox = Sandbox::project();
    for words in [
        "--emit plan --format json",
        "--emit plan --deep",
        "--emit plan --leads leads.csv",
        "--emit ast --diff",
        "--diff --watch",
    ] {
        let said = sandbox.qualify(&format!("check {words}"));
        assert_eq!(said.code, 2, "{words}");
        assert!(said.err.contains("do not go together"), "{words}: {}", said.err);
    }
}

#[test]
fn an_empty_word_is_no_file() {
    let output = Sandbox::empty().command().args(["check", ""]).output().expect("the command starts");
    let said = crate::sandbox::said(&output);
    let why = "error: The word for `RULES` is empty. Name a file. `qualify check --help` tells more.\n";
    assert_eq!((said.code, said.err.as_str()), (2, why));
}

#[test]
fn nothing_to_go_by_is_explained() {
    let sandbox = Sandbox::empty();
    insta::assert_snapshot!(sandbox.qualify("check").all());
    sandbox.write("only.rules", "stages: - Lead\n");
    insta::assert_snapshot!(sandbox.qualify("check").all());
    insta::assert_snapshot!(sandbox.qualify("run only.rules").all());
}

#[test]
fn paths_of_the_settings_may_be_absolute() {
    let (sandbox, other) = (Sandbox::project(), Sandbox::empty());
    let leads = crate::sandbox::shown(&sandbox.path("leads.csv"));
    sandbox.write(
        "qualify.toml",
        format!("rules = \"inbound.rules\"\n[leads]\nfile = \"{leads}\"\nkey = \"Id\"\n"),
    );
    let project = crate::sandbox::shown(&sandbox.path(""));
    let said = other.qualify(&format!("why L-1 --today 2026-03-02 --project {project}"));
    assert!(said.out.contains(&format!("\n{leads}:2, as of")), "{}{}", said.out, said.err);
}

#[test]
fn mistakes_in_the_settings_are_named_by_line() {
    let sandbox = Sandbox::project();
    sandbox.write("qualify.toml", "rulez = \"inbound.rules\"\n\n[leads]\nfile = 3\n\n[evnts]\n");
    let said = sandbox.qualify("run");
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.all());
    for (settings, place) in [
        (
            "rules = \"inbound.rules\"\ntimezone = \"Mars/Olympus\"\n[leads]\nfile = \"leads.csv\"\n",
            "qualify.toml:2: ",
        ),
        ("rules = \"inbound.rules\"\n[leads]\nfile = \"leads.csv\"\nencoding = \"x\"\n", "qualify.toml:4: "),
        (
            "rules = \"inbound.rules\"\n[leads]\nfile = \"leads.csv\"\nkey = \"Id\"\n[events]\nx = \"x.csv\"\n",
            "qualify.toml:6: ",
        ),
        ("rules = \"../x.rules\"\n", "outside the project"),
        ("[leads]\nfile = \"leads.csv\"\n", "does not say which rules"),
    ] {
        sandbox.write("qualify.toml", settings);
        let said = sandbox.qualify("run");
        assert_eq!(said.code, 2, "{settings}: {}", said.err);
        assert!(said.err.contains(place), "{settings}: {}", said.err);
    }
}

#[test]
fn the_time_zone_of_the_project_decides_which_day_a_moment_is() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.rules", "field seen is date\nstages: - Lead - MQL\nwhen seen is 2026-03-02 then MQL\n");
    sandbox.write("leads.csv", "seen\n2026-03-01T23:30:00Z\n");
    let result = |settings: &str| {
        sandbox.write("qualify.toml", format!("rules = \"a.rules\"\nleads = \"leads.csv\"\n{settings}"));
        sandbox.qualify("run --format csv").out.lines().nth(1).map(str::to_owned).unwrap_or_default()
    };
    assert!(result("").starts_with("2,Lead,"));
    assert!(result("timezone = \"Europe/Berlin\"\n").starts_with("2,MQL,"));
}
