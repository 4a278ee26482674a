//! Lists without dashes, and bullets with too many or too few of them.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;

use super::{Mistake, Spot};

/// `• software`, `– software`
pub(super) fn strange_bullet(spot: &Spot<'_>) -> Option<Mistake> {
    let written = spot.word(0);
    let bullet = matches!(written, "•" | "*" | "·" | "–" | "—" | "−" | "‣" | "◦");
    if !bullet || !spot.begins_line(0) || spot.at == 0 {
        return None;
    }
    let message = format!("Lines of a list start with dashes: write `-` for `{written}`.");
    let text = if spot.touches(1) { "- " } else { "-" };
    Some(Mistake::new(Code::BulletsExpected, spot.range(0), message).fix("Write `-`", spot.range(0), text))
}

/// `all of:` or `stages:` whose lines do not start with a dash.
pub(super) fn bullets_expected(spot: &Spot<'_>) -> Option<Mistake> {
    let after_colon = spot.word(-1) == ":";
    let starts = matches!(
        spot.head(),
        "stages" | "exits" | "outcome" | "set" | "event" | "score" | "grade" | "example"
    );
    let next_line = starts && spot.begins_line(0) && spot.bullet().is_some() && !is_colon_missing(spot);
    let wordy = spot.is(0, TokenKind::Word) || spot.is(0, TokenKind::Text) || spot.word(0) == "(";
    if !(after_colon || next_line) || !wordy || (spot.head() == "example" && spot.word(0) == "expect") {
        return None;
    }
    let block = after_colon && spot.word(-2) == "of";
    if spot.head() == "rule" && !block {
        return None;
    }
    let dashes = "-".repeat(depth(spot, after_colon));
    let message = explanation(spot, block, &dashes);
    let mut mistake = Mistake::new(Code::BulletsExpected, spot.range(0), message);
    for offset in lines(spot, block) {
        let start = spot.range(offset).start;
        mistake = mistake.fix("Add the dashes", start..start, format!("{dashes} "));
    }
    for offset in commas(spot) {
        mistake = mistake.fix("Add the dashes", spot.range(offset), format!(" {dashes}"));
    }
    Some(mistake)
}

fn is_colon_missing(spot: &Spot<'_>) -> bool {
    spot.bullet().is_none_or(|bullet| {
        spot.backwards().take_while(|offset| *offset > bullet).any(|offset| spot.word(offset) == ":")
    })
}

/// How many dashes the lines need here.
fn depth(spot: &Spot<'_>, after_colon: bool) -> usize {
    let last = spot.bullet().map_or(0, |bullet| spot.word(bullet).len());
    if after_colon { (last + 1).min(3) } else { last.clamp(1, 3) }
}

/// The lines that should have been bullets, from this one on.
fn lines(spot: &Spot<'_>, block: bool) -> Vec<isize> {
    let ends = |offset: &isize| {
        let word = spot.word(*offset);
        spot.is_bullet(*offset)
            || (block && matches!(word, "then" | "unless" | "because"))
            || word == "expect"
    };
    let begins = |offset: &isize| *offset == 0 || spot.begins_line(*offset);
    spot.forwards().take_while(|offset| !ends(offset)).filter(begins).take(100_000).collect()
}

/// The commas of `stages: Lead, MQL`, where each should have been a bullet.
fn commas(spot: &Spot<'_>) -> Vec<isize> {
    let value = |offset: isize| spot.is_name(offset) || spot.is(offset, TokenKind::Text);
    let lists = matches!(spot.head(), "stages" | "exits" | "set" | "outcome");
    let listed = |offset: &isize| {
        let plain =
            spot.word(offset + 2) == "," || spot.token(offset + 2).is_none() || spot.begins_line(offset + 2);
        spot.word(*offset) == "," && value(offset + 1) && plain
    };
    let own = |offset: &isize| lists && (spot.word(*offset) == "," || value(*offset));
    spot.forwards().take_while(own).filter(listed).take(100_000).collect()
}

