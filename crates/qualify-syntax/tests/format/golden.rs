//! Before and after: what canonical text looks like.

use qualify_diagnostics::SourceId;
use qualify_syntax::ast::{Broken, ItemKind};
use qualify_syntax::format::{Fault, Vocabulary, checked, condition, expect_text, rule_text};
use qualify_syntax::parse;

use super::super::canonical;

/// Asserts what becomes of a text, and that the result stays as it is.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let after = after.strip_prefix('\n').unwrap_or(after);
    assert_eq!(canonical(before), after);
    assert_eq!(canonical(after), after);
}

#[track_caller]
fn stays(text: &str) {
    becomes(text.strip_prefix('\n').unwrap_or(text), text);
}

#[test]
fn a_rule_that_fits_is_one_line() {
    stays("when industry in ICP and downloads >= 2 then MQL\n");
    becomes("\u{FEFF}when\r\n industry   in ICP\r\nthen\tMQL", "when industry in ICP then MQL\n");
    becomes("rule \"A\" ,owner b:when c then D", "rule \"A\", owner b:\n  when c then D\n");
}

#[test]
fn reasons_and_exceptions_have_lines_of_their_own() {
    becomes(
        "rule \"Hand raisers\": when any demo then MQL, play is call unless student because \"They asked\"",
        r#"
rule "Hand raisers":
  when any demo then MQL, play is call
  unless student
  because "They asked"
"#,
    );
}

#[test]
fn blocks_have_a_bullet_a_line() {
    becomes(
        "rule \"BANT\": when all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority - not any of: -- a
         -- b and all of: --- c --- d or e then SQL unless any of: - x - y",
        r#"
rule "BANT":
  when all of:
    - MQL
    - at least 3 of:
      -- budget >= 20k USD
      -- has_authority
    - not any of:
      -- a
      -- b and all of:
        --- c
        --- d or e
  then SQL
  unless any of:
    - x
    - y
"#,
    );
    becomes("when any of: - a - b then C", "when any of:\n  - a\n  - b\nthen C\n");
}

#[test]
fn long_conditions_go_on_before_a_join() {
    stays(
        r#"
when industry in [software, fintech]
  and count of distinct topic in intent_topics where strength >= 40 within 21 days >= 3
  and (employees between 50 and 2000 or country in [DE, AT, CH])
then Engaged, plays is case_study
"#,
    );
    stays(
        r#"
define surging as all of:
  - count of intent_topics where (topic in core_topics and strength >= 60 and a is b)
      within 21 days >= 2
  - ideal_account
"#,
    );
}

#[test]
fn long_brackets_have_a_value_a_line() {
    becomes(
        "field occupation is one of [\"Working Professional\", student, unemployed, housewife, businessman, other],
           column \"What is your current occupation\", missing when [\"Select\"]",
        r#"
field occupation is one of [
  "Working Professional",
  student,
  unemployed,
  housewife,
  businessman,
  other,
], missing when ["Select"], column "What is your current occupation"
"#,
    );
    stays(
        r#"
score s from 0 to 10:
  - first of:
    -- subtract 25 points when last_activity in [
         "Email Bounced",
         "Unsubscribed",
         "Email Marked Spam",
         "Page Visited",
       ]
"#,
    );
    becomes("set s of text = [\"a\",\"b\",]", "set s of text = [\"a\", \"b\"]\n");
}

#[test]
fn options_follow_the_grammar() {
    becomes(
        "field f is count, owner o, label \"L\", deprecated \"g\", column \"A\" or \"B\", required, missing means 0",
        r#"
field f is count, missing means 0, required, column "A" or "B", label "L", owner o,
  deprecated "g"
"#,
    );
    becomes(
        "event e, label \"L\", lead column \"I\", date column \"D\", kept 1 days, plural es: - a is text",
        r#"
event e, plural es, kept 1 day, date column "D", lead column "I", label "L":
  - a is text
"#,
    );
    becomes(
        "rule \"N\", review by 2027-01-01, until 2026-12-31, from 2026-01-01, owner o: when a then B",
        r#"
rule "N", owner o, from 2026-01-01, until 2026-12-31, review by 2027-01-01:
  when a then B
"#,
    );
}

