//! `qualify diff`, `log`, `run --at` and `textconv` on repositories made with real git.

use serde_json::Value;

use crate::sandbox::Sandbox;

const RULES: &str = "\
owner RevOps
stages:
  - Lead
  - MQL, owner Marketing
  - SQL
exits:
  - Suppressed
field downloads is count
field seats is count, missing means 1
field email is email
field last_name is text
rule \"Downloads\":
  when downloads >= 2 then MQL
rule \"Large\":
  when MQL and seats >= 50 then SQL
rule \"Ours\":
  when domain of email is \"example.com\" then Suppressed
";

const LEADS: &str = "id,downloads,seats,email,last_name\n\
    ann@acme.example,1,60,ann@acme.example,Anders\n\
    L-2,2,60,bo@bolt.example,Berg\n\
    L-3,3,,cy@corner.example,Cole\n\
    L-4,4,90,dee@example.com,Dahl\n\
    L-5,,70,+49 30 1234567,Ek\n\
    L-6,5,10,,Falk\n";

const SETTINGS: &str = "rules = \"inbound.rules\"\n[leads]\nfile = \"leads.csv\"\nkey = \"id\"\n";

/// A repository with one commit on `main`, and a branch `feature` that is checked out.
fn repository() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("inbound.rules", RULES);
    sandbox.write("leads.csv", LEADS);
    sandbox.write("qualify.toml", SETTINGS);
    sandbox.git("init --quiet --initial-branch main");
    sandbox.commit("Criteria as they were");
    sandbox.git("checkout --quiet -b feature");
    sandbox
}

fn json(sandbox: &Sandbox, words: &str) -> Value {
    let said = sandbox.qualify(&format!("{words} --format json --today 2026-03-02"));
    serde_json::from_str(&said.out).expect(&said.err)
}

#[test]
fn a_limit_is_reviewed_from_the_first_sentence_to_the_people() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 4"));
    insta::assert_snapshot!(sandbox.qualify("diff main --today 2026-03-02").all());
}

#[test]
fn a_comment_masks_people_and_begins_with_its_mark() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 1"));
    let said = sandbox.qualify("diff main --today 2026-03-02 --format markdown --show-personal");
    insta::assert_snapshot!(said.all());
    for private in ["ann@", "bo@", "1234567", "Anders"] {
        assert!(!said.out.contains(private), "{private}: {}", said.out);
    }
    let shown = sandbox.qualify("diff main --today 2026-03-02 --show-personal");
    assert!(shown.out.contains("ann@acme.example"), "{}", shown.out);
}

#[test]
fn a_refactoring_is_proved_and_quiet() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("when downloads >= 2", "when not downloads < 2"));
    let said = sandbox.qualify("diff main --exit-code --no-leads");
    assert!(said.out.starts_with("Proved: no lead changes.\n"), "{}", said.out);
    assert_eq!(said.code, 0);
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    assert_eq!(sandbox.qualify("diff main").code, 0);
    assert_eq!(sandbox.qualify("diff main --exit-code").code, 1);
}

