//! Tests as people say them: `is in ICP`, `is at least 5`, `equals software`.

use qualify_diagnostics::Code;

use super::{Mistake, Spot};

/// Words for operators, with how many words they take and what is written.
const SAID: &[(&[&str], &str)] = &[
    (&["greater", "than", "or", "equal", "to"], ">="),
    (&["less", "than", "or", "equal", "to"], "<="),
    (&["greater", "than"], ">"),
    (&["more", "than"], ">"),
    (&["bigger", "than"], ">"),
    (&["higher", "than"], ">"),
    (&["less", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["lower", "than"], "<"),
    (&["at", "least"], ">="),
    (&["at", "most"], "<="),
    (&["equal", "to"], "is"),
    (&["equals"], "is"),
    (&["above"], ">"),
    (&["over"], ">"),
    (&["below"], "<"),
    (&["under"], "<"),
    (&["startswith"], "starts with"),
    (&["endswith"], "ends with"),
    (&["starting", "with"], "starts with"),
    (&["ending", "with"], "ends with"),
    (&["containing"], "contains"),
    (&["include"], "includes"),
    (&["contain"], "contains"),
    (&["exists"], "is known"),
];

/// `is not known`, `is in ICP`, `is >= 5`
pub(super) fn idle_is(spot: &Spot<'_>) -> Option<Mistake> {
    let negated = spot.word(-1) == "not" && spot.word(-2) == "is";
    if !(negated || spot.word(-1) == "is") {
        return None;
    }
    let from = if negated { -2 } else { -1 };
    let (to, right) = match (spot.word(0), negated) {
        ("known", true) => (0, "is unknown"),
        ("unknown", true) => (0, "is known"),
        ("in", true) => (0, "not in"),
        (
            "in" | "between" | "contains" | "includes" | "within" | "before" | "after" | ">=" | "<=" | ">"
            | "<",
            false,
        ) => (0, spot.word(0)),
        ("contains" | "within", true) => return None,
        _ => return None,
    };
    let code = if right.starts_with("is ") { Code::NoNull } else { Code::Unreadable };
    let message = if code == Code::NoNull {
        format!("`{}` is written `{} {right}`.", spot.phrase(from, to), spot.word(from - 1))
    } else {
        let test = format!("{} {right} {}", spot.word(from - 1), spot.word(to + 1));
        format!("Write this test without `is`: `{}`.", test.trim())
    };
    let mistake = Mistake::new(code, spot.ranges(from, to), message);
    Some(mistake.fix(format!("Write `{right}`"), spot.ranges(from, to), right))
}

/// `downloads is at least 5`, `downloads greater than 5`
pub(super) fn said_operator(spot: &Spot<'_>) -> Option<Mistake> {
    // `downloads more than 5` and `is at least 5` are noticed later.
    let spots = [Some(*spot), spot.moved(-1), spot.moved(-2), spot.moved(-3)];
    spots.into_iter().flatten().find_map(|spot| said_operator_at(&spot))
}

fn said_operator_at(spot: &Spot<'_>) -> Option<Mistake> {
    let says = |words: &&[&str]| (0..).zip(words.iter()).all(|(n, word)| spot.word(n) == *word);
    let (words, right) = SAID.iter().find(|(words, _)| says(words))?;
    let from = if spot.word(-1) == "is" { -1 } else { 0 };
    let after_fact = spot.is_name(from - 1) || matches!(spot.word(from - 1), "days" | "weeks" | "]" | ")");
    if !after_fact || matches!(spot.word(0), "more") && spot.find_after("ago").is_some_and(|ago| ago <= 4) {
        return None;
    }
    let to = isize::try_from(words.len()).map_or(0, |length| length - 1);
    let test = format!(
        "{} {right} {}",
        spot.word(from - 1),
        if *right == "is known" { "" } else { spot.word(to + 1) }
    );
    let message = format!("`{}` is written `{right}`: `{}`.", spot.phrase(from, to), test.trim());
    let mistake = Mistake::new(Code::Unreadable, spot.ranges(from, to), message);
    Some(mistake.fix(format!("Write `{right}`"), spot.ranges(from, to), *right))
}
