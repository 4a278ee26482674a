//! What the parser says about programs with mistakes.

use qualify_diagnostics::{Diagnostic, Sources, report};
use qualify_syntax::ast::{File, ItemKind};
use qualify_syntax::parse;

fn read(text: &str) -> (Sources, File, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add("test.rules", text);
    let (file, mistakes) = parse(id, text);
    (sources, file, mistakes)
}

/// Each case with what is said about it, and the edits that are offered.
fn told(cases: &str) -> String {
    let mut shown = String::new();
    for case in cases.split("\n===\n").map(str::trim_end) {
        let (sources, file, mistakes) = read(case);
        shown += &format!("{case}\n\n");
        for mistake in &mistakes {
            shown += &report::plain(&sources, mistake);
            if let Some(fix) = &mistake.fix {
                shown += &format!("  fix: {}\n", fix.title);
            }
        }
        let broken = file.items.iter().filter(|item| matches!(item.kind, ItemKind::Broken(_))).count();
        shown += &format!("  {} of {} items could be read\n\n", file.items.len() - broken, file.items.len());
    }
    shown
}

/// The text after the fixes that are offered.
fn fixed(text: &str, mistakes: &[Diagnostic]) -> String {
    let mut edits: Vec<_> =
        mistakes.iter().flat_map(|mistake| &mistake.fix).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut out, mut done) = (String::new(), 0);
    for edit in edits.into_iter() {
        if (edit.span.start as usize) < done {
            continue;
        }
        out += text.get(done..edit.span.start as usize).unwrap_or_default();
        out += &edit.text;
        done = edit.span.end as usize;
    }
    out + text.get(done..).unwrap_or_default()
}

#[test]
fn the_mistakes_of_the_reference() {
    insta::assert_snapshot!(told(include_str!("mistakes/reference.txt")));
}

#[test]
fn mistakes_in_declarations() {
    insta::assert_snapshot!(told(include_str!("mistakes/declarations.txt")));
}

#[test]
fn mistakes_in_rules() {
    insta::assert_snapshot!(told(include_str!("mistakes/conditions.txt")));
}

#[test]
fn mistakes_of_everyday_english() {
    insta::assert_snapshot!(told(include_str!("mistakes/phrases.txt")));
}

#[test]
fn mistakes_of_habit() {
    insta::assert_snapshot!(told(include_str!("mistakes/habits.txt")));
}

#[test]
fn messages_keep_to_the_house_style() {
    let files = [
        include_str!("mistakes/reference.txt"),
        include_str!("mistakes/declarations.txt"),
        include_str!("mistakes/conditions.txt"),
        include_str!("mistakes/phrases.txt"),
        include_str!("mistakes/habits.txt"),
    ];
    for case in files.iter().flat_map(|file| file.split("\n===\n")) {
        let (_, _, mistakes) = read(case);
        for Diagnostic { message, .. } in &mistakes {
            let plain: String = message.split('`').step_by(2).collect();
            for word in ["unexpected", "expected", "token", "parse", "syntax", "!"] {
                assert!(!plain.to_lowercase().contains(word), "{word} in {message}");
            }
            assert!(message.ends_with('.') || message.ends_with('?') || message.ends_with("`?"), "{message}");
            assert_eq!(message.matches('`').count() % 2, 0, "{message}");
        }
        assert_eq!(mistakes.is_empty(), case.contains("language 2"), "{case}");
    }
}

#[test]
fn offered_fixes_leave_fewer_mistakes() {
    let files = [
        include_str!("mistakes/reference.txt"),
        include_str!("mistakes/declarations.txt"),
        include_str!("mistakes/conditions.txt"),
        include_str!("mistakes/phrases.txt"),
        include_str!("mistakes/habits.txt"),
    ];
    for case in files.iter().flat_map(|file| file.split("\n===\n")).map(str::trim_end) {
        let (_, _, mistakes) = read(case);
        let fixes = mistakes.iter().filter(|mistake| mistake.fix.is_some()).count();
        let after = fixed(case, &mistakes);
        let (_, _, left) = read(&after);
        assert!(left.len() <= mistakes.len() - fixes, "{case}\n became\n{after}\n{left:#?}");
    }
}

#[test]
fn ten_mistakes_in_ten_items_are_ten_errors() {
    let text = "\
field outcome is text
field a is text column \"A\"
set ICP industry: - software
stages: Lead
score fit from 0 to 50:
  - +10 when industry in ICP
when downloads => 2 then MQL
when budget >= 20,000 USD then MQL
if industry in ICP then MQL
when any visits within 1 month then MQL
example \"nothing\":
  - downloads is 2
";
    let (_, file, mistakes) = read(text);
    let names: Vec<&str> = mistakes.iter().map(|mistake| mistake.code.name()).collect();
    assert_eq!(
        names,
        [
            "reserved-word",
            "comma-before-option",
            "incomplete",
            "bullets-expected",
            "points-in-words",
            "reversed-operator",
            "comma-in-number",
            "rule-starts-with-when",
            "months-differ",
            "empty-promise",
        ]
    );
    assert_eq!(file.items.len(), 10);
}

#[test]
fn several_mistakes_in_one_rule_are_all_told() {
    let (_, file, mistakes) =
        read("when company size => 1,000 && any visits within 2 months or title is 'VP' then MQL else Lead");
    let names: Vec<&str> = mistakes.iter().map(|mistake| mistake.code.name()).collect();
    assert_eq!(
        names,
        [
            "two-words",
            "reversed-operator",
            "comma-in-number",
            "unreadable",
            "months-differ",
            "curly-quotes",
            "else-after-then"
        ]
    );
    assert!(matches!(file.items.as_slice(), [item] if matches!(item.kind, ItemKind::Rule(_))), "{file:?}");
}

#[test]
fn broken_items_still_declare_their_names() {
    let (_, file, _) =
        read("field a is\nevent b, plural bs, kept for ever\nstages: - c, - d\nscore e from ? to ?");
    let names: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Broken(broken) => Some(&broken.names),
            _ => None,
        })
        .flatten()
        .map(|name| name.text.clone())
        .collect();
    assert_eq!(names, ["a", "b", "bs", "c", "d", "e"]);
}

#[test]
fn empty_may_be_a_value() {
    let (_, _, mistakes) = read("field glass is one of [full, empty] when glass is empty then MQL");
    assert_eq!(mistakes, []);
    let (_, _, mistakes) = read("field glass is count when glass is empty then MQL");
    assert_eq!(mistakes.len(), 1);
}