#[test]
fn the_matrix_is_the_difference_of_two_runs() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    let review = json(&sandbox, "diff main");
    let run = |at: &str| -> Vec<(String, String)> {
        let said = sandbox.qualify(&format!("run --today 2026-03-02 --format jsonl {at}"));
        let verdict = |line: &str| -> (String, String) {
            let verdict: Value = serde_json::from_str(line).expect("JSON");
            let text = |name: &str| verdict[name].as_str().unwrap_or_default().to_owned();
            (text("lead"), text("result"))
        };
        said.out.lines().map(verdict).collect()
    };
    let (before, after) = (run("--at main"), run(""));
    assert_eq!(before.len(), 6);
    let cells = review["sample"]["matrix"].as_array().expect("a matrix");
    for cell in cells {
        let pair = |(one, other): (&(String, String), &(String, String))| {
            one.0 == other.0 && one.1 == cell["from"] && other.1 == cell["to"]
        };
        let count = before.iter().zip(&after).filter(|both| pair(*both)).count();
        assert_eq!(cell["leads"], count, "{cell}");
    }
    let all: u64 = cells.iter().filter_map(|cell| cell["leads"].as_u64()).sum();
    assert_eq!(all, 6);
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    sandbox.commit("Stricter");
    sandbox.git("checkout --quiet main");
    sandbox.write("inbound.rules", RULES.replace("seats >= 50", "seats >= 5"));
    sandbox.commit("Looser on main");
    let criteria = |words: &str| json(&sandbox, words)["criteria"].as_array().map_or(0, Vec::len);
    assert_eq!(criteria("diff main feature"), 1);
    assert_eq!(criteria("diff main...feature"), 1);
    assert_eq!(criteria("diff main..feature"), 2);
    assert_eq!(criteria("diff main feature --direct"), 2);
    assert_eq!(criteria("diff feature feature"), 0);
}

#[test]
fn folders_files_worktrees_and_folders_below_work() {
    let sandbox = Sandbox::empty();
    sandbox.write("old/inbound.rules", RULES);
    sandbox.write("new/inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    for words in ["diff old new", "diff old/inbound.rules new/inbound.rules", "diff old/ new/inbound.rules"] {
        assert_eq!(json(&sandbox, words)["headline"]["proof"], "some_move", "{words}");
    }
    sandbox.git("init --quiet --initial-branch main");
    sandbox.commit("Both");
    sandbox.git("worktree add --quiet tree -b other");
    sandbox.write("tree/old/inbound.rules", RULES.replace("seats >= 50", "seats >= 60"));
    let said = sandbox.qualify_in("tree/old", "diff main --rules inbound.rules --no-leads");
    assert!(said.out.contains("seats: at least 50 → at least 60"), "{}{}", said.out, said.err);
}

#[test]
fn what_git_does_not_know_is_said_with_a_way_on() {
    let sandbox = repository();
    for (words, code, told) in [
        ("diff nosuch", 2, "git knows no commit, branch or tag `nosuch`"),
        ("diff -- --output=x", 2, "git knows no commit, branch or tag `--output=x`"),
        ("diff leads.csv", 2, "`leads.csv` is a file or folder. Compare it with a second one"),
        ("run --at nosuch", 2, "git knows no commit, branch or tag `nosuch`"),
        ("log nosuch", 2, "git knows no commit, branch or tag `nosuch`"),
        ("diff main --leads -", 2, "Leads are read twice here"),
    ] {
        let said = sandbox.qualify(words);
        assert_eq!(said.code, code, "{words}: {}", said.err);
        assert!(said.err.contains(told), "{words}: {}", said.err);
    }
    let outside = Sandbox::empty();
    outside.write("a.rules", RULES);
    let said = outside.qualify("diff main --rules a.rules");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("is in no git repository"), "{}", said.err);
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    sandbox.commit("Stricter");
    sandbox.git("checkout --quiet main");
    sandbox.write("notes.md", "nothing");
    sandbox.commit("Notes");
    let clone = Sandbox::empty();
    let from = format!("file://{}", sandbox.path(".").display());
    clone.git(&format!("clone --quiet --depth 1 --no-single-branch {from} shallow"));
    let said = clone.qualify_in("shallow", "diff origin/main origin/feature");
    assert_eq!(said.code, 3, "{}", said.err);
    assert!(said.err.contains("This clone is shallow"), "{}", said.err);
    assert!(said.err.contains("git fetch --unshallow"), "{}", said.err);
    let direct = clone.qualify_in("shallow", "diff origin/main origin/feature --direct");
    assert!(direct.out.contains("at least 2 → at least 3"), "{}{}", direct.out, direct.err);
}

