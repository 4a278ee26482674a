//! Each kind of edit: a limit, a member of a set, a default, an exit, points, a fade, a window; and refactorings.

use std::collections::BTreeSet;

use qualify::eval::{Assumptions, findings};
use qualify::names::{place_name, rule_name};
use qualify::plan::{Date, Decimal, Lead, Plan, Row, Stream, Type, Value};
use qualify_review::{Effect, How, Open, Proof, Review};

use crate::{compiled, files, reviewed, today};

/// A program in which everything can be listed: a few values of each field, a few rows.
const RULES: &str = "\
field industry is one of [software, health, retail]
field downloads is count, missing means 1
field partner is yes/no
event visit, plural visits:
  - page is one of [home, pricing]
stages:
  - Lead
  - MQL
  - SQL
exits:
  - Suppressed
outcome desk, one value:
  - north
  - south
set ICP of industry = [software, health]
define fits as industry in ICP
score heat from 0 to 100:
  - add 20 points when fits
  - add 30 points when downloads >= 4
  - add 16 points for each visit within 15 days, halving every 10 days, at most 40 points
rule \"Reads\":
  when fits and downloads >= 2 then MQL
rule \"Hot\":
  when MQL and heat >= 45 then SQL, desk is north
rule \"Visits\":
  when count of visits within 20 days >= 2 then MQL
rule \"Partner\":
  when partner then Suppressed, desk is south
";

fn edited(from: &str, to: &str) -> String {
    assert_eq!(RULES.matches(from).count(), 1, "{from}");
    RULES.replace(from, to)
}

/// All leads over the values at which something changes.
fn leads(plan: &Plan) -> Vec<Lead> {
    let number = |n: i64| Some(Value::Number(Decimal::whole(n).unwrap()));
    let values = |ty: &Type| -> Vec<Option<Value>> {
        match ty {
            Type::Choice(values) => {
                (0..values.values.len()).map(|at| Some(Value::Choice(at as u32))).chain([None]).collect()
            }
            Type::Count => (0..6).map(number).chain([None]).collect(),
            Type::YesNo => vec![Some(Value::YesNo(true)), Some(Value::YesNo(false)), None],
            other => panic!("{other:?} is not listed"),
        }
    };
    let mut leads = vec![Lead::empty(plan)];
    for (at, field) in plan.fields.iter().enumerate() {
        let with = |lead: &Lead| -> Vec<Lead> {
            values(&field.ty)
                .into_iter()
                .map(|value| {
                    let mut lead = lead.clone();
                    lead.values[at] = value;
                    lead
                })
                .collect()
        };
        leads = leads.iter().flat_map(with).collect();
    }
    leads
        .iter()
        .flat_map(|lead| streams().into_iter().map(|stream| Lead { events: vec![stream], ..lead.clone() }))
        .collect()
}

/// No, one, two or three rows, each 1, 8, 15, 25 or 35 days ago; and rows that nobody collected.
fn streams() -> Vec<Stream> {
    let ages = ["2026-03-01", "2026-02-22", "2026-02-15", "2026-02-05", "2026-01-26"];
    let row = |age: usize| Row { date: Date::parse(ages[age]).unwrap(), values: vec![None] };
    let mut streams = vec![Stream::NotCollected, Stream::Rows(Vec::new())];
    for a in 0..ages.len() {
        streams.push(Stream::Rows(vec![row(a)]));
        for b in a..ages.len() {
            streams.push(Stream::Rows(vec![row(a), row(b)]));
            streams.extend((b..ages.len()).map(|c| Stream::Rows(vec![row(a), row(b), row(c)])));
        }
    }
    streams
}

fn result(plan: &Plan, lead: &Lead) -> String {
    place_name(plan, findings(plan, today(), lead, Assumptions::Made).result.unwrap()).to_owned()
}

/// The pairs of different results that some listed lead takes.
fn pairs(old: &Plan, new: &Plan) -> BTreeSet<(String, String)> {
    leads(old)
        .iter()
        .map(|lead| (result(old, lead), result(new, lead)))
        .filter(|(from, to)| from != to)
        .collect()
}

