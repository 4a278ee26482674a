//! Rules, tests on events and examples that lack one of their parts.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;
use crate::words::is_reserved;

use super::numbers::is_currency;
use super::{Mistake, Spot};

/// Words that go on with a test after its fact.
fn is_test_word(word: &str) -> bool {
    matches!(
        word,
        "is" | "in"
            | "not"
            | ">="
            | "<="
            | ">"
            | "<"
            | "="
            | "=="
            | "!="
            | "<>"
            | "between"
            | "contains"
            | "includes"
            | "within"
            | "before"
            | "after"
            | "starts"
            | "ends"
            | "has"
            | "more"
    )
}

/// `if industry in ICP then MQL`, `feild a is text`: the item word that is meant by the first word of a piece.
pub(in super::super) fn misspelt_item_word(spot: &Spot<'_>) -> Option<Mistake> {
    let word = spot.word(0);
    if !spot.is(0, TokenKind::Word) || word.len() > 12 {
        return None;
    }
    if matches!(word.to_lowercase().as_str(), "if" | "whenever") {
        let ends = |offset: &isize| *offset > 0 && spot.word(*offset) == "then";
        let last = spot.forwards().take_while(|offset| !ends(offset)).take(9).last().unwrap_or(0);
        let condition = if last > 0 { spot.phrase(1, last) } else { String::new() };
        let rest = match spot.word(last + 1) {
            "then" => format!(" then {}", spot.word(last + 2)),
            _ => String::new(),
        };
        let message = format!("Rules begin with `when`: `when {condition}{rest}`.");
        let mistake = Mistake::new(Code::RuleStartsWithWhen, spot.range(0), message);
        return Some(mistake.fix("Write `when`", spot.range(0), "when"));
    }
    let known = [
        "field", "event", "stages", "exits", "outcome", "define", "score", "grade", "rule", "when",
        "example", "set",
    ];
    let small = word.to_lowercase();
    let close = |known: &&&str| strsim::osa_distance(known, &small) <= usize::from(small.len() > 3);
    let right = known.iter().find(close)?;
    let plausible = small == **right
        || spot.is(1, TokenKind::Text)
        || is_test_word(spot.word(2))
        || spot.word(1) == ":"
        || matches!(spot.word(2), "of" | "as" | "from" | "," | ":");
    if !plausible {
        return None;
    }
    let message = if small == **right {
        format!("The words of the language are in small letters: `{right}`.")
    } else {
        format!("There is no declaration `{word}`. Did you mean `{right}`?")
    };
    Some(Mistake::new(Code::Unreadable, spot.range(0), message).fix(
        format!("Write `{right}`"),
        spot.range(0),
        *right,
    ))
}

/// `downloads >= 2 MQL`
pub(super) fn missing_then(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.in_rule() || spot.find_before("then").is_some() || spot.find_before("when").is_none() {
        return None;
    }
    if spot.find_after("then").is_some() {
        return None;
    }
    if spot.token(0).is_none() {
        return Some(no_conclusion(spot));
    }
    let ends = matches!(spot.word(1), "" | "," | "unless" | "because" | "is");
    if !spot.is_name(0) || !ends {
        return matches!(spot.word(0), "because" | "unless")
            .then(|| no_conclusion(spot))
            .filter(|_| !is_open(spot));
    }
    let mut condition = condition_end(spot);
    if condition.is_empty() {
        condition = spot.word(-1).to_owned();
    }
    let message = format!(
        "The condition ends at `{condition}` and then I see `{}`. Is a `then` missing?",
        spot.word(0)
    );
    Some(Mistake::new(Code::MissingThen, spot.range(0), message).fix("Add `then`", spot.gap(), " then"))
}

fn condition_end(spot: &Spot<'_>) -> String {
    let number = spot.is(-2, TokenKind::Number) && spot.is(-1, TokenKind::Word);
    if number { spot.phrase(-2, -1) } else { spot.word(-1).to_owned() }
}