#[test]
fn a_version_with_mistakes_is_told_and_its_criteria_are() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2 then", "dowloads >= 3 then"));
    let said = sandbox.qualify("diff main");
    assert_eq!(said.code, 1);
    assert!(
        said.out.starts_with("The versions could not be compared: the working tree has 1 error.\n"),
        "{}",
        said.out
    );
    assert!(said.out.contains("unknown-name"), "{}", said.out);
}

#[test]
fn gates_hold_also_where_the_change_takes_them_away() {
    let sandbox = repository();
    sandbox.git("checkout --quiet main");
    let gates =
        "[review]\nmax_drop = \"10%\"\nforbid = \"SQL -> *\"\nbecause = true\napproval = \"Marketing\"\n";
    sandbox.write("qualify.toml", format!("{SETTINGS}{gates}"));
    sandbox.commit("Gates");
    sandbox.write("qualify.toml", SETTINGS);
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 4"));
    let said = sandbox.qualify("diff main --today 2026-03-02");
    assert_eq!(said.code, 1);
    insta::assert_snapshot!(said.all());
    let pass = "[[review.pass]]\ngate = \"max_drop\"\nbecause = \"The board wants fewer.\"\nuntil = \"2026-03-31\"\n";
    sandbox.write("qualify.toml", format!("{SETTINGS}{gates}{pass}"));
    let waived = json(&sandbox, "diff main --approved-by Marketing");
    let standing = |gate: &str| {
        let gates = waived["gates"].as_array().expect("gates");
        gates
            .iter()
            .find(|told| told["gate"] == gate)
            .map(|told| told["standing"].clone())
            .unwrap_or_default()
    };
    assert_eq!(standing("max_drop")["waived"]["because"], "The board wants fewer.");
    assert_eq!(standing("approval"), "passed");
    assert_eq!(standing("forbid"), "failed");
}

#[test]
fn hostile_names_and_values_stay_text() {
    let sandbox = repository();
    let evil = "<script>alert(1)</script>";
    sandbox.write(
        "inbound.rules",
        RULES.replace("\"Downloads\"", &format!("\"{evil} @team [x](http://y)\"")).replace(">= 2", ">= 4"),
    );
    sandbox
        .write("leads.csv", format!("{LEADS}\"=cmd|' /C calc'!A0\",3,10,x@y.example,{evil}\n{evil},2,1,,\n"));
    for format in ["html", "markdown"] {
        let said = sandbox.qualify(&format!("diff main --today 2026-03-02 --format {format}"));
        // What stands between backticks is code to every reader of Markdown.
        let told: String = match format {
            "markdown" => said.out.split('`').step_by(2).collect(),
            _ => said.out.replace("[x](http://y)", ""),
        };
        assert!(!told.contains("<script") && !told.contains("](http"), "{format}: {told}");
    }
    let page = sandbox.qualify("diff main --format html").out;
    for word in ["http://", "https://", "javascript:", " style=", " onclick", "<img", "<link"] {
        let lost = page.replace("[x](http://y)", "");
        assert!(!lost.contains(word), "{word}");
    }
}

#[test]
fn the_history_says_which_commits_moved_leads() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    sandbox.commit("Stricter");
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "not downloads < 3"));
    sandbox.commit("In other words");
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "nonsense >= 1"));
    sandbox.commit("Broken");
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 1"));
    sandbox.commit("Looser");
    let said = sandbox.qualify("log --today 2026-03-02 --format json");
    let steps: Value = serde_json::from_str(&said.out).expect("JSON");
    let told: Vec<&str> =
        steps.as_array().expect("steps").iter().filter_map(|step| step["told"].as_str()).collect();
    assert_eq!(
        told,
        ["the version before has errors", "has errors", "proved equal", "stricter", "the first version"]
    );
    let human = sandbox.qualify("log --today 2026-03-02");
    assert!(human.out.contains("stricter"), "{}", human.out);
    assert_eq!(sandbox.qualify("log --from main -n 1").out.lines().count(), 3);
}