fn review(after: &str) -> Review {
    reviewed(&files(&[("a.rules", RULES)]), &files(&[("a.rules", after)]))
}

/// The moves that the review tells are those that the listed leads take, each shown by a lead.
fn exactly(name: &str, after: &str) {
    let review = review(after);
    let moves = review.moves.as_ref().unwrap();
    let told: BTreeSet<(String, String)> =
        moves.results.iter().map(|told| (told.from.clone(), told.to.clone())).collect();
    let (old, new) = (compiled(&files(&[("a.rules", RULES)])), compiled(&files(&[("a.rules", after)])));
    let seen = pairs(&old.program.unwrap().plan, &new.program.unwrap().plan);
    assert_eq!(told, seen, "{name}");
    assert!(!seen.is_empty(), "{name} moves nobody");
    assert_eq!(moves.impossible + told.len(), moves.asked, "{name}");
    assert_eq!(review.headline.proof, Proof::SomeMove, "{name}: {}", review.headline.sentence);
    for told in &moves.results {
        let witness = told.witness.as_ref().unwrap_or_else(|| panic!("{name}: {told:?}"));
        assert_eq!((&witness.before.result, &witness.after.result), (&told.from, &told.to), "{name}");
        assert!(!witness.facts.is_empty(), "{name}: {told:?}");
    }
}

#[test]
fn each_kind_of_edit_moves_exactly_whom_brute_force_finds() {
    let edits = [
        ("a limit", "fits and downloads >= 2", "fits and downloads >= 3"),
        ("a limit of a score", "heat >= 45", "heat >= 50"),
        ("a member of a set", "[software, health]\n", "[software, retail]\n"),
        ("a default", "missing means 1", "missing means 3"),
        ("an exit", "when partner then Suppressed", "when partner and industry is retail then Suppressed"),
        ("points", "add 20 points when fits", "add 10 points when fits"),
        ("a fade", "halving every 10 days", "halving every 3 days"),
        ("a cap", "at most 40 points", "at most 20 points"),
        ("a window", "within 20 days", "within 10 days"),
        ("a window of points", "visit within 15 days", "visit within 5 days"),
    ];
    for (name, from, to) in edits {
        exactly(name, &edited(from, to));
    }
}

#[test]
fn refactorings_are_proved_to_change_nothing() {
    let split = edited(
        "rule \"Reads\":\n  when fits and downloads >= 2 then MQL\n",
        "rule \"Reads software\":\n  when industry is software and downloads >= 2 then MQL\n\
         rule \"Reads health\":\n  when industry is health and downloads >= 2 then MQL\n",
    );
    let de_morgan = edited("when fits and downloads >= 2", "when not (not fits or downloads < 2)");
    let renamed = RULES.replace("fits", "is_icp");
    let reordered = {
        let (declarations, rules) = RULES.split_at(RULES.find("rule \"Reads\"").unwrap());
        let rules: Vec<&str> = rules.split("rule ").filter(|rule| !rule.is_empty()).collect();
        rules.iter().rev().fold(declarations.to_owned(), |text, rule| text + "rule " + rule)
    };
    let one_line = RULES.replace('\n', " ").replace("  ", " ");
    for (name, after) in [
        ("split", split),
        ("De Morgan", de_morgan),
        ("renamed", renamed),
        ("reordered", reordered),
        ("on one line", one_line),
    ] {
        let review = review(&after);
        assert_eq!(review.headline.proof, Proof::NothingChanges, "{name}: {}", review.headline.sentence);
        let moves = review.moves.unwrap();
        assert_eq!(
            (moves.is_same, moves.results.len(), &moves.open),
            (Some(true), 0, &Open::Stays),
            "{name}"
        );
        let effects = review.criteria.iter().map(|change| change.effect);
        let quiet = [Effect::ChangesNothing, Effect::NoCriterion, Effect::WithOthers];
        assert!(effects.into_iter().all(|effect| quiet.contains(&effect)), "{name}: {:?}", review.criteria);
    }
}

