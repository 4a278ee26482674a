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