#[test]
fn rules_of_long_ago_judge_the_leads_of_today() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 9"));
    let said = sandbox.qualify("run --at main --today 2026-03-02 --format csv");
    assert!(said.out.contains("L-2,SQL"), "{}", said.out);
    assert!(sandbox.qualify("run --today 2026-03-02 --format csv").out.contains("L-2,Lead"));
}

#[test]
fn leads_that_are_not_here_are_not_counted_and_that_is_said() {
    let sandbox = repository();
    std::fs::remove_file(sandbox.path("leads.csv")).expect("a file");
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    let said = sandbox.qualify("diff main");
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.err, "qualify.toml:3: there is no file `leads.csv` here, so no leads are counted.\n");
    assert_eq!(sandbox.qualify("diff main --leads leads.csv").code, 3);
}

#[test]
fn a_file_that_is_read_is_never_written_over() {
    let sandbox = repository();
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 3"));
    for target in ["inbound.rules", "leads.csv", "qualify.toml"] {
        let before = sandbox.read(target);
        let said = sandbox.qualify(&format!("diff main --format html -o {target}"));
        assert_eq!(said.code, 2, "{target}: {}", said.err);
        assert_eq!(sandbox.read(target), before);
    }
    let said = sandbox.qualify("diff main -o review.html");
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(sandbox.read("review.html").starts_with("<!doctype html>"));
}

