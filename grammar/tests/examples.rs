//! The example above each production of the grammar is read by it.

use pest::Parser;
use qualify_grammar::{Grammar, Rule};

const GRAMMAR: &str = include_str!("../qualify.pest");

/// Each production that leaves a trace, with the examples of the comment above it.
fn examples() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = GRAMMAR.lines().zip(GRAMMAR.lines().skip(1));
    let commented = lines.filter_map(|(comment, production)| {
        let quoted = comment
            .strip_prefix("/// ")
            .filter(|text| text.starts_with('`'))?
            .split('`')
            .skip(1)
            .step_by(2)
            .collect();
        production
            .split_once(" = ")
            .filter(|(_, body)| !body.starts_with("_{"))
            .map(|(name, _)| (name, quoted))
    });
    commented.collect()
}

#[test]
fn productions_read_their_examples() {
    let mut read = 0;
    for (name, examples) in examples() {
        let rule = Rule::all_rules().iter().find(|rule| format!("{rule:?}") == name);
        for (rule, example) in
            rule.into_iter().flat_map(|rule| examples.iter().map(move |text| (*rule, *text)))
        {
            match Grammar::parse(rule, example) {
                Ok(pairs) => assert_eq!(pairs.as_str().trim_end(), example, "{name} stops early"),
                Err(error) => panic!("{name} does not read its example: {error}"),
            }
            read += 1;
        }
    }
    assert!(read > 100, "only {read} examples");
}

#[test]
fn every_construct_has_a_comment() {
    let (constructs, _) = GRAMMAR.split_once("// ---- punctuation").unwrap();
    let lines = constructs.lines().zip(constructs.lines().skip(1));
    for (above, line) in lines.filter(|(_, line)| line.contains(" = ") && line.contains('{')) {
        let is_production = line.starts_with(|c: char| c.is_alphabetic());
        assert!(!is_production || above.starts_with("/// "), "{line}");
    }
}
