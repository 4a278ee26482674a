//! JSON values become text: keys keep their order, numbers their digits.

use std::fmt;

/// A JSON value.
///
/// ```
/// # use qualify_eval::json::value::{Json, object, text};
/// let lead = object([("lead", text("L-1")), ("points", Json::number("0.1"))]);
/// assert_eq!(lead.to_string(), r#"{"lead":"L-1","points":0.1}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    YesNo(bool),
    /// The digits of a number.
    Number(String),
    /// A text, not yet escaped.
    Text(String),
    /// `[...]`
    List(Vec<Json>),
    /// `{...}`, in this order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A number, from something that prints as digits.
    pub fn number(number: impl fmt::Display) -> Self {
        Self::Number(number.to_string())
    }
}

/// A text.
pub fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// An object with its keys in this order.
pub fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl fmt::Display for Json {
    /// One line without spaces; with `{:#}`, one entry a line, indented by two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_json(f, self, f.alternate().then_some(0))
    }
}

/// Writes on one line, or with the indentation of the line at hand.
fn write_json(f: &mut fmt::Formatter<'_>, json: &Json, indent: Option<usize>) -> fmt::Result {
    match json {
        Json::Null => f.write_str("null"),
        Json::YesNo(yes) => write!(f, "{yes}"),
        Json::Number(digits) => f.write_str(digits),
        Json::Text(text) => write_text(f, text),
        Json::List(items) => write_items(f, ["[", "]"], items, indent, write_json),
        Json::Object(entries) => write_items(f, ["{", "}"], entries, indent, |f, (key, value), inside| {
            write_text(f, key)?;
            f.write_str(if inside.is_some() { ": " } else { ":" })?;
            write_json(f, value, inside)
        }),
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "{}", serde_json::Value::from(text))
}

fn write_items<T>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [&str; 2],
    items: &[T],
    indent: Option<usize>,
    write_item: impl Fn(&mut fmt::Formatter<'_>, &T, Option<usize>) -> fmt::Result,
) -> fmt::Result {
    let inside = indent.map(|indent| indent + 2);
    f.write_str(open)?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        write_line(f, inside)?;
        write_item(f, item, inside)?;
    }
    if !items.is_empty() {
        write_line(f, indent)?;
    }
    f.write_str(close)
}

fn write_line(f: &mut fmt::Formatter<'_>, indent: Option<usize>) -> fmt::Result {
    indent.map_or(Ok(()), |indent| write!(f, "\n{:indent$}", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_texts_stay_inside_their_quotes() {
        let json = object([("a\"b", text("</script>\n\u{0}\"\\"))]);
        let read: serde_json::Value = serde_json::from_str(&json.to_string()).unwrap();
        assert_eq!(read["a\"b"], "</script>\n\u{0}\"\\");
    }

    #[test]
    fn numbers_keep_their_digits() {
        let digits = "12345678901234567890123.0001";
        assert_eq!(Json::number(digits).to_string(), digits);
    }

    #[test]
    fn the_long_form_puts_one_entry_on_a_line() {
        let json =
            object([("a", Json::List(vec![Json::Null, Json::YesNo(true)])), ("b", Json::List(vec![]))]);
        assert_eq!(format!("{json:#}"), "{\n  \"a\": [\n    null,\n    true\n  ],\n  \"b\": []\n}");
    }
}