#[test]
fn a_rule_that_is_split_is_told_as_that() {
    let after = edited(
        "rule \"Visits\":\n  when count of visits within 20 days >= 2 then MQL\n",
        "when count of visits within 20 days >= 4 then MQL\n\
         when count of visits within 20 days between 2 and 3 then MQL\n",
    );
    let review = review(&after);
    let split: Vec<How> = review.criteria.iter().map(|change| change.how).collect();
    assert_eq!(split, [How::Split], "{:?}", review.criteria);
}

#[test]
fn what_moves_only_what_is_open_is_told_apart() {
    // A rule that needs a fact which is missing and would only repeat what another gives.
    let after = edited(
        "rule \"Visits\":",
        "rule \"Maybe\":\n  when partner is unknown and industry is unknown then MQL\nrule \"Visits\":",
    );
    let told = review(&after);
    assert_eq!(told.headline.proof, Proof::SomeMove);
    let before = "field a is yes/no\nstages: - Lead - MQL\nwhen a then MQL\n";
    let after = "field a is yes/no\nstages: - Lead - MQL\nwhen a is known and a then MQL\n";
    let told = reviewed(&files(&[("a.rules", before)]), &files(&[("a.rules", after)]));
    assert_eq!(told.headline.proof, Proof::OnlyWhatIsOpen, "{:?}", told.headline);
    assert!(matches!(told.moves.unwrap().open, Open::Changes(_)));
}

#[test]
fn a_change_of_reading_is_never_called_nothing() {
    let after = edited("field partner is yes/no", "field partner is yes/no, yes when [\"ja\"]");
    let told = review(&after);
    assert_eq!(told.headline.proof, Proof::OnlyReading, "{:?}", told.headline);
}

#[test]
fn a_choice_that_comes_is_read_as_each_version_reads_it() {
    let added = RULES.replace("[software, health, retail]", "[software, health, retail, media]").replace(
        "set ICP of industry = [software, health]",
        "set ICP of industry = [software, health, media]",
    );
    let told = review(&added);
    let pairs: Vec<(&str, &str)> =
        told.moves.as_ref().unwrap().results.iter().map(|m| (m.from.as_str(), m.to.as_str())).collect();
    assert_eq!(pairs, [("Lead", "MQL"), ("Lead", "SQL"), ("MQL", "SQL")], "{:?}", told.moves);
    assert_eq!(told.headline.proof, Proof::SomeMove, "{:?}", told.headline);
    let unused = RULES.replace("[software, health, retail]", "[software, health, retail, media]");
    let told = review(&unused);
    // What was missing for one version is known to be no member of the set for the other.
    assert_eq!(told.headline.proof, Proof::OnlyWhatIsOpen, "{:?}", told.headline);
}

#[test]
fn a_field_of_another_type_is_not_decided_where_it_matters() {
    let after = RULES
        .replace("field industry is one of [software, health, retail]", "field industry is text")
        .replace("set ICP of industry = [software, health]", "set ICP of text = [\"software\", \"health\"]");
    let told = review(&after);
    assert!(matches!(told.headline.proof, Proof::Undecided | Proof::SomeMoveAtLeast), "{:?}", told.headline);
    assert!(told.remarks.iter().any(|remark| remark.contains("`industry`")), "{:?}", told.remarks);
}

#[test]
fn stages_behind_an_exit_are_told_as_well() {
    let before = "field a is yes/no\nstages: - Lead - MQL\nexits: - Out\nwhen a then Out\nwhen a then MQL\n";
    let after = before.replace("\nwhen a then MQL", "");
    let told = reviewed(&files(&[("a.rules", before)]), &files(&[("a.rules", &after)]));
    assert_eq!(told.headline.proof, Proof::OnlyWhatIsOpen, "{:?}", told.headline);
    let Open::Changes(witness) = told.moves.unwrap().open else { panic!("a lead shows it") };
    let stages = |said: &qualify_review::Said| (said.meets.clone(), said.could_meet.clone());
    assert_ne!(stages(&witness.before), stages(&witness.after));
}

#[test]
fn a_stage_with_another_name_is_no_step_down() {
    let told = review(&RULES.replace("MQL", "Marketing"));
    assert!(told.headline.sentence.starts_with("Some leads get another result."), "{:?}", told.headline);
}