#[test]
fn other_rules_that_make_a_move_are_told_in_every_form() {
    let sandbox = repository();
    let visits = "field visits is count\nrule \"Visits\":\n  when visits >= 2 then MQL\n";
    sandbox.write("inbound.rules", format!("{RULES}{visits}"));
    sandbox.commit("Two ways");
    let after = format!("{RULES}{visits}")
        .replace("downloads >= 2", "downloads >= 3")
        .replace("visits >= 2", "visits >= 3");
    sandbox.write("inbound.rules", after);
    let review = json(&sandbox, "diff HEAD --no-leads");
    let told = &review["moves"]["results"][0];
    assert_eq!((&told["from"], &told["to"]), (&"MQL".into(), &"Lead".into()));
    assert_eq!(told["others"]["pairs"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["others"]["are_all"], true);
    let shown = told["witness"]["before"]["because"][0]["rule"].as_str().expect("a rule");
    let (other, line) = if shown == "Visits" { ("Downloads", 12) } else { ("Visits", 19) };
    assert_eq!(told["others"]["pairs"][0]["before"]["rule"], other);
    let place = format!("(inbound.rules:{line})");
    for (format, expected) in [
        ("human", format!("    also:   `{other}` {place} → no rule\n")),
        ("markdown", format!("  - also: `{other}` {place} → no rule\n")),
        ("html", format!("<dt>also</dt><dd><code>{other}</code> {place} → no rule</dd>")),
    ] {
        let said = sandbox.qualify(&format!("diff HEAD --no-leads --today 2026-03-02 --format {format}"));
        assert!(said.out.contains(&expected), "{format}: {}", said.out);
    }
}

#[test]
fn a_review_is_no_spreadsheet() {
    let sandbox = repository();
    sandbox.write("leads.csv", format!("{LEADS}\"=cmd|' /C calc'!A0\",3,10,x@y.example,=1+1\n"));
    sandbox.write("inbound.rules", RULES.replace("downloads >= 2", "downloads >= 4"));
    for name in ["review.csv", "review.TSV", "review.xlsx"] {
        let said = sandbox.qualify(&format!("diff main -o {name}"));
        assert_eq!(said.code, 2, "{name}");
        assert!(said.err.contains("A review is not written as a spreadsheet."), "{}", said.err);
    }
    assert!(!sandbox.names().iter().any(|name| name.starts_with("review")));
    // Nor does a line of its text begin as a formula does.
    for words in ["diff main", "log"] {
        let told = sandbox.qualify(&format!("{words} --today 2026-03-02"));
        assert_eq!(told.code, 0, "{}", told.err);
        assert!(!told.out.lines().any(|line| line.starts_with(['=', '+', '-', '@'])), "{}", told.out);
    }
}

#[test]
fn a_change_in_the_file_of_a_set_is_told_in_words() {
    let sandbox = Sandbox::empty();
    let rules = RULES
        .replace("when downloads >= 2 then", "when industry in ICP and downloads >= 2 then")
        .replace("field email", "field industry is one of [software, retail, health]\nset ICP of industry, file \"lists/icp.txt\"\nfield email");
    sandbox.write("inbound.rules", &rules);
    sandbox.write("lists/icp.txt", "# ours\nsoftware\nretail\n");
    sandbox.git("init --quiet --initial-branch main");
    sandbox.commit("Before");
    sandbox.write("lists/icp.txt", "software\n\nhealth\n");
    let set = |words: &str| -> (Value, Value, Value) {
        let review = json(&sandbox, words);
        let all = review["criteria"].as_array().expect("criteria").clone();
        assert_eq!(all.len(), 1, "{all:?}");
        let change = &all[0];
        assert_eq!(
            (&change["how"], &change["kind"], &change["name"]),
            (&"changed".into(), &"set".into(), &"ICP".into())
        );
        (change["words"][0]["is"].clone(), change["words"][1]["was"].clone(), change["effect"].clone())
    };
    let told = ("health".into(), "retail".into(), "changes_verdicts".into());
    assert_eq!(set("diff main --rules inbound.rules"), told);
    let human = sandbox.qualify("diff main --rules inbound.rules --today 2026-03-02").out;
    let words = "  changed set ICP\n    inbound.rules:11 changes verdicts\n    + health\n    - retail\n";
    assert!(human.contains(words), "{human}");
    sandbox.commit("After");
    assert_eq!(set("diff HEAD~1 HEAD --rules inbound.rules"), told);
    sandbox.write("lists/icp.txt", "health\n# in another order\nsoftware\n");
    let quiet = json(&sandbox, "diff HEAD --rules inbound.rules");
    assert_eq!(
        (&quiet["criteria"], &quiet["headline"]["proof"]),
        (&Value::Array(Vec::new()), &"nothing_changes".into())
    );
}

#[test]
fn each_commit_of_the_history_is_read_once() {
    let sandbox = repository();
    for limit in 3..6 {
        sandbox.write("inbound.rules", RULES.replace("downloads >= 2", &format!("downloads >= {limit}")));
        sandbox.commit("Stricter");
    }
    let once = reads(&sandbox, "log --today 2026-03-02 -n 1");
    let all = reads(&sandbox, "log --today 2026-03-02");
    assert_eq!(once.len(), 2, "{once:?}");
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all.values().all(|times| Some(times) == once.values().next()), "{all:?} {once:?}");
}

/// How often the rules of each commit are read.
fn reads(sandbox: &Sandbox, words: &str) -> std::collections::BTreeMap<String, usize> {
    let trace = Sandbox::empty();
    let mut command = sandbox.command();
    command.args(words.split_whitespace()).env("GIT_TRACE", trace.path("trace.txt"));
    let output = command.output().expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reads = std::collections::BTreeMap::new();
    for line in trace.read("trace.txt").lines().filter(|line| line.contains("built-in: git cat-file blob")) {
        if let Some(object) = line.split_whitespace().find(|word| word.ends_with(":inbound.rules")) {
            *reads.entry(object.to_owned()).or_default() += 1;
        }
    }
    reads
}

#[test]
fn git_diff_shows_criteria_and_never_fails() {
    let sandbox = Sandbox::empty();
    sandbox.write("messy.rules", "when   downloads>=2\nthen MQL");
    assert_eq!(sandbox.qualify("textconv messy.rules").out, "when downloads >= 2 then MQL\n");
    sandbox.write("binary.rules", [0xff_u8, 0xfe, 0x00, 0x41]);
    assert_eq!(sandbox.qualify("textconv binary.rules").code, 0);
    sandbox.write("broken.rules", "when then ((");
    assert_eq!(sandbox.qualify("textconv broken.rules").code, 0);
    assert_eq!(sandbox.qualify("textconv nosuch.rules").code, 0);
}

