//! What examples show of each rule becomes a table.

use qualify::coverage::{self, RuleCoverage, Seen};
use qualify::examples::ExampleResult;
use qualify::names::rule_name;
use qualify::plan::{Plan, print};

use crate::terminal::table::{Side, Table};
use crate::terminal::{style, text};

/// One line for each rule, in the order of the files, and one for each part of its condition.
pub(super) fn table(plan: &Plan, results: &[ExampleResult<'_>], width: usize) -> String {
    let mut rules = coverage::measure(plan, results);
    rules.sort_by_key(|rule| {
        plan.program.rules.get(rule.rule.index()).map(|place| (place.file.clone(), place.line))
    });
    let mut table = Table::new([
        ("What the examples show", Side::Left),
        ("yes", Side::Right),
        ("unknown", Side::Right),
        ("no", Side::Right),
    ]);
    for rule in &rules {
        add(&mut table, plan, rule);
    }
    format!("\n{}{}", table.lay_out(0, width), unseen(&rules))
}

fn add(table: &mut Table, plan: &Plan, rule: &RuleCoverage) {
    table.row(cells(rule_name(plan, rule.rule).to_owned(), rule.seen));
    if let [only] = rule.parts.as_slice()
        && only.seen == rule.seen
    {
        return;
    }
    for part in &rule.parts {
        table.row(cells(format!("  {}", print::expr(plan, part.part)), part.seen));
    }
}

fn cells(name: String, seen: Seen) -> [String; 4] {
    let count = |n: u64| if n == 0 { "-".to_owned() } else { n.to_string() };
    [name, count(seen.yes), count(seen.unknown), count(seen.no)]
}

fn unseen(rules: &[RuleCoverage]) -> String {
    let never = rules.iter().filter(|rule| rule.seen.yes == 0).count();
    match never {
        0 => String::new(),
        _ => format!(
            "{}\n",
            style::warning(&format!(
                "{} in no example.",
                text::counted(never as u64, "rule") + if never == 1 { " applies" } else { " apply" }
            ))
        ),
    }
}
