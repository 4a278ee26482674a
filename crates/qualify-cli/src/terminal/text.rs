//! Plain text becomes text that fits: cleaned, padded, cut, wrapped.

use std::borrow::Cow;

use qualify::diagnostics::report::is_unsafe;
pub(crate) use qualify::lints::grouped;
use unicode_width::UnicodeWidthStr as _;

/// Columns that a text takes; styles take none.
pub(crate) fn width(text: &str) -> usize {
    match text.contains('\u{1b}') {
        true => anstream::adapter::strip_str(text).to_string().width(),
        false => text.width(),
    }
}

/// A text from outside, safe to print: characters that move the cursor or turn the writing round are replaced.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    match text.chars().any(is_unsafe) {
        true => Cow::Owned(text.chars().map(|c| if is_unsafe(c) { '\u{FFFD}' } else { c }).collect()),
        false => Cow::Borrowed(text),
    }
}

/// The text, or its beginning and `…`.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += width(c.encode_utf8(&mut [0; 4]));
        if used >= columns {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// The text and spaces up to a width.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Spaces up to a width and the text.
pub(crate) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Lines of at most that many columns, broken between words; a longer word has a line of its own.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Wrapped lines, the first after `first`, the others indented as deep.
pub(crate) fn hang(first: &str, text: &str, columns: usize) -> String {
    let indent = width(first);
    let lines = wrap(text, columns.saturating_sub(indent).max(20));
    let gap = format!("\n{}", " ".repeat(indent));
    format!("{first}{}", lines.join(&gap))
}

/// An item of a list: indented, and wrapped two columns deeper.
pub(crate) fn item(indent: usize, text: &str, columns: usize) -> String {
    let lines = wrap(text, columns.saturating_sub(indent + 2).max(20));
    format!("{}{}", " ".repeat(indent), lines.join(&format!("\n{}", " ".repeat(indent + 2))))
}

/// `1 lead`, `2 leads`, `9,240 leads`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(number)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_and_not_by_bytes() {
        assert_eq!(cut("Müller", 6), "Müller");
        assert_eq!(cut("Müllerin", 6), "Mülle…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
    }

    #[test]
    fn wraps_between_words_only() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable a", 4), ["unbreakable", "a"]);
        assert_eq!(hang("- ", "twelve words or so, wrapped", 22), "- twelve words or so,\n  wrapped");
    }

    #[test]
    fn text_of_leads_cannot_move_the_cursor() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202E}"), "a\u{FFFD}[2Jb\u{FFFD}");
        assert!(matches!(clean("Ana"), Cow::Borrowed("Ana")));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "lead"), "1 lead");
        assert_eq!(counted(3_365, "lead"), "3,365 leads");
    }
}