#[test]
fn words_have_one_spelling() {
    becomes(
        "when a = 1 and b == c and d != 2 and e <> f then G",
        "when a is 1 and b is c and d is not 2 and e is not f then G\n",
    );
    becomes(
        "when a >= 20000 and b < 1_5_0_0 EUR and c is 1234567.5% then D",
        "when a >= 20_000 and b < 1500 EUR and c is 1_234_567.5% then D\n",
    );
    becomes(
        "when a >= 20k USD and b within 1 days and c within 2 week then D",
        "when a >= 20k USD and b within 1 day and c within 2 weeks then D\n",
    );
    becomes(
        "score s from -20 to 20000: - add 1 points when a - add 10 point when b",
        "score s from -20 to 20_000:\n  - add 1 point when a\n  - add 10 points when b\n",
    );
}

#[test]
fn redundant_brackets_go() {
    becomes(
        "when ((a)) and (not b) and (c and (d and e)) then F",
        "when a and not b and c and d and e then F\n",
    );
    becomes("when (a or b) then C", "when a or b then C\n");
    becomes(
        "when not (a) and not (not b) and not ((c or d)) then E",
        "when not a and not (not b) and not (c or d) then E\n",
    );
    becomes("when (a or b) and ((c or d)) then E", "when (a or b) and (c or d) then E\n");
    stays("when count of calls where (answered) >= 3 and any c where (due within next 5 days) then A\n");
}

#[test]
fn events_are_singular_or_plural_as_the_words_want() {
    let declared = "event visit, plural visits:\n  - page is one of [home, \"Pricing page\"]\n";
    becomes(
        &format!(
            "{declared}when any visit and no visit and count of visit is 2 and days with visit > 1 then A
             define priced of visit as page is \"pricing  PAGE\"
             score s from 0 to 9: - add 1 point for each visits - add 1 point for each day with visit
             - add 1 point for each distinct page in visit where page is HOME
             example \"e\": - visits today - 2 visit on 2026-01-01, page is Home - visit is not collected
             expect A is open, needs visit, visit.page"
        ),
        &format!(
            "{declared}when any visits and no visits and count of visits is 2 and days with visits > 1 then A
define priced of visits as page is \"Pricing page\"
score s from 0 to 9:
  - add 1 point for each visit
  - add 1 point for each day with visits
  - add 1 point for each distinct page in visits where page is home
example \"e\":
  - visit today
  - 2 visits on 2026-01-01, page is home
  - visits is not collected
  expect A is open, needs visits, visits.page
"
        ),
    );
}

#[test]
fn values_are_spelled_as_declared() {
    becomes(
        "field industry is one of [software, \"Computer Software\"]
         outcome play, one value: - Call
         set ICP of industry: - Software - \"computer  software\"
         when industry in [SOFTWARE] or industry is \"COMPUTER SOFTWARE\" or job is \"SOFTWARE\" then play is call",
        r#"
field industry is one of [software, "Computer Software"]
outcome play, one value:
  - Call
set ICP of industry:
  - software
  - "Computer Software"
when industry in [software] or industry is "Computer Software" or job is "SOFTWARE"
then play is Call
"#,
    );
}

#[test]
fn empty_lines_between_items_stay_and_others_go() {
    becomes(
        "\n\nowner a\n\n\n\nuse \"b\"\nuse \"c\"\n\n# d\n\n\n# e\nstages:\n\n  - A\n\n  - B\n\n\n",
        "owner a\n\nuse \"b\"\nuse \"c\"\n\n# d\n\n# e\nstages:\n  - A\n  - B\n",
    );
}

#[test]
fn tables_grades_and_examples() {
    becomes(
        "score s from 0 to 9: - points by english: -- [c1,c2]: 20 -- b2 : 15 -- 2 to below 5: 10 -- -20 EUR to 0 EUR: 5
         -- from 3: 1 -- below 2: 0 -- unknown: 0 -- otherwise: -10
         - group \"Web\", at most 30 point: -- best of: --- add score t
         grade heat of s: - hot from 70 - cold otherwise
         example \"e\": today 2026-03-02 - a is [] - b is unknown expect not meets A, B expect s is 40 to 70
         expect play is none expect by \"r\" expect not C",
        r#"
score s from 0 to 9:
  - points by english:
    -- [c1, c2]: 20
    -- b2: 15
    -- 2 to below 5: 10
    -- -20 EUR to 0 EUR: 5
    -- from 3: 1
    -- below 2: 0
    -- unknown: 0
    -- otherwise: -10
  - group "Web", at most 30 points:
    -- best of:
      --- add score t
grade heat of s:
  - hot from 70
  - cold otherwise
example "e":
  today 2026-03-02
  - a is []
  - b is unknown
  expect not meets A, B
  expect s is 40 to 70
  expect play is none
  expect by "r"
  expect not C
"#,
    );
}