/// Whether the word before this one cannot end a condition.
fn is_open(spot: &Spot<'_>) -> bool {
    let word = spot.word(-1);
    is_test_word(word)
        || matches!(
            word,
            "and" | "or" | "when" | "," | ":" | "(" | "[" | "of" | "any" | "no" | "where" | "since"
        )
        || spot.is_bullet(-1)
}

/// A rule that ends after its condition; perhaps a stage was read as a currency: `downloads >= 2 MQL`.
fn no_conclusion(spot: &Spot<'_>) -> Mistake {
    let stage = spot.word(-1);
    let capitals = stage.len() == 3 && stage.bytes().all(|byte| byte.is_ascii_uppercase());
    if capitals && spot.is(-2, TokenKind::Number) && !is_currency(stage) {
        let message = format!(
            "The condition ends at `{}` and then I see `{stage}`. Is a `then` missing?",
            spot.word(-2)
        );
        let end = spot.range(-2).end;
        return Mistake::new(Code::MissingThen, spot.range(-1), message).fix("Add `then`", end..end, " then");
    }
    if is_open(spot) {
        let message = format!("The rule stops after `{}`, in the middle of its condition.", spot.word(-1));
        return Mistake::new(Code::Incomplete, spot.caret_before(), message);
    }
    let message = "This rule has a condition and no conclusion. Say what follows: `then MQL`.";
    Mistake::new(Code::MissingThen, spot.caret_before(), message)
}

/// `then MQL else Lead`
pub(super) fn else_after_then(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.in_rule()
        || !matches!(spot.word(0), "else" | "otherwise" | "elif")
        || spot.find_before("then").is_none()
    {
        return None;
    }
    let message = "Rules have no `else`: a lead that meets no rule stays on the stage below. For an exception, write \
                   `unless`.";
    let keeps = |offset: &isize| matches!(spot.word(*offset), "unless" | "because");
    let last = spot.forwards().take_while(|offset| !keeps(offset)).last().unwrap_or(0);
    Some(Mistake::new(Code::ElseAfterThen, spot.range(0), message).guess(spot.ranges(0, last), ""))
}

/// `when a unless b then c`
pub(super) fn unless_too_early(spot: &Spot<'_>) -> Option<Mistake> {
    let early = spot.in_rule() && spot.word(0) == "unless" && spot.find_before("then").is_none();
    let then = spot.find_after("then").filter(|_| early)?;
    let exception = spot.phrase(0, then - 1);
    let message = format!("`unless` comes after the conclusion: `then {} {exception}`.", spot.word(then + 1));
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    if !spot.is_name(then + 1) || spot.token(then + 2).is_some() {
        return Some(mistake);
    }
    let right = format!("then {} {exception}", spot.word(then + 1));
    Some(mistake.fix("Move `unless` to the end", spot.ranges(0, then + 1), right))
}

/// The words that begin the measure of events around this spot: `count of`, `sum of`, `days with`.
fn measure(spot: &Spot<'_>) -> Option<isize> {
    let begins = |offset: &isize| {
        let pair = (spot.word(*offset), spot.word(offset + 1));
        matches!(pair, ("count" | "sum", "of") | ("days", "with"))
    };
    let ends =
        |offset: &isize| matches!(spot.word(*offset), "then" | "when" | "unless") || spot.is_bullet(*offset);
    spot.backwards().take_while(|offset| !ends(offset)).find(begins)
}

