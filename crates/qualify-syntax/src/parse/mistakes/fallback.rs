//! What to say when no mistake is recognised: what may stand at this place.

use qualify_diagnostics::Code;
use qualify_grammar::Rule;

use super::super::draft::Draft;
use super::{Mistake, Spot};

/// The mistake at the token `at`, if no other explains it.
pub(in super::super) fn fallback(draft: &Draft, at: usize, wanted: &[Rule]) -> Mistake {
    let spot = Spot::new(draft, at);
    let before = so_far(&spot);
    let list = wanted_words(wanted, &spot);
    let ends = spot.token(0).is_none();
    let found = match spot.token(0) {
        Some(_) => format!(", and here is `{}`", shown(spot.word(0))),
        None => String::new(),
    };
    let message = match (before.is_empty(), list.is_empty()) {
        (true, _) => {
            format!("`{}` begins no declaration and no rule. Notes start with `#`.", shown(spot.word(0)))
        }
        (false, true) if ends => format!("After `{before}` something is missing."),
        (false, true) => format!("I cannot read `{}` after `{before}`.", shown(spot.word(0))),
        (false, false) => format!("After `{before}` I expect {list}{found}."),
    };
    let at = if ends { spot.caret_before() } else { spot.range(0) };
    let code = if ends || !list.is_empty() { Code::Incomplete } else { Code::Unreadable };
    Mistake::new(code, at, message)
}

/// The end of what was read, on its line and in a few words.
fn so_far(spot: &Spot<'_>) -> String {
    let same_line = |offset: &isize| *offset >= -4 && (*offset == -1 || !spot.begins_line(offset + 1));
    let from = spot.backwards().take_while(same_line).last();
    let from = from
        .map(|from| spot.backwards().take_while(|n| *n >= from && !spot.is_bullet(*n)).last().unwrap_or(-1));
    from.map_or(String::new(), |from| shown(&spot.phrase(from, -1)))
}

/// A word of the author, cut where it is too long to show.
fn shown(word: &str) -> String {
    if word.chars().count() <= 40 {
        return word.to_owned();
    }
    word.chars().take(40).chain(['…']).collect()
}

/// What may stand here, as a list in words.
fn wanted_words(wanted: &[Rule], spot: &Spot<'_>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for rule in wanted {
        if let Some(word) = in_words(*rule, spot).filter(|word| !words.contains(word)) {
            words.push(word);
        }
    }
    words.truncate(5);
    match words.pop() {
        Some(last) if words.is_empty() => last.to_owned(),
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => String::new(),
    }
}

/// A production in words, if it says something to people.
fn in_words(rule: Rule, spot: &Spot<'_>) -> Option<&'static str> {
    let is_conclusion = spot.in_rule() && spot.word(-1) == "then";
    Some(match rule {
        Rule::ftype | Rule::k_count | Rule::k_text | Rule::k_number => {
            "a type, such as `count`, `text` or `money in USD`"
        }
        Rule::place_ref | Rule::conclusion | Rule::set_outcome => "a stage or an exit, such as `MQL`",
        Rule::name | Rule::fact_ref if is_conclusion => "a stage or an exit, such as `MQL`",
        Rule::name | Rule::fact_ref => "a name",
        Rule::subject
        | Rule::test
        | Rule::term
        | Rule::iterm
        | Rule::t1
        | Rule::t2
        | Rule::cond
        | Rule::icond
        | Rule::field_t
        | Rule::c1
        | Rule::c2
        | Rule::where_t => "a test, such as `downloads >= 2`",
        Rule::string => "a text in quotes",
        Rule::literal | Rule::operand | Rule::value | Rule::constant | Rule::band => "a value",
        Rule::open_list | Rule::values | Rule::tokens | Rule::list_lit | Rule::setref => {
            "a set or values in brackets, such as `[a, b]`"
        }
        Rule::integer | Rule::whole | Rule::quantity | Rule::signed | Rule::decimal => "a number",
        Rule::length | Rule::span | Rule::window => "a length, such as `30 days`",
        Rule::date => "a date, such as `2026-03-02`",
        Rule::currency if spot.word(-1) == "in" => "a currency, such as `USD`",
        Rule::d1
        | Rule::place_b
        | Rule::value_b
        | Rule::attr_b
        | Rule::band_g
        | Rule::bullet1
        | Rule::score_b1
        | Rule::ex_line => "a line with a dash",
        Rule::d2 | Rule::bullet2 | Rule::score_b2 | Rule::when_b2 | Rule::line_b2 | Rule::band_b2 => {
            "a line with two dashes"
        }
        Rule::d3 | Rule::bullet3 | Rule::when_b3 | Rule::line_b3 | Rule::band_b3 => {
            "a line with three dashes"
        }
        Rule::colon => "a colon",
        Rule::close => "`)`",
        Rule::close_list => "`]`",
        Rule::combine => "`one value`, `highest wins` or `keep all`",
        Rule::k_is => "`is`",
        Rule::k_of => "`of`",
        Rule::k_as => "`as`",
        Rule::k_to => "`to`",
        Rule::k_otherwise => "`otherwise`",
        Rule::k_from if matches!(spot.head(), "score" | "grade") => "`from`",
        Rule::k_then => "`then`",
        Rule::k_when => "`when`",
        Rule::k_points => "`points`",
        Rule::k_for_each | Rule::per_each => "`for each`",
        Rule::cap => "`at most 10 points`",
        Rule::points_l | Rule::sign => "`add 10 points when`, or another line of a score",
        Rule::expect => "`expect`",
        Rule::deco | Rule::fopt | Rule::eopt | Rule::sopt | Rule::rule_meta => "an option",
        Rule::predicate | Rule::p_is | Rule::num_cmp | Rule::cmp | Rule::p_cmp => {
            "a comparison, such as `>= 2` or `is software`"
        }
        _ => return None,
    })
}