#[test]
fn comments_at_the_end_of_a_line_stay_at_the_end_of_what_they_followed() {
    becomes(
        "stages: # lowest first
           - A # the first
           - B, # the second
             label \"b\"
         when a # one
           and (b) # two
           and c
           then A # done
         field f is one of [x, # an x
           y],   # both
           column \"F\"",
        r#"
stages: # lowest first
  - A # the first
  - B, # the second
      label "b"
when a # one
  and b # two
  and c
then A # done
field f is one of [
  x, # an x
  y,
], # both
  column "F"
"#,
    );
}

#[test]
fn comments_on_their_own_line_stay_above_what_they_preceded() {
    becomes(
        "# top\nrule \"r\":\n# above when\nwhen all of:\n# above a\n- a\n      # above b\n- b\n# above then\nthen C\n# end",
        r#"
# top
rule "r":
  # above when
  when all of:
    # above a
    - a
    # above b
    - b
  # above then
  then C
# end
"#,
    );
}

#[test]
fn comments_inside_what_prints_as_one_line_go_above_it_or_to_its_end() {
    becomes(
        "when\n# one\nindustry # two\nis # three\nsoftware then A # four",
        "# one\n# two\n# three\nwhen industry is software then A # four\n",
    );
    becomes("owner a\n\nuse # why\n\"b\"", "owner a\n\nuse \"b\" # why\n");
}

#[test]
fn bullets_that_were_commented_out_stay_with_their_list() {
    stays("stages:\n  - A\n  # - B\n  # - C\n\n# the next\nowner x\n");
    becomes("stages:\n  - A\n# - B\nowner x", "stages:\n  - A\n# - B\nowner x\n");
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    becomes(
        "owner  a\nwhen   industy == # why\n    then  ,\n\n# next\nwhen  a  then B",
        "owner a\nwhen   industy == # why\n    then  ,\n\n# next\nwhen a then B\n",
    );
    stays("rule \"New: when a then B\n");
}

#[test]
fn an_empty_file_is_empty() {
    becomes("", "");
    becomes(" \n\n\u{FEFF} ", "");
    becomes("   # only this", "# only this\n");
}

#[test]
fn one_line_forms_hold_blocks_too() {
    let (file, _) = parse(
        SourceId(0),
        "rule \"N\": when all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority then SQL, a is b
           unless any visit because \"why\"
         event visit, plural visits
         example \"e\": - a is b expect SQL is open, needs budget, visit",
    );
    let words = Vocabulary::of(&[&file]);
    let [ItemKind::Rule(rule), _, ItemKind::Example(example)] = [0, 1, 2].map(|at| &file.items[at].kind)
    else {
        panic!("{file:?}");
    };
    assert_eq!(
        rule_text(rule, &words),
        "when all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority then SQL, a is b unless any visits"
    );
    assert_eq!(
        condition(&rule.when, &words),
        "all of: - MQL - at least 3 of: -- budget >= 20k USD -- has_authority"
    );
    assert_eq!(expect_text(&example.expects[0], &words), "expect SQL is open, needs budget, visits");
}

#[test]
fn a_text_that_would_say_something_else_is_refused() {
    let text = "when a then B # why";
    let words = Vocabulary::default();
    let (file, _) = parse(SourceId(0), text);

    let mut unread = file.clone();
    unread.items[0].kind = ItemKind::Broken(Broken { word: String::new(), names: Vec::new() });
    let refused = checked(text, &unread, &[], &words).unwrap_err();
    assert_eq!((refused.fault, refused.span), (Fault::Meaning, file.items[0].span));

    let mut two_lines = file.clone();
    two_lines.comments[0].text = "# one\n# two".to_owned();
    let refused = checked(text, &two_lines, &[], &words).unwrap_err();
    assert_eq!((refused.fault, refused.span), (Fault::Comments, file.comments[0].span));
    assert_eq!(
        refused.to_string(),
        "Formatting would lose or repeat a comment here, so the file stays as it is. \
         The mistake is in `fmt`, not in the file."
    );
}
