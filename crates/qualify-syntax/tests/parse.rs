//! What the parser makes of correct programs.

use qualify_diagnostics::{Sources, report};
use qualify_syntax::ast::{File, ItemKind};
use qualify_syntax::{is_name, is_reserved, parse};

const EVERYTHING: &str = include_str!("parse/everything.rules");

/// The tree of a correct program.
fn tree(text: &str) -> File {
    let mut sources = Sources::default();
    let id = sources.add("test.rules", text);
    let (file, mistakes) = parse(id, text);
    let shown: String = mistakes.iter().map(|mistake| report::plain(&sources, mistake)).collect();
    assert_eq!(shown, "", "in\n{text}");
    file
}

/// Items without their places.
fn shape(file: &File) -> String {
    let shown = format!("{:?}", file.items);
    let mut parts = shown.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shape, part| shape + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// The program without comments, each line changed.
fn relaid(text: &str, line: impl Fn(&str) -> String) -> String {
    text.lines().map(|text| line(text.split_once(" #").map_or(text, |(code, _)| code))).collect()
}

#[test]
fn every_construct_is_read() {
    let file = tree(EVERYTHING);
    assert_eq!(file.comments.len(), 2);
    assert!(file.items.iter().all(|item| !matches!(item.kind, ItemKind::Broken(_))));
    insta::assert_snapshot!(shape(&file).replace(", span: ", "").replace(", Item {", ",\nItem {"));
}

#[test]
fn layout_never_matters() {
    let as_written = shape(&tree(EVERYTHING));
    let program =
        relaid(EVERYTHING, |line| if line.starts_with('#') { String::new() } else { format!("{line}\n") });
    let unindented = relaid(&program, |line| format!("{}\n", line.trim()));
    let one_line = relaid(&program, |line| format!("{} ", line.trim()));
    let every_word_alone = one_line.split("  ").map(|part| part.to_owned() + "\n").collect::<String>();
    let windows = program.replace('\n', "\r\n");
    let marked = format!("\u{FEFF}{}", program.replace("  ", "\t\u{A0}"));
    for text in [unindented, one_line, every_word_alone, windows, marked] {
        assert_eq!(shape(&tree(&text)), as_written, "in\n{text}");
    }
}

#[test]
fn spans_are_exact() {
    let text = "# note\nwhen a in B  # why\n  and c >= 20k  USD then MQL  \n";
    let file = tree(text);
    let item = &file.items[0];
    let at = |span: qualify_diagnostics::Span| {
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    };
    assert_eq!(at(item.span), "when a in B  # why\n  and c >= 20k  USD then MQL");
    let ItemKind::Rule(rule) = &item.kind else { panic!("{item:?}") };
    assert_eq!(at(rule.when.span), "a in B  # why\n  and c >= 20k  USD");
    assert_eq!(at(rule.when_span), "when");
    assert_eq!(at(file.comments[1].span), "# why");
    assert_eq!(file.comments[0].text, "# note");
}

#[test]
fn a_dash_may_be_a_bullet_or_a_sign() {
    let file = tree("score s from -5 to 5: - points by a: -- -20 EUR to 0 EUR: -5 -- from 1 EUR: 5");
    assert!(shape(&file).contains("To(Literal { kind: Money { amount: \"-20\""), "{}", shape(&file));
}

#[test]
fn words_of_phrases_are_names_elsewhere() {
    tree("field count is count field first is text when count >= 2 and label is known then missing");
    tree("stages: - plural - best when yes_no and days >= 2 then best, missing is empty");
    tree("when missing then point when point then missing");
}

#[test]
fn reserved_words_and_names() {
    for word in ["when", "outcome", "points", "group", "known", "of", "no"] {
        assert!(is_reserved(word) && !is_name(word), "{word}");
    }
    for name in ["count", "NO", "größe", "名前", "a_1", "When"] {
        assert!(is_name(name), "{name}");
        tree(&format!("field {name} is text"));
    }
    for text in ["", "1a", "_a", "a b", "a-b", "\"a\""] {
        assert!(!is_name(text), "{text}");
    }
}

#[test]
fn a_file_without_items_is_empty() {
    for text in ["", "\n\n", "# only a note", "\u{FEFF}"] {
        assert_eq!(tree(text).items, []);
    }
}
