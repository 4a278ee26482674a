//! Whatever the text, the parser answers, soon and within its stack.

use pest::Parser;
use proptest::prelude::*;
use qualify_diagnostics::{Code, Diagnostic, SourceId};
use qualify_grammar::{Grammar, Rule};
use qualify_syntax::ast::File;
use qualify_syntax::parse;

const EVERYTHING: &str = include_str!("parse/everything.rules");

/// Parses, and holds what must always hold.
fn read(text: &str) -> (File, Vec<Diagnostic>) {
    let (file, mistakes) = parse(SourceId(0), text);
    let holds = |start: u32, end: u32| text.get(start as usize..end as usize).is_some();
    for item in &file.items {
        assert!(holds(item.span.start, item.span.end), "{item:?}");
    }
    for mistake in &mistakes {
        assert!(holds(mistake.span.start, mistake.span.end), "{mistake:?}");
        for edit in mistake.fix.iter().flat_map(|fix| &fix.edits) {
            assert!(holds(edit.span.start, edit.span.end), "{mistake:?}");
        }
    }
    (file, mistakes)
}

/// The only error of a text.
#[expect(clippy::unwrap_used, reason = "the assertion before it says that there is one")]
fn only_error(text: &str) -> Code {
    let (_, mistakes) = read(text);
    assert_eq!(mistakes.len(), 1, "{:?}", mistakes.iter().take(3).collect::<Vec<_>>());
    mistakes.first().unwrap().code
}

#[test]
fn hostile_depths_are_refused() {
    let brackets = format!("when {}a{} then B", "(".repeat(100_000), ")".repeat(100_000));
    let lists = format!("field a is one of {}", "[".repeat(100_000));
    let nots = format!("when {}a then B", "not ".repeat(100_000));
    let dashes = format!("when all of: {} a then B", "-".repeat(100_000));
    let text = format!("when a is \"{}\" then B", "x".repeat(1001));
    for hostile in [brackets, lists, nots, dashes, text] {
        assert_eq!(only_error(&hostile), Code::TooLarge);
    }
    assert_eq!(only_error(&"a".repeat(16 * 1024 * 1024 + 1)), Code::TooLarge);
}

#[test]
fn the_limits_themselves_are_allowed() {
    let brackets = format!("when {}a{} then B", "(".repeat(8), ")".repeat(8));
    let nots = format!("when {}a then B", "not ".repeat(8));
    let text = format!("when a is \"{}\" then B", "ä".repeat(1000));
    for fine in [brackets, nots, text] {
        assert_eq!(read(&fine).1, []);
    }
}

#[test]
fn long_chains_are_read() {
    let terms: Vec<String> = (0..100_000).map(|n| format!("a{n}")).collect();
    assert_eq!(read(&format!("when {} then B", terms.join(" and "))).1, []);
    let rules = "when a in B and c >= 2 then D\n".repeat(10_000);
    assert_eq!(read(&rules).0.items.len(), 10_000);
}

#[test]
fn noise_is_one_error() {
    assert_eq!(only_error(&"§ % & ]] \" ' ( $5 => \n".repeat(20_000)), Code::Unreadable);
    assert_eq!(only_error(&"- ".repeat(100_000)), Code::Unreadable);
}

#[test]
fn floods_of_mistakes_stay_quick() {
    for (line, per_line) in [
        ("if a is b then C\n", 1),
        ("when a => 2 && b is null then C\n", 3),
        ("field a is text column \"x\"\n", 1),
        ("when field rule\n", 1),
    ] {
        let (_, mistakes) = read(&line.repeat(3_000));
        assert!(mistakes.len() >= 3_000 * per_line, "{line}: {}", mistakes.len());
    }
    for hostile in [
        format!("when {}", "a b ".repeat(50_000)),
        format!("when {}", "a then ".repeat(50_000)),
        format!("field a is one of [{}", "b c, ".repeat(50_000)),
        format!("field a is one of [{}]", "1, ".repeat(50_000)),
        format!("score s from 0 to 1:\n{}", "add 1 points when a\n".repeat(20_000)),
        format!("when all of:\n{}then B", "a\n".repeat(20_000)),
        format!("example \"x\": - a is b expect A is open, needs {};;", "a.b, ".repeat(50_000)),
    ] {
        let (_, mistakes) = read(&hostile);
        assert!((1..=40).contains(&mistakes.len()), "{}", mistakes.len());
        assert!(mistakes.iter().all(|mistake| mistake.message.len() < 1_000));
    }
}

