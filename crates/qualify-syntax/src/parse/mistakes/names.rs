//! Names that cannot be names, and values that need quotes.

use qualify_diagnostics::Code;

use crate::tokens::TokenKind;
use crate::words::is_reserved;

use super::{Mistake, Spot};

/// `industry in ICP THEN MQL`
pub(super) fn upper_case_word(spot: &Spot<'_>) -> Option<Mistake> {
    let word = spot.word(0);
    let small = word.to_lowercase();
    if !spot.is(0, TokenKind::Word) || small == word || !is_reserved(&small) {
        return None;
    }
    let message = format!("The words of the language are in small letters: `{small}`.");
    Some(Mistake::new(Code::Unreadable, spot.range(0), message).fix(
        format!("Write `{small}`"),
        spot.range(0),
        small,
    ))
}

/// `field outcome is ...`
pub(super) fn reserved_word(spot: &Spot<'_>) -> Option<Mistake> {
    let word = spot.word(0);
    if !spot.is(0, TokenKind::Word) || !is_reserved(word) {
        return None;
    }
    if is_value_place(spot) {
        let message =
            format!("`{word}` is a word of the language. As a value it stands in quotes: `\"{word}\"`.");
        let quoted = format!("\"{word}\"");
        let mistake = Mistake::new(Code::ReservedWord, spot.range(0), message);
        return Some(mistake.fix(format!("Write `{quoted}`"), spot.range(0), quoted));
    }
    let declares = is_declaration_place(spot);
    if !declares && !is_fact_place(spot) {
        return None;
    }
    let other = other_name(spot);
    let column = if matches!(spot.word(-1), "field" | "-") && matches!(spot.head(), "field" | "event") {
        format!(", with `column \"{word}\"`")
    } else {
        String::new()
    };
    let message = if declares {
        format!("`{word}` is a word of the language. Another name will do: `{other}`{column}.")
    } else {
        format!(
            "`{word}` is a word of the language, so nothing can be named so. Another name will do: `{other}`."
        )
    };
    Some(Mistake::new(Code::ReservedWord, spot.range(0), message).guess(spot.range(0), other))
}

/// `2nd_touch`
pub(super) fn name_with_digit_first(spot: &Spot<'_>) -> Option<Mistake> {
    let written = spot.word(0);
    let has_letter = written.chars().all(unicode_ident::is_xid_continue)
        && written.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_').chars().nth(1).is_some();
    let declares = is_declaration_place(spot);
    if !spot.is(0, TokenKind::Number) || !has_letter || !(declares || is_fact_place(spot)) {
        return None;
    }
    let right = match written.split_once('_') {
        Some((digits, rest)) if crate::words::is_name(rest) && !is_reserved(rest) => {
            format!("{rest}_{digits}")
        }
        _ => format!("lead_{written}"),
    };
    let column = match declares && matches!(spot.head(), "field" | "event") {
        true => format!(" The CRM's name goes in `column \"{written}\"`."),
        false => String::new(),
    };
    let message = format!("Names begin with a letter: did you mean `{right}`?{column}");
    Some(Mistake::new(Code::TwoWords, spot.range(0), message).guess(spot.range(0), right))
}

/// `Budget (EUR)`, `Company size (employees)`: what stands over a column, brackets and all.
pub(super) fn header_as_name(spot: &Spot<'_>) -> Option<Mistake> {
    let open = spot.forwards().take(4).find(|offset| !spot.is_name(*offset))?;
    let close = (open + 1..open + 5).find(|offset| spot.word(*offset) == ")")?;
    let first = (-4..0).find(|from| (*from..open).all(|offset| spot.is_name(offset)))?;
    let on_one_line = (first + 1..=close).all(|offset| !spot.begins_line(offset));
    let is_used = matches!(
        spot.word(close + 1),
        "is" | "in" | "not" | ">=" | "<=" | ">" | "<" | "=" | "==" | "!=" | "between" | "contains" | "then"
    );
    let is_opened = matches!(
        spot.word(first - 1),
        "field" | "when" | "and" | "or" | "not" | "unless" | "as" | "(" | "where"
    ) || spot.is_bullet(first - 1);
    if spot.word(open) != "(" || !on_one_line || !is_used || !is_opened {
        return None;
    }
    let header = spot.phrase(first, close);
    let parts = header.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let right = parts.collect::<Vec<_>>().join("_");
    let message =
        format!("Names are one word: did you mean `{right}`? The CRM's name goes in `column \"{header}\"`.");
    let at = spot.ranges(first, close);
    Some(Mistake::new(Code::TwoWords, at.clone(), message).guess(at, right))
}

fn other_name(spot: &Spot<'_>) -> String {
    let word = spot.word(0);
    let before = match spot.head() {
        "event" if spot.word(-1) == "-" && crate::words::is_name(spot.draft.word(1)) => spot.draft.word(1),
        _ if word == "outcome" => "call",
        _ => "lead",
    };
    format!("{before}_{word}")
}