#[test]
fn moves_go_up_or_down_on_a_ladder_that_has_both_ends() {
    let sandbox = Sandbox::empty();
    let rules = |stages: &str, result: &str| {
        format!("stages: {stages}\nfield n is count\nwhen n >= 1 then {result}\nwhen n >= 9 then SQL\n")
    };
    sandbox.write("old.rules", rules("- Lead - A - B - SQL", "B"));
    sandbox.write("new.rules", rules("- Lead - SQL", "SQL"));
    let review = json(&sandbox, "diff old.rules new.rules");
    let moves = review["moves"]["results"].as_array().expect("moves");
    let told: Vec<(&str, &str)> = moves
        .iter()
        .map(|told| (told["from"].as_str().expect("a name"), told["direction"].as_str().expect("a word")))
        .collect();
    assert_eq!(told, [("B", "up")], "{review}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let sandbox = Sandbox::empty();
    sandbox.write("old.rules", RULES);
    let said = sandbox.qualify("diff old.rules new.rules");
    assert_eq!((said.code, said.err.as_str()), (3, "error: There is no file `new.rules` to compare.\n"));
}

#[test]
fn two_files_have_names_of_their_own() {
    let sandbox = Sandbox::empty();
    sandbox.write("old.rules", RULES);
    sandbox.write("new.rules", RULES.replace("downloads >= 2", "downloads >= 4"));
    let review = json(&sandbox, "diff old.rules new.rules");
    let told: Vec<(&str, &str)> = review["criteria"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| (change["how"].as_str().expect("a word"), change["name"].as_str().expect("a name")))
        .collect();
    assert_eq!(told, [("changed", "Downloads")]);
}

/// The gates of a review by their settings, as they stand.
fn standings(review: &Value) -> Vec<(String, String, String)> {
    let word = |gate: &Value, name: &str| gate[name].as_str().unwrap_or_default().to_owned();
    let gates = review["gates"].as_array().expect("gates");
    gates.iter().map(|gate| (word(gate, "gate"), word(gate, "standing"), word(gate, "found"))).collect()
}

#[test]
fn gates_see_leads_that_drop_because_they_are_read_differently() {
    let sandbox = repository();
    let gates = "[review]\nmax_drop = \"10%\"\nforbid = [\"MQL -> Lead\", \"SQLL -> *\"]\n";
    sandbox.write("qualify.toml", format!("{SETTINGS}{gates}"));
    let rules = RULES.replace("field downloads is count", "field downloads is count, column \"visits\"");
    sandbox.write("inbound.rules", rules);
    let review = json(&sandbox, "diff main");
    let told = standings(&review);
    let told: Vec<(&str, &str)> =
        told.iter().map(|(gate, standing, _)| (gate.as_str(), standing.as_str())).collect();
    assert_eq!(told, [("max_drop", "failed"), ("forbid", "failed"), ("forbid", "failed")], "{review}");
}

#[test]
fn what_holds_on_one_day_is_not_forbidden_for_ever() {
    let sandbox = repository();
    sandbox.write("qualify.toml", format!("{SETTINGS}[review]\nforbid = \"SQL -> Suppressed\"\n"));
    let rule = "rule \"Out\", from 2026-03-03:\n  when SQL then Suppressed\n";
    sandbox.write("inbound.rules", format!("{RULES}{rule}"));
    let review = json(&sandbox, "diff main");
    let expected =
        ("forbid".to_owned(), "passed".to_owned(), "proved for leads judged on 2026-03-02".to_owned());
    assert_eq!(standings(&review), [expected], "{review}");
}
