//! Any room of the house becomes text: the trees, the program with ids, the types, the plan.
//!
//! Trees print as an outline: what fits on a line stands on one, and places in the text are left out.

use serde::Serialize;
use serde_json::Value;

use crate::Compilation;

/// Widest line that a tree is kept on.
const WIDTH: usize = 100;

/// Fields that hold all of a node but its place: their names say nothing.
const WRAPPERS: &[&str] = &["decl", "kind", "name", "text", "value"];

/// The trees of all files, as written.
pub fn ast(compilation: &Compilation) -> String {
    let items = compilation.files.iter().flat_map(|file| &file.items);
    items.map(|item| outline(&item.kind)).collect()
}

/// The program with ids instead of names.
pub fn hir(compilation: &Compilation) -> String {
    outline(&compilation.hir)
}

/// What each test asks, by its place.
pub fn types(compilation: &Compilation) -> String {
    let mut out = String::new();
    for (test, typed) in compilation.hir.tests.iter().zip(&compilation.checked.types.tests) {
        let text = compilation.sources.text(test.span).split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("{}: {text}\n", compilation.sources.place(test.span)));
        if let Some(typed) = typed {
            let not = if typed.negated { "not " } else { "" };
            for line in outline(&typed.kind).lines() {
                out.push_str(&format!("  {not}{line}\n"));
            }
        }
    }
    out
}

/// The plan; none if the program has mistakes.
pub fn plan(compilation: &Compilation) -> Option<String> {
    compilation.program.as_ref().map(|program| qualify_plan::print::plan(&program.plan))
}

fn outline(tree: &impl Serialize) -> String {
    let mut out = String::new();
    if let Ok(value) = serde_json::to_value(tree) {
        write(&mut out, 0, "", &value);
    }
    out
}

/// Writes a value below `indent`, after `head`: on one line if it fits, else its parts on lines of their own.
fn write(out: &mut String, indent: usize, head: &str, value: &Value) {
    if is_empty(value) {
        return;
    }
    let short = inline(value);
    if indent + head.len() + short.len() <= WIDTH || is_scalar(value) {
        out.push_str(&format!("{}{head}{short}\n", " ".repeat(indent)));
        return;
    }
    match value {
        Value::Object(fields) => {
            let shown: Vec<_> = fields.iter().filter(|(key, value)| is_shown(key, value)).collect();
            if let [(key, value)] = shown.as_slice()
                && is_variant(key)
            {
                return write_variant(out, indent, head, key, value);
            }
            let deeper = if head.is_empty() { indent } else { indent + 2 };
            if !head.is_empty() {
                out.push_str(&format!("{}{}\n", " ".repeat(indent), head.trim_end()));
            }
            for (key, value) in shown {
                write(out, deeper, &format!("{key}: "), value);
            }
        }
        Value::Array(items) => {
            out.push_str(&format!("{}{}\n", " ".repeat(indent), head.trim_end()));
            items.iter().for_each(|item| write(out, indent + 2, "- ", item));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn write_variant(out: &mut String, indent: usize, head: &str, variant: &str, value: &Value) {
    out.push_str(&format!("{}{head}{variant}\n", " ".repeat(indent)));
    match value {
        Value::Object(_) => write(out, indent + 2, "", value),
        Value::Array(items) => items.iter().for_each(|item| write(out, indent + 2, "- ", item)),
        _ => write(out, indent + 2, "", value),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let shown: Vec<_> = fields.iter().filter(|(key, value)| is_shown(key, value)).collect();
            match shown.as_slice() {
                [(key, value)] if WRAPPERS.contains(&key.as_str()) => inline(value),
                [(key, value)] => format!("{key} {}", inline(value)),
                many => {
                    let parts: Vec<String> =
                        many.iter().map(|(key, value)| format!("{key}: {}", inline(value))).collect();
                    format!("{{{}}}", parts.join(", "))
                }
            }
        }
    }
}

/// Variants of enums begin with a capital, fields of structs do not.
fn is_variant(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_shown(key: &str, value: &Value) -> bool {
    !(key == "span" || key.ends_with("_span") || key == "source" || is_empty(value))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => !fields.iter().any(|(key, value)| is_shown(key, value)),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_))
}