/// Where a name is declared.
fn is_declaration_place(spot: &Spot<'_>) -> bool {
    let first = spot.at == 1
        && matches!(
            spot.head(),
            "field" | "event" | "set" | "define" | "score" | "grade" | "outcome" | "owner"
        );
    let bullet = spot.is_bullet(-1) && matches!(spot.head(), "event" | "stages" | "exits" | "grade");
    first || bullet || spot.word(-1) == "plural" || spot.word(-1) == "owner"
}

/// Where a fact or another name is used, and what stands here is used like one.
fn is_fact_place(spot: &Spot<'_>) -> bool {
    let tested = matches!(
        spot.word(1),
        "is" | "in"
            | "not"
            | ">="
            | "<="
            | ">"
            | "<"
            | "="
            | "!="
            | "=="
            | "between"
            | "contains"
            | "includes"
            | "then"
            | "and"
            | "or"
            | ""
            | ","
            | ")"
            | "within"
    );
    let opens = matches!(
        spot.word(-1),
        "when"
            | "and"
            | "or"
            | "not"
            | "("
            | "where"
            | "unless"
            | "as"
            | "expect"
            | "of"
            | "then"
            | "needs"
            | "any"
            | "each"
    );
    let example = spot.head() == "example" && spot.is_bullet(-1);
    let bullet = spot.is_bullet(-1) && (spot.in_rule() || spot.head() == "define");
    tested
        && (opens || bullet || example)
        && !matches!(spot.word(0), "then" | "and" | "or" | "all" | "any" | "none" | "unless" | "because")
}

/// Where a choice is written.
fn is_value_place(spot: &Spot<'_>) -> bool {
    let in_list = spot.open_bracket().is_some_and(|open| spot.word(open) == "[")
        && matches!(spot.word(-1), "[" | ",")
        && matches!(spot.word(1), "," | "]");
    let bullet = spot.is_bullet(-1) && matches!(spot.head(), "set" | "outcome");
    let conclusion = spot.in_rule() && spot.word(-1) == "is" && spot.find_before("then").is_some();
    in_list || bullet || (conclusion && !matches!(spot.word(0), "not"))
}

/// `field a is string`
pub(super) fn unknown_type(spot: &Spot<'_>) -> Option<Mistake> {
    let attribute = spot.head() == "event" && spot.is_bullet(-3);
    let field = spot.head() == "field" && spot.at == 3;
    // `money` without its currency and `ordered [..]` are noticed one word later.
    let late = spot.moved(-1).filter(|spot| (spot.head() == "field" && spot.at == 3) || spot.is_bullet(-3));
    let half = late
        .filter(|late| late.word(-1) == "is" && matches!(late.word(0), "money" | "ordered" | "list" | "one"));
    if let Some(spot) = half {
        return Some(half_a_type(&spot));
    }
    if !(attribute || field) || spot.word(-1) != "is" || !(spot.is(0, TokenKind::Word) || spot.word(0) == "[")
    {
        return None;
    }
    let word = spot.word(0);
    let (right, sure) = similar_type(word);
    let message = match right {
        Some(right) => format!("There is no type `{word}`; write `{right}`."),
        None => format!(
            "There is no type `{word}`. Types are `text`, `count`, `number`, `percent`, `money in USD`, `date`, \
             `yes/no`, `email`, `country`, `one of [..]`, `ordered one of [..]` and `list of ..`."
        ),
    };
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    Some(match (right, sure) {
        (Some(right), _) if word == "yes" && spot.word(1) == "/" => {
            mistake.fix(format!("Write `{right}`"), spot.ranges(0, 2), right)
        }
        (Some(right), true) if word == "[" => mistake.fix(
            "Write `one of`",
            spot.range(0).start..spot.range(0).start,
            right.replace(" [..]", " "),
        ),
        (Some(right), true) => mistake.fix(format!("Write `{right}`"), spot.range(0), right),
        _ => mistake,
    })
}

/// `money`, `ordered [..]`, `list [..]`, `one [..]`
fn half_a_type(spot: &Spot<'_>) -> Mistake {
    let word = spot.word(0);
    let right = match word {
        "money" => "money in USD",
        "ordered" => "ordered one of [low, mid, high]",
        "list" => "list of text",
        _ => "one of [a, b]",
    };
    let message = format!("After `{word}` there is something missing. Write it like this: `{right}`.");
    let mistake = Mistake::new(Code::Incomplete, spot.range(0), message);
    match (word, spot.word(1)) {
        ("money", "," | "") => mistake.guess(spot.range(0), right),
        ("ordered", "[") => mistake.guess(spot.range(0), "ordered one of"),
        ("ordered", "of") => mistake.guess(spot.ranges(0, 1), "ordered one of"),
        ("one" | "list", "[") => mistake.guess(spot.range(0), format!("{word} of")),
        _ => mistake,
    }
}