fn explanation(spot: &Spot<'_>, block: bool, dashes: &str) -> String {
    let rest = line(spot);
    if block {
        let list = spot.phrase(quantifier(spot), -1);
        return format!("Each condition under `{list}` starts with a dash: `{dashes} {rest}`.");
    }
    match spot.head() {
        "score" => format!("Each line of a score starts with a dash: `{dashes} {rest}`."),
        "stages" | "exits" => {
            format!("Each name under `{}:` starts with a dash: `{dashes} {rest}`.", spot.head())
        }
        "example" => format!("Each fact of an example starts with a dash: `{dashes} {rest}`."),
        "event" => format!("Each attribute of an event starts with a dash: `{dashes} {rest}`."),
        "grade" => format!("Each band of a grade starts with a dash: `{dashes} {rest}`."),
        _ => format!("Each value starts with a dash: `{dashes} {rest}`."),
    }
}

/// Where `all of`, `at least 2 of` begins, before its colon.
fn quantifier(spot: &Spot<'_>) -> isize {
    if spot.word(-4) == "least" { -5 } else { -3 }
}

/// The rest of the line, as far as it is worth showing.
fn line(spot: &Spot<'_>) -> String {
    let ends = |offset: &isize| {
        *offset > 0 && (spot.begins_line(*offset) || matches!(spot.word(*offset), "then" | "," | "expect"))
    };
    let last = spot.forwards().take_while(|offset| !ends(offset)).take(9).last().unwrap_or(0);
    spot.phrase(0, last)
}

/// `---` right under `-`, and dashes where no list is open.
pub(super) fn wrong_depth(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.is(0, TokenKind::Dashes) || lacks_colon(spot) {
        return None;
    }
    let count = spot.word(0).len();
    let mistake = |message: String| Mistake::new(Code::WrongDepth, spot.range(0), message);
    let Some(bullet) = spot.bullet() else {
        if spot.word(-1) == ":" {
            let message = format!("The first list has one dash: write `-` for `{}`.", spot.word(0));
            return (count > 1).then(|| level(spot, mistake(message), 1));
        }
        let message = "This dash begins a line of a list, and no list is open here. \
                       A list opens with a word and a colon, such as `any of:`.";
        return Some(mistake(message.to_owned()));
    };
    let before = spot.word(bullet).len();
    if spot.word(-1) == ":" && count <= before {
        let message = format!(
            "What belongs to `{}` has one dash more than it has: write `{}`.",
            spot.phrase(bullet, -1),
            "-".repeat(before + 1)
        );
        return (before < 3).then(|| level(spot, mistake(message), before + 1));
    }
    if count <= before {
        return None;
    }
    let message = format!(
        "This bullet has {} dashes but there is no list with {} above it. Write `{}` for the same list, or open one \
         with `{} any of:` and use `{}`.",
        number(count),
        number(count - 1),
        "-".repeat(before),
        "-".repeat(before),
        "-".repeat(before + 1),
    );
    let message = if spot.in_rule() || spot.head() == "define" {
        message
    } else {
        format!(
            "This bullet has {} dashes, and the list here has {}: write `{}`.",
            number(count),
            number(before),
            "-".repeat(before)
        )
    };
    Some(level(spot, mistake(message), before))
}

/// Gives this bullet and the next ones of its depth `depth` dashes.
fn level(spot: &Spot<'_>, mut mistake: Mistake, depth: usize) -> Mistake {
    let count = spot.word(0).len();
    let bullets = spot.forwards().filter(|offset| spot.is_bullet(*offset));
    for offset in bullets.take_while(|offset| spot.word(*offset).len() == count).take(100_000) {
        mistake =
            mistake.fix(format!("Write `{}`", "-".repeat(depth)), spot.range(offset), "-".repeat(depth));
    }
    mistake
}

/// Whether the dash comes after the head of a list that lacks its colon.
fn lacks_colon(spot: &Spot<'_>) -> bool {
    spot.word(-1) != ":"
        && (matches!(spot.word(-1), "of" | "stages" | "exits")
            || (spot.bullet().is_none()
                && matches!(spot.head(), "outcome" | "set" | "event" | "score" | "grade" | "example")))
}

fn number(count: usize) -> &'static str {
    match count {
        0 => "no",
        1 => "one",
        2 => "two",
        _ => "three",
    }
}
