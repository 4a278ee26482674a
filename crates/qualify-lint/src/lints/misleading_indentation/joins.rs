//! An `and` or `or` at the beginning of a line that belongs to a bullet further right.

use qualify_diagnostics::Span;
use qualify_syntax::ast::{Condition, ConditionKind, DefineBody, Item, ItemKind, Join, JoinKind};

use super::Misled;

/// The first `and` or `or` of an item that stands left of the bullet to which it belongs.
pub(super) fn misled(text: &str, item: &Item) -> Option<Misled> {
    let mut open: Vec<&Condition> = conditions(item);
    while let Some(condition) = open.pop() {
        match &condition.kind {
            ConditionKind::Block { parts, .. } => {
                if let Some(found) = parts.iter().find_map(|part| misled_bullet(text, part)) {
                    return Some(found);
                }
                open.extend(parts);
            }
            ConditionKind::Chain { parts, .. } => open.extend(parts),
            ConditionKind::Not(inner) | ConditionKind::Brackets(inner) => open.push(inner),
            ConditionKind::Test(_) => {}
        }
    }
    None
}

fn conditions(item: &Item) -> Vec<&Condition> {
    match &item.kind {
        ItemKind::Rule(rule) => std::iter::once(&rule.when).chain(&rule.unless).collect(),
        ItemKind::Define(define) => match &define.body {
            DefineBody::Condition(condition) => vec![condition],
            DefineBody::Constant(_) => Vec::new(),
        },
        ItemKind::Language(_)
        | ItemKind::Use(_)
        | ItemKind::Owner(_)
        | ItemKind::Stages(_)
        | ItemKind::Exits(_)
        | ItemKind::Outcome(_)
        | ItemKind::Field(_)
        | ItemKind::Event(_)
        | ItemKind::Set(_)
        | ItemKind::Score(_)
        | ItemKind::Grade(_)
        | ItemKind::Example(_)
        | ItemKind::Broken(_) => Vec::new(),
    }
}

/// A bullet that is a chain of which a join begins a line left of the bullet, or below its dash.
fn misled_bullet(text: &str, part: &Condition) -> Option<Misled> {
    let ConditionKind::Chain { joins, .. } = &part.kind else { return None };
    let dash = dash_column(text, part.span)?;
    let join = joins.iter().find(|join| first_on_line(text, join).is_some_and(|column| column <= dash))?;
    let word = match join.kind {
        JoinKind::And => "and",
        JoinKind::Or => "or",
    };
    let message = format!(
        "This `{word}` belongs to the bullet above it, not to the whole list, and yet it stands outside. Put it behind the \
         bullet; or give the list a name with `define`, and write `{word}` behind the name."
    );
    Some(Misled { span: join.span, message })
}

/// The column of a bullet that begins its line.
fn dash_column(text: &str, part: Span) -> Option<usize> {
    let before = line_before(text, part.start)?;
    let indent = before.trim_start_matches([' ', '\t']);
    let is_bullet = indent.starts_with('-') && indent.trim_matches([' ', '\t', '-', '(']).is_empty();
    is_bullet.then(|| before.len() - indent.len())
}

fn first_on_line(text: &str, join: &Join) -> Option<usize> {
    let before = line_before(text, join.span.start)?;
    before.trim_matches([' ', '\t']).is_empty().then_some(before.len())
}

fn line_before(text: &str, at: u32) -> Option<&str> {
    let before = text.get(..at as usize)?;
    before.rsplit('\n').next()
}