/// `count of calls where answered >= 3`
pub(super) fn where_takes_comparison(spot: &Spot<'_>) -> Option<Mistake> {
    let start = measure(spot).filter(|_| ends_test(spot))?;
    let between = || start..0;
    let filter = between().find(|offset| spot.word(*offset) == "where")?;
    if spot.word(filter + 1) == "("
        || between().any(|offset| offset > filter && matches!(spot.word(offset), "within" | "since"))
    {
        return None;
    }
    let operator =
        (filter + 2..0).find(|offset| is_test_word(spot.word(*offset)) && spot.word(offset - 1) != "not")?;
    let operator =
        if spot.word(operator - 1) == "not" && operator - 1 > filter + 1 { operator - 1 } else { operator };
    let test = spot.phrase(filter + 1, -1);
    let name = spot.phrase(filter + 1, operator - 1);
    let comparison = spot.phrase(operator, -1);
    let numeric = matches!(spot.word(operator), ">=" | "<=" | ">" | "<" | "between" | "is" | "=" | "==");
    if !numeric || !spot.is(operator + 1, TokenKind::Number) {
        let message = format!(
            "`{}` is a number, so say how many: `{} where ({test}) >= 1`.",
            spot.phrase(start, filter - 1),
            spot.phrase(start, filter - 1)
        );
        return Some(
            Mistake::new(Code::WhereTakesComparison, spot.ranges(filter, -1), message)
                .guess(spot.gap(), " within 3650 days >= 1"),
        );
    }
    let message = format!("I read `{test}` as one test. Put it in brackets: `where ({name}) {comparison}`.");
    let at = spot.ranges(filter + 1, operator - 1);
    let mistake = Mistake::new(Code::WhereTakesComparison, spot.ranges(filter + 1, -1), message);
    Some(mistake.fix(format!("Write `({name})`"), at, format!("({name})")))
}

/// Whether a test ends before this spot.
fn ends_test(spot: &Spot<'_>) -> bool {
    matches!(spot.word(0), "" | "then" | "and" | "or" | "unless" | ")" | "because")
        || spot.is(0, TokenKind::Dashes)
}

/// `when count of visits within 30 days then MQL`
pub(super) fn missing_comparison(spot: &Spot<'_>) -> Option<Mistake> {
    let start = measure(spot).filter(|_| ends_test(spot))?;
    if (start..0)
        .any(|offset| matches!(spot.word(offset), "and" | "or" | ">=" | "<=" | ">" | "<" | "between"))
        || is_open(spot)
    {
        return None;
    }
    let test = spot.phrase(start, -1);
    let event = spot.word(start + 2);
    let message =
        format!("`{} {event}` is a number, so say how many: `{test} >= 3`.", spot.phrase(start, start + 1));
    Some(Mistake::new(Code::Incomplete, spot.caret_before(), message).guess(spot.gap(), " >= 1"))
}

/// `when a is x b is y then`: two tests with nothing between them.
pub(super) fn missing_join(spot: &Spot<'_>) -> Option<Mistake> {
    let starts_test =
        spot.is_name(0) && is_test_word(spot.word(1)) || matches!(spot.word(0), "any" | "no" | "not");
    let conditional =
        spot.in_rule() && spot.find_before("then").is_none() || matches!(spot.head(), "define" | "score");
    let after_test = spot.is(-1, TokenKind::Text)
        || spot.is(-1, TokenKind::Number)
        || matches!(
            spot.word(-1),
            "]" | ")" | "known" | "unknown" | "yes" | "no" | "days" | "weeks" | "day" | "week"
        )
        || is_test_word(spot.word(-2)) && !is_reserved(spot.word(-1));
    if !starts_test || !conditional || !after_test || spot.at < 3 {
        return None;
    }
    let message = format!(
        "Between `{}` and `{}` a word is missing: `and` or `or`.",
        spot.phrase(-2, -1),
        spot.phrase(0, 1)
    );
    Some(Mistake::new(Code::Incomplete, spot.range(0), message).guess(spot.gap(), " and"))
}

/// An example without `expect`.
pub(super) fn empty_promise(spot: &Spot<'_>) -> Option<Mistake> {
    let empty = spot.head() == "example" && spot.token(0).is_none() && spot.find_before("expect").is_none();
    if !empty || spot.word(-1) == "," {
        return None;
    }
    let message = "This example promises nothing. Say what should come out: `expect MQL`.";
    let at = spot.draft.words.first().map_or(0..0, |token| token.start..token.end);
    Some(Mistake::new(Code::EmptyPromise, at, message))
}