/// The type that is meant by a word, and whether it can stand in its place as it is.
fn similar_type(word: &str) -> (Option<&'static str>, bool) {
    match word.to_lowercase().as_str() {
        "string" | "str" | "varchar" | "char" | "texts" | "url" | "phone" | "name" => (Some("text"), true),
        "int" | "integer" | "whole" | "counter" | "counts" => (Some("count"), true),
        "float" | "double" | "decimal" | "numeric" | "real" | "numbers" => (Some("number"), true),
        "bool" | "boolean" | "flag" | "checkbox" | "yes" | "yesno" | "yes_no" => {
            (Some("yes/no"), word != "yes")
        }
        "percentage" | "pct" => (Some("percent"), true),
        "datetime" | "timestamp" | "day" | "time" => (Some("date"), true),
        "currency" | "amount" | "dollars" | "usd" => (Some("money in USD"), true),
        "mail" | "emails" => (Some("email"), true),
        "[" => (Some("one of [..]"), true),
        "enum" | "choice" | "select" | "picklist" | "choices" | "any" => (Some("one of [..]"), false),
        _ => (None, false),
    }
}

/// `one of [1, 2]`, `then play is 3`
pub(super) fn number_for_choice(spot: &Spot<'_>) -> Option<Mistake> {
    let number = spot.is(0, TokenKind::Number);
    let in_list = spot.open_bracket().is_some_and(|open| spot.word(open) == "[");
    let bullet = spot.is_bullet(-1) && matches!(spot.head(), "set" | "outcome");
    let conclusion = spot.in_rule() && spot.word(-1) == "is";
    let text = matches!(spot.word(-1), "contains" | "with" | "word");
    if !number || !(in_list || bullet || conclusion || text) {
        return None;
    }
    let mut mistake = Mistake::new(Code::NumberForChoice, spot.range(0), number_message(spot));
    for offset in list_numbers(spot, in_list) {
        mistake = mistake.fix("Write it in quotes", spot.range(offset), format!("\"{}\"", spot.word(offset)));
    }
    Some(mistake)
}

fn number_message(spot: &Spot<'_>) -> String {
    format!(
        "`{0}` is a number here, and values such as this are names or texts: write `\"{0}\"`.",
        spot.word(0)
    )
}

/// This number, and the others in the same list.
fn list_numbers(spot: &Spot<'_>, in_list: bool) -> Vec<isize> {
    if !in_list {
        return vec![0];
    }
    let inside = spot.forwards().take_while(|offset| spot.word(*offset) != "]");
    inside
        .filter(|offset| spot.is(*offset, TokenKind::Number) && matches!(spot.word(offset + 1), "," | "]"))
        .take(100_000)
        .collect()
}

/// `company size >= 50`, `industry is Computer Software`
pub(super) fn two_words(spot: &Spot<'_>) -> Option<Mistake> {
    if !spot.is_name(0)
        || !spot.is_name(-1)
        || is_phrase_word(spot.word(-1))
        || (spot.begins_line(0) && spot.open_bracket().is_none())
    {
        return None;
    }
    let last = spot
        .forwards()
        .take_while(|offset| spot.is_name(*offset) && (*offset == 0 || !spot.begins_line(*offset)));
    let last = last.last().unwrap_or(0);
    let at = spot.ranges(-1, last);
    if is_second_word_of_value(spot) {
        let right = format!("\"{}\"", spot.phrase(-1, last));
        let message = format!("A value of two words stands in quotes: `{right}`.");
        return Some(Mistake::new(Code::TwoWords, at.clone(), message).fix(
            format!("Write `{right}`"),
            at,
            right,
        ));
    }
    let right = spot.phrase(-1, last).replace(' ', "_");
    let column = spot.phrase(-1, last);
    let mut characters = column.chars();
    let column =
        characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default() + characters.as_str();
    let declared =
        matches!(spot.head(), "stages" | "exits") || (spot.in_rule() && spot.find_before("then").is_some());
    let message = if declared {
        format!("Names are one word: did you mean `{right}`? What people read goes in `label \"{column}\"`.")
    } else {
        format!("Names are one word: did you mean `{right}`? The CRM's name goes in `column \"{column}\"`.")
    };
    Some(Mistake::new(Code::TwoWords, at.clone(), message).guess(at, right))
}

/// Words of phrases that are not reserved, after which no second word of a name can stand.
fn is_phrase_word(word: &str) -> bool {
    matches!(
        word,
        "ago"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "with"
            | "word"
            | "to"
            | "each"
            | "as"
            | "next"
            | "than"
            | "most"
            | "least"
            | "over"
            | "every"
            | "column"
            | "kept"
            | "plural"
            | "split"
            | "review"
            | "format"
            | "file"
            | "label"
            | "distinct"
            | "means"
            | "on"
    )
}

fn is_second_word_of_value(spot: &Spot<'_>) -> bool {
    let in_list = spot.open_bracket().is_some_and(|open| spot.word(open) == "[");
    let bullet = spot.is_bullet(-2) && matches!(spot.head(), "set" | "outcome");
    let value = matches!(
        spot.word(-2),
        "is" | "not" | "includes" | "contains" | "word" | "=" | "==" | "!=" | "means"
    );
    in_list || bullet || value || (spot.word(-2) == "with" && matches!(spot.word(-3), "starts" | "ends"))
}