#[test]
fn a_field_that_nothing_used_goes_without_a_trace() {
    let told = review(&RULES.replace("event visit,", "field unused is text\nevent visit,"));
    assert_eq!(told.headline.proof, Proof::NothingChanges);
    let effects: Vec<Effect> = told.criteria.iter().map(|change| change.effect).collect();
    assert_eq!(effects, [Effect::ChangesNothing], "{:?}", told.criteria);
}

/// A move, the rules before and after by which leads make it, and whether these are all.
type Caused = (String, Vec<(String, String)>, bool);

/// The rules of each move.
fn causes(told: &Review) -> Vec<Caused> {
    let name =
        |rule: Option<&qualify_review::RuleRef>| rule.map_or("-", |rule| rule.rule.as_str()).to_owned();
    let moves = told.moves.as_ref().unwrap().results.iter().map(|told| {
        let witness = told.witness.as_ref().unwrap();
        let shown = (name(witness.before.because.first()), name(witness.after.because.first()));
        let others =
            told.others.pairs.iter().map(|pair| (name(pair.before.as_ref()), name(pair.after.as_ref())));
        let mut pairs: Vec<_> = [shown].into_iter().chain(others).collect();
        pairs.sort();
        (format!("{} {}", told.from, told.to), pairs, told.others.are_all)
    });
    moves.collect()
}

#[test]
fn all_rules_by_which_leads_make_a_move_are_told() {
    let before = "field a is yes/no\nfield b is yes/no\nfield n is count\nstages: - Lead - MQL - SQL\n\
                  rule \"A\": when a then MQL\nrule \"B\": when b then MQL\nrule \"N\": when n >= 5 then MQL\n\
                  rule \"Up\": when n >= 9 then SQL\n";
    let after = before
        .replace("n >= 5 then MQL", "n >= 6 then MQL")
        .replace("when a then MQL", "when a and n >= 3 then MQL");
    let told = reviewed(&files(&[("a.rules", before)]), &files(&[("a.rules", &after)]));
    let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    assert_eq!(causes(&told), [("MQL Lead".to_owned(), vec![pair("A", "-"), pair("N", "-")], true)]);
    let swapped = before.replace("when a then MQL", "when a then SQL");
    let told = reviewed(&files(&[("a.rules", before)]), &files(&[("a.rules", &swapped)]));
    assert_eq!(causes(&told), [("MQL SQL".to_owned(), vec![pair("A", "A")], true)]);
}

#[test]
fn the_rules_of_moves_are_those_of_all_leads() {
    for (from, to) in [
        ("fits and downloads >= 2", "fits and downloads >= 3"),
        ("within 20 days", "within 10 days"),
        ("heat >= 45", "heat >= 50"),
        ("missing means 1", "missing means 3"),
    ] {
        let after = edited(from, to);
        let told = review(&after);
        let plans = [RULES, &after].map(|text| compiled(&files(&[("a.rules", text)])).program.unwrap().plan);
        for (moved, pairs, are_all) in causes(&told) {
            assert!(are_all, "{from}: {moved}");
            // Each listed lead that moves so has one of the pairs.
            for lead in leads(&plans[0]) {
                let [old, new] = [0, 1].map(|at| findings(&plans[at], today(), &lead, Assumptions::Made));
                if format!("{} {}", result(&plans[0], &lead), result(&plans[1], &lead)) != moved {
                    continue;
                }
                let names = |plan: &Plan, rules: &[qualify::plan::RuleId]| -> Vec<String> {
                    let names: Vec<String> =
                        rules.iter().map(|rule| rule_name(plan, *rule).to_owned()).collect();
                    if names.is_empty() { vec!["-".to_owned()] } else { names }
                };
                let (before, after) = (names(&plans[0], &old.because), names(&plans[1], &new.because));
                let is_told = |(one, other): &(String, String)| before.contains(one) && after.contains(other);
                assert!(pairs.iter().any(is_told), "{from}: {moved} by {before:?}, {after:?}: {pairs:?}");
            }
        }
    }
}
