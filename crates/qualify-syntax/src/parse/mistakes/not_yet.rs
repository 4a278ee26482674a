//! What is reserved for a later version of the language.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// Recognises a construct that language 1 does not have yet, and says what to do meanwhile.
pub(super) fn not_yet(spot: &Spot<'_>) -> Option<Mistake> {
    let (from, to, meanwhile) = part_of_a_fact(spot)
        .or_else(|| sequence(spot))
        .or_else(|| measure(spot))
        .or_else(|| two_windows(spot))
        .or_else(|| group_option(spot))
        .or_else(|| account(spot))
        .or_else(|| import(spot))
        .or_else(|| arithmetic(spot))?;
    let message = format!("`{}` is not in the language yet. {meanwhile}", spot.phrase(from, to));
    Some(Mistake::new(Code::NotYet, spot.ranges(from, to), message))
}

type Found = (isize, isize, &'static str);

/// `active_seats >= 80% of seats`, `clicks >= 2 times opens`
fn part_of_a_fact(spot: &Spot<'_>) -> Option<Found> {
    let share = spot.word(0) == "of" && (spot.word(-1) == "%" || spot.word(-1) == "percent");
    let times = matches!(spot.word(0), "times" | "x") && spot.is(-1, TokenKind::Number);
    if !share && !times {
        return None;
    }
    let from = if share { -2 } else { -1 };
    Some((from, 1, "One test reads one fact: have the ratio in a field of its own, and test that."))
}

/// `when a then b then MQL`
fn sequence(spot: &Spot<'_>) -> Option<Found> {
    let again = spot.word(0) == "then" && spot.in_rule() && spot.find_before("then").is_some();
    again.then_some((0, 1, "A rule says what holds, not what came first. Use dates: `visited_on after trial_on`, with a fixed day."))
}

/// `average of amount in orders`
fn measure(spot: &Spot<'_>) -> Option<Found> {
    let words = [
        "average", "avg", "mean", "median", "earliest", "latest", "newest", "oldest", "min", "max",
        "minimum", "maximum", "growth",
    ];
    let found = spot.word(0) == "of" && words.contains(&spot.word(-1));
    found.then_some((
        -1,
        0,
        "Events can be counted and summed: `count of E`, `days with E`, `sum of A in E`.",
    ))
}

/// `within 30 days since renewed_on`
fn two_windows(spot: &Spot<'_>) -> Option<Found> {
    let word = spot.word(0);
    let other = if word == "since" { "within" } else { "since" };
    if !matches!(word, "since" | "within") {
        return None;
    }
    let near = spot.find_before(other).filter(|offset| *offset >= -4)?;
    Some((near, 1, "Use one window, `within` or `since`."))
}

/// `group "Events", since recycled_on, halving every 45 days:`
fn group_option(spot: &Spot<'_>) -> Option<Found> {
    let group = spot.head() == "score"
        && spot
            .find_before("group")
            .is_some_and(|offset| offset >= -8 && !(offset..0).any(|n| spot.word(n) == ":"));
    let option = matches!(spot.word(0), "since" | "halving" | "fading" | "within" | "where");
    (group && option).then_some((0, 1, "Write it on each line of the group."))
}

/// `any lead of account ...`
fn account(spot: &Spot<'_>) -> Option<Found> {
    let found = matches!(spot.word(0), "of" | "in")
        && matches!(spot.word(-1), "lead" | "leads" | "contact" | "contacts")
        && matches!(spot.word(1), "account" | "accounts" | "company");
    found.then_some((-1, 1, "Have facts about the account in fields of the lead."))
}

/// `use "x.rules" with hot as 50`
fn import(spot: &Spot<'_>) -> Option<Found> {
    let found = spot.head() == "use" && spot.at == 2 && matches!(spot.word(0), "with" | "as");
    found.then_some((0, 1, "Declare what differs in a file of its own."))
}

/// `clicks / opens >= 2`, `a + b >= 5`
fn arithmetic(spot: &Spot<'_>) -> Option<Found> {
    let minus = spot.word(0) == "-" && spot.in_rule() && spot.find_before(":").is_none();
    let sign = matches!(spot.word(0), "/" | "+" | "*" | "×" | "÷") || minus;
    let operands = spot.is_name(-1) && (spot.is_name(1) || spot.is(1, TokenKind::Number));
    let found = sign && operands && !spot.begins_line(0);
    found.then_some((-1, 1, "One test reads one fact: have the result in a field of its own, and test that."))
}
