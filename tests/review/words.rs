//! Criteria in words: what is told of each kind of change.

use crate::{files, reviewed};

const RULES: &str = "\
field industry is one of [software, health, retail]
field downloads is count, missing means 1, owner Data
stages:
  - Lead
  - MQL, owner Marketing
set ICP of industry = [software, retail]
score heat from 0 to 100, owner RevOps:
  - add 20 points when industry in ICP
rule \"Reads\", owner Sales:
  when industry in ICP and downloads >= 2 then MQL
when heat >= 90 then MQL
";

/// Each criterion in a line: how, what, its effect, and what is another in it.
fn told(after: &str) -> Vec<String> {
    let review = reviewed(&files(&[("a.rules", RULES)]), &files(&[("a.rules", after)]));
    let lines = review.criteria.iter().map(|change| {
        let words: Vec<String> = change.words.iter().map(|words| words.told()).collect();
        format!(
            "{} {} {} [{}] {}",
            change.how.word(),
            change.kind.word(),
            change.name,
            change.effect.told(),
            words.join("; ")
        )
        .trim_end()
        .to_owned()
    });
    lines.collect()
}

#[test]
fn changes_are_told_in_words() {
    for (from, to, expected) in [
        (
            "downloads >= 2",
            "downloads >= 5",
            "changed rule Reads [changes verdicts] downloads: at least 2 → at least 5",
        ),
        ("[software, retail]", "[software, health]", "changed set ICP [changes verdicts] - retail; + health"),
        (
            "missing means 1",
            "missing means 2",
            "changed field downloads [changes verdicts] missing means 1 → missing means 2",
        ),
        (
            "add 20 points when",
            "add 90 points when",
            "changed score heat [changes verdicts] add 20 points when industry in ICP → add 90 points when industry in ICP",
        ),
        (
            "rule \"Reads\"",
            "rule \"Readers\"",
            "renamed rule Readers [proved to change nothing] name: Reads → Readers",
        ),
        ("owner Sales", "owner Growth", "changed rule Reads [no criterion] owner Sales → owner Growth"),
        (
            "heat >= 90",
            "heat >= 95",
            "changed rule when heat >= 95 then MQL [proved to change nothing] heat: at least 90 → at least 95",
        ),
    ] {
        assert_eq!(told(&RULES.replace(from, to)), [expected], "{from} -> {to}");
    }
    assert_eq!(told(&format!("{RULES}when downloads >= 100 then MQL\n")).len(), 1);
    assert_eq!(told(RULES), Vec::<String>::new());
}

#[test]
fn people_are_those_whose_criteria_changed() {
    let after = RULES.replace("downloads >= 2", "downloads >= 5");
    let review = reviewed(&files(&[("a.rules", RULES)]), &files(&[("a.rules", &after)]));
    let owners: Vec<&str> = review.owners.iter().map(|owner| owner.name.as_str()).collect();
    assert_eq!(owners, ["Marketing", "Sales"]);
}

#[test]
fn a_file_that_moved_is_told() {
    let shared = "set ICP of industry = [software, retail]\n";
    let before = files(&[("a.rules", RULES)]);
    let main = format!("use \"shared.rules\"\n{}", RULES.replace(shared, ""));
    let after = files(&[("a.rules", &main), ("shared.rules", shared)]);
    let review = reviewed(&before, &after);
    let told: Vec<(&str, &str)> =
        review.criteria.iter().map(|change| (change.how.word(), change.name.as_str())).collect();
    assert!(told.contains(&("moved", "ICP")), "{told:?}");
    assert_eq!(review.headline.sentence, "Proved: no lead changes.");
}

#[test]
fn a_list_that_names_people_names_nobody() {
    let rules = "field email is email\nstages: - Lead - MQL\nset friends of text, file \"friends.txt\"\n\
                 when email in friends then MQL\n";
    let of = |list: &str| files(&[("a.rules", rules), ("friends.txt", list)]);
    let review = reviewed(&of("ann@acme.example\n"), &of("bo@bolt.example\n"));
    let words = review.criteria.iter().flat_map(|change| change.words.iter().map(|words| words.told()));
    assert_eq!(words.collect::<Vec<_>>(), ["+ •••@bolt.example", "- •••@acme.example"]);
}

#[test]
fn a_set_that_moves_into_a_file_with_other_values_is_judged_by_them() {
    let with_file =
        RULES.replace("set ICP of industry = [software, retail]", "set ICP of industry, file \"icp.txt\"");
    let told = |list: &str| {
        let review =
            reviewed(&files(&[("a.rules", RULES)]), &files(&[("a.rules", &with_file), ("icp.txt", list)]));
        let lines = review.criteria.iter().map(|change| {
            let words: Vec<String> = change.words.iter().map(|words| words.told()).collect();
            format!("[{}] {}", change.effect.told(), words.join("; "))
        });
        lines.collect::<Vec<_>>()
    };
    assert_eq!(told("retail\nsoftware\n"), ["[no criterion] values: in the rules → in `icp.txt`"]);
    let other = "[changes verdicts] values: in the rules → in `icp.txt`; + health; - retail";
    assert_eq!(told("health\nsoftware\n"), [other]);
}