/// Words of the language, of other languages, and signs.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "when",
        "then",
        "unless",
        "because",
        "rule",
        "stages",
        "field",
        "event",
        "set",
        "define",
        "score",
        "grade",
        "example",
        "expect",
        "use",
        "owner",
        "outcome",
        "is",
        "not",
        "in",
        "and",
        "or",
        "all of:",
        "any of:",
        "-",
        "--",
        "---",
        "----",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        ">=",
        "=>",
        "=",
        "\"a b\"",
        "\"",
        "“c”",
        "'d'",
        "20",
        "20,000",
        "$5",
        "80%",
        "80 %",
        "2026-03-02",
        "03/02/2026",
        "1 month",
        "30 days",
        "within",
        "since",
        "where",
        "count of",
        "any",
        "no",
        "add",
        "points",
        "for each",
        "group",
        "first of:",
        "points by",
        "from",
        "to",
        "null",
        "none",
        "else",
        "if",
        "a",
        "industry",
        "company size",
        "a-b",
        "c.d",
        "yes/no",
        "text",
        "one of",
        "\n",
        "# note\n",
        "//",
        "•",
        "\u{2003}",
        "ä",
        "k",
        "USD",
        "usd",
        "plural",
        "kept",
        "column",
        "missing when",
        "label",
        "thne",
        "today",
    ];
    prop_oneof![8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,3}"]
}

/// A correct program with some stretches taken out, doubled or replaced.
#[expect(clippy::unwrap_used, reason = "both ends are within the program")]
fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..12_usize, word(), 0..3_u8);
    proptest::collection::vec(change, 1..6).prop_map(|changes| {
        let mut characters: Vec<char> = EVERYTHING.chars().collect();
        for (at, length, word, kind) in changes {
            let at = at.index(characters.len());
            let end = (at + length).min(characters.len());
            let kept: Vec<char> = characters.get(at..end).unwrap().to_vec();
            let new: Vec<char> = match kind {
                0 => Vec::new(),
                1 => kept.iter().chain(&kept).copied().collect(),
                _ => format!(" {word} ").chars().collect(),
            };
            characters.splice(at..end, new);
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_words_are_read(words in proptest::collection::vec(word(), 0..60)) {
        read(&words.join(" "));
    }

    #[test]
    fn mutated_programs_are_read(text in mutated()) {
        read(&text);
    }

    #[test]
    fn every_broken_item_has_a_mistake(words in proptest::collection::vec(word(), 0..40)) {
        let (file, mistakes) = read(&words.join(" "));
        let broken = |item: &qualify_syntax::ast::Item| matches!(item.kind, qualify_syntax::ast::ItemKind::Broken(_));
        for item in file.items.iter().filter(|item| broken(item)) {
            let inside = |mistake: &Diagnostic| {
                mistake.span.start >= item.span.start && mistake.span.start <= item.span.end
            };
            prop_assert!(mistakes.iter().any(inside), "{item:?}");
        }
    }

    #[test]
    fn pieces_accept_what_the_grammar_accepts(text in mutated()) {
        let (_, mistakes) = read(&text);
        let beyond_grammar = |mistake: &Diagnostic| {
            matches!(mistake.code, Code::TooLarge | Code::NoNull) || mistake.message.starts_with("`language 1` stands")
        };
        if !mistakes.iter().any(beyond_grammar) {
            prop_assert_eq!(Grammar::parse(Rule::file, &text).is_ok(), mistakes.is_empty(), "{}", text);
        }
    }
}
